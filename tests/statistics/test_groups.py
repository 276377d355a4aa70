"""Tallies against sums made one text at a time."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.statistics import groups
from framing.statistics import hits as counts
from framing.statistics.observations import Observations
from tests.statistics.simulated import keyed

#: Outlet, cluster, words, hits of praise, sides of tone; so few of each that copies and empty groups turn up.
ARTICLE = st.tuples(
    st.sampled_from(["x", "y", "z", None]),
    st.sampled_from(["1", "2", "3", "4"]),
    st.integers(0, 9),
    st.integers(0, 3),
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
Article = tuple[str | None, str, int, int, tuple[int, int]]


@pytest.fixture(autouse=True, scope="module")
def _stretches() -> object:
    """Stretches so short that sums run over several."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (counts, groups):
            patch.setattr(module, "_STRETCH", 3)
        yield


def observations(articles: list[Article], seed: int) -> Observations:
    ids = [str(row) for row in range(len(articles))]
    columns = list(zip(*articles, strict=True))
    frame = {"article_id": ids, "outlet": columns[0], "cluster": columns[1], "words": columns[2]}
    sides = {"article_id": ids, "scale": ["tone"] * len(ids)}
    sides |= {name: [both[side] for both in columns[4]] for side, name in enumerate(("positive", "negative"))}
    # The same hits on two lines, in no order.
    hits = pl.DataFrame({"article_id": ids * 2, "dimension": ["praise"] * len(ids) * 2, "hits": [*columns[3]] * 2})
    return keyed(
        articles=pl.DataFrame(frame, schema_overrides={"outlet": pl.String}).with_columns(language=pl.lit("en")),
        hits=hits.sample(fraction=1, shuffle=True, seed=seed),
        sides=pl.DataFrame(sides),
    )


def by_hand(articles: list[Article]) -> dict[str, dict[str, Fraction]]:
    """Sums of each outlet, the copies of a text as their mean."""
    texts: dict[tuple[str, str], list[tuple[int, int, int, int]]] = defaultdict(list)
    for outlet, cluster, words, hits, (positive, negative) in articles:
        if outlet is not None:
            texts[outlet, cluster].append((2 * hits, words, positive, negative))
    sums: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for (outlet, _), copies in texts.items():
        y, n, p, q = (Fraction(sum(column), len(copies)) for column in zip(*copies, strict=True))
        t, many = p + q, len(copies)
        terms = {"hits": y * many, "words": n * many, "y": y, "n": n, "y2": y**2, "yn": y * n, "n2": n**2, "n3": n**3}
        terms |= {"positive": p * many, "negative": q * many, "p": p, "t": t, "p2": p**2, "pt": p * t}
        terms |= {"t2": t**2, "t3": t**3, "articles": Fraction(many), "clusters": Fraction(1)}
        for name, term in terms.items():
            sums[outlet][name] += term
    return sums


@given(st.lists(ARTICLE, min_size=1, max_size=20), st.integers(0, 99))
def test_sums_are_those_made_by_hand(articles: list[Article], seed: int) -> None:
    found = groups.tally(observations(articles, seed), ["outlet"], framing.default_lexicon().codebook)
    expected = by_hand(articles)
    outlets = found.groups["outlet"].to_list()
    assert outlets == sorted(expected)
    for part, name in ((found.rates, "praise"), (found.shares, "tone")):
        column = part.names.index(name)
        for field in type(part).__slots__[1:]:
            values = getattr(part, field)[:, column]
            np.testing.assert_allclose(values, [float(expected[outlet][field]) for outlet in outlets], rtol=1e-14)
    for field in ("articles", "clusters"):
        assert found.groups[field].to_list() == [expected[outlet][field] for outlet in outlets]


def test_without_squares_the_rest_stays() -> None:
    articles: list[Article] = [("x", "1", 5, 1, (1, 0)), ("x", "1", 7, 2, (0, 1)), ("y", "2", 3, 1, (2, 1))]
    seen, codebook = observations(articles, 0), framing.default_lexicon().codebook
    whole, part = (groups.tally(seen, ["outlet"], codebook, squares=squares) for squares in (True, False))
    for field in ("hits", "y", "n", "n2"):
        np.testing.assert_array_equal(getattr(whole.rates, field), getattr(part.rates, field))
    for field in ("positive", "p", "t", "t2"):
        np.testing.assert_array_equal(getattr(whole.shares, field), getattr(part.shares, field))


@given(st.lists(ARTICLE, min_size=1, max_size=12), st.sets(st.sampled_from(["x", "y", "z"])), st.integers(0, 3))
def test_the_texts_of_some_groups_are_those_of_their_articles_alone(
    articles: list[Article], chosen: set[str], days: int
) -> None:
    observed = observations(articles, 1).articles
    if days:
        observed = observed.with_columns(unit=pl.int_range(pl.len()) // days)
    texts, rows = groups.texts_of(Observations(observed, pl.DataFrame(), pl.DataFrame()), ["outlet"])
    wanted = rows["outlet"].is_in(list(chosen)).to_numpy()
    expected = [text for text in listed(texts) if wanted[text[0]]]
    found = listed(texts.of_groups(wanted))
    assert [text[:4] for text in found] == [text[:4] for text in expected]
    # Which of them are one unit: the same, though counted from the first that is left.
    numbers = sorted({text[4] for text in expected})
    assert [text[4] for text in found] == [numbers.index(text[4]) for text in expected]


def listed(texts: groups.Texts) -> list[tuple[int, int, list[int], float, int]]:
    """Of each text its group, copies, rows, words and unit."""
    unit = np.searchsorted(texts.units, np.arange(len(texts.group)), side="right") - 1
    return [
        (
            int(texts.group[at]),
            int(texts.copies[at]),
            texts.order[texts.starts[at] : texts.starts[at + 1]].tolist(),
            float(texts.words["words"][at]),
            int(unit[at]),
        )
        for at in range(len(texts.group))
    ]
