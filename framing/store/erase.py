"""Erasing articles: takedown requests.

An erased article is purged from every file: all its versions, all that scoring found in it, rejects that quote it, and
lines that were learned of it and that no two other articles share.
Files that hold any of it are written anew without it and deleted at once, in logs and history nothing of it ever stood.
What stays is a record that holds no text: hashes of its id, its address and its contents, the time and the reason. By
them it is known when it comes again, and not added.

What is to be erased is noted in the project first, and the note is taken away last. Killed in between, the next command
that writes completes the erasure before it does anything else.

What a project learned from articles that are to be erased: lines of theirs in its rules of boilerplate.

A learned line stands in many articles of an outlet, and after an erasure it still stands in those that are left. One
that does not was the erased articles' own: it is taken out of every file of rules, however it came there.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import InputError
from framing.ingest.article.articles import raw_texts
from framing.ingest.article.boilerplate import FOLDER
from framing.ingest.article.clean import fold_line
from framing.render.escaping import bare_cell
from framing.store.integrity import damaged, guarded, write_atomically
from framing.store.layout import BATCH, ERASING, TABLES
from framing.store.log import data_files, scan_parquet
from framing.store.project import Project
from framing.store.rewrite import Rewrite, write_rows

__all__ = [
    "Erasure",
    "erased_before",
    "erasure_keys",
    "find_articles",
    "pending",
    "purged_rows",
    "reject_keys",
    "unlearn",
]


#: A reject quotes an article if so many characters of its first bytes stand in the article: shorter runs are common.
_QUOTE: Final = 24
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be erased; it holds ids, and so it is gone when the erasure is done.

    Attributes:
        articles: ids of articles.
        rejects: origins of rejects.
        reason: why; kept for good.
        erased: when, in ISO 8601.
        names: what people named: whoever names the same again is told that it is done.
    """

    articles: tuple[str, ...]
    rejects: tuple[str, ...]
    reason: str
    erased: str
    names: tuple[str, ...] = ()

    def note(self, folder: Path) -> None:
        """Note it in the project: from now on it will be completed."""
        write_atomically(folder / ERASING, json.dumps(asdict(self), ensure_ascii=False).encode())


def pending(folder: Path) -> Erasure | None:
    """The erasure that was begun in a project and is not done.

    Raises:
        ProjectError: ``project.damaged``.
    """
    try:
        content = json.loads((folder / ERASING).read_bytes())
        articles, rejects = (tuple(content[name]) for name in ("articles", "rejects"))
        # The notes of earlier versions do not say what people named.
        names = tuple(content.get("names", (*articles, *rejects)))
        return Erasure(articles, rejects, content["reason"], content["erased"], names)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(folder / ERASING, "the note of what is to be erased cannot be read") from error


def erased_before(project: Project, runs: pl.DataFrame, names: Iterable[str]) -> dict[str, datetime]:
    """Of what people name, what was erased, and when: known by the record that holds no text."""
    erasures = project.columns("erasures", ["key_sha256", "erased"], runs)
    last = dict(erasures.sort("erased").iter_rows())
    moments_by_name = {}
    for name in names:
        keys = (hashlib.sha256(f"{kind}:{name}".encode()).hexdigest() for kind in ("id", "reject"))
        if moments := [last[key] for key in keys if key in last]:
            moments_by_name[name] = max(moments)
    return moments_by_name


