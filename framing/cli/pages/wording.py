"""Words that all pages use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from framing.statistics.levels import CROSS
from framing.text.registry import languages

__all__ = ["key_names", "language_name"]

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


def language_name(codes: str) -> str:
    """What languages are called in English; codes are joined by ``+``."""
    known = languages()
    return " and ".join(known[code].name if code in known else code for code in codes.split("+")) or "no language"
