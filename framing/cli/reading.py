"""What ``add`` and ``score`` have in common: the options of reading, and what is said of how files were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from framing.cli.output import message

if TYPE_CHECKING:
    from framing.ingest.source import Note, Options

__all__ = ["Notes", "reading_options", "told"]

Command = TypeVar("Command", bound=Callable[..., Any])


def reading_options(command: Command) -> Command:
    """Add the options ``--map``, ``--encoding``, ``--date-order``, ``--profile``, ``--save-profile`` to a command."""
    options = (
        click.option(
            "--map",
            "pairs",
            multiple=True,
            metavar="FIELD=COLUMN,…",
            help="Where a field of an article stands in a table: text=body,title=headline.",
        ),
        click.option("--encoding", help="Of text that is not UTF-8, such as windows-1256."),
        click.option(
            "--date-order",
            type=click.Choice(("dmy", "mdy", "ymd"), case_sensitive=False),
            help="How dates such as 03/04/2024 are written, where a file's own dates do not tell.",
        ),
        click.option("--profile", help="Saved --map, --encoding and --date-order."),
        click.option("--save-profile", "save_as", metavar="NAME", help="Save these three under a name."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def told(
    pairs: tuple[str, ...],
    encoding: str | None,
    date_order: str | None,
    profile: str | None,
    save_as: str | None,
    project: Path | None = None,
) -> Options:
    """What the user says of the files, from the options and a saved profile; the options count first.

    Raises:
        UsageError: a field, an encoding, an order or a profile that there is not.
    """
    from framing.ingest.mapping import parse_columns
    from framing.ingest.profiles import load_profile, options, profile_folders, save_profile

    folders = profile_folders(project)
    saved = load_profile(profile, folders) if profile else options()
    columns = {**saved.columns, **parse_columns(pairs)}
    found = options(columns, encoding or saved.encoding, date_order or saved.date_order)
    if save_as:
        message(f"saved as {save_profile(folders[0], save_as, found)}")
    return found


class Notes:
    """Says how files were read: each thing once, with the first file that it is true of, and at last how many more."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def tell(self, notes: Iterable[Note]) -> None:
        """Say what is new."""
        for note in notes:
            if not self._counts[note.said]:
                message(f"{note.origin}: {note.said}")
            self._counts[note.said] += 1

    def sum_up(self) -> None:
        """Say of how many more files the same is true."""
        for said, count in self._counts.items():
            if count > 1:
                message(f"{count - 1} more {'file' if count == 2 else 'files'}: {said}")
