"""``framing rejects``: what could not be read; and trying it again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
import polars as pl

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import json_line, message, say
from framing.counting import counted
from framing.store.project import Project, open_project
from framing.store.rejects import REJECT_KEY, open_rejects, path_of

__all__ = ["rejects", "resolved", "retried"]

#: Of the first bytes, how many are shown.
_SHOWN = 60

#: Not printable by the book, and part of words in Hindi and Urdu.
_JOINERS = "\u200c\u200d"


@command()
@PROJECT
@click.option("--code", help="Only those with this reason code, such as input.encoding; 'input' for all that begin so.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a reject.")
def rejects(folder: Path, code: str | None, as_json: bool) -> int:
    """List what could not be read: where, why, what to do, and how it begins.

    A reject stands until its file or row is read as an article; 'framing add --retry-rejects' tries all of them again.
    """
    project = open_project(folder)
    found = open_rejects(project, project.history().runs)
    if code is not None:
        found = found.filter((pl.col("code") == code) | pl.col("code").str.starts_with(f"{code}."))
    for row in found.iter_rows(named=True):
        begins = _printable(row["first_bytes"])
        if as_json:
            named = {name: row[name] for name in ("origin", "code", "reason", "hint")}
            click.echo(json_line({**named, "first_bytes": begins, "batch_id": row["batch_id"]}))
            continue
        hint = f"; {row['hint']}" if row["hint"] else ""
        say(f"{row['origin']}: {row['reason']}{hint} [{row['code']}]")
        if begins:
            more = "…" if len(begins) > _SHOWN else ""
            say(f"    begins: {begins[:_SHOWN]}{more}")
    if not as_json:
        again = "; 'framing add --retry-rejects' tries them again" if found.height else ""
        message(f"{counted(found.height, 'rejects')}{again}")
    return DONE


def retried(project: Project) -> dict[str, pl.DataFrame]:
    """The paths of the rejects that stand, each with its rejects; what is no longer there is told and stays."""
    found = open_rejects(project, project.history().runs)
    paths: dict[str, list[int]] = {}
    missing = []
    for number, origin in enumerate(found["origin"]):
        path = path_of(origin)
        if path is None:
            missing.append(origin)
        else:
            paths.setdefault(path, []).append(number)
    if missing:
        what = f"{counted(len(missing), 'rejects')} of files that are no longer there, such as"
        message(f"{what} {missing[0]}: listed on")
    return {path: found[numbers] for path, numbers in paths.items()}


def resolved(before: pl.DataFrame, now: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Of rejects that were tried again, those that did not come again."""
    again = pl.concat([before.select(REJECT_KEY).clear(), *(frame.select(REJECT_KEY) for frame in now)])
    return before.select(REJECT_KEY).join(again, on=REJECT_KEY, how="anti", nulls_equal=True)


def _printable(first: bytes | None) -> str:
    """First bytes as text that is safe to show, on one line; what is no text as escapes."""
    return "".join(map(_letter, (first or b"").decode("utf-8", errors="backslashreplace"))).strip()


def _letter(letter: str) -> str:
    if letter.isprintable() or letter in _JOINERS:
        return letter
    return " " if letter.isspace() else f"\\x{ord(letter):02x}"
