"""Dictionaries that are lists of words: LIWC's ``.dic`` of 2007 and 2015 and ``.dicx``, VADER's means, plain CSV."""

from __future__ import annotations

import csv
import io
import math
from typing import Final

import regex

from framing.errors import LexiconError
from framing.lexicon.foreign.dictionary import SEPARATOR, Dictionary, Pattern, Warnings
from framing.render.escaping import bare_cell, safe_cell

__all__ = ["read_csv", "read_dic", "read_dicx", "read_vader", "write_csv", "write_dic", "write_dicx", "write_vader"]


#: "(02 134)125/464" and "<of>131/125" of 2007: the category depends on the neighbouring word.
_CONDITION: Final = regex.compile(r"\([^)]*\)|<[^>]*>")
_HEAD: Final = regex.compile(r"(?P<indent>\s*)(?P<number>\d+)\s+(?P<name>\S.*?)\s*")
_MARK: Final = "X"


def read_dic(text: str, warnings: Warnings) -> Dictionary:
    r"""Read a ``.dic``.

    Raises:
        LexiconError: no head between two ``%``, or a line that is none of the format.

    Example:
        >>> read_dic("%\n1\tposemo\n%\nhapp*\t1\n", Warnings()).categories["posemo"]
        (Pattern(text='happ*', weight=1.0),)
    """
    lines = text.splitlines()
    ends = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(ends) < 2:
        raise LexiconError("foreign.liwc", "no head between two lines '%'", "line 1", "is it a LIWC dictionary?")
    names = _names(lines[ends[0] + 1 : ends[1]], ends[0] + 2)
    categories: dict[str, list[Pattern]] = {name: [] for name in names.values()}
    for number, line in enumerate(lines[ends[1] + 1 :], ends[1] + 2):
        if not line.strip():
            continue
        word, *numbers = _cells(line, number, warnings)
        for one in numbers:
            if one not in names:
                hint = "the head lists the categories"
                raise LexiconError("foreign.liwc", f"'{word}' names no category '{one}'", f"line {number}", hint)
            categories[names[one]].append(Pattern(word))
    return Dictionary({name: tuple(patterns) for name, patterns in categories.items()})


def _names(lines: list[str], first: int) -> dict[str, str]:
    """Category number → path; nested categories are indented."""
    names: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        head = _HEAD.fullmatch(line)
        if head is None:
            raise LexiconError(
                "foreign.liwc", f"'{line.strip()}' is no category", f"line {number}", "number, tab, name"
            )
        indent = len(head["indent"])
        above = [(depth, name) for depth, name in above if depth < indent]
        above.append((indent, head["name"]))
        names[str(int(head["number"]))] = SEPARATOR.join(name for _, name in above)
    return names


def _cells(line: str, number: int, warnings: Warnings) -> list[str]:
    """The word of a line and its category numbers."""
    word, tab, rest = line.strip().partition("\t")
    if not tab:
        # Written with spaces: what comes after the last word that is no number is the categories'.
        parts = regex.fullmatch(r"(.*?)((?:\s+\d+)+)", line.strip())
        if parts is None:
            raise LexiconError("foreign.liwc", f"'{word}' has no category", f"line {number}", "word, tab, numbers")
        word, rest = parts[1], parts[2]
    if _CONDITION.search(rest):
        warnings.add("conditions on neighbouring words are dropped, the category kept", word)
        rest = _CONDITION.sub(" ", rest)
    numbers = regex.split(r"[\s/]+", rest.strip())
    if not all(one.isdigit() for one in numbers):
        raise LexiconError("foreign.liwc", f"'{rest.strip()}' are no numbers", f"line {number}", "word, tab, numbers")
    return [word, *dict.fromkeys(str(int(one)) for one in numbers)]


def write_dic(dictionary: Dictionary, warnings: Warnings) -> str:
    """Write the layout of 2015; nesting is written as a path, a weight is lost."""
    numbers = {name: number for number, name in enumerate(dictionary.categories, 1)}
    of_word: dict[str, list[int]] = {}
    for name, patterns in dictionary.categories.items():
        for pattern in patterns:
            of_word.setdefault(pattern.text, []).append(numbers[name])
            if pattern.weight != 1:
                warnings.add("weights are lost", pattern.text)
    head = [f"{number}\t{name}" for name, number in numbers.items()]
    body = ["\t".join([word, *map(str, dict.fromkeys(listed))]) for word, listed in of_word.items()]
    return "\n".join(["%", *head, "%", *body, ""])


def read_dicx(text: str, warnings: Warnings) -> Dictionary:
    """Read the table of LIWC-22.

    Raises:
        LexiconError: no column ``DicTerm``.
    """
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or not rows[0] or rows[0][0].strip() != "DicTerm":
        raise LexiconError("foreign.liwc22", "no column 'DicTerm'", "line 1", "is it a LIWC-22 dictionary?")
    names = [bare_cell(name.strip()) for name in rows[0][1:]]
    categories: dict[str, list[Pattern]] = {name: [] for name in names}
    for row in rows[1:]:
        for name, cell in zip(names, row[1:], strict=False):
            if cell.strip():
                categories[name].append(_weighted(bare_cell(row[0].strip()), cell.strip(), warnings))
    return Dictionary({name: tuple(patterns) for name, patterns in categories.items()})


def _weighted(word: str, cell: str, warnings: Warnings) -> Pattern:
    if cell.upper() == _MARK:
        return Pattern(word)
    try:
        return Pattern(word, float(cell))
    except ValueError:
        warnings.add("cells that are neither X nor a number count as X", cell)
        return Pattern(word)


def write_dicx(dictionary: Dictionary, _: Warnings) -> str:
    """Write the table of LIWC-22; a weight other than 1 is written as a number."""
    names = list(dictionary.categories)
    cells: dict[str, dict[str, str]] = {}
    for name, patterns in dictionary.categories.items():
        for pattern in patterns:
            mark = _MARK if pattern.weight == 1 else f"{pattern.weight:g}"
            cells.setdefault(pattern.text, {})[name] = mark
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["DicTerm", *map(safe_cell, names)])
    for word, marks in cells.items():
        writer.writerow([safe_cell(word), *(marks.get(name, "") for name in names)])
    return out.getvalue()


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
    categories: dict[str, list[Pattern]] = {name: [] for name in _SIDES}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        token, _tab, rest = line.partition("\t")
        mean = _number(rest.split("\t")[0], f"line {number}")
        categories["positive" if mean >= 0 else "negative"].append(Pattern(token.strip(), abs(mean)))
    return Dictionary({name: tuple(patterns) for name, patterns in categories.items()})


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
    categories: dict[str, list[Pattern]] = {}
    for number, cells in enumerate(rows[1:], 2):
        row = dict(zip(header, cells, strict=False))
        if any(cells):
            size = _number(row.get(weight, ""), f"line {number}") if weight and row.get(weight) else 1.0
            name, text = (bare_cell(row.get(column, "").strip()) for column in (category, term))
            categories.setdefault(name, []).append(Pattern(text, size))
    return Dictionary({name: tuple(patterns) for name, patterns in categories.items()})


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
