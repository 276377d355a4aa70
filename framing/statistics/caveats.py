"""Caveats: what the numbers at hand cannot tell, said in plain words beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import polars as pl

from framing.languages.registry import languages, name_of
from framing.lexicon.lexicon import Lexicon
from framing.phrases import Named, listed, named_country, phrase, phrases
from framing.schemas import TITLE_ALONE, UNKNOWN_OUTLET
from framing.scoring.about import restrict
from framing.scoring.score import Scored
from framing.scoring.versions import is_current
from framing.statistics.events import BY_DAY, UNIT, UNIT_BASIS
from framing.statistics.figures import MIN_OUTLETS
from framing.statistics.routes import told_of_routes
from framing.statistics.table import FEW_ARTICLES

__all__ = ["caveats", "caveats_of_sides"]


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
    sentences += [*_apart(rows), *_events(rows), *told_of_routes(scored, articles, lexicon, outlet_name)]
    if "cluster" not in articles.columns:
        sentences.append(
            phrase(
                "Near-duplicates were not looked for: copies of one agency text count as texts of their own, and "
                "differences look surer than they are."
            )
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
        first, second = (
            phrase("{n} of {all} of {name}", n=int(each.sum()), all=each.len(), name=name)
            for each, name in zip(alone, names, strict=True)
        )
        sentences.append(
            phrase(
                "Of some articles the headline alone is known: {a} and {b}. Headlines are written otherwise than "
                "texts, so compare like with like: one section of all articles, the title alone, or lead and body.",
                a=first,
                b=second,
            )
        )
    kept = articles.filter(pl.col("article_id").cast(pl.String).is_in(sides["article_id"].implode()))
    return [*sentences, *told_of_routes(restrict(scored, sides["article_id"]), kept, lexicon, outlet_name)]


def _few(rows: pl.DataFrame) -> list[str]:
    sizes = rows.group_by("outlet").len()["len"]
    few = int((sizes < FEW_ARTICLES).sum())
    if not few:
        return []
    return [
        phrases(
            "{articles}, {few} of {n} outlet with fewer than {least}: these articles are counted, and nothing is "
            "said of such an outlet at large.",
            "{articles}, {few} of {n} outlets with fewer than {least}: these articles are counted, and nothing is said "
            "of such an outlet at large.",
            len(sizes),
            articles=_articles(rows.height),
            few=few,
            least=FEW_ARTICLES,
        )
    ]


def _articles(number: int) -> str:
    return phrases("{n} article", "{n} articles", number)


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
        sentences.append(
            phrases(
                "{countries} is known by one outlet: one outlet is not a country.",
                "{countries} are each known by one outlet: one outlet is not a country.",
                len(lonely),
                countries=_listed(lonely),
            )
        )
    if nameless:
        sentences.append(
            phrases(
                "{countries} is known by articles alone that name no outlet.",
                "{countries} are known by articles alone that name no outlet.",
                len(nameless),
                countries=_listed(nameless),
            )
        )
    return sentences


def _listed(codes: list[str]) -> list[Named]:
    """The names of countries, in the order of the alphabet."""
    return sorted(map(named_country, codes))


def _language(code: str) -> Named:
    return Named("language", code, name_of(code))


def _reference(rows: pl.DataFrame) -> list[str]:
    outlets = rows.group_by("language").agg(pl.col("outlet").n_unique()).sort("language")
    codes = [code.split("-")[0] for code in outlets.filter(pl.col("outlet") < MIN_OUTLETS)["language"].to_list()]
    names: list[str] = [_language(code) for code in dict.fromkeys(codes) if code in languages()]
    if not names:
        return []
    *several, last = names
    where: str = phrase("in {language}", language=last)
    for name in reversed(several):
        where = phrase("in {language} and {others}", language=name, others=where)
    return [
        phrase(
            "Fewer than {n} outlets {where}: they are compared with reference news, not with each other's median.",
            n=MIN_OUTLETS,
            where=where,
        )
    ]


def _confounded(rows: pl.DataFrame) -> list[str]:
    outlets = rows.group_by("outlet").agg(pl.col("language").n_unique(), articles=pl.len())
    if outlets.height < 2 or (outlets["articles"] >= FEW_ARTICLES).all():
        return []
    if rows["language"].n_unique() > 1 and (outlets["language"] == 1).all():
        return [
            phrase(
                "Outlet, topic and language are confounded: each outlet reports its own events in its own language, "
                "so a difference between outlets may be one of topic or of language."
            )
        ]
    return [
        phrase(
            "Outlet and topic are confounded: each outlet reports its own events, so a difference may be one of topic."
        )
    ]


def _languages(rows: pl.DataFrame, calibrated: bool) -> list[str]:
    codes = sorted(set(rows["language"].to_list()))
    names: list[str] = [_language(code) for code in codes if code in languages()]
    if len(names) < 2:
        return []
    pairs = listed(names)
    if calibrated:
        return [
            phrase(
                "Rates of {languages} are divided by factors measured on translated news, and their intervals are "
                "wider by the factors' uncertainty; where there is no factor, a rate is marked as uncalibrated.",
                languages=pairs,
            )
        ]
    return [
        phrase(
            "{languages} are uncalibrated: no factor ties the rates shown together, so a rate in one is not comparable "
            "with a rate in another; ratios to each language's own baseline are.",
            languages=pairs,
        )
    ]


def _apart(rows: pl.DataFrame) -> list[str]:
    unknown = rows.filter(pl.col("outlet").str.starts_with(UNKNOWN_OUTLET))["outlet"]
    sentences = []
    if unknown.len():
        files = unknown.n_unique()
        sentences.append(
            phrase(
                "No outlet named: {n} of {articles}. They stand together by file, {files} in all, and count in their "
                "language and country; how outlets differ is told as if each such file were an outlet.",
                n=unknown.len(),
                articles=_articles(rows.height),
                files=files,
            )
        )
    if "source_country" in rows.columns and rows["source_country"].drop_nulls().len():
        sentences.append(
            phrase(
                "Publisher country and source country are two things: a text that an outlet took over counts for its "
                "publisher."
            )
        )
    return sentences


def _events(rows: pl.DataFrame) -> list[str]:
    """What an article is worth where several tell of one event."""
    if rows.height < 2:
        return []
    if UNIT not in rows.columns:
        return [
            phrase(
                "Story events were not looked for: each text counts as a unit of its own, and where an outlet's "
                "articles come in stories differences look surer than they are."
            )
        ]
    units = rows[UNIT].drop_nulls().n_unique() + rows[UNIT].null_count()
    undated = rows["published"].null_count() if "published" in rows.columns else rows.height
    if undated == units == rows.height:
        return [
            phrase(
                "No article has a date, so that story events were not looked for: near-duplicates alone are one unit."
            )
        ]
    sizes = {"articles": _articles(rows.height), "stories": phrases("{n} story", "{n} stories", units)}
    sentence = (
        phrase(
            "{articles} in {stories}: dates are too many for events to be looked for, and what an outlet published on "
            "one day counts as one unit wherever uncertainty is worked out",
            **sizes,
        )
        if UNIT_BASIS in rows.columns and (rows[UNIT_BASIS] == BY_DAY).any()
        else phrase(
            "{articles} in {stories}: what an outlet published on one event, a day apart at most, counts as one unit "
            "wherever uncertainty is worked out",
            **sizes,
        )
    )
    if not undated:
        return [phrase("{sentence}.", sentence=sentence)]
    return [
        phrases(
            "{sentence}; {n} has no date, and only copies are found among these.",
            "{sentence}; {n} have no date, and only copies are found among these.",
            undated,
            sentence=sentence,
        )
    ]


def _refused(scored: Scored) -> list[str]:
    refused = scored.articles.filter(pl.col("status") == "refused")["language"].to_list()
    if not refused:
        return []
    sizes = Counter(map(_language, refused))
    return [
        phrases(
            "{n} article is in a language that the toolkit does not read, and not scored: {parts}.",
            "{n} articles are in a language that the toolkit does not read, and not scored: {parts}.",
            len(refused),
            parts=[phrase("{n} in {language}", n=count, language=name) for name, count in sizes.most_common()],
        )
    ]


def _titles_alone(scored: Scored) -> list[str]:
    """Headlines have more of some measures than texts have, whoever wrote them."""
    counts = scored.articles["status"].value_counts()
    sizes = {name: count for name, count in counts.iter_rows() if name in TITLE_ALONE}
    alone = sum(sizes.values())
    if not alone or alone == scored.articles.height:
        return []
    return [
        phrase(
            "{n} of {articles}: no text, or one that is cut off, so that the headline alone is counted. Headlines are "
            "written otherwise than texts, so compare like with like: the section title alone.",
            n=alone,
            articles=_articles(scored.articles.height),
        )
    ]


def _stale(scored: Scored, lexicon: Lexicon) -> list[str]:
    """Articles scored with another lexicon, version or compiler do not compare with the others."""
    stale = scored.articles.height - int(is_current(scored.articles, lexicon).sum())
    if not stale:
        return []
    return [
        phrases(
            "{n} article was scored with another lexicon or version than this one; 'framing rescore' scores them anew.",
            "{n} articles were scored with another lexicon or version than this one; 'framing rescore' scores them "
            "anew.",
            stale,
        )
    ]
