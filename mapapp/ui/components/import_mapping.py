"""The step in which somebody says what the columns of a table of their own mean, and keeps that as a small file."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.profiles import GENERIC, Mapping, dump_mapping, load_mapping
from mapapp.ui.components import article
from mapapp.ui.components.import_file import own_desk

if TYPE_CHECKING:
    from geodata.ingest.importing.again import Waiting
    from geodata.ingest.importing.trial import Trial
    from geodata.ingest.reading import Reading

__all__ = ["FIELDS", "samples_of", "show_mapping"]

FIELDS: AnyMapping[str, str] = {
    "text": "Text of the claim", "date": "Date", "date_end": "Last day", "place": "Name of the place",
    "lat": "Latitude", "lon": "Longitude", "latlon": "Coordinates in one column", "admin1": "Region",
    "country": "Country", "source": "Source", "url": "Web address", "published": "Published on",
    "claim_type": "Claim type", "actor": "Who", "quantity_best": "How many", "verdict": "Their verdict",
    "their_id": "Their id", "remark": "Remark",
}  # fmt: skip
"""Standard columns that can be chosen in the page, in their order; a mapping file can name all others too."""

_FIRST = ("text", "date", "place", "lat", "lon", "source")  # shown at once, the others folded away
_PREFIX, _FILE = "import_column_", "import_mapping_file"
_NONE = ""
_SAMPLE_ROWS, _SAMPLES, _MOST_SAMPLE, _FILE_MB = 200, 3, 28, 1


def samples_of(reading: Reading | Waiting) -> dict[str, str]:
    """The first values of each column, as a line; empty where the first rows hold none."""
    batch = next(iter(reading.batches()), None)
    if batch is None:
        return dict.fromkeys(reading.facts.header, "")
    head = batch.slice(0, _SAMPLE_ROWS)
    found = {}
    for name in reading.facts.header:
        values = dict.fromkeys(value for value in head.column(name).to_pylist() if value)
        found[name] = " · ".join(visible(value, _MOST_SAMPLE) for value in list(values)[:_SAMPLES])
    return found


def show_mapping(trial: Trial, reading: Reading | Waiting) -> None:
    """Draw a box for each standard column, with what stands in the column that was chosen, and the mapping's file.

    Parameters
    ----------
    trial : Trial
        Tried with the generic profile.
    reading : Reading or Waiting
        Its file, or the rows of it that wait.
    """
    mapping = trial.choice.mapping
    if mapping is None:
        return
    samples = samples_of(reading)
    lead = "Say which column holds what. Beside each stands what its first rows hold."
    article.show_article([article.heading("What the columns mean", level=2), article.text(lead)], key="import_columns")
    with st.container(key="import_mapping"):
        _show_fields([name for name in FIELDS if name in _FIRST or name in mapping.columns], mapping, samples)
        with st.expander("More columns"):
            _show_fields(
                [name for name in FIELDS if name not in _FIRST and name not in mapping.columns], mapping, samples
            )
    _show_file(mapping)


def _show_fields(names: list[str], mapping: Mapping, samples: AnyMapping[str, str]) -> None:
    for name in names:
        key = _PREFIX + name
        column = next((one for one in samples if one == mapping.columns.get(name)), _NONE)
        st.session_state[key] = column
        with st.container(key=f"import_field_{name}"):
            st.selectbox(
                FIELDS[name], [_NONE, *samples], key=key, on_change=_choose, args=(name,),
                format_func=lambda one: one or "none",
            )  # fmt: skip
            st.text(samples.get(column, "") or " ")


def _choose(name: str) -> None:
    desk = own_desk()
    seen = desk.look()
    mapping = None if seen.trial is None else seen.trial.choice.mapping
    if mapping is None:
        return
    chosen = st.session_state[_PREFIX + name]
    columns = {key: column for key, column in mapping.columns.items() if key != name and column != chosen}
    columns |= {name: chosen} if chosen else {}
    answers = {key: value for key, value in seen.request.answers.items() if not key.startswith("column:")}
    changed = replace(mapping, columns=columns)
    desk.decide(replace(seen.request, profile=GENERIC, mapping=changed, answers=answers))


def _show_file(mapping: Mapping) -> None:
    with st.expander("Keep this mapping, or use one that you kept"):
        st.download_button(
            "Download the mapping", dump_mapping(mapping), "mapping.toml", "application/toml",
            key="import_mapping_download", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.file_uploader(
            "A mapping (TOML)", type=["toml"], key=_FILE, on_change=_use_file, max_upload_size=_FILE_MB
        )  # fmt: skip
        if refused := st.session_state.pop("import_mapping_refused", ""):
            st.text(refused)


def _use_file() -> None:
    given, desk = st.session_state.get(_FILE), own_desk()
    if given is None:
        return
    try:
        mapping = load_mapping(given.getvalue().decode("utf-8"))
    except UnicodeDecodeError:
        st.session_state["import_mapping_refused"] = "The mapping is no text in UTF-8; save it as that."
    except ImportRefusedError as error:
        st.session_state["import_mapping_refused"] = str(error)
    else:
        desk.decide(replace(desk.look().request, profile=GENERIC, mapping=mapping))