def find_articles(project: Project, runs: pl.DataFrame, names: Iterable[str], *, reason: str) -> Erasure:
    """Find what people name: an id or address of an article, or where a reject came from.

    Raises:
        InputError: ``input.no-article``; a name that nothing has.
    """
    names = tuple(names)
    articles = project.columns("articles", ["article_id", "url", "origin"], runs)
    origins = set(project.columns("rejects", ["origin"], runs)["origin"])
    ids_found: dict[str, None] = {}
    rejects: dict[str, None] = {}
    for name in names:
        ids = articles.filter((pl.col("article_id") == name) | (pl.col("url") == name) | (pl.col("origin") == name))
        if ids.is_empty() and name not in origins:
            hint = "give the id as 'framing export articles' shows it, or the address"
            raise InputError("input.no-article", "the project has no such article", name, hint)
        ids_found |= dict.fromkeys(ids["article_id"])
        if name in origins:
            rejects[name] = None
    return Erasure(tuple(ids_found), tuple(rejects), " ".join(reason.split()), datetime.now(UTC).isoformat(), names)


def erasure_keys(articles: pl.DataFrame) -> pl.DataFrame:
    """The keys by which erased articles are known again: frame (row, key_sha256), several a row.

    Args:
        articles: columns article_id, url, content_sha256.
    """
    rows, keys = [], []
    names = ("article_id", "url", "content_sha256")
    for number, (article, url, content) in enumerate(articles.select(names).iter_rows()):
        for key in {f"id:{article}", f"id:{url or article}", f"content:{content}"}:
            rows.append(number)
            keys.append(hashlib.sha256(key.encode()).hexdigest())
    return pl.DataFrame({"row": rows, "key_sha256": keys}, schema={"row": pl.Int64, "key_sha256": pl.String})


def reject_keys(origins: pl.Series) -> pl.Series:
    """The keys by which erased rejects are known again."""
    return pl.Series([hashlib.sha256(f"reject:{origin}".encode()).hexdigest() for origin in origins], dtype=pl.String)


def purged_rows(project: Project, runs: pl.DataFrame, erasure: Erasure) -> tuple[dict[str, Rewrite], pl.DataFrame]:
    """Write the files that hold any of it anew without it.

    Returns:
        What takes the place of which files, and the erased articles' rows, all versions.

    Raises:
        ProjectError: ``project.damaged``.
    """
    kinds = {
        name: TABLES["articles"][name]
        for name in ("article_id", "url", "content_sha256", "title", "text", "cut", "origin")
    }
    of_ids = pl.col("article_id").is_in(list(erasure.articles))
    versions = []
    for file in data_files(runs, "articles"):
        project.check([file])
        scanned = scan_parquet(project.folder, [file.path], kinds)
        versions.append(scanned.filter(of_ids).collect())
    gone = pl.concat([pl.DataFrame(schema=kinds), *versions])
    rewrites = {}
    for table, columns in TABLES.items():
        if "article_id" in columns:
            condition = of_ids
        elif "first_bytes" in columns:
            names = [name for name in ("origin", "reason", "first_bytes") if name in columns]
            quoting = _quoting(project.columns(table, names, runs), gone, erasure)
            condition = pl.struct(names).is_in(quoting.implode()) if quoting.len() else pl.lit(False)
        else:
            continue
        if rewrite := _without(project, runs, table, condition):
            rewrites[table] = rewrite
    return rewrites, gone


def _without(project: Project, runs: pl.DataFrame, table: str, condition: pl.Expr) -> Rewrite | None:
    removed, added, erased = [], [], []
    token = secrets.token_hex(4)
    for number, file in enumerate(data_files(runs, table)):
        project.check([file])
        counts = (
            pl.scan_parquet(project.folder / file.path, glob=False)
            .filter(condition)
            .group_by(BATCH)
            .agg(rows=pl.len().cast(pl.Int64))
            .sort(BATCH)
            .collect()
        )
        if counts.height:
            removed.append(file)
            erased += list(counts.iter_rows())
            path = write_rows(project.folder, table, [file], f"{token}-{number}", without=condition)
            added += [path] if path is not None else []
    return Rewrite(removed, added, erased) if removed else None


