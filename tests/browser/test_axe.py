"""Every page passes the rules of axe-core: at each width, in light and dark, with what can be opened open."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from dashboards.view import article_path
from tests.browser.conftest import Open
from tests.browser.test_outlets import contrasting, outlets  # noqa: F401 - fixtures

axe = pytest.importorskip("axe_playwright_python")

#: The rules as their authors ship them. The tool is none of ours: it comes with a package for tests.
_RULES = (Path(str(axe.__file__)).parent / "axe.min.js").read_text(encoding="utf-8")
_RUN = """async only => (await axe.run(document, {resultTypes: ["violations"], ...only})).violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`))"""
_OPEN = "for (const part of document.querySelectorAll('.more, .cut, details.caveats')) part.open = true"
#: What another scheme may change, and what another width may not.
_COLOURS = ["color-contrast", "link-in-text-block"]
_SCHEMES: dict[str, Any] = {"light": {}, "dark": {"runOnly": _COLOURS}}
_WIDER = {"rules": {name: {"enabled": False} for name in _COLOURS}}
#: The narrowest and the widest that there is, and between them the other scheme; ``make torture`` tries each in each.
_SCREENS = (
    [(width, scheme, _SCHEMES[scheme]) for width, scheme in product((390, 1024, 1600), _SCHEMES)]
    if os.environ.get("TORTURE")
    else [(390, "light", {}), (1024, "dark", _SCHEMES["dark"]), (1600, "light", _WIDER)]
)
_HINDI, _URDU = (article_path(name) for name in ("000_6d8d83354671c590.txt", "003_8e66cc77db7f60df.txt"))


def broken(page: Page) -> dict[str, list[str]]:
    """The rules that a page breaks, and where, on each screen."""
    page.evaluate(_RULES)
    page.evaluate(_OPEN)
    found: dict[str, Any] = {}
    for width, scheme, rules in _SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found[f"{width} {scheme}"] = page.evaluate(_RUN, rules)
    return {screen: nodes for screen, nodes in found.items() if nodes}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/outlets?a=loud&measure=derogation",
        "/compare?a=loud&b=plain&words=all",
        "/search?q=day",
        "/time",
        "/countries?open=IN",
        "/profile?key=loud",
        "/lexicons?measure=derogation&open=en.derogation.shameful.4",
        "/validity?measure=praise",
        "/data?q=a&sort=-words",
        "/nothing",
    ],
)
def test_a_page_breaks_no_rule(open_page: Open, outlets: str, path: str) -> None:  # noqa: F811
    page = open_page(outlets.removesuffix("/outlets") + path)
    assert broken(page) == {}


@pytest.mark.parametrize("path", [f"{_HINDI}?scale=tone", f"{_URDU}?dimension=communique&voice=own"])
def test_an_article_breaks_no_rule(open_page: Open, address: str, path: str) -> None:
    assert broken(open_page(address + path)) == {}


@pytest.mark.parametrize("path", ["/"])
def test_in_urdu_a_page_is_mirrored_and_breaks_no_rule(open_page: Open, address: str, path: str) -> None:
    page = open_page(f"{address}/language/ur?view={path}")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ur", "rtl"]
    left = "document.querySelector('.brand').getBoundingClientRect().left > document.documentElement.clientWidth / 2"
    assert page.evaluate(left)
    assert broken(page) == {}
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_map_and_an_open_panel_break_no_rule(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.wait_for_selector(".map svg .choropleth path", state="attached")
    page.click("#filter-voices summary")
    assert broken(page) == {}
