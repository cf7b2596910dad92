from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.export.hatches import HATCHES, hatch_lines
from mapapp.palette import HATCHES as NAMES

BOX = (20.0, 30.0, 320.0, 230.0)
ORIGIN = (-7.3, 11.9)


def segments(name: str, scale: float, origin: tuple[float, float] = ORIGIN) -> np.ndarray:
    return np.asarray(hatch_lines(HATCHES[name], BOX, origin, scale).vertices).reshape(-1, 2, 2)


def test_every_pattern_of_the_palette_has_its_lines() -> None:
    assert set(HATCHES) == set(NAMES)


@pytest.mark.parametrize(
    ("name", "angles", "apart"),
    [
        ("rising", {135}, 10 * math.sqrt(0.5)), ("falling", {45}, 10 * math.sqrt(0.5)), ("dots", {0}, 4.5),
        ("sparse", {135}, 18 * math.sqrt(0.5)), ("crossed", {45, 135}, 11 * math.sqrt(0.5)), ("grid", {0, 90}, 9),
        ("level", {0}, 7),
    ],
)  # fmt: skip
@pytest.mark.parametrize("scale", [1, 2.5])
def test_angle_and_spacing(name: str, angles: set[int], apart: float, scale: float) -> None:
    """Angles count clockwise from the x axis, y downwards; modulo 180 degrees."""
    lines = segments(name, scale)
    runs = lines[:, 1] - lines[:, 0]
    turned = np.degrees(np.arctan2(runs[:, 1], runs[:, 0])).round(0) % 180
    assert {int(angle) for angle in turned} == angles
    for angle in angles:
        across = np.array([-math.sin(math.radians(angle)), math.cos(math.radians(angle))])
        places = np.unique((lines[turned == angle][:, 0] @ across).round(1))
        assert np.diff(places) == pytest.approx(apart * scale, abs=0.11)


@given(st.sampled_from(NAMES), st.floats(0.3, 5), st.floats(-500, 500), st.floats(-500, 500))
def test_the_lines_cover_the_box_wherever_the_pattern_begins(name: str, scale: float, x: float, y: float) -> None:
    lines = segments(name, scale, (x, y))
    most = max(family.step + family.period for family in HATCHES[name].families) * scale
    assert lines[:, :, 0].min() < BOX[0] + most
    assert lines[:, :, 0].max() > BOX[2] - most
    assert lines[:, :, 1].min() < BOX[1] + most
    assert lines[:, :, 1].max() > BOX[3] - most


@pytest.mark.parametrize("name", ["dots", "sparse"])
def test_dashes_stand_in_their_lattice(name: str) -> None:
    """The first dash of every line begins where the lattice has one, whatever corner of the box the line enters at."""
    for family in HATCHES[name].families:
        lines = [line for line in segments(name, 1) if (line[0] - ORIGIN) @ family.across % family.step
                 == pytest.approx(family.first % family.step, abs=0.02)]  # fmt: skip
        assert len(lines) > 5
        half = family.dash / 2
        starts, ends = ([(line[end] - ORIGIN) @ family.along - family.middle for line in lines] for end in (0, 1))
        off = [min(_off(start + half, family.period), _off(end - half, family.period))
               for start, end in zip(starts, ends, strict=True)]  # fmt: skip
        assert max(off) < 0.03


def _off(position: float, period: float) -> float:
    """How far a position is from the nearest multiple of a period."""
    return abs((position + period / 2) % period - period / 2)


@pytest.mark.parametrize("name", NAMES)
def test_no_line_begins_outside_the_box(name: str) -> None:
    lines = segments(name, 1.7)
    assert lines[:, :, 0].min() >= BOX[0] - 0.01
    assert lines[:, :, 0].max() <= BOX[2] + 0.01
    assert lines[:, :, 1].min() >= BOX[1] - 0.01
    assert lines[:, :, 1].max() <= BOX[3] + 0.01
