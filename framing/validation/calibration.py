"""How the same news scores in two languages: factors measured on sentences and their translations.

A lexicon that knows more words in one language than in the other finds more there, whatever the news says. On parallel
text the difference is the lexicons': the ratio of the rates is the factor that a raw comparison between languages is
divided by. It is a *translation-based* factor: translated news lacks the idiom of native news, so that its interval is
widened (see :func:`factors`).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Floats
from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.scoring.intervals import NORMAL
from framing.scoring.score import score
from framing.validation.metrics import spearman, spearman_of_rows

__all__ = ["FACTOR", "PARTS", "counts", "factors", "missing", "part_of"]


#: The two halves of the parallel documents: one to find missing words in, the other only to fit factors on.
PARTS: Final = ("find", "fit")

#: One row a language × dimension. ``factor`` is the rate over that of the reference language; ``low`` and ``high``
#: hold sampling error alone, ``wide_low`` and ``wide_high`` also what translation may hide. ``correlation`` is
#: Spearman's between the documents' rates, ``ceiling`` what two faultless lexicons would reach at these counts.
FACTOR: Final = {
    "language": pl.String(),
    "reference": pl.String(),
    "dimension": pl.String(),
    "documents": pl.Int64(),
    "hits": pl.Int64(),
    "hits_reference": pl.Int64(),
    "factor": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "wide_low": pl.Float64(),
    "wide_high": pl.Float64(),
    "correlation": pl.Float64(),
    "ceiling": pl.Float64(),
}

#: Added to both counts of a ratio, which then has a logarithm where one of them is 0 (Haldane 1956, Anscombe 1956).
_HALF: Final = 0.5
#: Pairs of simulated corpora for a ceiling: its Monte Carlo error is then below 0.01.
_SIMULATIONS: Final = 200


def part_of(document: str) -> str:
    """The half that a document belongs to, by a hash of its name, so that it never changes.

    Example:
        >>> sorted({part_of(f"document {number}") for number in range(20)})
        ['find', 'fit']
    """
    return PARTS[zlib.crc32(document.encode()) % 2]


def counts(table: pl.DataFrame, languages: Sequence[str], group: str, lexicon: Lexicon | None = None) -> pl.DataFrame:
    """Hits and words of every document in every language.

    Args:
        table: a sentence a row; a column of text for each language code, and the document it belongs to.
        languages: the columns.
        group: the column of the documents.
        lexicon: the toolkit's own where none is given.

    Returns:
        Columns document, language, dimension, hits, words; a row for each combination, so that zeros are there. Hits in
        all voices: where the marks of a translation stand is not the news.

    Raises:
        UsageError: a column is missing.
    """
    for name in (*languages, group):
        if name not in table.columns:
            names = ", ".join(table.columns)
            raise UsageError("calibrate.column", f"no column '{name}'", "", f"the columns are {names}")
    lexicon = lexicon or default_lexicon()
    parts = []
    for code in languages:
        texts = table.select(
            article_id=pl.int_range(pl.len()).cast(pl.String), text=pl.col(code), language=pl.lit(code)
        )
        scored = score(texts, lexicon)
        document = texts.select("article_id", document=table[group].cast(pl.String))
        words = document.join(scored.articles, on="article_id").group_by("document").agg(pl.col("words").sum())
        hits = document.join(scored.scores, on="article_id").group_by("document", "dimension").agg(pl.col("hits").sum())
        grid = words.join(pl.DataFrame({"dimension": list(lexicon.codebook.dimensions)}), how="cross")
        joined = grid.join(hits, on=["document", "dimension"], how="left")
        parts.append(joined.with_columns(pl.col("hits").fill_null(0), language=pl.lit(code)))
    columns = ("document", "language", "dimension", "hits", "words")
    return pl.concat(parts).select(columns).sort("language", "dimension", "document")


def factors(counted: pl.DataFrame, *, reference: str = "en") -> pl.DataFrame:
    """The translation-based factor of every language and dimension against a reference language.

    The logarithm of a ratio of two rates; its sampling variance is cluster-robust over documents (the linearised
    residuals of a ratio, Cochran 1977, ch. 6). The wide interval adds, for each language, the variance between the
    dimensions' log factors beyond their sampling error (DerSimonian & Laird 1986): how far translation moves a factor
    of one dimension is not known, and is taken to be as much as the factors of all dimensions differ.

    Args:
        counted: columns as :func:`counts` returns them.
        reference: the language that the others are divided by.

    Returns:
        FACTOR columns. A factor is null where neither language has a hit.

    Raises:
        UsageError: the reference is not among the languages.
    """
    languages = counted["language"].unique().sort().to_list()
    if reference not in languages:
        raise UsageError("calibrate.reference", f"no column '{reference}'", "", f"name one of {', '.join(languages)}")
    rows = []
    for code in (code for code in languages if code != reference):
        block = [
            _factor(counted, code, reference, dimension)
            for dimension in counted["dimension"].unique(maintain_order=True)
        ]
        rows += _widened(block)
    return pl.DataFrame(rows, schema=dict(FACTOR))


def missing(table: pl.DataFrame, code: str, reference: str, dimension: str, lexicon: Lexicon) -> pl.DataFrame:
    """Sentences with a hit of a dimension in the reference language and none in the other: where words may be missing.

    Returns:
        Columns reference, hits (the reference's words), translation.
    """
    scored = {
        name: score(
            table.select(article_id=pl.int_range(pl.len()).cast(pl.String), text=name, language=pl.lit(name)), lexicon
        )
        for name in (code, reference)
    }
    of_dimension = {name: one.evidence.filter(pl.col("dimension") == dimension) for name, one in scored.items()}
    only = of_dimension[reference].join(of_dimension[code], on="article_id", how="anti")
    hits = only.group_by("article_id", maintain_order=True).agg(hits=pl.col("surface").str.join(", "))
    numbered = table.select(article_id=pl.int_range(pl.len()).cast(pl.String), reference=reference, translation=code)
    return hits.join(numbered, on="article_id", maintain_order="left").select("reference", "hits", "translation")


def _factor(counted: pl.DataFrame, code: str, reference: str, dimension: str) -> dict[str, object]:
    rows = counted.filter(pl.col("dimension") == dimension)
    own, other = (rows.filter(pl.col("language") == name).sort("document") for name in (code, reference))
    hits, words, hits_reference, words_reference = (
        side[name].to_numpy().astype(np.float64) for side in (own, other) for name in ("hits", "words")
    )
    row: dict[str, object] = {
        "language": code,
        "reference": reference,
        "dimension": dimension,
        "documents": own.height,
        "hits": int(hits.sum()),
        "hits_reference": int(hits_reference.sum()),
    }
    if not hits.sum() + hits_reference.sum():
        return {**row, **dict.fromkeys(list(FACTOR)[6:])}
    rates = [(side.sum() + _HALF) / total.sum() for side, total in ((hits, words), (hits_reference, words_reference))]
    # Each document's pull on the logarithm of the ratio; copies of one event in a document count once.
    pull = (hits - rates[0] * words) / (hits.sum() + _HALF)
    pull -= (hits_reference - rates[1] * words_reference) / (hits_reference.sum() + _HALF)
    documents = len(pull)
    variance = documents / max(documents - 1, 1) * float(((pull - pull.mean()) ** 2).sum())
    log = float(np.log(rates[0] / rates[1]))
    seen, expected = hits / words, hits_reference / words_reference
    correlation = spearman(seen, expected)
    return {
        **row,
        "factor": float(np.exp(log)),
        **_interval(log, variance, ("low", "high")),
        "variance": variance,
        "correlation": None if np.isnan(correlation) else correlation,
        "ceiling": _ceiling(hits, words, hits_reference, words_reference),
    }


def _interval(log: float, variance: float, names: tuple[str, str]) -> dict[str, float]:
    half = NORMAL * np.sqrt(variance)
    return {names[0]: float(np.exp(log - half)), names[1]: float(np.exp(log + half))}


def _widened(block: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rows of one language, each with an interval that also holds what translation may hide."""
    known = [row for row in block if row["factor"] is not None]
    logs = np.log(np.array([row["factor"] for row in known], np.float64))
    variances = np.array([row["variance"] for row in known], np.float64)
    between = _between(logs, variances)
    for row, log, variance in zip(known, logs, variances, strict=True):
        row |= _interval(float(log), float(variance) + between, ("wide_low", "wide_high"))
    return [{name: row.get(name) for name in FACTOR} for row in block]


def _between(values: Floats, variances: Floats) -> float:
    """Variance of true values around their mean (DerSimonian & Laird 1986)."""
    sound = variances > 0
    values, weight = values[sound], 1 / variances[sound]
    if len(values) < 2:
        return 0.0
    mean = (weight * values).sum() / weight.sum()
    spread = (weight * (values - mean) ** 2).sum() - (len(values) - 1)
    return float(max(0.0, spread / (weight.sum() - (weight**2).sum() / weight.sum())))


def _ceiling(hits: Floats, words: Floats, hits_reference: Floats, words_reference: Floats) -> float | None:
    """Mean rank correlation of two faultless lexicons: Poisson counts around the same documents' true rates.

    The true rates are drawn from a gamma distribution with the mean and the variance between documents that both
    languages' counts show together. The two draws are independent, as of two stretches of news on one topic;
    translations share their very sentences, so that a correlation may exceed it.
    """
    both, exposure = hits + hits_reference, words + words_reference
    mean = both.sum() / exposure.sum()
    excess = ((both / exposure - mean) ** 2 - mean / exposure).mean()
    if excess <= 0:
        # No more spread than Poisson: nothing to agree on.
        return 0.0
    draw = np.random.default_rng(19771014)
    rates = draw.gamma(mean**2 / excess, excess / mean, (_SIMULATIONS, len(words)))
    first, second = (
        draw.poisson(rates * side * share / mean) / side
        for side, share in (
            (words, hits.sum() / words.sum()),
            (words_reference, hits_reference.sum() / words_reference.sum()),
        )
    )
    values = spearman_of_rows(first, second)
    defined = values[~np.isnan(values)]
    return float(defined.mean()) if len(defined) else None
