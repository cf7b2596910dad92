"""The seven statuses are told apart by colour under every kind of sight, and by shape, hatch and letter without any."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from geodata.model import Status
from mapapp.palette import HATCHES, SHAPES, STATUS_STYLES

Vector = npt.NDArray[np.float64]

LEAST_DISTANCE = 20  # CIELAB, delta E 1976
LEAST_GREY_STEP = 8  # L*
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE_D65 = TO_XYZ @ np.ones(3)
PAIRS = list(combinations(Status, 2))


def linear(colour: str) -> Vector:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: Vector) -> Vector:
    ratio = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE_D65
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    return float(lab(linear(colour))[0])


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#ffffff", (100, 0, 0)),
        ("#000000", (0, 0, 0)),
        ("#ff0000", (53.24, 80.09, 67.20)),
        ("#0000ff", (32.30, 79.19, -107.86)),
    ],
)
def test_the_yardstick_itself(colour: str, expected: tuple[float, float, float]) -> None:
    assert lab(linear(colour)) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_two_statuses_differ_in_colour(sight: str) -> None:
    seen = {status: lab(np.asarray(SIGHTS[sight]) @ linear(style.colour)) for status, style in STATUS_STYLES.items()}
    near = {(a, b): float(np.linalg.norm(seen[a] - seen[b])) for a, b in PAIRS}
    assert {pair: round(far, 1) for pair, far in near.items() if far < LEAST_DISTANCE} == {}


def test_every_two_statuses_differ_in_greyscale() -> None:
    steps = {(a, b): abs(lightness(STATUS_STYLES[a].colour) - lightness(STATUS_STYLES[b].colour)) for a, b in PAIRS}
    assert {pair: round(step, 1) for pair, step in steps.items() if step < LEAST_GREY_STEP} == {}


@pytest.mark.parametrize("status", Status)
def test_a_letter_is_legible_on_its_colour(status: Status) -> None:
    assert contrast(STATUS_STYLES[status].colour, STATUS_STYLES[status].ink) >= LEAST_CONTRAST


@pytest.mark.parametrize(("field", "known"), [("shape", SHAPES), ("hatch", HATCHES), ("letter", None)])
def test_no_two_statuses_share_a_sign(field: str, known: tuple[str, ...] | None) -> None:
    used = [getattr(STATUS_STYLES[status], field) for status in Status]
    assert len(set(used)) == len(Status)
    assert known is None or sorted(used) == sorted(known)


def test_every_status_has_a_style_in_legend_order() -> None:
    assert list(STATUS_STYLES) == list(Status)
