"""The README's example runs, and the commands it names exist."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import regex

import framing

README = (Path(framing.__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_python_example_runs(tmp_path: Path) -> None:
    (example,) = regex.findall(r"```python\n(.*?)```", README, flags=regex.DOTALL)
    done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "गला फाड़ रहा" in done.stdout
    assert "confounded" in done.stdout


def test_the_commands_exist() -> None:
    from framing.cli.main import _COMMANDS

    named = set(regex.findall(r"^    framing (\w+)", README, flags=regex.MULTILINE))
    assert named <= set(_COMMANDS)


@pytest.mark.parametrize("target", ["demo", "test", "bench", "measure"])
def test_the_make_targets_exist(target: str) -> None:
    makefile = Path(framing.__file__).parent.parent / "Makefile"
    assert regex.search(rf"^{target}:", makefile.read_text(encoding="utf-8"), flags=regex.MULTILINE)
    assert f"make {target}" in README
