"""Machines beside people: how far a dictionary, a transformer or a language model says of articles what coders say.

All stand in one table, on the same codes. A long article has more of everything, and one outlet more of what another
has less of: so the AUC is told raw, among articles of exactly the same length, of about the same length, and within
outlets. Precision and recall are told per outlet and language, since a measure that is right on the whole may be wrong
of one of them. Articles count by 1 over their chance to be drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.errors import UsageError, in_short
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import near_or
from framing.scoring.score import Scored
from framing.statistics.coded import numbers_in
from framing.statistics.codes import left_out, numbered, of_measure
from framing.statistics.events import independent
from framing.statistics.hits import hits_of
from framing.statistics.observations import observe
from framing.validation.metrics import bootstrap_interval, length_bins, strata_auc, wilson

__all__ = [
    "CURVE",
    "ENTRIES",
    "FIGURES",
    "LEXICON",
    "WORST",
    "Validation",
    "curve_of",
    "entries_of",
    "figures_of",
    "machines_of",
    "validity",
]

#: What the lexicon's own column is called among the machines.
LEXICON: Final = "lexicon"
#: One row a machine, part of the articles and figure. ``part``: all, or a key of ``level`` (language, outlet, genre).
#: ``figure``: auc, auc_same_length, auc_length_matched, auc_within_outlets, precision, recall, f1. ``pairs``: of an AUC
#: the pairs of a yes and a no that it compares. Null where nothing can be compared.
FIGURES: Final = {
    "machine": pl.String(),
    "level": pl.String(),
    "part": pl.String(),
    "figure": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "articles": pl.Int64(),
    "yes": pl.Int64(),
    "flagged": pl.Int64(),
    "pairs": pl.Int64(),
}
#: One row a machine and bin of its values, from the least: their mean, and the share that coders call yes.
CURVE: Final = {
    "machine": pl.String(),
    "value": pl.Float64(),
    "share": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "articles": pl.Int64(),
}
#: One row an article of which a machine and coders say the contrary; the furthest first. ``kind``: miss, false alarm.
WORST: Final = {
    "machine": pl.String(),
    "kind": pl.String(),
    "article_id": pl.String(),
    "outlet": pl.String(),
    "language": pl.String(),
    "value": pl.Float64(),
    "words": pl.Int64(),
    "hits": pl.String(),
}
#: One row an entry of the lexicon. ``yes`` and ``no``: coded articles that it hits; ``yes_alone`` and ``no_alone``:
#: those of them that no other entry hits; ``gain``: F1 less what it would be without the entry.
ENTRIES: Final = {
    "entry_id": pl.String(),
    "surface": pl.String(),
    "yes": pl.Int64(),
    "no": pl.Int64(),
    "yes_alone": pl.Int64(),
    "no_alone": pl.Int64(),
    "gain": pl.Float64(),
}
#: Articles of a part under which precision and recall are not told, since their intervals would hold nearly everything;
#: and articles of either kind under which an AUC has no interval.
_FEW: Final = 10
_BINS: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class Validation:
    """How far machines say what coders say.

    Attributes:
        measure: the dimension.
        articles: that were coded and read.
        figures: FIGURES columns.
        curve: CURVE columns.
        worst: WORST columns.
        entries: ENTRIES columns, those that earn most first.
        missing: machine → coded articles of which it says nothing: left out of its rows.
        unread: coded articles that are not among those that the lexicon read, such as texts in another language.
    """

    measure: str
    articles: int
    unread: int
    figures: pl.DataFrame
    curve: pl.DataFrame
    worst: pl.DataFrame
    entries: pl.DataFrame
    missing: Mapping[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        frames = {name: getattr(self, name).to_dicts() for name in ("figures", "curve", "worst", "entries")}
        return {
            "measure": self.measure,
            "articles": self.articles,
            "unread": self.unread,
            **frames,
            "missing": dict(self.missing),
        }


def validity(
    scored: Scored,
    articles: pl.DataFrame,
    codes: pl.DataFrame,
    measure: str,
    lexicon: Lexicon | None = None,
    *,
    scores: pl.DataFrame | None = None,
    examples: int = 10,
) -> Validation:
    """Compare a lexicon, and other machines, with coded articles.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        codes: a row a coded article: article_id, code (yes, no or unsure; or 1 and 0), and perhaps chance (that it was
            drawn); or all that :func:`framing.gold_of` gives, of which the codes of the measure count. How many are
            unsure, and left out, is a FramingWarning.
        measure: a dimension. The lexicon says yes of an article with a hit; its value is hits per 1,000 words.
        lexicon: that scored them.
        scores: article_id, and a column of numbers a machine; columns of text do not count. Where all lie within
            0 … 1, .5 and above is yes; else what is above 0.
        examples: misses and false alarms of each machine that are listed.

    Raises:
        UsageError: ``validate.dimension``; ``validate.codes``: a column is missing, an article is coded twice, a code
            is none of these, all are the same, or none is of these articles; ``validate.scores``.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = ["It was a historic deal, they said.", "It rained in the city on Monday."] * 20
        >>> news = pl.DataFrame({"article_id": [str(at) for at in range(40)], "text": texts, "outlet": "a"})
        >>> codes = news.select("article_id", code=pl.col("text").str.contains("deal").cast(pl.Int64))
        >>> found = validity(score(news), news, codes, "praise")
        >>> found.figures.filter(level="all", figure="recall").select("machine", "value").row(0)
        ('lexicon', 1.0)
    """
    lexicon = lexicon or default_lexicon()
    if measure not in lexicon.codebook.dimensions:
        hint = near_or(measure, lexicon.codebook.dimensions, "the dimensions are")
        raise UsageError("validate.dimension", f"no dimension '{measure}'", "", hint)
    observed = observe(scored, articles, lexicon)
    hits = hits_of(observed, [measure])[:, 0].astype(np.float64)
    genre = "genre" if "genre" in observed.articles.columns else pl.lit("unknown").alias("genre")
    unit = independent(observed.articles).alias("unit")
    rows = observed.articles.select("article_id", "outlet", "language", genre, "words", unit)
    rate = pl.Series(hits) / rows["words"].clip(1) * 1000
    rows = rows.with_columns(value=rate, flagged=pl.Series(hits > 0)).filter(pl.col("words") > 0)
    codes = _checked(codes, measure)
    coded = rows.join(codes, on="article_id", how="inner", maintain_order="left")
    if coded["yes"].n_unique() < 2:
        what = "there is nothing coded among these articles" if not coded.height else "all codes are the same"
        raise UsageError("validate.codes", what, "", "code more articles, of both kinds")
    machines, missing = machines_of(coded, scores)
    spans = scored.only(coded["article_id"]).whole().evidence.filter(dimension=measure)
    figures = [row for name, frame in machines.items() for row in figures_of(name, frame)]
    curves = [row for name, frame in machines.items() for row in curve_of(name, frame)]
    worst = [_worst(name, frame, spans, examples) for name, frame in machines.items()]
    return Validation(
        measure,
        coded.height,
        codes.height - coded.height,
        pl.DataFrame(figures, schema=FIGURES, orient="row"),
        pl.DataFrame(curves, schema=CURVE, orient="row"),
        pl.concat(worst),
        entries_of(coded, spans),
        missing,
    )


def _checked(codes: pl.DataFrame, measure: str) -> pl.DataFrame:
    """Columns article_id, yes, weight, of what is coded yes or no."""
    if missing := [name for name in ("article_id", "code") if name not in codes.columns]:
        what = f"no column '{missing[0]}' (columns: {in_short(codes.columns)})"
        raise UsageError("validate.codes", what, "", "give article_id and code, and perhaps chance")
    told = numbered(of_measure(codes, measure))
    left_out(told.filter("unsure").height, "that are unsure")
    codes = told.filter(~pl.col("unsure"))
    code = codes["number"]
    if not code.is_in([0.0, 1.0]).fill_null(value=False).all():
        wrong = codes.filter(~code.is_in([0.0, 1.0]).fill_null(value=False))["code"][0]
        raise UsageError("validate.codes", f"'{wrong}' is no code", "", "write yes, no or unsure, or 1 and 0")
    if codes["article_id"].is_duplicated().any():
        twice = codes.filter(codes["article_id"].is_duplicated())["article_id"][0]
        raise UsageError("validate.codes", "an article is coded twice", str(twice), "keep one code of each")
    chance = codes["chance"].cast(pl.Float64, strict=False) if "chance" in codes.columns else None
    if chance is not None and not chance.is_between(0, 1, closed="right").fill_null(value=True).all():
        raise UsageError("validate.codes", "a chance is not above 0 and up to 1", "", "give the chance to be drawn")
    weight = pl.lit(1.0) if chance is None else 1 / chance.fill_null(1.0)
    return codes.select(pl.col("article_id").cast(pl.String), yes=code == 1, weight=weight)


def machines_of(coded: pl.DataFrame, scores: pl.DataFrame | None) -> tuple[dict[str, pl.DataFrame], dict[str, int]]:
    """Coded articles with the value and the yes or no of each machine, by its name."""
    machines, missing = {LEXICON: coded}, dict[str, int]()
    if scores is None:
        return machines, missing
    names = numbers_in(scores)
    if "article_id" not in scores.columns or not names:
        what = f"no column {'article_id' if 'article_id' not in scores.columns else 'of numbers'}"
        raise UsageError("validate.scores", what, "", "give article_id and a column of numbers a machine")
    if scores["article_id"].is_duplicated().any():
        raise UsageError("validate.scores", "an article has two rows of scores", "", "keep one row of each")
    for name in names:
        values = scores[name].cast(pl.Float64, strict=False).fill_nan(None)
        if name == LEXICON or values.null_count() > scores[name].null_count():
            what = f"'{name}' is the lexicon's own name" if name == LEXICON else f"'{name}' has what is no number"
            raise UsageError("validate.scores", what, "", "name each column by its machine, and fill it with numbers")
        is_share = bool(values.drop_nulls().is_between(0, 1).all())
        own = scores.select(pl.col("article_id").cast(pl.String), own=values)
        frame = coded.join(own, on="article_id", how="left", maintain_order="left")
        flagged = pl.col("own") >= 0.5 if is_share else pl.col("own") > 0
        frame = frame.with_columns(value="own", flagged=flagged).drop("own")
        missing[name] = frame["value"].null_count()
        machines[name] = frame.drop_nulls("value")
        if machines[name]["yes"].n_unique() < 2:
            what = f"'{name}' says nothing of the articles that are coded"
            raise UsageError("validate.scores", what, "", "give scores of the same articles, by their ids")
    return machines, missing


def figures_of(machine: str, frame: pl.DataFrame) -> list[tuple[object, ...]]:
    """Rows of FIGURES of a machine, over all articles, by language, by outlet, and by genre where it is known.

    Args:
        machine: its name.
        frame: columns article_id, outlet, language, words, unit, value (what it says), flagged (yes or no), yes (what
            coders say), weight; and perhaps genre.
    """
    rows = [(machine, "all", "all", *row) for row in (*_aucs(frame), *_rates(frame))]
    for language in frame["language"].unique().sort():
        part = frame.filter(language=language)
        rows += [(machine, "language", language, *row) for row in (*_aucs(part), *_rates(part))]
    for outlet in frame["outlet"].drop_nulls().unique().sort():
        rows += [(machine, "outlet", outlet, *row) for row in _rates(frame.filter(outlet=outlet))]
    genres = frame["genre"].drop_nulls().unique().sort() if "genre" in frame.columns else ()
    for genre in (name for name in genres if name != "unknown"):
        rows += [(machine, "genre", genre, *row) for row in _rates(frame.filter(genre=genre))]
    return rows


def _aucs(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    """Rows of FIGURES behind its first three columns."""
    yes = frame["yes"].to_numpy()
    value, weight = (frame[name].to_numpy().astype(np.float64) for name in ("value", "weight"))
    words = frame["words"].to_numpy()
    strata = {
        "auc": np.zeros(len(words), np.int64),
        "auc_same_length": words.astype(np.int64),
        "auc_length_matched": length_bins(words),
        "auc_within_outlets": frame["outlet"].fill_null("").rank("dense").cast(pl.Int64).to_numpy(),
    }
    group = (frame["unit"].cast(pl.String).rank("dense") - 1).cast(pl.Int64).to_numpy()
    rows: list[tuple[object, ...]] = []
    for name, stratum in strata.items():
        at, pairs = strata_auc(yes, value, stratum, weight)

        def again(drawn: Longs, stratum: Longs = stratum) -> float:
            return strata_auc(yes[drawn], value[drawn], stratum[drawn], weight[drawn])[0]

        # Redraws of a few articles are all alike, and would say that nothing is uncertain.
        is_told = pairs and min(int(yes.sum()), int((~yes).sum())) >= _FEW
        low_high = bootstrap_interval(again, group) if is_told else (np.nan, np.nan)
        plain = [None if np.isnan(each) else each for each in (at, *low_high)]
        rows.append((name, *plain, len(yes), int(yes.sum()), int(frame["flagged"].sum()), pairs))
    return rows


def _rates(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    """Precision, recall and F1: rows of FIGURES behind its first three columns."""
    yes, flagged = frame["yes"].to_numpy(), frame["flagged"].to_numpy()
    weight = frame["weight"].to_numpy()
    counts = len(yes), int(yes.sum()), int(flagged.sum()), None
    if len(yes) < _FEW:
        return [(name, None, None, None, *counts) for name in ("precision", "recall", "f1")]
    precision, recall = _share(yes, flagged, weight), _share(flagged, yes, weight)
    return [
        ("precision", *precision, *counts),
        ("recall", *recall, *counts),
        ("f1", _f1(yes, flagged, weight), None, None, *counts),
    ]


def _share(of: Bools, among: Bools, weight: Floats) -> tuple[float | None, float | None, float | None]:
    """A weighted share with Wilson's interval (1927) for as many articles as tell as much (Kish 1965)."""
    own = weight[among]
    total = own.sum()
    if not total:
        return None, None, None
    share = float((own * of[among]).sum() / total)
    number = float(total**2 / (own**2).sum())
    return share, *wilson(share, number)


