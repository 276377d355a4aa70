"""What `validity.csv` and `calibration.csv` say, they say of every dimension and language, and it is enough."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.languages.registry import languages
from framing.validation.calibration import FACTOR
from framing.validation.validate import load_labelled, validate
from tests.benchmarks.fitted import PLACE, entries_hash
from tests.benchmarks.inflection import gold_folder, sha256
from tests.benchmarks.validity import COLUMNS, COMPARISONS, Comparison

LEXICON = framing.default_lexicon()
VALIDITY = pl.read_csv(framing.lexicons_folder() / "validity.csv", infer_schema_length=None)
#: The least share of right hits: a register is shown as the outlet's own doing, a frame as what it writes about.
LEAST = {"register": 0.85}
#: What was read of a family; of all others both samples.
READ = {"lure": {"50 hits"}, "valence": {"50 hits"}}
BOTH = {"50 hits", "5 hits of each of the 30 most frequent entries"}
USUAL = 0.8


@pytest.mark.parametrize("name", LEXICON.codebook.dimensions)
@pytest.mark.parametrize("code", languages())
def test_hits_of_every_dimension_were_read_and_judged(code: str, name: str) -> None:
    rows = VALIDITY.filter(check="author-checked", measure=name, language=code)
    assert set(rows["data"]) == READ.get(LEXICON.codebook.dimensions[name].family, BOTH)
    least = LEAST.get(LEXICON.codebook.dimensions[name].family, USUAL)
    assert rows.filter(data="50 hits")["value"][0] >= least
    assert rows["n"].min() >= 50  # type: ignore[operator]


def test_what_is_fitted_was_fitted_with_these_entries() -> None:
    assert PLACE.read_text(encoding="utf-8").strip() == entries_hash(framing.lexicons_folder()), "run make measure"


def test_another_entry_is_another_lexicon(tmp_path: Path) -> None:
    shutil.copytree(framing.lexicons_folder(), tmp_path, dirs_exist_ok=True)
    before = entries_hash(tmp_path)
    (tmp_path / "baselines.csv").unlink()
    assert entries_hash(tmp_path) == before
    with (tmp_path / "en" / "praise.csv").open("a", encoding="utf-8") as file:
        file.write("en.praise.zz,zest,form,noun,stance,1,zz,,,\n")
    assert entries_hash(tmp_path) != before


def test_checks_are_called_what_they_are() -> None:
    assert VALIDITY.columns == list(COLUMNS)
    assert set(VALIDITY["check"]) == {"author-checked", "human-labelled", "known-groups", "read-blind"}


def test_recall_and_who_read_are_told() -> None:
    rows = VALIDITY.filter(check="read-blind", measure="all")
    assert {tuple(row) for row in rows.select("language", "figure").iter_rows()} == {
        (code, figure) for code in languages() for figure in ("precision", "recall", "agreement")
    }
    assert rows["note"].str.len_chars().min() > 0  # type: ignore[operator]
    assert (rows["low"] <= rows["value"]).all()
    assert (rows["value"] <= rows["high"]).all()


def test_factors_are_there_for_every_dimension() -> None:
    table = pl.read_csv(framing.lexicons_folder() / "calibration.csv")
    assert table.columns == list(FACTOR)
    assert {tuple(row) for row in table.select("language", "dimension").iter_rows()} == {
        (code, name) for code in languages() if code != "en" for name in LEXICON.codebook.dimensions
    }
    known = table.drop_nulls("factor")
    assert (known["wide_low"] <= known["low"]).all()
    assert (known["high"] <= known["wide_high"]).all()


@pytest.mark.parametrize(
    "one", [one for one in COMPARISONS if one.floor is not None], ids=lambda one: f"{one.file}-{one.measure}"
)
def test_agreement_with_people_does_not_fall(one: Comparison) -> None:
    path = gold_folder() / f"{one.file}.jsonl.zst"
    if not path.exists():
        pytest.skip(f"no {path.name}")
    assert sha256(path).startswith(one.sha256), "another data set than the floor was measured on"
    data = load_labelled(path, label=one.label, positive=one.positive, negative=one.negative)
    found = validate(data, one.measure, replicates=2, examples=0)
    figure = found.figures.get("auc_length_matched", found.figures["spearman"]).value
    assert figure is not None
    assert one.floor is not None
    assert figure >= one.floor
