from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geodata.errors import ExportError
from geodata.model import Dataset
from geodata.store import ClaimQuery, select
from mapapp.export import verify as module
from mapapp.export.formats import FORMATS
from mapapp.export.kinds import Kind
from mapapp.export.look import Look
from mapapp.export.manifest import manifest_of
from mapapp.export.save import save
from mapapp.export.seal import seal
from mapapp.export.snapshot import draw_snapshot
from mapapp.export.stated import read_stated, visible
from mapapp.export.verify import CHANGED, SAME, UNSOUND, read_limited, verify
from tests.builders import DatasetBuilder

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">\n <g/>\n</svg>\n'


@pytest.fixture
def tiny(tmp_path: Path) -> Dataset:
    return DatasetBuilder(tmp_path / "tiny").load()


def file_of(dataset: Dataset, known_on: date | None = None, /, **changes: Any) -> bytes:
    """A sealed file as if drawn, quickly; ``changes`` are forged into its manifest before it is sealed."""
    return seal(SVG, "svg", {**manifest_of(select(dataset, ClaimQuery(known_on=known_on))), **changes})


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_picture_is_intact_and_of_the_same_data(tiny: Dataset, form: str) -> None:
    found = verify(draw_snapshot(select(tiny, ClaimQuery()), size_px=(480, 400), form=form), tiny)
    assert found.code == SAME
    said = "\n".join(found.lines)
    assert f"Intact: this {form.upper()} is, byte for byte, as it was sealed." in said
    assert "It shows 3 claims: All claims, all dates." in said
    assert f"Same data: “A tiny data set”, version 1, digest {tiny.digest[:12]}." in said
    assert "No change: none of these 3 claims has another status with everything recorded." in said


def test_saved_claims_are_verified_too(tiny: Dataset) -> None:
    content = save(select(tiny, ClaimQuery()), ".geojson").content
    assert verify(content, tiny).code == SAME
    altered = verify(content.replace(b"Sudzha", b"Sudzka"), tiny)
    assert altered.code == UNSOUND
    assert altered.lines[0].startswith("Altered: this GeoJSON is not as it was saved.")


@pytest.mark.parametrize("suffix", [suffix for suffix, one in FORMATS.items() if one.kind is Kind.DATA])
def test_every_file_of_data_is_verified(tiny: Dataset, suffix: str) -> None:
    saved = save(select(tiny, ClaimQuery()), suffix, Look(size_px=(640, 420), frames=2))
    found = verify(saved.content, tiny, suffix=suffix, beside=saved.manifest)
    assert found.code == SAME, found
    what = "every file in this ZIP" if suffix == ".zip" else f"this {FORMATS[suffix].label}"
    assert found.lines[0].startswith(f"Intact: {what} is, byte for byte, as it was sealed.")
    assert found.lines[1].startswith("It shows 6 claims: All claims, all dates.")
    middle = len(saved.content) // 2
    altered = saved.content[:middle] + bytes((saved.content[middle] ^ 1,)) + saved.content[middle + 1 :]
    assert is_found(altered, tiny, suffix, saved.manifest)
    if saved.manifest is not None:
        assert is_found(saved.content, tiny, suffix, saved.manifest.replace(b"corroborated", b"confirmed"))
        with pytest.raises(ExportError, match="keep the two in one folder"):
            verify(saved.content, tiny, suffix=suffix)


def is_found(content: bytes, dataset: Dataset, suffix: str, beside: bytes | None) -> bool:
    """Whether it is seen that something was altered: said, or refused with a sentence."""
    try:
        return verify(content, dataset, suffix=suffix, beside=beside).code == UNSOUND
    except ExportError:
        return True


def test_a_status_that_changed_since_is_named(tiny: Dataset, tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "later")
    builder.add(
        "assessments.csv", assessment_id="a6", claim_id="point", aspect="presence", status="refuted", basis="imagery",
        reason="Seen from above", evidence="r1", effective_at="2025-02-01", recorded_at="2025-02-01", by="tests",
    )  # fmt: skip
    later = builder.load()
    found = verify(file_of(tiny), later)
    assert found.code == CHANGED
    assert f"Changed data: it was made from version 1, digest {tiny.digest[:12]}; now it is" in found.lines[2]
    assert found.lines[3] == "1 of these 3 claims has another status with everything recorded:"
    assert found.lines[4] == "  point: Corroborated, now Refuted – “Sappers work at Sudzha”"
    then = verify(file_of(tiny, date(2024, 12, 31)), later)
    said = "\n".join(then.lines)
    assert "No change: none of these 3 claims has another status as known on 31 December 2024." in said
    assert "1 of these 3 claims has another status with everything recorded:" in said


