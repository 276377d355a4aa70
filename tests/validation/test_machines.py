"""Machines beside codes: figures as they are defined, one table for all machines, and calls that do not fit."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import UsageError
from framing.validation.machines import entries_of, validity
from framing.validation.metrics import auc, strata_auc

ROW = st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 2), st.sampled_from([1.0, 2.0, 3.5]))


@given(st.lists(ROW, min_size=1, max_size=25))
def test_an_auc_within_strata_is_the_weighted_share_of_pairs(rows: list[tuple[bool, int, int, float]]) -> None:
    pairs = won = total = 0.0
    for (yes, value, stratum, weight), (other_yes, other, other_stratum, other_weight) in product(rows, rows):
        if yes and not other_yes and stratum == other_stratum:
            pairs += 1
            total += weight * other_weight
            won += weight * other_weight * (1.0 if value > other else 0.5 if value == other else 0.0)
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    found, number = strata_auc(columns[0], columns[1].astype(float), columns[2], columns[3])
    assert number == pairs
    assert found == pytest.approx(won / total) if pairs else np.isnan(found)


def test_in_one_stratum_without_weights_it_is_the_auc() -> None:
    random = np.random.default_rng(1)
    yes, value = random.random(200) < 0.3, random.integers(0, 9, 200).astype(float)
    assert strata_auc(yes, value, np.zeros(200, np.int64), np.ones(200))[0] == pytest.approx(auc(yes, value))


WORDS = {True: "It was a historic deal.", False: "It rained in the city."}
#: Of each pair: what the lexicon sees, and what coders say.
PAIRS = [(True, True)] * 12 + [(True, False)] * 4 + [(False, True)] * 8 + [(False, False)] * 36


@pytest.fixture(scope="module")
def news() -> pl.DataFrame:
    texts = [WORDS[seen] + " More." * (at % 3) for at, (seen, _) in enumerate(PAIRS)]
    outlets = ["a" if at % 2 else "b" for at in range(len(PAIRS))]
    ids = [str(at) for at in range(len(PAIRS))]
    return pl.DataFrame({"article_id": ids, "text": texts, "outlet": outlets, "language": "en"})


@pytest.fixture(scope="module")
def scored(news: pl.DataFrame) -> framing.Scored:
    return framing.score(news)


CODES = pl.DataFrame({"article_id": [str(at) for at in range(len(PAIRS))], "code": [int(yes) for _, yes in PAIRS]})


def figure(found: Any, name: str, machine: str = "lexicon", part: str = "all") -> dict[str, Any]:
    row: dict[str, Any] = found.figures.filter(machine=machine, part=part, figure=name).row(0, named=True)
    return row


def test_all_machines_stand_in_one_table(news: pl.DataFrame, scored: framing.Scored) -> None:
    machines = CODES.select("article_id", oracle=pl.col("code") * 0.9, blind=pl.lit(0.2), counts=pl.col("code") * 7 - 2)
    found = validity(scored, news, CODES, "praise", scores=machines)
    precision, recall = figure(found, "precision"), figure(found, "recall")
    assert (precision["value"], recall["value"]) == (12 / 16, 12 / 20)
    assert (precision["articles"], precision["yes"], precision["flagged"]) == (60, 20, 16)
    for row, of in ((precision, 16), (recall, 20)):
        # Wilson's interval solves this equation.
        for end in (row["low"], row["high"]):
            assert (row["value"] - end) ** 2 == pytest.approx(1.959964**2 * end * (1 - end) / of)
    for machine in ("oracle", "counts"):
        assert [
            figure(found, name, machine)["value"] for name in ("auc", "auc_same_length", "precision", "recall")
        ] == [1.0] * 4
    assert figure(found, "auc", "blind")["value"] == 0.5
    assert figure(found, "precision", "blind")["value"] is None
    both = found.figures.filter(machine="lexicon", level="outlet", figure="recall")
    assert (both["value"] * both["yes"]).sum() == pytest.approx(12)
    for name in ("auc_same_length", "auc_within_outlets"):
        assert 0 < figure(found, name)["pairs"] < figure(found, "auc")["pairs"]
    worst = found.worst.filter(machine="lexicon")
    assert (worst.filter(kind="miss").height, worst.filter(kind="false alarm").height) == (8, 4)
    # One that flags nothing misses all twenty, of which ten are listed where nothing is said.
    assert found.worst.filter(machine="blind")["kind"].to_list() == ["miss"] * 10
    assert set(worst.filter(kind="false alarm")["hits"]) == {"historic deal"}
    (entry,) = found.entries.to_dicts()
    assert [entry[name] for name in ("yes", "no", "yes_alone", "no_alone")] == [12, 4, 12, 4]
    assert entry["gain"] == pytest.approx(2 * 12 / 36)
    # Each curve has every article once, and the shares of an oracle are 0 and 1.
    assert found.curve.group_by("machine").agg(pl.col("articles").sum())["articles"].to_list() == [60] * 4
    assert found.curve.filter(machine="oracle")["share"].to_list() == [0.0, 1.0]


def test_genres_that_are_known_have_rows_of_their_own(news: pl.DataFrame, scored: framing.Scored) -> None:
    genres = ["news" if at < 40 else "opinion" if at < 55 else "unknown" for at in range(news.height)]
    of_genres = validity(scored, news.with_columns(genre=pl.Series(genres)), CODES, "praise").figures
    parts = of_genres.filter(level="genre", figure="recall").select("part", "articles").rows()
    assert parts == [("news", 40), ("opinion", 15)]


def test_entries_that_earn_most_come_first() -> None:
    random = np.random.default_rng(3)
    pairs = {(str(random.integers(30)), f"e{random.integers(12)}") for _ in range(60)}
    spans = pl.DataFrame(sorted(pairs), schema=["article_id", "entry_id"], orient="row").with_columns(
        surface="entry_id"
    )
    coded = pl.DataFrame({"article_id": [str(at) for at in range(30)], "yes": random.random(30) < 0.5, "weight": 1.0})
    coded = coded.with_columns(flagged=pl.col("article_id").is_in(spans["article_id"].implode()))
    rows = entries_of(coded, spans).select("gain", "yes", "entry_id").rows()
    # Entries that stand nowhere alone earn the same: nothing.
    assert len({gain for gain, _, _ in rows}) < len(rows) == 12
    assert rows == sorted(rows, key=lambda row: (-row[0], -row[1], row[2]))


def test_articles_drawn_more_often_count_less(news: pl.DataFrame, scored: framing.Scored) -> None:
    # As if those that the lexicon sees had been drawn twice as often.
    codes = CODES.with_columns(chance=pl.Series([1.0 if seen else 0.5 for seen, _ in PAIRS]))
    found = validity(scored, news, codes, "praise")
    assert figure(found, "precision")["value"] == 12 / 16
    assert figure(found, "recall")["value"] == pytest.approx(12 / (12 + 2 * 8))
    recall = figure(found, "recall")
    harmonic = 2 / (16 / 12 + (12 + 2 * 8) / 12)
    assert figure(found, "f1")["value"] == pytest.approx(harmonic)
    plain = figure(validity(scored, news, CODES, "praise"), "recall")
    assert recall["high"] - recall["low"] > plain["high"] - plain["low"]


def test_of_too_few_articles_no_precision_is_told(news: pl.DataFrame, scored: framing.Scored) -> None:
    few = CODES.filter(
        pl.col("article_id").is_in([str(at) for at in (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 1, 24)])
    )
    found = validity(scored, news, few, "praise")
    assert figure(found, "recall")["value"] is not None
    assert found.figures.filter(level="outlet", part="a", figure="recall")["value"].to_list() == [None]
    # Misses are listed with the longest texts first, false alarms from the highest value down.
    letters = {key: len(text) for key, text in news.select("article_id", "text").iter_rows()}
    for kind, key in (("miss", lambda one: (-letters[one], one)), ("false alarm", lambda one: (letters[one], one))):
        listed = found.worst.filter(kind=kind)["article_id"].to_list()
        assert len(listed) >= 2
        assert listed == sorted(listed, key=key)


def test_what_is_found_is_plain_json(news: pl.DataFrame, scored: framing.Scored) -> None:
    unread = pl.concat([CODES, pl.DataFrame({"article_id": ["elsewhere"], "code": [1]})])
    found = validity(scored, news, unread, "praise", scores=CODES.select("article_id", oracle="code")[1:], examples=1)
    told = json.loads(json.dumps(found.as_dict()))
    assert (told["measure"], told["articles"], told["unread"]) == ("praise", 60, 1)
    assert told["missing"] == {"oracle": 1}
    assert {name: told[name] for name in ("figures", "curve", "worst", "entries")} == {
        name: getattr(found, name).to_dicts() for name in ("figures", "curve", "worst", "entries")
    }
    assert found.worst.filter(machine="lexicon")["kind"].to_list() == ["miss", "false alarm"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"measure": "prise"}, "no dimension 'prise'"),
        ({"codes": CODES.rename({"code": "label"})}, "no column 'code'"),
        ({"codes": CODES.with_columns(code=pl.lit(2))}, "'2' is no code"),
        ({"codes": CODES.with_columns(code=pl.lit(None, pl.Int64))}, "'None' is no code"),
        ({"codes": CODES.filter(code=1)}, "all codes are the same"),
        (
            {"codes": CODES.with_columns(article_id=pl.lit("x") + pl.col("article_id"))},
            "nothing coded among these articles",
        ),
        ({"codes": pl.concat([CODES, CODES.head(1)])}, "0: an article is coded twice"),
        ({"codes": CODES.with_columns(chance=pl.lit(0.0))}, "a chance is not above 0"),
        ({"scores": CODES.select("article_id")}, "no column of numbers"),
        ({"scores": CODES.select("code")}, "no column article_id"),
        ({"scores": CODES.rename({"code": "lexicon"})}, "the lexicon's own name"),
        ({"scores": CODES.select("article_id", llm=pl.lit("yes"))}, "no column of numbers"),
        ({"scores": CODES.select("article_id", llm=pl.Series(["1", *["much"] * 59]))}, "'llm' has what is no number"),
        ({"scores": CODES.with_columns(article_id=pl.lit("x") + pl.col("article_id"))}, "says nothing of the articles"),
        ({"scores": pl.concat([CODES, CODES.head(1)])}, "two rows of scores"),
    ],
)
def test_what_cannot_be_validated_is_one_line(
    news: pl.DataFrame, scored: framing.Scored, changed: dict[str, Any], said: str
) -> None:
    given: dict[str, Any] = {"codes": CODES, "measure": "praise", "scores": None} | changed
    with pytest.raises(UsageError, match=said) as refused:
        validity(scored, news, given["codes"], given["measure"], scores=given["scores"])
    assert refused.value.hint


def test_a_machine_that_leaves_articles_out_is_told_of(news: pl.DataFrame, scored: framing.Scored) -> None:
    found = validity(scored, news, CODES, "praise", scores=CODES.head(50).rename({"code": "llm"}))
    assert found.missing == {"llm": 10}
    assert found.unread == 0
    stranger = pl.DataFrame({"article_id": ["x"], "code": [1]})
    assert validity(scored, news, pl.concat([CODES, stranger]), "praise").unread == 1
    assert figure(found, "auc", "llm")["articles"] == 50
