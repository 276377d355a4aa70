"""Pieces of what is written and what is known: lengths of texts and names, ends of files, versions and rejects."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.store import spool
from framing.store.formats import _names, _short
from framing.store.known import _append, _lacking, _standing, path_of


@pytest.mark.parametrize(
    ("text", "size", "short"),
    [
        (None, 8, None),
        ("", 8, ""),
        # Four bytes are as many as a letter has.
        ("ab", 8, "ab"),
        ("abcdefgh", 8, "abcdefgh"),
        ("abcdefghi", 8, "abcdefgh"),
        ("कखग", 9, "कखग"),
        ("कखग", 8, "कख"),
        ("कखग", 6, "कख"),
        ("😀😀", 8, "😀😀"),
        ("😀😀", 7, "😀"),
    ],
)
def test_a_text_is_cut_between_letters(text: str | None, size: int, short: str | None) -> None:
    assert _short(text, size) == short


@pytest.mark.parametrize(
    ("columns", "length", "names"),
    [
        (["a", "b c", "hits_x"], 32, ["a", "b_c", "hits_x"]),
        (["1a", "_a", "क"], 32, ["v1a", "v_a", "v_"]),
        (["abcdef", "abcdeg", "abcdeh"], 5, ["abcde", "abc_2", "abc_3"]),
        (["A", "a", "a b", "a.b"], 32, ["A", "a_2", "a_b", "a_b_2"]),
        (["abcde"] * 1, 5, ["abcde"]),
        (
            [f"abcde{number}" for number in range(11)],
            5,
            ["abcde", *(f"abc_{n}" for n in range(2, 10)), "ab_10", "ab_11"],
        ),
    ],
)
def test_names_are_short_and_each_is_there_once(columns: list[str], length: int, names: list[str]) -> None:
    assert list(_names(columns, length).values()) == names
    assert list(_names(columns, length)) == columns


@pytest.mark.parametrize(
    ("whole", "half"),
    [
        ("", 0),
        ("", 5),
        ("a\nb\n", 0),
        ("a\nb\n", 1),
        ("a\n", 65_535),
        ("a\n", 65_536),
        ("a\n", 65_537),
        ("a\n", 200_000),
        ("", 70_000),
    ],
)
def test_a_line_that_was_half_written_is_taken_off(tmp_path: Path, whole: str, half: int) -> None:
    path = tmp_path / "a.lines"
    path.write_bytes(whole.encode() + b"x" * half)
    handle = os.open(path, os.O_RDWR)
    try:
        assert spool._whole(handle) == len(whole)
    finally:
        os.close(handle)
    assert path.read_text(encoding="utf-8") == whole


def test_a_line_that_somebody_changed_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.lines"
    lines = [spool._line({"a": number}) for number in range(3)]
    path.write_bytes(lines[0] + lines[1].replace(b"1}", b"2}") + lines[2] + b"half")
    found = spool._read([path])
    assert [record["a"] for record in found.records] == [0, 2]
    assert [line + b"\n" for line in found.broken] == [lines[1].replace(b"1}", b"2}")]


def test_what_was_taken_aside_comes_before_what_took_its_place(tmp_path: Path) -> None:
    place = tmp_path / "s"
    assert spool._names(place) == []
    place.mkdir()
    for name in ("b.lines", "a.lines", "c-1.taken", "b-2.taken", "notes"):
        (place / name).touch()
    assert spool._names(place) == ["b-2.taken", "c-1.taken", "a.lines", "b.lines"]


@given(st.lists(st.integers(0, 9), max_size=30))
def test_parts_are_few_and_keep_their_order(heights: list[int]) -> None:
    parts: list[pl.DataFrame] = []
    rows = 0
    for height in heights:
        _append(parts, pl.DataFrame({"n": range(rows, rows + height)}, schema={"n": pl.Int64}))
        rows += height
    assert [value for part in parts for value in part["n"]] == list(range(rows))
    # Each is smaller than the one before it.
    sizes = [part.height for part in parts]
    assert sizes == sorted(set(sizes), reverse=True)


def test_an_article_may_lack_a_date_and_an_outlet() -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [(day, "dawn"), (None, "dawn"), (day, "unknown:a"), (None, "unknown:"), (day, None)]
    schema = {"published": pl.Datetime("us", "UTC"), "outlet": pl.String()}
    assert np.array_equal(_lacking(pl.DataFrame(rows, schema=schema, orient="row")), [0, 1, 2, 3, 2])


def batch(number: int) -> str:
    return f"{number:06d}-abcd"


def test_a_reject_stands_until_it_ends_later() -> None:
    rejects = pl.DataFrame({"origin": ["a", "b", "c", "d", None], "batch_id": [batch(n) for n in (2, 2, 2, 2, 2)]})
    ends = pl.DataFrame({"origin": ["a", "b", "c", "c", None], "batch_id": [batch(n) for n in (1, 2, 1, 3, 5)]})
    # What ended in the run in which it was found ended after it was.
    assert _standing(rejects, ends, ("origin",))["origin"].to_list() == ["a", "d"]


@pytest.mark.parametrize(
    ("origin", "path"),
    [
        ("news.csv", "news.csv"),
        ("news.csv:12", "news.csv"),
        ("book.xlsx#Sheet!3", None),
        ("all.zip/a/b.txt:3", "all.zip"),
        ("folder", "folder"),
        ("folder/none.txt", None),
        ("a:b.txt", "a:b.txt"),
        ("", None),
        ("none", None),
        (":", None),
        ("http://a.example/x:1", "http://a.example/x:1"),
        ("https://a.example", "https://a.example"),
    ],
)
def test_a_place_is_read_again_where_its_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: str, path: str | None
) -> None:
    """A folder is read as itself, and not for a file in it that is gone."""
    monkeypatch.chdir(tmp_path)
    for name in ("news.csv", "all.zip", "a:b.txt"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    assert path_of(origin) == path
