"""However a file is cut into batches, and whichever of them is drawn first, the import is the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.ingest.importing import Trial, try_import
from geodata.ingest.importing.tables import LEDGER, REJECTED, TABLES, WAITING
from geodata.ingest.reading import Reading, read_file
from tests.geodata.ingest.importing.small import table

ROWS = 450


class Cut:
    """A file that was read, in batches of another size."""

    def __init__(self, reading: Reading, size: int) -> None:
        self.facts, self.name, self.sha256 = reading.facts, reading.name, reading.sha256
        self.size, self.rows = reading.size, reading.rows
        self._all = pa.Table.from_batches(list(reading.batches()))
        self._size = size

    def batches(self) -> Iterator[pa.RecordBatch]:
        yield from self._all.combine_chunks().to_batches(self._size)


def content() -> str:
    """Rows of every kind: points, names, areas, rows twice, rows with one fault and with two, columns half empty."""
    rows: list[dict[str, str]] = []
    for number in range(ROWS):
        late = number > ROWS // 2
        row = {
            "text": f"Claim {number // 2 if number % 10 == 1 else number}",
            "date": ("2024-10-18", "soon", "2024-02-30", "2024-10", "")[number % 5 if number % 3 else 0],
            "date_end": "2024-10-20" if number % 7 == 0 and late else "",
            "lat": f"51.{number % 40:03}" if number % 4 else "",
            "lon": (f"35.{number % 30:03}" if number % 11 else "300") if number % 4 else "",
            "place": ("Sudzha", "Korenevo", "Nowhere at all", "Oleksandrivka", "")[number % 5],
            "region": ("Kursk Oblast", "")[number % 2],
            "source": ("", f"Outlet {number % 9}", "One; Another")[number % 3],
            "url": f"https://example{number % 4}.org/{number // 3}" if number % 6 else "see there",
            "published": "2024-10-19" if number % 8 else "no day",
            "quantity": str(number) if late else "",
            "id": f"id{number // 2}" if number % 13 == 0 else "",
            "remark": "bell \x07" if number % 50 == 7 else "",
        }
        rows.append(rows[-1] if number % 17 == 16 else row)
    return table(rows)


def files(trial: Trial) -> dict[str, object]:
    tables = {name: pq.read_table(trial.folder / name) for name in (*TABLES, LEDGER, WAITING)}
    return {**tables, REJECTED: (trial.folder / REJECTED).read_bytes(), "report": trial.report}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("batches") / "notes.csv"
    made.write_text(content(), encoding="utf-8")
    return made


@pytest.mark.parametrize("size", [1, 7, 64, 449])
def test_an_import_does_not_hang_on_its_batches(path: Path, size: int) -> None:
    with read_file(path) as reading:
        with try_import(reading) as trial:
            whole = files(trial)
            counts = trial.report.counts
        assert min(counts.accepted, counts.doubtful, counts.rejected, counts.duplicates) > 10
        assert len(whole["places.parquet"]) > 50  # type: ignore[arg-type]
        with try_import(Cut(reading, size)) as trial:  # type: ignore[arg-type]
            for name, there in files(trial).items():
                assert there == whole[name], name
