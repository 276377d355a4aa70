"""Permutation tests beside loops: rates, variances and sets of labels written out cluster by cluster."""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.statistics import permutation
from framing.statistics.permutation import (
    ENOUGH,
    Units,
    assignments,
    evaluate,
    permutation_test,
    relabelled,
    relabelled_sides,
    sign_flip_test,
)

Floats = npt.NDArray[np.float64]
Rows = list[tuple[float, float, float, bool, int]]


def one_side(rows: Rows, side: bool, weights: Floats) -> dict[str, float]:
    """A side by the formulas of a post-stratified ratio: x, e, words, whether on A, stratum of each cluster."""
    mine = [row for row in rows if row[3] == side]
    n = [sum(row[2] for row in mine if row[4] == number) for number in range(len(weights))]
    scale = [weight / words for weight, words in zip(weights, n, strict=True)]
    total = sum(scale[row[4]] * row[1] for row in mine)
    rate = sum(scale[row[4]] * row[0] for row in mine) / total
    mean = [
        sum(row[0] - rate * row[1] for row in mine if row[4] == number) / n[number] for number in range(len(weights))
    ]
    residuals = [(scale[row[4]] * (row[0] - rate * row[1] - mean[row[4]] * row[2])) ** 2 for row in mine]
    clusters = sum(scale[row[4]] * row[2] for row in mine) ** 2 / sum((scale[row[4]] * row[2]) ** 2 for row in mine)
    clusters = max(clusters, 1.5)
    return {
        "rate": rate,
        "variance": (clusters / (clusters - 1)) ** 2 * sum(residuals) / total**2,
        "chance": sum(scale[row[4]] ** 2 * row[0] for row in mine) / total**2,
        "worth": total**2 / sum(scale[row[4]] ** 2 * row[1] for row in mine),
        "size": sum((scale[row[4]] * row[1]) ** 2 for row in mine) / sum(scale[row[4]] ** 2 * row[1] for row in mine),
        "effective": clusters,
    }


def units_of(rows: Rows, strata: int) -> Units:
    columns = list(zip(*rows, strict=True))
    x, e, words = (np.array(columns[at], np.float64) for at in range(3))
    stratum = np.array(columns[4], np.int64)
    weights = np.bincount(stratum, words, strata) / words.sum()
    loose = np.ones(len(words), np.bool_)
    # Two measures: one of rates, whose denominator is the words, and one of shares.
    return Units(
        np.column_stack([x, x]), np.column_stack([words, e]), words, np.array(columns[3]), stratum, loose, weights
    )


@st.composite
def clusters(draw: st.DrawFn) -> tuple[Rows, int]:
    strata = draw(st.integers(1, 2))
    rows: Rows = []
    for number, side in itertools.product(range(strata), (True, False)):
        for _ in range(draw(st.integers(1, 4))):
            x = draw(st.integers(0, 5))
            rows.append((x, x + draw(st.integers(0 if x else 1, 6)), draw(st.integers(20, 900)), side, number))
    return rows, strata


@given(clusters())
def test_a_side_is_that_of_the_formulas(drawn: tuple[Rows, int]) -> None:
    rows, strata = drawn
    units = units_of(rows, strata)
    for side, found in zip((True, False), evaluate(units), strict=True):
        as_rates = [(x, n, n, a, s) for x, _, n, a, s in rows]
        for measure, counted in enumerate((as_rates, rows)):
            expected = one_side(counted, side, units.weights)
            for name, value in expected.items():
                got = getattr(found, name)[0, 0 if name == "effective" else measure]
                assert got == pytest.approx(value, rel=1e-7, abs=1e-12), (name, measure)


