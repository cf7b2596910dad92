from __future__ import annotations

import base64
import hashlib

import pytest

from mapapp.timemap.policy import inline_hashes, policy_text


def source_of(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


BLOCKS = [
    ("<script>a()</script>", "script", ["a()"]),
    ("<script>\n a &amp; b < c \n</script>", "script", ["\n a &amp; b < c \n"]),
    ('<script type="module">a()</script><p>x</p><SCRIPT>b()</SCRIPT>', "script", ["a()", "b()"]),
    ('<script src="a.js"></script>', "script", []),
    ('<script type="application/json">{"a":1}</script>', "script", []),
    ("<script>Курск</script>", "script", ["Курск"]),
    ("<style>p{}</style><script>a()</script>", "style", ["p{}"]),
    ("<p>nothing</p>", "script", []),
]


@pytest.mark.parametrize(("html", "tag", "blocks"), BLOCKS)
def test_inline_hashes(html: str, tag: str, blocks: list[str]) -> None:
    assert inline_hashes(html, tag) == [source_of(block) for block in blocks]


def test_a_policy_keeps_the_order_of_its_directives() -> None:
    assert policy_text({"default-src": ["'none'"], "img-src": ["'self'", "data:"]}) == (
        "default-src 'none'; img-src 'self' data:"
    )
