"""Figures to point at, for a notebook or a page: those of :mod:`framing.figures`, drawn with Plotly.

They take ``pip install 'framing-toolkit[plot]'``. Each takes what its namesake in :mod:`framing.figures` takes,
raises what it raises, and ``dark=True`` for a dark page; it returns a figure of Plotly (``.show()``,
``.write_html(path)``).

Raises:
    UsageError: ``plot.missing`` without Plotly: :mod:`framing.figures` draws the same as SVG.

Example:
    >>> import framing, polars as pl
    >>> rows = [(f"{n}{key}", f"A historic day. The {n} talks went on. " * 9, key) for key in "ab" for n in range(6)]
    >>> news = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row")
    >>> table = framing.estimate(framing.score(news), news.with_columns(cluster="article_id"), levels=["outlet"])
    >>> framing.plot.outlets(table, "praise").write_html("praise.html")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from framing import figures
from framing.figures import ENGLISH, Drawing, Words
from framing.statistics.comparison import Comparison
from framing.statistics.specifications import Specifications
from framing.statistics.trends import Trends

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["drawn", "forest", "heat_map", "keyness", "outlets", "plane", "specifications", "trend", "word_shift"]


def drawn(drawing: Drawing, *, dark: bool = False) -> Figure:
    """A drawing of :mod:`framing.figures` as a figure of Plotly.

    Args:
        drawing: what is shown.
        dark: for a dark page.

    Raises:
        UsageError: ``plot.missing`` without Plotly.

    Example:
        >>> import framing
        >>> news = framing.articles([{"article_id": "a", "text": "war war war war war"}, {"text": "peace " * 5}])
        >>> words = framing.keyness(news, ["a"], news["article_id"][1:])
        >>> drawn(framing.figures.keyness(words), dark=True).write_html("words.html")  # doctest: +SKIP
    """
    from framing.plot.interactive import figure

    return figure(drawing, is_dark=dark)


def outlets(estimates: pl.DataFrame, measure: str, *, words: Words = ENGLISH, dark: bool = False) -> Figure:
    """What each outlet is at large, with its interval: :func:`framing.figures.outlets`, to point at."""
    return drawn(figures.outlets(estimates, measure, words=words), dark=dark)


def plane(
    estimates: pl.DataFrame, language: str | None = None, *, words: Words = ENGLISH, dark: bool = False
) -> Figure:
    """Who shouts and who speaks officially: :func:`framing.figures.plane`, to point at."""
    return drawn(figures.plane(estimates, language, words=words), dark=dark)


def heat_map(
    estimates: pl.DataFrame, measures: Collection[str] = (), *, words: Words = ENGLISH, dark: bool = False
) -> Figure:
    """Outlets against dimensions: :func:`framing.figures.heat_map`, to point at."""
    return drawn(figures.heat_map(estimates, measures, words=words), dark=dark)


def forest(comparison: Comparison | pl.DataFrame, *, words: Words = ENGLISH, dark: bool = False) -> Figure:
    """The effects of a contrast: :func:`framing.figures.forest`, to point at."""
    return drawn(figures.forest(comparison, words=words), dark=dark)


def word_shift(
    comparison: Comparison, measure: str | None = None, *, words: Words = ENGLISH, dark: bool = False
) -> Figure:
    """The entries that make a difference: :func:`framing.figures.word_shift`, to point at."""
    return drawn(figures.word_shift(comparison, measure, words=words), dark=dark)


def keyness(
    table: pl.DataFrame,
    language: str | None = None,
    names: tuple[str, str] = ("A", "B"),
    *,
    words: Words = ENGLISH,
    dark: bool = False,
) -> Figure:
    """The words that set two sides apart: :func:`framing.figures.keyness`, to point at."""
    return drawn(figures.keyness(table, language, names, words=words), dark=dark)


def trend(
    trends: Trends,
    measure: str,
    language: str | None = None,
    *,
    days: Sequence[tuple[datetime, str]] = (),
    words: Words = ENGLISH,
    dark: bool = False,
) -> Figure:
    """A measure over time: :func:`framing.figures.trend`, to point at."""
    return drawn(figures.trend(trends, measure, language, days=days, words=words), dark=dark)


def specifications(
    specified: Specifications | pl.DataFrame, key: str | None = None, *, words: Words = ENGLISH, dark: bool = False
) -> Figure:
    """The specification curve of one key: :func:`framing.figures.specifications`, to point at."""
    return drawn(figures.specifications(specified, key, words=words), dark=dark)
