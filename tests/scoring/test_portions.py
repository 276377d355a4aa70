"""What takes too much is scored in parts, and costs the one article that is alone too much."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.errors import InputError
from framing.scoring import effort, vocabulary
from framing.scoring.portions import halves, reject, score_in_portions
from tests.benchmarks.worst import CASES

GOOD = "صدر نے کہا کہ یہ تاریخی ہے۔ سب نے اتفاق کیا۔"
FRAMES = ("articles", "evidence", "exposure", "scores", "scales")


@pytest.fixture
def articles() -> pl.DataFrame:
    """Some articles, and among them one whose every word has to be taken apart."""
    texts = [GOOD] * 4 + [CASES["run together"]("ur", 40_000)] + [GOOD] * 2
    ids = [f"a{number}" for number in range(len(texts))]
    return pl.DataFrame({"article_id": ids, "text": texts, "language": "ur", "origin": [f"{name}.txt" for name in ids]})


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A clock that goes on by one each time it is looked at, of which a batch may have twenty."""
    clock = [0]

    def look() -> int:
        clock[0] += 1
        return clock[0]

    monkeypatch.setattr(effort, "_now", look)
    monkeypatch.setattr(effort, "SCORE_SECONDS", 20)
    monkeypatch.setattr(effort, "SCORE_SECONDS_PER_MB", 0)
    return clock


def check_parts(articles: pl.DataFrame, code: str) -> None:
    """All but the one are scored as they are alone, in their order, and the one is told."""
    scorer = framing.Scorer(threads=1)
    found = list(score_in_portions(scorer, articles))
    assert pl.concat([part for part, _ in found]).equals(articles)
    errors = [(part, scored) for part, scored in found if isinstance(scored, InputError)]
    assert [(part["article_id"].to_list(), error.code) for part, error in errors] == [(["a4"], code)]
    expected = framing.score(articles.filter(pl.col("article_id") != "a4"))
    scored = [scored for _, scored in found if isinstance(scored, framing.Scored)]
    for name in FRAMES:
        assert pl.concat([getattr(part, name) for part in scored]).equals(getattr(expected, name))


def test_what_takes_too_long_costs_itself(articles: pl.DataFrame, counting: list[int]) -> None:
    check_parts(articles, "score.time")


def test_what_takes_too_much_memory_costs_itself(articles: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    def claim(size: float) -> None:
        if size > 200_000:
            raise MemoryError("2 MB are needed and 1 MB is left")

    monkeypatch.setattr(vocabulary, "claim", claim)
    check_parts(articles, "score.memory")


def test_a_scorer_is_as_good_as_new_afterwards(articles: pl.DataFrame, counting: list[int]) -> None:
    scorer = framing.Scorer(threads=2)
    with pytest.raises(effort.TooLongError):
        scorer.score(articles)
    good = articles.filter(pl.col("article_id") != "a4")
    assert scorer.score(good).evidence.equals(framing.score(good).evidence)


def test_a_reject_says_where_and_why(articles: pl.DataFrame) -> None:
    error = InputError("score.time", "scoring it takes longer than any article may", "a4", "split it into articles")
    (row,) = reject(error, articles[4]).iter_rows(named=True)
    assert (row["origin"], row["code"], row["hint"]) == ("a4.txt", "score.time", "split it into articles")
    assert articles["text"][4].encode().startswith(row["first_bytes"])
    assert len(row["first_bytes"]) == 200


@pytest.mark.parametrize("sizes", [[1, 1], [9, 1], [1, 9], [0, 0, 0], [1, 1, 1, 100], [100, 1, 1]])
def test_halves_are_never_empty(sizes: list[int]) -> None:
    articles = pl.DataFrame({"text": ["a" * size for size in sizes]})
    first, second = halves(articles)
    assert min(first.height, second.height) > 0
    assert pl.concat([first, second]).equals(articles)
