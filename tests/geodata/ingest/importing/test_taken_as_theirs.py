"""An accepted import in use: their word stays theirs, what has no date is known on no day, the unnamed are one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geodata.assess import changes_between, origin_count, verdict_on
from geodata.ingest import load_dataset, read_export
from geodata.model import Dataset, Status
from geodata.store import ClaimQuery, select
from mapapp.export import to_geojson
from tests.geodata.ingest.importing.small import tried

ROWS = [
    {
        "text": "Sappers seen near the bridge", "date": "2025-03-04", "lat": "51.1911", "lon": "35.2711",
        "source": "Example Times", "url": "https://example.org/1 https://example.net/2", "status": "Verified",
        "published": "",
    },
    {
        "text": "Trucks seen at the station", "date": "2025-03-05", "lat": "51.2911", "lon": "35.3711",
        "source": "Another Times", "url": "https://example.org/3", "status": "Confirmed", "published": "2025-03-06",
    },
]  # fmt: skip


UCDP = Path(__file__).parents[3] / "data" / "ucdp_ged_ukraine_2014-2022.csv"


def accepted(folder: Path, content: bytes | list[dict[str, str]]) -> Dataset:
    """The data set that an import of nothing else makes."""
    with tried(folder, content) as trial:
        trial.accept(folder / "data", title="Theirs")
    return load_dataset(folder / "data")


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return accepted(tmp_path_factory.mktemp("taken"), ROWS)


def test_their_word_is_kept_and_is_no_status(taken: Dataset) -> None:
    assert [(verdict.claim_id, verdict.value, verdict.said_on) for verdict in taken.foreign] == [
        (claim.claim_id, word, None) for claim, word in zip(taken.claims, ("Verified", "Confirmed"), strict=True)
    ]
    assert taken.assessments == ()
    assert [verdict_on(taken, claim).status for claim in taken.claims] == [Status.UNVERIFIED] * 2


def test_what_nobody_dated_is_known_on_no_day(taken: Dataset) -> None:
    undated, dated = taken.claims
    assert [taken.reports_of[claim.claim_id][0].known_on for claim in taken.claims] == [None, date(2025, 3, 6)]
    for day, known in ((date(2025, 3, 5), ()), (date(2025, 3, 6), (1,)), (date(2030, 1, 1), (1,))):
        found = select(taken, ClaimQuery(known_on=day))
        assert (found.chosen, found.dateless, found.not_known) == (known, 1, 2 - len(known))
    assert select(taken, ClaimQuery()).chosen == (0, 1)
    told = changes_between(taken, date.min, date.max)
    assert {change.claim_id for change in told} == {dated.claim_id} != {undated.claim_id}


def test_an_import_comes_back_from_a_file(taken: Dataset) -> None:
    back = read_export(to_geojson(select(taken, ClaimQuery())).encode())
    assert (back.claims, back.reports, back.foreign) == (taken.claims, taken.reports, taken.foreign)


def test_several_sources_of_which_nobody_says_whose_they_are_corroborate_nothing(tmp_path: Path) -> None:
    """3,064 real events, 674 of them with several sources; all are called clear by who publishes them."""
    ucdp = accepted(tmp_path, UCDP.read_bytes())
    assert {verdict.value for verdict in ucdp.foreign} == {"Clear"}
    assert len(ucdp.foreign) == len(ucdp.claims)
    several = [claim for claim in ucdp.claims if origin_count(ucdp, ucdp.reports_of[claim.claim_id]) > 1]
    assert len(several) > 600
    assert {verdict_on(ucdp, claim).rule.rule_id for claim in several} == {"not-independent"}
    assert {verdict_on(ucdp, claim).status for claim in ucdp.claims} == {Status.UNVERIFIED}
