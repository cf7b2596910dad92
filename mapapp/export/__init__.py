"""A selection as a picture and as a file; none needs a browser.

::

    from geodata.datasets import bundled_path
    from geodata.ingest import load_dataset
    from geodata.store import ClaimQuery, select
    from mapapp.export import SIDECAR, Look, save

    dataset = load_dataset(bundled_path())
    saved = save(select(dataset, ClaimQuery(text="sappers")), ".png", Look(theme="dark"))
    Path("map.png").write_bytes(saved.content)
    if saved.manifest is not None:  # a format that has no room for it
        Path("map.png" + SIDECAR).write_bytes(saved.manifest)

``FORMATS`` names every format by its suffix; a library that one of them needs is loaded when it is first saved.
"""

from mapapp.export.formats import FORMATS
from mapapp.export.geojson import to_geojson
from mapapp.export.look import Look
from mapapp.export.save import SIDECAR, Saved, save
from mapapp.export.snapshot import draw_snapshot

__all__ = ["FORMATS", "SIDECAR", "Look", "Saved", "draw_snapshot", "save", "to_geojson"]
