"""Word shift: which entries make the difference between two sets of articles, in parts that add up to it.

A rate is a sum over entries, so the difference of two rates is the sum of the entries' differences. A contrast scale is
the mean of +1 and −1 over stance hits, and its difference is taken apart as in a generalised word shift (Gallagher et
al., EPJ Data Science 10:4, 2021): an entry's part is the change of its share of the hits, times how far its side lies
from the midpoint of the two values. The midpoint makes the shift of A against B the negative of that of B against A,
and gives an entry no part where both values are at the same end of the scale.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

import polars as pl

from framing.errors import UsageError
from framing.frames import ids_of
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.lexicon.names import names_of
from framing.phrases import near_or
from framing.schemas import VOICES
from framing.scoring.intervals import PER

__all__ = ["SHIFT", "count_entries", "entry_names", "shift"]

#: One row an entry (or a concept) with hits on either side. ``term`` is the entry as the lexicon has it, ``surface``
#: the commonest wording of its hits. ``side``: positive or negative end of a scale, null for a dimension. ``hits`` are
#: unweighted, ``rate`` per 1,000 words of that set of articles, ``contribution`` in the unit of the measure: per 1,000
#: words, or points of a scale from −1 to +1.
SHIFT: Final = {
    "entry_id": pl.String(),
    "term": pl.String(),
    "surface": pl.String(),
    "concept": pl.String(),
    "language": pl.String(),
    "dimension": pl.String(),
    "side": pl.String(),
    "hits_a": pl.Int64(),
    "hits_b": pl.Int64(),
    "rate_a": pl.Float64(),
    "rate_b": pl.Float64(),
    "contribution": pl.Float64(),
}


def shift(
    evidence: pl.DataFrame,
    a_ids: Collection[str] | pl.Series | pl.DataFrame,
    b_ids: Collection[str] | pl.Series | pl.DataFrame,
    words_a: int,
    words_b: int,
    measure: str,
    lexicon: Lexicon | None = None,
    *,
    voices: Collection[str] | None = None,
    by: Literal["entry", "concept"] = "entry",
) -> pl.DataFrame:
    """Take the difference between two sets of articles apart, entry by entry.

    Args:
        evidence: EVIDENCE columns; what is not to count (sections) is filtered out before.
        a_ids: article ids of one set, or the articles themselves (:func:`framing.where`).
        b_ids: those of the other.
        words_a: words of the first set: those that the hits are counted in.
        words_b: words of the second.
        measure: a dimension or a scale of the codebook.
        lexicon: that scored the articles.
        voices: whose hits count; all for a dimension, and for a scale those that the codebook names.
        by: ``concept`` adds up the entries that stand for the same thing in several languages or words.

    Returns:
        SHIFT columns, the largest contribution (of either sign) first. Contributions add up to the raw rate of A less
        that of B, for a contrast scale to ``(positive − negative) / (positive + negative)`` of A less that of B.
        They are null where this difference does not exist: no words, or no stance hits on one side.

    Raises:
        UsageError: an unknown measure.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = ["A stunning, admirable deal.", "A deal was signed."]
        >>> news = pl.DataFrame({"article_id": ["a", "b"], "text": texts})
        >>> found = shift(score(news).evidence, ["a"], ["b"], 4, 4, "praise")
        >>> found.select("term", "contribution").rows()
        [('admirable', 250.0)]
    """
    lexicon = lexicon or default_lexicon()
    counts = count_entries(evidence, measure, lexicon, voices=voices)
    both = [_side(counts, ids, f"hits_{name}") for name, ids in (("a", a_ids), ("b", b_ids))]
    keys = ["entry_id", "concept", "dimension", "side"]
    frame = both[0].join(both[1], on=keys, how="full", coalesce=True, nulls_equal=True)
    frame = _named(frame.with_columns(pl.col("hits_a", "hits_b").fill_null(0)), lexicon)
    compared = pl.concat([ids_of(a_ids, "a_ids"), ids_of(b_ids, "b_ids")])
    frame = frame.join(_surfaces(evidence, compared, set(frame["entry_id"])), on="entry_id", how="left")
    if by == "concept":
        frame = _by_concept(frame)
    scale = lexicon.codebook.estimated.get(measure)
    contrast = scale is not None and scale.kind == "contrast"
    frame = frame.with_columns(
        rate_a=_rate("hits_a", words_a), rate_b=_rate("hits_b", words_b), sign=_sign(pl.col("side"))
    )
    part = _scale_part() if contrast else pl.col("rate_a") - pl.col("rate_b")
    frame = frame.with_columns(contribution=part.fill_nan(None))
    order = [pl.col("contribution").abs(), pl.col("hits_a") + pl.col("hits_b"), "entry_id"]
    frame = frame.sort(order, descending=[True, True, False], nulls_last=True)
    return frame.select(list(SHIFT)).cast(dict(SHIFT))  # type: ignore[arg-type]


def count_entries(
    evidence: pl.DataFrame, measure: str, lexicon: Lexicon, *, voices: Collection[str] | None = None
) -> pl.DataFrame:
    """The hits of a dimension or a scale, per article and entry.

    Args:
        evidence: EVIDENCE columns.
        measure: a dimension or a scale of the codebook.
        lexicon: that scored the articles.
        voices: as for :func:`shift`.

    Returns:
        Columns article_id, entry_id, concept, dimension, side (null for a dimension), hits.

    Raises:
        UsageError: an unknown measure.
    """
    scale = lexicon.codebook.estimated.get(measure)
    if scale is None and measure not in lexicon.codebook.dimensions:
        hint = near_or(measure, [*lexicon.codebook.dimensions, *lexicon.codebook.estimated], "use one of")
        raise UsageError("statistics.measure", f"no dimension or scale '{measure}'", "", hint)
    chosen = [pl.col("factor") > 0]
    counted = voices if voices is not None else scale.voices if scale else VOICES
    if set(counted) != set(VOICES):
        chosen.append(pl.col("voice").cast(pl.String).is_in(list(counted)))
    keys = ["article_id", "entry_id", "concept", "dimension"]
    hits = evidence.lazy().with_columns(pl.col(keys).cast(pl.String))
    if scale is not None:
        chosen.append(pl.col("kind") == "stance")
    side = scale.side() if scale else pl.lit(None, dtype=pl.String)
    measured = list(scale.positive + scale.negative) if scale else [measure]
    hits = hits.filter(*chosen, pl.col("dimension").is_in(measured)).with_columns(side=side)
    counts = hits.group_by([*keys, "side"], maintain_order=True).agg(hits=pl.len().cast(pl.Int64))
    return counts.select("article_id", "entry_id", "concept", "dimension", "side", "hits").collect()


def _side(counts: pl.DataFrame, ids: Collection[str] | pl.Series | pl.DataFrame, name: str) -> pl.DataFrame:
    own = counts.join(ids_of(ids, name), on="article_id", how="semi")
    return own.group_by("entry_id", "concept", "dimension", "side").agg(pl.col("hits").sum().alias(name))


def _surfaces(evidence: pl.DataFrame, compared: pl.DataFrame, entries: set[str]) -> pl.DataFrame:
    """Columns entry_id, surface: the commonest wording of each entry's hits."""
    listed = pl.LazyFrame({"entry_id": pl.Series(sorted(entries), dtype=pl.String)})
    hits = evidence.lazy().select(pl.col("article_id", "entry_id").cast(pl.String), "surface", "factor")
    hits = hits.filter(pl.col("factor") > 0).join(listed, on="entry_id", how="semi")
    counted = hits.join(compared.lazy(), on="article_id", how="semi").group_by("entry_id", "surface").len()
    ranked = counted.sort("len", "surface", descending=[True, False])
    return ranked.unique("entry_id", keep="first", maintain_order=True).select("entry_id", "surface").collect()


