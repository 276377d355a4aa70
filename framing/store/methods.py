"""What an export says of how it was made, in words that can be cited, and the codebook beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.phrases import counted
from framing.schemas import VERSIONS
from framing.scoring.versions import is_current
from framing.statistics.levels import last_moment
from framing.store.badges import badge_lines, badges_of
from framing.store.columns import meaning
from framing.store.project import Project
from framing.version import __version__

__all__ = ["codebook", "methods"]


def methods(
    project: Project,
    table: str,
    articles: pl.DataFrame,
    lexicon: Lexicon,
    *,
    filters: Mapping[str, str],
    runs: int,
    moment: datetime,
) -> str:
    """The text of ``methods.txt``.

    Args:
        project: that was exported from.
        table: that was exported.
        articles: those that it speaks of: columns of STATUS, published and published_precision.
        lexicon: of the project.
        filters: in use, by name.
        runs: that the project had seen.
        moment: of the export.
    """
    scored = articles.filter(pl.col("status") != "refused")
    made = f"exported on {moment:%Y-%m-%d %H:%M} UTC after {counted(runs, 'runs')}"
    lines = [
        f"Table '{table}' of the project '{project.name}', {made}.",
        f"Framing toolkit {__version__} (see CITATION.cff of the toolkit).",
        *_lexicons(articles, lexicon),
        f"Filters: {'; '.join(f'{name} {value}' for name, value in filters.items()) or 'none'}.",
        f"n = {counted(articles.height, 'articles')}: {scored.height:,} scored, "
        f"{articles.height - scored.height:,} refused (no language that is scored); "
        f"{counted(int(scored['words'].sum()), 'words')}.",
        *(
            f"Language {code}: {counted(count, 'articles')}, {counted(words, 'words')}."
            for code, count, words in _languages(scored)
        ),
        *_period(articles),
        *_checks(project, lexicon, scored),
        "Offsets count Unicode code points of the stored text. Dates are in UTC. Rates are hits per 1,000 words, "
        "unweighted; intervals hold 95 %. Lists and groups are flattened.",
        "A lexicon measures wording, not intent. How well each dimension agrees with human labels, by language and "
        "genre, stands in lexicons/validity.csv of the toolkit; rates of two languages do not compare unless marked "
        "as calibrated.",
    ]
    return "".join(f"{line}\n" for line in lines)


def _lexicons(articles: pl.DataFrame, lexicon: Lexicon) -> list[str]:
    lines = [f"Lexicon version {lexicon.codebook.version}, fingerprint {lexicon.fingerprint}."]
    other = articles.filter(~is_current(articles, lexicon))
    for fingerprint, version, tables, count in other.group_by(VERSIONS, maintain_order=True).len().iter_rows():
        number = counted(count, "articles were", "article was")
        lines.append(
            f"But {number} scored with lexicon {fingerprint}, toolkit {version}, tables {tables or 'unnamed'}; "
            "'framing rescore' makes them comparable."
        )
    return lines


def _checks(project: Project, lexicon: Lexicon, scored: pl.DataFrame) -> list[str]:
    rows = badges_of(project, lexicon.codebook.dimensions, scored["language"].drop_nulls().unique().sort())
    return [f"Checks of dimensions (language), {line}." for line in badge_lines(rows)]


def _languages(scored: pl.DataFrame) -> list[tuple[str, int, int]]:
    sums = scored.group_by("language").agg(pl.len(), pl.col("words").sum()).sort("language")
    return [(code, count, words) for code, count, words in sums.iter_rows()]


def _period(articles: pl.DataFrame) -> list[str]:
    dated = articles.filter(pl.col("published").is_not_null())
    if dated.is_empty():
        return ["No article has a date."]
    ((first, last),) = dated.select(pl.col("published").min(), last=last_moment().max()).iter_rows()
    undated = counted(articles.height - dated.height, "articles")
    return [f"Published {first:%Y-%m-%d} to {last:%Y-%m-%d}; {undated} without a date."]


def codebook(table: str, schema: pl.Schema, lexicon: Lexicon) -> pl.DataFrame:
    """The codebook of an export: frame (what, name, type, meaning), one row a column, dimension and scale."""
    rows: list[tuple[str, str, str, str]] = [
        ("column", name, _type(kind), meaning(table, name)) for name, kind in schema.items()
    ]
    if "dimension" in schema or "scale" in schema or any(name.startswith("hits_") for name in schema):
        rows += [
            ("dimension", name, described.family, f"{described.label}: {described.definition}")
            for name, described in lexicon.codebook.dimensions.items()
        ]
        rows += [
            ("scale", name, described.kind, f"{described.definition or _sides(described.positive, described.negative)}")
            for name, described in lexicon.codebook.scales.items()
        ]
    return pl.DataFrame(rows, ["what", "name", "type", "meaning"], orient="row")


def _sides(positive: Iterable[str], negative: Iterable[str]) -> str:
    return f"{' + '.join(positive)} against {' + '.join(negative)}"


def _type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "integer"
    if kind.is_float():
        return "number"
    if kind == pl.Boolean:
        return "true or false"
    return "date and time, UTC" if kind.is_temporal() else "text"
