"""What a contrast returns, and how a notebook shows it.

The words behind a contrast: word shifts and examples of its strongest differences.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

import polars as pl

from framing.frames import texts, texts_of
from framing.lexicon.lexicon import Lexicon
from framing.render.page import Column, factor, fragment, number, probability, signed, table, tag
from framing.render.result import Result
from framing.schemas import VOICES
from framing.scoring.about import restrict
from framing.scoring.score import Scored
from framing.scoring.search import contexts, draw
from framing.statistics.backdrop import Backdrop
from framing.statistics.shift import SHIFT, shift

__all__ = ["CONTRAST", "EXAMPLE", "SHIFTS", "SIDES", "Comparison", "Parts", "behind", "strongest"]


#: One row a dimension or scale, strongest effect first, dimensions before scales.
#:
#: ``measure``: "ratio" of two rates, or "difference" of two values of a scale (−2 … +2). ``effect`` is null where too
#: little was found to say. ``low``, ``high``: its 95 % interval. ``p_adjusted``: Benjamini–Hochberg over all rows with
#: a p. ``hits`` count, of a scale both sides'; ``words`` they count in. ``rate``: per 1,000 words, at the common mix
#: where the contrast is standardised; of a scale its value, −1 … +1. ``clusters``: independent texts (or outlets).
#: ``crude``: the effect at each side's own topic mix, ``standardised``: at a common one; one of them is ``effect``.
#: ``status``: ok; few-articles (fewer than ten texts of a side); one-outlet, few-outlets (a country is no more than
#: its outlets here); few-hits; no-hits; no-words; no-baseline (nothing else in that language to compare with);
#: is-topic (cannot be standardised by topic, crude); calibrated, uncalibrated (raw across languages); same-sides.
CONTRAST: Final = {
    "dimension": pl.String(),
    "measure": pl.String(),
    "effect": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "p": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "hits_a": pl.Int64(),
    "hits_b": pl.Int64(),
    "words_a": pl.Int64(),
    "words_b": pl.Int64(),
    "rate_a": pl.Float64(),
    "rate_b": pl.Float64(),
    "clusters_a": pl.Int64(),
    "clusters_b": pl.Int64(),
    "crude": pl.Float64(),
    "standardised": pl.Float64(),
    "method": pl.String(),
    "calibrated": pl.Boolean(),
    "status": pl.String(),
}

#: One row a side.
SIDES: Final = {
    "side": pl.String(),
    "name": pl.String(),
    "articles": pl.Int64(),
    "clusters": pl.Int64(),
    "outlets": pl.Int64(),
    "words": pl.Int64(),
    "languages": pl.String(),
    "first_published": pl.Datetime("us", "UTC"),
    "last_published": pl.Datetime("us", "UTC"),
}

#: Of the strongest differences: one row an entry (or concept, across languages). ``contribution`` adds up to the crude
#: difference of the rates per 1,000 words, or of a scale's values; see :mod:`framing.statistics.shift`.
SHIFTS: Final = {"measure": pl.String(), **{name: kind for name, kind in SHIFT.items() if name != "dimension"}}

#: Of the strongest differences: some hits of each side in their contexts, drawn at random from those that the entries
#: which make the difference have.
EXAMPLE: Final = {
    "measure": pl.String(),
    "compared": pl.String(),
    "article_id": pl.String(),
    "outlet": pl.String(),
    "section": pl.String(),
    "before": pl.String(),
    "hit": pl.String(),
    "after": pl.String(),
    "entry_id": pl.String(),
    "voice": pl.String(),
}

#: Differences that words and examples are shown for.
_STRONGEST: Final = 3
#: What a notebook shows.
_SHOWN: Final = (
    ("dimension", "text"),
    ("effect", "number"),
    ("95 % interval", "number"),
    ("adjusted p", "number"),
    ("hits a", "number"),
    ("hits b", "number"),
    ("rate a", "number"),
    ("rate b", "number"),
    ("status", "text"),
)


def _cells(row: Mapping[str, Any]) -> list[str]:
    """A row of the table as a notebook shows it."""
    shown = factor if row["measure"] == "ratio" else signed
    interval = "–" if row["low"] is None or row["high"] is None else f"{shown(row['low'])} … {shown(row['high'])}"
    return [
        row["dimension"],
        shown(row["effect"]),
        interval,
        probability(row["p_adjusted"]),
        *(number(row[name]) for name in ("hits_a", "hits_b")),
        *(number(row[name], 2) for name in ("rate_a", "rate_b")),
        row["status"],
    ]


def strongest(table: pl.DataFrame) -> list[str]:
    """The dimensions and scales to look into: those that differ for sure, strongest first, else the largest."""
    answered = table.filter(pl.col("effect").is_not_null() & (pl.col("status") != "uncalibrated"))
    sure = answered.filter(pl.col("p_adjusted") < 0.05)
    names = [*sure["dimension"], *answered.filter(pl.col("measure") == "ratio")["dimension"]]
    return list(dict.fromkeys(names))[:_STRONGEST]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Result):
    """A contrast of two sides.

    Attributes:
        a: what side A is called.
        b: what side B is called.
        table: CONTRAST columns.
        sides: SIDES columns.
        mixes: MIX columns (:mod:`framing.statistics.topics`): topics and genres of both sides.
        shifts: SHIFTS columns.
        examples: EXAMPLE columns.
        caveats: sentences that belong beside the table.
        settings: what was asked for, and the lexicon's fingerprint.
    """

    FRAMES = ("table", "sides", "mixes", "shifts", "examples")
    a: str
    b: str
    table: pl.DataFrame
    sides: pl.DataFrame
    mixes: pl.DataFrame
    shifts: pl.DataFrame
    examples: pl.DataFrame
    caveats: tuple[str, ...]
    settings: Mapping[str, object]

    def __repr__(self) -> str:
        sure = self.table.filter(pl.col("p_adjusted") < 0.05).height
        return (
            f"<Comparison: {self.a} with {self.b}, {self.table.height} measures, {sure} differ; frames table, sides, "
            "mixes, shifts, examples; caveats>"
        )

    def _repr_html_(self) -> str:
        columns = [Column(name, kind) for name, kind in _SHOWN]
        title = f"{self.a} (a) compared with {self.b} (b)"
        rows = [_cells(row) for row in self.table.iter_rows(named=True)]
        notes = tag("ul", *(tag("li", line) for line in self.caveats))
        return fragment(table(title, columns, rows), notes)

    @property
    def strongest(self) -> list[str]:
        """The dimensions and scales to look into first; see :func:`strongest`."""
        return strongest(self.table)

    def to_dict(self) -> dict[str, object]:
        """Plain values, as ``framing compare --json`` prints them."""
        dates = pl.col("first_published", "last_published").dt.to_string("iso:strict")
        return {
            "a": self.a,
            "b": self.b,
            "settings": dict(self.settings),
            "sides": self.sides.with_columns(dates).to_dicts(),
            "contrasts": self.table.to_dicts(),
            "mixes": self.mixes.to_dicts(),
            "shifts": self.shifts.to_dicts(),
            "examples": self.examples.to_dicts(),
            "caveats": list(self.caveats),
        }

    def to_frames(self) -> dict[str, pl.DataFrame]:
        """The same as tables by name, to be kept."""
        return {
            **{name: getattr(self, name) for name in Comparison.FRAMES},
            "names": texts([self.a, self.b]),
            "caveats": texts(self.caveats),
            "settings": texts([json.dumps(dict(self.settings), ensure_ascii=False)]),
        }

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> Self:
        """What :meth:`to_frames` made tables of."""
        (settings,) = texts_of(frames["settings"])
        named = {name: frames[name] for name in Comparison.FRAMES}
        a, b = texts_of(frames["names"])
        return cls(a, b, **named, caveats=tuple(texts_of(frames["caveats"])), settings=json.loads(settings))


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
    backdrop: Backdrop,
    table: pl.DataFrame,
    parts: Parts,
    *,
    explain: Collection[str] | None = None,
    seed: int,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Word shifts and examples.

    Args:
        backdrop: of the articles, with their text, title and outlet where they are known; without texts there are no
            examples.
        table: CONTRAST columns.
        parts: who is on which side.
        explain: dimensions and scales to look into; those that :func:`strongest` names if left out.
        seed: of the draw of examples.

    Returns:
        SHIFTS and EXAMPLE columns.
    """
    scored, articles, lexicon = backdrop.scored, backdrop.articles, backdrop.lexicon
    shifts, examples = [pl.DataFrame(schema=SHIFTS)], [pl.DataFrame(schema=EXAMPLE)]
    rows = {row["dimension"]: row for row in table.iter_rows(named=True)}
    names = strongest(table) if explain is None else [name for name in explain if name in rows]
    if not names:
        return shifts[0], examples[0]
    sided = _sided(restrict(scored, parts.articles["article_id"]).evidence, parts)
    drawn = []
    for name in names:
        shifted = _shift(sided, name, rows[name], parts, lexicon)
        shifts.append(
            shifted.select(measure=pl.lit(name), **{column: column for column in SHIFTS if column != "measure"})
        )
        hits = sided.filter(pl.col("concept").is_in(shifted["concept"].head(_ENTRIES).implode()))
        drawn.append(_drawn(hits.filter(_counts(name, lexicon)), seed).with_columns(measure=pl.lit(name)))
    if "text" in scored.with_texts(articles.clear()).columns:
        examples.append(_examples(pl.concat(drawn), scored, articles))
    return pl.concat(shifts), pl.concat(examples)


