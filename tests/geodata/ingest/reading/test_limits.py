from __future__ import annotations

from dataclasses import fields

import pytest

from geodata.ingest.reading import LIMITS, SHELL, UPLOAD
from tests.project import ROOT


def test_a_shell_may_do_at_least_what_an_upload_may() -> None:
    assert all(getattr(SHELL, field.name) >= getattr(UPLOAD, field.name) for field in fields(UPLOAD))
    assert LIMITS == UPLOAD


@pytest.mark.parametrize(
    ("row", "upload", "shell"),
    [
        ("| file |", f"{UPLOAD.file_bytes // 10**6} MB", f"{SHELL.file_bytes // 10**9} GB"),
        (
            "| unpacked, ratio, files in an archive |",
            f"{UPLOAD.unpacked_bytes // 10**6} MB, {UPLOAD.ratio}, {UPLOAD.entries}",
            f"{SHELL.unpacked_bytes // 10**9} GB, {SHELL.ratio:,}, {SHELL.entries:,}",
        ),
        (
            "| rows of a table; features with shapes |",
            f"{UPLOAD.rows:,}; {UPLOAD.features:,}",
            f"{SHELL.rows // 10**6} million; {SHELL.features // 10**6} million",
        ),
        (
            "| columns; characters in a cell |",
            f"{UPLOAD.columns}; {UPLOAD.field_chars:,}",
            f"{SHELL.columns:,}; {SHELL.field_chars // 10**6} million",
        ),
        (
            "| points of all shapes; of one |",
            f"{UPLOAD.vertices // 10**6} million; {UPLOAD.feature_vertices:,}",
            f"{SHELL.vertices // 10**6} million; {SHELL.feature_vertices // 10**6} million",
        ),
        ("| depth of nesting |", str(UPLOAD.depth), str(SHELL.depth)),
        (
            "| processor time, memory |",
            f"{UPLOAD.seconds} s, {UPLOAD.memory_bytes // 10**9} GB",
            f"{SHELL.seconds // 60} min, {SHELL.memory_bytes // 10**9} GB",
        ),
    ],
)
def test_the_page_says_the_limits_as_they_are(row: str, upload: str, shell: str) -> None:
    page = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    assert f"{row} {upload} | {shell} |" in page
