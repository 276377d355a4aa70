"""Words that stand near some places, beside the definition: each word of the same articles is counted one by one."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log

import polars as pl
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from framing.languages.folding import WORD
from framing.scoring.concordance import COLLOCATE, collocates, keys_of, matches

TEXTS = st.lists(
    st.sampled_from(("war", "War", "peace", "Peace", "talks", "हिन्दी", "हिंदी", "now", ",", "\n")), max_size=14
).map(" ".join)
TYPES = {"article_id": pl.String, "title": pl.String, "text": pl.String}

#: Word → how often near, how often elsewhere, in how many articles near, log-likelihood.
Counts = dict[str, tuple[int, int, int, float]]


@cache
def key_of(word: str) -> str:
    return keys_of(word)[0]


def by_counting(articles: list[tuple[str, str]], query: tuple[str, ...], window: int) -> Counts:
    near, elsewhere, spelled = Counter[str](), Counter[str](), Counter[str]()
    homes: dict[str, set[int]] = {}
    for number, fields in enumerate(articles):
        words = [regex.findall(WORD, field) for field in fields]
        keys = [[key_of(word) for word in each] for each in words]
        hits = [
            {
                at + more
                for at in range(len(each))
                if tuple(each[at : at + len(query)]) == query
                for more in range(len(query))
            }
            for each in keys
        ]
        if not any(hits):
            continue
        for written, each, held in zip(words, keys, hits, strict=True):
            for at, key in enumerate(each):
                if at in held:
                    continue
                spelled[written[at]] += 1
                if any(abs(at - one) <= window for one in held):
                    near[key] += 1
                    homes.setdefault(key, set()).add(number)
                else:
                    elsewhere[key] += 1
    sizes = near.total(), elsewhere.total()
    found: Counts = {}
    for key, homes_of in homes.items():
        pair = near[key], elsewhere[key]
        expected = [sum(pair) * size / sum(sizes) for size in sizes]
        if pair[0] > expected[0] and len(homes_of) > 1:
            ratio = 2 * sum(count * log(count / usual) for count, usual in zip(pair, expected, strict=True) if count)
            best = min((word for word in spelled if key_of(word) == key), key=lambda word: (-spelled[word], word))
            found[best] = (*pair, len(homes_of), ratio)
    return found


@given(
    st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=5),
    st.sampled_from(["war", "हिंदी", "war peace"]),
    st.integers(1, 3),
)
def test_words_are_near_as_counting_finds_them(texts: list[tuple[str, str]], query: str, window: int) -> None:
    rows = [(f"{at}", title, text) for at, (title, text) in enumerate(texts)]
    articles = pl.DataFrame(rows, schema=TYPES, orient="row")
    found = collocates(articles, matches(articles, keys_of(query)), window=window)
    assert found.schema == pl.Schema(COLLOCATE)
    told = {word: (near, elsewhere, homes, ratio) for word, near, elsewhere, homes, ratio in found.iter_rows()}
    expected = by_counting(texts, keys_of(query), window)
    assert told.keys() == expected.keys()
    for word, counts in told.items():
        assert counts == pytest.approx(expected[word])
    order = [(-ratio, key_of(word)) for word, *_, ratio in found.iter_rows()]
    assert order == sorted(order)


def test_five_words_on_either_side_are_near_where_nothing_else_is_said() -> None:
    texts = ["a6 a5 a4 a3 a2 a1 war b1 b2 b3 b4 b5 b6"] * 2
    articles = pl.DataFrame({"article_id": ["a", "b"], "title": ["", ""], "text": texts})
    near = collocates(articles, matches(articles, keys_of("war")))["word"].to_list()
    assert sorted(near) == [f"{side}{far}" for side in "ab" for far in range(1, 6)]
