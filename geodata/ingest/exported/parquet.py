"""A saved GeoParquet: claims are rows, what belongs to each is JSON in columns, the rest is in the file's metadata."""

from __future__ import annotations

import io
from typing import Any

from geodata.errors import Problem, visible
from geodata.ingest.exported.bounded import parsed
from geodata.ingest.exported.cells import readable
from geodata.ingest.exported.geojson import read_claim_parts, read_records
from geodata.ingest.exported.raw import MAY_LACK, TABLES, Raw, row_of, unreadable

__all__ = ["read_parquet"]

_MOST_BYTES = 2**30  # of the unpacked columns
_PARTS = ("reports", "positions", "assessments", "foreign_verdicts")


def read_parquet(content: bytes, raw: Raw) -> None:
    """Read the rows and the metadata of a GeoParquet into ``raw``; geometry is not read.

    Raises
    ------
    UnreadableError
        If it is no Parquet, unpacks to more than any of ours, or holds no metadata of ours.
    """
    rows, about = _opened(content, raw.name)
    try:
        found = parsed(about)
    except ValueError as error:
        raise unreadable(raw.name, f"its metadata are not JSON that can be read ({error})") from error
    read_records(found if isinstance(found, dict) else {}, raw)
    for number, row in enumerate(rows, start=1):
        row_of(raw, "claims", row, raw.name, number, readable)
        read_claim_parts(raw, _with_parts(raw, row, number), f"{raw.name}: row {number}")


def _opened(content: bytes, name: str) -> tuple[list[dict[str, Any]], bytes]:
    import pyarrow as pa  # a fifth of a second: only for who restores such a file
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        size = sum(file.metadata.row_group(number).total_byte_size for number in range(file.metadata.num_row_groups))
        if size > _MOST_BYTES:
            raise unreadable(name, f"its columns unpack to more than {_MOST_BYTES // 2**20} MiB, and none of ours do")
        columns = [one for one in (*TABLES["claims"], *_PARTS) if one in file.schema_arrow.names]
        rows: list[dict[str, Any]] = file.read(columns=columns).to_pylist()
        about: bytes = (file.schema_arrow.metadata or {}).get(b"claimline", b"")
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise unreadable(name, f"it is no Parquet that can be read ({visible(str(error))})") from error
    if not about:
        raise unreadable(name, "its metadata say nothing of Claimline, so it is none of ours")
    return rows, about


def _with_parts(raw: Raw, row: dict[str, Any], number: int) -> dict[str, Any]:
    """The row with its columns of JSON parsed; the texts in them as they were."""
    found: dict[str, Any] = {"claim_id": row.get("claim_id")}
    for part in (one for one in _PARTS if one in row or one not in MAY_LACK):
        try:
            found[part] = _as_it_was(parsed(str(row.get(part))))
        except ValueError as error:
            raw.problems.append(Problem(raw.name, number, part, None, f"it is not JSON ({error}), mend it"))
            found[part] = []
    return found


def _as_it_was(value: Any) -> Any:  # noqa: ANN401  (what JSON can hold)
    if isinstance(value, list):
        return [_as_it_was(one) for one in value]
    if isinstance(value, dict):
        return {key: _as_it_was(one) for key, one in value.items()}
    return readable(value) if isinstance(value, str) else value
