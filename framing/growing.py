"""Grown words as a public function: ``framing lexicon grow``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from framing.given import articles_of
from framing.languages.registry import language as spoken_in
from framing.lexicon import growing
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.resources import lexicons_folder
from framing.scoring.score import Scorer

__all__ = ["grow_sentences", "grow_words"]

#: The scale by whose points sentences are loaded.
_SCALE: Final = "loaded"
#: Sentences that are scored at a time.
_BLOCK: Final = 20_000


def grow_words(
    given: object,
    language: str,
    *,
    seeds: Path | str | None = None,
    with_entries: bool = True,
    lexicon: Lexicon | None = None,
) -> pl.DataFrame:
    """Learn from texts without labels how charged each word is, as ``framing lexicon grow``.

    Args:
        given: articles in the language, as for :func:`framing.articles`.
        language: hi, ur or en.
        seeds: a CSV of charged and neutral words, two a line with the same referent; the toolkit's own where none is
            named.
        with_entries: learn from what the lexicon finds too, not from the pairs alone.
        lexicon: the toolkit's own where none is given.

    Returns:
        Columns as :func:`framing.lexicon.growing.grow` has them; no words of the lexicon's charged entries. The scores
        are experimental: candidates to read.

    Raises:
        LexiconError: the seeds cannot be read.
    """
    articles = articles_of(given)
    parts = [pl.col(name).fill_null("") for name in ("title", "text") if name in articles.columns]
    outlet = pl.col("outlet") if "outlet" in articles.columns else pl.lit(None, pl.String)
    texts = articles.select(outlet=outlet, text=pl.concat_str(parts, separator="\n"))
    path = Path(seeds) if seeds else None
    return grow_sentences(growing.sentences(texts), language, path, lexicon, with_entries=with_entries)


def grow_sentences(
    sentences: pl.DataFrame, language: str, seeds: Path | None, lexicon: Lexicon | None, *, with_entries: bool
) -> pl.DataFrame:
    """As ``grow_words``, from sentences (columns text, outlet)."""
    spoken, loaded = spoken_in(language), lexicon or default_lexicon()
    pairs = growing.pairs_of(seeds or lexicons_folder() / "pairs" / f"{language}.csv")
    guards = growing.guards_of(loaded, spoken, growing.identities_of(lexicons_folder() / "identities.csv", language))
    own = growing.seeded(loaded, spoken, growing.CHARGED) if with_entries else ()
    hits = _hits(sentences["text"], language, loaded) if with_entries else None
    return growing.grow(sentences, spoken, pairs, own, guards, hits)


def _hits(texts: pl.Series, language: str, lexicon: Lexicon) -> pl.DataFrame:
    """HITS: what counts on the scale ``loaded``, with its points."""
    scale, scorer = default_lexicon().codebook.scales[_SCALE], Scorer(lexicon)
    weight = pl.col("dimension").replace_strict(
        {name: float(one) for name, one in scale.weights.items()}, default=0.0, return_dtype=pl.Float64
    )
    parts = []
    for start in range(0, len(texts), _BLOCK):
        block = texts[start : start + _BLOCK]
        number = pl.Series(np.arange(start, start + len(block))).cast(pl.String)
        scored = scorer.score(pl.DataFrame({"article_id": number, "text": block, "language": [language] * len(block)}))
        counted = scored.evidence.filter(
            pl.col("kind") == "stance",
            pl.col("voice").is_in(scale.voices),
            pl.col("entry_id").str.starts_with(f"{language}."),
        )
        points = (weight * pl.col("weight") * pl.col("factor")).alias("points")
        parts.append(counted.select(pl.col("article_id").cast(pl.Int64).alias("text"), "surface", points))
    rows = pl.concat(parts) if parts else pl.DataFrame(schema=growing.HITS)
    return rows.filter(pl.col("points") != 0)
