"""Contrasts beside loops over articles: what is counted of both sides, the effect across languages, pairs inside articles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest

from framing.statistics.contrast_sides import Measures, units_of
from framing.statistics.effects import (
    Rows,
    _moved,
    alike_of,
    counts_only,
    effective_sides,
    either,
    pairs_within,
    picked,
    relative,
    within,
)
from framing.statistics.observations import Observations
from framing.statistics.permutation import Side, relabelled_sides
from framing.statistics.ratios import Effect
from tests.statistics.simulated import keyed

#: Praise is a rate of words, tone a share of its own hits.
MEASURES = Measures(("praise", "tone"), 1, np.array([False, True]))
NORMAL = 1.959963984540054

#: Article, language, words, hits of praise, positive and negative hits of tone.
Row = tuple[str, str, int, int, int, int]


def observed(rows: list[Row]) -> Observations:
    columns: list[Any] = list(zip(*rows, strict=True))
    ids, languages, words, praise, up, down = columns
    return keyed(
        pl.DataFrame({"article_id": ids, "words": words, "language": languages, "cluster": ids}),
        pl.DataFrame({"article_id": ids, "dimension": ["praise"] * len(ids), "hits": praise}),
        pl.DataFrame({"article_id": ids, "scale": ["tone"] * len(ids), "positive": up, "negative": down}),
    )


def sides(rows: list[Row], first: str) -> pl.DataFrame:
    """Articles of the first language that is named by their ids: those whose id begins so, and the rest."""
    return pl.DataFrame(
        {
            "article_id": [row[0] for row in rows],
            "first": [row[0].startswith(first) for row in rows],
            "unit": [row[0] for row in rows],
            "language": [row[1] for row in rows],
            "stratum": ["war"] * len(rows),
        }
    )


HINDI: list[Row] = [
    ("a1", "hi", 100, 3, 2, 1), ("a2", "hi", 80, 4, 1, 0), ("a3", "hi", 120, 2, 3, 2),
    ("r1", "hi", 90, 1, 1, 2), ("r2", "hi", 110, 2, 0, 3), ("r3", "hi", 100, 0, 1, 1),
]  # fmt: skip
URDU: list[Row] = [
    ("b1", "ur", 70, 1, 2, 2), ("b2", "ur", 95, 2, 1, 1), ("b3", "ur", 60, 1, 0, 1),
    ("r4", "ur", 100, 2, 2, 1), ("r5", "ur", 85, 1, 1, 0), ("r6", "ur", 90, 3, 1, 1),
]  # fmt: skip


def totals(rows: list[Row], first: str) -> list[int]:
    """Words, hits of praise, positive hits of tone, and all of its hits."""
    own = [row for row in rows if row[0].startswith(first)]
    return [
        sum(row[2] for row in own),
        sum(row[3] for row in own),
        sum(row[4] for row in own),
        sum(row[4] + row[5] for row in own),
    ]


def test_counts_without_an_effect_are_sums_over_articles() -> None:
    rows = [*HINDI, ("a9", "hi", 0, 0, 0, 0)]
    frame = sides(rows, "a").with_columns(unit=pl.col("article_id").replace("a2", "a1"))
    found = counts_only(observed(rows), frame, MEASURES, "as told", (0.25, 0.5))
    for side, first in enumerate("ar"):
        words, praise, up, tone = totals(HINDI, first)
        assert found.hits[side].tolist() == [praise, tone]
        assert found.words[side].tolist() == [words, words]
        assert found.rates[side].tolist() == pytest.approx([praise / words, up / tone])
    # Two articles are one unit; one has no words.
    assert found.clusters == (2, 3)
    assert np.isnan([found.p, found.effect.value, found.effect.low, found.effect.high]).all()
    assert (found.method, found.sets, found.left_out) == ("as told", 1.0, (0.25, 0.5))
    assert found.calibrated.all()


def test_a_side_without_articles_has_nothing() -> None:
    found = counts_only(observed(HINDI), sides(HINDI[:3], "a"), MEASURES, "")
    assert found.hits[1].tolist() == [0, 0]
    assert found.words[1].tolist() == [0, 0]
    assert np.isnan(found.rates[1]).all()
    assert found.clusters == (3, 0)


@pytest.mark.parametrize("sets", [0, 500])
def test_sides_of_one_language_are_compared_within_it(sets: int) -> None:
    found = within(observed(HINDI), sides(HINDI, "a"), MEASURES, thin=1, sets=sets, seed=1)
    a, r = totals(HINDI, "a"), totals(HINDI, "r")
    assert found.rates[0].tolist() == pytest.approx([a[1] / a[0], a[2] / a[3]])
    assert found.rates[1].tolist() == pytest.approx([r[1] / r[0], r[2] / r[3]])
    assert found.effect.value[0] == pytest.approx((a[1] / a[0]) / (r[1] / r[0]), rel=0.2)
    assert found.hits[0].tolist() == [a[1], a[3]]
    assert found.words[1].tolist() == [r[0], r[0]]
    assert found.clusters == (3, 3)
    assert found.sets == pytest.approx(20)  # Three of six.
    assert found.used is not None
    assert sorted(found.used) == sorted(row[0] for row in HINDI)
    if sets:
        assert found.method == "permutation, exact"
        # Of 20 sets of three, these have the most hits in the fewest words; so have the others, the other way round.
        assert found.p[0] >= 0.1
    else:
        assert found.method == "not tested"
        assert np.isnan(found.p).all()


def test_fewer_sets_than_could_tell_have_no_p() -> None:
    """Of two and two there are six, of which none can be as rare as one in twenty."""
    rows = [*HINDI[:2], *HINDI[3:5]]
    found = within(observed(rows), sides(rows, "a"), MEASURES, thin=1, sets=500, seed=1)
    assert found.sets == pytest.approx(6)
    assert np.isnan(found.p).all()


def test_what_only_one_side_has_is_left_out_and_told() -> None:
    frame = sides(HINDI, "a").with_columns(
        stratum=pl.when(pl.col("article_id") == "a1").then(pl.lit("art")).otherwise("stratum")
    )
    found = within(observed(HINDI), frame, MEASURES, thin=1, sets=0, seed=1)
    assert found.left_out == pytest.approx((100 / 300, 0.0))
    assert found.clusters == (2, 3)
    nothing = within(observed(HINDI), frame.filter(first=True), MEASURES, thin=1, sets=0, seed=1)
    # There is nothing on the other side: nothing is left out, and nothing compared.
    assert nothing.left_out == (0.0, 0.0)
    assert np.isnan(nothing.effect.value).all()
    apart = frame.with_columns(stratum=pl.when("first").then(pl.lit("art")).otherwise(pl.lit("war")))
    assert within(observed(HINDI), apart, MEASURES, thin=0, sets=0, seed=1).left_out == (1.0, 1.0)


def test_languages_are_each_relative_to_their_own() -> None:
    """The difference of two contrasts: of logarithms of rates, and of shares, which come as values from −1 to 1."""
    seen, frames = observed([*HINDI, *URDU]), (sides(HINDI, "a"), sides(URDU, "b"))
    found = relative(seen, frames, MEASURES, thin=1, sets=0, seed=1)
    value, variance = np.zeros(2), np.zeros(2)
    for sign, frame in zip((1, -1), frames, strict=True):
        _, both = effective_sides(units_of(seen, frame, MEASURES).units, MEASURES, None)
        for direction, side in zip((1, -1), both, strict=True):
            hits, worth = side.hits + 0.5, side.worth + np.array([0, 1])
            value += sign * direction * np.array([math.log(hits[0] / worth[0]), hits[1] / worth[1]])
            share = hits[1] / worth[1]
            variance += [1 / hits[0], share * (1 - share) / worth[1]]
    for name, times in (("value", 0), ("low", -NORMAL), ("high", NORMAL)):
        bound = value + times * np.sqrt(variance)
        assert getattr(found.effect, name).tolist() == pytest.approx([math.exp(bound[0]), 2 * bound[1]])
    a, b = totals(HINDI, "a"), totals(URDU, "b")
    for at, (words, praise, up, tone) in enumerate((a, b)):
        assert found.hits[at].tolist() == [praise, tone]
        assert found.words[at].tolist() == [words, words]
        assert found.rates[at].tolist() == pytest.approx([praise / words, up / tone])
    assert (found.clusters, found.method, found.sets) == ((3, 3), "relative to each language", math.inf)
    assert np.isnan(found.p).all()


def test_languages_are_tested_by_changing_sides_in_each() -> None:
    seen, frames, sets = observed([*HINDI, *URDU]), (sides(HINDI, "a"), sides(URDU, "b")), 40
    found = relative(seen, frames, MEASURES, thin=1, sets=sets, seed=5)
    contrasts = []
    for number, frame in enumerate(frames):
        moved = []
        for a, b in relabelled_sides(units_of(seen, frame, MEASURES).units, sets, 5 + number):
            for at in range(len(a.rate)):
                rates = [side.rate[at, 0] + 0.5 / side.worth[at, 0] for side in (a, b)]
                spreads = [
                    max(
                        side.variance[at, 0],
                        (side.chance[at, 0] if side.rate[at, 0] == 0 else 0) + 0.25 / side.worth[at, 0] ** 2,
                    )
                    for side in (a, b)
                ]
                log = math.log(rates[0] / rates[1]), sum(s / r**2 for s, r in zip(spreads, rates, strict=True))
                share = a.rate[at, 1] - b.rate[at, 1], a.variance[at, 1] + b.variance[at, 1]
                moved.append((log, share))
        contrasts.append(moved)
    for measure in range(2):
        far = []
        for one, other in zip(*contrasts, strict=True):
            (value, variance), (of_other, variance_of_other) = one[measure], other[measure]
            far.append(abs(value - of_other) / math.sqrt(variance + variance_of_other))
        as_far = sum(each >= far[0] * (1 - 1e-9) for each in far)
        assert len(far) == sets + 1
        assert found.p[measure] == pytest.approx(as_far / len(far))
    assert (found.method, found.sets) == ("relative to each language, permutation", 40.0)


def test_a_contrast_that_is_tested_has_half_a_hit_more_on_each_side() -> None:
    """Its variance is that of the clusters, and at least a half hit's; a side without hits has what chance would make."""

    def side(rate: float, variance: float, chance: float, worth: float) -> Side:
        one = np.ones((1, 2))
        return Side(rate * one, variance * one, chance * one, worth * one, size=one, effective=one[:, :1])

    values, variances = _moved(side(0.02, 0.0003, 0.5, 100.0), side(0.0, 0.0, 0.0004, 50.0), np.array([False, True]))
    assert values.tolist() == [pytest.approx([math.log(0.025 / 0.01), 0.02])]
    # 0.25 / 50² is 0.0001; and 0.25 / 100² less than the variance there is.
    assert variances.tolist() == [pytest.approx([0.0003 / 0.025**2 + 0.0005 / 0.01**2, 0.0003])]
    alike = side(0.02, 0.0, 9.0, 100.0)
    assert _moved(alike, alike, np.array([False, True]))[1].tolist() == [pytest.approx([2 * 0.000025 / 0.025**2, 0.0])]


