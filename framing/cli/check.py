"""``framing lexicon check`` and ``coverage``: what is wrong, doubtful or missing in a lexicon."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import click
import polars as pl

from framing.cli.main import DONE, FAILED
from framing.cli.options import LEXICON, command
from framing.cli.output import console, json_line, print_table, say
from framing.cli.refusals import Refusals
from framing.errors import UsageError
from framing.ingest.read import read_batches
from framing.languages.registry import language
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.lexicon.review import Finding, concepts, review
from framing.scoring.score import Scorer

__all__ = ["check", "coverage"]

#: Concepts that a table lists by name for each language; --json has all.
_LISTED: Final = 12


@command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--corpus",
    multiple=True,
    type=click.Path(path_type=str),
    help="Texts to look for the entries in; one without a hit and without a note is a finding.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(folder: Path | None, corpus: tuple[str, ...], as_json: bool) -> int:
    """Check a lexicon folder (the toolkit's own where none is named).

    Stops at the first entry that is not valid, with file, line and remedy. Then it lists what is doubtful: entries
    that match the same or swallow another, one form in two dimensions of a family, contexts that never apply, entries
    that the corpus does not have. Exit code 1 where there is any.
    """
    loaded = load_lexicon(folder) if folder else default_lexicon()
    found = review(loaded)
    if corpus:
        found += _absent(loaded, corpus)
    counts = Counter((entry.dimension, entry.language) for entry in _entries(loaded))
    if as_json:
        listed = [
            {"dimension": name, "language": code, "entries": count} for (name, code), count in sorted(counts.items())
        ]
        version = {"fingerprint": loaded.fingerprint, "version": loaded.codebook.version}
        fields = ("code", "entry_id", "where", "what", "hint")
        findings = [{name: getattr(finding, name) for name in fields} for finding in found]
        click.echo(json_line({**version, "entries": listed, "findings": findings}))
        return FAILED if found else DONE
    for finding in found:
        say(str(finding))
    codes = [code for code in loaded.entries if loaded.entries[code]]
    present = [name for name in loaded.codebook.dimensions if any(counts[name, code] for code in codes)]
    rows = [[name, *(str(counts[name, code]) for code in codes)] for name in present]
    rows.append(["all", *(str(len(loaded.entries[code])) for code in codes)])
    state = f"{len(found)} {'doubt' if len(found) == 1 else 'doubts'}" if found else "valid"
    title = f"Lexicon {loaded.codebook.version}, fingerprint {loaded.fingerprint[:12]}: {state}"
    print_table(title, [("dimension", "left"), *((language(code).name, "right") for code in codes)], rows)
    return FAILED if found else DONE


@command()
@click.argument("dimension", required=False)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a dimension, with every concept that is missing."
)
@LEXICON
def coverage(dimension: str | None, as_json: bool, folder: Path | None) -> int:
    """Print, for each dimension (or one), the concepts that a language lacks."""
    loaded = load_lexicon(folder) if folder else default_lexicon()
    if dimension is not None and dimension not in loaded.codebook.dimensions:
        hint = f"the dimensions are {', '.join(loaded.codebook.dimensions)}"
        raise UsageError("coverage.dimension", f"no dimension '{dimension}'", "", hint)
    table = concepts(loaded)
    codes = [code for code in loaded.entries if loaded.entries[code]]
    rows = []
    for (name,), block in table.partition_by("dimension", as_dict=True, maintain_order=True).items():
        if dimension not in (None, name):
            continue
        everywhere = block.filter(pl.all_horizontal(pl.col(codes) > 0)).height
        lacking = {code: block.filter(pl.col(code) == 0)["concept"].to_list() for code in codes}
        if as_json:
            numbers = {"concepts": block.height, "everywhere": everywhere}
            click.echo(json_line({"dimension": name, **numbers, "lacking": lacking}))
        listed = [_some(lacking[code], everything=dimension is not None) for code in codes]
        rows.append([str(name), str(block.height), f"{everywhere / block.height:.0%}", *listed])
    if not as_json:
        columns = [("dimension", "left"), ("concepts", "right"), ("in all", "right")]
        columns += [(f"{language(code).name} lacks", "left") for code in codes]
        print_table("Concepts", columns, rows)
    return DONE


def _some(names: list[str], *, everything: bool) -> str:
    shown = names if everything else names[:_LISTED]
    rest = f" … {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    return f"{len(names)}: {', '.join(shown)}{rest}" if names else "–"


def _absent(loaded: Lexicon, corpus: tuple[str, ...]) -> list[Finding]:
    """Entries without a hit in a corpus, and without a note that says why they belong."""
    scorer = Scorer(loaded)
    hit: set[str] = set()
    read: set[str] = set()
    refusals = Refusals()
    for result in read_batches(corpus):
        refusals.tell(result.rejects)
        if result.articles.height:
            scored = scorer.score(result.articles)
            hit.update(scored.evidence["entry_id"].unique().to_list())
            read.update(code.split("-")[0] for code in scored.articles["language"].unique().to_list())
    refusals.sum_up()
    for code in sorted(set(loaded.entries) - read):
        console(err=True).print(f"framing: the corpus has no {language(code).name}; its entries were not looked for")
    return [
        Finding(
            code="absent",
            entry_id=entry.id,
            where=entry.where,
            what=f"'{entry.term}' does not occur in the corpus",
            hint="drop it, or say in a note why it belongs",
        )
        for entry in _entries(loaded)
        if entry.language in read and entry.id not in hit and not entry.note
    ]


def _entries(loaded: Lexicon) -> list[Entry]:
    return [entry for entries in loaded.entries.values() for entry in entries]
