"""Completes rows as they were read to Articles: cleaned texts, ids, outlets, countries, dates, genres and hashes.

Nothing is made up: a date that is not said in full stays null, and articles whose outlet nobody named share the
unknown of their file, which is a row of its own and no outlet among outlets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from framing import limits, schemas
from framing.errors import UsageError
from framing.frames import frame_of
from framing.ingest.article.boilerplate import Boilerplate
from framing.ingest.article.clean import clean, suspect
from framing.ingest.article.cuts import Cut, compose, rebuild
from framing.ingest.article.dates import parse_published
from framing.ingest.article.metadata import EDGE_CHARS, Facts, Given, interpret
from framing.ingest.article.names import is_unknown, name_key, unknown_of
from framing.ingest.article.outlets import Outlets, load_outlets
from framing.ingest.article.repairs import marked_truncated, repaired
from framing.ingest.article.sites import COUNTRIES, canonical_url, country_names
from framing.ingest.source import FIELDS, SUMMARY, Rejected
from framing.languages.detection import detect, stated
from framing.languages.registry import languages

__all__ = [
    "Outlets",
    "as_cuts",
    "canonical_url",
    "complete",
    "content_sha256",
    "cuts_series",
    "filled",
    "load_outlets",
    "parse_published",
    "raw_texts",
]


#: What NewsAPI writes in place of an article that was taken back.
_REMOVED: Final = "[Removed]"


def complete(
    rows: pl.DataFrame,
    outlets: Outlets,
    *,
    boilerplate: Boilerplate | None = None,
    language: str | None = None,
    outlet: str | None = None,
) -> tuple[pl.DataFrame, list[Rejected]]:
    """Complete rows to Articles.

    Args:
        rows: columns as in ``source.ROW``.
        outlets: the outlets to match names and domains with.
        boilerplate: what was learned of the outlets' own lines; nothing if left out.
        language: of all rows, whatever they say themselves.
        outlet: of rows that name none, neither by a name nor by a listed address.

    Returns:
        Articles (columns as in ``schemas.ARTICLE``) and the rows that are none. Together they are all the rows. A row
        with a headline and no text is an article whose text is empty.
    """
    rows, rejects = _quarantine(marked_truncated(repaired(_tidy(rows))))
    given = pl.col("language") if language is None else pl.lit(language, pl.String)
    rows = rows.with_columns(pl.col("text").fill_null(""), stated(given).alias("language"))
    if outlet is not None:
        silent = pl.all_horizontal(pl.col("outlet", "outlet_name").is_null())
        rows = rows.with_columns(outlet=pl.when(silent).then(pl.lit(outlet)).otherwise("outlet"))
    headline = rows.select(schemas.HEADLINE_ONLY).to_series()
    rows = rows.with_columns(pl.Series("article_id", _ids(rows), pl.String))
    texts, titles = rows["text"].to_list(), rows["title"].to_list()
    cuts = [as_cuts(extra) for extra in rows["cut"].to_list()]
    for row in suspect(rows).arg_true().to_list():
        texts[row], cuts[row] = _clean(texts[row], cuts[row], titles[row], {})
    facts = _interpret(rows, texts, cuts, outlets)
    if boilerplate is not None:
        learned = [boilerplate.lines.get(fact.outlet, {}) for fact in facts]
        anew = []
        for row in suspect(rows, learned=boilerplate.all_lines()).arg_true().to_list() if any(learned) else ():
            before = texts[row]
            texts[row], cuts[row] = _clean(before, cuts[row], titles[row], learned[row])
            if texts[row] != before and _is_open(facts[row].source, facts[row].genre):
                anew.append(row)
        again = _interpret(rows[anew], [texts[row] for row in anew], [cuts[row] for row in anew], outlets)
        for row, extra in zip(anew, again, strict=True):
            source, genre = _filled(facts[row].source, facts[row].genre, extra)
            facts[row] = replace(facts[row], source=source, genre=genre)
    rows = rows.with_columns(pl.Series("text", texts, pl.String), cuts_series(cuts))
    articles = _assemble(rows, facts, outlets)
    empty = ~articles["text"].str.contains(r"\S") & ~headline
    rejects += [
        Rejected(place, "input.no-text", "all of its text is the site's own", "save the article itself", b"")
        for place in articles.filter(empty)["origin"].to_list()
    ]
    return articles.filter(~empty), rejects


def filled(articles: pl.DataFrame, outlets: Outlets) -> pl.DataFrame:
    """Fill in the source and genre that are not known, as adding does once an outlet's own lines are cut.

    A credit or a dateline may have stood beyond those lines, out of the places where it is looked for. What is known
    stays: it came from what is not in the text (a file's columns, the page's head), or from a line that is cut now.

    Args:
        articles: columns as in ``schemas.ARTICLE``, cleaned again.
        outlets: the outlets to match.
    """
    rows = articles.with_columns(
        pl.lit(None, pl.String).alias("site"),
        pl.lit(None, pl.String).alias("genre"),
        pl.lit(None, pl.String).alias("published"),
        pl.lit(None, pl.List(pl.String())).alias("labels"),
        pl.col("origin").alias("place"),
        pl.col("article_id").alias("fallback_id"),
    )
    known = list(articles.select("source", "genre").iter_rows())
    cuts = [as_cuts(cut) for cut in articles["cut"].to_list()]
    facts = _interpret(rows, articles["text"].to_list(), cuts, outlets)
    known = [_filled(source, genre, fact) for (source, genre), fact in zip(known, facts, strict=True)]
    countries = pl.Series("country found", [outlets.country(source) for source, _ in known], pl.String)
    return articles.with_columns(
        pl.Series("source", [source for source, _ in known], pl.String),
        pl.coalesce("source_country", countries).alias("source_country"),
        pl.Series("genre", [genre for _, genre in known], pl.String),
    )


def _is_open(source: str | None, genre: str | None) -> bool:
    return source is None or genre == "unknown"


def _filled(source: str | None, genre: str, facts: Facts) -> tuple[str | None, str]:
    return source or facts.source, facts.genre if genre == "unknown" else genre


def as_cuts(rows: Iterable[dict[str, Any]] | None) -> tuple[Cut, ...]:
    """The column ``cut`` of one article as cuts."""
    return () if rows is None else tuple(Cut(**cut) for cut in rows)


def raw_texts(articles: pl.DataFrame) -> pl.Series:
    """The raw texts of articles, put together again from what was kept and what was cut.

    Args:
        articles: columns ``text`` and ``cut``, as in ``schemas.ARTICLE``.

    Raises:
        UsageError: what is given is no frame, or lacks one of them.

    Example:
        >>> kept = {"text": ["It rained."], "cut": [[{"at": 10, "text": " Share this", "rule": "social"}]]}
        >>> raw_texts(pl.DataFrame(kept)).to_list()
        ['It rained. Share this']
    """
    articles = frame_of(articles, "raw_texts")
    if missing := [name for name in ("text", "cut") if name not in articles.columns]:
        hint = "give articles as framing.articles or a project has them"
        raise UsageError("articles.no-column", f"no column '{missing[0]}'", "raw_texts", hint)
    raw = [rebuild(text, as_cuts(cut)) for text, cut in articles.select("text", "cut").iter_rows()]
    return pl.Series("raw", raw, pl.String)


def cuts_series(cuts: Sequence[Sequence[Cut]]) -> pl.Series:
    """Cuts as the column ``cut``; null where nothing was cut."""
    rows = [[{"at": cut.at, "text": cut.text, "rule": cut.rule} for cut in one] or None for one in cuts]
    return pl.Series("cut", rows, schemas.CUT)


def content_sha256(articles: pl.DataFrame) -> pl.Series:
    """The hash of each article's title and text."""
    contents = articles.select(pl.concat_str(pl.col("title").fill_null(""), pl.lit("\n"), "text")).to_series()
    digests = [hashlib.sha256(content.encode()).hexdigest() for content in contents.to_list()]
    return pl.Series("content_sha256", digests, pl.String)


