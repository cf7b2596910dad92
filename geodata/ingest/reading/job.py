"""What the parent asks of the reading child, as one small JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from geodata.ingest.reading.limits import Limits

__all__ = ["Job", "Wishes"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports has decided; None where the file decides.

    Parameters
    ----------
    layer, sheet : str or None
        Name of the layer (of a ZIP: of the file in it) or of the sheet to read.
    encoding : str or None
        Python's name of an encoding.
    delimiter : str or None
        One character, or ``tab``.
    crs : str or None
        As in ``EPSG:32637``; counts only where the file names none.
    header_row : int or None
        Row of the header as a spreadsheet counts it; 0 for a table without a header.
    head : int or None
        Stop after so many rows.
    """

    layer: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    crs: str | None = None
    header_row: int | None = None
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read.

    Parameters
    ----------
    name : str
        The file's own name, for sentences; never opened.
    kind : str
        What :func:`geodata.ingest.reading.kinds.recognise` took it for.
    source : Path
        Our private copy.
    out : Path
        Private folder for results.
    wishes : Wishes
        What was decided already.
    limits : Limits
        What the file may cost.
    """

    name: str
    kind: str
    source: Path
    out: Path
    wishes: Wishes
    limits: Limits

    def write(self, path: Path) -> None:
        """Write the job as JSON."""
        plain = {**asdict(self), "source": str(self.source), "out": str(self.out)}
        path.write_text(json.dumps(plain), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Job:
        """Read what :meth:`write` wrote."""
        plain = json.loads(path.read_text(encoding="utf-8"))
        source, out = Path(plain["source"]), Path(plain["out"])
        return cls(plain["name"], plain["kind"], source, out, Wishes(**plain["wishes"]), Limits(**plain["limits"]))
