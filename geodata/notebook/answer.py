"""What a question selects, as counts and as tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geodata.notebook.columns import table_of
from geodata.notebook.shapes import shapes_of, wkb_of
from geodata.store import Selection, sentence

if TYPE_CHECKING:
    import geopandas as gpd
    import pyarrow as pa

__all__ = ["CAVEAT", "Answer"]

CAVEAT = "Reported claims, not confirmed facts."
"""What stands beside every answer."""


@dataclass(frozen=True, repr=False)
class Answer:
    """The claims that a question selects: those in view, and those that have no place on the map or no date.

    Parameters
    ----------
    selection : Selection
        Every claim of the data set on exactly one heap, with its status on the day asked.
    """

    selection: Selection

    def __len__(self) -> int:
        """How many claims it holds: the rows of its tables."""
        return len(self.selection.chosen)

    def __repr__(self) -> str:
        """The question as a sentence, and what it found."""
        counts = self.counts()
        return (
            f"<{sentence(self.selection.dataset, self.selection.query)}: {counts['definite']} definite, "
            f"{counts['possible']} possible, {counts['unlocated']} without a place on the map, {counts['undated']} "
            f"without a date. {CAVEAT}>"
        )

    def counts(self) -> dict[str, int]:
        """Claims by heap; each claim of the data set is on exactly one.

        Returns
        -------
        dict of str to int
            ``definite`` (wholly inside the window), ``possible`` (only touching it), ``unlocated``, ``undated``, which
            are the rows of the tables; then ``filtered``, ``outside_window``, ``outside_view``, ``not_known``.
        """
        found = self.selection
        return {
            "definite": found.definite,
            "possible": found.possible,
            "unlocated": len(found.unlocated),
            "undated": len(found.undated),
            "filtered": found.filtered,
            "outside_window": found.outside_window,
            "outside_view": found.outside_view,
            "not_known": found.not_known,
        }

    def by_status(self) -> dict[str, int]:
        """Claims in view by their status on the day asked, in the order of the legend, zeros included."""
        return {status.value: count for status, count in self.selection.counts().items()}

    def about(self) -> dict[str, Any]:
        """The question as a sentence, its day, the caveat, and the data set with digest and licence; all text or None.

        It goes with every table, in its metadata.
        """
        dataset, known_on = self.selection.dataset, self.selection.query.known_on
        info = dataset.info
        return {
            "caveat": CAVEAT,
            "query": sentence(dataset, self.selection.query),
            "known_on": None if known_on is None else known_on.isoformat(),
            "dataset": info.dataset_id,
            "title": info.title,
            "version": info.version,
            "digest": dataset.digest,
            "licence": info.licence,
            "attribution": info.attribution,
        }

    def to_arrow(self) -> pa.Table:
        """The claims as an Arrow table.

        Returns
        -------
        pyarrow.Table
            One row a claim, in the order of the data set, with the columns that ``docs/notebook.md`` lists. Instants
            are microseconds in UTC: ``event_start`` inclusive, ``event_end_exclusive`` not, each null where unknown or
            open. ``geometry`` is WKB in EPSG:4326, longitude first, degrees, marked as ``geoarrow.wkb``: a point, or
            the regions of an area as polygons, null without a place. The schema's metadata hold ``about()`` as JSON
            under ``claimline``.
        """
        import pyarrow as pa  # a fifth of a second: only for who wants a table

        where = wkb_of(shapes_of(self.selection))
        crs = json.dumps({"crs": "EPSG:4326", "crs_type": "authority_code"})
        marks = {"ARROW:extension:name": "geoarrow.wkb", "ARROW:extension:metadata": crs}
        table = table_of(self.selection).append_column(pa.field("geometry", where.type, metadata=marks), where)
        return table.replace_schema_metadata({"claimline": json.dumps(self.about(), ensure_ascii=False)})

    def to_geopandas(self) -> gpd.GeoDataFrame:
        """The same table as a GeoDataFrame.

        Returns
        -------
        geopandas.GeoDataFrame
            EPSG:4326; whole numbers are ``Int64``, which can be blank; days are ``datetime.date``; ``attrs`` hold
            ``about()`` under ``claimline``. Claims of one place share one shape.
        """
        import geopandas as gpd  # most of a second: only for who wants a frame
        import pandas as pd
        import pyarrow as pa

        whole = {pa.int64(): pd.Int64Dtype()}
        shapes = shapes_of(self.selection)
        where = gpd.GeoSeries([shapes.each[number] for number in shapes.at], crs="EPSG:4326")
        frame = gpd.GeoDataFrame(table_of(self.selection).to_pandas(types_mapper=whole.get), geometry=where)
        frame.attrs = {"claimline": self.about()}
        return frame
