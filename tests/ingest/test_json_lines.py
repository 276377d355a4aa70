"""Pieces of files of JSON lines: where they are cut, which keys they have, and what their values are as text."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import limits
from framing.errors import InputError
from framing.ingest.readers import jsonl
from framing.ingest.readers.jsonrows import group_text, object_row, wrapped
from framing.ingest.source import Rejected, Source

SOURCE = Source(path=Path("a.jsonl"), origin="a.jsonl", label="a.jsonl")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of ten bytes, read eight at a time in pieces of three."""
    monkeypatch.setattr(jsonl, "_LINE_BYTES", 10)
    monkeypatch.setattr(jsonl, "_READ", 3)
    monkeypatch.setattr(limits, "BATCH_BYTES", 8)


def chunks(raw: bytes) -> list[tuple[int, int, bytes] | str]:
    """Of each chunk the number of its first line, the byte at which it begins, and its bytes; or where a line is too long."""
    found = jsonl._byte_chunks(SOURCE, io.BytesIO(raw))
    return [one.origin if isinstance(one, Rejected) else (one.line, one.offset, one.data) for one in found]


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", []),
        (b"a", [(1, 0, b"a")]),
        (b"1234567\n", [(1, 0, b"1234567\n")]),
        # As many bytes as are read at once, and then on to the end of the line.
        (b"123\n567\n9", [(1, 0, b"123\n567\n"), (3, 8, b"9")]),
        (b"123\n5678901\n3", [(1, 0, b"123\n5678901\n"), (3, 12, b"3")]),
        # A line of ten bytes is one, its end counted; one of more is too long, and the next ones count on.
        (b"123456789\n1\n", [(1, 0, b"123456789\n"), (2, 10, b"1\n")]),
        (b"1234567890\n1\n", ["a.jsonl:1", (2, 11, b"1\n")]),
        (b"1\n34567890123456789\n1\n", [(1, 0, b"1\n"), "a.jsonl:2", (3, 20, b"1\n")]),
        (b"1\n3456789012", [(1, 0, b"1\n3456789012")]),
        (b"1\n34567890123", [(1, 0, b"1\n"), "a.jsonl:2"]),
        (b"1" * 55 + b"\n2\n", ["a.jsonl:1", (2, 56, b"2\n")]),
        (b"1" * 55, ["a.jsonl:1"]),
    ],
)
def test_lines_are_whole_and_numbered(raw: bytes, expected: list[Any]) -> None:
    assert chunks(raw) == expected


@pytest.mark.usefixtures("narrow")
@given(st.lists(st.integers(0, 12), max_size=9))
def test_whatever_its_lines_are_a_file_is_read_to_its_end(sizes: list[int]) -> None:
    lines = [b"x" * size + b"\n" for size in sizes]
    found = chunks(b"".join(lines))
    kept = b"".join(one[2] for one in found if not isinstance(one, str))
    long = [place for place, line in enumerate(lines, 1) if len(line) > 10]
    # A line that is looked at with others before it may have its place among them.
    assert {int(one.split(":")[1]) for one in found if isinstance(one, str)} <= set(long)
    for one in found:
        if not isinstance(one, str):
            assert b"".join(lines)[one[1] :].startswith(one[2])
            assert b"".join(lines)[: one[1]].count(b"\n") + 1 == one[0]
    assert kept.count(b"\n") + sum(isinstance(one, str) for one in found) == len(lines)


@pytest.mark.parametrize(("most", "is_read"), [(9, False), (10, True), (11, True)])
def test_a_file_has_so_many_bytes(monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool) -> None:
    monkeypatch.setattr(limits, "TABLE_FILE_BYTES", most)
    if is_read:
        assert chunks(b"123456789\n") == [(1, 0, b"123456789\n")]
    else:
        with pytest.raises(InputError, match="more than 9 bytes"):
            chunks(b"123456789\n")


class Breaking(io.BytesIO):
    """Breaks off where it ends."""

    def read1(self, size: int | None = -1) -> bytes:
        if not (data := super().read1(size)):
            raise InputError("input.unreadable", "it breaks off", "", "")
        return data


