"""Where the terms of a query stand, and which articles fit it."""

from __future__ import annotations

from functools import reduce
from itertools import islice
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Longs
from framing.expressions import expression
from framing.languages.folding import WORD
from framing.scoring.expression import And, Expression, Near, Not, Or, Term, within
from framing.scoring.score import Scored

__all__ = ["Places", "dimension_of"]

_WORD: Final = expression(WORD)


def dimension_of(at: int) -> str:
    """The dimension that the hits of a term are found under, by the number of the term."""
    return f"about{at}"


def _asserted(expression: Expression, *, negated: bool = False) -> frozenset[Term]:
    """The terms that do not stand behind a NOT, or behind two."""
    if isinstance(expression, Term):
        return frozenset() if negated else frozenset((expression,))
    turned = negated != isinstance(expression, Not)
    return frozenset[Term]().union(*(_asserted(part, negated=turned) for part in within(expression)))


#: A span: the row of its article, whether it stands in the title, where it begins and ends.
_PLACE: Final = ("row", "title", "start", "end")


class Places:
    """Where the terms of a query stand in some articles.

    Attributes:
        ids: of the articles.
    """

    def __init__(self, scored: Scored, articles: pl.DataFrame, terms: tuple[Term, ...]) -> None:
        self._articles = articles
        self._size = scored.articles.height
        self.ids = scored.articles["article_id"]
        rows = scored.articles.select("article_id").with_row_index("row")
        spans = scored.evidence.join(rows, on="article_id", maintain_order="left")
        title = pl.col("section").cast(pl.String) == "title"
        spans = spans.with_columns(pl.col("dimension").cast(pl.String), title=title)
        self._spans = {
            term: spans.filter(pl.col("dimension") == dimension_of(at)).select(_PLACE) for at, term in enumerate(terms)
        }

    def count(self, term: Term) -> Longs:
        """Article → mentions of a term."""
        return np.bincount(self._spans[term]["row"].to_numpy(), minlength=self._size).astype(np.int64)

    def mentions(self, expression: Expression) -> Longs:
        """Article → mentions of terms that do not stand behind NOT; at least 1 where it fits, 0 where it does not."""
        named = [self.count(term) for term in _asserted(expression)]
        return np.where(self.fit(expression), np.maximum(reduce(np.add, named, np.zeros(self._size, np.int64)), 1), 0)

    def fit(self, expression: Expression) -> Bools:
        """Article → whether it fits."""
        match expression:
            case Term():
                return self.count(expression) > 0
            case Not(part):
                return ~self.fit(part)
            case And(parts):
                return reduce(np.logical_and, map(self.fit, parts))
            case Or(parts):
                return reduce(np.logical_or, map(self.fit, parts))
            case Near():
                fits = np.zeros(self._size, np.bool_)
                fits[self.spans(expression)["row"].to_numpy()] = True
                return fits

    def spans(self, expression: Expression) -> pl.DataFrame:
        """Where a term, terms joined by OR, or a pair that is near each other stand: _PLACE columns, in order."""
        match expression:
            case Term():
                return self._spans[expression]
            case Near(first, second, words):
                return self._near(self.spans(first), self.spans(second), words)
            case _:
                return pl.concat(map(self.spans, within(expression))).unique().sort(_PLACE)

    def _near(self, first: pl.DataFrame, second: pl.DataFrame, words: int) -> pl.DataFrame:
        """The spans of either that have one of the other with few words between."""
        both = [_by_field(first), _by_field(second)]
        shared = both[0].keys() & both[1].keys()
        fields = self._texts({row for row, _ in shared})
        kept = []
        for row, title in sorted(shared):
            text = fields[row][0 if title else 1] or ""
            ones, others = both[0][row, title], both[1][row, title]
            near = [span for span in ones if _has_near(span, others, text, words)]
            near += [span for span in others if _has_near(span, ones, text, words)]
            kept += [(row, title, start, end) for start, end in sorted(set(near))]
        return pl.DataFrame(kept, schema=first.schema, orient="row")

    def _texts(self, rows: set[int]) -> dict[int, tuple[str | None, str | None]]:
        wanted = [name if name in self._articles.columns else pl.lit(None, pl.String) for name in ("title", "text")]
        numbered = self._articles.select(row=pl.int_range(pl.len()), title=wanted[0], text=wanted[1])
        chosen = numbered.filter(pl.col("row").is_in(list(rows)))
        return {row: (title, text) for row, title, text in chosen.iter_rows()}


def _by_field(spans: pl.DataFrame) -> dict[tuple[int, bool], list[tuple[int, int]]]:
    by_field: dict[tuple[int, bool], list[tuple[int, int]]] = {}
    for row, title, start, end in spans.iter_rows():
        by_field.setdefault((row, title), []).append((start, end))
    return by_field


def _has_near(span: tuple[int, int], others: list[tuple[int, int]], text: str, words: int) -> bool:
    """Whether one of other spans overlaps a span or has at most so many words between it and itself."""
    start, end = span
    before, after = -1, len(text) + 1
    for other_start, other_end in others:
        if other_start < end and start < other_end:
            return True
        if other_end <= start:
            before = max(before, other_end)
        else:
            after = min(after, other_start)
    gaps = [text[before:start]] if before >= 0 else []
    gaps += [text[end:after]] if after <= len(text) else []
    return any(sum(1 for _ in islice(_WORD.finditer(gap), words + 1)) <= words for gap in gaps)
