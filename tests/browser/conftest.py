"""A real Chromium on a real server over a real project, cut off from every other machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import polars as pl
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, ViewportSize, sync_playwright

import framing
from dashboards.server import dashboard_server, stop
from tests.browser.screenshots import CHROMIUM_FLAGS, find_chromium

Open = Callable[..., Page]
Serve = Callable[[Path], str]


def add(folder: Path, articles: pl.DataFrame) -> None:
    """Let a batch land in a project, which comes into being where there is none."""
    rejects = pl.DataFrame(schema=framing.read([]).rejects.schema)
    with framing.Writer(framing.init_project(folder)) as writer:
        writer.add(framing.ReadResult(articles, rejects))


def location(page: Page) -> str:
    """The address that the reader sees; Playwright's own lags behind the history interface."""
    return str(page.evaluate("window.location.href"))


@contextmanager
def served(
    folder: Path, opener: Callable[[Path], framing.Project] = framing.open_project, coders: Sequence[str] = ()
) -> Iterator[str]:
    """Serve a project folder; yields the address."""
    server = dashboard_server(lambda: opener(folder), port=0, coders=coders)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        stop(server)
        thread.join(timeout=120)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium on this machine; install the package chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the five sample articles."""
    folder = tmp_path_factory.mktemp("projects") / "sample"
    add(folder, framing.read([framing.seeds_folder()]).articles)
    return folder


@pytest.fixture(scope="session")
def address(project: Path) -> Iterator[str]:
    """Where the sample project is served."""
    with served(project) as found:
        yield found


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve project folders until the pages are closed: an open one asks its server for news every few seconds."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(served(folder))


@pytest.fixture
def open_page(browser: Browser, serve: Serve) -> Iterator[Open]:
    """Open a page; at the end no request has left the machine and the console is free of errors."""
    pages: list[Page] = []
    strays: list[str] = []
    errors: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            strays.append(route.request.url)
            route.abort()

    def call(url: str, *, width: int = 1280, dark: bool = False) -> Page:
        size: ViewportSize = {"width": width, "height": 900}
        page = browser.new_page(viewport=size, color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page.set_default_timeout(180_000)
        page.route("**/*", guard)

        def listen(message: ConsoleMessage) -> None:
            # That nothing stands at an address is no error of its page.
            if message.type == "error" and message.location["url"] != url:
                errors.append(message.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(url)
        page.wait_for_selector(".overview, .article-page, #problem:visible, #desk:visible, #nothing:visible")
        return page

    yield call
    for page in pages:
        page.close()
    assert strays == []
    assert errors == []
