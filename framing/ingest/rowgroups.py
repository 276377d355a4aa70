"""The row groups of a Parquet file, from its footer: where reading can go on behind damage.

No library at hand tells them apart. The footer is a struct of Thrift's compact protocol; what is needed of it is the
number of rows of each group (``FileMetaData.row_groups`` and ``RowGroup.num_rows`` in the format's parquet.thrift).
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

__all__ = ["row_groups"]

_MARK: Final = b"PAR1"
#: Bytes of a footer; one of 10,000 groups of 30 columns has some 30 MB.
_MOST: Final = 64_000_000
#: Structs within structs; the format has five.
_DEPTH: Final = 16

_ROW_GROUPS: Final = 4
_NUM_ROWS: Final = 3

_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS: Final = (4, 5, 6)


def row_groups(path: Path) -> list[tuple[int, int]]:
    """The first row of each group, from 0, and the one behind its last; none where the footer cannot be read."""
    with path.open("rb") as file:
        size = path.stat().st_size
        if size < 12:
            return []
        file.seek(size - 8)
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != _MARK or not 0 < length <= min(_MOST, size - 8):
            return []
        file.seek(size - 8 - length)
        footer = file.read(length)
    try:
        groups = _Compact(footer).struct()[_ROW_GROUPS]
        sizes = [group[_NUM_ROWS] for group in groups]
    except (IndexError, KeyError, TypeError, ValueError):
        return []
    if not all(isinstance(rows, int) and rows >= 0 for rows in sizes):
        return []
    return list(pairwise(accumulate(sizes, initial=0)))


class _Compact:
    """Reads values of Thrift's compact protocol; structs are dicts by the number of the field."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        if depth > _DEPTH:
            raise ValueError("too deep")
        found: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._integer()
            kind = head & 15
            found[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in _INTEGERS:
            return self._integer()
        if kind in (_TRUE, _FALSE, _BYTE):
            return self._byte()
        if kind in (_DOUBLE, _BINARY):
            return self._take(8 if kind == _DOUBLE else self._varint())
        if kind in (_LIST, _SET):
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._varint()
            return [self._value(head & 15, depth) for _ in range(count)]
        if kind == _MAP:
            count = self._varint()
            kinds = self._byte() if count else 0
            return [(self._value(kinds >> 4, depth), self._value(kinds & 15, depth)) for _ in range(count)]
        if kind == _STRUCT:
            return self.struct(depth + 1)
        raise ValueError(f"no type {kind}")

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _take(self, size: int) -> bytes:
        self._at += size
        if self._at > len(self._data):
            raise IndexError("cut short")
        return self._data[self._at - size : self._at]

    def _varint(self) -> int:
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return found
            if shift > 63:
                raise ValueError("too long a number")

    def _integer(self) -> int:
        found = self._varint()
        return (found >> 1) ^ -(found & 1)
