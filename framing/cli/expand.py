"""``framing lexicon expand``: the inflected forms that a lexicon entry stands for."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from typing import Final, cast, get_args

import click

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import command
from framing.cli.output import json_line, message
from framing.errors import InputError, UsageError
from framing.languages.base import Language, Pos
from framing.languages.registry import language, languages
from framing.limits import TERM_CHARS

__all__ = ["expand"]

#: The parts of speech that inflect; the others have one form.
_INFLECTED: Final = ("noun", "verb", "adj")
#: Where terms come from when none is named.
_STANDARD_INPUT: Final = "-"


@command()
@click.argument("term")
@click.option("--language", "code", type=click.Choice(list(languages())), required=True, help="The term's language.")
@click.option("--pos", type=click.Choice(_INFLECTED), help="Its part of speech; with -, that of lines that name none.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a term (with - always).")
def expand(term: str, code: str, pos: str | None, as_json: bool) -> int:
    r"""Print the forms of a word that an entry with match = lemma finds.

    TERM is a noun, an adjective, or a verb as root or infinitive. With - for TERM, lines of a term, a tab and its
    part of speech are read from standard input, and each gives one JSON object.

    \b
    framing lexicon expand फाड़ना --language hi --pos verb
    framing lexicon expand - --language ur < terms.tsv
    """
    spoken = language(code)
    if term == _STANDARD_INPUT:
        return _expand_lines(sys.stdin.buffer, spoken, pos)
    if pos is None:
        raise UsageError("expand.pos", "the part of speech is missing", "", f"give --pos {'|'.join(_INFLECTED)}")
    try:
        expanded = _expanded(term, pos, spoken, "")
    except InputError as error:
        raise UsageError(error.code, error.what, "", error.hint) from None
    click.echo(json_line(expanded) if as_json else "\n".join(cast("list[str]", expanded["forms"])))
    return DONE


def _expand_lines(lines: Iterable[bytes], spoken: Language, pos: str | None) -> int:
    """One object a line, in order; a line that cannot be read is reported, and the rest goes on."""
    code = DONE
    for number, line in enumerate(lines, start=1):
        try:
            click.echo(json_line(_read(line, pos, spoken, f"line {number}")))
        except InputError as error:
            message(f"{error}")
            code = DONE_WITH_REJECTS
    return code


def _read(line: bytes, pos: str | None, spoken: Language, where: str) -> dict[str, object]:
    try:
        # A table saved by a spreadsheet begins with a byte order mark.
        text = line.decode("utf-8").lstrip("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 at byte {error.start}"
        raise InputError("expand.encoding", what, where, "save the list as UTF-8") from None
    cells = text.split("\t")
    if len(cells) > 2 or (len(cells) == 1 and pos is None):
        what = f"{len(cells)} columns instead of term and part of speech"
        raise InputError("expand.columns", what, where, "separate the two with one tab")
    return _expanded(cells[0], cells[1].strip() if len(cells) == 2 else str(pos), spoken, where)


def _expanded(term: str, pos: str, spoken: Language, where: str) -> dict[str, object]:
    """The term, its part of speech and its forms, sorted."""
    term = unicodedata.normalize("NFC", term).strip()
    if not any(letter.isalnum() for letter in term):
        raise InputError("expand.term", "the term is empty", where, "give a word")
    if len(term) > TERM_CHARS:
        raise InputError("expand.length", f"the term has {len(term)} characters", where, f"at most {TERM_CHARS}")
    if pos not in get_args(Pos):
        raise InputError("expand.pos", f"'{pos}' is no part of speech", where, f"use {', '.join(_INFLECTED)}")
    return {"term": term, "pos": pos, "forms": sorted(spoken.inflect(term, cast("Pos", pos)))}
