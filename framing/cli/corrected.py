"""``framing report --corrected``: the figures of one dimension, put right by articles that people have coded."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from framing.cli.options import PROJECT_CODES
from framing.cli.output import json_line, message, print_table, say
from framing.errors import UsageError
from framing.phrases import counted
from framing.statistics.coded import corrected_tables, label_tables
from framing.statistics.correction import FEW_CODES, FIGURES
from framing.statistics.events import with_units
from framing.statistics.machines import machine_names
from framing.store.beside import read_machines
from framing.store.codes import coded_in, codes_of, draws_of, main_sample, marked_in
from framing.store.filters import chosen_of
from framing.validation.coding import about_coding, read_codes, settled_tables
from framing.validation.machines import LEXICON
from framing.validation.tables import read_table

if TYPE_CHECKING:
    from framing.scoring.score import Scored
    from framing.statistics.question import Question
    from framing.store.answers import Answers
    from framing.store.project import Project

__all__ = ["report_corrected"]

_FEW = "{needed} more codes are needed"
_UNITS = "all codes are of a few events or texts; codes of {needed} more are needed"
_STATUS = {"few-codes": _FEW, "few-units": _UNITS, "one-code": "all codes are the same"}


def report_corrected(
    answers: Answers,
    asked: Question,
    measures: tuple[str, ...],
    codes: Path,
    as_json: bool,
    sample: str | None = None,
    *,
    rate: bool = False,
    scores: Path | None = None,
) -> None:
    """Print what is left of each key's share, or rate, when the codes have put it right.

    Args:
        answers: of the project.
        asked: of which articles, and at what level.
        measures: one dimension.
        codes: a folder of sheets that were filled in, or a table with article_id, code and perhaps chance; ``-`` for
            the codes of the project.
        as_json: one JSON object instead of a table.
        sample: of the project's codes, which sample's; that with the most where none is named.
        rate: per 1,000 words, by the words that coders of the project marked.
        scores: a table of what other machines say of each article, which stand in the same table.

    Raises:
        UsageError: not one dimension; codes that tell nothing.
    """
    if len(measures) != 1:
        raise UsageError("report.corrected", f"{len(measures)} dimensions are named", "", "name one with --dimension")
    is_own = codes == PROJECT_CODES
    if (rate or sample) and not is_own:
        what = "--rate and --sample are of the codes of a project"
        raise UsageError("report.corrected", what, str(codes), "leave out the path")
    about = about_coding(codes) if codes.is_dir() else None
    coded = pl.DataFrame()
    if is_own:
        coded = codes_of(answers.project)
        about = _drawn(answers.project, coded, measures[0], sample)
    if about is not None:
        _check_frame(about, "" if is_own else str(codes), asked)
        _check_version(about, answers.project)
    loaded, narrowing = chosen_of(answers.counted(), asked.changed(by=asked.by), answers.project)
    narrowing.funnel.check()
    if is_own:
        tables = (
            [marked_in(coded, measures[0], sample)] if rate else _fast(_own(coded, measures[0], sample), measures[0])
        )
    else:
        rate, tables = _codes(codes, measures[0], loaded.scored)
    question = asked.only("sections", "voices").changed(by=asked.by)
    articles, kind = with_units(loaded.articles), "rate" if rate else "share"
    lexicon = answers.project.lexicon()

    def put_right(machine: pl.DataFrame | None) -> pl.DataFrame:
        return corrected_tables(
            loaded.scored, articles, tables, measures[0], lexicon, kind=kind, question=question, scores=machine
        )

    machines = {LEXICON: None} | _machines(scores)
    corrected = [put_right(machine).with_columns(scored_by=pl.lit(name)) for name, machine in machines.items()]
    _print(pl.concat(corrected), asked, measures[0], answers, rate=rate, as_json=as_json)


def _machines(path: Path | None) -> dict[str, pl.DataFrame | None]:
    """Name of a machine → article_id, and what it says."""
    if path is None:
        return {}
    table, problems = read_machines(path)
    for line in problems:
        message(line)
    return {} if table is None else {name: table.select("article_id", name) for name in machine_names(table)}


def _print(rows: pl.DataFrame, asked: Question, measure: str, answers: Answers, *, rate: bool, as_json: bool) -> None:
    name = answers.outlets().name if asked.by in (None, "outlet") else str
    if as_json:
        named = [{**row, "name": name(row["key"]), "badge": _badge(row)} for row in rows.to_dicts()]
        click.echo(json_line({"dimension": measure, "kind": "rate" if rate else "share", "corrected": named}))
        return
    columns = [(asked.by or "outlet", "left"), ("articles", "right"), ("coded", "right")]
    are_several = rows["scored_by"].n_unique() > 1
    columns = [*([("machine", "left")] if are_several else []), *columns]
    whose = "machine says" if are_several else "lexicon"
    columns += [(whose, "right"), ("codes alone", "right"), ("corrected", "left"), ("worth", "left")]
    is_bounded = rows["least"].count() > 0
    columns += [("unsure as no … as yes", "left")] if is_bounded else []
    title = f"Share of articles with {measure}, put right by codes"
    if rate:
        title = f"Places of {measure} per 1,000 words, put right by what coders marked"
    cells = []
    for row in rows.to_dicts():
        ends = [] if row["least"] is None else [f"{max(row['least'], 0):.3f} … {row['most']:.3f}"]
        first = [row["scored_by"]] if are_several else []
        cells.append([*first, name(row["key"]), *_cells(row), *(ends or [""] * is_bounded)])
    print_table(title, columns, cells)
    if few := rows.filter(status="pooled").height:
        say(f"~ {counted(few, 'figures')} of fewer than {FEW_CODES} codes, drawn to those of others in the language.")


def _own(codes: pl.DataFrame, dimension: str, sample: str | None) -> pl.DataFrame:
    current, note = coded_in(codes, dimension, sample)
    if note:
        message(note)
    return current


def _fast(codes: pl.DataFrame, dimension: str) -> list[pl.DataFrame]:
    """Columns article_id, code, chance of what stands fast; and where some is unsure, with all that as no, as yes."""
    tables, disputed, unsure = settled_tables(codes, dimension)
    if disputed:
        message(f"{counted(disputed, 'texts')} disputed: left out until they are settled")
    if unsure:
        message(f"{counted(unsure, 'texts')} unsure: left out, and the last column says what they could change")
    return tables


def _drawn(project: Project, codes: pl.DataFrame, dimension: str, sample: str | None) -> dict[str, Any] | None:
    """How the coded articles of a project were drawn."""
    own = codes.filter(dimension=dimension, status="current", burned=False)
    draws = draws_of(project).filter(sample=sample or main_sample(own) or "")
    if not draws.height:
        if own.height:
            message("as far as the project knows these articles were not drawn: they are taken for a random sample")
        return None
    return {**json.loads(draws["frame"][0]), "drawn": draws["drawn"].max()}


def _badge(row: dict[str, Any]) -> str:
    """What the figure of a key is: a withheld one is the lexicon's alone."""
    return "corrected" if row["status"] in FIGURES else "not corrected"


