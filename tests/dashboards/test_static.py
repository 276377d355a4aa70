"""Pages as markup: what a browser reads is what was written, and no text becomes an element."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("dash")

from dash import dcc, html

from dashboards.components.links import named
from dashboards.components.static import Static, markup, still
from tests.dashboards.hostile import PAYLOADS

_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20) | st.sampled_from(
    PAYLOADS
)
_LEAVES = _TEXTS | st.integers() | st.none()


def _element(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda make, content, name, title: make(content, className=name, title=title),
        st.sampled_from([html.Div, html.Span, html.Li, html.B]),
        st.lists(children, max_size=4),
        _TEXTS,
        _TEXTS,
    )


class _Reader(HTMLParser):
    """Elements and texts in the order in which a browser meets them."""

    def __init__(self) -> None:
        super().__init__()
        self.met: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.met.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.met and isinstance(self.met[-1], list):
            self.met[-1][0] += data
        else:
            self.met.append([data])


def _expected(node: Any, met: list[Any]) -> list[Any]:
    if isinstance(node, (html.Div, html.Span, html.Li, html.B)):
        tag = type(node).__name__.lower()
        met.append((tag, {"class": vars(node)["className"], "title": vars(node)["title"]}))
        for child in node.children:
            _expected(child, met)
        met.append(f"/{tag}")
    elif node is not None and str(node):
        if met and isinstance(met[-1], list):
            met[-1][0] += str(node)
        else:
            met.append([str(node)])
    return met


@given(st.recursive(_LEAVES, _element, max_leaves=12))
def test_a_browser_reads_what_was_written(tree: Any) -> None:
    reader = _Reader()
    reader.feed(markup([tree]))
    reader.close()
    assert reader.met == _expected(tree, [])


@pytest.mark.parametrize("address", ["javascript:owned(1)", " JavaScript:owned(1)", "data:text/html,x", "http://[x"])
def test_a_link_that_could_be_a_script_leads_nowhere(address: str) -> None:
    assert markup([html.A("read", href=address)]) == '<a href="about:blank">read</a>'
    made = still(html.A("read", href=address))
    assert isinstance(made, Static)
    assert vars(made)["attributes"]["href"] == "about:blank"


def test_what_callbacks_fill_stays_an_element() -> None:
    """Parts and what Dash draws itself are reached by callbacks; all beside them is markup."""
    part = html.Div([html.P("later"), dcc.Store(id="ask-map")], id="part-map")
    made = still(html.Main([html.H1("Title"), part, html.Br(), html.P(["a ", html.B("b")])]))
    assert isinstance(made, html.Main)
    heading, kept, line, paragraph = made.children
    assert (heading.tag, heading.markup) == ("h1", "Title")
    assert (paragraph.tag, paragraph.markup) == ("p", "a <b>b</b>")
    assert isinstance(line, html.Br)
    assert isinstance(kept, html.Div)
    assert [type(child).__name__ for child in kept.children] == ["Static", "Store"]
    assert isinstance(still(html.Div([], id="part-map")), html.Div)


def test_attributes_are_written_as_markup_has_them() -> None:
    style = {"--at": "3%", "maxWidth": "2rem"}
    made = html.Td("x", colSpan=2, hidden=True, tabIndex="-1", style=style, **named({"aria-hidden": "true"}))
    reader = _Reader()
    reader.feed(markup([made]))
    expected = {
        "colspan": "2",
        "hidden": "",
        "tabindex": "-1",
        "style": "--at:3%;max-width:2rem",
        "aria-hidden": "true",
    }
    assert reader.met[0] == ("td", expected)
