"""What the letters of a script and the words of a language tell of spaces that are missing, and what it costs there.

:mod:`framing.languages.spacing` searches a word for the cheapest way to read it as several by these figures, and
:mod:`framing.languages.divisible` tells beforehand for which words it has to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final, cast

import numpy as np
import polars as pl
import regex

from framing.cache import key, read, write
from framing.expressions import expression
from framing.languages.base import Cue, Language
from framing.languages.folding import fold
from framing.languages.frequencies import SHORTEST_PIECE, UNKNOWN, UNKNOWN_LETTER, Prices, prices

__all__ = [
    "ALL_GRAMMATICAL",
    "AUXILIARY_LAST",
    "FINAL",
    "FINAL_INSIDE",
    "LONGEST_WORD",
    "NOON_GHUNNA",
    "SPACE_MISSING",
    "STRANGER",
    "Letters",
    "hopeless",
    "letters_of",
    "prices_of",
    "stranger",
    "surely_run",
]


#: A longer word is left whole: no word list helps with it, and the search is quadratic.
LONGEST_WORD: Final = 100

#: Words run together at grammatical words above all: a word made of nothing else is let through the more easily.
ALL_GRAMMATICAL: Final = 4.0

#: So is a verb with its auxiliary (سنادی, پڑگیا), which light-verb idioms depend on.
AUXILIARY_LAST: Final = 3.0

# Letters that only end words, in every language that has them: inside a word they all but prove that a space is
# missing, and what stands before noon ghunna is then a word though nobody knows it (ضمانتوںمیں).
NOON_GHUNNA: Final = "ں"
FINAL: Final = frozenset("ںےۓ")
FINAL_INSIDE: Final = 6.0
# Where a space is all but proved missing: behind such a letter, and before آ, which stands inside few words that are
# not known (قرآن). Behind a letter that joins, the gap would be seen (کوآڑے, اورآئینی).
SPACE_MISSING: Final = f"(?s)[{''.join(sorted(FINAL))}].|[ادڈذرڑزژو]آ"
STRANGER: Final = 3.0
_SPACE_MISSING: Final = expression(SPACE_MISSING)

#: The names under which prices are kept.
_PRICED: Final = ("inner", "first", "last")


@dataclass(frozen=True, slots=True)
class Letters:
    """What the search needs to know of a script.

    Attributes:
        breaks: folded letters after which a space may be missing without a trace.
        free: those, as a word ends in them.
        shown: both.
        ambiguous: last letters of pieces that may be words though they are not known as they stand.
        missing_space: what it costs to suppose one behind any other letter.
        shapes: folded letter as it stands inside a word → the final letter it may stand for (Urdu ی → ے).
        grammar: folded grammatical words, at which words run together.
        auxiliaries: those that follow a verb.
        letter: one letter of the language's own script.
    """

    breaks: frozenset[str]
    free: frozenset[str]
    shown: frozenset[str]
    ambiguous: frozenset[str]
    missing_space: float
    shapes: Mapping[str, str]
    grammar: frozenset[str]
    auxiliaries: frozenset[str]
    letter: regex.Pattern[str]


# By identity, with the language itself: a language is not hashable, and another of the same code is another.
_known_letters: Final[dict[int, tuple[Language, Letters]]] = {}
# The tables of the word list that was last used with it.
_known_prices: Final[dict[int, tuple[Mapping[str, float], Prices]]] = {}


def letters_of(language: Language) -> Letters:
    """What a language's script tells; learned once."""
    cached = _known_letters.get(id(language))
    if cached is None:
        cached = _known_letters[id(language)] = (language, _learn(language))
    return cached[1]


def prices_of(known: Mapping[str, float], language: Language) -> Prices:
    """What the known words of a language cost; learned once."""
    cached = _known_prices.get(id(language))
    if cached is None or cached[0] is not known:
        cached = _known_prices[id(language)] = (known, _kept_prices(known, letters_of(language).grammar))
    return cached[1]


def _kept_prices(known: Mapping[str, float], grammar: frozenset[str]) -> Prices:
    """What words cost, kept from process to process: to compute it takes longer than to score an article."""
    digest = hashlib.sha256("\0".join([*known, "", *sorted(grammar)]).encode())
    digest.update(np.array(list(known.values()), np.float64).tobytes())
    place = key("prices", digest.hexdigest())
    if (kept := read(place)) is not None:
        inner, dearer_first, dearer_last = (cast("dict[str, float]", kept[name]) for name in _PRICED)
        return Prices(inner | dearer_first, inner, inner | dearer_last, max(map(len, inner), default=0))
    made = prices(known, grammar)
    write(
        place, {"inner": dict(made.inner), "first": _more(made.first, made.inner), "last": _more(made.last, made.inner)}
    )
    return made


def _more(table: Mapping[str, float], inner: Mapping[str, float]) -> dict[str, float]:
    """What costs more at an end of a word than within it."""
    return {word: price for word, price in table.items() if price != inner[word]}


def _learn(language: Language) -> Letters:
    alone, followed = (
        fold(
            pl.Series([letter + language.non_joiners[:more] for letter in language.non_joiners], dtype=pl.String),
            language,
        )
        for more in (0, 1)
    )
    shapes = {
        inside: letter
        for letter, folded, inside in zip(language.non_joiners, alone, followed.str.head(1), strict=True)
        if inside and inside != folded
    }
    auxiliaries, running_on = (language.cue_words.get(cue, frozenset()) for cue in (Cue.AUXILIARY, Cue.RUNNING_ON))
    # Letter names that are abbreviations stand in names and initialisms, not between words.
    cues = (words for cue, words in language.cue_words.items() if cue is not Cue.ABBREVIATION)
    return Letters(
        breaks=frozenset(language.non_joiners) - frozenset(shapes.values()) | frozenset(shapes),
        free=frozenset(language.non_joiners),
        shown=frozenset(language.non_joiners) | frozenset(shapes),
        ambiguous=frozenset(shapes) | {NOON_GHUNNA},
        missing_space=language.missing_space,
        shapes=shapes,
        grammar=_folded(language.function_words.union(*cues), language),
        # Without the future گا, گی, گے, which is a suffix of nouns as well (سپردگی).
        auxiliaries=_folded(auxiliaries - running_on, language),
        letter=regex.compile(rf"\p{{{language.script}}}"),
    )


def _folded(words: frozenset[str], language: Language) -> frozenset[str]:
    return frozenset(fold(pl.Series(sorted(words), dtype=pl.String), language))


def hopeless(text: str, written: str) -> float:
    """What costs this much leads nowhere."""
    return UNKNOWN + UNKNOWN_LETTER * len(text) + ALL_GRAMMATICAL + AUXILIARY_LAST + FINAL_INSIDE * surely_run(written)


def surely_run(written: str) -> bool:
    """Whether a run's letters all but prove that it is several words."""
    return bool(_SPACE_MISSING.search(written))


def stranger(piece: str) -> float:
    """What an unknown piece costs which is a word all the same, by the letter that ends it; infinite for any other."""
    if piece[-1] == NOON_GHUNNA and len(piece) > 2 * SHORTEST_PIECE:
        return UNKNOWN + UNKNOWN_LETTER * len(piece) + STRANGER
    return inf
