"""Trends over time: what is in a period, how sure it is, and the warning of Simpson's paradox."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

import framing
from framing.schemas import EVIDENCE, EXPOSURE, SCALE, SCORE, STATUS
from framing.statistics.trends import SERIES, SLOPE, VOLUME

#: (outlet, month from 1, words, hits of sensational).
Text = tuple[str, int | None, int, int]


def scored(texts: list[Text], language: str = "en") -> tuple[framing.Scored, pl.DataFrame]:
    """Scored articles with these counts, made by hand: real news has no paradox at hand."""
    ids = [f"{language}{number}" for number in range(len(texts))]
    dates = [
        None if month is None else datetime(2024 + (month - 1) // 12, (month - 1) % 12 + 1, 15, tzinfo=UTC)
        for _, month, _, _ in texts
    ]
    articles = pl.DataFrame(
        {
            "article_id": ids,
            "cluster": ids,
            "unit": range(len(texts)),
            "outlet": [text[0] for text in texts],
            "published": dates,
        },
        schema_overrides={
            "published": pl.Datetime("us", "UTC"),
            "unit": pl.Int64,
            **dict.fromkeys(("article_id", "cluster", "outlet"), pl.String),
        },
    )
    words, hits = [text[2] for text in texts], [text[3] for text in texts]
    status = articles.select(
        "article_id",
        language=pl.lit(language),
        status=pl.lit("ok"),
        content_sha256="article_id",
        words=pl.Series(words, dtype=pl.Int64),
    )
    exposure = articles.select(
        "article_id", section=pl.lit("body"), voice=pl.lit("own"), words=pl.Series(words, dtype=pl.Int64)
    )
    scores = articles.select(
        "article_id",
        dimension=pl.lit("sensational"),
        section=pl.lit("body"),
        voice=pl.lit("own"),
        hits=pl.Series(hits, dtype=pl.Int64),
    )
    scales = articles.select(
        "article_id",
        scale=pl.lit("tone"),
        section=pl.lit("all"),
        positive=pl.Series(hits, dtype=pl.Int64),
        negative=pl.lit(0, dtype=pl.Int64),
    )

    def full(frame: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=schema), frame], how="diagonal_relaxed").select(list(schema))

    found = framing.Scored(
        articles=full(status, STATUS),
        evidence=pl.DataFrame(schema=EVIDENCE),
        exposure=full(exposure, EXPOSURE).filter(pl.col("words") > 0),
        scores=full(scores, SCORE).filter(pl.col("hits") > 0),
        scales=full(scales, SCALE),
    )
    return found, articles


def paradox(months: int = 14) -> list[Text]:
    """A loud outlet publishes more and more, while both outlets calm down."""
    random = np.random.default_rng(1)
    texts: list[Text] = []
    for month in range(1, months + 1):
        for outlet, rate, number in (("loud", 0.02, 3 * month), ("calm", 0.002, 3 * (months + 1 - month))):
            texts += [(outlet, month, 500, int(random.poisson(500 * rate * 0.95**month))) for _ in range(number)]
    return texts


def slope(found: framing.Trends, measure: str = "sensational") -> dict[str, object]:
    return found.slopes.row(by_predicate=pl.col("dimension") == measure, named=True)


def test_the_paradox_is_seen_and_said() -> None:
    found = framing.trends(*scored(paradox()), measures=["sensational"])
    row = slope(found)
    assert row["status"] == "paradox"
    assert row["pooled_low"] > 1 > row["within_high"]  # type: ignore[operator]
    assert "paradox: sensational" in found._repr_html_()
    assert any(
        "Simpson's paradox: sensational (English) rises" in said and "but falls" in said for said in found.caveats
    )
    assert found.volume.filter(pl.col("key") == "loud")["share"].to_list() == pytest.approx(
        [month / 15 for month in range(1, 15)]
    )


def test_the_same_mix_throughout_gives_no_warning() -> None:
    random = np.random.default_rng(2)
    texts: list[Text] = [
        (outlet, month, 500, int(random.poisson(500 * rate * 1.1**month)))
        for month in range(1, 15)
        for outlet, rate in (("loud", 0.01), ("calm", 0.002))
        for _ in range(10)
    ]
    found = framing.trends(*scored(texts), measures=["sensational", "tone"])
    row = slope(found)
    assert (row["status"], row["periods"], row["keys"]) == ("ok", 14, 2)
    assert row["within_low"] < 1.1 < row["within_high"]  # type: ignore[operator]
    assert found.caveats == ()


def test_counts_and_intervals_of_a_period() -> None:
    texts: list[Text] = [("a", 1, 400, 1), ("a", 1, 600, 3), ("b", 1, 1000, 0), ("a", 2, 500, 0), ("a", None, 500, 7)]
    found = framing.trends(*scored(texts), measures=["sensational", "tone"])
    rows = {(row["level"], row["key"], row["period"], row["dimension"]): row for row in found.series.to_dicts()}
    own = rows["outlet", "a", "2024-01", "sensational"]
    assert (own["articles"], own["words"], own["hits"], own["estimate"]) == (2, 1000, 4, 4.0)
    assert own["low"] < 4 < own["high"]
    assert rows["language", "en", "2024-01", "sensational"]["estimate"] == 2.0
    nothing = rows["outlet", "a", "2024-02", "sensational"]
    assert (nothing["estimate"], nothing["low"], nothing["status"]) == (0.0, 0.0, "ok")
    assert nothing["high"] > 0
    scale = rows["outlet", "a", "2024-02", "tone"]
    assert (scale["estimate"], scale["low"], scale["status"]) == (None, None, "no-hits")
    assert rows["outlet", "a", "2024-01", "tone"]["estimate"] == 1.0
    assert slope(found)["status"] == "few-periods"
    assert found.caveats == (
        "1 article has no words, or no date that tells the month: left out.",
        "No trend is told of English: that takes 12 months with articles, since what moves one often moves the next.",
    )


def test_intervals_hold_the_true_rate() -> None:
    random = np.random.default_rng(3)
    held = []
    for _ in range(20):
        texts: list[Text] = [
            ("a", month, 400, int(random.poisson(400 * 0.004 * random.gamma(1, 1))))
            for month in range(1, 13)
            for _ in range(10)
        ]
        series = framing.trends(*scored(texts), measures=["sensational"]).series.filter(pl.col("level") == "language")
        held += series.select((pl.col("low") <= 4) & (pl.col("high") >= 4)).to_series().to_list()
    assert 0.92 <= np.mean(held) <= 0.99


def test_periods_without_articles_have_no_rows_but_take_time() -> None:
    # The rate doubles each month; without the third the slope is 2 only if that is counted.
    months = [1, 2, *range(4, 14)]
    texts: list[Text] = [("a", month, 100_000, 2**month) for month in months for _ in range(5)]
    found = framing.trends(*scored(texts), measures=["sensational"])
    assert found.series["period"].unique().sort().to_list()[:3] == ["2024-01", "2024-02", "2024-04"]
    assert slope(found)["pooled"] == pytest.approx(2.0)
    assert slope(found)["status"] == "one-key"


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
def test_each_period_can_be_asked_for(period: str) -> None:
    found = framing.trends(
        *scored([("a", month, 100, 1) for month in range(1, 25)]), period=period, measures=["loaded"]
    )
    expected = {"day": 24, "week": 24, "month": 24, "quarter": 8, "year": 2}[period]
    assert found.volume.height == expected
    assert found.volume["period"].is_sorted()


@pytest.mark.parametrize(
    "texts",
    [[], [("a", None, 100, 1)], [("a", 1, 0, 0)], [("a", 1, 100, 0)], [("a", month, 100, 0) for month in range(1, 6)]],
)
def test_too_little_is_said(texts: list[Text]) -> None:
    found = framing.trends(*scored(texts))
    assert found.series.schema == pl.Schema(SERIES)
    assert found.volume.schema == pl.Schema(VOLUME)
    assert found.slopes.schema == pl.Schema(SLOPE)
    assert set(found.slopes["status"]) <= {"few-periods", "no-trend"}
    assert found.caveats


def test_languages_are_told_apart() -> None:
    parts = [scored([("a", month, 500, 3) for month in range(1, 6)], code) for code in ("hi", "ur")]
    frames = {
        name: pl.concat([getattr(part[0], name) for part in parts]) for name in framing.Scored.__dataclass_fields__
    }
    found = framing.trends(framing.Scored(**frames), pl.concat([part[1] for part in parts]), measures=["sensational"])
    assert found.slopes.select("language", "keys").rows() == [("hi", 1), ("ur", 1)]
    assert found.series.filter(pl.col("level") == "outlet").group_by("language").len()["len"].to_list() == [5, 5]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"period": "fortnight"}, "statistics.period"),
        ({"level": "planet"}, "statistics.level"),
        ({"measures": ["loud"]}, "statistics.measure"),
    ],
)
def test_what_is_unknown_is_named(options: dict[str, str], code: str) -> None:
    with pytest.raises(framing.UsageError, match=code):
        framing.trends(*scored([("a", 1, 100, 1)]), **options)  # type: ignore[arg-type]
