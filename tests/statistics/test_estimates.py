"""Estimates per outlet, country and source."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import framing
from framing.statistics import cells
from framing.statistics.estimates import estimates
from framing.statistics.groups import Rates, Shares, Tally
from framing.statistics.model import Cells, Fit, fit
from tests.conftest import MakeLexicon
from tests.statistics.newsrooms import several
from tests.statistics.simulated import frames


@pytest.fixture
def lexicon(make_lexicon: MakeLexicon) -> framing.Lexicon:
    return make_lexicon(
        {
            "hi/sensational": [{"term": "हड़कंप", "concept": "panic"}],
            "hi/communique": [{"term": "दोहराया", "concept": "reiterate"}],
            "ur/sensational": [{"term": "ہلچل", "concept": "panic"}],
        }
    )


ARTICLES = pl.DataFrame(
    {
        "article_id": ["1", "2", "3", "4"],
        "text": ["हड़कंप हड़कंप शहर में", "शहर में दोहराया", "ہلچل شہر میں", ""],
        "language": ["hi", "hi", "ur", "hi"],
        "outlet": ["a", "a", "b", "c"],
        "country": ["IN", "IN", "PK", "IN"],
        "source_country": [None, "CN", None, None],
    }
)


def row(table: pl.DataFrame, level: str, key: str, dimension: str) -> dict[str, object]:
    return table.row(
        by_predicate=(pl.col("level") == level) & (pl.col("key") == key) & (pl.col("dimension") == dimension),
        named=True,
    )


def test_counts_are_added_up_by_key(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    found = row(table, "outlet", "a", "sensational")
    assert (found["articles"], found["clusters"], found["outlets"]) == (2, 2, 1)
    assert (found["words"], found["hits"]) == (7, 2)
    # Two articles are counted, and say nothing of the outlet.
    assert found["observed"] == pytest.approx(1000 * 2 / 7)
    assert [found[name] for name in ("estimate", "low", "high", "ratio", "lfsr", "beyond")] == [None] * 6
    assert found["status"] == "few-articles"


def test_publisher_and_source_are_two_levels(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    # Outlets are no sample of others, as those of a country are.
    assert set(table["level"]) == {"outlet", "country", "population:country", "source"}
    assert row(table, "country", "IN", "sensational")["articles"] == 3
    assert row(table, "source", "CN", "communique")["words"] == 3
    assert set(table.filter(pl.col("level") == "country")["key"]) == {"IN", "PK"}
    assert row(table, "outlet", "a", "sensational")["source_country"] == "CN"


def test_no_words_no_rate(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    for dimension in ("sensational", "loaded", "tone"):
        found = row(table, "outlet", "c", dimension)
        assert (found["estimate"], found["low"], found["high"], found["status"]) == (None, None, None, "no-words")


def test_a_key_is_no_baseline_of_itself(lexicon: framing.Lexicon) -> None:
    """The only outlet of a language has none, unless reference news has one for these very entries."""
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    found = row(table, "outlet", "b", "sensational")
    assert (found["baseline"], found["baseline_basis"], found["ratio"]) == (None, None, None)
    news = several("शहर में हड़कंप मच गया।")
    known = row(framing.estimate(framing.score(news), news), "outlet", "0", "sensational")
    assert known["baseline_basis"] == "reference"
    reference = pl.read_csv(framing.lexicons_folder() / "priors.csv").filter(
        pl.col("language") == "hi", pl.col("dimension") == "sensational"
    )
    assert known["baseline"] == pytest.approx(reference["mean"].item())
    assert "reference" in str(known["method"])
    assert known["ratio_low"] < known["ratio"] < known["ratio_high"]  # type: ignore[operator]


def test_a_level_over_languages_names_them_and_is_not_calibrated(lexicon: framing.Lexicon) -> None:
    mixed = ARTICLES.with_columns(outlet=pl.lit("one"))
    table = framing.estimate(framing.score(mixed, lexicon), mixed, lexicon)
    found = row(table, "outlet", "one", "sensational")
    assert (found["language"], found["calibrated"], found["p"]) == ("hi+ur", False, None)


def test_scales_stand_beside_the_rates(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    tone = row(table, "outlet", "a", "tone")
    assert (tone["hits"], tone["positive"], tone["negative"]) == (3, 2, 1)
    assert tone["observed"] == pytest.approx(1 / 3)
    # No entry of the lexicon can move these scales.
    assert "skepticism" not in table["dimension"].to_list()


def test_some_measures_alone_have_the_rows_that_they_have_among_all(lexicon: framing.Lexicon) -> None:
    articles = pl.concat([ARTICLES.with_columns(article_id=pl.col("article_id") + f"{n}") for n in range(6)])
    levels, tests = ("outlet", "country", "source"), ["p", "p_adjusted", "reliability", "articles_needed"]
    scored = framing.score(articles, lexicon)
    whole = framing.estimate(scored, articles, lexicon, levels=levels)
    some = framing.estimate(
        scored, articles, lexicon, levels=levels, measures=["tone", "communique"], tested=False, ranked=False
    )
    expected = whole.filter(pl.col("dimension").is_in(["tone", "communique"]))
    assert some.height
    assert_frame_equal(some.drop(tests), expected.drop(tests), check_exact=True)
    assert some.select(pl.col(tests).is_null().all()).row(0) == (True,) * 4


def test_an_unknown_level_is_refused(lexicon: framing.Lexicon) -> None:
    scored = framing.score(ARTICLES, lexicon)
    for level, said in (
        ("city", "use outlet, country, source"),
        ("outlet*outlet", "does not cross"),
        ("outlet*month*country", "does not cross"),
        ("group:desk", "no article has a 'group:desk'"),
    ):
        with pytest.raises(framing.UsageError, match=re.escape(said)):
            framing.estimate(scored, ARTICLES, lexicon, levels=(level,))


def test_levels_cross_and_dates_have_periods(lexicon: framing.Lexicon) -> None:
    dated = ARTICLES.with_columns(
        published=pl.Series([date(2024, 12, 30), date(2025, 2, 1), None, date(2025, 2, 1)]),
        groups=pl.Series([[{"name": "desk", "value": "war"}], None, None, None]),
        source=pl.lit(None, pl.String),
        genre=pl.lit(None, pl.String),
    )
    scored = framing.score(dated, lexicon)
    levels = ("day", "week", "month", "year", "group:desk", "outlet*month", "agency", "genre")
    table = framing.estimate(scored, dated, lexicon, levels=levels)
    keys = {level: sorted(table.filter(pl.col("level") == level)["key"].unique()) for level in levels}
    assert keys["week"] == ["2025-W01", "2025-W05"]
    assert keys["month"] == ["2024-12", "2025-02"]
    assert keys["year"] == ["2024", "2025"]
    assert keys["group:desk"] == ["war"]
    assert keys["outlet*month"] == ["a*2024-12", "a*2025-02", "c*2025-02"]
    assert (keys["agency"], keys["genre"]) == ([], [])
    assert row(table, "month", "2025-02", "sensational")["outlets"] == 2


def test_an_outlet_without_a_name_still_counts_for_its_country(lexicon: framing.Lexicon) -> None:
    nameless = ARTICLES.drop("outlet")
    table = framing.estimate(framing.score(nameless, lexicon), nameless, lexicon)
    assert row(table, "country", "IN", "sensational")["hits"] == 2
    assert "outlet" not in table["level"].to_list()


def test_one_outlet_is_not_a_country() -> None:
    news = several("शहर में हड़कंप मच गया। यह फैसला ऐतिहासिक है।")
    table = framing.estimate(framing.score(news), news, levels=("outlet", "country"))
    outlet, country = (row(table, *which, "praise") for which in (("outlet", "0"), ("country", "IN")))
    assert country["status"] == "one-outlet"
    assert country["estimate"] == outlet["estimate"] is not None
    assert (country["low"], country["high"], country["ratio"], country["lfsr"]) == (None,) * 4
    assert "population:country" not in table["level"].to_list()


def test_a_country_is_the_mean_of_its_outlets_and_not_its_biggest() -> None:
    news = pl.concat([several("यह फैसला ऐतिहासिक है।", outlets=3), several("बैठक हुई।", articles=60, name="big")])
    table = framing.estimate(framing.score(news), news, levels=("outlet", "country"))
    outlets = table.filter((pl.col("level") == "outlet") & (pl.col("dimension") == "praise"))["estimate"]
    country = row(table, "country", "IN", "praise")
    assert country["estimate"] == pytest.approx(outlets.mean())
    assert country["observed"] < country["estimate"]  # type: ignore[operator]
    like = row(table, "population:country", "IN", "praise")
    # How all outlets like these are is less sure than how these are.
    assert like["low"] < country["low"] < country["high"] < like["high"]  # type: ignore[operator]


def test_the_median_outlet_of_five_is_the_baseline() -> None:
    praise = "यह फैसला ऐतिहासिक है। "
    said = ["बैठक हुई।", *[praise] * 3, praise * 6]
    news = pl.concat([several(sentence, name=f"o{at}", words=200) for at, sentence in enumerate(said)])
    table = framing.estimate(framing.score(news), news, levels=("outlet",)).filter(pl.col("dimension") == "praise")
    low, *_, high = table.sort("key").iter_rows(named=True)
    assert low["baseline_basis"] == "language"
    assert low["ratio"] < 1 < high["ratio"]
    assert high["lfsr"] < 0.05
    assert high["beyond"] > 0.5
    four = news.filter(pl.col("outlet") != "o30")
    found = framing.estimate(framing.score(four), four, levels=("outlet",))
    assert set(found["baseline_basis"].drop_nulls()) == {"reference"}


def test_what_contradicts_reference_news_is_told_and_not_withheld() -> None:
    words, hits = np.full(6, 400), np.full((6, 1), 200)
    table = estimates(frames(np.zeros(6, np.int64), words, hits, ("communique",)), levels=("outlet",))
    found = row(table, "outlet", "en-0000", "communique")
    assert found["status"] == "prior-conflict"
    assert "of their own" in str(found["method"])
    assert found["estimate"] == pytest.approx(500, rel=0.1)


def test_tone_is_relative_to_what_is_usual_in_the_language() -> None:
    loud, formal = several("शहर में हड़कंप मच गया।"), several("दोनों पक्षों ने दोहराया।", name="formal", articles=8)
    news = pl.concat([loud, formal])
    table = framing.estimate(framing.score(news), news)
    tone = {key: row(table, "outlet", key, "tone") for key in ("0", "formal0")}
    assert (tone["0"]["observed"], tone["formal0"]["observed"]) == (1.0, -1.0)
    assert tone["formal0"]["high"] < 0 < tone["0"]["estimate"]  # type: ignore[operator]
    assert row(table, "outlet", "0", "loudness")["estimate"] > row(table, "outlet", "formal0", "loudness")["estimate"]  # type: ignore[operator]


def test_shouting_leads_tone_however_common_its_other_side_is() -> None:
    # Urdu, where communiqué is as common as shouting, in outlets that are the more official the more they shout.
    outlet = np.repeat(np.arange(5), 8)
    hits = np.column_stack([outlet + 1, outlet + 1])
    table = estimates(frames(outlet, np.full(40, 1000), hits, ("tone+", "tone-"), "ur"), levels=("outlet",))
    tone = table.filter(pl.col("dimension") == "tone").sort("key")["estimate"].to_list()
    assert tone == sorted(tone)
    assert tone[4] - tone[0] > 0.5


def test_levels_that_have_the_same_cells_share_their_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    outlet = np.repeat(np.arange(3), 12)
    observed = frames(outlet, np.full(36, 400), random.poisson(2, (36, 1)), ("conflict",))
    months = pl.Series(
        [datetime(2024, 1 + number % 2, 5, tzinfo=UTC) for number in range(36)], dtype=pl.Datetime("us", "UTC")
    )
    observed = replace(
        observed, articles=observed.articles.with_columns(published=months, published_precision=pl.lit("day"))
    )
    fitted: list[int] = []

    def counted(given: Cells, *arguments: Any, **options: Any) -> Fit:
        fitted.append(len(given.hits))
        return fit(given, *arguments, **options)

    monkeypatch.setattr(cells, "fit", counted)
    runs = {}
    for levels in (("month",), ("month", "outlet*month", "month*outlet"), ("month", "genre")):
        fitted.clear()
        estimates(observed, levels=levels)
        runs[levels] = len(fitted)
    one, crossed, other = runs.values()
    assert one == crossed < other


@pytest.mark.parametrize("beside", ["country", "outlet"])
def test_levels_of_outlets_share_no_fits_with_others(beside: str) -> None:
    """They have those of the outlets' own cells; whatever has the same cells is as it is without them."""
    random = np.random.default_rng(5)
    observed = frames(np.repeat(np.arange(6), 12), np.full(72, 400), random.poisson(2, (72, 1)), ("conflict",))
    day = pl.Series([datetime(2024, 1, 5, tzinfo=UTC)] * 72, dtype=pl.Datetime("us", "UTC"))
    articles = observed.articles.with_columns(
        published=day, published_precision=pl.lit("day"), country=pl.lit("IN").cast(pl.Categorical)
    )
    observed = replace(observed, articles=articles)
    alone = estimates(observed, levels=["outlet*month"])
    together = estimates(observed, levels=[beside, "outlet*month"]).filter(level="outlet*month")
    assert_frame_equal(together, alone)