def _sided(evidence: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Evidence that counts, with the side it is on."""
    out = []
    for side, kept in parts.kept.items():
        counting = evidence.filter(
            pl.col("section").is_in(list(kept["sections"])),
            pl.col("voice").is_in(list(kept["voices"])),
            pl.col("factor") > 0,
        )
        out.append(
            counting.join(parts.articles.filter(pl.col("compared") == side), on="article_id", maintain_order="left")
        )
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
    scale = lexicon.codebook.estimated.get(name)
    if scale is None:
        return pl.col("dimension") == name
    return pl.col("dimension").is_in([*scale.positive, *scale.negative]) & (pl.col("kind") == "stance")


def _drawn(hits: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Some hits of each side."""
    # One hit an article: three of one text would show the text, not the side.
    single = draw(hits, hits.height, seed=seed).unique(["article_id", "compared"], keep="first", maintain_order=True)
    return pl.concat([draw(single.filter(pl.col("compared") == side), _EXAMPLES, seed=seed) for side in "ab"])


def _examples(drawn: pl.DataFrame, scored: Scored, articles: pl.DataFrame) -> pl.DataFrame:
    """The hits drawn of all measures in their contexts, whose texts are read once."""
    shown = articles.filter(pl.col("article_id").cast(pl.String).is_in(drawn["article_id"].unique().implode()))
    in_context = contexts(drawn, scored.with_texts(shown), width=_WIDTH)
    outlet = pl.col("outlet").cast(pl.String) if "outlet" in articles.columns else pl.lit(None, pl.String)
    outlets = articles.select(pl.col("article_id").cast(pl.String), outlet=outlet).unique("article_id", keep="last")
    placed = in_context.with_columns(drawn["measure"], drawn["compared"])
    return placed.join(outlets, on="article_id", how="left", maintain_order="left").select(list(EXAMPLE))