def _check_frame(about: Mapping[str, Any], where: str, asked: Question) -> None:
    """Refuse a question about more articles than the coded ones were drawn from."""
    named = asked.named()
    wider = [f"{name} {value}" for name, value in about["filters"].items() if named.get(name) != value]
    if wider:
        what = f"the coded texts were drawn from those of {'; '.join(wider)} alone"
        raise UsageError("report.frame", what, where, "ask for the same with the same options")


def _check_version(about: Mapping[str, Any], project: Project) -> None:
    """Tell of articles that came or went since the draw."""
    if (since := about.get("drawn")) is None:  # Drawn by an earlier version.
        later = about["project_version"] != project.version()
    else:
        moment = datetime.fromisoformat(since) if isinstance(since, str) else since
        runs = project.history().runs.filter(~pl.col("kind").is_in(["code", "compact"]))
        later = runs.filter(pl.col("finished") > moment).height > 0
    if later:
        message("the project has changed since the texts were drawn: what came since is taken to be like the rest")


def _cells(row: dict[str, Any]) -> list[str]:
    counts = [f"{row['articles']:,}", f"{row['coded']:,}"]
    plain = ["–" if row[name] is None else f"{row[name]:.3f}" for name in ("machine", "by_hand")]
    if row["status"] not in FIGURES:
        return [*counts, *plain, f"withheld: {_STATUS[str(row['status'])].format(**row)}", ""]
    figure = f"{row['estimate']:.3f} [{row['low']:.3f}, {row['high']:.3f}]{'~' if row['status'] == 'pooled' else ''}"
    return [*counts, *plain, figure, f"× {row['gain']:.1f} of the codes" if row["gain"] else ""]


def _codes(path: Path, dimension: str, scored: Scored) -> tuple[bool, list[pl.DataFrame]]:
    """Whether codes are of rates, and what :func:`_fast` gives; how many are of texts that have changed is said."""
    if path.is_dir():
        return False, _of_sheets(path, dimension, scored.articles)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        kind, tables = label_tables(read_table(path), dimension, scored)
    for each in caught:
        message(str(each.message))
    return kind == "rate", tables


def _of_sheets(path: Path, dimension: str, scored: pl.DataFrame) -> list[pl.DataFrame]:
    codes, problems = read_codes(path)
    for problem in problems:
        message(problem)
    if dimension not in set(codes["dimension"]):
        coded = ", ".join(sorted(set(codes["dimension"])))
        raise UsageError("report.uncoded", f"'{dimension}' was not coded", str(path), f"coded were {coded}")
    current = scored.select("article_id", now="content_sha256")
    known = codes.join(current, on="article_id", how="left", maintain_order="left")
    stale = known.filter(pl.col("now") != pl.col("content_sha256"))["unit"].n_unique()
    if stale:
        message(f"{counted(stale, 'texts')} changed since they were coded, and must be coded again: left out")
    fresh = known.filter(pl.col("now").is_null() | (pl.col("now") == pl.col("content_sha256")))
    return _fast(fresh, dimension)
