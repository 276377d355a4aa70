"""Pictures and notebooks of the documentation are what the toolkit draws and shows now."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import regex

import framing
from docs import figures, notebooks

DOCS = Path(framing.__file__).parent.parent / "docs"
#: A notebook has the style of the page with each table.
STYLE = regex.compile(r"<style>.*?</style>", regex.DOTALL)
#: Numbers, and the hashes of texts and lexicons.
NUMBER = regex.compile(r"\b[0-9a-f]{8,}\b|[−+<]?\d[\d.,\u202f]*")


def plain(text: str) -> str:
    """Without numbers, which move in their last places with every entry of the lexicon."""
    return NUMBER.sub("0", text)


def words(markup: str) -> list[str]:
    """What a drawing says, but for its numbers."""
    return sorted({plain(text) for text in ElementTree.fromstring(markup).itertext()})


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(DOCS), *sys.path])


def test_the_gallery_has_the_pictures_that_its_code_draws() -> None:
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    made = figures.drawn()
    kept = {path.stem: path.read_text(encoding="utf-8") for path in figures.FOLDER.iterdir()}
    assert made.keys() == kept.keys() == set(regex.findall(r"gallery/(\w+)\.svg", page))
    assert set(framing.figures.__all__) - {"ENGLISH", "Drawing", "Words"} <= made.keys()
    for name, markup in made.items():
        assert words(kept[name]) == words(markup), f"python docs/figures.py draws {name} anew"
        assert len(kept[name]) < 60_000


@pytest.mark.parametrize("path", sorted(notebooks.FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_shows_what_its_cells_show(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    for cell, now in zip(kept["cells"], notebooks.run(kept)["cells"], strict=True):
        told = [shown(output) for output in cell.get("outputs", [])]
        assert told == [shown(output) for output in now.get("outputs", [])], "python docs/notebooks.py runs it anew"
        assert told or cell["cell_type"] == "markdown" or "=" in "".join(cell["source"])


def shown(output: dict[str, Any]) -> dict[str, object]:
    """An output, but for its numbers and for where a drawing has its marks."""
    data = {kind: "".join(lines) for kind, lines in output.get("data", {"text/plain": output.get("text")}).items()}
    drawn = {"image/svg+xml", "text/plain"} if "image/svg+xml" in data else set()
    told = {kind: plain(STYLE.sub("", text)) for kind, text in data.items() if kind not in drawn}
    return told | ({"drawing": words(data["image/svg+xml"])} if drawn else {})
