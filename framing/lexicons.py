"""What is done with a lexicon: the commands of ``framing lexicon``, as functions with results."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast, get_args

import polars as pl

from framing.errors import InputError, UsageError
from framing.given import articles_of
from framing.languages.base import Pos
from framing.languages.registry import language as spoken_in
from framing.languages.registry import languages
from framing.lexicon.entries import COLUMNS, Entry
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.lexicon.review import Finding, concepts, review
from framing.limits import TERM_CHARS
from framing.phrases import near_or
from framing.scoring.score import Scorer, score
from framing.validation.calibration import PARTS, counts, factors, part_of
from framing.validation.reading import figures
from framing.validation.sheets import draw_sheets, read_sheets
from framing.validation.tables import read_table
from framing.version import __version__

__all__ = [
    "INFLECTED",
    "Use",
    "calibrate",
    "check_lexicon",
    "citation",
    "coverage",
    "dimensions",
    "draw_reading",
    "entries",
    "expand",
    "reading_figures",
]

#: The parts of speech that inflect; the others have one form.
INFLECTED: Final = ("noun", "verb", "adj")


def entries(query: str = "", *, language: str | None = None, lexicon: Lexicon | None = None) -> pl.DataFrame:
    """Entries of a lexicon, as ``framing lexicon show``.

    Args:
        query: a dimension, a concept, an entry's id, or a piece of its term; all entries where it is left out.
        language: of this one only.
        lexicon: the toolkit's own where none is given.

    Returns:
        Columns id, language, dimension, and those of a lexicon's files.

    Example:
        >>> entries("shout_hoarse", language="hi")["term"][0]
        'गला फाड़ना'
    """
    fields = ("id", "language", "dimension", *COLUMNS[1:])
    chosen = [one for one in _entries(lexicon) if language in (None, one.language) and _answers(one, query)]
    rows = [{name: getattr(one, name) for name in fields} for one in chosen]
    schema = {name: pl.Float64() if name == "weight" else pl.String() for name in fields}
    return pl.DataFrame(rows, schema=schema)


def _entries(lexicon: Lexicon | None) -> list[Entry]:
    return [one for listed in (lexicon or default_lexicon()).entries.values() for one in listed]


def _answers(entry: Entry, query: str) -> bool:
    return query in ("", entry.dimension, entry.concept, entry.id) or query in entry.term


@dataclass(slots=True)
class Use:
    """Which entries of a lexicon occur in texts.

    Attributes:
        found: ids of entries with a hit; a longer match of a dimension takes a shorter one's place.
        read: languages of the texts.
    """

    found: set[str]
    read: set[str]

    @classmethod
    def of(cls, lexicon: Lexicon, batches: Iterable[pl.DataFrame]) -> Use:
        """Look for entries in batches of articles."""
        scorer, use = Scorer(lexicon), cls(set(), set())
        for articles in batches:
            scored = scorer.score(articles)
            use.found.update(scored.evidence["entry_id"].unique().to_list())
            use.read.update(code.split("-")[0] for code in scored.articles["language"].unique().to_list())
        return use

    def absent(self, lexicon: Lexicon) -> list[Finding]:
        """Entries without a hit, and without a note that says why they belong; of the languages of the texts."""
        return [
            Finding(
                code="absent", entry_id=one.id, where=one.where, what=f"'{one.term}' does not occur in the corpus",
                hint="drop it, or say in a note why it belongs",
            )
            for one in _entries(lexicon)
            if one.language in self.read and one.id not in self.found and not one.note
        ]  # fmt: skip

    def counts(self, lexicon: Lexicon) -> dict[tuple[str, str], tuple[int, int]]:
        """Of each dimension and language of the texts: entries with a hit, and all."""
        total: Counter[tuple[str, str]] = Counter()
        seen: Counter[tuple[str, str]] = Counter()
        for one in _entries(lexicon):
            if one.language in self.read:
                total[one.dimension, one.language] += 1
                seen[one.dimension, one.language] += one.id in self.found
        return {key: (seen[key], number) for key, number in total.items()}


def check_lexicon(lexicon: Lexicon | Path | str | None = None, corpus: object = None) -> list[Finding]:
    """What is doubtful in a lexicon, as ``framing lexicon check``.

    Args:
        lexicon: or its folder; the toolkit's own where none is given.
        corpus: texts to look for the entries in, as for :func:`framing.articles`; one without a hit and without a note
            is a finding.

    Raises:
        LexiconError: an entry that is not valid, with its file and line.
    """
    loaded = load_lexicon(Path(lexicon)) if isinstance(lexicon, Path | str) else lexicon or default_lexicon()
    absent = [] if corpus is None else Use.of(loaded, [articles_of(corpus)]).absent(loaded)
    return review(loaded) + absent


def coverage(corpus: object = None, *, lexicon: Lexicon | None = None, use: Use | None = None) -> pl.DataFrame:
    """Which concepts each language has, dimension by dimension, as ``framing lexicon coverage``.

    Args:
        corpus: texts to look for the entries in, as for :func:`framing.articles`.
        lexicon: the toolkit's own where none is given.
        use: in the place of a corpus, what was found in one.

    Returns:
        A row a dimension: ``dimension``, ``concepts``, ``everywhere`` (concepts that all languages have); for each
        language ``lacking_hi`` (concepts), ``entries_hi`` and ``in_use_hi`` (entries that occur; null where the corpus
        is not in it).

    Example:
        >>> coverage().filter(pl.col("everywhere") < 0.7 * pl.col("concepts")).height
        0
    """
    loaded = lexicon or default_lexicon()
    use = Use.of(loaded, [articles_of(corpus)]) if corpus is not None else use
    seen = use.counts(loaded) if use is not None else {}
    codes = [code for code in loaded.entries if loaded.entries[code]]
    sizes = Counter((one.dimension, one.language) for one in _entries(loaded))
    rows: list[dict[str, Any]] = []
    for (name,), block in concepts(loaded).partition_by("dimension", as_dict=True, maintain_order=True).items():
        everywhere = block.filter(pl.all_horizontal(pl.col(codes) > 0)).height
        row: dict[str, Any] = {"dimension": name, "concepts": block.height, "everywhere": everywhere}
        for code in codes:
            row[f"lacking_{code}"] = block.filter(pl.col(code) == 0)["concept"].to_list()
            row[f"entries_{code}"] = sizes[str(name), code]
            row[f"in_use_{code}"] = seen.get((str(name), code), (None, 0))[0]
        rows.append(row)
    lists = {f"lacking_{code}": pl.List(pl.String()) for code in codes}
    return pl.DataFrame(rows, schema_overrides={**lists, **{f"in_use_{code}": pl.Int64() for code in codes}})


def dimensions(lexicon: Lexicon | None = None) -> pl.DataFrame:
    """The dimensions of a lexicon, as ``framing dimensions``.

    Args:
        lexicon: the toolkit's own where none is given.

    Returns:
        Columns dimension, label, family, definition, and for each language its number of entries.

    Example:
        >>> dimensions().filter(pl.col("family") == "register")["dimension"].to_list()[:3]
        ['sensational', 'communique', 'derogation']
    """
    loaded = lexicon or default_lexicon()
    sizes = Counter((one.dimension, one.language) for one in _entries(loaded))
    codes = [code for code in loaded.entries if loaded.entries[code]]
    rows = [
        {
            "dimension": name, "label": one.label, "family": one.family, "definition": one.definition,
            **{code: sizes[name, code] for code in codes},
        }
        for name, one in loaded.codebook.dimensions.items()
    ]  # fmt: skip
    return pl.DataFrame(rows)


def citation(lexicon: Lexicon | None = None) -> dict[str, str]:
    """What names the toolkit and the lexicon that figures come from, as ``framing cite``.

    Args:
        lexicon: the toolkit's own where none is given; a project's is ``framing.open_project(folder).lexicon()``.

    Returns:
        ``text``, ``bibtex``, ``version``, ``lexicon`` (its version) and ``fingerprint``.
    """
    loaded = lexicon or default_lexicon()
    title = "Framing toolkit: media framing in Hindi, Urdu and English"
    author = "The framing toolkit authors"
    of_lexicon = f"lexicon {loaded.codebook.version}, fingerprint {loaded.fingerprint}"
    bibtex = (
        f"@software{{framing_toolkit,\n  author = {{{{{author}}}}},\n  title = {{{title}}},\n"
        f"  version = {{{__version__}}},\n  note = {{{of_lexicon}}}\n}}"
    )
    text = f"{author}. {title} (version {__version__}; {of_lexicon}) [Computer software]."
    versions = {"version": __version__, "lexicon": loaded.codebook.version, "fingerprint": loaded.fingerprint}
    return {"text": text, "bibtex": bibtex, **versions}


def expand(term: str, language: str, pos: str) -> list[str]:
    """The forms of a word that an entry with match = lemma finds, sorted, as ``framing lexicon expand``.

    Args:
        term: a noun, an adjective, or a verb as root or infinitive.
        language: hi, ur or en.
        pos: noun, verb or adj.

    Raises:
        InputError: ``expand.term``, ``expand.length`` or ``expand.pos``.
        LanguageError: a language that the toolkit does not read.

    Example:
        >>> expand("slam", "en", "verb")
        ['slam', 'slammed', 'slamming', 'slams']
    """
    term = unicodedata.normalize("NFC", term).strip()
    if not any(letter.isalnum() for letter in term):
        raise InputError("expand.term", "the term is empty", "", "give a word")
    if len(term) > TERM_CHARS:
        raise InputError("expand.length", f"the term has {len(term)} characters", "", f"at most {TERM_CHARS}")
    if pos not in get_args(Pos):
        raise InputError("expand.pos", f"'{pos}' is no part of speech", "", f"use {', '.join(INFLECTED)}")
    return sorted(spoken_in(language).inflect(term, cast("Pos", pos)))


def calibrate(
    table: pl.DataFrame | Path | str,
    *,
    languages_of: Sequence[str] = (),
    reference: str = "en",
    group: str = "group",
    part: str = "fit",
    lexicon: Lexicon | None = None,
) -> pl.DataFrame:
    """Measure how the lexicons of two languages compare on parallel text, as ``framing lexicon calibrate``.

    Args:
        table: a sentence a row, or a file of such: a column for each language (hi, ur, en), and the document.
        languages_of: columns to compare; all languages that are columns where none are named.
        reference: the language that others are divided by.
        group: the column of the documents.
        part: of which documents: ``fit``, ``find`` (kept for finding missing words) or ``all``.
        lexicon: the toolkit's own where none is given.

    Returns:
        FACTOR columns, see :func:`framing.validation.calibration.factors`.

    Raises:
        UsageError: ``calibrate.languages`` or ``calibrate.column``.
    """
    name = "" if isinstance(table, pl.DataFrame) else Path(table).name
    rows = table if isinstance(table, pl.DataFrame) else read_table(Path(table))
    codes = compared(rows, languages_of, reference, name)
    return factors(counts(part_rows(rows, group, part), codes, group, lexicon), reference=reference)


def compared(table: pl.DataFrame, codes: Sequence[str], reference: str, name: str) -> tuple[str, ...]:
    """The languages of a parallel text that are compared: those that are named, else all that are columns.

    Raises:
        UsageError: ``calibrate.languages``.
    """
    chosen = tuple(codes) or tuple(code for code in languages() if code in table.columns)
    if len(set(chosen)) < 2 or reference not in chosen:
        hint = f"the columns are {', '.join(table.columns)}"
        raise UsageError("calibrate.languages", f"no two languages with '{reference}' among them", name, hint)
    return chosen


def part_rows(table: pl.DataFrame, group: str, part: str) -> pl.DataFrame:
    """The sentences of one part of the documents; all of them where ``part`` is ``all``."""
    if part not in PARTS or group not in table.columns:
        return table
    return table.filter(pl.col(group).cast(pl.String).map_elements(part_of, return_dtype=pl.String) == part)


def draw_reading(
    given: object,
    into: Path | str,
    *,
    dimensions: Sequence[str] = (),
    hits: int = 50,
    texts: int = 20,
    seed: int = 1,
    lexicon: Lexicon | None = None,
) -> tuple[int, int]:
    """Draw sheets for a blind reading of a lexicon, as ``framing lexicon review draw``.

    Args:
        given: articles, as for :func:`framing.articles`.
        into: a new folder for the sheets.
        dimensions: only of these; all where none is named.
        hits: of each dimension and language.
        texts: whole articles of each language.
        seed: the same draws the same again.
        lexicon: the toolkit's own where none is given.

    Returns:
        How many hits and texts were drawn.

    Raises:
        UsageError: ``review.dimension``, ``review.empty`` or ``review.exists``.
    """
    loaded = lexicon or default_lexicon()
    if unknown := [name for name in dimensions if name not in loaded.codebook.dimensions]:
        hint = near_or(unknown[0], loaded.codebook.dimensions, "the dimensions are")
        raise UsageError("review.dimension", f"no dimension '{unknown[0]}'", "", hint)
    rows = articles_of(given)
    if not rows.height:
        raise UsageError("review.empty", "there are no articles to draw from", "", "name files that hold some")
    names = tuple(dimensions) or tuple(loaded.codebook.dimensions)
    return draw_sheets(rows, score(rows, loaded), Path(into), names, hits=hits, texts=texts, seed=seed)


def reading_figures(sheets: Path | str) -> pl.DataFrame:
    """Precision and recall with 95 % intervals from sheets that were filled in, as ``framing lexicon review figures``.

    Lines that cannot be read are left out; ``framing.validation.sheets.read_sheets`` names them.

    Raises:
        UsageError: ``review.unread``; nothing is filled in yet.
    """
    read = read_sheets(Path(sheets))
    if not read.verdicts and not read.marks:
        hint = "write verdicts into hits.csv or what you find into marks.csv"
        raise UsageError("review.unread", "nothing is filled in yet", str(sheets), hint)
    return figures(read)
