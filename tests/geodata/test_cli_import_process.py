"""Imports as real processes: killed, interrupted, watched, two at once."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from geodata.cli import main
from geodata.ingest import load_dataset
from tests.builders import DatasetBuilder
from tests.geodata.events import GOOD, TABLE, written

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def table(here: Path) -> Path:
    return written(here / "events.csv", TABLE)


def start(arguments: Sequence[str | Path], root: Path, driver: str = "", **more: Any) -> subprocess.Popen[bytes]:
    """A real process of the command; ``driver`` is what happens in it before."""
    run = f"import sys, os\n{driver}\nfrom geodata.cli import main\nraise SystemExit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", run, *(str(one) for one in arguments)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(root)}, **pipes)


def large(path: Path, rows: int = 60_000) -> Path:
    lines = (f"Claim number {row};2024-10-{row % 28 + 1:02};51.{row:05};35.27123;Paper\n" for row in range(rows))
    return written(path, TABLE.splitlines(keepends=True)[0] + "".join(lines))


KILLED = "import pathlib, shutil, signal\ndef die(*_a, **_k): os.kill(os.getpid(), signal.SIGKILL)\n"
AT_COPY = KILLED + (
    "real, left = shutil.copyfile, [{}]\n"
    "def copy(*a, **k):\n    left[0] -= 1\n    return die() if left[0] < 0 else real(*a, **k)\n"
    "shutil.copyfile = copy"
)
AT_RENAME = KILLED + "pathlib.Path.rename = die"


@pytest.mark.parametrize("driver", [AT_COPY.format(0), AT_COPY.format(4), AT_RENAME], ids=["first", "fifth", "rename"])
@pytest.mark.parametrize("is_new", [True, False])
def test_killed_in_the_middle_it_is_as_before(
    table: Path, here: Path, root: Path, capsys: pytest.CaptureFixture[str], driver: str, is_new: bool
) -> None:
    folder = here / "mine"
    if not is_new:
        DatasetBuilder(folder).write()
    before = None if is_new else load_dataset(folder).digest
    process = start(["import", table, "--into", folder], root, driver)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    if is_new:
        assert not folder.exists()
    else:
        assert load_dataset(folder).digest == before
    assert main(["import", str(table), "--into", str(folder)]) == 1
    assert len(load_dataset(folder).claims) == (1 if is_new else 7)
    capsys.readouterr()


def wait_for(spare: Path, pattern: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the process has made a temporary folder."""
    until = time.monotonic() + 60
    while not list(spare.glob(pattern)):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.mark.parametrize("pattern", ["claimline-*/in/source", "claimline-import-*"], ids=["reading", "trying"])
def test_interrupted_it_leaves_nothing(here: Path, root: Path, tmp_path: Path, pattern: str) -> None:
    process = start(["import", large(here / "large.csv")], root)
    wait_for(tmp_path / "spare", pattern, process)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.decode()) == (130, b"", "Interrupted; nothing was imported.\n")
    assert [path.name for path in here.iterdir()] == ["large.csv"]
    assert list((tmp_path / "spare").iterdir()) == []


def test_a_terminal_sees_how_far_it_is(table: Path, here: Path, root: Path) -> None:
    watched, told_there = pty.openpty()
    process = start(["import", table], root, stderr=told_there)
    process.communicate(timeout=60)
    os.close(told_there)
    shown = os.read(watched, 100_000).decode()
    os.close(watched)
    assert "Reading the rows: 100 %" in shown
    assert shown.split("\r")[-1] == ""
    assert shown.split("\r")[-2].strip() == "", "the line is blank in the end"
    assert (here / "events" / "dataset.toml").is_file()


@pytest.mark.parametrize("is_new", [True, False])
def test_two_at_once_are_both_there_or_one_is_told(here: Path, root: Path, is_new: bool) -> None:
    folder = here / "mine"
    if not is_new:
        DatasetBuilder(folder).write()
    files = [written(here / f"{name}.csv", GOOD.replace("Sappers", name)) for name in ("one", "two")]
    processes = [start(["import", path, "--into", folder], root) for path in files]
    ended = [(process.communicate(timeout=60), process.returncode) for process in processes]
    landed = [code for _said, code in ended if code == 0]
    assert landed
    for (_out, err), code in ended:
        assert code in (0, 2)
        assert (err.decode() == "") == (code == 0)
        assert err.count(b"\n") == (code == 2)
    assert len(load_dataset(folder).claims) == len(landed) + (0 if is_new else 6)
    assert is_new or len(landed) == 2
    assert [path.name for path in here.glob(".*")] == []


def test_a_reader_that_leaves_early_is_no_error(table: Path, root: Path) -> None:
    with start(["import", table], root) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 1
    assert len(load_dataset("events").claims) == 1
