"""What people have coded in a project: their codes, what they were drawn from, and what stands fast of them.

Codes stand in the table ``codes`` and, until the next writer takes them in, in the spool. A code belongs to the text
that was read and to the page of the codebook that was read beside it. Where either has changed since, the code is kept,
counts for nothing and its article is to be coded again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from framing.errors import ProjectError, UsageError
from framing.phrases import counted
from framing.schemas import BURN, CODE, GOLD
from framing.store.commit import Commits
from framing.store.fold import frame_of
from framing.store.project import Project, open_project
from framing.store.spool import append, waiting
from framing.validation.coding import CODED, SETTLED, units

__all__ = [
    "burn",
    "coded_in",
    "codes_of",
    "draws_of",
    "fold_now",
    "gold",
    "gold_version",
    "main_sample",
    "marked_in",
    "record_draw",
    "sample_of",
    "save_codes",
    "spans_in",
]

_OF: Final = ("article_id", "coder", "dimension")


def codes_of(project: Project | Path | str) -> pl.DataFrame:
    """The last code of each coder, article and dimension, those that wait in the spool as well.

    Returns:
        CODE columns, with the ``chance`` to be drawn in any draw of the sample; ``unit`` and ``language``;
        ``status``: ``current``, ``text`` (the article has another text by now) or ``codebook`` (the dimension's page is
        another, or gone); ``burned``: whether a lexicon was tuned on it (:func:`burn`); and ``drawn_in``: all samples
        in which the article was drawn, with its chances, whichever of them it was coded for.

    Raises:
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    rows, articles = project.steadily(lambda: _read(project, "codes"))
    rows = rows.unique(_OF, keep="last", maintain_order=True).filter(pl.col("code").is_not_null())
    rows = rows.join(articles.rename({"content_sha256": "now"}), on="article_id", how="inner", maintain_order="left")
    book = project.lexicon().codebook
    pages = {name: book.edition(name).rpartition(":")[2] for name in book.dimensions}
    page = pl.col("dimension").replace_strict(pages, default=None, return_dtype=pl.String)
    status = (
        pl.when(pl.col("now") != pl.col("content_sha256"))
        .then(pl.lit("text"))
        .when((pl.col("codebook").str.split(":").list.last() == page).fill_null(value=False))
        .then(pl.lit("current"))
        .otherwise(pl.lit("codebook"))
    )
    draws = draws_of(project)
    chances = draws.select("sample", "article_id", drawn_with="chance")
    rows = rows.join(chances, on=["sample", "article_id"], how="left", maintain_order="left")
    rows = rows.with_columns(chance=pl.coalesce("drawn_with", "chance"), status=status, unit=units(rows["article_id"]))
    every = draws.group_by("article_id", maintain_order=True).agg(drawn_in=pl.struct("sample", "chance"))
    rows = rows.join(every, on="article_id", how="left", maintain_order="left")
    burned = (
        project.steadily(lambda: _read(project, "burns"))[0]
        .select("article_id", "dimension")
        .unique()
        .with_columns(burned=True)
    )
    rows = rows.join(burned, on=["article_id", "dimension"], how="left", maintain_order="left")
    return rows.select(*CODE, "unit", "language", "status", pl.col("burned").fill_null(value=False), "drawn_in")


def draws_of(project: Project) -> pl.DataFrame:
    """The articles that were drawn to be coded, each once a sample: as its largest draw has it.

    Returns:
        DRAW columns, sample by sample, in the order of the sheets.

    Raises:
        ProjectError: ``project.damaged``.
    """
    rows, articles = project.steadily(lambda: _read(project, "draws"))
    rows = rows.join(articles.select("article_id"), on="article_id", how="semi", maintain_order="left")
    # It was drawn if its number lies below its chance in any draw. That is the largest: where articles came in between,
    # or another lexicon, an article's chance in a later and larger draw may be smaller.
    rows = rows.with_columns(pl.col("chance").max().over("sample", "article_id"))
    rows = rows.sort("size", maintain_order=True).unique(["sample", "article_id"], keep="last", maintain_order=True)
    return rows.sort("sample", "place")


