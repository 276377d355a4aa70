"""Filters that say what they leave: where nothing is left, a reader sees which of them left nothing, of how much."""

from __future__ import annotations

from typing import Final, Self

import polars as pl

from framing.errors import UsageError

__all__ = ["Funnel"]

_HINT: Final = "leave it out, or ask for something else"


class Funnel:
    """Rows, filtered by one condition after the other.

    Args:
        rows: to filter.
        what: they are, in the plural.

    Attributes:
        rows: those that are left.

    Example:
        >>> funnel = Funnel(pl.DataFrame({"outlet": ["a"] * 1200 + ["b"], "year": [2025] * 1200 + [2026]}))
        >>> funnel.keep("--outlet b", pl.col("outlet") == "b").keep("--year 2025", pl.col("year") == 2025).told()
        'articles: 1,201; --outlet b leaves 1; --year 2025 leaves 0 (alone: 1,200)'
    """

    def __init__(self, rows: pl.DataFrame, what: str = "articles") -> None:
        self.rows = rows
        self._whole = rows
        self._what = what
        self._steps: list[tuple[str, int, int | None]] = []

    def keep(self, said: str, condition: pl.Expr, *, is_partial: bool = False) -> Self:
        """Keep the rows that fulfil a condition; the funnel itself.

        Args:
            said: the condition, as the user gave it.
            condition: true of the rows to keep.
            is_partial: it was found out of the rows that were left alone.
        """
        before = self.rows.height
        self.rows = self.rows.filter(condition)
        # By itself the last one may leave some: then it is the two together that nothing fulfils.
        is_emptied = self._steps and before and self.rows.is_empty()
        alone = self._whole.filter(condition).height if is_emptied and not is_partial else None
        self._steps.append((said, self.rows.height, alone))
        return self

    def told(self) -> str:
        """How many rows there were, and how many each condition left, up to the one that left none."""
        parts = [f"{self._what}: {self._whole.height:,}"]
        for said, left, alone in self._steps:
            parts.append(f"{said} leaves {left:,}")
            if not left:
                parts[-1] += f" (alone: {alone:,})" if alone is not None else ""
                break
        return "; ".join(parts)

    def check(self) -> Self:
        """Refuse to go on with nothing; the funnel itself.

        Raises:
            UsageError: ``filter.empty``; it says what each condition left.
        """
        if self.rows.is_empty() and self._steps:
            raise UsageError("filter.empty", self.told(), "", _HINT)
        return self