def test_languages_whose_sides_have_no_hits_have_no_contrast() -> None:
    silent: list[Row] = [(*row[:3], 0, row[4], row[5]) if row[0][0] in "ab" else row for row in [*HINDI, *URDU]]
    one: list[Row] = [(*row[:3], 1 if row[0] == "b1" else 0, *row[4:]) if row[0][0] in "ab" else row for row in silent]
    for rows, told in ((silent, False), (one, True)):
        frames = sides(rows[:6], "a"), sides(rows[6:], "b")
        found = relative(observed(rows), frames, MEASURES, thin=1, sets=20, seed=1)
        assert np.isfinite(found.effect.value).tolist() == [told, True]
        assert np.isfinite(found.p).tolist() == [told, True]


def test_a_language_that_cannot_be_compared_leaves_the_counts() -> None:
    rows = [*HINDI, *URDU[:3]]
    found = relative(observed(rows), (sides(HINDI, "a"), sides(URDU[:3], "b")), MEASURES, thin=1, sets=20, seed=1)
    assert found.hits[0].tolist() == [totals(HINDI, "a")[1], totals(HINDI, "a")[3]]
    assert found.hits[1].tolist() == [totals(URDU, "b")[1], totals(URDU, "b")[3]]
    assert found.method == "relative to each language"
    assert np.isnan(found.effect.value).all()


