"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

__all__ = ["PROJECT"]

PROJECT: Final = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The project folder (the current folder where none is named).",
)
