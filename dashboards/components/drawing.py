"""The plane as SVG: two rates against each other, a dot an outlet, on the page and as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, hypot, sqrt
from typing import Final

import regex

__all__ = ["NARROW", "RIGHT", "WIDE", "Axis", "Point", "Size", "drawn", "meet", "sheet"]

#: Outlets with a link, a name and an interval; further ones are faint dots. A browser draws so many without a pause.
_MOST: Final = 100
#: Right-to-left letters: a name that begins with one is set from the right.
#: Letters of scripts that run from the right.
RIGHT: Final = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
#: What a file needs to look like the page: the light colours, since it is printed on white.
_STYLE: Final = (
    "text{font:12px 'Noto Sans','Noto Sans Devanagari','Noto Nastaliq Urdu',sans-serif;fill:#1c1b19}"
    ".tick,.axis-name,.caption{fill:#5f5b53}.grid{stroke:#d9d4c8}.usual{stroke:#5f5b53;stroke-dasharray:4 4}"
    ".crosses{stroke:#5f5b53;fill:none;opacity:.25}.faint{fill:#807c74;opacity:.35}circle{stroke:#fff}"
    ".c0{fill:#d55e00}.c1{fill:#0072b2}.c2{fill:#009e73}.c3{fill:#b5558f}.c4{fill:#e69f00}.c5{fill:#4aa8e0}"
    ".c6{fill:#d8b800}.c7{fill:#807c74}"
)


#: Characters that XML does not hold: a name may have them, a drawing may not.
_PLAIN: Final = regex.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An outlet on the plane: both rates per 1,000 words, each with the ends of its interval."""

    key: str
    name: str
    label: str
    href: str
    colour: str
    articles: int
    x: float
    y: float
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What a side of the plane measures, and what is usual there."""

    name: str
    usual: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Of a drawing, in pixels, and how many names it has room for."""

    width: int
    height: int
    names: int


WIDE: Final = Size(width=1100, height=520, names=36)
NARROW: Final = Size(width=358, height=420, names=9)
_Place = Callable[[float], float]
_Box = tuple[float, float, float, float]
#: Room for the numbers and names of the axes.
_LEFT, _RIGHT_EDGE, _TOP, _BOTTOM = 44, 12, 26, 44


def drawn(
    points: Sequence[Point],
    x: Axis,
    y: Axis,
    size: Size,
    *,
    label: str,
    caption: Sequence[str] = (),
    file: bool = False,
) -> str:
    """The plane as SVG markup.

    Args:
        points: the outlets, those with the most articles first.
        x: across.
        y: up.
        size: of the drawing.
        label: what it shows, for those who do not see it.
        caption: lines below it.
        file: whether it stands alone: without links, with its own colours.
    """
    ends = {"x": _end([point.x_ends[1] for point in points]), "y": _end([point.y_ends[1] for point in points])}

    def across(value: float) -> float:
        return _LEFT + (size.width - _LEFT - _RIGHT_EDGE) * sqrt(min(value, ends["x"]) / ends["x"])

    def up(value: float) -> float:
        return size.height - _BOTTOM - (size.height - _TOP - _BOTTOM) * sqrt(min(value, ends["y"]) / ends["y"])

    # Drawn from the least known to the best known, which lie on top.
    known, others = list(points[:_MOST]), points[_MOST:]
    places = {point.key: (across(point.x), up(point.y)) for point in points}
    crosses = {point.key: _cross(point, across, up) for point in known}
    faint = "".join(f"M{left:.1f} {top:.1f}h0" for left, top in (places[point.key] for point in others))
    parts = [
        *_grid(ends, across, up, size),
        *_usual(x, y, across, up, size),
        f'<path class="crosses" d="{"".join(crosses.values())}"/>',
        f'<path class="faint" stroke="#807c74" stroke-width="5" stroke-linecap="round" opacity=".35" d="{faint}"/>'
        if faint
        else "",
        *(_dot(point, places[point.key], crosses[point.key], file) for point in reversed(known)),
        *_names(known, places, size),
        f'<text class="axis-name" x="{size.width - _RIGHT_EDGE}" y="{size.height - 6}" text-anchor="end">'
        f"{escape(x.name)} →</text>",
        f'<text class="axis-name" x="4" y="14">↑ {escape(y.name)}</text>',
    ]
    return sheet(parts, size, label, caption, file)


def sheet(parts: Sequence[str], size: Size, label: str, caption: Sequence[str], file: bool) -> str:
    """A drawing's parts as one SVG, with room for its caption; as a file it has its own colours and ground."""
    below = [
        f'<text class="caption" x="4" y="{size.height + 16 * line}">{escape(text)}</text>'
        for line, text in enumerate(caption, 1)
    ]
    height = size.height + (16 * len(caption) + 8 if caption else 0)
    role = "img" if file else "group"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {height}" role="{role}"'
    head += f' aria-label="{escape(label)}"' + (f' width="{size.width}" height="{height}">' if file else ">")
    ground = f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>' if file else ""
    return _PLAIN.sub("", f"{head}{ground}{''.join((*parts, *below))}</svg>")


