"""Charts: intervals and bars as inline SVG in tables, drawn to stretch, with their words in HTML around them.

A drawing that stretches with its column would stretch its letters too; so the SVG has none. Lines keep their width
(``non-scaling-stroke``), and a dot is a line of no length with round ends. Charts are pictures of tables beside them:
screen readers are given these instead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from framing.render.page import Markup, tag

__all__ = ["Axis", "axis_head", "bars", "linear", "ratios", "strip"]


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where a chart goes.

    Attributes:
        ticks: values that are named.
        log: whether equal ratios are equally far apart.
        reference: value that a line marks.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False
    reference: float | None = None

    def place(self, value: float) -> float:
        """Where a value is, in per cent of the width; values beyond an end are at it."""
        low, high, value = (self._scaled(point) for point in (self.low, self.high, value))
        share = (value - low) / (high - low) if high > low else 0.5
        return round(100 * min(max(share, 0.0), 1.0), 2)

    def name(self, value: float) -> str:
        """A tick's name."""
        if self.log:
            return f"×{value:g}" if value >= 1 else f"×1/{round(1 / value)}"
        return (
            f"{value:g}".replace("-", "\u2212")
            if self.low >= 0
            else f"{value:+g}".replace("-", "\u2212")
            if value
            else "0"
        )

    def _scaled(self, value: float) -> float:
        return math.log(max(value, 1e-9)) if self.log else value


def linear(low: float, high: float, *, reference: float | None = None) -> Axis:
    """An axis with round ticks.

    Example:
        >>> linear(0, 7.3).ticks
        (0.0, 2.0, 4.0, 6.0)
    """
    high = high if high > low else low + 1
    step = 10.0 ** math.floor(math.log10((high - low) / 2))
    # The length is two to twenty such steps: five of them at once are always few enough.
    step = next((step * many for many in (1, 2) if (high - low) / (step * many) <= 4), step * 5)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    return Axis(low, high, tuple((first + place) * step for place in range(count)), reference=reference)


def ratios(values: Sequence[float]) -> Axis:
    """An axis of ratios around 1, the same way in both directions, at most from 1/32 to 32.

    Example:
        >>> ratios([0.8, 3.1]).ticks
        (0.25, 0.5, 1, 2, 4)
    """
    farthest = max([abs(math.log2(value)) for value in values if value > 0 and math.isfinite(value)], default=1.0)
    reach = min(max(math.ceil(farthest), 1), 5)
    step = 1 if reach < 3 else 2
    powers = [power for power in range(-reach, reach + 1) if power % step == 0]
    return Axis(2.0**-reach, 2.0**reach, tuple(2**power for power in powers), log=True, reference=1.0)


def strip(axis: Axis, low: float | None, value: float | None, high: float | None, *, muted: bool = False) -> Markup:
    """One value and its interval on a strip as wide as its cell."""
    parts = [_vertical([axis.place(tick) for tick in axis.ticks], "grid")]
    if axis.reference is not None:
        parts.append(_vertical([axis.place(axis.reference)], "zero"))
    if low is not None and high is not None:
        parts.append(_stroke(axis.place(low), axis.place(high), "range"))
    if value is not None:
        parts.append(_stroke(axis.place(value), axis.place(value), "dot"))
    return _drawing(*parts, class_="strip muted" if muted else "strip", height=20)


def axis_head(axis: Axis) -> Markup:
    """The names of an axis's ticks, for the head of a column of strips."""
    return tag("div", *(_tick(axis, value) for value in axis.ticks), class_="axis", aria_hidden="true")


def bars(axis: Axis, value: float | None) -> Markup:
    """A bar from zero, to either side."""
    parts = [_vertical([axis.place(0)], "zero")]
    if value is not None:
        ends = sorted((axis.place(0), axis.place(value)))
        side = "more" if value > 0 else "less"
        parts.append(tag("rect", x=ends[0], y=3, width=f"{ends[1] - ends[0]:g}", height=14, class_=side))
    return _drawing(*parts, class_="strip", height=20)


def _drawing(*parts: Markup, class_: str, height: int) -> Markup:
    return tag(
        "svg", *parts, viewBox=f"0 0 100 {height}", preserveAspectRatio="none", class_=class_, aria_hidden="true"
    )


def _vertical(places: Sequence[float], kind: str) -> Markup:
    """Lines from top to bottom, in one element: a page has thousands of strips."""
    return tag("path", class_=kind, d="".join(f"M{x:g} 0v20" for x in places))


def _stroke(left: float, right: float, kind: str) -> Markup:
    return tag("path", class_=kind, d=f"M{left:g} 10H{right:g}")


def _tick(axis: Axis, value: float) -> Markup:
    return tag("span", axis.name(value), style=f"left:{axis.place(value)}%")
