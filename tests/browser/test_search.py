"""The page that searches, as a reader uses it: by keyboard, and from right to left."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import Open, location


def test_a_word_is_looked_for_and_opened_by_keyboard(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/search?voices=own", width=390)
    field = page.locator(".find-slot input")
    field.fill("پاکستان")
    field.press("Enter")
    word = page.locator("#concordance .right-to-left .key").first
    word.wait_for()
    assert parse_qs(urlsplit(location(page)).query) == {"voices": ["own"], "q": ["پاکستان"]}
    assert page.locator(".find-slot input").input_value() == "پاکستان"
    middle = page.evaluate(
        "() => { const at = one => document.querySelector(`.right-to-left .${one}`).getBoundingClientRect().left;"
        " return [at('after'), at('word'), at('before')]; }"
    )
    assert middle == sorted(middle)
    word.focus()
    word.press("Enter")
    page.locator("#concordance .opened mark").wait_for()
    assert page.locator(".opened .paragraph").evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.go_back()
    page.locator("#concordance .opened").wait_for(state="detached")
