"""Events at the numbers where articles are joined or taken apart: one less, just so, one more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.statistics.events import (
    ALIKE,
    BY_DAY,
    BY_EVENT,
    _cosines,
    _joined,
    events,
    independent,
    with_units,
)

DAY = date(2024, 5, 1)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def word(number: int, kind: str = "w") -> str:
    """A word of letters, another one for each number."""
    return kind + LETTERS[number // 26 % 26] + LETTERS[number % 26] + "x"


def fill(size: int) -> list[str]:
    return [f"{word(number, 'filla')} {word(number, 'fillb')}" for number in range(size)]


def unit(texts: list[str], **columns: list[Any]) -> list[int]:
    rows = pl.DataFrame({"text": texts}).with_columns(outlet=pl.lit("a"), published=pl.lit(DAY))
    return events(rows.with_columns(**{name: pl.Series(values) for name, values in columns.items()})).to_list()


@pytest.mark.parametrize(("shared", "joined"), [(2, False), (3, True), (4, True)])
def test_three_rare_words_are_shared(shared: int, joined: bool) -> None:
    common = " ".join(word(number) for number in range(shared))
    found = unit([f"{common} one", f"{common} two", *fill(20)])
    assert (found[0] == found[1]) == joined
    assert len(set(found[2:])) == 20


@pytest.mark.parametrize(
    ("holders", "total", "joined"),
    [(2, 30, True), (4, 30, True), (5, 30, False), (5, 499, False), (5, 520, True), (6, 520, False)],
)
def test_a_word_is_rare_in_four_articles_or_in_fewer_than_a_hundredth(holders: int, total: int, joined: bool) -> None:
    # Each holder is alike another only in the words that all of them have.
    common = " ".join(word(number) for number in range(4))
    texts = [f"{common} {word(number, 'own')}" for number in range(holders)]
    found = unit([*texts, *(f"nothing {number}" for number in range(total - holders))])
    assert (len(set(found[:holders])) == 1) == joined


@pytest.mark.parametrize(("days", "joined"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_events_are_a_day_apart_at_most(days: int, joined: bool) -> None:
    common = " ".join(word(number) for number in range(5))
    dates = [DAY, DAY + timedelta(days=days), *[DAY] * 20]
    found = unit([f"{common} one", f"{common} two", *fill(20)], published=dates)
    assert (found[0] == found[1]) == joined


@pytest.mark.parametrize(("size", "joined"), [(9, False), (10, True), (11, True)])
def test_no_event_has_more_than_a_fifth_of_an_outlet(size: int, joined: bool) -> None:
    common = " ".join(word(number) for number in range(5))
    found = unit([f"{common} one", f"{common} two", *fill(size - 2)])
    assert (found[0] == found[1]) == joined
    # Copies stay together.
    copied = unit([f"{common} one", f"{common} two", *fill(size - 2)], cluster=["c", "c", *map(str, range(size - 2))])
    assert copied[0] == copied[1]


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0.3, 1)), max_size=20),
    st.integers(1, 5),
    st.sets(st.integers(0, 19)),
)
def test_what_is_too_large_is_joined_by_its_strongest_links(
    links: list[tuple[int, int, float]], largest: int, copies: set[int]
) -> None:
    links = [
        (min(one, other), max(one, other), np.inf if number in copies else value)
        for number, (one, other, value) in enumerate(links)
        if one != other
    ]
    ends = [np.array([link[at] for link in links], np.int64) for at in (0, 1)]
    cosine = np.array([link[2] for link in links], np.float64)
    found = _joined(12, ends[0], ends[1], cosine, np.full(12, largest)).tolist()

    def components(chosen: list[tuple[int, int, float]]) -> list[set[int]]:
        groups = {row: {row} for row in range(12)}
        for one, other, _ in chosen:
            whole = groups[one] | groups[other]
            for row in whole:
                groups[row] = whole
        return [groups[row] for row in range(12)]

    whole = components(links)
    expected = {row: {row} for row in range(12)}
    for one, other, value in sorted(links, key=lambda link: (-link[2], link[0], link[1])):
        both = expected[one] | expected[other]
        if len(whole[one]) <= largest or value == np.inf or len(both) <= largest:
            for row in both:
                expected[row] = both
    assert [{row for row in range(12) if found[row] == found[here]} for here in range(12)] == [
        expected[row] for row in range(12)
    ]
    # Numbered by the first of each.
    assert list(dict.fromkeys(found)) == list(range(len(set(found))))


@settings(max_examples=20)
@given(
    st.lists(st.dictionaries(st.integers(0, 6), st.integers(1, 4), min_size=1), min_size=2, max_size=5),
    st.integers(5, 40),
)
def test_cosines_weigh_words_by_how_rare_they_are(counts: list[dict[int, int]], total: int) -> None:
    holders = {name: sum(name in words for words in counts) for words in counts for name in words}
    rows = [(row, name, times, holders[name]) for row, words in enumerate(counts) for name, times in words.items()]
    counted = pl.DataFrame(
        rows, schema={"row": pl.Int64, "word": pl.Int64, "times": pl.Int64, "articles": pl.Int64}, orient="row"
    )
    pairs = [(one, other) for one in range(len(counts)) for other in range(one + 1, len(counts))]
    found = _cosines(counted, len(counts), total, *(np.array([pair[at] for pair in pairs]) for at in (0, 1)))
    vectors = [
        {name: (1 + np.log(times)) * np.log1p(total / holders[name]) for name, times in words.items()}
        for words in counts
    ]
    length = [np.sqrt(sum(value**2 for value in vector.values())) for vector in vectors]
    expected = [
        sum(vectors[one][name] * vectors[other].get(name, 0.0) for name in vectors[one]) / length[one] / length[other]
        for one, other in pairs
    ]
    assert found.tolist() == pytest.approx(expected)


def test_likeness_is_needed_besides_words() -> None:
    common = " ".join(word(number) for number in range(3))
    for others, joined in ((2, True), (40, False)):
        texts = [f"{common} {' '.join(word(number, kind) for number in range(others))}" for kind in ("left", "right")]
        found = unit([*texts, *fill(20)])
        assert (found[0] == found[1]) == joined
    assert 0 < ALIKE < 1


@pytest.mark.parametrize(("most", "basis"), [(2, BY_DAY), (3, BY_EVENT), (4, BY_EVENT)])
def test_events_are_looked_for_among_so_many_dated_articles(most: int, basis: str) -> None:
    rows = pl.DataFrame(
        {"outlet": ["a", "a", "a", "a", None], "text": ["x"] * 5, "published": [DAY, DAY, DAY, None, DAY]},
        schema_overrides={"published": pl.Date},
    )
    found = with_units(rows, most=most)
    assert found["unit_basis"].unique().to_list() == [basis]
    assert with_units(found, most=0).equals(found)
    assert with_units(rows.drop("text")).columns == ["outlet", "published"]


@pytest.mark.parametrize(("size", "is_unit"), [(9, False), (10, True)])
def test_a_day_is_a_unit_where_it_is_no_more_than_a_fifth(size: int, is_unit: bool) -> None:
    days = [DAY, DAY, *(DAY + timedelta(days=2 + number) for number in range(size - 2))]
    rows = pl.DataFrame({"outlet": "a", "text": [f"t{number}" for number in range(size)], "published": days})
    found = with_units(rows, most=0)["unit"].to_list()
    assert (found[0] == found[1]) == is_unit
    assert len(set(found)) == size - is_unit


def test_a_text_of_several_outlets_stands_for_itself() -> None:
    rows = pl.DataFrame(
        {"cluster": ["x", "x", "y", "y", "z"], "outlet": ["a", "b", "a", "a", "a"], "unit": [0, 1, 2, 2, 2]}
    )
    assert rows.select(independent(rows)).to_series().to_list() == ["x", "x", "unit 2", "unit 2", "unit 2"]
    plain = rows.drop("unit")
    assert plain.select(independent(plain)).to_series().to_list() == rows["cluster"].to_list()