def _cross(point: Point, across: _Place, up: _Place) -> str:
    """The path of an outlet's two intervals."""
    return (
        f"M{across(point.x_ends[0]):.1f} {up(point.y):.1f}H{across(point.x_ends[1]):.1f}"
        f"M{across(point.x):.1f} {up(point.y_ends[0]):.1f}V{up(point.y_ends[1]):.1f}"
    )


def _end(values: Sequence[float]) -> float:
    """Where an axis ends: beyond 98 of 100 intervals, so that one wide one does not press all others together."""
    ordered = sorted(values)
    end: float = ordered[min(len(ordered) - 1, ceil(0.98 * len(ordered)))]
    return max(end, 0.1)


def _ticks(end: float) -> list[float]:
    """Round numbers that lie apart where the axis is one of square roots."""
    steps = [value * 10.0**power for power in range(-2, 4) for value in (1, 2, 5)]
    kept = [0.0]
    for step in steps:
        if step <= end and sqrt(step / end) - sqrt(kept[-1] / end) > 0.13:
            kept.append(step)
    return kept


def _grid(ends: Mapping[str, float], across: _Place, up: _Place, size: Size) -> list[str]:
    parts = []
    for value in _ticks(ends["x"]):
        at = f"{across(value):.1f}"
        parts.append(f'<path class="grid" d="M{at} {_TOP}V{size.height - _BOTTOM}"/>')
        parts.append(
            f'<text class="tick" x="{at}" y="{size.height - _BOTTOM + 16}" text-anchor="middle">{value:g}</text>'
        )
    for value in _ticks(ends["y"]):
        at = f"{up(value):.1f}"
        parts.append(f'<path class="grid" d="M{_LEFT} {at}H{size.width - _RIGHT_EDGE}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 6}" y="{at}" dy="4" text-anchor="end">{value:g}</text>')
    return parts


def _usual(x: Axis, y: Axis, across: _Place, up: _Place, size: Size) -> list[str]:
    parts = []
    if x.usual is not None:
        parts.append(f'<path class="usual" d="M{across(x.usual):.1f} {_TOP}V{size.height - _BOTTOM}"/>')
    if y.usual is not None:
        parts.append(f'<path class="usual" d="M{_LEFT} {up(y.usual):.1f}H{size.width - _RIGHT_EDGE}"/>')
    return parts


def _dot(point: Point, place: tuple[float, float], cross: str, file: bool) -> str:
    mark = f'<circle class="{point.colour}" cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="5"/>'
    if file:
        return mark
    return (
        f'<a class="view" href="{escape(point.href)}" data-key="{escape(point.key)}" tabindex="-1" '
        f'aria-label="{escape(point.label)}" data-cross="{cross}">{mark}</a>'
    )


def _names(points: Sequence[Point], places: Mapping[str, tuple[float, float]], size: Size) -> list[str]:
    """The names that have room, those of the outermost first."""
    taken = [(left - 5, top - 5, left + 5, top + 5) for left, top in places.values()]
    middle = [sorted(values)[len(points) // 2] for values in zip(*(places[point.key] for point in points), strict=True)]

    def apart(point: Point) -> float:
        left, top = places[point.key]
        return -hypot((left - middle[0]) / size.width, (top - middle[1]) / size.height)

    parts: list[str] = []
    for point in sorted(points, key=apart):
        if len(parts) == size.names:
            break
        name = point.name if len(point.name) <= 26 else point.name[:25] + "…"
        # Noto Nastaliq is wide and high; elsewhere a letter is some seven pixels wide.
        right_to_left = bool(RIGHT.match(name))
        width, height = 7.0 * len(name), 22 if right_to_left else 12
        left, top = places[point.key]
        for side in (1, -1):
            start = left + 8 if side > 0 else left - 8 - width
            box = (start, top - height / 2, start + width, top + height / 2)
            inside = box[0] >= _LEFT and box[2] <= size.width - 2
            if inside and not any(meet(box, other) for other in taken):
                taken.append(box)
                parts.append(_name(name, left + 8 * side, top, right_to_left, is_before=side < 0))
                break
    return parts


def _name(name: str, at: float, top: float, right_to_left: bool, *, is_before: bool) -> str:
    """A name that ends or begins beside its dot."""
    # A text that runs from the right begins at its right end, and a drawing goes by where a text begins.
    anchor = ' text-anchor="end"' if is_before != right_to_left else ""
    direction = ' direction="rtl" lang="ur"' if right_to_left else ""
    return f'<text class="name" x="{at:.1f}" y="{top:.1f}" dy="4"{anchor}{direction}>{escape(name)}</text>'


def meet(a: _Box, b: _Box) -> bool:
    """Whether two boxes (left, top, right, bottom) share room: two names would cover each other."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
