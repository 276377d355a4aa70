"""Footers of Parquet files: what is written by the rules of Thrift's compact protocol is read, and nothing else."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import limits
from framing.ingest.readers import parquet
from framing.ingest.readers.parquet import _Compact, row_groups

#: Kinds of values, by their number in the protocol.
TRUE, FALSE, BYTE, SHORT, INT, LONG, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; all but the last have the highest bit set."""
    made = bytearray()
    while number > 127:
        made.append(number % 128 + 128)
        number //= 128
    return bytes([*made, number])


def zigzag(number: int) -> bytes:
    return varint(2 * number if number >= 0 else -2 * number - 1)


def written(kind: int, value: Any) -> bytes:
    """A value; of lists, sets and maps the kinds of what is in them stand beside it."""
    match kind:
        case 3:
            return int(value).to_bytes(1, "little")
        case 4 | 5 | 6:
            return zigzag(value)
        case 7:
            return struct.pack("<d", value)
        case 8:
            return varint(len(value)) + bytes(value)
        case 9 | 10:
            inner, values = value
            short = len(values) < 15
            head = bytes([16 * len(values) + inner]) if short else bytes([240 + inner]) + varint(len(values))
            return head + b"".join(written(inner, one) for one in values)
        case 11:
            first, second, pairs = value
            head = varint(len(pairs)) + (bytes([16 * first + second]) if pairs else b"")
            return head + b"".join(written(first, one) + written(second, other) for one, other in pairs)
    return fields(value)


def fields(value: dict[int, tuple[int, Any]]) -> bytes:
    """A struct: of each field how far its number is from the one before, and its kind; or its number, where it is far."""
    made, before = b"", 0
    for number, (kind, one) in value.items():
        kind = (TRUE if one else FALSE) if kind == TRUE else kind
        near = 0 < number - before < 16
        made += bytes([16 * (number - before) + kind]) if near else bytes([kind]) + zigzag(number)
        made += b"" if kind in (TRUE, FALSE) else written(kind, one)
        before = number
    return made + b"\0"


def meant(kind: int, value: Any) -> Any:
    """What is read of a value."""
    match kind:
        case 7:
            return struct.pack("<d", value)
        case 9 | 10:
            return [meant(value[0], one) for one in value[1]]
        case 11:
            return [(meant(value[0], one), meant(value[1], other)) for one, other in value[2]]
        case 12:
            return {number: meant(*one) for number, one in value.items()}
    return value


PLAIN = {
    BYTE: st.integers(0, 255),
    **dict.fromkeys((SHORT, INT), st.integers(-(2**31), 2**31 - 1)),
    LONG: st.integers(-(2**63), 2**63 - 1),
    DOUBLE: st.floats(allow_nan=False),
    BINARY: st.binary(max_size=200),
}


def lists(kind: int) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(kind), st.lists(PLAIN[kind], max_size=20))


@st.composite
def structs(draw: st.DrawFn, depth: int = 2) -> dict[int, tuple[int, Any]]:
    made: dict[int, tuple[int, Any]] = {}
    for number in draw(st.lists(st.integers(1, 40), unique=True, max_size=6)):
        kind = draw(st.sampled_from([TRUE, *PLAIN, LIST, SET, MAP, *([STRUCT] if depth else [])]))
        inner, other = draw(st.sampled_from(list(PLAIN))), draw(st.sampled_from(list(PLAIN)))
        of: st.SearchStrategy[Any] = PLAIN.get(kind, st.booleans())
        if kind in (LIST, SET):
            of = lists(inner)
        elif kind == MAP:
            pairs = st.lists(st.tuples(PLAIN[inner], PLAIN[other]), max_size=4)
            of = st.tuples(st.just(inner), st.just(other), pairs)
        elif kind == STRUCT:
            of = structs(depth - 1)
        made[number] = (kind, draw(of))
    return made


@given(structs(), st.binary(max_size=3))
def test_what_is_written_is_read(value: dict[int, tuple[int, Any]], behind: bytes) -> None:
    raw = fields(value)
    reader = _Compact(raw + behind)
    assert reader.struct() == meant(STRUCT, value)
    assert reader._at == len(raw)


@pytest.mark.parametrize(("count", "wide"), [(0, 1), (14, 1), (15, 2), (127, 2), (128, 3)])
def test_lists_of_fifteen_have_their_number_behind_their_kind(count: int, wide: int) -> None:
    raw = written(LIST, (BYTE, [7] * count))
    assert len(raw) == count + wide
    assert _Compact(raw)._value(LIST, 0) == [7] * count


