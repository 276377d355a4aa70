"""Dictionaries whose categories are nested: quanteda's YAML, Yoshikoder's XML, Lexicoder's and WordStat's outlines.

Yoshikoder's ``.ykd``: XML of nested ``cnode`` with ``pnode`` leaves.

A document type declaration is refused, so that there are no entities: neither bombs nor files of the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

import regex
import yaml

from framing.errors import LexiconError
from framing.lexicon.foreign.dictionary import SEPARATOR, Dictionary, Pattern, Warnings

__all__ = ["read_cat", "read_lc3", "read_yaml", "read_ykd", "write_cat", "write_lc3", "write_yaml", "write_ykd"]


#: Deeper nesting is refused; dictionaries have two or three levels.
_LEVELS: Final = 20


class _NoAliases(yaml.SafeLoader):
    """A loader in which nothing refers to anything else, so that a small file stays small."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            where = f"line {event.start_mark.line + 1}"
            raise LexiconError("foreign.yaml-alias", "the file has an alias (*name)", where, "write it out")
        return super().compose_node(parent, index)


def read_yaml(text: str, _: Warnings) -> Dictionary:
    r"""Read a dictionary.

    Raises:
        LexiconError: no YAML, an alias, or something other than maps, lists and words.

    Example:
        >>> read_yaml("tone:\n  good: [fine, happ*]\n", Warnings()).categories["tone.good"][1].text
        'happ*'
    """
    try:
        # A SafeLoader underneath: nothing of the file is run.
        data = yaml.load(text, Loader=_NoAliases)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        what = str(getattr(error, "problem", None) or error)
        raise LexiconError("foreign.yaml", what, where, "correct the file") from None
    except RecursionError:
        raise LexiconError("foreign.yaml", "nested too deeply", "", f"at most {_LEVELS} levels") from None
    if not isinstance(data, dict):
        raise LexiconError("foreign.yaml", "the file is no map of categories", "line 1", "write 'category:' and a list")
    categories: dict[str, list[Pattern]] = {}
    for name, word in _leaves(data, ()):
        categories.setdefault(name, [])
        if word is not None:
            categories[name].append(Pattern(word))
    return Dictionary({name: tuple(patterns) for name, patterns in categories.items()})


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    if len(path) > _LEVELS:
        raise LexiconError("foreign.yaml", "nested too deeply", SEPARATOR.join(path[:3]), f"at most {_LEVELS} levels")
    name = SEPARATOR.join(path)
    match value:
        case dict():
            for key, inner in value.items():
                yield from _leaves(inner, (*path, _word(key, name)))
        case list():
            yield name, None
            for item in value:
                if isinstance(item, dict):
                    yield from _leaves(item, path)
                else:
                    yield name, _word(item, name)
        case None:
            yield name, None
        case _:
            yield name, _word(value, name)


def _word(value: Any, where: str) -> str:
    # YAML reads a bare no, yes, on and off as truth values; a dictionary means the words.
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value).strip()
    raise LexiconError("foreign.yaml", f"'{value}' is no word", where, "write words and lists of words")


def write_yaml(dictionary: Dictionary, warnings: Warnings) -> str:
    """Write a dictionary; a weight is lost."""
    tree: dict[str, Any] = {}
    for name, patterns in dictionary.categories.items():
        for pattern in patterns:
            if pattern.weight != 1:
                warnings.add("weights are lost", pattern.text)
        tree[name] = [pattern.text for pattern in patterns]
    return str(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000))


_XML_DEPTH: Final = 50


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
    categories: dict[str, list[Pattern]] = {}
    for node in root:
        # Yoshikoder wraps everything in one node with the dictionary's own name.
        _collect(node, (), categories)
    return Dictionary({name: tuple(patterns) for name, patterns in categories.items()})


