"""The pages that commands write, in a real Chromium: from a file, without a network, on any screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page

import framing
from framing.cli.main import main
from tests.browser.conftest import add
from tests.statistics.newsrooms import several


@pytest.fixture(scope="module")
def written(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of outlets with some articles each, and a contrast of the sample articles."""
    folder = tmp_path_factory.mktemp("pages")
    dated = several("यह फैसला ऐतिहासिक है।", outlets=3).with_columns(published=pl.lit("2024-05-06"))
    dated.write_ndjson(folder / "news.jsonl")
    add(folder / "news", framing.read([folder / "news.jsonl"]).articles)
    outlets = framing.open_project(project).load().articles.filter(language="hi")["outlet"].unique().sort()
    commands = {
        "report": ["report", "--period", "year", "--sensitivity"],
        "contrast": ["compare", outlets[0], "--permutations", "100"],
    }
    paths = {name: folder / f"{name}.html" for name in commands}
    for name, command in commands.items():
        chosen = folder / "news" if name == "report" else project
        with pytest.raises(SystemExit) as stopped:
            main([*command, "--project", str(chosen), "--html", str(paths[name])])
        assert stopped.value.code == 0
    return paths


@pytest.fixture(params=[(390, "light"), (390, "dark"), (1280, "dark")], ids=str)
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page that may ask for nothing; at the end it has asked for nothing, and complained of nothing."""
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda found: asked.append(found.url))
    page.on("console", lambda message: asked.append(message.text))
    yield page
    page.close()
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.parametrize("name", ["report", "contrast"])
def test_a_page_fits_its_screen_and_draws_its_charts(screen: Page, written: dict[str, Path], name: str) -> None:
    screen.goto(written[name].as_uri())
    size = screen.viewport_size
    assert size is not None
    assert screen.evaluate("document.documentElement.scrollWidth") <= size["width"]
    strip = screen.locator("svg.strip .range").first.bounding_box()
    assert strip is not None
    assert strip["width"] > 2
    screen.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert screen.evaluate("document.documentElement.scrollWidth") <= size["width"]
    # Text and ground stand apart in both schemes.
    ink, paper = screen.evaluate("(style => [style.color, style.backgroundColor])(getComputedStyle(document.body))")
    assert abs(_light(ink) - _light(paper)) > 150


def test_a_contrast_shows_sentences_in_their_own_direction(browser: Browser, written: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(written["contrast"].as_uri())
    quote = page.locator("blockquote").first
    assert quote.get_attribute("lang") == "hi"
    assert quote.locator("mark").inner_text()
    page.close()


def _light(colour: str) -> float:
    return sum(float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")) / 3
