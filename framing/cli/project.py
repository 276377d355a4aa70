"""``framing init``, ``add``, ``verify``: a project folder and what is in it."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Final

import click

from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED
from framing.cli.output import console, json_line, report_rejects
from framing.cli.reading import Notes, reading_options, told
from framing.cli.rejects import resolved, retried
from framing.errors import UsageError
from framing.ingest.read import read_batches
from framing.store.layout import COMMIT_BYTES, MARKER
from framing.store.project import init_project, open_project
from framing.store.verify import verify_project
from framing.store.writer import Counts, Writer

__all__ = ["add", "init", "verify"]

_PROJECT: Final = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The project folder (the current folder where none is named).",
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> int:
    """Make a new project folder.

    DIR must be new or empty; a folder that is a project already is left as it is.
    """
    existed = (folder / MARKER).is_file()
    project = init_project(folder)
    hint = "" if existed else f"; add articles with: framing add PATH --project {folder}"
    click.echo(f"{project.folder}: {'is a project already' if existed else 'new project'}{hint}", err=True)
    return DONE


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@_PROJECT
@reading_options
@click.option("--retry-rejects", is_flag=True, help="Try again what could not be read; see 'framing rejects'.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the counts and the project's version.")
@click.option(
    "--batch-bytes",
    type=click.IntRange(1),
    default=COMMIT_BYTES,
    show_default=True,
    help="Bytes of text that are scored and committed together; less takes less memory.",
)
def add(
    paths: tuple[str, ...],
    folder: Path,
    pairs: tuple[str, ...],
    encoding: str | None,
    profile: str | None,
    save_as: str | None,
    retry_rejects: bool,
    as_json: bool,
    batch_bytes: int,
) -> int:
    """Score articles that are new or changed, and add them to a project.

    PATHS are files, folders, patterns, web addresses of feeds, or - for standard input, as for `framing score`. What
    the project knows already is passed over, so adding the same files again does nothing, and an interrupted run is
    simply started again.
    """
    if not paths and not retry_rejects:
        raise UsageError("add.usage", "no path is given", "", "name files or folders, or --retry-rejects")
    project = open_project(folder)
    options = told(pairs, encoding, profile, save_as, project.folder)
    counts, notes = Counts(), Notes()
    start = time.monotonic()
    progress = console(err=True)
    again = retried(project) if retry_rejects else {}
    outlets, boilerplate = project.outlets(), project.boilerplate()
    read_all = partial(read_batches, batch_bytes=batch_bytes, options=options, outlets=outlets, boilerplate=boilerplate)
    with Writer(project) as writer, progress.status("reading") as status:
        for given, before in (*(((path,), rejects) for path, rejects in again.items()), (paths, None)):
            rejects = []
            for result in read_all(given):
                notes.tell(result.notes)
                report_rejects(result.rejects)
                counts += writer.add(result)
                rejects.append(result.rejects)
                rate = counts.articles / max(time.monotonic() - start, 1e-9)
                status.update(f"{counts.articles} articles, {rate:.0f} a second")
            if before is not None:
                writer.resolve(resolved(before, rejects))
    notes.sum_up()
    numbers = {name: getattr(counts, name) for name in Counts.names()}
    if as_json:
        click.echo(json_line({"project": str(project.folder), "version": project.version(), **numbers}))
    else:
        parts = (name for name in Counts.names()[1:-1] if numbers[name])
        noun = "article" if counts.articles == 1 else "articles"
        click.echo(
            ": ".join(
                filter(None, (f"{counts.articles} {noun}", ", ".join(f"{numbers[name]} {name}" for name in parts)))
            )
        )
    if counts.rejects:
        return DONE_WITH_REJECTS if counts.articles > counts.rejects else FAILED
    return DONE


@click.command()
@_PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what was checked, and all damage.")
def verify(folder: Path, as_json: bool) -> int:
    """Check every file of a project against its recorded SHA-256, and every count.

    Exit code 1 if a file is damaged or missing. The files of the last run itself are vouched for by a seal, those of
    earlier runs by the run after them.
    """
    found = verify_project(folder)
    if as_json:
        damage = [{"file": damage.file, "reason": damage.reason} for damage in found.damage]
        counts = {"runs": found.runs, "files": found.files, "bytes": found.size}
        click.echo(
            json_line({"project": str(folder.absolute()), **counts, "damage": damage, "notes": list(found.notes)})
        )
    else:
        for line in found.damage:
            click.echo(f"{line.file}: {line.reason}")
        for note in found.notes:
            click.echo(f"framing: {note}", err=True)
        verdict = f"{len(found.damage)} damaged" if found.damage else "all as written"
        click.echo(
            f"{found.runs} {'run' if found.runs == 1 else 'runs'}, {found.files} files, {found.size} bytes: {verdict}"
        )
    return FAILED if found.damage else DONE
