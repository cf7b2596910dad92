from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from geodata.ingest import load_dataset
from geodata.store import ClaimQuery, select
from mapapp.cli import main
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.look import Look
from mapapp.export.save import SIDECAR, save
from mapapp.export.seal import opened
from tests.builders import DatasetBuilder
from tests.mapapp.export.pictures import read


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    return str(DatasetBuilder(tmp_path / "tiny").write())


def test_a_picture(tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.png"
    options = [
        "--from",
        "2024-10-01",
        "--to",
        "2024-11-30",
        "--bbox",
        "33,50,38,53",
        "--size",
        "640x420",
        "--theme",
        "dark",
    ]
    assert main(["snapshot", str(out), "--dataset", tiny, *options]) == 0
    assert read(out.read_bytes()).shape == (420, 640, 3)
    printed = capsys.readouterr()
    assert str(out) in printed.out
    assert "All claims, October to November 2024." in printed.out
    assert "2 definite, 0 possible" in printed.out
    assert printed.err == ""


def test_a_picture_without_its_zones(tiny: str, tmp_path: Path) -> None:
    pictures = []
    for options in ([], ["--no-zones"]):
        out = tmp_path / "out.png"
        assert main(["snapshot", str(out), "--dataset", tiny, "--size", "480x400", *options]) == 0
        pictures.append(out.read_bytes())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize(("suffix", "start"), [(".gif", b"GIF89a"), (".WEBP", b"RIFF"), (".mp4", b"\0\0\0\x20ftyp")])
def test_an_animation(
    tiny: str, tmp_path: Path, suffix: str, start: bytes, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    out = tmp_path / f"out{suffix}"
    options = ["--size", "480x320", "--frames", "2", "--frame-ms", "100", "--motion", "known"]
    assert main(["snapshot", str(out), "--dataset", tiny, *options]) == 0
    assert out.read_bytes().startswith(start)
    sealed = opened(out.read_bytes())
    assert sealed.intact
    assert [frame["known_on"] for frame in sealed.manifest["frames"]] == ["2024-12-08", "2025-02-02"]
    assert "All claims, all dates." in capsys.readouterr().out
    assert list(tmp_path.glob("out*")) == [out]


def test_a_file(tiny: str, tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    options = ["--type", "demining", "--type", "deployment", "--status", "corroborated", "--modality", "present"]
    more = ["--party", "Ukraine", "--source", "ministry", "--text", "sudzha", "--known-on", "2025-01-01"]
    assert main(["export", str(out), "--dataset", tiny, *options, *more]) == 0
    content = json.loads(out.read_text(encoding="utf-8"))
    assert [feature["id"] for feature in content["features"]] == ["point"]
    assert content["query"].startswith("Deployment and demining claims, corroborated, present, reported by")


@pytest.mark.parametrize("suffix", [*(key for key, one in FORMATS.items() if one.kind is Kind.DATA), ".json", ".CSV"])
def test_the_suffix_decides_the_format(tiny: str, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    quick = ["--size", "640x420", "--frames", "2"]
    assert main(["export", str(out), "--dataset", tiny, "--from", "2024-10-01", "--to", "2024-10-31", *quick]) == 0
    query = ClaimQuery(first_day=date(2024, 10, 1), last_day=date(2024, 10, 31))
    wanted = save(select(load_dataset(Path(tiny)), query), suffix, Look(size_px=(640, 420), frames=2))
    assert out.read_bytes() == wanted.content
    beside = out.with_name(out.name + SIDECAR)
    assert beside.exists() is (wanted.manifest is not None)
    assert wanted.manifest is None or beside.read_bytes() == wanted.manifest


def test_a_file_as_known_on_a_day_with_the_status_of_one_aspect(
    tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.geojson"
    for aspect, day, status in (
        ("quantity", "2024-12-05", "disputed"),
        ("quantity", "2024-12-04", "unverified"),
        ("presence", "2024-12-05", "corroborated"),
    ):
        asked = ["--known-on", day, "--aspect", aspect, "--text", "sudzha"]
        assert main(["export", str(out), "--dataset", tiny, *asked]) == 0
        (feature,) = json.loads(out.read_text(encoding="utf-8"))["features"]
        assert (feature["properties"]["status"], feature["properties"]["status_of_aspect"]) == (status, aspect)
        assert "Not yet known then: 4." in capsys.readouterr().out


def test_a_picture_as_known_on_a_day(tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pictures = []
    for options in ([], ["--known-on", "2024-11-10"], ["--known-on", "2024-11-10", "--aspect", "actor"]):
        out = tmp_path / "out.png"
        assert main(["snapshot", str(out), "--dataset", tiny, "--size", "480x400", *options]) == 0
        pictures.append(out.read_bytes())
    assert len(set(pictures)) == 3
    assert "All claims, all dates, status of the actor alone, as known on 10 November 2024." in capsys.readouterr().out


def test_a_box_may_begin_with_a_minus(tiny: str, tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    assert main(["export", str(out), "--dataset", tiny, "--bbox", "-10,50,36,53"]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["counts"]["in_view_definite"] == 2


BAD = [
    (["--from", "2025-13-01"], "--from", "2025-13-01", "as in 2025-06-01"),
    (["--from", "01.06.2025"], "--from", "01.06.2025", "as in 2025-06-01"),
    (["--to", "yesterday"], "--to", "yesterday", "as in 2025-06-01"),
    (["--known-on", "2025"], "--known-on", "2025", "as in 2025-06-01"),
    (["--aspect", "size"], "--aspect", "size", "quantity"),
    (["--from", "2025-06-01", "--to", "2025-05-01"], "window", "2025-05-01", "swap the two"),
    (["--type", "parade"], "--type", "parade", "demining"),
    (["--status", "true"], "--status", "true", "confirmed"),
    (["--modality", "maybe"], "--modality", "maybe", "planned"),
    (["--party", "Mars"], "--party", "Mars", "South Korea"),
    (["--source", "nobody"], "--source", "nobody", "ministry"),
    (["--bbox", "33,50,37"], "--bbox", "33,50,37", "west,south,east,north"),
    (["--bbox", "a,b,c,d"], "--bbox", "a,b,c,d", "west,south,east,north"),
    (["--bbox", "37,50,33,53"], "--bbox", "37,50,33,53", "swap west and east"),
    (["--bbox", "nan,50,33,53"], "--bbox", "nan,50,33,53", "west < east"),
    (["--size", "big"], "--size", "big", "1600x1000"),
    (["--size", "10x10"], "--size", "10x10", "from 320 to 6000"),
    (["--size", "99999x99999"], "--size", "99999x99999", "from 320 to 6000"),
    (["--borders", "mine"], "--borders", "mine", "defacto"),
    (["--theme", "pink"], "--theme", "pink", "dark"),
    (["--layout", "poster"], "--layout", "poster", "page-wide, phone"),
    (["--dpi", "3"], "--dpi", "3", "from 36 to 600"),
    (["--dpi", "fine"], "--dpi", "fine", "as in 300"),
    (["--lang", "fr"], "--lang", "fr", "en, ru, uk, ko"),
    (["--text", "x" * 201], "--text", "201", "200"),
    (["--title", "x" * 201], "--title", "201", "200"),
    (["--frames", "0"], "--frames", "0", "from 1 to 240"),
    (["--frames", "many"], "--frames", "many", "from 1 to 240"),
    (["--frame-ms", "10001"], "--frame-ms", "10001", "from 40 to 10000"),
    (["--motion", "back"], "--motion", "back", "window, cumulative, known"),
    (["--sise", "1x1"], "unrecognized", "--sise", ""),
    (["--size"], "--size", "expected one argument", ""),
]


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status and the one line on stderr of a call that must be refused."""
    try:
        status = main(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    return status, line


@pytest.mark.parametrize(("options", "option", "value", "mend"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_value_is_refused_with_one_sentence(
    tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], option: str, value: str,
    mend: str,
) -> None:  # fmt: skip
    out = tmp_path / "out.png"
    status, line = refused(["snapshot", str(out), "--dataset", tiny, *options], capsys)
    assert status == 2
    assert option in line
    assert value in line
    assert mend in line
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "COMMAND"),
        (["draw", "a.png"], "snapshot"),
        (["snapshot", "a.avi"], "snapshot writes .png, .svg, .pdf"),
        (["snapshot", "a"], "export writes .geojson, .csv"),
        (["export", "a.doc"], "or .json"),
        (["snapshot", "missing/folder/a.png"], "there is no folder"),
    ],
)
def test_a_bad_call_is_refused_with_one_sentence(
    tiny: str, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with_data = (
        [*arguments, "--dataset", tiny, "--size", "480x480"] if "missing/folder/a.png" in arguments else arguments
    )
    status, line = refused(with_data, capsys)
    assert status == 2
    assert said in line


def test_a_broken_data_set_says_what_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = DatasetBuilder(tmp_path / "tiny").put("claims.csv", 2, "claim_type", "parade").write()
    status, line = refused(["snapshot", str(tmp_path / "a.png"), "--dataset", str(folder)], capsys)
    assert status == 1
    assert line.startswith("claims.csv, row 2, field claim_type: “parade” cannot be used")
    assert refused(["export", str(tmp_path / "a.json"), "--dataset", str(tmp_path / "none")], capsys)[0] == 1


def test_from_the_shell(tiny: str, tmp_path: Path, root: Path) -> None:
    command = [sys.executable, "-m", "mapapp", "export", str(tmp_path / "a.geojson"), "--dataset", tiny]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.geojson").is_file()
    done = subprocess.run([*command, "--bbox", "1"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_help_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["snapshot", "--help"])
    assert end.value.code == 0
    assert "--bbox W,S,E,N" in capsys.readouterr().out