@pytest.mark.parametrize(("raw", "expected"), [(b"12\n45\n78", [b"12\n45\n"]), (b"1234", []), (b"12\n", [b"12\n"])])
def test_of_a_file_that_breaks_off_the_whole_lines_are_read(
    monkeypatch: pytest.MonkeyPatch, raw: bytes, expected: list[bytes]
) -> None:
    monkeypatch.setattr(jsonl, "_READ", 3)
    found: list[bytes] = []
    with pytest.raises(InputError, match="breaks off"):
        found.extend(jsonl._whole_lines(Breaking(raw)))
    assert found == expected


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(st.sampled_from('a":\\ {}[],क'), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(st.sampled_from('ab":\\'), max_size=3), inner, max_size=2)
    ),
    max_leaves=5,
)


def keys_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


@given(
    st.lists(st.dictionaries(st.sampled_from(["a", "b", "text", 'a"', "a\\", "क"]), VALUES, max_size=3), max_size=3),
    st.booleans(),
)
def test_all_keys_of_a_chunk_are_met(rows: list[dict[str, object]], tight: bool) -> None:
    """Or it is said that nobody knows."""
    separators = (",", ":") if tight else (", ", ": ")
    raw = "\n".join(json.dumps(row, separators=separators, ensure_ascii=False) for row in rows).encode()
    met = jsonl._keys_in(raw)
    assert met is None or keys_of(rows) <= met


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        (b'{"a": 1, "b": {"c": [2]}}', {"a", "b", "c"}),
        (b'{"a":"b", "c":"\\":"}', {"a", "c"}),
        (b'{"a" : 1}', None),
        (b'{"a"\t: 1}', None),
        (b'{"a": "x \\\\"}', {"a"}),
        (b'{"a\\\\": 1}', None),
        (b'{"\\"a": 1}', None),
        (b'{"\\u0061": 1}', None),
        (b"{}", set()),
    ],
)
def test_keys_are_told_in_a_hurry_or_not(line: bytes, keys: set[str] | None) -> None:
    assert jsonl._keys_in(line) == keys


@pytest.mark.parametrize(
    ("frame", "is_doubtful"),
    [
        ({"text": ["a", None], "b": ["x", "y"]}, False),
        ({"text": ["a"], "b": ["{x"]}, True),
        ({"text": ["[a"], "b": ["x"]}, True),
        ({"text": ["a"], "b": ["x\0"]}, True),
        ({"text": ["a"], "b": ["x{"]}, False),
        ({"text": ["a"], "b": ["1"]}, False),
        ({"text": ["-1.5e3"], "b": ["x"]}, True),
        ({"text": ["true"], "b": ["x"]}, True),
        ({"text": ["5 a"], "b": ["x"]}, False),
        ({"text": ["a"], "b": [["x", "[y"]]}, True),
        ({"text": ["a"], "b": [["x", None]]}, False),
        ({"text": ["a"], "b": [None]}, False),
    ],
)
def test_what_may_have_been_no_text_is_looked_at_again(frame: dict[str, Any], is_doubtful: bool) -> None:
    made = pl.DataFrame(
        frame, schema_overrides={"b": pl.List(pl.String) if isinstance(frame["b"][0], list) else pl.String}
    )
    made = made.with_columns(tags=pl.lit(None, pl.List(pl.String)))
    assert jsonl._is_doubtful(made, "text") is is_doubtful


def gathered(raw: bytes) -> Iterator[list[int]]:
    for batch in jsonl._gathered(SOURCE, io.BytesIO(raw)):
        yield [number if not isinstance(value, InputError) else -number for number, value in batch]


@pytest.mark.parametrize(("letters", "size"), [(9, 3), (10, 3), (11, 2), (5, 5), (21, 1)])
def test_values_are_handed_on_with_half_a_batch_of_letters(
    monkeypatch: pytest.MonkeyPatch, letters: int, size: int
) -> None:
    """Those of all their texts; a value that is none counts for nothing."""
    monkeypatch.setattr(limits, "BATCH_BYTES", 41)
    half = letters // 2
    row = {"a": "x" * half, "b": "x" * (letters - half), "c": 5}
    assert len(next(gathered(json.dumps([row] * 9).encode()))) == size


def test_five_hundred_values_are_handed_on() -> None:
    found = list(gathered(json.dumps([1] * 1_001).encode()))
    assert [len(batch) for batch in found] == [500, 500, 1]
    assert (found[0][0], found[1][0], found[2]) == (1, 501, [1_001])
    # An error at last is one more of them.
    assert list(gathered(b"[1, 2")) == [[1, 2, -3]]
    assert list(gathered(b"[")) == [[-1]]


