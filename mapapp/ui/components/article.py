"""A page of text, tables and links that shows every word as it is written: no markdown, no markup.

Streamlit's own tables and texts read markdown, which formats what a data set says and loads the images it names. Here
the words travel as data, and ``assets/article.js`` puts them into the page as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

import streamlit as st

from geodata.model import Status
from mapapp.api import page_style_address
from mapapp.palette import STATUS_STYLES

__all__ = [
    "Block",
    "Cell",
    "code",
    "contents",
    "entries",
    "entry",
    "facts",
    "heading",
    "link",
    "links",
    "show_article",
    "status_badge",
    "table",
    "text",
    "tiles",
]

# One part of a page, as article.js reads it
Block: TypeAlias = dict[str, Any]
# What stands in a table: text, or text with a link or a badge
Cell: TypeAlias = str | dict[str, str]

_SCRIPT = (Path(__file__).parent / "assets" / "article.js").read_text(encoding="utf-8")
_article = st.components.v2.component("claimline_article", js=_SCRIPT, isolate_styles=False)


def heading(words: str, *, level: Literal[1, 2, 3] = 2, anchor: str = "") -> Block:
    """A heading; ``anchor`` is the id by which :func:`contents` leads to it."""
    return {"kind": "heading", "level": level, "text": words, "anchor": anchor}


def text(words: str, *, tone: Literal["plain", "lead", "muted", "warning"] = "plain") -> Block:
    """A paragraph."""
    return {"kind": "text", "text": words, "tone": tone}


def code(words: str) -> Block:
    """A line for the shell."""
    return {"kind": "code", "text": words}


def link(words: str, href: str) -> dict[str, str]:
    """A link, for :func:`links` and as a cell; only addresses of our own and of http and https become links."""
    return {"text": words, "href": href}


def links(given: Iterable[dict[str, str]]) -> Block:
    """A line of links."""
    return {"kind": "links", "links": list(given)}


def contents(headings: Iterable[Block]) -> Block:
    """A table of contents of some headings, those with an anchor."""
    found = [{"text": each["text"], "anchor": each["anchor"]} for each in headings if each.get("anchor")]
    return {"kind": "contents", "links": found}


def status_badge(status: Status) -> dict[str, str]:
    """A cell that shows a status as map and list do: its letter on its colour, and its label."""
    style = STATUS_STYLES[status]
    return {"text": status.label, "letter": style.letter, "colour": style.colour, "ink": style.ink}


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], *, numeric: Iterable[int] = ()) -> Block:
    """A table.

    Parameters
    ----------
    caption : str
        What it shows, read out before it.
    head : sequence of str
        Names of the columns; the first column names the row.
    rows : iterable of sequence of Cell
        As long as ``head`` each.
    numeric : iterable of int
        Columns of numbers, counted from 0, set flush right.
    """
    return {
        "kind": "table",
        "caption": caption,
        "head": list(head),
        "rows": [list(row) for row in rows],
        "numeric": sorted(numeric),
    }


def facts(given: Iterable[tuple[str, str]]) -> Block:
    """Pairs of a name and what is known under it; those of which nothing is known are left out."""
    return {"kind": "facts", "facts": [[name, words] for name, words in given if words]}


def tiles(given: Iterable[tuple[str, str, str, str]]) -> Block:
    """Figures side by side: each with its class in the style sheet, the figure, what it counts, and what that means."""
    return {"kind": "tiles", "tiles": [list(one) for one in given]}


def entry(kind: str, label: str, words: str, *, href: str, link_words: str) -> dict[str, str]:
    """One entry of :func:`entries`: a label, a sentence and a link; ``kind`` names its class in the style sheet."""
    return {"kind": kind, "label": label, "text": words, "href": href, "link": link_words}


def entries(given: Iterable[dict[str, str]]) -> Block:
    """A list of entries, one a line."""
    return {"kind": "entries", "entries": list(given)}


def show_article(blocks: Sequence[Block], *, key: str) -> None:
    """Show a page.

    Parameters
    ----------
    blocks : sequence of Block
        In order.
    key : str
        Names the place in the page; one for each article.
    """
    _article(key=key, data={"style": page_style_address(), "blocks": list(blocks)})
