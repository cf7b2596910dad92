"""The table of an answer: one row a claim, each value with its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata.assess import independent_count, is_denied, known_reports, origin_count
from geodata.model import Claim, Place
from geodata.store import Selection

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["KINDS", "table_of"]

# Columns in order, with the kind of their values; of those that always have one, the kind ends in "!"
KINDS = {
    "claim_id": "text!", "claim": "text!", "claim_type": "text!", "modality": "text!", "actor": "text!",
    "status": "text!", "status_decided_by": "text!", "status_basis": "text", "denied": "yes_no!", "shown_as": "text!",
    "place_id": "text", "place": "text", "geo_precision": "text!", "coordinate_uncertainty_m": "real",
    "regions": "text", "area_is_vague": "yes_no!",
    "event_date": "text", "event_start": "instant", "event_end_exclusive": "instant", "time_precision": "text!",
    "time_is_approximate": "yes_no!", "end_is_open": "yes_no!", "last_reported_on": "day",
    "quantity_low": "whole", "quantity_best": "whole", "quantity_high": "whole", "unit": "text",
    "reports": "whole!", "origins": "whole!", "independent_origins": "whole!", "topic": "text", "remark": "text",
}  # fmt: skip


def table_of(selection: Selection) -> pa.Table:
    """Lay a selection out as a table.

    Parameters
    ----------
    selection : Selection
        Its ``chosen`` claims become rows, in file order.

    Returns
    -------
    pyarrow.Table
        The columns of ``KINDS``, as ``docs/notebook.md`` describes them; where the claims are is not in it.
    """
    import pyarrow as pa  # a fifth of a second: only for who wants a table

    types = {
        "text": pa.string(), "whole": pa.int64(), "real": pa.float64(), "yes_no": pa.bool_(), "day": pa.date32(),
        "instant": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    trays = dict.fromkeys(selection.unlocated, "unlocated") | dict.fromkeys(selection.undated, "undated")
    rows = [_values(selection, row, trays.get(row)) for row in selection.chosen]
    fields = [pa.field(name, types[kind.rstrip("!")], nullable=kind[-1] != "!") for name, kind in KINDS.items()]
    arrays = [pa.array([row[field.name] for row in rows], type=field.type) for field in fields]
    return pa.table(arrays, schema=pa.schema(fields))


def _values(selection: Selection, row: int, tray: str | None) -> dict[str, Any]:
    claim, verdict = selection.dataset.claims[row], selection.verdicts[row]
    known_on = selection.query.known_on
    return {
        "claim_id": claim.claim_id,
        "claim": claim.text,
        "claim_type": claim.claim_type.value,
        "modality": claim.modality.value,
        "actor": claim.actor,
        "status": verdict.status.value,
        "status_decided_by": verdict.rule.rule_id,
        "status_basis": None if verdict.assessment is None else verdict.assessment.basis.value,
        "shown_as": tray or ("definite" if _is_definite(selection, claim) else "possible"),
        **_where(selection.dataset.place(claim)),
        **_when(selection, row),
        "quantity_low": claim.quantity.low,
        "quantity_best": claim.quantity.best,
        "quantity_high": claim.quantity.high,
        "unit": claim.quantity.unit or None,
        **_evidence(selection, claim),
        "topic": claim.topic_id,
        "remark": claim.remark or None if known_on is None else None,  # our notes have no date
    }


def _is_definite(selection: Selection, claim: Claim) -> bool:
    return claim.time_on(selection.query.known_on).within(*selection.query.window_utc)


def _where(place: Place | None) -> dict[str, Any]:
    return {
        "place_id": None if place is None else place.place_id,
        "place": None if place is None else place.names.en,
        "geo_precision": "unknown" if place is None else place.precision.value,
        "coordinate_uncertainty_m": None if place is None else place.uncertainty_m,
        "regions": None if place is None else " ".join(place.regions) or None,
        "area_is_vague": place is not None and place.vague,
    }


def _when(selection: Selection, row: int) -> dict[str, Any]:
    time = selection.dataset.claims[row].time_on(selection.query.known_on)
    return {
        "event_date": time.edtf or None,
        "event_start": time.start_utc,
        "event_end_exclusive": time.end_utc,
        "time_precision": time.precision.value,
        "time_is_approximate": time.approximate,
        "end_is_open": time.is_open,
        "last_reported_on": selection.last_reported.get(row),
    }


def _evidence(selection: Selection, claim: Claim) -> dict[str, Any]:
    dataset, known_on = selection.dataset, selection.query.known_on
    reports = known_reports(dataset, claim, known_on)
    return {
        "denied": is_denied(dataset.positions_of.get(claim.claim_id, ()), known_on),
        "reports": len(reports),
        "origins": origin_count(dataset, reports),
        "independent_origins": independent_count(dataset, reports),
    }
