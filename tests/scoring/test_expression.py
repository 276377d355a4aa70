"""Queries: what they are read as, where they are refused, and that they follow the laws of logic."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.scoring.about import Query
from framing.scoring.expression import And, Expression, Near, Not, Or, Term, parse
from framing.scoring.places import Places

NAMED = (
    *map(
        Term, ("kashmir", "election", "monsoon", "cricket", "zzyzx", "line of control", "मानसून|مون سون", "near", "and")
    ),
    *(Term(text, exact=True) for text in ("election", "AND", "line of control")),
)
TERMS = st.sampled_from(NAMED)
PLACES = st.recursive(
    TERMS,
    lambda part: st.one_of(
        st.builds(Near, part, part, st.integers(0, 9)), st.lists(part, min_size=2, max_size=3).map(tuple).map(Or)
    ),
    max_leaves=3,
)
QUERIES: st.SearchStrategy[Expression] = st.recursive(
    PLACES,
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(part, min_size=2, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=6,
)

#: All words in all mixes, near each other and apart.
ARTICLES = pl.DataFrame(
    {
        "title": ["Kashmir votes", None, "Cricket", None, None, None, "चुनाव और मानसून", None],
        "text": [
            "The election in Kashmir was held in the rain.",
            "The monsoon reached the coast, and cricket was called off for the day in the whole country and beyond.",
            "The match in Kashmir, far from the line of control and long after the election, was drawn in the evening.",
            "कश्मीर में चुनाव की तारीख तय हो गई है और सभी दलों ने तैयारी शुरू कर दी है।",
            "کشمیر میں انتخابات مئی میں ہوں گے، یہ حکام نے بتایا ہے۔",
            "Nothing of all this is in the paper on this day.",
            "इस साल मानसून समय से पहले तट पर पहुंच गया है, मौसम विभाग ने बताया।",
            "اس سال مون سون وقت سے پہلے ساحل تک پہنچ گیا ہے، محکمہ موسمیات نے بتایا۔",
        ],
        "language": ["en", "en", "en", "hi", "ur", "en", "hi", "ur"],
    }
)


def fits(query: str) -> list[int]:
    mentions = Query(query).of(ARTICLES).frame["mentions"].to_numpy()
    return np.flatnonzero(mentions).tolist()


@cache
def places() -> Places:
    """Where all terms stand: they are looked for once, and any expression is asked of them."""
    return Query(str(Or(NAMED))).places(ARTICLES)


def found(expression: Expression) -> set[int]:
    return set(np.flatnonzero(places().fit(expression)).tolist())


@given(QUERIES)
def test_what_is_written_is_read_again(query: Expression) -> None:
    assert parse(str(query)) == query


@given(
    st.text(max_size=30)
    | st.lists(st.sampled_from(["a", "AND", "OR", "NOT", "NEAR/2", "(", ")", '"', "|"])).map(" ".join)
)
def test_any_text_is_a_query_or_refused_by_one_line(text: str) -> None:
    try:
        query = parse(text)
    except framing.UsageError as error:
        code = error.code
    else:
        assert parse(str(query)) == query
        return
    assert code in ("about.empty", "about.syntax")


@given(QUERIES, QUERIES)
def test_queries_follow_the_laws_of_logic(one: Expression, other: Expression) -> None:
    whole, a, b = set(range(ARTICLES.height)), found(one), found(other)
    assert found(And((one, other))) == a & b
    assert found(Or((one, other))) == a | b
    assert found(Not(one)) == whole - a
    assert found(Not(And((one, other)))) == found(Or((Not(one), Not(other))))
    assert found(Not(Or((one, other)))) == found(And((Not(one), Not(other))))


@given(QUERIES)
def test_mentions_are_counted_where_an_article_fits(query: Expression) -> None:
    mentions = places().mentions(query)
    assert set(np.flatnonzero(mentions).tolist()) == found(query)
    assert mentions.min() >= 0


@given(PLACES, PLACES, st.integers(0, 12))
def test_near_has_two_equal_sides_and_takes_in_more_the_wider_it_is(
    one: Expression, other: Expression, words: int
) -> None:
    near = found(Near(one, other, words))
    assert near == found(Near(other, one, words))
    assert near <= found(Near(one, other, words + 1)) <= found(And((one, other)))


@pytest.mark.parametrize(("words", "near"), [(0, set()), (1, {0, 3, 4}), (2, {0, 3, 4})])
def test_near_counts_the_words_between(words: int, near: set[int]) -> None:
    # "election in Kashmir", "कश्मीर में चुनाव", "کشمیر میں انتخابات": one word between.
    assert found(parse(f"kashmir NEAR/{words} election")) == near


def test_a_title_is_not_near_the_text() -> None:
    assert 2 in found(parse("cricket AND kashmir"))
    assert 2 not in found(parse("cricket NEAR/5 kashmir"))


@pytest.mark.parametrize("query", ["election", "चुनाव", "Election"])
def test_a_concept_is_found_in_every_language(query: str) -> None:
    assert fits(query) == [0, 2, 3, 4, 6]
    (said,) = Query(query).readings()
    assert "as a concept in all languages" in said


def test_in_quotation_marks_or_in_a_list_a_word_is_itself() -> None:
    assert found(Term("election", exact=True)) == set(fits("election|zzyzx")) == {0, 2}
    assert Query('"election"').readings() == Query("election|zzyzx").readings() == []


def test_an_actor_stays_what_it_is() -> None:
    assert Query("kashmir").readings() == []
    assert found(Term("kashmir")) == {0, 2, 3, 4}


def test_each_part_says_what_it_found() -> None:
    asked = Query("kashmir AND (zzyzx OR monsoon)").of(ARTICLES)
    assert asked.parts == {"kashmir": 4, "zzyzx": 0, "monsoon": 1, "zzyzx OR monsoon": 1}
    assert not asked.ids.len()


@pytest.mark.parametrize(
    ("query", "what", "character"),
    [
        ("a AND", "a word is missing", 6),
        ("AND a", "a word is missing before 'AND'", 1),
        ("(a OR b", "')' is missing", 8),
        ("a)", "')' without '('", 2),
        ("a (b)", "an operator is missing", 3),
        ('a "b"', "an operator is missing", 3),
        ('a OR "b', "a quotation mark is not closed", 6),
        ('""', "nothing stands in quotation marks", 1),
        ("a NEAR b", "NEAR wants the number of words", 3),
        ("a NEAR/x b", "NEAR wants the number of words", 3),
        ("a NEAR/1001 b", "NEAR wants the number of words", 3),
        ("(a AND b) NEAR/2 c", "NEAR stands between words", 1),
        ("a OR | OR b", "no name stands around", 6),
        ("(" * 51 + "a", "more than 50 parts in each other", 51),
        ("NOT " * 51 + "a", "more than 50 parts in each other", 205),
    ],
)
def test_what_is_no_query_is_refused_with_the_place(query: str, what: str, character: int) -> None:
    with pytest.raises(framing.UsageError) as caught:
        parse(query)
    assert caught.value.what.startswith(what)
    assert caught.value.where.startswith(f"character {character} of the query")


def test_twenty_characters_on_either_side_of_the_place_are_shown() -> None:
    before, after = "(b OR " + "c" * 30 + ") ", "(d OR " + "e" * 30 + ")"
    with pytest.raises(framing.UsageError) as caught:
        parse(before + after)
    assert caught.value.where == f"character 39 of the query: {before[-20:]}▸{after[:20]}"
    with pytest.raises(framing.UsageError) as caught:
        parse("a (b)")
    assert caught.value.where == "character 3 of the query: a ▸(b)"


@pytest.mark.parametrize(("words", "good"), [(0, True), (999, True), (1000, True), (1001, False)])
def test_so_many_words_may_stand_between_two_that_are_near(words: int, good: bool) -> None:
    if good:
        assert parse(f"a NEAR/{words} b") == Near(Term("a"), Term("b"), words)
    else:
        with pytest.raises(framing.UsageError):
            parse(f"a NEAR/{words} b")


@pytest.mark.parametrize("depth", [49, 50])
def test_parts_stand_in_each_other_so_deeply(depth: int) -> None:
    assert parse("(" * depth + "a" + ")" * depth) == Term("a")
    denied = parse("NOT " * depth + "a")
    for _ in range(depth):
        assert isinstance(denied, Not)
        denied = denied.part
    assert denied == Term("a")


def test_a_query_has_so_many_terms_at_most() -> None:
    assert isinstance(parse(" OR ".join(f"w{number}" for number in range(200))), Or)
    with pytest.raises(framing.UsageError, match="it has 201 terms"):
        parse(" OR ".join(f"w{number}" for number in range(201)))
