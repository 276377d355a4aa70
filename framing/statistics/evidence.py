"""The words behind a contrast: word shifts and examples of its strongest differences."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.schemas import VOICES
from framing.scoring.search import contexts, draw
from framing.statistics.comparison import EXAMPLE, SHIFTS, strongest
from framing.statistics.shift import shift

__all__ = ["Parts", "behind"]

#: Entries that are shown of each difference, and examples of each side.
_ENTRIES: Final = 12
_EXAMPLES: Final = 3
#: Code points of context on each side of an example.
_WIDTH: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Whose evidence is on which side.

    Attributes:
        articles: columns article_id, compared ("a" or "b").
        kept: side → the sections and voices that count.
        languages: whether the sides have different languages, so that concepts are compared and no entries.
    """

    articles: pl.DataFrame
    kept: Mapping[str, Mapping[str, Collection[str]]]
    languages: bool

    @classmethod
    def paired(cls, ids: pl.Series, a: Mapping[str, Collection[str]], b: Mapping[str, Collection[str]]) -> Parts:
        """The same articles on both sides, in other sections or voices."""
        ids = ids.alias("article_id")
        frames = [pl.DataFrame({"article_id": ids}).with_columns(compared=pl.lit(side)) for side in "ab"]
        return cls(pl.concat(frames), {"a": a, "b": b}, languages=False)

    @classmethod
    def between(cls, frame: pl.DataFrame, kept: Mapping[str, Collection[str]]) -> Parts:
        """Articles on one side or the other; columns article_id, first, language."""
        side = pl.when("first").then(pl.lit("a")).otherwise(pl.lit("b"))
        codes = [set(frame.filter(pl.col("first") == first)["language"]) for first in (True, False)]
        return cls(frame.select("article_id", compared=side), {"a": kept, "b": kept}, languages=codes[0] != codes[1])


def behind(
    evidence: pl.DataFrame,
    articles: pl.DataFrame,
    table: pl.DataFrame,
    parts: Parts,
    lexicon: Lexicon,
    *,
    explain: Collection[str] | None = None,
    seed: int,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Word shifts and examples.

    Args:
        evidence: EVIDENCE columns.
        articles: columns article_id, text, title and outlet, where they are known; without texts there are no examples.
        table: CONTRAST columns.
        parts: who is on which side.
        lexicon: that scored the articles.
        explain: dimensions and scales to look into; those that :func:`strongest` names if left out.
        seed: of the draw of examples.

    Returns:
        SHIFTS and EXAMPLE columns.
    """
    sided = _sided(evidence, parts)
    shifts, examples = [pl.DataFrame(schema=SHIFTS)], [pl.DataFrame(schema=EXAMPLE)]
    rows = {row["dimension"]: row for row in table.iter_rows(named=True)}
    for name in strongest(table) if explain is None else [name for name in explain if name in rows]:
        found = _shift(sided, name, rows[name], parts, lexicon)
        shifts.append(
            found.select(measure=pl.lit(name), **{column: column for column in SHIFTS if column != "measure"})
        )
        if "text" in articles.columns:
            hits = sided.filter(pl.col("concept").is_in(found["concept"].head(_ENTRIES).implode()))
            examples.append(_examples(hits.filter(_counts(name, lexicon)), articles, name, seed))
    return pl.concat(shifts), pl.concat(examples)


def _sided(evidence: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Evidence that counts, with the side it is on."""
    out = []
    for side, kept in parts.kept.items():
        here = evidence.filter(
            pl.col("section").is_in(list(kept["sections"])),
            pl.col("voice").is_in(list(kept["voices"])),
            pl.col("factor") > 0,
        )
        out.append(here.join(parts.articles.filter(pl.col("compared") == side), on="article_id", maintain_order="left"))
    return pl.concat(out)


def _shift(sided: pl.DataFrame, name: str, row: Mapping[str, Any], parts: Parts, lexicon: Lexicon) -> pl.DataFrame:
    # The side stands for all of its articles; that is all a shift asks of an id.
    whole = sided.with_columns(article_id="compared")
    chosen = {voice for kept in parts.kept.values() for voice in kept["voices"]}
    # Fewer voices than all: a scale counts in these, as everywhere.
    every = all(set(kept["voices"]) == set(VOICES) for kept in parts.kept.values())
    by: Literal["entry", "concept"] = "concept" if parts.languages else "entry"
    voices = None if every else chosen
    return shift(whole, ["a"], ["b"], row["words_a"], row["words_b"], name, lexicon, voices=voices, by=by)


def _counts(name: str, lexicon: Lexicon) -> pl.Expr:
    """Which evidence counts in a measure."""
    scale = lexicon.codebook.scales.get(name)
    if scale is None:
        return pl.col("dimension") == name
    return pl.col("dimension").is_in([*scale.positive, *scale.negative]) & (pl.col("kind") == "stance")


def _examples(hits: pl.DataFrame, articles: pl.DataFrame, name: str, seed: int) -> pl.DataFrame:
    # One hit an article: three of one text would show the text, not the side.
    single = draw(hits, hits.height, seed=seed).unique(["article_id", "compared"], keep="first", maintain_order=True)
    drawn = pl.concat([draw(single.filter(pl.col("compared") == side), _EXAMPLES, seed=seed) for side in "ab"])
    found = contexts(drawn, articles, width=_WIDTH)
    outlet = pl.col("outlet").cast(pl.String) if "outlet" in articles.columns else pl.lit(None, pl.String)
    outlets = articles.select(pl.col("article_id").cast(pl.String), outlet=outlet).unique("article_id", keep="last")
    placed = found.with_columns(measure=pl.lit(name), compared=drawn["compared"])
    return placed.join(outlets, on="article_id", how="left", maintain_order="left").select(list(EXAMPLE))
