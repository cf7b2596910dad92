import pytest

from geodata.ingest.importing.reasons import REASONS, Heap, reason_of_place, reason_of_time
from geodata.ingest.importing.report import Counts
from geodata.ingest.places import PlaceFault
from geodata.ingest.times import TimeFault


def test_every_fault_has_a_reason_with_a_mend() -> None:
    found = [reason_of_time(fault) for fault in TimeFault if fault]
    found += [reason_of_place(fault) for fault in PlaceFault if fault]
    assert len({reason.code for reason in found}) == len(found)
    assert all(reason.mend and reason.heap in (Heap.DOUBTFUL, Heap.REJECTED) for reason in found)


def test_reasons_read_as_parts_of_a_sentence() -> None:
    for code, reason in REASONS.items():
        assert reason.code == code
        assert not reason.words.endswith(".")
        assert not reason.mend.endswith(".")
        assert reason.words[0].islower()
        assert reason.mend[0].islower()


def test_heaps_that_do_not_add_up_are_refused() -> None:
    assert Counts(10, 4, 3, 2, 1).to_json() == {
        "read": 10, "accepted": 4, "doubtful": 3, "rejected": 2, "duplicates": 1,
    }  # fmt: skip
    with pytest.raises(ValueError, match="another number"):
        Counts(11, 4, 3, 2, 1)