def _refuse_declarations(text: str) -> None:
    parser = expat.ParserCreate()
    depth = 0

    def declared(*_: object) -> None:
        line = parser.CurrentLineNumber
        raise LexiconError("foreign.xml-doctype", "a document type declaration", f"line {line}", "take it out")

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _XML_DEPTH:
            line = parser.CurrentLineNumber
            raise LexiconError("foreign.ykd", "nested too deeply", f"line {line}", f"at most {_XML_DEPTH} levels")

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


def _collect(node: ElementTree.Element, path: tuple[str, ...], categories: dict[str, list[Pattern]]) -> None:
    if node.tag != "cnode":
        return
    path = (*path, node.get("name", "").strip())
    own = [leaf for leaf in node if leaf.tag == "pnode"]
    inner = [leaf for leaf in node if leaf.tag == "cnode"]
    if own or not inner:
        patterns = categories.setdefault(SEPARATOR.join(path), [])
        patterns += [Pattern(leaf.get("name", "").strip(), _score(leaf)) for leaf in own]
    for leaf in inner:
        _collect(leaf, path, categories)


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


_WEIGHTED: Final = regex.compile(r"(.+?)\s*\(([0-9.]+)\)")
#: WordStat's proximity rules and regular expressions.
_RULE: Final = regex.compile(r"^@|\b(NEAR|AFTER|BEFORE)\b|^/")


def read_lc3(text: str, _: Warnings) -> Dictionary:
    r"""Read Lexicoder's list: ``+category``, then a pattern a line.

    Raises:
        LexiconError: a pattern before the first category.

    Example:
        >>> list(read_lc3("+negative\na lie\nabandon*\n", Warnings()).categories)
        ['negative']
    """
    categories: dict[str, list[Pattern]] = {}
    patterns: list[Pattern] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        # Lexicoder sets spaces around a word to keep it from matching inside others; words are whole here anyway.
        line = line.strip()
        if line.startswith("+"):
            patterns = categories.setdefault(line[1:].strip(), [])
        elif line:
            if patterns is None:
                raise LexiconError("foreign.lc3", f"'{line}' stands before any category", f"line {number}", "+category")
            patterns.append(Pattern(line))
    return Dictionary({name: tuple(patterns) for name, patterns in categories.items()})


def write_lc3(dictionary: Dictionary, warnings: Warnings) -> str:
    """Write Lexicoder's list; a weight is lost."""
    lines: list[str] = []
    for name, patterns in dictionary.categories.items():
        lines.append(f"+{name}")
        for pattern in patterns:
            lines.append(pattern.text)
            if pattern.weight != 1:
                warnings.add("weights are lost", pattern.text)
    return "\n".join([*lines, ""])


def read_cat(text: str, warnings: Warnings) -> Dictionary:
    """Read WordStat's outline: categories and ``WORD (weight)``, indented with tabs; ``_`` stands for a space.

    Raises:
        LexiconError: a word before the first category.
    """
    categories: dict[str, list[Pattern]] = {}
    above: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip("\t "))
        above = [(depth, name) for depth, name in above if depth < indent]
        item = line.strip()
        word = _WEIGHTED.fullmatch(item)
        if word is None and not _RULE.search(item):
            above.append((indent, item))
            categories.setdefault(SEPARATOR.join(name for _, name in above), [])
            continue
        if not above:
            raise LexiconError("foreign.cat", f"'{item}' stands before any category", f"line {number}", "indent it")
        if _RULE.search(item):
            warnings.add("rules and regular expressions are left out", item)
        elif word is not None:
            pattern = Pattern(word[1].replace("_", " ").lower(), float(word[2]))
            categories[SEPARATOR.join(name for _, name in above)].append(pattern)
    return Dictionary({name: tuple(patterns) for name, patterns in categories.items()})


def write_cat(dictionary: Dictionary, _: Warnings) -> str:
    """Write WordStat's outline."""
    lines: list[str] = []
    for name, patterns in dictionary.categories.items():
        lines.append(name)
        lines += [f"\t{pattern.text.replace(' ', '_')} ({pattern.weight:g})" for pattern in patterns]
    return "\n".join([*lines, ""])
