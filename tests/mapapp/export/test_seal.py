from __future__ import annotations

import hashlib
import io
import json
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from geodata.errors import ExportError
from geodata.store import ClaimQuery, select
from mapapp.export import draw_snapshot
from mapapp.export.seal import opened, seal
from tests.builders import DatasetBuilder

SMALL = (480, 400)
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">\n <g/>\n</svg>\n'
JSON = b'{"type": "FeatureCollection",\n"features": []}\n'
HTML = b"<!DOCTYPE html>\n<html>\n<!-- What this file shows, and from which data: -->\n<p>Words</p>\n</html>\n"
HOSTILE = {"title": "</metadata> ]]> %%EOF & <b> \ud800 \x00 \u202e Суджа", "claims": [{"id": "a", "n": 1.5}]}
NASTY = {"title": "</script><!--<script> \\u003c \\\\u003c \\", "<": "\\<\\\\<"}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    tiny = DatasetBuilder(tmp_path_factory.mktemp("data") / "tiny").load()
    selection = select(tiny, ClaimQuery())
    return {form: draw_snapshot(selection, size_px=SMALL, form=form, title="Ä <b>") for form in ("png", "svg", "pdf")}


@pytest.fixture(scope="module")
def files(drawn: dict[str, bytes]) -> dict[str, bytes]:
    return {**drawn, "geojson": seal(JSON, "geojson", HOSTILE), "html": seal(HTML, "html", HOSTILE)}


def bare_png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (3, 2), "#aabbcc").save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(("form", "bare"), [("png", bare_png()), ("svg", SVG), ("geojson", JSON), ("html", HTML)])
def test_what_is_sealed_is_read_back_whatever_it_says(form: str, bare: bytes) -> None:
    file = seal(bare, form, HOSTILE)
    assert file == seal(bare, form, HOSTILE)
    found = opened(file)
    assert found.intact
    assert found.manifest == HOSTILE


def is_found(altered: bytes) -> bool:
    """Whether it is seen that a file was altered: said, or refused with a sentence."""
    try:
        return not opened(altered).intact
    except ExportError as refused:
        return str(refused).endswith(".")


