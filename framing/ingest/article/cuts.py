"""What cleaning took out of a text, and how the text is put together again.

A cut stands at an offset of the text that was kept; put back there, in order, the cuts give the raw text, character by
character. So the raw text is kept without being stored twice.

What many sites share around their articles: the patterns of ``lexicons/boilerplate.csv``.

One row a pattern: ``rule`` says what it cuts, ``starts`` is what a line must begin with, ``rest`` what must
follow to its end. A pattern covers a whole stripped line: a loose one would cost a paragraph. Rows whose rule
begins with ``=`` name pieces that others use as ``<name>``. ``starts`` is kept apart because Polars also
searches it, in all lines at once, so that only texts with something to cut are looked at line by line; it may
begin with ``.{0,200}`` and a group of words.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import regex

from framing.expressions import expression
from framing.resources import lexicons_folder

__all__ = [
    "OTHER_SCRIPT",
    "START_CHARS",
    "Cut",
    "compose",
    "cut_spans",
    "general_rule",
    "rebuild",
    "restore",
    "triggers",
]


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece left out.

    Attributes:
        at: offset (code points) in the text that was kept, where the piece stood.
        text: the piece, with the line break that went with it.
        rule: why; ``space`` for blank lines and spaces around lines.
    """

    at: int
    text: str
    rule: str


def cut_spans(raw: str, spans: Iterable[tuple[int, int, str]]) -> tuple[str, tuple[Cut, ...]]:
    """Take spans out of a text.

    Args:
        raw: the text.
        spans: (start, end, rule), in order and without overlap.

    Returns:
        What is left, and the cuts.

    Example:
        >>> cut_spans("a bad day", [(2, 6, "tags")])
        ('a day', (Cut(at=2, text='bad ', rule='tags'),))
    """
    kept: list[str] = []
    cuts: list[Cut] = []
    end, size = 0, 0
    for start, stop, rule in spans:
        kept.append(raw[end:start])
        size += start - end
        cuts.append(Cut(size, raw[start:stop], rule))
        end = stop
    return "".join([*kept, raw[end:]]), tuple(cuts)


def rebuild(text: str, cuts: Sequence[Cut]) -> str:
    """The raw text.

    Example:
        >>> rebuild("a day", [Cut(2, "bad ", "tags")])
        'a bad day'
    """
    pieces: list[str] = []
    start = 0
    for cut in cuts:
        pieces += [text[start : cut.at], cut.text]
        start = cut.at
    return "".join([*pieces, text[start:]])


def restore(text: str, cuts: Sequence[Cut], *, keep: Iterable[str]) -> tuple[str, tuple[Cut, ...]]:
    """Put cuts back, but for those of some rules.

    Args:
        text: what was kept.
        cuts: what was not.
        keep: rules whose cuts stay cut.

    Returns:
        The text with the other cuts in it, and the cuts that stay.

    Example:
        >>> restore("a day", [Cut(0, "* ", "space"), Cut(2, "bad ", "tags")], keep=["space"])
        ('a bad day', (Cut(at=0, text='* ', rule='space'),))
    """
    stays = frozenset(keep)
    pieces: list[str] = []
    left: list[Cut] = []
    start, moved = 0, 0
    for cut in cuts:
        pieces.append(text[start : cut.at])
        start = cut.at
        if cut.rule in stays:
            left.append(Cut(cut.at + moved, cut.text, cut.rule))
        else:
            pieces.append(cut.text)
            moved += len(cut.text)
    return "".join([*pieces, text[start:]]), tuple(left)


def compose(first: Sequence[Cut], second: Sequence[Cut]) -> tuple[Cut, ...]:
    """The cuts of two cleanings, one after the other, as those of one.

    Args:
        first: with offsets in the text that the first cleaning left.
        second: with offsets in the text that the second left.

    Returns:
        All cuts, with offsets in the text that the second left. A cut of the second that has one of the first within it
        becomes several.

    Example:
        >>> compose([Cut(1, "x", "tags")], [Cut(0, "ab", "date")])
        (Cut(at=0, text='a', rule='date'), Cut(at=0, text='x', rule='tags'), Cut(at=0, text='b', rule='date'))
    """
    merged: list[Cut] = []
    waiting = list(reversed(first))
    removed = 0  # Characters of the first text that the second has taken out so far.
    for cut in second:
        start = cut.at + removed
        while waiting and waiting[-1].at <= start:
            one = waiting.pop()
            merged.append(Cut(one.at - removed, one.text, one.rule))
        done = 0
        while waiting and waiting[-1].at < start + len(cut.text):
            one = waiting.pop()
            if one.at - start > done:
                merged.append(Cut(cut.at, cut.text[done : one.at - start], cut.rule))
                done = one.at - start
            merged.append(Cut(cut.at, one.text, one.rule))
        merged.append(Cut(cut.at, cut.text[done:], cut.rule))
        removed += len(cut.text)
    merged += [Cut(one.at - removed, one.text, one.rule) for one in reversed(waiting)]
    return tuple(merged)


#: The rule that only holds in articles of the scripts that the toolkit reads.
OTHER_SCRIPT: Final = "other-script"

#: Characters that a line of a site may have; no pattern reaches further, and longer lines are paragraphs.
_LONGEST: Final = 450

#: Characters of a stripped line within which each ``starts`` ends, but for those that begin with anything.
START_CHARS: Final = 40

_ANYTHING: Final = ".{0,200}"
_PIECE: Final = expression(r"<([a-z]+)>")


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
    rules = tuple((rule, pattern) for rule, pattern in patterns.rules if pattern.fullmatch(start, partial=True))
    return () if rules == patterns.open else rules


@cache
def _patterns() -> _Patterns:
    pieces: dict[str, str] = {}
    rules: list[tuple[str, regex.Pattern[str]]] = []
    open_rules: list[tuple[str, regex.Pattern[str]]] = []
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
                rules.append((row["rule"], expression(rf"(?:{begin})(?:{rest})")))
                open_rules += rules[-1:] if begin.startswith(_ANYTHING) else []
    words = [begin.removeprefix(_ANYTHING) for begin in starts if begin.startswith(_ANYTHING)]
    anchored = "|".join(f"(?:{begin})" for begin in starts if not begin.startswith(_ANYTHING))
    plain = tuple(word for group in words for word in group.removeprefix("(?:").removesuffix(")").split("|"))
    return _Patterns(tuple(rules), tuple(open_rules), f"^(?:{anchored})", plain)
