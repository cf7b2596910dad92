from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geodata.store import ClaimQuery, select
from mapapp.export.citation import citation_of
from mapapp.export.manifest import manifest_of
from tests.builders import DatasetBuilder

DAY = date(2025, 2, 3)


@pytest.mark.parametrize(
    ("query", "title", "made_on", "address", "line"),
    [
        (ClaimQuery(), None, None, "",
         "Claimline: A tiny data set, version 1, data {digest}, as recorded up to 2025-02-02, view {link}"),
        (ClaimQuery(known_on=date(2024, 12, 1)), None, DAY, "https://example.org",
         ("Claimline: A tiny data set, version 1, data {digest}, as known on 2024-12-01, "
          "saved on 2025-02-03, view https://example.org/{link}")),
        (ClaimQuery(date(2024, 10, 1), date(2024, 11, 30)), "Sappers", None, "https://example.org/app/",
         ("Claimline: Sappers, A tiny data set, version 1, data {digest}, as recorded up to 2025-02-02, "
          "view https://example.org/app/{link}")),
    ],
)  # fmt: skip
def test_what_a_citation_says(
    tmp_path: Path, query: ClaimQuery, title: str | None, made_on: date | None, address: str, line: str
) -> None:
    data = DatasetBuilder(tmp_path / "tiny").load()
    manifest = manifest_of(select(data, query), title=title, made_on=made_on)
    assert citation_of(manifest, address) == line.format(digest=data.digest[:12], link=manifest["link"])


def test_it_stays_one_line_whose_characters_can_be_seen(tmp_path: Path) -> None:
    data = DatasetBuilder(tmp_path / "tiny").load()
    manifest = manifest_of(select(data, ClaimQuery()), title="Two\nlines\u202e\u0007 " + "x" * 300)
    line = citation_of(manifest)
    assert line.isprintable()
    assert "Two lines" in line
    assert len(line) < 400
