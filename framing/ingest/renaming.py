"""Stored articles under the outlets that their names mean now.

What a name means depends on the list: a project's ``outlets.csv`` may say today that two spellings are one outlet, and
a later version of the toolkit knows more outlets. So the outlet that is stored beside an article is what was known when
it came; whoever reads it asks again, and what was merged can be taken apart again.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import polars as pl

from framing.ingest.names import file_of, is_unknown, unknown_of
from framing.ingest.outlets import Outlets
from framing.languages.registry import languages
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["ASKED", "renamed"]

#: What is needed to ask again: columns of the stored articles.
ASKED: Final = ("article_id", "outlet", "outlet_name", "country", "language", "language_stated", "origin")

_KEY: Final = ("outlet", "outlet_name", "country", "tongue")


def renamed(articles: pl.DataFrame, outlets: Outlets) -> pl.DataFrame:
    """The same articles under the outlets that their names mean now.

    Args:
        articles: columns of ``ASKED``, ``language`` being the one they were read in.
        outlets: that are known now.

    Returns:
        The same rows and columns. An outlet that moved brings its country where none was known, and keeps as its name
        what it was called before. Articles that an earlier version gave an unknown outlet each share that of their
        file.
    """
    scored = pl.when(pl.col("language").is_in(list(languages()))).then("language")
    rows = articles.with_columns(_unknowns(articles), tongue=pl.coalesce("language_stated", scored))
    keys = rows.select(_KEY).unique().drop_nulls("outlet")
    meant = [_meant(outlets, *key) for key in keys.iter_rows()]
    found = keys.with_columns(
        meant=pl.Series(meant, dtype=pl.String), home=pl.Series(map(outlets.country, meant), dtype=pl.String)
    )
    joined = rows.join(found, on=_KEY, how="left", nulls_equal=True, maintain_order="left")
    # An id of an earlier version is a name, if none was kept: it had the hyphens of its spelling.
    is_named = pl.col("meant").is_in(list(outlets.known)).not_() & ~pl.col("outlet").str.contains(r"[:.]")
    has_moved = (pl.col("meant") != pl.col("outlet")).fill_null(False)
    return joined.with_columns(
        outlet=pl.coalesce("meant", "outlet"),
        outlet_name=pl.when(has_moved | is_named).then(pl.coalesce("outlet_name", "outlet")).otherwise("outlet_name"),
        country=pl.when(has_moved).then(pl.coalesce("country", "home")).otherwise("country"),
    ).select(articles.columns)


def _meant(outlets: Outlets, outlet: str, name: str | None, country: str | None, language: str | None) -> str:
    """What an outlet is now, by the name that told it, else by its id."""
    if is_unknown(outlet) or (name is None and outlet in outlets.known):
        return outlet
    found = outlets.resolve(name or outlet, language=language, country=country)
    if found is None or (outlet in outlets.known and found.reason):
        # What was known stays so: the country may have been amended, and says nothing of the outlet.
        return outlet
    return found.outlet


def _unknowns(articles: pl.DataFrame) -> pl.Series:
    """The outlets of articles, those of one article each as earlier versions made them being that of the file."""
    rows = articles.with_row_index("row").filter(
        (pl.col("outlet") == pl.lit(UNKNOWN_OUTLET) + pl.col("article_id"))
        & pl.col("origin").str.contains(r"[:#!]\d+$")
    )
    if rows.is_empty():
        return articles["outlet"]
    outlets = articles["outlet"].to_list()
    labels: dict[str, set[str]] = {}
    for article, origin in rows.select("article_id", "origin").iter_rows():
        # An id made from the place tells that of the file within the folder that was given.
        file, told = file_of(origin), file_of(article)
        labels.setdefault(file, set()).update({told} if told != article and file.endswith(told) else ())
    alike = Counter(file.rsplit("/", 1)[-1] for file in labels)
    for row, origin in rows.select("row", "origin").iter_rows():
        file = file_of(origin)
        name = file.rsplit("/", 1)[-1]
        outlets[row] = unknown_of(max(labels[file], default=name if alike[name] == 1 else file, key=len), origin)
    return pl.Series("outlet", outlets, pl.String)
