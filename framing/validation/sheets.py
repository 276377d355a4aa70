"""Sheets for a blind reading of a lexicon: hits to judge and whole articles to mark, drawn by a seed.

A folder of sheets holds ``hits.csv`` (a hit a line in its context, its verdict to be filled in), ``texts/`` (an article
a file, its title first), ``marks.csv`` (empty: what a reader finds in the texts) and ``key.csv`` with ``about.json``
(what the lexicon found, which readers leave closed). Whoever reads needs the codebook and neither entries nor rules.
Several readers fill in copies, and their lines are put together: every line says who read.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from framing.errors import UsageError, whole_file
from framing.limits import ARTICLE_CHARS
from framing.render.escaping import safe_cell
from framing.scoring.score import Scored
from framing.scoring.search import contexts

__all__ = [
    "HITS",
    "MARKS",
    "VERDICTS",
    "Mark",
    "Sheets",
    "Verdict",
    "draw_sheets",
    "lines_of",
    "read_sheets",
    "rows_of",
    "write_rows",
]

HITS: Final = ("hit", "language", "dimension", "before", "words", "after", "verdict", "reader")
MARKS: Final = ("text", "words", "occurrence", "dimension", "sure", "reader")
VERDICTS: Final = ("right", "wrong", "unsure")
_KEY: Final = ("name", "language", "dimension", "start", "end", "entry_id")
#: Code points of context on each side: a sentence or two, by which voice and sense can be told.
_WIDTH: Final = 300
#: Between the title and the text of an article's file.
_GAP: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader says of a hit."""

    hit: str
    language: str
    dimension: str
    verdict: str
    reader: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that are of a dimension; code points from the beginning of its file."""

    text: str
    language: str
    dimension: str
    start: int
    end: int
    is_sure: bool
    reader: str

    def overlaps(self, other: Mark) -> bool:
        """Whether both are of one dimension and share a sign."""
        same = (self.text, self.dimension) == (other.text, other.dimension)
        return same and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sheets that were filled in.

    Attributes:
        verdicts: one a hit and reader.
        marks: what readers found in the texts.
        found: what the lexicon finds there.
        population: (language, dimension) → all hits that the judged ones were drawn from.
        problems: one line each of what could not be read, with its file and line, and what to do.
        about: how they were drawn: seed, lexicon, texts.
    """

    verdicts: tuple[Verdict, ...]
    marks: tuple[Mark, ...]
    found: tuple[Mark, ...]
    population: dict[tuple[str, str], int]
    problems: tuple[str, ...]
    about: dict[str, object]


def draw_sheets(
    articles: pl.DataFrame,
    scored: Scored,
    folder: Path,
    dimensions: Sequence[str],
    *,
    hits: int = 50,
    texts: int = 20,
    seed: int = 1,
) -> tuple[int, int]:
    """Draw hits and whole articles, and write the sheets.

    Of each language and dimension so many hits, no two from one article: hits of one article are right or wrong
    together, and an interval that takes them for so many would be too narrow.

    Args:
        articles: columns article_id, text and, where there are titles, title.
        scored: what the lexicon finds in them.
        folder: must not have sheets yet.
        dimensions: that are judged and marked, also those without a hit.
        hits: of each dimension.
        texts: whole articles of each language.
        seed: the same seed draws the same from the same articles.

    Returns:
        How many hits and texts were drawn.

    Raises:
        UsageError: the folder has sheets already; nothing to draw from.
        StorageError: the system refused.
    """
    if (folder / "hits.csv").exists():
        raise UsageError("review.exists", "the folder has sheets already", str(folder), "name a new folder")
    random = np.random.default_rng(seed)
    languages = scored.articles.filter(pl.col("status") != "refused").select("article_id", "language")
    evidence = scored.evidence.join(languages, on="article_id", how="inner", maintain_order="left")
    evidence = evidence.filter(pl.col("dimension").is_in(list(dimensions)))
    if not evidence.height:
        raise UsageError("review.empty", "the lexicon finds nothing to judge", "", "name files with more news")
    chosen = _one_an_article(evidence, hits, random)
    read = _texts(languages, texts, random)
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    key = [*_hits(folder, chosen, articles), *_files(folder, read, articles, evidence)]
    write_rows(folder / "marks.csv", MARKS, ())
    write_rows(folder / "key.csv", _KEY, key)
    about = {
        "seed": seed,
        "lexicon": scored.articles["lexicon_fingerprint"].drop_nulls().first(),
        "texts": sorted(read),
        "dimensions": list(dimensions),
        "population": [list(row) for row in _population(evidence).iter_rows()],
    }
    with whole_file(folder / "about.json") as draft:
        draft.write_text(json.dumps(about), encoding="utf-8")
    return chosen.height, len(read)


