"""Whom articles speak of, in a project of so many that it is found while the reader waits."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import framing
from dashboards.data import QUICK
from tests.browser.conftest import Open, Serve, add


def test_persons_are_found_while_the_reader_waits_and_then_compared(
    open_page: Open, serve: Serve, tmp_path: Path
) -> None:
    said = ("Critics call Ann Lee brave, but Bo Marsh failed.", "Police praised Ann Lee, and Bo Marsh lied.")
    texts = [
        f"{said[number % 2]} Note {number}." if number < 12 else f"Rain fell {number}." for number in range(QUICK + 1)
    ]
    rows = pl.DataFrame({"id": [f"{number}" for number in range(len(texts))], "text": texts, "outlet": "Courier"})
    add(tmp_path / "study", framing.articles(rows))
    page = open_page(f"{serve(tmp_path / 'study')}/compare?by=target&a=Ann+Lee&b=Bo+Marsh")
    page.locator("h1", has_text="How do Ann Lee and Bo Marsh differ?").wait_for()
    page = open_page(f"{serve(tmp_path / 'study')}/compare?by=target")
    page.locator("#offers a", has_text="Ann Lee").click()
    page.locator("#contrast").wait_for()
    assert "Ann Lee" in page.inner_text("h1")
    assert "Bo Marsh" in page.inner_text("h1")
