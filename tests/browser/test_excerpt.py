"""A data set that was restored from a saved file opens in the app, with reports of claims that it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geodata.ingest import load_dataset, read_export, write_folder
from geodata.model import ClaimType, Dataset
from geodata.store import ClaimQuery, select
from mapapp.export.gpkg import to_gpkg
from tests.browser.conftest import serve
from tests.browser.reader import Reader

QUERY = ClaimQuery(types=frozenset({ClaimType.TRANSFER}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, bundled: Dataset) -> Path:
    folder = tmp_path_factory.mktemp("restored") / "part"
    write_folder(read_export(to_gpkg(select(bundled, QUERY))), folder)
    return folder


@pytest.fixture(scope="module")
def restored(folder: Path) -> Iterator[str]:
    with serve(folder) as address:
        yield address


def test_its_claims_keep_their_status_and_their_evidence(
    restored: str, folder: Path, bundled: Dataset, open_reader: Callable[..., Reader]
) -> None:
    part = load_dataset(folder)
    assert part.info.excerpt is not None
    others = part.info.excerpt.claims
    assert others
    reader = open_reader(restored).open()
    statuses = reader.js("Array.from(app.data.status, (index) => app.data.payload.statuses[index].id)")
    whole = select(bundled, ClaimQuery())
    wanted = [whole.verdicts[bundled.row_of[claim.claim_id]].status.value for claim in part.claims]
    assert statuses == wanted
    for row, claim in enumerate(part.claims):
        held = reader.js("Claimline.entriesOf(app.data, 'reports', argument)", row)
        assert [part.reports[index].report_id for index in held] == [
            report.report_id for report in part.reports_of[claim.claim_id]
        ]
    resting = [
        row
        for row, claim in enumerate(part.claims)
        for judged in part.assessments_of.get(claim.claim_id, ())[-1:]
        if any(part.report_of[key].claim_id in others for key in judged.evidence)
    ]
    assert resting
    for row in resting:
        reader.js("app.state.set({selected: argument})", row)
        card = reader.doc.locator(".cl-card").evaluate("(node) => node.textContent")
        assert "a claim that this excerpt leaves out" in card
    assert "It holds what was asked for, and no more: Transfer claims, all dates." in reader.sidebar().inner_text()
    assert reader.complaints == []
