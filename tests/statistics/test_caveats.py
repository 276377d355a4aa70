"""What the numbers cannot tell is said, and only then."""

from __future__ import annotations

import polars as pl
import pytest

import framing


def many(outlets: int, each: int, language: str = "en") -> pl.DataFrame:
    text = {"en": "The minister said that the talks went on.", "hi": "मंत्री ने कहा कि बातचीत जारी रही है।"}[language]
    rows = [
        (f"{language}{outlet}-{number}", text, language, f"{language}{outlet}")
        for outlet in range(outlets)
        for number in range(each)
    ]
    return pl.DataFrame(rows, schema=["article_id", "text", "language", "outlet"], orient="row")


def dated(articles: pl.DataFrame) -> pl.DataFrame:
    """Each article on a day of its own, no text twice."""
    days = pl.duration(days=3 * pl.int_range(pl.len()))
    texts = pl.concat_str("text", pl.lit(" It was day "), pl.int_range(pl.len()), pl.lit("."))
    return articles.with_columns(published=pl.date(2020, 1, 1) + days, text=texts, cluster="article_id")


def said(articles: pl.DataFrame) -> str:
    return " ".join(framing.caveats(framing.score(articles), articles))


def test_many_articles_of_many_outlets_need_no_caveat() -> None:
    assert said(dated(many(10, 10))) == (
        "100 articles in 100 stories: what an outlet published on one event, a day apart at most, counts as one unit "
        "wherever uncertainty is worked out."
    )


def test_few_outlets_lean_on_reference_news() -> None:
    assert said(many(2, 10)).startswith("Fewer than 5 outlets in English")


def test_a_country_with_one_outlet_is_named() -> None:
    articles = pl.concat([many(2, 1), many(1, 1, "hi")]).with_columns(country=pl.Series(["US", "US", "IN"]))
    assert "India is known by one outlet" in said(articles)


def test_what_names_no_outlet_is_counted_and_is_none() -> None:
    articles = pl.concat([many(2, 1), many(3, 1, "hi")])
    unknown = ["en0", "en1", "unknown:a.csv", "unknown:a.csv", "unknown:b.csv"]
    articles = articles.with_columns(outlet=pl.Series(unknown), country=pl.Series(["US", "US", "IN", "PK", "US"]))
    text = said(articles)
    assert "No outlet named: 3 of 5 articles. They stand together by file, 2 in all" in text
    assert "India, Pakistan are known by articles alone that name no outlet" in text
    assert "US" not in text
    one = articles.with_columns(country=pl.Series(["US", "IN", "US", "PK", "US"]))
    assert "India, United States are each known by one outlet" in said(one)


def test_articles_that_another_lexicon_scored_are_counted() -> None:
    articles = many(1, 2)
    scored = framing.score(articles)
    assert "2 articles were scored with another" not in " ".join(
        framing.caveats(scored, articles, framing.default_lexicon())
    )
    old = scored.articles.with_columns(lexicon_fingerprint=pl.lit("old"))
    stale = framing.Scored(old, scored.evidence, scored.exposure, scored.scores, scored.scales)
    assert "2 articles were scored with another" in " ".join(
        framing.caveats(stale, articles, framing.default_lexicon())
    )


def test_few_articles_are_said_to_be_few() -> None:
    text = said(many(3, 2))
    assert "6 articles, 3 of 3 outlets" in text
    assert "Outlet and topic are confounded" in text
    assert "uncalibrated" not in text


def test_two_languages_are_uncalibrated_and_confounded() -> None:
    text = said(pl.concat([many(1, 2), many(1, 2, "hi")]))
    assert "Outlet, topic and language are confounded" in text
    assert "English and Hindi are uncalibrated" in text


def test_refused_articles_are_counted() -> None:
    articles = pl.DataFrame(
        {"article_id": ["1"], "text": ["Le président a déclaré que la réunion était bonne."], "outlet": ["x"]}
    )
    assert "1 article is in a language" in said(articles)


def routed(loud: str, origins: tuple[str, str]) -> pl.DataFrame:
    """One outlet, twenty articles a route; those of the second have other words."""
    texts = ["The minister said that the talks went on.", loud]
    rows = [(f"{at}", f"{texts[at // 20]} {at} came.", f"{origins[at // 20]}#{at}", "x") for at in range(40)]
    return pl.DataFrame(rows, schema=["article_id", "text", "origin", "outlet"], orient="row")


def test_routes_that_differ_are_said() -> None:
    loud, origins = "A stunning, historic and shameless disaster.", ("news/a.csv", "https://x.in/feed?n=1")
    assert "Articles of x came by 2 routes (a.csv, x.in) that differ in attribution" in said(routed(loud, origins))
    assert "routes" not in said(routed("The minister said that the talks went on.", origins))
    assert "routes" not in said(routed(loud, ("a.csv", "a.csv")))
    # A file a day is one collection.
    assert "routes" not in said(routed(loud, ("2026-03-01.csv", "2026-03-02.csv")))


def test_it_is_said_how_units_were_found() -> None:
    articles = dated(many(10, 10))
    told = said(articles.with_columns(unit=pl.Series([0, *range(99)])))
    assert "100 articles in 99 stories: what an outlet published on one event" in told
    by_day = articles.with_columns(unit=pl.Series([0, *range(99)]), unit_basis=pl.lit("day"))
    assert "what an outlet published on one day counts as one unit" in said(by_day)
    some = articles.with_columns(published=pl.when(pl.int_range(100) >= 40).then("published"))
    assert "; 40 have no date, and only copies are found among these." in said(some)
    assert "No article has a date" in said(articles.drop("published"))


def test_it_is_said_where_no_events_were_looked_for() -> None:
    articles = dated(many(10, 10))
    scored = framing.score(articles)
    with pytest.warns(framing.FramingWarning, match="story events were not looked for"):
        told = framing.caveats(scored, articles.drop("text"))
    assert any(line.startswith("Story events were not looked for") for line in told)
    with pytest.warns(framing.FramingWarning, match="story events were not looked for"):
        framing.estimate(scored, articles.drop("text"), levels=["outlet"])
