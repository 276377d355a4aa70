"""Drawings as figures of Plotly. What a drawing shows is decided in :mod:`framing.figures`; here it becomes traces."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import singledispatch
from itertools import product
from math import log10, sqrt
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from framing.errors import UsageError
from framing.figures.cells import SHADES, Cell, HeatMap, shade, times
from framing.figures.curves import Curve
from framing.figures.lines import TimeLine, runs
from framing.figures.planes import Plane, ticks
from framing.figures.scatter import WordPlane
from framing.figures.sheet import Drawing
from framing.figures.strips import Mark, Panel, Strips
from framing.render.charts import Axis

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["figure"]

#: Letters of all three languages; what a machine lacks falls to the next.
_FONT: Final = "Noto Sans, Noto Sans Devanagari, Noto Nastaliq Urdu, Arial, sans-serif"
#: Pixels between two panels, for the ticks of the one and the title of the other.
_GAP: Final = 80
#: Letters of a name beside a row, and of a line of the title.
_NAME, _LINE = 34, 52
#: Room above and below what is drawn: for the title, and for the numbers and the name of an axis.
_HEAD, _FOOT = 60, 50
#: Of what is drawn, where it has no rows of its own; and of dots, as in the SVG.
_HIGH, _DOT, _SMALL_DOT = 460, 10, 7


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by day or by night: Okabe & Ito's, which all kinds of eyes tell apart."""

    paper: str
    ink: str
    muted: str
    rule: str
    more: str
    less: str
    marks: tuple[str, ...]


_DAY: Final = Theme(
    "#ffffff", "#1c1b19", "#5f5b53", "#d9d4c8", "#c2560c", "#2c6fae",
    ("#d55e00", "#0072b2", "#009e73", "#b5558f", "#e69f00", "#4aa8e0", "#d8b800", "#807c74"),
)  # fmt: skip
_NIGHT: Final = Theme(
    "#15171a", "#e9e6df", "#a9a59b", "#3a3e45", "#f0884a", "#5aa9e6",
    ("#f0884a", "#5aa9e6", "#35c79b", "#d98bb6", "#e0a224", "#8fcbef", "#d9c23a", "#a9a59b"),
)  # fmt: skip


def figure(drawing: Drawing, *, is_dark: bool = False) -> Figure:
    """A drawing as a figure of Plotly.

    Raises:
        UsageError: ``plot.missing`` without Plotly.
    """
    graphs, _ = _plotly()
    theme = _NIGHT if is_dark else _DAY
    made: Figure = _traces(drawing, theme)
    line = {"gridcolor": theme.rule, "zerolinecolor": theme.rule, "linecolor": theme.muted, "automargin": True}
    made.update_xaxes(**line).update_yaxes(**line)
    title = "<br>".join(map(_plain, wrap(drawing.label, _LINE)))
    head = _HEAD + 18 * title.count("<br>") + (made.layout.margin.t or 0)
    made.update_layout(
        template=graphs.layout.Template(),
        title={"text": title, "font": {"size": 14}, "x": 0, "xref": "paper"},
        font={"family": _FONT, "color": theme.ink, "size": 12},
        paper_bgcolor=theme.paper,
        plot_bgcolor=theme.paper,
        height=head + (made.layout.height or _HIGH) + _FOOT,
        margin={"l": 20, "r": 20, "t": head, "b": _FOOT},
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": -0.12, "yanchor": "top"},
        hoverlabel={"bgcolor": theme.paper, "font": {"color": theme.ink}},
    )
    return made


def _plotly() -> tuple[Any, Callable[..., Any]]:
    try:
        from plotly import graph_objects
        from plotly.subplots import make_subplots
    except ImportError:
        what = "figures to point at take Plotly, which is not installed; framing.figures draws the same as SVG"
        raise UsageError("plot.missing", what, "", "pip install 'framing-toolkit[plot]'") from None
    return graph_objects, make_subplots


