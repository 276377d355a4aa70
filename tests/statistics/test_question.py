"""A question: made from plain keywords, the same wherever it is asked, its articles chosen in one way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing import Question
from framing.schemas import GENRES, SECTIONS, VOICES

OUTLETS = ("alpha", "beta", "gamma")


@pytest.fixture(scope="module")
def articles() -> pl.DataFrame:
    """Thirty articles: 15 of alpha, 10 of beta, 5 of gamma; every third about health, every third about courts."""
    said = ("The hospital treated patients with fever and", "The court heard the judge and", "It was on that day and")
    outlets = ["alpha"] * 15 + ["beta"] * 10 + ["gamma"] * 5
    rows = [
        {
            "article_id": str(number),
            "text": f"{said[number % 3]} the admirable talks number {number} ended.",
            "outlet": outlet,
            "country": "IN" if outlet == "alpha" else "PK",
            "genre": "opinion" if number % 5 == 0 else "news",
            "language": "en",
            "published": datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=10 * number),
            "published_precision": "day",
        }
        for number, outlet in enumerate(outlets)
    ]
    return pl.DataFrame(rows)


@pytest.fixture(scope="module")
def scored(articles: pl.DataFrame) -> framing.Scored:
    return framing.score(articles)


ASKED: dict[str, dict[str, Any]] = {
    "nothing": {},
    "outlet": {"outlet": "Alpha"},
    "country": {"country": "Pakistan"},
    "genre": {"genre": ["opinion"]},
    "dates": {"since": "2024-03", "until": "2024-06"},
    "within": {"within": {"country": "PK", "quarter": "2024-Q3"}},
    "about": {"about": "hospital OR court"},
    "topic": {"topic": "health"},
    "size": {"min_articles": 10},
    "top": {"top": 2},
}


def expected(articles: pl.DataFrame, name: str) -> pl.DataFrame:
    number = pl.col("article_id").cast(pl.Int64)
    month = pl.col("published").dt.month()
    return articles.filter(
        {
            "nothing": pl.lit(value=True),
            "outlet": pl.col("outlet") == "alpha",
            "country": pl.col("country") == "PK",
            "genre": pl.col("genre") == "opinion",
            "dates": month.is_between(3, 6),
            "within": (pl.col("country") == "PK") & month.is_between(7, 9),
            "about": number % 3 < 2,
            "topic": number % 3 == 0,
            "size": pl.col("outlet") != "gamma",
            "top": pl.col("outlet") != "gamma",
        }[name]
    )


@pytest.mark.parametrize("name", ASKED)
def test_a_question_narrows_everything_alike(scored: framing.Scored, articles: pl.DataFrame, name: str) -> None:
    asked, left = ASKED[name], expected(articles, name)
    assert left.height > 0
    by_outlet = dict(left.group_by("outlet").len().iter_rows())
    table = framing.estimate(scored, articles, levels=["outlet"], **asked)
    rows = table.filter(pl.col("dimension") == "praise").select("key", "articles")
    assert dict(rows.iter_rows()) == by_outlet
    assert framing.estimate(scored, articles, levels=["outlet"], question=Question(**asked)).equals(table)
    volume = framing.trends(scored, articles, measures=["praise"], **asked).volume
    assert volume["articles"].sum() == left.height
    hits = framing.kwic(scored, articles, "praise", **asked)
    assert set(hits["article_id"]) == set(left["article_id"])
    if "within" not in asked and len(by_outlet) > 1:
        found = framing.compare(scored, articles, "beta", permutations=100, dimensions=["praise"], **asked)
        assert found.sides["articles"].sum() == left.height


@pytest.mark.parametrize(
    ("name", "more"), [("estimate", ()), ("trends", ()), ("compare", ("alpha",)), ("kwic", ("praise",))]
)
def test_what_leaves_nothing_says_so(
    scored: framing.Scored, articles: pl.DataFrame, name: str, more: tuple[str, ...]
) -> None:
    ask: Callable[..., Any] = partial(getattr(framing, name), scored, articles, *more)
    with pytest.raises(framing.UsageError, match=r"articles: 30; about=hospital AND zzyzx leaves 0") as caught:
        ask(about="hospital AND zzyzx")
    assert "(hospital: 10, zzyzx: 0)" in caught.value.what
    with pytest.raises(framing.UsageError, match="no article has the outlet 'delta'"):
        ask(outlet="delta")
    with pytest.raises(framing.UsageError, match="'soon' is no date"):
        ask(since="soon")
    with pytest.raises(TypeError, match="no 'abuot'"):
        ask(abuot="kashmir")


LISTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3)
KEYWORDS = st.fixed_dictionaries(
    {},
    optional={
        "by": st.sampled_from(["outlet", "topic", "outlet*month"]),
        "about": st.sampled_from(["x", "x NOT y"]),
        "outlet": LISTS,
        "topic": st.sampled_from(["a", "b"]),
        "genre": st.lists(st.sampled_from(GENRES), max_size=2),
        "within": st.dictionaries(st.sampled_from(["country", "year"]), st.sampled_from(["IN", "2024"])),
        "voices": st.lists(st.sampled_from(VOICES), min_size=1),
        "sections": st.lists(st.sampled_from(SECTIONS), min_size=1),
        "min_articles": st.integers(1, 5),
        "since": st.sampled_from(["2024", "2024-05-03"]),
    },
)


@given(KEYWORDS, KEYWORDS)
def test_a_question_is_its_keywords_and_no_more(some: dict[str, Any], more: dict[str, Any]) -> None:
    question = Question(**some)
    assert question == Question(**some)
    assert hash(question) == hash(Question(**some))
    assert question.changed() == question
    assert question.changed(**more) == Question(**{**some, **more})
    assert not question.without(*question.filters).filters
    assert set(question.named()) != set() or not question.filters


@pytest.mark.parametrize(
    ("keywords", "code"),
    [
        ({"voices": "whispered"}, "estimate.voice"),
        ({"sections": []}, "estimate.section"),
        ({"genre": "novel"}, "estimate.genre"),
        ({"min_articles": 0}, "question.number"),
        ({"top": 0}, "question.number"),
    ],
)
def test_what_no_question_can_ask_is_refused(keywords: dict[str, Any], code: str) -> None:
    with pytest.raises(framing.UsageError) as caught:
        Question(**keywords)
    assert caught.value.code == code


def test_topics_are_a_level(scored: framing.Scored, articles: pl.DataFrame) -> None:
    table = framing.estimate(scored, articles, by="topic").filter(pl.col("dimension") == "praise")
    assert dict(table.select("key", "articles").iter_rows()) == {"health": 10, "legality": 10, "none": 10}
    crossed = framing.estimate(scored, articles, levels=["outlet*topic"])
    assert set(crossed["key"]) == {
        f"{outlet}*{topic}" for outlet in OUTLETS for topic in ("health", "legality", "none")
    }
    found = framing.compare(scored, articles, "health", "legality", by="topic", permutations=100)
    assert found.sides["articles"].to_list() == [10, 10]
    inside = framing.compare(scored, articles, "alpha", within={"topic": "health"}, permutations=100)
    assert inside.sides["articles"].sum() == 10
    series = framing.trends(scored, articles, level="topic", period="year", measures=["praise"]).series
    assert set(series.filter(pl.col("level") == "topic")["key"]) == {"health", "legality", "none"}


def test_a_topic_is_one_of_all_articles_whatever_else_is_asked(scored: framing.Scored, articles: pl.DataFrame) -> None:
    whole = framing.estimate(scored, articles, levels=["topic"], topic="health")
    assert whole["key"].unique().to_list() == ["health"]


def test_periods_are_compared_like_any_level(scored: framing.Scored, articles: pl.DataFrame) -> None:
    found = framing.compare(scored, articles, "2024-Q1", "2024-Q2", by="quarter", permutations=100)
    assert found.sides["articles"].to_list() == [10, 9]


def test_voices_are_compared_within_a_question(scored: framing.Scored, articles: pl.DataFrame) -> None:
    asked = Question(by="voice", outlet="alpha", genre="news")
    found = framing.compare(scored, articles, "own", "quoted+reported", question=asked, permutations=100)
    assert found.sides["outlets"].max() == 1
    assert found.settings["by"] == "voice"
