"""Factors between languages: what a raw comparison across languages is divided by.

``lexicons/calibration.csv`` holds, for each language and dimension, how many times as often a lexicon finds something
as the reference language's does in the same text, translated; see :mod:`framing.validation.calibration`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.resources import lexicons_folder

__all__ = ["Factors", "factors_of"]

Floats = npt.NDArray[np.float64]

_NORMAL: Final = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Factors of some measures.

    Attributes:
        logs: language → logarithms, shape (measures,); NaN where no factor was measured.
        variances: of these, widened because translated news is not native news.
    """

    logs: dict[str, Floats]
    variances: dict[str, Floats]


def factors_of(lexicon: Lexicon, languages: set[str], measures: tuple[str, ...]) -> Factors:
    """The factors of some languages.

    They were measured with the toolkit's own lexicon: another one has none.

    Example:
        >>> factors = factors_of(default_lexicon(), {"hi", "en"}, ("conflict", "tone"))
        >>> factors.logs["en"].tolist(), bool(np.isnan(factors.logs["hi"][1]))
        ([0.0, nan], True)
    """
    table = _table()
    own = lexicon.words is default_lexicon().words
    known = set(table["dimension"]) if own else set()
    logs, variances = {}, {}
    for code in languages:
        rows = {row["dimension"]: row for row in table.filter(pl.col("language") == code).iter_rows(named=True)}
        reference = code in set(table["reference"])
        log, variance = np.full(len(measures), np.nan), np.full(len(measures), np.nan)
        for at, name in enumerate(measures):
            if name not in known:
                continue
            if reference:
                log[at] = variance[at] = 0.0
            elif name in rows and rows[name]["factor"] is not None:
                row = rows[name]
                log[at] = np.log(row["factor"])
                variance[at] = (np.log(row["wide_high"] / row["wide_low"]) / (2 * _NORMAL)) ** 2
        logs[code], variances[code] = log, variance
    return Factors(logs, variances)


@cache
def _table() -> pl.DataFrame:
    return pl.read_csv(lexicons_folder() / "calibration.csv")
