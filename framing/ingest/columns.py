"""Which column of a table holds what: what the user says, then the fields' own names, then names that are common.

Whatever is read from a column of another name is said. All further columns become ``groups``: what a researcher noted
of an article (region, wave, coder) is what they will want to compare by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from framing import limits, schemas
from framing.errors import InputError, UsageError, in_short
from framing.ingest.source import FIELDS, Note, Source

__all__ = [
    "TABLE_FIELDS",
    "Columns",
    "check_columns",
    "check_text",
    "group_rows",
    "groups_of",
    "parse_columns",
    "resolve",
]


#: What a table may tell of an article.
TABLE_FIELDS: Final = (*FIELDS, "site", "tags", "labels")

#: Field → common names of its column, the likeliest first, as :func:`_fold` writes them. From the exports of news
#: databases, scrapers and news APIs, and of collections on research repositories.
_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        *(
            "plaintext",
            "body",
            "content",
            "fulltext",
            "articletext",
            "maintext",
            "articlebody",
            "bodytext",
            "contenttext",
        ),
        *("newstext", "article", "story", "textbody", "contents", "newscontent", "articlecontent", "cleantext"),
        "rawtext",
    ),
    "title": ("headline", "heading", "articletitle", "newstitle", "newsheadline", "headlinetext", "webtitle"),
    "url": (
        *(
            "link",
            "articleurl",
            "canonicallink",
            "canonicalurl",
            "permalink",
            "weburl",
            "articlelink",
            "newsurl",
            "href",
        ),
        *("storyurl", "sourceurl"),
    ),
    "outlet": (
        *("publisher", "publication", "newspaper", "outletname", "medianame", "sourcename", "media", "mediaoutlet"),
        *("paper", "papername", "newspapername", "publicationname", "publicationtitle", "magazine", "broadcaster"),
        *("newssource", "sourcedomain", "domain", "website", "newsoutlet", "channel", "hostname"),
    ),
    "published": (
        *("date", "publishedat", "pubdate", "publishdate", "publicationdate", "publisheddate", "datepublished"),
        *("datepublish", "datetime", "publishedon", "articledate", "newsdate", "timestamp"),
        *("publishingdate", "datetimepub", "webpublicationdate", "seendate"),
    ),
    "byline": ("author", "authors", "writer", "reporter", "creator", "authorname", "journalist"),
    "language": ("lang", "languagecode", "articlelanguage", "metalang"),
    # What GDELT calls "sourcecountry" is the publisher's, beside a "domain".
    "country": ("countrycode", "publishercountry", "outletcountry", "sourcecountrycode", "sourcecountry"),
    "article_id": ("articleid", "newsid", "docid", "documentid", "guid", "uuid", "storiesid"),
    "tags": ("keywords", "topics", "tag"),
    "labels": ("section", "category", "categories", "sectionname", "desk", "rubric", "newscategory", "newsdesk"),
    "site": ("sitename", "ogsitename", "metasitename", "sourcehostname"),
}

_NAME_IT: Final = "name the column of the article's text: --map text=COLUMN"

#: What an export of this toolkit has, and reading makes anew.
_MADE: Final = frozenset(("content_sha256", "origin", "place", "fallback_id", "groups", "batch_id"))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields of an article stand.

    Attributes:
        fields: field → column; of a field that has none, its own name.
        notes: what to say of it.
        used: all columns that are read as a field.
    """

    fields: Mapping[str, str]
    notes: tuple[Note, ...] = ()
    used: frozenset[str] = field(default_factory=frozenset)

    def further(self, names: Iterable[str]) -> list[str]:
        """Those of some columns that become groups; sections are a field, and what people compare by too."""
        further = [name for name in names if name and (name not in self.used or name == self.fields["labels"])]
        return [name for name in further if name not in _MADE and name != "labels"][: limits.GROUP_COLUMNS]


def resolve(names: Sequence[str], source: Source, *, nested: Collection[str] = ()) -> Columns:
    """Find the fields of an article among the columns of a table.

    Args:
        names: its columns.
        source: for its place and what the user said of it.
        nested: those that hold tables or objects of their own, which make no groups.

    Raises:
        InputError: ``input.no-column``; a column that the user named is not there.
    """
    folded = {_fold(name): name for name in reversed(names)}
    given = _own_id(source.options.columns).items()
    stated = {field: name if name in names else folded.get(_fold(name), name) for field, name in given}
    if missing := sorted(set(stated.values()) - set(names)):
        what = f"it has no column '{missing[0]}' ({in_short(names)})"
        raise InputError("input.no-column", what, source.origin, "name one of these in --map")
    chosen = {name: stated.get(name) or (name if name in names else None) for name in TABLE_FIELDS}
    if "text" not in stated and chosen["text"] in nested:
        chosen["text"] = None
    taken = {column for column in chosen.values() if column}
    for name in TABLE_FIELDS:
        if chosen[name] is None:
            candidates = [folded.get(alias) for alias in (_fold(name), *_ALIASES.get(name, ()))]
            if name == "text":
                # A text beside an object that describes it (fundus: body, plaintext) is the text.
                candidates.sort(key=lambda column: column in nested)
            column = next((column for column in candidates if column and column not in taken), None)
            # The id of an article has two names of its own.
            if column and not (name in {"article_id", "id"} and (chosen["article_id"] or chosen["id"])):
                chosen[name] = column
                taken.add(column)
    column = chosen["article_id"]
    if column and "article_id" not in stated and _fold(column) != _fold("article_id"):
        # What a scraper or a database calls its id is not the user's own, which wins over the address.
        chosen["id"], chosen["article_id"] = column, None
    if chosen["source_country"] and not chosen["source"] and not chosen["country"]:
        # Where no agency is told of, it is the country of the news source: of the publisher.
        chosen["country"], chosen["source_country"] = chosen["source_country"], None
    # A column that is read as another field must not be read as its own as well.
    fields = {name: chosen[name] or (f"no {name}" if name in taken else name) for name in TABLE_FIELDS}
    columns = Columns(fields, (), frozenset(taken))
    return Columns(columns.fields, tuple(_notes(source, columns, chosen, names, nested)), columns.used)


