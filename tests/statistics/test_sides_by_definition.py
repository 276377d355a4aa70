"""The two sides of a contrast beside loops over articles: what is counted, in which stratum, and by whose factors."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.phrases import near
from framing.statistics.contrast_sides import Measures, split, table_of, units_of, within_keys
from framing.statistics.observations import Observations
from framing.statistics.reference import Factors, _factor_between, raw
from tests.statistics.simulated import keyed

MEASURES = Measures(("praise", "doubt", "tone", "loudness"), 2, np.array([False, False, True, False]))

#: Unit, side, language, stratum, words, words of loudness, hits of two dimensions, sides of two scales.
ARTICLE = st.tuples(
    st.sampled_from("pqrstu"),
    st.booleans(),
    st.sampled_from(["en", "hi"]),
    st.sampled_from(["war", "sport", "art"]),
    st.sampled_from([0, 1, 40, 90]),
    st.integers(0, 30),
    st.tuples(*[st.integers(0, 4)] * 6),
)
Article = tuple[str, bool, str, str, int, int, tuple[int, ...]]


def observed(articles: list[Article]) -> tuple[Observations, pl.DataFrame]:
    ids = [f"a{number}" for number in range(len(articles))]
    columns: list[Any] = list(zip(*articles, strict=True))
    counts = list(zip(*columns[6], strict=True))
    frame = pl.DataFrame({"article_id": ids, "words": columns[4], "words:loudness": columns[5], "language": columns[2]})
    hits = [
        (one, name, count)
        for name, column in zip(("praise", "doubt"), counts, strict=False)
        for one, count in zip(ids, column, strict=True)
    ]
    hits += [(ids[0], "crime", 99)]  # Not asked for.
    sides = [
        (one, name, positive, negative)
        for name, at in (("tone", 2), ("loudness", 4))
        for one, positive, negative in zip(ids, counts[at], counts[at + 1], strict=True)
    ]
    return (
        keyed(
            articles=frame,
            hits=pl.DataFrame(hits, schema=["article_id", "dimension", "hits"], orient="row"),
            sides=pl.DataFrame(sides, schema=["article_id", "scale", "positive", "negative"], orient="row"),
        ),
        pl.DataFrame(
            {"article_id": ids, "first": columns[1], "unit": columns[0], "language": columns[2], "stratum": columns[3]}
        ),
    )


def row_of(article: Article) -> tuple[list[int], list[int], list[int]]:
    """Numerators, denominators and hits of one article, by the words of the docstrings."""
    *_, words, loud, (praise, doubt, up, down, louder, softer) = article
    return [praise, doubt, up, louder], [words, words, up + down, loud], [praise, doubt, up + down, louder + softer]


@given(st.lists(ARTICLE, min_size=1, max_size=14), st.integers(1, 3))
def test_units_have_what_their_articles_have(articles: list[Article], thin: int) -> None:
    seen, sides = observed(articles)
    placed = units_of(seen, sides, MEASURES, thin=thin)
    worded = [article for article in articles if article[4] > 0]
    groups: dict[tuple[str, bool], list[Article]] = defaultdict(list)
    for article in worded:
        groups[article[:2]].append(article)
    # A unit is in one stratum: that of its first article.
    home = {unit: next(key for key in groups if key[0] == unit) for unit, _ in groups}
    place = {unit: groups[key][0][2:4] for unit, key in home.items()}
    least = {
        where: min(sum(place[unit] == where and first == side for unit, first in groups) for side in (True, False))
        for where in place.values()
    }
    name = {unit: f"{where[0]}:{where[1] if least[where] >= thin else 'other'}" for unit, where in place.items()}
    there = {
        stratum for stratum in name.values()
        if {first for unit, first in groups if name[unit] == stratum} == {True, False}
    }  # fmt: skip
    kept = [key for key in groups if name[key[0]] in there]
    assert placed.strata == tuple(sorted(there))
    units = placed.units
    assert units.first.tolist() == [first for _, first in kept]
    assert [placed.strata[number] for number in units.stratum] == [name[unit] for unit, _ in kept]
    assert units.loose.tolist() == [len({first for other, first in groups if other == unit}) == 1 for unit, _ in kept]
    parts = [[row_of(article) for article in groups[key]] for key in kept]
    for found, at in ((units.x, 0), (units.e, 1), (placed.hits, 2)):
        assert found.tolist() == [[sum(part[at][column] for part in rows) for column in range(4)] for rows in parts]
    words = [sum(article[4] for article in groups[key]) for key in kept]
    assert units.words.tolist() == words
    sums = [
        sum(size for size, (unit, _) in zip(words, kept, strict=True) if name[unit] == one) for one in placed.strata
    ]
    assert units.weights.tolist() == pytest.approx([one / max(sum(words), 1) for one in sums])
    lost = [
        sum(article[4] for article in worded if article[1] == side and name[article[0]] not in there)
        for side in (True, False)
    ]
    assert placed.left_out == tuple(lost)
    assert placed.rows.height == sum(len(groups[key]) for key in kept)


@settings(max_examples=15)
@given(st.lists(ARTICLE, min_size=1, max_size=9), st.none() | st.integers(9, 12))
def test_a_table_counts_the_articles_that_have_a_row(articles: list[Article], size: int | None) -> None:
    seen, _ = observed(articles)
    rows = pl.DataFrame(
        {"article_id": [f"a{number}" for number in range(len(articles))][::2], "row": list(range(len(articles)))[::2]}
    )
    found = table_of(seen, rows, MEASURES, size)
    assert len(found.words) == (size or len(articles[::2]) * 2 - 1)
    for number, article in enumerate(articles):
        expected = row_of(article) if number % 2 == 0 else ([0] * 4, [0] * 4, [0] * 4)
        if number < len(found.words):
            assert (found.x[number].tolist(), found.e[number].tolist(), found.hits[number].tolist()) == expected
    assert table_of(seen, rows.clear(), MEASURES).x.shape == (0, 4)


def test_factors_are_weighted_by_each_sides_words() -> None:
    articles: list[Article] = [
        ("p", True, "en", "war", 90, 9, (2, 0, 0, 0, 1, 0)), ("p", True, "hi", "war", 30, 9, (1, 0, 0, 0, 1, 0)),
        ("r", False, "hi", "art", 40, 9, (3, 0, 0, 0, 1, 0)), ("s", False, "en", "art", 10, 9, (1, 0, 0, 0, 1, 0)),
    ]  # fmt: skip
    seen, sides = observed(articles)
    logs = {"en": np.array([0.0, np.nan, np.nan, np.nan]), "hi": np.array([0.5, np.nan, np.nan, np.nan])}
    variances = {"en": np.array([0.0] * 4), "hi": np.array([0.04] * 4)}
    log, variance = _factor_between(seen, sides, Factors(logs, variances), 4)
    # Hindi is a quarter of A and four fifths of B.
    assert log[0] == pytest.approx((0.25 - 0.8) * 0.5)
    assert variance[0] == pytest.approx((0.25 - 0.8) ** 2 * 0.04)
    sure, unsure = (
        raw(seen, sides, MEASURES, Factors(logs, {code: variance * times for code, variance in variances.items()}))
        for times in (0.0, 1.0)
    )
    for found in (sure, unsure):
        assert found.calibrated.tolist() == [True, False, False, False]
        assert found.effect.value[0] == pytest.approx((3 / 120) / (4 / 50) / math.exp(log[0]))
        assert np.isnan(found.p[1:]).all()
        assert found.clusters == (1, 2)
    plain = raw(seen, sides, MEASURES, Factors({code: value * np.nan for code, value in logs.items()}, variances))
    for side, end in (("low", -1), ("high", 1)):
        widths = [end * math.log(getattr(one.effect, side)[0] / one.effect.value[0]) for one in (plain, sure, unsure)]
        assert widths[1] == pytest.approx(widths[0])
        assert widths[2] == pytest.approx(math.hypot(widths[0], 1.959963984540054 * 0.55 * 0.2))
    # The side of the interval that looks towards no difference decides.
    toward = (
        sure.effect.high[0] / sure.effect.value[0]
        if sure.effect.value[0] < 1
        else sure.effect.value[0] / sure.effect.low[0]
    )
    score = abs(math.log(sure.effect.value[0])) / (math.log(toward) / 1.959963984540054)
    assert sure.p[0] == pytest.approx(math.erfc(score / math.sqrt(2)))
    assert unsure.p[0] > sure.p[0]


def test_hints_name_what_is_near() -> None:
    names = ["dawn", "dawn-urdu", "amar-ujala", "amarujala", "The Hindu", "jang"]
    assert near("dwan", names) == "did you mean dawn?"
    assert near("amar-ujal", names) == "did you mean amar-ujala or amarujala?"
    assert near("DAWN", names) == "did you mean dawn or dawn-urdu?"
    assert near("hindu", names) == "did you mean The Hindu?"
    assert near("zzz", names) == f"there are {', '.join(names)}"
    many = [f"n{number}x" for number in range(9)]
    assert near("???", many[:8]) == f"there are {', '.join(many[:8])}"
    assert near("???", many) == f"there are {', '.join(many[:8])} …"
    assert near("???", []) == "there are none"
    assert len(near("x", many).split(" or ")) == 3


DATES = pl.DataFrame(
    {
        "article_id": list("abcdef"),
        "outlet": ["x", "x", "x", "x", "y", None],
        "language": ["en", "en", "en", "hi", "en", "en"],
        "published": [datetime(2024, 3, day, tzinfo=UTC) for day in (9, 10, 11)] + [datetime(2024, 3, 1, tzinfo=UTC), None, datetime(2024, 1, 1, tzinfo=UTC)],
        "published_precision": [None, "day", None, "month", None, "year"],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    "before",
    [
        "2024-03-10",
        date(2024, 3, 10),
        datetime(2024, 3, 10),
        datetime(2024, 3, 10, 3, tzinfo=timezone(timedelta(hours=3))),
    ],
)
def test_a_day_parts_what_is_before_it_from_what_is_on_it(before: str | date | datetime) -> None:
    found = split(DATES, "outlet", None, None, before)
    assert dict(found.frame.iter_rows()) == {"a": True, "b": False, "c": False}
    assert (found.a, found.b) == ("before 2024-03-10", "from 2024-03-10")
    assert found.notes == (
        "1 of 6 articles without a date: left out.",
        "2 articles have a date without a day, in the month or year of 2024-03-10: left out.",
    )
    own = split(DATES, "outlet", "x", None, before, outlet_name=str.upper)
    assert (own.a, own.notes) == (
        "X before 2024-03-10",
        ("1 article has a date without a day, in the month or year of 2024-03-10: left out.",),
    )


def test_the_rest_is_of_the_same_languages_and_known() -> None:
    found = split(DATES, "outlet", "y", None, None)
    assert dict(found.frame.iter_rows()) == {"a": False, "b": False, "c": False, "e": True}
    assert (found.a, found.b) == ("y", "rest of its language")
    assert split(DATES, "outlet", "x", None, None).b == "rest of its languages"
    assert dict(split(DATES, "outlet", "x", "y", None).frame.iter_rows()) == {**dict.fromkeys("abcd", True), "e": False}
    assert within_keys(DATES, {"outlet": "x", "language": "hi"})["article_id"].to_list() == ["d"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("outlet", None, None, None), "compare.sides"),
        (("outlet", "x", "y", "2024-03-10"), "compare.sides"),
        (("outlet", "x", None, "10 March"), "compare.date"),
        (("outlet", "z", None, None), "compare.key"),
        (("planet", "x", None, None), "compare.level"),
    ],
)
def test_what_cannot_be_compared_is_refused(asked: tuple[Any, ...], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        split(DATES, *asked)
    assert caught.value.code == code
