"""Web addresses, a column at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.ingest.fields import is_address

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["are_addresses"]

_PLAIN = r"^https?://[a-z0-9][a-z0-9.-]*(?:[/?#][!-~]*)?$"  # ASCII without a user or a port: certainly one


def are_addresses(values: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Whether each text is a whole http or https address, as :func:`geodata.ingest.fields.is_address` decides it.

    Parameters
    ----------
    values : pyarrow.StringArray or ChunkedArray, shape (n,)
        Without nulls.

    Returns
    -------
    pyarrow.BooleanArray or ChunkedArray, shape (n,)
        Those of the plain form are told by one pass, of the others each distinct one is looked at by itself.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.match_substring_regex(values, _PLAIN)
    odd = pc.unique(values.filter(pc.invert(plain))).to_pylist()
    usable = pa.array([text for text in odd if is_address(text)], pa.string())
    return pc.or_(plain, pc.is_in(values, value_set=usable))
