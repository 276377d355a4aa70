"""What a blind reading says of a lexicon: precision of hits, recall of what readers mark, and how far readers agree.

Precision: each judged hit is of another article, so that hits are independent, and few are wrong: Wilson's interval
keeps its coverage there, where a bootstrap of twenty right hits would say "exactly 1". Marks of one text are found or
missed together: recall has a bootstrap that redraws whole texts, and Wilson's interval over the texts where all marks
or none are found and the bootstrap has nothing to redraw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np
import polars as pl

from framing.arrays import Floats, Longs
from framing.validation.metrics import bootstrap_interval, wilson
from framing.validation.sheets import Mark, Sheets, Verdict

__all__ = ["FEW", "READING", "figures", "pooled"]

#: A row a figure; ``n`` is hits or marks, ``clusters`` the articles they are of.
READING: Final = {
    "language": pl.String(),
    "dimension": pl.String(),
    "figure": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "n": pl.Int64(),
    "clusters": pl.Int64(),
    "reader": pl.String(),
}

#: The normal quantile of a 95 % interval.
_ALL: Final = "all"
#: Below so many hits or marks a figure says little: Wilson's interval of 20 hits is a third wide at best.
FEW: Final = 20
#: A text may have one mark, and a resample of few texts none at all: more draws than figures of many rows need.
_REPLICATES: Final = 2000


def figures(sheets: Sheets) -> pl.DataFrame:
    """Precision, recall and agreement, by language and dimension and over all.

    Over all dimensions, precision weighs each by its hits in what was drawn from; ``precision, unsure right`` is the
    same where what a reader left open counts as right. ``recall`` is of the marks that readers are sure of, ``recall of
    all marks`` of the others too; ``agreement`` is the share of a reader's sure marks that another reader has marked as
    well, beyond which no lexicon can be expected to go.

    Returns:
        ``READING`` columns.
    """
    rows = [*_precision(sheets), *_recall(sheets), *_agreement(sheets)]
    return pl.DataFrame(rows, schema=READING, orient="row").sort("figure", "language", "dimension", maintain_order=True)


def pooled(sheets: Sheets) -> pl.DataFrame:
    """Precision and recall of each dimension over all languages together, where each language alone has few hits.

    Every hit counts the same, whatever language it is of; the readings of one hit are averaged first.

    Returns:
        ``READING`` columns, ``language`` "all".
    """
    one = Sheets(
        verdicts=tuple(replace(verdict, language=_ALL) for verdict in sheets.verdicts),
        marks=tuple(replace(mark, language=_ALL) for mark in sheets.marks),
        found=sheets.found,
        population={},
        problems=(),
        about=sheets.about,
    )
    return figures(one).filter(pl.col("dimension") != _ALL)


Row = tuple[str, str, str, float, float, float, int, int, str]
Kind = TypeVar("Kind")
Key = TypeVar("Key")


def _precision(sheets: Sheets) -> list[Row]:
    rows: list[Row] = []
    for figure, worth in (("precision", 0.0), ("precision, unsure right", 1.0)):
        by_kind: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        for verdicts in _by(sheets.verdicts, lambda verdict: verdict.hit).values():
            scores = [{"right": 1.0, "wrong": 0.0}.get(verdict.verdict, worth) for verdict in verdicts]
            by_kind[verdicts[0].language, verdicts[0].dimension].append(sum(scores) / len(scores))
        for code in sorted({code for code, _ in by_kind}):
            kinds = {name: scores for (other, name), scores in by_kind.items() if other == code}
            for name, scores in sorted(kinds.items()):
                share = sum(scores) / len(scores)
                readers = _readers(v for v in sheets.verdicts if (v.language, v.dimension) == (code, name))
                rows.append((code, name, figure, share, *wilson(share, len(scores)), len(scores), len(scores), readers))
            if len(kinds) > 1:
                readers = _readers(v for v in sheets.verdicts if v.language == code)
                rows.append((code, _ALL, figure, *_weighted(kinds, sheets.population, code), readers))
    return rows


def _weighted(
    kinds: dict[str, list[float]], population: dict[tuple[str, str], int], code: str
) -> tuple[float, float, float, int, int]:
    """The share over strata drawn at unlike rates, with Wilson's interval of as many cases as it is worth."""
    sizes = np.array([population.get((code, name), 1) for name in kinds], np.float64)
    weights = sizes / sizes.sum()
    shares = np.array([np.mean(scores) for scores in kinds.values()])
    numbers = np.array([len(scores) for scores in kinds.values()])
    share = float((weights * shares).sum())
    total = int(numbers.sum())
    # Kish: what unlike weights cost, whatever the shares.
    worth = 1 / float((weights**2 / numbers).sum())
    return share, *wilson(share, worth), total, total


def _recall(sheets: Sheets) -> list[Row]:
    rows: list[Row] = []
    at = _by(sheets.found, lambda mark: (mark.text, mark.dimension))
    for figure, marks in (
        ("recall", [mark for mark in sheets.marks if mark.is_sure]),
        ("recall of all marks", list(sheets.marks)),
    ):
        rows += _shares(figure, marks, lambda mark: any(map(mark.overlaps, at.get((mark.text, mark.dimension), ()))))
    return rows


def _agreement(sheets: Sheets) -> list[Row]:
    if len({mark.reader for mark in sheets.marks}) < 2:
        return []
    at = _by(sheets.marks, lambda mark: (mark.text, mark.dimension))

    def shared(mark: Mark) -> bool:
        others = at.get((mark.text, mark.dimension), ())
        return any(mark.overlaps(other) for other in others if other.reader != mark.reader)

    return _shares("agreement", [mark for mark in sheets.marks if mark.is_sure], shared)


def _shares(figure: str, marks: Sequence[Mark], holds: Callable[[Mark], bool]) -> list[Row]:
    """The share of marks for which something holds, by language and dimension and over all."""
    rows: list[Row] = []
    for code, block in sorted(_by(marks, lambda mark: mark.language).items()):
        parts = {**_by(block, lambda mark: mark.dimension), _ALL: block}
        for name, part in sorted(parts.items()):
            held = np.array([holds(mark) for mark in part], np.float64)
            _, text = np.unique([mark.text for mark in part], return_inverse=True)
            low, high = _interval(held, text.astype(np.int64))
            rows.append(
                (code, name, figure, float(held.mean()), low, high, len(part), int(text.max()) + 1, _readers(part))
            )
    return rows


def _interval(held: Floats, text: Longs) -> tuple[float, float]:
    texts = int(text.max()) + 1
    if held.all() or not held.any() or texts == 1:
        return wilson(float(held.mean()), texts)
    return bootstrap_interval(lambda rows: float(held[rows].mean()), text, replicates=_REPLICATES)


def _by(items: Iterable[Kind], key: Callable[[Kind], Key]) -> dict[Key, list[Kind]]:
    groups: defaultdict[Key, list[Kind]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)


def _readers(items: Iterable[Verdict | Mark]) -> str:
    return ", ".join(sorted({item.reader for item in items}))
