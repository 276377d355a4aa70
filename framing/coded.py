"""How far people who coded the same texts agree: ``framing agreement`` as functions, wherever the codes come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from framing.frames import frame_of
from framing.statistics.events import independent, with_units
from framing.store.answers import Answers
from framing.store.codes import coded_in, codes_of, spans_in
from framing.store.project import Project, open_project
from framing.validation import agreement as figures
from framing.validation.coding import SETTLED, is_coding, read_codes
from framing.validation.tables import read_table

__all__ = ["Coded", "agreement", "coded", "disagreements", "span_agreement"]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """What people coded.

    Attributes:
        codes: a row a code, or a row a marked span where a table of these was given.
        spans: those that were marked besides; None where there are none.
        name: of the file, folder or project; empty for a table.
        notes: what was left out.
    """

    codes: pl.DataFrame
    spans: pl.DataFrame | None = None
    name: str = ""
    notes: tuple[str, ...] = ()


def coded(given: object) -> Coded:
    """What people coded.

    Args:
        given: a table of Polars, pandas or Arrow; a file of one; a folder of sheets that ``framing sample`` wrote,
            filled in; or a project or its folder.

    Raises:
        UsageError: nothing is coded there, or it is no table.
        InputError: the file cannot be read.
        ProjectError: ``project.missing`` or ``project.damaged``.
    """
    if isinstance(given, Project):
        return _of_project(given)
    if not isinstance(given, Path | str):
        return Coded(frame_of(given, "agreement", "codes"))
    path = Path(given)
    if path.suffix and not path.is_dir():
        return Coded(read_table(path), name=path.name)
    if not is_coding(path):
        return _of_project(open_project(path))
    codes, problems = read_codes(path)
    # What was settled afterwards is no coder's.
    return Coded(codes.filter(pl.col("coder") != SETTLED), name=path.name, notes=tuple(problems))


def _of_project(project: Project) -> Coded:
    codes = codes_of(project)
    own, note = coded_in(codes, together=True)
    # Intervals redraw what belongs together: coders of one story may agree on all of its articles, or on none.
    articles = with_units(Answers(project).counted().articles)
    unit = articles.select("article_id", cluster=independent(articles))
    own = own.filter(pl.col("coder") != SETTLED).join(unit, on="article_id", how="left", maintain_order="left")
    if (spans := spans_in(codes)) is not None:
        named = spans.rename({"cluster": "article_id"})
        spans = named.join(unit, on="article_id", how="left", maintain_order="left")
    return Coded(own, spans, project.name, (note,) if note else ())


def agreement(
    codes: object, *, kind: str = "nominal", replicates: int = figures.REPLICATES, seed: int = figures.SEED
) -> pl.DataFrame:
    """How far coders agree, by dimension and language, over all of them and for each pair, as ``framing agreement``.

    Args:
        codes: whatever :func:`framing.validation.agreement.agreement` takes, or a file of it, a folder of sheets, or a
            project or its folder.
        kind: of all codes: nominal, ordinal, interval or ratio.
        replicates: redraws of an interval.
        seed: of the redraws.

    Returns:
        AGREEMENT columns.

    Raises:
        UsageError: what codes need is missing, or no unit has codes of two coders.
        ProjectError: ``project.missing`` or ``project.damaged``.

    Example:
        >>> rows = [(unit, coder, "praise", code) for coder, of in (("A", "yynn"), ("B", "yyny"))
        ...         for unit, code in zip("1234", of)]
        >>> codes = pl.DataFrame(rows, schema=["unit", "coder", "dimension", "code"], orient="row")
        >>> agreement(codes).filter(figure="percent")["value"].to_list()
        [0.75]
    """
    return figures.agreement(coded(codes).codes, kind=kind, replicates=replicates, seed=seed)


def span_agreement(spans: object, *, replicates: int = figures.REPLICATES, seed: int = figures.SEED) -> pl.DataFrame:
    """How far the spans of coders are the same, for each two coders, by dimension and language.

    Args:
        spans: whatever :func:`framing.validation.agreement.span_agreement` takes, or a file of it, or a project or its
            folder.
        replicates: redraws of an interval.
        seed: of the redraws.

    Returns:
        AGREEMENT columns; the figure is ``span-f1``.

    Raises:
        UsageError: what spans need is missing, or no unit was read by two coders.
        ProjectError: ``project.missing`` or ``project.damaged``.
    """
    given = coded(spans)
    return figures.span_agreement(given.codes if given.spans is None else given.spans, replicates=replicates, seed=seed)


def disagreements(codes: object) -> pl.DataFrame:
    """The units on which coders differ, for a talk about them or for whoever decides.

    Args:
        codes: as for :func:`agreement`.

    Returns:
        Columns language, dimension, unit, codes (a text: who gave which), spread (share of the pairs of coders that
        differ): a row a unit and dimension, those with the largest spread first.
    """
    return figures.disagreements(coded(codes).codes)
