"""``framing lexicon``: look into a lexicon and check it.

``framing lexicon check`` and ``coverage``: what is wrong, doubtful or missing in a lexicon.

``framing lexicon expand``: the inflected forms that a lexicon entry stands for.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, cast

import click
import polars as pl

from framing.cli.dictionaries import calibrate, export_dictionary, import_dictionary
from framing.cli.grow import grow_words
from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED
from framing.cli.options import LEXICON, command, group
from framing.cli.output import console, json_line, message, print_table, say
from framing.cli.reading import Refusals
from framing.cli.review import review
from framing.errors import InputError, UsageError
from framing.ingest.read import read_batches
from framing.languages.base import Language
from framing.languages.registry import language, languages
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.lexicons import INFLECTED, Use, check_lexicon, entries
from framing.lexicons import coverage as covered
from framing.lexicons import expand as expanded
from framing.phrases import near_or

__all__ = ["check", "coverage", "expand", "lexicon"]


#: Concepts that a table lists by name for each language; --json has all.
_LISTED: Final = 12


@command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--corpus",
    multiple=True,
    type=click.Path(path_type=str),
    help="Texts to look for the entries in; one without a hit and without a note is a finding.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(folder: Path | None, corpus: tuple[str, ...], as_json: bool) -> int:
    r"""Check a lexicon folder (the toolkit's own where none is named).

    Stops at the first entry that is not valid, with file, line and remedy. Then it lists what is doubtful: entries
    that match the same or swallow another, one form in two dimensions of a family, contexts that never apply, entries
    that the corpus does not have. Exit code 1 where there is any.

    \b
    framing lexicon check
    framing lexicon check lexicons --corpus seeds
    """
    loaded = load_lexicon(folder) if folder else default_lexicon()
    all_doubts = check_lexicon(loaded)
    if corpus:
        all_doubts += _use(loaded, corpus).absent(loaded)
    counts = Counter((entry.dimension, entry.language) for listed in loaded.entries.values() for entry in listed)
    if as_json:
        listed = [
            {"dimension": name, "language": code, "entries": count} for (name, code), count in sorted(counts.items())
        ]
        version = {"fingerprint": loaded.fingerprint, "version": loaded.codebook.version}
        fields = ("code", "entry_id", "where", "what", "hint")
        findings = [{name: getattr(finding, name) for name in fields} for finding in all_doubts]
        click.echo(json_line({**version, "entries": listed, "findings": findings}))
        return FAILED if all_doubts else DONE
    for finding in all_doubts:
        say(str(finding))
    codes = [code for code in loaded.entries if loaded.entries[code]]
    present = [name for name in loaded.codebook.dimensions if any(counts[name, code] for code in codes)]
    rows = [[name, *(str(counts[name, code]) for code in codes)] for name in present]
    rows.append(["all", *(str(len(loaded.entries[code])) for code in codes)])
    state = f"{len(all_doubts)} {'doubt' if len(all_doubts) == 1 else 'doubts'}" if all_doubts else "valid"
    title = f"Lexicon {loaded.codebook.version}, fingerprint {loaded.fingerprint[:12]}: {state}"
    print_table(title, [("dimension", "left"), *((language(code).name, "right") for code in codes)], rows)
    return FAILED if all_doubts else DONE


@command()
@click.argument("dimension", required=False)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a dimension, with every concept that is missing."
)
@click.option(
    "--corpus",
    multiple=True,
    type=click.Path(path_type=str),
    help="Texts to look for the entries in: print the share of them that occurs there.",
)
@LEXICON
def coverage(dimension: str | None, corpus: tuple[str, ...], as_json: bool, folder: Path | None) -> int:
    r"""Print, for each dimension (or one), the concepts that a language lacks, and the share of its entries in use.

    The share in use is that of entries with at least one hit in the texts of --corpus; a longer match of the dimension
    takes a shorter one's place, so that a few of the rest are in use too.

    \b
    framing lexicon coverage praise
    framing lexicon coverage --corpus seeds
    """
    loaded = load_lexicon(folder) if folder else default_lexicon()
    if dimension is not None and dimension not in loaded.codebook.dimensions:
        hint = near_or(dimension, loaded.codebook.dimensions, "the dimensions are")
        raise UsageError("coverage.dimension", f"no dimension '{dimension}'", "", hint)
    table = covered(lexicon=loaded, use=_use(loaded, corpus) if corpus else None)
    codes = [code for code in loaded.entries if loaded.entries[code]]
    rows = []
    for row in table.filter(table["dimension"] == dimension if dimension else True).iter_rows(named=True):
        lacking = {code: row[f"lacking_{code}"] for code in codes}
        in_use = {code: row[f"in_use_{code}"] for code in codes if row[f"in_use_{code}"] is not None}
        if as_json:
            numbers = {name: row[name] for name in ("dimension", "concepts", "everywhere")}
            shares = {code: {"entries": row[f"entries_{code}"], "attested": seen} for code, seen in in_use.items()}
            click.echo(json_line({**numbers, "lacking": lacking, "in_use": shares}))
        listed = [_few(lacking[code], everything=dimension is not None) for code in codes]
        shown = [_share(in_use[code], row[f"entries_{code}"]) if code in in_use else "–" for code in codes]
        everywhere = f"{row['everywhere'] / row['concepts']:.0%}"
        rows.append([row["dimension"], str(row["concepts"]), everywhere, *listed, *(shown if corpus else [])])
    if not as_json:
        print_table("Concepts", _coverage_columns(codes, with_shares=bool(corpus)), rows)
    return DONE


def _coverage_columns(codes: list[str], *, with_shares: bool) -> list[tuple[str, str]]:
    columns = [("dimension", "left"), ("concepts", "right"), ("in all", "right")]
    columns += [(f"{language(code).name} lacks", "left") for code in codes]
    return columns + [(f"{language(code).name} in use", "right") for code in codes if with_shares]


def _share(seen: int, total: int) -> str:
    return f"{seen / total:.0%} of {total}"


def _few(names: list[str], *, everything: bool) -> str:
    shown = names if everything else names[:_LISTED]
    rest = f" … {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    return f"{len(names)}: {', '.join(shown)}{rest}" if names else "–"


def _use(loaded: Lexicon, corpus: tuple[str, ...]) -> Use:
    """Which entries occur in a corpus; says which languages it lacks."""
    refusals = Refusals()

    def batches() -> Iterator[pl.DataFrame]:
        for result in read_batches(corpus):
            refusals.tell(result.rejects)
            if result.articles.height:
                yield result.articles

    use = Use.of(loaded, batches())
    refusals.sum_up()
    for code in sorted(set(loaded.entries) - use.read):
        console(err=True).print(f"framing: the corpus has no {language(code).name}; its entries were not looked for")
    return use


#: Where terms come from when none is named.
_STANDARD_INPUT: Final = "-"


@command()
@click.argument("term")
@click.option("--language", "code", type=click.Choice(list(languages())), required=True, help="The term's language.")
@click.option("--pos", type=click.Choice(INFLECTED), help="Its part of speech; with -, that of lines that name none.")
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
        raise UsageError("expand.pos", "the part of speech is missing", "", f"give --pos {'|'.join(INFLECTED)}")
    try:
        forms = _expanded(term, pos, spoken, "")
    except InputError as error:
        raise UsageError(error.code, error.what, "", error.hint) from None
    click.echo(json_line(forms) if as_json else "\n".join(cast("list[str]", forms["forms"])))
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
    try:
        return {"term": term, "pos": pos, "forms": expanded(term, spoken.code, pos)}
    except InputError as error:
        raise InputError(error.code, error.what, where, error.hint) from None


_SHOWN = ("id", "term", "match", "kind", "weight", "gloss", "unless")


@group()
def lexicon() -> None:
    """Check, show, expand, import, export, calibrate and read lexicons against news."""


lexicon.add_command(calibrate)
lexicon.add_command(check)
lexicon.add_command(coverage)
lexicon.add_command(expand)
lexicon.add_command(export_dictionary)
lexicon.add_command(grow_words)
lexicon.add_command(import_dictionary)
lexicon.add_command(review)


@lexicon.command()
@click.argument("query", required=False, default="")
@click.option("--language", "code", type=click.Choice(list(languages())), help="Entries of this language only.")
@click.option("--forms", is_flag=True, help="List the inflected forms too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an entry.")
@LEXICON
def show(query: str, code: str | None, forms: bool, as_json: bool, folder: Path | None) -> int:
    r"""Show entries.

    QUERY is a dimension, a concept, an entry's id, or a piece of its term; all entries where it is left out.

    \b
    framing lexicon show praise --language ur
    framing lexicon show shout
    """
    loaded = load_lexicon(folder) if folder else default_lexicon()
    shown = entries(query, language=code, lexicon=loaded)
    if not shown.height:
        hint = near_or(query or "", loaded.codebook.dimensions, "ask for a term, a concept or one of")
        raise UsageError("lexicon.nothing", f"no entry for '{query}'", "", hint)
    by_id = {entry.id: entry for listed in loaded.entries.values() for entry in listed}
    if as_json:
        for row in shown.iter_rows(named=True):
            click.echo(json_line({**row, **({"forms": _forms(by_id[row["id"]])} if forms else {})}))
        return 0
    columns = [(name, "right" if name == "weight" else "left") for name in _SHOWN]
    rows = [[_cell(cell) for cell in row] for row in shown.select(_SHOWN).iter_rows()]
    if forms:
        columns.append(("forms", "left"))
        rows = [[*row, " ".join(_forms(by_id[one]))] for row, one in zip(rows, shown["id"], strict=True)]
    print_table(f"{shown.height} {'entry' if shown.height == 1 else 'entries'}", columns, rows)
    return 0


def _cell(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _forms(entry: Entry) -> list[str]:
    """All forms of the entry's inflected words."""
    spoken = language(entry.language)
    words = (word for slot in entry.slots(spoken) for word in slot.alternatives if word.pos)
    return sorted({form for word in words if word.pos for form in spoken.inflect(word.word, word.pos)})