COLUMNS = jsonl._resolved([{"text": "", "title": "", "byline": "", "outlet": "", "tags": "", "source": ""}], SOURCE)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        *(("title", value, text) for value, text in ((True, "true"), (False, "false"), (2.0, "2"), (2.5, "2.5"), (7, "7"), ("x", "x"), ([], None), ({}, None), (None, None))),
        *(("text", value, text) for value, text in (("x", "x"), (None, None), (["a", "b"], "a\nb"), ([], ""), ([["a"], "b"], "a\nb"))),
        ("text", {"summary": ["s"], "sections": [{"headline": ["h"], "paragraphs": ["p", "q"]}]}, "s\nh\np\nq"),
        ("text", {"paragraphs": ["p"], "headline": "h", "summary": None}, "h\np"),
        *(("byline", value, text) for value, text in ((["A", {"name": "B"}, None], "A, B"), ([], None), ({"uri": "u", "title": "t"}, "t"), ({"uri": "u"}, "u"), ({"x": "u"}, None))),
        *(("outlet", value, text) for value, text in (({"name": "Dawn", "title": "D"}, "Dawn"), ("Dawn", "Dawn"))),
        *(("tags", value, text) for value, text in ((["a", None, 1, {}], ["a", "1"]), ("a; b", ["a", "b"]), (None, None))),
    ],
)  # fmt: skip
def test_values_are_read_as_what_they_hold(name: str, value: object, expected: object) -> None:
    assert object_row({name: value}, COLUMNS)[name] == expected


@pytest.mark.parametrize(
    ("value", "what"),
    [(1, "a number"), (1.5, "a number"), (True, "a truth value"), ([1], "a list"), ({"x": "y"}, "an object"), ({}, "an object"), (["a", {"x": 1}], "a list")],
)  # fmt: skip
def test_a_text_that_is_none_is_refused(value: object, what: str) -> None:
    with pytest.raises(InputError, match=f"there is {what} where its text should be"):
        object_row({"text": value}, COLUMNS)


def test_an_object_called_source_is_the_publisher() -> None:
    assert object_row({"source": {"name": "Dawn"}}, COLUMNS)["outlet"] == "Dawn"
    assert object_row({"source": {"name": "Dawn"}, "outlet": "Jang"}, COLUMNS)["outlet"] == "Jang"
    assert object_row({"source": "Dawn"}, COLUMNS)["outlet"] is None
    for value in ("x", 1, ["x"]):
        with pytest.raises(InputError, match="it is JSON, but not an object"):
            object_row(value, COLUMNS)


@pytest.mark.parametrize(
    ("value", "text"),
    [("x", "x"), (1, "1"), ([1, "a", None], "1; a"), ([], ""), ([[1]], None), ([{}], None), ({}, None), (None, None)],
)
def test_groups_are_scalars_and_lists_of_them(value: object, text: str | None) -> None:
    assert group_text(value) == text


TEXT, HEAD = [{"text": "a"}], [{"title": "a"}]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"articles": TEXT}, TEXT),
        ({"status": "ok", "response": {"docs": TEXT}}, TEXT),
        ({"articles": HEAD}, HEAD),
        # A list with texts counts before one with headlines; of two alike neither.
        ({"a": HEAD, "b": TEXT}, TEXT),
        ({"a": TEXT, "b": TEXT}, None),
        ({"a": TEXT, "b": {"c": TEXT}}, None),
        ({"a": [{"x": 1}]}, None),
        ({"a": "text"}, None),
        ([TEXT], None),
        ({"a": []}, None),
        *(({"articles": TEXT, name: "x"}, None) for name in ("text", "title", "url", "published", "byline")),
        ({"articles": TEXT, "language": "hi"}, TEXT),
        ({"a": [{"x": 1}] * 99 + TEXT}, [{"x": 1}] * 99 + TEXT),
        ({"a": [{"x": 1}] * 100 + TEXT}, None),
    ],
)
def test_the_articles_of_an_answer_are_its_one_list_of_them(value: object, found: object) -> None:
    assert wrapped(value, SOURCE) == found
