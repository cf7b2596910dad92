from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.model import Dataset
from geodata.scale.counts import heaps_of, in_view, plain_heaps
from geodata.scale.plan import Plan
from geodata.scale.tables import LEVELS
from geodata.store import ClaimQuery, select
from tests.geodata.scale.engines import ASKED, engine_of
from tests.worlds import WORLDS


@given(WORLDS, st.lists(ASKED, min_size=6, max_size=6))
@settings(deadline=None, max_examples=40)
def test_heaps_are_those_of_a_selection(world: Dataset, questions: list[ClaimQuery]) -> None:
    with engine_of(world) as engine:
        for asked in questions:
            right = heaps_of(select(world, asked))
            assert plain_heaps(engine, asked) == right
            assert engine.heaps(asked) == right
            assert right.total == len(world.claims)


@given(WORLDS, st.lists(ASKED, min_size=4, max_size=4))
@settings(deadline=None, max_examples=30)
def test_every_table_gives_the_same_numbers(world: Dataset, questions: list[ClaimQuery]) -> None:
    with engine_of(world) as engine:
        for question in questions:
            asked = replace(
                question, known_on=None, aspect=None, modalities=frozenset(), parties=frozenset(), sources=frozenset(),
                text="",
            )  # fmt: skip
            right = in_view(engine, asked, Plan("claims"))
            assert in_view(engine, asked, Plan("slim")) == right
            for level in LEVELS:
                assert in_view(engine, asked, Plan("cubes", level)) == right
