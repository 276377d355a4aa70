"""What is known of how far the numbers hold: what the lexicon comes with, and what a project's own codes say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import Any, Final, NamedTuple

import polars as pl

import framing
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.wording import later
from framing.errors import UsageError
from framing.statistics.coded import corrected_tables
from framing.statistics.correction import FIGURES
from framing.statistics.events import independent
from framing.statistics.question import Question
from framing.statistics.reference import calibration_factors
from framing.store.badges import BADGES
from framing.store.codes import coded_in, main_sample, marked_in
from framing.store.verdicts import HITS_READ, hits_validations
from framing.validation.agreement import AGREEMENT
from framing.validation.coding import SETTLED, settled, settled_tables

__all__ = [
    "CHECKS",
    "MORE_CODES",
    "Coded",
    "agreements",
    "calibrations",
    "checks_now",
    "checks_shipped",
    "coded_dimensions",
    "coded_now",
    "corrected_languages",
    "corrections",
    "knows_corrected",
    "languages_of",
    "least_badges",
    "question_of_filters",
    "validated_rows",
    "wider_than_drawn",
    "with_more",
]

#: Codes of which it is told what they would add: about as many as a share takes that is known to .1 to each side.
MORE_CODES: Final = 100
#: Kinds of checks that the lexicon comes with, and what they are called.
CHECKS: Final = {
    "author-checked": later("Read by its authors"),
    "read-blind": later("Read blind"),
    "human-labelled": later("Labelled by others"),
    "known-groups": later("Known groups"),
}
#: ``lexicons/validity.csv``: a figure a line, with its 95 % interval.
_CHECK: Final = {
    "check": pl.String(), "measure": pl.String(), "language": pl.String(), "data": pl.String(), "figure": pl.String(),
    "value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(), "n": pl.Int64(), "note": pl.String(),
}  # fmt: skip
#: ``lexicons/calibration.csv``, as far as it is shown.
_FACTOR: Final = {
    "language": pl.String(), "reference": pl.String(), "dimension": pl.String(), "documents": pl.Int64(),
    "factor": pl.Float64(), "wide_low": pl.Float64(), "wide_high": pl.Float64(),
}  # fmt: skip


class Coded(NamedTuple):
    """What people have coded by now, and what was drawn for them: reading either takes a tenth of a second."""

    codes: pl.DataFrame
    draws: pl.DataFrame


def coded_now(snapshot: Snapshot) -> Coded:
    """The codes of the project as they are now; they change while its tables do not."""
    codes = snapshot.answers.codes()
    return Coded(codes, snapshot.answers.draws() if codes.height else pl.DataFrame())


def checks_now(snapshot: Snapshot) -> pl.DataFrame | None:
    """What was found on the project's codes, and on hits that were judged, which change while its tables do not."""
    if snapshot.validations is None:
        return None
    kept = snapshot.validations.filter(pl.col("machine") != HITS_READ)
    return pl.concat([kept, hits_validations(snapshot.answers.verdicts(), snapshot.lexicon)])


def languages_of(snapshot: Snapshot, rows: pl.DataFrame) -> list[str]:
    """The languages of articles that the lexicon reads; all that it reads where there is none."""
    codes = {code.split("-")[0] for code in rows["language"].drop_nulls().unique()}
    known = list(snapshot.lexicon.entries)
    return [code for code in known if code in codes] or known


def checks_shipped(measures: Collection[str], languages: Collection[str]) -> pl.DataFrame:
    """What was measured of measures in languages: a row a figure. Those of all measures together stand last."""
    path = framing.lexicons_folder() / "validity.csv"
    if not path.is_file():
        return pl.DataFrame(schema=_CHECK)
    rows = pl.read_csv(path, schema=_CHECK)
    wanted = pl.col("measure").is_in([*measures, "all"]) & pl.col("language").is_in(list(languages))
    return rows.filter(wanted).sort(pl.col("measure") == "all", "measure", "language", maintain_order=True)


