"""Scores and scales: evidence and exposure, added up per article."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeVar

import numpy as np
import polars as pl

from framing.arrays import Floats, Longs
from framing.lexicon.codebook import Scale
from framing.lexicon.lexicon import Lexicon
from framing.schemas import SCALE, SCORE, SECTIONS, VOICES
from framing.scoring.intervals import PER, contrast_interval, points_interval, rate_interval

__all__ = ["WHOLE", "scales_of", "scores_of"]

#: Dimensions of hits with the sign that their weights must have (0: either; None instead: words are added up), and the
#: voices that count.
_Side = tuple[Mapping[str, int] | None, Collection[str]]

#: Stands in the column ``section`` of a scale for the whole article.
WHOLE: Final = "all"


def scores_of(evidence: pl.DataFrame, exposure: pl.DataFrame) -> pl.DataFrame:
    """Sparse scores, one row an article × dimension × section × voice with hits.

    A match that negation has emptied (factor 0) is evidence but no hit.

    Args:
        evidence: EVIDENCE columns.
        exposure: EXPOSURE columns.

    Returns:
        SCORE columns, in the order of the evidence.
    """
    hits = evidence.lazy().filter(pl.col("factor") > 0)
    scores = hits.group_by("article_id", "dimension", "section", "voice", maintain_order=True).agg(
        hits=pl.len().cast(pl.Int64), weighted=(pl.col("weight") * pl.col("factor")).sum()
    )
    words = exposure.lazy()
    joined = scores.join(words, on=["article_id", "section", "voice"], how="left", maintain_order="left")
    return joined.with_columns(rate=PER * pl.col("hits") / pl.col("words")).select(list(SCORE)).collect()


def scales_of(articles: pl.DataFrame, evidence: pl.DataFrame, exposure: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The scales of each article: for the whole article and for each section that has words.

    Args:
        articles: columns article_id, language.
        evidence: EVIDENCE columns.
        exposure: EXPOSURE columns.
        lexicon: whose codebook defines the scales.

    Returns:
        SCALE columns; an article without words has no rows.
    """
    scales = list(lexicon.codebook.scales.values())
    columns = ["article_id", "section", "voice"]
    # Half of all hits are of dimensions that no scale has.
    measured = {name for scale in scales for name in (*scale.positive, *scale.negative, *scale.weights)}
    stance = (pl.col("kind") == "stance") & (pl.col("factor") > 0) & pl.col("dimension").is_in(sorted(measured))
    worth = pl.col("weight") * pl.col("factor")
    hits = _Rows(
        articles, evidence.lazy().filter(stance).select(*columns, "dimension", "weight", points=worth).collect()
    )
    exposed = _Rows(articles, exposure.select(*columns, "words"))
    positive = hits.counts([_side(scale, scale.positive, 1) for scale in scales])
    negative = hits.counts([_side(scale, scale.negative, -1) for scale in scales])
    words = exposed.counts([(None, scale.voices) for scale in scales])
    weighted = hits.weights([_side(scale, scale.positive, 1) for scale in scales if scale.kind == "headline"])
    headline = np.flatnonzero([scale.kind == "headline" for scale in scales])
    for counted in (positive, words):
        counted[..., headline] = _in_headline(counted[..., headline])
    worded = exposed.counts([(None, VOICES)]) > 0
    # An article's rows: the whole of it, scale by scale, then the sections of each scale.
    sections, number = len(SECTIONS), len(scales)
    place = np.concatenate([np.zeros(number, np.int64), np.tile(np.arange(1, sections + 1), number)])
    which = np.concatenate([np.arange(number), np.repeat(np.arange(number), sections)])
    row, column = np.nonzero(worded[:, place, 0])
    place, which = place[column], which[column]
    weights = np.zeros(positive.shape)
    weights[..., headline] = _in_headline(weighted)
    frame = articles.select("article_id", "language")[row].with_columns(
        section=pl.Series([WHOLE, *SECTIONS]).gather(place),
        scale=pl.Series([scale.name for scale in scales], dtype=pl.String).gather(which),
        positive=positive[row, place, which],
        negative=negative[row, place, which],
        words=words[row, place, which],
        weight=weights[row, place, which],
    )
    points = [column[:, row, place, which] for column in hits.points(scales)]
    return _with_values(frame, points, lexicon).select(list(SCALE))


