"""Language detection from script and function words.

A text is in the language whose commonest grammatical words it has; "und" (undetermined) is an answer. Only the near
relatives that each language module lists as its neighbours can be confused with it: Marathi with Hindi, Punjabi in
Shahmukhi with Urdu, romanised Hindi with English. All of these are counted together. A neighbour's words count double,
since a language shares its commonest words with its neighbours but has as good as none of those listed for them; so do
words with a letter or an ending that the language does not know. Short texts, which may have none of these, are told by
their other words (:mod:`framing.text.short`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from framing.text.fold import fold
from framing.text.language import Language
from framing.text.short import settled

__all__ = ["UNDETERMINED", "detect", "sample"]

#: The language of a text that gives too little evidence, or evidence for none.
UNDETERMINED: Final = "und"

#: Fewer words than this say nothing.
_FEWEST_WORDS: Final = 3
#: Share of all letters that the language's script must have.
_SCRIPT_SHARE: Final = 0.5
#: Share of function words below which no language is recognised: news in the three languages has .2 to .5, languages
#: that share a script but are no neighbours stay under .1.
_FEWEST_FUNCTION_WORDS: Final = 0.12
#: What a neighbour's word counts against the language's own: in a thousand words of news stand a quarter of one, in
#: eight words of Marathi or Bhojpuri one or two beside as many that Hindi has too.
_NEIGHBOUR_WEIGHT: Final = 2.0
#: What a word counts that only has a letter of the language, where nothing speaks for a neighbour: three of them stand
#: for a function word. A headline of names in Urdu has as many in eight words.
_LETTER_WEIGHT: Final = 0.34

#: Added to the function words found, so that one of them is enough in nine words.
_CREDIT: Final = 0.1

#: Code points from the beginning of a text that are looked at.
_HEAD: Final = 3_000
#: Of those, three windows this wide are read: at the beginning, in the middle, at the end.
_WINDOW: Final = 130

#: Code points by which a word may be longer than its folded form: vowel marks, joiners.
_MARKS: Final = 2

# U+06FD and U+06FE, the Sindhi signs for "and" and "in", are symbols to Unicode and words to their readers.
_WORD: Final = r"[\p{L}\x{06FD}\x{06FE}][\p{L}\p{M}\x{200C}\x{200D}]*(?:['’][a-zA-Z]+)*"


def detect(texts: pl.Series, known: Mapping[str, Language]) -> pl.DataFrame:
    """Tell the language of each text.

    Args:
        texts: String series; null is no text.
        known: the languages to tell apart, by code, such as :func:`framing.text.registry.languages` gives.

    Returns:
        One row a text: ``language``, the code of one of ``known`` or of one of their neighbours, or ``"und"``; and
        ``share``, the share of the text's words that are function words of that language (0 for ``"und"``).

    Example:
        >>> from framing.text.registry import languages
        >>> detect(pl.Series(["The talks were called off by the two sides."]), languages())["language"].to_list()
        ['en']
    """
    pieces = sample(texts).str.split(" ").alias("piece").to_frame().with_row_index("text").explode("piece")
    # News has few word types: whatever costs happens once a distinct piece, and a number stands for it in the texts.
    distinct = pieces.select(pl.col("piece").unique()).with_row_index("id")
    pieces = pieces.join(distinct, on="piece", how="inner", maintain_order="left").select("text", "id")
    scripts = sorted({language.script for language in known.values()})
    words = distinct.select("id", word=pl.col("piece").str.extract_all(_WORD)).explode("word").drop_nulls()
    words = words.with_columns(script=_script(scripts), letters=pl.col("word").str.len_chars())

    evidence = pieces.join(_evidence(words, known), on="id", how="inner")
    evidence = evidence.group_by("text", "script", "code").agg(pl.sum("hits", "weight", "lettered"))
    counted = _scripts(pieces, words, scripts)
    evidence = evidence.join(counted, on=["text", "script"], how="inner")
    texts_told = _best(evidence, list(known)).select("text", "code", "hits", "words")
    found = settled(texts_told, evidence, counted, pieces, words, known)
    found = found.select("text", language="code", share=pl.col("hits") / pl.col("words"))
    rows = pl.DataFrame({"text": pl.int_range(len(texts), dtype=pl.UInt32, eager=True)})
    return rows.join(found, on="text", how="left", maintain_order="left").select(
        pl.col("language").fill_null(UNDETERMINED), pl.col("share").fill_null(0.0)
    )


def _best(evidence: pl.DataFrame, known: list[str]) -> pl.DataFrame:
    """The language with the most evidence of each text that has enough of it and no rival.

    Args:
        evidence: text, words, code, hits, weight, lettered; one row a text and code.
        known: codes of the languages to tell apart; all others are neighbours.

    Returns:
        The chosen rows, at most one a text.
    """
    own = pl.col("code").is_in(known)
    rows = evidence.with_columns(
        own=pl.col("weight").filter(own).max().over("text").fill_null(0),
        other=pl.col("weight").filter(~own).max().over("text").fill_null(0),
    )
    rows = rows.with_columns(
        weight=pl.col("weight") + pl.when(pl.col("other") == 0).then(pl.col("lettered") * _LETTER_WEIGHT).otherwise(0),
    )
    # As much evidence for a neighbour as for its own: either may be meant.
    clear = (pl.col("other") == 0) | pl.when(own).then(pl.col("own") > pl.col("other")).otherwise(
        pl.col("own") < pl.col("other")
    )
    rows = rows.filter(clear & (pl.col("words") >= _FEWEST_WORDS))
    # Among equals a romanised neighbour, which these newsrooms quote every day, then the first by code, so that the
    # answer never depends on the order of rows.
    romanised = pl.col("code").str.ends_with("-Latn")
    rows = rows.sort("text", -pl.col("weight"), ~romanised, "code").unique("text", keep="first", maintain_order=True)
    counted = pl.col("weight") / pl.when(own).then(1.0).otherwise(_NEIGHBOUR_WEIGHT)
    return rows.filter(counted + _CREDIT >= _FEWEST_FUNCTION_WORDS * pl.col("words"))


def sample(texts: pl.Series) -> pl.Series:
    """What is read of each text to tell its language; nothing of null.

    Windows, since an article may begin with a dateline or byline in another language.
    """
    text, room = pl.col("text"), pl.col("text").str.len_chars().clip(upper_bound=_HEAD).cast(pl.Int64) - _WINDOW
    windows = pl.concat_str([text.str.slice(start, _WINDOW) for start in (0, room // 2, room)], separator=" ")
    whole = pl.when(room <= 2 * _WINDOW).then(text).otherwise(windows)
    return texts.cast(pl.String).fill_null("").alias("text").to_frame().select(whole).to_series()


def _script(scripts: list[str]) -> pl.Expr:
    """Script of a word by its first letter; null where no known language is written in it."""
    cases = (pl.when(pl.col("word").str.contains(rf"^\p{{{script}}}")).then(pl.lit(script)) for script in scripts)
    return pl.coalesce(pl.lit(None, dtype=pl.String), *cases)


def _scripts(pieces: pl.DataFrame, words: pl.DataFrame, scripts: list[str]) -> pl.DataFrame:
    """The script that most letters of a text are in, with the text's number of words in whatever script."""
    letters = pl.col("letters")
    counts = words.group_by("id").agg(
        pl.len().alias("words"),
        letters.sum().alias("total"),
        *(letters.filter(pl.col("script") == script).sum().alias(script) for script in scripts),
    )
    counts = pieces.join(counts, on="id", how="inner").group_by("text").agg(pl.exclude("id").sum())
    main = pl.coalesce(
        pl.lit(None, dtype=pl.String),
        *(pl.when(pl.col(script) > _SCRIPT_SHARE * pl.col("total")).then(pl.lit(script)) for script in scripts),
    )
    return counts.select("text", "words", script=main).drop_nulls()


