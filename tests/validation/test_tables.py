"""Tables of labels, codes and scores, as programs and spreadsheets write them."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from framing.errors import InputError
from framing.validation.tables import read_table


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("a.csv", "text,label\nOne,0.5\n", [("One", 0.5)]),
        ("A.CSV", "text,label\nOne,0.5\n", [("One", 0.5)]),
        ("a.tsv", "text\tlabel\nOne, and\t0.5\n", [("One, and", 0.5)]),
        # A comma is the decimal sign where semicolons part the columns; programs write points there too.
        ("a.csv", "text;label\nOne, two;0,5\n", [("One, two", 0.5)]),
        ("a.csv", "text;label\nOne;0.5\n", [("One", 0.5)]),
        ("a.csv", "text;label;n\nOne;0,5;2\nTwo;1,25;3\n", [("One", 0.5, 2), ("Two", 1.25, 3)]),
        # A semicolon in the name of a column parts none.
        ("a.csv", "text,label; mean\nOne; two,0.5\n", [("One; two", 0.5)]),
        ("a.csv", "text\nOne\n", [("One",)]),
        # What stands first says nothing of what follows.
        ("a.csv", "n\n" + "1\n" * 2000 + "much\n", [("1",)] * 2000 + [("much",)]),
        ("a.tsv", "n\n" + "1\n" * 2000 + "1.5\n", [(1.0,)] * 2000 + [(1.5,)]),
        ("a.csv", "n;m\n" + "1;1\n" * 2000 + "1,5;x\n", [(1.0, "1")] * 2000 + [(1.5, "x")]),
        ("a.ndjson", '{"n": 1}\n' * 2000 + '{"n": 1.5}\n', [(1.0,)] * 2000 + [(1.5,)]),
    ],
)
def test_a_table_is_read_as_it_was_written(
    name: str, text: str, rows: list[tuple[object, ...]], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_table(tmp_path / name).rows() == rows


def test_lines_may_be_compressed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "One"}\n'))
    assert read_table(path).rows() == [("One",)]


def test_parquet_is_read(tmp_path: Path) -> None:
    frame = pl.DataFrame({"text": ["One"], "label": [True]})
    frame.write_parquet(tmp_path / "a.parquet")
    assert read_table(tmp_path / "a.parquet").equals(frame)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("a.xlsx", "validate.suffix", r"no reader for '\.xlsx'"),
        ("none.csv", "validate.unreadable", "No such file"),
        ("a.parquet", "validate.format", "is it what its suffix says"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(name: str, code: str, said: str, tmp_path: Path) -> None:
    for other in ("a.xlsx", "a.parquet"):
        (tmp_path / other).write_text("text", encoding="utf-8")
    with pytest.raises(InputError, match=said) as refused:
        read_table(tmp_path / name)
    assert refused.value.code == code
    assert "\n" not in str(refused.value)
