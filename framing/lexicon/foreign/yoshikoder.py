"""Yoshikoder's ``.ykd``: XML of nested ``cnode`` with ``pnode`` leaves.

A document type declaration is refused, so that there are no entities: neither bombs nor files of the machine.
"""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from framing.errors import LexiconError
from framing.lexicon.foreign.dictionary import SEPARATOR, Dictionary, Pattern, Warnings

__all__ = ["read_ykd", "write_ykd"]

_DEPTH: Final = 50


def read_ykd(text: str, _: Warnings) -> Dictionary:
    """Read a dictionary.

    Raises:
        LexiconError: no XML, a document type declaration, or another root than ``dictionary``.

    Example:
        >>> read_ykd('<dictionary><cnode name="a"><pnode name="art*"/></cnode></dictionary>', Warnings()).categories
        {'a': (Pattern(text='art*', weight=1.0),)}
    """
    _refuse_declarations(text)
    # Nothing is declared, so there are no entities.
    root = ElementTree.fromstring(text)
    if root.tag != "dictionary":
        raise LexiconError("foreign.ykd", f"the root is '{root.tag}'", "line 1", "a Yoshikoder file has 'dictionary'")
    found: dict[str, list[Pattern]] = {}
    for node in root:
        # Yoshikoder wraps everything in one node with the dictionary's own name.
        _collect(node, (), found)
    return Dictionary({name: tuple(patterns) for name, patterns in found.items()})


def _refuse_declarations(text: str) -> None:
    parser = expat.ParserCreate()
    depth = 0

    def declared(*_: object) -> None:
        line = parser.CurrentLineNumber
        raise LexiconError("foreign.xml-doctype", "a document type declaration", f"line {line}", "take it out")

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            line = parser.CurrentLineNumber
            raise LexiconError("foreign.ykd", "nested too deeply", f"line {line}", f"at most {_DEPTH} levels")

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise LexiconError("foreign.xml", expat.ErrorString(error.code), f"line {error.lineno}", "correct it") from None


def _collect(node: ElementTree.Element, path: tuple[str, ...], found: dict[str, list[Pattern]]) -> None:
    if node.tag != "cnode":
        return
    path = (*path, node.get("name", "").strip())
    own = [leaf for leaf in node if leaf.tag == "pnode"]
    inner = [leaf for leaf in node if leaf.tag == "cnode"]
    if own or not inner:
        patterns = found.setdefault(SEPARATOR.join(path), [])
        patterns += [Pattern(leaf.get("name", "").strip(), _score(leaf)) for leaf in own]
    for leaf in inner:
        _collect(leaf, path, found)


def _score(leaf: ElementTree.Element) -> float:
    try:
        return float(leaf.get("score") or 1)
    except ValueError:
        raise LexiconError("foreign.ykd", f"'{leaf.get('score')}' is no number", leaf.get("name", ""), "") from None


def write_ykd(dictionary: Dictionary, _: Warnings) -> str:
    """Write a dictionary; a weight is a ``score``."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<dictionary style="060426">']
    for name, patterns in dictionary.categories.items():
        lines.append(f"  <cnode name={quoteattr(name)}>")
        for pattern in patterns:
            score = "" if pattern.weight == 1 else f' score="{pattern.weight:g}"'
            lines.append(f"    <pnode name={quoteattr(pattern.text)}{score}/>")
        lines.append("  </cnode>")
    return "\n".join([*lines, "</dictionary>", ""])
