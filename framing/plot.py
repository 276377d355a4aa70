"""Figures of what the toolkit finds, for a notebook or a paper; they take Plotly (``pip install 'framing[plot]'``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from framing.errors import UsageError
from framing.statistics.choices import WAYS
from framing.statistics.specifications import Specifications

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["outlets", "specifications"]

#: Readable by people who see colours otherwise (Okabe & Ito 2008), and on white and dark alike.
_CLEAR, _PALE, _LINE = "#0072b2", "#999999", "#7f7f7f"
#: Outlets that fit one figure.
_MOST: Final = 60
#: Pixels between two panels, for the ticks of the one and the title of the other.
_GAP: Final = 70


def specifications(specified: Specifications | pl.DataFrame, key: str | None = None) -> Figure:
    """The specification curve of one key: its effects with their intervals, sorted, and the choices behind each.

    Args:
        specified: from :func:`framing.specifications`, or its table.
        key: an outlet, or what the level is of; the first of the table that anything can be said of if left out.

    Returns:
        A figure of Plotly: ``.show()``, ``.write_html(path)``. Blue: the interval leaves the baseline out.

    Raises:
        UsageError: ``plot.missing`` without Plotly, ``plot.key`` where nothing can be said of the key,
            ``plot.measures`` where the table is of several measures.

    Example:
        >>> import framing
        >>> rows = [(f"{outlet}{n}", "A historic deal. " * (1 + n % 2), outlet) for outlet in "ab" for n in range(9)]
        >>> news = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row")
        >>> found = framing.specifications(framing.score(news), news, measure="praise")  # doctest: +SKIP
        >>> specifications(found, "a").write_html("curve.html")  # doctest: +SKIP
    """
    graphs, make_subplots = _plotly()
    table = specified.table if isinstance(specified, Specifications) else specified
    rows = _curve(table, key)
    made = [(name, way) for name, ways in WAYS.items() if rows[name].n_unique() > 1 for way in ways]
    made = [(name, way) for name, way in made if way in set(rows[name])]
    ratio = rows["measure"][0] == "ratio"
    figure = make_subplots(rows=2, shared_xaxes=True, row_heights=[0.6, 0.4], vertical_spacing=0.03)
    for clear, colour, name in ((True, _CLEAR, "leaves the baseline out"), (False, _PALE, "holds the baseline")):
        part = rows.filter(pl.col("clear") == clear)
        error = {
            "symmetric": False,
            "array": (part["high"] - part["effect"]).to_list(),
            "arrayminus": (part["effect"] - part["low"]).to_list(),
            "thickness": 1,
            "width": 0,
        }
        dots = {"x": part["rank"].to_list(), "y": part["effect"].to_list(), "error_y": error, "name": name}
        dots |= {"customdata": part["choice"].to_list(), "hovertemplate": "%{y:.2f}<br>%{customdata}<extra></extra>"}
        figure.add_trace(graphs.Scatter(**dots, mode="markers", marker={"color": colour, "size": 6}), row=1, col=1)
    for name, way in made:
        ranks = rows.filter(pl.col(name) == way)["rank"].to_list()
        label = way if way.startswith(name) else f"{name}: {way}"
        marks = {"x": ranks, "y": [label] * len(ranks), "marker": {"color": _LINE, "size": 5}}
        figure.add_trace(graphs.Scatter(**marks, mode="markers", hoverinfo="skip", showlegend=False), row=2, col=1)
    figure.add_hline(y=1.0 if ratio else 0.0, line={"color": _LINE, "dash": "dot"}, row=1, col=1)
    title = f"{rows['dimension'][0]} of {rows['key'][0]}: {rows.height} specifications"
    what = "ratio to the language's baseline" if ratio else "distance from the language's baseline"
    figure.update_yaxes(title_text=what, type="log" if ratio else "linear", row=1, col=1)
    figure.update_yaxes(autorange="reversed", row=2, col=1)
    figure.update_xaxes(title_text="specifications by effect", row=2, col=1)
    figure.update_layout(title=title, template="simple_white", height=360 + 24 * len(made))
    return figure


def outlets(estimates: pl.DataFrame, measure: str) -> Figure:
    """A forest plot: what each outlet is at large, with its 95 % interval, one panel a language.

    Args:
        estimates: from :func:`framing.estimate`; with a column ``name`` outlets are called by it.
        measure: a dimension or scale.

    Returns:
        A figure of Plotly. Hollow: reliability under .5, so that the place among the outlets is mostly chance. Outlets
        of which nothing is said are left out, and counted below.

    Raises:
        UsageError: ``plot.missing`` without Plotly, ``plot.measure`` where nothing can be said of the measure.
    """
    graphs, make_subplots = _plotly()
    rows = estimates.filter(pl.col("level") == "outlet", pl.col("dimension") == measure)
    estimated = rows.drop_nulls("estimate").drop_nulls("low").sort("language", "estimate")
    if estimated.is_empty():
        raise UsageError("plot.measure", f"nothing can be said of '{measure}' of any outlet", "", "ask for another one")
    parts = estimated.partition_by("language", maintain_order=True)
    height = 160 + 20 * sum(min(part.height, _MOST) for part in parts) + _GAP * (len(parts) - 1)
    figure = make_subplots(
        rows=len(parts), subplot_titles=[part["language"][0] for part in parts], shared_xaxes=False,
        row_heights=[part.tail(_MOST).height + 1 for part in parts], vertical_spacing=_GAP / height,
    )  # fmt: skip
    for number, part in enumerate(parts, start=1):
        shown = part.tail(_MOST)
        weak = (shown["reliability"] < 0.5).fill_null(False).to_list()
        error = {
            "symmetric": False,
            "array": (shown["high"] - shown["estimate"]).to_list(),
            "arrayminus": (shown["estimate"] - shown["low"]).to_list(),
            "thickness": 1,
            "width": 0,
        }
        marker = {"color": _CLEAR, "size": 7, "symbol": ["circle-open" if each else "circle" for each in weak]}
        names = shown["name" if "name" in shown.columns else "key"].to_list()
        dots = {"x": shown["estimate"].to_list(), "y": names, "error_x": error, "marker": marker}
        figure.add_trace(graphs.Scatter(**dots, mode="markers", showlegend=False), row=number, col=1)
    is_scale = estimated["positive"].drop_nulls().len() > 0
    left = rows.height - sum(min(part.height, _MOST) for part in parts)
    below = f"; {left} of {rows.height} outlets are not shown: too little is known of them, or {_MOST} stand above"
    unit = "doublings, 0 as usual in the language" if is_scale else "per 1,000 words"
    figure.update_xaxes(title_text=f"{unit}{below if left else ''}", row=len(parts), col=1)
    figure.update_layout(title=f"{measure} at large", template="simple_white", height=height)
    return figure


def _curve(table: pl.DataFrame, key: str | None) -> pl.DataFrame:
    """The rows of one key, by rank."""
    if table["dimension"].n_unique() > 1:
        what = "the table is of several measures"
        raise UsageError("plot.measures", what, "", "give what framing.specifications returns, or filter its table")
    answered = table.drop_nulls("effect")
    chosen = key if key is not None else (answered["key"][0] if answered.height else "")
    rows = answered.filter(pl.col("key") == chosen).sort("rank")
    if rows.is_empty():
        known = ", ".join(answered["key"].unique(maintain_order=True).head(8)) or "none"
        raise UsageError("plot.key", f"nothing can be said of '{chosen}'", "", f"there are {known}")
    return rows


def _plotly() -> tuple[Any, Any]:
    try:
        from plotly import graph_objects
        from plotly.subplots import make_subplots
    except ImportError:
        what = "figures take Plotly, which is not installed"
        raise UsageError("plot.missing", what, "", "pip install 'framing[plot]'") from None
    return graph_objects, make_subplots
