"""Completes rows as they were read to Articles: ids, outlets, countries, dates and hashes.

Nothing is made up: a date that is not ISO 8601 stays null, and an outlet that nobody named gets an id of its own, so
that two unknown outlets are never counted as one.
"""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import polars as pl
import regex

from framing import limits, schemas
from framing.errors import UsageError
from framing.ingest.countries import COUNTRIES
from framing.ingest.source import FIELDS, SUMMARY, Rejected
from framing.resources import lexicons_folder

__all__ = ["Outlets", "canonical_url", "complete", "load_outlets", "parse_published"]

#: Query parameters that tell where a reader came from, not which article it is.
_TRACKING: Final = regex.compile(r"utm_.*|fbclid|gclid|igshid|mc_cid|mc_eid")

#: What people write in a column when they have nothing to write; as an outlet it would pool strangers.
_NOT_GIVEN: Final = frozenset(("unknown", "none", "null", "nan", "n-a", "na"))

_ISO: Final = regex.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?(?:[Zz]|[+-]\d\d:?\d\d)?)?")
_LANGUAGE: Final = r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets that the toolkit knows: by any of their names, by domain, and their countries."""

    names: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str | None, url: str | None = None) -> str | None:
        """The id of a known outlet, by its id, a name, a domain, or the domain of an article's URL."""
        if name and (known := self.names.get(_fold(name)) or self._by_domain(name.strip().lower())):
            return known
        parts = _split(url)
        return self._by_domain(parts.hostname) if parts is not None and parts.hostname else None

    def _by_domain(self, host: str) -> str | None:
        labels = host.split(".")
        # hindi.example.com belongs to example.com unless it is listed itself; a bare "com" is nobody's.
        candidates = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self.domains[domain] for domain in candidates if domain in self.domains), None)


def load_outlets(path: Path | None = None) -> Outlets:
    """Read ``outlets.csv`` (columns outlet_id, name, names, domains, country, …; lists separated by semicolons).

    Args:
        path: the file; the toolkit's own if left out.

    Returns:
        The outlets; none if the file is absent, since every outlet is then simply a new one.
    """
    path = path or lexicons_folder() / "outlets.csv"
    if not path.is_file():
        return Outlets()
    names: dict[str, str] = {}
    domains: dict[str, str] = {}
    countries: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if "outlet_id" not in (reader.fieldnames or ()):
            raise UsageError(
                "outlets.columns", "there is no column outlet_id", str(path), "name the id column outlet_id"
            )
        for row in reader:
            outlet = row["outlet_id"]
            for name in (outlet, row.get("name") or "", *(row.get("names") or "").split(";")):
                if folded := _fold(name):
                    names.setdefault(folded, outlet)
            for domain in filter(None, map(str.strip, (row.get("domains") or "").split(";"))):
                domains.setdefault(domain.lower().removeprefix("www."), outlet)
            if row.get("country") in COUNTRIES:
                countries[outlet] = str(row["country"])
    return Outlets(names, domains, countries)


def complete(rows: pl.DataFrame, outlets: Outlets) -> tuple[pl.DataFrame, list[Rejected]]:
    """Complete rows to Articles.

    Args:
        rows: columns as in ``source.ROW``.
        outlets: the outlets to match names and domains with.

    Returns:
        Articles (columns as in ``schemas.ARTICLE``) and the rows that are none. Together they are all the rows.
    """
    rows, rejects = _quarantine(_tidy(rows))
    ids = _ids(rows)
    published = rows["published"].to_list()
    parsed = {text: parse_published(text) for text in set(published) if text is not None}
    known = _outlets(rows, ids, outlets)
    sources = [None if name is None else outlets.find(name) or _slug(name) for name in rows["source"].to_list()]
    articles = rows.with_columns(
        pl.Series("article_id", ids, pl.String),
        pl.Series("outlet", known, pl.String),
        pl.Series("source", sources, pl.String),
        _country("country", known, outlets),
        _country("source_country", sources, outlets),
        pl.when(pl.col("genre").str.to_lowercase().is_in(schemas.GENRES)).then(pl.col("genre").str.to_lowercase())
        .otherwise(pl.lit("unknown")).alias("genre"),
        # Anything but a code, such as "Hindi", is left to detection.
        pl.when(pl.col("language").str.contains(_LANGUAGE)).then(pl.col("language")).alias("language"),
        pl.Series("published", [parsed.get(text) for text in published], schemas.ARTICLE["published"]),
        pl.Series("content_sha256", _hashes(rows), pl.String),
        pl.col("place").alias("origin"),
    ).with_columns(_basis())  # fmt: skip
    return articles.select(list(schemas.ARTICLE)), rejects


