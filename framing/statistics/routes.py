"""Routes: whether an outlet's articles that came by one way differ from those that came by another.

Two collections of one outlet, such as a feed and a folder of files, were chosen by different hands at different times.
Intervals cover the sampling of articles, not how they were collected; where the routes differ, neither stands for the
outlet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import Named, phrase, phrases
from framing.scoring.score import Scored
from framing.statistics.differences import differences
from framing.statistics.groups import texts_of
from framing.statistics.hits import counts_of
from framing.statistics.observations import NOTHING, observe

__all__ = ["FEWEST", "differing_routes", "told_of_routes"]


#: Articles that a route must have to be compared.
FEWEST: Final = 10
_SCHEMA: Final = {"outlet": pl.String(), "routes": pl.List(pl.String()), "measures": pl.List(pl.String())}


def differing_routes(scored: Scored, articles: pl.DataFrame, lexicon: Lexicon | None = None) -> pl.DataFrame:
    """Outlets whose articles came by routes that differ.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles. A route is the host that an article came from or the file, or
            all files whose paths differ by numbers alone, such as one a day.
        lexicon: that scored them.

    Returns:
        Columns outlet, routes, measures: one row an outlet of which a route with :data:`FEWEST` articles or more
        differs from its other routes in a dimension or scale (adjusted p ≤ .05 over all that was compared).

    Example:
        >>> from framing.scoring.score import score
        >>> texts = [f"A historic deal, no {at}." if at < 20 else f"It rained {at} days." for at in range(40)]
        >>> origins = [f"{'ab'[at // 20]}.csv#{at}" for at in range(40)]
        >>> news = pl.DataFrame({"article_id": origins, "text": texts, "origin": origins, "outlet": ["a"] * 40})
        >>> differing_routes(score(news), news).row(0)
        ('a', ['a.csv', 'b.csv'], ['judgement', 'loaded', 'loaded_own', 'praise'])
    """
    routes = _several_routes(articles)
    if routes.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    lexicon = lexicon or default_lexicon()
    observed = observe(scored, articles, lexicon)
    rates, shares = counts_of(observed, lexicon.codebook)
    routed = observed.articles.join(routes, on="article_id", how="left", maintain_order="left")
    # Each outlet, in one language, is what its routes are compared within.
    whole = pl.concat_str("language", pl.lit("\0"), pl.col("outlet").fill_null(""))
    within = replace(NOTHING, articles=routed.with_columns(language=whole))
    _, groups = texts_of(within, ["outlet", "route"])
    row, column = np.nonzero(differences(within, ["outlet", "route"], (rates, shares)) <= 0.05)
    names = pl.Series([*rates.names, *shares.names])
    apart = groups[row].select("outlet", measure=names[column])
    by_outlet = apart.group_by("outlet").agg(measures=pl.col("measure").unique().sort())
    of_outlets = groups.group_by("outlet").agg(routes=pl.col("route").unique().sort())
    return by_outlet.join(of_outlets, on="outlet").sort("outlet").select(list(_SCHEMA)).cast(_SCHEMA)  # type: ignore[arg-type]


def _several_routes(articles: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id, route: of the outlets that have several routes of enough articles, those of these."""
    if not {"origin", "outlet"} <= set(articles.columns):
        return pl.DataFrame(schema={"article_id": pl.String(), "route": pl.String()})
    known = articles.select(pl.col("article_id").cast(pl.String), "outlet", route=_route())
    known = known.unique("article_id", keep="last").drop_nulls()
    enough = known.filter(pl.len().over("outlet", "route") >= FEWEST)
    return enough.filter(pl.col("route").n_unique().over("outlet") > 1).select("article_id", "route")


def _route() -> pl.Expr:
    """The files or the host that an article came from: files whose paths differ by numbers are of one collection."""
    place = pl.col("origin").cast(pl.String).str.replace(r"[#:][^/]*$", "")
    return pl.coalesce(place.str.extract(r"^https?://([^/?#]+)"), place.str.replace_all(r"[0-9]+", "*"))


#: Outlets, and routes, that are named one by one.
_NAMED: Final = 3


def told_of_routes(
    scored: Scored, articles: pl.DataFrame, lexicon: Lexicon | None, outlet_name: Callable[[str], str]
) -> list[str]:
    """Outlets of which two collections do not agree."""
    differing = differing_routes(scored, articles, lexicon).rows()
    sentences: list[str] = [
        phrase(
            "Articles of {outlet} came by {n} routes ({routes}) that differ in {measures}: intervals do not cover how "
            "articles were collected.",
            outlet=outlet_name(outlet),
            n=len(routes),
            routes=_few_of(_short(routes), _NAMED),
            measures=_few_of(_plain(measures), 2 * _NAMED),
        )
        for outlet, routes, measures in differing[:_NAMED]
    ]
    if len(differing) > _NAMED:
        more = len(differing) - _NAMED
        sentences.append(phrases("So do those of {n} more outlet.", "So do those of {n} more outlets.", more))
    return sentences


def _plain(measures: Sequence[str]) -> list[str]:
    return [Named("measure", name, name.replace("_", " ")) for name in measures]


def _short(routes: Sequence[str]) -> list[str]:
    """Routes without their folders, where that tells them apart."""
    names = [route.rpartition("/")[2] or route for route in routes]
    return names if len(set(names)) == len(names) else list(routes)


def _few_of(names: Sequence[str], most: int) -> str:
    """The first of some names, and how many more there are."""
    shown = list(names[:most])
    if len(names) <= most:
        return phrase("{names}", names=shown)
    return phrase("{names} and {n} more", names=shown, n=len(names) - most)
