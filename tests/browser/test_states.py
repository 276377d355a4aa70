"""What a project can be in: missing, empty, growing, damaged, of a newer version. Each is a page that says what to do."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import polars as pl
import regex
from playwright.sync_api import Browser, Page

import framing
from framing.store.layout import MARKER
from tests.browser.conftest import Open, Serve, add, location, served
from tests.dashboards.test_health import damaged, moved, replaced_by_a_newer_one

SEEDS = framing.read([framing.seeds_folder()]).articles


def problem(page: Page, address: str) -> str:
    assert page.request.get(address).status == 200
    text = page.inner_text("#problem")
    assert "Traceback" not in text
    assert "What to do" in text
    return text


def test_no_project_and_then_one(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    address = serve(tmp_path / "later")
    page = open_page(address)
    assert "framing init" in problem(page, address)
    add(tmp_path / "later", SEEDS)
    page.wait_for_selector("h1:has-text('How do 5 outlets')")


def test_an_empty_project_and_then_articles(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    framing.init_project(tmp_path / "empty")
    address = serve(tmp_path / "empty")
    page = open_page(address)
    assert "framing add" in problem(page, address)
    add(tmp_path / "empty", SEEDS.head(1))
    page.wait_for_selector("h1:has-text('How does 1 outlet')")


def test_a_batch_appears_without_losing_the_place(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    add(tmp_path / "growing", SEEDS.head(3))
    address = serve(tmp_path / "growing")
    page = open_page(f"{address}/?scale=skepticism")
    page.wait_for_selector(".map svg .choropleth path", state="attached")
    page.evaluate("window.scrollTo(0, 400)")
    page.wait_for_function("window.scrollY === 400")
    add(tmp_path / "growing", SEEDS.tail(2))
    page.wait_for_selector("h1:has-text('How do 5 outlets')")
    assert page.inner_text("#status") == "Updated just now"
    assert page.evaluate("window.scrollY") == 400
    assert location(page).endswith("?scale=skepticism")
    assert page.locator("a.choice[aria-current='true']:has-text('Skepticism')").count() == 1


def test_a_damaged_file_is_named(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    add(folder, SEEDS)
    path = next((folder / "evidence").glob("*.parquet"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    address = serve(folder)
    page = open_page(address)
    text = problem(page, address)
    assert path.name in text
    assert "framing verify" in text


def test_a_newer_project_asks_for_a_newer_toolkit(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    folder = tmp_path / "newer"
    framing.init_project(folder)
    marker = folder / MARKER
    marker.write_text(regex.sub(r"format = \d+", "format = 999", marker.read_text()))
    address = serve(folder)
    assert "upgrade" in problem(open_page(address), address)


def test_a_project_that_is_being_written_is_read_as_it_was(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    folder = tmp_path / "busy"
    add(folder, SEEDS.head(2))
    with framing.Writer(framing.open_project(folder)):
        address = serve(folder)
        page = open_page(address)
        assert page.inner_text("h1").startswith("How do 2 outlets")


def test_a_project_that_was_read_between_two_looks_at_it_is_shown(browser: Browser, project: Path) -> None:
    """The reading ends as soon as the page says that it goes on: long before the page asks again."""
    may_open = Event()

    def slow(folder: Path) -> framing.Project:
        may_open.wait(60)
        return framing.open_project(folder)

    with served(project, slow) as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("#reading")
        may_open.set()
        page.wait_for_selector("h1:has-text('How do 5 outlets')")
        assert page.inner_text("#status") == ""
        page.close()


def test_an_article_that_is_refused_says_why(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    articles = SEEDS.head(1).with_columns(
        text=pl.lit("Le président a déclaré que la réunion était bonne pour tous."),
        title=pl.lit("Une réunion pour les deux pays"),
        language=pl.lit(None, dtype=pl.String),
    )
    add(tmp_path / "french", articles)
    address = serve(tmp_path / "french")
    page = open_page(address)
    page.click("#articles tbody a.view >> nth=0")
    page.wait_for_selector(".article-page")
    assert "does not read this article’s language" in page.inner_text(".side")


def test_what_happens_to_the_project_is_told_and_passes_by_itself(
    open_page: Open, serve: Serve, tmp_path: Path
) -> None:
    """Moved away, damaged, of a newer version, while its page is open."""
    folder = tmp_path / "study"
    add(folder, SEEDS.head(2))
    page = open_page(serve(folder))
    for happens, said in (
        (moved, "There is no project here yet"),
        (damaged, "A file of this project is damaged"),
        (replaced_by_a_newer_one, "made by a newer version"),
    ):
        with happens(folder):
            page.wait_for_selector(f"#problem h1:has-text('{said}')")
        page.wait_for_selector("h1:has-text('How do 2 outlets')")
