"""Any word in context: where it stands is where somebody who reads the text finds it."""

from __future__ import annotations

import polars as pl
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import UsageError
from framing.languages.folding import WORD
from framing.scoring.concordance import MATCH, hashed, keys_of, matches, word_keys, words_of

WORDS = ("war", "War", "peace", "हिन्दी", "हिंदी", "جنگ", "امن")
TEXTS = st.lists(st.sampled_from((*WORDS, ",", ".", "\n")), max_size=12).map(" ".join)


def by_reading(title: str, text: str, keys: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """The places of some words, found one by one."""
    found = []
    for name, field in (("title", title), ("text", text)):
        words = list(regex.finditer(WORD, field))
        for at in range(len(words) - len(keys) + 1):
            run = words[at : at + len(keys)]
            if all(keys_of(word[0]) == (key,) for word, key in zip(run, keys, strict=True)):
                start, section = run[0].start(), name
                if name == "text":
                    section = "body" if "\n" in field[words[0].end() : start] else "lead"
                found.append((section, start, run[-1].end()))
    return found


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4), st.lists(st.sampled_from(WORDS), min_size=1, max_size=2))
def test_places_are_those_that_reading_finds(texts: list[tuple[str, str]], query: list[str]) -> None:
    keys = keys_of(" ".join(query))
    rows = [(f"{at}", title, text) for at, (title, text) in enumerate(texts)]
    articles = pl.DataFrame(rows, schema=["article_id", "title", "text"], orient="row", schema_overrides=TYPES)
    expected = [(f"{at}", *place) for at, each in enumerate(texts) for place in by_reading(*each, keys)]
    found = matches(articles, keys)
    assert found.schema == pl.Schema(MATCH)
    assert found.select("article_id", "section", "start", "end").rows() == expected
    for most in (1, 2):
        assert matches(articles, keys, most).equals(found.head(most))


TYPES = {"article_id": pl.String, "title": pl.String, "text": pl.String}


def test_a_hit_of_one_word_stands_where_its_word_is_found(scored: framing.Scored, seeds: framing.ReadResult) -> None:
    single = scored.evidence.filter(~pl.col("surface").str.contains(r"[^\p{L}\p{M}]"))
    assert single.height > 20
    for surface in single["surface"].unique().sort().gather_every(4):
        found = set(matches(seeds.articles, keys_of(surface)).select("article_id", "section", "start", "end").rows())
        own = single.filter(pl.col("surface") == surface).select("article_id", "section", "start", "end")
        # Part of a word that was run together with the next is no word of the text.
        whole = {
            place
            for place in own.rows()
            if any(place[2:] == match.span() for match in regex.finditer(WORD, field_of(seeds, place)))
        }
        assert whole <= found


def field_of(seeds: framing.ReadResult, place: tuple[str, str, int, int]) -> str:
    row = seeds.articles.filter(pl.col("article_id") == place[0]).row(0, named=True)
    return str(row["title"] if place[1] == "title" else row["text"])


@pytest.mark.parametrize(("spelling", "other"), [("हिन्दी", "हिंदी"), ("WAR", "war"), ("مےں", "میں"), ("क़लम", "क़लम")])
def test_spellings_of_a_word_are_one(spelling: str, other: str) -> None:
    assert keys_of(spelling) == keys_of(other)


def test_a_query_without_a_word_is_refused() -> None:
    with pytest.raises(UsageError, match="has no word"):
        keys_of(" … ")


def test_each_article_is_listed_with_its_words() -> None:
    articles = pl.DataFrame({"title": ["War", None], "text": ["war and peace", "امن"]}, schema_overrides=TYPES2)
    keys = word_keys(pl.Series(["war", "and", "peace", "امن"]))
    numbers = dict(zip(["war", "and", "peace", "امن"], hashed(keys), strict=True))
    expected = {(0, numbers["war"]), (0, numbers["and"]), (0, numbers["peace"]), (1, numbers["امن"])}
    assert set(words_of(articles).rows()) == expected
    assert words_of(articles).height == len(expected)


TYPES2 = {"title": pl.String, "text": pl.String}
