"""The order of the lines of a page, from where they stand. Runs in the process of ``worker.py``.

A page is cut recursively along the white space between its blocks (Nagy and Seth's X-Y cut, ICPR 1984): blocks beside
each other are columns where one white strip runs through all of them, and rows of a table where their lines stand on
one height. Strips one above the other that share their columns are one block. What can be cut neither way is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

__all__ = ["Line", "in_order", "paragraphs"]

#: Points of white between columns, at least: two digits of small print. Columns of newspapers stand 8 to 20 apart.
_GUTTER: Final = 6.0
#: Characters of the cells on the left of a table's rows, on the average; lines of the narrowest columns have 25.
_LABEL_CHARS: Final = 22
#: Share of those lines that stand on the height of a line to the right, and points that heights may differ by.
_LEVEL_SHARE: Final = 0.9
_LEVEL: Final = 3.0
#: Levels of blocks within blocks.
_DEPTH: Final = 40

#: Times the usual step from line to line that the next line of a paragraph is below it at most, and heights of type by
#: which a line may be narrower than its column where the next one goes on: a word of some length did not fit.
_STEP: Final = 1.2
_RAGGED: Final = 6.0
#: Heights of type that two lines of one paragraph are apart at most, whatever is usual.
_LEADING: Final = 3.0
_ENDS: Final = tuple('.!?…।۔؟"”’»')
#: Sizes of type that count as one.
_SAME_SIZE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and where it stands, in points from the page's lower left.

    ``block`` is the number of the lines that stand close together, ``left`` and ``right`` are the edges of its column.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    block: int = 0
    left: float = 0.0
    right: float = 0.0
    is_rtl: bool = False

    @property
    def height(self) -> float:
        """Of its type."""
        return self.y1 - self.y0


def in_order(lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """The lines of a page as they are read, and whether that is certain: no block is torn."""
    ordered, is_certain = _cut(_edged(lines), 0) if lines else ([], True)
    runs = [block for block, _ in groupby(ordered, key=lambda line: line.block)]
    return ordered, is_certain and len(runs) == len(set(runs))


def _cut(lines: Sequence[Line], depth: int) -> tuple[list[Line], bool]:
    if len(lines) <= 1 or depth > _DEPTH:
        return list(lines), len(lines) <= 1
    columns = _split(lines, lambda line: (line.x0, line.x1), _GUTTER)
    if len(columns) > 1:
        if (rows := _table_rows(columns)) is not None:
            return rows, True
        # Most lines tell in which direction columns are read.
        if 2 * sum(line.is_rtl for line in lines) > len(lines):
            columns.reverse()
        return _together([_edged(column) for column in columns], depth)
    strips = _split(lines, lambda line: (-line.y1, -line.y0), 0.0)
    if len(strips) == 1:
        ordered = sorted(lines, key=lambda line: (-line.y1, line.x0))
        return ordered, not _beside(ordered)
    groups = [strips[0]]
    for strip in strips[1:]:
        both = [*groups[-1], *strip]
        if len(_split(both, lambda line: (line.x0, line.x1), _GUTTER)) > 1:
            groups[-1] = both
        else:
            groups.append(strip)
    return _together(groups, depth)


def _together(groups: Iterable[Sequence[Line]], depth: int) -> tuple[list[Line], bool]:
    ordered: list[Line] = []
    is_certain = True
    for group in groups:
        lines, certain = _cut(group, depth + 1)
        ordered += lines
        is_certain &= certain
    return ordered, is_certain


def _split(lines: Sequence[Line], span: Callable[[Line], tuple[float, float]], white: float) -> list[list[Line]]:
    """Lines in groups, between which there is so much white along one direction."""
    groups: list[list[Line]] = []
    end = float("-inf")
    for line in sorted(lines, key=span):
        first, last = span(line)
        if not groups or first > end + white:
            groups.append([])
        groups[-1].append(line)
        end = max(end, last)
    return groups


def _edged(column: Sequence[Line]) -> list[Line]:
    """The lines of a column, with its edges."""
    left, right = min(line.x0 for line in column), max(line.x1 for line in column)
    return [replace(line, left=left, right=right) for line in column]


def _table_rows(columns: Sequence[Sequence[Line]]) -> list[Line] | None:
    """Columns that are the cells of rows, as lines of these; null where they are columns of text."""
    if len(columns) != 2:
        return None
    labels, values = columns
    level = [any(abs(label.y0 - value.y0) <= _LEVEL for value in values) for label in labels]
    if sum(level) < _LEVEL_SHARE * len(labels) or sum(len(label.text) for label in labels) > _LABEL_CHARS * len(labels):
        return None
    rows = [label for label, is_level in zip(labels, level, strict=True) if not is_level]
    for value in values:
        beside = [label.text for label in labels if abs(label.y0 - value.y0) <= _LEVEL][:1]
        rows.append(replace(value, text="\t".join([*beside, value.text])))
    return sorted(_edged(rows), key=lambda line: -line.y1)


def _beside(ordered: Sequence[Line]) -> bool:
    """Whether lines stand beside each other."""
    return any(
        second.y1 > first.y0 and (second.x0 > first.x1 or first.x0 > second.x1) for first, second in pairwise(ordered)
    )


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """Lines in their order as paragraphs: a line that fills its column goes on in the next one.

    A word that was divided at a line's end is one again where the next line goes on with a small letter.
    """
    made: list[str] = []
    before: Line | None = None
    step = _usual_step(lines)
    for line in lines:
        if before is not None and _goes_on(before, line, step):
            last, text = made[-1], line.text
            is_divided = last.endswith(("-", "\u00ad", "\u2010")) and text[:1].islower() and last[-2:-1].isalpha()
            made[-1] = last[:-1] + text if is_divided else f"{last} {text}"
        else:
            made.append(line.text)
        before = line
    return made


def _usual_step(lines: Sequence[Line]) -> float:
    """Points from a line to the next one of its paragraph, as most lines that fill their column have them."""
    pairs = [(one, one.y0 - other.y0) for one, other in pairwise(lines) if _is_full(one)]
    steps = sorted(step for one, step in pairs if 0 < step < _LEADING * one.height)
    return steps[len(steps) // 4] if steps else 0.0


def _is_full(line: Line) -> bool:
    room = line.x0 - line.left if line.is_rtl else line.right - line.x1
    return room < _RAGGED * line.height


def _goes_on(before: Line, line: Line, step: float) -> bool:
    below = before.y0 - line.y0
    # On the next column or page, a sentence that has ended is the best sign that a paragraph has.
    is_near = below < _STEP * step if below > 0 else not before.text.endswith(_ENDS)
    indent = before.x1 - line.x1 if before.is_rtl else line.x0 - before.x0
    is_indented = below > 0 and indent > line.height
    is_same = abs(before.height - line.height) < _SAME_SIZE and "\t" not in line.text
    return _is_full(before) and is_near and is_same and not is_indented
