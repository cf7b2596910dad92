"""The bundled data sets, as folders of plain files."""

from __future__ import annotations

from pathlib import Path

__all__ = ["BUNDLED", "bundled_path"]

# Id of the data set that the app opens with
BUNDLED = "nk-in-russia"


def bundled_path(dataset_id: str = BUNDLED) -> Path:
    """Folder of a bundled data set.

    Raises
    ------
    KeyError
        If none of that id is bundled.
    """
    folder = Path(__file__).parent / dataset_id
    if not (folder / "dataset.toml").is_file():
        raise KeyError(dataset_id)
    return folder