@given(clusters())
def test_p_is_the_share_of_all_sets_of_labels_that_are_as_far_out(drawn: tuple[Rows, int]) -> None:
    rows, strata = drawn
    units = units_of(rows, strata)
    places = [[at for at, row in enumerate(rows) if row[4] == number] for number in range(strata)]
    sets = []
    for chosen in itertools.product(*(itertools.combinations(at, sum(rows[one][3] for one in at)) for at in places)):
        labels = {one for part in chosen for one in part}
        sets.append([(*row[:3], at in labels, row[4]) for at, row in enumerate(rows)])
    assert assignments(units) == pytest.approx(len(sets))

    def statistic(labelled: Rows) -> float:
        a, b = (
            one_side([(x, n, n, one, s) for x, _, n, one, s in labelled], side, units.weights) for side in (True, False)
        )
        far = abs(a["rate"] - b["rate"])
        if far <= 1e-9 * max(a["rate"], b["rate"]):
            return 0.0
        spread = math.sqrt(a["variance"] + b["variance"])
        return far / spread if spread else math.inf

    observed = statistic(rows)
    values = [statistic(one) for one in sets]
    # What only rounding tells from equal is left to either side.
    near = [value for value in values if value != observed and math.isclose(value, observed, rel_tol=1e-7)]
    outcome = permutation_test(units)
    assert outcome.exact
    if not near:
        assert outcome.p[0] == pytest.approx(np.mean([value >= observed for value in values]))


def plain(size: int, taken: int, loose: int | None = None) -> Units:
    hits = np.arange(size, dtype=np.float64)[:, None] % 7
    words = np.full(size, 100.0)
    free = np.arange(size) < (size if loose is None else loose)
    return Units(hits, words[:, None], words, np.arange(size) < taken, np.zeros(size, np.int64), free, np.ones(1))


@pytest.mark.parametrize(("number", "exact"), [(69, False), (70, True), (71, True)])
def test_all_sets_are_tried_where_there_are_no_more_than_are_asked_for(number: int, exact: bool) -> None:
    units = plain(8, 4)
    assert assignments(units) == pytest.approx(70)
    outcome = permutation_test(units, number=number)
    assert outcome.exact == exact
    labels = np.concatenate(list(relabelled(units, number, 0)))
    assert len(labels) == (70 if exact else number)
    assert (labels.sum(axis=1) == 4).all()
    assert (len(np.unique(labels, axis=0)) == 70) == exact
    # Drawn sets count the observed one.
    assert outcome.p[0] * (70 if exact else number + 1) == pytest.approx(
        round(outcome.p[0] * (70 if exact else number + 1))
    )


def test_there_may_be_more_sets_than_numbers() -> None:
    assert assignments(plain(4_000, 2_000)) == math.inf
    assert assignments(plain(6, 0)) == assignments(plain(6, 6)) == 1


def test_what_may_not_move_stays_in_every_set() -> None:
    for drawn in (False, True):
        labels = np.concatenate(list(relabelled(plain(9, 3, loose=6), 500, 3, drawn=drawn)))
        assert (labels[:, 6:] == 0).all()
        assert (labels.sum(axis=1) == 3).all()
        assert len(np.unique(labels, axis=0)) == 20
    fixed = Units(**{**{name: getattr(plain(9, 3), name) for name in Units.__slots__}, "loose": np.arange(9) >= 2})
    labels = np.concatenate(list(relabelled(fixed, 500, 3, drawn=True)))
    assert (labels[:, :2] == 1).all()
    assert (labels[:, 2:].mean(axis=0) > 0.05).all()


def test_labels_come_in_chunks_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(relabelled(plain(40, 13), 25, 1)))
    monkeypatch.setattr(permutation, "_CELLS", 400)
    chunks = list(relabelled(plain(40, 13), 25, 1))
    assert [len(chunk) for chunk in chunks] == [10, 10, 5]
    assert np.concatenate(chunks).mean() == whole.mean() == 13 / 40
    signs = list(permutation._signs(40, 25, False, 1))
    assert [part.shape for part in signs] == [(10, 40), (10, 40), (5, 40)]
    assert set(np.concatenate(signs).ravel()) == {1.0, -1.0}


