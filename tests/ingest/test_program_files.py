"""Files of other programs: Arrow, SQLite, Stata, SPSS and R.

Each sample is made by another library than the one that reads it, or by hand from the format's documentation: SPSS from
the PSPP developers' guide, R from "R Internals" (serialization, XDR).
"""

from __future__ import annotations

import gzip
import sqlite3
import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read
from framing.ingest.readers import extraction

TEXTS = ["The talks failed on Monday.", "वार्ता सोमवार को विफल रही।", "It rained."]
TITLES = ["Talks fail", "वार्ता विफल", None]
DAYS = [date(2024, 3, 25), date(2024, 3, 26), None]
DESKS = ["city", "city", "world"]


def run(*paths: Path) -> ReadResult:
    return read(paths, outlets=Outlets())


def arrow(path: Path) -> None:
    frame = pl.DataFrame({"text": TEXTS, "title": TITLES, "date": DAYS, "desk": pl.Series(DESKS, dtype=pl.Categorical)})
    frame.with_columns(tags=pl.Series([["a", "b"], [], None], dtype=pl.List(pl.String))).write_ipc(path)


def stream(path: Path) -> None:
    pl.DataFrame({"text": TEXTS, "title": TITLES, "date": DAYS, "desk": DESKS}).write_ipc_stream(path)


def database(path: Path) -> None:
    with sqlite3.connect(path) as made:
        made.execute('CREATE TABLE "the ""news""" (text TEXT, title TEXT, date TEXT, desk TEXT)')
        rows = [(a, b, c and c.isoformat(), d) for a, b, c, d in zip(TEXTS, TITLES, DAYS, DESKS, strict=True)]
        made.executemany('INSERT INTO "the ""news""" VALUES (?, ?, ?, ?)', rows)
        made.execute("CREATE TABLE sources (title TEXT)")
        made.execute("INSERT INTO sources VALUES ('Dawn')")
        made.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(text) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT text FROM n"
        )
    made.close()


def stata(path: Path) -> None:
    frame = pd.DataFrame({"text": TEXTS, "title": [title or "" for title in TITLES], "desk": pd.Categorical(DESKS)})
    frame["date"] = pd.to_datetime(pd.Series(DAYS)).astype("datetime64[ns]")
    frame.to_stata(path, version=118, write_index=False, convert_dates={"date": "td"}, convert_strl=["text"])


def spss(path: Path) -> None:
    """A system file, not compressed: header, a variable record for each eight bytes, labels, a dictionary's end, data."""
    widths = {"text": 80, "title": 32, "desk": 0}
    parts = [b"$FL2" + b"@(#) SPSS DATA FILE by hand".ljust(60) + struct.pack("<5id", 2, 15, 0, 0, 3, 100.0)]
    parts[0] += b"25 Mar 2412:00:00" + b" " * 64 + bytes(3)
    for name, width in widths.items():
        form = (1 << 16 if width else 5 << 16) | (max(width, 8) << 8)
        parts.append(struct.pack("<6i", 2, width, 0, 0, form, form) + name.upper().encode().ljust(8))
        parts += [struct.pack("<6i", 2, -1, 0, 0, 0, 0) + b" " * 8] * (width // 8 - 1)
    labels = {1.0: b"city", 2.0: b"world"}
    pairs = b"".join(struct.pack("<dB", code, len(label)) + label.ljust(7) for code, label in labels.items())
    parts.append(struct.pack("<ii", 3, len(labels)) + pairs + struct.pack("<iii", 4, 1, 15))
    parts.append(struct.pack("<4i", 7, 20, 1, 5) + b"UTF-8" + struct.pack("<ii", 999, 0))
    for text, title, desk in zip(TEXTS, TITLES, DESKS, strict=True):
        parts.append(
            text.encode().ljust(80) + (title or "").encode().ljust(32) + struct.pack("<d", 1 + (desk == "world"))
        )
    path.write_bytes(b"".join(parts))


def _r_text(text: str | None) -> bytes:
    if text is None:
        return struct.pack(">ii", 9, -1)
    raw = text.encode()
    return struct.pack(">ii", 9 | 1 << (12 + 3), len(raw)) + raw


def _r_texts(texts: list[str | None]) -> bytes:
    return struct.pack(">ii", 16, len(texts)) + b"".join(map(_r_text, texts))


def _r_pairs(pairs: dict[str, bytes]) -> bytes:
    symbols = (struct.pack(">ii", 0x402, 1) + _r_text(name) + value for name, value in pairs.items())
    return b"".join(symbols) + struct.pack(">i", 0xFE)


def r_frame(columns: dict[str, bytes], rows: int) -> bytes:
    """A data frame as ``serialize`` writes it: a list with the attributes names, row.names and class."""
    body = struct.pack(">ii", 0x313, len(columns)) + b"".join(columns.values())
    numbers = struct.pack(">iiii", 13, 2, -(2**31), -rows)
    attributes = {"names": _r_texts([*columns]), "row.names": numbers, "class": _r_texts(["data.frame"])}
    return b"X\n" + struct.pack(">iii", 2, 0x40000, 0x20300) + body + _r_pairs(attributes)


def r(path: Path) -> None:
    days = [float((day - date(1970, 1, 1)).days) if day else float("nan") for day in DAYS]
    dates = struct.pack(">ii3d", 0x30E, 3, *days) + _r_pairs({"class": _r_texts(["Date"])})
    levels = {"levels": _r_texts(["city", "world"]), "class": _r_texts(["factor"])}
    factor = struct.pack(">ii3i", 0x30D, 3, 1, 1, 2) + _r_pairs(levels)
    columns = {"text": _r_texts([*TEXTS]), "title": _r_texts([*TITLES]), "date": dates, "desk": factor}
    path.write_bytes(gzip.compress(r_frame(columns, 3)))


MADE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "arrow": ("a.feather", arrow),
    "stream": ("a.arrows", stream),
    "sqlite": ("a.db", database),
    "stata": ("a.dta", stata),
    "spss": ("a.sav", spss),
    "r": ("a.rds", r),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_file_is_its_rows(tmp_path: Path, kind: str) -> None:
    name, make = MADE[kind]
    make(tmp_path / name)
    result = run(tmp_path)
    assert result.rejects.is_empty()
    table = 'the "news"!' if kind == "sqlite" else ""
    assert result.articles["article_id"].to_list() == [f"{name}#{table}{number}" for number in (1, 2, 3)]
    assert result.articles["text"].to_list() == TEXTS
    assert result.articles["title"].to_list() == TITLES
    if kind != "spss":
        assert result.articles["published"].dt.date().to_list() == DAYS
    desks = [{pair["name"].lower(): pair["value"] for pair in groups}["desk"] for groups in result.articles["groups"]]
    assert desks == DESKS


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.95])
def test_a_damaged_file_is_one_reject(tmp_path: Path, kind: str, kept: float) -> None:
    name, make = MADE[kind]
    make(tmp_path / name)
    raw = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(raw[: int(len(raw) * kept)])
    (tmp_path / "good.txt").write_text("The talks went on.", encoding="utf-8")
    result = run(tmp_path)
    assert "The talks went on." in result.articles["text"].to_list()
    assert set(result.rejects["origin"]) <= {str(tmp_path / name)}
    # Nothing is lost without a word: what is missing has a reject.
    assert result.rejects.height == 1 or set(TEXTS) <= set(result.articles["text"])