def test_what_became_known_since_is_told_though_the_data_are_the_same(tiny: Dataset) -> None:
    found = verify(file_of(tiny, date(2024, 11, 1)), tiny)
    assert found.code == SAME
    assert "1 of these 1 claims has another status with everything recorded:" in found.lines
    assert "  point: Unverified, now Corroborated – “Sappers work at Sudzha”" in found.lines


def test_a_claim_that_is_gone_is_named(tiny: Dataset) -> None:
    claims = tuple(claim for claim in tiny.claims if claim.claim_id != "area")
    found = verify(file_of(tiny), replace(tiny, claims=claims, digest="0" * 64))
    assert found.code == CHANGED
    assert found.lines[-2:] == ("1 of these 3 claims is gone from the data:", "  area")


def test_another_data_set_is_told_apart(tiny: Dataset, tmp_path: Path) -> None:
    builder = DatasetBuilder(tmp_path / "other")
    builder.info = builder.info.replace('id = "tiny"', 'id = "other"').replace("A tiny data set", "Another one")
    found = verify(file_of(tiny), builder.load())
    assert found.code == CHANGED
    assert found.lines[2] == "Other data: it was made from “A tiny data set”, this data set is “Another one”."


def test_a_forged_file_does_not_follow_from_its_data(tiny: Dataset) -> None:
    forged = [{"id": "point", "status": "confirmed", "rule": "confirmed-imagery"}]
    found = verify(file_of(tiny, claims=forged), tiny)
    assert found.code == UNSOUND
    assert found.lines[0].startswith("Intact")
    assert found.lines[-1].endswith("was not made from these data.")
    older = verify(file_of(tiny, claims=forged, program={"name": "Claimline", "version": "0.0.1"}), tiny)
    assert older.code == CHANGED
    assert "0.0.1 then" in older.lines[-1]
    assert verify(file_of(tiny, claims=[{**forged[0], "id": "made-up"}]), tiny).code == UNSOUND


def test_a_long_list_is_cut(tiny: Dataset) -> None:
    many = [{"id": f"c{number}", "status": "confirmed", "rule": "r"} for number in range(60)]
    found = verify(file_of(tiny, claims=many), replace(tiny, digest="0"))
    assert found.lines[-1] == "  … and 20 more"


def test_the_day_of_making_is_told(tiny: Dataset) -> None:
    assert "Claimline 0.1.0, made on 2026-01-02." in verify(file_of(tiny, made_on="2026-01-02"), tiny).lines[1]


def test_a_hostile_manifest_prints_one_line_each(tiny: Dataset) -> None:
    nasty = "\x1b[2J\n\u202eevil\x00"
    claims = [{"id": nasty, "status": "confirmed", "rule": "r"}]
    found = verify(file_of(tiny, sentence=nasty, claims=claims), replace(tiny, digest="0"))
    assert all(line.isprintable() for line in found.lines)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"manifest": 2}, "use a newer one"),
        ({"manifest": "1"}, "use a newer one"),
        ({"query": []}, "“query”"),
        ({"query": {"aspect": ["size"]}}, "“aspect”"),
        ({"query": {"aspect": [["x"]]}}, "“aspect”"),
        ({"dataset": None}, "“dataset”"),
        ({"dataset": {"id": "x" * 3000}}, "“id”"),
        ({"program": {}}, "“version”"),
        ({"known_on": "soon"}, "“known_on”"),
        ({"made_on": 7}, "“made_on”"),
        ({"claims": {}}, "“claims”"),
        ({"claims": [1]}, "“claims”"),
        ({"claims": [{"id": "a", "status": "true"}]}, "“status”"),
        ({"claims": [{"id": 1, "status": "confirmed"}]}, "“id”"),
    ],
)
def test_a_manifest_of_another_shape_is_refused(tiny: Dataset, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ExportError, match=said):
        verify(file_of(tiny, **changes), tiny)


def test_an_empty_manifest_is_refused() -> None:
    with pytest.raises(ExportError, match="newer"):
        read_stated({})


def test_a_file_is_read_only_where_it_is_one_and_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 2**20)
    large = tmp_path / "large"
    large.write_bytes(b"0" * (2**20 + 1))
    for path, said in ((tmp_path, "is no file"), (tmp_path / "none", "is no file"), (large, "larger than 1 MB")):
        with pytest.raises(ExportError, match=said):
            read_limited(path)


def test_what_is_visible() -> None:
    assert visible("a\x1bb\nc") == "a\ufffdb c"
    assert visible("x" * 100, 5) == "xxxx…"
