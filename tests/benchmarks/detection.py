"""How often eight words of real news, and headlines, are told to be in their language.

Run with ``make measure``; the floors are in ``tests/languages/test_detection_corpora.py``. What must not be taken for one of
the toolkit's languages is in ``tests/golden/neighbours.csv`` and ``headlines.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import polars as pl

from framing.languages.detection import detect
from framing.languages.registry import language, languages
from tests.benchmarks.corpora import corpora_folder, sha256

__all__ = [
    "HEADLINES",
    "LANGUAGES",
    "Told",
    "corpora_folder",
    "file_of",
    "measure",
    "measure_headlines",
    "report",
    "sha256",
]

LANGUAGES: Final = ("hi", "ur", "en")
#: Corpora of headlines by language.
HEADLINES: Final = {"hi": "hi_headlines", "ur": "ur_headlines", "en": "en_asia"}

_ROOT: Final = Path(__file__).parents[2]
_WORDS: Final = 8
#: Sentences drawn; the standard error of a share of .98 is then .2 %.
_SAMPLE: Final = 4_000
#: Ends of sentences, and of paragraphs.
_ENDS: Final = r"[।॥۔؟?!\n]+|\.\s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What detection said of sentences of one language.

    Attributes:
        sentences: how many were asked about.
        right: share of them told to be in their language.
        wrong: share told to be in another language of the toolkit; the rest are undetermined or a neighbour.
    """

    language: str
    sentences: int
    right: float
    wrong: float


def file_of(corpora: Path, code: str) -> Path:
    """The corpus of a language, or of that name; it may be absent."""
    return corpora / f"{code}.jsonl.zst"


def measure(path: Path, code: str) -> Told:
    """Detection on the first eight words of sentences that have so many.

    Sentences with as many letters in another script are left out: a corpus of Urdu news has English tweets in it.

    Args:
        path: JSON Lines with ``text``.
        code: the corpus's language.
    """
    texts = pl.read_ndjson(path, infer_schema_length=None)["text"]
    sentences = texts.str.replace_all(_ENDS, "\n").str.split("\n").explode().str.split(" ")
    sentences = sentences.list.eval(pl.element().filter(pl.element() != ""))
    heads = sentences.filter(sentences.list.len() >= _WORDS).list.head(_WORDS).list.join(" ")
    letters, own = (heads.str.count_matches(kind) for kind in (r"\p{L}", rf"\p{{{language(code).script}}}"))
    heads = heads.filter(2 * own > letters)
    # Drawn by a generator of our own: that of Polars may change from version to version.
    drawn = heads.gather(Random(8).sample(range(len(heads)), min(_SAMPLE, len(heads))))
    return _told(drawn, code)


def measure_headlines(path: Path, code: str) -> Told:
    """Detection on distinct headlines.

    Args:
        path: JSON Lines with ``title``.
        code: the corpus's language.
    """
    return _told(pl.read_ndjson(path, infer_schema_length=None)["title"].drop_nulls().unique().sort(), code)


def _told(texts: pl.Series, code: str) -> Told:
    told = detect(texts, languages())["language"]
    right, known = int((told == code).sum()), int(told.is_in(list(languages())).sum())
    return Told(language=code, sentences=len(texts), right=right / len(texts), wrong=(known - right) / len(texts))


def report(corpora: Path | None = None) -> str:
    """One line a language; says which corpora are missing."""
    lines = []
    kinds = (("sentences", measure, {code: code for code in LANGUAGES}), ("headlines", measure_headlines, HEADLINES))
    for kind, measured, files in kinds:
        for code, name in files.items():
            path = file_of(corpora or corpora_folder(), name)
            if not path.is_file():
                lines.append(f"{code}: no {path.name}")
                continue
            told = measured(path, code)
            lines.append(f"{code} {told.right:.4f} right, {told.wrong:.4f} another of ours, of {told.sentences} {kind}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
