"""Each caveat for itself, of rows made by hand: from how many on it is said, and of what."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import framing
from framing.schemas import TITLE_ALONE
from framing.statistics import caveats


def rows(*outlets: tuple[str, int], language: str = "en", **columns: Any) -> pl.DataFrame:
    """So many articles of each outlet."""
    names = [name for name, size in outlets for _ in range(size)]
    frame = pl.DataFrame({"outlet": names}, schema={"outlet": pl.String})
    return frame.with_columns(
        language=pl.lit(language), **{name: pl.Series(name, values) for name, values in columns.items()}
    )


@pytest.mark.parametrize(
    ("outlets", "said"),
    [
        ([("a", 5), ("b", 6)], []),
        ([("a", 4), ("b", 5)], ["9 articles, 1 of 2 outlets with fewer than 5"]),
        ([("a", 1)], ["1 article, 1 of 1 outlet with fewer than 5"]),
        ([], []),
    ],
)
def test_outlets_of_fewer_than_five_articles_are_counted(outlets: list[tuple[str, int]], said: list[str]) -> None:
    assert [line.partition(":")[0] for line in caveats._few(rows(*outlets))] == said


@pytest.mark.parametrize(
    ("outlets", "countries", "said"),
    [
        ("aab", ["IN", "IN", "IN"], []),
        ("aab", ["IN", "IN", "PK"], ["India, Pakistan are each known by one outlet: one outlet is not a country."]),
        ("abc", ["IN", "IN", "PK"], ["Pakistan is known by one outlet: one outlet is not a country."]),
        ("abc", ["IN", "IN", None], []),
        ("aa?", ["IN", "IN", "PK"], ["India is known by one outlet: one outlet is not a country.",
                                     "Pakistan is known by articles alone that name no outlet."]),
        ("ab??", ["IN", "IN", "PK", "US"], ["Pakistan, United States are known by articles alone that name no outlet."]),
        ("ab?", ["IN", "IN", "IN"], []),
    ],
)  # fmt: skip
def test_a_country_is_no_single_outlet(outlets: str, countries: list[str | None], said: list[str]) -> None:
    names = [("unknown:file" if name == "?" else name, 1) for name in outlets]
    assert caveats._lonely(rows(*names, country=countries)) == said
    assert caveats._lonely(rows(*names)) == []


@pytest.mark.parametrize(("outlets", "is_said"), [(4, True), (5, False), (6, False)])
def test_a_language_of_fewer_than_five_outlets_leans_on_reference_news(outlets: int, is_said: bool) -> None:
    of_english = rows(*((f"o{at}", 1) for at in range(outlets)))
    assert bool(caveats._reference(of_english)) == is_said
    others = [rows((code, 3), language=code) for code in ("ur", "hi", "hi-Latn", "fr")]
    (line,) = caveats._reference(pl.concat([of_english, *others]))
    where = "in English and in Hindi and in Urdu" if is_said else "in Hindi and in Urdu"
    assert line.startswith(f"Fewer than 5 outlets {where}: ")


@pytest.mark.parametrize(
    ("outlets", "said"),
    [
        ([("a", 4, "en"), ("b", 9, "hi")], "Outlet, topic and language are confounded"),
        ([("a", 4, "en"), ("b", 9, "en")], "Outlet and topic are confounded"),
        # An outlet of two languages tells them apart.
        ([("a", 4, "en"), ("a", 4, "hi"), ("b", 4, "hi")], "Outlet and topic are confounded"),
        ([("a", 5, "en"), ("b", 5, "hi")], ""),
        ([("a", 4, "en")], ""),
    ],
)
def test_few_articles_of_several_outlets_are_of_their_own_events(
    outlets: list[tuple[str, int, str]], said: str
) -> None:
    frame = pl.concat([rows((name, size), language=code) for name, size, code in outlets])
    lines = caveats._confounded(frame)
    assert len(lines) == bool(said)
    assert all(line.startswith(said) for line in lines)


@pytest.mark.parametrize(("languages", "said"), [(["en"], ""), (["en", "fr"], ""), (["hi", "en"], "English and Hindi")])
def test_two_languages_are_not_compared_without_a_factor(languages: list[str], said: str) -> None:
    frame = pl.concat([rows(("a", 1), language=code) for code in languages])
    plain, divided = caveats._languages(frame, False), caveats._languages(frame, True)
    assert [len(plain), len(divided)] == [bool(said)] * 2
    if said:
        assert plain[0].startswith(f"{said} are uncalibrated")
        assert divided[0].startswith(f"Rates of {said} are divided by factors")


def test_articles_without_an_outlet_stand_together_by_file() -> None:
    assert caveats._apart(rows(("a", 2))) == []
    (line,) = caveats._apart(rows(("a", 2), ("unknown:x", 2), ("unknown:y", 1)))
    assert line.startswith("No outlet named: 3 of 5 articles. They stand together by file, 2 in all,")
    source = rows(("a", 2), source_country=["CN", None])
    assert [line.partition(" are two")[0] for line in caveats._apart(source)] == [
        "Publisher country and source country"
    ]
    assert caveats._apart(rows(("a", 1)).with_columns(source_country=pl.lit(None, pl.String))) == []


@pytest.mark.parametrize(
    ("units", "dates", "basis", "said"),
    [
        ([1], 1, None, ""),
        (None, 2, None, "Story events were not looked for"),
        ([1, 1], 2, None, "2 articles in 1 story: what an outlet published on one event, a day apart at most, counts as one unit wherever uncertainty is worked out."),
        ([1, 2, 2], 3, "event", "3 articles in 2 stories: what an outlet published on one event"),
        ([1, 2, 2], 3, "day", "3 articles in 2 stories: dates are too many for events to be looked for"),
        # What has no unit is one by itself.
        ([1, None, None], 3, None, "3 articles in 3 stories"),
        ([1, 2], 0, None, "No article has a date"),
        ([1, 1], 0, None, "2 articles in 1 story: what an outlet published on one event, a day apart at most, counts as one unit wherever uncertainty is worked out; 2 have no date, and only copies are found among these."),
        ([1, 2, 3], 2, None, "3 articles in 3 stories: what an outlet published on one event, a day apart at most, counts as one unit wherever uncertainty is worked out; 1 has no date, and"),
    ],
)  # fmt: skip
def test_it_is_said_what_counts_as_one_unit(
    units: list[int | None] | None, dates: int, basis: str | None, said: str
) -> None:
    size = len(units) if units else 2
    frame = rows(("a", size), published=["2026-01-01" if at < dates else None for at in range(size)])
    frame = frame if units is None else frame.with_columns(unit=pl.Series(units, dtype=pl.Int64))
    frame = frame if basis is None else frame.with_columns(unit_basis=pl.lit(basis))
    lines = caveats._events(frame)
    assert len(lines) == bool(said)
    assert all(line.startswith(said) for line in lines)


def scored(*states: tuple[str, str]) -> Any:
    return SimpleNamespace(articles=pl.DataFrame(list(states), ["status", "language"], orient="row"))


def test_articles_in_other_languages_are_counted_the_most_frequent_first() -> None:
    assert caveats._refused(scored(("scored", "en"))) == []
    (line,) = caveats._refused(scored(("refused", "de"), ("refused", "fr"), ("refused", "fr"), ("scored", "en")))
    assert line.startswith("3 articles are in a language that the toolkit does not read")
    assert line.index("2 in French") < line.index("1 in German")


@pytest.mark.parametrize(
    ("alone", "others", "said"),
    [(0, 3, ""), (1, 2, "1 of 3 articles: no text"), (2, 1, "2 of 3 articles: no text"), (3, 0, "")],
)
def test_headlines_alone_are_told_of_beside_texts(alone: int, others: int, said: str) -> None:
    states = [(TITLE_ALONE[at % len(TITLE_ALONE)], "en") for at in range(alone)]
    lines = caveats._titles_alone(scored(*states, *[("scored", "en")] * others))
    assert len(lines) == bool(said)
    assert all(line.startswith(said) for line in lines)


@pytest.mark.parametrize(("alone", "said"), [(0, False), (1, False), (2, True)])
def test_sides_with_unlike_shares_of_headlines_are_told(alone: int, said: bool) -> None:
    """Of twenty articles a side; one headline more on a side is not yet told."""
    news = pl.DataFrame({"article_id": [f"{at}" for at in range(40)], "title": "Rain falls on the town", "outlet": "a"})
    bare = pl.int_range(pl.len()) < alone
    news = news.with_columns(text=pl.when(bare).then(pl.lit("")).otherwise(pl.lit("It rained in the harbour town.")))
    sides = news.select("article_id", first=pl.int_range(pl.len()) < 20)
    told = caveats.caveats_of_sides(framing.score(news), news, sides, ("A", "B"))
    assert any(f"{alone} of 20 of A and 0 of 20 of B" in line for line in told) == said
