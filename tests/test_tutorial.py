"""The tutorial on coding: each command is run, and prints what stands below it."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path

import pytest
import regex
from click.testing import CliRunner

import framing
from framing.cli.main import framing as commands
from framing.errors import FramingError

TUTORIAL = Path(framing.__file__).parent.parent / "docs" / "tutorial-coding.md"
BLOCK = regex.compile(r"```(\w+) ?(\S*)\n(.*?)```", flags=regex.DOTALL)


def played(text: str, *, anew: bool = False) -> str:
    """The tutorial with what its commands print now. Loose ones print what changes with each entry of the lexicon."""

    def play(block: regex.Match[str]) -> str:
        kind, name, content = block.groups()
        if kind == "python":
            exec(compile(content, "tutorial", "exec"), {})
        elif kind == "csv":
            Path(name).write_text(content, encoding="utf-8")
        if kind != "console":
            return block[0]
        lines = [line for line in content.splitlines() if line.startswith("$ framing ")]
        now = f"```{kind}{' ' * bool(name)}{name}\n" + "".join(f"{line}\n{printed(line)}" for line in lines) + "```"
        return now if anew or name != "loose" else block[0]

    return BLOCK.sub(play, text)


def printed(line: str) -> str:
    done = CliRunner().invoke(commands, shlex.split(line.removeprefix("$ framing ")))
    if isinstance(done.exception, FramingError):
        raise done.exception
    output = done.output.replace(str(Path.cwd()), "~")
    return "".join(f"{each.rstrip()}\n" for each in output.splitlines())


def test_the_tutorial_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = TUTORIAL.read_text(encoding="utf-8")
    assert played(text) == text


if __name__ == "__main__":
    # Write what is printed now into the tutorial.
    os.chdir(tempfile.mkdtemp())
    TUTORIAL.write_text(played(TUTORIAL.read_text(encoding="utf-8"), anew=True), encoding="utf-8")
