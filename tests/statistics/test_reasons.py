"""What a contrast rests on, found with the same sides as the contrast itself."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.statistics.keyness import KEYNESS
from framing.statistics.reasons import INFLUENCES


@pytest.fixture(scope="module")
def articles() -> pl.DataFrame:
    texts = {"a": "A historic deal was signed, they said.", "b": "The talks in the capital went on, they said."}
    rows = [(f"{outlet}{n}", f"{text} It was day {n}.", outlet) for outlet, text in texts.items() for n in range(9)]
    return pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row").with_columns(language=pl.lit("en"))


def test_frames_are_those_of_the_single_functions(articles: pl.DataFrame) -> None:
    scored = framing.score(articles)
    found = framing.reasons(scored, articles, ["praise", "tone"], "a", "b")
    a, b = (articles.filter(pl.col("outlet") == outlet)["article_id"] for outlet in "ab")
    assert found.keyness.equals(framing.keyness(articles, a, b))
    praise = found.entries.filter(pl.col("measure") == "praise").drop("measure")
    assert praise.equals(framing.influence(scored, a, b, "praise"))
    by_article = framing.influence(scored, a, b, "praise", by="article")
    assert found.articles.filter(pl.col("measure") == "praise").drop("measure").equals(by_article)
    assert "<style>" in found._repr_html_()
    assert "Reasons" in repr(found)


def test_a_contrast_inside_articles_has_none(articles: pl.DataFrame) -> None:
    found = framing.reasons(framing.score(articles), articles, ["praise"], "own", "quoted", by="voice")
    assert (found.keyness.schema, found.entries.schema) == (pl.Schema(KEYNESS), pl.Schema(INFLUENCES))
    assert found.to_dict() == {"keyness": [], "entries": [], "articles": []}


def test_an_unknown_side_is_named(articles: pl.DataFrame) -> None:
    with pytest.raises(framing.UsageError, match=r"compare\.key"):
        framing.reasons(framing.score(articles), articles, ["praise"], "planet")


def test_only_the_voices_asked_for_count(articles: pl.DataFrame) -> None:
    quoted = articles.with_columns(
        text=pl.when(pl.col("outlet") == "a")
        .then(pl.lit("“A historic deal was signed today by both sides,” she said."))
        .otherwise("text")
    )
    scored = framing.score(quoted)
    rows = {
        voices: framing.reasons(scored, quoted, ["praise"], "a", "b", voices=voices).entries.height
        for voices in (("own", "quoted", "reported", "mention"), ("quoted", "own"), ("own", "reported"))
    }
    assert list(rows.values()) == [1, 1, 0]
