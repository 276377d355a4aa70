"""What is counted agrees with its number, and countries are called by their names."""

from __future__ import annotations

import re

import polars as pl

import framing
from framing.ingest.article.sites import COUNTRIES, named_country
from framing.phrases import COUNTRY_NAMES, counted, country_name

#: "1 articles", "1 article are": a number that does not agree with what stands behind it.
DISAGREES = re.compile(r"\b1 (?:more )?(?:\w*[^s\W]s\b|\w+ (?:are|have|were|do)\b)")


def test_one_is_singular() -> None:
    assert counted(1, "more files") == "1 more file"
    assert counted(1, "entries", "entry") == "1 entry"
    assert counted(1_000, "articles were", "article was") == "1,000 articles were"
    assert DISAGREES.search("1 articles")
    assert DISAGREES.search("1 article are in")
    assert not DISAGREES.search("1 article is in; 1 less; 11 articles")


def test_each_country_has_a_name_that_is_read_again() -> None:
    assert set(COUNTRY_NAMES) == COUNTRIES
    for code in COUNTRIES:
        assert named_country(country_name(code)) == code


def test_caveats_about_one_article_agree_with_it() -> None:
    """One unknown, one refused, one headline alone, one scored by another lexicon; each among two, and alone."""
    articles = pl.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "title": ["Talks went on", None, None],
            "text": [
                None,
                "The minister said that the talks went on.",
                "Le président a dit que la réunion était bonne.",
            ],
            "outlet": ["x", "unknown:a.csv", "y"],
            "country": ["PK", "IN", "FR"],
            "unit": [0, 0, 1],
        }
    )
    for kept in (articles, *(articles[[row]] for row in range(3))):
        scored = framing.score(kept)
        versions = pl.when(pl.int_range(pl.len()) > 0).then("lexicon_fingerprint").otherwise(pl.lit("old"))
        status = scored.articles.with_columns(lexicon_fingerprint=versions)
        stale = framing.Scored(status, scored.evidence, scored.exposure, scored.scores, scored.scales)
        said = framing.caveats(stale, kept, framing.default_lexicon())
        assert not [line for line in said if DISAGREES.search(line)]
    whole = " ".join(framing.caveats(framing.score(articles), articles))
    assert "Pakistan is known by one outlet" in whole
    assert "India is known by articles alone" in whole
