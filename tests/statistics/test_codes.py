"""What coders say, as they write it: as numbers, of one measure or several, and without what a lexicon was tuned on."""

from __future__ import annotations

import warnings

import polars as pl
import pytest

from framing.errors import FramingWarning, UsageError
from framing.statistics.codes import by_measure, left_out, numbered, of_measure

CODES = pl.DataFrame(
    {
        "article_id": list("123456"),
        "dimension": ["praise"] * 4 + ["doubt"] * 2,
        "code": ["yes", " NO ", "True", "false", "Unsure", "0.25"],
    }
)


def test_words_for_yes_and_no_are_numbers_and_doubt_is_none() -> None:
    found = numbered(CODES.with_columns(code=pl.when(pl.col("article_id") != "4").then("code")))
    assert found["number"].to_list() == [1.0, 0.0, 1.0, None, None, 0.25]
    assert found["unsure"].to_list() == [False, False, False, False, True, False]


@pytest.mark.parametrize("codes", [[True, False, None], [1, 0, None], [1.0, 0.0, None]])
def test_numbers_stay_numbers(codes: list[float | None]) -> None:
    found = numbered(pl.DataFrame({"code": codes}))
    assert found["number"].to_list() == [1.0, 0.0, None]
    assert found["unsure"].to_list() == [False] * 3


@pytest.mark.parametrize(
    ("burned", "said"),
    [
        (["2"], "1 code on which a lexicon was tuned: left out"),
        (["1", "2", "4", "5"], "3 codes on which a lexicon was tuned: left out"),
    ],
)
def test_what_a_lexicon_was_tuned_on_is_left_out_and_counted(burned: list[str], said: str) -> None:
    """Of the measure that is asked for; that nothing is said of an article is no yes."""
    known = pl.when(pl.col("article_id") != "3").then(pl.col("article_id").is_in(burned))
    with pytest.warns(FramingWarning) as warned:
        found = of_measure(CODES.with_columns(burned=known), "praise")
    assert [str(one.message) for one in warned] == [said]
    assert found["article_id"].to_list() == [one for one in "1234" if one not in burned]


def test_nothing_is_said_where_nothing_is_left_out() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        left_out(0, "of nobody")
        assert of_measure(CODES.with_columns(burned=False), "doubt").height == 2
        assert of_measure(CODES, "doubt").height == 2


def test_labels_are_told_apart_by_their_measure() -> None:
    found = by_measure(CODES, ["doubt", "praise", "blame"])
    assert {name: part["article_id"].to_list() for name, part in found.items()} == {
        "praise": list("1234"),
        "doubt": list("56"),
    }
    assert list(by_measure(CODES, ["doubt"])) == ["doubt"]
    assert by_measure(CODES.drop("dimension"), ["tone"])["tone"].height == 6


@pytest.mark.parametrize(
    ("labels", "measures", "code", "what"),
    [
        (CODES.drop("article_id"), ["praise"], "labels.column", "labels have no column 'article_id' (columns: dimension, code)"),
        (CODES.with_columns(entry_id=pl.lit("e")), ["praise"], "labels.hits", "labels of single hits"),
        (CODES.with_columns(surface=pl.lit("e")), ["praise"], "labels.hits", "labels of single hits"),
        (CODES.drop("dimension"), ["praise", "doubt"], "labels.column", "labels have no column 'dimension'"),
        (CODES.drop("dimension"), [], "labels.column", "labels have no column 'dimension'"),
        (CODES, ["tone"], "labels.dimension", "no label is of what is estimated (they are of doubt, praise)"),
        (CODES.clear(), ["tone"], "labels.dimension", "no label is of what is estimated (they are of nothing)"),
    ],
)  # fmt: skip
def test_labels_that_say_nothing_are_refused(labels: pl.DataFrame, measures: list[str], code: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        by_measure(labels, measures)
    assert caught.value.code == code
    assert caught.value.what.startswith(what)
