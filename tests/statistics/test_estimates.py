"""Estimates per outlet, country and source."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.scoring.intervals import rate_interval
from framing.statistics.estimates import FEW_ARTICLES
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
    assert (found["articles"], found["words"], found["hits"]) == (2, 7, 2)
    expected = [float(value[0]) for value in rate_interval([2], [7])]
    assert [found["estimate"], found["low"], found["high"]] == pytest.approx(expected)
    assert found["status"] == "few-articles"
    assert found["articles"] < FEW_ARTICLES  # type: ignore[operator]


def test_publisher_and_source_are_two_levels(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    assert row(table, "country", "IN", "sensational")["articles"] == 3
    assert row(table, "source", "CN", "communique")["words"] == 3
    assert set(table.filter(pl.col("level") == "country")["key"]) == {"IN", "PK"}
    assert row(table, "outlet", "a", "sensational")["source_country"] == "CN"


def test_no_words_no_rate(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    found = row(table, "outlet", "c", "sensational")
    assert (found["estimate"], found["low"], found["high"], found["status"]) == (None, None, None, "no-words")


def test_a_key_is_no_baseline_of_itself(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    assert row(table, "outlet", "b", "sensational")["ratio"] is None
    found = row(table, "outlet", "a", "sensational")
    assert found["baseline"] == pytest.approx(1000 * 2 / 7)


def test_mixed_languages_are_marked_uncalibrated(lexicon: framing.Lexicon) -> None:
    mixed = ARTICLES.with_columns(outlet=pl.lit("one"))
    table = framing.estimate(framing.score(mixed, lexicon), mixed, lexicon)
    found = row(table, "outlet", "one", "sensational")
    assert (found["language"], found["calibrated"]) == ("hi+ur", False)
    assert row(table, "country", "IN", "sensational")["calibrated"] is True


def test_scales_stand_beside_the_rates(lexicon: framing.Lexicon) -> None:
    table = framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon)
    tone = row(table, "outlet", "a", "tone")
    assert tone["hits"] == 3
    assert tone["estimate"] == pytest.approx((2.5 - 1.5) / 4)


def test_an_unknown_level_is_refused(lexicon: framing.Lexicon) -> None:
    with pytest.raises(framing.UsageError, match="use outlet, country, source, language"):
        framing.estimate(framing.score(ARTICLES, lexicon), ARTICLES, lexicon, levels=("city",))
