"""The outlets' page: the figures of the estimates and of the contrast, each with the words behind it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from shutil import copytree
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest

import framing
from dashboards.components.listing import PAGE
from framing.figures.cells import times
from tests.browser.conftest import Open, Serve, add, location, served

_SAID = {
    "loud": "The minister slams the shameless traitor in a stunning, explosive outburst.",
    "plain": "The minister said that the talks would go on and the sides would meet.",
    "other": "The minister said that the talks would go on and the sides would meet.",
}


@pytest.fixture(scope="module")
def contrasting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a loud outlet, two plain ones, and one in Urdu."""
    draw = Random(4)
    with (framing.lexicons_folder() / "en" / "words.csv").open(encoding="utf-8", newline="") as file:
        words = [row["word"] for row in csv.DictReader(file)][:3000]
    rows = []
    for outlet, sentence in _SAID.items():
        for number in range(16):
            # Fillers of their own, so that no text is a copy of another.
            filler = " ".join(draw.choice(words) for _ in range(60))
            text = f"{filler.capitalize()}. {sentence} {' '.join(draw.choice(words) for _ in range(20)).capitalize()}."
            rows.append({"article_id": f"{outlet}-{number}", "text": text, "outlet": outlet, "language": "en"})
    rows.append(
        {"article_id": "ur-1", "text": "وزیر نے کہا کہ مذاکرات جاری رہیں گے۔", "outlet": "urdu", "language": "ur"}
    )
    folder = tmp_path_factory.mktemp("projects") / "contrasting"
    path = folder.with_suffix(".jsonl")
    pl.DataFrame(rows).write_ndjson(path)
    add(folder, framing.read([path]).articles)
    return folder


@pytest.fixture(scope="module")
def outlets(contrasting: Path) -> Iterator[str]:
    """Where the outlets' page is served."""
    with served(contrasting) as found:
        yield f"{found}/outlets"


def _estimates(folder: Path) -> pl.DataFrame:
    project = framing.open_project(folder)
    loaded = project.load()
    table = framing.estimate(loaded.scored, loaded.articles, project.lexicon(), levels=("outlet",))
    table = table.filter(pl.col("dimension").is_in(list(project.lexicon().codebook.dimensions)))
    return table.with_columns(pl.Series("marked", framing.marked(table["lfsr"], table["beyond"])))


def test_cells_are_the_ratios_of_the_estimates(open_page: Open, outlets: str, contrasting: Path) -> None:
    page = open_page(outlets)
    names = page.locator("#heat thead tr:last-child th .sort").all_inner_texts()
    wanted = {(row["key"], row["dimension"]): row for row in _estimates(contrasting).iter_rows(named=True)}
    for outlet in _SAID:
        cells = page.locator(f"#heat tr[data-key='{outlet}'] td")
        assert cells.count() == len(names) == 33
        for name, text, classes in zip(
            names, cells.all_inner_texts(), cells.evaluate_all("all => all.map(cell => cell.className)"), strict=True
        ):
            row = wanted[outlet, name.replace(" ", "_")]
            assert text == ("·" if row["ratio"] is None else times(row["ratio"]))
            assert ("sure" in classes.split()) == row["marked"]
    assert wanted["loud", "sensational"]["marked"]
    assert not all(row["marked"] for row in wanted.values())


def test_a_cell_opens_the_words_behind_it(open_page: Open, outlets: str, contrasting: Path) -> None:
    page = open_page(outlets)
    page.click("#heat tr[data-key='loud'] td:nth-child(4) a")
    page.wait_for_selector("#words h3:has-text('derogation')")
    assert parse_qs(urlsplit(location(page)).query) == {"a": ["loud"], "measure": ["derogation"]}
    assert page.locator("#shift tbody tr").count() >= 2
    assert "shameless" in page.inner_text("#shift")
    marked = page.locator(".examples mark").all_inner_texts()
    assert marked
    evidence = framing.open_project(contrasting).load().scored.evidence
    assert set(marked) <= set(evidence.filter(pl.col("dimension") == "derogation")["surface"])
    page.click(".examples a:has-text('Open the article') >> nth=0")
    page.wait_for_selector(".article-page #entry")


