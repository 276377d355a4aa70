"""The plane: two rates against each other, a dot an outlet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil, hypot, sqrt
from typing import Any, Final

import polars as pl

from framing.errors import UsageError
from framing.figures.sheet import ENGLISH, RIGHT, Box, Drawing, Size, Words, among, meet, of_tables, sheet, written
from framing.phrases import later, phrase, phrases

__all__ = [
    "LOUD",
    "OFFICIAL",
    "Axis",
    "Plane",
    "Point",
    "axes",
    "both_rates",
    "country_classes",
    "placed",
    "plane",
    "points",
    "rate",
    "ticks",
]

#: A scale: alarm and contempt in the outlet's own voice, per 1,000 of its own words.
LOUD: Final = "loudness"
#: A dimension: formulas of official statements in any voice, per 1,000 words.
OFFICIAL: Final = "communique"
_COLUMNS: Final = ("estimate", "low", "high", "baseline")
_LOUD_AXIS: Final = later("shouting in its own voice, per 1,000 own words")
_OFFICIAL_AXIS: Final = later("communiqué words, per 1,000 words")
#: Outlets with a link, a name and an interval; further ones are faint dots. A browser draws so many without a pause.
_MOST: Final = 100
#: Countries that have a colour of their own; further ones share a grey, and the name beside it tells them apart.
_COLOURS: Final = 7
_WIDE: Final = Size(width=1100, height=520, names=36)
_NARROW: Final = Size(width=358, height=420, names=9)
_Place = Callable[[float], float]
#: Room for the numbers and names of the axes.
_LEFT, _RIGHT_EDGE, _TOP, _BOTTOM = 44, 12, 26, 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An outlet on the plane: both rates per 1,000 words, each with the ends of its interval."""

    key: str
    name: str
    label: str
    colour: str
    x: float
    y: float
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What a side of the plane measures, and what is usual there."""

    name: str
    usual: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane(Drawing):
    """Outlets by two rates; both axes go by square roots, so that small rates lie apart.

    Attributes:
        points: the outlets, those with the most articles first.
        x: across.
        y: up.
        label: what it shows, for those who do not see it.
        legend: class of a colour → the countries that have it.
    """

    points: Sequence[Point]
    x: Axis
    y: Axis
    label: str
    legend: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def svg(self, caption: Sequence[str] = (), *, is_narrow: bool = False, file: bool = True) -> str:
        """The plane as SVG."""
        size = _NARROW if is_narrow else _WIDE
        across, up = self._places(size)
        ends = self.ends
        # Drawn from the least known to the best known, which lie on top.
        known, others = self.points[:_MOST], self.points[_MOST:]
        places = {point.key: (across(point.x), up(point.y)) for point in self.points}
        crosses = {point.key: _cross(point, across, up) for point in known}
        is_linked = not file and any(point.href for point in known)
        faint = "".join(f"M{left:.1f} {top:.1f}h0" for left, top in (places[point.key] for point in others))
        parts = [
            *_grid(ends, across, up, size),
            *_usual(self.x, self.y, across, up, size),
            f'<path class="crosses" d="{"".join(crosses.values())}"/>',
            f'<path class="faint" stroke-width="5" stroke-linecap="round" d="{faint}"/>' if faint else "",
            *(_dot(point, places[point.key], crosses[point.key], is_linked) for point in reversed(known)),
            *(
                written(point.name, places[point.key][0] + 8 * side, places[point.key][1],
                        end=side < 0, class_="name", most=_LETTERS)
                for point, side in _named(known, places, size)
            ),
            f'<text class="axis-name" x="{size.width - _RIGHT_EDGE}" y="{size.height - 6}" text-anchor="end">'
            f"{escape(self.x.name)} →</text>",
            f'<text class="axis-name" x="4" y="14">↑ {escape(self.y.name)}</text>',
        ]  # fmt: skip
        return sheet(parts, size, self.label, caption, file, "group" if is_linked else "img")

    @property
    def ends(self) -> tuple[float, float]:
        """Where the axes end, across and up."""
        return _end([point.x_ends[1] for point in self.points]), _end([point.y_ends[1] for point in self.points])

    @property
    def named(self) -> dict[str, int]:
        """Outlets whose names have room → whether to the right of the dot, 1, or to its left, −1."""
        across, up = self._places(_WIDE)
        known = self.points[:_MOST]
        places = {point.key: (across(point.x), up(point.y)) for point in self.points}
        return {point.key: side for point, side in _named(known, places, _WIDE)}

    def _places(self, size: Size) -> tuple[_Place, _Place]:
        right, top = self.ends

        def across(value: float) -> float:
            return _LEFT + (size.width - _LEFT - _RIGHT_EDGE) * sqrt(min(value, right) / right)

        def up(value: float) -> float:
            return size.height - _BOTTOM - (size.height - _TOP - _BOTTOM) * sqrt(min(value, top) / top)

        return across, up


@of_tables
def plane(estimates: pl.DataFrame, language: str | None = None, *, words: Words = ENGLISH) -> Plane:
    """Who shouts and who speaks officially: the outlets of a language by ``loudness`` and ``communique``.

    Args:
        estimates: from :func:`framing.estimate`, of the level outlet.
        language: whose outlets; of the one with the most where it is left out.
        words: how it says things.

    Raises:
        UsageError: ``figure.plane`` where no outlet has enough of both, ``figure.language`` where none of the language.

    Example:
        >>> import framing
        >>> said = "A shameful, stunning scandal. They reaffirmed the commitment. "
        >>> rows = [(f"{n}{key}", f"{said} {n} talks went on. " * 9, key) for key in "ab" for n in range(6)]
        >>> news = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row")
        >>> table = framing.estimate(framing.score(news), news.with_columns(cluster="article_id"), levels=["outlet"])
        >>> [point.key for point in plane(table).points]
        ['a', 'b']
    """
    rows = placed(both_rates(estimates.filter(pl.col("level") == "outlet")))
    if language is not None and rows.height:
        among("figure.language", "outlet that can be placed in", language, rows["language"].drop_nulls())
        rows = rows.filter(pl.col("language") == language)
    if rows.is_empty():
        what = "no outlet has enough of both loudness and communique to be placed between them"
        hint = "each takes five events or texts; estimate both measures, level outlet"
        raise UsageError("figure.plane", what, "", hint)
    sizes = rows.group_by("language").len().sort("len", "language", descending=[True, False])
    rows = rows.filter(pl.col("language") == sizes["language"][0])
    names = pl.Series("name", [words.outlet(key) for key in rows["key"]], dtype=pl.String)
    rows = rows.with_columns(names)
    classes = country_classes(rows["country"])
    legend: dict[str, list[str]] = {}
    for code in rows["country"].fill_null("").unique().sort():
        said = words.country(code) if code else words.say(phrase("unknown"))
        legend.setdefault(classes.get(code, f"c{_COLOURS}"), []).append(said)
    across, up = axes(rows, words)
    label = phrases(
        "{n} outlet in {language} by communiqué and shouting",
        "{n} outlets in {language} by communiqué and shouting",
        rows.height,
        language=words.language(rows["language"][0]),
    )
    return Plane(points=points(rows, classes, words), x=across, y=up, label=words.say(label), legend=legend)


def both_rates(outlets: pl.DataFrame) -> pl.DataFrame:
    """Outlets that were measured by both, a row each: key, language, country, articles and both figures."""
    sides = [
        outlets.filter(pl.col("dimension") == name).select(
            "key", *extra, *(pl.col(column).alias(f"{name}_{column}") for column in _COLUMNS)
        )
        for name, extra in ((OFFICIAL, ("language", "country", "articles")), (LOUD, ()))
    ]
    return sides[0].join(sides[1], on="key", how="inner", maintain_order="left")


def placed(both: pl.DataFrame) -> pl.DataFrame:
    """Those of which enough is known, most articles first."""
    known = (pl.col(f"{name}_{end}").is_not_null() for name in (OFFICIAL, LOUD) for end in _COLUMNS[:3])
    return both.filter(*known).sort("articles", "key", descending=[True, False])


def axes(rows: pl.DataFrame, words: Words = ENGLISH) -> tuple[Axis, Axis]:
    """Across and up, of rows from :func:`placed` of one language."""
    usual = [rows[f"{name}_baseline"][0] for name in (OFFICIAL, LOUD)]
    return (
        Axis(name=words.say(phrase(_OFFICIAL_AXIS)), usual=usual[0]),
        Axis(name=words.say(phrase(_LOUD_AXIS)), usual=usual[1]),
    )


def country_classes(countries: pl.Series) -> dict[str, str]:
    """Country → class of its colour."""
    known = sorted(countries.drop_nulls().unique().to_list())
    return {code: f"c{min(index, _COLOURS)}" for index, code in enumerate(known)}


def points(
    rows: pl.DataFrame,
    classes: Mapping[str, str],
    words: Words = ENGLISH,
    href: Callable[[str], str] = lambda _: "",
) -> list[Point]:
    """The outlets as they are drawn.

    Args:
        rows: from :func:`placed`, with the column ``name``.
        classes: country → class of its colour.
        words: how it says things.
        href: an outlet → where its dot leads.
    """
    return [
        Point(
            key=row["key"],
            name=row["name"],
            label=words.say(_label(row)),
            href=href(row["key"]),
            colour=classes.get(row["country"] or "", f"c{_COLOURS}"),
            x=row[f"{OFFICIAL}_estimate"],
            y=row[f"{LOUD}_estimate"],
            x_ends=(row[f"{OFFICIAL}_low"], row[f"{OFFICIAL}_high"]),
            y_ends=(row[f"{LOUD}_low"], row[f"{LOUD}_high"]),
        )
        for row in rows.iter_rows(named=True)
    ]


def _label(row: Mapping[str, Any]) -> str:
    return phrase(
        "{outlet}: shouting {loud}, communiqué {official}; {articles}",
        outlet=row["name"],
        loud=rate(row, LOUD),
        official=rate(row, OFFICIAL),
        articles=phrases("{n} article", "{n} articles", row["articles"]),
    )


def rate(row: Mapping[str, Any], name: str) -> str:
    """A rate with its interval, in words."""
    ends = {end: f"{row[f'{name}_{end}']:.2f}" for end in ("low", "high")}
    return phrase("{value} ({low} to {high})", value=f"{row[f'{name}_estimate']:.2f}", **ends)


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


def ticks(end: float) -> list[float]:
    """Round numbers that lie apart where the axis is one of square roots."""
    steps = [value * 10.0**power for power in range(-2, 4) for value in (1, 2, 5)]
    kept = [0.0]
    for step in steps:
        if step <= end and sqrt(step / end) - sqrt(kept[-1] / end) > 0.13:
            kept.append(step)
    return kept


def _grid(ends: tuple[float, float], across: _Place, up: _Place, size: Size) -> list[str]:
    parts = []
    for value in ticks(ends[0]):
        at = f"{across(value):.1f}"
        parts.append(f'<path class="grid" d="M{at} {_TOP}V{size.height - _BOTTOM}"/>')
        parts.append(
            f'<text class="tick" x="{at}" y="{size.height - _BOTTOM + 16}" text-anchor="middle">{value:g}</text>'
        )
    for value in ticks(ends[1]):
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


def _dot(point: Point, place: tuple[float, float], cross: str, is_linked: bool) -> str:
    mark = f'<circle class="{point.colour}" cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="5"/>'
    if not is_linked:
        return f"<g><title>{escape(point.label)}</title>{mark}</g>"
    return (
        f'<a class="view" href="{escape(point.href)}" data-key="{escape(point.key)}" tabindex="-1" '
        f'aria-label="{escape(point.label)}" data-cross="{cross}">{mark}</a>'
    )


#: Of a name that are shown.
_LETTERS: Final = 26


def _named(points: Sequence[Point], places: Mapping[str, tuple[float, float]], size: Size) -> list[tuple[Point, int]]:
    """The outlets whose names have room, the outermost first, and on which side of the dot."""
    taken: list[Box] = [(left - 5, top - 5, left + 5, top + 5) for left, top in places.values()]
    middle = [sorted(values)[len(points) // 2] for values in zip(*(places[point.key] for point in points), strict=True)]

    def apart(point: Point) -> float:
        left, top = places[point.key]
        return -hypot((left - middle[0]) / size.width, (top - middle[1]) / size.height)

    kept: list[tuple[Point, int]] = []
    for point in sorted(points, key=apart):
        if len(kept) == size.names:
            break
        # Noto Nastaliq is wide and high; elsewhere a letter is some seven pixels wide.
        width, height = 7.0 * min(len(point.name), _LETTERS), 22 if RIGHT.match(point.name) else 12
        left, top = places[point.key]
        for side in (1, -1):
            start = left + 8 if side > 0 else left - 8 - width
            box = (start, top - height / 2, start + width, top + height / 2)
            inside = box[0] >= _LEFT and box[2] <= size.width - 2
            if inside and not any(meet(box, other) for other in taken):
                taken.append(box)
                kept.append((point, side))
                break
    return kept
