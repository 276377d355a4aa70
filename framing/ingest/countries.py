"""Countries by their codes, and by the names that tables write instead: "India", "UK", "भारत"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import polars as pl

from framing.countries import COUNTRY_NAMES
from framing.resources import lexicons_folder

__all__ = ["COUNTRIES", "country_names", "named_country"]

#: ISO 3166-1 alpha-2, and XK, by which Kosovo goes everywhere.
COUNTRIES: Final = frozenset(COUNTRY_NAMES)


def named_country(name: str) -> str | None:
    """The code of a country by its code or name; null where it is none.

    Example:
        >>> named_country("pk"), named_country("United States"), named_country("भारत"), named_country("Europe")
        ('PK', 'US', 'IN', None)
    """
    bare = " ".join(name.split())
    return bare.upper() if bare.upper() in COUNTRIES else country_names().get(bare.casefold())


@cache
def country_names() -> Mapping[str, str]:
    """Name in small letters → code, as the toolkit's table of actors has them."""
    table = pl.read_csv(lexicons_folder() / "actors.csv", columns=["actor_id", "kind", "alias", "note"])
    # Some names stand there only to keep another from matching within them: New England.
    named = table.filter((pl.col("kind") == "country") & ~pl.col("note").fill_null("").str.starts_with("keeps "))
    pairs = ((str(alias).casefold(), str(code)) for code, alias in named.select("actor_id", "alias").iter_rows())
    own = {name.casefold(): code for code, name in COUNTRY_NAMES.items()}
    # Names that are a person's or a place's as well, such as Jordan, are no actors, and still name countries here.
    return own | {alias: code for alias, code in pairs if code in COUNTRIES}
