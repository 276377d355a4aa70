"""Factors between languages beside sums over documents."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.validation import calibration
from framing.validation.calibration import _between, factors
from framing.validation.metrics import auc, bootstrap_interval, f1, length_matched_auc, spearman

NORMAL = 1.959963984540054
#: Hits and words of a document in Hindi and in English.
DOCUMENT = st.tuples(st.integers(0, 6), st.integers(50, 400), st.integers(0, 6), st.integers(50, 400))
Documents = list[tuple[int, int, int, int]]


def table(by_dimension: dict[str, Documents]) -> pl.DataFrame:
    rows = [
        {"document": f"{number:02}", "language": code, "dimension": name, "hits": row[at], "words": row[at + 1]}
        for name, documents in by_dimension.items()
        for number, row in enumerate(documents)
        for code, at in (("hi", 0), ("en", 2))
    ]
    return pl.DataFrame(rows)


def log_and_variance(documents: Documents) -> tuple[float, float]:
    own, words, other, exposure = (sum(row[at] for row in documents) for at in range(4))
    rates = (own + 0.5) / words, (other + 0.5) / exposure
    pull = [
        (row[0] - rates[0] * row[1]) / (own + 0.5) - (row[2] - rates[1] * row[3]) / (other + 0.5) for row in documents
    ]
    mean = sum(pull) / len(pull)
    variance = sum((one - mean) ** 2 for one in pull) * len(pull) / max(len(pull) - 1, 1)
    return math.log(rates[0] / rates[1]), variance


@settings(max_examples=15)
@given(st.dictionaries(st.sampled_from("abc"), st.lists(DOCUMENT, min_size=1, max_size=6), min_size=1))
def test_factors_are_those_of_the_formulas(by_dimension: dict[str, Documents]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration, "_SIMULATIONS", 2)  # Of the ceiling nothing is asked here.
        found = {row["dimension"]: row for row in factors(table(by_dimension)).iter_rows(named=True)}
    assert list(found) == list(by_dimension)
    told = {name: log_and_variance(rows) for name, rows in by_dimension.items() if any(row[0] + row[2] for row in rows)}
    sound = [(log, variance) for log, variance in told.values() if variance > 0]
    weight = [1 / variance for _, variance in sound]
    between = 0.0
    if len(sound) > 1:
        mean = sum(w * log for w, (log, _) in zip(weight, sound, strict=True)) / sum(weight)
        spread = sum(w * (log - mean) ** 2 for w, (log, _) in zip(weight, sound, strict=True)) - (len(sound) - 1)
        between = max(0.0, spread / (sum(weight) - sum(w * w for w in weight) / sum(weight)))
    for name, row in found.items():
        documents = by_dimension[name]
        sums = (len(documents), sum(one[0] for one in documents), sum(one[2] for one in documents))
        assert (row["documents"], row["hits"], row["hits_reference"]) == sums
        if name not in told:
            assert row["factor"] is row["low"] is row["wide_high"] is row["correlation"] is None
            continue
        log, variance = told[name]
        ends = [
            math.exp(log + sign * NORMAL * math.sqrt(part))
            for part in (variance, variance + between)
            for sign in (-1, 1)
        ]
        assert row["factor"] == pytest.approx(math.exp(log))
        assert [row[end] for end in ("low", "high", "wide_low", "wide_high")] == pytest.approx(ends)
        rho = spearman(
            np.array([one[0] / one[1] for one in documents]), np.array([one[2] / one[3] for one in documents])
        )
        assert row["correlation"] == (None if np.isnan(rho) else pytest.approx(rho))


@pytest.mark.parametrize("size", [0, 1, 2])
def test_two_factors_tell_how_factors_differ(size: int) -> None:
    values, variances = np.array([0.0, 2.0])[:size], np.array([0.1, 0.1])[:size]
    assert _between(values, variances) == pytest.approx(0 if size < 2 else 2 - 0.1)
    assert _between(np.append(values, 9.0), np.append(variances, 0.0)) == _between(values, variances)


def test_the_reference_must_be_there() -> None:
    with pytest.raises(UsageError, match="no column 'ur'"):
        factors(table({"a": [(1, 50, 1, 50)]}), reference="ur")
    assert factors(table({"a": [(1, 50, 1, 50)]}), reference="hi")["language"].to_list() == ["en"]


def test_sides_of_two_texts() -> None:
    label = np.array([True, False])
    assert [auc(label, np.array(pair, float)) for pair in ((2, 1), (1, 1), (1, 2))] == [1, 0.5, 0]
    assert np.isnan(spearman(np.ones(1), np.ones(1)))
    assert spearman(np.array([1.0, 2.0]), np.array([3.0, 1.0])) == -1
    assert list(f1(label, np.array([True, True]))) == pytest.approx([0.5, 1, 2 / 3])
    assert f1(np.array([False, False]), label) == (0.0, 0.0, 0.0)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40))
def test_texts_of_one_length_are_one_bin(rows: list[tuple[bool, int]]) -> None:
    label, value = np.array([one for one, _ in rows]), np.array([float(two) for _, two in rows])
    words = np.full(len(rows), 30)
    assert length_matched_auc(label, value, words) == pytest.approx(auc(label, value), nan_ok=True)


def test_fifteen_bins_are_of_equal_size_and_weigh_by_their_pairs() -> None:
    # Sixteen lengths: each is a bin, and the last one holds what is longest.
    words = np.repeat(np.arange(1, 17), 4)
    label = np.tile([True, False, True, False], 16)
    value = np.where(words % 2 == 0, label, ~label).astype(float)
    bins = [(words == one) if one < 15 else (words >= 15) for one in range(1, 16)]
    pairs = [int(label[one].sum() * (~label[one]).sum()) for one in bins]
    expected = sum(count * auc(label[one], value[one]) for count, one in zip(pairs, bins, strict=True)) / sum(pairs)
    assert length_matched_auc(label, value, words) == pytest.approx(expected)


def test_each_draw_has_as_many_groups_as_there_are() -> None:
    groups = np.array([2, 0, 0, 1, 2, 2])
    seen = []

    def statistic(rows: np.ndarray) -> float:
        seen.append(rows.tolist())
        return float(len(rows))

    low, high = bootstrap_interval(statistic, groups, replicates=300)
    members = {number: np.flatnonzero(groups == number).tolist() for number in range(3)}
    assert len(seen) == 300
    for rows in seen:
        counts = [rows.count(members[number][0]) for number in range(3)]
        assert sum(counts) == 3
        assert sorted(rows) == sorted(row for number, times in enumerate(counts) for row in members[number] * times)
    assert (low, high) == (3.0, 9.0) or (low, high) == tuple(np.quantile([len(rows) for rows in seen], [0.025, 0.975]))
    assert seen != [seen[0]] * 300