def test_relabelled_sides_begin_with_what_is() -> None:
    units = plain(30, 12)
    first, *rest = relabelled_sides(units, 50, 2)
    for found, expected in zip(first, evaluate(units), strict=True):
        assert found.rate == pytest.approx(expected.rate)
    rates = np.concatenate([a.rate for a, _ in rest])
    assert rates.shape == (50, 1)
    others = np.concatenate([b.rate for _, b in rest])
    # Together both sides have all hits, whatever the labels.
    assert rates * 12 + others * 18 == pytest.approx(np.full((50, 1), units.x.sum() / 100))


@pytest.mark.parametrize(("size", "blocks"), [(100, 100), (101, 51), (200, 100), (201, 67)])
def test_very_many_clusters_are_put_together(monkeypatch: pytest.MonkeyPatch, size: int, blocks: int) -> None:
    monkeypatch.setattr(permutation, "_UNITS", 100)
    units = plain(size, 0)
    found = permutation._blocks(units, 1)
    assert len(found.words) == blocks
    assert found.x.sum() == units.x.sum()
    assert found.words.sum() == units.words.sum()


def test_blocks_are_of_one_side_one_stratum_and_of_what_may_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permutation, "_UNITS", 20)
    random = np.random.default_rng(4)
    size = 90
    kinds = [random.integers(0, 2, size) for _ in range(3)]
    # What a cluster is stands in its counts, so that sums tell it.
    code = np.asarray(1.0 + kinds[0] + 10 * kinds[1] + 100 * kinds[2], np.float64)
    units = Units(
        code[:, None], code[:, None] * 2, code * 3, kinds[0] == 1, kinds[1], kinds[2] == 1, np.array([0.5, 0.5])
    )
    found = permutation._blocks(units, 0)
    per_block = found.x[:, 0] / (1.0 + found.first + 10 * found.stratum + 100 * found.loose)
    assert per_block == pytest.approx(per_block.round())
    assert per_block.max() == 5
    assert found.e[:, 0] == pytest.approx(2 * found.x[:, 0])
    assert found.words == pytest.approx(3 * found.x[:, 0])
    assert per_block.sum() == size


@pytest.mark.parametrize(("clusters", "told"), [(4, False), (5, False), (6, True)])
def test_signs_tell_from_six_clusters_on(clusters: int, told: bool) -> None:
    assert (2**clusters >= 2 * ENOUGH) == told
    values = np.column_stack([np.arange(1.0, 8), np.where(np.arange(7) < clusters, 1.0, 0.0)])
    found = sign_flip_test(values, number=1000)
    assert found.sets == 128
    assert np.isfinite(found.p).tolist() == [True, told]
    assert found.p[0] == pytest.approx(2 / 128)


@pytest.mark.parametrize(("number", "exact"), [(63, False), (64, True), (65, True)])
def test_all_signs_are_tried_where_they_are_few(number: int, exact: bool) -> None:
    values = np.array([3.0, 1, 4, 1, 5, -9])[:, None]
    found = sign_flip_test(values, number=number)
    assert found.exact == exact
    if exact:
        sums = [abs(sum(s * v for s, v in zip(signs, values[:, 0], strict=True))) for signs in itertools.product((1, -1), repeat=6)]  # fmt: skip
        assert found.p[0] == np.mean([value >= abs(values.sum()) for value in sums])


def test_a_stratum_that_is_all_on_one_side_stays_there_in_every_draw() -> None:
    """Of two strata, one has units of the first side alone; and what may not move is in none of the draws' choices."""
    first = np.array([True, True, True, False, False, False, True])
    stratum = np.array([0, 0, 1, 1, 1, 1, 1])
    loose = np.array([True] * 6 + [False])
    one = np.ones((7, 1))
    units = Units(
        x=one, e=one, words=one[:, 0], first=first, stratum=stratum, loose=loose, weights=np.array([0.5, 0.5])
    )
    drawn = np.concatenate(list(relabelled(units, 40, 1, drawn=True)))
    assert drawn.shape == (40, 7)
    assert (drawn[:, [0, 1, 6]] == 1).all()
    assert (drawn[:, 2:6].sum(axis=1) == 1).all()
    assert (drawn[:, 2:6].sum(axis=0) > 0).all()
