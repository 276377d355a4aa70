"""Reads files and folders of any known format into Articles and rejects.

Conservation: each row of each file is one article or one reject, and so is each file that gives no rows.

Example:
    >>> from framing.resources import seeds_folder
    >>> result = read([seeds_folder()])
    >>> result.articles.height, result.rejects.height
    (5, 0)

What is said of how articles were read, in one line each with their number.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from framing import limits, schemas
from framing.errors import InputError
from framing.ingest.archives import is_tar, members, unpacked
from framing.ingest.article.articles import Outlets, load_outlets
from framing.ingest.article.boilerplate import Boilerplate
from framing.ingest.article.datecolumns import dated
from framing.ingest.article.duplicates import with_clusters
from framing.ingest.article.names import file_of
from framing.ingest.batches import batches
from framing.ingest.completing import Completer, Each, in_turn
from framing.ingest.files import STDIN, find
from framing.ingest.foreign import passed_over
from framing.ingest.formats import NAMED, SUFFIXES, is_archive, reader_of
from framing.ingest.inputs import Held, held
from framing.ingest.pathgroups import placed
from framing.ingest.profiles import options
from framing.ingest.source import FIRST_BYTES, Note, Options, Part, Rejected, Source, rows_frame, unreadable
from framing.ingest.tars import tar_members
from framing.ingest.walking import Passed, State, Visit, Visits, Walk, is_settled, places_of, state_of
from framing.languages.detection import contradicted
from framing.languages.registry import name_of
from framing.memory import IdTable
from framing.render.result import Result
from framing.schemas import HEADLINE_ONLY, REPAIRED, TRUNCATED, UNKNOWN_OUTLET, marked

__all__ = ["ReadResult", "added_up", "counted_notes", "options", "read", "read_batches", "refused_notes"]


#: What to do about articles that name no outlet.
_WHOSE: Final = "say whose they are with --outlet NAME, or outlet= in Python"


def counted_notes(articles: pl.DataFrame) -> Iterator[Note]:
    """What reading made of some articles that is no matter of course, file by file.

    Args:
        articles: columns as in ``schemas.ARTICLE``, completed.
    """
    texts = articles.select(pl.concat_str("title", "text", separator="\n", ignore_nulls=True)).to_series()
    which_articles: dict[str, pl.Expr | pl.Series] = {
        "with a headline and no text: the headline alone is scored": HEADLINE_ONLY,
        "cut off by the service that they come from: the headline alone is scored": marked(TRUNCATED),
        "with UTF-8 in them that was read as windows-1252: repaired": marked(REPAIRED),
        "in another script than the language stated of them: read as what they are written in": contradicted(
            texts, articles["language"]
        ),
    }
    for text, which in which_articles.items():
        for place, count in _by_file(articles.filter(which)["origin"]):
            yield Note(place, text, count)
    of_series = articles.filter(pl.col("outlet").str.contains(rf"^{UNKNOWN_OUTLET}.*\*"))
    for (unknown,), part in of_series.partition_by("outlet", as_dict=True, maintain_order=True).items():
        text = f"that name no outlet stand together as {str(unknown).removeprefix(UNKNOWN_OUTLET)}: {_WHOSE}"
        for place, count in _by_file(part["origin"]):
            yield Note(place, text, count)
    for place, count in _by_file(articles.filter(_BARE_LINE)["origin"]):
        if count >= _MANY_LINES:
            yield Note(place, _LINES, count)


def refused_notes(articles: pl.DataFrame, status: pl.DataFrame) -> Iterator[Note]:
    """Which articles are not scored, by the language that they are in.

    Args:
        articles: columns ``article_id`` and ``origin``.
        status: columns as in ``schemas.STATUS``, of these articles.
    """
    refused = status.filter(pl.col("status") == "refused").select("article_id", "language")
    rows = refused.join(articles.select("article_id", "origin"), on="article_id", maintain_order="left")
    names = rows["language"].map_elements(name_of, return_dtype=pl.String)
    for name in names.unique(maintain_order=True):
        for place, count in _by_file(rows.filter(names == name)["origin"]):
            yield Note(place, f"in {name}: not scored", count)


def added_up(notes: Iterable[Note]) -> list[Note]:
    """Notes in which the counts of one file that say the same are one."""
    totals: dict[tuple[str, str], Note] = {}
    others = []
    for note in notes:
        if note.count:
            before = totals.get((note.origin, note.text))
            totals[note.origin, note.text] = Note(note.origin, note.text, note.count + (before.count if before else 0))
        else:
            others.append(note)
    return [*others, *totals.values()]


def _by_file(places: pl.Series) -> Iterator[tuple[str, int]]:
    files: dict[str, int] = {}
    for place in places.to_list():
        file = file_of(place)
        files[file] = files.get(file, 0) + 1
    yield from files.items()


#: A text that looks like a headline: no headline beside it, a line of few words, no full stop at its end.
_BARE_LINE: Final = (
    pl.col("title").is_null()
    & ~pl.col("text").str.contains(r"\n|[.।۔]\s*$")
    & (pl.col("text").str.count_matches(r"\s+") < 25)
)
#: So many of them in a file are no accident. What teases and addresses in a headline counts in titles alone.
_MANY_LINES: Final = 20
_LINES: Final = "of one line without a stop: read as text; if they are headlines, name the column title"
#: Said of a file that is one article; those of tables are counted by :mod:`framing.ingest.article.datecolumns`.
_UNREAD: Final = (
    "what is given as its date could not be read, or could be day/month or month/day (--date-order says which); "
    "it counts as not given"
)


@dataclass(frozen=True, slots=True)
class ReadResult(Result):
    """What was read: ``articles`` (columns of ``schemas.ARTICLE``) and ``rejects`` (columns of ``schemas.REJECT``).

    ``notes`` say how files were read where that is not a matter of course. ``visits`` are the files that have been read
    to the end, all of whose articles are in this result or earlier ones, and that no reject came from. ``passed``
    counts the articles of files that were passed over, since they were read before. ``position`` is how many bytes have
    been read of the file that the next batch goes on with.
    """

    FRAMES = ("articles", "rejects")
    articles: pl.DataFrame
    rejects: pl.DataFrame
    notes: tuple[Note, ...] = ()
    visits: tuple[Visit, ...] = ()
    passed: int = 0
    position: int = 0


def read(
    given: object,
    *,
    outlets: Outlets | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    date_order: str | None = None,
    language: str | None = None,
    groups_from_path: str | None = None,
    query: str | None = None,
    outlet: str | None = None,
) -> ReadResult:
    """Read files, folders, archives, feeds and tables in memory.

    Folders are read with their subfolders, in sorted order; hidden files, sidecars and files of unknown formats in them
    are passed over. A bad file or row becomes a reject, and the rest goes on. Columns of a table are found by their
    names, and its outlets, dates, genres and languages are made out, in whatever it lies.

    Args:
        given: one or a list of: a file, a folder, a pattern (``"news/*.csv"``), the web address of a feed or page, "-"
            for standard input; a frame of Polars, pandas or Arrow, or rows as dictionaries; a text (see
            :func:`framing.ingest.inputs.held` for when a string is one).
        outlets: the outlets to match; the toolkit's own if left out.
        columns: field of an article → column of a table that it is in, such as ``{"text": "body"}``, where the column
            has neither the field's own name nor a common one.
        encoding: of text files that are not UTF-8 and do not declare theirs.
        date_order: ``dmy``, ``mdy`` or ``ymd``: in which order the parts of dates such as 03/04/2024 stand. Where it is
            left out, each file's column of dates tells it, and where that does not, these dates are left out.
        language: of all their articles, whatever the files say: a code or a name.
        groups_from_path: what the folders of a file's path are, such as ``outlet/section``: fields or groups.
        query: in SQL, of a database that is given by its address: which rows are articles.
        outlet: of articles that name none themselves.

    Returns:
        All articles, with a column ``cluster``, and rejects. The articles of a cluster are near-duplicates, such as one
        agency's text in several outlets; it is the id of the first of them. Use :func:`read_batches` for more than fits
        into memory.

    Raises:
        UsageError: what was given cannot be read at all; a field, an encoding or an order that there is not, or a
            language that the toolkit does not read.
    """
    stated = options(columns, encoding, date_order, language, groups_from_path, query, outlet)
    results = list(read_batches(held(given), outlets=outlets, options=stated))
    articles = pl.concat([pl.DataFrame(schema=schemas.ARTICLE), *(result.articles for result in results)])
    return ReadResult(
        with_clusters(articles),
        pl.concat([pl.DataFrame(schema=schemas.REJECT), *(result.rejects for result in results)]),
        tuple(added_up(note for result in results for note in result.notes)),
    )


def read_batches(
    paths: Iterable[str | Path | Source | Walk | Held],
    *,
    batch_bytes: int = limits.BATCH_BYTES,
    outlets: Outlets | None = None,
    boilerplate: Boilerplate | None = None,
    options: Options | None = None,
    visits: Visits | None = None,
    each: Each = in_turn,
) -> Iterator[ReadResult]:
    """Read files and folders in batches.

    Args:
        paths: as :func:`read` takes them; tables in memory; folders that were walked already; or sources, which are
            read in any case.
        batch_bytes: bytes of text in one batch; a single article may exceed it.
        outlets: the outlets to match; the toolkit's own if left out.
        boilerplate: what was learned of the outlets' own lines; nothing if left out.
        options: what the user says of the files; see :func:`options`.
        visits: files that were read before and are the same now are passed over.
        each: completes the rows of one batch after the other; in this process where nothing else is said.

    Yields:
        Batches in the order of the input. Of articles with one id, in whatever batches, the first counts.
    """
    known = load_outlets() if outlets is None else outlets
    options = options or Options()
    seen = IdTable()
    bad_files: set[str] = set()
    undated: set[str] = set()
    completer = Completer(known, boilerplate, options.language, options.outlet)
    for whole, completed in each(completer, batches(_parts(paths, options, visits), batch_bytes)):
        articles, doubled = _without_duplicates(completed.articles, seen)
        rejects = pl.concat([Rejected.frame(whole.rejects), completed.rejects, Rejected.frame(doubled)])
        bad_now = places_of(rejects["origin"])
        clean = tuple(visit for visit in whole.visits if visit.origin not in bad_now | bad_files)
        # The file that the next batch goes on with, or ends, may have had its rejects in this one.
        bad_files = bad_now if whole.visits else bad_now | bad_files
        notes = [*whole.notes, *_unread_dates(completed.dated, articles, undated), *counted_notes(articles)]
        yield ReadResult(articles, rejects, tuple(notes), clean, whole.passed, whole.position)


def _parts(
    paths: Iterable[str | Path | Source | Walk | Held], options: Options, visits: Visits | None
) -> Iterator[Part]:
    for path in paths:
        if isinstance(path, Held):
            yield from dated(path.source(options), path.parts)
            continue
        for source in [path] if isinstance(path, Source) else find(path, options, visits):
            if isinstance(source, Passed):
                yield Part(passed=source.articles)
            elif isinstance(source, Note):
                yield Part(notes=[source])
            elif isinstance(source, Rejected):
                yield Part(rejects=[source])
            else:
                yield from _visited(source, _read_file(source))


def _visited(source: Source, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts of a file, and at last its visit, if it is a file that stays and did not change meanwhile."""
    path = os.path.abspath(source.path)
    stays = source.origin != STDIN and not source.database and source.url is None
    before = _state(path, source.label) if stays else None
    number = 0
    for part in parts:
        if source.origin == STDIN or source.database:
            rows = part.rows if part.row is None else rows_frame([part.row])
            yield Part(_with_content_ids(rows), part.rejects, part.notes)
            continue
        number += part.rows.height + (part.row is not None)
        yield replace(part, position=source.meter.position())
    if before is not None and is_settled(before) and before == _state(path, source.label):
        yield Part(visits=[Visit(path, before, number, source.origin)])


