from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.export.compact import compact

NUMBERS = st.floats(-5000, 5000).map(lambda value: f"{value:.6f}")
POINTS = st.tuples(NUMBERS, NUMBERS).map(" ".join)
SEGMENTS = st.one_of(
    POINTS.map("L {}".format), st.tuples(POINTS, POINTS).map(lambda two: f"Q {two[0]} {two[1]}"),
    st.tuples(POINTS, POINTS, POINTS).map(lambda three: f"C {' '.join(three)}"),
)  # fmt: skip


@st.composite
def outlines(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        parts += [f"M {draw(POINTS)}", *draw(st.lists(SEGMENTS, max_size=6)), *draw(st.sampled_from(([], ["z"])))]
    return " \n".join(parts)


def points_of(outline: str) -> list[tuple[str, list[float]]]:
    """Read a path as SVG 1.1 says: absolute points after each command."""
    found: list[tuple[str, list[float]]] = []
    x = y = 0.0
    for command, numbers in re.findall(r"([MLQCzlqc])([^MLQCzlqc]*)", outline):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        count = {"m": 2, "l": 2, "q": 4, "c": 6, "z": 0}[command.lower()]
        for start in range(0, max(len(values), 1), count or 1):
            step = values[start : start + count]
            moved = [v + (y if i % 2 else x) for i, v in enumerate(step)] if command in "lqc" else step
            found.append((command.lower(), moved))
            if moved:
                x, y = moved[-2:]
    return found


@given(outlines())
def test_every_point_stays_where_it_was(outline: str) -> None:
    shorter = compact(f'<path d="{outline}" style="fill: none"/>')
    (written,) = re.findall(r' d="([^"]*)"', shorter)
    was, now = points_of(outline), points_of(written)
    assert [command for command, _ in was] == [command for command, _ in now]
    for (_, one), (_, other) in zip(was, now, strict=True):
        assert other == pytest.approx(one, abs=0.00501)
    assert len(written) <= len(outline)


def test_nothing_but_outlines_is_touched() -> None:
    drawn = '<svg id="d"><text>d="M 1.000 2"</text><path id="a" d="M 1.50 2 \nL 0.50 2.25 \nL 3 -4 \nz"/></svg>'
    assert compact(drawn) == drawn.replace("M 1.50 2 \nL 0.50 2.25 \nL 3 -4 \nz", "M1.5 2l-1 .25 2.5-6.25z")
