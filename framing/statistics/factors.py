"""Factors between languages: how much more one language's lexicon finds in the same news.

``lexicons/calibration.csv`` holds them, measured on news in translation (:mod:`framing.validation.calibration`), with
an interval that is widened by what translation may hide. A raw comparison between languages divides by the factor and
takes its uncertainty into the interval; where there is none, the value stays uncalibrated.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

import numpy as np

from framing.lexicon.lexicon import Lexicon
from framing.resources import lexicons_folder
from framing.scoring.intervals import NORMAL
from framing.statistics.reference import same_words

__all__ = ["calibration_factors"]


def calibration_factors(lexicon: Lexicon) -> Mapping[tuple[str, str], tuple[float, float]]:
    """(language, dimension) → factor and the standard error of its logarithm, those that hold for a lexicon.

    The reference language has factor 1 without error wherever another language has a factor against it.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> factors = calibration_factors(default_lexicon())
        >>> factors["en", "conflict"], factors["hi", "conflict"][1] > 0
        ((1.0, 0.0), True)
    """
    known = _factors()
    same = same_words(lexicon)
    return {key: value for key, value in known.items() if same is None or key in same}


@cache
def _factors() -> Mapping[tuple[str, str], tuple[float, float]]:
    path = lexicons_folder() / "calibration.csv"
    if not path.is_file():
        return {}
    found: dict[tuple[str, str], tuple[float, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["factor"]:
                error = float(np.log(float(row["wide_high"]) / float(row["wide_low"]))) / (2 * NORMAL)
                found[row["language"], row["dimension"]] = float(row["factor"]), error
                found[row["reference"], row["dimension"]] = 1.0, 0.0
    return found
