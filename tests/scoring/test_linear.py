"""Work is linear in the text, whatever the text: memory and calls are counted, not seconds (for those: ``make worst``)."""

from __future__ import annotations

import sys
import tracemalloc
from functools import cache
from types import FrameType

import numpy as np
import polars as pl
import pytest

from framing.arrays import blocks, ranges, union
from framing.languages.registry import languages
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import default_lexicon
from framing.scoring.batch import score_batch
from framing.scoring.vocabulary import Vocabulary
from tests.benchmarks.worst import CASES, RATIO

#: Code points of the shorter text. What is quadratic takes a hundred times as much at this size as what is linear.
SIZE = 10_000
#: Of the cases, those that differ from each other in what they are the worst for.
CHOSEN = (
    "told to",
    "said that",
    "he said “a”",
    "quotation marks",
    "negation cues",
    "laps",
    "contexts",
    "line breaks",
    "hyphens",
    "no spaces",
)


@cache
def vocabulary(code: str) -> Vocabulary:
    return Vocabulary(compile_lexicon(default_lexicon(), code))


def count(text: str, code: str) -> tuple[int, int]:
    """The peak of bytes that Python and NumPy held, and the calls that were made, while a text was scored."""
    articles = pl.DataFrame({"article_id": ["a"], "title": [""], "text": [text]})
    calls = 0

    def call(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    tracemalloc.start()
    sys.setprofile(call)
    try:
        score_batch(articles, vocabulary(code))
    finally:
        sys.setprofile(None)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak, calls


@pytest.mark.parametrize("case", CHOSEN)
@pytest.mark.parametrize("code", languages())
def test_double_the_text_takes_double(code: str, case: str) -> None:
    count("a", code)  # What is made once.
    one, two = (count(CASES[case](code, size), code) for size in (SIZE, 2 * SIZE))
    assert two[0] <= RATIO * one[0]
    assert two[1] <= RATIO * one[1]


def test_what_overlaps_is_laid_out_once() -> None:
    """A thousand stretches of speech that all run to the end of one sentence."""
    first = np.arange(1_000)
    end = np.full(1_000, 1_000)
    begins, ends = union(first, end)
    assert len(ranges(begins, ends - begins)) == 1_000


def test_candidates_are_followed_some_at_a_time() -> None:
    counts = np.full(5_000, 81)
    parts = [counts[block] for block in blocks(counts, 1_000)]
    assert max(part.sum() for part in parts) <= 1_000
    assert sum(part.sum() for part in parts) == counts.sum()
    assert [part.sum() for part in map(counts.__getitem__, blocks(counts, 10))] == [81] * 5_000
