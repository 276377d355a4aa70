"""How many hits are right, by what readers say of them, and how many coded articles an entry finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import numpy as np
import polars as pl

from dashboards.data import Snapshot
from dashboards.entries import fitting
from dashboards.filtering import Filters
from dashboards.view import filter_pairs
from framing.arrays import Floats
from framing.errors import UsageError
from framing.store.codes import coded_in
from framing.store.verdicts import counting, hit_figures
from framing.validation.coding import settled
from framing.validation.reading import READING, wilson

__all__ = ["LEAST_CODED", "dimension_right", "entries_coded", "entries_right", "frame_of", "verdicts_here"]

#: Coded articles under which neither precision nor recall of an entry is told.
LEAST_CODED: Final = 5
_PLACE: Final = ("article_id", "section", "start", "end", "entry_id")
_RIGHT: Final = {
    "entry_id": pl.String(), "right": pl.Float64(), "right_low": pl.Float64(), "right_high": pl.Float64(),
    "judged": pl.Int64(), "readers": pl.String(),
}  # fmt: skip
_CODED: Final = {
    "entry_id": pl.String(), "coded": pl.Int64(), "coded_yes": pl.Int64(), "precision": pl.Float64(),
    "precision_low": pl.Float64(), "precision_high": pl.Float64(), "recall": pl.Float64(), "recall_low": pl.Float64(),
    "recall_high": pl.Float64(), "yes": pl.Int64(),
}  # fmt: skip


def frame_of(filters: Filters) -> str:
    """Filters as a verdict names them: those that choose hits."""
    return urlencode(filter_pairs(replace(filters, family=())))


def verdicts_here(snapshot: Snapshot, filters: Filters, measure: str, code: str, drawn_for: str) -> pl.DataFrame:
    """The verdicts on hits of a dimension and language that fit filters, and were drawn among all of these or more."""
    frame = frame_of(filters)
    rows = snapshot.answers.verdicts().filter(dimension=measure, language=code)
    rows = counting(rows, drawn_for, frame, snapshot.lexicon.fingerprint)
    if not rows.height or not frame:
        return rows
    hits = fitting(snapshot, filters, rows["entry_id"].unique().to_list())
    return rows.join(hits.select(_PLACE).cast({"section": pl.String}), on=_PLACE, how="semi", maintain_order="left")


def dimension_right(snapshot: Snapshot, filters: Filters, measure: str, code: str) -> pl.DataFrame:
    """READING columns: the share of right hits of a dimension in a language, at most two rows."""
    rows = verdicts_here(snapshot, filters, measure, code, "dimension")
    return hit_figures(rows) if rows.height else pl.DataFrame(schema=READING)


def entries_right(snapshot: Snapshot, filters: Filters, measure: str, code: str) -> pl.DataFrame:
    """Columns entry_id, right, right_low, right_high, judged, readers: of each entry of which a hit was judged.

    Unsure counts as wrong, as in all figures of precision.
    """
    rows = verdicts_here(snapshot, filters, measure, code, "entry")
    if not rows.height:
        return pl.DataFrame(schema=_RIGHT)
    names = {"dimension": "entry_id", "value": "right", "low": "right_low", "high": "right_high", "n": "judged"}
    table = hit_figures(rows, "entry_id").filter(figure="precision").rename({**names, "reader": "readers"})
    return table.select(_RIGHT.keys())


def entries_coded(snapshot: Snapshot, hits: pl.DataFrame, measure: str) -> pl.DataFrame:
    """What an entry alone would say of the articles that were coded.

    Args:
        snapshot: the project.
        hits: from :func:`dashboards.entries.hits_in`.
        measure: the dimension.

    Returns:
        Columns entry_id; coded (articles with a hit that were coded) and coded_yes; precision: the share of these that
        coders say yes to; recall: the share of all articles that they say yes to (``yes``) in which the entry has a
        hit. Each article counts by its chance to be drawn; figures of fewer than LEAST_CODED articles are null.
    """
    codes = snapshot.answers.codes()
    try:
        table, _ = settled(coded_in(codes, measure)[0], measure) if codes.height else (pl.DataFrame(), 0)
    except UsageError:  # Not coded, or all that was coded is stale.
        table = pl.DataFrame()
    if not table.height:
        return pl.DataFrame(schema=_CODED)
    weight = (1 / table["chance"]).to_numpy()
    is_yes = table["code"].to_numpy() == 1
    found = table.with_row_index("row").join(hits.select("article_id", "entry_id"), on="article_id", how="inner")
    records = []
    for (entry,), part in found.group_by("entry_id", maintain_order=True):
        has = np.zeros(table.height, np.bool_)
        has[part["row"].to_numpy()] = True
        precision, recall = _share(is_yes[has], weight[has]), _share(has[is_yes], weight[is_yes])
        counts = int(has.sum()), int((has & is_yes).sum())
        records.append((entry, *counts, *precision, *recall, int(is_yes.sum())))
    return pl.DataFrame(records, schema=_CODED, orient="row")


def _share(holds: Floats, weight: Floats) -> tuple[float | None, float | None, float | None]:
    """A weighted share with Wilson's interval of as many cases as it is worth; nothing of too few."""
    if len(holds) < LEAST_CODED:
        return None, None, None
    share = float((holds * weight).sum() / weight.sum())
    # Kish: what unlike weights cost.
    return share, *wilson(share, float(weight.sum() ** 2 / (weight**2).sum()))
