"""What cleaning took out of a text, and how the text is put together again.

A cut stands at an offset of the text that was kept; put back there, in order, the cuts give the raw text, character by
character. So the raw text is kept without being stored twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Cut", "compose", "cut_spans", "rebuild", "restore"]


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