def parse_published(text: str) -> datetime | None:
    """An ISO 8601 date or time in UTC; null for anything else.

    A time without a zone, and the midnight that a bare date begins with, count as UTC.

    Example:
        >>> parse_published("2022-02-26T11:10:42+05:30").isoformat()
        '2022-02-26T05:40:42+00:00'
        >>> parse_published("26 February 2022") is None
        True
    """
    # Without the pattern, fromisoformat would read "1712010112345", a count of milliseconds, as a day in 1712.
    if not _ISO.fullmatch(text.strip()):
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace(",", ".").upper().replace(" +", "+").replace(" Z", "Z"))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def canonical_url(url: str | None) -> str | None:
    """One spelling of a web address: no fragment, no tracking parameters, scheme and host in small letters.

    Example:
        >>> canonical_url("HTTPS://Example.com:443/a?utm_source=x&id=7#top")
        'https://example.com/a?id=7'
    """
    parts = _split(url)
    if parts is None or parts.hostname is None:
        return None
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    query = parts.query
    if any(_TRACKING.fullmatch(part.split("=")[0]) for part in query.split("&")):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)])
    return parts._replace(netloc=parts.hostname + port, path=parts.path or "/", query=query, fragment="").geturl()


def _split(url: str | None) -> SplitResult | None:
    """The parts of a web address; null for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != -1
    except ValueError:
        return None
    return parts if valid else None


def _tidy(rows: pl.DataFrame) -> pl.DataFrame:
    """One kind of line break; metadata stripped, and null where nothing is left. The text keeps its outer spaces."""
    broken = (
        pl.col("title", "text").str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
    )
    facts = [name for name in FIELDS if name != "text"]
    stripped = pl.col(facts).str.strip_chars()
    return rows.with_columns(broken).with_columns(pl.when(stripped.str.len_bytes() > 0).then(stripped).name.keep())


def _quarantine(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Rejected]]:
    nul = pl.any_horizontal(pl.col(FIELDS).str.contains("\0", literal=True).fill_null(False))
    code = (
        pl.when(nul).then(pl.lit("input.binary"))
        .when(~pl.col("text").str.contains(r"\S").fill_null(False)).then(pl.lit("input.no-text"))
        .when(pl.col("text").str.len_chars() > limits.ARTICLE_CHARS).then(pl.lit("input.too-large"))
    )  # fmt: skip
    rows = rows.with_columns(code.alias("code"))
    good, bad = rows.filter(pl.col("code").is_null()), rows.filter(pl.col("code").is_not_null())
    meaning = {
        "input.binary": ("it holds NUL characters", "extract its text first"),
        "input.no-text": ("there is no text", "put the article's text, as a string, under 'text'"),
        "input.too-large": (f"its text has more than {limits.ARTICLE_CHARS} characters", "split it into articles"),
    }
    kept = pl.coalesce(pl.col("text"), "title", "url", pl.lit("")).str.slice(0, 200).alias("kept")
    rejects = [
        Rejected(place, code, *meaning[code], kept.encode()[:200])
        for place, code, kept in bad.select("place", "code", kept).iter_rows()
    ]
    return good.drop("code"), rejects


def _ids(rows: pl.DataFrame) -> list[str]:
    given = rows.select(pl.coalesce("article_id", "id", "fallback_id")).to_series().to_list()
    return [_id(canonical_url(url), name) for url, name in zip(rows["url"].to_list(), given, strict=True)]


def _id(url: str | None, name: str) -> str:
    """The address, or the name; a name of a part of the page (``address#summary``) stands beside the page itself."""
    page, sign, part = name.rpartition("#")
    if url and sign and canonical_url(page) == url and part == SUMMARY:
        return f"{url}#{part}"
    return url or name


def _outlets(rows: pl.DataFrame, ids: list[str], outlets: Outlets) -> list[str]:
    found = []
    for name, url, article in zip(rows["outlet"].to_list(), rows["url"].to_list(), ids, strict=True):
        given = None if name is None or _slug(name) in _NOT_GIVEN else name
        if given is not None and given.startswith("unknown:"):
            found.append(given)  # An export read in again.
        else:
            found.append(outlets.find(given, url) or (given and _slug(given)) or f"unknown:{article}")
    return found


def _country(name: str, keys: list[str] | list[str | None], outlets: Outlets) -> pl.Expr:
    given = pl.col(name).str.to_uppercase()
    fallback = pl.Series(name, [outlets.countries.get(key or "") for key in keys], pl.String)
    return pl.when(given.is_in(COUNTRIES)).then(given).otherwise(fallback).alias(name)


def _basis() -> pl.Expr:
    given = pl.col("published_basis").str.to_lowercase()
    return (
        pl.when(pl.col("published").is_null()).then(pl.lit("unknown"))
        .when(given.is_in(schemas.BASES)).then(given)
        .otherwise(pl.lit("metadata")).alias("published_basis")
    )  # fmt: skip


def _hashes(rows: pl.DataFrame) -> list[str]:
    contents = rows.select(pl.concat_str(pl.col("title").fill_null(""), pl.lit("\n"), "text")).to_series()
    return [hashlib.sha256(content.encode()).hexdigest() for content in contents.to_list()]


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _slug(name: str) -> str | None:
    """An id made from a name; letters of every script stay, since a Hindi name says more than its transliteration."""
    return regex.sub(r"[^\p{L}\p{M}\p{N}.]+", "-", _fold(name)).strip("-.") or None
