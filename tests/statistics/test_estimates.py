"""Estimates per outlet, country and source."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

import framing
from tests.conftest import MakeLexicon


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
    # Seven words say nothing of an outlet: an interval, and no dot.
    assert (found["estimate"], found["status"]) == (None, "too-few-words")
    assert 0 < found["low"] < found["high"]  # type: ignore[operator]


def test_publisher_and_source_are_two_levels(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
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
    news = ARTICLES.select("article_id", "text", "language", "outlet").head(1)
    known = row(framing.estimate(framing.score(news), news), "outlet", "a", "sensational")
    assert known["baseline_basis"] == "reference"
    reference = pl.read_csv(framing.lexicons_folder() / "priors.csv").filter(
        pl.col("language") == "hi", pl.col("dimension") == "sensational"
    )
    assert known["baseline"] == pytest.approx(reference["mean"].item())
    assert "reference" in str(known["method"])


def test_a_level_over_languages_names_them_and_is_not_calibrated(lexicon: framing.Lexicon) -> None:
    mixed = ARTICLES.with_columns(outlet=pl.lit("one"))
    table = framing.estimate(framing.score(mixed, lexicon), mixed, lexicon)
    found = row(table, "outlet", "one", "sensational")
    assert (found["language"], found["calibrated"], found["p"]) == ("hi+ur", False, None)


def test_scales_stand_beside_the_rates(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    tone = row(table, "outlet", "a", "tone")
    assert (tone["hits"], tone["positive"], tone["negative"]) == (3, 2, 1)
    assert 0 < tone["estimate"] < 1 / 3  # type: ignore[operator]
    # No entry of the lexicon can move these scales.
    assert "skepticism" not in table["dimension"].to_list()


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
