from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.export.carriers import CARRIERS, carrier_of
from mapapp.export.film_carriers import film_form
from mapapp.export.seal import opened, seal
from tests.mapapp.export.test_seal import HOSTILE, is_found

GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
WEBP = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0"
MP4 = b"\0\0\0\x10ftypisom\0\0\x02\0" + b"\0\0\0\x08moov" + b"\0\0\0\x0cmdat1234"
BARE = {"gif": GIF, "webp": WEBP, "mp4": MP4}


@pytest.mark.parametrize("form", BARE)
def test_a_film_is_known_by_its_beginning(form: str) -> None:
    assert film_form(BARE[form]) == carrier_of(BARE[form]) == form
    assert film_form(b"\0" * 20) is None


@pytest.mark.parametrize("form", BARE)
@pytest.mark.parametrize("extra", range(3))
def test_what_is_sealed_is_read_back_whatever_it_says_and_however_long_it_is(form: str, extra: int) -> None:
    manifest = {**HOSTILE, "long": "!" * (600 + extra)}
    file = seal(BARE[form], form, manifest)
    found = opened(file)
    assert found.intact
    assert found.manifest == manifest
    assert CARRIERS[form].take(file) == (BARE[form], CARRIERS[form].take(file)[1])  # type: ignore[index]


@given(st.text(st.characters(codec="ascii"), max_size=800))
def test_every_text_is_found_again_byte_for_byte(text: str) -> None:
    for form, bare in BARE.items():
        put = CARRIERS[form].put(bare, text.encode())
        assert CARRIERS[form].take(put) == (bare, text.encode())


@pytest.mark.parametrize("form", BARE)
def test_every_single_altered_byte_is_found(form: str) -> None:
    file = seal(BARE[form], form, HOSTILE)
    for at in range(len(file)):
        assert is_found(file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]), at
    for altered in (file + b"\n", file[:-1], file + file):
        assert is_found(altered)


def test_a_webp_states_its_length_with_the_manifest_in_it() -> None:
    file = seal(WEBP, "webp", HOSTILE)
    assert struct.unpack_from("<I", file, 4) == (len(file) - 8,)
    assert len(file) % 2 == 0


def box(kind: bytes, length: int) -> bytes:
    return struct.pack(">I", length) + kind


HOSTILE_FILES = [
    b"GIF89a", GIF, WEBP, MP4, WEBP[:11], b"RIFF\xff\xff\xff\xffWEBP", b"\0\0\0\0ftyp",
    GIF[:-1] + b"\x21\xff\x0bCLAIMLINE01",
    GIF[:-1] + b"\x21\xff\x0bCLAIMLINE01\xff{",
    GIF[:-1] + b"\x21\xff\x0bCLAIMLINE01\0;",
    GIF[:-1] + b"\x21\xff\x0bCLAIMLINE01\x02{}\0;",
    (GIF[:-1] + b"\x21\xff\x0bCLAIMLINE01") * 20_000,
    WEBP + b"CLML\xff\xff\xff\xff",
    WEBP + b"CLML\0\0\0\0",
    WEBP + b"ANMF\0\0\0\0" * 200_000,
    WEBP + b"CLML\x02\0\0\0{}",
    MP4 + box(b"free", 0), MP4 + box(b"free", 1), MP4 + box(b"free", 7), MP4 + box(b"uuid", 2**32 - 1),
    MP4 + box(b"free", 8) * 200_000,
    MP4 + box(b"uuid", 24) + bytes.fromhex("636c61696d6c696e6500010000000001"),
]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE_FILES, ids=range(len(HOSTILE_FILES)))
def test_a_hostile_file_is_refused_with_one_sentence(content: bytes) -> None:
    assert is_found(content)


@given(st.sampled_from(sorted(BARE)), st.binary(max_size=300))
def test_rubbish_after_a_right_beginning_is_never_taken_for_ours(form: str, rubbish: bytes) -> None:
    assert is_found(BARE[form] + rubbish)
