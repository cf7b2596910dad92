"""``python -m mapapp``: a picture or a file of the claims that a question selects, and what became of one since."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from geodata.basemap import BORDER_VIEWS
from geodata.datasets import bundled_path
from geodata.errors import ClaimlineError, DatasetError, QueryError
from geodata.ingest import load_dataset
from geodata.model import LANGUAGES, Aspect, ClaimType, Dataset, Modality, Status
from geodata.store import ClaimQuery, Selection, select, sentence
from mapapp.export.animation import FRAME_MS, MOST_FRAMES
from mapapp.export.arguments import box_of, count_of, day_of, dpi_of, name_of, size_of, suffix_of, text_of, word_of
from mapapp.export.coverage import coverage_words
from mapapp.export.cuts import MOTIONS
from mapapp.export.files import write_whole
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.layouts import LAYOUTS
from mapapp.export.look import LOOK, Look
from mapapp.export.manifest import made_on_of
from mapapp.export.save import SIDECAR, save
from mapapp.export.stated import visible
from mapapp.export.verify import UNSOUND, read_limited, verify

__all__ = ["main"]

_LANG = "names of places in a picture: en, ru, uk or ko, English where a name is not known; all else stays English"
_FRAME_MS = "how long each frame of a film stands, milliseconds"
_MOTION = "what moves in a film: window, cumulative or known (the day of knowledge); default: as --mode says"
_BAD_CALL, _BAD_DATA = 2, 1


class _Parser(argparse.ArgumentParser):
    """Refuses a wrong call with one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        self.exit(_BAD_CALL, message.removeprefix("argument ") + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m mapapp", description="Save what a question selects.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="COMMAND")
    picture = commands.add_parser("snapshot", help="draw what is in view (its suffix decides)", allow_abbrev=False)
    _add_out(picture, *(suffix for suffix, one in FORMATS.items() if one.kind is not Kind.DATA))
    _add_question(picture)
    _add_look(picture)
    export = commands.add_parser("export", help="write the selected claims (its suffix decides)", allow_abbrev=False)
    _add_out(export, *(suffix for suffix, one in FORMATS.items() if one.kind is Kind.DATA), ".json")
    _add_question(export)
    _add_look(export)
    check = commands.add_parser("verify", help="say whether a saved file is intact and up to date", allow_abbrev=False)
    check.add_argument("file", metavar="FILE", type=Path, help="a file that Claimline saved")
    check.add_argument("--dataset", type=Path, metavar="DIR", help="what to compare it with; default: the bundled one")
    return parser


def _add_out(parser: argparse.ArgumentParser, *suffixes: str) -> None:
    parser.add_argument("out", metavar="OUT", type=suffix_of(*suffixes), help=f"a file {', '.join(suffixes)}")


