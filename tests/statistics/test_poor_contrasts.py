"""Contrasts of little, of nothing, and of what is not there."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import numpy as np
import polars as pl
import pytest

import framing
from tests.statistics.newsrooms import WORDS, frame, outlet, row


def test_unknown_names_are_refused_with_near_ones(
    mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    with pytest.raises(framing.UsageError, match="did you mean warlike"):
        framing.compare(*mixed, "warlik", lexicon=lexicon)
    with pytest.raises(framing.UsageError, match="did you mean conflict"):
        framing.compare(*mixed, "warlike", lexicon=lexicon, dimensions=["conflct"])
    with pytest.raises(framing.UsageError, match="no level 'planet'; use outlet, country"):
        framing.compare(*mixed, "warlike", by="planet", lexicon=lexicon)
    with pytest.raises(framing.UsageError, match="is no date"):
        framing.compare(*mixed, before="yesterday", lexicon=lexicon)
    with pytest.raises(framing.UsageError, match="nothing to compare"):
        framing.compare(*mixed, lexicon=lexicon)
    with pytest.raises(framing.UsageError, match="no voice 'loud'"):
        framing.compare(*mixed, "loud", "own", by="voice", lexicon=lexicon)
    with pytest.raises(framing.UsageError, match="inside articles"):
        framing.compare(*mixed, "own", "quoted", by="voice", standardise="topic", lexicon=lexicon)


def test_poor_sides_have_a_status_and_no_exception(
    mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    same = framing.compare(*mixed, "warlike", "warlike", lexicon=lexicon)
    assert set(same.table["status"]) == {"same-sides"}
    assert same.table["hits_a"].equals(same.table["hits_b"])
    articles = frame(outlet("a", ["war"], 40), outlet("b", ["war"], 41), outlet("c", ["war"], 42))
    articles = articles.with_columns(
        text=pl.when(pl.col("outlet") == "c").then(pl.lit("")).otherwise("text"), title=pl.lit(None, pl.String)
    )
    scored = framing.score(articles, lexicon)
    single = framing.compare(scored, articles, "a", "b", lexicon=lexicon)
    assert row(single, "conflict")["p"] is None
    assert set(single.table["status"]) <= {"few-articles", "few-hits", "no-hits"}
    empty = framing.compare(scored, articles, "a", "c", lexicon=lexicon)
    assert set(empty.table["status"]) == {"no-words"}
    assert row(empty, "conflict")["words_a"] == WORDS
    assert empty.caveats == ("A side has no words: there is nothing to compare.",)
    assert set(framing.compare(scored, articles, "c", "c", lexicon=lexicon).table["status"]) == {"same-sides"}
    none = framing.compare(scored, articles, "own", "quoted", by="voice", lexicon=lexicon)
    assert set(none.table["status"]) == {"no-words"}
    for found in (same, single, empty, none):
        assert found.table["effect"].is_finite().all() or found.table["effect"].null_count()
        assert not any(found.table[name].is_nan().any() for name in ("effect", "low", "high", "p", "rate_a", "rate_b"))


def test_about_and_within_choose_articles(mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon) -> None:
    found = framing.compare(*mixed, "warlike", "healthy", about="hospital", lexicon=lexicon)
    assert 0 < found.sides["articles"].sum() < 100
    news = framing.compare(*mixed, "warlike", "healthy", within={"genre": "news"}, lexicon=lexicon)
    assert news.sides["articles"].to_list() == [20, 60]


def test_false_discoveries_are_few(lexicon: framing.Lexicon) -> None:
    # Outlets of one kind: of the families of tests, at most one in twenty may find something.
    random = np.random.default_rng(50)
    rows = [
        row for name in range(16) for row in outlet(f"o{name}-", list(random.choice(["war", "health"], 20)), 60 + name)
    ]
    articles = frame(rows)
    scored = framing.score(articles, lexicon)
    found = [
        framing.compare(scored, articles, f"o{2 * pair}-", f"o{2 * pair + 1}-", lexicon=lexicon, permutations=299)
        for pair in range(8)
    ]
    assert sum((comparison.table["p_adjusted"] < 0.05).any() for comparison in found) <= 2


def test_articles_without_any_metadata_are_no_error(lexicon: framing.Lexicon) -> None:
    articles = pl.DataFrame(
        {"article_id": ["1", "2"], "text": ["paper battle paper", "paper"], "language": ["en", "en"]}
    )
    scored = framing.score(articles, lexicon)
    with pytest.raises(framing.UsageError, match="there are none"):
        framing.compare(scored, articles, "x", lexicon=lexicon)
    undated = framing.compare(scored, articles, before="2024-01-01", lexicon=lexicon)
    assert set(undated.table["status"]) == {"no-words"}
    assert "2 of 2 articles without a date: left out." in undated.caveats


@pytest.mark.parametrize("seed", range(3))
def test_any_articles_give_a_result_or_one_line(lexicon: framing.Lexicon, seed: int) -> None:
    random = np.random.default_rng(seed)
    texts = [
        "battle panic paper " * 5,
        "treaty paper",
        'paper "panic battle paper paper" paper',
        "",
        " ",
        "लड़ाई शहर में",
        "جنگ شہر میں",
    ]

    def maybe(*values: str | None) -> str | None:
        return values[int(random.integers(len(values)))]

    articles = pl.DataFrame(
        [
            (
                str(number),
                maybe(*texts),
                maybe(None, "panic"),
                maybe(None, "a", "b", "b"),
                maybe(None, "news"),
                maybe(None, "2023-01-01", "2024-01-01"),
            )
            for number in range(int(random.integers(0, 13)))
        ],
        schema=dict.fromkeys(("article_id", "text", "title", "outlet", "genre", "published"), pl.String),
        orient="row",
    )
    scored = framing.score(articles, lexicon)
    asked: list[dict[str, Any]] = [
        {"a": "a", "b": "b"},
        {"a": "a", "standardise": "topic"},
        {"a": "a", "b": "b", "languages": "raw"},
        {"a": "a", "b": "b", "languages": "relative", "standardise": "genre"},
        {"before": "2023-06-01"},
        {"a": "own", "b": "quoted", "by": "voice"},
        {"a": "title", "b": "lead+body", "by": "section"},
        {"a": "hi", "b": "ur", "by": "language"},
        {"a": "a", "b": "b", "voices": ["quoted"], "sections": ["title"]},
    ]
    for options in asked:
        # A key that no article has is the one thing that is refused.
        with contextlib.suppress(framing.UsageError):
            found = framing.compare(scored, articles, lexicon=lexicon, permutations=100, **options)
            assert json.dumps(found.to_dict(), allow_nan=False)
            assert not found.table.filter(pl.col("status") == "ok").height
