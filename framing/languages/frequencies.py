"""What frequencies of words say of spaces: the cost of reading a piece as a word, and words torn in two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Final

import polars as pl

from framing.expressions import expression
from framing.languages.base import Language

__all__ = ["SHORTEST_PIECE", "UNKNOWN", "UNKNOWN_LETTER", "Prices", "fragment", "prices", "torn"]


#: No shorter piece is read as a word.
SHORTEST_PIECE: Final = 2

# Calibrated on Urdu and Hindi news with spaces taken out, against news as it is written. The cost of a known word is
# -log of its share of all words; a word nobody knows costs this much plus this much a letter, and is split where that
# is cheaper.
UNKNOWN: Final = 2.0
UNKNOWN_LETTER: Final = 2.4

#: A piece of two letters that is not grammatical pays for it: half the letter names of initialisms are one.
_TWO_LETTERS: Final = 4.0

# A piece with which longer words begin or end more often than it stands alone (ली ends दिल्ली, پار begins پارٹی)
# says little of a missing space: names are built of such pieces too. Where the letter beside it does not show that a
# word ends, it pays this many times the logarithm of how much more often, looked for in pieces of so many letters.
_AFFIX: Final = 0.5
_LONGEST_AFFIX: Final = 4


@dataclass(frozen=True, slots=True)
class Prices:
    """Word → what it costs to read a piece as that word.

    Attributes:
        first: at the beginning of a run.
        inner: within it.
        last: at its end.
        longest: letters of the longest of these words.
    """

    first: Mapping[str, float]
    inner: Mapping[str, float]
    last: Mapping[str, float]
    longest: int


def prices(known: Mapping[str, float], grammar: frozenset[str]) -> Prices:
    """The price tables of a word list.

    Args:
        known: folded word → frequency per million.
        grammar: folded grammatical words.

    Example:
        >>> table = prices({"दिल्ली": 2700.0, "ली": 260.0, "में": 31000.0}, frozenset({"में"}))
        >>> table.last["ली"] > table.first["ली"], table.last["में"] == table.first["में"]
        (True, True)
    """
    inner = {
        word: -log(rate / 1e6) + (_TWO_LETTERS if len(word) <= SHORTEST_PIECE and word not in grammar else 0.0)
        for word, rate in known.items()
        if len(word) >= SHORTEST_PIECE
    }
    frame = pl.DataFrame({"word": list(known), "rate": list(known.values())}, schema={"word": str, "rate": float})
    heads, tails = (_affixes(frame, end) for end in ("head", "tail"))
    longest = max(map(len, inner), default=0)
    return Prices(_dearer(inner, known, heads), inner, _dearer(inner, known, tails), longest)


def _affixes(frame: pl.DataFrame, end: str) -> dict[str, float]:
    """Known short words → how often longer words begin (``head``) or end (``tail``) with them, per million."""
    rates = []
    for size in range(SHORTEST_PIECE, _LONGEST_AFFIX + 1):
        longer = frame.filter(pl.col("word").str.len_chars() > size)
        part = getattr(pl.col("word").str, end)(size)
        # In the order of the list: what a sum of fractions comes to depends on theirs.
        rates.append(longer.group_by(part, maintain_order=True).agg(pl.col("rate").sum()))
    return dict(pl.concat(rates).join(frame.select("word"), on="word", how="semi").iter_rows())


def _dearer(table: dict[str, float], known: Mapping[str, float], affixes: Mapping[str, float]) -> dict[str, float]:
    """The table with what affixes pay."""
    more = {word: _AFFIX * log(rate / known[word]) for word, rate in affixes.items() if rate > known[word]}
    return table | {word: table[word] + toll for word, toll in more.items()}


#: A torn-off piece is short.
_LONGEST_FRAGMENT: Final = 5

# How much more frequent than the pair of its pieces a torn word must be, and per million where a piece is no word at
# all. Calibrated on Urdu and Hindi news with spaces put in.
_TORN_RATIO: Final = 1000.0
_TORN_WHOLE: Final = 3.0

# A lone letter that is no word (ا ور, د یا) joins a right-hand word that is one, if the whole is this many times as
# frequent as that: then not even the commonest word would follow a stray letter as often as the whole is torn. An
# initial before a postposition stays apart (س کے).
_LONE_RATIO: Final = 1.5

_LETTERS: Final = r"[\p{L}\p{M}]+"
_SPELLED: Final = expression(_LETTERS)


def fragment(word: pl.Expr, is_known: pl.Expr) -> pl.Expr:
    """Whether a folded word could be a piece of a torn one: short, made of letters, and no word itself."""
    return ~is_known & (word.str.len_chars() <= _LONGEST_FRAGMENT) & word.str.contains(f"^{_LETTERS}$")


def torn(left: str, right: str, known: Mapping[str, float], language: Language) -> bool:
    """Whether two adjacent folded words are one word that a space tore apart.

    Args:
        left: the first, folded.
        right: the second, folded.
        known: folded word → frequency per million.
        language: whose words these are.

    Example:
        >>> from framing.languages.registry import language
        >>> known = {"دونوں": 800.0, "دونو": 2.0, "اور": 17000.0}
        >>> torn("دونو", "ں", known, language("ur")), torn("اور", "دونوں", known, language("ur"))
        (True, False)
    """
    if not (language.tears and _SPELLED.fullmatch(left) and _SPELLED.fullmatch(right)):
        return False
    whole = known.get(left + right)
    if whole is None:
        return False
    if len(left) == 1 and right in known:
        return left not in known and whole >= max(_TORN_WHOLE, _LONE_RATIO * known[right])
    # The pair is at most as frequent as its rarer piece. Two words of the list are two words.
    pair = min(known.get(left, 0.0), known.get(right, 0.0))
    return whole >= _TORN_RATIO * pair if pair else whole >= _TORN_WHOLE
