"""The README's example runs, and the commands it names exist."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import regex

import framing
from tests.cli.test_parity import FUNCTIONS

ROOT = Path(framing.__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {
    path.name: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}


def test_the_python_example_runs(tmp_path: Path) -> None:
    (example,) = regex.findall(r"```python\n(.*?)```", README, flags=regex.DOTALL)
    done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "गला फाड़ रहा" in done.stdout
    assert "confounded" in done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_exist(page: str) -> None:
    from framing.cli.main import _COMMANDS

    named = set(regex.findall(r"^    framing ([\w-]+)", PAGES[page], flags=regex.MULTILINE))
    assert named <= set(_COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    place = ROOT if page == "README.md" else ROOT / "docs"
    targets = regex.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", PAGES[page])
    assert [target for target in targets if not (place / target).exists()] == []


def test_the_first_page_is_short() -> None:
    assert README.count("\n") <= 120


def test_the_table_of_functions_is_the_one_that_is_tested() -> None:
    rows = dict(regex.findall(r"^\| `framing ([\w -]+)` \| (.+) \|$", PAGES["python.md"], flags=regex.MULTILINE))
    assert {name: tuple(regex.findall(r"`(\w+)`", cells)) for name, cells in rows.items()} == FUNCTIONS


@pytest.mark.parametrize("target", ["demo", "test", "bench", "measure"])
def test_the_make_targets_exist(target: str) -> None:
    makefile = Path(framing.__file__).parent.parent / "Makefile"
    assert regex.search(rf"^{target}:", makefile.read_text(encoding="utf-8"), flags=regex.MULTILINE)
    assert f"make {target}" in README
