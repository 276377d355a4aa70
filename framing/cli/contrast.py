"""A comparison in the terminal: the table, its caveats, the words and sentences behind it."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from framing.cli.output import console, print_table
from framing.lexicon.lexicon import Lexicon
from framing.phrases import counted
from framing.statistics.comparison import Comparison
from framing.statistics.contrast_table import ALONE
from framing.statistics.reasons import Reasons
from framing.statistics.reference import calibration_factors
from framing.store.badges import badge_lines

__all__ = ["print_comparison", "print_reasons"]

#: Entries that a word shift shows; the JSON has all.
_ENTRIES: Final = 8
_TERM: Final = 40
#: Words of either side that keyness shows.
_WORDS: Final = 12
#: Signs of adjusted p in the table.
_SURE: Final = 0.05


def print_comparison(comparison: Comparison, lexicon: Lexicon, checks: pl.DataFrame) -> None:
    """The contrast for people: the table, its caveats, the words and sentences behind the strongest differences."""
    out = console()
    for row in comparison.sides.iter_rows(named=True):
        texts = f", {counted(row['clusters'], 'texts')}" if row["clusters"] != row["articles"] else ""
        size = f"{counted(row['articles'], 'articles')}{texts}, {counted(row['words'], 'words')}"
        line = f"{row['side'].upper()}  {row['name']}: {size} ({row['languages'] or '–'})"
        out.print(line, markup=False, highlight=False)
    columns = [("dimension", "left"), ("effect", "right"), ("95 % interval", "right"), ("adj. p", "right")]
    columns += [("hits A", "right"), ("hits B", "right"), ("rate A", "right"), ("rate B", "right"), ("", "left")]
    rows = list(comparison.table.iter_rows(named=True))
    alone = [row for row in rows if row["status"] == "no-baseline"]
    measured = [row for row in rows if row["status"] not in ("few-hits", "no-hits", "no-words", "no-baseline")]
    if measured:
        print_table("", columns, [_line(row) for row in measured])
    if silent := [row["dimension"] for row in rows if row not in measured and row not in alone]:
        out.print(f"Too few words to say: {', '.join(silent)}.", markup=False, highlight=False)
    if alone:
        sentence = f"! {_alone(comparison, len(alone), lexicon)}"
        out.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)
    for line in comparison.caveats:
        if alone and line == ALONE:
            continue
        out.print(f"! {line}", style="yellow", markup=False, highlight=False)
    for line in badge_lines(checks, brief=True):
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    for measure in comparison.shifts["measure"].unique(maintain_order=True):
        _behind(comparison, measure)
    out.print(
        "\n× ratio of A's rate to B's, + difference of a scale's values; * p below .05 when adjusted for all rows "
        f"(Benjamini–Hochberg).\nRates per 1,000 words. Test: {_method(comparison.table)}. "
        f"Lexicon fingerprint {str(comparison.settings['lexicon_fingerprint'])[:12]}.",
        markup=False,
        highlight=False,
    )


def _alone(comparison: Comparison, measures: int, lexicon: Lexicon) -> str:
    """What is told instead of rows that say nothing: a side has its language to itself; and what --raw would do."""
    factors = calibration_factors(lexicon)
    codes = {code for languages in comparison.sides["languages"] for code in (languages or "").split("+") if code}
    names = comparison.table.filter(comparison.table["status"] == "no-baseline")["dimension"].to_list()
    tied = sum(all((code, name) in factors for code in codes) for name in names)
    rest = f", the other {measures - tied} as they are, marked uncalibrated" if tied < measures else ""
    return (
        f"Nothing can be said of {measures} measures: each side is compared with the rest of its own language, and a "
        f"side has its language to itself. --raw compares the rates themselves: {tied} of the {measures} divided by "
        f"factors between the languages, with the factors' uncertainty in the interval{rest}."
    )


def print_reasons(comparison: Comparison, rests: Reasons) -> None:
    """What the contrast rests on: the words of either side, and what moves it most."""
    for code in rests.keyness["language"].unique(maintain_order=True):
        words = rests.keyness.filter(pl.col("language") == code)
        ends = [words.head(_WORDS), words.reverse().head(_WORDS)]
        pairs = [[_word(end, number) for end in ends] for number in range(_WORDS)]
        console().print()
        title = f"All words ({code}) by weighted log-odds: z; * p below .05, adjusted for {words.height} words"
        print_table(title, [(f"A: {comparison.a}", "left"), (f"B: {comparison.b}", "left")], pairs)
    columns = [("measure", "left"), ("without", "left"), ("is", "right"), ("instead of", "right")]
    rows = [
        [row["measure"], _short(row["term"] or row["unit"]), f"{row['without']:.2f}", f"{row['value']:.2f}"]
        for frame in (rests.entries, rests.articles)
        for row in frame.filter(pl.col("change").is_not_null())
        .unique("measure", keep="first", maintain_order=True)
        .to_dicts()
    ]
    if rows:
        console().print()
        print_table("The entry and the article that move it most, left out (as counted)", columns, rows)


def _word(words: pl.DataFrame, number: int) -> str:
    if number >= words.height:
        return ""
    row = words.row(number, named=True)
    return (
        f"{row['z']:+.1f}{'*' if row['p_adjusted'] < _SURE else ' '} {row['word']} ({row['count_a']}:{row['count_b']})"
    )


def _short(term: str) -> str:
    return term if len(term) <= _TERM else term[: _TERM - 1] + "…"


def _method(table: pl.DataFrame) -> str:
    return str(table["method"][0]) if table.height else "none"


def _line(row: dict[str, Any]) -> list[str]:
    ratio = row["measure"] == "ratio"
    if row["effect"] is None:
        effect, interval = "–", "–"
    elif ratio:
        effect, interval = f"× {_figures(row['effect'])}", f"{_figures(row['low'])} … {_figures(row['high'])}"
    else:
        effect, interval = (
            f"{row['effect']:+.2f}",
            "–" if row["low"] is None else f"{row['low']:+.2f} … {row['high']:+.2f}",
        )
    rates = [_rate(row[name], ratio) for name in ("rate_a", "rate_b")]
    p = row["p_adjusted"]
    sure = "–" if p is None else f"{p:.3f}{'*' if p < _SURE else ' '}"
    note = "" if row["status"] == "ok" else row["status"]
    return [row["dimension"], effect, interval, sure, str(row["hits_a"]), str(row["hits_b"]), *rates, note]


def _figures(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _rate(value: float | None, ratio: bool) -> str:
    return "–" if value is None else f"{value:.2f}" if ratio else f"{value:+.2f}"


def _behind(comparison: Comparison, measure: str) -> None:
    """The word shift of a measure, and examples side by side."""
    rows = comparison.shifts.filter(comparison.shifts["measure"] == measure).head(_ENTRIES)
    unit = (
        "per 1,000 words"
        if comparison.table.filter(comparison.table["dimension"] == measure)["measure"][0] == "ratio"
        else "points of the scale"
    )
    columns = [
        ("entry", "left"),
        (f"contribution ({unit})", "right"),
        ("hits A", "right"),
        ("hits B", "right"),
        ("concept", "left"),
    ]
    table = [
        [
            _short(row["term"]),
            "–" if row["contribution"] is None else f"{row['contribution']:+.3f}",
            str(row["hits_a"]),
            str(row["hits_b"]),
            row["concept"],
        ]
        for row in rows.iter_rows(named=True)
    ]
    console().print()
    print_table(f"{measure}: the entries behind the difference", columns, table)
    examples = comparison.examples.filter(comparison.examples["measure"] == measure)
    sides = [examples.filter(examples["compared"] == side).to_dicts() for side in "ab"]
    pairs = [[_context(side, number) for side in sides] for number in range(max(map(len, sides)))]
    if pairs:
        print_table("", [(f"A: {comparison.a}", "left"), (f"B: {comparison.b}", "left")], pairs)


def _context(examples: list[dict[str, Any]], number: int) -> str:
    if number >= len(examples):
        return ""
    row = examples[number]
    return f"{row['before']} [{row['hit']}] {row['after']} ({row['voice']}, {row['article_id']})"