def _plain(text: str) -> str:
    """A text of which Plotly takes nothing for markup, nor for a place to fill."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _cut(name: str) -> str:
    return _plain(name if len(name) <= _NAME else name[: _NAME - 1] + "…")


def _error(
    values: Iterable[float], lows: Iterable[float | None], highs: Iterable[float | None], colour: str, thick: int = 1
) -> dict[str, Any]:
    """Bars from values to the ends of their intervals, where there are ends."""
    values = list(values)
    down, up = (
        [None if end is None else abs(end - value) for value, end in zip(values, ends, strict=True)]
        for ends in (lows, highs)
    )
    return {"symmetric": False, "array": up, "arrayminus": down, "thickness": thick, "width": 0, "color": colour}


@singledispatch
def _traces(drawing: Drawing, _: Theme) -> Any:
    """The traces; the height is of what is drawn, and the upper margin what it needs beside the title."""
    raise TypeError(f"no figure is known for a {type(drawing).__name__}")


@_traces.register
def _strips(drawing: Strips, theme: Theme) -> Any:
    _, make_subplots = _plotly()
    sizes = [len(panel.marks) + 1 for panel in drawing.panels]
    height = 22 * sum(sizes) + _GAP * (len(sizes) - 1)
    made = make_subplots(
        rows=len(sizes), row_heights=sizes, vertical_spacing=_GAP / height if len(sizes) > 1 else 0,
        subplot_titles=[_plain(panel.title) for panel in drawing.panels],
    )  # fmt: skip
    for row, panel in enumerate(drawing.panels, start=1):
        # Bars have no intervals; among rows that have one, a row without is a dot alone.
        are_bars = all(mark.ends is None for mark in panel.marks)
        for is_more, is_sure in product((True, False), repeat=2):
            own = [
                (at, mark)
                for at, mark in enumerate(panel.marks)
                if mark.value is not None and (mark.is_more(panel.axis), mark.is_sure) == (is_more, is_sure)
            ]
            if own:
                colour = theme.more if is_more else theme.less
                trace = _bars(own) if are_bars else _dots(own, panel.axis, colour)
                made.add_trace(trace, row=row, col=1)
                made.data[-1].update(
                    opacity=1.0 if is_sure else 0.45, showlegend=False, hovertemplate="%{hovertext}<extra></extra>"
                )
                made.data[-1].marker.color = colour
        names = [_cut(mark.name) for mark in panel.marks]
        made.update_yaxes(
            tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.4, -0.6], row=row, col=1
        )
        made.update_xaxes(**_axis(panel), row=row, col=1)
        if panel.axis.reference is not None:
            made.add_vline(x=panel.axis.reference, line={"color": theme.muted, "dash": "dot"}, row=row, col=1)
    return made.update_layout(height=height)


def _dots(own: list[tuple[int, Mark]], axis: Axis, colour: str) -> Any:
    graphs, _ = _plotly()
    values = [_inside(mark.value, axis) for _, mark in own]
    lows, highs = ([_inside((mark.ends or (mark.value,) * 2)[side], axis) for _, mark in own] for side in (0, 1))
    symbols = ["circle-open" if mark.is_hollow else "circle" for _, mark in own]
    return graphs.Scatter(
        x=values, y=[at for at, _ in own], error_x=_error(values, lows, highs, colour, thick=2), mode="markers",
        marker={"size": _DOT, "symbol": symbols}, hovertext=_hints(own),
    )  # fmt: skip


def _bars(own: list[tuple[int, Mark]]) -> Any:
    graphs, _ = _plotly()
    return graphs.Bar(
        x=[mark.value for _, mark in own], y=[at for at, _ in own], orientation="h", width=0.6, hovertext=_hints(own)
    )


def _hints(own: Iterable[tuple[int, Mark]]) -> list[str]:
    return [f"{_plain(mark.name)}<br>{_plain(mark.figures)}" for _, mark in own]


def _inside(value: float | None, axis: Axis) -> float:
    return min(max(value if value is not None else axis.low, axis.low), axis.high)


def _axis(panel: Panel) -> dict[str, Any]:
    axis = panel.axis
    title = f"← {panel.ends[0]}        {panel.ends[1]} →" if panel.ends != ("", "") else ""
    low, high = (log10(axis.low), log10(axis.high)) if axis.log else (axis.low, axis.high)
    edge = 0.02 * (high - low)
    return {
        "type": "log" if axis.log else "linear",
        "range": [low - edge, high + edge],
        "tickvals": list(axis.ticks),
        "ticktext": [axis.name(tick) for tick in axis.ticks],
        "title": _plain(title),
    }


@_traces.register
def _plane(drawing: Plane, theme: Theme) -> Any:
    graphs, _ = _plotly()
    made = graphs.Figure()
    named, ends = drawing.named, drawing.ends
    sides = {1: "middle right", -1: "middle left"}
    for colour in sorted({point.colour for point in drawing.points}):
        own = [point for point in drawing.points if point.colour == colour]
        x, y = [sqrt(point.x) for point in own], [sqrt(point.y) for point in own]
        errors = {
            name: _error(values, [sqrt(low) for low, _ in ends], [sqrt(high) for _, high in ends], theme.rule)
            for name, values, ends in (
                ("error_x", x, [point.x_ends for point in own]), ("error_y", y, [point.y_ends for point in own])
            )
        }  # fmt: skip
        made.add_trace(
            graphs.Scatter(
                x=x, y=y, **errors, mode="markers+text", name=_plain(", ".join(drawing.legend.get(colour, ("",)))),
                text=[_cut(point.name) if point.key in named else "" for point in own],
                textposition=[sides[named.get(point.key, 1)] for point in own],
                marker={"size": _DOT, "color": theme.marks[int(colour[1:])]},
                marker_line={"color": theme.paper, "width": 1},
                customdata=[[point.x, point.y, point.key] for point in own],
                hovertext=[_plain(point.label) for point in own], hovertemplate="%{hovertext}<extra></extra>",
            )
        )  # fmt: skip
    for axis, end, update in ((drawing.x, ends[0], made.update_xaxes), (drawing.y, ends[1], made.update_yaxes)):
        marks = ticks(end)
        text = [f"{tick:g}" for tick in marks]
        # The plane ends beyond 98 of 100 intervals; a dot that lies farther out is reached by zooming out.
        span = [-0.02 * sqrt(end), 1.06 * sqrt(end)]
        update(tickvals=[sqrt(tick) for tick in marks], ticktext=text, title=_plain(axis.name), range=span)
    usual = {"line": {"color": theme.muted, "dash": "dot"}}
    if drawing.x.usual is not None:
        made.add_vline(x=sqrt(drawing.x.usual), **usual)
    if drawing.y.usual is not None:
        made.add_hline(y=sqrt(drawing.y.usual), **usual)
    return made.update_layout(showlegend=len(drawing.legend) > 1)


@_traces.register
def _heat(drawing: HeatMap, theme: Theme) -> Any:
    graphs, _ = _plotly()
    names: list[str] = []
    rows: list[list[Cell]] = []
    for title, members in drawing.groups:
        if title:
            names.append(f"<b>{_plain(title)}</b>")
            rows.append([Cell(ratio=None)] * len(drawing.columns))
        for name, cells in members:
            names.append(_cut(name))
            rows.append(list(cells))
    order = list(SHADES)
    scale = [[at / (len(order) - 1), colour] for at, colour in enumerate(SHADES.values())]
    made = graphs.Figure()
    for is_sure in (False, True):
        shown = [[cell.ratio is not None and cell.is_sure == is_sure for cell in row] for row in rows]
        made.add_trace(
            graphs.Heatmap(
                x=list(drawing.columns), y=list(range(len(rows))),
                z=_where(shown, rows, lambda cell: order.index(shade(cell.ratio)), None),
                text=_where(shown, rows, lambda cell: times(cell.ratio), ""),
                hovertext=_where(shown, rows, lambda cell: _plain(cell.hint), ""),
                hovertemplate="%{x}<br>%{hovertext}<extra></extra>", hoverongaps=False,
                texttemplate="<b>%{text}</b>" if is_sure else "%{text}",
                textfont={"color": "#14130f" if is_sure else theme.ink},
                colorscale=scale, zmin=0, zmax=len(order) - 1, showscale=False, xgap=2, ygap=2,
                opacity=1.0 if is_sure else 0.35,
            )
        )  # fmt: skip
    made.update_yaxes(tickvals=list(range(len(rows))), ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False)
    made.update_xaxes(side="top", tickangle=-60, showgrid=False)
    # Below some pixels a cell has no room for its text: a narrow screen scrolls.
    width = 260 + 30 * len(drawing.columns)
    return made.update_layout(height=26 * len(rows), width=width, margin={"t": 120})


def _where(
    shown: list[list[bool]], rows: list[list[Cell]], value: Callable[[Any], Any], nothing: object
) -> list[list[Any]]:
    return [
        [value(cell) if on else nothing for on, cell in zip(flags, row, strict=True)]
        for flags, row in zip(shown, rows, strict=True)
    ]


@_traces.register
def _words(drawing: WordPlane, theme: Theme) -> Any:
    graphs, _ = _plotly()
    made = graphs.Figure()
    named = drawing.named
    least, most = drawing.ends
    edge = 0.06 * max(most - least, 1e-9)
    made.add_shape(type="line", x0=least, x1=most, y0=least, y1=most, line={"color": theme.rule})
    for side, colour, axis in (("", theme.muted, ""), ("a", theme.more, drawing.up), ("b", theme.less, drawing.across)):
        own = [word for word in drawing.words if word.side == side]
        text = [_plain(word.word) if named.get(word.word) is not None and side else "" for word in own]
        made.add_trace(
            graphs.Scatter(
                x=[word.x for word in own], y=[word.y for word in own], name=_plain(axis), showlegend=bool(side),
                mode="markers+text" if side else "markers", text=text,
                textposition=["middle left" if named.get(word.word) else "middle right" for word in own],
                textfont={"color": colour}, marker={"color": colour, "size": _SMALL_DOT if side else 3},
                opacity=1.0 if side else 0.35, hovertext=[_plain(word.hint or word.word) for word in own],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )  # fmt: skip
    powers = range(int(least) - 1, int(most) + 2)
    marks = {"tickvals": list(powers), "ticktext": [f"{10.0**power:g}" for power in powers]}
    made.update_xaxes(title=f"{_plain(drawing.across)} →", range=[least - edge, most + edge], **marks)
    made.update_yaxes(title=f"{_plain(drawing.up)} →", range=[least - edge, most + edge], **marks)
    return made


@_traces.register
def _time(drawing: TimeLine, theme: Theme) -> Any:
    graphs, make_subplots = _plotly()
    made = make_subplots(rows=2, shared_xaxes=True, row_heights=[0.78, 0.22], vertical_spacing=0.08)
    plain: dict[str, Any] = {"showlegend": False, "hoverinfo": "skip"}
    for run in runs(drawing.rows):
        moments, values, lows, highs = zip(*run, strict=True)
        band = {"x": [*moments, *reversed(moments)], "y": [*lows, *reversed(highs)]}
        # One period alone has a line for its interval.
        thin = {"color": theme.less, "width": 0 if len(run) > 1 else 6}
        trace = graphs.Scatter(
            **band, mode="lines", fill="toself", fillcolor=theme.less, opacity=0.22, line=thin, **plain
        )
        made.add_trace(trace, row=1, col=1)
        hints = [f"{value:.2f} ({low:.2f} … {high:.2f})" for _, value, low, high in run]
        made.add_trace(
            graphs.Scatter(
                x=moments, y=values, mode="lines+markers", line={"color": theme.less}, showlegend=False,
                hovertext=hints, hovertemplate="%{x|%Y-%m-%d}<br>%{hovertext}<extra></extra>",
            ),
            row=1, col=1,
        )  # fmt: skip
    rows = drawing.rows
    width = ((rows["end"] - rows["start"]).dt.total_milliseconds() * 0.94).to_list()
    middle = (rows["start"] + (rows["end"] - rows["start"]) / 2).to_list()
    made.add_trace(
        graphs.Bar(
            x=middle, y=rows["bar"].to_list(), width=width, marker={"color": theme.marks[-1]}, showlegend=False,
            customdata=rows["period"].to_list(), hovertemplate="%{customdata}: %{y}<extra></extra>",
        ),
        row=2, col=1,
    )  # fmt: skip
    for moment, label in drawing.days:
        made.add_vline(
            x=moment.timestamp() * 1000, line={"color": theme.more, "dash": "dot"}, annotation_text=_cut(label),
            row=1, col=1,
        )  # fmt: skip
    edge = 0.04 * (drawing.span.high - drawing.span.low)
    made.update_yaxes(title_text=_plain(drawing.unit), row=1, col=1)
    made.update_yaxes(range=[drawing.span.low - edge, drawing.span.high + edge], row=1, col=1)
    made.update_yaxes(title_text=_plain(drawing.articles), row=2, col=1)
    made.update_xaxes(range=[drawing.span.first, drawing.span.last])
    return made


@_traces.register
def _curve(drawing: Curve, theme: Theme) -> Any:
    graphs, make_subplots = _plotly()
    # All effects, and a row for each way; between them a little room.
    upper, lower, gap = 240, 24 * len(drawing.ways), 12
    height = upper + gap + lower
    made = make_subplots(rows=2, shared_xaxes=True, row_heights=[upper, lower], vertical_spacing=gap / height)
    for clear, colour, name in zip((True, False), (theme.less, theme.marks[-1]), drawing.legend, strict=True):
        part = drawing.rows.filter(pl.col("clear") == clear)
        error = _error(part["effect"], part["low"], part["high"], colour)
        made.add_trace(
            graphs.Scatter(
                x=part["rank"].to_list(), y=part["effect"].to_list(), error_y=error, name=name, mode="markers",
                marker={"color": colour, "size": _SMALL_DOT}, customdata=part["choice"].to_list(),
                hovertemplate="%{y:.2f}<br>%{customdata}<extra></extra>",
            ),
            row=1, col=1,
        )  # fmt: skip
    for choice, way, label in drawing.ways:
        ranks = drawing.rows.filter(pl.col(choice) == way)["rank"].to_list()
        marks = {"x": ranks, "y": [label] * len(ranks), "marker": {"color": theme.muted, "size": _SMALL_DOT}}
        made.add_trace(graphs.Scatter(**marks, mode="markers", hoverinfo="skip", showlegend=False), row=2, col=1)
    axis = drawing.axis
    made.add_hline(y=axis.reference, line={"color": theme.muted, "dash": "dot"}, row=1, col=1)
    scaled = {"type": "log"} if axis.log else {}
    made.update_yaxes(title_text=drawing.unit, **scaled, row=1, col=1)
    made.update_yaxes(tickvals=list(axis.ticks), ticktext=[axis.name(tick) for tick in axis.ticks], row=1, col=1)
    made.update_yaxes(autorange="reversed", row=2, col=1)
    return made.update_layout(height=height)
