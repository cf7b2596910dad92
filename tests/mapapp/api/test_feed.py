"""The Atom feed: valid, stable, inert, and honest about what it was asked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest

from geodata.assess.changes import changes_between
from geodata.errors import QueryError
from mapapp.api import card_address, days_asked, feed_address, open_dataset
from mapapp.api.feed import changes_feed
from mapapp.view import parse_view
from tests.builders import DatasetBuilder
from tests.mapapp.api.asgi import ask

FEED = "/feed/changes.atom"
NS = {"a": "http://www.w3.org/2005/Atom"}
WHOLE = "from=2024-01-01&to=2025-12-31"
A_DAY = "write one day of the calendar, as in 2024-10-18"
EVERYTHING = (date(2024, 1, 1), date(2025, 12, 31))


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    """The data set that is served."""
    builder = DatasetBuilder(tmp_path)
    builder.write()
    monkeypatch.setenv("CLAIMLINE_DATASET", str(tmp_path))
    return builder


pytestmark = pytest.mark.usefixtures("builder")


def feed(query: str = "") -> ET.Element:
    answer = ask(FEED, query)
    assert answer.status == 200
    return ET.fromstring(answer.body)


def texts(root: ET.Element, path: str) -> list[str]:
    return [element.text or "" for element in root.findall(path, NS)]


def ids(query: str = "") -> list[str]:
    return texts(feed(query), "a:entry/a:id")


def test_headers() -> None:
    headers = ask(FEED).headers
    assert headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-cache"


def test_has_what_atom_demands_once_each() -> None:
    root = feed(WHOLE)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for name in ("id", "title", "updated", "author/a:name"):
        assert len([text for text in texts(root, f"a:{name}") if text]) == 1
    entries = root.findall("a:entry", NS)
    assert len(entries) == len(changes_between(open_dataset(), *EVERYTHING))
    for entry in entries:
        for name in ("id", "title", "updated", "summary"):
            assert len([text for text in texts(entry, f"a:{name}") if text]) == 1
        assert [link.get("rel") for link in entry.findall("a:link", NS)] == ["alternate"]
    for moment in texts(root, ".//a:updated"):
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T00:00:00Z", moment)


def test_newest_first_and_updated_is_the_day() -> None:
    root = feed(WHOLE)
    days = [text[:10] for text in texts(root, "a:entry/a:updated")]
    assert days == sorted(days, reverse=True)
    expected = changes_between(open_dataset(), *EVERYTHING)
    assert days == [str(change.day) for change in reversed(expected)]
    assert texts(root, "a:updated") == [f"{days[0]}T00:00:00Z"]
    for summary, change in zip(texts(root, "a:entry/a:summary"), reversed(expected), strict=True):
        assert change.words in summary


def test_entries_lead_to_their_card_below_the_address_that_was_asked() -> None:
    root = feed(WHOLE)
    for entry, change in zip(
        root.findall("a:entry", NS), reversed(changes_between(open_dataset(), *EVERYTHING)), strict=True
    ):
        address = urlsplit(entry.find("a:link", NS).get("href"))  # type: ignore[union-attr]
        assert (address.scheme, address.netloc, address.path) == ("http", "127.0.0.1", "/")
        view = parse_view(parse_qs(address.query), open_dataset())
        assert (view.map.claim_id, view.map.known_on) == (change.claim_id, change.day)


def test_names_itself() -> None:
    links = {link.get("rel"): link.get("href") for link in feed(WHOLE).findall("a:link", NS)}
    assert links == {"self": f"http://127.0.0.1{FEED}?{WHOLE}", "alternate": "http://127.0.0.1/"}


def test_ids_are_tags_that_stay_when_the_range_and_the_words_change(builder: DatasetBuilder) -> None:
    found = ids(WHOLE)
    assert len(found) == len(set(found))
    for tag in found:
        assert re.fullmatch(r"tag:127\.0\.0\.1,\d{4}-\d{2}-\d{2}:[\w%~./-]+", tag)
    assert set(ids("from=2024-11-01&to=2024-12-31")) < set(found)
    builder.put("claims.csv", 2, "claim", "Other words").put("assessments.csv", 3, "reason", "Said better").write()
    assert ids(WHOLE) == found
    builder.add("positions.csv", claim_id="area", party="South Korea", position="denies", said_on="2024-11-07").write()
    assert set(found) < set(ids(WHOLE)), "one more; the others keep theirs"


def test_two_parties_on_one_day_are_two_entries(builder: DatasetBuilder) -> None:
    for party in ("South Korea", "Ukraine"):
        builder.add("positions.csv", claim_id="area", party=party, position="denies", said_on="2024-11-08")
    builder.write()
    found = [tag for tag in ids(WHOLE) if "/area/denied/" in tag]
    assert len(set(found)) == 3


def test_without_days_the_fifty_latest(builder: DatasetBuilder) -> None:
    assert len(ids()) == len(ids(WHOLE)) < 50
    for day in range(1, 29):
        for month in ("03", "04"):
            claim = f"more-{month}-{day}"
            builder.add(
                "claims.csv", claim_id=claim, claim="More", claim_type="other", modality="present", actor="a"
            ).add(
                "reports.csv", report_id=f"m{month}-{day}", claim_id=claim, source_id="daily", stance="asserts",
                published_at=f"2025-{month}-{day:02}", title="More",
            )  # fmt: skip
    builder.write()
    root = feed()
    found = texts(root, "a:entry/a:updated")
    assert len(found) == 50
    assert (found[0][:10], found[-1][:10]) == ("2025-04-28", "2025-03-07")
    assert "The newest 50 of " in texts(root, "a:subtitle")[0]
    assert len(ids(WHOLE)) > 50, "days that were asked for are given whole"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=yesterday", f"“from” is “yesterday”, which cannot be used: {A_DAY}."),
        ("to=2024-02-30", f"“to” is “2024-02-30”, which cannot be used: {A_DAY}."),
        (
            "from=2025-01-02&to=2025-01-01",
            "The changes end on 2025-01-01, before they begin on 2025-01-02: swap “from” and “to”.",
        ),
        ("from=2025-01-01&from=2025-01-02", "“from” stands 2 times: keep one."),
        ("since=2025-01-01", "“since” cannot be asked for: use “from” and “to”."),
    ],
)
def test_a_bad_question_gets_one_sentence(query: str, sentence: str) -> None:
    answer = ask(FEED, query)
    assert (answer.status, answer.text) == (400, sentence)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_broken_data_set_gets_its_sentences(builder: DatasetBuilder) -> None:
    builder.put("claims.csv", 2, "claim_type", "parade").write()
    answer = ask(FEED)
    assert answer.status == 503
    assert "“parade” cannot be used" in answer.text


def test_nothing_is_written_through_the_route() -> None:
    assert ask(FEED, method="POST").status == 405


def test_tag_of_the_answer_follows_data_and_question(builder: DatasetBuilder) -> None:
    tag = ask(FEED).headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{12}-[0-9a-f]{12}"', tag)
    assert tag.startswith(f'"{open_dataset().digest[:12]}-')
    assert ask(FEED).headers["etag"] == tag
    assert ask(FEED, WHOLE).headers["etag"] != tag
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = ask(FEED, headers={"If-None-Match": known})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    builder.put("claims.csv", 2, "claim", "Other words").write()
    assert ask(FEED, headers={"If-None-Match": tag}).status == 200


HOSTILE = ["{{ 7*191 }}", "</title><script>throw 1</script>", "]]><!--", "&lt;b&gt; &amp;", "\u2028😀 \x85"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_verbatim_as_text(builder: DatasetBuilder, text: str) -> None:
    text = f"({text})"
    for file, field in (("claims.csv", "claim"), ("assessments.csv", "reason"), ("sources.csv", "party")):
        builder.put(file, 2, field, text)
    for position in builder.tables["positions.csv"]:
        position["party"] = text if position["party"] == "Ukraine" else position["party"]
    builder.info = builder.info.replace("A tiny data set", text.replace("\x85", "").replace('"', ""))
    builder.write()
    answer = ask(FEED, WHOLE)
    assert answer.status == 200
    assert b"<script" not in answer.body
    assert b"1337" not in answer.body
    root = ET.fromstring(answer.body)
    assert any(text in title for title in texts(root, "a:entry/a:title"))
    assert {element.get("type") for element in root.findall("a:entry/a:title", NS)} == {"text"}
    assert {element.tag.partition("}")[2] for element in root.iter()} <= {
        "feed", "id", "title", "subtitle", "updated", "author", "name", "rights", "link", "entry", "published",
        "category", "summary",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("host", "authority"),
    [
        ("maps.example.org:8501", "maps.example.org-8501"),
        ("EXAMPLE.org", "example.org"),
        ("[::1]:80", "1-80"),
        ('a"><b', "a-b"),
    ],
)
def test_any_host_makes_a_tag(host: str, authority: str) -> None:
    changes = changes_between(open_dataset(), *EVERYTHING)
    root = f"http://{host}/"
    document = ET.fromstring(changes_feed(open_dataset(), changes, root=root, address=f"{root}feed/changes.atom"))
    assert all(tag.startswith(f"tag:{authority},") for tag in texts(document, ".//a:id"))


def test_an_app_below_a_path_links_below_it() -> None:
    changes = changes_between(open_dataset(), *EVERYTHING)
    root = "https://example.org/maps/"
    document = ET.fromstring(changes_feed(open_dataset(), changes, root=root, address=root))
    links = [link.get("href", "") for link in document.findall("a:entry/a:link", NS)]
    assert links
    assert all(link.startswith(f"{root}?known=") for link in links)


def test_no_changes_make_a_valid_feed() -> None:
    root = feed("from=2026-01-01&to=2026-02-01")
    assert root.findall("a:entry", NS) == []
    assert texts(root, "a:updated") == ["2025-02-02T00:00:00Z"]


def test_what_is_not_stated_is_everything() -> None:
    dataset = open_dataset()
    assert days_asked(dataset, {}) == (date(2024, 10, 13), date(2025, 2, 2))
    assert days_asked(dataset, {"from": ["2025-01-01"]}) == (date(2025, 1, 1), date(2025, 2, 2))
    assert days_asked(dataset, {"to": ["2024-01-01"]}) == (date(2024, 1, 1), date(2024, 1, 1))
    with pytest.raises(QueryError, match="swap"):
        days_asked(dataset, {"from": ["2026-01-01"]})


def test_addresses() -> None:
    assert feed_address(*EVERYTHING) == f"./feed/changes.atom?{WHOLE}"
    assert feed_address() == "./feed/changes.atom"
    assert card_address("point", date(2024, 10, 14)) == "./?known=2024-10-14&claim=point"


def test_a_feed_speaks_of_the_data_set_that_was_asked_for(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CLAIMLINE_HOME", str(home))
    DatasetBuilder(home / "mine").put("claims.csv", 2, "claim", "Other words").write()
    assert feed_address(dataset_id="mine") == "./feed/changes.atom?dataset=mine"
    root = feed("dataset=mine")
    assert "New: Other words" in texts(root, "a:entry/a:title")
    links = [link.get("href") or "" for link in root.findall("a:entry/a:link", NS)]
    assert links
    assert all(parse_qs(urlsplit(link).query)["dataset"] == ["mine"] for link in links)
    assert "Other words" not in ask(FEED).text
    unknown = ask(FEED, "dataset=none")
    assert (unknown.status, unknown.text.startswith("There is no data set “none” here")) == (400, True)