def _clean(
    text: str, cuts: Sequence[Cut], title: str | None, learned: Mapping[str, str]
) -> tuple[str, tuple[Cut, ...]]:
    cleaned = clean(text, title=title, learned=learned, tidy=False)
    return cleaned.text, compose(cuts, cleaned.cuts) if cleaned.cuts else tuple(cuts)


def _interpret(
    rows: pl.DataFrame, texts: Sequence[str], cuts: Sequence[Sequence[Cut]], outlets: Outlets
) -> list[Facts]:
    names = ("url", "title", "outlet", "outlet_name", "site", "source", "genre", "published", "byline", "labels")
    given = rows.select(
        *names,
        "published_basis",
        pl.col("country").str.to_uppercase(),
        _languages(rows, texts, outlets),
        _unknowns(rows),
    )
    facts = []
    for text, cut, row in zip(texts, cuts, given.iter_rows(named=True), strict=True):
        # Where somebody has said that the date is unknown, there is a reason not to look for one.
        silent = (row.pop("published_basis") or "").lower() == "unknown"
        row["labels"] = row["labels"] or ()
        head, tail = text[:EDGE_CHARS], text[-EDGE_CHARS:]
        facts.append(interpret(Given(**row, head=head, tail=tail, cuts=cut, undated=silent), outlets))
    return facts


