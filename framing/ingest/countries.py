"""Countries by their codes, and by the names that tables write instead: "India", "UK", "भारत"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import polars as pl

from framing.resources import lexicons_folder

__all__ = ["COUNTRIES", "country_names", "named_country"]

_CODES: Final = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
    UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK
"""

#: ISO 3166-1 alpha-2, and XK, by which Kosovo goes everywhere.
COUNTRIES: Final = frozenset(_CODES.split())


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
    return {alias: code for alias, code in pairs if code in COUNTRIES}
