"""How well inflection agrees with treebanks: attested forms that are generated, generated forms that are right.

Run with ``make measure``; the floors are in ``tests/languages/test_inflection_gold.py``. The treebanks' own errors and
conventions are left out one by one, each with its reason, in ``tests/golden/treebank_exclusions.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

import polars as pl

from framing.languages.base import Language, Pos
from framing.languages.folding import fold
from framing.languages.registry import language
from tests.benchmarks.corpora import gold_folder, sha256

__all__ = ["EXCLUSIONS", "LANGUAGES", "Agreement", "file_of", "gold_folder", "measure", "report", "sha256"]

LANGUAGES: Final = ("hi", "ur", "en")

_ROOT: Final = Path(__file__).parents[2]
EXCLUSIONS: Final = _ROOT / "tests" / "golden" / "treebank_exclusions.csv"
#: The universal parts of speech that inflection knows. Auxiliaries are tagged AUX and stay out.
_POS: Final = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of one part of speech with a treebank.

    Attributes:
        tokens: attested tokens.
        recall: share of the tokens whose form is among those generated from their lemma.
        pairs: distinct (lemma, generated form) whose form is attested with this part of speech.
        precision: share of the pairs whose form is attested with this lemma.
    """

    language: str
    pos: Pos
    tokens: int
    recall: float
    pairs: int
    precision: float


def file_of(gold: Path, code: str) -> Path:
    """The treebank of a language; it may be absent."""
    return gold / f"{code}_lemmas_ud.jsonl.zst"


def measure(path: Path, code: str, *, exclude: bool = True) -> list[Agreement]:
    """Agreement of each part of speech with a treebank.

    Forms and lemmas are compared folded. Two lemmas that generate the same forms are one: treebanks give a verb as
    root or as infinitive.

    Args:
        path: JSON Lines with the lists ``tokens``, ``lemmas`` and ``upos``.
        code: the treebank's language.
        exclude: leave out the listed errors and conventions of the treebank.
    """
    spoken = language(code)
    attested = _attested(path, spoken, exclude)
    generated = _generated(attested, spoken)
    names = generated.group_by("lemma", "pos").agg(word=pl.col("form").sort().str.join(" "))
    attested = attested.join(names, on=["lemma", "pos"]).group_by("pos", "word", "form").agg(pl.sum("count"))
    generated = generated.join(names, on=["lemma", "pos"]).select("pos", "word", "form").unique()
    hit = attested.join(generated.with_columns(hit=True), on=["pos", "word", "form"], how="left")
    seen = generated.join(attested.select("pos", "form").unique(), on=["pos", "form"])
    right = seen.join(attested, on=["pos", "word", "form"], how="left")
    agreements = []
    for pos in get_args(Pos):
        tokens, pairs = hit.filter(pos=pos), right.filter(pos=pos)
        if tokens.height:
            agreements.append(
                Agreement(
                    language=code,
                    pos=pos,
                    tokens=int(tokens["count"].sum()),
                    recall=int(tokens.filter("hit")["count"].sum()) / int(tokens["count"].sum()),
                    pairs=pairs.height,
                    precision=1 - pairs["count"].null_count() / pairs.height,
                )
            )
    return agreements


def _attested(path: Path, spoken: Language, exclude: bool) -> pl.DataFrame:
    """Columns form, lemma (both folded), pos, spelling (the lemma as it stands), count."""
    rows = pl.read_ndjson(path, infer_schema_length=None).select(form="tokens", lemma="lemmas", pos="upos")
    rows = rows.explode("form", "lemma", "pos").filter(pl.col("pos").is_in(list(_POS)))
    rows = rows.with_columns(pl.col("pos").replace_strict(_POS)).drop_nulls()
    excluded = pl.read_csv(EXCLUSIONS).filter(language=spoken.code)
    keys = ["form", "lemma", "pos"]
    rows, excluded = _folded(rows, spoken), _folded(excluded, spoken)
    if exclude:
        rows = rows.join(excluded, on=keys, how="anti")
    return rows.group_by(*keys, "spelling").agg(count=pl.len().cast(pl.Int64))


def _folded(rows: pl.DataFrame, spoken: Language) -> pl.DataFrame:
    form, lemma = fold(rows["form"], spoken), fold(rows["lemma"], spoken)
    return rows.with_columns(spelling="lemma").with_columns(form=form, lemma=lemma)


def _generated(attested: pl.DataFrame, spoken: Language) -> pl.DataFrame:
    """Columns lemma, pos, form, all folded: every form of every attested lemma."""
    lemmas = attested.select("lemma", "pos", "spelling").unique()
    forms = [(lemma, pos, form) for lemma, pos, spelling in lemmas.rows() for form in spoken.inflect(spelling, pos)]
    frame = pl.DataFrame(forms, schema=["lemma", "pos", "form"], orient="row")
    return frame.with_columns(form=fold(frame["form"], spoken)).unique()


def report(gold: Path | None = None) -> str:
    """One line a language and part of speech; says which treebanks are missing."""
    lines = []
    for code in LANGUAGES:
        path = file_of(gold or gold_folder(), code)
        if not path.is_file():
            lines.append(f"{code}: no {path.name}")
            continue
        for found, plain in zip(measure(path, code), measure(path, code, exclude=False), strict=True):
            recall = f"recall {found.recall:.4f} of {found.tokens} tokens ({plain.recall:.4f} with all errors)"
            precision = f"precision {found.precision:.4f} of {found.pairs} pairs ({plain.precision:.4f})"
            lines.append(f"{code} {found.pos:5}{recall}, {precision}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
