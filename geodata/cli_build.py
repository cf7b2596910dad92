"""``python -m geodata build``: the tables from which very many claims are asked."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from geodata.cli_line import Line
from geodata.errors import BuildError, DatasetError, visible

__all__ = ["add_build", "run_build"]

_ALL_WELL, _PROBLEMS, _NOT_WRITTEN, _INTERRUPTED = 0, 1, 2, 130


def add_build(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command; ``add`` makes a parser of a name and its help."""
    told = "make the tables from which very many claims are asked quickly; they lie beside the data set, in .build"
    parser = add("build", help=told, description=told, allow_abbrev=False)
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="folder of the data set")
    parser.add_argument("--force", action="store_true", help="make them again although they are there")
    told = "for reading (default), or for programs"
    parser.add_argument("--format", choices=("text", "json"), default="text", help=told)


def run_build(options: argparse.Namespace) -> int:
    """Run the command.

    Returns
    -------
    int
        Exit status: 0 the tables are there, 1 the data set has problems, 2 the tables cannot be written or somebody
        else is writing them, 130 interrupted; a build that was interrupted goes on where it was.
    """
    from geodata.scale import build, built
    from geodata.scale.standing import read_build

    line = Line()
    try:
        before = built(options.dataset)
        found = build(options.dataset, line.tell, force=options.force)
    except DatasetError as error:
        line.clear()
        print(error, file=sys.stderr)
        return _PROBLEMS
    except BuildError as error:
        line.clear()
        print(visible(str(error), most=None), file=sys.stderr)
        return _NOT_WRITTEN
    except KeyboardInterrupt:
        line.clear()
        print("Interrupted; the same command goes on where it was.", file=sys.stderr)
        return _INTERRUPTED
    line.clear()
    told = read_build(found)
    if options.format == "json":
        print(json.dumps(_as_json(options.dataset, found, told), ensure_ascii=False, indent=2))
    else:
        counts, was = told["counts"], "were there" if found == before and not options.force else "were made"
        print(visible(f"{counts['claims']} claims: the tables {was}, in {found}.", most=None))
    return _ALL_WELL


def _as_json(dataset: Path, found: Path, told: dict[str, object]) -> dict[str, object]:
    return {"dataset": str(dataset), "build": str(found), "digest": told["digest"], "counts": told["counts"]}
