"""What became of the articles that came in."""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["Counts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the articles that came in: ``articles`` = scored + refused + rejects + known + superseded.

    ``old_rejects`` counts the rejects that an earlier run met, too, ``replaced`` stored versions that were made old,
    ``batches`` the batches that landed.
    """

    articles: int = 0
    scored: int = 0
    refused: int = 0
    rejects: int = 0
    known: int = 0
    superseded: int = 0
    old_rejects: int = 0
    replaced: int = 0
    batches: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in self.names()})

    def __sub__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) - getattr(other, name) for name in self.names()})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the counts."""
        return tuple(field.name for field in fields(cls))
