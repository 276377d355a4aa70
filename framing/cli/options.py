"""What several commands share: their kind, and some options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

__all__ = ["LEXICON", "PROJECT", "Command", "Group", "command", "group"]


class Command(click.Command):
    """A command that refuses an option that is given twice and counts once, instead of letting the last one win."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments.

        Raises:
            click.UsageError: an option is given twice that holds one value.
        """
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for parameter, times in Counter(order).items():
            if times > 1 and isinstance(parameter, click.Option) and _holds_one(parameter):
                name = max(parameter.opts, key=len)
                raise click.UsageError(
                    f"{name} is given {'twice' if times == 2 else f'{times} times'}; give it once", ctx
                )
        return super().parse_args(ctx, args)


def _holds_one(option: click.Option) -> bool:
    """Whether it holds one value; a flag that is given twice says the same twice, unless it can say no."""
    return not option.multiple and not option.count and (not option.is_flag or bool(option.secondary_opts))


class Group(click.Group):
    """A group of such commands."""

    command_class = Command


def command(name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command."""
    return click.command(name, cls=Command)


def group(name: str | None = None) -> Callable[[Callable[..., Any]], Group]:
    """Make a function a group of commands."""
    return click.group(name, cls=Group)


LEXICON: Final = click.option(
    "--lexicon", "folder", type=click.Path(path_type=Path, file_okay=False), help="A lexicon folder of your own."
)

PROJECT: Final = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The project folder (the current folder where none is named).",
)
