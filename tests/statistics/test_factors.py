"""Factors between languages hold for the words that they were measured with."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

import framing
from framing.statistics.reference import calibration_factors, factors_of


def without_an_entry(code: str, dimension: str) -> framing.Lexicon:
    own = framing.default_lexicon()
    entries = list(own.entries[code])
    entries.remove(next(entry for entry in entries if entry.dimension == dimension))
    return replace(own, entries={**own.entries, code: tuple(entries)})


def test_every_line_of_the_file_gives_a_factor_and_its_error() -> None:
    found = calibration_factors(framing.default_lexicon())
    with (framing.lexicons_folder() / "calibration.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    # Lures are of headlines, and parallel text has none: without hits there is no factor.
    assert {row["dimension"] for row in rows if not row["factor"]} == {"address", "teaser"}
    for row in rows:
        if not row["factor"]:
            assert (row["language"], row["dimension"]) not in found
            continue
        factor, error = found[row["language"], row["dimension"]]
        assert factor == float(row["factor"])
        # The interval of the file, back from the error.
        assert np.exp(2 * 1.96 * error) == pytest.approx(float(row["wide_high"]) / float(row["wide_low"]), rel=1e-3)
        assert found[row["reference"], row["dimension"]] == (1.0, 0.0)


def test_only_the_dimension_with_other_words_loses_its_factor() -> None:
    own, changed = framing.default_lexicon(), without_an_entry("hi", "conflict")
    assert set(calibration_factors(own)) - set(calibration_factors(changed)) == {("hi", "conflict")}
    measures = ("conflict", "cooperation", "tone")
    factors = factors_of(changed, {"hi", "ur", "en"}, measures)
    whole = factors_of(own, {"hi", "ur", "en"}, measures)
    assert np.isfinite(factors.logs["hi"]).tolist() == [False, True, False]
    assert factors.logs["hi"][1] == whole.logs["hi"][1] != 0
    assert factors.variances["ur"].tolist()[:2] == whole.variances["ur"].tolist()[:2]
    assert factors.logs["en"].tolist()[:2] == factors.variances["en"].tolist()[:2] == [0.0, 0.0]
    assert np.isnan(factors.logs["en"][2])
