"""The topic of an article, the mixes of two sides, and what is said of them, beside loops over articles."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.statistics.permutation import Units
from framing.statistics.topics import MIX, NO_TOPIC, mix, mixes_differ, topic_frames, topics, with_topics
from tests.statistics.simulated import keyed

LEXICON = framing.default_lexicon()
FRAMES = topic_frames(LEXICON)
NO_SIDES = pl.DataFrame(
    schema={"article_id": pl.String, "scale": pl.String, "positive": pl.Int64, "negative": pl.Int64}
)

#: Language, words, and hits of the first two issue frames and of the last.
ARTICLES = st.lists(
    st.tuples(st.sampled_from(["en", "hi", None]), st.sampled_from([0, 20, 90]), *[st.integers(0, 4)] * 3),
    min_size=1,
    max_size=10,
)


def test_topics_are_the_issue_frames() -> None:
    assert "health" in FRAMES
    assert "praise" not in FRAMES
    assert len(FRAMES) > 2


@settings(max_examples=60)
@given(ARTICLES)
def test_a_topic_is_the_frame_that_most_exceeds_what_is_usual(articles: list[tuple[Any, ...]]) -> None:
    """Over what an article of its length has in its language: (k − e) / √(e + 1), and none where no frame does."""
    ids = [f"{number}" for number in range(len(articles))]
    named = {0: FRAMES[0], 1: FRAMES[1], 2: FRAMES[-1]}
    hits = [(one, named[at], row[2 + at]) for one, row in zip(ids, articles, strict=True) for at in range(3)]
    observed = keyed(
        pl.DataFrame(
            {"article_id": ids, "language": [row[0] for row in articles], "words": [row[1] for row in articles]},
            schema_overrides={"language": pl.String},
        ),
        pl.DataFrame([*hits, (ids[0], "praise", 50)], schema=["article_id", "dimension", "hits"], orient="row"),
        NO_SIDES,
    )
    found = dict(topics(observed, LEXICON).iter_rows())
    assert list(found) == ids
    for one, (language, words, *counts) in zip(ids, articles, strict=True):
        same = [row for row in articles if row[0] == language]
        length = max(sum(row[1] for row in same), 1)
        excess = []
        for at, count in enumerate(counts):
            expected = words * sum(row[2 + at] for row in same) / length
            excess.append((count - expected) / math.sqrt(expected + 1) if expected > 0 else 0.0)
        most = max(excess)
        # Of equal ones the first counts; what rounding makes of equal ones is not looked at.
        near = [at for at in range(3) if math.isclose(excess[at], most, abs_tol=1e-9)]
        allowed = (
            {named[at] for at in near} if most > 1e-9 else {NO_TOPIC} | (set(named.values()) if most > -1e-9 else set())
        )
        assert found[one] in allowed


@pytest.mark.parametrize(("ids", "topic"), [(["a", "b"], [FRAMES[0], NO_TOPIC]), ([], [])])
def test_of_two_frames_that_stand_out_as_much_the_first_counts(ids: list[str], topic: list[str]) -> None:
    articles = pl.DataFrame(
        {"article_id": ids, "language": ["en"] * len(ids), "words": [10] * len(ids)},
        schema={"article_id": pl.String, "language": pl.String, "words": pl.Int64},
    )
    hits = pl.DataFrame({"article_id": ["a", "a"], "dimension": [FRAMES[1], FRAMES[0]], "hits": [2, 2]})
    observed = keyed(articles, hits.filter(pl.col("article_id").is_in(ids)), NO_SIDES)
    assert topics(observed, LEXICON)["topic"].to_list() == topic


def test_topics_are_made_out_where_a_level_asks_for_them() -> None:
    news = pl.DataFrame(
        {"article_id": ["1", "2"], "text": ["The hospital treated patients.", "The court heard the judge."]}
    )
    scored = framing.score(news)
    for level in ("topic", "outlet*topic", "topic * month"):
        found = with_topics(scored, news, LEXICON, ["outlet", level])
        assert found["topic"].to_list() == ["health", "legality"]
        named = found.with_columns(topic=pl.lit("own"))
        assert with_topics(scored, named, LEXICON, [level])["topic"].to_list() == ["own"] * 2
    assert with_topics(scored, news, LEXICON, ["outlet", "month"]).equals(news)


#: Six units, three a side, in two strata; unit → words of each category.
WORDS = [{"war": 10}, {"war": 5, "art": 5}, {"art": 8}, {"art": 12}, {"war": 2, "art": 6}, {"sport": 8}]
FIRST = np.array([True, True, False, False, True, False])
STRATUM = np.array([0, 0, 0, 0, 1, 1])


def units() -> Units:
    words = np.array([float(sum(own.values())) for own in WORDS])
    nothing = np.empty((6, 0))
    total = np.bincount(STRATUM, words)
    return Units(nothing, nothing, words, FIRST, STRATUM, np.ones(6, bool), total / total.sum())


def parts() -> pl.DataFrame:
    rows = [(unit, name, count) for unit, own in enumerate(WORDS) for name, count in own.items()]
    return pl.DataFrame(rows, schema=["row", "category", "words"], orient="row")


def shares(first: set[int], side: bool) -> dict[str, float]:
    """Of each category, by strata that weigh what they have in all."""
    found = dict.fromkeys(("art", "sport", "war"), 0.0)
    for stratum in (0, 1):
        own = [WORDS[unit] for unit in range(6) if STRATUM[unit] == stratum]
        weight = sum(sum(each.values()) for each in own) / sum(sum(each.values()) for each in WORDS)
        there = [WORDS[unit] for unit in range(6) if STRATUM[unit] == stratum and (unit in first) == side]
        length = sum(sum(each.values()) for each in there)
        for name in found:
            found[name] += weight * sum(each.get(name, 0) for each in there) / length
    return found


def distance(first: set[int]) -> float:
    a, b = shares(first, True), shares(first, False)
    return sum(abs(a[name] - b[name]) for name in a) / 2


def test_a_mix_is_compared_with_all_others_that_the_units_could_have() -> None:
    found = mix("topic", units(), parts())
    assert found.schema == MIX
    observed = {0, 1, 4}
    a, b = shares(observed, True), shares(observed, False)
    order = sorted(a, key=lambda name: (-abs(a[name] - b[name]), name))
    assert found["category"].to_list() == order
    assert found["share_a"].to_list() == pytest.approx([a[name] for name in order])
    assert found["share_b"].to_list() == pytest.approx([b[name] for name in order])
    # Two of four change sides, and one of two: twelve sets.
    every = [{*pair, single} for pair in combinations(range(4), 2) for single in (4, 5)]
    as_far = sum(distance(one) >= distance(observed) - 1e-9 for one in every)
    assert found["distance"][0] == pytest.approx(distance(observed))
    assert found["p"].to_list() == pytest.approx([as_far / 12] * 3)
    assert mix("topic", units(), parts(), number=12)["p"][0] == pytest.approx(as_far / 12)
    drawn = mix("topic", units(), parts(), number=11)["p"][0]
    assert drawn * 12 == pytest.approx(round(drawn * 12))  # Of eleven that were drawn, and the one that is there.


def test_nothing_has_no_mix_and_what_is_not_known_is_called_so() -> None:
    none = units()
    empty = Units(none.x[:0], none.e[:0], none.words[:0], FIRST[:0], STRATUM[:0], none.loose[:0], none.weights[:0])
    assert mix("genre", empty, parts().clear()).is_empty()
    unknown = parts().with_columns(category=pl.when(pl.col("category") != "sport").then("category"))
    assert set(mix("genre", units(), unknown)["category"]) == {"art", "war", "unknown"}


def mixes(**changed: Any) -> pl.DataFrame:
    rows = [("war", 0.5, 0.38), ("art", 0.3, 0.32), ("sport", 0.2, 0.219), ("talk", 0.0, 0.081)]
    table = pl.DataFrame(rows, schema=["category", "share_a", "share_b"], orient="row")
    given = {"mix": "genre", "distance": 0.12, "p": 0.02, **changed}
    return table.with_columns(**{name: pl.lit(value) for name, value in given.items()}).select(list(MIX))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, True),
        ({"distance": 0.1}, True),
        ({"distance": 0.0999}, False),
        ({"p": 0.0499}, True),
        ({"p": 0.05}, False),
        ({"p": 0.051}, False),
    ],
)
def test_a_mix_is_told_of_where_it_differs_enough_and_by_more_than_chance(
    changed: dict[str, float], said: bool
) -> None:
    assert len(mixes_differ(mixes(**changed), "dawn", "jang")) == said


@pytest.mark.parametrize("name", ["topic", "genre", "outlet"])
def test_what_differs_most_is_named_with_both_shares(name: str) -> None:
    """The first three, as far as they differ by a fiftieth."""
    (line,) = mixes_differ(mixes(mix=name), "dawn", "jang")
    assert str(line) == (
        f"dawn and jang differ in their {name} mix (distance 0.12, p 0.02; war 50% against 38%, art 30% against 32%): "
        f"a difference may be one of {name}."
    )
