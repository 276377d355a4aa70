"""The issue frames of each article, next to each other: how far each stands out, and which is the main one.

Nearly any sentence about politics speaks of measures and of money, so that a count alone calls everything "policy":
people who code the frames of the Media Frames Corpus say so of a text where no other issue stands out. Here each
issue's rate is divided by its ordinary rate, the mean of reference news (``priors.csv``), and what is left over the
strongest *other* issue is how far it leads. The main issue is the one that leads; a common one gives way to a rare one
with as many hits.

Nothing is fitted to labels. On sentences that people coded (FRAC) the lead finds policy better than its rate does, most
others about as well, and legality and security worse, which are one hit among many there: for these the rate says more.
``validity.csv`` has both figures.

An article's *topic* (:mod:`framing.statistics.topics`) is something else: the issue that stands out among the articles
that one compares, by standard errors, for longer texts.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.scoring.intervals import PER
from framing.scoring.score import Scored
from framing.statistics.reference import reference_news
from framing.statistics.topics import topic_frames

__all__ = ["ISSUES", "issues"]

#: The ordinary rate of an issue of which no reference news tells: the same for all, so that their rates are compared.
_UNKNOWN: Final = 1.0

#: One row an article and issue frame with hits. ``times``: its rate over the ordinary rate of its language; ``lead``:
#: less that of the strongest other issue; ``main``: it leads.
ISSUES: Final = {
    "article_id": pl.String(),
    "issue": pl.String(),
    "hits": pl.Int64(),
    "rate": pl.Float64(),
    "times": pl.Float64(),
    "lead": pl.Float64(),
    "main": pl.Boolean(),
}


def issues(scored: Scored, lexicon: Lexicon | None = None) -> pl.DataFrame:
    """How far each issue frame stands out in each article, and which is the main one.

    Args:
        scored: from :func:`framing.score`; headlines, sentences or whole articles.
        lexicon: that scored them. Of issues without reference news all count as equally common.

    Returns:
        A row an article and issue frame with hits, in the order of the articles, the issue that leads first:
        article_id, issue, hits, rate (per 1,000 words, all sections and voices), times (the rate over the language's
        ordinary rate), lead (``times`` less that of the strongest other issue), main (whether it leads; at a tie the
        codebook's first). An article without a hit has no row.

    Example:
        >>> import framing
        >>> news = pl.DataFrame({"article_id": ["1"], "text": ["The reform would help patients in hospitals."]})
        >>> framing.issues(framing.score(news)).filter("main")["issue"].to_list()
        ['health']
    """
    lexicon = lexicon or default_lexicon()
    frames = topic_frames(lexicon)
    order = {name: place for place, name in enumerate(frames)}
    words = scored.articles.select("article_id", "language", "words").with_row_index("row")
    hits = scored.scores.filter(pl.col("dimension").cast(pl.String).is_in(frames))
    hits = hits.group_by("article_id", issue=pl.col("dimension").cast(pl.String)).agg(
        pl.col("hits").sum().cast(pl.Int64)
    )
    table = hits.join(words, on="article_id")
    table = table.join(_ordinary(table, lexicon), on=["language", "issue"], how="left")
    # Not by expressions, whose divisions differ in the last bit with the number of rows.
    rate = PER * table["hits"].to_numpy() / table["words"].to_numpy()
    table = table.with_columns(
        rate=pl.Series(rate, dtype=pl.Float64),
        times=pl.Series(rate / table["ordinary"].to_numpy(), dtype=pl.Float64),
        order=pl.col("issue").replace_strict(order, return_dtype=pl.Int64),
    ).sort("row", "times", "order", descending=[False, True, False])
    lead, main = _leads(table["row"].to_numpy().astype(np.int64), table["times"].to_numpy())
    table = table.with_columns(lead=pl.Series(lead, dtype=pl.Float64), main=pl.Series(main, dtype=pl.Boolean))
    return table.select(list(ISSUES)).cast(dict(ISSUES))  # type: ignore[arg-type]


def _ordinary(table: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Ordinary rates (language, issue, ordinary) of what a table has."""
    reference = reference_news(lexicon)
    pairs = table.select("language", "issue").unique()
    means = [reference[key].mean if key in reference else 0.0 for key in pairs.iter_rows()]
    return pairs.with_columns(ordinary=pl.Series([mean or _UNKNOWN for mean in means], dtype=pl.Float64))


def _leads(row: Longs, times: Floats) -> tuple[Floats, Bools]:
    """Of issues by article, the strongest first: how far each leads the strongest other, and whether it leads."""
    first = np.diff(row, prepend=-1) > 0
    number = np.arange(len(row))
    best = times[np.maximum.accumulate(np.where(first, number, 0))]
    second = np.zeros(len(row))
    second[:-1] = np.where(first[1:], 0.0, times[1:])
    return times - np.where(first, second, best), first
