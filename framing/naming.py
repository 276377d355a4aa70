"""What things are called: keys by any of their names, and names of keys.

A key is asked for by its id, the name that reports print, or another name of it, whatever its case, spaces and hyphens.
Only keys that articles have count, so that a name of many is mostly one; where it still may be several, they are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Final

import polars as pl

from framing.errors import LanguageError, UsageError
from framing.ingest.article.names import name_key
from framing.ingest.article.outlets import Outlets
from framing.ingest.article.sites import COUNTRIES
from framing.languages.detection import check_language
from framing.languages.registry import name_of
from framing.lexicon.lexicon import Lexicon
from framing.phrases import near
from framing.statistics.levels import CROSS

__all__ = ["Naming", "country_of", "key_names", "language_of", "with_names"]


_COUNTRIES: Final = ("country", "source", "source_country")
#: Levels whose keys are ids of outlets.
_OUTLETS: Final = ("outlet", "agency")


class Naming:
    """Finds the keys that names mean.

    Args:
        outlets: those that are known, and what those are called that are not (:meth:`Outlets.among`).
        lexicon: whose actors tell the names of countries.
    """

    def __init__(self, outlets: Outlets, lexicon: Lexicon) -> None:
        self._outlets = outlets
        self._lexicon = lexicon

    def key(self, level: str, given: str, present: Collection[str], *, code: str = "filter.unknown") -> str:
        """The key of a level that a name means.

        Args:
            level: ``outlet``, ``country``, ``source``, ``language``, or another, whose keys have no other names.
            given: a key, or any name of it.
            present: the keys that articles have.
            code: of the error where none has it.

        Raises:
            UsageError: no key that is present, or several.
        """
        if given in present:
            return given
        if level == "language" and language_of(given) in present:
            return language_of(given)
        if level == "outlet":
            keys = list(self._outlets.meant(given, present))
        else:
            named = name_key(given)
            keys = [key for key in sorted(present) if named in set(map(name_key, (key, *self._names(level, key))))]
        if len(keys) == 1:
            return keys[0]
        if keys:
            what = f"'{given}' may mean {' or '.join(self._shown(level, key) for key in keys)}"
            raise UsageError("filter.ambiguous", what, "", "name one of them")
        names = dict.fromkeys(name for key in sorted(present) for name in (key, self._printed(level, key)))
        raise UsageError(code, f"no article has the {level} '{given}'", "", near(given, list(names)))

    def _names(self, level: str, key: str) -> Iterable[str]:
        """All names of a key."""
        if level in _COUNTRIES:
            for aliases in self._lexicon.aliases.values():
                yield from (alias.alias for alias in aliases if alias.actor_id == key)
        elif level == "language":
            yield name_of(key)

    def _printed(self, level: str, key: str) -> str:
        return self._outlets.name(key) if level == "outlet" else name_of(key) if level == "language" else key

    def _shown(self, level: str, key: str) -> str:
        printed = self._printed(level, key)
        return key if printed == key else f"{key} ({printed})"


def country_of(given: str, lexicon: Lexicon) -> str | None:
    """The code of a country by one of its names in any language; none where it has no such name, or several have it.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> country_of("पाकिस्तान", default_lexicon()), country_of("nowhere", default_lexicon())
        ('PK', None)
    """
    named = name_key(given)
    aliases = (alias for listed in lexicon.aliases.values() for alias in listed)
    countries = {alias.actor_id for alias in aliases if alias.actor_id in COUNTRIES and name_key(alias.alias) == named}
    return countries.pop() if len(countries) == 1 else None


def language_of(given: str) -> str:
    """The code of a language that is asked for by its code or its name; what is no language of ours stays as it is.

    Example:
        >>> language_of("Hindi"), language_of("اردو"), language_of("xx")
        ('hi', 'ur', 'xx')
    """
    try:
        return check_language(given)
    except LanguageError:
        return given


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
    names = {}
    for key in keys:
        parts = key.split(CROSS)
        # An id may hold the sign that stands between two keys; then nobody can tell where it ends.
        if len(parts) == len(levels):
            parts = [outlet_name(part) if of in _OUTLETS else part for of, part in zip(levels, parts, strict=True)]
            names[key] = " · ".join(parts)
        else:
            names[key] = key
    alike = Counter(names.values())
    return {key: f"{name} ({key})" if alike[name] > 1 else name for key, name in names.items()}


def with_names(rows: pl.DataFrame, level: str | None, outlet_name: Callable[[str], str]) -> pl.DataFrame:
    """Rows of a table with what their keys are called, in a column ``name`` behind ``key``.

    Args:
        rows: column ``key``; and ``level``, where they are of several.
        level: of all of them, as for :func:`key_names`; null where the column says it.
        outlet_name: id of an outlet → its name.

    Example:
        >>> with_names(pl.DataFrame({"key": ["dawn"], "hits": [1]}), "outlet", {"dawn": "Dawn"}.__getitem__).row(0)
        ('dawn', 'Dawn', 1)
    """
    levels = rows["level"] if level is None else pl.repeat(level, rows.height, eager=True)
    keys = pl.DataFrame({"level": levels, "key": rows["key"]})
    names = {
        of: key_names(each["key"].unique().sort(), of, outlet_name)
        for (of,), each in keys.drop_nulls().partition_by("level", as_dict=True).items()
    }
    named = pl.Series("name", [names.get(of, {}).get(key) for of, key in keys.iter_rows()], pl.String)
    return rows.insert_column(rows.get_column_index("key") + 1, named)
