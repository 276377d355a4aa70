"""Badges: how far a dimension has been checked in a language, told wherever its numbers are.

From the least: ``unvalidated``; ``author-checked``, by who wrote the lexicon; ``read-blind``, a second time by others
who did not see what it finds; ``hits-read``, where people judged hits that were drawn in this project, which says
nothing of what the lexicon misses; ``validated``, on codes of this project. What was validated with another lexicon, or
another page of the codebook, than those of now is not validated.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon
from framing.phrases import Named, later, phrase
from framing.resources import lexicons_folder
from framing.schemas import VALIDATION
from framing.store.codes import coded_in, codes_of, gold
from framing.store.fold import frame_of
from framing.store.goldsets import keep_gold
from framing.store.project import Project
from framing.store.spool import append, waiting
from framing.store.verdicts import HITS_READ, hits_validations, verdicts_of
from framing.validation.agreement import agreement
from framing.validation.coding import SETTLED
from framing.validation.machines import LEXICON, Validation

__all__ = ["BADGES", "BADGE_NAMES", "badge_lines", "badges", "badges_of", "record_validation", "validations_of"]

#: From the least to the most.
BADGES: Final = ("unvalidated", "author-checked", "read-blind", "hits-read", "validated")
#: What badges are called.
BADGE_NAMES: Final = {
    "unvalidated": later("not validated"),
    "author-checked": later("checked by the authors of the lexicon alone"),
    "read-blind": later("read a second time blind"),
    "hits-read": later("hits read here"),
    "validated": later("validated here"),
}
#: Those that come from this project.
_HERE: Final = BADGES[-2:]
#: One row a dimension and language; ``detail`` is empty where there are no figures.
_BADGE: Final = dict.fromkeys(("dimension", "language", "badge", "detail"), pl.String())


def validations_of(project: Project) -> pl.DataFrame:
    """The last validation of each dimension, machine and language: VALIDATION columns.

    What readers said of hits is a machine of its own (``framing.store.verdicts.HITS_READ``), with a precision alone.

    Raises:
        ProjectError: ``project.damaged``.
    """

    def read() -> pl.DataFrame:
        records = waiting(project.folder).records
        rows = project.columns("validations", list(VALIDATION), project.history().runs)
        return pl.concat([rows, frame_of("validations", records)])

    rows = project.steadily(read).sort("made", maintain_order=True)
    rows = rows.unique(["dimension", "machine", "language"], keep="last", maintain_order=True)
    verdicts = verdicts_of(project)
    return pl.concat([rows, hits_validations(verdicts, project.lexicon())]) if verdicts.height else rows


def record_validation(project: Project, validation: Validation) -> None:
    """Take down what a validation found, so that the dimension's numbers carry it.

    Args:
        project: whose codes it was made with.
        validation: from :func:`framing.validation.machines.validity`.

    Raises:
        StorageError: the system refused, and nothing was saved.
    """
    codes, lexicon = codes_of(project), project.lexicon()
    same: dict[str, Any] = {"table": "validations", "made": datetime.now(UTC).isoformat(timespec="microseconds")}
    same |= {"dimension": validation.measure, "codebook": lexicon.codebook.edition(validation.measure)}
    same |= {"lexicon_fingerprint": lexicon.fingerprint}
    same["gold"] = keep_gold(project, gold(codes).filter(dimension=validation.measure))
    alphas = _alphas(codes, validation.measure)
    records = []
    parts = validation.figures.filter(pl.col("level").is_in(["all", "language"]))
    for (machine, part), rows in parts.group_by("machine", "part", maintain_order=True):
        figures = {row["figure"]: row for row in rows.to_dicts()}
        record = {**same, "record": secrets.token_hex(8), "machine": machine, "language": part}
        record |= {
            "articles": figures["auc"]["articles"],
            "alpha": alphas.get(str(part)),
            "auc": figures["auc"]["value"],
        }
        for name in ("precision", "recall"):
            ends = {"": "value", "_low": "low", "_high": "high"}
            record |= {f"{name}{end}": figures[name][column] for end, column in ends.items()}
        records.append(record)
    append(project.folder, "validations", records)


def _alphas(codes: pl.DataFrame, dimension: str) -> dict[str, float]:
    """Language, or all → Krippendorff's α of what coders said before they settled anything."""
    own = coded_in(codes, dimension, together=True)[0].filter(pl.col("coder") != SETTLED)
    alphas: dict[str, float] = {}
    for name, part in (("all", own.with_columns(language=pl.lit("all"))), ("", own)):
        try:
            rows = agreement(part, replicates=1).filter(figure="alpha", coders="all")
        except UsageError:  # Nothing was coded twice.
            continue
        by_language = {name or language: value for language, value in rows.select("language", "value").iter_rows()}
        alphas |= {language: value for language, value in by_language.items() if value == value}
    return alphas


