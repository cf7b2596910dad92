"""Text that would run, load or break something where it is taken for more than text; and a data set full of it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.builders import DatasetBuilder

__all__ = ["PAYLOADS", "hostile_folder"]

# Harmless if it runs: it would set window.__ran. `{{ 7*191 }}` must never become 1337.
PAYLOADS = [
    "<script>window.__ran=1</script>",
    "</script><script>window.__ran=2</script>",
    "<img src=x onerror=window.__ran=3>",
    "${window.__ran=4}",
    "`;window.__ran=5;//",
    "\\u003cimg src=x onerror=window.__ran=6\\u003e",
    "\\x3cscript\\x3ewindow.__ran=7\\x3c/script\\x3e",
    "C:\\users\\xander\\x",
    "{{ 7*191 }}",
    "{% if x %}",
    "{# tag",
    "<!--<script>",
    "javascript:window.__ran=8",
    "'\"><svg onload=window.__ran=9>",
    "![](http://example.org/beacon.png)",
    "=HYPERLINK(1)",
]


def hostile_folder(folder: Path) -> Path:
    """Write a data set whose every text holds all of them."""
    builder = DatasetBuilder(folder)
    text = " ¦ ".join(PAYLOADS)
    for row in range(2, 2 + len(builder.tables["claims.csv"])):
        builder.put("claims.csv", row, "claim", f"claim {row}: {text}")
        builder.put("claims.csv", row, "actor", text)
        builder.put("claims.csv", row, "remark", text)
    for row in range(2, 2 + len(builder.tables["places.csv"])):
        for field in ("name_en", "name_ru", "name_uk", "name_ko", "remark"):
            builder.put("places.csv", row, field, text)
    for row in range(2, 2 + len(builder.tables["reports.csv"])):
        builder.put("reports.csv", row, "title", text).put("reports.csv", row, "remark", text)
        builder.put("reports.csv", row, "url", "http://example.org/?q=javascript:window.__ran=8")
    for row in range(2, 2 + len(builder.tables["assessments.csv"])):
        builder.put("assessments.csv", row, "reason", text).put("assessments.csv", row, "by", text)
    for row in range(2, 2 + len(builder.tables["sources.csv"])):
        builder.put("sources.csv", row, "name", f"{row} {text}")
    builder.info = builder.info.replace('title = "A tiny data set"', f"title = {json.dumps(text)}")
    return builder.write()