def _hits(folder: Path, chosen: pl.DataFrame, articles: pl.DataFrame) -> list[tuple[object, ...]]:
    """Write the hits to be judged, and return their rows of the key."""
    rows = contexts(chosen, articles, width=_WIDTH).select("before", "hit", "after").rows()
    drawn = chosen.select(_KEY[1:]).rows()
    names = [f"h{number:04}" for number in range(1, len(drawn) + 1)]
    sheet = zip(names, drawn, rows, strict=True)
    write_rows(folder / "hits.csv", HITS, ((name, *row[:2], *context, "", "") for name, row, context in sheet))
    return [(name, *row) for name, row in zip(names, drawn, strict=True)]


def _files(
    folder: Path, read: dict[str, str], articles: pl.DataFrame, evidence: pl.DataFrame
) -> list[tuple[object, ...]]:
    """Write the texts to be marked, and return what the lexicon finds in them as rows of the key."""
    wanted = _titled(articles).filter(pl.col("article_id").is_in(list(read.values())))
    fields = {row[0]: row[1:] for row in wanted.select("article_id", "title", "text").iter_rows()}
    key: list[tuple[object, ...]] = []
    for name, article in read.items():
        title, text = fields[article]
        begin = f"{title}{_GAP}" if title else ""
        with whole_file(folder / "texts" / f"{name}.txt") as draft:
            draft.write_text(begin + text, encoding="utf-8", newline="\n")
        for row in evidence.filter(article_id=article).iter_rows(named=True):
            moved = 0 if row["section"] == "title" else len(begin)
            place = row["start"] + moved, row["end"] + moved
            key.append((name, row["language"], row["dimension"], *place, row["entry_id"]))
    return key


def _titled(articles: pl.DataFrame) -> pl.DataFrame:
    known = articles if "title" in articles.columns else articles.with_columns(title=pl.lit(None, pl.String))
    # A file that a reader saves anew may come back with one kind of line break; the places of hits are to stay.
    clean = pl.col("title", "text").fill_null("").str.replace_many(["\r\n", "\r"], [" \n", "\n"], leftmost=True)
    return known.with_columns(clean)


def _population(evidence: pl.DataFrame) -> pl.DataFrame:
    return evidence.group_by("language", "dimension").len().sort("language", "dimension")


def _one_an_article(evidence: pl.DataFrame, hits: int, random: np.random.Generator) -> pl.DataFrame:
    """Up to so many hits of each language and dimension in random order, each of another article."""
    shuffled = evidence[random.permutation(evidence.height)]
    single = shuffled.unique(["language", "dimension", "article_id"], keep="first", maintain_order=True)
    return (
        single.group_by("language", "dimension", maintain_order=True)
        .head(hits)
        .sort("language", "dimension", maintain_order=True)
    )


def _texts(languages: pl.DataFrame, texts: int, random: np.random.Generator) -> dict[str, str]:
    """Name of a text → its article, so many of each language."""
    read = {}
    for code in languages["language"].unique().sort():
        articles = languages.filter(language=code)["article_id"]
        chosen = random.permutation(len(articles))[:texts]
        read.update({f"{code}-{n:02}": articles[int(place)] for n, place in enumerate(chosen, start=1)})
    return read


def write_rows(path: Path, columns: tuple[str, ...], rows: Iterable[Sequence[object]]) -> None:
    """Write a sheet as spreadsheets open it: CSV with a mark of UTF-8, nothing in it a formula."""
    with whole_file(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(safe_cell(cell) if isinstance(cell, str) else cell for cell in row)


def read_sheets(folder: Path) -> Sheets:
    """Read sheets that were filled in. What cannot be read is left out, and said.

    Raises:
        UsageError: the folder has no sheets, or one lacks a column.
    """
    about_file = folder / "about.json"
    if not about_file.is_file():
        hint = "name a folder that 'framing lexicon review draw' wrote"
        raise UsageError("review.folder", "there are no sheets", str(folder), hint)
    about = json.loads(about_file.read_text(encoding="utf-8"))
    key = [row for _, row in rows_of(folder / "key.csv", _KEY)]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "texts").glob("*.txt"))}
    problems: list[str] = []
    drawn = {row["name"]: row for row in key if row["name"] not in about["texts"]}
    verdicts = _verdicts(folder / "hits.csv", drawn, problems.append)
    names = set(about["dimensions"])
    marks = _marks(folder / "marks.csv", texts, names, problems.append)
    found_rows = [
        Mark(row["name"], row["language"], row["dimension"], int(row["start"]), int(row["end"]), True, "lexicon")
        for row in key
        if row["name"] in about["texts"]
    ]
    population = {(code, name): size for code, name, size in about["population"]}
    return Sheets(tuple(verdicts), tuple(marks), tuple(found_rows), population, tuple(problems), about)


