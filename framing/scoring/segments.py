"""Articles that mix languages: cut into segments, each in one language.

A segment is a paragraph in another language than the article's, or a long stretch in another script within a
paragraph. Words and names of another language in a sentence are none. A segment in a language of the toolkit is scored
in that language, as if it stood alone; any other is not scored, and its words do not count. The article keeps its main
language, and that language's baselines serve its scales: what a reader of the outlet takes for usual.

Most articles have one language, so that a look at each must cost little: one expression over the whole text asks for a
long stretch without a letter of its script and for words of its language's neighbours. Only what it finds is cut and
read closely.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any, Final

import polars as pl
import regex

from framing.expressions import expression
from framing.languages.base import Language
from framing.languages.detection import UNDETERMINED, detect
from framing.languages.folding import WORD
from framing.schemas import SECTIONS, VOICES

__all__ = ["SEGMENT", "covered", "cut_mixed", "joined", "main_language", "segments"]

#: Columns of segments: the article's row, the field and section, where the segment begins in the field, its language.
SEGMENT: Final = {
    "row": pl.UInt32(),
    "section": pl.String(),
    "offset": pl.Int64(),
    "text": pl.String(),
    "primary": pl.String(),
}

#: Code points without a letter of the article's script that make a stretch: ten words or so. The longest lists of
#: foreign names and titles in Hindi and Urdu news are shorter, and longer ones have no function word.
_STRETCH: Final = 60
#: Words in another language that make a stretch or paragraph.
_FEWEST_WORDS: Final = 6
#: Words in a neighbour's language that make a paragraph: a headline with a foreign name in it has fewer.
_PARAGRAPH_WORDS: Final = 12
#: Stands in ``primary`` of a segment that is not scored.
_UNSCORED: Final = None

_WORD: Final = expression(WORD)
_LETTERS: Final = expression(r"\p{L}[\p{L}\p{M}]*")
# A stretch begins with what opens it: not with the full stop of the sentence before.
_LEADING: Final = expression(r"[^\p{L}\p{N}\"'“‘«(\[]*")


def main_language(texts: pl.Series, known: Mapping[str, Language]) -> pl.Series:
    """The language that most of a text's paragraphs are in, for texts that are undetermined as a whole.

    Args:
        texts: String series without nulls.
        known: the languages to tell apart.

    Returns:
        Codes as :func:`framing.languages.detection.detect` gives them.
    """
    parts = texts.alias("part").to_frame().with_row_index("row").with_columns(pl.col("part").str.split("\n"))
    parts = parts.explode("part").drop_nulls()
    parts = parts.with_columns(language=detect(parts["part"], known)["language"], chars=pl.col("part").str.len_chars())
    parts = parts.filter(pl.col("language") != UNDETERMINED).group_by("row", "language").agg(pl.sum("chars"))
    best = parts.sort("row", -pl.col("chars").cast(pl.Int64), "language").unique("row", keep="first")
    rows = pl.DataFrame({"row": pl.int_range(len(texts), dtype=pl.UInt32, eager=True)})
    return rows.join(best, on="row", how="left", maintain_order="left")["language"].fill_null(UNDETERMINED)


def segments(rows: pl.DataFrame, known: Mapping[str, Language]) -> pl.DataFrame:
    """The segments of the articles that mix languages; an article in one language has none.

    Args:
        rows: columns row, title, text, primary (a code of ``known``).
        known: the languages that are scored.

    Returns:
        SEGMENT columns, in order of row, field and place. Together the segments of a field hold all its words.
    """
    parts = rows.partition_by("primary", as_dict=True).items()
    cut = [_of_language(part, known[str(code)], known) for (code,), part in parts]
    return pl.concat([pl.DataFrame(schema=SEGMENT), *cut]).sort("row", maintain_order=True)


def cut_mixed(rows: pl.DataFrame, known: Mapping[str, Language]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles in one language, and the scored segments of the others as articles of their own.

    Args:
        rows: columns row, article_id, title, text, primary (a code of ``known``), and others.
        known: the languages that are scored.

    Returns:
        (whole, cut): the articles in one language, and the segments of the others, which have columns whole_id, section
        and offset besides, by which they are joined again.
    """
    parts = segments(rows, known).with_row_index("number")
    whole = rows.join(parts.select("row").unique(), on="row", how="anti", maintain_order="left")
    mixed = parts.join(rows.drop("title", "text", "primary"), on="row", how="left", maintain_order="left")
    title = pl.col("section") == SECTIONS[0]
    segment = pl.col("text")
    # No id of an article begins with NUL.
    mixed = mixed.with_columns(
        whole_id="article_id",
        article_id=pl.lit("\0") + pl.col("number").cast(pl.String),
        title=pl.when(title).then(segment),
        text=pl.when(~title).then(segment),
    )
    extra = ["whole_id", "section", "offset"]
    return whole, mixed.filter(pl.col("primary").is_not_null()).select(*rows.columns, *extra)


def joined(parts: list[pl.DataFrame], cut: pl.DataFrame) -> list[pl.DataFrame]:
    """Parts of evidence or exposure, what was found in segments given its place in the article."""
    if not cut.height or not parts:
        return parts
    whole_table = pl.concat(parts)
    of_segment = pl.col("article_id").is_in(cut["article_id"].implode())
    placed = _join(cut.select("article_id", "whole_id", "section", "offset"), whole_table.filter(of_segment))
    return [whole_table.filter(~of_segment), placed]


def covered(parts: list[pl.DataFrame], cut: pl.DataFrame) -> list[pl.DataFrame]:
    """Words read and listed per article, and the tables; those of an article's segments are put together."""
    if not cut.height:
        return parts
    ids = cut.select("article_id", "whole_id")
    coverage = pl.concat(parts).join(ids, on="article_id", how="left", maintain_order="left")
    whole = pl.coalesce("whole_id", "article_id").alias("article_id")
    tables = pl.col("tables").unique().sort().str.join(" ")
    return [coverage.group_by(whole, maintain_order=True).agg(pl.sum("words", "listed"), tables)]