@pytest.mark.parametrize("form", ["png", "svg", "pdf", "geojson", "html"])
def test_every_single_altered_byte_is_found(files: dict[str, bytes], form: str) -> None:
    file = files[form]
    assert opened(file).intact
    for at in range(0, len(file), max(1, len(file) // 150)):
        assert is_found(file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]), at
    for altered in (file + b"\n", file[:-1], file + file):
        assert is_found(altered)


def test_a_manifest_that_was_edited_is_found(files: dict[str, bytes]) -> None:
    for name, old in (("svg", b'"corroborated"'), ("pdf", b'"corroborated"'), ("png", b'"corroborated"')):
        file = files[name].replace(old, b'"confirmed"   ')
        assert file != files[name]
        assert not opened(file).intact


def test_a_png_says_it_in_a_chunk_that_other_programs_read(drawn: dict[str, bytes]) -> None:
    with Image.open(io.BytesIO(drawn["png"])) as image:
        image.load()
        assert image.size == SMALL
        told = json.loads(image.info["claimline"])
    assert told["title"] == "Ä <b>"
    assert len(told["sha256"]) == 64


def test_an_svg_is_a_document_with_outlines_for_letters_and_no_address(drawn: dict[str, bytes]) -> None:
    root = ET.fromstring(drawn["svg"])
    space = "{http://www.w3.org/2000/svg}"
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("480", "400", "0 0 480 400")
    assert root.findtext(f"{space}title") == "Ä <b>"
    assert json.loads(root.findtext(f"{space}metadata") or "")["title"] == "Ä <b>"
    assert not list(root.iter(f"{space}text"))
    assert b"DOCTYPE" not in drawn["svg"]
    assert b"Matplotlib" not in drawn["svg"]
    links = [value for item in root.iter() for key, value in item.items() if key.endswith("href")]
    assert all(value.startswith(("#", "data:image/png;base64,")) for value in links)


def test_a_pdf_is_read_by_another_program_with_its_words_and_fonts(drawn: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(drawn["pdf"]), strict=True)
    (page,) = reader.pages
    assert (page.mediabox.width, page.mediabox.height) == (SMALL[0] * 0.75, SMALL[1] * 0.75)  # 96 pixels to an inch
    assert "Reported claims, not confirmed facts" in page.extract_text()
    assert reader.metadata == {"/Title": "Ä <b>"}
    catalogue: Any = reader.trailer["/Root"]
    packet = ET.fromstring(catalogue["/Metadata"].get_data().strip())
    text = packet.findtext(".//{urn:claimline:manifest:1#}manifest") or ""
    assert json.loads(text)["title"] == "Ä <b>"
    fonts: Any = page["/Resources"]
    for font in fonts["/Font"].values():
        held = font.get_object()
        inner = held["/DescendantFonts"][0].get_object() if "/DescendantFonts" in held else held
        assert "/FontFile2" in inner["/FontDescriptor"].get_object()


@pytest.mark.parametrize(("form", "bare"), [("pdf", b"%PDF-1.4\n%%EOF\n"), ("html", b"<!DOCTYPE html>\n<p>x</p>\n")])
def test_a_file_that_is_not_ours_takes_no_manifest(form: str, bare: bytes) -> None:
    with pytest.raises(ExportError, match="not as our writer makes them"):
        seal(bare, form, {})


def test_in_a_page_no_manifest_ends_its_block() -> None:
    file = seal(HTML, "html", NASTY)
    block = file[file.index(b"{") : file.rindex(b"}") + 1]
    assert b"<" not in block
    assert json.loads(block)["title"] == NASTY["title"]
    assert opened(file).intact
    assert opened(file).manifest == NASTY


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = b"\x89PNG\r\n\x1a\n"
DEEP = b"[" * 200_000
BAD = [
    b"", b"GIF89a", b"\x00" * 100, b"{", b"[]", b"%PDF-", b"<svg", PNG, PNG + b"\xff" * 50,
    PNG + struct.pack(">I", 2**31) + b"iTXtclaimline\0\0\0\0\0{}",
    PNG + chunk(b"iTXt", b"claimline\0\0\0\0\0" + DEEP),
    PNG + chunk(b"iTXt", b"claimline\0\0\0\0\0" + b"9" * 100_000),
    PNG + chunk(b"iTXt", b"claimline\0\0\0\0\0\xff\xfe"),
    PNG + chunk(b"iTXt", b"claimline\0\0\0\0\0[]"),
    PNG + chunk(b"iTXt", b"claimline\0\1\0\0\0" + zlib.compress(b"{}")),
    PNG + chunk(b"tEXt", b"") * 100_001,
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><svg>\n<metadata id="claimline">&b;</metadata></svg>',
    b'{"type": "FeatureCollection",\n"manifest": {"sha256": NaN}\n"features": []}',
    b'{"type": "FeatureCollection",\n"manifest": ' + DEEP + b",\n",
    b"%PDF-1.4\n%%EOF\n% claimline\n<claimline:manifest>{</claimline:manifest>",
    HTML, b"<!DOCTYPE html>", HTML.replace(b"<p>", b'<script type="application/json" id="claimline-manifest">{'),
    HTML.replace(b"<p>", b'<script type="application/json" id="claimline-manifest">\\u003c\\</script>\n'),
]  # fmt: skip


@pytest.mark.parametrize("content", BAD, ids=range(len(BAD)))
def test_a_hostile_file_is_refused_with_one_sentence(content: bytes) -> None:
    with pytest.raises(ExportError) as refused:
        opened(content)
    assert str(refused.value).count("\n") == 0
    assert str(refused.value).endswith(".")


@given(
    st.sampled_from([PNG, b"%PDF-1.4\n", b"<svg", b'{"type": "FeatureCollection",\n"manifest": ', HTML]), st.binary()
)
def test_noise_is_refused_or_altered_and_nothing_else(start: bytes, noise: bytes) -> None:
    assert is_found(start + noise)


PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"trailer\n<< /Size 4 /Root 1 0 R /Info 3 0 R >>\nstartxref\n63\n%%EOF\n"
)
AS_EVER = {
    "png": (PNG + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""), "72da9c6ec9f45543"),
    "svg": (SVG, "f1f8da2a06ec2c16"),
    "pdf": (PDF, "dab9b0ced98abcc2"),
    "geojson": (JSON, "f51289265fc6bd11"),
    "html": (HTML, "f934a6a0b5a9ff93"),
}


@pytest.mark.parametrize("form", AS_EVER)
def test_files_of_earlier_versions_stay_intact(form: str) -> None:
    bare, digest = AS_EVER[form]
    file = seal(bare, form, HOSTILE)
    assert opened(file).intact
    assert hashlib.sha256(file).hexdigest()[:16] == digest, "add a carrier instead: older files would count as altered"


def test_the_same_on_every_run(tmp_path: Path, root: Path) -> None:
    folder = DatasetBuilder(tmp_path / "tiny").write()
    written = []
    for seed in ("1", "2"):
        code = (
            "import sys, hashlib; from pathlib import Path; from geodata.ingest import load_dataset;"
            "from geodata.store import ClaimQuery, select; from mapapp.export import draw_snapshot;"
            f"s = select(load_dataset(Path({str(folder)!r})), ClaimQuery());"
            "print([hashlib.sha256(draw_snapshot(s, size_px=(480, 400), form=f)).hexdigest() for f in ('svg', 'pdf')])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed, "HOME": str(tmp_path)},
        )  # fmt: skip
        written.append(done.stdout)
    assert written[0] == written[1] != ""
