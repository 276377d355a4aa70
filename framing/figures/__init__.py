"""Figures: what each shows, once, and its drawing as SVG, which needs nothing but the toolkit.

Each function returns a drawing: in Jupyter it shows itself, ``.svg()`` is its markup, ``.save("plane.svg")`` a file
for a paper. :mod:`framing.plot` draws the same with Plotly, to point at; pages and reports show these.

Example:
    >>> import framing, polars as pl
    >>> rows = [(f"{n}{key}", f"A historic day. The {n} talks went on. " * 9, key) for key in "ab" for n in range(6)]
    >>> news = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row")
    >>> table = framing.estimate(framing.score(news), news.with_columns(cluster="article_id"), levels=["outlet"])
    >>> framing.figures.outlets(table, "praise").svg()[:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
"""

from framing.figures.cells import heat_map
from framing.figures.curves import specifications
from framing.figures.lines import trend
from framing.figures.planes import plane
from framing.figures.scatter import keyness
from framing.figures.sheet import ENGLISH, Drawing, Words
from framing.figures.strips import forest, outlets, word_shift

__all__ = [
    "ENGLISH",
    "Drawing",
    "Words",
    "forest",
    "heat_map",
    "keyness",
    "outlets",
    "plane",
    "specifications",
    "trend",
    "word_shift",
]
