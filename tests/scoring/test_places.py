"""Terms near each other, beside the definition: the words between two are counted one by one."""

from __future__ import annotations

import random
from functools import cache
from typing import Final

import polars as pl
import pytest

from framing.lexicon.lexicon import Lexicon
from framing.scoring.about import Mentions, Query
from framing.scoring.expression import And, Expression, Near, Not, Or, Term, within
from framing.scoring.places import Places
from tests.golden.reading import lexicon_of

ONE, OTHER, THIRD = TERMS = tuple(map(Term, ("zzone", "zzother", "zzthird")))
#: Words of titles and texts; ``~`` is another word, and ``zzone zzone`` overlaps nothing.
DRAW: Final = random.Random(5)
FIELDS: Final = [
    tuple(
        " ".join(DRAW.choices(("zzone", "zzother", "zzthird", "~", ",", "~,"), k=DRAW.randint(0, 9))).replace("~", "so")
        for _ in range(2)
    )
    for _ in range(60)
]
ARTICLES: Final = pl.DataFrame(FIELDS, schema=["title", "text"], orient="row").with_columns(
    pl.int_range(pl.len()).cast(pl.String).alias("article_id"), language=pl.lit("en")
)


@cache
def bare() -> Lexicon:
    """Without entries: reading those of the toolkit takes longer than all that is asked here."""
    return lexicon_of({})


@cache
def places() -> Places:
    return Query(str(Or(TERMS)), bare()).places(ARTICLES)


def stands(expression: Expression, words: list[str]) -> set[int]:
    """The words of a field that an expression of places is found by."""
    if isinstance(expression, Term):
        return {at for at, word in enumerate(words) if word == expression.text}
    parts = [stands(part, words) for part in within(expression)]
    if not isinstance(expression, Near):
        return set[int]().union(*parts)
    most = expression.words
    return {
        at for ones, others in (parts, parts[::-1]) for at in ones if any(abs(at - far) - 1 <= most for far in others)
    }


@pytest.mark.parametrize("words", range(4))
@pytest.mark.parametrize("one", [ONE, Or((ONE, THIRD)), Near(ONE, THIRD, 1)])
@pytest.mark.parametrize("other", [OTHER, Or((OTHER, THIRD)), ONE])
def test_pairs_are_near_as_counting_finds_them(one: Expression, other: Expression, words: int) -> None:
    near = Near(one, other, words)
    expected = [any(stands(near, field.replace(",", " ").split()) for field in article) for article in FIELDS]
    assert places().fit(near).tolist() == expected
    assert 0 < sum(expected) < len(expected)


@pytest.mark.parametrize(
    ("expression", "counted"),
    [
        (ONE, [ONE]),
        (Not(ONE), []),
        (Not(Not(ONE)), [ONE]),
        (And((ONE, Not(OTHER))), [ONE]),
        (And((ONE, Not(And((OTHER, Not(THIRD)))))), [ONE, THIRD]),
        (Or((ONE, Near(ONE, OTHER, 2))), [ONE, OTHER]),
    ],
)
def test_mentions_are_of_terms_that_are_not_denied(expression: Expression, counted: list[Term]) -> None:
    expected = [
        max(sum(" ".join(article).replace(",", " ").split().count(term.text) for term in counted), 1) if fits else 0
        for article, fits in zip(FIELDS, places().fit(expression), strict=True)
    ]
    assert places().mentions(expression).tolist() == expected
    assert 0 < sum(map(bool, expected)) < len(expected)


def test_batches_find_together_what_is_found_at_once() -> None:
    query = Query("(zzone OR zzother) AND NOT zzthird", bare())
    whole = query.of(ARTICLES)
    parts = Mentions.together([query.of(ARTICLES[:25]), query.nothing(), query.of(ARTICLES[25:])])
    assert parts.frame.equals(whole.frame)
    assert parts.parts == whole.parts
    assert list(whole.parts) == ["zzone", "zzother", "zzone OR zzother", "zzthird", "NOT zzthird"]
    assert whole.ids.to_list() == [str(at) for at in range(60) if whole.frame["mentions"][at] > 0]
    assert query.nothing().parts == dict.fromkeys(whole.parts, 0)