def test_a_drawer_takes_the_focus_and_gives_it_back(open_page: Open, outlets: str) -> None:
    page = open_page(outlets)
    focused = "document.activeElement.closest('tr').dataset.key + ' ' + document.activeElement.dataset.focus"
    page.locator("#heat tr[data-key='loud'] td a").first.focus()
    start = page.evaluate(focused)
    assert page.locator("#heat a[tabindex='0']").count() == 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    there = page.evaluate(focused)
    assert there.split()[0] == start.split()[0] == "loud"
    assert there != start
    page.keyboard.press("Enter")
    page.wait_for_selector(".drawer #words")
    assert page.evaluate("document.activeElement.id") == "drawer-title"
    # It stands in the address, and is closed by a key from wherever in it the focus is.
    assert parse_qs(urlsplit(location(page)).query) == {"a": ["loud"], "measure": [there.split()[1]]}
    page.focus(".drawer .examples a >> nth=0")
    page.keyboard.press("Escape")
    page.wait_for_selector(".drawer", state="detached")
    page.wait_for_selector("#heat a:focus")
    assert page.evaluate(focused) == there
    assert urlsplit(location(page)).query == ""
    page.go_back()
    page.wait_for_selector(".drawer #words")


def test_two_outlets_have_the_figures_of_compare(open_page: Open, outlets: str, contrasting: Path) -> None:
    page = open_page(f"{outlets}?a=loud")
    page.click("#choose-b summary")
    page.click("#choose-b a:has-text('plain')")
    page.wait_for_selector("#contrast h2:has-text('loud against plain')")
    project = framing.open_project(contrasting)
    loaded = project.load()
    found = framing.compare(loaded.scored, loaded.articles, "loud", "plain", lexicon=project.lexicon())
    told = found.table.filter((pl.col("measure") == "ratio") & pl.col("effect").is_not_null())
    told = told.filter(~pl.col("status").is_in(["few-hits", "no-hits", "no-words"])).head(12)
    assert told.height
    page.wait_for_selector("#contrast .caveats")
    for row in told.iter_rows(named=True):
        text = page.inner_text(f"#contrast tr[data-measure='{row['dimension']}']")
        assert times(row["effect"]) in text
        assert f"{times(row['low'])} … {times(row['high'])}" in text
    for sentence in found.caveats:
        assert sentence in page.inner_text("#contrast .caveats")


