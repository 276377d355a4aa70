"""What many sites share around their articles: the patterns of ``lexicons/boilerplate.csv``.

One row a pattern: ``rule`` says what it cuts, ``starts`` is what a line must begin with, ``rest`` what must
follow to its end. A pattern covers a whole stripped line: a loose one would cost a paragraph. Rows whose rule
begins with ``=`` name pieces that others use as ``<name>``. ``starts`` is kept apart because Polars also
searches it, in all lines at once, so that only texts with something to cut are looked at line by line; it may
begin with ``.{0,200}`` and a group of words.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import regex

from framing.resources import lexicons_folder

__all__ = ["OTHER_SCRIPT", "START_CHARS", "general_rule", "triggers"]

#: The rule that only holds in articles of the scripts that the toolkit reads.
OTHER_SCRIPT: Final = "other-script"

#: Characters that a line of a site may have; no pattern reaches further, and longer lines are paragraphs.
_LONGEST: Final = 450

#: Characters of a stripped line within which each ``starts`` ends, but for those that begin with anything.
START_CHARS: Final = 40

_ANYTHING: Final = ".{0,200}"
_PIECE: Final = regex.compile(r"<([a-z]+)>")


@dataclass(frozen=True, slots=True)
class _Patterns:
    rules: tuple[tuple[str, regex.Pattern[str]], ...]
    open: tuple[tuple[str, regex.Pattern[str]], ...]
    start: str
    words: tuple[str, ...]


def general_rule(line: str) -> str | None:
    """The rule by which a line is no part of an article.

    Args:
        line: stripped.

    Returns:
        The first rule, in the order of the file, whose pattern covers the line; null where none does.
        :data:`OTHER_SCRIPT` only means something in an article that is mainly in another script than the line.

    Example:
        >>> general_rule("ये भी पढ़ें: दूसरी खबर"), general_rule("यह भी पढ़ने वालों ने कहा।")
        ('teaser', None)
    """
    possible = _possible(line[:2])
    if len(line) > _LONGEST or not (possible or any(word in line for word in _patterns().words)):
        return None
    # Patterns are written in NFC; pages are not (पढ़ें has two spellings that look the same).
    line = unicodedata.normalize("NFC", line)
    return next((rule for rule, pattern in (possible or _patterns().open) if pattern.fullmatch(line)), None)


def triggers() -> tuple[str, tuple[str, ...]]:
    """What Polars looks for in all lines at once.

    Returns:
        A pattern for the first :data:`START_CHARS` characters of a stripped line, and words; a line for which
        :func:`general_rule` has a rule begins with the one or has one of the others in it.
    """
    return _patterns().start, _patterns().words


@lru_cache(maxsize=100_000)
def _possible(start: str) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """The patterns that a line beginning so may still match; none where only those may that begin with anything."""
    patterns = _patterns()
    found = tuple((rule, pattern) for rule, pattern in patterns.rules if pattern.fullmatch(start, partial=True))
    return () if found == patterns.open else found


@cache
def _patterns() -> _Patterns:
    pieces: dict[str, str] = {}
    rules: list[tuple[str, regex.Pattern[str]]] = []
    starts: dict[str, None] = {}
    with (lexicons_folder() / "boilerplate.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            begin, rest = (
                _PIECE.sub(lambda name: f"(?:{pieces[name[1]]})", unicodedata.normalize("NFC", row[column]))
                for column in ("starts", "rest")
            )
            if row["rule"].startswith("="):
                pieces[row["rule"][1:]] = rest
            else:
                starts[begin] = None
                rules.append((row["rule"], regex.compile(rf"(?:{begin})(?:{rest})")))
    words = [begin.removeprefix(_ANYTHING) for begin in starts if begin.startswith(_ANYTHING)]
    anchored = "|".join(f"(?:{begin})" for begin in starts if not begin.startswith(_ANYTHING))
    plain = tuple(word for group in words for word in group.removeprefix("(?:").removesuffix(")").split("|"))
    open_rules = tuple((rule, pattern) for rule, pattern in rules if pattern.pattern.startswith(f"(?:{_ANYTHING}"))
    return _Patterns(tuple(rules), open_rules, f"^(?:{anchored})", plain)