def _own_id(columns: Mapping[str, str]) -> dict[str, str]:
    """What the user named, an id under whichever of its two names as the user's own."""
    return {"article_id" if name == "id" and "article_id" not in columns else name: columns[name] for name in columns}


def _notes(
    source: Source,
    columns: Columns,
    chosen: Mapping[str, str | None],
    names: Sequence[str],
    nested: Collection[str],
) -> Iterable[Note]:
    other = [f"{column} as {name}" for name, column in chosen.items() if column and column != name]
    further = columns.further([name for name in names if name not in nested])
    left = [name for name in columns.further(names) if name in nested]
    notes = []
    if other:
        notes.append(f"read {', '.join(other)}")
    if chosen["title"] and not chosen["text"]:
        notes.append(f"it has no column of text, only headlines (if it has one, {_NAME_IT})")
    if further:
        notes.append(f"kept as groups: {', '.join(further)[:300]}")
    if left:
        notes.append(f"left out, since it holds objects: {', '.join(left)[:300]}")
    if notes:
        yield Note(source.origin, "; ".join(notes))


def check_text(source: Source, columns: Columns, names: Iterable[str], *, headlines: bool = True) -> None:
    """See that a table has a column of text, or at least one of headlines where these are enough.

    Raises:
        InputError: ``input.no-text-column``.
    """
    fields = columns.fields["text"], *([columns.fields["title"]] if headlines else [])
    if not any(field in names for field in fields):
        what = f"it has no column 'text' ({in_short(names)})"
        raise InputError("input.no-text-column", what, source.origin, _NAME_IT)


def groups_of(columns: Mapping[str, str]) -> pl.Expr:
    """Columns of text of a frame as groups; null where an article has none.

    Args:
        columns: name of a group → its column in the frame.
    """
    if not columns:
        return pl.lit(None, dtype=schemas.GROUPS).alias("groups")
    pairs = [
        pl.when(_kept(pl.col(column))).then(
            pl.struct(pl.lit(name).alias("name"), pl.col(column).str.strip_chars().alias("value"))
        )
        for name, column in columns.items()
    ]
    listed = pl.concat_list(pairs).list.drop_nulls()
    return pl.when(listed.list.len() > 0).then(listed).cast(schemas.GROUPS).alias("groups")


def _kept(value: pl.Expr) -> pl.Expr:
    bare = value.str.strip_chars()
    return (bare != "") & (bare.str.len_chars() <= limits.GROUP_CHARS) & ~bare.str.contains("\0", literal=True)


def group_rows(cells: Iterable[tuple[str, str | None]]) -> list[dict[str, str]] | None:
    """The same for one row: (name, value) pairs as groups."""
    groups = []
    for name, value in cells:
        # What Polars calls white space at the ends of a text; Python would take more away.
        bare = (value or "").strip(_BLANK)
        if bare and len(bare) <= limits.GROUP_CHARS and "\0" not in bare:
            groups.append({"name": name, "value": bare})
    return groups or None


#: White space as Unicode defines it.
_BLANK: Final = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def parse_columns(given: Iterable[str]) -> dict[str, str]:
    """What ``--map title=headline,text=body`` says.

    Raises:
        UsageError: ``map.syntax`` or ``map.field``.

    Example:
        >>> parse_columns(["title=headline,text=body"])
        {'title': 'headline', 'text': 'body'}
    """
    columns: dict[str, str] = {}
    for pair in (pair for one in given for pair in one.split(",")):
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not (name and equals and column):
            hint = "write --map title=headline,text=body"
            raise UsageError("map.syntax", f"'{pair.strip()}' is not FIELD=COLUMN", "--map", hint)
        if columns.get(name, column) != column:
            what = f"'{name}' stands in two columns: {columns[name]} and {column}"
            raise UsageError("map.field", what, "--map", "name the one that it is read from")
        columns[name] = column
    return check_columns(columns, "--map")


def check_columns(columns: Mapping[str, Any], where: str) -> dict[str, str]:
    """Columns as the user named them, checked.

    Raises:
        UsageError: ``map.field``.
    """
    for name, column in columns.items():
        if name not in TABLE_FIELDS or not isinstance(column, str) or not column:
            what = f"'{name}' is no field of an article" if name not in TABLE_FIELDS else f"'{name}' names no column"
            raise UsageError("map.field", what, where, f"use {', '.join(TABLE_FIELDS)}")
    return dict(columns)


def _fold(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
