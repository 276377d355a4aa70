"""Pictures of the dashboard, for the documentation and for a look at a change.

``python -m dashboards.screenshots OUT_DIR [NAME …]``, a name being page, width and theme: ``overview-1280-light``.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Final, Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from dashboards.sample import seeds
from dashboards.server import dashboard_server, stop
from dashboards.view import article_path

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
_WIDTHS: Final = (390, 1280)
_THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


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
    pages = {"overview": "/", "article-hindi": article_path(ids[0]), "article-urdu": article_path(ids[3])}
    entry = project.load().scored.evidence["entry_id"][0]
    pages["article-entry"] = f"{article_path(ids[0])}?entry={entry}"
    pages["article-focus"] = f"{article_path(ids[3])}?dimension=communique&voice=own"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        for name, path in pages.items():
            _take(browser, f"http://127.0.0.1:{server.effective_port}{path}", folder, name, wanted)
        browser.close()
    stop(server)


def _take(browser: Browser, address: str, folder: Path, name: str, wanted: Sequence[str]) -> None:
    for width in _WIDTHS:
        for theme in _THEMES:
            if wanted and f"{name}-{width}-{theme}" not in wanted:
                continue
            size: ViewportSize = {"width": width, "height": 900}
            page = browser.new_page(viewport=size, color_scheme=theme, reduced_motion="reduce")
            page.goto(address)
            page.wait_for_selector(".overview .map svg .choropleth path, .article-page", state="attached")
            page.evaluate("document.fonts.ready")
            page.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=name != "article-focus")
            page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"), sys.argv[2:])