def _join(parts: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Give what was found in segments its place in the article.

    Args:
        parts: columns article_id (the segment's), whole_id (the article's), section, offset.
        table: evidence or exposure with the segments' ids.

    Returns:
        The columns of ``table``, an article's rows in the order of sections and places (or voices).
    """
    placed = table.drop("section").join(parts, on="article_id", how="left", maintain_order="left")
    placed = placed.with_columns(article_id="whole_id")
    section = pl.col("section").replace_strict({name: place for place, name in enumerate(SECTIONS)})
    if "start" in table.columns:
        placed = placed.with_columns(pl.col("start", "end") + pl.col("offset"))
        return placed.sort(section, "start", maintain_order=True).select(table.columns)
    keys = [name for name in table.columns if name != "words"]
    voice = pl.col("voice").replace_strict({name: place for place, name in enumerate(VOICES)})
    return placed.group_by(keys).agg(pl.sum("words")).sort("article_id", section, voice).select(table.columns)


def _of_language(rows: pl.DataFrame, language: Language, known: Mapping[str, Language]) -> pl.DataFrame:
    suspect = _suspect(pl.col("text"), language) | _suspect(pl.col("title"), language)
    rows = rows.filter(suspect.fill_null(False))
    if rows.is_empty():
        return pl.DataFrame(schema=SEGMENT)
    fields = {
        (row, name): field or ""
        for row, title, text in rows.select("row", "title", "text").iter_rows()
        for name, field in (("title", title), ("text", text))
    }
    stretched = pl.Series(fields.values(), dtype=pl.String).str.contains(_stretch(language))
    pieces = [
        (key, *piece)
        for (key, field), cut in zip(fields.items(), stretched, strict=True)
        for piece in _pieces(key[1], field, language, cut)
    ]
    texts = pl.Series("text", [fields[key][start:end] for key, _, start, end in pieces], dtype=pl.String)
    asked = texts.to_frame().select(_suspect(pl.col("text"), language)).to_series().arg_true()
    detected = dict(zip(asked, detect(texts.gather(asked), known)["language"], strict=True))
    runs: list[list[Any]] = []
    for number, (key, section, start, end) in enumerate(pieces):
        primary = _language(texts[number], detected.get(number, language.code), language, known)
        if runs and runs[-1][0] == (key, section, primary):
            runs[-1][2] = end
        else:
            runs.append([(key, section, primary), start, end])
    frame = pl.DataFrame(
        [(key[0], section, start, fields[key][start:end], code) for (key, section, code), start, end in runs],
        schema=SEGMENT,
        orient="row",
    )
    # An article whose segments are all in its own language is not mixed after all.
    return frame.filter((pl.col("primary").is_null() | (pl.col("primary") != language.code)).any().over("row"))


def _suspect(text: pl.Expr, language: Language) -> pl.Expr:
    """Whether a text may have a segment in another language."""
    return text.str.contains(_signs(*_asked_of(language)))


def _asked_of(language: Language) -> tuple[str, str, frozenset[str]]:
    words = frozenset[str]().union(*language.neighbours.values())
    return _stretch(language), language.foreign_words, words


@cache
def _signs(stretch: str, foreign: str, neighbours: frozenset[str]) -> str:
    """All signs of another language in one expression: one pass of 200 MB/s, where three took thrice as long."""
    signs = [stretch]
    if neighbours:
        signs.append(f" (?:{'|'.join(sorted(word for word in neighbours if len(word) > 1))}) ")
    if foreign:
        # Here its anchors stand in running text.
        signs.append(foreign.replace("$", r"(?:\s|$)").replace("^", r"(?:^|\s)"))
    return "|".join(signs)


def _stretch(language: Language) -> str:
    return rf"[^\p{{{language.script}}}\n]{{{_STRETCH},}}"


def _pieces(name: str, field: str, language: Language, stretched: bool) -> list[tuple[str, int, int]]:
    """(section, start, end) of the paragraphs of a field, and of the stretches in another script, where it has any."""
    pieces: list[tuple[str, int, int]] = []
    offset, section = 0, "title" if name == "title" else "lead"
    for paragraph in field.split("\n"):
        cuts = {0, len(paragraph)}
        for stretch in _compiled(_stretch(language)).finditer(paragraph) if stretched else ():
            opening = _LEADING.match(paragraph, stretch.start(), stretch.end())
            start = opening.end() if opening else stretch.start()
            if len(_LETTERS.findall(paragraph, start, stretch.end())) >= _FEWEST_WORDS:
                cuts |= {start, stretch.end()}
        for start, end in pairwise(sorted(cuts)):
            if paragraph[start:end].strip():
                pieces.append((section, offset + start, offset + end))
        # The lead is the first paragraph that has a word.
        if section == "lead" and _WORD.search(paragraph):
            section = "body"
        offset += len(paragraph) + 1
    return pieces


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def _language(text: str, detected: str, main: Language, known: Mapping[str, Language]) -> str | None:
    """The language to score a piece in; None where it is not to be scored.

    A few words are a name, a credit or a caption, and stay with the article.
    """
    if detected == main.code:
        return detected
    words = _LETTERS.findall(text)
    if len(words) < _FEWEST_WORDS:
        return main.code
    if detected in known:
        return detected
    own = 2 * sum(bool(_compiled(rf"\p{{{main.script}}}").match(word)) for word in words) >= len(words)
    return main.code if own and (detected == UNDETERMINED or len(words) < _PARAGRAPH_WORDS) else _UNSCORED