def badges(
    lexicon: Lexicon, measures: Iterable[str], languages: Iterable[str], validations: pl.DataFrame | None = None
) -> pl.DataFrame:
    """How far dimensions have been checked in languages.

    Args:
        lexicon: whose numbers they are.
        measures: dimensions; scales, which are made of them, are left out.
        languages: codes.
        validations: of a project, from :func:`validations_of`; else what the lexicon comes with is told alone.

    Returns:
        Columns dimension, language, badge (one of BADGES), detail.
    """
    measured: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    if validations is not None:
        own = validations.filter(lexicon_fingerprint=lexicon.fingerprint)
        for machine, badge in ((HITS_READ, "hits-read"), (LEXICON, "validated")):
            rows_of = own.filter(machine=machine).to_dicts()
            measured |= {(row["dimension"], row["language"]): (badge, row) for row in rows_of if _is_now(row, lexicon)}
    shipped = _shipped()
    rows = []
    languages = list(languages)
    for dimension in (name for name in measures if name in lexicon.codebook.dimensions):
        for language in languages:
            badge, row = measured.get((dimension, language), ("", {}))
            known = shipped.get((dimension, language), ("unvalidated", ""))
            rows.append((dimension, language, *((badge, _figures(row)) if badge else known)))
    return pl.DataFrame(rows, schema=_BADGE, orient="row")


def _is_now(row: dict[str, Any], lexicon: Lexicon) -> bool:
    """Whether a dimension's page is the one that a validation was made with."""
    name = row["dimension"]
    return name in lexicon.codebook.dimensions and row["codebook"] == lexicon.codebook.edition(name)


def badges_of(project: Project, measures: Iterable[str], languages: Iterable[str]) -> pl.DataFrame:
    """How far dimensions of a project have been checked, as :func:`badges` has it.

    Raises:
        ProjectError: ``project.damaged``.
    """
    return badges(project.lexicon(), measures, languages, validations_of(project))


def _figures(row: dict[str, Any]) -> str:
    figures = [("α", row["alpha"]), ("precision", row["precision"]), ("recall", row["recall"])]
    parts = [f"{name} {value:.2f}" for name, value in figures if value is not None]
    return ", ".join([*parts, f"n {row['articles']:,}"])


@cache
def _shipped() -> dict[tuple[str, str], tuple[str, str]]:
    """(dimension, language) → the best badge that the lexicon comes with, and its precision and recall."""
    path = lexicons_folder() / "validity.csv"
    if not path.is_file():  # Lexicons of somebody's own, of which nothing is known: all is unvalidated.
        return {}
    rows = pl.read_csv(path, infer_schema_length=None)
    rows = rows.filter(pl.col("figure").is_in(["precision", "recall"]), pl.col("check").is_in(BADGES))
    shipped: dict[tuple[str, str], tuple[str, str]] = {}
    for badge in BADGES[1:3]:
        for (measure, language), part in rows.filter(check=badge).group_by("measure", "language", maintain_order=True):
            firsts = part.unique("figure", keep="first", maintain_order=True)
            detail = ", ".join(
                f"{figure} {value:.2f}" for figure, value in firsts.select("figure", "value").iter_rows()
            )
            shipped[str(measure), str(language)] = badge, detail
    return shipped


def badge_lines(rows: pl.DataFrame, *, brief: bool = False) -> list[str]:
    """What badges say, a line a badge, from the least: for a terminal and for pages.

    Args:
        rows: from :func:`badges`.
        brief: figures of what was validated here alone.

    Example:
        >>> rows = [("praise", "hi", "unvalidated", ""), ("doubt", "hi", "validated", "recall 0.60, n 90")]
        >>> badge_lines(pl.DataFrame(rows, schema=["dimension", "language", "badge", "detail"], orient="row"))
        ['not validated: praise (hi)', 'validated here: doubt (hi: recall 0.60, n 90)']
    """
    lines = []
    for badge in BADGES:
        own = rows.filter(badge=badge)
        of = []
        for (dimension,), part in own.group_by("dimension", maintain_order=True):
            is_told = badge in _HERE or not brief
            pairs = [(row["language"], row["detail"] if is_told else "") for row in part.to_dicts()]
            between = "; " if any(detail for _, detail in pairs) else ", "
            details = [f"{language}: {detail}" if detail else language for language, detail in pairs]
            named = Named("measure", str(dimension), str(dimension))
            of.append(phrase("{measure} ({languages})", measure=named, languages=between.join(details)))
        if of:
            lines.append(phrase("{badge}: {measures}", badge=phrase(BADGE_NAMES[badge]), measures=of))
    return lines
