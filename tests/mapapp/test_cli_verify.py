from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mapapp.cli import main
from tests.builders import DatasetBuilder


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    return str(DatasetBuilder(tmp_path / "tiny").write())


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_what_snapshot_saves_is_verified(
    tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    out = tmp_path / f"out.{suffix}"
    assert main(["snapshot", str(out), "--dataset", tiny, "--size", "480x400"]) == 0
    assert main(["verify", str(out), "--dataset", tiny]) == 0
    assert "Same data: “A tiny data set”" in capsys.readouterr().out
    out.write_bytes(out.read_bytes() + b" ")
    assert main(["verify", str(out), "--dataset", tiny]) == 2
    printed = capsys.readouterr()
    assert "Altered" in printed.out + printed.err or "holds no manifest" in printed.err


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "gpkg", "parquet", "kml", "zip"])
def test_what_export_saves_is_verified(
    tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    out = tmp_path / f"out.{suffix}"
    assert main(["export", str(out), "--dataset", tiny, "--title", "T", "--size", "640x420", "--frames", "2"]) == 0
    beside = out.with_name(out.name + ".manifest.json")
    assert beside.exists() is (suffix != "zip")
    assert main(["verify", str(out), "--dataset", tiny]) == 0
    assert "Same data: “A tiny data set”" in capsys.readouterr().out
    out.write_bytes(out.read_bytes()[:-40])
    assert main(["verify", str(out), "--dataset", tiny]) == 2
    if suffix != "zip":
        assert "Altered" in capsys.readouterr().out
        beside.unlink()
        assert main(["verify", str(out), "--dataset", tiny]) == 2
        assert "keep the two in one folder" in capsys.readouterr().err


def test_changed_data_are_another_status(tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.geojson"
    assert main(["export", str(out), "--dataset", tiny]) == 0
    assert main(["verify", str(out), "--dataset", tiny]) == 0
    newer = DatasetBuilder(tmp_path / "newer").put("claims.csv", 2, "claim", "Sappers work near Sudzha").write()
    assert main(["verify", str(out), "--dataset", str(newer)]) == 1
    assert "Changed data" in capsys.readouterr().out


def test_what_cannot_be_told_is_one_sentence(tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noise = tmp_path / "noise.png"
    noise.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    for file, data in ((noise, tiny), (tmp_path / "none.png", tiny), (tmp_path, tiny)):
        assert main(["verify", str(file), "--dataset", data]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert len(printed.err.splitlines()) == 1


def test_the_day_of_making_comes_from_outside(
    tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.pdf"
    call = ["snapshot", str(out), "--dataset", tiny, "--size", "480x400"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    assert main(call) == 0
    assert main(["verify", str(out), "--dataset", tiny]) == 0
    assert "made on 2026-01-02" in capsys.readouterr().out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert main(call) == 2
    assert "SOURCE_DATE_EPOCH is “soon”" in capsys.readouterr().err


def test_from_the_shell(tiny: str, tmp_path: Path, root: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_bytes(b"<svg/>")
    command = [sys.executable, "-m", "mapapp", "verify", str(file), "--dataset", tiny]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("This SVG holds no manifest of Claimline")
    assert "Traceback" not in done.stderr
