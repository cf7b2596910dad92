"""The data set that the data API answers about in these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import DatasetBuilder


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetBuilder:
    """The data set that is served."""
    builder = DatasetBuilder(tmp_path / "served")
    builder.write()
    monkeypatch.setenv("CLAIMLINE_DATASET", str(builder.folder))
    monkeypatch.setenv("CLAIMLINE_HOME", str(tmp_path / "home"))
    return builder
