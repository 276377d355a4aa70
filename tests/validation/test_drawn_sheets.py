"""Sheets as they are drawn and as they come back: what stands where, in files of programs and of spreadsheets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import framing
from framing.errors import UsageError
from framing.validation.sheets import MARKS, _place, _texts, draw_sheets, lines_of, read_sheets, rows_of, write_rows
from tests.conftest import MakeLexicon

#: Hits at known places, behind titles and line breaks of other systems.
TITLE = "A gruesome day"
LONG = "rain " * 100 + "gruesome" + " snow" * 100
ARTICLES = pl.DataFrame(
    {
        "article_id": ["0", "1", "2", "3"],
        "title": [TITLE, None, "", "Weather"],
        "text": ["It was\r\ngruesome,\rgruesome.", LONG, "It was tidy and gruesome.", "It rained."],
        "language": ["en"] * 4,
    }
)


@pytest.fixture
def lexicon(make_lexicon: MakeLexicon) -> framing.Lexicon:
    return make_lexicon(
        {
            "en/sensational": [{"term": "gruesome", "concept": "gore"}],
            "en/praise": [{"term": "tidy", "concept": "tidy"}],
        }
    )


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_hits_are_shown_in_context_and_texts_as_the_key_counts_them(lexicon: framing.Lexicon, tmp_path: Path) -> None:
    scored = framing.score(ARTICLES, lexicon)
    drawn = draw_sheets(ARTICLES, scored, tmp_path, ["praise", "sensational"], hits=9, texts=9, seed=3)
    # One hit of an article and dimension: articles 0, 1 and 2 are loud, 2 is praised.
    assert drawn == (4, 4)
    hits = cells(tmp_path / "hits.csv")
    assert [row["hit"] for row in hits] == ["h0001", "h0002", "h0003", "h0004"]
    assert [row["dimension"] for row in hits] == ["praise"] + ["sensational"] * 3
    assert {row["words"] for row in hits} == {"tidy", "gruesome"}
    (long,) = (row for row in hits if row["before"].strip().endswith("rain"))
    # Three hundred letters on each side.
    for shown, whole in ((long["before"], LONG[:500][-300:]), (long["after"], LONG[508:][:300])):
        assert shown.strip("… ") in whole or whole.strip() in shown
        assert 290 <= len(shown) <= 302
    key = cells(tmp_path / "key.csv")
    assert [row["name"] for row in key[:4]] == ["h0001", "h0002", "h0003", "h0004"]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "texts").iterdir()}
    assert sorted(texts) == ["en-01", "en-02", "en-03", "en-04"]
    assert {f"{TITLE}\n\nIt was \ngruesome,\ngruesome.", LONG, "Weather\n\nIt rained."} < set(texts.values())
    found = [(row["name"], texts[row["name"]][int(row["start"]) : int(row["end"])]) for row in key[4:]]
    assert sorted(word for _, word in found) == ["gruesome"] * 5 + ["tidy"]
    about = json.loads((tmp_path / "about.json").read_text(encoding="utf-8"))
    assert about["population"] == [["en", "praise", 1], ["en", "sensational", 5]]
    assert (about["seed"], about["texts"], about["dimensions"]) == (3, sorted(texts), ["praise", "sensational"])
    assert about["lexicon"] == lexicon.fingerprint
    read = read_sheets(tmp_path)
    assert sorted((mark.text, texts[mark.text][mark.start : mark.end]) for mark in read.found) == sorted(found)
    assert all(mark.is_sure for mark in read.found)


def test_no_more_is_drawn_than_is_asked_for(lexicon: framing.Lexicon, tmp_path: Path) -> None:
    scored = framing.score(ARTICLES, lexicon)
    assert draw_sheets(ARTICLES, scored, tmp_path / "a", ["sensational"], hits=2, texts=1) == (2, 1)
    assert draw_sheets(ARTICLES.drop("title"), scored, tmp_path / "b", ["praise"], hits=1, texts=0) == (1, 0)
    with pytest.raises(UsageError, match="the lexicon finds nothing to judge"):
        draw_sheets(ARTICLES, scored, tmp_path / "c", ["derogation"])
    with pytest.raises(UsageError, match="there are no sheets"):
        read_sheets(tmp_path / "c")


def test_fifty_hits_of_a_dimension_and_twenty_texts_are_drawn_where_nothing_is_said(
    lexicon: framing.Lexicon, tmp_path: Path
) -> None:
    texts = [f"It was a gruesome day {at}." for at in range(51)]
    news = pl.DataFrame({"article_id": [f"{at}" for at in range(51)], "text": texts, "language": "en"})
    assert draw_sheets(news, framing.score(news, lexicon), tmp_path, ["sensational"]) == (50, 20)
    assert json.loads((tmp_path / "about.json").read_text(encoding="utf-8"))["seed"] == 1


def test_texts_are_drawn_language_by_language_whatever_their_order() -> None:
    codes = [f"l{at:02}" for at in range(60)]
    languages = pl.DataFrame(
        {"article_id": [f"{code}{at}" for at in range(3) for code in codes], "language": codes * 3}
    )
    drawn = _texts(languages, 2, np.random.default_rng(1))
    assert list(drawn) == [f"{code}-{at:02}" for code in codes for at in (1, 2)]
    assert all(article.startswith(name[:3]) for name, article in drawn.items())
    assert len(set(drawn.values())) == 120
    # As a coin would have it, the articles of a language are not drawn in their order.
    assert 10 < sum(drawn[f"{code}-01"] > drawn[f"{code}-02"] for code in codes) < 50


@pytest.mark.parametrize(
    ("text", "words", "occurrence", "start"),
    [
        ("a rose is a rose", "rose", 1, 2),
        ("a rose is a rose", "rose", 2, 12),
        ("a rose is a rose", "rose", 3, -1),
        ("a rose is a rose", "a", 1, 0),
        ("aaa", "aa", 2, 1),
        ("a rose", "rose", 0, -1),
        ("a rose", "", 1, -1),
    ],
)
def test_words_are_found_where_they_stand_for_the_so_manieth_time(
    text: str, words: str, occurrence: int, start: int
) -> None:
    assert _place(text, words, occurrence) == start


@pytest.mark.parametrize(
    ("content", "names", "rows"),
    [
        ("a,b\n1,2\n", ["a", "b"], [("s.csv:2", {"a": "1", "b": "2"})]),
        ("a;b,c;d\n1; 2 ;3\n", ["a", "b,c", "d"], [("s.csv:2", {"a": "1", "b,c": "2", "d": "3"})]),
        ("a,b;c\n1,2\n", ["a", "b;c"], [("s.csv:2", {"a": "1", "b;c": "2"})]),
        ("\ufeffa,b,\n1\n", ["a", "b"], [("s.csv:2", {"a": "1", "b": ""})]),
        ('a,b\n"1\n2",3\n4,5\n', ["a", "b"], [("s.csv:3", {"a": "1\n2", "b": "3"}), ("s.csv:4", {"a": "4", "b": "5"})]),
        ("", [], []),
    ],
)
def test_lines_are_told_with_where_they_stand(
    content: str, names: list[str], rows: list[tuple[str, dict[str, str]]], tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text(content, encoding="utf-8")
    assert lines_of(tmp_path / "s.csv") == (names, rows)


def test_a_cell_may_hold_the_longest_article(tmp_path: Path) -> None:
    """Python's own bound, as another program may have set it anew, is 131,072 letters."""
    before = csv.field_size_limit(131_072)
    try:
        write_rows(tmp_path / "s.csv", ("a",), [["x" * 2_000_000]])
        assert len(lines_of(tmp_path / "s.csv")[1][0][1]["a"]) == 2_000_000
        csv.field_size_limit(9_000_000)
        lines_of(tmp_path / "s.csv")
        assert csv.field_size_limit() == 9_000_000
    finally:
        csv.field_size_limit(before)


def test_lines_without_a_word_are_no_rows(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("a,b,c\n1,,x\n,,x\n,2,\n", encoding="utf-8")
    assert rows_of(tmp_path / "s.csv", ("b", "a")) == [
        ("s.csv:2", {"b": "", "a": "1"}),
        ("s.csv:4", {"b": "2", "a": ""}),
    ]
    with pytest.raises(UsageError, match="the sheet lacks d, e; its first line is a,d,e"):
        rows_of(tmp_path / "s.csv", ("a", "d", "e"))
    with pytest.raises(UsageError, match="the sheet is missing"):
        rows_of(tmp_path / "none.csv", MARKS)
