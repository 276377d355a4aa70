"""What all dictionary formats have in common: categories of patterns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["SEPARATOR", "Dictionary", "Format", "Pattern", "Warnings"]

#: Stands between the names of nested categories, as quanteda writes a path.
SEPARATOR: Final = "."


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a dictionary: words, of which the last may end in ``*``, and a weight where the format has one."""

    text: str
    weight: float = 1.0


@dataclass(slots=True)
class Warnings:
    """What a conversion cannot carry over: each feature once, with how often and the first case."""

    _counts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, feature: str, case: str) -> None:
        """Note one case of a feature that is lost."""
        self._counts.setdefault(feature, []).append(case)

    def lines(self) -> list[str]:
        """One line a feature.

        Example:
            >>> warnings = Warnings()
            >>> warnings.add("weights are lost", "good")
            >>> warnings.lines()
            ["weights are lost: 'good'"]
        """
        return [
            f"{feature}: {cases[0]!r}" + (f" and {len(cases) - 1} more" if len(cases) > 1 else "")
            for feature, cases in self._counts.items()
        ]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Categories in order; the name of a nested one is its path, parts joined with ``SEPARATOR``."""

    categories: Mapping[str, tuple[Pattern, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format.

    Attributes:
        about: which program's, in a few words.
        suffixes: of its files.
        read: text and warnings → dictionary. Raises LexiconError where the text is not of the format.
        write: dictionary and warnings → text.
        weighted: whether a pattern has a weight.
        categorised: whether there are names of categories.
    """

    name: str
    about: str
    suffixes: tuple[str, ...]
    read: Callable[[str, Warnings], Dictionary]
    write: Callable[[Dictionary, Warnings], str]
    weighted: bool = False
