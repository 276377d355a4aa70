"""``framing init``, ``verify``: a project folder and what is in it.

``framing compact``: a project's many small files become few.

``framing rescore`` and ``framing diff``: what another lexicon changes.

``framing rejects``: what could not be read; and trying it again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED
from framing.cli.options import PROJECT, command
from framing.cli.output import console, json_line, message, print_table, say
from framing.errors import UsageError
from framing.phrases import counted
from framing.store.layout import COMMIT_BYTES, MARKER
from framing.store.project import Project, init_project, open_project

if TYPE_CHECKING:
    from framing.store.rescore import Diff

# The commands of this file need different parts of the store: each loads its own when it runs.

__all__ = ["compact", "diff", "init", "rejects", "rescore", "resolved", "retried", "verify"]


@command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--shared", is_flag=True, help="For your group as well, to read and to write.")
def init(folder: Path, shared: bool) -> int:
    r"""Make a new project folder, which nobody but you can read.

    DIR must be new or empty; a folder that is a project already is left as it is.

    \b
    framing init study
    """
    existed = (folder / MARKER).is_file()
    if existed and shared:
        what, hint = "it is a project already, and stays as it is", "chmod and chgrp change whose it is"
        raise UsageError("init.shared", what, str(folder), hint)
    project = init_project(folder, shared=shared)
    made = f"new project, for {'your group' if shared else 'you alone'}"
    hint = "" if existed else f"; add articles with: framing add PATH --project {folder}"
    say(f"{project.folder}: {'is a project already' if existed else made}{hint}", err=True)
    return DONE


@command()
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what was checked, and all damage.")
def verify(folder: Path, as_json: bool) -> int:
    r"""Check every file of a project against its recorded SHA-256, and every count.

    Exit code 1 if a file is damaged, missing or cannot be read. The files of the last run itself are vouched for by a
    seal, those of earlier runs by the run after them.

    \b
    framing verify --project news
    """
    from framing.store.maintain import verify_project

    findings = verify_project(folder)
    if as_json:
        damage, unread = (
            [{"file": one.file, "reason": one.reason} for one in files] for files in (findings.damage, findings.unread)
        )
        counts = {"runs": findings.runs, "files": findings.files, "bytes": findings.size}
        problems = {"damage": damage, "unread": unread, "notes": list(findings.notes)}
        click.echo(json_line({"project": str(folder.absolute()), **counts, **problems}))
    else:
        for line in (*findings.damage, *findings.unread):
            say(f"{line.file}: {line.reason}")
        for note in findings.notes:
            message(note)
        states = ((len(findings.damage), "damaged"), (len(findings.unread), "could not be read"))
        verdict = ", ".join(f"{number} {state}" for number, state in states if number) or "all as written"
        sizes = ((findings.runs, "runs"), (findings.files, "files"), (findings.size, "bytes"))
        say(f"{', '.join(counted(*size) for size in sizes)}: {verdict}")
    return FAILED if findings.damage or findings.unread else DONE


@command()
@PROJECT
@click.option("--purge", is_flag=True, help="Delete replaced files at once; another program just reading them fails.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: files and bytes before and afterwards.")
def compact(folder: Path, purge: bool, as_json: bool) -> int:
    r"""Rewrite a project's many small files into few, and sum up its logs.

    Nothing that the project says changes: all versions of articles and all earlier scorings stay. Interrupted, it
    is simply started again. Replaced files stay for an hour, for other programs that are just reading them; the next
    command that writes deletes them.

    \b
    framing compact --project news
    """
    from framing.store.maintain import compact as compact_project

    compacted = compact_project(open_project(folder), purge=purge)
    if as_json:
        click.echo(json_line(asdict(compacted)))
        return DONE
    before, after, waiting = (
        f"{size / 1e6:.1f} MB" for size in (compacted.size, compacted.size_left, compacted.waiting)
    )
    files, runs = counted(compacted.files, "data files"), counted(compacted.runs, "runs")
    say(f"{files} of {before}: now {compacted.files_left:,} of {after}; {runs} summed up")
    if compacted.waiting:
        why = "stay for an hour, for programs that read them now"
        message(f"replaced files ({waiting}) {why}; --purge deletes them at once")
    return DONE


#: Lines of a table for people; the JSON has all.
_LINES = 15


@command()
@PROJECT
@click.option(
    "--batch-bytes",
    type=click.IntRange(1),
    default=COMMIT_BYTES,
    show_default=True,
    help="Bytes of text that are scored and committed together; less takes less memory.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: how many, and what moved.")
def rescore(folder: Path, batch_bytes: int, as_json: bool) -> int:
    r"""Score anew what was scored with another lexicon, version or compiler, and say what moved.

    What was found before stays, for 'framing diff'. Interrupted, it is simply started again.

    \b
    framing rescore --project news
    """
    from framing.store.rescore import diff as compare_states
    from framing.store.rescore import rescore as score_anew

    project = open_project(folder)
    before = int(project.version())
    start = time.monotonic()
    with console(err=True).status("reading") as status:
        for step in score_anew(project, batch_bytes=batch_bytes):
            rate = step.articles / max(time.monotonic() - start, 1e-9)
            left = (step.stale - step.articles) / rate if rate else 0
            done = f"{step.articles:,} of {counted(step.stale, 'articles')}"
            status.update(f"{done}, {rate:.0f} a second, {left:.0f} s left")
    for error in step.left:
        message(f"{error}")
    difference = compare_states(project, before, int(project.version()))
    code = DONE_WITH_REJECTS if step.left else DONE
    if as_json:
        click.echo(json_line({"scored": step.articles, **_record(difference)}))
        return code
    if step.stale:
        say(f"{counted(step.articles, 'articles')} scored anew")
        _print(difference)
    else:
        say("nothing is stale: all articles were scored with this lexicon, version and compiler")
    return code


@command()
@click.argument("states", nargs=-1, type=click.IntRange(0), metavar="[RUN_A RUN_B]")
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: all that moved.")
def diff(states: tuple[int, ...], folder: Path, as_json: bool) -> int:
    r"""Say what moved between two states of a project, by outlet and by entry.

    A state is a number of runs: 'framing diff 12 15' compares what the project said after its 12th and after its
    15th. Without numbers, it is before and after the articles were last scored anew.

    \b
    framing diff --project news
    framing diff 1 2 --project news
    """
    from framing.projects import diff as compare_states

    if len(states) not in (0, 2):
        raise UsageError("diff.usage", "name two states or none", "", "such as: framing diff 12 15")
    difference = compare_states(open_project(folder), *states)
    if as_json:
        click.echo(json_line(_record(difference)))
    else:
        _print(difference)
    return DONE


def _record(difference: Diff) -> dict[str, Any]:
    return {
        "before": difference.before,
        "after": difference.after,
        "articles_before": difference.articles[0],
        "articles_after": difference.articles[1],
        "stale_before": difference.stale[0],
        "stale_after": difference.stale[1],
        "outlets": difference.outlets.to_dicts(),
        "entries": difference.entries.to_dicts(),
    }


def _print(difference: Diff) -> None:
    if difference.articles[0] != difference.articles[1]:
        before = counted(difference.articles[0], "articles")
        message(f"{before} before, {difference.articles[1]:,} after: rates moved with the articles, too")
    if difference.stale[1]:
        what = f"{difference.stale[1]:,} of {counted(difference.articles[1], 'articles')} of the later state"
        message(f"{what}: scored with another lexicon, version or compiler; 'framing rescore' scores them anew")
    if difference.outlets.is_empty() and difference.entries.is_empty():
        say("nothing moved")
        return
    names = ("outlet", "dimension", "hits", "rate before", "after", "change")
    rows = [
        (
            row["outlet_name"],
            row["dimension"],
            f"{row['hits_before']} → {row['hits_after']}",
            *(_number(row[name]) for name in ("rate_before", "rate_after")),
            f"{row['change']:+.2f}",
        )
        for row in difference.outlets.head(_LINES).iter_rows(named=True)
    ]
    print_table(f"Hits per 1,000 words{_of(difference.outlets)}", [(name, _side(name)) for name in names], rows)
    heads = ("entry", "dimension", "hits", "change", "")
    lines = [
        (
            row["entry_id"],
            row["dimension"],
            f"{row['hits_before']} → {row['hits_after']}",
            f"{row['change']:+}",
            row["status"],
        )
        for row in difference.entries.head(_LINES).iter_rows(named=True)
    ]
    console().print()
    print_table(f"Entries{_of(difference.entries)}", [(name, _side(name)) for name in heads], lines)


def _of(rows: pl.DataFrame) -> str:
    return f" (the largest {_LINES} of {rows.height} changes; --json has all)" if rows.height > _LINES else ""


def _side(name: str) -> str:
    return "left" if name in ("outlet", "entry", "dimension", "") else "right"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


#: Of the first bytes, how many are shown.
_SHOWN = 60

#: Not printable by the book, and part of words in Hindi and Urdu.
_JOINERS = "\u200c\u200d"


@command()
@PROJECT
@click.option("--code", help="Only those with this reason code, such as input.encoding; 'input' for all that begin so.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a reject.")
def rejects(folder: Path, code: str | None, as_json: bool) -> int:
    r"""List what could not be read: where, why, what to do, and how it begins.

    A reject stands until its file or row is read as an article; 'framing add --retry-rejects' tries all of them again.

    \b
    framing rejects --project news
    """
    from framing.projects import rejects as standing

    open_ones = standing(open_project(folder), code)
    for row in open_ones.iter_rows(named=True):
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
        again = "; 'framing add --retry-rejects' tries them again" if open_ones.height else ""
        message(f"{counted(open_ones.height, 'rejects')}{again}")
    return DONE


def retried(project: Project) -> dict[str, pl.DataFrame]:
    """The paths of the rejects that stand, each with its rejects; what is no longer there is told and stays."""
    from framing.store.known import open_rejects, path_of

    open_ones = open_rejects(project, project.history().runs)
    paths: dict[str, list[int]] = {}
    missing = []
    for number, origin in enumerate(open_ones["origin"]):
        path = path_of(origin)
        if path is None:
            missing.append(origin)
        else:
            paths.setdefault(path, []).append(number)
    if missing:
        what = f"{counted(len(missing), 'rejects')} of files that are no longer there, such as"
        message(f"{what} {missing[0]}: listed on")
    return {path: open_ones[numbers] for path, numbers in paths.items()}


def resolved(before: pl.DataFrame, now: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Of rejects that were tried again, those that did not come again."""
    from framing.store.known import REJECT_KEY

    again = pl.concat([before.select(REJECT_KEY).clear(), *(frame.select(REJECT_KEY) for frame in now)])
    return before.select(REJECT_KEY).join(again, on=REJECT_KEY, how="anti", nulls_equal=True)


def _printable(first: bytes | None) -> str:
    """First bytes as text that is safe to show, on one line; what is no text as escapes."""
    return "".join(map(_letter, (first or b"").decode("utf-8", errors="backslashreplace"))).strip()


def _letter(letter: str) -> str:
    if letter.isprintable() or letter in _JOINERS:
        return letter
    return " " if letter.isspace() else f"\\x{ord(letter):02x}"
