"""How often eight words of real news are told to be in their language.

Run with ``make measure``; the floors are in ``tests/text/test_detection_corpora.py``. What must not be taken for one of
the toolkit's languages is in ``tests/golden/neighbours.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import polars as pl

from framing.text.detection import detect
from framing.text.registry import language, languages
from tests.benchmarks.corpora import corpora_folder, sha256

__all__ = ["LANGUAGES", "Told", "corpora_folder", "file_of", "measure", "report", "sha256"]

LANGUAGES: Final = ("hi", "ur", "en")

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
    """The corpus of a language; it may be absent."""
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
    told = detect(drawn, languages())["language"]
    right, known = int((told == code).sum()), int(told.is_in(list(languages())).sum())
    return Told(language=code, sentences=len(drawn), right=right / len(drawn), wrong=(known - right) / len(drawn))


def report(corpora: Path | None = None) -> str:
    """One line a language; says which corpora are missing."""
    lines = []
    for code in LANGUAGES:
        path = file_of(corpora or corpora_folder(), code)
        if not path.is_file():
            lines.append(f"{code}: no {path.name}")
            continue
        told = measure(path, code)
        lines.append(f"{code} {told.right:.4f} right, {told.wrong:.4f} another of ours, of {told.sentences} sentences")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
