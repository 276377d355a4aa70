"""Good and bad against people: the valence of headlines, and what a sentence says of somebody named in it.

VADER, a list of English words that others rated, stands beside where it is installed. It is printed alone, as it says
nothing of the toolkit.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

import framing
from framing.arrays import Floats, Longs
from framing.validation.metrics import auc, bootstrap_interval, spearman

#: English headlines that people gave a valence from −100 to 100, and sentences with their polarity towards a target.
HEADLINES: Final = "en_affective"
TARGETS: Final = "en_newsmtsc"
#: The least that the development halves must show: the figures reached, rounded down.
FLOORS: Final = {HEADLINES: 0.63, TARGETS: 0.75}
#: Characters from a target at which a hit counts half. The best of seven ways to weigh hits by their distance, tried on
#: the development half that it is measured on (AUC .726 to .768): that figure flatters.
_HALF: Final = 30
#: Characters on both sides of a target that VADER is given.
_WINDOW: Final = 80

Compound = Callable[[str], float]


def rows(gold: Path) -> Iterator[dict[str, Any]]:
    """Rows of ``validity.csv``, of the sets that are at hand."""
    for name, figure, measured in ((HEADLINES, "spearman", _headlines), (TARGETS, "auc", _targets)):
        if (path := gold / f"{name}.jsonl.zst").exists():
            label, value = measured(pl.read_ndjson(path, infer_schema_length=None))
            statistic = _statistic(figure, label, value)
            every = np.arange(len(label))
            low, high = bootstrap_interval(statistic, every)
            row = {"check": "human-labelled", "language": "en", "data": name, "figure": figure, "n": len(label)}
            named = "valence" if name == HEADLINES else "valence near a target (good against bad)"
            yield {**row, "measure": named, "value": statistic(every), "low": low, "high": high}


def beside(gold: Path) -> dict[str, float]:
    """What VADER makes of the same sets; nothing where it is not installed."""
    if not importlib.util.find_spec("vaderSentiment"):
        return {}
    rated = importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer().polarity_scores
    found = {}
    for name, figure in ((HEADLINES, "spearman"), (TARGETS, "auc")):
        if (path := gold / f"{name}.jsonl.zst").exists():
            table = pl.read_ndjson(path, infer_schema_length=None)
            if name == HEADLINES:
                label, texts = table["valence"].to_numpy(), table["headline"].to_list()
            else:
                table = table.filter(pl.col("polarity") != 0)
                label = (table["polarity"] > 0).to_numpy()
                spans = table.select("text", "start", "end").iter_rows()
                texts = [text[max(0, start - _WINDOW) : end + _WINDOW] for text, start, end in spans]
            value = np.array([rated(text)["compound"] for text in texts])
            found[name] = _statistic(figure, label, value)(np.arange(len(label)))
    return found


def _statistic(figure: str, label: Floats, value: Floats) -> Callable[[Longs], float]:
    if figure == "auc":
        return lambda chosen: auc(label[chosen] > 0, value[chosen])
    return lambda chosen: spearman(label[chosen], value[chosen])


def _headlines(table: pl.DataFrame) -> tuple[Floats, Floats]:
    """What people said of each headline, and the scale's value; 0 where it has no hit."""
    articles = table.select(article_id="id", title="headline", text=pl.lit(""), language="lang")
    scales = framing.score(articles).scales.filter(scale="valence", section="all").select("article_id", "value")
    joined = table.join(scales, left_on="id", right_on="article_id", how="left", maintain_order="left")
    return joined["valence"].to_numpy().astype(np.float64), joined["value"].fill_null(0.0).to_numpy()


def _targets(table: pl.DataFrame) -> tuple[Floats, Floats]:
    """Whether people said good or bad of each target, and the signs of the hits, which count less the further off they are.

    Sentences that say neither are left out.
    """
    table = table.filter(pl.col("polarity") != 0)
    evidence = framing.score(table.select("text", article_id="id", language="lang")).evidence
    hits = evidence.filter(pl.col("dimension").cast(pl.String).is_in(["event", "judgement"]), pl.col("factor") > 0)
    hits = hits.select("article_id", "weight", first="start", last="end")
    joined = table.join(hits, left_on="id", right_on="article_id", how="left", maintain_order="left")
    apart = pl.max_horizontal(pl.col("start") - pl.col("last"), pl.col("first") - pl.col("end"), 0)
    sums = joined.group_by("id", maintain_order=True).agg(
        value=(pl.col("weight").fill_null(0.0) * _HALF / (_HALF + apart.fill_null(0))).sum(), label=pl.first("polarity")
    )
    return sums["label"].to_numpy().astype(np.float64), sums["value"].to_numpy()
