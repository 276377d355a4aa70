"""Verdicts: what readers say of hits that were drawn at random on the page of the lexicons, and what follows from it.

A verdict belongs to the text that was read, to the page of the codebook and to the line of the lexicon that it judges.
Where one of them has changed since, it is kept and counts for nothing. It waits in the spool, as codes do, until the
next writer takes it in.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from framing.errors import InputError, UsageError
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon
from framing.schemas import VALIDATION, VERDICT
from framing.store.fold import frame_of
from framing.store.loaded import held_of
from framing.store.project import Project
from framing.store.spool import append, waiting
from framing.validation.coding import coder_name
from framing.validation.reading import READING, figures
from framing.validation.sheets import VERDICTS, Sheets, Verdict

__all__ = [
    "DRAWN_FOR",
    "HITS_READ",
    "LEAST_READ",
    "counting",
    "hit_figures",
    "hits_validations",
    "population_of",
    "save_verdict",
    "verdicts_of",
]

#: What hits are drawn for: one entry, or a dimension in a language.
DRAWN_FOR: Final = ("entry", "dimension")
#: The machine under which precision from verdicts stands among the validations of a project.
HITS_READ: Final = "lexicon, hits read"
#: Hits of a dimension and language after which their precision is told in a badge: that of .8 is then known to .16 to
#: each side, by Wilson's interval.
LEAST_READ: Final = 25
#: What a hit is known by.
_PLACE: Final = ("article_id", "section", "start", "end", "entry_id")
#: Characters of the filters of a draw.
_FRAME: Final = 2_000


def verdicts_of(project: Project) -> pl.DataFrame:
    """The last verdict of each reader on each hit, by what it was drawn for; those that wait in the spool as well.

    Returns:
        VERDICT columns and ``status``: ``current``, ``text``, ``codebook`` or ``entry``: what has changed since, or is
        gone.

    Raises:
        ProjectError: ``project.damaged``.
    """

    def read() -> tuple[pl.DataFrame, pl.DataFrame]:
        # The spool first: what a writer takes out of it meanwhile stands in the table by then.
        rows = frame_of("verdicts", waiting(project.folder).records)
        runs = project.history().runs
        rows = pl.concat([project.columns("verdicts", rows.columns, runs), rows])
        articles = project.newest(["content_sha256"], runs) if rows.height else pl.DataFrame()
        return rows.unique("record", keep="first", maintain_order=True), articles

    rows, articles = project.steadily(read)
    if not rows.height:
        return rows.with_columns(status=pl.lit(None, pl.String))
    rows = rows.sort("made", maintain_order=True)
    rows = rows.unique([*_PLACE, "reader", "drawn_for"], keep="last", maintain_order=True)
    rows = rows.filter(pl.col("verdict").is_not_null())
    now = articles.select("article_id", now="content_sha256")
    rows = rows.join(now, on="article_id", how="inner", maintain_order="left")
    return rows.with_columns(_status(project.lexicon(), set(rows["entry_id"]))).select(*VERDICT, "status")


def _status(lexicon: Lexicon, judged: set[str]) -> pl.Expr:
    """What has changed since: an expression of verdicts with ``now``, the hash of the text of now."""
    pages = {name: lexicon.codebook.edition(name).rpartition(":")[2] for name in lexicon.codebook.dimensions}
    entries = (entry for entries in lexicon.entries.values() for entry in entries)
    lines = {entry.id: _line(entry) for entry in entries if entry.id in judged}
    page = pl.col("dimension").replace_strict(pages, default=None, return_dtype=pl.String)
    line = pl.col("entry_id").replace_strict(lines, default=None, return_dtype=pl.String)
    return (
        pl.when(pl.col("now") != pl.col("content_sha256"))
        .then(pl.lit("text"))
        .when((pl.col("codebook").str.split(":").list.last() != page).fill_null(value=True))
        .then(pl.lit("codebook"))
        .when((pl.col("entry") != line).fill_null(value=True))
        .then(pl.lit("entry"))
        .otherwise(pl.lit("current"))
        .alias("status")
    )


def _line(entry: Entry) -> str:
    """A hash of what an entry finds, and of what it stands for."""
    content = repr((entry.term, entry.match, entry.pos, entry.kind, entry.unless, entry.dimension, entry.language))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def save_verdict(
    project: Project,
    reader: str,
    hit: Mapping[str, Any],
    verdict: str | None,
    *,
    drawn_for: str,
    frame: str = "",
) -> None:
    """Save a verdict. When this returns it is on the disk.

    Args:
        project: with the hit.
        reader: who judges it.
        hit: article_id, section, start, end and entry_id of it, content_sha256 of the text that was read, and
            ``edition`` of the page of the codebook.
        verdict: right, wrong or unsure; None takes back what was said.
        drawn_for: one of DRAWN_FOR.
        frame: the filters that the hits fitted among which it was drawn; empty for all of the project.

    Raises:
        UsageError: ``review.verdict``, ``coding.coder``: there is no such verdict; a name that cannot be one.
        InputError: ``review.hit``, ``coding.changed``: the hit is gone; text or codebook are others by now.
        StorageError: the system refused, and nothing was saved.
    """
    if (verdict is not None and verdict not in VERDICTS) or drawn_for not in DRAWN_FOR or len(frame) > _FRAME:
        hint = f"say {', '.join(VERDICTS)} of a hit that was drawn"
        raise UsageError("review.verdict", f"'{verdict}' is no verdict", str(hit["entry_id"]), hint)
    name, lexicon = coder_name(reader), project.lexicon()
    language = str(hit["entry_id"]).partition(".")[0]
    entry = next((each for each in lexicon.entries.get(language, ()) if each.id == hit["entry_id"]), None)
    is_it = [pl.col("section").cast(pl.String) == hit["section"]]
    is_it += [pl.col(each) == hit[each] for each in ("article_id", "start", "end")]
    if entry is None or not held_of(project).hits([entry.id], pl.all_horizontal(is_it)).height:
        what = "the lexicon does not find this hit any more"
        raise InputError("review.hit", what, str(hit["entry_id"]), "load the page anew")
    runs = project.history().runs
    texts = project.newest(["content_sha256"], runs).filter(article_id=hit["article_id"])["content_sha256"]
    edition = lexicon.codebook.edition(entry.dimension)
    if texts.to_list() != [hit["content_sha256"]] or edition != hit["edition"]:
        what = "the text or the codebook has changed meanwhile"
        raise InputError("coding.changed", what, str(hit["article_id"]), "load the page anew")
    row = {name: hit[name] for name in (*_PLACE, "content_sha256")}
    row |= {"dimension": entry.dimension, "language": language, "entry": _line(entry), "codebook": edition}
    row |= {"reader": name, "verdict": verdict, "drawn_for": drawn_for, "frame": frame}
    row |= {"made": datetime.now(UTC).isoformat(timespec="microseconds"), "record": secrets.token_hex(8)}
    row |= {"lexicon_fingerprint": lexicon.fingerprint}
    append(project.folder, f"verdicts {name}", [{"table": "verdicts", **row}])


def counting(rows: pl.DataFrame, drawn_for: str, frame: str = "", fingerprint: str = "") -> pl.DataFrame:
    """The verdicts that say how many hits are right, among those that fit some filters.

    Of one entry count also hits that were drawn for its dimension: they are a random part of its hits. Of a dimension
    count those alone that were drawn for it, and found by the lexicon of now: another one finds others.

    Args:
        rows: from :func:`verdicts_of`.
        drawn_for: one of DRAWN_FOR.
        frame: the filters; hits that were drawn among those of other filters are no random part of these.
        fingerprint: of the lexicon, for a dimension.
    """
    kept = rows.filter(pl.col("frame").is_in(["", frame]), status="current")
    if drawn_for == "dimension":
        return kept.filter(drawn_for="dimension", lexicon_fingerprint=fingerprint)
    return kept.unique([*_PLACE, "reader"], keep="last", maintain_order=True)


def hit_figures(
    rows: pl.DataFrame, by: str = "dimension", population: Mapping[tuple[str, str], int] | None = None
) -> pl.DataFrame:
    """Precision of hits that were judged, as ``framing lexicon review figures`` has it of sheets.

    Args:
        rows: from :func:`counting`.
        by: ``dimension`` or ``entry_id``: whose hits.
        population: (language, dimension) → all hits, by which dimensions are weighed together.

    Returns:
        READING columns; ``dimension`` holds the entry's id where they are by entry.
    """
    verdicts = tuple(
        Verdict(repr(row[:5]), *row[5:])
        for row in rows.select(*_PLACE, "language", pl.col(by).alias("of"), "verdict", "reader").iter_rows()
    )
    table = figures(Sheets(verdicts, (), (), dict(population or {}), (), {})) if verdicts else None
    if table is None:
        return pl.DataFrame(schema=READING)
    return table.filter(pl.col("dimension") != "all") if by == "entry_id" else table


def population_of(project: Project) -> dict[tuple[str, str], int]:
    """(Language, dimension) → hits in a project, for :func:`hit_figures`."""
    loaded = project.load(counts=True).scored
    rows = loaded.scores.join(loaded.articles.select("article_id", "language"), on="article_id", how="inner")
    code = pl.col("language").cast(pl.String).str.split("-").list.first()
    rows = rows.group_by(code, pl.col("dimension").cast(pl.String)).agg(pl.sum("hits"))
    return {(language, name): int(hits) for language, name, hits in rows.iter_rows()}


def hits_validations(rows: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """What verdicts say of dimensions, as rows of a project's validations: VALIDATION columns.

    Only of dimensions and languages of which LEAST_READ hits were judged, drawn among all of the project.

    Args:
        rows: from :func:`verdicts_of`.
        lexicon: of now.
    """
    own = counting(rows, "dimension", fingerprint=lexicon.fingerprint).filter(frame="")
    table = hit_figures(own).filter(pl.col("n") >= LEAST_READ, pl.col("dimension") != "all", figure="precision")
    records = [
        {
            **dict.fromkeys(VALIDATION), "record": f"{row['language']} {row['dimension']}",
            "made": own.filter(dimension=row["dimension"], language=row["language"])["made"].max(),
            "dimension": row["dimension"], "machine": HITS_READ, "language": row["language"], "gold": "",
            "codebook": lexicon.codebook.edition(row["dimension"]), "lexicon_fingerprint": lexicon.fingerprint,
            "articles": row["n"], "precision": row["value"], "precision_low": row["low"], "precision_high": row["high"],
        }
        for row in table.to_dicts()
    ]  # fmt: skip
    return pl.DataFrame(records, schema=VALIDATION)
