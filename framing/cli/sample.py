"""``framing sample``: draw articles for people to code, each with a known chance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.options import PROJECT, command, filtered
from framing.cli.output import json_line, print_table, say
from framing.errors import UsageError
from framing.phrases import counted

if TYPE_CHECKING:
    import polars as pl

    from framing.lexicon.lexicon import Lexicon
    from framing.statistics.question import Question
    from framing.store.loaded import Loaded

__all__ = ["sample"]

#: The stratum of a measure's rate; a measure's name may follow behind a colon.
_SCORE = "score"


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
    import polars as pl

    from framing.store.answers import Answers
    from framing.store.codes import fold_now, record_draw, sample_of
    from framing.store.filters import chosen_of
    from framing.store.project import open_project
    from framing.validation.coding import write_coding
    from framing.validation.sampling import draw

    project = open_project(folder)
    lexicon = project.lexicon()
    _check(lexicon.codebook.dimensions, (*dimensions, *([more_of] if more_of else [])))
    wanted = _size(number, half_width)
    level, *strata = [f"{_SCORE}:{dimensions[0]}" if part == _SCORE else part for part in by.split(",")]
    named = [part for part in strata if not part.startswith(f"{_SCORE}:")]
    loaded, choice = chosen_of(Answers(project).loaded(), asked.changed(by=None), project, [level, *named])
    choice.funnel.check()
    keyed = _keyed(loaded, level, strata, more_of, lexicon)
    drawn = draw(keyed, number=wanted, coders=coders, double=double, seed=seed)
    texts = loaded.scored.with_texts(loaded.articles.filter(pl.col("article_id").is_in(drawn["article_id"].implode())))
    hashes = loaded.scored.articles.select("article_id", "language", "content_sha256")
    texts = texts.drop("language", "content_sha256", strict=False).join(hashes, on="article_id", how="left")
    about = {"seed": seed, "by": ",".join([level, *strata]), "n": wanted, "double": double, "more_of": more_of}
    about |= {"purpose": purpose} if purpose == "tune" else {}
    about |= {"filters": asked.named(), "lexicon": lexicon.fingerprint, "project_version": project.version()}
    about |= {"drawn": datetime.now(UTC).isoformat()}
    about |= {"sample": sample_of(about)}
    counts = write_coding(drawn, texts, into, dimensions, about)
    record_draw(project, drawn, hashes, dimensions, about)
    fold_now(project)
    is_drawn = pl.col("article_id").is_in(drawn["article_id"].implode())
    of_keys = keyed.group_by("key", "stratum").agg(articles=pl.len(), drawn=is_drawn.sum()).sort("key", "stratum")
    _tell(into, of_keys if strata else of_keys.drop("stratum"), counts, drawn, as_json)
    return 0


def _check(known: Collection[str], named: Iterable[str]) -> None:
    if wrong := [name for name in named if name not in known]:
        raise UsageError("sample.dimension", f"no dimension '{wrong[0]}'", "", f"the dimensions are {', '.join(known)}")


def _size(number: int | None, half_width: float | None) -> int:
    """Articles of each key, from the one of the two options that is given."""
    from framing.validation.sampling import codes_for

    if number is not None and half_width is None:
        return number
    if half_width is not None and number is None:
        return codes_for(half_width)
    raise UsageError("sample.size", "a number or a half-width, and one of the two", "", "use --n or --half-width")


def _keyed(loaded: Loaded, by: str, strata: list[str], more_of: str | None, lexicon: Lexicon) -> pl.DataFrame:
    """Columns article_id, key, stratum, weight of the articles that were read."""
    import numpy as np
    import polars as pl

    from framing.statistics.hits import counts_of, with_sides
    from framing.statistics.levels import KEY, keyed, keys_of
    from framing.statistics.observations import observe
    from framing.validation.sampling import bands, evened

    observed = keyed(observe(loaded.scored, loaded.articles), by)
    counts = with_sides(*counts_of(observed, lexicon.codebook))
    rows = observed.articles.with_columns(key_=pl.col(KEY).cast(pl.String))
    for place, name in enumerate(strata):
        if not name.startswith(f"{_SCORE}:"):
            rows = rows.with_columns(keys_of(rows, name).cast(pl.String).fill_null("–").alias(f"stratum {place}"))
            continue
        measure = name.partition(":")[2]
        if measure not in counts.names:
            hint = f"there are {', '.join(counts.names)}"
            raise UsageError("sample.score", f"no measure '{measure}' to draw by", "", hint)
        rate = pl.Series(counts.first[:, counts.names.index(measure)]) / rows["words"].clip(1)
        rows = rows.with_columns(rate=rate).with_columns(bands(pl.col("rate"), within="key_").alias(f"stratum {place}"))
    more = counts.first[:, counts.names.index(more_of)] > 0 if more_of else np.zeros(rows.height, np.bool_)
    rows = rows.with_columns(more=more).filter(pl.col("words") > 0).drop_nulls("key_")
    weight = pl.when("more").then(3.0).otherwise(1.0)
    names = [f"stratum {place}" for place in range(len(strata))]
    stratum = pl.concat_str(names, separator=" · ") if names else pl.lit("")
    keys = rows.select("article_id", key="key_", stratum=stratum, weight=weight)
    return evened(keys, ["stratum"]) if names else keys


def _tell(into: Path, of_keys: pl.DataFrame, counts: dict[str, int], drawn: pl.DataFrame, as_json: bool) -> None:
    if as_json:
        click.echo(json_line({"keys": of_keys.to_dicts(), "coders": counts, "drawn": drawn.height}))
        return
    rows = [[cell if isinstance(cell, str) else f"{cell:,}" for cell in row] for row in of_keys.iter_rows()]
    print_table(
        "drawn", [(name, "right" if name in ("articles", "drawn") else "left") for name in of_keys.columns], rows
    )
    dealt = ", ".join(f"{name} {number:,}" for name, number in counts.items())
    say(f"{counted(drawn.height, 'articles')} drawn into {into}: {dealt}")
