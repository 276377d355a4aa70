"""Whatever the articles are: defined estimates with a status, no warning, no exception."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.schemas import ESTIMATE, EXPOSURE, SCALE, SCORE, STATUS
from framing.scoring.score import Scored

ARTICLE = st.fixed_dictionaries(
    {
        "outlet": st.sampled_from(["a", "b", "c", None]),
        "country": st.sampled_from(["IN", "PK", None]),
        "language": st.sampled_from(["hi", "ur", "en-GB"]),
        "genre": st.sampled_from(["news", "opinion", None]),
        "published": st.sampled_from([None, datetime(2024, 2, 29, tzinfo=UTC), datetime(1999, 12, 31, tzinfo=UTC)]),
        "cluster": st.sampled_from([None, "one", "two"]),
        "unit": st.sampled_from([None, 0, 1, 7]),
        "words": st.sampled_from([0, 1, 8, 400, 100_000]),
        "hits": st.sampled_from([0, 1, 3, 5_000]),
        "positive": st.sampled_from([0, 1, 7]),
        "negative": st.sampled_from([0, 1, 90]),
        "weight": st.sampled_from([1.0, float("nan"), float("inf"), -1.0]),
    }
)
LEVELS = ("outlet", "country", "language", "source", "genre", "month", "outlet*month", "country*genre")


def scored(rows: list[dict[str, object]]) -> tuple[Scored, pl.DataFrame]:
    schema = {name: pl.String() for name in ("outlet", "country", "language", "genre", "cluster")}
    kinds = {**schema, "unit": pl.Int64(), "published": pl.Datetime("us", "UTC"), "weight": pl.Float64()}
    frame = pl.DataFrame(rows, schema_overrides=kinds) if rows else pl.DataFrame(schema=kinds)
    for name in ("words", "hits", "positive", "negative"):
        frame = frame.with_columns(pl.col(name).cast(pl.Int64) if name in frame.columns else pl.lit(0).alias(name))
    frame = frame.with_row_index("article_id").with_columns(pl.col("article_id").cast(pl.String))
    frame = frame.with_columns(
        pl.lit("conflict").alias("dimension"), pl.lit("tone").alias("scale"), section=pl.lit("body"),
        voice=pl.lit("own"), status=pl.lit("ok"), content_sha256="article_id", weighted="weight", rate="weight",
        value="weight", low="weight", high="weight", coverage=pl.lit(1.0), lexicon_fingerprint=pl.lit(""), lexicon_tables=pl.lit(""),
        scorer_version=pl.lit(""),
    )  # fmt: skip

    def part(schema: dict[str, pl.DataType]) -> pl.DataFrame:
        return frame.select(list(schema)).cast(dict(schema))  # type: ignore[arg-type]

    worded = frame.filter(pl.col("words") > 0)
    return Scored(
        articles=part(STATUS),
        evidence=pl.DataFrame(),
        exposure=worded.select(list(EXPOSURE)),
        scores=worded.filter(pl.col("hits") > 0).select(list(SCORE)),
        scales=worded.with_columns(section=pl.lit("all")).select(list(SCALE)),
    ), frame.select(
        "article_id",
        "outlet",
        "country",
        "genre",
        "published",
        "cluster",
        "unit",
        source_country=pl.lit(None, pl.String),
    )


# A dozen tables of eight levels each: what each is made of has properties of its own.
@settings(max_examples=8)
@given(st.lists(ARTICLE, max_size=12), st.booleans())
def test_estimates_are_defined(rows: list[dict[str, object]], calibrated: bool) -> None:
    found, articles = scored(rows)
    table = framing.estimate(found, articles, levels=LEVELS, calibrated=calibrated)
    assert dict(table.schema) == dict(ESTIMATE)
    for name in (
        "observed",
        "estimate",
        "low",
        "high",
        "ratio",
        "lfsr",
        "beyond",
        "p",
        "p_adjusted",
        "baseline",
        "design_effect",
    ):
        assert np.isfinite(table[name].drop_nulls().to_numpy()).all(), name
    assert set(table["status"]) <= {"ok", "prior-conflict", "few-articles", "one-outlet", "too-few-words", "no-words"}
    silent = table.filter(pl.col("status") == "no-words")
    assert silent.select(pl.col("estimate", "low", "high").is_null().all()).row(0) == (True,) * 3 or not silent.height
    shown = table.drop_nulls(["estimate", "low"])
    assert shown.select(pl.col("estimate").is_between("low", "high").all()).item()
    # What is counted is told, whatever can be inferred from it.
    assert table.filter(pl.col("observed").is_null(), pl.col("hits") > 0, pl.col("words") > 0).is_empty()
    few = table.filter(pl.col("clusters") < 5)
    assert (
        few.select(pl.col("estimate", "low", "high", "ratio").is_null().all()).row(0) == (True,) * 4 or not few.height
    )
    assert table.drop_nulls("p").select(pl.col("p").is_between(0, 1).all()).item()


@settings(max_examples=8)
@given(st.lists(ARTICLE, min_size=1, max_size=8))
def test_the_order_of_articles_does_not_matter(rows: list[dict[str, object]]) -> None:
    found, articles = scored(rows)
    again = framing.estimate(found, articles.reverse(), levels=("outlet", "country"))
    first = framing.estimate(found, articles, levels=("outlet", "country"))
    assert first.equals(again)
