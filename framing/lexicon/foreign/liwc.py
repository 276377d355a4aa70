"""LIWC's dictionaries: ``.dic`` of 2007 and 2015, and the table ``.dicx`` of LIWC-22.

A ``.dic`` has a head between two lines ``%`` with a number and a name for each category (2015 indents nested ones),
then a word and its numbers a line. A ``.dicx`` is a table with a column ``DicTerm`` and one for each category.
"""

from __future__ import annotations

import csv
import io
from typing import Final

import regex

from framing.errors import LexiconError
from framing.lexicon.foreign.dictionary import SEPARATOR, Dictionary, Pattern, Warnings
from framing.render.escaping import bare_cell, safe_cell

__all__ = ["read_dic", "read_dicx", "write_dic", "write_dicx"]

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
    found: dict[str, list[Pattern]] = {name: [] for name in names.values()}
    for number, line in enumerate(lines[ends[1] + 1 :], ends[1] + 2):
        if not line.strip():
            continue
        word, *numbers = _cells(line, number, warnings)
        for one in numbers:
            if one not in names:
                hint = "the head lists the categories"
                raise LexiconError("foreign.liwc", f"'{word}' names no category '{one}'", f"line {number}", hint)
            found[names[one]].append(Pattern(word))
    return Dictionary({name: tuple(patterns) for name, patterns in found.items()})


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
    found: dict[str, list[Pattern]] = {name: [] for name in names}
    for row in rows[1:]:
        for name, cell in zip(names, row[1:], strict=False):
            if cell.strip():
                found[name].append(_weighted(bare_cell(row[0].strip()), cell.strip(), warnings))
    return Dictionary({name: tuple(patterns) for name, patterns in found.items()})


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
