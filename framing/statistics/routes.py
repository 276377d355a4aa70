"""Routes: whether an outlet's articles that came by one way differ from those that came by another.

Two collections of one outlet, such as a feed and a folder of files, were chosen by different hands at different times.
Intervals cover the sampling of articles, not how they were collected; where the routes differ, neither stands for the
outlet.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.scoring.score import Scored
from framing.statistics.counts import counts_of
from framing.statistics.differences import differences
from framing.statistics.discovery import adjusted
from framing.statistics.observations import observe
from framing.statistics.tally import texts_of

__all__ = ["FEWEST", "differing_routes"]

#: Articles that a route must have to be compared.
FEWEST: Final = 10
_SCHEMA: Final = {"outlet": pl.String(), "routes": pl.List(pl.String()), "measures": pl.List(pl.String())}


def differing_routes(scored: Scored, articles: pl.DataFrame, lexicon: Lexicon | None = None) -> pl.DataFrame:
    """Outlets whose articles came by routes that differ.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles. A route is the file that an article came from, or the host.
        lexicon: that scored them.

    Returns:
        Columns outlet, routes, measures: one row an outlet of which a route with :data:`FEWEST` articles or more
        differs from its other routes in a dimension or scale (adjusted p ≤ .05 over all that was compared).

    Example:
        >>> from framing.scoring.score import score
        >>> texts = [f"A historic deal, no {at}." if at < 20 else f"It rained {at} days." for at in range(40)]
        >>> origins = [f"{at // 20}.csv#{at}" for at in range(40)]
        >>> news = pl.DataFrame({"article_id": origins, "text": texts, "origin": origins, "outlet": ["a"] * 40})
        >>> differing_routes(score(news), news).row(0)
        ('a', ['0.csv', '1.csv'], ['loaded', 'loaded_own', 'praise'])
    """
    routes = _routes(articles)
    if routes.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    lexicon = lexicon or default_lexicon()
    observed = observe(scored, articles, lexicon)
    routed = observed.articles.join(routes, on="article_id", how="left", maintain_order="left")
    # Each outlet, in one language, is what its routes are compared within.
    whole = pl.concat_str("language", pl.lit("\0"), pl.col("outlet").fill_null(""))
    within = replace(observed, articles=routed.with_columns(language=whole))
    rates, shares = counts_of(observed, lexicon.codebook)
    _, groups = texts_of(within, ["outlet", "route"])
    row, column = np.nonzero(adjusted(differences(within, ["outlet", "route"], (rates, shares))) <= 0.05)
    names = pl.Series([*rates.names, *shares.names])
    found = groups[row].select("outlet", measure=names[column])
    told = found.group_by("outlet").agg(measures=pl.col("measure").unique().sort())
    of_outlets = groups.group_by("outlet").agg(routes=pl.col("route").unique().sort())
    return told.join(of_outlets, on="outlet").sort("outlet").select(list(_SCHEMA)).cast(_SCHEMA)  # type: ignore[arg-type]


def _routes(articles: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id, route: of the outlets that have several routes of enough articles, those of these."""
    if not {"origin", "outlet"} <= set(articles.columns):
        return pl.DataFrame(schema={"article_id": pl.String(), "route": pl.String()})
    known = articles.select(pl.col("article_id").cast(pl.String), "outlet", route=_route())
    known = known.unique("article_id", keep="last").drop_nulls()
    enough = known.filter(pl.len().over("outlet", "route") >= FEWEST)
    return enough.filter(pl.col("route").n_unique().over("outlet") > 1).select("article_id", "route")


def _route() -> pl.Expr:
    """The file or host that an article came from."""
    place = pl.col("origin").cast(pl.String).str.replace(r"[#:][^/]*$", "")
    return pl.coalesce(place.str.extract(r"^https?://([^/?#]+)"), place)
