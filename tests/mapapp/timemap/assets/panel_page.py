"""A page with the panels and nothing else: a payload made up by hand, a grey map, our scripts under our own CSP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

from geodata.model import ClaimType, Modality, Status
from mapapp.palette import STATUS_STYLES
from mapapp.timemap import bundle
from tests.chromium import shared_chromium
from tests.mapapp.timemap.assets.known_columns import Step, known_parts, step

ROOT = Path(__file__).resolve().parents[4]
ASSETS = ROOT / "mapapp" / "timemap" / "assets"
ORIGIN = "http://127.0.0.1:9"
DAY = 86400
FIRST_REPORT = date(2024, 10, 18)
UNDATABLE = 13  # the claim whose report has no date
# What the document loads, less what needs Leaflet
SCRIPTS = [name.removesuffix(".js") for name in bundle.SCRIPTS if name not in ("labels.js", "basemap.js", "main.js")]
STYLES = [name.removesuffix(".css") for name in bundle.STYLES if name != "map.css"]
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
HOSTILE = [
    "<script>window.__x = 1</script>",
    "${window.__x = 1} `${window.__x = 1}`",
    "{{ 7*191 }} {% raw %} {# tag",
    "</script><img src=x onerror=window.__x=1>",
    "back\\slash \"quotes\" 'and' `ticks`",
    "turned \u202egnihtemos\u202c around \u0007",
    "وصل جنود كوريون شماليون إلى كورسك",
]
Opener = Callable[..., Page]
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Panels</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{styles}</head><body><div class="folium-map" id="map"></div>
<script src="/payload.js"></script>{scripts}<script src="/begin.js"></script></body></html>"""
BEGIN = """'use strict';
(function () {
  const data = Claimline.createData(window.PAYLOAD);
  const state = Claimline.createState(data);
  const panels = Claimline.createPanels(document.getElementById('map'), data, state, window.OPTIONS);
  panels.shell.setSentence('all claims, any status, June 2024 to February 2026');
  window.page = { data, state, panels };
})();
"""


