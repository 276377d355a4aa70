"""The articles that fit some filters, and what is asked of them together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from dashboards.filtering import Step
from dashboards.rows import nameless
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["Selection"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Selection:
    """The articles that fit some filters, and what the toolkit says of them.

    Attributes:
        rows: one row an article, see :attr:`Snapshot.rows`; counted are the sections and voices that count.
        sides: outlet × scale: positive, negative and own words, which ``framing.estimate`` adds up to its ``hits``.
        undated: articles that a range of dates leaves out because they have none.
        steps: how many articles each filter leaves.
        estimated: gives rows of ``framing.estimate`` for a level and some measures.
    """

    rows: pl.DataFrame
    sides: pl.DataFrame
    undated: int
    steps: tuple[Step, ...]
    estimated: Callable[[str, tuple[str, ...], bool], pl.DataFrame]

    @cached_property
    def nameless(self) -> tuple[int, int]:
        """Articles that name no outlet, and the files that they came in, where others name theirs."""
        return nameless(self.sizes)

    @cached_property
    def sizes(self) -> pl.DataFrame:
        """How many articles each outlet has in each language: columns outlet, language, len."""
        return self.rows.group_by("outlet", "language").len()

    @cached_property
    def outlets(self) -> int:
        """How many outlets there are."""
        return self.sizes["outlet"].n_unique() - self.nameless[1]

    def estimates(self, level: str, measures: Collection[str], *, ranked: bool = False) -> pl.DataFrame:
        """Rows of ``framing.estimate``, worked out when they are first asked for.

        Args:
            level: outlet, country or source. What names no outlet is none beside those that have names.
            measures: dimensions and scales.
            ranked: with reliability; without it, and without p in any case, it takes a fraction of the time.
        """
        rows = self.estimated(level, tuple(dict.fromkeys(measures)), ranked)
        if level != "outlet" or not self.nameless[0]:
            return rows
        return rows.filter(~pl.col("key").str.starts_with(UNKNOWN_OUTLET))
