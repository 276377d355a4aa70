"""Hits in real news: whose words they are and whether they are negated, judged one by one from their context.

``passages/<language>.csv`` has 160 hits a language, drawn by a fixed seed over outlets before the rules were looked at:
100 in texts, 28 in headlines, 32 with a word of negation within four words. The texts stay outside the project, in the
folder of corpora beside it; only their places and hashes are kept here.

They were judged by one reader, a language model, who saw 520 characters before a hit and 150 behind it (more where that
did not tell) and not what the engine said. It took the glossary's words: the outlet's own, reported, quoted, mention. The
conventions are those of ``voice_<language>.txt``. An article by a guest is the outlet's own; an answer in an interview, an
excerpt of a speech or a letter from a reader is not. ``negated`` is empty where a negation's reach is a matter of opinion;
``sure`` is "no" where the voice is.

Every second hit belongs to the part ``development``, on which rules are written; the part ``kept`` is measured when they
are done, and no rule is fitted to it. ``python -m tests.golden.passages [language …]`` prints what is wrong in development
and its figures; with ``--kept`` the figures of the other part as well.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import regex

import framing
from framing.languages.folding import WORD
from framing.languages.registry import language
from framing.lexicon.compile import compile_lexicon
from framing.schemas import VOICES
from framing.scoring.tokens import tokenise
from framing.scoring.vocabulary import Vocabulary
from framing.scoring.voice import voices
from tests.benchmarks.corpora import corpora_folder
from tests.golden.reading import CODES, Share, lexicon_of

__all__ = ["PARTS", "Hit", "Measured", "field_of", "measure", "read_hits"]

PARTS: Final = ("development", "kept")
_FOLDER: Final = Path(__file__).parent / "passages"
#: Characters shown around what is told wrongly.
_SHOWN: Final = 320
_WORD: Final = regex.compile(WORD)


@dataclass(frozen=True, slots=True)
class Hit:
    """A judged hit. ``negated`` is None where it was not decided."""

    name: str
    corpus: str
    article: str
    field: str
    start: int
    end: int
    sha256: str
    draw: str
    part: str
    voice: str
    negated: bool | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """How many of a part's hits have the right voice (all, and those that the reader was sure of) and negation."""

    voice: Share
    sure: Share
    negated: Share
    wrong: list[str]


@cache
def read_hits(code: str) -> tuple[Hit, ...]:
    """The judged hits of a language."""
    with (_FOLDER / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Hit(
                row["hit"],
                row["corpus"],
                row["id"],
                row["field"],
                int(row["start"]),
                int(row["end"]),
                row["sha256"],
                row["draw"],
                row["part"],
                row["voice"],
                {"yes": True, "no": False, "": None}[row["negated"]],
                row["sure"] == "yes",
            )
            for row in csv.DictReader(file)
        )


@cache
def _corpus(folder: Path, name: str) -> dict[str, dict[str, str | None]]:
    rows = pl.read_ndjson(folder / f"{name}.jsonl.zst").iter_rows(named=True)
    return {row["id"]: {"title": row.get("title"), "text": row["text"]} for row in rows}


def field_of(hit: Hit, folder: Path) -> str:
    """The text of the field that a hit stands in.

    Raises:
        ValueError: it is not the text that was judged.
    """
    text = _corpus(folder, hit.corpus)[hit.article][hit.field] or ""
    if not hashlib.sha256(text.encode()).hexdigest().startswith(hit.sha256):
        raise ValueError(f"{hit.name}: the text of {hit.corpus} {hit.article} is not the one that was judged")
    return text


@cache
def measure(code: str, part: str, folder: Path) -> Measured:
    """Compare voice and negation of a part's hits with the judgements.

    Args:
        code: language.
        part: one of ``PARTS``.
        folder: of the corpora.
    """
    hits = [hit for hit in read_hits(code) if hit.part == part]
    texts = [field_of(hit, folder) for hit in hits]
    told, denied = _voices(code, hits, texts), _negated(code, hits, texts)
    right = [hit.voice == voice for hit, voice in zip(hits, told, strict=True)]
    decided = [number for number, hit in enumerate(hits) if hit.negated is not None]
    wrong = [
        f"{hit.name} {hit.voice} ≠ {voice}{'' if hit.is_sure else ' (unsure)'}: {_shown(hit, text)}"
        for hit, voice, text in zip(hits, told, texts, strict=True)
        if hit.voice != voice
    ]
    wrong += [
        f"{hits[number].name} negated {hits[number].negated} ≠ {denied[number]}: {_shown(hits[number], texts[number])}"
        for number in decided
        if hits[number].negated != denied[number]
    ]
    sure = [fits for hit, fits in zip(hits, right, strict=True) if hit.is_sure]
    negation = [hits[number].negated == denied[number] for number in decided]
    return Measured(
        Share(sum(right), len(right)), Share(sum(sure), len(sure)), Share(sum(negation), len(negation)), wrong
    )


def _shown(hit: Hit, text: str) -> str:
    before, after = text[max(0, hit.start - _SHOWN) : hit.start], text[hit.end : hit.end + _SHOWN // 3]
    return f"{before}[[{text[hit.start : hit.end]}]]{after}".replace("\n", "¶")


def _voices(code: str, hits: list[Hit], texts: list[str]) -> list[str]:
    """The voice of each hit's first word."""
    vocabulary = Vocabulary(compile_lexicon(lexicon_of({}), code))
    tokens = tokenise(pl.Series(texts, dtype=pl.String), vocabulary)
    told = voices(tokens, vocabulary.compiled.language)
    places = np.arange(len(tokens))
    _, ends, _ = tokens.spans(places, places)
    found = []
    for hit, begin, stop in zip(hits, tokens.first[:-1].tolist(), tokens.first[1:].tolist(), strict=True):
        found.append(VOICES[int(told[begin + np.searchsorted(ends[begin:stop], hit.start, side="right")])])
    return found


def _negated(code: str, hits: list[Hit], texts: list[str]) -> list[bool]:
    """Whether each hit is negated, as an entry of its own words; what is not found at all is not."""
    found = [
        _WORD.findall(unicodedata.normalize("NFC", text[hit.start : hit.end]))
        for hit, text in zip(hits, texts, strict=True)
    ]
    entries = [
        {"term": " ".join(term), "match": "form" if len(term) == 1 else "phrase", "pos": "phrase"}
        for term in sorted(set(map(tuple, found)))
        # A word of another script is no entry.
        if regex.search(rf"\p{{{language(code).script}}}", " ".join(term))
    ]
    lexicon = lexicon_of({f"{code}/praise": entries})
    articles = pl.DataFrame({"article_id": [hit.name for hit in hits], "text": texts})
    evidence = framing.score(articles.with_columns(language=pl.lit(code)), lexicon).evidence
    denied = {(row["article_id"], row["start"]) for row in evidence.filter("negated").iter_rows(named=True)}
    return [(hit.name, hit.start) in denied for hit in hits]


def _main() -> None:
    folder = corpora_folder()
    parts = PARTS if "--kept" in sys.argv else PARTS[:1]
    for code in [name for name in sys.argv[1:] if name in CODES] or CODES:
        print(*measure(code, "development", folder).wrong, sep="\n")  # noqa: T201
        for part in parts:
            found = measure(code, part, folder)
            shares = {"voice": found.voice, "where sure": found.sure, "negation": found.negated}
            figures = ", ".join(f"{name} {share.value:.3f} of {share.whole}" for name, share in shares.items())
            print(f"{code} {part}: {figures}")  # noqa: T201


if __name__ == "__main__":
    _main()