def _evidence(words: pl.DataFrame, known: Mapping[str, Language]) -> pl.DataFrame:
    """Which languages each distinct piece speaks for.

    Returns:
        Rows (id, script, code, hits, weight, lettered): function words of that language, what they weigh less what
        cannot be its words, and words that have its letters.
    """
    schema = {"id": pl.UInt32, "script": pl.String, "code": pl.String, "word": pl.String, "weight": pl.Float64}
    found = [pl.DataFrame(schema=schema)]
    for language in known.values():
        here = words.filter(pl.col("script") == language.script).select("id", "script", "word", "letters")
        table = _function_words(language)
        # Folding costs more than all the rest, and most words are longer than any function word.
        longest = max(map(len, table["word"]), default=0)
        candidates = here.filter(pl.col("letters") <= longest + _MARKS)
        distinct = candidates.select(pl.col("word").unique())
        distinct = distinct.with_columns(folded=fold(distinct["word"], language.plain()))
        distinct = distinct.join(table, left_on="folded", right_on="word", how="inner")
        counted = pl.when(pl.col("code").is_in(list(known))).then(1.0).otherwise(_NEIGHBOUR_WEIGHT)
        found.append(candidates.join(distinct, on="word", how="inner").select(*list(schema)[:4], weight=counted))
        for pattern, weight in (
            (language.foreign_words, -_NEIGHBOUR_WEIGHT),
            (language.own_letters, 0.0),
        ):
            if pattern:
                lettered = here.filter(pl.col("word").str.contains(pattern))
                found.append(
                    lettered.select("id", "script", code=pl.lit(language.code), word="word", weight=pl.lit(weight))
                )
    # Two known languages may share a neighbour: its words count once.
    return (
        pl.concat(found)
        .unique()
        .group_by("id", "script", "code")
        .agg(
            hits=(pl.col("weight") > 0).sum(),
            weight=pl.col("weight").sum(),
            lettered=(pl.col("weight") == 0).sum(),
        )
    )


def _function_words(language: Language) -> pl.DataFrame:
    """Every function word of a language and of its neighbours, folded, with the code it speaks for."""
    lists = {**language.neighbours, language.code: language.function_words}
    table = pl.DataFrame(
        [(word, code) for code, entries in lists.items() for word in entries],
        schema={"word": pl.String, "code": pl.String},
        orient="row",
    )
    return table.with_columns(word=fold(table["word"], language.plain())).unique()
