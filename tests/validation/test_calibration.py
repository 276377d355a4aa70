"""Factors between languages: recovered from counts whose factor is known, and from texts through the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import framing
from framing.validation.calibration import FACTOR, _ceiling, counts, factors, missing, part_of
from framing.validation.metrics import spearman
from tests.conftest import MakeLexicon, Run

DOCUMENTS = 60


def simulated(factor: float, *, seed: int, dimensions: int = 1, rate: float = 0.01) -> pl.DataFrame:
    """Poisson counts of documents whose true rates differ, with one factor between the languages."""
    draw = np.random.default_rng(seed)
    rows = []
    for dimension in range(dimensions):
        true = draw.gamma(4, rate / 4, DOCUMENTS)
        for code, times in (("en", 1.0), ("hi", factor)):
            words = draw.integers(200, 600, DOCUMENTS)
            hits = draw.poisson(true * times * words)
            rows += [
                {"document": str(number), "language": code, "dimension": f"d{dimension}", "hits": int(hits[number]), "words": int(words[number])}
                for number in range(DOCUMENTS)
            ]  # fmt: skip
    return pl.DataFrame(rows)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_the_interval_holds_the_factor_as_often_as_it_says(factor: float) -> None:
    runs = [factors(simulated(factor, seed=seed)).row(0, named=True) for seed in range(60)]
    held = np.mean([row["low"] <= factor <= row["high"] for row in runs])
    # 60 runs: a true coverage of .95 stays above .87 with probability .99.
    assert held >= 0.87
    assert np.median([row["factor"] for row in runs]) == pytest.approx(factor, rel=0.05)


def test_the_wide_interval_holds_the_narrow_one_and_grows_with_disagreement() -> None:
    alike = factors(simulated(1.0, seed=1, dimensions=6))
    apart = factors(
        pl.concat(
            [simulated(times, seed=2).with_columns(dimension=pl.lit(str(times))) for times in (0.3, 0.6, 1.2, 2.4)]
        )
    )
    for table in (alike, apart):
        assert (table["wide_low"] <= table["low"]).all()
        assert (table["wide_high"] >= table["high"]).all()
    widening = [(np.log(table["wide_high"] / table["high"])).mean() for table in (alike, apart)]
    assert widening[1] > 3 * widening[0] + 0.1


def test_correlation_of_independent_counts_stays_near_its_ceiling() -> None:
    found = [factors(simulated(1.0, seed=seed)).row(0, named=True) for seed in range(40)]
    correlation, ceiling = (np.mean([row[name] for row in found]) for name in ("correlation", "ceiling"))
    assert correlation == pytest.approx(ceiling, abs=0.06)


def test_a_dimension_without_a_hit_has_no_factor() -> None:
    empty = simulated(1.0, seed=1).with_columns(hits=pl.lit(0, pl.Int64))
    row = factors(empty).row(0, named=True)
    assert (row["factor"], row["wide_high"], row["ceiling"]) == (None, None, None)


PARALLEL = pl.DataFrame(
    {
        "en": ["A gruesome day.", "A quiet day.", "Gruesome, gruesome news."] * 4,
        "hi": ["एक भयावह दिन।", "एक शांत दिन।", "खबरें आईं।"] * 4,
        "group": [f"d{number // 3}" for number in range(12)],
    }
)


@pytest.fixture
def lexicon(make_lexicon: MakeLexicon) -> framing.Lexicon:
    return make_lexicon(
        {
            "en/sensational": [{"term": "gruesome", "concept": "gore"}],
            "hi/sensational": [{"term": "भयावह", "concept": "gore"}],
        }
    )


def test_counts_have_a_row_for_every_document_language_and_dimension(lexicon: framing.Lexicon) -> None:
    counted = counts(PARALLEL, ["en", "hi"], "group", lexicon)
    assert counted.height == 4 * 2 * len(lexicon.codebook.dimensions)
    shouting = (
        counted.filter(pl.col("dimension") == "sensational").group_by("language").agg(pl.col("hits", "words").sum())
    )
    english = " ".join(PARALLEL["en"]).lower()
    expected = {
        "en": (english.count("gruesome"), len(english.split())),
        "hi": (4, len(" ".join(PARALLEL["hi"]).split())),
    }
    assert {row[0]: row[1:] for row in shouting.iter_rows()} == expected


def test_missing_lists_what_only_the_reference_has(lexicon: framing.Lexicon) -> None:
    rows = missing(PARALLEL.head(3), "hi", "en", "sensational", lexicon)
    assert rows.rows() == [(PARALLEL["en"][2], "Gruesome, gruesome", PARALLEL["hi"][2])]


def test_the_halves_are_stable_and_disjoint(tmp_path: Path, run: Run, lexicon: framing.Lexicon) -> None:
    path = tmp_path / "parallel.jsonl"
    PARALLEL.write_ndjson(path)
    folder = tmp_path / "lexicon"
    documents = {
        part: {json.loads(line)["documents"] for line in run("lexicon", "calibrate", path, "--part", part, "--lexicon", folder, "--json").out.splitlines()}
        for part in ("find", "fit", "all")
    }  # fmt: skip
    assert documents["all"] == {4}
    for part in ("find", "fit"):
        assert documents[part] <= {sum(part_of(name) == part for name in set(PARALLEL["group"]))}


def test_the_command_writes_a_file_and_lists_missing_words(tmp_path: Path, run: Run, lexicon: framing.Lexicon) -> None:
    path, output, folder = tmp_path / "parallel.csv", tmp_path / "calibration.csv", tmp_path / "lexicon"
    PARALLEL.write_csv(path)
    assert run("lexicon", "calibrate", path, "--part", "all", "--lexicon", folder, "--output", output).code == 0
    written = pl.read_csv(output)
    assert written.columns == list(FACTOR)
    assert written.height == len(lexicon.codebook.dimensions)
    assert "widened" in run("lexicon", "calibrate", path, "--part", "all", "--lexicon", folder).out
    listed = run("lexicon", "calibrate", path, "--part", "all", "--missing", "sensational", "--lexicon", folder).out
    assert "4 sentences" in listed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reference", "fr"], "no two languages with 'fr'"),
        (["--group", "document"], "no column 'document'"),
        (["--missing", "volume", "--part", "all"], "the dimensions are"),
    ],
)
def test_a_call_that_does_not_fit_is_told_what_would(
    arguments: list[str], said: str, tmp_path: Path, run: Run, lexicon: framing.Lexicon
) -> None:
    path = tmp_path / "parallel.jsonl"
    PARALLEL.write_ndjson(path)
    result = run("lexicon", "calibrate", path, "--lexicon", tmp_path / "lexicon", *arguments)
    assert result.code == 2
    assert said in result.err


def ceiling(rates: np.ndarray, *, words: int, seed: int) -> float | None:
    """Of counts that are drawn of known rates, in texts of one length."""
    draw = np.random.default_rng(seed)
    hits, other = draw.poisson(rates * words), draw.poisson(3 * rates * words)
    length = np.full(len(rates), float(words))
    return _ceiling(hits.astype(float), length, other.astype(float), length)


@pytest.mark.parametrize(("words", "shape"), [(200, 1.0), (1000, 1.0), (1000, 9.0)])
def test_a_ceiling_is_what_two_faultless_lexicons_reach(words: int, shape: float) -> None:
    draw = np.random.default_rng(8)
    reached = [
        spearman(*(draw.poisson(times * rates * words) for times in (1, 3)))
        for rates in draw.gamma(shape, 0.01 / shape, (100, 300))
    ]
    told = [ceiling(draw.gamma(shape, 0.01 / shape, 300), words=words, seed=seed) for seed in range(5)]
    assert np.mean([one for one in told if one is not None]) == pytest.approx(np.mean(reached), abs=0.06)


def test_a_ceiling_is_nothing_where_documents_are_alike_and_none_where_one_side_is_empty() -> None:
    words, hits = np.full(40, 500.0), np.full(40, 5.0)
    assert _ceiling(hits, words, hits, words) == 0
    # Six and two hits in a word each: they vary by as much as chance has it, (6 − 4)² = 4, and no more.
    few, half = np.array([3.0, 1.0]), np.array([0.5, 0.5])
    assert _ceiling(few, half, few, half) == 0
    varied = np.where(np.arange(40) % 2, 30.0, 0.0)
    assert _ceiling(varied, words, np.zeros(40), words) is None
