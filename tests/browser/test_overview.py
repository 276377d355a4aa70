"""The overview: the same figures as everywhere, filters that are links, nothing from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from playwright.sync_api import Page

import framing
from tests.browser.conftest import Open, location
from tests.conftest import Run

WIDTHS = (390, 768, 1280, 1600)


def test_the_question_in_words(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert page.inner_text("h1") == "How do 5 outlets in 2 countries frame this?"


def test_figures_on_screen_are_those_of_the_report(open_page: Open, address: str, project: Path, run: Run) -> None:
    printed = json.loads(run("report", "--project", project, "--by", "outlet", "--json").out)
    page = open_page(address)
    text = page.inner_text("#outlets").replace("−", "-")
    for row in printed["estimates"]:
        if row["dimension"] == "tone" and row["observed"] is not None:
            assert f"counted {row['observed']:+.2f}" in text
    for sentence in printed["caveats"]:
        assert sentence in page.inner_text(".caveats")


def test_an_outlet_of_one_article_is_counted_and_has_no_dot(open_page: Open, address: str) -> None:
    page = open_page(address)
    row = page.locator("#outlets tr", has_text="Lokmat")
    assert "under five events or texts" in row.inner_text()
    assert row.locator(".dot").count() == 0


def test_publisher_and_source_are_two_tables(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert "Pakistan" in page.inner_text("#countries-section tbody")
    page.click("#countries-section a.choice:has-text('Source')")
    page.wait_for_selector("#countries-section tbody:has-text('China')")
    assert "Pakistan" not in page.inner_text("#countries-section tbody")
    assert parse_qs(urlsplit(location(page)).query)["by"] == ["source"]


def test_the_map_is_drawn_without_a_network(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.wait_for_selector(".map svg .choropleth path", state="attached")
    assert page.locator(".map svg .choropleth path").count() == 2
    assert "Kashmir is drawn unassigned" in page.inner_text("#countries-section")


def test_a_filtered_view_is_a_link(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.click("details.filter:has-text('Language') summary")
    page.click("details.filter a.toggle:has-text('Urdu')")
    page.wait_for_selector("h1:has-text('How does 1 outlet')")
    assert parse_qs(urlsplit(location(page)).query)["language"] == ["ur"]
    again = open_page(location(page))
    assert again.inner_text("h1") == page.inner_text("h1")
    page.go_back()
    page.wait_for_selector("h1:has-text('How do 5 outlets')")


def test_a_filter_that_fits_nothing_says_so(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?language=ur&country=IN")
    assert "No article fits these filters" in page.inner_text("main")


@pytest.mark.parametrize("dark", [False, True])
def test_no_page_scrolls_sideways(dark: bool, open_page: Open, address: str) -> None:
    page = open_page(address, width=WIDTHS[0], dark=dark)
    page.click("#countries-section a.choice >> nth=0")
    assert [width for width in WIDTHS if scrolls_sideways(page, width)] == []
    page.click("#articles tbody a.view >> nth=0")
    page.wait_for_selector(".article-page")
    assert [width for width in WIDTHS if scrolls_sideways(page, width)] == []


def scrolls_sideways(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 900})
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_the_policy_lets_nothing_in(open_page: Open, address: str) -> None:
    page = open_page(address)
    response = page.request.get(address)
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_articles_are_listed_with_basis_of_their_date(open_page: Open, address: str, project: Path) -> None:
    loaded = framing.open_project(project).load()
    page = open_page(address)
    rows = page.locator("#articles tbody tr")
    assert rows.count() == loaded.articles.height
    text = page.inner_text("#articles")
    for title in loaded.articles["title"].drop_nulls().to_list():
        assert title in text
    assert text.count("no date") == loaded.articles.filter(pl.col("published").is_null()).height


def test_articles_about_something_are_asked_for_in_words(open_page: Open, address: str, project: Path) -> None:
    page = open_page(address)
    page.click("#filter-about summary")
    page.fill("#filter-about input", "kazakhstan")
    page.press("#filter-about input", "Enter")
    page.wait_for_selector("#filter-about.on")
    assert parse_qs(urlsplit(location(page)).query)["about"] == ["kazakhstan"]
    loaded = framing.open_project(project).load()
    found = framing.about(loaded.articles, "kazakhstan").filter(pl.col("mentions") > 0)
    assert 0 < found.height < loaded.articles.height
    assert page.locator("#articles tbody tr").count() == found.height
    page.click("#filter-about summary")
    page.click("#filter-about a:has-text('All articles')")
    page.wait_for_selector("#filter-about:not(.on)")
    assert page.locator("#articles tbody tr").count() == loaded.articles.height


@pytest.mark.parametrize("width", [390, 1024, 1280])
def test_an_open_filter_stays_on_the_screen(open_page: Open, address: str, width: int) -> None:
    page = open_page(f"{address}/?about=kazakhstan", width=width)
    for name in ("language", "outlet", "dates", "about", "least", "voices", "family"):
        page.click(f"#filter-{name} summary")
        box = page.locator(f"#filter-{name} .panel").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("Escape")
