"""A project of hundreds of outlets: a page stays small, and whatever is not on it is a page or a search away."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest
from playwright.sync_api import Page, expect

import framing
from tests.browser.conftest import Open, add, location, served

OUTLETS = 300
SAID = ("shameful", "stunning", "long")
#: A browser shows a page of this many elements without delay.
MOST = 1_500


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Each outlet has one article, but the last, which has two; one has a name in Urdu."""
    names = [f"Courier {number}" for number in range(OUTLETS - 1)] + ["روزنامہ ہلچل"]
    rows = [
        {
            "id": str(number),
            "outlet": name,
            "title": "Talks",
            "text": f"The {SAID[number % 3]} talks number {number} failed{' again' * (number % 7)}.",
        }
        for number, name in enumerate([*names, names[-1]])
    ]
    folder = tmp_path_factory.mktemp("crowd") / "study"
    add(folder, framing.articles(pl.DataFrame(rows)))
    with served(folder) as address:
        yield address


def elements(page: Page) -> int:
    return int(page.evaluate("document.querySelectorAll('*').length"))


@pytest.mark.parametrize("path", ["/", "/outlets"])
def test_a_page_stays_small(open_page: Open, crowd: str, path: str) -> None:
    page = open_page(crowd + path)
    assert f"{OUTLETS:,} outlets" in page.inner_text("h1")
    page.wait_for_selector(".pending", state="detached")
    assert elements(page) < MOST


def test_a_page_stays_small_while_outlets_are_compared(open_page: Open, crowd: str) -> None:
    page = open_page(f"{crowd}/outlets?page=9")
    shown = page.locator("#heat tr[data-key]")
    page.wait_for_selector("#heat")
    before = shown.evaluate_all("rows => rows.map(row => row.dataset.key)")
    page.locator("#heat a.outlet").nth(3).click()
    page.wait_for_selector(".drawer .sides")
    page.wait_for_selector(".pending", state="detached")
    assert page.locator("#heat tr.chosen").count() == 1
    assert elements(page) < MOST
    page.click(".drawer .close")
    page.wait_for_selector(".drawer", state="detached")
    assert shown.evaluate_all("rows => rows.map(row => row.dataset.key)") == before


def test_the_next_page_of_the_table_holds_others(open_page: Open, crowd: str) -> None:
    page = open_page(crowd)
    keys = "rows => rows.map(row => row.dataset.key)"
    page.wait_for_selector("#scale")
    before = page.locator("#scale tbody tr").evaluate_all(keys)
    page.get_by_label("Pages of the outlets").get_by_text("Next →").click()
    expect(page.get_by_label("Pages of the outlets").get_by_text("← Previous")).to_be_visible(timeout=60_000)
    after = page.locator("#scale tbody tr").evaluate_all(keys)
    assert len(before) == len(after)
    assert not set(before) & set(after)


def test_the_outlet_that_is_not_in_the_list_is_found_by_its_name(open_page: Open, crowd: str) -> None:
    page = open_page(crowd)
    page.click("#filter-outlet summary")
    shown = page.locator("#filter-outlet .panel > ul > li")
    assert 0 < shown.count() < OUTLETS
    assert "روزنامہ ہلچل" in shown.first.inner_text()  # it has the most articles
    page.fill("#filter-outlet input", "courier 29")
    found = page.locator("#filter-outlet .search-slot li")
    expect(found).to_have_count(10, timeout=60_000)  # 29 and 290 to 298
    found.get_by_text("Courier 297", exact=True).click()
    expect(page.locator("#scale tbody tr")).to_have_count(1, timeout=60_000)
    assert "outlet=" in location(page)


def test_what_nobody_has_in_its_name_says_so_and_all_come_back(open_page: Open, crowd: str) -> None:
    page = open_page(crowd)
    page.click("#filter-outlet summary")
    page.fill("#filter-outlet input", "<b>nobody</b>")
    expect(page.locator("#filter-outlet .nothing")).to_be_visible(timeout=60_000)
    expect(page.locator("#filter-outlet .panel > ul")).to_be_hidden()
    page.fill("#filter-outlet input", "")
    expect(page.locator("#filter-outlet .panel > ul")).to_be_visible(timeout=60_000)
    expect(page.locator("#filter-outlet .nothing")).to_have_count(0)


@pytest.mark.parametrize("query", ["name=nothing", "name=a&view=/", ""])
def test_choices_of_no_panel_are_refused(open_page: Open, crowd: str, query: str) -> None:
    page = open_page(crowd)
    assert page.request.get(f"{crowd}/choices?{query}").status == 404
