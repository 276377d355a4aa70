"""The pages: each is a file, and a line here."""

from __future__ import annotations

from typing import Final

from dashboards.page import Page
from dashboards.pages import (
    article,
    compare,
    countries,
    data,
    lexicons,
    outlets,
    overview,
    profile,
    search,
    time,
    validity,
)

__all__ = ["PAGES"]

#: All pages, in the order of the links to them.
PAGES: Final[tuple[Page, ...]] = (
    overview.PAGE,
    outlets.PAGE,
    compare.PAGE,
    search.PAGE,
    time.PAGE,
    countries.PAGE,
    profile.PAGE,
    lexicons.PAGE,
    validity.PAGE,
    data.PAGE,
    article.PAGE,
)
