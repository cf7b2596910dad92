from __future__ import annotations

import io
import zipfile

from mapapp.export.archive import packed


def test_what_is_packed_comes_out_in_order_and_without_a_clock() -> None:
    files = {"b.txt": b"two", "a/ü.txt": b"one" * 1000}
    content = packed(files)
    assert content == packed(files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(files)
        assert {name: archive.read(name) for name in files} == files
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.external_attr >> 16 for one in archive.infolist()} == {0o644}
