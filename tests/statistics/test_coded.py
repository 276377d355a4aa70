"""What labels and scores of others can tell: shares or rates, bounds by what is unsure, one number an article."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from framing.errors import UsageError
from framing.statistics.coded import _estimand, _said, numbers_in

LABELS = pl.DataFrame({"article_id": ["1", "2", "3", "4"], "code": ["yes", "no", "unsure", "Yes"]})


def test_yes_and_no_are_a_share_and_what_is_unsure_bounds_it() -> None:
    kind, tables = _estimand(LABELS)
    assert kind == "share"
    assert [table["code"].to_list() for table in tables] == [[1, 0, 1], [1, 0, 0, 1], [1, 0, 1, 1]]
    assert tables[0].columns == ["article_id", "code"]
    kind, tables = _estimand(LABELS.filter(pl.col("code") != "unsure"))
    assert (kind, len(tables)) == ("share", 1)


@pytest.mark.parametrize(
    ("chance", "kept"), [([0.5, 0.5, 1.0, 1.0], True), ([0.5, None, None, None], True), ([None] * 4, False)]
)
def test_chances_are_taken_where_any_is_known(chance: list[float | None], kept: bool) -> None:
    labels = LABELS.with_columns(chance=pl.Series(chance, dtype=pl.Float64))
    _, tables = _estimand(labels)
    assert all(("chance" in table.columns) == kept for table in tables)
    if kept:
        assert tables[1]["chance"].to_list() == chance


def test_counts_are_a_rate_and_have_no_bounds() -> None:
    kind, tables = _estimand(pl.DataFrame({"article_id": ["1", "2"], "code": [2, 0]}))
    assert (kind, [table["code"].to_list() for table in tables]) == ("rate", [[2, 0]])
    kind, tables = _estimand(pl.DataFrame({"article_id": ["1", "2", "3"], "code": ["2", "0", "unsure"]}))
    assert (kind, [table["code"].to_list() for table in tables]) == ("rate", [[2, 0]])


def test_marked_places_are_counted_and_an_article_without_one_has_none() -> None:
    rows = [("2", 0, 4, 0.5), ("1", None, None, 1.0), ("2", 9, 12, 0.5)]
    kind, tables = _estimand(pl.DataFrame(rows, ["article_id", "start", "end", "chance"], orient="row"))
    assert (kind, [table.rows() for table in tables]) == ("rate", [[("2", 2, 0.5), ("1", 0, 1.0)]])


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (LABELS.drop("code"), "labels have no column 'code'"),
        (LABELS.with_columns(code=pl.Series(["yes", "maybe", "no", "so"])), "'maybe' is no label of 2"),
        (LABELS.with_columns(code=pl.Series([1.0, 0.0, None, 1.0])), "'None' is no label of 3"),
    ],
)
def test_labels_that_are_none_are_refused(labels: pl.DataFrame, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        _estimand(labels)


MACHINE = pl.DataFrame({"article_id": ["1", "2"], "value": [9.0, 9.0], "size": [1.0, 1.0]})


def test_what_another_machine_says_takes_the_place_of_the_lexicon() -> None:
    scores = pl.DataFrame({"article_id": [2, 1, 3], "model": ["0.25", "1", "7"], "made by": ["x", "y", "z"]})
    assert _said(MACHINE, scores).rows() == [("1", 1.0, 1.0), ("2", 0.25, 1.0)]


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({"article_id": ["1", "2"], "a": [1, 2], "b": [1, 2]}, "2 of them hold numbers"),
        ({"article_id": ["1", "2"], "a": ["x", "y"]}, "0 of them hold numbers"),
        ({"id": ["x", "y"], "a": [1, 2]}, "1 of them hold numbers"),
        ({"article_id": ["1", "1"], "a": [1, 2]}, "two rows of scores"),
        ({"article_id": ["1"], "a": [1]}, "a says nothing, or no number, of 1 of 2 articles"),
        ({"article_id": ["1", "2"], "a": [float("nan"), float("inf")]}, "of 2 of 2 articles"),
        ({"article_id": ["1", "2"], "a": [1.0, None]}, "of 1 of 2 articles"),
    ],
)
def test_scores_that_say_too_little_or_too_much_are_refused(scores: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        _said(MACHINE, pl.DataFrame(scores))


def test_columns_of_numbers_are_told_from_others() -> None:
    table = pl.DataFrame(
        {"article_id": ["1"], "text": ["Rain."], "written": ["0.5"], "flag": [True], "none": [None], "list": [[1]]},
        schema_overrides={"none": pl.String},
    )
    assert numbers_in(table) == ["written", "flag", "none"]
