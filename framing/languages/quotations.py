"""Quotations: where quoted speech begins and ends, whatever marks a newsroom uses, wrong and unbalanced ones too.

A mark's direction is read from where it stands, not from its shape: a mark with a space (or nothing) before it and
a word after it opens, one with a word or stop before it and a space after it closes. So ”…“ and ”…” pair as “…”
does. Only where the place does not tell (a mark between spaces, or glued on both sides) does the shape decide, and
a straight mark there opens or closes by turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["EVENTS", "Quotation", "mark_events", "pair_marks"]


_DOUBLE_OPEN: Final = "“„«‟"
_DOUBLE_CLOSE: Final = "”»"
_DOUBLE_PLAIN: Final = '"＂'
_SINGLE_OPEN: Final = "‘‚"
_SINGLE_CLOSE: Final = "’"
_SINGLE_PLAIN: Final = "'"
_DOUBLE: Final = _DOUBLE_OPEN + _DOUBLE_CLOSE + _DOUBLE_PLAIN
_SINGLE: Final = _SINGLE_OPEN + _SINGLE_CLOSE + _SINGLE_PLAIN
_STOPS: Final = "।॥۔.؟?!…"

# Two single marks side by side, which stand for one mark of a third kind; and a character in their place.
_TWO_SINGLE: Final = re.compile(f"([{_SINGLE}])\\1")
_PAIR: Final = "\N{DOUBLE PRIME}"

#: All quotation marks, as the inside of a character class.
EVENTS: Final = _DOUBLE + _SINGLE

_MARKS: Final = EVENTS + _PAIR

#: The events of single marks.
_SINGLES: Final = re.compile("[oct]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, in token numbers.

    Attributes:
        first: number of its first token.
        end: number after its last token.
        sentence: whether a full stop, question or exclamation mark stands before its closing mark.
    """

    first: int
    end: int
    sentence: bool


def mark_events(separators: str) -> str:
    """Read the marks of the separators between two words.

    Returns:
        One letter an event, in order: ``O``/``C``/``T`` a double mark opens, closes, or does either;
        ``o``/``c``/``t`` single marks; ``P``/``Q``/``R`` two single marks side by side; ``S`` a
        sentence-final stop; ``N`` a line break.

    Example:
        >>> mark_events("।” “")
        'SCO'
    """
    events: list[str] = []
    # Their shape tells nothing: ’’…‘‘ is as usual as ‘‘…’’.
    separators = _TWO_SINGLE.sub(_PAIR, separators)
    last = len(separators) - 1
    for place, char in enumerate(separators):
        if char in "\n\r\u2028\u2029":
            events.append("N")
        elif char in _STOPS:
            events.append("S")
        elif char in _MARKS:
            # Whether the mark touches something on either side; the words around the separators touch their ends.
            before = place == 0 or not (separators[place - 1].isspace() or separators[place - 1] in "([{-–—" + _MARKS)
            after = place == last or not (
                separators[place + 1].isspace() or separators[place + 1] in ")]}-–—,;:،؛" + _STOPS + _MARKS
            )
            # "… ہے۔‘انھوں": a word glued to it behind the stop. With a space on either side nothing tells either.
            behind_stop = before and place > 0 and separators[place - 1] in _STOPS
            events.append(_event(char, before, after, behind_stop or not (before or after)))
    return "".join(events)


def _event(char: str, before: bool, after: bool, turns: bool) -> str:
    if after and not before:
        event = "O"
    elif before and not after:
        event = "C"
    elif turns and (char in _DOUBLE_OPEN + _SINGLE_OPEN or (before and char in _SINGLE_PLAIN)):
        # Whatever its shape, it closes what is open.
        return "t" if char in _SINGLE else "T"
    elif char in _DOUBLE_OPEN + _SINGLE_OPEN:
        event = "O"
    elif char in _DOUBLE_CLOSE:
        event = "C"
    else:
        event = "T"
    if char in _DOUBLE:
        return event
    if char == _PAIR:
        return {"O": "P", "C": "Q", "T": "R"}[event]
    # A single mark glued on both sides, or one that only could close, may be an apostrophe: it never opens by turn.
    return {"O": "o", "C": "c", "T": "c"}[event]


def pair_marks(places: Iterable[tuple[int, str]]) -> list[Quotation]:
    """Pair marks into quotations.

    A quotation that is still open closes at its paragraph's end, so that a missing mark never flips the rest of an
    article. A single mark that nothing closes in its paragraph was an apostrophe (the ’96 reform), and the marks behind
    it are read without it. Marks of another kind inside a quotation belong to it.

    Args:
        places: (token number, events of the separators before that token), in order; each field ends with a place that
            has the events after its last word and then ``N``.

    Returns:
        Quotations in order, disjoint, none empty.

    Example:
        >>> pair_marks([(3, "O"), (7, "SC"), (20, "N")])
        [Quotation(first=3, end=7, sentence=True)]
    """
    quotations: list[Quotation] = []
    beneath: list[Quotation] = []
    state, opened = _CLOSED, 0
    other, other_opened = _CLOSED, 0
    for token, events in places:
        if state[0] == "o":
            # Until it closes: what the other marks say if it was an apostrophe.
            other, other_opened = _step(beneath, other, other_opened, token, _SINGLES.sub("", events))
        single, known = state[0] == "o", len(quotations)
        state, opened = _step(quotations, state, opened, token, events)
        ended = single and (state[0] != "o" or opened == token)
        if ended and len(quotations) == known:
            quotations += beneath
        if ended:
            beneath, other = [], _CLOSED
    return quotations


def _step(quotations: list[Quotation], state: _State, opened: int, token: int, events: str) -> tuple[_State, int]:
    """Go on by the events of one place; a quotation that closes there is added."""
    state, closes, sentence, opens = _pass(state, events)
    if closes and token > opened:
        quotations.append(Quotation(opened, token, sentence))
    return state, token if opens else opened


# What opened a quotation → what closes it.
_CLOSING: Final = {"O": "CT", "o": "ct", "P": "QR"}

# Between two places nothing is open, or a mark of one kind; and its quotation so far ends in a full stop, or not.
_State = tuple[str, bool]
_CLOSED: Final[_State] = ("", False)


@lru_cache(maxsize=10_000)
def _pass(state: _State, events: str) -> tuple[_State, bool, bool, bool]:
    """What the events of one place do.

    Returns:
        The state behind it; whether the quotation open before it closes here, and whether as a sentence; and whether
        one that begins here is open behind it.
    """
    opened, stop = state
    inherited = bool(opened)
    closes = sentence = False
    for event in events:
        if not opened:
            if event in "OTotPR":
                opened, stop = {"T": "O", "R": "P", "t": "o"}.get(event, event), False
            continue
        if event == "N" or event in _CLOSING[opened]:
            if inherited:
                closes, sentence = not (opened == "o" and event == "N"), stop
            opened, inherited = "", False
        stop = event == "S"
    return (opened, stop and bool(opened)), closes, sentence, bool(opened) and not inherited
