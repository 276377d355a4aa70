"""Effects beside loops: effective hits, ratios and differences with their intervals, written out article by article."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom, t

from framing.statistics.permutation import Side
from framing.statistics.ratios import (
    Effective,
    Pairs,
    conditional_p,
    difference,
    effective,
    paired_difference,
    paired_ratio,
    ratio,
)

NORMAL = 1.959963984540054


def side(**values: float) -> Side:
    return Side(**{name: np.array([[values[name]]]) for name in Side.__slots__})


SIDES = st.builds(
    side,
    rate=st.floats(0.001, 0.9),
    variance=st.floats(1e-6, 1e-2),
    chance=st.floats(1e-6, 1e-2),
    worth=st.floats(5, 5000),
    size=st.floats(1.5, 800),
    effective=st.floats(1.5, 90),
)


def made_effective(
    sides: list[Side], counts: list[float], share: bool, pooled: float | None
) -> list[tuple[float, float]]:
    """Hits and worth of both sides, by the words of the docstrings."""
    alike = []
    for one in sides:
        rate, size = float(one.rate[0, 0]), float(one.size[0, 0])
        slope = max(size - 1 if share else size * rate, 0)
        chance = float(one.chance[0, 0]) * (1 - rate if share else 1)
        alike.append((float(one.variance[0, 0]) / chance - 1) / slope)
    together = sum(counts)
    common = sum(a * n for a, n in zip(alike, counts, strict=True)) / max(together, 1) if pooled is None else pooled
    found = []
    for one, own, count in zip(sides, alike, counts, strict=True):
        rate = float(one.rate[0, 0])
        slope = max(float(one.size[0, 0]) - 1 if share else float(one.size[0, 0]) * rate, 0)
        mixed = (count * own + 20 * common) / (count + 20)
        others = math.inf if pooled is not None else together
        degrees = min(count, float(one.effective[0, 0])) + min(max(others - count, 0), 20) - 1
        widening = (t.ppf(0.975, max(degrees, 2)) / NORMAL) ** 2
        effect = max(1.0, 1 + mixed * slope) * widening
        if share:
            worth = float(one.worth[0, 0]) / effect
            found.append((rate * worth, worth))
        else:
            hits = rate**2 / (float(one.chance[0, 0]) * effect)
            found.append((hits, hits / rate))
    return found


@given(SIDES, SIDES, st.integers(0, 60), st.integers(0, 60), st.booleans(), st.none() | st.floats(0, 2))
def test_effective_hits_are_those_of_the_formulas(
    a: Side, b: Side, first: int, second: int, share: bool, pooled: float | None
) -> None:
    given_pooled = None if pooled is None else np.array([pooled])
    found = effective(a, b, (np.array([float(first)]), np.array([float(second)])), np.array([share]), given_pooled)
    expected = made_effective([a, b], [first, second], share, pooled)
    for one, (hits, worth) in zip(found, expected, strict=True):
        assert one.hits[0] == pytest.approx(hits, rel=1e-6)
        assert one.worth[0] == pytest.approx(worth, rel=1e-6)


def test_a_side_without_hits_keeps_its_words() -> None:
    none = side(rate=0.0, variance=0.0, chance=0.0, worth=900.0, size=300.0, effective=3.0)
    some = side(rate=0.01, variance=4e-5, chance=1e-5, worth=900.0, size=300.0, effective=40.0)
    a, _ = effective(none, some, (np.zeros(1), np.array([30.0])), np.zeros(1, np.bool_))
    assert a.hits[0] == 0
    assert 0 < a.worth[0] <= 900


@given(st.floats(0, 60), st.floats(0, 60), st.floats(60, 900), st.floats(60, 900))
def test_differences_are_of_two_jeffreys_intervals(x: float, y: float, m: float, n: float) -> None:
    sides = Effective(np.array([x]), np.array([m]), np.ones(1)), Effective(np.array([y]), np.array([n]), np.ones(1))
    p, q = x / m, y / n
    found = difference(*sides, (np.array([p]), np.array([q])))
    bounds = [
        (
            0.0 if share <= 0 else beta.ppf(0.025, k + 0.5, size - k + 0.5),
            1.0 if share >= 1 else beta.ppf(0.975, k + 0.5, size - k + 0.5),
        )
        for k, size, share in ((x, m, p), (y, n, q))
    ]
    low = p - q - math.hypot(p - bounds[0][0], bounds[1][1] - q)
    high = p - q + math.hypot(bounds[0][1] - p, q - bounds[1][0])
    assert [found.value[0], found.low[0], found.high[0]] == pytest.approx(
        [2 * (p - q), 2 * low, 2 * high], rel=1e-5, abs=1e-7
    )


def test_a_share_of_nothing_or_all_ends_there() -> None:
    none, every = (Effective(np.array([hits]), np.array([9.0]), np.ones(1)) for hits in (0.0, 9.0))
    found = difference(none, every, (np.zeros(1), np.ones(1)))
    assert (found.value[0], found.low[0]) == (-2, -2)
    assert -2 < found.high[0] < -1


def test_one_side_without_hits_has_a_ratio_of_halves() -> None:
    none, some = (
        Effective(np.array([hits]), np.array([worth]), np.ones(1)) for hits, worth in ((0.0, 50.0), (4.0, 100.0))
    )
    found = ratio(none, some, (np.zeros(1), np.array([0.04])))
    assert found.value[0] == pytest.approx(0.5 / 4.5 * 2)
    other = ratio(some, none, (np.array([0.04]), np.zeros(1)))
    assert other.value[0] == pytest.approx(4.5 / 0.5 / 2)


PAIRS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(7, 300), st.integers(7, 300), st.integers(0, 3)),
    min_size=2,
    max_size=9,
)


def paired(rows: list[tuple[int, int, int, int, int]]) -> Pairs:
    table = np.array(rows, np.float64)
    _, cluster = np.unique(table[:, 4], return_inverse=True)
    return Pairs((table[:, :1], table[:, 1:2]), (table[:, 2:3], table[:, 3:4]), cluster)


def widening(weights: dict[int, float]) -> float:
    total = sum(weights.values())
    number = max(total**2 / sum(weight**2 for weight in weights.values()), 1.5)
    return float((number / (number - 1)) ** 2 * (t.ppf(0.975, max(number - 1, 2)) / NORMAL) ** 2)


def by_cluster(rows: list[tuple[int, int, int, int, int]], values: list[float]) -> dict[int, float]:
    return {c: sum(v for row, v in zip(rows, values, strict=True) if row[4] == c) for c in {row[4] for row in rows}}


@given(PAIRS)
def test_paired_ratios_are_those_of_the_formulas(rows: list[tuple[int, int, int, int, int]]) -> None:
    found = paired_ratio(paired(rows))
    hits, others = sum(row[0] for row in rows), sum(row[1] for row in rows)
    if not hits + others:
        assert np.isnan([found.value[0], found.low[0], found.high[0]]).all()
        return
    words = [sum(row[at] for row in rows) for at in (2, 3)]
    if not hits or not others:
        assert found.value[0] == pytest.approx((hits + 0.5) / (others + 0.5) * words[1] / words[0])
        return
    a, b = [x * f / (e + f) for x, _, e, f, _ in rows], [y * e / (e + f) for _, y, e, f, _ in rows]
    value = sum(a) / sum(b)
    assert found.value[0] == pytest.approx(value)
    pulls = by_cluster(rows, [one / sum(a) - two / sum(b) for one, two in zip(a, b, strict=True)])
    chance = sum(e * f / (e + f) ** 2 * (x + y) for x, y, e, f, _ in rows) / (sum(a) * sum(b))
    factor = widening(by_cluster(rows, [one / sum(a) + two / sum(b) for one, two in zip(a, b, strict=True)]))
    variance = max(sum(pull**2 for pull in pulls.values()), chance) * factor
    divisor = max(1, variance / (1 / hits + 1 / others))
    shares = beta.ppf([0.025, 0.975], hits / divisor + 0.5, others / divisor + 0.5)
    low, high = (share / (1 - share) * value * others / hits for share in map(float, np.asarray(shares)))
    assert [found.low[0], found.high[0]] == pytest.approx([low, high], rel=1e-5)


@given(PAIRS)
def test_paired_differences_are_those_of_the_formulas(rows: list[tuple[int, int, int, int, int]]) -> None:
    found = paired_difference(paired(rows))
    weight = [e * f / (e + f) for *_, e, f, _ in rows]
    a, b = [x * f / (e + f) for x, _, e, f, _ in rows], [y * e / (e + f) for _, y, e, f, _ in rows]
    value = (sum(a) - sum(b)) / sum(weight)
    pulls = by_cluster(rows, [(p - q - value * w) / sum(weight) for p, q, w in zip(a, b, weight, strict=True)])
    assert found.value[0] == pytest.approx(2 * value, abs=1e-12)
    half = NORMAL * math.sqrt(sum(pull**2 for pull in pulls.values()) * widening(by_cluster(rows, weight)))
    if sum(abs(pull) > 1e-12 for pull in pulls.values()) >= 2:
        assert [found.low[0], found.high[0]] == pytest.approx(
            [max(2 * (value - half), -2), min(2 * (value + half), 2)], rel=1e-6, abs=1e-9
        )


@pytest.mark.parametrize("sign", [1, -1])
def test_no_difference_of_a_scale_is_beyond_its_ends(sign: int) -> None:
    """Articles that are all positive on one side, and all but one negative on the other."""
    rows = [(9, 0, 9, 9, 0), (9, 0, 9, 9, 1), (9, 4, 9, 9, 2)]
    found = paired_difference(paired([(x, y, e, f, c) if sign > 0 else (y, x, f, e, c) for x, y, e, f, c in rows]))
    assert found.value[0] == pytest.approx(sign * 2 * 23 / 27)
    assert (found.low[0], found.high[0])[::-sign][0] == 2 * sign
    assert abs((found.low[0], found.high[0])[::sign][0]) < 2


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(5, 90), st.integers(5, 90)), min_size=1, max_size=3
    )
)
def test_the_exact_test_adds_up_all_that_is_no_likelier(rows: list[tuple[int, int, int, int]]) -> None:
    pairs = paired([(*row, at) for at, row in enumerate(rows)])
    found = float(conditional_p(pairs, np.zeros(1, np.bool_))[0])
    chances: dict[int, float] = {0: 1.0}
    for x, y, e, f in rows:
        one = binom.pmf(np.arange(x + y + 1), x + y, e / (e + f))
        chances = {
            total: math.fsum(chances.get(total - part, 0.0) * float(one[part]) for part in range(x + y + 1))
            for total in range(max(chances) + x + y + 1)
        }
    if max(chances) == 0:
        assert np.isnan(found)
        return
    seen = chances[sum(row[0] for row in rows)]
    unlikely = [chance for chance in chances.values() if chance <= seen * (1 + 1e-6)]
    clear = [chance for chance in chances.values() if chance < seen * (1 - 1e-6) or chance == seen]
    if len(unlikely) == len(clear):
        assert found == pytest.approx(sum(unlikely), abs=1e-7)


def test_of_copies_one_counts() -> None:
    twice = paired([(3, 0, 50, 50, 1), (3, 0, 50, 50, 1)])
    once = paired([(3, 0, 50, 50, 1)])
    for share in (False, True):
        assert conditional_p(twice, np.array([share])) == pytest.approx(conditional_p(once, np.array([share])))


@pytest.mark.parametrize(("hits", "tested"), [(199, True), (200, True), (201, False)])
def test_much_that_was_found_needs_no_exact_test(hits: int, tested: bool) -> None:
    # The variance of so many tosses of a coin is a quarter of their number.
    found = conditional_p(paired([(hits - 90, 90, 80, 80, 0)]), np.zeros(1, np.bool_))
    assert np.isfinite(found[0]) == tested
