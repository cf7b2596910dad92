"""Make the bundled gazetteer from GeoNames' table of places: ``python -m geodata.ingest.places.make_gazetteer SOURCE``.

``SOURCE`` is a CSV with ``geonameid, name, countrycode, admin1code, latitude, longitude, population`` and
``alternatenames``, which are separated by ``;``. GeoNames' own codes of the first level become ISO 3166-2: those of
the basemap's region in which most of a code's places lie.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from geodata import basemap
from geodata.ingest.places.spelling import key_of

__all__ = ["main", "make"]

_OUT = Path(__file__).with_name("data") / "gazetteer.csv.gz"
_SCRIPTS = re.compile(r"[ 0-9A-Za-z\u00c0-\u024f\u0400-\u052f\u1e00-\u1eff\uac00-\ud7a3]+")  # Latin, Cyrillic, Hangul
_CODE = re.compile(r"[A-Z]{2,4}")  # codes of airports
_LEAST = 3  # letters of a Latin or Cyrillic name: shorter ones are codes
_MAJORITY = 0.6
Row = dict[str, str]


def make(source: Path) -> bytes:
    """The gazetteer as gzipped CSV: the same bytes for the same source.

    Returns
    -------
    bytes
        Columns ``geonameid, name, country`` (ISO 3166-1), ``region`` (ISO 3166-2), ``lat, lon`` (degrees EPSG:4326),
        ``population``, ``keys`` (spellings for looking up, separated by ``;``).

    Raises
    ------
    OSError
        If the source cannot be read.
    ValueError
        If most places of a code of the first level lie in no one region.
    """
    with source.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["geonameid"]))
    regions = _regions(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow("geonameid name country region lat lon population keys".split())
    for row in rows:
        region = regions[row["countrycode"], row["admin1code"]]
        at = (row["latitude"], row["longitude"], row["population"])
        writer.writerow((row["geonameid"], row["name"], row["countrycode"], region, *at, ";".join(_keys(row))))
    return gzip.compress(text.getvalue().encode(), 9, mtime=0)


def _keys(row: Row) -> list[str]:
    found = {key_of(row["name"])}
    for name in row["alternatenames"].split(";"):
        key = key_of(name)
        long_enough = len(key) >= _LEAST or (len(key) == 2 and "가" <= key[0] <= "힣")
        if long_enough and _SCRIPTS.fullmatch(key) and not _CODE.fullmatch(name):
            found.add(key)
    return sorted(found)


def _regions(rows: list[Row]) -> dict[tuple[str, str], str]:
    """The ISO 3166-2 code of each of GeoNames' codes, by where its places lie."""
    import shapely

    codes = sorted(code for code in basemap.known_regions() if "-" in code)
    tree = shapely.STRtree([basemap.region_geometry(code) for code in codes])
    points = shapely.points([[float(row["longitude"]), float(row["latitude"])] for row in rows])
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for at, region in zip(*tree.query_nearest(points, all_matches=False), strict=True):
        row, code = rows[at], codes[region]
        if code.startswith(row["countrycode"]):
            votes[row["countrycode"], row["admin1code"]][code] += 1
    found = {}
    for key, counts in votes.items():
        code, count = counts.most_common(1)[0]
        if count < _MAJORITY * counts.total():
            raise ValueError(f"The places of {key} lie in several regions: {counts}.")
        found[key] = code
    return found


def main(arguments: list[str]) -> None:
    """Write the gazetteer beside this file."""
    _OUT.parent.mkdir(exist_ok=True)
    _OUT.write_bytes(make(Path(arguments[0])))


if __name__ == "__main__":
    main(sys.argv[1:])
