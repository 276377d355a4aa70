"""Folding: what waits in the spool becomes rows of tables, codes of ``codes`` and so on, in one run.

Codes of articles that are not in the project any more, which an erasure took out, are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from framing.schemas import BURN, CODE, DRAW, GOLD_SET, VALIDATION, VERDICT
from framing.store.spool import BROKEN, taken

if TYPE_CHECKING:
    from framing.store.commit import Commits

__all__ = ["fold", "frame_of"]

_TABLES: Final[Mapping[str, Mapping[str, pl.DataType]]] = {
    "codes": CODE,
    "draws": DRAW,
    "validations": VALIDATION,
    "burns": BURN,
    "gold": GOLD_SET,
    "verdicts": VERDICT,
}


def frame_of(table: str, records: list[dict[str, Any]]) -> pl.DataFrame:
    """Records of the spool as rows of a table, without its batch; a record that stands twice is one."""
    columns = _TABLES[table]
    rows = [record for record in records if record["table"] == table]
    kinds = {name: pl.String() if kind == pl.Datetime else kind for name, kind in columns.items()}
    frame = pl.DataFrame(rows, schema=kinds) if rows else pl.DataFrame(schema=kinds)
    moments = [pl.col(name).str.to_datetime(time_unit="us", time_zone="UTC") for name in ("coded", "drawn", "made")]
    frame = frame.with_columns(each for each in moments if each.meta.root_names()[0] in columns)
    return frame.unique("record", keep="first", maintain_order=True)


def fold(commits: Commits, *, purge: bool = False) -> int:
    """Fold what waits into the tables.

    Args:
        commits: of the writer.
        purge: also delete lines that were changed by somebody: nobody knows which article they are of.

    Returns:
        How many rows were added.

    Raises:
        ProjectError: as for :meth:`Commits.commit`; what waits goes on waiting.
        StorageError: likewise.
    """
    project = commits.project
    if purge:
        (project.folder / BROKEN).unlink(missing_ok=True)
    with taken(project.folder) as waiting:
        if not waiting.records:
            return 0
        runs = commits.history.runs
        ours = pl.col("article_id").is_in(project.columns("articles", ["article_id"], runs)["article_id"].implode())
        frames = {}
        for table in _TABLES:
            landed = project.columns(table, ["record"], runs)["record"]
            rows = frame_of(table, waiting.records).filter(~pl.col("record").is_in(landed.implode()))
            rows = rows.filter(ours) if "article_id" in rows.columns else rows
            if rows.height:
                frames[table] = rows
        if frames:
            commits.commit("code", frames, {})
            commits.history = project.history()
    return sum(frame.height for frame in frames.values())
