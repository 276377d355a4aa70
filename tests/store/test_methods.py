"""What an export says of itself: its codebook, and the lines of its methods that depend on what is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from framing.lexicon.lexicon import Lexicon, load_lexicon
from framing.schemas import VERSIONS
from framing.store.methods import _languages, _lexicons, _period, codebook


@pytest.fixture(scope="module")
def few(lexicon: Path) -> Lexicon:
    return load_lexicon(lexicon)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (pl.Int32(), "integer"),
        (pl.Float64(), "number"),
        (pl.Boolean(), "true or false"),
        (pl.Datetime("us", "UTC"), "date and time, UTC"),
        (pl.String(), "text"),
    ],
)
def test_a_column_is_said_to_hold_what_it_holds(few: Lexicon, kind: pl.DataType, said: str) -> None:
    (row,) = codebook("articles", pl.Schema({"words": kind}), few).iter_rows(named=True)
    assert (row["what"], row["name"], row["type"]) == ("column", "words", said)


@pytest.mark.parametrize(
    ("column", "further"), [("dimension", True), ("scale", True), ("hits_praise", True), ("hits", False)]
)
def test_dimensions_and_scales_are_explained_where_they_stand_in_the_table(
    few: Lexicon, column: str, further: bool
) -> None:
    table = {"dimension": "scores", "scale": "scales", "hits_praise": "wide", "hits": "scores"}[column]
    found = codebook(table, pl.Schema({column: pl.String()}), few)
    expected = [*few.codebook.dimensions, *few.codebook.scales] if further else []
    assert found["name"].to_list() == [column, *expected]
    assert found["what"].unique().sort().to_list() == (["column", "dimension", "scale"] if further else ["column"])


def test_words_are_counted_by_language() -> None:
    scored = pl.DataFrame({"language": ["ur", "hi", "ur", None], "words": [3, 4, 5, 0]})
    assert _languages(scored) == [(None, 1, 0), ("hi", 1, 4), ("ur", 2, 8)]


@pytest.mark.parametrize(
    ("undated", "said"),
    [
        (0, "Published 2024-01-01 to 2024-12-31; 0 articles without a date."),
        (1, "Published 2024-01-01 to 2024-12-31; 1 article without a date."),
        (2, "Published 2024-01-01 to 2024-12-31; 2 articles without a date."),
    ],
)
def test_a_year_ends_with_its_last_day(undated: int, said: str) -> None:
    days = [datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 28, tzinfo=UTC)]
    articles = pl.DataFrame(
        {
            "published": [*days, *[None] * undated],
            "published_precision": ["year", "day", *[None] * undated],
        },
        schema_overrides={"published": pl.Datetime("us", "UTC")},
    )
    assert _period(articles) == [said]
    assert _period(articles.filter(pl.col("published").is_null())) == ["No article has a date."]


def test_what_another_lexicon_scored_is_said_version_by_version(few: Lexicon) -> None:
    own = dict.fromkeys(VERSIONS, "") | {"lexicon_fingerprint": few.fingerprint}
    assert "lexicon_fingerprint" in VERSIONS
    other = own | {"lexicon_fingerprint": "feed"}
    lines = _lexicons(pl.DataFrame([other, other, other | {"lexicon_fingerprint": "beef"}]), few)
    assert lines[0] == f"Lexicon version {few.codebook.version}, fingerprint {few.fingerprint}."
    assert [line.split(" scored")[0] for line in lines[1:]] == ["But 2 articles were", "But 1 article was"]
    assert "tables unnamed" in lines[1]
    assert "lexicon feed," in lines[1]
    assert "lexicon beef," in lines[2]
