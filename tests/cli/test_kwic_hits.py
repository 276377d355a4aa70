"""Which hits and words ``framing kwic`` finds in texts that were just read, and what it says where there are none."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import framing
from framing.cli import kwic
from framing.statistics.question import Question
from tests.conftest import MakeLexicon

Capture = pytest.CaptureFixture[str]
ENTRIES = frozenset({"en.sensational.gore", "hi.sensational.gore"})


@pytest.fixture
def texts(make_lexicon: MakeLexicon) -> kwic._Scored:
    lexicon = make_lexicon(
        {
            "en/sensational": [{"term": "gruesome", "concept": "gore"}],
            "en/praise": [{"term": "tidy", "concept": "tidy"}],
            "hi/sensational": [{"term": "भयावह", "concept": "gore"}],
        }
    )
    rows = [
        ("1", "A gruesome day", 'It was gruesome. "A gruesome sight," the mayor said.', "dawn", "en"),
        ("2", "Weather", "It was a tidy day in the harbour town.", "dawn", "en"),
        ("3", "मौसम", "यह एक भयावह दिन था।", "jagran", "hi"),
    ]
    articles = pl.DataFrame(rows, ["article_id", "title", "text", "outlet", "language"], orient="row")
    return kwic._Scored(framing.score(articles, lexicon), articles, lexicon, 0)


def found(texts: kwic._Scored, asked: Question, most: int | None = None) -> list[tuple[str, str, str]]:
    hits = kwic._hits(texts, "gore", ENTRIES, asked, most)
    return hits.select(pl.col("article_id", "section", "voice").cast(pl.String)).rows()


TITLE, OWN, QUOTED, HINDI = ("1", "title", "own"), ("1", "lead", "own"), ("1", "lead", "quoted"), ("3", "lead", "own")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [TITLE, OWN, QUOTED, HINDI]),
        ({"sections": "title"}, [TITLE]),
        ({"sections": ["title", "lead"]}, [TITLE, OWN, QUOTED, HINDI]),
        ({"voices": "quoted"}, [QUOTED]),
        ({"sections": "title", "voices": "quoted"}, []),
        ({"language": ("hi",)}, [HINDI]),
        ({"language": ("Hindi", "en")}, [TITLE, OWN, QUOTED, HINDI]),
        ({"outlet": ("jagran",)}, [HINDI]),
        ({"outlet": ("dawn",), "language": ("hi",)}, []),
    ],
)
def test_hits_are_those_that_a_question_is_about(
    texts: kwic._Scored, asked: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert found(texts, Question(**asked)) == expected
    assert found(texts, Question(**asked), 2) == expected[:2]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"sections": "body"}, "hits: 5; gore leaves 4; --section body leaves 0 (alone: 0)"),
        ({"sections": "title", "voices": "quoted"}, "hits: 5; gore leaves 4; --section title leaves 1; --voice quoted leaves 0 (alone: 1)"),
        ({"language": ("ur",)}, "hits: 5; gore leaves 4; --language ur leaves 0 (alone: 0)"),
        ({"outlet": ("jagran",), "voices": "quoted"}, "hits: 5; gore leaves 4; --outlet jagran leaves 1; --voice quoted leaves 0 (alone: 1)"),
    ],
)  # fmt: skip
def test_where_nothing_is_left_it_is_said_what_left_it(
    texts: kwic._Scored, capsys: Capture, asked: dict[str, Any], said: str
) -> None:
    assert found(texts, Question(**asked)) == []
    assert said in capsys.readouterr().err


def test_where_no_article_is_left_the_articles_are_counted(texts: kwic._Scored, capsys: Capture) -> None:
    assert found(texts, Question(about="cricket")) == []
    assert "articles: 3; --about cricket leaves 0" in capsys.readouterr().err
    assert found(texts, Question()) != []
    assert capsys.readouterr().err == ""


def test_words_are_looked_for_in_the_articles_that_are_left(texts: kwic._Scored, capsys: Capture) -> None:
    def places(query: str, asked: Question, most: int | None = None) -> list[str]:
        return kwic._words(texts, query, asked, most)["article_id"].to_list()

    assert places("day", Question()) == ["1", "2"]
    assert places("day", Question(), 1) == ["1"]
    assert places("day", Question(outlet=("dawn",))) == ["1", "2"]
    assert capsys.readouterr().err == ""
    assert places("day", Question(outlet=("jagran",))) == []
    assert "'day' stands in none of the articles that are left" in capsys.readouterr().err
    assert places("cricket", Question()) == []
    assert capsys.readouterr().err.endswith("'cricket' stands in none of the articles\n")
    assert places("day", Question(about="cricket")) == []
    assert "articles: 3; --about cricket leaves 0" in capsys.readouterr().err


def test_texts_are_those_of_the_articles_asked_for(texts: kwic._Scored) -> None:
    assert texts.texts(pl.Series(["3", "1"]))["article_id"].to_list() == ["1", "3"]


def test_dimensions_are_checked_in_the_languages_of_their_hits(texts: kwic._Scored) -> None:
    hits = texts.hits(ENTRIES | {"en.praise.tidy"}, None, None)
    rows = kwic._checks(hits, texts.lexicon, None).select("dimension", "language").sort("dimension", "language").rows()
    assert rows == [("praise", "en"), ("sensational", "en"), ("sensational", "hi")]
