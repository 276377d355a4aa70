"""What no callback changes goes to the browser as markup: Dash takes a millisecond to put one element in place.

A page has some thousand elements and a handful that callbacks fill; the others are one string that the browser reads
by itself. ``python -m tests.benchmarks.browsing`` measures what that is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

import regex
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child

__all__ = ["Static", "markup", "still"]

#: Begins the ids of what callbacks fill.
_FILLED: Final = "part-"
#: Elements without content.
_VOID: Final = frozenset({"br", "col", "hr", "img", "input", "wbr"})
#: Names of attributes as React has them → as markup has them; further ones differ by capitals alone.
_NAMES: Final = {"className": "class", "htmlFor": "for"}
#: Names of elements that are others in Python.
_TAGS: Final = {"MapEl": "map", "ObjectEl": "object"}
#: What a component knows of itself, beside its attributes.
_OWN: Final = frozenset({"children", "available_properties", "available_wildcard_properties", "n_clicks", "key"})
#: Where a link may lead; any other scheme could be a script.
_SCHEMES: Final = frozenset({"", "http", "https", "mailto"})
_CAPITAL: Final = regex.compile(r"[A-Z]")


class Static(Component):
    """An element with all that is in it as markup; the browser's half stands in assets/static.js.

    Args:
        tag: its name.
        attributes: its own, as React has them.
        markup: what is in it.
    """

    _namespace = "framing_static"
    _type = "Static"

    def __init__(self, tag: str, attributes: Mapping[str, Any], markup: str) -> None:
        self._prop_names = ["tag", "attributes", "markup"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        super().__init__(tag=tag, attributes=attributes, markup=markup)  # type: ignore[no-untyped-call]


def still(tree: Child) -> Child:
    """A page or a part of one, with the largest parts that no callback fills as markup."""
    if not isinstance(tree, Component):
        return tree
    content = _content(tree)
    inner = markup(content) if _is_element(tree) and all(map(_is_still, content)) else None
    if inner is not None and _tag(tree) not in _VOID:
        return Static(_tag(tree), _attributes(tree), inner)
    if not content:
        return tree
    moved = copy(tree)
    moved.children = [still(child) for child in content]
    return moved


def markup(content: Sequence[Child]) -> str:
    """Elements and texts as HTML.

    Example:
        >>> markup([html.P(["1 < 2 ", html.A("so", href="/?q=a&b", className="view")])])
        '<p>1 &lt; 2 <a class="view" href="/?q=a&amp;b">so</a></p>'
    """
    pieces: list[str] = []
    _write(content, pieces)
    return "".join(pieces)


def _write(content: Sequence[Child], pieces: list[str]) -> None:
    for node in content:
        if node is None or isinstance(node, bool):
            continue
        if not isinstance(node, Component):
            pieces.append(escape(str(node), quote=False))
            continue
        tag = _tag(node)
        written = "".join(f" {name}{value}" for name, value in _written(_attributes(node)))
        pieces.append(f"<{tag}{written}>")
        if tag not in _VOID:
            _write(_content(node), pieces)
            pieces.append(f"</{tag}>")


def _content(node: Component) -> list[Child]:
    children = getattr(node, "children", None)
    if children is None:
        return []
    return list(children) if isinstance(children, (list, tuple)) else [children]


def _is_element(node: Component) -> bool:
    identity = getattr(node, "id", "")
    return type(node).__module__.startswith(html.__name__) and not str(identity).startswith(_FILLED)


def _is_still(node: Child) -> bool:
    return not isinstance(node, Component) or (_is_element(node) and all(map(_is_still, _content(node))))


def _tag(node: Component) -> str:
    name = type(node).__name__
    return _TAGS.get(name, name.lower())


def _attributes(node: Component) -> dict[str, Any]:
    """Those of an element; a link that could be a script leads nowhere, as Dash has it too."""
    # Dash keeps them in another order in each process.
    given = {name: vars(node)[name] for name in sorted(vars(node)) if name not in _OWN and not name.startswith("_")}
    if not _is_safe(given.get("href", "")):
        given["href"] = "about:blank"
    return given


def _is_safe(address: object) -> bool:
    try:
        return urlsplit(str(address).strip()).scheme.casefold() in _SCHEMES
    except ValueError:
        return False


def _written(attributes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The attributes that are set, each with what stands behind its name."""
    written = []
    for name, value in attributes.items():
        is_word = name.startswith(("data-", "aria-"))
        if value is None or (value is False and not is_word):
            continue
        if name == "style":
            text = ";".join(f"{_hyphened(key)}:{part}" for key, part in value.items())
        elif isinstance(value, bool):
            text = str(value).lower() if is_word else ""
        else:
            text = str(value)
        written.append((_NAMES.get(name, name if is_word else name.lower()), f'="{escape(text)}"'))
    return written


def _hyphened(name: str) -> str:
    """A property of CSS as a style sheet writes it."""
    return name if name.startswith("--") else _CAPITAL.sub(lambda match: "-" + match.group().lower(), name)