def _side(scale: Scale, names: Collection[str], sign: int) -> _Side:
    return {name: sign if name in scale.split else 0 for name in names}, scale.voices


_N = TypeVar("_N", Longs, Floats)


def _in_headline(counted: _N) -> _N:
    """What the headline has, as the article's; the other sections have nothing. Article × place × side."""
    title = 1 + SECTIONS.index("title")
    kept = np.zeros_like(counted)
    kept[:, [0, title]] = counted[:, [title]]
    return kept


class _Rows:
    """Rows of evidence or exposure, to be counted by article and section."""

    def __init__(self, articles: pl.DataFrame, rows: pl.DataFrame) -> None:
        self.shape = (articles.height, len(SECTIONS))
        runs = rows["article_id"].rle().struct.unnest()
        numbers = articles.select("article_id").with_row_index("row")
        numbered = runs.join(numbers, left_on="value", right_on="article_id", how="left", maintain_order="left")
        row = np.repeat(numbered["row"].to_numpy().astype(np.int64), runs["len"].to_numpy())
        section = rows["section"].cast(pl.Enum(SECTIONS)).to_physical().to_numpy()
        self.cell = row * len(SECTIONS) + section
        self.size = self.shape[0] * self.shape[1]
        voice = rows["voice"].cast(pl.Enum(VOICES)).to_physical().to_numpy()
        self.dimensions = rows["dimension"].unique().sort().to_list() if "dimension" in rows.columns else []
        # Of what kind a row is: its dimension, its voice, whether its weight is below 0. Kinds are few, rows are many.
        if self.dimensions:
            self.weight = rows["weight"].to_numpy()
            self.worth = rows["points"].to_numpy()
            dimension = rows["dimension"].cast(pl.Enum(self.dimensions)).to_physical().to_numpy()
            self.kind = 2 * (dimension.astype(np.int64) * len(VOICES) + voice) + (self.weight < 0)
        else:
            self.words = rows["words"].to_numpy() if "words" in rows.columns else np.zeros(0, np.int64)
            self.kind = 2 * voice.astype(np.int64)

    def weights(self, sides: Sequence[_Side]) -> Floats:
        """As ``counts`` has hits, the sums of their weights."""
        parts = np.zeros((*self.shape, len(sides)))
        for number, side in enumerate(sides):
            if len(chosen := self._chosen(side)):
                parts[..., number] = np.bincount(self.cell[chosen], self.weight[chosen], self.size).reshape(self.shape)
        return np.concatenate([parts.sum(axis=1, keepdims=True), parts], axis=1)

    def _chosen(self, side: _Side) -> Longs:
        """The rows that count on a side."""
        signs, voices = side
        spoken = np.array([voice in voices for voice in VOICES])
        if signs is None:
            counts = np.repeat(spoken, 2)
        else:
            allowed = [[signs.get(name, -sign) in (0, sign) for sign in (1, -1)] for name in self.dimensions]
            counts = (np.array(allowed, np.bool_).reshape(-1, 1, 2) & spoken[:, None]).ravel()
        return np.flatnonzero(counts[self.kind]) if counts.any() else np.zeros(0, np.int64)

    def counts(self, sides: Sequence[_Side]) -> Longs:
        """Article × place × side: how many rows have a dimension and a voice of the side; for words, how many they are.

        The places are the whole article and then its sections.
        """
        # Without stack(): a lexicon may have no scales, and then there is nothing to stack.
        parts = np.zeros((*self.shape, len(sides)), np.int64)
        for number, side in enumerate(sides):
            if len(chosen := self._chosen(side)):
                words = self.words[chosen] if side[0] is None else None
                parts[..., number] = np.bincount(self.cell[chosen], words, self.size).reshape(self.shape)
        return np.concatenate([parts.sum(axis=1, keepdims=True), parts], axis=1)

    def points(self, scales: Sequence[Scale]) -> list[Floats]:
        """Hits with weights, the sums of these and of their squares, each for and against × article × place × scale."""
        parts = np.zeros((3, 2, *self.shape, len(scales)))
        for number, scale in enumerate(scales):
            for side, sign in enumerate((1, -1) if scale.weights else ()):
                signs = {name: sign if worth > 0 else -sign for name, worth in scale.weights.items() if worth}
                if not len(chosen := self._chosen((signs, scale.voices))):
                    continue
                worth = np.array([abs(scale.weights.get(name, 0.0)) for name in self.dimensions])
                points = worth[self.kind[chosen] // (2 * len(VOICES))] * np.abs(self.worth[chosen])
                for part, each in zip(parts, (None, points, points * points), strict=True):
                    sums = np.bincount(self.cell[chosen], each, self.size)
                    part[side, ..., number] = sums.reshape(self.shape)
        return [np.concatenate([part.sum(axis=2, keepdims=True), part], axis=2) for part in parts]


def _with_values(counts: pl.DataFrame, points: Sequence[Floats], lexicon: Lexicon) -> pl.DataFrame:
    """Add ``value``, ``low`` and ``high`` to counts of a scale's two sides; null where nothing can be said.

    A headline's value is the sum of its weights; its interval is that of a Poisson rate with so many hits.

    Args:
        counts: columns scale, language, positive, negative, words, weight (of the hits of scales of headlines).
        points: hits with weights, the sums of these and of their squares: for and against × row.
        lexicon: whose codebook and baselines hold.
    """
    kinds = {name: "points" if scale.weights else scale.kind for name, scale in lexicon.codebook.scales.items()}
    kind = counts["scale"].replace_strict(kinds, return_dtype=pl.String).to_numpy()
    is_rate, is_contrast, is_points, is_headline = (kind == one for one in ("rate", "contrast", "points", "headline"))
    positive, negative, words = (
        counts[name].to_numpy().astype(np.float64) for name in ("positive", "negative", "words")
    )
    values = np.empty((3, counts.height))
    values[:, is_contrast] = contrast_interval(positive[is_contrast], negative[is_contrast])
    weight = counts["weight"].to_numpy()[is_headline]
    _, low, high = rate_interval(weight, np.where(words[is_headline] > 0, PER, 0.0))
    values[:, is_headline] = np.where(words[is_headline] > 0, weight, np.nan), low, high
    priors = counts.filter(is_rate).join(_priors(lexicon), on=["language", "scale"], how="left", maintain_order="left")
    rate, weight = (priors[name].fill_null(0.0).to_numpy() for name in ("prior_rate", "prior_words"))
    values[:, is_rate] = rate_interval(positive[is_rate], words[is_rate], prior_rate=rate, prior_words=weight)
    # The root of a text's words is how far chance moves a sum of its words: so short and long texts compare.
    with np.errstate(divide="ignore", invalid="ignore"):
        values[:, is_points] = points_interval(*(column[:, is_points] for column in points)) / np.sqrt(words[is_points])
    values[:, is_points & (words == 0)] = np.nan
    columns = [pl.Series(name, row).fill_nan(None) for name, row in zip(("value", "low", "high"), values, strict=True)]
    return counts.with_columns(columns)


def _priors(lexicon: Lexicon) -> pl.DataFrame:
    """The baselines as a frame: language, scale, prior_rate, prior_words."""
    schema = {"language": pl.String(), "scale": pl.String(), "prior_rate": pl.Float64(), "prior_words": pl.Float64()}
    return pl.DataFrame([(*key, *prior) for key, prior in lexicon.baselines.items()], schema=schema, orient="row")