def seconds(day: date) -> int:
    """Midnight UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _place(name: str, precision: str, label: str, rule: str, **more: Any) -> dict[str, Any]:
    names = {"en": name, "ru": more.pop("ru", ""), "uk": more.pop("uk", ""), "ko": more.pop("ko", "")}
    blank = {"lon": None, "lat": None, "radius_m": None, "area": None, "remark": "", "zone": False}
    return {"names": names, "precision": precision, "label": label, "rule": rule, **blank, **more}


PLACES = [
    _place("Sudzha", "settlement", "settlement", "within 5 km", lon=35.27, lat=51.19, radius_m=5000,
           ru="Суджа", uk="Суджа", ko="수자"),
    _place("Kursk Oblast", "region", "somewhere in the region", "an area of the first administrative level", area=0,
           ru="Курская область", uk="Курська область", ko="쿠르스크주"),
    _place("Rylsk airfield", "vicinity", "vicinity", "within 100 m", lon=34.7, lat=51.57, radius_m=100),
    _place("Repair zone", "multi_region", "somewhere in several regions", "the source does not say where it ends",
           area=1, zone=True, remark="No limits were given."),
    _place(HOSTILE[0], "locality", "locality", "within 1 km", lon=36.2, lat=51.7, radius_m=800),
    _place("Place unknown", "unknown", "place not stated", "no place was given"),
]  # fmt: skip
SOURCES = [
    {"name": "National Intelligence Service", "party": 0, "reliability": "B"},
    {"name": "Yonhap", "party": 0, "reliability": "B"},
    {"name": "Reuters", "party": 2, "reliability": "A"},
    {"name": "Ministry of Defence of Russia", "party": 1, "reliability": "D"},
    {"name": "<b>Channel</b> \u200f", "party": 1, "reliability": "E"},
]
SENTENCES = [
    "About 5,000 military construction engineers are expected to arrive to repair roads, bridges and power lines",
    "Another 1,000 soldiers are being deployed for mine clearance",
    "Two battalions were seen at a training ground",
    "North Korean sappers cleared a field beside the railway",
    "A convoy with engineers' equipment crossed the border",
]


def _time(number: int) -> tuple[int | None, int | None, str, str]:
    start = date(2024, 6, 3) + timedelta(days=number * 17)
    if number in (9, 23):
        return None, None, "date not stated", "date not stated"
    if number % 4 == 1:
        first = start.replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        return seconds(first), seconds(after), f"{first:%B %Y}", "known to the month"
    if number == 30:
        return seconds(start), None, f"since {start.day} {start:%b %Y}", "known to the day, no end stated"
    return seconds(start), seconds(start) + DAY, f"{start.day} {start:%b %Y}", "known to the day"


def _claims(count: int) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for number in range(count):
        t0, t1, when, precision = _time(number % 37)
        hostile = HOSTILE[number % 7] if number % 5 == 2 else ""
        row = {
            "id": f"c-{number:03}",
            "text": hostile or SENTENCES[number % 5],
            "type": number % len(ClaimType),
            "status": (0, 2, 1, 2, 4, 3, 2, 5, 2, 6)[number % 10],
            "modality": number % len(Modality),
            "place": -1 if number in (4, 17) else 5 if number == 18 else number % 5,
            "t0": t0,
            "t1": t1,
            "when": when,
            "precision": precision,
            "actor": "KPA engineers",
            "denied": int(number % 6 == 0),
            "quantity": [None, 5000, 6000, "persons"] if number % 3 == 0 else None,
            "reports": 3 if number == 0 else 1,
            "origins": 2 if number == 0 else 1,
            "remark": hostile,
        }
        for key, value in row.items():
            columns.setdefault(key, []).append(value)
    return columns


def _public_day(claim: int) -> date | None:
    """The day on which the first report of a claim was published, a week later for each; of one nobody knows."""
    return None if claim == UNDATABLE else FIRST_REPORT + timedelta(days=7 * claim)


def _histories(count: int) -> list[list[Step]]:
    columns = _claims(count)
    histories = []
    for claim in range(count):
        day = _public_day(claim)
        at = None if day is None else seconds(day)
        histories.append([step(at, columns["status"][claim], denied=columns["denied"][claim])])
    histories[0] = [
        step(seconds(date(2024, 10, 18)), 2, assessment=0, reports=2, origins=1),
        step(seconds(date(2024, 10, 19)), 2, assessment=0, reports=2, origins=1, denied=1),
        step(seconds(date(2024, 11, 2)), 0, assessment=1, reports=3, origins=2, denied=1),
    ]
    return histories


def _aspect_rows() -> list[tuple[int, int, int | None, int]]:
    """Claim 0, presence: as its assessments say."""
    return [(0, 0, seconds(date(2024, 10, 18)), 2), (0, 0, seconds(date(2024, 11, 2)), 0)]


def _reports(count: int) -> list[dict[str, Any]]:
    def report(claim: int, source: int, origin: int, **more: Any) -> dict[str, Any]:
        blank = {"from": None, "title": "Briefing to parliament", "url": "https://example.org/a?b=1", "remark": ""}
        day = _public_day(claim)
        return {
            "claim": claim,
            "source": source,
            "date": f"{day.day} {day:%b %Y}" if day else "date not stated",
            "at": seconds(day) if day else None,
            "independent_of": None,
            "stance": "asserts",
            "origin": origin,
            **blank,
            **more,
        }

    first = [
        report(0, 0, 0),
        report(0, 1, 0, **{"from": 0}),
        report(0, 2, 2, title="Satellite images", stance="mentions", date="2 Nov 2024", at=seconds(date(2024, 11, 2))),
    ]
    urls = [
        "javascript:window.__x=1",
        "https://example.org/x",
        "http://user@example.net/",
        "data:text/html,x",
        "//nohost",
    ]
    rest = [
        report(claim, claim % 5, claim + 2, url=urls[claim % 5], title=HOSTILE[claim % 7]) for claim in range(1, count)
    ]
    return first + rest


def payload(count: int = 34) -> dict[str, Any]:
    """Everything that ``docs/architecture.md`` lists, with hostile text in every field that takes text."""
    styles = [(status, STATUS_STYLES[status]) for status in Status]
    first, last = date(2024, 6, 1), date(2026, 2, 28)
    cover = [
        (first, date(2025, 2, 28), "collected", ""),
        (date(2025, 3, 1), date(2025, 6, 30), "partly", "press only"),
        (date(2025, 7, 1), date(2025, 7, 31), "none", "nobody was at work"),
        (date(2025, 8, 1), last, "collected", HOSTILE[0]),
    ]
    return {
        "digest": "d",
        "extent": [seconds(first), seconds(last) + DAY],
        "info": {
            "title": "North Korean forces in Russia",
            "scope": "",
            "version": "1",
            "licence": "",
            "attribution": "",
        },
        "coverage": [
            {"from": seconds(a), "to": seconds(b) + DAY, "state": s, "label": s, "note": n} for a, b, s, n in cover
        ],
        "statuses": [
            {
                "id": status.value,
                "label": status.label,
                "rule": status.rule,
                "colour": style.colour,
                "ink": style.ink,
                "shape": style.shape,
                "hatch": style.hatch,
                "letter": style.letter,
            }
            for status, style in styles
        ],
        "types": [{"id": word.value, "label": word.label} for word in ClaimType],
        "modalities": [{"id": w.value, "label": w.label, "rule": w.rule, "hollow": w.is_hollow} for w in Modality],
        "parties": ["Republic of Korea", "Russia", "Independent"],
        "sources": SOURCES,
        "places": PLACES,
        "areas": [
            {"names": PLACES[1]["names"], "vague": False, "zone": False, "bbox": [34, 50, 38, 52], "polygons": []},
            {"names": PLACES[3]["names"], "vague": True, "zone": True, "bbox": [30, 45, 40, 55], "polygons": []},
        ],
        "claims": _claims(count),
        **known_parts(_histories(count), _aspect_rows()),
        "reports": _reports(count),
        "positions": [
            {
                "claim": 0,
                "party": 1,
                "position": "denies",
                "date": "19 Oct 2024",
                "report": None,
                "at": seconds(date(2024, 10, 19)),
            },
            {
                "claim": 0,
                "party": 0,
                "position": "no comment",
                "date": "20 Oct 2024",
                "report": 0,
                "at": seconds(date(2024, 10, 20)),
            },
        ],
        "foreign": [],
        "assessments": [
            {
                "claim": 0,
                "aspect": "Presence",
                "status": 2,
                "basis": "A single origin",
                "reason": "One briefing.",
                "evidence": [0],
                "effective": "18 Oct 2024",
                "at": seconds(date(2024, 10, 18)),
                "aspectIndex": 0,
                "recorded": "20 Oct 2024",
                "by": "desk",
            },
            {
                "claim": 0,
                "aspect": "Presence",
                "status": 0,
                "basis": "Imagery",
                "reason": HOSTILE[2],
                "evidence": [0, 2],
                "effective": "2 Nov 2024",
                "at": seconds(date(2024, 11, 2)),
                "aspectIndex": 0,
                "recorded": "3 Nov 2024",
                "by": "desk",
            },
        ],
    }


def files(data: dict[str, Any], options: dict[str, Any] | None = None) -> dict[str, tuple[str, str]]:
    """Path -> (media type, text) of everything the page asks for."""
    script, style = "text/javascript", "text/css"
    found = {f"/{name}.js": (script, (ASSETS / f"{name}.js").read_text("utf-8")) for name in SCRIPTS}
    found |= {f"/{name}.css": (style, (ASSETS / f"{name}.css").read_text("utf-8")) for name in STYLES}
    scripts = "".join(f'<script src="/{name}.js"></script>' for name in SCRIPTS)
    styles = "".join(f'<link rel="stylesheet" href="/{name}.css">' for name in STYLES)
    words = f"window.PAYLOAD = {json.dumps(data)}; window.OPTIONS = {json.dumps(options or {})};"
    found |= {"/payload.js": (script, words), "/begin.js": (script, BEGIN)}
    found["/"] = ("text/html", PAGE.format(styles=styles, scripts=scripts))
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this process."""
    yield shared_chromium()


