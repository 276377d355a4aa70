"""From a dictionary of another program to a lexicon folder, and back.

All formats by name, and which one a file is of.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Final

import regex

from framing.errors import LexiconError, UsageError
from framing.expressions import expression
from framing.languages.base import Language
from framing.languages.folding import WORD
from framing.lexicon.entries import COLUMNS, Entry, parse_row
from framing.lexicon.foreign.dictionary import Dictionary, Format, Pattern, Warnings
from framing.lexicon.foreign.lists import (
    read_csv,
    read_dic,
    read_dicx,
    read_vader,
    write_csv,
    write_dic,
    write_dicx,
    write_vader,
)
from framing.lexicon.foreign.trees import (
    read_cat,
    read_lc3,
    read_yaml,
    read_ykd,
    write_cat,
    write_lc3,
    write_yaml,
    write_ykd,
)
from framing.lexicon.patterns import Alternative, Slot
from framing.render.escaping import safe_cell

__all__ = ["FORMATS", "format_of", "from_entries", "write_lexicon"]


#: Ways to write one phrase that an export spells out; a phrase of three inflected words has thousands.
_SPELLINGS: Final = 200
_NOT_NAME: Final = regex.compile(r"[^a-z0-9]+")
_WORD: Final = expression(WORD)


def write_lexicon(
    dictionary: Dictionary, folder: Path, language: Language, *, name: str, warnings: Warnings
) -> dict[str, int]:
    """Write a dictionary as a lexicon folder: a codebook with a dimension for each category, and their entries.

    Args:
        dictionary: what was read.
        folder: new.
        language: of all its words.
        name: of the source, for the codebook.
        warnings: takes what cannot be carried over.

    Returns:
        Dimension → number of entries.

    Raises:
        LexiconError: no pattern could be taken over.
    """
    names = _dimension_names(dictionary, warnings)
    rows = {
        names[category]: list(_rows(patterns, names[category], language, warnings))
        for category, patterns in dictionary.categories.items()
    }
    rows = {dimension: entries for dimension, entries in rows.items() if entries}
    if not rows:
        raise LexiconError("foreign.nothing", f"no pattern is {language.name}", name, "is --language right?")
    (folder / language.code).mkdir(parents=True)
    labels = {names[category]: category for category in dictionary.categories}
    (folder / "codebook.toml").write_text(_codebook({key: labels[key] for key in rows}, name), encoding="utf-8")
    for dimension, entries in rows.items():
        with (folder / language.code / f"{dimension}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for row in sorted(entries, key=lambda row: row["id"]):
                # To an entry an apostrophe is no part of a word: it says the same with one.
                writer.writerow({name: safe_cell(cell) for name, cell in row.items()})
    return {dimension: len(entries) for dimension, entries in rows.items()}


def _dimension_names(dictionary: Dictionary, warnings: Warnings) -> dict[str, str]:
    """Category → dimension: a name that a file can have."""
    names: dict[str, str] = {}
    for number, category in enumerate(dictionary.categories, 1):
        plain = _snake(category) or f"category_{number}"
        name = plain
        while name in names.values():
            name = f"{plain}_{number}"
        if name != category:
            warnings.add("categories are renamed, the old name is the label", category)
        names[category] = name
    return names


def _snake(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_NAME.sub("_", ascii_only.lower()).strip("_")


def _rows(
    patterns: Iterable[Pattern], dimension: str, language: Language, warnings: Warnings
) -> Iterator[dict[str, str]]:
    used: Counter[str] = Counter()
    seen: set[str] = set()
    for pattern in patterns:
        term = unicodedata.normalize("NFC", " ".join(pattern.text.split())).lower()
        if term in seen:
            warnings.add("a pattern that stands twice in a category is taken once", pattern.text)
            continue
        concept = _snake(term) or "term"
        number = used[concept] + 1
        row = _row(term, f"{language.code}.{dimension}.{concept}" + (f".{number}" if number > 1 else ""), pattern)
        try:
            parse_row({**row, "concept": concept}, language, dimension)
        except LexiconError as error:
            warnings.add(f"left out, {error.code}", pattern.text)
            continue
        seen.add(term)
        used[concept] = number
        yield {**row, "concept": concept}


def _row(term: str, identifier: str, pattern: Pattern) -> dict[str, str]:
    bare = term.removesuffix("*")
    match = "phrase" if not _WORD.fullmatch(bare) else "prefix" if term.endswith("*") else "form"
    row = dict.fromkeys(COLUMNS, "")
    # A star inside a word, a bar or an underscore would say something else in an entry.
    term = term if not regex.search(r"\*.|[|_/…]", term) else ""
    return {
        **row,
        "id": identifier,
        "term": bare if match == "prefix" and term else term,
        "match": match,
        "pos": "phrase",
        "kind": "stance",
        "weight": f"{pattern.weight:g}",
    }


def _codebook(labels: dict[str, str], name: str) -> str:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        f"# Imported from {' '.join(name.split())}. Define the dimensions before you publish with them.",
        "",
        "[lexicon]",
        'version = "1"',
        'licence = "as the source"',
        f"authors = [{quoted(f'the authors of {name}')}]",
        "",
        "[scales]",
    ]
    for dimension, label in labels.items():
        lines += [
            "",
            f"[dimensions.{dimension}]",
            'family = "own"',
            f"label = {quoted(label)}",
            f"definition = {quoted(f'Category {label} of {name}.')}",
            "examples = {}",
        ]
    return "\n".join([*lines, ""])


def from_entries(entries: Iterable[Entry], language: Language, warnings: Warnings) -> Dictionary:
    """Entries as a dictionary: inflection is spelt out, and what no dictionary has is dropped with a warning.

    Args:
        entries: of one language.
        language: theirs.
        warnings: takes what is lost.
    """
    categories: dict[str, dict[str, Pattern]] = {}
    for entry in entries:
        if entry.cue.sign:
            warnings.add("marks, numbers and capitals are no words, and are left out", entry.term)
            continue
        for feature, there in (
            ("words that count at one place of a headline count everywhere", entry.match == "cue"),
            ("contexts in which an entry does not count (unless) are lost", entry.unless),
            ("kind topic is lost, these count as any other", entry.kind == "topic"),
            (
                "gaps are closed, a phrase is found only without words between",
                any(s.gap for s in entry.slots(language)),
            ),
        ):
            if there:
                warnings.add(feature, entry.term)
        for text in _spellings(entry, language, warnings):
            categories.setdefault(entry.dimension, {}).setdefault(text, Pattern(text, entry.weight))
    return Dictionary({name: tuple(patterns.values()) for name, patterns in categories.items()})


def _spellings(entry: Entry, language: Language, warnings: Warnings) -> list[str]:
    """All ways to write an entry, each as words apart by spaces."""
    choices = [_forms(slot, language) for slot in entry.slots(language)]
    total = 1
    for forms in choices:
        total *= len(forms)
    if total > _SPELLINGS:
        warnings.add(f"phrases of over {_SPELLINGS} inflected spellings are given in their base form", entry.term)
        choices = [[_base(slot.alternatives[0])] for slot in entry.slots(language)]
    return [" ".join(words) for words in product(*choices)]


def _forms(slot: Slot, language: Language) -> list[str]:
    forms: dict[str, None] = {}
    for one in slot.alternatives:
        forms[_base(one)] = None
        if one.pos:
            forms |= dict.fromkeys(sorted(language.inflect(one.word, one.pos)))
    return list(forms)


def _base(one: Alternative) -> str:
    return f"{one.word}*" if one.prefix else one.word


FORMATS: Final = {
    one.name: one
    for one in (
        Format(name="liwc", about="LIWC 2007 and 2015", suffixes=(".dic",), read=read_dic, write=write_dic),
        Format(name="liwc22", about="LIWC-22", suffixes=(".dicx",), read=read_dicx, write=write_dicx, weighted=True),
        Format(name="quanteda", about="quanteda YAML", suffixes=(".yml", ".yaml"), read=read_yaml, write=write_yaml),
        Format(
            name="yoshikoder", about="Yoshikoder", suffixes=(".ykd",), read=read_ykd, write=write_ykd, weighted=True
        ),
        Format(name="lexicoder", about="Lexicoder", suffixes=(".lc3", ".lcd"), read=read_lc3, write=write_lc3),
        Format(name="wordstat", about="WordStat", suffixes=(".cat",), read=read_cat, write=write_cat, weighted=True),
        Format(
            name="vader",
            about="VADER's list",
            suffixes=(".tsv", ".txt"),
            read=read_vader,
            write=write_vader,
            weighted=True,
        ),
        Format(
            name="csv",
            about="term, category, weight",
            suffixes=(".csv",),
            read=read_csv,
            write=write_csv,
            weighted=True,
        ),
    )
}


def format_of(path: Path, name: str | None = None) -> Format:
    """The format of a file: the one named, else by its suffix.

    Raises:
        UsageError: no such format or suffix.

    Example:
        >>> format_of(Path("moral.dic")).about
        'LIWC 2007 and 2015'
    """
    if name is not None:
        if name not in FORMATS:
            raise UsageError("foreign.format", f"no format '{name}'", "", f"the formats are {', '.join(FORMATS)}")
        return FORMATS[name]
    for one in FORMATS.values():
        if path.suffix.lower() in one.suffixes:
            return one
    known = ", ".join(f"{suffix} ({one.name})" for one in FORMATS.values() for suffix in one.suffixes)
    raise UsageError(
        "foreign.suffix", f"no format has the suffix '{path.suffix}'", str(path), f"use {known}, or --format"
    )
