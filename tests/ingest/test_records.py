"""Broken CSV: what cannot be a row costs itself, and what can be one is read as the csv module reads it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.ingest.article.articles import Outlets
from framing.ingest.read import read
from framing.ingest.readers import records
from framing.ingest.readers.records import Record, Records


def rows_of(raw: bytes, delimiter: str = ",") -> tuple[list[list[str]], list[Record]]:
    """The rows behind the header, and what is none."""
    with closing(Records(io.BytesIO(raw), delimiter)) as records:
        assert records.header() is not None
        found = list(records)
    return [list(one.cells) for one in found if one.error is None], [one for one in found if one.error is not None]


def proper_rows(body: str) -> list[list[str]] | None:
    """The rows of the csv module; null where it finds a broken one, or one with a mark that has no partner."""
    lines = io.StringIO(body, newline="").readlines()
    reader = csv.reader(iter(lines), strict=True)
    rows, line = [], 0
    try:
        for row in reader:
            marks = "".join(lines[line : reader.line_num]).count('"')
            line = reader.line_num
            if row and (len(row) != 2 or marks % 2):
                return None
            rows += [row] if row else []
    except csv.Error:
        return None
    return rows


@settings(max_examples=200)
@given(st.text(st.sampled_from('a,"\n\r '), max_size=30))
@example('"x\n",y\n"z",w\n')
@example(',"\r,""""\n"\r\r')
def test_what_the_csv_module_reads_is_read_the_same(body: str) -> None:
    expected = proper_rows(body)
    if expected is not None:
        assert rows_of(f"h,i\n{body}".encode()) == (expected, [])


#: Pieces of text, between which the number of the article stands, and how a text begins and ends. It may begin or end
#: with a delimiter or a line break; where texts do both, a file can be read in two ways, and nothing tells which is right.
#: So it is where the last line of a text ends with a delimiter: it may begin a row whose next text begins with a break.
PIECES = st.text(st.sampled_from('ab ,;"\n'), max_size=8)
ENDS = st.sampled_from([("a", "."), ("\na", "."), (",a", "."), ("a", ".\n"), ("a", ".,"), ("a", ".\n\n")])
WRITERS = st.sampled_from([partial(csv.writer, quoting=csv.QUOTE_MINIMAL), partial(csv.writer, quoting=csv.QUOTE_ALL)])


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], str, list[str]]:
    """Some articles, a delimiter, and the articles as a writer of CSV writes them."""
    delimiter, writer, line_end = draw(st.sampled_from(",;\t")), draw(WRITERS), draw(st.sampled_from(["\n", "\r\n"]))
    rows, written = [], []
    for number in range(draw(st.integers(2, 7))):
        ends = draw(st.tuples(ENDS, ENDS))
        texts = [f"{begin}{draw(PIECES)}<{number}>{draw(PIECES)}{end}" for begin, end in ends]
        rows.append([f"<{number}>", *(re.sub("\n(?!$)", " ", text) if text[-1] == "," else text for text in texts)])
        file = io.StringIO(newline="")
        writer(file, delimiter=delimiter, lineterminator=line_end).writerow(rows[-1])
        written.append(file.getvalue())
    return rows, delimiter, written


@settings(max_examples=200)
@given(tables(), st.data())
def test_one_wrong_character_costs_one_article(
    table: tuple[list[list[str]], str, list[str]], data: st.DataObject
) -> None:
    rows, delimiter, written = table
    number = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(0, len(written[number]) - 1))
    put = data.draw(st.sampled_from(['"', "", "x", delimiter, "\n", "\0", "\udcff", '""']))
    # An end of line that becomes a mark would be two faults, not one.
    replaced = 0 if '"' in put and written[number][place] in "\r\n" else data.draw(st.integers(0, 1))
    damaged = written[number][:place] + put + written[number][place + replaced :]
    whole = "".join([*written[:number], damaged, *written[number + 1 :]])
    raw = f"id{delimiter}text{delimiter}title\n{whole}".encode("utf-8", "surrogateescape")
    found, broken = rows_of(raw, delimiter)
    kept = [row for row in found if row in rows]
    merges = damaged.rstrip("\r\n") == damaged and number < len(rows) - 1
    assert len(kept) >= len(rows) - 1 - merges
    for row in found:
        assert len(set(re.findall(r"<(\d)>", " ".join(row)))) <= 1, "an article that was two"
    assert len(found) + len(broken) >= len(rows) - merges


PLAIN = [f"r{number},The talks of day {number},T{number}\n" for number in range(100)]
LONG = [f'r{number},"Day {number}.\nThey said ""no"", and left.\n",T{number}\n' for number in range(100)]


