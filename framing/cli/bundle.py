"""``framing bundle`` and ``framing verify-bundle``: what a paper's readers need to check its figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.main import DONE, FAILED
from framing.cli.options import PROJECT, command, filtered
from framing.cli.output import json_line, message, say
from framing.phrases import counted

if TYPE_CHECKING:
    from framing.statistics.question import Question

__all__ = ["bundle", "verify_bundle"]


@command()
@PROJECT
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("bundle.zip"), show_default=True)
@click.option("--plan", "plan_path", type=click.Path(path_type=Path, dir_okay=False), help="The plan of the study.")
@click.option("--with-text", is_flag=True, help="Put headlines, texts and evidence in, if you may hand them on.")
@filtered()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the file, what is in it, notes.")
def bundle(folder: Path, output: Path, plan_path: Path | None, with_text: bool, asked: Question, as_json: bool) -> int:
    r"""Write a replication bundle: one zip file with estimates, counts, codebooks, methods, plan, lexicon and hashes.

    It holds no text of anybody else's unless you say --with-text. The methods have the formulas, a paragraph for a
    paper and how to cite.

    \b
    Such as: framing bundle -o study.zip --since 2025-01
             framing verify-bundle study.zip
    """
    from framing.store.bundle import bundle as write_bundle
    from framing.store.plans import read_plan

    if plan_path is not None:
        read_plan(plan_path)  # A plan that was changed after it was fixed is none.
    made = write_bundle(folder, output, plan=plan_path, with_text=with_text, question=asked)
    if as_json:
        facts = {"articles": made.articles, "files": list(made.files), "notes": list(made.notes)}
        click.echo(json_line({"bundle": str(made.path), **facts}))
        return DONE
    say(f"{made.path}: {counted(made.articles, 'articles')}, {counted(len(made.files), 'files')}")
    for note in made.notes:
        message(note)
    return DONE


@command("verify-bundle")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object: files, bytes, problems.")
def verify_bundle(path: Path, as_json: bool) -> int:
    """Check a replication bundle: files against hashes, the lexicon against its fingerprint, sums against counts.

    Such as: framing verify-bundle study.zip. Exit code 1 if anything differs from what was bundled.
    """
    from framing.store.bundle import verify_bundle as check

    found = check(path)
    if as_json:
        click.echo(json_line({"files": found.files, "bytes": found.size, "problems": list(found.problems)}))
    else:
        for problem in found.problems:
            say(problem)
        verdict = counted(len(found.problems), "problems") if found.problems else "all as bundled"
        say(f"{counted(found.files, 'files')}, {counted(found.size, 'bytes')}: {verdict}")
    return FAILED if found.problems else DONE
