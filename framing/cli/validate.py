"""``framing validate``: compare a dimension or a scale with human labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from framing.cli.options import LEXICON, command, named_project
from framing.cli.output import console, json_line, print_table
from framing.errors import UsageError
from framing.lexicon.lexicon import default_lexicon, load_lexicon
from framing.phrases import counted
from framing.validation.validate import Figure, Measure, Validity, load_labelled
from framing.validation.validate import validate as run_validation

__all__ = ["validate"]

_NAMES: Final = {
    "auc": "AUC",
    "auc_length_matched": "AUC, length-matched",
    "length_only_auc": "AUC of the length alone",
    "precision": "precision of a hit",
    "recall": "recall of a hit",
    "f1": "F1 of a hit",
    "spearman": "Spearman",
    "length_only_spearman": "Spearman of the length alone",
}
_LISTED: Final = 160


@command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--project",
    "home",
    type=click.Path(path_type=Path, file_okay=False),
    help="On the codes of this project, not FILE.",
)
@click.option(
    "--scores",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --project: other machines beside the lexicon: article_id, and a column of numbers each.",
)
@click.option("--sample", help="With --project: the codes of this sample (else the one with most).")
@click.option("--record", is_flag=True, help="With --project: let the dimension's numbers carry what was found.")
@click.option("--dimension", "dimensions", multiple=True, help="Hits per 1,000 words; several add up.")
@click.option("--against", multiple=True, help="Dimensions whose rate is taken off.")
@click.option("--scale", help="A scale of the codebook, such as loaded or tone.")
@click.option("--text", default="text", show_default=True, help="The column of the texts.")
@click.option("--label", default="label", show_default=True, help="The column of the labels; a.b for a field.")
@click.option("--positive", multiple=True, help="A class that counts as yes, where labels are classes.")
@click.option("--negative", multiple=True, help="A class that counts as no (all others, where none is named).")
@click.option("--machine", "machines", multiple=True, help="A column of FILE: what another machine says of the texts.")
@click.option("--language", help="BCP 47 tag of all texts (else the column lang, else detected).")
@click.option("--group", help="The column of what belongs together, for the intervals (else: group).")
@click.option(
    "--examples", type=click.IntRange(0), default=10, show_default=True, help="Misses and false alarms shown."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@LEXICON
def validate(
    file: Path | None,
    home: Path | None,
    scores: Path | None,
    sample: str | None,
    record: bool,
    dimensions: tuple[str, ...],
    against: tuple[str, ...],
    scale: str | None,
    text: str,
    label: str,
    positive: tuple[str, ...],
    negative: tuple[str, ...],
    machines: tuple[str, ...],
    language: str | None,
    group: str | None,
    examples: int,
    as_json: bool,
    folder: Path | None,
) -> int:
    r"""Compare a dimension or a scale with what people said of the same texts.

    FILE is a table with a text and a label a row: .jsonl (also .zst, .gz), .csv, .tsv or .parquet. Labels are 0/1, a
    share, or classes. A long text has more of everything, so the AUC among texts of one length is the one that counts.
    Where there is a column outlet, figures are told within and per outlet.
    With --project and no FILE, the labels are what people have coded in it, per outlet and language.

    \b
    framing validate sentences.csv --scale loaded --text sentence --label biased
    framing validate sentences.csv --dimension derogation --label biased --machine bert --machine llm
    framing validate frames.jsonl --dimension economic --label frame --positive economic
    framing validate --project news --dimension derogation --scores transformer.csv --record
    """
    if home is None and file is None:
        home = named_project()
    if home is not None:
        from framing.cli.validity import validate_project

        if file is not None or scale or against or len(dimensions) != 1:
            what = "with --project, one --dimension is validated, and nothing else"
            raise UsageError("validate.project", what, "", "leave out FILE, --scale and --against")
        return validate_project(home, dimensions[0], scores, sample, record=record, examples=examples, as_json=as_json)
    if file is None or scores is not None or sample or record:
        what = "no FILE is named" if file is None else "--scores, --sample and --record are of a project's codes"
        raise UsageError("validate.project", what, "", "name FILE, or --project")
    columns: dict[str, Any] = {"positive": positive, "negative": negative, "language": language, "group": group}
    columns["machines"] = machines
    labelled = load_labelled(file, text=text, label=label, **columns)
    measure = Measure(scale=scale, dimensions=dimensions, against=against)
    lexicon = load_lexicon(folder) if folder else default_lexicon()
    validity = run_validation(labelled, measure, lexicon, examples=examples)
    if as_json:
        click.echo(json_line({**validity.as_dict(), "lexicon_fingerprint": lexicon.fingerprint}))
    else:
        _print(validity)
    return 0


def _print(validity: Validity) -> None:
    groups = counted(validity.groups, "groups")
    positives = "" if validity.positives is None else f", {validity.positives} marked"
    title = f"{validity.measure} on {validity.data}: {counted(validity.texts, 'texts')}{positives}, {groups}"
    rows = [[_NAMES[name], *_cells(figure)] for name, figure in validity.figures.items()]
    print_table(title, [("figure", "left"), ("value", "right"), ("95 % interval", "left")], rows)
    out = console()
    if validity.machines.height:
        from framing.cli.validity import print_machines

        out.print()
        print_machines("By language and outlet", validity.machines, validity.curve, validity.entries, str)
    for heading, examples in (("Missed", validity.misses), ("False alarms", validity.false_alarms)):
        if examples:
            out.print(f"\n{heading}", style="bold")
        for example in examples:
            spans = ", ".join(f"{span['surface']} ({span['dimension']})" for span in example.get("spans", []))
            out.print(f"  {_short(example)}", markup=False, highlight=False)
            if spans:
                out.print(f"    → {spans}", style="dim", markup=False, highlight=False)


def _short(example: dict[str, Any]) -> str:
    line = " ".join(example["text"].split())
    return line if len(line) <= _LISTED else f"{line[:_LISTED]} …"


def _cells(figure: Figure) -> tuple[str, str]:
    if figure.value is None:
        return "–", "not defined"
    interval = "" if figure.low is None else f"{figure.low:.3f} … {figure.high:.3f}"
    return f"{figure.value:.3f}", interval
