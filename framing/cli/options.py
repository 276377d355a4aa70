"""What several commands share: their kind, and some options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

__all__ = ["LEXICON", "PROJECT", "Command", "Group", "command", "filtered", "group"]


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
    envvar="FRAMING_PROJECT",
    help="The project folder (else that of FRAMING_PROJECT, else the current folder).",
)

_GENRES: Final = ("news", "opinion", "editorial", "release", "unknown")
_FILTERS: Final = (
    click.option("--about", help="Only articles that name this: an actor, or names apart by '|' in any language."),
    click.option("--outlet", "outlets", multiple=True, help="Only of this outlet (id or name); may come again."),
    click.option("--country", "countries", multiple=True, help="Only of publishers in this country (code or name)."),
    click.option("--language", "languages", multiple=True, help="Only articles in this language (code or name)."),
    click.option("--genre", "genres", multiple=True, type=click.Choice(_GENRES), help="Only articles of this genre."),
    click.option("--since", help="Only articles published on or after this day."),
    click.option("--until", help="Only articles published on or before this day."),
    click.option("--min-articles", "least", type=click.IntRange(1), help="Only outlets with so many of these."),
)


def filtered(run: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters of articles, as ``chosen``: the same ones everywhere."""

    @wraps(run)
    def with_chosen(*given: Any, **options: Any) -> Any:
        from framing.store.filters import Chosen

        names = ("about", "outlets", "countries", "languages", "genres", "since", "until", "least")
        return run(*given, chosen=Chosen(**{name: options.pop(name) for name in names}), **options)

    found: Callable[..., Any] = with_chosen
    for option in reversed(_FILTERS):
        found = option(found)
    return found
