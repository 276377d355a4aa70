"""Coefficients of agreement beside sums over pairs of codes, and the redraws that they are told of."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.validation.coefficients import KINDS, Coded, ac1, alpha, coded_of, kappa, percent, redraws

#: The codes of a unit, one a coder, a point where there is none; how much it weighs; how often it is drawn.
UNIT = st.tuples(
    st.lists(st.sampled_from("123."), min_size=3, max_size=3), st.sampled_from([1.0, 2.0, 5.0]), st.integers(0, 2)
)
Units = list[tuple[list[str], float, int]]
Figure = Callable[[Coded, np.ndarray], np.ndarray]


def frame_of(units: Units) -> pl.DataFrame:
    rows = [
        (f"{number:02}", coder, code, weight, f"{number:02}")
        for number, (codes, weight, _) in enumerate(units)
        for coder, code in zip("ABC", codes, strict=True)
        if code != "."
    ]
    schema = dict.fromkeys(("unit", "coder", "code"), pl.String) | {"weight": pl.Float64, "cluster": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def value(figure: Figure, units: Units, kind: str = "nominal") -> float:
    times = np.array([[of for codes, _, of in units if _given(codes) > 1]], float)
    return float(figure(coded_of(frame_of(units), kind), times)[0])


def _given(codes: list[str]) -> int:
    return sum(code != "." for code in codes)


@given(st.lists(UNIT, min_size=1, max_size=8))
def test_percent_and_ac1_are_what_their_definitions_say(units: Units) -> None:
    several = [([code for code in codes if code != "."], weight * of) for codes, weight, of in units]
    several = [(codes, weight) for codes, weight in several if len(codes) > 1]
    total = sum(weight for _, weight in several)
    if not total:
        assert not several or np.isnan(value(percent, units))
        return
    same = sum(weight * np.mean([a == b for a, b in permutations(codes, 2)]) for codes, weight in several) / total
    assert value(percent, units) == pytest.approx(same)
    # Gwet (2008): chance of q codes is Σ π (1 − π) / (q − 1).
    known = {code for codes, _, _ in units if _given(codes) > 1 for code in codes if code != "."}
    if len(known) < 2:
        assert np.isnan(value(ac1, units))
        return
    shares = [sum(weight * codes.count(code) / len(codes) for codes, weight in several) / total for code in known]
    chance = sum(share * (1 - share) for share in shares) / (len(known) - 1)
    assert value(ac1, units) == pytest.approx((same - chance) / (1 - chance))


@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("123"), st.integers(1, 3)), min_size=1, max_size=8))
def test_kappa_is_what_its_definition_says(pairs: list[tuple[str, str, int]]) -> None:
    units: Units = [([a, b, "."], float(weight), 1) for a, b, weight in pairs]
    total = sum(weight for _, _, weight in pairs)
    same = sum(weight for a, b, weight in pairs if a == b) / total
    habits = [[sum(pair[2] for pair in pairs if pair[at] == code) / total for code in "123"] for at in (0, 1)]
    chance = sum(one * other for one, other in zip(*habits, strict=True))
    found = value(kappa, units)
    assert found == pytest.approx((same - chance) / (1 - chance)) if chance < 1 else np.isnan(found)


MIXED: Units = [(list("12."), 1, 1), (list("113"), 2, 1), (list("33."), 1, 2), (list(".21"), 5, 1)]


@pytest.mark.parametrize(
    ("figure", "kind"), [(percent, "nominal"), (ac1, "nominal"), *((alpha, kind) for kind in KINDS)]
)
def test_only_how_weights_compare_tells(figure: Figure, kind: str) -> None:
    fourfold: Units = [(codes, 4 * weight, of) for codes, weight, of in MIXED]
    assert value(figure, fourfold, kind) == pytest.approx(value(figure, MIXED, kind))
    # What is drawn twice, or weighs twice as much, is there twice.
    drawn, weighed, twice = (
        [(list("12."), 1.0, 1), (list("22."), weight, of), *[(list("22."), 1.0, 1)] * more, (list("33."), 1.0, 1)]
        for weight, of, more in ((1.0, 2, 0), (2.0, 1, 0), (1.0, 1, 1))
    )
    assert value(figure, drawn, kind) == pytest.approx(value(figure, twice, kind))
    if figure is not alpha:
        assert value(figure, weighed, kind) == pytest.approx(value(figure, twice, kind))


def test_numbers_are_ranked_as_numbers() -> None:
    small: Units = [(list("12."), 1, 1), (list("113"), 1, 1), (list("33."), 1, 1), (list(".21"), 1, 1)]
    large: Units = [
        ([{"1": "9", "2": "10", "3": "11"}.get(code, code) for code in codes], 1, 1) for codes, _, _ in small
    ]
    for kind in ("ordinal", "interval"):
        assert value(alpha, large, kind) == pytest.approx(value(alpha, small, kind))
    below: Units = [([code if code == "." else f"-{code}" for code in codes], 1, 1) for codes, _, _ in small]
    for kind in ("ordinal", "interval", "ratio"):
        assert value(alpha, below, kind) == pytest.approx(value(alpha, small, kind))


@pytest.mark.parametrize("kind", ["interval", "ratio"])
def test_the_unit_of_numbers_does_not_matter(kind: str) -> None:
    for unit in ("0.01", "100"):
        other: Units = [
            ([code if code == "." else str(float(code) * float(unit)) for code in codes], weight, of)
            for codes, weight, of in MIXED
        ]
        assert value(alpha, other, kind) == pytest.approx(value(alpha, MIXED, kind))


def test_codes_of_one_coder_alone_count_nowhere() -> None:
    coded = coded_of(frame_of([(list("12."), 1, 1), (list("3.."), 9, 1), (list(".11"), 3, 1)]), "nominal")
    assert coded.values == ["1", "2"]
    assert coded.given.tolist() == [[0, -1], [1, 0], [-1, 0]]
    assert coded.counts.tolist() == [[1, 1], [2, 0]]
    assert coded.weight.tolist() == [0.5, 1.5]


@pytest.mark.parametrize(("codes", "refused"), [(499, False), (500, False), (501, True)])
def test_at_most_five_hundred_codes_are_compared(codes: int, refused: bool) -> None:
    rows = [(f"{number}", coder, f"{number}", 1.0, "") for number in range(codes) for coder in "AB"]
    frame = pl.DataFrame(rows, schema=["unit", "coder", "code", "weight", "cluster"], orient="row")
    if not refused:
        assert len(coded_of(frame, "interval").values) == codes
        return
    with pytest.raises(UsageError, match="501 different codes; round them: at most 500 are compared"):
        coded_of(frame, "interval")


def test_clusters_are_drawn_as_often_as_there_are_and_as_wholes() -> None:
    cluster = np.array([0, 1, 1, 2, 0])
    times = redraws(cluster, 4000, 1)
    assert times.shape == (4000, 5)
    assert (times[:, 0] == times[:, 4]).all()
    assert (times[:, 1] == times[:, 2]).all()
    assert set((times[:, 0] + times[:, 1] + times[:, 3]).tolist()) == {3}
    # Each as often as another: a standard error is √(3 · ⅓ · ⅔ / 4000).
    assert times.mean(axis=0) == pytest.approx(np.ones(5), abs=5 * (2 / 3 / 4000) ** 0.5)
    assert (redraws(cluster, 9, 1) == redraws(cluster, 9, 1)).all()
    assert (redraws(cluster, 9, 1) != redraws(cluster, 9, 2)).any()


@pytest.mark.parametrize(("clusters", "rows"), [(0, 0), (1, 0), (2, 7)])
def test_two_clusters_can_be_redrawn(clusters: int, rows: int) -> None:
    assert redraws(np.arange(clusters), 7, 1).shape == (rows, clusters)
