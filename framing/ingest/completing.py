"""From rows as they were read to articles: the part of reading that depends on the rows alone, here or elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from framing.ingest.article.articles import Outlets, complete
from framing.ingest.article.boilerplate import Boilerplate
from framing.ingest.article.repairs import without_legacy_fonts
from framing.ingest.source import Part, Rejected

__all__ = ["Completed", "Completer", "Each", "in_turn"]


@dataclass(frozen=True, slots=True, eq=False)
class Completed:
    """What rows became.

    Attributes:
        articles: columns of ``schemas.ARTICLE``.
        rejects: columns of ``schemas.REJECT``; the rows that are no articles.
        dated: columns place and published of the rows of which something is given as their date.
    """

    articles: pl.DataFrame
    rejects: pl.DataFrame
    dated: pl.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Completer:
    """Completes rows; the same rows give the same articles, whatever stands beside them and wherever it is done.

    Attributes:
        outlets: the outlets to match.
        boilerplate: what was learned of the outlets' own lines; nothing where none is given.
        language: of all articles, whatever the files say.
        outlet: of articles that name none.
    """

    outlets: Outlets
    boilerplate: Boilerplate | None = None
    language: str | None = None
    outlet: str | None = None

    def __call__(self, rows: pl.DataFrame) -> Completed:
        """Complete rows (columns as in ``source.ROW``)."""
        legible, illegible = without_legacy_fonts(rows)
        stated = {"language": self.language, "outlet": self.outlet}
        articles, bad = complete(legible, self.outlets, boilerplate=self.boilerplate, **stated)
        dated = legible.select("place", "published").filter(pl.col("published").str.contains(r"\S"))
        return Completed(articles, Rejected.frame([*illegible, *bad]), dated)


#: Completes the rows of parts, and gives both in the order of the parts.
Each: TypeAlias = Callable[[Completer, Iterator[Part]], Iterator[tuple[Part, Completed]]]


def in_turn(completer: Completer, parts: Iterator[Part]) -> Iterator[tuple[Part, Completed]]:
    """Complete the rows of one part after the other, in this process."""
    for part in parts:
        yield part, completer(part.rows)
