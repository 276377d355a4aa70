"""The ways by which an outlet's articles came: what is one way, how many articles it needs, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

import framing
from framing.statistics.routes import _few_of, _route, _several_routes, _short, differing_routes, told_of_routes

CALM, LOUD = "It rained in the capital, in all its streets.", "A panic and a panic in the capital."


@pytest.mark.parametrize(
    ("origin", "route"),
    [
        ("2024/news-07.csv#3", "*/news-*.csv"),
        ("2024/news-07.csv:12", "*/news-*.csv"),
        ("a:b/feed.jsonl", "a:b/feed.jsonl"),
        ("https://x2.in/a/7?q#s", "x2.in"),
        ("http://x.in:80/a", "x.in:80"),
        ("ftp://x.in/7", "ftp://x.in/*"),
    ],
)
def test_a_route_is_a_host_or_files_that_differ_by_numbers(origin: str, route: str) -> None:
    assert pl.DataFrame({"origin": [origin]}).select(_route()).item() == route


def articles(*counts: Sequence[int | str], outlet: str = "x") -> pl.DataFrame:
    """So many articles of each route of an outlet: number, name, text."""
    rows = [
        (f"{outlet} {name} {at}", outlet, f"{name}.csv#{at}", f"{text} {at} of {outlet} {name}.")
        for number, name, text in counts
        for at in range(int(number))
    ]
    return pl.DataFrame(rows, schema=["article_id", "outlet", "origin", "text"], orient="row").with_columns(
        language=pl.lit("en")
    )


@pytest.mark.parametrize(
    ("counts", "kept"),
    [((10, 9), []), ((10, 10), ["a.csv", "b.csv"]), ((11, 10, 9), ["a.csv", "b.csv"]), ((30,), [])],
)
def test_a_route_needs_ten_articles_and_another_beside_it(counts: tuple[int, ...], kept: list[str]) -> None:
    news = articles(*((number, name, CALM) for number, name in zip(counts, "abc", strict=False)))
    found = _several_routes(news)
    assert found["route"].unique().sort().to_list() == kept
    assert found.height == sum(number for number in counts if number >= 10 and kept)
    # Of an article that stands twice the last row counts, and none of what has no outlet or no origin.
    if kept:
        moved = pl.concat([news, news.filter(pl.col("origin") == "a.csv#0").with_columns(origin=pl.lit("b.csv#0"))])
        assert ("a.csv" in set(_several_routes(moved)["route"])) == (counts[0] > 10)
    for column in ("outlet", "origin"):
        assert _several_routes(news.with_columns(pl.lit(None, pl.String).alias(column))).is_empty()
        assert _several_routes(news.drop(column)).is_empty()


def test_outlets_are_named_by_what_differs_between_their_routes(lexicon: framing.Lexicon) -> None:
    news = pl.concat(
        [
            articles((12, "a", LOUD), (12, "b", CALM), (3, "c", LOUD), outlet="y"),
            articles((12, "a", LOUD), (12, "b", LOUD), outlet="z"),
            articles((12, "b", CALM), (12, "a", LOUD), outlet="x"),
        ]
    )
    found = differing_routes(framing.score(news, lexicon), news, lexicon)
    assert found["outlet"].to_list() == ["x", "y"]
    assert found["routes"].to_list() == [["a.csv", "b.csv"]] * 2
    assert all("sensational" in measures and measures == sorted(measures) for measures in found["measures"].to_list())
    nothing = differing_routes(framing.score(news, lexicon), news.drop("origin"), lexicon)
    assert (nothing.height, nothing.schema) == (0, found.schema)


@pytest.mark.parametrize(
    ("outlets", "last"),
    [(3, None), (4, "So do those of 1 more outlet."), (5, "So do those of 2 more outlets.")],
)
def test_three_outlets_are_named_one_by_one(lexicon: framing.Lexicon, outlets: int, last: str | None) -> None:
    news = pl.concat([articles((12, "p/a", LOUD), (12, "p/b", CALM), outlet=name) for name in "vwxyz"[:outlets]])
    told = told_of_routes(framing.score(news, lexicon), news, lexicon, str.upper)
    assert [sentence.split(" ")[2] for sentence in told[:3]] == list("VWXYZ"[: min(outlets, 3)])
    assert all("came by 2 routes (a.csv, b.csv) that differ in" in sentence for sentence in told[:3])
    assert told[3:] == ([last] if last else [])


def test_routes_are_named_without_their_folders_where_that_tells_them_apart() -> None:
    assert _short(["p/a.csv", "q/b.csv", "x.in", "d/"]) == ["a.csv", "b.csv", "x.in", "d/"]
    assert _short(["p/a.csv", "q/a.csv"]) == ["p/a.csv", "q/a.csv"]


@pytest.mark.parametrize(("number", "said"), [(2, "a, b"), (3, "a, b, c"), (4, "a, b, c and 1 more")])
def test_the_first_three_are_named(number: int, said: str) -> None:
    assert str(_few_of(list("abcd"[:number]), 3)) == said
