"""Words torn in two: دونو ں is دونوں. Decided per distinct pair of neighbours, from the frequencies of known words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import regex

from framing.text.language import Language

__all__ = ["fragment", "torn"]

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

_SPELLED: Final = regex.compile(r"[\p{L}\p{M}]+")


def fragment(word: str, known: Mapping[str, float]) -> bool:
    """Whether a folded word could be a piece of a torn one: short, made of letters, and no word itself."""
    return len(word) <= _LONGEST_FRAGMENT and word not in known and _SPELLED.fullmatch(word) is not None


def torn(left: str, right: str, known: Mapping[str, float], language: Language) -> bool:
    """Whether two adjacent folded words are one word that a space tore apart.

    Args:
        left: the first, folded.
        right: the second, folded.
        known: folded word → frequency per million.
        language: whose words these are.

    Example:
        >>> from framing.text.registry import language
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
