"""An article's page: every number opens into its words, every word into its entry, and text stays text."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page

import framing
from dashboards.view import article_path
from tests.browser.conftest import Open, Serve, add, location


@pytest.fixture
def hindi(open_page: Open, address: str) -> Page:
    return open_page(address + article_path("000_6d8d83354671c590.txt"))


def test_the_highlights_are_the_evidence(hindi: Page, scored: framing.Scored) -> None:
    spans = scored.evidence.filter(pl.col("article_id").str.starts_with("000_"))
    assert hindi.locator("#evidence tbody tr").count() == spans.height
    assert hindi.locator("h1 mark.d-sensational").all_inner_texts() == ["गला फाड़ रहा"]
    for number in range(spans.height):
        assert hindi.locator(f"#span-{number}").count() == 1
    marked = {text.strip() for text in hindi.locator(".text mark").all_inner_texts()}
    assert "चालबाजी" in marked
    listed = {text.strip() for text in hindi.locator("#evidence .surface").all_inner_texts()}
    assert {"चालबाजी", "हकीकत इससे कोसों दूर"} <= listed


def test_a_number_shows_its_spans(hindi: Page) -> None:
    hindi.click("#numbers tr[data-dimension='doubt'] a.number >> nth=0")
    hindi.wait_for_selector(".focus-note:has-text('doubt')")
    shown = hindi.locator("#numbers tr[data-dimension='doubt'] a.number >> nth=0").inner_text()
    focused = hindi.locator("mark.focus").evaluate_all("marks => marks.map(mark => mark.dataset.dimensions)")
    # A span that overlaps one of another dimension is marked in pieces.
    assert len(focused) >= int(shown)
    assert all("doubt" in dimensions.split() for dimensions in focused)
    assert hindi.locator("#evidence tbody tr").count() == int(shown)
    assert "dimension=doubt" in location(hindi)
    hindi.click(".focus-note a")
    hindi.wait_for_selector(".focus-note", state="detached")


def test_a_span_opens_its_entry(hindi: Page) -> None:
    hindi.click("h1 mark.d-sensational a")
    hindi.wait_for_selector("#entry")
    entry = next(
        entry for entry in framing.default_lexicon().entries["hi"] if entry.id == "hi.sensational.shout_hoarse"
    )
    text = hindi.inner_text("#entry")
    assert entry.term in text
    assert entry.gloss in text
    hindi.keyboard.press("Escape")
    hindi.wait_for_selector("#entry", state="detached")


def test_the_legend_switches_a_dimension_off_and_on(hindi: Page) -> None:
    before = hindi.locator("mark.d-communique").count()
    assert before > 0
    toggle = "a.toggle[data-dimension='communique']"
    hindi.click(toggle)
    hindi.wait_for_selector(f"{toggle}[aria-checked='false']")
    assert hindi.locator("mark.d-communique").count() == 0
    hindi.focus(toggle)
    hindi.keyboard.press("Space")
    hindi.wait_for_selector(f"{toggle}[aria-checked='true']")
    assert hindi.locator("mark.d-communique").count() == before


def test_voices_are_told_apart(open_page: Open, address: str) -> None:
    page = open_page(address + article_path("003_8e66cc77db7f60df.txt"))
    own, reported = page.locator("mark.v-own >> nth=0"), page.locator("mark.v-reported >> nth=0")
    style = "element => getComputedStyle(element).borderBlockEndStyle"
    assert (own.evaluate(style), reported.evaluate(style)) == ("solid", "dashed")


def test_urdu_runs_from_right_to_left_in_nastaliq(open_page: Open, address: str) -> None:
    page = open_page(address + article_path("003_8e66cc77db7f60df.txt"))
    text = page.locator(".text").first
    assert text.get_attribute("dir") == "rtl"
    assert text.get_attribute("lang") == "ur"
    assert "Nastaliq" in text.evaluate("element => getComputedStyle(element).fontFamily")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"Noto Nastaliq Urdu\"', 'پاکستان')")
    assert page.locator(".side").evaluate("element => getComputedStyle(element).direction") == "ltr"


def test_publisher_and_source_stand_apart(open_page: Open, address: str) -> None:
    page = open_page(address + article_path("004_40402348efb1279c.txt"))
    text = page.inner_text(".metadata")
    assert "India" in text
    assert "China" in text


def test_markup_in_an_article_stays_text(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    hostile = "<script>document.title='owned'</script> <img src=x onerror=alert(1)> यह ऐतिहासिक है। [x](javascript:alert(1)) =1+1"
    articles = framing.read([framing.seeds_folder()]).articles.head(1)
    articles = articles.with_columns(
        article_id=pl.lit("a/../<b>?x=1&y=#%41"), title=pl.lit(f"गला फाड़ {hostile}"), text=pl.lit(hostile), outlet=pl.lit("<i>Outlet</i>"),
        outlet_name=pl.lit("<i>Outlet</i>"), url=pl.lit("javascript:alert(1)"),
    )  # fmt: skip
    add(tmp_path / "hostile", articles)
    address = serve(tmp_path / "hostile")
    page = open_page(address)
    assert "<i>Outlet</i>" in page.inner_text("#outlets")
    page.click("#articles tbody a.view >> nth=0")
    page.wait_for_selector(".article-page")
    assert hostile in page.inner_text(".text")
    assert hostile in page.inner_text("h1")
    assert page.title() != "owned"
    assert page.locator("main script, main img, main a[href^='javascript:']").count() == 0
    again = open_page(location(page))
    assert again.inner_text("h1") == page.inner_text("h1")


def test_an_address_that_leads_nowhere_says_so(open_page: Open, address: str) -> None:
    assert "Nothing under this address" in open_page(f"{address}/article/nothing").inner_text("main")
