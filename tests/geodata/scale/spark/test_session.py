from __future__ import annotations

import sys

import pytest

from geodata.errors import BuildError
from geodata.scale.spark import connect


def test_a_missing_client_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(BuildError, match=r"pip install -r requirements-spark\.txt"):
        connect("sc://127.0.0.1:15002")
