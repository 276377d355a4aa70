"""The bar of filters: in the address, kept by every link, and the reader's place in it survives the answer."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, location
from tests.browser.test_many import crowd  # noqa: F401 - a fixture

ACTIVE = "document.activeElement"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(location(page)).query)


def test_dates_are_typed_and_every_link_keeps_them(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.click("#filter-dates summary")
    page.fill("#filter-dates input[name=since]", "last year")
    page.press("#filter-dates input[name=since]", "Enter")
    assert "2026-02-05" in page.inner_text("#filter-dates [role=alert]")
    assert query(page) == {}
    page.fill("#filter-dates input[name=since]", "2022")
    page.press("#filter-dates input[name=since]", "Enter")
    page.wait_for_selector("#filter-dates.on")
    expect(page.locator(".left-out")).to_contain_text("2 undated articles left out")
    assert page.evaluate(f"{ACTIVE}.parentNode.id") == "filter-dates"
    kept = {"since": ["2022"]}
    for step, there in [
        (".nav a:has-text('Outlets')", "#map, .empty-note"),
        (".nav a:has-text('Overview')", "#articles"),
        ("#articles tbody a.title >> nth=0", ".article-page"),
        (".legend a.toggle >> nth=0", ".article-page"),
        ("a.back", "#articles"),
        ("a.home", "#articles"),
    ]:
        page.click(step)
        page.wait_for_selector(there)
        assert query(page).items() >= kept.items(), step


def test_an_address_of_no_date_says_what_to_write(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?since=<b>nope")
    text = page.inner_text("#problem")
    assert "'<b>nope' is no date" in text
    assert "2026-02" in text
    assert page.request.get(f"{address}/choices?name=outlet&view=/?least=x").status == 400


def test_what_leaves_nothing_is_named_and_can_be_left_out(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?language=ur&country=IN")
    assert "Country India leaves 0 (alone: 4)" in page.inner_text(".funnel")
    page.click("text=Without “Country India”")
    page.wait_for_selector("#articles")
    assert query(page) == {"language": ["ur"]}


def test_the_focus_and_the_open_panel_outlive_a_choice(open_page: Open, crowd: str) -> None:  # noqa: F811
    page = open_page(crowd)
    page.click("#filter-outlet summary")
    page.fill("#filter-outlet input", "courier 29")
    page.locator("#filter-outlet .search-slot li").get_by_text("Courier 297", exact=True).click()
    expect(page.locator("#scale tbody tr")).to_have_count(1)
    # The panel is open, what was looked for is still there, and the choice that was made has the focus and is on.
    expect(page.locator("#filter-outlet")).to_have_attribute("open", "")
    expect(page.locator("#filter-outlet .search-slot li")).to_have_count(10)
    assert page.input_value("#filter-outlet input") == "courier 29"
    expect(page.locator(":focus")).to_contain_text("Courier 297")
    expect(page.locator(":focus")).to_be_checked()
    page.keyboard.press("Space")
    expect(page.locator("#filter-outlet.on")).to_have_count(0)
    expect(page.locator("#filter-outlet")).to_have_attribute("open", "")
    expect(page.locator(":focus")).to_contain_text("Courier 297")
    page.keyboard.press("Escape")
    assert page.evaluate(f"{ACTIVE}.parentNode.id") == "filter-outlet"


def test_the_focus_outlives_another_order_of_a_table(open_page: Open, address: str) -> None:
    page = open_page(address)
    link = page.locator("#articles th a", has_text="Words")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#articles th[aria-sort='descending']")
    expect(page.locator(":focus")).to_have_text("Words")
    page.keyboard.press("Enter")
    page.wait_for_selector("#articles th[aria-sort='ascending']")
    expect(page.locator(":focus")).to_have_text("Words")
