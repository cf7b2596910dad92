"""A build: the tables from which very many claims are asked, made at once or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.errors import BuildError, visible
from geodata.model import Dataset
from geodata.scale.cache import make_cache, open_cache
from geodata.scale.columns import flatten_import
from geodata.scale.core import Core, core_of
from geodata.scale.digest import digest_of_folder
from geodata.scale.flatten import flatten
from geodata.scale.holding import is_gone, making, remove_unless_held
from geodata.scale.imports import Import
from geodata.scale.journal import Journal, sync
from geodata.scale.sorting import FROM_PARTS, engine_here, write_derived, write_sorted
from geodata.scale.standing import build_name, built, is_build_name, is_whole, read_build
from geodata.scale.tables import BUILD_FILE, BUILDS, CACHE_FILE, FORMAT, ROW_GROUP, TABLES

if TYPE_CHECKING:
    import duckdb

__all__ = ["Progress", "Stage", "build", "build_dataset", "built", "finish", "write_part"]

Progress = Callable[[str, float], None]
"""Is told in words what is being done, and how much of it all is done, from 0 to 1."""

_PART = ".part"
_PARTS = "parts"
_SPILL = "spill"
_READ, _SORTED = 0.35, 0.8  # shares of the time that are over when all is read, and when all is in order
_NAMES = [f"{table}.parquet" for table in FROM_PARTS]


@dataclass(frozen=True)
class Stage:
    """An unfinished build.

    Parameters
    ----------
    folder : Path
        Where it is made.
    journal : Journal
        What of it is whole.
    progress : Progress
        Is told how far it is.
    """

    folder: Path
    journal: Journal
    progress: Progress

    def part(self, name: str, write: Callable[[Path], None]) -> Path:
        """The folder of one part; ``write`` writes the six tables of ``FROM_PARTS`` into it, unless they are whole."""
        folder = self.folder / _PARTS / name
        folder.mkdir(parents=True, exist_ok=True)
        self.journal.make([f"{_PARTS}/{name}/{file}" for file in _NAMES], lambda: write(folder))
        return folder


def build(folder: Path | str, progress: Progress | None = None, *, force: bool = False) -> Path:
    """Make the build of a data set, unless it is there.

    Parameters
    ----------
    folder : Path or str
        The data set's folder; its folder ``.build`` holds the build.
    progress : Progress or None
        Is told how far it is.
    force : bool
        Make it again although it is there.

    Returns
    -------
    Path
        The folder of the build. It got its name when it was whole; what was made before is gone by then, unless
        somebody has it open. A build that was stopped goes on where it was.

    Raises
    ------
    DatasetError
        If the data set cannot be used.
    BuildError
        If another build of it is being made, or nothing can be written.
    """
    folder = Path(folder)
    digest = digest_of_folder(folder)
    found = built(folder)
    if found is not None and not force and is_whole(found):
        open_cache(found).close()  # made where it is missing or of another DuckDB
        return found
    core = core_of(folder)
    told = {"own": core.own_digest, "imports": " ".join(f"{one.import_id}:{one.digest}" for one in core.imports)}
    return finish(folder / BUILDS, digest, partial(_parts, folder, digest, core), progress, told, cached=True)


def _parts(folder: Path, digest: str, core: Core, stage: Stage) -> list[Path]:
    """The parts of a build: own records, then each import; what an old build holds already is taken from it."""
    old, held = _old_part(folder / BUILDS, core)
    parts = [old] if old else [stage.part("own", lambda to: write_part(core.tables(), to))]
    todo = [one for one in core.imports if one.import_id not in held]
    total, before = sum(one.counts.claims for one in todo) or 1, 0
    for one in todo:
        write = partial(_write_import, one, core, stage.progress, (before / total, one.counts.claims / total))
        parts.append(stage.part(one.import_id, write))
        before += one.counts.claims
    if digest_of_folder(folder) != digest:
        raise BuildError(f"The data set “{visible(folder.name)}” was changed while it was read; build it again.")
    return parts


def _write_import(one: Import, core: Core, progress: Progress, share: tuple[float, float], to: Path) -> None:
    def tell(done: float) -> None:
        progress("Reading the imports", _READ * (share[0] + share[1] * done))

    flatten_import(one, core.imported_rows, core.dataset.info.unaligned, to, tell)


def _old_part(home: Path, core: Core) -> tuple[Path | None, set[str]]:
    """A whole build of the same own files and the first of the same imports, with the ids of these; else None.

    An import that came later stands behind all that was there, and own files that were accepted before it came speak of
    none of its claims: nothing that the old build says has changed.
    """
    now = [f"{one.import_id}:{one.digest}" for one in core.imports]
    best: tuple[Path | None, list[str]] = (None, [])
    for path in sorted(home.glob(f"*-v{FORMAT}")):
        told = read_build(path)
        held = str(told.get("imports", "")).split()
        fits = told.get("own") == core.own_digest and held == now[: len(held)] and len(held) < len(now)
        if fits and (best[0] is None or len(held) > len(best[1])) and is_whole(path):
            best = (path, held)
    return best[0], {one.partition(":")[0] for one in best[1]}


def build_dataset(dataset: Dataset, home: Path, progress: Progress | None = None) -> Path:
    """Make the build of a data set in memory, as a folder in ``home``; the folder of the build.

    Raises
    ------
    BuildError
        If another build is being made there, or nothing can be written.
    """

    def parts(stage: Stage) -> Sequence[Path]:
        return [stage.part("all", lambda to: write_part(flatten(dataset), to))]

    return finish(home, dataset.digest, parts, progress)


def write_part(tables: Mapping[str, Any], to: Path) -> None:
    """Write the six tables of a part, Arrow tables by name, as Parquet files."""
    import pyarrow.parquet as pq

    for table in FROM_PARTS:
        pq.write_table(tables[table], to / f"{table}.parquet", row_group_size=ROW_GROUP, compression="zstd")


def finish(
    home: Path,
    digest: str,
    parts: Callable[[Stage], Sequence[Path]],
    progress: Progress | None = None,
    told: Mapping[str, str] | None = None,
    *,
    cached: bool = False,
) -> Path:
    """Put a build together from its parts.

    Parameters
    ----------
    home : Path
        Folder that the build is to stand in.
    digest : str
        Of the data; it names the build.
    parts : callable
        Makes the parts, folders with the tables of ``FROM_PARTS`` in any order; no record stands in two of them.
    progress : Progress or None
        Is told how far it is.
    told : mapping of str to str
        More that ``build.toml`` says.
    cached : bool
        Whether the build gets its cache (:mod:`geodata.scale.cache`) at once; else whoever opens that makes it.

    Raises
    ------
    BuildError
        If another build is being made there, or nothing can be written.
    """
    with making(home):
        try:
            return _finish(home, build_name(digest), digest, parts, progress or _silent, told or {}, cached=cached)
        except OSError as error:
            said = f"The build in “{visible(str(home))}” cannot be written: {error.strerror or error}"
            raise BuildError(f"{said}; make room or check its permissions, then build again.") from error


def _silent(_words: str, _share: float) -> None:
    return


def _finish(
    home: Path,
    name: str,
    digest: str,
    parts: Callable[[Stage], Sequence[Path]],
    progress: Progress,
    told: Mapping[str, str],
    *,
    cached: bool,
) -> Path:
    folder = home / f"{name}{_PART}"
    for other in home.iterdir():
        if other != folder and other.name.endswith(_PART) and is_build_name(other.name.removesuffix(_PART)):
            shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    stage = Stage(folder, Journal(folder), progress)
    is_sorted = stage.journal.are_whole([f"{table}.parquet" for table in FROM_PARTS])
    _tables(stage, () if is_sorted else parts(stage))
    for spare in (_PARTS, _SPILL):
        shutil.rmtree(folder / spare, ignore_errors=True)
    _say(stage, digest, told)
    if cached:
        progress("Putting the tables into the cache", _SORTED)
        make_cache(folder)
    progress("Done", 1.0)
    stage.journal.remove()
    sync(folder)
    target = home / name
    _place(folder, target)
    sync(home)
    _remove_others(home, name)
    return target


def _place(folder: Path, target: Path) -> None:
    """Give a build its name; one of that name that somebody holds keeps its place and gets the same files anew."""
    if not target.exists() or remove_unless_held(target):
        folder.rename(target)
        return
    for name in (*(f"{table}.parquet" for table in TABLES), CACHE_FILE):
        if (folder / name).exists():
            (folder / name).replace(target / name)
    shutil.rmtree(folder, ignore_errors=True)


def _tables(stage: Stage, parts: Sequence[Path]) -> None:
    with engine_here(stage.folder / _SPILL) as connection:
        for number, table in enumerate(TABLES):
            stage.progress("Putting the tables in order", _READ + (_SORTED - _READ) * number / len(TABLES))
            write = partial(_write, connection, table, parts, stage.folder)
            stage.journal.make([f"{table}.parquet"], write)


def _write(connection: duckdb.DuckDBPyConnection, table: str, parts: Sequence[Path], folder: Path) -> None:
    if table in FROM_PARTS:
        write_sorted(connection, table, parts, folder / f"{table}.parquet")
    else:
        write_derived(connection, table, folder)


def _say(stage: Stage, digest: str, told: Mapping[str, str]) -> None:
    """Write ``build.toml``."""
    import pyarrow.parquet as pq

    lines = [f"format = {FORMAT}", f'digest = "{digest}"', *(f'{key} = "{value}"' for key, value in told.items())]
    lines += ["", "[counts]"]
    for table in TABLES:
        lines.append(f"{table} = {pq.read_metadata(stage.folder / f'{table}.parquet').num_rows}")
    lines += ["", "[files]"]
    lines += [f'"{table}.parquet" = "{stage.journal.done[f"{table}.parquet"]}"' for table in TABLES]
    file = stage.folder / BUILD_FILE
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sync(file)


def _remove_others(home: Path, name: str) -> None:
    """Take away the builds that this one replaces, and what was left from taking others away; nothing else."""
    for path in home.iterdir():
        if is_gone(path):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != name and is_build_name(path.name):
            remove_unless_held(path)