def test_lists_of_structs_and_of_truths_are_read() -> None:
    value = (STRUCT, [{3: (LONG, 5)}, {3: (LONG, -6), 4: (TRUE, False)}])
    assert _Compact(written(LIST, value))._value(LIST, 0) == [{3: 5}, {3: -6, 4: False}]
    assert _Compact(bytes([0x21, 1, 2]))._value(LIST, 0) == [1, 2]


@pytest.mark.parametrize(("levels", "is_read"), [(16, True), (17, False)])
def test_structs_stand_within_each_other_so_deep(levels: int, is_read: bool) -> None:
    value: dict[int, tuple[int, Any]] = {}
    for _ in range(levels):
        value = {1: (STRUCT, value)}
    if is_read:
        assert _Compact(fields(value)).struct() == meant(STRUCT, value)
    else:
        with pytest.raises(ValueError, match="too deep"):
            _Compact(fields(value)).struct()


@pytest.mark.parametrize("number", [2**63, 2**64 - 1, 2**70 - 1])
def test_numbers_have_ten_bytes(number: int) -> None:
    assert _Compact(varint(number))._varint() == number
    with pytest.raises(ValueError, match="too long a number"):
        _Compact(varint(2**70 + number))._varint()


@pytest.mark.parametrize("kind", [0, 13, 14, 15])
def test_a_kind_that_there_is_not_is_told(kind: int) -> None:
    with pytest.raises(ValueError, match=f"no type {kind}"):
        _Compact(bytes(9))._value(kind, 0)


@given(structs(), st.data())
def test_what_is_cut_short_is_no_value(value: dict[int, tuple[int, Any]], data: st.DataObject) -> None:
    raw = fields(value)
    with pytest.raises(IndexError):
        _Compact(raw[: data.draw(st.integers(0, len(raw) - 1))]).struct()


def footer(folder: Path, content: bytes, *, length: int | None = None, mark: bytes = b"PAR1") -> list[tuple[int, int]]:
    path = folder / "a.parquet"
    size = len(content) if length is None else length
    path.write_bytes(b"PAR1" + content + size.to_bytes(4, "little") + mark)
    return row_groups(path)


def groups(*sizes: int) -> bytes:
    """Of a file its version, and its row groups; of a group its size in bytes and its rows."""
    of = [{2: (LONG, 9), 3: (LONG, size)} for size in sizes]
    return fields({1: (INT, 1), 4: (LIST, (STRUCT, of)), 6: (BINARY, b"a program")})


def test_rows_are_counted_on_from_group_to_group(tmp_path: Path) -> None:
    assert footer(tmp_path, groups(3, 0, 4)) == [(0, 3), (3, 3), (3, 7)]
    assert footer(tmp_path, groups()) == []


def test_a_footer_that_is_none_has_no_groups(tmp_path: Path) -> None:
    good = groups(3)
    assert footer(tmp_path, good, mark=b"PAR2") == []
    assert footer(tmp_path, good, length=0) == []
    # As long as all that stands before it, which is the file's first mark, too.
    assert footer(tmp_path, good, length=len(good) + 5) == []
    assert footer(tmp_path, fields({4: (LIST, (STRUCT, [{2: (LONG, 9)}]))})) == []
    assert footer(tmp_path, fields({4: (LIST, (STRUCT, [{3: (TRUE, True)}, {3: (BINARY, b"3")}]))})) == []
    assert footer(tmp_path, groups(3, -1)) == []
    assert footer(tmp_path, fields({4: (LONG, 3)})) == []
    assert footer(tmp_path, fields({5: (LONG, 3)})) == []
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + (4).to_bytes(4, "little") + b"PAR"[:3])
    assert row_groups(tmp_path / "a.parquet") == []


@pytest.mark.parametrize(("most", "is_read"), [(-1, False), (0, True), (1, True)])
def test_a_footer_has_so_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool) -> None:
    monkeypatch.setattr(parquet, "_MOST", len(groups(3)) + most)
    assert footer(tmp_path, groups(3)) == ([(0, 3)] if is_read else [])


@pytest.mark.parametrize(("letter", "count", "kept"), [("a", 44, 44), ("a", 45, 11), ("क", 14, 14), ("क", 15, 11)])
def test_of_a_text_beyond_the_limit_no_more_is_carried_along_than_tells_it(
    monkeypatch: pytest.MonkeyPatch, letter: str, count: int, kept: int
) -> None:
    """Four bytes a letter are as many as there can be."""
    monkeypatch.setattr(limits, "ARTICLE_CHARS", 10)
    column = parquet._column("text", "body", pl.String())
    frame = pl.DataFrame({"body": [letter * count, "b", None]}).select(column)
    assert frame["text"].to_list() == [letter * kept, "b", None]