def test_outlets_go_by_the_names_that_the_project_gives_them(
    open_page: Open, serve: Serve, contrasting: Path, tmp_path: Path
) -> None:
    folder = Path(copytree(contrasting, tmp_path / "named"))
    names = {"loud": "Das Blatt", "other": "تیسری آواز"}
    lines = ["outlet_id,name", *(f"{key},{name}" for key, name in names.items())]
    (folder / "outlets.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    address = serve(folder)
    page = open_page(f"{address}/outlets?a=loud&b=other")
    for key, name in names.items():
        assert page.inner_text(f"#heat tr[data-key='{key}'] th .outlet") == name
        assert page.locator(f"#choose-a li:has-text('{name}')").count() == 1
    assert page.inner_text("#contrast h2") == "Das Blatt against تیسری آواز"
    loaded = framing.open_project(folder).load()
    found = framing.compare(loaded.scored, loaded.articles, "loud", "other", outlet_name=names.__getitem__)
    assert (found.a, found.b) == tuple(names.values())
    page.wait_for_selector("#contrast .caveats")
    assert page.locator("#contrast .caveats li").all_inner_texts() == list(found.caveats)
    page.click("#contrast .measure >> nth=0")
    page.wait_for_selector(".examples")
    assert "Das Blatt" in page.locator(".examples").inner_text()
    shown: list[str] = []
    for number in range(1, -(-loaded.articles.height // PAGE) + 1):
        page.goto(f"{address}/?sort=outlet&page={number}")
        page.wait_for_selector("#articles")
        shown += page.locator("#articles tbody td[data-label='Outlet']").all_inner_texts()
    assert len(shown) == loaded.articles.height
    assert shown == sorted(shown)
    assert {*names.values(), "plain", "urdu"} == set(shown)
    page.goto(f"{address}/article/loud-0")
    page.wait_for_selector(".article-page")
    assert "Das Blatt" in page.inner_text(".metadata")


def test_a_dimension_sorts_the_outlets_of_each_language(open_page: Open, outlets: str, contrasting: Path) -> None:
    page = open_page(outlets)
    page.click("#heat thead a.sort:has-text('attribution')")
    page.wait_for_selector("#heat th[aria-sort='descending']")
    rows = _estimates(contrasting).filter((pl.col("dimension") == "attribution") & (pl.col("language") == "en"))
    by_ratio = rows.sort("ratio", descending=True)["key"].to_list()
    shown = page.locator("#heat tr[data-key]").evaluate_all("all => all.map(row => row.dataset.key)")
    assert shown[:3] == by_ratio


def test_a_family_shows_its_dimensions_only(open_page: Open, outlets: str) -> None:
    page = open_page(f"{outlets}?family=register")
    book = framing.default_lexicon().codebook.dimensions
    names = page.locator("#heat thead a.sort").all_inner_texts()
    assert names == [name for name, dimension in book.items() if dimension.family == "register"]


def test_an_old_link_still_shows_the_page(open_page: Open, outlets: str) -> None:
    page = open_page(f"{outlets}?a=gone&b=loud&measure=nothing&mix=weather&page=77")
    assert page.locator("#heat tr[data-key]").count() == 4
    assert "Choose an outlet" in page.inner_text("#contrast")


def test_without_a_choice_the_clearest_differences_are_named(open_page: Open, outlets: str) -> None:
    page = open_page(outlets)
    page.click("#contrast .clearest a >> nth=0")
    page.wait_for_selector("#words")
    assert "loud" in page.inner_text("#contrast h2") or "a=" in location(page)


def test_a_filter_that_fits_nothing_says_so(open_page: Open, outlets: str) -> None:
    page = open_page(f"{outlets}?language=ur&outlet=loud")
    assert "No article fits these filters" in page.inner_text("#page")


@pytest.mark.parametrize("width", [390, 1280])
def test_only_the_map_scrolls_sideways(open_page: Open, outlets: str, width: int) -> None:
    page = open_page(f"{outlets}?a=loud&b=plain&measure=derogation", width=width)
    page.wait_for_selector(".drawer #words")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".drawer").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390) if width == 390 else box["x"] + box["width"] == width
    page.keyboard.press("Escape")
    page.wait_for_selector(".drawer", state="detached")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.focus(".heat-pane")
    wide = page.evaluate(
        "(() => { const p = document.querySelector('.heat-pane'); return p.scrollWidth > p.clientWidth; })()"
    )
    assert wide == (width < 600)


def test_what_takes_long_comes_after_the_page(
    open_page: Open, contrasting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.data.QUICK", 0)
    with served(contrasting) as address:
        page = open_page(f"{address}/outlets?a=plain&b=other")
        # No other test compares these two: first their effects, and then their tests, which have caveats.
        page.wait_for_selector("#part-tested .caveats")
        page.wait_for_selector("#heat")
        assert page.locator(".pending").count() == 0
        page.click("#contrast .measure >> nth=0")
        page.wait_for_selector("#part-words #words")
        page.goto(f"{address}/")
        for name in ("#plane", "#outlets", "#countries-section", "#part-caveats .caveats"):
            page.wait_for_selector(name)
        page.goto(f"{address}/compare?a=other&b=loud&words=all")
        for name in ("#part-contrast .contrast", "#part-words #words", "#part-keyness .word-plane"):
            page.wait_for_selector(name)
        page.wait_for_selector(".pending", state="detached")
        # The same once more is there at once: it was kept.
        page.goto(f"{address}/compare?a=other&b=loud")
        page.wait_for_selector(".compare-page")
        assert page.locator(".pending").count() == 0
    page.close()