def test_outlets_with_the_same_counts_have_the_same_figures(lexicon: framing.Lexicon) -> None:
    """They stand at different places among the draws, which is no difference between them."""
    random, rows = np.random.default_rng(4), []
    for outlet, hits in {"a": 0, "b": 2, "c": 1, "d": 5, "e": 2, "f": 3}.items():
        for at in range(6):
            others = ["".join(random.choice(list("कगचजटडतद"), 6)) for _ in range(12 - hits)]
            rows.append((f"{outlet}{at}", outlet, " ".join([*others, *["हड़कंप"] * hits])))
    news = pl.DataFrame(rows, schema=["article_id", "outlet", "text"], orient="row").with_columns(language=pl.lit("hi"))
    table = framing.estimate(framing.score(news, lexicon), news, lexicon).filter(level="outlet")
    figures = ["dimension", "estimate", "low", "high", "ratio", "ratio_low", "ratio_high", "lfsr", "beyond"]
    b, e, f = (table.filter(key=key).select(figures) for key in "bef")
    assert b["estimate"].null_count() < b.height
    assert_frame_equal(b, e)
    assert not b.equals(f)


def test_what_is_alike_is_so_in_one_language_alone() -> None:
    """A key of two languages is like no other, whatever the counts."""
    y = np.array([[2.0], [2.0], [2.0], [3.0], [2.0], [2.0]])
    rates = Rates(("x",), *([y] * 8))
    nothing = Shares((), *([y[:, :0]] * 8))
    counted = Tally(pl.DataFrame({"language": ["en", "en", "hi", "en", "en", "hi"]}), rates, nothing)
    key = np.array([0, 1, 2, 3, 4, 4])
    found = cells._alike(counted, key, 5).tolist()
    assert found[0] == found[1]
    assert len(set(found)) == 4
    assert sorted(set(found)) == list(range(4))
