"""The benchmarks' helpers: the generator keeps the bundled data's shape, and the figures are what they are called."""

from __future__ import annotations

import math
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from benchmarks.as_of import check, compared, framed, made
from benchmarks.importing import HEADER, import_here, made_rows, write_claims
from benchmarks.kit import middle, quantile
from benchmarks.ours import SEED
from benchmarks.peers.measure import make_case
from benchmarks.steps import Steps, there_and_back
from geodata.ingest import load_dataset
from mapapp.timemap.payload import claims_payload
from tests.chromium import shared_chromium

DAY = 86_400
SCRIPTS = (
    "mapapp/timemap/assets/format.js",
    "mapapp/timemap/assets/geo.js",
    "mapapp/timemap/assets/ends.js",
    "mapapp/timemap/assets/known.js",
    "mapapp/timemap/assets/data.js",
    "benchmarks/assets/multiply.js",
)


@pytest.fixture(scope="module")
def payload(bundled_dataset: Path) -> dict[str, Any]:
    return claims_payload(load_dataset(bundled_dataset))


@pytest.fixture(scope="module")
def page(root: Path) -> Iterator[Page]:
    context = shared_chromium().new_context()
    made = context.new_page()
    for script in SCRIPTS:
        made.add_script_tag(path=root / script)
    yield made
    context.close()


def make(page: Page, payload: dict[str, Any], rows: int, seed: int = SEED) -> dict[str, list[Any]]:
    """Columns of a made data set; an open end comes as None, NaN as the word."""
    made: dict[str, list[Any]] = page.evaluate(
        "({ payload, rows, seed }) => {"
        " const made = ClaimlineBench.multiply(Claimline.createData(payload), rows, seed);"
        " const list = (values) => Array.from(values, (v) => v === Infinity ? null : Number.isNaN(v) ? 'NaN' : v);"
        " const names = ['t0', 't1', 'x', 'y', 'radius', 'status', 'type', 'hollow', 'denied', 'place', 'area'];"
        " return { ...Object.fromEntries(names.map((name) => [name, list(made[name])])), ...made.payload.claims } }",
        {"payload": payload, "rows": rows, "seed": seed},
    )
    return made


@pytest.mark.browser
def test_the_generator_is_deterministic(page: Page, payload: dict[str, Any]) -> None:
    assert make(page, payload, 100) == make(page, payload, 100)
    assert make(page, payload, 100)["x"] != make(page, payload, 100, seed=SEED + 1)["x"]


@pytest.mark.browser
def test_made_points_keep_the_shares_of_the_bundled_claims(page: Page, payload: dict[str, Any]) -> None:
    claims = payload["claims"]
    dated = [row for row, t0 in enumerate(claims["t0"]) if t0 is not None]
    made = make(page, payload, len(dated) * 3)
    for name in ("status", "type", "modality", "precision", "place", "denied", "text"):
        asked = Counter(claims[name][row] for row in dated)
        assert Counter(made[name]) == {value: count * 3 for value, count in asked.items()}
    lasting = [None if claims["t1"][row] is None else claims["t1"][row] - claims["t0"][row] for row in dated]
    found = [None if t1 is None else t1 - t0 for t0, t1 in zip(made["t0"], made["t1"], strict=True)]
    assert Counter(found) == {value: count * 3 for value, count in Counter(lasting).items()}


@pytest.mark.browser
def test_made_rows_are_dated_points_spread_over_the_map(page: Page, payload: dict[str, Any]) -> None:
    made = make(page, payload, 1000)
    assert len(set(made["id"])) == 1000
    assert set(made["area"]) == {-1}
    assert all(0 <= value <= 1 for value in made["x"] + made["y"])
    assert len(set(zip(made["x"], made["y"], strict=True))) > 950
    assert min(made["radius"]) > 0
    first, end = payload["extent"]
    assert all(first <= t0 < end and t0 % DAY == first % DAY for t0 in made["t0"])
    assert len(set(made["t0"])) > 300


def test_a_quantile_is_a_value_that_was_measured() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [quantile(values, share) for share in (0.0, 0.2, 0.5, 0.95, 1.0)] == [1.0, 1.0, 3.0, 5.0, 5.0]
    assert quantile(list(range(1, 101)), 0.95) == 95
    assert math.isnan(quantile([], 0.5))
    assert math.isnan(middle([]))


def test_a_drag_goes_there_and_back() -> None:
    assert there_and_back(10, 13, 8) == [10, 11, 12, 13, 12, 11, 10, 11]
    assert there_and_back(0, 10, 3, step=5) == [0, 5, 10]
    assert len(there_and_back(0, 0, 4)) == 4


def test_steps_tell_latency_work_and_intervals() -> None:
    steps = Steps()
    steps.add(
        [{"input": 0, "began": 4, "frame": 5, "painted": 9}, {"input": 16, "began": 20, "frame": 22, "painted": 30}]
    )
    steps.add([{"input": 100, "began": 100, "frame": 101, "painted": 103}])
    assert (steps.latency, steps.work, steps.intervals) == ([9, 14, 3], [5, 10, 3], [17])
    assert steps.cells()[:3] == [3, 9, 14]


def test_each_step_of_a_peer_shows_another_set() -> None:
    claims = [{"t0": day * DAY, "t1": (day + 1) * DAY} for day in range(0, 100, 4)]
    case = make_case(claims, (0, 100 * DAY), 50, 5)
    assert case["days"] == 50
    assert case["step"] == 2  # every second day a claim leaves or comes
    assert len(case["counts"]) == 5
    with pytest.raises(ValueError, match="do not each change"):
        make_case(claims[:1], (0, 100 * DAY), 50, 5)


def test_both_sides_are_asked_the_same_and_must_agree() -> None:
    judged, asked = made(200, 600)
    assert all((made(200, 600)[0][name] == column).all() for name, column in judged.items())
    questions, frame = framed(judged, asked)
    assert (len(questions), len(frame), len(set(questions["row"]))) == (200, 600, 200)
    assert len(compared(200, 600, 1)) == 4
    with pytest.raises(AssertionError, match="different answers"):
        check({"status": judged["status"][:200]}, questions.assign(status=8))


def test_made_claims_are_the_same_each_time_and_one_in_a_hundred_is_flawed(tmp_path: Path) -> None:
    rows = list(made_rows(3_000))
    assert rows == list(made_rows(3_000))
    assert rows != list(made_rows(3_000, seed=1))
    flawed = [row for row in rows if len(row) < len(HEADER) or not row[0] or row[1] in ("soon", "2024-02-30")]
    assert 5 < len(flawed) < 30
    write_claims(tmp_path / "claims.csv", 3_000)
    counts = import_here(tmp_path / "claims.csv")["counts"]
    assert counts["read"] == 3_000
    assert 2_900 < counts["accepted"] < 3_000


@pytest.mark.parametrize(
    "name", ["slider", "known", "as_of", "first_paint", "payload", "messages", "importing", "import_page"]
)
def test_a_benchmark_says_how_it_is_used(root: Path, name: str) -> None:
    command = [sys.executable, f"benchmarks/{name}.py", "--help"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "--quick" in done.stdout
