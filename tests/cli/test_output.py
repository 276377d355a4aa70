"""Whatever is printed goes through one place, which lets nothing through that a terminal would obey or hide."""

from __future__ import annotations

import ast
import io
import json
from pathlib import Path

import pytest

import framing.cli
from framing.cli import output
from framing.cli.main import main
from tests.conftest import Run

COMMANDS = sorted(Path(framing.cli.__file__).parent.rglob("*.py"))
HOSTILE = "\x1b[2J\x9b31m\u2066\u202e\u200b\ufeff\u2028\U000e0041"


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_nothing_is_printed_past_it(path: Path) -> None:
    """``click.echo`` prints JSON alone; standard output is written to with escaped text alone; consoles are ours."""
    if path.name in ("output.py", "main.py"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        argument = ast.unparse(node.args[0]) if node.args else ""
        if called in ("click.echo", "click.secho"):
            assert argument.startswith("json_line("), f"{path.name}:{node.lineno} prints {argument}"
        assert called not in ("print", "Console", "rich.print"), f"{path.name}:{node.lineno}"
        if called.startswith(("sys.stdout.", "sys.stderr.")) and called.endswith((".write", ".writelines")):
            assert argument.startswith("escaped("), f"{path.name}:{node.lineno} writes {argument}"


def safe(text: str) -> bool:
    return not set(text) & set(HOSTILE.replace("[2J", "").replace("31m", ""))


def test_tables_messages_and_lines_show_what_is_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table(f"title {HOSTILE}", [(f"name {HOSTILE}", "left")], [[f"cell {HOSTILE}\nmore"]])
    output.console().print(f"line {HOSTILE}", markup=False)
    output.message(f"said {HOSTILE}")
    output.say(f"told {HOSTILE}")
    print(output.json_line({"text": HOSTILE}))  # noqa: T201
    found = capsys.readouterr()
    assert safe(found.out), found.out
    assert safe(found.err)
    assert found.out.count("\\x1b[2J") == 5
    assert json.loads(found.out.splitlines()[-1]) == {"text": HOSTILE}


def test_data_is_exact_in_a_pipe_and_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for kind, expected in ((io.StringIO, "a\n\u2066b"), (Terminal, "a\n\\u2066b")):
        stream = kind()
        monkeypatch.setattr("sys.stdout", stream)
        output.data("a\n\u2066b")
        assert stream.getvalue() == expected


def test_usage_and_errors_are_safe(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ("add", f"--no{HOSTILE}"),
        (f"no{HOSTILE}",),
        ("report", "--by", HOSTILE, "--project", str(tmp_path / HOSTILE)),
        ("score", str(tmp_path / f"no{HOSTILE}")),
    ):
        done = run(*arguments)
        assert done.code != 0
        assert safe(done.err), done.err
        assert safe(done.out)
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "Measure how news outlets" in capsys.readouterr().out


def test_kwic_and_scores_of_a_hostile_article_are_safe(run: Run, tmp_path: Path) -> None:
    text = f"A stunning{HOSTILE} deal, \u2067historic\u2069 and stunning. "
    (tmp_path / f"x{chr(0x202E)}.jsonl").write_text(
        json.dumps({"id": HOSTILE, "text": text, "language": "en"}), "utf-8"
    )
    for command in (("kwic", "praise", tmp_path), ("score", tmp_path), ("score", "--table", "evidence", tmp_path)):
        done = run(*command)
        assert done.code == 0, done.err
        assert "historic" in done.out
        assert safe(done.out), done.out
        assert safe(done.err)
