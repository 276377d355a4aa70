"""Reference news: how often each dimension is found in news of many outlets, and how outlets and articles vary.

``lexicons/priors.csv`` has a line for each language and measure, fitted by ``make measure`` on corpora that are not the
user's. Estimates begin there and leave it where the user's own articles say otherwise
(:mod:`framing.statistics.model`).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.resources import lexicons_folder

__all__ = ["NEGATIVE", "POSITIVE", "Reference", "reference_news", "same_words"]

#: End the name of a contrast scale where one of its sides is meant: ``tone+`` is the rate of its positive stance hits.
POSITIVE, NEGATIVE = "+", "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A line of ``priors.csv``.

    Attributes:
        mean: rate per 1,000 words of the average outlet.
        variation: coefficient of variation of the outlets' rates.
        extra: κ of the texts (see :mod:`framing.statistics.dispersion`).
        outlets: how many it was fitted on.
    """

    mean: float
    variation: float
    extra: float
    outlets: int


def reference_news(lexicon: Lexicon) -> Mapping[tuple[str, str], Reference]:
    """Reference news by language and measure, what holds for a lexicon.

    A dimension of another lexicon may have the same name and other words; then the reference says nothing about it.

    Example:
        >>> reference_news(default_lexicon())["hi", "praise"].outlets
        38
    """
    same = same_words(lexicon)
    return {key: line for key, line in _reference().items() if same is None or key in same}


def same_words(lexicon: Lexicon) -> set[tuple[str, str]] | None:
    """The languages and measures that have the same entries in the toolkit's own lexicon; None for all.

    What was measured with the toolkit's lexicon holds for these only.
    """
    own = default_lexicon()
    if lexicon is own:
        return None
    same = {
        (code, name)
        for code in lexicon.entries
        for name in lexicon.codebook.dimensions
        if _words(lexicon, code, name) == _words(own, code, name)
    }
    scales = [name for name, scale in lexicon.codebook.scales.items() if scale == own.codebook.scales.get(name)]
    for name in scales:
        sides = (*own.codebook.scales[name].positive, *own.codebook.scales[name].negative)
        codes = [code for code in lexicon.entries if all((code, side) in same for side in sides)]
        same |= {(code, name + end) for code in codes for end in ("", POSITIVE, NEGATIVE)}
    return same


@cache
def _reference() -> Mapping[tuple[str, str], Reference]:
    path = lexicons_folder() / "priors.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["language"], row["dimension"]): Reference(
                mean=float(row["mean"]),
                variation=float(row["variation"]),
                extra=float(row["extra"]),
                outlets=int(row["outlets"]),
            )
            for row in csv.DictReader(file)
        }


def _words(lexicon: Lexicon, code: str, dimension: str) -> list[object]:
    return [entry for entry in lexicon.entries.get(code, ()) if entry.dimension == dimension]