@pytest.mark.parametrize(("sets", "times", "tested"), [(0, 4, False), (50, 4, True), (50, 1, False)])
def test_voices_are_paired_inside_articles(sets: int, times: int, tested: bool) -> None:
    """Of articles that have words in both; of two there are four sets of signs, too few to tell anything."""
    own: list[Row] = [
        row
        for at in range(times)
        for row in [(f"a{at}", "hi", 50, 4, 1, 0), (f"b{at}", "hi", 0, 0, 0, 0), (f"c{at}", "hi", 40, 2, 2, 1), (f"d{at}", "hi", 30, 1, 0, 0)]
    ]  # fmt: skip
    quoted: list[Row] = [
        row
        for at in range(times)
        for row in [(f"a{at}", "hi", 20, 1, 0, 1), (f"b{at}", "hi", 30, 2, 1, 1), (f"c{at}", "hi", 10, 1, 1, 2), (f"d{at}", "hi", 0, 0, 0, 0)]
    ]  # fmt: skip
    found = pairs_within((observed(own), observed(quoted)), MEASURES, sets=sets, seed=1)
    assert [(part / times).tolist() for part in found.hits] == [[6, 4], [2, 4]]
    assert [(part / times).tolist() for part in found.words] == [[90, 90], [30, 30]]
    assert found.rates[0].tolist() == pytest.approx([6 / 90, 3 / 4])
    assert found.rates[1].tolist() == pytest.approx([2 / 30, 1 / 4])
    assert found.clusters == (2 * times, 2 * times)
    assert found.used is not None
    assert found.used.to_list() == [f"{name}{at}" for at in range(times) for name in "ac"]
    # Mantel and Haenszel: Σ of hits there times words here, over all words of the article.
    up, down = 4 * 20 / 70 + 2 * 10 / 50, 1 * 50 / 70 + 1 * 40 / 50
    assert found.effect.value[0] == pytest.approx(up / down)
    assert np.isfinite(found.p).tolist() == [tested, tested]