def entry_names(wanted: Collection[str], lexicon: Lexicon) -> pl.DataFrame:
    """Columns entry_id, term, language of the entries that a lexicon has."""
    known = names_of(lexicon).filter(pl.col("id").is_in(list(wanted)))
    return known.select(entry_id="id", term="term", language="language")


def _named(frame: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Add term and language; an entry that this lexicon no longer has is called by its id."""
    named = frame.join(entry_names(set(frame["entry_id"]), lexicon), on="entry_id", how="left")
    return named.with_columns(
        pl.col("term").fill_null(pl.col("entry_id")),
        pl.col("language").fill_null(pl.col("entry_id").str.split(".").list.first()),
    )


def _by_concept(frame: pl.DataFrame) -> pl.DataFrame:
    keys = ["concept", "dimension", "side"]
    by_hits = pl.col("hits_a") + pl.col("hits_b")
    rows = frame.sort(by_hits, "entry_id", descending=[True, False]).group_by(keys, maintain_order=True)
    return rows.agg(
        pl.col("term").unique(maintain_order=True).str.join(" · "),
        pl.col("surface").drop_nulls().unique(maintain_order=True).str.join(" · "),
        pl.col("language").unique().sort().str.join("+"),
        pl.col("hits_a", "hits_b").sum(),
    ).with_columns(entry_id="concept")


def _rate(hits: str, words: int) -> pl.Expr:
    return PER * pl.col(hits) / words if words > 0 else pl.lit(None, dtype=pl.Float64)


def _sign(side: pl.Expr) -> pl.Expr:
    return pl.when(side == "positive").then(1.0).when(side == "negative").then(-1.0)


def _scale_part() -> pl.Expr:
    """The change of an entry's share of the hits, times how far its side lies from the midpoint of the values."""
    share_a, share_b = (pl.col(name) / pl.col(name).sum() for name in ("hits_a", "hits_b"))
    value_a, value_b = ((share * pl.col("sign")).sum() for share in (share_a, share_b))
    return (share_a - share_b) * (pl.col("sign") - (value_a + value_b) / 2)
