"""Stored attacks: five hundred payloads in every field of a project's articles are text on every page."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest
from playwright.sync_api import Dialog, Page

import framing
from dashboards.view import article_path
from tests.browser.conftest import Open, add, served
from tests.dashboards.hostile import LINKS, PAYLOADS

_ARTICLES = 5
_EACH = len(PAYLOADS) // _ARTICLES

#: What markup or an attribute of an article's would be found by.
_INJECTED = """() => {
  const every = [...document.querySelectorAll("*")];
  const attributes = every.flatMap(one => [...one.attributes].map(each => [each.name, each.value]));
  return {
    handlers: attributes.filter(([name]) => name.startsWith("on")),
    schemes: attributes.filter(([name, value]) => /^(href|src|action|xlink:href|data|srcdoc|formaction)$/.test(name)
      && /^\\s*(javascript|vbscript|data:text)/i.test(value)),
    elements: [...document.querySelectorAll(
      "#page script, #page iframe, #page object, #page embed, #page base, #page form, #page meta, #page img, #page style")]
      .map(one => one.outerHTML),
    ran: window.ran,
  };
}"""
_NOTHING = {"handlers": [], "schemes": [], "elements": [], "ran": 0}


def _rows() -> pl.DataFrame:
    rows = []
    for number in range(_ARTICLES):
        own = PAYLOADS[number * _EACH : (number + 1) * _EACH]
        rows.append({
            "id": own[0] if number else "plain",
            "title": f"The stunning {' '.join(own[:20])} talks",
            "text": "\n".join(f"The stunning {payload} was shameful." for payload in own),
            "outlet": " ".join(own[20:22]),
            "author": " ".join(own[22:42]),
            "url": LINKS[number],
            "published": own[42],
            "language": "en",
        })  # fmt: skip
    return pl.DataFrame(rows)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, pl.DataFrame]]:
    """Where the project is served, and its articles: what cleaning makes of the texts must not save the pages."""
    rows = _rows()
    with warnings.catch_warnings():
        # What is no date is told of, and left out.
        warnings.simplefilter("ignore", framing.FramingWarning)
        articles = framing.articles(rows.rename({"author": "byline"}))
    assert articles.height == _ARTICLES
    articles = articles.with_columns(rows.select("title", "text", "url", byline="author", outlet_name="outlet"))
    folder: Path = tmp_path_factory.mktemp("hostile") / "study"
    add(folder, articles)
    with served(folder) as address:
        yield address, articles


def _plain(text: str) -> str:
    """Without the spaces and breaks that pages lay text out by."""
    return "".join(text.split())


def test_stored_payloads_are_text_on_every_page(open_page: Open, hostile: tuple[str, pl.DataFrame]) -> None:
    address, articles = hostile
    page = open_page(address)
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.add_init_script("window.ran = 0; window.owned = window.alert = () => { window.ran += 1; };")
    outlets = [quote(key, safe="") for key in articles["outlet"]]
    sides = f"a={outlets[0]}&b={outlets[1]}"
    pages = ["/", f"/outlets?{sides}&measure=sensational", f"/compare?{sides}&words=all", f"/?outlet={outlets[2]}"]
    for path in (*pages, *map(article_path, articles["article_id"])):
        page.goto(f"{address}{path}")
        page.wait_for_selector(".overview, .article-page, #problem")
        assert page.locator("#problem").count() == 0, path
        assert page.evaluate(_INJECTED) == _NOTHING, path
        if "/article/" in path:
            known = page.get_attribute("article", "data-id")
            _is_shown(page, articles.row(by_predicate=pl.col("article_id") == known, named=True))
    assert dialogs == []


def _is_shown(page: Page, article: dict[str, str]) -> None:
    """The texts stand there letter by letter, and what is no address of the web is no link."""
    for selector, field in (("h1", "title"), (".text", "text"), (".metadata", "byline"), (".metadata", "url")):
        assert _plain(article[field]) in _plain(page.locator(selector).text_content() or "")
    assert page.locator("a.original").count() == 0


def test_files_of_it_are_downloads_and_nothing_else(open_page: Open, hostile: tuple[str, pl.DataFrame]) -> None:
    address, articles = hostile
    page = open_page(f"{address}/outlets")
    for name, view in (("articles.csv", "/"), ("heatmap.csv", "/outlets"), ("evidence.csv", article_path("plain"))):
        response = page.request.get(f"{address}/export/{name}?view={quote(view)}")
        assert response.status == 200
        assert response.headers["content-type"].startswith("text/csv")
        assert response.headers["content-disposition"].startswith("attachment")
        assert response.headers["x-content-type-options"] == "nosniff"
    found = page.request.get(f"{address}/choices?name=outlet&view=/&q=owned")
    assert found.headers["content-type"] == "application/json"
    assert {row["key"] for row in json.loads(found.text())} == set(articles["outlet"])
