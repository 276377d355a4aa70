"""What an export says of how it was made, in words that can be cited.

What each column of an export means, in words that go into its codebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.phrases import counted
from framing.schemas import VERSIONS
from framing.scoring.versions import is_current
from framing.statistics.levels import last_moment
from framing.store.badges import badge_lines, badges_of
from framing.store.project import Project
from framing.version import __version__

__all__ = ["codebook", "meaning", "methods"]


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


_GROUP: Final = "group_"

_ARTICLE: Final = {
    "article_id": "Id: the canonical address, else the id that its file gave, else file and row",
    "url": "Canonical web address",
    "title": "Headline",
    "text": "Text after cleaning; all offsets refer to it. Its first paragraph is the lead",
    "outlet": "Id of the outlet, as in outlets.csv; the articles of a file that name none share one",
    "outlet_name": "What the outlet is called: as listed, else as most of its articles write it",
    "country": "Country of the publisher, ISO 3166-1 alpha-2",
    "source": "Agency or original producer credited",
    "source_country": "Country of the source, ISO 3166-1 alpha-2",
    "genre": "news, opinion, editorial, release or unknown",
    "language": "Language in which it was read, BCP 47",
    "language_stated": "Language that its file stated",
    "published": "When it was published, UTC, ISO 8601; empty where unknown",
    "published_basis": "How the date is known: stated, metadata, inferred, unknown",
    "published_precision": "What is known of the date: day, month or year, of which published is the beginning",
    "byline": "Author line",
    "tags": "Tags, apart by semicolons",
    "cluster": "Id of the first of the articles that are near-duplicates of each other; its own where it is alone",
    "content_sha256": "SHA-256 of headline and text",
    "origin": "File and row that it came from",
    "words": "Words counted",
    "coverage": "Share of its words that the language's general word list knows",
    "status": "ok, short, headline (no text), truncated (the text is cut off), refused (no language that is scored)",
    "lexicon_fingerprint": "Fingerprint of the lexicon that scored it",
    "scorer_version": "Version of the toolkit that scored it",
    "lexicon_tables": "Compiled tables of the lexicon that scored it, by language and the beginning of their SHA-256",
    "batch_id": "The run that brought this version",
}

_SCORING: Final = {
    "section": "title, lead or body; all for the whole article",
    "start": "Where the span begins, in Unicode code points of the title or the text, from 0",
    "end": "Where the span ends, exclusive",
    "surface": "The words themselves",
    "dimension": "Dimension or scale, see below",
    "entry_id": "Entry of the lexicon that matched",
    "concept": "What ties the entry to those of other languages",
    "kind": "stance, or topic: a mere name of a thing, which counts in the dimension and in no scale",
    "weight": "Weight of the entry: 0.5 weak, 1, 2 strong",
    "factor": "What negation left of the weight, 0 or 1, times the intensifier's factor",
    "voice": "own: the outlet's words; quoted: in quotation marks; reported: indirect speech; mention: 1–3 in marks",
    "negated": "Whether it stands under a negation",
    "actor": "The nearest country or actor in the sentence, by its id in actors.csv",
    "hits": "Matches, unweighted",
    "weighted": "Sum of weight times factor; descriptive only",
    "rate": "Hits per 1,000 words of that section and voice",
    "scale": "Scale, see below",
    "positive": "Stance hits of the scale's positive side",
    "negative": "Stance hits of its negative side",
    "value": "Posterior mean under a fixed prior; empty where nothing was hit",
    "low": "Lower end of the 95 % interval",
    "high": "Upper end of the 95 % interval",
}

_ESTIMATE: Final = {
    "level": "What is summed up: outlet, country (of the publisher), source (country of the source), language",
    "key": "Which of them",
    "name": "What it is called; of an outlet its name, of others their key",
    "country": "Countries of its publishers, joined by +",
    "source_country": "Countries of its sources, joined by +",
    "language": "Languages of its articles, joined by +",
    "articles": "Articles",
    "clusters": "Distinct texts among them: near-duplicates count once",
    "outlets": "Outlets behind it",
    "words": "Words, all voices for a rate; those that the scale counts for a scale",
    "hits": "Matches in all articles",
    "observed": "These articles as counted: hits per 1,000 words; of a contrast scale (positive - negative) / hits",
    "estimate": "The outlet at large, inferred: hits per 1,000 words; of a contrast scale log2 against its language",
    "method": "How estimate and interval were made, and what the prior was",
    "design_effect": "Variance of the hits over that of a Poisson distribution",
    "baseline": "The median outlet of the language",
    "baseline_basis": "language: these outlets; reference: reference news",
    "ratio": "Median of the ratio to the baseline",
    "ratio_low": "Lower end of its 95 % interval",
    "ratio_high": "Upper end of its 95 % interval",
    "lfsr": "Chance that it lies on the other side of the baseline (local false sign rate)",
    "beyond": "Chance that it differs from the baseline by more than half as much again",
    "p": "Against the rest of its language",
    "p_adjusted": "p adjusted over all cells of the table (Benjamini and Hochberg)",
    "reliability": "Share of what a language's outlets differ by that is no chance; empty under eight outlets",
    "articles_needed": "Articles that the outlet needs for a reliability of .8",
    "calibrated": "Whether it was divided by a factor between languages, and so compares over languages",
    "status": "ok, or why the estimate says little",
    "badge": "How far it was checked: unvalidated, author-checked, read-blind, hits-read, validated; where in "
    "several languages, the least",
}

_REJECT: Final = {
    "origin": "File, and row of it",
    "code": "Reason, as a code to filter by",
    "reason": "Reason in words",
    "hint": "What to do about it",
    "first_bytes": "How it begins",
    "batch_id": "The run that met it",
}

_CODE: Final = {
    "content_sha256": "SHA-256 of the headline and text that was read",
    "codebook": "Version of the codebook, and hash of the page of the dimension that was read",
    "coder": "Who coded; settled for what coders settled on",
    "dimension": "Dimension, see below",
    "code": "yes, no or unsure",
    "spans": "Words that were marked: title or text, first and last place in Unicode code points, exclusive",
    "comment": "What the coder said of it",
    "coded": "When, UTC, ISO 8601",
    "entered_by": "Who typed what was settled",
    "sample": "Sample that the article was drawn in",
    "chance": "Chance of the article to be drawn",
    "unit": "What the article is called on sheets",
    "burned": "Whether a lexicon was tuned on it, so that it counts for agreement alone",
    "status": "current; text: the article has another text by now; codebook: the dimension's page has changed",
}

_MATRIX: Final = {
    "words": "Words counted; empty where the article was not read",
    "hits": "Matches of the dimension, unweighted; 0 where there are none, empty where nothing is known",
    "rate": "Hits per 1,000 words; empty where nothing is known",
    "articles": "Articles of the outlet",
    "read": "Those of them that were read: in a language that is scored, with a text where that is asked about",
}

_TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(("wide", "outlets-wide", "tidy", "matrix"), _ARTICLE | _SCORING | _MATRIX),
    "articles": _ARTICLE,
    "codes": _ARTICLE | _CODE,
    "estimates": _SCORING | _ESTIMATE,
    "rejects": _REJECT,
}


def meaning(table: str, column: str) -> str:
    """What a column of an exported table means.

    Example:
        >>> meaning("evidence", "surface")
        'The words themselves'
    """
    if column.startswith(_GROUP):
        return f"Column '{column.removeprefix(_GROUP)}' of the files that the articles came from"
    what, _, dimension = column.partition("_")
    if table in ("wide", "outlets-wide") and what in ("hits", "rate"):
        return f"{_MATRIX[what]} (dimension {dimension})"
    return _TABLES.get(table, _ARTICLE | _SCORING)[column]


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
