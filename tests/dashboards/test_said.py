"""All that a page says is in the catalogues."""

from __future__ import annotations

import gettext
from html.parser import HTMLParser

import pytest
import regex

from dashboards import wording
from dashboards.components.static import markup
from dashboards.data import Snapshot
from dashboards.pages import PAGES
from dashboards.sample import seeds
from tests.dashboards.asking import looked

PATHS = (
    "/", "/?country=XX&since=2020", "/outlets", "/compare", "/compare?by=country&a=IN&b=PK", "/search?q=zz", "/time",
    "/countries?open=IN", "/profile", "/data",
)  # fmt: skip

#: Names of files, which programs know.
FILES = (
    "articles", "calibration", "contrast", "countries", "each", "heatmap", "looks", "matrix", "outlets", "pairs",
    "plane", "ranking", "rejects", "runs", "silences", "time", "validity", "words",
)  # fmt: skip


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return looked(seeds())


class Foreign(gettext.NullTranslations):
    """A language whose words are not in Latin letters: what of a page is in these was not said."""

    def gettext(self, message: str) -> str:
        pieces = regex.split(r"(\{\w+\})", message)
        return "".join(piece if at % 2 else regex.sub(r"\p{Latin}+", "ж", piece) for at, piece in enumerate(pieces))

    def ngettext(self, one: str, several: str, number: int) -> str:
        return self.gettext(one if number == 1 else several)

    def pgettext(self, _: str, message: str) -> str:
        return self.gettext(message)


class Words(HTMLParser):
    """The words in Latin letters of markup, those apart that are code or stand in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = dict(given)
        apart = tag in ("code", "pre", "style") or "lang" in attributes or "on-paper" in (attributes.get("class") or "")
        if tag not in ("br", "col", "hr", "img", "input", "wbr"):
            self.open.append(apart)
        if not any(self.open):
            self.found += [attributes.get(name) or "" for name in ("aria-label", "data-label", "data-hint")]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's name
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.found.append(data)


def test_nothing_is_left_in_english(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_translations", lambda _: Foreign())
    rows = snapshot.rows
    names = {snapshot.outlet_name(key) for key in rows["outlet"].drop_nulls()} | set(rows["article_id"]) | {"XX", "zz"}
    names |= {"CSV", "SVG", "PNG", snapshot.name, *(page.path.strip("/") for page in PAGES)}
    names |= set(FILES)
    known = regex.compile("|".join(sorted(map(regex.escape, names), key=len, reverse=True)))
    for path in PATHS:
        place, _, search = path.partition("?")
        page = next(page for page in PAGES if page.stands_at(place))
        with wording.speaking("hi"):
            made = page.make(snapshot, place, search)
            assert made is not None
            words = Words()
            words.feed(markup([made.content]))
        left = [text for text in words.found if regex.search(r"\p{Latin}{3}", known.sub("", text))]
        assert left == [], path