def _quoting(rejects: pl.DataFrame, gone: pl.DataFrame, erasure: Erasure) -> pl.Series:
    """The rejects that came from where an erased article came from, name it or quote it."""
    origins = {*gone["origin"].drop_nulls(), *erasure.rejects}
    ids = [name for name in {*erasure.articles, *gone["url"].drop_nulls()} if len(name) > 3]
    texts = [" ".join(f"{title or ''} {text}".split()) for title, text in gone.select("title", "text").iter_rows()]
    kept = [
        row["origin"] in origins or _quotes(row.get("reason", ""), row["first_bytes"], ids, texts)
        for row in rejects.iter_rows(named=True)
    ]
    return rejects.filter(pl.Series(kept, dtype=pl.Boolean)).to_struct()


def _quotes(reason: str, first: bytes | None, ids: Collection[str], texts: Collection[str]) -> bool:
    for read in (reason, *_readings(first or b"")):
        if any(name in read for name in ids):
            return True
        if any(read[start : start + _QUOTE] in text for start in range(0, len(read) - _QUOTE + 1, 4) for text in texts):
            return True
    return False


def _readings(first: bytes) -> Iterator[str]:
    """First bytes in the encodings that an article may stand in."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
        read = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), first.decode(encoding, errors="ignore"))
        yield " ".join(read.split())


#: In so many other articles a line must stand to be a repetition, and nobody's own: the least that can be asked for
#: when lines are learned.
_OTHERS: Final = 2
#: Articles whose texts are held at a time.
_CHUNK: Final = 4_096


def unlearn(project: Project, runs: pl.DataFrame, gone: pl.DataFrame) -> None:
    """Take the lines out of a project's rules that stand in erased articles and in fewer than two others.

    Args:
        project: whose lock is held; it still has the articles that are to be erased.
        runs: its runs.
        gone: the erased articles' rows, all versions: columns article_id, title, text, cut.

    Raises:
        ProjectError: ``project.damaged``; a file of rules cannot be read.
        StorageError: one cannot be written.
    """
    folder = project.folder / FOLDER
    for draft in folder.glob("*.draft"):
        draft.unlink()
    files = sorted(folder.glob("*.csv"))
    if not files or gone.is_empty():
        return
    own = {fold_line(line) for lines in _lines(gone) for line in lines} | {
        fold_line(title) for title in gone["title"].drop_nulls()
    }
    cells = {cell for path in files for row in _rows(path) for cell in map(_folded, row) if cell and cell in own}
    if not cells:
        return
    cells -= _shared(project, runs, cells, set(gone["article_id"]))
    for path in files:
        rows = _rows(path)
        kept = [row for row in rows if cells.isdisjoint(map(_folded, row))]
        if len(kept) < len(rows):
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(kept)
            write_atomically(path, out.getvalue().encode("utf-8", "surrogateescape"))


def _rows(path: Path) -> list[list[str]]:
    """The cells of a file of rules, whatever a spreadsheet made of its bytes; escaped where they were."""
    with guarded(path):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
    return list(csv.reader(io.StringIO(text, newline="")))


def _folded(cell: str) -> str:
    return fold_line(bare_cell(cell))


def _lines(articles: pl.DataFrame) -> Iterator[list[str]]:
    """The lines of raw texts."""
    return (text.split("\n") for text in raw_texts(articles))


def _shared(project: Project, runs: pl.DataFrame, lines: set[str], gone: set[str]) -> set[str]:
    """Those of some lines that stand in enough articles that are left."""
    holders: dict[str, set[str]] = {line: set() for line in lines}
    left = set(lines)
    scanned = project.scan("articles", ["article_id", "text", "cut"], runs)
    for batch in scanned.collect_batches(chunk_size=_CHUNK):
        others = batch.filter(~pl.col("article_id").is_in(list(gone)))
        for article, text in zip(others["article_id"], _lines(others), strict=True):
            for line in left.intersection(map(fold_line, text)):
                holders[line].add(article)
        left = {line for line in left if len(holders[line]) < _OTHERS}
        if not left:
            break
    return lines - left
