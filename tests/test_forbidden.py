"""No construct through which a claim's text could run, and no address that a map on a train cannot reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.forbidden import in_markup, in_python, in_script, in_style
from tests.project import CODE, files, relative

Finder = Callable[[str], Iterator[tuple[int, str]]]

FINDERS: dict[str, Finder] = {
    ".py": in_python,
    ".js": in_script,
    ".mjs": in_script,
    ".css": in_style,
    ".html": in_markup,
    ".j2": in_markup,
    ".svg": in_markup,
}
SHIPPED = files((*CODE, "scripts"), tuple(FINDERS))
GUARDED = SHIPPED + tuple(path for path in files(("tests",), (".py",)) if "hostile" not in path.parts)


@pytest.mark.parametrize("path", GUARDED, ids=relative)
def test_a_file_holds_nothing_forbidden(path: Path) -> None:
    found = list(FINDERS[path.suffix](path.read_text(encoding="utf-8")))
    assert [f"{relative(path)}, line {line}: {wrong}" for line, wrong in found] == []


@pytest.mark.parametrize("path", [path for path in SHIPPED if path.suffix in (".js", ".mjs")], ids=relative)
def test_a_script_is_strict(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    is_module = re.search(r"^(?:import|export)\b", source, re.MULTILINE)  # modules are strict by themselves
    assert is_module or re.search(r"^\s*(['\"])use strict\1;", source, re.MULTILINE)


HOST = "https:/" + "/cdn.example.org"  # in two pieces, or this file would be caught by its own guard
FORBIDDEN = [
    (in_python, "folium.Popup('x')"),
    (in_python, "folium.map.Tooltip"),
    (in_python, "from folium import Popup as P"),
    (in_python, "from folium.features import DivIcon, GeoJsonPopup, GeoJsonTooltip, CustomIcon"),
    (in_python, "from folium import Element"),
    (in_python, "getattr(folium, 'Popup')"),
    (in_python, "folium.Marker((1, 2), popup=claim.text)"),
    (in_python, "folium.GeoJson(data, tooltip=text)"),
    (in_python, "branca.element.Element(text)"),
    (in_python, "figure.html.add_child(Element('<b>x</b>'))"),
    (in_python, "branca.element.Html(text, script=True)"),
    (in_python, "branca.element.IFrame(html=text)"),
    (in_python, "Template(f'{{% macro %}} {name}')"),
    (in_python, "Template('a' + name)"),
    (in_python, "st.markdown(text, unsafe_allow_html=True)"),
    (in_python, "st.markdown(text, unsafe_allow_html=False)"),
    (in_python, "st.markdown(text, **{'unsafe_allow_html': True})"),
    (in_python, "options['unsafe_allow_html'] = True"),
    (in_python, "st.html(text)"),
    (in_python, "st.sidebar.html(text)"),
    (in_python, "components.html(text)"),
    (in_python, "st.components.v1.html(text)"),
    (in_python, "from streamlit.components.v1 import html"),
    (in_python, "import pickle"),
    (in_python, "from pickle import loads"),
    (in_python, "def f():\n    import shelve"),
    (in_python, "pd.read_pickle(path)"),
    (in_python, "np.load(path, allow_pickle=True)"),
    (in_python, "eval(text)"),
    (in_python, "exec(text)"),
    (in_python, f"URL = '{HOST}/leaflet.js'"),
    (in_python, f"URL = f'{HOST}/{{version}}/leaflet.css'"),
    (in_script, "node.innerHTML = text;"),
    (in_script, "node['innerHTML'] = text;"),
    (in_script, "node.outerHTML = text;"),
    (in_script, "node.insertAdjacentHTML('beforeend', text);"),
    (in_script, "document.write(text);"),
    (in_script, "document . writeln(text);"),
    (in_script, "eval(text);"),
    (in_script, "(0, eval)(text);"),
    (in_script, "new Function('return 1')();"),
    (in_script, "setTimeout('go()', 10);"),
    (in_script, "link.href = 'javascript:go()';"),
    (in_script, "frame.srcdoc = text;"),
    (in_script, "const url = 'a//b'; node.innerHTML = text;"),
    (in_script, "const pattern = /\\/\\//; node.innerHTML = text;"),
    (in_script, "/* one */ node.innerHTML = text; /* two */"),
    (in_script, f"import('{HOST}/deck.js');"),
    (in_script, f"load('{HOST[6:]}/deck.mjs');"),
    (in_style, f"@import url({HOST}/leaflet.css);"),
    (in_markup, f"<script src='{HOST}/leaflet.js'></script>"),
    (in_markup, "<img src=x onerror=go()>"),
    (in_markup, "<a href='javascript:go()'>go</a>"),
    (in_markup, "<script>go()</script>"),
]
HARMLESS = [
    (in_python, '"""Never st.html, never folium.Popup, never pickle."""'),
    (in_python, "class Layer(MacroElement):\n    _template = Template('{{ this.get_name() }}')"),
    (in_python, "Element()"),
    (in_python, "np.load(path, allow_pickle=False)"),
    (in_python, "folium.GeoJson(data, tooltip=None)"),
    (in_python, "href = 'https:' '//www.naturalearthdata.com/about/'"),
    (in_script, "// innerHTML is never used here\nnode.textContent = text;"),
    (in_script, "/* no eval,\n   no innerHTML */\nnode.textContent = text;"),
    (in_script, "setTimeout(() => go(), 10); const evaluated = true;"),
    (in_style, "a { background: url(data:image/png;base64,AA==) }"),
    (in_markup, '<script src="app.js"></script><script type="application/json">{}</script>'),
]


@pytest.mark.parametrize(("find", "source"), FORBIDDEN)
def test_the_guard_catches(find: Finder, source: str) -> None:
    assert list(find(source)) != []


@pytest.mark.parametrize(("find", "source"), HARMLESS)
def test_the_guard_lets_through(find: Finder, source: str) -> None:
    assert list(find(source)) == []


def test_the_guard_names_the_line() -> None:
    assert [line for line, _ in in_python("x = 1\n\nimport pickle")] == [3]
    assert [line for line, _ in in_script("/* a\n b */\nnode.innerHTML = 1;")] == [3]
