"""The documents make a site without a warning, and it needs nothing from elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import regex

import framing

ROOT = Path(framing.__file__).parent.parent
#: What a page loads by itself: scripts, pictures, styles, fonts.
LOADED = regex.compile(
    r'<(?:script|img|iframe)[^>]*\ssrc="([^"]+)|<link[^>]*\shref="([^"]+)|url\(([^)]+)\)|@import\s+"([^"]+)'
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-d", str(place / "trees")]
    done = subprocess.run(
        [*command, str(ROOT / "docs"), str(place / "site")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return place / "site"


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert len(pages) > 50
    for page in pages:
        for found in LOADED.finditer(page.read_text(encoding="utf-8")):
            (address,) = [group.strip("'\" ") for group in found.groups() if group]
            assert not address.startswith(("http:", "https:", "//")), f"{page.name}: {address}"


def test_every_dimension_and_command_has_its_place(site: Path) -> None:
    from framing.cli.main import _COMMANDS

    for name in framing.default_lexicon().codebook.dimensions:
        assert (site / "reference" / "dimensions" / f"{name}.html").is_file()
    commands = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    assert [name for name in _COMMANDS if f"framing {name}" not in commands] == []