def _add_look(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    layouts = "; ".join(f"{name}: {one.note[0].lower()}{one.note[1:]}" for name, one in LAYOUTS.items())
    add("--layout", type=name_of("layout", tuple(LAYOUTS)), default=LOOK.layout, metavar="L", help=layouts)
    add("--size", type=size_of, metavar="WxH", help="pixels of a picture, as in 1600x1000, instead of the layout's")
    add("--dpi", type=dpi_of, metavar="N", help="pixels of a picture to an inch; paper keeps its size")
    add("--title", type=text_of("--title"), metavar="T", help="instead of the data set's title")
    add("--mode", type=name_of("mode", ("window", "cumulative")), default=LOOK.window_mode, metavar="MODE")
    add("--borders", type=name_of("borders", BORDER_VIEWS), default=LOOK.borders, metavar="VIEW")
    add("--theme", type=name_of("theme", ("light", "dark")), default=LOOK.theme, metavar="THEME")
    add("--lang", type=name_of("language", LANGUAGES), default=LOOK.lang, metavar="LANG", help=_LANG)
    add("--frames", type=count_of("frames", 1, MOST_FRAMES), default=LOOK.frames, metavar="N", help="most of a film")
    add("--frame-ms", type=count_of("milliseconds", *FRAME_MS), default=LOOK.frame_ms, metavar="N", help=_FRAME_MS)
    add("--motion", type=name_of("motion", MOTIONS), metavar="M", help=_MOTION)
    add("--no-zones", dest="zones", action="store_false", help="leave the repair zones undrawn")


def _look(options: argparse.Namespace) -> Look:
    return Look(
        size_px=options.size,
        title=options.title,
        borders=options.borders,
        theme=options.theme,
        window_mode=options.mode,
        zones=options.zones,
        made_on=made_on_of(),
        lang=options.lang,
        layout=options.layout,
        dpi=options.dpi,
        frames=options.frames,
        frame_ms=options.frame_ms,
        motion=options.motion,
    )


def _add_question(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--dataset", type=Path, metavar="DIR", help="folder of the data set; default: the bundled one")
    add("--from", dest="first", type=day_of, metavar="D", help="first UTC day, inclusive, as in 2025-06-01")
    add("--to", dest="last", type=day_of, metavar="D", help="last UTC day, inclusive")
    add("--known-on", type=day_of, metavar="D", help="only what was public at the end of this UTC day")
    add("--aspect", type=word_of(Aspect), metavar="A", help="status of this part alone; default: presence, activity")
    add("--type", action="append", default=[], type=word_of(ClaimType), metavar="T", help="claim type; may repeat")
    add("--status", action="append", default=[], type=word_of(Status), metavar="S", help="may repeat")
    add("--modality", action="append", default=[], type=word_of(Modality), metavar="M", help="may repeat")
    add("--party", action="append", default=[], metavar="P", help="a party whose sources reported it; may repeat")
    add("--source", action="append", default=[], metavar="ID", help="a source that reported it; may repeat")
    add("--text", type=text_of("--text"), default="", metavar="Q", help="words that must all occur")
    add("--bbox", type=box_of, metavar="W,S,E,N", help="what the map shows, degrees")


def _query(options: argparse.Namespace, dataset: Dataset) -> ClaimQuery:
    _check_known("--party", options.party, {source.party for source in dataset.sources})
    _check_known("--source", options.source, set(dataset.source_of))
    return ClaimQuery(
        first_day=None if options.mode == "cumulative" else options.first,
        last_day=options.last,
        types=frozenset(options.type),
        statuses=frozenset(options.status),
        modalities=frozenset(options.modality),
        parties=frozenset(options.party),
        sources=frozenset(options.source),
        text=options.text,
        bbox=options.bbox,
        known_on=options.known_on,
        aspect=options.aspect,
    )


def _check_known(option: str, names: Sequence[str], known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise QueryError(f"{option}: “{name}” is not in this data set; use one of {', '.join(sorted(known))}.")


def _write(options: argparse.Namespace, selection: Selection) -> None:
    """Write the file, and its manifest beside it where the format cannot hold one."""
    saved = save(selection, options.out.suffix, _look(options))
    write_whole(options.out, saved.content)
    if saved.manifest is not None:
        write_whole(options.out.with_name(options.out.name + SIDECAR), saved.manifest)


def _verify(options: argparse.Namespace) -> int:
    """Say in words what became of a saved file; the exit status is that of the finding, 2 where nothing can be told."""
    try:
        content, beside = read_limited(options.file), options.file.with_name(options.file.name + SIDECAR)
        finding = verify(
            content, load_dataset(options.dataset or bundled_path()), suffix=options.file.suffix,
            beside=read_limited(beside) if beside.is_file() else None,
        )  # fmt: skip
    except ClaimlineError as error:
        print(error, file=sys.stderr)
        return UNSOUND
    print("\n".join((visible(str(options.file)), *finding.lines)))
    return finding.code


def _report(options: argparse.Namespace, selection: Selection) -> str:
    said = sentence(selection.dataset, selection.query)
    counts = f"{selection.definite} definite, {selection.possible} possible"
    trays = f"{len(selection.unlocated)} without a place, {len(selection.undated)} without a date"
    where = "written" if options.command == "export" else "not on the map"
    dateless = selection.dateless
    then = f" Not yet known then: {selection.not_known - dateless}." if options.known_on else ""
    then += f" Left out, because nobody knows when they became public: {dateless}." if dateless else ""
    lines = [options.out, f"{said}.", f"Claims in view: {counts}. Besides: {trays} ({where}).{then}"]
    return "\n".join(map(str, filter(None, [*lines, coverage_words(selection)])))


def _whole_box(arguments: Sequence[str]) -> list[str]:
    """Join ``--bbox`` and its value: one that begins with a minus would be taken for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--bbox":
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str or None
        Without the program's name; None takes them from the shell.

    Returns
    -------
    int
        Exit status: 0 written, 1 the data set cannot be used, 2 the call was wrong or the file cannot be written. Of
        ``verify``: 0 intact and the same data, 1 the data have changed, 2 altered, or nothing can be told.

    Raises
    ------
    SystemExit
        With status 2 where an option cannot be read, with status 0 after ``--help``.
    """
    options = _parser().parse_args(_whole_box(sys.argv[1:] if arguments is None else arguments))
    if options.command == "verify":
        return _verify(options)
    try:
        dataset = load_dataset(options.dataset or bundled_path())
        selection = select(dataset, _query(options, dataset))
        _write(options, selection)
    except DatasetError as error:
        print(error, file=sys.stderr)
        return _BAD_DATA
    except ClaimlineError as error:
        print(error, file=sys.stderr)
        return _BAD_CALL
    print(_report(options, selection))
    return 0
