"""Caveats: what the numbers at hand cannot tell, said in plain words beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import polars as pl

from framing.counting import counted
from framing.countries import country_name
from framing.languages.registry import languages, name_of
from framing.lexicon.lexicon import Lexicon
from framing.schemas import TITLE_ALONE, UNKNOWN_OUTLET
from framing.scoring.score import Scored
from framing.scoring.search import restrict
from framing.scoring.versions import is_current
from framing.statistics.events import BY_DAY, UNIT, UNIT_BASIS
from framing.statistics.figures import MIN_OUTLETS
from framing.statistics.routes import differing_routes
from framing.statistics.table import FEW_ARTICLES

__all__ = ["caveats", "caveats_of_sides"]

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
    said = [*_few(rows), *_lonely(rows), *_reference(rows), *_confounded(rows), *_languages(rows, calibrated)]
    said += [*_apart(rows), *_events(rows), *_routes(scored, articles, lexicon, outlet_name)]
    if "cluster" not in articles.columns:
        said.append(
            "Near-duplicates were not looked for: copies of one agency text count as texts of their own, and "
            "differences look surer than they are."
        )
    return [*said, *_titles_alone(scored), *_refused(scored), *(_stale(scored, lexicon) if lexicon else ())]


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
    said = []
    if abs(float(alone[0].mean() or 0) - float(alone[1].mean() or 0)) > _UNLIKE:  # type: ignore[arg-type]
        of = " and ".join(
            f"{each.sum():,} of {each.len():,} of {name}" for each, name in zip(alone, names, strict=True)
        )
        said.append(
            f"Of some articles the headline alone is known: {of}. Headlines are written otherwise than texts, so "
            "compare like with like: --section title, or --section lead --section body."
        )
    kept = articles.filter(pl.col("article_id").cast(pl.String).is_in(sides["article_id"].implode()))
    return [*said, *_routes(restrict(scored, sides["article_id"]), kept, lexicon, outlet_name)]


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
    said = []
    if lonely:
        verb = "is" if len(lonely) == 1 else "are each"
        said.append(f"{_listed(lonely)} {verb} known by one outlet: one outlet is not a country.")
    if nameless:
        verb = "is" if len(nameless) == 1 else "are"
        said.append(f"{_listed(nameless)} {verb} known by articles alone that name no outlet.")
    return said


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
    said = []
    if unknown.len():
        files = unknown.n_unique()
        said.append(
            f"No outlet named: {unknown.len():,} of {counted(rows.height, 'articles')}. They stand together by file, "
            f"{files:,} in all, and count in their language and country; how outlets differ is told as if each such "
            "file were an outlet."
        )
    if "source_country" in rows.columns and rows["source_country"].drop_nulls().len():
        said.append(
            "Publisher country and source country are two things: a text that an outlet took over counts for its "
            "publisher."
        )
    return said


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
    said = f"{counted(rows.height, 'articles')} in {counted(units, 'stories', 'story')}: "
    if UNIT_BASIS in rows.columns and (rows[UNIT_BASIS] == BY_DAY).any():
        said += "dates are too many for events to be looked for, and what an outlet published on one day counts as one "
    else:
        said += "what an outlet published on one event, a day apart at most, counts as one "
    said += "unit wherever uncertainty is worked out"
    return [
        f"{said}; {counted(undated, 'have', 'has')} no date, and only copies are found among these."
        if undated
        else f"{said}."
    ]


def _routes(
    scored: Scored, articles: pl.DataFrame, lexicon: Lexicon | None, outlet_name: Callable[[str], str]
) -> list[str]:
    """Outlets of which two collections do not agree."""
    found = differing_routes(scored, articles, lexicon).rows()
    said = [
        f"Articles of {outlet_name(outlet)} came by {len(routes)} routes ({_some(_short(routes), _NAMED)}) that differ in "
        f"{_some(measures, 2 * _NAMED)}: intervals do not cover how articles were collected."
        for outlet, routes, measures in found[:_NAMED]
    ]
    if len(found) > _NAMED:
        said.append(f"So do those of {counted(len(found) - _NAMED, 'more outlets')}.")
    return said


def _short(routes: Sequence[str]) -> list[str]:
    """Routes without their folders, where that tells them apart."""
    names = [route.rpartition("/")[2] or route for route in routes]
    return names if len(set(names)) == len(names) else list(routes)


def _some(names: Sequence[str], most: int) -> str:
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
        "headline alone is counted. Headlines are written otherwise than texts, so compare like with like: --section "
        "title."
    ]


def _stale(scored: Scored, lexicon: Lexicon) -> list[str]:
    """Articles scored with another lexicon, version or compiler do not compare with the others."""
    stale = scored.articles.height - int(is_current(scored.articles, lexicon).sum())
    if not stale:
        return []
    number = counted(stale, "articles were", "article was")
    return [f"{number} scored with another lexicon or version than this one; 'framing rescore' scores them anew."]