def calibrations(snapshot: Snapshot, measures: Collection[str], languages: Collection[str]) -> pl.DataFrame:
    """Factors between languages that hold for the lexicon, null for none: columns of ``lexicons/calibration.csv``."""
    path, known = framing.lexicons_folder() / "calibration.csv", calibration_factors(snapshot.lexicon)
    table = pl.DataFrame(schema=_FACTOR)
    if path.is_file():
        table = pl.read_csv(path, schema_overrides=_FACTOR).select(_FACTOR.keys())
    references = set(table["reference"])
    pairs = [
        (code, name, (code, name) in known)
        for name in measures
        for code in languages
        if code not in references or not references
    ]
    schema = {"language": pl.String(), "dimension": pl.String(), "holds": pl.Boolean()}
    rows = pl.DataFrame(pairs, schema=schema, orient="row")
    rows = rows.join(table, on=["language", "dimension"], how="left", maintain_order="left")
    measured = [pl.when("holds").then(pl.col(name)).alias(name) for name in ("factor", "wide_low", "wide_high")]
    return rows.with_columns(measured).drop("holds")


def coded_dimensions(codes: pl.DataFrame) -> pl.DataFrame:
    """Columns dimension, articles, coders, to_code_again: of each that was coded, those with the most first."""
    if not codes.height:
        return pl.DataFrame(schema={"dimension": pl.String(), "articles": pl.Int64(), "coders": pl.Int64()})
    current = pl.col("status") == "current"
    people = pl.col("coder").filter(pl.col("coder") != SETTLED)
    counts = codes.group_by("dimension").agg(
        articles=pl.col("article_id").filter(current).n_unique().cast(pl.Int64),
        coders=people.n_unique().cast(pl.Int64),
        to_code_again=pl.col("article_id").filter(~current).n_unique().cast(pl.Int64),
    )
    return counts.sort("articles", "dimension", descending=[True, False])


def _hash(codes: pl.DataFrame) -> str:
    """A name of what codes say: they may change while the project's tables do not."""
    content = codes.drop("record", "comment", "coded", "entered_by", strict=False)
    return hashlib.sha256(content.write_ndjson().encode()).hexdigest()


def agreements(snapshot: Snapshot, codes: pl.DataFrame) -> pl.DataFrame:
    """What ``framing agreement --project`` prints: AGREEMENT columns; no row where nobody coded a text twice."""

    def make() -> dict[str, pl.DataFrame]:
        try:
            own, _ = coded_in(codes, together=True)
            unit = snapshot.articles.select("article_id", cluster=independent(snapshot.articles))
            own = own.filter(pl.col("coder") != SETTLED)
            own = own.join(unit, on="article_id", how="left", maintain_order="left")
            return {"figures": framing.agreement(own)}
        except UsageError:
            return {"figures": pl.DataFrame(schema=AGREEMENT)}

    return snapshot.kept("agreement", (_hash(codes),), make)["figures"]


def corrections(
    snapshot: Snapshot, codes: pl.DataFrame, filters: Filters, dimension: str, by: str, kind: str = ""
) -> tuple[pl.DataFrame, int, int]:
    """What ``framing report --corrected --dimension … --by …`` prints.

    Args:
        snapshot: the project.
        codes: of it.
        filters: which articles the question is about, and which of their words count.
        dimension: that was coded.
        by: whose figures are put right.
        kind: ``rate`` for places per 1,000 words, by the words that coders marked; else shares of articles.

    Returns:
        CORRECTED columns, and ``least`` and ``most``; texts that are disputed, and those of which coders are unsure.

    Raises:
        UsageError: codes that tell nothing.
    """
    if kind:
        tables, disputed, unsure = [marked_in(codes, dimension)], 0, 0
    else:
        tables, disputed, unsure = settled_tables(coded_in(codes, dimension)[0], dimension)

    def make() -> dict[str, pl.DataFrame]:
        scored, articles = snapshot.among(filters)
        asked = Question(by=by, **filters.counted)
        return {"rows": corrected_tables(scored, articles, tables, dimension, snapshot.lexicon, **how, question=asked)}

    how: dict[str, Any] = {"kind": kind or "share"}
    parts = tuple(map(repr, (_hash(codes), filters, dimension, by, *([kind] if kind else []))))
    return snapshot.kept("corrected", parts, make)["rows"], disputed, unsure