def _f1(yes: Bools, flagged: Bools, weight: Floats) -> float:
    both, either = weight[yes & flagged].sum(), weight[yes].sum() + weight[flagged].sum()
    return float(2 * both / either) if either else 0.0


def curve_of(machine: str, frame: pl.DataFrame) -> list[tuple[object, ...]]:
    """Rows of CURVE of a machine (see :func:`figures_of`): bins of as many articles; equal values are in one bin."""
    value = frame["value"].to_numpy().astype(np.float64)
    last = -(-len(value) * np.arange(1, _BINS + 1) // _BINS) - 1
    edges = np.unique(np.sort(value)[last])
    number = np.searchsorted(edges, value, side="left")
    yes, weight = frame["yes"].to_numpy(), frame["weight"].to_numpy()
    rows: list[tuple[object, ...]] = []
    for each in np.unique(number):
        own = number == each
        mean = float(np.average(value[own], weights=weight[own]))
        rows.append((machine, mean, *_share(yes, own, weight), int(own.sum())))
    return rows


def _worst(machine: str, frame: pl.DataFrame, spans: pl.DataFrame, examples: int) -> pl.DataFrame:
    words = spans.group_by("article_id").agg(
        hits=pl.col("surface").cast(pl.String).unique(maintain_order=True).str.join(", ")
    )
    texts = frame.join(words, on="article_id", how="left", maintain_order="left").with_columns(machine=pl.lit(machine))
    misses = texts.filter(pl.col("yes"), ~pl.col("flagged")).sort("value", -pl.col("words"), "article_id")
    alarms = texts.filter(~pl.col("yes"), pl.col("flagged")).sort("value", "article_id", descending=[True, False])
    parts = ((misses, "miss"), (alarms, "false alarm"))
    return pl.concat(part.head(examples).with_columns(kind=pl.lit(kind)).select(list(WORST)) for part, kind in parts)


def entries_of(coded: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """ENTRIES: what each entry earns and costs, the rest of the lexicon being as it is."""
    weight = coded["weight"].to_numpy()
    yes = coded["yes"].to_numpy()
    own = spans.select("article_id", pl.col("entry_id").cast(pl.String), pl.col("surface").cast(pl.String))
    first = own.group_by("entry_id").agg(pl.col("surface").first())
    pairs = own.unique(["article_id", "entry_id"]).join(coded.with_row_index("row"), on="article_id", how="inner")
    alone = pl.len().over("article_id") == 1
    pairs = pairs.with_columns(alone=alone)
    counts = pairs.group_by("entry_id").agg(
        yes_articles=pl.col("yes").sum().cast(pl.Int64),
        no=(~pl.col("yes")).sum().cast(pl.Int64),
        yes_alone=(pl.col("yes") & pl.col("alone")).sum().cast(pl.Int64),
        no_alone=(~pl.col("yes") & pl.col("alone")).sum().cast(pl.Int64),
        right=pl.col("weight").filter(pl.col("yes") & pl.col("alone")).sum(),
        lost=pl.col("weight").filter(pl.col("alone")).sum(),
    )
    flagged = coded["flagged"].to_numpy()
    both, either = weight[yes & flagged].sum(), weight[yes].sum() + weight[flagged].sum()
    without = 2 * (both - pl.col("right")) / (either - pl.col("lost"))
    gain = _f1(yes, flagged, weight) - without.fill_nan(0.0)
    rows = counts.with_columns(gain=gain).rename({"yes_articles": "yes"}).join(first, on="entry_id")
    return rows.select(list(ENTRIES)).sort("gain", "yes", "entry_id", descending=[True, True, False])
