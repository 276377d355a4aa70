"""Gold sets that somebody has named: kept as they were, so that a paper's version can be read when codes have gone on.

What stands fast of a project's codes changes as coding goes on, and as texts and pages of the codebook do. A set is
kept when its version is told: by ``framing code gold``, ``framing code methods`` and ``framing validate --record``.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.schemas import GOLD, GOLD_SET
from framing.store.codes import codes_of, gold, gold_version
from framing.store.fold import frame_of
from framing.store.project import Project, open_project
from framing.store.spool import append, waiting

__all__ = ["gold_changes", "gold_of", "gold_versions", "keep_gold"]

_KEY: Final = ("article_id", "dimension")
#: Versions that an error lists.
_LISTED: Final = 8


def keep_gold(project: Project | Path | str, rows: pl.DataFrame) -> str:
    """Keep a gold set, if it is not kept already; on the disk when this returns.

    Args:
        project: whose codes stand fast, or its folder.
        rows: from :func:`framing.gold`.

    Returns:
        Its version.

    Raises:
        StorageError: the system refused, and nothing was saved.
    """
    project = open_project(project)
    version = gold_version(rows)
    if rows.height and version not in _kept(project)["version"]:
        same = {"table": "gold", "made": datetime.now(UTC).isoformat(timespec="microseconds"), "version": version}
        named = (f"{version}\0{article}\0{dimension}" for article, dimension in rows.select(_KEY).iter_rows())
        names = [hashlib.sha256(name.encode()).hexdigest()[:16] for name in named]
        versions = rows.select(list(GOLD)).to_dicts()
        records = [{**same, **row, "record": name} for row, name in zip(versions, names, strict=True)]
        append(project.folder, "gold", records)
    return version


def gold_of(project: Project | Path | str, version: str | None = None) -> pl.DataFrame:
    """What stands fast of a project's codes, now or in a version that was named before.

    Args:
        project: with codes, or its folder.
        version: of a set that was kept; what stands fast now where none is named.

    Returns:
        GOLD columns.

    Raises:
        UsageError: ``coding.version``: no such version is kept.
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    if version is None:
        return gold(codes_of(project))
    kept = _kept(project)
    rows = kept.filter(version=version)
    if not rows.height:
        names = kept.sort("made")["version"].unique(maintain_order=True).to_list()[-_LISTED:]
        hint = f"kept are {', '.join(names)}" if names else "none is kept yet; 'framing code gold FILE' keeps one"
        raise UsageError("coding.version", f"no gold set '{version}'", "", hint)
    return rows.select(list(GOLD)).sort("dimension", "article_id")


def gold_versions(project: Project | Path | str) -> pl.DataFrame:
    """The gold sets that are kept, the oldest first.

    Returns:
        Columns version, made, dimensions (names, joined), codes, and whole: false where articles were erased since, and
        their codes with them.

    Raises:
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    kept = _kept(project)
    names = pl.col("dimension").unique().sort().str.join(", ").alias("dimensions")
    rows = kept.group_by("version").agg(pl.col("made").min(), names, codes=pl.len().cast(pl.Int64)).sort("made")
    whole = [gold_version(kept.filter(version=version)) == version for version in rows["version"]]
    return rows.with_columns(whole=pl.Series(whole, dtype=pl.Boolean))


def gold_changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What one gold set says otherwise than another.

    Args:
        before: GOLD columns.
        after: likewise; dimensions of which the other has nothing are left out.

    Returns:
        Columns article_id, dimension, before, after (codes, null where there is none) and text: whether it is of
        another text or page of the codebook.

    Example:
        >>> rows = [("a", "praise", "yes", "t", "1"), ("b", "praise", "no", "t", "1")]
        >>> names = ["article_id", "dimension", "code", "content_sha256", "codebook"]
        >>> one = pl.DataFrame(rows, schema=names, orient="row")
        >>> gold_changes(one, one.head(1).with_columns(code=pl.lit("no"))).drop("dimension", "text").rows()
        [('a', 'yes', 'no'), ('b', 'no', None)]
    """
    own = after.filter(pl.col("dimension").is_in(before["dimension"].unique().implode()))
    both = before.join(own, on=_KEY, how="full", coalesce=True, suffix="_after")
    text = (pl.col("content_sha256") != pl.col("content_sha256_after")) | (
        pl.col("codebook") != pl.col("codebook_after")
    )
    rows = both.select(*_KEY, before="code", after="code_after", text=text.fill_null(value=False))
    return rows.filter(pl.col("before").ne_missing(pl.col("after")) | pl.col("text")).sort("dimension", "article_id")


def _kept(project: Project) -> pl.DataFrame:
    """GOLD_SET columns, each row once."""

    def read() -> pl.DataFrame:
        records = waiting(project.folder).records
        rows = project.columns("gold", list(GOLD_SET), project.history().runs)
        return pl.concat([rows, frame_of("gold", records)])

    return project.steadily(read).unique("record", keep="first", maintain_order=True)
