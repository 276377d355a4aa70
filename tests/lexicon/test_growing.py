"""Grown words: what they learn, what they must not say, and the tables of seeds and scores that come with the toolkit."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.errors import LexiconError, UsageError
from framing.languages.folding import fold
from framing.languages.registry import language, languages
from framing.lexicon.growing import (
    CHARGED,
    HITS,
    Guards,
    charges,
    grow,
    guards_of,
    identities_of,
    pairs_of,
    seeded,
    sentences,
    shared_runs,
)
from framing.lexicon.lexicon import default_lexicon
from tests.conftest import MakeLexicon, Run

FOLDER = framing.lexicons_folder()
ENGLISH = language("en")
CODES = sorted(path.stem for path in (FOLDER / "pairs").glob("*.csv"))
KINDS = ("caste", "faith", "party", "people", "person", "place")


def invented(kind: str, number: int) -> str:
    """A word of letters that no language has."""
    return kind + "".join("abcdefghij"[int(digit)] for digit in f"{number:02d}")


PAIRS = [(invented("loud", number), invented("calm", number)) for number in range(40)]
TAUGHT, KEPT_BACK = PAIRS[:25], PAIRS[25:]
TOPICS = Guards(topics=frozenset(invented("topic", number) for number in range(40)))


def news(seed: int = 3, texts: int = 500) -> pl.DataFrame:
    """Texts of two tempers: loud words stand among hot ones, calm among cool ones, names and topics among both."""
    draw = random.Random(seed)
    rows = []
    for text in range(texts):
        is_loud = draw.random() < 0.5
        company = [invented("hot" if is_loud else "cool", number) for number in range(99)]
        own = [pair[0 if is_loud else 1] for pair in PAIRS]
        both = [invented(kind, number) for kind in ("Name", "topic") for number in range(40)]
        words = [draw.choice(draw.choices((company, own, both), (3, 2, 2))[0]) for _ in range(60)]
        rows.append((" ".join(words), f"outlet{text % 3}"))
    return pl.DataFrame(rows, ["text", "outlet"], orient="row")


@pytest.fixture(scope="module")
def grown() -> pl.DataFrame:
    return grow(news(), ENGLISH, TAUGHT, guards=TOPICS, kept=12)


def test_pairs_that_were_kept_back_are_told_apart(grown: pl.DataFrame) -> None:
    score = dict(grown.select("word", "score").iter_rows())
    sides = [(score.get(loud, 0.0), score.get(calm, 0.0)) for loud, calm in KEPT_BACK]
    assert sum(loud > 0 > calm for loud, calm in sides) >= 0.9 * len(sides)


def test_what_looks_like_names_scores_nothing() -> None:
    # Half of the names are known, and stand where the others do: beside words of their own.
    draw = random.Random(9)
    rows = []
    for number in range(1200):
        words = [invented("loud" if number % 2 else "calm", draw.randrange(40)) for _ in range(6)]
        words += [invented("name", draw.randrange(40)), invented("sir", draw.randrange(5))] * 3
        rows.append((" ".join(words), None))
    names = frozenset(invented("name", number) for number in range(20))
    plain = frozenset(word for pair in PAIRS for word in pair)
    texts = pl.DataFrame(rows, {"text": pl.String, "outlet": pl.String}, orient="row")
    told = grow(texts, ENGLISH, TAUGHT, guards=Guards(names=names, plain=plain), kept=12)
    assert told.filter(pl.col("word").str.starts_with("name")).is_empty()
    assert told.filter(pl.col("word").str.starts_with("loud")).height >= 30


def test_names_and_what_is_to_be_silent_score_nothing(grown: pl.DataFrame) -> None:
    assert grown.filter(pl.col("word").str.contains("^(name|topic)")).is_empty()
    assert grown.filter(pl.col("score").round(2) != pl.col("score")).is_empty()
    assert grown["word"].is_sorted()


def test_what_stands_in_loaded_sentences_is_charged_whatever_it_means() -> None:
    # Hot and cool tell nothing here: what the hits of other words say of a sentence does.
    draw = random.Random(5)
    rows, hits = [], []
    for number in range(1500):
        is_loaded = draw.random() < 0.5
        words = [invented("said" if is_loaded else "calm", draw.randrange(40)) for _ in range(6)]
        words += [invented(kind, draw.randrange(40)) for kind in ("loud", "calm", "even") for _ in range(4)]
        rows.append((" ".join(words), f"outlet{number % 3}"))
        hits += [(number, "elsewhere", 1.0)] * is_loaded
    found = pl.DataFrame(hits, dict(HITS), orient="row")
    texts = pl.DataFrame(rows, ["text", "outlet"], orient="row")
    score = dict(grow(texts, ENGLISH, TAUGHT, hits=found, kept=12).select("word", "score").iter_rows())
    assert all(score.get(invented("said", number), 0.0) > 0 for number in range(40))


def test_a_words_own_hits_do_not_speak_for_it() -> None:
    texts = news(texts=400)
    own = pl.DataFrame(
        [(row, word, 1.0) for row, text in enumerate(texts["text"]) for word in set(text.split()) if "topic" in word],
        dict(HITS), orient="row",
    )  # fmt: skip
    # Each topic word is a hit wherever it stands; without its own it stands as loaded as the others do.
    told = grow(texts, ENGLISH, TAUGHT, hits=own, kept=12)
    assert told.filter(pl.col("word").str.starts_with("topic"), pl.col("score") > 1).height < 8


def test_the_order_of_texts_changes_nothing(grown: pl.DataFrame) -> None:
    shuffled = news().sample(fraction=1.0, shuffle=True, seed=1)
    again = grow(shuffled, ENGLISH, TAUGHT, guards=TOPICS, kept=12)
    assert again.drop("neighbours").equals(grown.drop("neighbours"))


def test_more_threads_give_the_same_table(tmp_path: Path) -> None:
    news().write_parquet(tmp_path / "news.parquet")
    program = (
        "import sys; import polars as pl; from tests.lexicon.test_growing import ENGLISH, TAUGHT, grow; "
        "grow(pl.read_parquet(sys.argv[1]), ENGLISH, TAUGHT, kept=12).write_csv(sys.argv[2])"
    )
    for threads in ("1", "2"):
        names = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"), threads)
        command = [sys.executable, "-c", program, str(tmp_path / "news.parquet"), str(tmp_path / f"{threads}.csv")]
        subprocess.run(command, check=True, env={**os.environ, **names}, cwd=Path(__file__).parents[2])
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


def test_too_little_text_and_seeds_that_do_not_occur_are_said() -> None:
    with pytest.raises(UsageError, match="words occur"):
        grow(news(texts=5), ENGLISH, TAUGHT)
    with pytest.raises(UsageError, match="both words of 0 of 1 pairs"):
        grow(news(texts=200), ENGLISH, [("absent", "missing")], kept=12)


def test_names_and_topics_are_silent_but_what_judges_is_not(make_lexicon: MakeLexicon) -> None:
    issue = next(name for name, one in default_lexicon().codebook.dimensions.items() if one.family == "issue")
    entries = {
        "en/praise": [{"term": "hero", "match": "lemma"}, {"term": "great leap", "match": "phrase"}],
        "en/sensational": [{"term": "storm", "kind": "topic"}, {"term": "uproar", "concept": "row"}],
        "en/attribution": [{"term": "report"}],
        f"en/{issue}": [{"term": "hero"}, {"term": "Wage", "match": "lemma"}, {"term": "cost", "match": "prefix"}],
    }
    lexicon = make_lexicon(entries)
    guards = guards_of(lexicon, ENGLISH, ["Hindus", "Report"])
    # Beside them stand the words of the actors' names.
    assert guards.names - guards_of(lexicon, ENGLISH, []).names == {"hindus", "report"}
    assert {"mongolia", "saudi"} <= guards.names
    # "Heroes" judges under another dimension; a beginning and a phrase are no word.
    assert guards.topics == {"storm", "wage", "wages"}
    assert guards.plain == {"hero", "heroes", "storm", "uproar", "wage", "wages"}
    assert guards.silent == guards.names | guards.topics
    assert seeded(lexicon, ENGLISH, CHARGED) == {"hero", "heroes", "uproar"}
    assert seeded(lexicon, ENGLISH, ["sensational"]) == {"uproar"}
    assert seeded(lexicon, language("hi"), CHARGED) == frozenset()


def test_sentences_end_at_marks_and_lines() -> None:
    texts = pl.DataFrame({"text": ["यह हुआ। वह गया!\n\n  \nफिर क्या?", "1.5 million a.b"], "outlet": ["a", None]})
    assert sentences(texts).rows() == [("a", "यह हुआ।"), ("a", "वह गया!"), ("a", "फिर क्या?"), (None, "1.5 million a.b")]


WORDS = st.lists(st.lists(st.sampled_from("abc"), max_size=8).map(" ".join), min_size=1, max_size=5)


@settings(max_examples=60)
@given(WORDS, WORDS, st.integers(1, 4))
def test_shared_runs_are_those_of_the_definition(texts: list[str], others: list[str], run: int) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[at : at + run]) for at in range(len(words) - run + 1)}

    known = set[tuple[str, ...]]().union(*map(runs, others))
    found = shared_runs(pl.Series(texts), pl.Series(others), ENGLISH, run=run)
    assert found.to_list() == [bool(runs(text) & known) for text in texts]


@given(st.lists(st.sampled_from(["loud", "calm", "plain", "LOUD"]), min_size=1, max_size=30))
def test_a_text_is_the_sum_of_its_words_over_the_root_of_their_number(words: list[str]) -> None:
    score = {"loud": 1.5, "calm": -0.75}
    table = pl.DataFrame({"word": list(score), "score": list(score.values())})
    expected = sum(score.get(word.lower(), 0.0) for word in words) / len(words) ** 0.5
    assert charges(pl.Series([" ".join(words), ""]), table, ENGLISH) == pytest.approx([expected, 0.0])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("loud,calm\n", "other columns"),
        ("charged,neutral\nloud\n", "pairs.csv:2"),
        ("charged,neutral\nloud,very calm\n", "two single words"),
        ("charged,neutral\nloud,loud\n", "two single words that differ"),
    ],
)
def test_what_is_wrong_with_pairs_is_said(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=says):
        pairs_of(path)


def test_the_command_writes_a_table(tmp_path: Path, run: Run) -> None:
    news().write_csv(tmp_path / "news.csv")
    seeds, output = tmp_path / "pairs.csv", tmp_path / "grown.csv"
    seeds.write_text("charged,neutral\n" + "".join(f"{a},{b}\n" for a, b in TAUGHT), encoding="utf-8")
    base = ("lexicon", "grow", "--language", "en", "--output", output)
    assert run(*base, tmp_path / "news.csv", "--seeds", seeds).code == 0
    assert set(pl.read_csv(output).filter(pl.col("score") > 0)["word"]) >= {loud for loud, _ in TAUGHT[:3]}
    assert run(*base).code == 2


@pytest.mark.parametrize("code", CODES)
def test_pairs_are_many_distinct_and_of_no_identity(code: str) -> None:
    spoken, pairs = language(code), pairs_of(FOLDER / "pairs" / f"{code}.csv")
    assert len(pairs) >= 300
    charged, neutral = (fold(pl.Series([pair[side] for pair in pairs]), spoken).to_list() for side in (0, 1))
    assert len(set(charged)) == len(charged)
    assert not set(charged) & set(neutral)
    words = identities_of(FOLDER / "identities.csv", code)
    aliases = [one.alias for one in default_lexicon().aliases[code] if one.match == "form"]
    identities = set(fold(pl.Series([*words, *aliases]), spoken).to_list())
    assert not identities & {*charged, *neutral}
    # What is neutral is plain: nearly all of it is in the list of common words.
    assert np.mean([word in default_lexicon().words[code] for word in neutral]) > 0.9


def test_every_language_has_pairs_and_identities() -> None:
    assert list(languages()) == CODES
    with (FOLDER / "identities.csv").open(encoding="utf-8", newline="") as file:
        kinds = [(row["language"], row["kind"]) for row in csv.DictReader(file)]
    assert sorted(kinds) == [(code, kind) for code in CODES for kind in KINDS]
