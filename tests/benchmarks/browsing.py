"""How long a reader waits in a real browser: ``python -m tests.benchmarks.browsing PROJECT``.

A dashboard is served and opened in Chromium. Ten samples each of an outlet chosen and left, of one opened beside
the heat map, of a page changed: the time from the click until what was asked for stands there, and until nothing on the page
is being worked out any more; medians and the 95th hundredth.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import served
from tests.browser.screenshots import CHROMIUM_FLAGS, find_chromium

SAMPLES = 10
#: Milliseconds that the first page may take: a project is read for the first time.
PATIENCE = 120_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    chosen = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium on this machine; install the package chromium")
    with served(chosen.project) as address, sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        page = running.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.wait_for_selector("#scale")
        for what, steps in (
            ("an outlet chosen, and left", outlets(page)),
            ("a page changed", pages(page)),
            ("an outlet of the map opened", opened(page, address)),
        ):
            measure(page, what, steps)
        running.close()


def measure(page: Page, what: str, steps: Iterator[Callable[[], object]]) -> None:
    """Print how long steps take, each until it is there and until all of it is."""
    there, whole = [], []
    for step in steps:
        page.wait_for_selector(".pending", state="detached")
        begin = time.monotonic()
        step()
        there.append(time.monotonic() - begin)
        page.wait_for_selector(".pending", state="detached")
        whole.append(time.monotonic() - begin)
    told = [f"median {sorted(each)[len(each) // 2]:.2f} s, 95 % {_last(each):.2f} s" for each in (there, whole)]
    print(f"{what}: {told[0]}; with all its parts {told[1]}", flush=True)


def _last(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1) + 0.5)]


def outlets(page: Page) -> Iterator[Callable[[], object]]:
    """Outlets of the first page, one after the other."""
    for number in range(SAMPLES // 2):

        def choose(number: int = number) -> None:
            page.locator("#scale tbody a.outlet").nth(number).click()
            page.wait_for_selector("#filter-outlet.on")

        def leave() -> None:
            page.get_by_text("Clear filters").first.click()
            page.wait_for_selector("#filter-outlet:not(.on)")

        yield from (choose, leave)


def pages(page: Page) -> Iterator[Callable[[], object]]:
    """Between the overview and the outlets."""
    for number in range(SAMPLES):
        name, sign = (("Outlets", "#heat"), ("Overview", "#scale"))[number % 2]

        def change(name: str = name, sign: str = sign) -> None:
            page.locator(".nav a", has_text=name).click()
            page.wait_for_selector(sign)

        yield change


def opened(page: Page, address: str) -> Iterator[Callable[[], object]]:
    """Outlets of the map that nobody looked at before, each beside it."""
    page.goto(f"{address}/outlets")
    page.wait_for_selector("#heat")
    for number in range(SAMPLES):

        def unfold(number: int = number) -> None:
            row = page.locator("#heat tr[data-key]").nth(number)
            key = row.get_attribute("data-key")
            row.locator("a.outlet").click()
            page.wait_for_selector(f"#heat tr.chosen[data-key='{key}']")

        yield unfold


if __name__ == "__main__":
    main()