def _languages(rows: pl.DataFrame, texts: Sequence[str], outlets: Outlets) -> pl.Series:
    """The language of each article as it is stated; or that of its words, where a listed name has to be asked."""
    codes, titles = rows["language"].to_list(), rows["title"].to_list()
    named = rows.select("outlet", "outlet_name", "site", "source").rows()
    asked = [
        row
        for row, names in enumerate(named)
        if codes[row] is None and any(name and name_key(name) in outlets.names for name in names)
    ]
    if not asked:
        return rows["language"]
    words = pl.Series([f"{titles[row] or ''}\n{texts[row]}" for row in asked], dtype=pl.String)
    for row, code in zip(asked, detect(words, languages())["language"], strict=True):
        # A near relative of a language may be that language in few words: it speaks against no outlet.
        codes[row] = code if code in languages() else None
    return pl.Series("language", codes, pl.String)


def _unknowns(rows: pl.DataFrame) -> pl.Series:
    """The unknown of each article's file; of an export that is read in again, that which it names."""
    names = []
    for outlet, article, fallback, place in rows.select("outlet", "article_id", "fallback_id", "place").iter_rows():
        is_kept = outlet is not None and is_unknown(outlet) and outlet != f"{schemas.UNKNOWN_OUTLET}{article}"
        names.append(outlet if is_kept else unknown_of(fallback or article, place or ""))
    return pl.Series("unknown", names, pl.String)


def _assemble(rows: pl.DataFrame, facts: Sequence[Facts], outlets: Outlets) -> pl.DataFrame:
    known, sources = [fact.outlet for fact in facts], [fact.source for fact in facts]
    articles = rows.with_columns(
        pl.Series("outlet", known, pl.String),
        pl.Series("outlet_name", [fact.outlet_name for fact in facts], pl.String),
        pl.Series("source", sources, pl.String),
        _country("country", known, outlets),
        _country("source_country", sources, outlets),
        pl.Series("genre", [fact.genre for fact in facts], pl.String),
        pl.Series("published", [fact.published for fact in facts], schemas.ARTICLE["published"]),
        pl.Series("found_precision", [fact.published_precision for fact in facts], pl.String),
        pl.Series("byline", [fact.byline for fact in facts], pl.String),
        pl.Series("found_basis", [fact.published_basis for fact in facts], pl.String),
        pl.col("place").alias("origin"),
    ).with_columns(_basis(), _precision(), content_sha256(rows))
    return articles.select(list(schemas.ARTICLE))


def _tidy(rows: pl.DataFrame) -> pl.DataFrame:
    """One kind of line break; metadata stripped, and null where nothing is left. The text keeps its outer spaces."""
    broken = (
        pl.col("title", "text")
        .str.replace_all("\r\n", "\n", literal=True)
        .str.replace_all("\r", "\n", literal=True)
        .str.strip_chars_start("\ufeff")
    )
    facts = [name for name in (*FIELDS, "site") if name != "text"]
    stripped = pl.col(facts).str.strip_chars()
    bare = rows.with_columns(broken).with_columns(pl.when(stripped.str.len_bytes() > 0).then(stripped).name.keep())
    country = pl.col("country").str.to_lowercase()
    is_address = pl.col("source").str.contains(r"^https?://")
    return bare.with_columns(
        pl.when(pl.col("text").str.contains(r"\S")).then("text").alias("text"),
        country.replace_strict(country_names(), default=pl.col("country"), return_dtype=pl.String).alias("country"),
        # Some programs call the page's address its source; no agency is called so.
        pl.coalesce("url", pl.when(is_address).then("source")).alias("url"),
        pl.when(~is_address).then("source").alias("source"),
    )