def rows_of(path: Path, columns: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    """(file and line, row) of a sheet."""
    names, lines = lines_of(path)
    if lacking := [name for name in columns if name not in names]:
        hint = f"its first line is {','.join(columns)}"
        raise UsageError("review.columns", f"the sheet lacks {', '.join(lacking)}", str(path), hint)
    chosen = ((where, {name: row[name] for name in columns}) for where, row in lines)
    return [(where, row) for where, row in chosen if any(row.values())]


def lines_of(path: Path) -> tuple[list[str], list[tuple[str, dict[str, str]]]]:
    """The names of the columns of a CSV file, and (file and line, row). Spreadsheets save with commas or semicolons.

    Raises:
        UsageError: there is no such file, or it is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError("review.sheet", "the sheet is missing", str(path), "put it back, or draw anew") from None
    except UnicodeDecodeError:
        raise UsageError("review.encoding", "the sheet is not UTF-8", str(path), "save it as CSV UTF-8") from None
    # A cell may hold a whole article; Python's own bound is 131,072 letters.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * ARTICLE_CHARS))
    head = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [name for name in reader.fieldnames or () if name]
    cells = ({name: (row.get(name) or "").strip() for name in names} for row in reader)
    return names, [(f"{path.name}:{reader.line_num}", row) for row in cells]


def _verdicts(path: Path, drawn: dict[str, dict[str, str]], tell: Callable[[str], None]) -> list[Verdict]:
    """The verdicts, and a line on each that is none. A hit without a verdict was not read."""
    seen: set[tuple[str, str]] = set()
    verdicts: list[Verdict] = []
    for where, row in rows_of(path, HITS):
        verdict, name, reader = row["verdict"].lower(), row["hit"], row["reader"]
        if not verdict:
            continue
        if name not in drawn:
            tell(f"{where}: there is no hit '{name}'; take the names of the sheet as it was drawn")
        elif verdict not in VERDICTS:
            tell(f"{where}: '{row['verdict']}' is no verdict; write {', '.join(VERDICTS)}")
        elif not reader:
            tell(f"{where}: nobody is named; write who read in 'reader'")
        elif (name, reader) in seen:
            tell(f"{where}: {reader} judges {name} twice; keep one line")
        else:
            seen.add((name, reader))
            verdicts.append(Verdict(name, drawn[name]["language"], drawn[name]["dimension"], verdict, reader))
    return verdicts


def _marks(path: Path, texts: dict[str, str], names: set[str], tell: Callable[[str], None]) -> list[Mark]:
    """The marks, and a line on each that cannot be placed."""
    marks = []
    for where, row in rows_of(path, MARKS):
        text, words, dimension = row["text"].removesuffix(".txt"), row["words"], row["dimension"]
        sure = {"": True, "yes": True, "sure": True, "no": False, "weak": False}.get(row["sure"].lower())
        times = row["occurrence"] or "1"
        if text not in texts:
            tell(f"{where}: there is no text '{row['text']}'; they are the files in texts/")
        elif dimension not in names:
            tell(f"{where}: '{dimension}' is no dimension that was drawn; they are {', '.join(sorted(names))}")
        elif sure is None:
            tell(f"{where}: 'sure' says '{row['sure']}'; write yes or no")
        elif not row["reader"]:
            tell(f"{where}: nobody is named; write who read in 'reader'")
        elif not times.isdecimal() or (start := _place(texts[text], words, int(times))) < 0:
            tell(f"{where}: '{words}' does not stand {times} times in {text}; copy the words as they stand there")
        else:
            code = text.partition("-")[0]
            marks.append(Mark(text, code, dimension, start, start + len(words), sure, row["reader"]))
    return marks


def _place(text: str, words: str, occurrence: int) -> int:
    """Where words stand for the so manieth time, or −1."""
    start = -1
    for _ in range(occurrence if words else 0):
        start = text.find(words, start + 1)
        if start < 0:
            return -1
    return start