@pytest.mark.parametrize(
    ("rows", "right", "wrong", "lost", "says"),
    [
        (PLAIN, "r10,The", 'r10,"The', 1, "never closed; line 12 skipped"),
        (PLAIN, "r10,The talks", 'r10,"The" talks', 1, "line 12 skipped (30 bytes)"),
        (PLAIN, ",T10\n", ",T10,more\n", 1, "4 cells where the header has 3; line 12"),
        (PLAIN, ",T10\n", "\n", 1, "2 cells"),
        (PLAIN, ",T10\n", ",T10\r", 0, ""),
        (PLAIN, ",T10\n", ",T10\r\n", 0, ""),
        (PLAIN, ",T10\n", ",T10", 2, "5 cells"),
        (LONG, 'r10,"', "r10,", 1, "lines 32–34 skipped (46 bytes)"),
        (LONG, 'Day 10.\nThey said ""no', 'Day 10.\nThey said "no', 1, "lines 32–34 skipped"),
        (LONG, '\n",T10', "\n,T10", 1, "lines 32–34 skipped"),
        (LONG, ",T10\n", ',"T10\n', 1, "lines 32–34 skipped"),
    ],
)
def test_one_fault_costs_what_it_must(
    tmp_path: Path, rows: list[str], right: str, wrong: str, lost: int, says: str
) -> None:
    whole = "".join(rows)
    assert whole.count(right) == 1
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text,title\n" + whole.replace(right, wrong).encode())
    result = read([path], outlets=Outlets())
    assert result.articles.height == 100 - lost
    reasons = result.rejects["reason"].to_list()
    assert len(reasons) == bool(lost)
    assert says in "".join(reasons)


def test_a_line_of_a_text_that_looks_like_a_row_is_none() -> None:
    """The mark that begins the next text ends the broken one, and so that text's first line stands alone."""
    broken, good = 'r1,"The ""talks"".""\n', 'r2,"\nof today,and,\ntomorrow.",T2\n'
    rows, rest = rows_of(f"id,text,title\n{broken.strip()},T1\n{good}".encode())
    assert rows == [["r2", "\nof today,and,\ntomorrow.", "T2"]]
    found, _ = rows_of(f'id,text,title\nr0,T,"{broken[4:]}{good}'.encode())
    assert found == rows
    assert len(rest) == 1


def test_a_text_that_ends_with_a_comma_is_one_whatever_is_broken_behind_it() -> None:
    """Its marks pair, and the next mark tells that the next line stands in no cell."""
    rows, rest = rows_of(b'h,i\nr1,"x\n,"\nr2,w\nr3,"')
    assert rows == [["r1", "x\n,"], ["r2", "w"]]
    assert [record.lines[0].number for record in rest] == [5]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_file_cut_short_in_a_text_of_many_lines_is_one_reject(tmp_path: Path, end: str) -> None:
    text = "The first, of the day.\nNo comma here\nnor here\nand the rest".replace("\n", end)
    path = tmp_path / "a.csv"
    path.write_bytes(f'text,title{end}A text,T{end}"{text}'.encode())
    result = read([path], outlets=Outlets())
    assert result.articles["text"].to_list() == ["A text"]
    (reason,) = result.rejects["reason"]
    assert "lines 3–6 skipped" in reason


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lines and cells of fifty characters; the csv module has one limit for the whole process."""
    before = csv.field_size_limit()
    monkeypatch.setattr(records, "CELL", 50)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("narrow")
def test_a_line_without_end_costs_itself() -> None:
    raw = f'text,title\nOne,T\n{"x" * 500},T\nTwo,T\n"Three\n{"y" * 60}\nz",T\nFour,T\n'.encode()
    found, broken = rows_of(raw)
    assert [row[0] for row in found] == ["One", "Two", "Four"]
    assert {one.error.code for one in broken if one.error} <= {"input.too-large", "input.csv"}
    assert "line 3 skipped (503 bytes)" in str(broken[0].error)


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(
    ("size", "is_long"), [(48, False), (49, False), (50, True), (51, True), (100, True), (120, True)]
)
@pytest.mark.parametrize("letter", ["x", "क"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", ""])
def test_a_line_has_so_many_characters(size: int, is_long: bool, letter: str, end: str) -> None:
    """With the sign at its end; what is beyond counts with its bytes, and the next line begins behind it."""
    text = letter * size
    feed = records._Feed(io.BytesIO(f"{text}{end}next\n".encode() if end else text.encode()))
    first, *rest = feed.ahead()
    # A line of two signs at its end may have its end cut, which leaves nothing of the text out.
    assert first.is_long == (is_long if end else size >= 50)
    assert first.text == f"{text}{end}"[:50]
    if size != 49 or end != "\r\n":
        assert first.size == len(f"{text}{end}".encode())
        assert [(line.number, line.text) for line in rest] == ([(2, "next\n")] if end else [])


@pytest.mark.parametrize("before", ["", "ab\n", "é\n", "x" * 60 + "\n"])
@pytest.mark.usefixtures("narrow")
def test_a_byte_astray_is_told_by_its_place_in_the_file(before: str) -> None:
    raw = before.encode() + b"caf\xe9,T\nmore\n"
    feed = records._Feed(io.BytesIO(raw))
    lines = [line.astray for line in feed.ahead()]
    assert lines == [None] * (len(lines) - 2) + [raw.index(b"\xe9,"), None]


@pytest.mark.parametrize("row", ['x","z', '""x', '"a,b', "x,y,z\n5' 11\",x"])
def test_files_of_nothing_but_faults_are_looked_at_a_few_times(monkeypatch: pytest.MonkeyPatch, row: str) -> None:
    """Lines that the csv module is given, against the lines that there are."""
    monkeypatch.setattr(records, "_BUDGET", 1000)
    given = 0
    take = records._Feed.__next__

    def counted(feed: records._Feed) -> str:
        nonlocal given
        given += 1
        return take(feed)

    monkeypatch.setattr(records._Feed, "__next__", counted)
    body = f"{row}\n" * 2000
    rows_of(f"a,b\n{body}".encode())
    assert given < 20 * body.count("\n")