def _state(path: str, label: str) -> State | None:
    try:
        return state_of(path, label)
    except (OSError, ValueError):
        return None


def _read_file(source: Source) -> Iterator[Part]:
    """The parts of a file, or of each file in an archive."""
    try:
        if is_archive(source):
            yield from _read_archive(source, members(source))
            return
        inner = unpacked(source)
        if is_tar(inner.head(512)):
            yield from _read_archive(source, tar_members(inner))
            return
        reader, notes = reader_of(inner)
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])
    else:
        if notes:
            yield Part(notes=notes)
        yield from placed(inner, dated(inner, reader))


def _read_archive(source: Source, inside: Iterable[Source | Rejected]) -> Iterator[Part]:
    met = False
    others: list[str] = []
    for member in inside:
        if isinstance(member, Rejected):
            met = True
            yield Part(rejects=[member])
        elif member.file_name.endswith(SUFFIXES):
            met = True
            yield from _read_member(member)
        else:
            others.append(member.file_name)
    yield Part(notes=list(passed_over(source.origin, others)))
    if not met:
        hint = f"put files in it that end in one of: {NAMED}"
        yield Part(rejects=[Rejected(source.origin, "input.no-articles", "the archive holds no articles", hint, b"")])


def _read_member(source: Source) -> Iterator[Part]:
    try:
        reader, notes = reader_of(source)
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
        return
    if notes:
        yield Part(notes=notes)
    yield from placed(source, dated(source, reader))


