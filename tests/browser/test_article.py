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


def test_one_family_is_marked_and_its_spans_are_the_evidence(hindi: Page, scored: framing.Scored) -> None:
    spans = scored.evidence.filter(pl.col("article_id").str.starts_with("000_")).with_row_index("number")
    book = framing.default_lexicon().codebook.dimensions
    shown = spans.filter(pl.col("dimension").is_in([name for name, each in book.items() if each.family == "register"]))
    assert 0 < shown.height < spans.height
    assert hindi.locator("#evidence tbody tr").count() == shown.height
    assert hindi.locator("h1 mark.d-sensational").all_inner_texts() == ["गला फाड़ रहा"]
    for number in shown["number"]:
        assert hindi.locator(f"#span-{number}").count() == 1
    marks = hindi.locator("h1 mark, .text mark").evaluate_all("all => all.map(mark => mark.dataset.dimensions)")
    assert {name for names in marks for name in names.split()} == set(shown["dimension"])
    marked = {text.strip() for text in hindi.locator(".text mark").all_inner_texts()}
    assert "चालबाजी" in marked
    assert "चालबाजी" in {text.strip() for text in hindi.locator("#evidence .surface").all_inner_texts()}


def test_a_number_shows_the_words_that_add_up_to_it(hindi: Page) -> None:
    hindi.click("#numbers tr[data-dimension='doubt'] a.number >> nth=0")
    hindi.wait_for_selector(".focus-note:has-text('doubt')")
    shown = hindi.locator("#numbers tr[data-dimension='doubt'] a.number >> nth=0").inner_text()
    focused = hindi.locator("mark.focus").evaluate_all("marks => marks.map(mark => mark.dataset.dimensions)")
    # A span that overlaps one of another dimension is marked in pieces.
    assert len(focused) >= int(shown)
    assert all("doubt" in dimensions.split() for dimensions in focused)
    assert hindi.locator("#evidence tbody tr").count() == int(shown)
    assert "dimension=doubt" in location(hindi)
    assert hindi.locator("#why tfoot td").first.inner_text() == shown
    words = hindi.locator("#why tbody td:nth-of-type(1)").all_inner_texts()
    assert sum(map(int, words)) == int(shown)
    hindi.click(".focus-note a")
    hindi.wait_for_selector(".focus-note", state="detached")


def test_a_scale_shows_the_words_of_both_its_sides(hindi: Page, scored: framing.Scored) -> None:
    hindi.click(".article-head [data-scale='tone'] a.why")
    hindi.wait_for_selector("#why")
    tone = scored.scales.filter(pl.col("article_id").str.starts_with("000_"), section="all", scale="tone")
    totals = [int(table.locator("tfoot td").first.inner_text()) for table in hindi.locator("#why table").all()]
    assert totals == [each for each in (tone["positive"][0], tone["negative"][0]) if each]
    hindi.keyboard.press("Escape")
    hindi.wait_for_selector("#why", state="detached")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_text_comes_before_its_numbers(open_page: Open, address: str, width: int) -> None:
    page = open_page(address + article_path("000_6d8d83354671c590.txt"), width=width)
    follows = "document.querySelector('.text').compareDocumentPosition(document.querySelector('.side'))"
    assert page.evaluate(follows) == 4  # DOCUMENT_POSITION_FOLLOWING
    text, side = (page.locator(part).bounding_box() for part in (".text", ".side"))
    assert text is not None
    assert side is not None
    assert side["y"] >= text["y"] + text["height"] if width == 390 else side["x"] >= text["x"] + text["width"]
    # Strips, a legend of one family: the text begins on the first screens.
    assert text["y"] < 900 * (1 if width == 1280 else 1.5)


def test_other_families_are_a_choice_and_six_colours_the_most(hindi: Page) -> None:
    hindi.click("#more-dimensions summary")
    hindi.click("#more-dimensions a:has-text('mark these instead') >> nth=-1")
    hindi.wait_for_selector(".legend a.toggle[data-dimension='communique'][aria-checked='true']", state="detached")
    toggles = hindi.locator(".legend a.toggle[aria-checked='false']")
    for _ in range(3):
        name = toggles.first.get_attribute("data-dimension")
        toggles.first.focus()
        hindi.keyboard.press("Space")
        hindi.wait_for_selector(f".legend a.toggle[data-dimension='{name}'][aria-checked='true']")
    slots = hindi.locator("mark").evaluate_all("all => all.map(mark => /\\bs\\d/.exec(mark.className)[0])")
    lines = hindi.locator("mark").evaluate_all("""all => all.map(mark => { const style = getComputedStyle(mark.querySelector("a"));
        return [style.borderBlockEndStyle, style.borderBlockEndWidth, style.textDecorationStyle].join(); })""")
    assert 1 < len(set(slots)) <= 6
    # Whoever sees no colours has the lines: as many as there are colours.
    assert len(set(zip(slots, lines, strict=True))) == len(set(slots)) == len(set(lines))


def test_the_next_article_is_one_that_fits_the_filters(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{article_path('000_6d8d83354671c590.txt')}?language=hi")
    seen = [page.inner_text("h1")]
    assert "1 of 4 that fit the filters" in page.inner_text(".steps")
    assert page.locator(".steps a[rel=prev]").count() == 0
    while page.locator(".steps a[rel=next]").count():
        page.focus(".steps a[rel=next]")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".steps:has-text('{len(seen) + 1} of 4')")
        seen.append(page.inner_text("h1"))
        assert "language=hi" in location(page)
    assert len(set(seen)) == 4
    page.click(".steps a[rel=prev]")
    page.wait_for_selector(".steps:has-text('3 of 4')")
    assert page.inner_text("h1") == seen[2]


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
    page = open_page(f"{address}{article_path('003_8e66cc77db7f60df.txt')}?show=communique")
    own, reported = page.locator("mark.v-own >> nth=0"), page.locator("mark.v-reported >> nth=0")
    style = "element => getComputedStyle(element).backgroundColor"
    assert own.evaluate(style) != reported.evaluate(style)


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
