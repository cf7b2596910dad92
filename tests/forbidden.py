"""What may not stand in our files, and how it is found: Python by its syntax tree, the rest by its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

# folium renders every string it is given a second time, as a template on the server: it never sees text.
_FOLIUM_TEXT = {"Popup", "Tooltip", "DivIcon", "GeoJsonPopup", "GeoJsonTooltip", "CustomIcon"}
_FOLIUM_KEYWORDS = {"popup", "tooltip"}
_BRANCA_TEXT = {"Element", "Html", "IFrame"}
_UNSAFE = "unsafe_allow_html"
_UNPICKLERS = {"pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
_UNPICKLING_CALLS = {"read_pickle", "to_pickle"}

_ASSET = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}(?::\d+)?/[^\s\"'`<>]*\.(?:js|css|mjs)\b", re.IGNORECASE)
_COMMENTS = re.compile(
    r"(\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|/\*.*?\*/|(?:(?<=\s)|^)//[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_SCRIPT = {
    "parses text as HTML": re.compile(
        r"\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bsetHTMLUnsafe\b|\bcreateContextualFragment\b|\bsrcdoc\b"
    ),
    "writes the document": re.compile(r"\bdocument\s*\.\s*write(?:ln)?\b"),
    "runs text as code": re.compile(
        r"\beval\b|\bFunction\s*\(|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]|(?i:\bjavascript:)"
    ),
}
_MARKUP = {
    "runs script from markup": re.compile(r"\son[a-z]+\s*=|\bjavascript:|\bsrcdoc\s*=", re.IGNORECASE),
    "keeps script in the page": re.compile(r"<script(?![^>]*\b(?:src|type=\"application/json\"))[^>]*>\s*[^\s<]", re.I),
}


def in_python(source: str) -> Iterator[tuple[int, str]]:
    """Each forbidden construct of a Python source: its line and what is wrong with it."""
    for node in ast.walk(ast.parse(source)):
        for wrong in _in_node(node):
            yield getattr(node, "lineno", 0), wrong


def in_script(source: str) -> Iterator[tuple[int, str]]:
    """Each forbidden construct of a JavaScript source; comments are passed over, strings are not."""
    code = _COMMENTS.sub(lambda match: match[1] or "\n" * match[0].count("\n"), source)
    yield from _in_text(code, _SCRIPT)
    yield from in_style(code)


def in_style(source: str) -> Iterator[tuple[int, str]]:
    """Each address of somebody else's script or style sheet; in CSS and in any other text."""
    yield from _in_text(source, {"loads from a stranger": _ASSET})


def in_markup(source: str) -> Iterator[tuple[int, str]]:
    """Each forbidden construct of an HTML file or template."""
    yield from _in_text(source, _MARKUP)
    yield from in_style(source)


def _in_text(text: str, rules: dict[str, re.Pattern[str]]) -> Iterator[tuple[int, str]]:
    for wrong, pattern in rules.items():
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, f"{wrong}: {match[0].strip()}"


def _in_node(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from _in_import(node)
    elif isinstance(node, ast.Attribute) and node.attr in _FOLIUM_TEXT:
        yield f"folium never sees text: {node.attr}"
    elif isinstance(node, ast.Call):
        yield from _in_call(node)
    elif isinstance(node, ast.Dict | ast.Subscript):
        keys = node.keys if isinstance(node, ast.Dict) else [node.slice]
        if any(isinstance(key, ast.Constant) and key.value == _UNSAFE for key in keys):
            yield f"shows text as HTML: {_UNSAFE}"
    elif isinstance(node, ast.JoinedStr | ast.Constant):
        yield from (f"loads from a stranger: {match[0]}" for match in _ASSET.finditer(_text(node)))


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    """The text of a literal; what an f-string fills in is written as ``0``."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "0" for part in node.values)
    return node.value if isinstance(node.value, str) else ""


def _in_import(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        top = (module or alias.name).split(".")[0]
        if top in _UNPICKLERS:
            yield f"runs what it reads: {top}"
        if top == "folium" and alias.name in _FOLIUM_TEXT | _BRANCA_TEXT:
            yield f"folium never sees text: {alias.name}"
        if top == "streamlit" and alias.name == "html":
            yield "shows text as HTML: streamlit's html"


def _in_call(node: ast.Call) -> Iterator[str]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = bool(node.args or node.keywords)
    if called in _BRANCA_TEXT and given:
        yield f"folium never sees text: {called} with text"
    if called == "Template" and node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
        yield "a template is a constant: nothing is pasted into it"
    if isinstance(node.func, ast.Attribute) and called == "html":
        yield "shows text as HTML: .html()"
    if isinstance(node.func, ast.Name) and called in ("eval", "exec"):
        yield f"runs text as code: {called}"
    if called in _UNPICKLING_CALLS:
        yield f"runs what it reads: {called}"
    if called == "getattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
        name = node.args[1].value
        if name in _FOLIUM_TEXT | _BRANCA_TEXT | {"html"}:
            yield f"forbidden by any name: {name}"
    for keyword in node.keywords:
        yield from _in_keyword(keyword)


def _in_keyword(keyword: ast.keyword) -> Iterator[str]:
    off = isinstance(keyword.value, ast.Constant) and not keyword.value.value
    if keyword.arg == _UNSAFE:
        yield f"shows text as HTML: {_UNSAFE}"
    if keyword.arg in _FOLIUM_KEYWORDS and not off:
        yield f"folium never sees text: {keyword.arg}="
    if keyword.arg == "allow_pickle" and not off:
        yield "runs what it reads: allow_pickle"
