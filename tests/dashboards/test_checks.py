"""What was coded and checked, from what is made by hand: counts, languages, and what a question is about."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

pytest.importorskip("dash")

import framing
from dashboards import checking
from dashboards.filtering import Filters
from framing.validation.coding import SETTLED
from tests.store.test_code_frames import codes, drawn


def test_dimensions_are_told_by_how_many_articles_were_coded() -> None:
    """By people, as they are now; what is to be coded again stands beside it."""
    rows = codes(
        {"article_id": "1"},
        {"article_id": "1", "coder": "bilal"},
        {"article_id": "2", "coder": SETTLED},
        {"article_id": "3", "status": "text"},
        *({"article_id": name, "dimension": "doubt"} for name in "12"),
        *({"article_id": name, "dimension": "anger"} for name in "123"),
    )
    assert checking.coded_dimensions(rows).rows() == [
        ("anger", 3, 1, 0),
        ("doubt", 2, 1, 0),
        ("praise", 2, 2, 1),
    ]
    assert checking.coded_dimensions(rows.clear()).is_empty()


@pytest.mark.parametrize(
    ("coded", "articles", "more", "half"),
    [
        # Half as wide with four times as many; of articles that are all coded there is nothing left to tell.
        *(
            (100, 10_000, 300, 0.05),
            (100, 400, 299, 0.1 * (100 / 399) ** 0.5),
            (100, 400, 300, 0.0),
            (100, 100, 300, 0.0),
        ),
        (0, 10, 5, 0.0),
    ],
)
def test_more_codes_make_an_interval_smaller(coded: int, articles: int, more: int, half: float) -> None:
    rows = pl.DataFrame({"low": [0.2, None], "high": [0.4, None], "coded": [coded] * 2, "articles": [articles] * 2})
    told = checking.with_more(rows, more)
    assert told["half_width"].to_list() == pytest.approx([0.1, None])
    assert told["half_width_more"].to_list() == pytest.approx([half, None])


def test_a_hundred_more_codes_are_told_of() -> None:
    rows = pl.DataFrame({"low": [0.2], "high": [0.4], "coded": [300], "articles": [10_000]})
    assert checking.with_more(rows)["half_width_more"][0] == pytest.approx(0.1 * (300 / 400) ** 0.5)


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (["hi-IN", None, "ur"], ["hi", "ur"]),
        (["ru"], ["hi", "ur", "en"]),
        ([None], ["hi", "ur", "en"]),
        (["en", "hi"], ["hi", "en"]),
    ],
)
def test_languages_are_those_that_the_lexicon_reads(given: list[str | None], known: list[str]) -> None:
    snapshot: Any = SimpleNamespace(lexicon=SimpleNamespace(entries=dict.fromkeys(("hi", "ur", "en"))))
    rows = pl.DataFrame({"language": given}, schema={"language": pl.String})
    assert checking.languages_of(snapshot, rows) == known


def test_checks_are_those_of_measures_and_last_those_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "lexicons_folder", lambda: tmp_path)
    assert checking.checks_shipped(["doubt"], ["hi"]).is_empty()
    head = "check,measure,language,data,figure,value,low,high,n,note\n"
    told = (("all", "hi"), ("praise", "hi"), ("doubt", "ur"), ("doubt", "hi"), ("anger", "hi"), ("doubt", "en"))
    lines = "".join(f"read-blind,{measure},{language},x,f1,.5,.4,.6,9,\n" for measure, language in told)
    (tmp_path / "validity.csv").write_text(head + lines, encoding="utf-8")
    found = checking.checks_shipped(["praise", "doubt"], ["hi", "ur"])
    assert found.select("measure", "language").rows() == [
        ("doubt", "hi"),
        ("doubt", "ur"),
        ("praise", "hi"),
        ("all", "hi"),
    ]


@pytest.mark.parametrize(("least", "named"), [(0, {}), (1, {}), (2, {"min_articles": 2})])
def test_a_question_has_the_filters_that_say_something(least: int, named: dict[str, Any]) -> None:
    filters = Filters(least=least, language=("hi",), since="2024-01-01", voices=("own",))
    question = checking.question_of_filters(filters)
    assert question == framing.Question(language=("hi",), since="2024-01-01", voices=("own",), **named)
    assert checking.question_of_filters(Filters(least=least)) == framing.Question(**named)


CODED = codes(*({"article_id": name, "drawn_in": drawn(s=0.5)} for name in "12"))


@pytest.mark.parametrize(
    ("drawn_from", "filters", "wider"),
    [
        ({}, Filters(), ""),
        ({"language": "hi"}, Filters(), "language hi"),
        ({"language": "hi"}, Filters(language=("hi",)), ""),
        ({"language": "hi", "country": "IN"}, Filters(country=("PK",)), "language hi; country IN"),
        ({}, Filters(language=("hi",)), ""),
    ],
)
def test_what_was_drawn_from_less_than_a_question_is_about(
    drawn_from: dict[str, str], filters: Filters, wider: str
) -> None:
    frames = [json.dumps({"filters": drawn_from}), json.dumps({"filters": {"language": "ru"}}), None]
    draws = pl.DataFrame({"sample": ["s", "t", "s"], "frame": frames})
    assert checking.wider_than_drawn(draws, CODED, filters, "praise") == wider
    # Of what was not drawn, not coded, or tuned on nothing is known.
    assert checking.wider_than_drawn(draws.filter(sample="t"), CODED, filters, "praise") == ""
    assert checking.wider_than_drawn(draws, CODED, filters, "doubt") == ""
    assert checking.wider_than_drawn(draws, CODED.with_columns(burned=True), filters, "praise") == ""
    assert checking.wider_than_drawn(draws, CODED.with_columns(status=pl.lit("text")), filters, "praise") == ""
