from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

from tests.project import ROOT

# Each attempt runs in a child that has locked itself, and reports what came of it
ATTEMPTS = {
    "read a file of the project": "open(sys.argv[2] + '/README.md').read()",
    "read a system file": "open('/etc/hostname').read()",
    "list the root": "os.listdir('/')",
    "write outside": "open(sys.argv[1] + '/stray', 'w')",
    "write what was given": "open(sys.argv[1] + '/in/source', 'w')",
    "make a link": "os.symlink('/etc/hostname', sys.argv[1] + '/out/link')",
    "open a socket": "__import__('socket').socket()",
    "open a local socket": "__import__('socket').socketpair()",
    "resolve a name": "__import__('socket').create_connection(('127.0.0.1', 9), 1)",
    "start a program": "__import__('subprocess').run([sys.executable, '--version'], check=True)",
    "become two": "os.fork()",
    "end another process": "os.kill(os.getppid(), 0)",
    "leave a core": "resource.setrlimit(resource.RLIMIT_CORE, (1, 1))",
    "open very many files": "[open(sys.argv[1] + '/in/source') for _ in range(200)]",
}
ALLOWED = {
    "read what was given": "open(sys.argv[1] + '/in/source').read()",
    "write results": "open(sys.argv[1] + '/out/a', 'w').write('x')",
    "load libraries": "[__import__(n) for n in 'pyarrow.parquet pyproj numpy python_calamine sqlite3'.split()]",
    "start a thread": "__import__('threading').Thread(target=int).start()",
    "look up a system": "__import__('pyproj').CRS.from_epsg(32637)",
}
SCRIPT = """
import json, os, resource, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from geodata.ingest.reading.limits import UPLOAD
from geodata.ingest.reading.lock import bound, lock
bound(UPLOAD)
folder = Path(sys.argv[1])
notes = lock(folder / "in", folder / "out")
def attempt(code):
    try:
        {run}(code)
    except OSError as error:
        return type(error).__name__
    except ValueError as error:
        return type(error).__name__
    return "done"
print(json.dumps([notes, {{code: attempt(code) for code in json.loads(sys.argv[3])}}]))
"""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str]]:
    """The locks that are missing here, and what came of each attempt."""
    folder = tmp_path_factory.mktemp("locked")
    (folder / "in").mkdir()
    (folder / "out").mkdir()
    (folder / "in" / "source").write_text("given", encoding="utf-8")
    script = textwrap.dedent(SCRIPT).format(run="ex" + "ec")
    codes = json.dumps([*ATTEMPTS.values(), *ALLOWED.values()])
    words = [sys.executable, "-I", "-c", script, str(folder), str(ROOT), codes]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True)
    notes, outcomes = json.loads(done.stdout)
    return notes, outcomes


@pytest.mark.parametrize("what", ATTEMPTS)
def test_a_locked_child_cannot(tried: tuple[list[str], dict[str, str]], what: str) -> None:
    notes, outcomes = tried
    assert outcomes[ATTEMPTS[what]] in ("PermissionError", "OSError", "ValueError") or notes


@pytest.mark.parametrize("what", ALLOWED)
def test_a_locked_child_can(tried: tuple[list[str], dict[str, str]], what: str) -> None:
    assert tried[1][ALLOWED[what]] == "done"


def test_a_system_without_locks_says_so(tried: tuple[list[str], dict[str, str]]) -> None:
    notes, outcomes = tried
    held = outcomes[ATTEMPTS["read a system file"]] != "done" and outcomes[ATTEMPTS["open a socket"]] != "done"
    assert held == (notes == [])
