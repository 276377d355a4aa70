"""Files of all kinds, good and bad: a bad one costs itself and nothing else."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing import limits, schemas
from framing.ingest.article.articles import Outlets
from framing.ingest.formats import SUFFIXES
from framing.ingest.read import ReadResult, _without_duplicates, read, read_batches
from framing.ingest.readers import jsonl
from framing.ingest.source import Source
from framing.memory import IdTable

GOOD = b'{"text": "Good."}\n'


def run(*paths: Path | str) -> ReadResult:
    result = read(paths, outlets=Outlets())
    assert dict(result.articles.schema) == {**schemas.ARTICLE, "cluster": pl.String}
    assert dict(result.rejects.schema) == schemas.REJECT
    return result


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("a.txt", b"", "input.empty", "nothing"),
        ("a.txt", b" \r\n\t\n", "input.empty", "nothing"),
        ("a.txt", b"PK\x03\x04\x00\x00", "input.unreadable", "zip"),
        ("a.txt", b"abc\0def", "input.binary", "byte 3"),
        ("a.txt", "अ".encode() + b"b\xffc", "input.encoding", "byte 4"),
        ("a.txt", "Latin text".encode("utf-16-le"), "input.encoding", "UTF-16"),
        ("a.txt", b"\xff\xfe\x00\xd8", "input.encoding", "utf-16-le"),
        ("a.txt", b"InPage Arabic Document" + bytes(20), "input.legacy-font", "InPage"),
        ("a.txt", b"us dgk gS fd ns'k esa vkSj fons'k esa Hkh", "input.legacy-font", "Kruti Dev"),
        ("a.txt", b"Leave a Reply\n", "input.no-text", "no text"),
        ("a.jsonl", b"", "input.empty", "nothing"),
        ("a.jsonl", b"\n \n", "input.empty", "nothing"),
        ("a.jsonl", b"{'text': 'x'}\n", "input.json", "not JSON"),
        ("a.jsonl", b'["x"]\n', "input.json", "not an object"),
        ("a.json", b"[]", "input.empty", "nothing"),
        ("a.json", b"[", "input.json", "no end"),
        ("a.json", b"[" * 100_000, "input.too-deep", "deep"),
        ("a.json", b'{\n"text": "a\xff"}', "input.encoding", "byte 12"),
        ("a.json", b'{\n"text": "a\\ud800"}', "input.surrogate", "surrogate"),
        ("a.jsonl", b"null", "input.json", "not an object"),
        ("a.jsonl", b'{"text": NaN}', "input.json", "NaN"),
        ("a.jsonl", b'{"a":' * 5000 + b"1" + b"}" * 5000, "input.too-deep", "deep"),
        ("a.jsonl", b'{"text": "a\xff"}', "input.encoding", "byte 11"),
        ("a.jsonl", b'{"text": "a\\ud800"}', "input.surrogate", "surrogate"),
        ("a.jsonl", b'{"text": "a", "title": "\\udc00"}', "input.surrogate", "surrogate"),
        ("a.jsonl", b'{"text": "a\\u0000"}', "input.binary", "NUL"),
        ("a.jsonl", b'{"title": "-"}', "input.no-text", "no text"),
        ("a.jsonl", b'{"text": " "}', "input.no-text", "no text"),
        ("a.jsonl", b'{"text": null}', "input.no-text", "no text"),
        ("a.jsonl", b'{"title": "T", "text": 5}', "input.no-text", "a number"),
        ("a.jsonl", b'{"title": "T", "text": true}', "input.no-text", "truth value"),
        ("a.jsonl", b'{"title": "T", "text": [5]}', "input.no-text", "a list"),
        ("a.jsonl", b'{"title": "T", "text": {"x": 1}}', "input.no-text", "an object"),
        ("a.jsonl", b'{"title": "[Removed]", "content": "[Removed]"}', "input.removed", "taken the article back"),
        ("a.jsonl", b"\xff\xfe{\x00", "input.json", "not JSON"),
        ("a.jsonl", b"(\xb5/\xfd", "input.unreadable", "ended"),
        ("a.jsonl.gz", b"no gzip", "input.unreadable", "gzip"),
        ("a.jsonl.gz", gzip.compress(GOOD, mtime=0)[:15], "input.unreadable", "ended"),
        ("a.jsonl.zst", b"no zstd", "input.unreadable", "Zstandard"),
        ("a.csv", b"", "input.empty", "nothing"),
        ("a.csv", b"text,title\n", "input.empty", "nothing"),
        ("a.csv", b'"text', "input.csv", "header"),
        ("a.csv", b"abstract,kicker\na,b\n", "input.no-text-column", "abstract, kicker"),
        ("a.csv", b"PK\x00\x01", "input.binary", "text file"),
        ("a.csv", b"text,title\na\n", "input.csv", "1 cells"),
        ("a.csv", b"text,title\na,b,c\n", "input.csv", "3 cells"),
        ("a.csv", b'text,title\n"a"b,c\n', "input.csv", "cells"),
        ("a.csv", b'text,title\n"a,b\n', "input.csv", "never closed"),
        ("a.csv", b"text,title\n\xff,b\n", "input.encoding", "byte 11"),
        ("a.csv", b"text\xff,title\na,b\n", "input.encoding", "byte 4"),
        ("a.csv", "text\nabc".encode("utf-16") + b"x", "input.encoding", "utf-16-le"),
        ("a.csv", b"text,title\n ,\n", "input.no-text", "no text"),
        ("a.parquet", b"", "input.empty", "nothing"),
        ("a.parquet", b"PAR1 and nothing more", "input.unreadable", "Parquet"),
        ("a.pdf", b"%PDF", "input.unreadable", "PDF"),
        ("a.html", b"", "input.empty", "nothing"),
        ("a.html", b"<html><body><nav>Home</nav></body></html>", "input.no-text", "no article"),
        ("a.html", b"<div>" * 20_000 + b"deep", "input.too-deep", "deep"),
        ("a.html", "<meta charset=utf-8><p>caf\xe9".encode("cp1252"), "input.encoding", "byte 26"),
        ("a.html", b"<meta charset=no-such-thing><p>caf\xe9", "input.encoding", "byte 34"),
        ("a.xml", b"<?xml version='1.0'?><other/>", "input.feed", "no RSS"),
        ("a.xml", b"<rss version='2.0'><channel></channel></rss>", "input.empty", "no entries"),
        ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss>&b;</rss>", "input.entities", "entities"),
        ("a.xlsx", b"", "input.empty", "nothing"),
        ("a.xlsx", b"no workbook", "input.unreadable", "workbook"),
        ("a.zip", b"PK\x03\x04 broken", "input.unreadable", "zip"),
        ("README", b"x", "input.format", "README"),
    ],
)
def test_a_bad_file_is_one_reject_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes, code: str, says: str
) -> None:
    good = file(tmp_path, "good.jsonl", GOOD)
    bad = file(tmp_path, name, content)
    result = run(bad, good)
    assert result.articles["article_id"].to_list() == ["good.jsonl#1"]
    (reject,) = result.rejects.iter_rows(named=True)
    assert reject["code"] == code
    assert says in reject["reason"]
    assert reject["hint"]
    assert reject["origin"].startswith(str(bad))
    assert len(reject["first_bytes"]) <= 200


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    os.symlink(tmp_path / "gone", tmp_path / "dangling.txt")
    paths: list[Path | str] = [
        tmp_path / "none.txt",
        tmp_path / "empty",
        tmp_path / "pipe.txt",
        tmp_path / "dangling.txt",
        "a\0b.txt",
    ]
    result = run(*paths)
    assert result.rejects["code"].to_list() == [
        *("input.missing", "input.no-articles", "input.not-a-file"),
        *("input.not-a-file", "input.missing"),
    ]


def test_an_empty_path_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file(tmp_path, "good.jsonl", GOOD)
    monkeypatch.chdir(tmp_path)
    result = run("", ".")
    assert result.rejects.select("code", "reason").rows() == [("input.missing", "the path is empty")]
    assert result.articles["article_id"].to_list() == ["good.jsonl#1"]


def test_files_beyond_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_FILE_BYTES", 10)
    monkeypatch.setattr(limits, "TABLE_FILE_BYTES", 40)
    monkeypatch.setattr(limits, "ARTICLE_CHARS", 5)
    file(tmp_path, "a.txt", b"eleven byte")
    file(tmp_path, "b.jsonl", b'{"text": "aaaaaa"}\n{"text": "aaaaa"}\n')
    file(tmp_path, "c.jsonl.gz", gzip.compress(b'{"text": "aa"}\n' * 10))
    file(tmp_path, "d.csv", b"text\n" * 20)
    pl.DataFrame({"text": ["x"]}).write_parquet(tmp_path / "e.parquet")
    result = run(tmp_path)
    assert set(result.rejects["code"]) == {"input.too-large"}
    names = [Path(origin).name for origin in result.rejects["origin"]]
    assert sorted(names) == ["a.txt", "b.jsonl:1", "c.jsonl.gz", "d.csv", "e.parquet"]
    assert [article for article in result.articles["article_id"] if article.startswith("b")] == ["b.jsonl#2"]


def test_an_overlong_line_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "_LINE_BYTES", 50)
    monkeypatch.setattr(limits, "BATCH_BYTES", 30)
    long = b'{"text": "' + b"x" * 1000 + b'"}\n'
    path = file(tmp_path, "a.jsonl", GOOD + long + GOOD + GOOD + long + long + GOOD + long[:-1])
    result = run(path)
    assert result.articles["article_id"].to_list() == [f"a.jsonl#{line}" for line in (1, 3, 4, 7)]
    assert result.rejects["origin"].to_list() == [f"{path}:{line}" for line in (2, 5, 6, 8)]


def test_folders_are_read_in_order_without_what_is_not_an_article(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.txt", "sub/a.txt", ".hidden.txt", ".git/x.txt", "notes.xyz", "outlets.toml"):
        (tmp_path / name).write_text("A headline\nAnd a text.", encoding="utf-8")
    result = run(tmp_path)
    assert result.articles["article_id"].to_list() == ["a.txt", "b.txt", "sub/a.txt"]
    assert result.articles["title"].unique().to_list() == ["A headline"]
    assert result.rejects.is_empty()


def test_the_first_of_an_id_counts(tmp_path: Path) -> None:
    path = file(tmp_path, "a.jsonl", b'{"id": 1, "text": "First."}\n{"id": "1", "text": "Second."}\n')
    result = run(path, path)
    assert result.articles["text"].to_list() == ["First."]
    assert result.rejects["code"].to_list() == ["input.duplicate-id"] * 3
    assert result.rejects["origin"].to_list() == [f"{path}:2", f"{path}:1", f"{path}:2"]


def test_an_id_that_was_read_before_is_a_reject_wherever_it_comes() -> None:
    seen = IdTable()
    seen.add(pl.Series(["d", "c", "a"]))
    articles = pl.DataFrame({"article_id": list("bcabe"), "origin": list("12345")})
    kept, rejects = _without_duplicates(articles, seen)
    assert kept.rows() == [("b", "1"), ("e", "5")]
    assert [(one.origin, one.first_bytes) for one in rejects] == [("2", b"c"), ("3", b"a"), ("4", b"b")]
    # What was kept is known from now on.
    assert _without_duplicates(articles, seen)[0].is_empty()


def test_an_odd_file_name_is_written_out(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("Text.", encoding="utf-8")
    assert run(tmp_path).articles["article_id"].to_list() == ["caf\\udce9.txt"]


def test_parquet_of_other_types(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "text": [b"ok", b"\xff"],
            "title": [["a"], ["b"]],
            "published": [datetime(2026, 2, 6, 11, 2)] * 2,
            "tags": ["x;y", None],
            "more": [{"a": 1}, None],
        }
    )
    frame.with_columns(pl.col("published").dt.replace_time_zone("Asia/Kolkata")).write_parquet(tmp_path / "a.parquet")
    result = run(tmp_path)
    (row,) = result.articles.iter_rows(named=True)
    assert (row["text"], row["title"], row["tags"]) == ("ok", None, ["x", "y"])
    assert row["published"] == datetime(2026, 2, 6, 5, 32, tzinfo=UTC)
    assert result.rejects["code"].to_list() == ["input.encoding"]
    assert result.rejects["origin"].item().endswith("a.parquet#2")
    for texts in ([1, 2], [[1], [2]]):
        pl.DataFrame({"title": ["T", "U"], "text": texts}).write_parquet(tmp_path / "a.parquet")
        assert run(tmp_path).rejects["code"].to_list() == ["input.no-text-column"]


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_damaged_parquet_file_never_raises(tmp_path: Path, cut: float) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": [f"Text {number}." for number in range(5000)]}).write_parquet(path)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * cut)])
    assert run(path).rejects["code"].to_list() == ["input.unreadable"]
    flipped = bytearray(raw)
    flipped[int(len(raw) * cut)] ^= 0xFF
    path.write_bytes(flipped)
    result = run(path)
    assert result.articles.height == 5000 or not result.rejects.is_empty()


def test_batches_are_bounded_and_lose_nothing(tmp_path: Path) -> None:
    pl.DataFrame({"text": ["x" * 100] * 50}).write_parquet(tmp_path / "a.parquet")
    file(tmp_path, "b.jsonl", b'{"text": "' + b"y" * 100 + b'"}\n{"text": "' + b"z" * 2000 + b'"}\n')
    for number in range(20):
        file(tmp_path, f"c{number}.txt", b"t" * 100)
    batches = list(read_batches([tmp_path], batch_bytes=1000, outlets=Outlets()))
    sizes = [batch.articles["text"].str.len_bytes().sum() for batch in batches]
    assert sorted(sizes)[-1] == 2000  # One article alone is over the bound.
    assert all(size <= 1000 for size in sorted(sizes)[:-1])
    assert sum(batch.articles.height for batch in batches) == 72
    together = run(tmp_path)
    assert pl.concat([batch.articles for batch in batches]).equals(together.articles.drop("cluster"))


LINES = st.one_of(
    st.builds(
        lambda text: json.dumps({"text": text}).encode(), st.text(st.characters(exclude_categories=()), max_size=8)
    ),
    st.builds(lambda text: json.dumps({"text": text}, ensure_ascii=False).encode(), st.text(max_size=8)),
    st.builds(
        lambda record: json.dumps(record).encode(),
        st.dictionaries(
            st.sampled_from(["text", "title", "id", "outlet", "tags", "other", "Body", "section", ""]),
            st.recursive(
                st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["a", "[x]", "7", "true", "\0", "😀"]),
                lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("k"), inner, max_size=1),
                max_leaves=3,
            ),
            max_size=4,
        ),
    ),
    st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"")),
    st.sampled_from([b"", b"  \r", b"{}", b'{"text": "a"},', b"\x0b"]),
    st.sampled_from([b'{"text": "a"}{"text": "b"}', b'{"text": "a", "text": "b"}']),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=8), st.integers(1, 60))
def test_rows_in_are_articles_and_rejects(tmp_path: Path, lines: list[bytes], batch: int) -> None:
    path = file(tmp_path, "a.jsonl", b"{}\n" + b"\n".join(lines))
    rows = 1 + sum(bool(line.strip()) for line in lines)
    results = list(read_batches([path], batch_bytes=batch, outlets=Outlets()))
    assert sum(result.articles.height + result.rejects.height for result in results) == rows


PIECES = st.lists(
    st.one_of(
        st.binary(max_size=6), st.sampled_from([b"text", b",", b'"', b"\n", b"\r", b"\t", b"\0", b"{", b"}", b"PAR1"])
    ),
    max_size=12,
).map(b"".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(SUFFIXES),
    st.sampled_from(
        [b"", b"text,title\n", b"(\xb5/\xfd", b"\x1f\x8b\x08", b"PAR1", b"PK\x03\x04", b"<html>", b"<rss>"]
    ),
    PIECES,
)
def test_no_file_raises_and_none_is_passed_over(tmp_path: Path, suffix: str, head: bytes, rest: bytes) -> None:
    result = run(file(tmp_path, f"a{suffix}", head + rest))
    assert result.articles.height + result.rejects.height > 0


@given(st.lists(LINES, min_size=1, max_size=4))
def test_both_ways_of_reading_lines_agree(lines: list[bytes]) -> None:
    """What Polars reads at once is what is read line by line; otherwise Polars must have declined."""
    source = Source(Path("a.jsonl"), "a.jsonl", "a.jsonl")
    chunk = jsonl._Chunk(1, 0, b"\n".join(lines))
    shape = jsonl._Shape(jsonl._resolved(jsonl._sample(chunk), source))
    fast, slow = jsonl._fast(source, chunk, shape), jsonl._slow(source, chunk, shape)
    if fast is not None:
        assert not slow.rejects
        assert fast.rows.equals(slow.rows)


def test_good_lines_go_through_polars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        raise AssertionError("a good file was read line by line")

    monkeypatch.setattr(jsonl, "_slow", slow)
    path = file(
        tmp_path, "a.jsonl", b"".join(b'{"text": "T %d.", "more": {"a": [1]}}\n\n' % number for number in range(999))
    )
    assert run(path).articles.height == 999


def test_dates_that_nobody_can_read_are_told_of_once_a_file(tmp_path: Path) -> None:
    dates = ["2026-03-05", "46346", "", "the day after"]
    rows = [f'{number},"It rained.",{date}' for number, date in enumerate(dates)]
    file(tmp_path, "a.csv", "\n".join(["id,text,published", *rows]).encode())
    file(tmp_path, "b.jsonl", b'{"id": "b", "text": "Good.", "published": "?"}\n' + GOOD)
    file(tmp_path, "c.jsonl", GOOD)
    result = run(tmp_path)
    assert result.articles["published"].is_not_null().sum() == 2
    told = [(os.path.relpath(note.origin, tmp_path), note.text) for note in result.notes if "could not be" in note.text]
    assert told == [
        (
            "a.csv",
            "1 of 3 dates could not be read ('the day after'); counted as not given; "
            "dates read: 1 as days that a spreadsheet counts",
        ),
        ("b.jsonl", "1 of 1 date could not be read ('?'); counted as not given"),
    ]
