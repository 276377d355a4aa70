"""What several commands share: their kind, and some options."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

__all__ = [
    "FILTERS",
    "LEXICON",
    "PROJECT",
    "SCALES",
    "Command",
    "Group",
    "command",
    "filtered",
    "group",
    "named_project",
]


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
                    f"{name} is given {'twice' if times == 2 else f'{times} times'}; give it once, or run this"
                    " once for each",
                    ctx,
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

SCALES: Final = click.option(
    "--scales",
    multiple=True,
    metavar="NAME",
    help="A scale that nobody has without asking: charge, which counts grown words too (experimental).",
)

PROJECT: Final = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    envvar="FRAMING_PROJECT",
    help="The project folder (else that of FRAMING_PROJECT, else the current folder).",
)


def named_project() -> Path | None:
    """The project of FRAMING_PROJECT, for commands that look at one only where nothing else is named."""
    named = os.environ.get("FRAMING_PROJECT")
    return Path(named) if named else None


#: What --corrected has for its value where it stands alone: the codes of the project, not those of a file.
PROJECT_CODES: Final = Path("-")

_GENRES: Final = ("news", "opinion", "editorial", "release", "unknown")
_SECTIONS: Final = ("title", "lead", "body")
_VOICES: Final = ("own", "quoted", "reported", "mention")
_ABOUT: Final = (
    'Only articles that fit a query: an actor, a concept or a word; with AND, OR, NOT, NEAR/5, (…) and "a phrase".'
)
#: Name of a filter, as a question has it → its option. All may come again but those that hold one value.
FILTERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "about": click.option("--about", metavar="QUERY", help=_ABOUT),
    "outlet": click.option("--outlet", multiple=True, help="Only of this outlet (id or name); may come again."),
    "country": click.option("--country", multiple=True, help="Only of publishers in this country (code or name)."),
    "language": click.option("--language", multiple=True, help="Only articles in this language (code or name)."),
    "genre": click.option("--genre", multiple=True, type=click.Choice(_GENRES), help="Only articles of this genre."),
    "topic": click.option("--topic", multiple=True, help="Only articles in which this issue stands out: economic, …"),
    "within": click.option(
        "--within", multiple=True, metavar="LEVEL=KEY", help="Only articles with this key: group:desk=city, year=2025."
    ),
    "since": click.option("--since", help="Only articles published in or after this day, month or year."),
    "until": click.option("--until", help="Only articles published in or before this day, month or year."),
    "min_articles": click.option(
        "--min-articles", type=click.IntRange(1), help="Only outlets with so many of these articles."
    ),
    "top": click.option("--top", type=click.IntRange(1), help="Only the so many outlets with most of these articles."),
    "sections": click.option(
        "--section", "sections", multiple=True, type=click.Choice(_SECTIONS), help="Count in this section only."
    ),
    "voices": click.option(
        "--voice", "voices", multiple=True, type=click.Choice(_VOICES), help="Count in this voice only."
    ),
}


def filtered(*without: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the filters of articles, as ``asked``, a question: the same ones everywhere.

    Args:
        without: filters that make no sense there.
    """
    names = [name for name in FILTERS if name not in without]

    def decorate(run: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run)
        def with_question(*given: Any, **options: Any) -> Any:
            from framing.statistics.question import Question, levels_of

            keywords: dict[str, Any] = {name: options.pop(name) or None for name in names}
            keywords["within"] = levels_of(keywords.get("within") or ())
            return run(*given, asked=Question(**keywords), **options)

        decorated: Callable[..., Any] = with_question
        for name in reversed(names):
            decorated = FILTERS[name](decorated)
        return decorated

    return decorate