def test_what_a_database_runs_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE news (text TEXT)")
        made.executemany("INSERT INTO news VALUES (?)", [("Good.",), (b"\xff\xfe",), ("Better.",)])
        made.execute("CREATE TABLE computed (title TEXT, text TEXT AS (zeroblob(1)))")
    made.close()
    result = run(path)
    assert result.articles["text"].to_list() == ["Good.", "Better."]
    assert result.rejects["code"].to_list()[-1] == "input.encoding"


def test_changes_that_a_program_has_not_written_yet_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE news (text TEXT)")
    writer.execute("INSERT INTO news VALUES ('New.')")
    writer.commit()
    (reject,) = run(path).rejects.iter_rows(named=True)
    assert (reject["code"], "a.db-wal" in reject["reason"]) == ("input.open-database", True)
    writer.close()
    assert run(path).articles["text"].to_list() == ["New."]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (r_frame({"text": struct.pack(">ii", 16, 2**30)}, 1), "no R object"),
        (b"X\n" + struct.pack(">iii", 2, 0x40000, 0x20300) + _r_texts(["a"]), "no data frame"),
        (b"X\n" + struct.pack(">iii", 2, 0x40000, 0x20300) + struct.pack(">ii", 0x13, 1) * 5_000, "nested too deep"),
    ],
    ids=["a size that is a lie", "no table", "nesting"],
)
def test_hostile_files_of_r(tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "a.rds").write_bytes(content)
    (reject,) = run(tmp_path).rejects.iter_rows(named=True)
    assert what in reject["reason"]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    ("tasks", "wanted", "hint"),
    [
        (("workbook",), "its rows", "save its sheets as CSV"),
        (("arrow", "database", "query", "r", "spss", "stata"), "its rows", "export its tables as CSV"),
        (("page", "feed", "plain", "pdf", "word"), "its text", "save the article's text alone"),
    ],
)
def test_a_process_that_was_ended_is_told_as_what_it_looked_for(
    tasks: tuple[str, ...], wanted: str, hint: str, late: bool
) -> None:
    for task in tasks:
        error = extraction._failure(task, late)
        assert (error.code, error.hint) == ("input.too-slow" if late else "input.unreadable", hint)
        why = "within 20 seconds of computing" if late else "it takes too much memory, or breaks"
        assert error.what.startswith(f"{wanted} could not be found")
        assert why in error.what
