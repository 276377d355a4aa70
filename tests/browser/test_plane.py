"""The plane on a real screen: drawn for its width, walked by keyboard, saved as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, add, location, served
from tests.dashboards.test_plane import newsroom


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("papers") / "study"
    add(folder, newsroom(5, 6))
    with served(folder) as address:
        yield address


def test_dots_are_walked_with_arrows_and_lead_to_their_outlet(open_page: Open, papers: str) -> None:
    page = open_page(papers)
    dots = page.locator(".plane a.view")
    expect(dots).to_have_count(5)
    # One stop for the tab key; each further dot is an arrow away.
    assert page.locator(".plane a[tabindex='0']").count() == 1
    page.locator(".plane a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    said = page.locator(":focus").get_attribute("aria-label")
    key = page.locator(":focus").get_attribute("data-key")
    assert said
    assert "shouting" in said
    assert page.inner_text(".plane-tip") == said
    page.keyboard.press("Enter")
    page.wait_for_selector("#contrast .sides")
    assert parse_qs(urlsplit(location(page)).query)["a"] == [key]


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
def test_it_fits_its_screen(open_page: Open, papers: str, width: int, dark: bool) -> None:
    page = open_page(papers, width=width, dark=dark)
    expect(page.locator(".plane svg circle")).to_have_count(5)
    box = page.locator(".plane svg").bounding_box()
    assert box is not None
    assert box["width"] > 0.8 * width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_saved_as_png(open_page: Open, papers: str) -> None:
    page = open_page(papers)
    with page.expect_download() as saved:
        page.click("#plane button.save")
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
