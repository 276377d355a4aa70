"""What ``framing boilerplate show`` and ``learn`` print, of articles and rules made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import framing
from framing.cli import boilerplate
from framing.ingest.article.outlets import load_outlets
from tests.cli.test_tables import cells
from tests.conftest import Run

Capture = pytest.CaptureFixture[str]


def cut(at: int, text: str, rule: str) -> dict[str, Any]:
    return {"at": at, "text": text, "rule": rule}


ARTICLES = pl.DataFrame(
    {
        "article_id": ["1", "2", "3", "4", "5"],
        "outlet": ["dawn", "dawn", "jagran", "dawn", "dawn"],
        "text": ["Rain fell.", "It snowed.", "Sun.", "Hail.", "Wind."],
        "cut": [
            [cut(0, "Advertisement\n", "marker"), cut(10, "\n\n", "space"), cut(10, "Read  more\nhere", "teaser")],
            [cut(0, "Advertisement ", "marker"), cut(0, "Advertisement\n", "marker")],
            [cut(4, "Read more here", "teaser")],
            [cut(5, "\n", "space")],
            None,
        ],
    }
)


@pytest.fixture(autouse=True)
def _project(monkeypatch: pytest.MonkeyPatch) -> None:
    made = SimpleNamespace(
        folder=Path("study"),
        load=lambda: SimpleNamespace(articles=ARTICLES),
        outlets=load_outlets,
        lexicon=framing.default_lexicon,
        boilerplate=lambda: SimpleNamespace(version=3),
    )
    monkeypatch.setattr(boilerplate, "open_project", lambda _: made)


def shown(run: Run, capsys: Capture, *words: str) -> list[list[str]]:
    print(run("boilerplate", *words, "--project", "study").out)  # noqa: T201 - to be read as cells
    return [line for line in cells(capsys) if line]


def test_rules_are_counted_by_the_articles_that_they_cut(run: Run, capsys: Capture) -> None:
    assert shown(run, capsys, "show") == [["What was cut"], ["rule", "articles"], ["marker", "2"], ["teaser", "2"]]
    told = [json.loads(line) for line in run("boilerplate", "show", "--project", "study", "--json").out.splitlines()]
    assert told == [{"rule": "marker", "articles": 2}, {"rule": "teaser", "articles": 2}]


def test_of_an_outlet_each_piece_is_shown_the_most_frequent_first(run: Run, capsys: Capture) -> None:
    found = shown(run, capsys, "show", "--outlet", "Dawn")
    assert found[1:] == [
        ["rule", "articles", "text"], ["marker", "2", "Advertisement"], ["teaser", "1", "Read more here"],
    ]  # fmt: skip
    (told,) = run("boilerplate", "show", "--project", "study", "--outlet", "jagran", "--json").out.splitlines()
    assert json.loads(told) == {"rule": "teaser", "articles": 1, "text": "Read more here"}
    none = run("boilerplate", "show", "--project", "study", "--outlet", "bbc-hindi")
    assert none.code == 2
    both = run("boilerplate", "show", "1", "--project", "study", "--outlet", "dawn")
    assert "an article and an --outlet are named" in both.err


def test_of_an_article_each_piece_is_shown_where_it_stood(run: Run, capsys: Capture) -> None:
    assert shown(run, capsys, "show", "1")[1:] == [
        ["rule", "at", "text"], ["marker", "0", "Advertisement"], ["teaser", "10", "Read more here"],
    ]  # fmt: skip
    told = [
        json.loads(line) for line in run("boilerplate", "show", "1", "--project", "study", "--json").out.splitlines()
    ]
    assert told[1] == {"rule": "teaser", "at": 10, "text": "Read  more\nhere"}
    assert len(told) == 2
    raw = run("boilerplate", "show", "1", "--raw", "--project", "study").out
    assert raw == "Advertisement\nRain fell.\n\nRead  more\nhere\n"
    for article, said in (
        ("4", "nothing was cut of it but blank lines"),
        ("5", "nothing was cut of it\n"),
        ("9", "there is no article '9'"),
    ):
        assert said in run("boilerplate", "show", article, "--project", "study").err


@pytest.mark.parametrize(("letters", "told"), [(119, 119), (120, 120), (121, 120)])
def test_lines_that_are_learned_are_shown_up_to_some_length(
    run: Run, monkeypatch: pytest.MonkeyPatch, letters: int, told: int
) -> None:
    rules = [
        SimpleNamespace(outlet="dawn", use=use, articles=7, of=9, line=word * letters)
        for use, word in ((True, "x"), (False, "y"))
    ]
    monkeypatch.setattr(boilerplate, "learn_boilerplate", lambda *_, **__: (rules, True))
    done = run("boilerplate", "learn", "--project", "study", "--dry-run")
    assert "7 of 9" in done.out
    assert (done.out.count("x") - done.out.count("text"), "yy" in done.out) == (told, False)
    assert done.err == ""
    whole = json.loads(run("boilerplate", "learn", "--project", "study", "--json").out)
    assert (whole["version"], [len(line["line"]) for line in whole["lines"]]) == (3, [letters] * 2)
    assert whole["lines"][1]["use"] is False


@pytest.mark.parametrize(
    ("new", "dry", "said"),
    [(True, False, "0003.csv: 1 line; cut them with 'framing boilerplate apply'"), (False, False, "nothing new: 1 line, as learned before"), (True, True, "")],
)  # fmt: skip
def test_it_is_said_where_lines_were_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, new: bool, dry: bool, said: str
) -> None:
    rules = [SimpleNamespace(outlet="dawn", use=True, articles=7, of=9, line="x")]
    monkeypatch.setattr(boilerplate, "learn_boilerplate", lambda *_, **__: (rules, new))
    done = run("boilerplate", "learn", "--project", "study", *(["--dry-run"] if dry else []))
    assert said in done.err
    assert bool(done.err) == bool(said)
