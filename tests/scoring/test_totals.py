"""Totals by number are the sums of scores, words and sides, whichever articles are asked for, in whatever order."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.schemas import VOICES
from framing.scoring.score import Scored

TEXTS = {
    "a": "A historic, stunning deal. “A shameful farce,” he said.",
    "b": "It rained on Monday in the city.",
    "c": "“A historic deal,” said the minister. Critics said it was shameful.",
    "d": "",
    "e": "The shameful, historic, shameful end.",
}


@pytest.fixture(scope="module")
def scored() -> Scored:
    articles = pl.DataFrame({"article_id": list(TEXTS), "text": list(TEXTS.values())})
    return framing.score(articles.with_columns(title=pl.lit("A stunning day"), language=pl.lit("en")))


@given(ids=st.lists(st.sampled_from([*TEXTS, "unknown"]), unique=True))
def test_the_totals_of_some_articles_are_what_their_rows_add_up_to(scored: Scored, ids: list[str]) -> None:
    found = scored.totals().of(pl.Series(ids, dtype=pl.String))
    assert found.words["article_id"].to_list() == ids
    for row in found.words.iter_rows(named=True):
        own = scored.exposure.filter(article_id=row["article_id"])
        assert [row[voice] for voice in VOICES] == [own.filter(voice=voice)["words"].sum() for voice in VOICES]
    hits = {(ids[place], name): number for place, name, number in found.hits.iter_rows()}
    rows = scored.scores.filter(pl.col("article_id").is_in(ids)).group_by("article_id", "dimension")
    assert hits == {tuple(key): number for *key, number in rows.agg(pl.col("hits").sum()).iter_rows()}
    sides = {(ids[place], scale): (up, down) for place, scale, up, down in found.sides.iter_rows()}
    whole = scored.scales.filter(pl.col("section") == "all", pl.col("article_id").is_in(ids))
    told = {(row["article_id"], row["scale"]): (row["positive"], row["negative"]) for row in whole.to_dicts()}
    assert sides == {key: pair for key, pair in told.items() if any(pair)}