def _with_content_ids(rows: pl.DataFrame) -> pl.DataFrame:
    """What comes from standard input or a query has no place that could name it again; its content does."""
    texts = rows.select(pl.concat_str("title", "text", separator="\n", ignore_nulls=True)).to_series().to_list()
    ids = [hashlib.sha256((text or "").encode()).hexdigest()[:32] for text in texts]
    return rows.with_columns(pl.Series("fallback_id", ids, pl.String))


def _without_duplicates(articles: pl.DataFrame, seen: IdTable) -> tuple[pl.DataFrame, list[Rejected]]:
    """Keep the first article of each id; ``seen`` holds all ids so far."""
    ids = articles["article_id"]
    keep = ids.is_first_distinct().to_numpy().copy()
    keep[seen.find(ids)[0]] = False
    kept = articles.filter(pl.Series(keep))
    seen.add(kept["article_id"])
    hint = "give each article an id or URL of its own; name the folder above files that share a name"
    rejects = [
        Rejected(origin, "input.duplicate-id", f"the id '{name}' was read before", hint, name.encode()[:FIRST_BYTES])
        for name, origin in articles.filter(pl.Series(~keep)).select("article_id", "origin").iter_rows()
    ]
    return kept, rejects


def _unread_dates(dated: pl.DataFrame, articles: pl.DataFrame, noted: set[str]) -> Iterator[Note]:
    """A note for each page whose date nobody could read; ``noted`` holds those that have one."""
    unknown = articles.lazy().filter(pl.col("published").is_null()).select(place="origin")
    for place, _ in dated.lazy().join(unknown, on="place", how="semi", maintain_order="left").collect().iter_rows():
        file = file_of(place)
        if file not in noted:
            noted.add(file)
            yield Note(place, _UNREAD)
