"""What the headings of pages ask: of whom, and on what."""

from __future__ import annotations

import polars as pl

from dashboards.filtering import Filters
from dashboards.names import count
from dashboards.rows import nameless
from dashboards.wording import many, say

__all__ = ["asked_of", "narrowing"]


def asked_of(rows: pl.DataFrame) -> str:
    """Whose articles these are.

    Example:
        >>> asked_of(pl.DataFrame({"outlet": ["a", "b"], "country": ["IN", "PK"]}))
        '2 outlets in 2 countries'
    """
    outlets = rows["outlet"].n_unique() - nameless(rows)[1]
    countries = rows["country"].drop_nulls().n_unique()
    if not countries:
        return count(outlets, "outlet")
    where = many("in {n} country", "in {n} countries", countries)
    return many("{n} outlet {where}", "{n} outlets {where}", outlets, where=where)


def narrowing(filters: Filters) -> str:
    """What filters say of a subject and a time, as a question goes on.

    Example:
        >>> narrowing(Filters(about="Kashmir", since="2025", until="2026-02"))
        ' on Kashmir from 2025 to 2026-02'
    """
    about = " " + say("on {subject}", subject=filters.about) if filters.about else ""
    since, until = filters.since, filters.until
    if since and until:
        both = (
            say("in {time}", time=since) if since == until else say("from {since} to {until}", since=since, until=until)
        )
        return f"{about} {both}"
    if since or until:
        return f"{about} {say('since {since}', since=since) if since else say('until {until}', until=until)}"
    return about