def _serve(context: BrowserContext, served: dict[str, tuple[str, str]], complaints: list[str]) -> None:
    def answer(route: Route) -> None:
        found = served.get(urlsplit(route.request.url).path)
        if found is None or not route.request.url.startswith(ORIGIN + "/"):
            complaints.append(f"asked for {route.request.url}")
            route.abort()
        else:
            headers = {"Content-Security-Policy": CSP, "Content-Type": f"{found[0]}; charset=utf-8"}
            route.fulfill(status=200, body=found[1], headers=headers)

    context.route("**/*", answer)


@contextmanager
def opener(browser: Browser) -> Iterator[Opener]:
    """Opens pages; afterwards: no error, nothing refused by the policy, nothing asked of strangers."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        data: dict[str, Any] | None = None,
        *,
        options: dict[str, Any] | None = None,
        size: tuple[int, int] = (1120, 820),
        **more: Any,
    ) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
        contexts.append(context)
        _serve(context, files(data or payload(), options), complaints)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(ORIGIN + "/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def window(page: Page) -> tuple[int, int]:
    """The state's window, seconds, half-open."""
    found = page.evaluate("[page.state.get().from, page.state.get().to]")
    return found[0], found[1]


def patch(page: Page, **changes: Any) -> None:
    """Change the state and wait until the panels have followed."""
    page.evaluate("changes => page.state.set(changes)", changes)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the panels have followed."""
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))"
    )


def selection(page: Page) -> dict[str, Any]:
    """What the state selects."""
    found: dict[str, Any] = page.evaluate(
        """() => { const s = page.state.selection(); return { inView: s.inView, unlocated: s.unlocated,
        undated: s.undated, filtered: s.filtered, outsideWindow: s.outsideWindow, outsideView: s.outsideView,
        counts: Array.from(s.counts) }; }"""
    )
    return found


def listed(page: Page) -> list[int]:
    """Rows in the list beside the map, from top to bottom."""
    found: list[int] = page.eval_on_selector_all(
        "ol.cl-items .cl-item", "nodes => nodes.map(node => Number(node.dataset.row))"
    )
    return found
