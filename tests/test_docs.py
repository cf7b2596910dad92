"""What the documentation says can be done, can be done."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
_SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PYTHON = {"python", "python3", ".venv/bin/python"}
_OUR_COMMANDS = {"geodata", "mapapp"}
_SAVES = ("snapshot", "export")
# what each command reads
_MADE_BY = {
    "verify": _SAVES,
    "restore": _SAVES,
    "import": _SAVES,
    "imports": ("import",),
    "build": ("import",),
}
_CHECKED_BY_MAKE_TEST = {".venv/bin/ruff", ".venv/bin/mypy", ".venv/bin/streamlit"}


def commands(text: str) -> list[list[str]]:
    """The commands of a page's ``sh`` blocks, each split as a shell would, comments left out."""
    lines = [line for block in _SHELL_BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def make_targets() -> set[str]:
    """The targets that the Makefile declares as commands."""
    declared = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert declared
    return set(declared[1].split())


def every_command() -> list[tuple[str, ...]]:
    """Each command that some page shows, once."""
    found = {tuple(words): None for page in PAGES for words in commands(page.read_text(encoding="utf-8"))}
    return list(found)


def is_ours(words: tuple[str, ...]) -> bool:
    """Whether a command runs one of our two packages."""
    return words[0] in _PYTHON and words[1:2] == ("-m",) and words[2] in _OUR_COMMANDS


OURS = [words for words in every_command() if is_ours(words)]
OTHERS = [words for words in every_command() if not is_ours(words)]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder that looks like a checkout, so that what a command writes does not land in the real one."""
    for name in ("geodata", "mapapp"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def made_before(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The commands that some page shows and that make what this one reads, first to last."""
    if words[3] not in _MADE_BY:
        return []
    makers = [other for other in OURS if other[3] in _MADE_BY[words[3]] and words[4] in other]
    assert makers, "no page shows how that is made"
    return [one for maker in makers for one in (*made_before(maker), maker)]


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_our_commands_run_as_shown(words: tuple[str, ...], elsewhere: Path) -> None:
    for command in (*made_before(words), words):
        done = run([sys.executable, *command[1:]], elsewhere)
        assert done.returncode == 0, done.stderr
    for made in (elsewhere / word for word in words if word.endswith((".png", ".geojson"))):
        assert made.stat().st_size > 0


@pytest.mark.parametrize("words", OTHERS, ids=" ".join)
def test_other_commands_name_what_is_there(words: tuple[str, ...]) -> None:
    if words[0] == "make":
        assert set(words[1:]) <= make_targets()
    elif words[:1] == ("sh",) or words[0].startswith("./") or words[0].startswith(".ci/"):
        script = ROOT / (words[1] if words[0] == "sh" else words[0])
        assert os.access(script, os.X_OK)
    elif words[0] in _PYTHON and words[1].endswith(".py"):
        assert run([sys.executable, words[1], "--help"], ROOT).returncode == 0
    elif words[0] in _PYTHON:
        assert words[1] == "-m"
        assert words[2] in {"venv", "pip", "pytest", "pre_commit"}
        assert all((ROOT / name).is_file() for name in words if name.endswith(".txt"))
    else:
        assert words[0] in _CHECKED_BY_MAKE_TEST, f"say in this test how to check {words[0]}"
        assert all((ROOT / name).is_file() for name in words if name.endswith(".py"))


def test_the_readme_shows_the_two_commands() -> None:
    shown = commands((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown[:2] == [["make", "run"], ["make", "test"]]


def test_the_plain_commands_are_those_of_make() -> None:
    """`make -n` prints what make would run: each plain command of the README is among it."""
    make = shutil.which("make")
    assert make, "the tests need make"
    printed = run([make, "-n", "run", "test", "VENV=.venv-none"], ROOT).stdout.replace(".venv-none", ".venv")
    printed = printed.replace(" --disable-pip-version-check", "").replace(" --quiet", "")
    printed = printed.replace(" -n 2 --dist loadgroup", "").replace("python3 -m venv", "venv")
    plain = [words for words in commands((ROOT / "README.md").read_text(encoding="utf-8")) if ".venv" in words[0]]
    assert plain
    assert [" ".join(words) for words in plain if " ".join(words) not in printed.splitlines()] == []


def _options(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - {"--help"}


def test_the_readme_names_every_option_of_our_commands() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Without the app")[1].split("\n## ")[0]
    offered: set[str] = set()
    for command in sorted({words[2:4] for words in OURS}):
        done = run([sys.executable, "-m", *command, "--help"], ROOT)
        assert done.returncode == 0, done.stderr
        offered |= _options(done.stdout)
    assert _options(section) == offered


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    targets = [(link, page.parent / link.split("#")[0]) for link in links if not link.startswith("#")]
    assert [link for link, target in targets if not target.exists()] == []


def test_commands_are_read_as_a_shell_reads_them() -> None:
    text = "text `make no`\n\n```sh\nmake run   # start\n\npython -m mapapp snapshot 'a b.png' \\\n  --from 2024\n```\n"
    assert commands(text) == [["make", "run"], ["python", "-m", "mapapp", "snapshot", "a b.png", "--from", "2024"]]
