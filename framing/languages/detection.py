"""The language of a text: told by its script and function words, unless it is stated.

A text is in the language whose commonest grammatical words it has; "und" (undetermined) is an answer. Only the near
relatives that each language module lists as its neighbours can be confused with it: Marathi with Hindi, Punjabi in
Shahmukhi with Urdu, romanised Hindi with English. All of these are counted together. A neighbour's words count double,
since a language shares its commonest words with its neighbours but has as good as none of those listed for them; so do
words with a letter or an ending that the language does not know. Short texts, which may have none of these, are told by
their other words (:mod:`framing.languages.short`).

The language that is stated of an article: by the user for all, or by the article's own row.

Newsrooms and databases write a code ("hi", "hi-IN", "hin") or a name ("Hindi", "हिन्दी"). What names one of the
toolkit's languages decides, unless the text is in another script: then nobody can read it in that language, and it is
told by its own words. A code of another language is believed too. Whatever else stands there says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Longs
from framing.languages.base import Language
from framing.languages.folding import fold
from framing.languages.registry import language, languages
from framing.languages.short import settled

__all__ = ["UNDETERMINED", "check_language", "contradicted", "detect", "sample", "stated"]


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
        known: the languages to tell apart, by code, such as :func:`framing.languages.registry.languages` gives.

    Returns:
        One row a text: ``language``, the code of one of ``known`` or of one of their neighbours, or ``"und"``; and
        ``share``, the share of the text's words that are function words of that language (0 for ``"und"``).

    Example:
        >>> from framing.languages.registry import languages
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
    languages_found = settled(texts_told, evidence, counted, pieces, words, known)
    languages_found = languages_found.select("text", language="code", share=pl.col("hits") / pl.col("words"))
    rows = pl.DataFrame({"text": pl.int_range(len(texts), dtype=pl.UInt32, eager=True)})
    return rows.join(languages_found, on="text", how="left", maintain_order="left").select(
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
    parts = [pl.DataFrame(schema=schema)]
    for spoken in known.values():
        in_script = words.filter(pl.col("script") == spoken.script).select("id", "script", "word", "letters")
        if in_script.is_empty():
            continue
        table = _function_words(spoken)
        # Folding costs more than all the rest, and most words are longer than any function word.
        longest = max(map(len, table["word"]), default=0)
        candidates = in_script.filter(pl.col("letters") <= longest + _MARKS)
        distinct = candidates.select(pl.col("word").unique())
        distinct = distinct.with_columns(folded=fold(distinct["word"], spoken.plain()))
        distinct = distinct.join(table, left_on="folded", right_on="word", how="inner")
        counted = pl.when(pl.col("code").is_in(list(known))).then(1.0).otherwise(_NEIGHBOUR_WEIGHT)
        parts.append(candidates.join(distinct, on="word", how="inner").select(*list(schema)[:4], weight=counted))
        for pattern, weight in (
            (spoken.foreign_words, -_NEIGHBOUR_WEIGHT),
            (spoken.own_letters, 0.0),
        ):
            if pattern:
                lettered = in_script.filter(pl.col("word").str.contains(pattern))
                parts.append(
                    lettered.select("id", "script", code=pl.lit(spoken.code), word="word", weight=pl.lit(weight))
                )
    # Two known languages may share a neighbour: its words count once.
    return (
        pl.concat(parts)
        .unique()
        .group_by("id", "script", "code")
        .agg(
            hits=(pl.col("weight") > 0).sum(),
            weight=pl.col("weight").sum(),
            lettered=(pl.col("weight") == 0).sum(),
        )
    )


@lru_cache(maxsize=12)
def _function_words(language: Language) -> pl.DataFrame:
    """Every function word of a language and of its neighbours, folded, with the code it speaks for."""
    lists = {**language.neighbours, language.code: language.function_words}
    table = pl.DataFrame(
        [(word, code) for code, entries in lists.items() for word in entries],
        schema={"word": pl.String, "code": pl.String},
        orient="row",
    )
    return table.with_columns(word=fold(table["word"], language.plain())).unique()


#: Codes that name no language: undetermined, several, none, uncoded; and what tables write where nothing is known.
_NOTHING: Final = ("und", "mul", "zxx", "mis", "na", "nan", "nil")

_CODE: Final = r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$"

#: Share of its letters that a text in a language has in that language's script at least. News that quotes tweets in
#: English, or is half a list of names, has three tenths and more.
_OWN_SCRIPT: Final = 0.1
#: Code points below this have a table: all alphabets of the toolkit's languages, and general punctuation.
_LOWER: Final = 0x2E80


def check_language(name: str) -> str:
    """The code of a language that the toolkit reads, from its code or name.

    Raises:
        LanguageError: there is no module for it.

    Example:
        >>> check_language("Hindi"), check_language("ur-PK")
        ('hi', 'ur')
    """
    folded = name.strip().casefold()
    return language(_names().get(folded, folded.replace("_", "-"))).code


def stated(column: pl.Expr) -> pl.Expr:
    """The codes that values of a column state; null where they state none.

    Example:
        >>> given = pl.DataFrame({"language": ["Hindi", "ur_PK", "hi-Latn", "mr", "unknown", "und"]})
        >>> given.select(stated(pl.col("language"))).to_series().to_list()
        ['hi', 'ur-PK', 'hi-Latn', 'mr', None, None]
    """
    bare = column.str.strip_chars()
    named = bare.str.to_lowercase().replace_strict(_names(), default=None, return_dtype=pl.String)
    code = bare.str.replace_all("_", "-", literal=True)
    is_code = code.str.contains(_CODE) & ~code.str.to_lowercase().is_in(_NOTHING)
    return pl.coalesce(named, pl.when(is_code).then(code))


def contradicted(texts: pl.Series, codes: pl.Series) -> pl.Series:
    """Whether texts are in another script than that of the language stated of them.

    Args:
        texts: String series.
        codes: of the languages, as :func:`stated` gives them; null and other languages than the toolkit's are believed.

    Returns:
        A Boolean for each text.

    Example:
        >>> contradicted(pl.Series(["Talks fail", "वार्ता विफल"]), pl.Series(["hi", "hi-IN"])).to_list()
        [True, False]
    """
    whole = codes.cast(pl.String)
    primary = whole.str.split("-").list.first()
    # A script named in the code itself (hi-Latn) is one of a neighbour, and believed.
    asked = (primary.is_in(list(languages())) & ~whole.str.contains("-[A-Za-z]{4}(?:-|$)")).fill_null(False)
    read, primary = sample(texts.filter(asked)), primary.filter(asked)
    letters, own = (_letters(read, names) for names in (("L",), tuple(known.script for known in languages().values())))
    wrong_ones = pl.zeros(len(read), pl.Boolean, eager=True)
    for place, code in enumerate(languages()):
        wrong = (letters[0] > 0) & (own[place] < _OWN_SCRIPT * letters[0])
        wrong_ones |= primary.eq(code) & pl.Series(wrong, dtype=pl.Boolean)
    return pl.zeros(len(texts), pl.Boolean, eager=True).scatter(asked.arg_true(), wrong_ones).alias("wrong")


def _letters(texts: pl.Series, classes: tuple[str, ...]) -> list[Longs]:
    """How many characters of each class (as regular expressions name them) each text has.

    A table of the lower code points serves: a regular expression stops at every letter, which takes ten times as long.
    The few texts with a code point beyond it are counted by the expressions after all, and so are texts too short to be
    worth a table.
    """
    if int(texts.str.len_bytes().sum()) < _LOWER:
        return [texts.str.count_matches(rf"\p{{{name}}}").to_numpy().astype(np.int64) for name in classes]
    codes = np.frombuffer("\0".join([*texts, ""]).encode("utf-32-le"), np.uint32)
    widths = texts.str.len_chars().to_numpy().astype(np.int64) + 1
    begins = np.cumsum(widths) - widths
    beyond = codes >= _LOWER
    low = np.where(beyond, 0, codes)
    rest = np.flatnonzero(np.logical_or.reduceat(beyond, begins)) if len(codes) else begins
    counts = []
    for name in classes:
        count = np.add.reduceat(_of_class(name)[low], begins, dtype=np.int64) if len(codes) else begins
        count[rest] = texts.gather(rest).str.count_matches(rf"\p{{{name}}}").to_numpy()
        counts.append(count)
    return counts


@cache
def _of_class(name: str) -> Bools:
    """Lower code point → whether it is of a class."""
    members = _lower().str.contains(rf"\p{{{name}}}")
    return members.to_numpy()


@cache
def _lower() -> pl.Series:
    return pl.Series([chr(code) for code in range(_LOWER)])


@cache
def _names() -> dict[str, str]:
    return {name.casefold(): code for code, one in languages().items() for name in (one.name, *one.names)}
