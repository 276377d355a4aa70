"""The tutorials: each command and each block of Python is run, and prints what stands below it."""

from __future__ import annotations

import os
import shlex
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
import regex
from click.testing import CliRunner

import framing
from framing.cli.main import framing as commands
from framing.errors import FramingError

DOCS = Path(framing.__file__).parent.parent / "docs"
TUTORIALS = ("tutorial.md", "tutorial-coding.md")
BLOCK = regex.compile(r"```(\w+) ?(\S*)\n(.*?)```", flags=regex.DOTALL)


def played(text: str, *, anew: bool = False) -> str:
    """A tutorial with what is printed now. Loose blocks print what changes with each entry of the lexicon."""
    values: dict[str, object] = {}
    said = ""

    def play(block: regex.Match[str]) -> str:
        nonlocal said
        kind, name, content = block.groups()
        if kind == "python":
            with redirect_stdout(StringIO()) as out:
                exec(compile(content, "tutorial", "exec"), values)
            said = out.getvalue()
        elif kind == "csv":
            Path(name).write_text(content, encoding="utf-8")
        if kind == "console":
            lines = [line for line in content.splitlines() if line.startswith("$ framing ")]
            now = "".join(f"{line}\n{printed(line)}" for line in lines)
        elif kind == "text":
            now = said
        else:
            return block[0]
        return f"```{kind}{' ' * bool(name)}{name}\n{now}```" if anew or name != "loose" else block[0]

    return BLOCK.sub(play, text)


def printed(line: str) -> str:
    done = CliRunner().invoke(commands, shlex.split(line.removeprefix("$ framing ")))
    if isinstance(done.exception, FramingError):
        raise done.exception
    output = done.output.replace(str(Path.cwd()), "~")
    return "".join(f"{each.rstrip()}\n" for each in output.splitlines())


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_prints_what_it_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (DOCS / name).read_text(encoding="utf-8")
    assert played(text) == text


if __name__ == "__main__":
    # Write what is printed now into the tutorials.
    for tutorial in (DOCS / name for name in TUTORIALS):
        os.chdir(tempfile.mkdtemp())
        tutorial.write_text(played(tutorial.read_text(encoding="utf-8"), anew=True), encoding="utf-8")
