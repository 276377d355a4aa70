"""An option that holds one value is given once, in every command: the last of two never wins in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from framing.cli.main import framing
from framing.cli.options import Command
from tests.conftest import Run


def commands(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for inner in group.list_commands(context):
        found = group.get_command(context, inner)
        assert found is not None
        if isinstance(found, click.Group):
            yield from commands(found, f"{name}{inner} ")
        else:
            yield f"{name}{inner}", found


ALL = dict(commands(framing))
SINGLE = [
    (name, option.opts[0])
    for name, command in ALL.items()
    for option in command.params
    if isinstance(option, click.Option) and not option.multiple and not option.is_flag
]


@pytest.mark.parametrize("name", ALL)
def test_every_command_looks_for_it(name: str) -> None:
    assert isinstance(ALL[name], Command)


@pytest.mark.parametrize(("name", "option"), SINGLE)
def test_an_option_that_is_given_twice_is_refused(name: str, option: str) -> None:
    context = ALL[name].context_class(ALL[name])
    with pytest.raises(click.UsageError, match=r"is given twice; give it once"):
        ALL[name].parse_args(context, [option, "1", option, "2"])


def test_flags_say_the_same_twice_unless_they_can_say_no(run: Run, tmp_path: Path) -> None:
    assert run("sql", "--json", "--json", "--project", tmp_path).code == 1  # It is no project; the flags are fine.
    assert "--serve is given twice" in run("demo", "--serve", "--no-serve").err
    assert run("validate", tmp_path / "x.csv", "--label", "a", "--label", "b").code == 2
    assert "--label is given 3 times" in run("validate", tmp_path / "x.csv", *["--label", "a"] * 3).err


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("amend", "a", "outlet=x", "outlet=y"), "a field is given twice"),
        (("score", "x.csv", "--map", "text=a", "--map", "text=b"), "'text' stands in two columns: a and b"),
        (("kwic", "praise", "--sample", "3", "--entries", "3"), "draw in two ways"),
        (("outlets", "--csv", "--json"), "are two forms"),
    ],
)
def test_what_contradicts_itself_is_refused(run: Run, command: tuple[str, ...], told: str) -> None:
    done = run(*command)
    assert done.code == 2
    assert told in done.err
