"""``framing sample``: draw articles for people to code, each with a known chance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.options import PROJECT, command, filtered
from framing.cli.output import json_line, print_table, say
from framing.phrases import counted

if TYPE_CHECKING:
    from framing.statistics.question import Question

__all__ = ["sample"]


@command()
@click.argument("into", type=click.Path(path_type=Path, file_okay=False))
@PROJECT
@click.option(
    "--by",
    default="outlet",
    show_default=True,
    help="A level, as for 'framing report'; after it strata, which each key is drawn from evenly: outlet,score,month.",
)
@click.option("--n", "number", type=click.IntRange(1), help="Articles of each key that are expected to be drawn.")
@click.option(
    "--half-width",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Instead of --n: as many as tell a share to so much to each side.",
)
@click.option("--dimension", "dimensions", multiple=True, required=True, help="What is coded; may come again.")
@click.option("--coder", "coders", multiple=True, required=True, help="Who codes; may come again.")
@click.option(
    "--double", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Share that a second coder codes too."
)
@click.option("--more-of", help="Draw articles with a hit of this dimension three times as often as others.")
@click.option(
    "--purpose",
    type=click.Choice(("correct", "tune")),
    default="correct",
    show_default=True,
    help="tune: to grow or tune a lexicon; such codes never validate or correct one.",
)
@filtered("sections", "voices")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same; more only adds.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what was drawn of each key, and for whom.")
def sample(
    into: Path,
    folder: Path,
    by: str,
    number: int | None,
    half_width: float | None,
    dimensions: tuple[str, ...],
    coders: tuple[str, ...],
    double: float,
    more_of: str | None,
    purpose: str,
    asked: Question,
    seed: int,
    as_json: bool,
) -> int:
    r"""Draw articles of a project for people to code, and write a sheet for each coder into the new folder INTO.

    Sheets show texts in an order that says nothing of their outlets, and neither outlets nor hits. What was drawn, and
    with what chance, stands in drawn.csv, which coders leave closed. Fill in yes, no or unsure; what you settle on
    where coders differ goes into settled.csv, a sheet of the same columns. The project takes the draw down, so that
    coders can code in the browser as well ('framing dashboard --coder asha').

    The strata of 'score' are articles without a hit in the first dimension, and the thirds of the others by their rate;
    'score:NAME' takes another dimension or a scale.

    \b
    framing sample rare --by outlet,score,year --n 80 --coder asha --dimension derogation --project news
    framing sample coding --n 60 --double .2 --coder asha --coder bilal --dimension derogation --project news
    framing code import coding --project news
    framing agreement --project news
    """
    from framing.store.draws import sample as draw_sample
    from framing.store.project import open_project

    found = draw_sample(
        open_project(folder), into, dimensions=dimensions, coders=coders, number=number, half_width=half_width, by=by,
        double=double, more_of=more_of, purpose=purpose, question=asked, seed=seed,
    )  # fmt: skip
    if as_json:
        click.echo(json_line({"keys": found.keys.to_dicts(), "coders": found.coders, "drawn": found.drawn.height}))
        return 0
    rows = [[cell if isinstance(cell, str) else f"{cell:,}" for cell in row] for row in found.keys.iter_rows()]
    print_table(
        "drawn", [(name, "right" if name in ("articles", "drawn") else "left") for name in found.keys.columns], rows
    )
    dealt = ", ".join(f"{name} {number:,}" for name, number in found.coders.items())
    say(f"{counted(found.drawn.height, 'articles')} drawn into {into}: {dealt}")
    return 0
