"""Words that all pages use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

import polars as pl

from framing.languages.registry import languages
from framing.statistics.levels import CROSS

__all__ = ["key_names", "language_name", "with_names"]

#: Levels whose keys are ids of outlets.
_OUTLETS: Final = ("outlet", "agency")


def key_names(keys: Iterable[str], level: str, outlet_name: Callable[[str], str]) -> dict[str, str]:
    """What the keys of a level are called: outlets by their names, and by their ids too where names are alike.

    Args:
        keys: of the level.
        level: as ``framing report --by`` takes it.
        outlet_name: id of an outlet → its name.

    Example:
        >>> key_names(["dawn*2024-01", "x*2024-01"], "outlet*month", {"dawn": "Dawn", "x": "Dawn"}.__getitem__)
        {'dawn*2024-01': 'Dawn · 2024-01 (dawn*2024-01)', 'x*2024-01': 'Dawn · 2024-01 (x*2024-01)'}
    """
    levels = level.split(CROSS)
    found = {}
    for key in keys:
        parts = key.split(CROSS)
        # An id may hold the sign that stands between two keys; then nobody can tell where it ends.
        if len(parts) == len(levels):
            parts = [outlet_name(part) if of in _OUTLETS else part for of, part in zip(levels, parts, strict=True)]
            found[key] = " · ".join(parts)
        else:
            found[key] = key
    alike = Counter(found.values())
    return {key: f"{name} ({key})" if alike[name] > 1 else name for key, name in found.items()}


def with_names(rows: pl.DataFrame, level: str, outlet_name: Callable[[str], str]) -> pl.DataFrame:
    """Rows of a table with what their keys are called, in a column ``name`` behind ``key``.

    Args:
        rows: column ``key``.
        level: as for :func:`key_names`.
        outlet_name: id of an outlet → its name.

    Example:
        >>> with_names(pl.DataFrame({"key": ["dawn"], "hits": [1]}), "outlet", {"dawn": "Dawn"}.__getitem__).row(0)
        ('dawn', 'Dawn', 1)
    """
    names = key_names(rows["key"].unique().sort(), level, outlet_name)
    named = pl.Series("name", [names.get(key) for key in rows["key"].to_list()], pl.String)
    return rows.insert_column(rows.get_column_index("key") + 1, named)


def language_name(codes: str) -> str:
    """What languages are called in English; codes are joined by ``+``."""
    known = languages()
    return " and ".join(known[code].name if code in known else code for code in codes.split("+")) or "no language"
