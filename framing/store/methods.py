"""What an export says of how it was made, in words that can be cited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from framing.counting import counted
from framing.lexicon.lexicon import Lexicon
from framing.schemas import VERSIONS
from framing.scoring.versions import is_current
from framing.statistics.levels import last_moment
from framing.store.project import Project
from framing.version import __version__

__all__ = ["methods"]


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


def _languages(scored: pl.DataFrame) -> list[tuple[str, int, int]]:
    found = scored.group_by("language").agg(pl.len(), pl.col("words").sum()).sort("language")
    return [(code, count, words) for code, count, words in found.iter_rows()]


def _period(articles: pl.DataFrame) -> list[str]:
    dated = articles.filter(pl.col("published").is_not_null())
    if dated.is_empty():
        return ["No article has a date."]
    ((first, last),) = dated.select(pl.col("published").min(), last=last_moment().max()).iter_rows()
    undated = counted(articles.height - dated.height, "articles")
    return [f"Published {first:%Y-%m-%d} to {last:%Y-%m-%d}; {undated} without a date."]
