"""How well words are read where spaces are missing or too many: word F1 on gold text, and lexicon hits on damaged text.

*As written*: the words that the toolkit reads in a text against the gold words, which are what spaces and punctuation
separate. *Damaged*: the same text with every third space removed, or with a space inserted in every tenth word; how
many of the clean text's lexicon hits are still found (same entry, same first letter), and how many new ones appear.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import regex

import framing
from framing.lexicon.compile import compile_lexicon
from framing.scoring.tokens import Tokens, tokenise
from framing.scoring.vocabulary import Vocabulary
from tests.benchmarks.corpora import gold_folder, sha256

__all__ = ["Damage", "digest", "gold_file", "gold_texts", "report", "run_together", "survival", "tear", "word_f1"]

#: Language → the file of texts with trusted spaces: for Urdu segmented by hand, for Hindi edited news.
FILES: Final = {"ur": "ur_spacing", "hi": "hi_articles_kmi"}

#: More texts than this would tell no more.
MOST_TEXTS: Final = 2500

_SEED: Final = 7
_WORD: Final = regex.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Damage:
    """What became of the clean text's hits.

    Attributes:
        hits: in the clean text.
        kept: share of them still found.
        new: hits that the clean text does not have, as a share of its hits.
    """

    hits: int
    kept: float
    new: float


def gold_file(code: str) -> Path:
    """The gold file of a language, in the folder that the environment variable GOLD names."""
    return gold_folder() / f"{FILES[code]}.jsonl.zst"


def digest(path: Path) -> str:
    """The first twelve hexadecimal digits of a file's SHA-256."""
    return sha256(path)[:12]


@cache
def gold_texts(code: str) -> tuple[str, ...]:
    """The texts of a language's gold file, at most ``MOST_TEXTS`` of them."""
    return tuple(pl.read_ndjson(gold_file(code))["text"].head(MOST_TEXTS))


def run_together(text: str) -> str:
    """Remove every third space."""
    pieces = text.split(" ")
    return pieces[0] + "".join(("" if number % 3 == 0 else " ") + piece for number, piece in enumerate(pieces[1:], 1))


def tear(text: str, rng: random.Random) -> str:
    """Insert a space in every tenth word, between any two letters of it; never before a mark, which no space can bear."""
    pieces = list(_WORD.finditer(text))
    places = []
    for match in pieces[9::10]:
        graphemes = regex.findall(r"\X", match.group())
        letters = [
            place
            for place, (before, after) in enumerate(pairwise(graphemes), 1)
            if before[0].isalpha() and after[0].isalpha()
        ]
        if letters:
            places.append(match.start() + len("".join(graphemes[: rng.choice(letters)])))
    for place in reversed(places):
        text = f"{text[:place]} {text[place:]}"
    return text


def word_f1(texts: tuple[str, ...], code: str, lexicon: framing.Lexicon) -> float:
    """F1 of the words read, each as its place in the text, against the gold words."""
    tokens = tokenise(pl.Series(texts, dtype=pl.String), Vocabulary(compile_lexicon(lexicon, code)))
    both = read = gold = 0
    for text, found in zip(texts, _spans(tokens), strict=True):
        # Punctuation is no word for either.
        true = {_trimmed(match.group(), match.start()) for match in _WORD.finditer(text)} - {None}
        both, read, gold = both + len(found & true), read + len(found), gold + len(true)
    return 2 * both / (read + gold)


def _trimmed(piece: str, start: int) -> tuple[int, int] | None:
    word = regex.search(r"[\p{L}\p{N}_](?:.*[\w\u200c\u200d])?", piece)
    return (start + word.start(), start + word.end()) if word else None


def _spans(tokens: Tokens) -> Iterator[set[tuple[int, int]]]:
    places = np.arange(len(tokens))
    start, end, _ = tokens.spans(places, places)
    for first, last in zip(tokens.first[:-1].tolist(), tokens.first[1:].tolist(), strict=True):
        yield set(zip(start[first:last].tolist(), end[first:last].tolist(), strict=True))


def survival(texts: tuple[str, ...], code: str, lexicon: framing.Lexicon) -> dict[str, Damage]:
    """Both kinds of damage → what became of the hits."""
    rng = random.Random(_SEED)
    clean = _hits(texts, code, lexicon)
    damaged = {
        "every third space removed": tuple(map(run_together, texts)),
        "every tenth word torn": tuple(tear(text, rng) for text in texts),
    }
    found = {name: _hits(bad, code, lexicon) for name, bad in damaged.items()}
    total = sum(map(len, clean.values()))
    return {
        name: Damage(total, _met(clean, hits) / total, 1 - _met(hits, clean) / max(1, sum(map(len, hits.values()))))
        for name, hits in found.items()
    }


#: (text, dimension) → hits as (first letter, letter after the last), spaces not counted.
Hits = dict[tuple[str, str], list[tuple[int, int]]]


def _hits(texts: tuple[str, ...], code: str, lexicon: framing.Lexicon) -> Hits:
    frame = pl.DataFrame({"text": texts}).with_columns(language=pl.lit(code))
    evidence = framing.score(frame, lexicon).evidence
    letters = [list(accumulate((not letter.isspace() for letter in text), initial=0)) for text in texts]
    found: Hits = {}
    for row, dimension, start, end in evidence.select("article_id", "dimension", "start", "end").iter_rows():
        place = letters[int(row)]
        found.setdefault((row, dimension), []).append((place[start], place[end]))
    return found


def _met(hits: Hits, others: Hits) -> int:
    """How many hits overlap one of the others of their dimension: a phrase that lost a word counts as the same hit."""
    return sum(
        any(start < last and first < end for first, last in others.get(key, ()))
        for key, spans in hits.items()
        for start, end in spans
    )


def report() -> str:
    """Figures of every language whose gold file is at hand, one line each."""
    lexicon, lines = framing.default_lexicon(), []
    for code in FILES:
        if not gold_file(code).is_file():
            continue
        texts = gold_texts(code)
        lines.append(f"{code}: {FILES[code]} {digest(gold_file(code))}: word F1 {word_f1(texts, code, lexicon):.4f}")
        for name, damage in survival(texts, code, lexicon).items():
            lines.append(f"  {name}: of {damage.hits} hits {damage.kept:.1%} kept, {damage.new:.1%} new")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report() or "No gold files; set GOLD to their folder.")
