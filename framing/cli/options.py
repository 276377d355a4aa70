"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

__all__ = ["LEXICON", "PROJECT"]

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