def _read(project: Project, table: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    # The spool first: what a writer takes out of it meanwhile stands in the table by then.
    records = waiting(project.folder).records
    runs = project.history().runs
    rows = frame_of(table, records)
    rows = pl.concat([project.columns(table, rows.columns, runs), rows])
    articles = project.newest(["content_sha256", "language"], runs)
    articles = articles.select("article_id", "content_sha256", *(["language"] if table == "codes" else []))
    return rows.unique("record", keep="first", maintain_order=True), articles


def coded_in(
    codes: pl.DataFrame | Project | Path | str,
    dimension: str | None = None,
    sample: str | None = None,
    *,
    together: bool = False,
) -> tuple[pl.DataFrame, str]:
    """Codes as those of a folder of sheets: for agreement, and to put figures right.

    Articles of one sample alone have chances that can be reckoned with together.

    Args:
        codes: from :func:`codes_of`, or a project or its folder.
        dimension: those of one; all where none is named.
        sample: those of one; where none is named, that with the most codes.
        together: those of all samples, and those that a lexicon was tuned on, as agreement may have them.

    Returns:
        CODED columns of codes that are current; and a line on what was left out, empty for nothing.

    Raises:
        UsageError: ``coding.uncoded``, ``coding.sample``, ``coding.stale`` or ``coding.burned``.
    """
    codes = codes if isinstance(codes, pl.DataFrame) else codes_of(codes)
    own = codes if dimension is None else codes.filter(dimension=dimension)
    if not own.height:
        names = ", ".join(sorted(codes["dimension"].unique()))
        known = f"coded is {names}; " if names else ""
        what = f"'{dimension}' was not coded" if dimension and names else "nothing is coded yet"
        raise UsageError("coding.uncoded", what, "", f"{known}draw with 'framing sample'")
    current = own.filter(status="current")
    stale = own.filter(pl.col("status") != "current")["article_id"].n_unique()
    again = f"{counted(stale, 'articles')} changed since, or the codebook did: to be coded again"
    if not current.height:
        raise UsageError("coding.stale", f"no code is of the texts and pages of now: {again}", "", "code them again")
    current, burned = (current, 0) if together else _unburned(current)
    wanted = sample if sample is not None else main_sample(current)
    kept = current if together else _of_sample(current, wanted)
    if not kept.height:
        known = ", ".join(current["sample"].drop_nulls().unique().sort()) or "none"
        raise UsageError("coding.sample", f"nothing is coded of a sample '{sample}'", "", f"there are {known}")
    others = current.height - kept.height
    notes = [again] if stale else []
    notes += [f"{counted(others, 'codes')} of other samples left out, see --sample"] if others else []
    notes += [f"{counted(burned, 'codes')} left out on which a lexicon was tuned"] if burned else []
    table = kept.with_columns(weight=1 / pl.col("chance").fill_null(1.0)).select(list(CODED))
    return table, "; ".join(notes)


def _unburned(codes: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Codes on which no lexicon was tuned, and how many others there are.

    Raises:
        UsageError: ``coding.burned``: there are others alone.
    """
    kept = codes.filter(~pl.col("burned"))
    if not kept.height:
        what = "a lexicon was tuned on all codes there are, so that they tell nothing of it"
        raise UsageError("coding.burned", what, "", "draw others: framing sample … --seed, another number")
    return kept, codes.height - kept.height


def main_sample(codes: pl.DataFrame) -> str | None:
    """The sample with the most codes; None where most articles were not drawn."""
    inside = pl.col("drawn_in").list.eval(pl.element().struct.field("sample"))
    own = pl.concat_list(inside.fill_null([]), pl.col("sample")).list.unique(maintain_order=True)
    drop = pl.when(own.list.len() > 1).then(own.list.drop_nulls()).otherwise(own)
    samples = codes.select(sample=drop).explode("sample")
    counts = samples.group_by("sample").len().sort("len", "sample", descending=[True, False], nulls_last=True)
    return str(counts["sample"][0]) if counts.height and counts["sample"][0] is not None else None


def _of_sample(codes: pl.DataFrame, sample: str | None) -> pl.DataFrame:
    """The codes of a sample's articles, whichever sample they were coded for, with their chances in it."""
    if sample is None:
        return codes.filter(pl.col("sample").is_null() & pl.col("drawn_in").is_null())
    of = pl.element().filter(pl.element().struct.field("sample") == sample).struct.field("chance")
    inside = pl.col("drawn_in").list.eval(of).list.first()
    own = pl.when(pl.col("sample") == sample).then("chance")
    is_in = inside.is_not_null() | (pl.col("sample") == sample).fill_null(value=False)
    return codes.filter(is_in).with_columns(sample=pl.lit(sample), chance=pl.coalesce(inside, own))


def marked_in(codes: pl.DataFrame, dimension: str, sample: str | None = None) -> pl.DataFrame:
    """How many places coders marked in each article, on the mean, for rates that :func:`framing.corrected` puts right.

    Args:
        codes: from :func:`codes_of`.
        dimension: in which places were marked; whoever coded an article and marked none has found none.
        sample: whose articles.

    Returns:
        Columns article_id, code, chance.

    Raises:
        UsageError: ``coding.unmarked``: nobody has marked any.
    """
    own = codes.filter(pl.col("coder") != SETTLED, status="current", dimension=dimension, burned=False)
    own = _of_sample(own, sample if sample is not None else main_sample(own))
    if not own["spans"].list.len().sum():
        what, hint = f"nobody has marked words in '{dimension}'", "mark them on the page on which you code"
        raise UsageError("coding.unmarked", what, "", hint)
    return own.group_by("article_id", maintain_order=True).agg(
        code=pl.col("spans").list.len().mean(), chance=pl.col("chance").first()
    )


def spans_in(codes: pl.DataFrame) -> pl.DataFrame | None:
    """The spans that coders marked, for :func:`framing.span_agreement`; None where nobody marked any.

    Args:
        codes: from :func:`codes_of`. In dimensions in which somebody marked words, whoever marked none of an article
            has read it and found none.
    """
    current = codes.filter(pl.col("status") == "current", pl.col("coder") != SETTLED)
    marked = current.filter(pl.col("spans").list.len() > 0)["dimension"].unique()
    if not marked.len():
        return None
    own = current.filter(pl.col("dimension").is_in(marked.implode()))
    # Titles and texts are units of their own: places in one say nothing of the other.
    both = own.join(pl.DataFrame({"section": ["title", "text"]}), how="cross")
    rows = []
    names = ("unit", "section", "coder", "dimension", "language", "article_id", "spans")
    for unit, section, coder, dimension, language, article, spans in both.select(names).iter_rows():
        spots = [(span["start"], span["end"]) for span in spans if span["section"] == section] or [(None, None)]
        rows += [(f"{unit} {section}", coder, dimension, start, end, language, article) for start, end in spots]
    schema = dict.fromkeys(("unit", "coder", "dimension"), pl.String()) | dict.fromkeys(("start", "end"), pl.Int64())
    return pl.DataFrame(rows, schema={**schema, "language": pl.String(), "cluster": pl.String()}, orient="row")


def gold(codes: pl.DataFrame | Project | Path | str) -> pl.DataFrame:
    """What stands fast: what was settled, else what all coders of an article say; never unsure.

    Args:
        codes: from :func:`codes_of`, or a project or its folder.

    Returns:
        GOLD columns, sorted by dimension and article. Chances are those of the sample with most of a dimension's codes,
        as far as an article is in it.
    """
    codes = codes if isinstance(codes, pl.DataFrame) else codes_of(codes)
    last = pl.col("coder") == SETTLED
    by = ["article_id", "dimension"]
    current = codes.filter(status="current")
    own = current.filter(last | ~last.any().over(by))
    firm = own.filter(pl.col("code").n_unique().over(by) == 1, pl.col("code") != "unsure")
    basis = pl.when(last).then(pl.lit("settled")).when(pl.len() > 1).then(pl.lit("agreed")).otherwise(pl.lit("single"))
    kept = ["code", "sample", "chance", "language", "content_sha256", "codebook", "burned"]
    rows = firm.group_by(by, maintain_order=True).agg(
        *(pl.col(name).first() for name in kept), basis=basis.first(), coders=pl.len().cast(pl.Int64)
    )
    rows = rows.join(_main_chances(firm), on=by, how="left", maintain_order="left", suffix="_main")
    named = (pl.coalesce(f"{name}_main", name).alias(name) for name in ("sample", "chance"))
    return rows.with_columns(named).select(list(GOLD)).sort("dimension", "article_id")


def _main_chances(codes: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id, dimension, sample, chance of the articles of each dimension's main sample."""
    parts = codes.partition_by("dimension")
    frames = [_of_sample(part, main) for part in parts if (main := main_sample(part.filter(burned=False))) is not None]
    names = ["article_id", "dimension", "sample", "chance"]
    rows = pl.concat(frames) if frames else codes.clear()
    return rows.select(names).unique(names[:2], keep="first", maintain_order=True)


def gold_version(rows: pl.DataFrame) -> str:
    """A name of what a gold set says: the same codes have the same, whenever they are read.

    Args:
        rows: from :func:`gold`.
    """
    content = rows.select("article_id", "dimension", "code", "content_sha256", "codebook").sort(
        "article_id", "dimension"
    )
    return hashlib.sha256(content.write_ndjson().encode()).hexdigest()[:12]


def save_codes(project: Project, who: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Save codes. When this returns they are on the disk, also while somebody else writes to the project.

    Args:
        project: that they are of.
        who: saves them.
        rows: CODE columns; record, coded and what is null may be left out.

    Raises:
        StorageError: the system refused, and nothing was saved.
    """
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    blank = dict.fromkeys(CODE) | {"coded": now, "spans": []}
    append(project.folder, who, ({"table": "codes", **blank, **row, "record": secrets.token_hex(8)} for row in rows))


def burn(project: Project | Path | str, of: pl.DataFrame, why: str) -> None:
    """Take down that codes were used to grow or tune a lexicon, or are going to be, as :func:`save_codes` does.

    What was tuned on codes seems better on these than it is. So they count for agreement and in gold sets, and no more
    for validating or correcting.

    Args:
        project: that they are of, or its folder.
        of: columns article_id, dimension; also those that are not coded yet.
        why: what they are used for.

    Raises:
        StorageError: the system refused, and nothing was saved.
    """
    project = open_project(project)
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    rows = of.select("article_id", "dimension").unique(maintain_order=True).to_dicts()
    same = {"table": "burns", **dict.fromkeys(BURN), "made": now, "why": why}
    append(project.folder, "burns", ({**same, **row, "record": secrets.token_hex(8)} for row in rows))


def sample_of(frame: Mapping[str, Any]) -> str:
    """The name of the sample that a draw is of: draws that differ in their size alone are of one.

    Args:
        frame: the options of the draw.
    """
    return hashlib.sha256(_named(frame).encode()).hexdigest()[:8]


def _named(frame: Mapping[str, Any]) -> str:
    return json.dumps({name: value for name, value in frame.items() if name in _FRAME}, sort_keys=True)


def record_draw(
    project: Project, drawn: pl.DataFrame, articles: pl.DataFrame, dimensions: Iterable[str], frame: Mapping[str, Any]
) -> str:
    """Take down what was drawn to be coded, as :func:`save_codes` does.

    Args:
        project: drawn from.
        drawn: from :func:`framing.validation.sampling.draw`.
        articles: columns article_id, language, content_sha256.
        dimensions: that are coded.
        frame: the options of the draw; ``n`` is its size; with the purpose ``tune`` codes are burned (:func:`burn`).

    Returns:
        The sample: draws that differ in their size alone are of one.
    """
    named = _named(frame)
    sample = sample_of(frame)
    rows = drawn.join(articles, on="article_id", how="left", maintain_order="left").with_row_index("place")
    rows = rows.with_columns(unit=units(rows["article_id"]))
    book, named_dimensions = project.lexicon().codebook, list(dimensions)
    same = {"table": "draws", "sample": sample, "size": frame["n"], "dimensions": named_dimensions}
    same |= {"editions": [book.edition(name) for name in named_dimensions]}
    same |= {"drawn": datetime.now(UTC).isoformat(timespec="microseconds"), "frame": named}
    names = ("place", "unit", "article_id", "content_sha256", "language", "key", "chance", "coders")
    records = (
        {**same, **dict(zip(names, row, strict=True)), "record": secrets.token_hex(8)}
        for row in rows.select(names).iter_rows()
    )
    append(project.folder, f"draws {sample}", records)
    if frame.get("purpose") == "tune":
        pairs = drawn.select("article_id").join(pl.DataFrame({"dimension": named_dimensions}), how="cross")
        burn(project, pairs, "drawn to tune a lexicon")
    return sample


#: What makes draws one sample. Who codes and how much twice, and the size, do not.
_FRAME: Final = ("seed", "by", "more_of", "filters", "purpose")


def fold_now(project: Project) -> bool:
    """Have what waits in the spool taken into the tables; false where another process is writing, which does it later.

    Raises:
        ProjectError: ``project.damaged`` or ``project.write``; what waits goes on waiting.
        StorageError: the system refused; likewise.
    """
    try:
        with Commits(project):
            return True
    except ProjectError as error:
        if error.code != "project.busy":
            raise
        return False
