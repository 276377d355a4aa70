"""What a text says does not depend on what stands beside it: another article of the batch, or another paragraph.

``TORTURE=20000 python -m pytest tests/properties/test_neighbours.py`` tries as many.
"""

from __future__ import annotations

import os
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.languages.registry import language, languages
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import default_lexicon
from framing.scoring.batch import score_batch
from framing.scoring.tokens import tokenise
from framing.scoring.vocabulary import Vocabulary
from framing.scoring.voice import OWN, REPORTED, voices
from tests.properties.speech import paragraphs, sentences

EXAMPLES = int(os.environ.get("TORTURE") or 24)

#: A paragraph of plain narration, from which no speech runs on.
PLAIN = {"en": "It rained.", "hi": "सेना ने जीत पाई।", "ur": "فوج نے جیت پائی۔"}


@cache
def vocabulary(code: str) -> Vocabulary:
    return Vocabulary(compile_lexicon(default_lexicon(), code))


def told(fields: list[str], code: str) -> list[list[int]]:
    """The voice of each word, field by field."""
    tokens = tokenise(pl.Series(fields, dtype=pl.String), vocabulary(code))
    found = voices(tokens, language(code))
    return [part.tolist() for part in np.split(found, tokens.first[1:-1])]


def found(articles: list[tuple[str, str]], code: str) -> list[tuple[pl.DataFrame, ...]]:
    """Evidence, exposure and coverage of articles scored as one batch, article by article."""
    frame = pl.DataFrame(articles, schema=["title", "text"], orient="row").with_row_index("article_id")
    frame = frame.with_columns(pl.col("article_id").cast(pl.String))
    parts = score_batch(frame, vocabulary(code))
    return [
        tuple(part.filter(pl.col("article_id") == str(number)).drop("article_id") for part in parts)
        for number in range(len(articles))
    ]


def article(code: str) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(sentences(code), paragraphs(code).map("\n".join))


@pytest.mark.parametrize(
    ("code", "field", "following"),
    [
        # Where what is said ends depends on the next verb of saying, if that is the sentence's own.
        ("en", "The letter said the army, in fact, was not even ready", "The letter said prices rose again there"),
        ("en", "He said it was very late there. They left", "Would that they came"),
        ("en", "The plan would fail, they said", "“We want peace and bread” was sung"),
        ("en", "The so-called", "“experts” came and went"),
        ("en", "The best film of", "“All that we ever saw in the town” runs"),
        ("en", "The choice that we", "Said that it was late and they were tired"),
        ("en", "It was he who", "Said that the plan, which would fail, was good"),
        ("hi", "वह आया, ने", "कहा यह दिन ऐतिहासिक है आज"),
        ("hi", "मंत्री ने इसे ऐतिहासिक बताया", "और कि वह आया"),
        ("hi", "वह आया", "“फिल्म की एक ऐतिहासिक कहानी” आई"),
        ("hi", "यह सब एक", "योगी मुताबिक यह ऐतिहासिक दिन है"),
        ("ur", "یہ ہے وہ قانون", "بقول صدر، یہ تاریخی ہے"),
        ("ur", "یہ ہے بی", "’بی این ایس ہنگور کی کہانی‘ آئی"),
    ],
)
def test_sentences_stay_apart(code: str, field: str, following: str) -> None:
    alone, behind = told([field], code) + told([following], code)
    assert told([field, following], code) == [alone, behind]
    assert told([f"{field}\n{following}", f"{field}. {following}"], code) == [alone + behind] * 2


@pytest.mark.parametrize(
    ("code", "headline"),
    [
        ("ur", "وزیراعظم: تاریخی کام ہو رہا ہے"),
        ("hi", "प्रधानमंत्री: यह ऐतिहासिक दिन है"),
        ("en", "PM: the visit was historic"),
    ],
)
def test_a_headline_is_one_whatever_follows(code: str, headline: str) -> None:
    (alone,) = told([headline], code)
    assert REPORTED in alone
    for further in ("", "5", PLAIN[code], "“"):
        assert told([headline, further], code)[0] == alone
        assert told([f"{headline}\n{further}"], code)[0][: len(alone)] == alone


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("ur", "وزیراعظم: تاریخی کام ہو رہا ہے"),
        ("hi", "प्रधानमंत्री: यह ऐतिहासिक दिन है"),
        ("en", "PM: the visit was historic"),
        ("en", "alleged: un"),
    ],
)
def test_a_line_with_a_colon_is_told_alike_wherever_it_stands(code: str, line: str) -> None:
    (alone,) = told([line], code)
    assert REPORTED in alone
    for further in ("", "5", PLAIN[code]):
        assert told([f"{further}\n{line}"], code)[0][-len(alone) :] == alone


@pytest.mark.parametrize("code", languages())
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_alone_is_as_in_a_batch(code: str, data: st.DataObject) -> None:
    articles = data.draw(st.lists(article(code), min_size=2, max_size=4))
    number = data.draw(st.integers(0, len(articles) - 1))
    fields = [title for title, _ in articles] + [text for _, text in articles]
    together = told(fields, code)
    assert told(list(articles[number]), code) == [together[number], together[len(articles) + number]]
    (alone,), batch = found([articles[number]], code), found(articles, code)[number]
    assert all(one.equals(other) for one, other in zip(alone, batch, strict=True))


@pytest.mark.parametrize("code", languages())
@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_a_further_paragraph_changes_none_before_it(code: str, data: st.DataObject) -> None:
    before, further = data.draw(paragraphs(code)), data.draw(paragraphs(code))
    (alone,) = told(["\n".join(before)], code)
    (together,) = told(["\n".join(before + further)], code)
    assert together[: len(alone)] == alone


@pytest.mark.parametrize("code", languages())
@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_a_paragraph_in_front_changes_nothing_but_what_runs_on_from_it(code: str, data: st.DataObject) -> None:
    further, behind = data.draw(paragraphs(code)), data.draw(paragraphs(code))
    (alone,) = told(["\n".join(behind)], code)
    (together,) = told(["\n".join(further + behind)], code)
    after = together[len(together) - len(alone) :]
    if language(code).verb_position == "first":
        # English speech runs on within its paragraph only.
        assert after == alone
    assert {(one, other) for one, other in zip(alone, after, strict=True) if one != other} <= {(OWN, REPORTED)}
    (apart,) = told(["\n".join([*further, PLAIN[code], *behind])], code)
    assert apart[len(apart) - len(alone) :] == alone
