"""Imports as a part of their data set: read with it, listed, and taken back."""

from __future__ import annotations

from pathlib import Path

from geodata.basemap import known_regions
from geodata.errors import Problem
from geodata.ingest.imported import Imported, Origin
from geodata.ingest.importing.kept_checks import check_tables
from geodata.ingest.importing.kept_columns import Spans, read_columns
from geodata.ingest.importing.kept_files import (
    Folder,
    Kept,
    import_folders,
    in_order,
    list_imports,
    open_folder,
    unlisted,
)
from geodata.ingest.importing.kept_records import claims_of, foreign_of, places_of, reports_of, sources_of
from geodata.ingest.importing.tables import IMPORT_FILE, IMPORTS
from geodata.ingest.importing.undo import undo_import

__all__ = ["Imported", "Kept", "import_folders", "list_imports", "read_imports", "undo_import"]


def read_imports(folder: Path | str, problems: list[Problem]) -> Imported:
    """Read every import of a data set.

    Parameters
    ----------
    folder : Path or str
        The data set's folder. Hidden folders of ``imports`` are left alone.
    problems : list of Problem
        Where refusals are added: one for an import of which a file is missing or not as it was written, else one for
        each rule and column that is broken.

    Returns
    -------
    Imported
        Imports in the order of (``imported_at``, id), records in the order of their files. What was refused is absent.
    """
    try:
        paths = import_folders(Path(folder))
    except OSError as error:
        problems.append(unlisted(error))
        return Imported()
    found = [opened for path in paths if (opened := open_folder(path, problems))]
    found.sort(key=lambda opened: in_order(opened.kept))
    spans = Spans()
    parts = [part for opened in found if (part := _records(opened, spans, problems))]
    return Imported(
        places=tuple(record for part in parts for record in part.places),
        sources=tuple(record for part in parts for record in part.sources),
        claims=tuple(record for part in parts for record in part.claims),
        reports=tuple(record for part in parts for record in part.reports),
        foreign=tuple(record for part in parts for record in part.foreign),
        contents={name: content for part in parts for name, content in part.contents.items()},
        origins=tuple(origin for part in parts for origin in part.origins),
    )


def _records(folder: Folder, spans: Spans, problems: list[Problem]) -> Imported | None:
    """The records of one import, None where something was refused."""
    before, kept = len(problems), folder.kept
    tables = read_columns(folder, problems)
    if tables is None:
        return None
    check_tables(tables, kept.import_id, known_regions(), spans)
    if len(problems) > before:
        return None
    reports = tuple(reports_of(tables["reports"], spans))
    return Imported(
        places=tuple(places_of(tables["places"])),
        sources=tuple(sources_of(tables["sources"])),
        claims=tuple(claims_of(tables["claims"], spans, reports)),
        reports=reports,
        foreign=tuple(foreign_of(tables["foreign"], spans)),
        contents={f"{IMPORTS}/{kept.import_id}/{IMPORT_FILE}": folder.content},
        origins=(Origin(kept.import_id, kept.label, kept.licence, kept.attribution),),
    )
