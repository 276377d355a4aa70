"""Short texts, headlines above all: told by their script and by words of general use.

Of six words of a headline often none is a grammatical word. Then the rest of its words tell, by a list that its
language names (``Language.headline_words``). In Latin letters it is a list of words that English has and other
languages do not: names and words that half the world shares (Trump, bank, video) tell nothing. In Devanagari and Arabic
letters, which few languages have, it is enough that most words are known and that nothing speaks for a relative.

Of 6,380 English headlines the grammatical words alone leave 1,235 undetermined or to a neighbour, with these words it
is 134; of 6,911 in Hindi 115 and 28, of 1,829 in Urdu 25 and 20 (``make measure``; headlines in other languages are in
``tests/golden/headlines.csv``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import polars as pl

from framing.languages.base import Language
from framing.languages.folding import fold
from framing.resources import lexicons_folder

__all__ = ["settled"]


#: Words of a short text. Longer ones have grammatical words; those of a list of names or goods are no language's.
_FEWEST: Final = 3
_MOST: Final = 24

#: Words that tell a language and no other, of which one alone may be a name.
_TELLING: Final = 2
#: Words that tell must be more than so many times the words of a neighbour, which count twice. At 0.75 the first of 72
#: headlines and sentences of romanised Hindi and Urdu are taken for English; at 1.5 five more of 6,380 English
#: headlines with a Hindi name or quotation are not.
_AGAINST: Final = 1.0


def settled(
    decided: pl.DataFrame,
    evidence: pl.DataFrame,
    texts: pl.DataFrame,
    pieces: pl.DataFrame,
    words: pl.DataFrame,
    known: Mapping[str, Language],
) -> pl.DataFrame:
    """The language of short texts, told anew where grammatical words did not tell it.

    Args:
        decided: columns text, code, hits, words; one row a text whose language is told.
        evidence: columns text, code, hits, weight, lettered.
        texts: columns text, words, script.
        pieces: columns text, id.
        words: columns id, word, script.
        known: the languages to tell apart.

    Returns:
        The columns of ``decided``.
    """
    short = texts.filter(pl.col("words").is_between(_FEWEST, _MOST))
    changed = [decided.clear().with_columns(pl.lit(None, pl.String).alias("code"))]
    for language in known.values():
        if language.headline_words:
            rows = short.filter(pl.col("script") == language.script)
            if rows.is_empty():
                continue
            rows = rows.join(_listed(rows, pieces, words, language), on="text", how="left")
            rows = rows.join(_beside(evidence, language.code), on="text", how="left").fill_null(0)
            rows = rows.join(decided.select("text", told="code"), on="text", how="left")
            changed.append(_judged(rows, language, list(known)).select(decided.columns))
    anew = pl.concat(changed, how="vertical_relaxed")
    return pl.concat([decided.join(anew, on="text", how="anti"), anew.drop_nulls("code").cast(dict(decided.schema))])  # type: ignore[arg-type]


def _judged(rows: pl.DataFrame, language: Language, ours: list[str]) -> pl.DataFrame:
    """The texts of which another answer is to be given; without a code where it is none."""
    enough = pl.col("listed") >= language.headline_share * pl.col("words")
    if language.headline_words_tell:
        is_clear = enough & (pl.col("listed") >= _TELLING) & (pl.col("listed") > _AGAINST * pl.col("other"))
        # Grammatical words that other languages have too (in, a, me, no, do) among words that are all foreign.
        lonely = (pl.col("told") == language.code) & (pl.col("listed") == 0)
    else:
        own = (pl.col("lettered") > 0) if language.own_letters else pl.lit(True)
        is_clear = enough & own & (pl.col("other") == 0) & (pl.col("weight") >= pl.col("hits"))
        lonely = pl.lit(False)
    open_ = pl.col("told").is_null() | ~pl.col("told").is_in(ours)
    is_told = is_clear & open_
    code = pl.when(is_told).then(pl.lit(language.code))
    return rows.filter(is_told | lonely.fill_null(False)).with_columns(code=code)


def _beside(evidence: pl.DataFrame, code: str) -> pl.DataFrame:
    """What grammatical words and letters tell of each text, for the language and for any other."""
    own = pl.col("code") == code
    return evidence.group_by("text").agg(
        *(pl.col(name).filter(own).sum().alias(name) for name in ("hits", "weight", "lettered")),
        other=pl.col("weight").filter(~own).max().fill_null(0),
    )


def _listed(rows: pl.DataFrame, pieces: pl.DataFrame, words: pl.DataFrame, language: Language) -> pl.DataFrame:
    """How many words of each text stand in the language's list."""
    pieces = pieces.join(rows.select("text"), on="text", how="semi")
    in_script = words.filter(pl.col("script") == language.script).join(
        pieces.select("id").unique(), on="id", how="semi"
    )
    distinct = in_script.select(pl.col("word").unique())
    # Polars would hash the whole list each time, however few the words.
    listed = map(_list(language).__contains__, _folded(distinct["word"], language))
    distinct = distinct.filter(pl.Series(listed, dtype=pl.Boolean))
    counts = in_script.join(distinct, on="word", how="semi").group_by("id").agg(listed=pl.len())
    return pieces.join(counts, on="id", how="inner").group_by("text").agg(pl.col("listed").sum())


def _folded(words: pl.Series, language: Language) -> pl.Series:
    if language.headline_words_tell:
        # As written: with its marks taken off, a word of another language would be an English one.
        return words.str.to_lowercase().str.replace_all("’", "'").str.replace(r"'s$", "")
    return fold(words, language.plain())


@lru_cache(maxsize=12)
def _list(language: Language) -> frozenset[str]:
    words = pl.read_csv(lexicons_folder() / language.headline_words, columns=["word"], quote_char=None)["word"]
    return frozenset(_folded(words, language))
