"""The grown words that come with the toolkit: what they must not be, and the scale that counts them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import framing
from framing.errors import UsageError
from framing.languages.folding import fold
from framing.languages.registry import language, languages
from framing.lexicon.growing import LEAST, charges, guards_of, identities_of, words_of
from framing.lexicon.grown import CHARGE, SHIPPED, shipped_path, with_scales
from framing.lexicon.lexicon import Lexicon, default_lexicon
from tests.benchmarks.fitted import grown_hash
from tests.conftest import Run

FOLDER = framing.lexicons_folder()
CODES = list(languages())


@pytest.fixture(scope="module")
def charged() -> Lexicon:
    return with_scales(default_lexicon(), [CHARGE])


def table_of(code: str) -> pl.DataFrame:
    return pl.read_csv(shipped_path(code))


def test_the_tables_are_those_that_were_made_with_these_seeds() -> None:
    made = (FOLDER / "grown" / "made.txt").read_text(encoding="utf-8").strip()
    assert made == grown_hash(FOLDER), "seeds, identities, codebook or tables changed: run make grow"


@pytest.mark.parametrize("code", CODES)
def test_a_table_holds_words_and_scores_alone(code: str) -> None:
    table = table_of(code)
    assert tuple(table.columns) == SHIPPED
    assert table["word"].is_sorted()
    assert table["word"].is_unique().all()
    # Spellings of one word are one row, and so score alike.
    assert fold(table["word"], language(code)).to_list() == table["word"].to_list()
    assert (table["score"].abs() >= LEAST).all()
    assert table["score"].round(2).to_list() == table["score"].to_list()
    assert table.height > 1000


def test_the_tables_are_small() -> None:
    assert sum(shipped_path(code).stat().st_size for code in CODES) < 3_000_000


@pytest.mark.parametrize("code", CODES)
def test_no_name_identity_topic_or_written_entry_has_a_grown_score(code: str, charged: Lexicon) -> None:
    spoken = language(code)
    grown = {one.term for one in charged.entries[code] if one.dimension in ("charged", "plain")}
    guards = guards_of(default_lexicon(), spoken, identities_of(FOLDER / "identities.csv", code))
    assert grown
    assert not guards.silent & grown
    written = {one.term for one in default_lexicon().entries[code] if one.dimension in ("sensational", "derogation")}
    assert not set(fold(pl.Series([term for term in written if " " not in term]), spoken)) & grown


@pytest.mark.parametrize("code", CODES)
def test_an_identity_for_another_changes_no_text(code: str) -> None:
    table, spoken = table_of(code), language(code)
    words = identities_of(FOLDER / "identities.csv", code)
    frame = " ".join(table["word"].gather_every(97))
    texts = pl.Series([f"{frame} {word}" for word in words if words_of(pl.Series([word]), spoken).height == 1])
    assert np.ptp(charges(texts, table, spoken)) == pytest.approx(0)


def test_figures_are_told_with_their_misses() -> None:
    with (FOLDER / "grown" / "guards.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["language"] for row in rows} == set(CODES)
    assert {row["passes"] for row in rows} <= {"", "yes", "no"}
    # As long as one fails, the scale is on trial.
    scale = with_scales(default_lexicon(), [CHARGE]).codebook.scales[CHARGE]
    assert scale.experimental or all(row["passes"] != "no" for row in rows)


def test_the_scale_is_there_for_those_who_name_it() -> None:
    assert CHARGE not in default_lexicon().codebook.scales
    assert with_scales(default_lexicon(), []) is default_lexicon()
    with pytest.raises(UsageError, match="no scale 'chage'"):
        with_scales(default_lexicon(), ["chage"])


def test_a_point_of_charge_opens_into_words_with_their_weights(charged: Lexicon) -> None:
    words = table_of("en").sort("score")["word"]
    text = f"The {words[-1]} was {words[0]}, a disgrace to the {words[-2]}."
    scored = framing.score({"text": text, "language": "en"}, scales=[CHARGE])
    values = dict(scored.scales.filter(section="all").select("scale", "value").iter_rows())
    weights = charged.codebook.scales[CHARGE].weights
    parts = scored.evidence.with_columns(
        of=pl.col("dimension").replace_strict(
            {name: float(one) for name, one in weights.items()}, default=0.0, return_dtype=pl.Float64
        )
    )
    total = (parts["of"] * parts["weight"] * parts["factor"]).sum()
    assert values[CHARGE] == pytest.approx(total / scored.articles["words"][0] ** 0.5)
    assert values[CHARGE] > values["loaded"]
    spans = {text[row["start"] : row["end"]].lower() for row in scored.evidence.filter(dimension="charged").to_dicts()}
    assert spans >= {words[-1], words[-2]}
    assert scored.articles["lexicon_fingerprint"][0] == charged.fingerprint != default_lexicon().fingerprint


def test_written_scales_are_the_same_with_it(charged: Lexicon) -> None:
    text = {"text": "The regime's shocking lies were slammed by an outraged public, officials said.", "language": "en"}
    plain, beside = framing.score(text).scales, framing.score(text, scales=[CHARGE]).scales
    assert beside.filter(pl.col("scale") != CHARGE).equals(plain)


def test_outlets_have_no_estimate_of_it(charged: Lexicon) -> None:
    assert CHARGE not in charged.codebook.estimated
    assert CHARGE not in default_lexicon().codebook.estimated
    articles = pl.DataFrame({"article_id": ["0"], "text": ["The regime lied."], "outlet": ["a"], "language": ["en"]})
    scored = framing.score(articles, scales=[CHARGE])
    with pytest.raises(UsageError, match=r"charge.* of texts alone"):
        framing.estimate(scored, articles, lexicon=charged)


def test_it_can_be_validated(tmp_path: Path) -> None:
    words = table_of("en").sort("score")["word"]
    texts = [f"The road and the {word} of the town." for word in (*words[-12:], *words[:12])]
    path = tmp_path / "labels.csv"
    pl.DataFrame({"text": texts, "label": [1] * 12 + [0] * 12, "language": "en"}).write_csv(path)
    checked = framing.validate(framing.load_labelled(path), framing.Measure(scale=CHARGE))
    assert checked.figures["auc"].value == 1.0


def test_the_command_scores_and_shows_it(tmp_path: Path, run: Run) -> None:
    word = table_of("en").sort("score")["word"][-1]
    (tmp_path / "text.txt").write_text(f"The council spoke of {word} and of roads.", encoding="utf-8")
    result = run("score", tmp_path / "text.txt", "--language", "en", "--scales", CHARGE)
    assert result.code == 0
    assert f'"{CHARGE}"' in result.out
    assert f'"{CHARGE}"' not in run("score", tmp_path / "text.txt", "--language", "en").out
    shown = run("kwic", "charged", tmp_path / "text.txt", "--scales", CHARGE)
    assert word in shown.out
    assert run("kwic", "charged", "--project", tmp_path, "--scales", CHARGE).code == 2