def with_more(rows: pl.DataFrame, more: int = MORE_CODES) -> pl.DataFrame:
    """Corrected figures with ``half_width``, and ``half_width_more``: about what it would be with more codes.

    It shrinks with the root of the codes: exactly so for random samples, roughly where few are drawn to others.

    Args:
        rows: CORRECTED columns.
        more: codes, of articles that are not coded yet; all of them where there are fewer.

    Example:
        >>> rows = pl.DataFrame({"low": [0.2], "high": [0.4], "coded": [100], "articles": [10_000]})
        >>> [round(each, 3) for each in with_more(rows, 300).select("half_width", "half_width_more").row(0)]
        [0.1, 0.05]
    """
    half = (pl.col("high") - pl.col("low")) / 2
    then = pl.min_horizontal("articles", pl.col("coded") + more)
    shrunk = half * (pl.col("coded") / then).sqrt()
    # Of articles that are all coded nothing is left to infer.
    left = pl.when(then < pl.col("articles")).then(shrunk).otherwise(0.0)
    return rows.with_columns(half_width=half, half_width_more=pl.when(half.is_not_null()).then(left))


def validated_rows(snapshot: Snapshot, codes: pl.DataFrame, dimension: str) -> pl.DataFrame:
    """What ``framing validate --dimension`` prints of the lexicon: FIGURES columns of ``framing.validity``.

    Raises:
        UsageError: codes that tell nothing, or all of one kind.
    """
    table, _ = settled(coded_in(codes, dimension)[0], dimension)

    def make() -> dict[str, pl.DataFrame]:
        validation = framing.validity(snapshot.scored, snapshot.articles, table, dimension, snapshot.lexicon)
        return {"figures": validation.figures}

    return snapshot.kept("validated", (_hash(codes), dimension), make)["figures"]


def corrected_languages(snapshot: Snapshot, coded: Coded) -> set[tuple[str, str]]:
    """The dimensions and languages of which codes put the share right, whatever the filters."""
    pairs: set[tuple[str, str]] = set()
    codes = coded.codes
    for dimension in coded_dimensions(codes)["dimension"]:
        if wider_than_drawn(coded.draws, codes, Filters(), dimension):
            continue
        try:
            rows = corrections(snapshot, codes, Filters(), dimension, "language")[0]
        except UsageError:  # All codes are of other texts, or a lexicon was tuned on them.
            continue
        right = rows.filter(pl.col("status").is_in(FIGURES))["key"]
        pairs |= {(dimension, key.split("-")[0]) for key in right}
    return pairs


def knows_corrected(snapshot: Snapshot, codes: pl.DataFrame) -> bool:
    """Whether :func:`corrected_languages` takes no time."""
    if not codes.height or snapshot.is_quick(Filters()):
        return True
    code = _hash(codes)
    return all(
        snapshot.has("corrected", code, Filters(), dimension, "language")
        for dimension in coded_dimensions(codes)["dimension"]
    )


def question_of_filters(filters: Filters) -> Question:
    """The same as a command has it."""
    lists: dict[str, Any] = {
        name: value
        for name in ("language", "country", "outlet", "genre", "topic", "since", "until", "about")
        if (value := getattr(filters, name))
    }
    least: dict[str, Any] = {"min_articles": filters.least} if filters.least > 1 else {}
    return Question(**lists, **least, **filters.counted)


def wider_than_drawn(draws: pl.DataFrame, codes: pl.DataFrame, filters: Filters, dimension: str) -> str:
    """What the coded articles were drawn from, where the question is about more; empty where it is not.

    Example:
        >>> wider_than_drawn(pl.DataFrame(), pl.DataFrame(), Filters(), "praise")
        ''
    """
    if not draws.height or "dimension" not in codes.columns:
        return ""
    own = codes.filter(dimension=dimension, status="current", burned=False)
    frames = draws.filter(sample=main_sample(own) or "")["frame"].drop_nulls()
    if not len(frames):
        return ""
    named = question_of_filters(filters).named()
    drawn: dict[str, str] = json.loads(frames[0])["filters"]
    return "; ".join(f"{name} {value}" for name, value in drawn.items() if named.get(name) != value)


def least_badges(snapshot: Snapshot, filters: Filters, rows: pl.DataFrame) -> dict[str, str]:
    """Dimension → how far it was checked in the languages of some articles, where least."""
    languages = [code.split("-")[0] for code in rows["language"].drop_nulls().unique()]
    checked = framing.badges(snapshot.lexicon, snapshot.dimensions(filters), languages, checks_now(snapshot))
    least: dict[str, str] = {}
    for name, badge in checked.select("dimension", "badge").iter_rows():
        least[name] = min(least.get(name, badge), badge, key=BADGES.index)
    return least
