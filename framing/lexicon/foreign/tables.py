"""Tables: VADER's token–mean list and plain CSV of term and category."""

from __future__ import annotations

import csv
import io
import math
from typing import Final

from framing.errors import LexiconError
from framing.lexicon.foreign.dictionary import Dictionary, Pattern, Warnings
from framing.render.escaping import bare_cell, safe_cell

__all__ = ["read_csv", "read_vader", "write_csv", "write_vader"]

_TERM: Final = ("term", "word", "token", "pattern", "entry")
_CATEGORY: Final = ("category", "dimension", "label", "class")
_WEIGHT: Final = ("weight", "score", "value", "mean")
_SIDES: Final = ("positive", "negative")


def read_vader(text: str, _: Warnings) -> Dictionary:
    r"""Read lines of token, tab, mean (tab, spread, ratings): above 0 positive, below negative, weight its size.

    Raises:
        LexiconError: a line without a number in its second column.

    Example:
        >>> read_vader("grim\t-2.7\t0.78\n", Warnings()).categories["negative"]
        (Pattern(text='grim', weight=2.7),)
    """
    found: dict[str, list[Pattern]] = {name: [] for name in _SIDES}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        token, _tab, rest = line.partition("\t")
        mean = _number(rest.split("\t")[0], f"line {number}")
        found["positive" if mean >= 0 else "negative"].append(Pattern(token.strip(), abs(mean)))
    return Dictionary({name: tuple(patterns) for name, patterns in found.items()})


def write_vader(dictionary: Dictionary, warnings: Warnings) -> str:
    """Write token and mean; categories other than positive and negative are lost."""
    lines = []
    for name, patterns in dictionary.categories.items():
        if name not in _SIDES:
            for pattern in patterns:
                warnings.add(f"the format has no category '{name}', its terms are left out", pattern.text)
            continue
        sign = "-" if name == "negative" else ""
        lines += [f"{pattern.text}\t{sign}{pattern.weight:g}" for pattern in patterns]
    return "\n".join([*lines, ""])


def read_csv(text: str, warnings: Warnings) -> Dictionary:
    """Read a table with a header: columns term, category and, where there is one, weight.

    Raises:
        LexiconError: no column of terms or of categories, or a weight that is no number.
    """
    rows = list(csv.reader(io.StringIO(text)))
    header = [name.strip().lower() for name in rows[0]] if rows else []
    term, category, weight = (
        next((name for name in names if name in header), None) for names in (_TERM, _CATEGORY, _WEIGHT)
    )
    if term is None or category is None:
        hint = f"name a column {_TERM[0]} and one {_CATEGORY[0]}"
        raise LexiconError("foreign.csv", f"the columns are {', '.join(header) or 'none'}", "line 1", hint)
    for name in header:
        if name not in (term, category, weight):
            warnings.add("columns are left out", name)
    found: dict[str, list[Pattern]] = {}
    for number, cells in enumerate(rows[1:], 2):
        row = dict(zip(header, cells, strict=False))
        if any(cells):
            size = _number(row.get(weight, ""), f"line {number}") if weight and row.get(weight) else 1.0
            name, text = (bare_cell(row.get(column, "").strip()) for column in (category, term))
            found.setdefault(name, []).append(Pattern(text, size))
    return Dictionary({name: tuple(patterns) for name, patterns in found.items()})


def write_csv(dictionary: Dictionary, _: Warnings) -> str:
    """Write a table of term, category and weight."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_TERM[0], _CATEGORY[0], _WEIGHT[0]])
    for name, patterns in dictionary.categories.items():
        writer.writerows([safe_cell(pattern.text), safe_cell(name), f"{pattern.weight:g}"] for pattern in patterns)
    return out.getvalue()


def _number(cell: str, where: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise LexiconError("foreign.number", f"'{cell}' is no number", where, "correct it")
    return value