def _quarantine(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Rejected]]:
    nul = pl.any_horizontal(pl.col(FIELDS).str.contains("\0", literal=True).fill_null(False))
    titled = pl.col("title").str.contains(r"\p{L}").fill_null(False)
    gone = (pl.col("title") == _REMOVED) & (pl.col("text") == _REMOVED)
    code = (
        pl.when(nul).then(pl.lit("input.binary"))
        .when(gone).then(pl.lit("input.removed"))
        .when(pl.col("text").is_null() & ~titled).then(pl.lit("input.no-text"))
        .when(pl.col("text").str.len_chars() > limits.ARTICLE_CHARS).then(pl.lit("input.too-large"))
    )  # fmt: skip
    rows = rows.with_columns(code.alias("code"))
    good, bad = rows.filter(pl.col("code").is_null()), rows.filter(pl.col("code").is_not_null())
    meaning = {
        "input.binary": ("it holds NUL characters", "extract its text first"),
        "input.no-text": ("there is no text and no headline", "put the article's text, as a string, under 'text'"),
        "input.removed": ("its outlet has taken the article back: nothing but '[Removed]' is left", "leave it out"),
        "input.too-large": (f"its text has more than {limits.ARTICLE_CHARS} characters", "split it into articles"),
    }
    kept = pl.coalesce(pl.col("text"), "title", "url", pl.lit("")).str.slice(0, 200).alias("kept")
    rejects = [
        Rejected(place, code, *meaning[code], kept.encode()[:200])
        for place, code, kept in bad.select("place", "code", kept).iter_rows()
    ]
    return good.drop("code"), rejects


def _ids(rows: pl.DataFrame) -> list[str]:
    urls = [canonical_url(url) for url in rows["url"].to_list()]
    others = rows.select(pl.coalesce("id", "fallback_id")).to_series().to_list()
    return [
        _id(url, own or other, is_own=own is not None)
        for url, own, other in zip(urls, rows["article_id"].to_list(), others, strict=True)
    ]


def _id(url: str | None, name: str, *, is_own: bool) -> str:
    """The user's own id, else the address, or the name. A name that is the page's address is spelled as that is.

    A name of a part of the page (``address#summary``) stands beside the page itself.
    """
    page, sign, part = name.rpartition("#")
    if url and sign and canonical_url(page) == url and part == SUMMARY:
        return f"{url}#{part}"
    return name if url is None or (is_own and canonical_url(name) != url) else url


def _country(name: str, keys: Sequence[str | None], outlets: Outlets) -> pl.Expr:
    given = pl.col(name).str.to_uppercase()
    fallback = pl.Series(name, [outlets.country(key) for key in keys], pl.String)
    return pl.when(given.is_in(COUNTRIES)).then(given).otherwise(fallback).alias(name)


def _basis() -> pl.Expr:
    given = pl.col("published_basis").str.to_lowercase()
    return (
        pl.when(pl.col("published").is_null()).then(pl.lit("unknown"))
        .when(pl.col("found_basis").is_not_null()).then(pl.col("found_basis"))
        .when(given.is_in(schemas.BASES)).then(given)
        # A month alone is what somebody wrote down, and no program's record of a moment.
        .when(pl.col("found_precision") != "day").then(pl.lit("stated"))
        .otherwise(pl.lit("metadata")).alias("published_basis")
    )  # fmt: skip


def _precision() -> pl.Expr:
    """What is known of a date; an export read in again says it of a date that is written out in full."""
    given, coarse = pl.col("published_precision").str.to_lowercase(), pl.col("found_basis").is_null()
    return (
        pl.when(coarse & given.is_in(schemas.PRECISIONS) & (pl.col("found_precision") == "day")).then(given)
        .otherwise(pl.col("found_precision")).alias("published_precision")
    )  # fmt: skip
