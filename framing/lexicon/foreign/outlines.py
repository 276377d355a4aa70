"""Outlines: Lexicoder's ``.lc3`` and WordStat's ``.cat``, a category or a word a line."""

from __future__ import annotations

from typing import Final

import regex

from framing.errors import LexiconError
from framing.lexicon.foreign.dictionary import SEPARATOR, Dictionary, Pattern, Warnings

__all__ = ["read_cat", "read_lc3", "write_cat", "write_lc3"]

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
    found: dict[str, list[Pattern]] = {}
    patterns: list[Pattern] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        # Lexicoder sets spaces around a word to keep it from matching inside others; words are whole here anyway.
        line = line.strip()
        if line.startswith("+"):
            patterns = found.setdefault(line[1:].strip(), [])
        elif line:
            if patterns is None:
                raise LexiconError("foreign.lc3", f"'{line}' stands before any category", f"line {number}", "+category")
            patterns.append(Pattern(line))
    return Dictionary({name: tuple(patterns) for name, patterns in found.items()})


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
    found: dict[str, list[Pattern]] = {}
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
            found.setdefault(SEPARATOR.join(name for _, name in above), [])
            continue
        if not above:
            raise LexiconError("foreign.cat", f"'{item}' stands before any category", f"line {number}", "indent it")
        if _RULE.search(item):
            warnings.add("rules and regular expressions are left out", item)
        elif word is not None:
            pattern = Pattern(word[1].replace("_", " ").lower(), float(word[2]))
            found[SEPARATOR.join(name for _, name in above)].append(pattern)
    return Dictionary({name: tuple(patterns) for name, patterns in found.items()})


def write_cat(dictionary: Dictionary, _: Warnings) -> str:
    """Write WordStat's outline."""
    lines: list[str] = []
    for name, patterns in dictionary.categories.items():
        lines.append(name)
        lines += [f"\t{pattern.text.replace(' ', '_')} ({pattern.weight:g})" for pattern in patterns]
    return "\n".join([*lines, ""])
