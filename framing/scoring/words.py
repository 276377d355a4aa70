"""The words of articles, counted: every word, not only those that a lexicon lists.

Words are the units that scoring matches: folded spellings, after spacing repair, each segment of a mixed article in its
own language. So "हिन्दी" and "हिंदी" are one word, and so are کرنیکا's two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import numpy as np
import polars as pl

from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.schemas import SECTIONS, VOICES
from framing.scoring.batch import Layout
from framing.scoring.score import batches, readable
from framing.scoring.tokens import tokenise
from framing.scoring.vocabulary import Vocabulary
from framing.scoring.voice import voices as voices_of

__all__ = ["WORD_COUNT", "count_words"]

#: One row an article × language × word. Sparse: a word that is not in an article has no row.
WORD_COUNT: Final = {
    "article_id": pl.String(),
    "language": pl.String(),
    "word": pl.String(),
    "count": pl.Int64(),
}


def count_words(
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    sections: Collection[str] = SECTIONS,
    voices: Collection[str] = VOICES,
) -> pl.DataFrame:
    """Count all words of articles.

    Args:
        articles: columns as for :func:`framing.scoring.score.score`.
        lexicon: whose word lists repair spacing; the toolkit's own where none is given.
        sections: whose words count.
        voices: whose words count.

    Returns:
        WORD_COUNT columns. Where some newsrooms of a language never write a letter (Urdu ھ) and one of the articles is
        theirs, that letter is folded in all articles of the language, so that no spelling passes for a choice of words.

    Raises:
        UsageError: as for :func:`framing.scoring.score.score`.

    Example:
        >>> found = count_words(pl.DataFrame({"article_id": ["1"], "text": ["The war, the WAR."]}))
        >>> sorted(found.select("word", "count").rows())
        [('the', 2), ('war', 2)]
    """
    lexicon = lexicon or default_lexicon()
    _, whole, cut = readable(articles)
    cut = cut.filter(pl.col("section").is_in(list(sections)))
    places = cut.select("article_id", "whole_id")
    parts = [(rows, True) for rows in whole.partition_by("primary")]
    parts += [(rows.select(whole.columns), False) for rows in cut.partition_by("primary")]
    merged = {code for rows, _ in parts for code in rows.filter("merged")["primary"].unique()}
    vocabularies: dict[str, Vocabulary] = {}
    found = [pl.DataFrame(schema=WORD_COUNT)]
    for rows, has_sections in parts:
        code = str(rows["primary"][0])
        for batch in batches(rows):
            known = vocabularies.get(code)
            if known is None or known.full:
                known = vocabularies[code] = Vocabulary(compile_lexicon(lexicon, code, merged=code in merged))
            chosen = sections if has_sections else SECTIONS
            found += [part.with_columns(language=pl.lit(code)) for part in _counts(batch, known, chosen, voices)]
    counted = pl.concat([part.select(list(WORD_COUNT)).cast(dict(WORD_COUNT)) for part in found])  # type: ignore[arg-type]
    if not cut.height:
        return counted
    joined = counted.join(places, on="article_id", how="left", maintain_order="left")
    whole_id = pl.coalesce("whole_id", "article_id").alias("article_id")
    return (
        joined.group_by(whole_id, "language", "word", maintain_order=True).agg(pl.sum("count")).select(list(WORD_COUNT))
    )


def _counts(
    articles: pl.DataFrame, vocabulary: Vocabulary, sections: Collection[str], voices: Collection[str]
) -> Iterator[pl.DataFrame]:
    """Columns article_id, word, count of one batch."""
    count = articles.height
    fields = pl.concat([articles["title"], articles["text"].alias("title")]).fill_null("")
    tokens = tokenise(fields, vocabulary)
    places = np.arange(len(tokens))
    field = np.repeat(np.arange(len(fields)), np.diff(tokens.first))
    kept = np.ones(len(tokens), np.bool_)
    if set(sections) != set(SECTIONS):
        codes = [SECTIONS.index(name) for name in sections]
        kept &= np.isin(Layout(tokens, count).section_of(places, field), codes)
    if set(voices) != set(VOICES):
        codes = [VOICES.index(name) for name in voices]
        kept &= np.isin(voices_of(tokens, vocabulary.compiled.language), codes)
    places, field = places[kept], field[kept]
    if not len(places):
        return
    cells, counts = np.unique((field % count).astype(np.int64) << 32 | tokens.keys(places), return_counts=True)
    words = pl.Series(tokens.snapshot.keys, dtype=pl.String)
    yield pl.DataFrame(
        {
            "article_id": articles["article_id"].gather(cells >> 32),
            "word": words.gather(cells & 0xFFFFFFFF),
            "count": counts.astype(np.int64),
        }
    ).filter(pl.col("word") != "")
