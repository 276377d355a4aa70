"""Caveats: what the numbers at hand cannot tell, said in plain words beside them.

Routes: whether an outlet's articles that came by one way differ from those that came by another.

Two collections of one outlet, such as a feed and a folder of files, were chosen by different hands at different times.
Intervals cover the sampling of articles, not how they were collected; where the routes differ, neither stands for the
outlet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from framing.languages.registry import languages, name_of
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import counted, country_name
from framing.schemas import TITLE_ALONE, UNKNOWN_OUTLET
from framing.scoring.about import restrict
from framing.scoring.score import Scored
from framing.scoring.versions import is_current
from framing.statistics.differences import differences
from framing.statistics.events import BY_DAY, UNIT, UNIT_BASIS
from framing.statistics.figures import MIN_OUTLETS
from framing.statistics.groups import texts_of
from framing.statistics.hits import counts_of
from framing.statistics.observations import NOTHING, observe
from framing.statistics.table import FEW_ARTICLES

__all__ = ["FEWEST", "caveats", "caveats_of_sides", "differing_routes"]


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
        ('a', ['a.csv', 'b.csv'], ['loaded', 'loaded_own', 'praise'])
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
_NAMED = 3
#: Shares of headlines without a text that differ by more than this between two sides are told.
_UNLIKE = 0.05


def caveats(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    calibrated: bool = False,
    outlet_name: Callable[[str], str] = str,
) -> list[str]:
    """Sentences that belong beside any table of these articles.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: of the project; where it is given, articles that another one or another version scored are counted.
        calibrated: whether the rates shown are divided by the factors between languages.
        outlet_name: what an outlet is called, such as ``framing.load_outlets().name``.

    Returns:
        No sentence where none applies.
    """
    read = scored.articles.filter(pl.col("status") != "refused").select("article_id", "language")
    rows = read.join(articles.drop("language", strict=False), on="article_id", how="left", maintain_order="left")
    sentences = [*_few(rows), *_lonely(rows), *_reference(rows), *_confounded(rows), *_languages(rows, calibrated)]
    sentences += [*_apart(rows), *_events(rows), *_routes(scored, articles, lexicon, outlet_name)]
    if "cluster" not in articles.columns:
        sentences.append(
            "Near-duplicates were not looked for: copies of one agency text count as texts of their own, and "
            "differences look surer than they are."
        )
    return [*sentences, *_titles_alone(scored), *_refused(scored), *(_stale(scored, lexicon) if lexicon else ())]


def caveats_of_sides(
    scored: Scored,
    articles: pl.DataFrame,
    sides: pl.DataFrame,
    names: tuple[str, str],
    lexicon: Lexicon | None = None,
    *,
    outlet_name: Callable[[str], str] = str,
) -> list[str]:
    """Sentences that belong beside a contrast of articles: whether its sides were collected alike.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        sides: columns article_id, first (whether on side A).
        names: of the sides.
        lexicon: that scored them.
        outlet_name: what an outlet is called.
    """
    states = scored.articles.select("article_id", pl.col("status").is_in(TITLE_ALONE)).join(sides, on="article_id")
    alone = [states.filter(pl.col("first") == side)["status"] for side in (True, False)]
    sentences = []
    if abs(float(alone[0].mean() or 0) - float(alone[1].mean() or 0)) > _UNLIKE:  # type: ignore[arg-type]
        of = " and ".join(
            f"{each.sum():,} of {each.len():,} of {name}" for each, name in zip(alone, names, strict=True)
        )
        sentences.append(
            f"Of some articles the headline alone is known: {of}. Headlines are written otherwise than texts, so "
            "compare like with like: one section of all articles, the title alone, or lead and body."
        )
    kept = articles.filter(pl.col("article_id").cast(pl.String).is_in(sides["article_id"].implode()))
    return [*sentences, *_routes(restrict(scored, sides["article_id"]), kept, lexicon, outlet_name)]


def _few(rows: pl.DataFrame) -> list[str]:
    sizes = rows.group_by("outlet").len()["len"]
    few = int((sizes < FEW_ARTICLES).sum())
    if not few:
        return []
    return [
        f"{counted(rows.height, 'articles')}, {few:,} of {counted(len(sizes), 'outlets')} with fewer than "
        f"{FEW_ARTICLES}: these articles are counted, and nothing is said of such an outlet at large."
    ]


def _lonely(rows: pl.DataFrame) -> list[str]:
    if "country" not in rows.columns:
        return []
    # What names no outlet is none.
    named = pl.col("outlet").filter(~pl.col("outlet").str.starts_with(UNKNOWN_OUTLET)).n_unique()
    outlets = rows.drop_nulls("country").group_by("country").agg(named.alias("outlets")).sort("country")
    lonely = outlets.filter(pl.col("outlets") == 1)["country"].to_list()
    nameless = outlets.filter(pl.col("outlets") == 0)["country"].to_list()
    sentences = []
    if lonely:
        verb = "is" if len(lonely) == 1 else "are each"
        sentences.append(f"{_listed(lonely)} {verb} known by one outlet: one outlet is not a country.")
    if nameless:
        verb = "is" if len(nameless) == 1 else "are"
        sentences.append(f"{_listed(nameless)} {verb} known by articles alone that name no outlet.")
    return sentences


def _listed(codes: list[str]) -> str:
    """The names of countries, in the order of the alphabet."""
    return ", ".join(sorted(map(country_name, codes)))


def _reference(rows: pl.DataFrame) -> list[str]:
    outlets = rows.group_by("language").agg(pl.col("outlet").n_unique()).sort("language")
    codes = [code.split("-")[0] for code in outlets.filter(pl.col("outlet") < MIN_OUTLETS)["language"].to_list()]
    names = [languages()[code].name for code in dict.fromkeys(codes) if code in languages()]
    if not names:
        return []
    return [
        f"Fewer than {MIN_OUTLETS} outlets in {' and in '.join(names)}: they are compared with reference news, not "
        "with each other's median."
    ]


def _confounded(rows: pl.DataFrame) -> list[str]:
    outlets = rows.group_by("outlet").agg(pl.col("language").n_unique(), articles=pl.len())
    if outlets.height < 2 or (outlets["articles"] >= FEW_ARTICLES).all():
        return []
    if rows["language"].n_unique() > 1 and (outlets["language"] == 1).all():
        return [
            "Outlet, topic and language are confounded: each outlet reports its own events in its own language, so a "
            "difference between outlets may be one of topic or of language."
        ]
    return ["Outlet and topic are confounded: each outlet reports its own events, so a difference may be one of topic."]


def _languages(rows: pl.DataFrame, calibrated: bool) -> list[str]:
    codes = sorted(set(rows["language"].to_list()))
    names = [languages()[code].name for code in codes if code in languages()]
    if len(names) < 2:
        return []
    pairs = " and ".join([", ".join(names[:-1]), names[-1]])
    if calibrated:
        return [
            f"Rates of {pairs} are divided by factors measured on translated news, and their intervals are wider by "
            "the factors' uncertainty; where there is no factor, a rate is marked as uncalibrated."
        ]
    return [
        f"{pairs} are uncalibrated: no factor ties the rates shown together, so a rate in one is not comparable with a "
        "rate in another; ratios to each language's own baseline are."
    ]


def _apart(rows: pl.DataFrame) -> list[str]:
    unknown = rows.filter(pl.col("outlet").str.starts_with(UNKNOWN_OUTLET))["outlet"]
    sentences = []
    if unknown.len():
        files = unknown.n_unique()
        sentences.append(
            f"No outlet named: {unknown.len():,} of {counted(rows.height, 'articles')}. They stand together by file, "
            f"{files:,} in all, and count in their language and country; how outlets differ is told as if each such "
            "file were an outlet."
        )
    if "source_country" in rows.columns and rows["source_country"].drop_nulls().len():
        sentences.append(
            "Publisher country and source country are two things: a text that an outlet took over counts for its "
            "publisher."
        )
    return sentences


def _events(rows: pl.DataFrame) -> list[str]:
    """What an article is worth where several tell of one event."""
    if rows.height < 2:
        return []
    if UNIT not in rows.columns:
        return [
            "Story events were not looked for: each text counts as a unit of its own, and where an outlet's articles "
            "come in stories differences look surer than they are."
        ]
    units = rows[UNIT].drop_nulls().n_unique() + rows[UNIT].null_count()
    undated = rows["published"].null_count() if "published" in rows.columns else rows.height
    if undated == units == rows.height:
        return ["No article has a date, so that story events were not looked for: near-duplicates alone are one unit."]
    sentence = f"{counted(rows.height, 'articles')} in {counted(units, 'stories', 'story')}: "
    if UNIT_BASIS in rows.columns and (rows[UNIT_BASIS] == BY_DAY).any():
        sentence += (
            "dates are too many for events to be looked for, and what an outlet published on one day counts as one "
        )
    else:
        sentence += "what an outlet published on one event, a day apart at most, counts as one "
    sentence += "unit wherever uncertainty is worked out"
    return [
        f"{sentence}; {counted(undated, 'have', 'has')} no date, and only copies are found among these."
        if undated
        else f"{sentence}."
    ]


def _routes(
    scored: Scored, articles: pl.DataFrame, lexicon: Lexicon | None, outlet_name: Callable[[str], str]
) -> list[str]:
    """Outlets of which two collections do not agree."""
    differing = differing_routes(scored, articles, lexicon).rows()
    sentences = [
        f"Articles of {outlet_name(outlet)} came by {len(routes)} routes ({_few_of(_short(routes), _NAMED)}) that "
        f"differ in {_few_of(_plain(measures), 2 * _NAMED)}: intervals do not cover how articles were collected."
        for outlet, routes, measures in differing[:_NAMED]
    ]
    if len(differing) > _NAMED:
        sentences.append(f"So do those of {counted(len(differing) - _NAMED, 'more outlets')}.")
    return sentences


def _plain(measures: Sequence[str]) -> list[str]:
    return [name.replace("_", " ") for name in measures]


def _short(routes: Sequence[str]) -> list[str]:
    """Routes without their folders, where that tells them apart."""
    names = [route.rpartition("/")[2] or route for route in routes]
    return names if len(set(names)) == len(names) else list(routes)


def _few_of(names: Sequence[str], most: int) -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _refused(scored: Scored) -> list[str]:
    refused = scored.articles.filter(pl.col("status") == "refused")["language"].to_list()
    if not refused:
        return []
    names = Counter(name_of(code) for code in refused)
    parts = ", ".join(f"{count} in {name}" for name, count in names.most_common())
    number = counted(len(refused), "articles are", "article is")
    return [f"{number} in a language that the toolkit does not read, and not scored: {parts}."]


def _titles_alone(scored: Scored) -> list[str]:
    """Headlines have more of some measures than texts have, whoever wrote them."""
    counts = scored.articles["status"].value_counts()
    sizes = {name: count for name, count in counts.iter_rows() if name in TITLE_ALONE}
    alone = sum(sizes.values())
    if not alone or alone == scored.articles.height:
        return []
    return [
        f"{alone:,} of {counted(scored.articles.height, 'articles')}: no text, or one that is cut off, so that the "
        "headline alone is counted. Headlines are written otherwise than texts, so compare like with like: the section "
        "title alone."
    ]


def _stale(scored: Scored, lexicon: Lexicon) -> list[str]:
    """Articles scored with another lexicon, version or compiler do not compare with the others."""
    stale = scored.articles.height - int(is_current(scored.articles, lexicon).sum())
    if not stale:
        return []
    number = counted(stale, "articles were", "article was")
    return [f"{number} scored with another lexicon or version than this one; 'framing rescore' scores them anew."]