def test_voices_that_no_article_has_both_of_leave_the_counts() -> None:
    own, quoted = observed([("a", "hi", 50, 4, 1, 0)]), observed([("a", "hi", 0, 3, 2, 1)])
    found = pairs_within((own, quoted), MEASURES, sets=20, seed=1)
    assert [part.tolist() for part in found.hits] == [[4, 1], [3, 3]]
    assert [part.tolist() for part in found.words] == [[50, 50], [0, 0]]
    assert found.rates[0].tolist() == pytest.approx([4 / 50, 1])
    assert found.clusters == (1, 0)
    assert found.method == "within articles"


def test_likeness_is_that_of_the_languages_of_the_articles() -> None:
    frame = pl.DataFrame({"language": ["hi", "hi", "ur", "en", None]})
    known = {"hi": np.array([1.0, 4.0]), "ur": np.array([4.0, 1.0])}
    found = alike_of(known, frame)
    assert found is not None
    assert found.tolist() == pytest.approx([(2 * 1 + 4) / 3, (2 * 4 + 1) / 3])
    assert alike_of(known, frame.filter(language="en")) is None
    assert alike_of(None, frame) is None


def rows_of(number: float) -> Rows:
    pair = np.full(2, number), np.full(2, number + 1)
    effect = Effect(*(np.full(2, number + place) for place in range(3)))
    return Rows(pair, pair, pair, (int(number),) * 2, effect, np.full(2, number), number, str(number), np.ones(2, bool))


def test_some_measures_are_picked_of_one_contrast_and_the_others_of_another() -> None:
    found = picked(np.array([True, False]), rows_of(1.0), rows_of(5.0))
    for pair in (found.hits, found.words, found.rates):
        assert [part.tolist() for part in pair] == [[1, 5], [2, 6]]
    effect = either(np.array([True, False]), rows_of(1.0).effect, rows_of(5.0).effect)
    for one in (found.effect, effect):
        assert [part.tolist() for part in (one.value, one.low, one.high)] == [[1, 5], [2, 6], [3, 7]]
    assert found.p.tolist() == [1, 5]
    assert (found.method, found.clusters) == ("5.0", (5, 5))
