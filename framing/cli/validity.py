"""``framing validate --project``: machines beside what people have coded in a project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import polars as pl

from framing.cli.main import DONE
from framing.cli.output import console, json_line, message, print_table
from framing.phrases import counted
from framing.statistics.events import with_units
from framing.store.answers import Answers
from framing.store.badges import record_validation
from framing.store.beside import read_machines
from framing.store.codes import coded_in, codes_of, fold_now, gold, gold_version
from framing.store.project import open_project
from framing.validation.coding import settled
from framing.validation.machines import LEXICON, Validation, validity

__all__ = ["print_machines", "validate_project"]

import click

_NAMES: Final = {
    "auc": "AUC",
    "auc_same_length": "same length",
    "auc_length_matched": "length-matched",
    "auc_within_outlets": "within outlets",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
}
#: Entries that are shown of those that earn most, and of those that cost most.
_SHOWN: Final = 10


def validate_project(
    folder: Path, dimension: str, scores: Path | None, sample: str | None, *, record: bool, examples: int, as_json: bool
) -> int:
    """Print how far machines say of a project's articles what coders say."""
    project = open_project(folder)
    codes = codes_of(project)
    current, note = coded_in(codes, dimension, sample)
    table, left = settled(current, dimension)
    for line in (note, f"{counted(left, 'texts')} unsure or disputed: left out until they are settled" if left else ""):
        if line:
            message(line)
    answers = Answers(project)
    loaded = answers.counted()
    machines, problems = read_machines(scores) if scores is not None else (None, ())
    for line in problems:
        message(line)
    validation = validity(
        loaded.scored,
        with_units(loaded.articles),
        table,
        dimension,
        project.lexicon(),
        scores=machines,
        examples=examples,
    )
    if validation.unread:
        message(f"{counted(validation.unread, 'coded articles')} in no language that is scored, or erased: left out")
    for name, number in validation.missing.items():
        if number:
            message(f"{name} says nothing of {counted(number, 'coded articles')}: left out of its figures")
    if record:
        record_validation(project, validation)
        if not fold_now(project):
            message("another process is writing; what was found is safe, and the next command that writes takes it in")
    version = gold_version(gold(codes).filter(dimension=dimension))
    if as_json:
        click.echo(
            json_line({**validation.as_dict(), "gold": version, "lexicon_fingerprint": project.lexicon().fingerprint})
        )
        return DONE
    names = answers.outlets().name
    _print(validation, version, names)
    return DONE


def print_machines(
    title: str, figures: pl.DataFrame, curve: pl.DataFrame, entries: pl.DataFrame, names: Callable[[str], str]
) -> None:
    """Print what machines are worth beside each other, on all, per language and outlet, and what entries add."""
    columns = [("machine", "left"), ("of", "left"), ("articles", "right"), ("yes", "right")]
    columns += [(name, "left") for name in _NAMES.values()]
    rows = []
    for (machine, level, part), frame in figures.group_by("machine", "level", "part", maintain_order=True):
        by_figure = {row["figure"]: row for row in frame.to_dicts()}
        first = frame.row(0, named=True)
        of = names(str(part)) if level == "outlet" else str(part)
        cells = [_cell(by_figure.get(name)) for name in _NAMES]
        rows.append([str(machine), of, f"{first['articles']:,}", f"{first['yes']:,}", *cells])
    print_table(title, columns, rows)
    console().print()
    points = [
        [row["machine"], f"{row['value']:.2f}", _cell({**row, "value": row["share"]}), f"{row['articles']:,}"]
        for row in curve.to_dicts()
    ]
    heads = [("machine", "left"), ("value", "right"), ("share that coders call yes", "left"), ("articles", "right")]
    print_table("Calibration", heads, points)
    _print_entries(entries)


def _print(validation: Validation, version: str, names: Callable[[str], str]) -> None:
    title = f"{validation.measure}: {counted(validation.articles, 'coded articles')} (gold set {version})"
    print_machines(title, validation.figures, validation.curve, validation.entries, names)
    for machine in validation.worst["machine"].unique(maintain_order=True):
        for kind, heading in (("miss", "misses"), ("false alarm", "raises for nothing")):
            own = validation.worst.filter(machine=machine, kind=kind)
            listed = [[row["article_id"], names(row["outlet"] or ""), row["hits"] or ""] for row in own.to_dicts()]
            if listed:
                console().print()
                hits = [("hits", "left")] if kind == "false alarm" and machine == LEXICON else []
                heads = [("article", "left"), ("outlet", "left"), *hits]
                print_table(f"What {machine} {heading}", heads, [row[: len(heads)] for row in listed])


def _print_entries(entries: pl.DataFrame) -> None:
    earn = entries.filter(pl.col("gain") > 0).head(_SHOWN)
    cost = entries.filter(pl.col("gain") < 0).sort("gain", maintain_order=True).head(_SHOWN)
    for heading, rows in (("earn", earn), ("cost", cost)):
        if rows.height:
            console().print()
            heads = [("entry", "left"), ("words", "left"), ("yes", "right"), ("no", "right"), ("F1", "right")]
            cells = [
                [r["entry_id"], r["surface"], f"{r['yes']:,}", f"{r['no']:,}", f"{r['gain']:+.3f}"]
                for r in rows.to_dicts()
            ]
            print_table(f"Entries that {heading} most", heads, cells)


def _cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    if row["value"] is None:
        return "–"
    return f"{row['value']:.2f}" + (f" [{row['low']:.2f}, {row['high']:.2f}]" if row["low"] is not None else "")
