"""Keyness: the method of the paper, the design effect, and what it makes of too little."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

import framing
from framing.statistics.keyness import KEYNESS, PRIOR_WORDS

WORDS = [f"word{letter}{other}" for letter in "abcdefghij" for other in "klmnopqrst"]


def news(texts: list[str], language: str = "en") -> pl.DataFrame:
    ids = [str(number) for number in range(len(texts))]
    return pl.DataFrame({"article_id": ids, "text": texts, "language": [language] * len(texts), "cluster": ids})


def row(table: pl.DataFrame, word: str) -> dict[str, float]:
    return table.row(by_predicate=pl.col("word") == word, named=True)


def test_without_clusters_it_is_the_method_of_the_paper() -> None:
    # Equations 16, 20 and 22, by hand: 9 of 12 words against 2 of 11, prior in proportion to the 23 words.
    articles = news([" ".join(["war"] * 9 + ["deal"] * 3), " ".join(["war"] * 2 + ["deal"] * 9)])
    found = row(framing.keyness(articles, ["0"], ["1"], clustered=False, least=1), "war")
    prior, total = PRIOR_WORDS * 11 / 23, PRIOR_WORDS
    delta = math.log((9 + prior) / (12 + total - 9 - prior)) - math.log((2 + prior) / (11 + total - 2 - prior))
    error = math.sqrt(1 / (9 + prior) + 1 / (2 + prior))
    assert found["log_odds"] == pytest.approx(delta)
    assert found["z"] == pytest.approx(delta / error)
    assert (found["low"], found["high"]) == pytest.approx((delta - 1.96 * error, delta + 1.96 * error), rel=1e-4)
    assert found["p"] == pytest.approx(math.erfc(abs(delta / error) / math.sqrt(2)))
    assert (found["rate_a"], found["rate_b"]) == pytest.approx((750.0, 1000 * 2 / 11))


def test_a_word_of_one_article_is_one_observation() -> None:
    filler = " ".join(WORDS)
    burst = [f"{filler} {'flood ' * 20}", *[filler] * 19]
    spread = [f"{filler} flood"] * 20
    rest = [filler + " calm"] * 20
    ids = [str(number) for number in range(40)]
    once = row(framing.keyness(news(burst + rest), ids[:20], ids[20:]), "flood")
    often = row(framing.keyness(news(spread + rest), ids[:20], ids[20:]), "flood")
    assert (once["count_a"], once["articles_a"], often["count_a"], often["articles_a"]) == (20, 1, 20, 20)
    assert abs(once["z"]) < 1.96 < often["z"]


def test_copies_are_one_observation() -> None:
    filler = " ".join(WORDS)
    articles = news([f"{filler} flood"] * 20 + [f"{filler} calm"] * 20)
    same = articles.with_columns(cluster=pl.when(pl.int_range(40) < 20).then(pl.lit("agency")))
    ids = articles["article_id"].to_list()
    assert row(framing.keyness(articles, ids[:20], ids[20:]), "flood")["z"] > 1.96
    assert row(framing.keyness(same, ids[:20], ids[20:]), "flood")["z"] < 1.96


def test_random_halves_of_bursty_articles_differ_no_more_than_by_chance() -> None:
    random = np.random.default_rng(1)
    texts = []
    for _ in range(60):
        topic = random.choice(WORDS[50:], 3)
        texts.append(" ".join([*random.choice(WORDS[:50], 60), *np.repeat(topic, 8)]))
    order = random.permutation(60).astype(str)
    robust = framing.keyness(news(texts), order[:30].tolist(), order[30:].tolist())
    naive = framing.keyness(news(texts), order[:30].tolist(), order[30:].tolist(), clustered=False)
    assert (robust["p"] < 0.05).mean() <= 0.06  # type: ignore[operator]
    assert (naive["p"] < 0.05).mean() > 0.15  # type: ignore[operator]
    assert (robust["p_adjusted"] >= robust["p"]).all()


def test_the_reference_list_makes_a_common_word_prove_more() -> None:
    articles = news(["the war the war the war", "the calm the calm the calm"] * 3)
    a, b = ["0", "2", "4"], ["1", "3", "5"]
    found = framing.keyness(articles, a, b, prior="reference", clustered=False)
    # Both occur in one set only and as often; "war" is in the list of words of news, "calm" is rarer there.
    assert abs(row(found, "war")["log_odds"]) < abs(row(found, "calm")["log_odds"])
    assert row(found, "the")["log_odds"] == pytest.approx(0, abs=1e-12)


def test_languages_are_compared_apart() -> None:
    hindi = news(["युद्ध " * 9, "शांति " * 9], "hi").with_columns(article_id=pl.lit("hi") + pl.col("article_id"))
    articles = pl.concat([news(["war " * 5, "peace " * 5]), hindi])
    found = framing.keyness(articles, ["0", "hi0"], ["1", "hi1"])
    assert found.select("language", "word").rows() == [("hi", "युद्ध"), ("hi", "शांति"), ("en", "war"), ("en", "peace")]
    assert framing.keyness(articles, ["0"], ["hi1"]).height == 0


@pytest.mark.parametrize(
    ("texts", "a", "b"),
    [
        (["war " * 9], ["0"], []),
        (["war " * 9], [], []),
        (["", "war " * 9], ["0"], ["1"]),
        (["war", "deal"], ["0"], ["1"]),
        (["war " * 9, "war " * 9], ["0"], ["1"]),
    ],
)
def test_too_little_gives_no_rows(texts: list[str], a: list[str], b: list[str]) -> None:
    found = framing.keyness(news(texts), a, b)
    assert found.height == 0
    assert found.schema == pl.Schema(KEYNESS)


def test_one_article_a_side_and_the_same_article_on_both() -> None:
    found = framing.keyness(news(["war " * 30 + "deal", "deal " * 30 + "war"]), ["0"], ["1"])
    assert found["z"].abs().max() < 1.96  # type: ignore[operator]
    same = framing.keyness(news(["war " * 9 + "deal " * 9]), ["0"], ["0"])
    assert same["log_odds"].to_list() == [0.0, 0.0]


@pytest.mark.parametrize("worth", [0.0, -1.0, math.nan, math.inf])
def test_a_prior_worth_nothing_is_refused(worth: float) -> None:
    with pytest.raises(framing.UsageError, match=r"keyness\.prior"):
        framing.keyness(news(["war"]), ["0"], [], prior_words=worth)
