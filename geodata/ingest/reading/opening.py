"""Reading a file: the parent copies it, starts the child that parses, and takes back rows and facts."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError, Question
from geodata.ingest.reading.facts import Facts
from geodata.ingest.reading.job import Job, Wishes
from geodata.ingest.reading.kinds import MAGIC_BYTES, recognise
from geodata.ingest.reading.limits import LIMITS, Limits
from geodata.ingest.reading.process import run_child
from geodata.ingest.reading.reading import Reading

__all__ = ["read_file"]

_CHUNK = 1 << 20
_ANSWER_BYTES = 2_000_000


def read_file(
    path: Path | str,
    *,
    layer: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    crs: str | None = None,
    header_row: int | None = None,
    head: int | None = None,
    progress: Callable[[float], None] | None = None,
    limits: Limits = LIMITS,
    name: str | None = None,
) -> Reading:
    """Read a file of any of our formats into columns of text (docs/importing.md).

    A child process without network, without other files and with bounded means parses; this process looks at the size,
    the name, the first bytes and the digest only.

    Parameters
    ----------
    path : Path or str
        The file.
    layer, sheet, encoding, delimiter, crs, header_row
        What was decided, where :class:`NeedsAnswerError` asked for it under the same name; see :class:`Wishes`.
    head : int or None
        Read so many rows only, for a preview.
    progress : callable or None
        Called with the share of the bytes that are read, from 0 to 1, now and then. What it raises ends the child and
        is passed on: that is how to cancel.
    limits : Limits
        What the file may cost; ``SHELL`` for a person's own shell.
    name : str or None
        The file's name where ``path`` is a copy under another one; its suffix counts.

    Returns
    -------
    Reading
        To be closed, best by ``with``.

    Raises
    ------
    ImportRefusedError
        If the file cannot be read at all, passes a limit, or its child came to harm.
    NeedsAnswerError
        If it can be read in several ways.
    """
    path = Path(path)
    name = name or path.name
    folder = Path(tempfile.mkdtemp(prefix="claimline-"))
    wishes = Wishes(layer, sheet, encoding, delimiter, crs, header_row, head)
    with ExitStack() as undone:
        undone.callback(shutil.rmtree, folder, ignore_errors=True)
        given, made = folder / "in", folder / "out"
        given.mkdir()
        made.mkdir()
        sha256, size, start = _copy(path, name, given / "source", limits)
        job = Job(name, recognise(name, start), given / "source", made, wishes, limits)
        run_child(job, given / "job.json", folder / "log", progress)
        reading = _reading(job, _facts(job), folder, sha256, size)
        undone.pop_all()  # from here on the reading owns the folder
    return reading


def _copy(path: Path, name: str, target: Path, limits: Limits) -> tuple[str, int, bytes]:
    """Copy the file, so that nobody changes it while it is read; gives back digest, size and first bytes."""
    shown = visible(name)
    digest, size, start = hashlib.sha256(), 0, b""
    try:
        with path.open("rb") as source, target.open("wb") as copy:
            if not stat.S_ISREG(path.stat().st_mode):
                raise ImportRefusedError(f"{shown}: it is not a file; name a file.")
            while chunk := source.read(_CHUNK):
                start = start or chunk[:MAGIC_BYTES]
                size += len(chunk)
                if size > limits.file_bytes:
                    most = limits.file_bytes // 1_000_000
                    raise ImportRefusedError(
                        f"{shown}: it is larger than {most} MB, which is the most that is read here; "
                        "split it, or import it from the shell."
                    )
                digest.update(chunk)
                copy.write(chunk)
    except FileNotFoundError:
        raise ImportRefusedError(f"{shown}: there is no such file; check its name and folder.") from None
    except OSError as error:
        raise ImportRefusedError(f"{shown}: the file cannot be read ({error.strerror}).") from None
    return digest.hexdigest(), size, start


def _facts(job: Job) -> Facts:
    """What the child left; it is trusted no further than its types."""
    path = job.out / "answer.json"
    try:
        if path.is_symlink() or path.stat().st_size > _ANSWER_BYTES:
            raise ValueError("no small file of its own")
        answer: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if answer["outcome"] == "refused":
            raise ImportRefusedError(str(answer["words"]))
        if answer["outcome"] == "questions":
            raise NeedsAnswerError([Question.from_json(question) for question in answer["questions"]])
        return Facts.from_json(answer["facts"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise _came_to_nothing(job) from None


def _reading(job: Job, facts: Facts, folder: Path, sha256: str, size: int) -> Reading:
    import pyarrow as pa

    path = job.out / "data.arrow"
    if path.is_symlink() or not path.is_file():
        raise _came_to_nothing(job)
    try:
        with pa.OSFile(str(path)) as source:
            reader = pa.ipc.open_file(source)
            own = [pa.field("#row", pa.int64()), pa.field("#wkb", pa.binary()), pa.field("#torn", pa.string())]
            own = own if facts.crs is not None else [own[0], own[2]]
            expected = pa.schema([*own, *(pa.field(name, pa.string()) for name in facts.header)])
            if reader.schema != expected:
                raise _came_to_nothing(job)
            rows = sum(reader.get_batch(index).num_rows for index in range(reader.num_record_batches))
    except (pa.ArrowInvalid, OSError):
        raise _came_to_nothing(job) from None
    return Reading(facts, path, name=job.name, sha256=sha256, size=size, rows=rows, folder=folder)


def _came_to_nothing(job: Job) -> ImportRefusedError:
    return ImportRefusedError(f"{visible(job.name)}: reading it came to nothing; save it again where it came from.")
