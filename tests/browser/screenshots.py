"""Pictures of the dashboard, for the documentation and for a look at a change.

``python -m tests.browser.screenshots OUT_DIR [NAME …]``, a name being page, language where it is not English, width and
theme: ``overview-1280-light``, ``overview-ur-390-dark``.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Final, Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from dashboards.languages import COOKIE
from dashboards.pages import PAGES
from dashboards.sample import seeds
from dashboards.server import dashboard_server, stop
from dashboards.view import article_path
from dashboards.wording import ENGLISH, LANGUAGES

__all__ = ["CHROMIUM_FLAGS", "find_chromium", "main"]

CHROMIUM_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WIDTHS: Final = (390, 768, 1280)
_THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
#: Pages that are taken in the dark too; all others by day alone.
_DARK: Final = ("overview", "outlets", "article-hindi")


def find_chromium() -> str | None:
    """Path of the system's browser."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


def main(folder: Path, wanted: Sequence[str] = ()) -> None:
    """Write the pictures into a folder; all of them where none is named."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no chromium is found; install Debian's package chromium")
    folder.mkdir(parents=True, exist_ok=True)
    project = seeds()
    ids = project.load().articles["article_id"].to_list()
    server = dashboard_server(lambda: project, port=0)
    Thread(target=server.run, daemon=True).start()
    entry = project.load().scored.evidence["entry_id"][0]
    pages = {page.name.lower(): page.path for page in PAGES if page.name} | {
        "article-hindi": article_path(ids[0]),
        "article-urdu": article_path(ids[3]),
        "article-entry": f"{article_path(ids[0])}?entry={entry}",
        "article-focus": f"{article_path(ids[3])}?dimension=communique&voice=own",
        "profile": f"/profile?key={project.load().articles['outlet'][0]}",
    }
    address = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        for name, language, width, theme in product(pages, LANGUAGES, _WIDTHS, _THEMES):
            called = f"{name}-{width}-{theme}" if language == ENGLISH else f"{name}-{language}-{width}-{theme}"
            if called in wanted or (not wanted and (theme == "light" or name in _DARK)):
                _take(browser, f"{address}{pages[name]}", language, width, theme, folder / f"{called}.png")
        browser.close()
    stop(server)


def _take(
    browser: Browser, address: str, language: str, width: int, theme: Literal["light", "dark"], path: Path
) -> None:
    size: ViewportSize = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")
    # Of all paths, as the dashboard sets it: an address alone would keep it to the page's own folder.
    context.add_cookies([{"name": COOKIE, "value": language, "domain": "127.0.0.1", "path": "/"}])
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".overview, .article-page", state="attached")
    page.wait_for_function("!document.querySelector('.pending, ._dash-loading')")
    if page.query_selector(".map"):
        page.wait_for_selector(".map svg .choropleth path", state="attached")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, full_page="focus" not in path.name)
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"), sys.argv[2:])
