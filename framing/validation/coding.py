"""Coding sheets: what coders fill in, and what is read back.

A folder has a sheet a coder (``coder-asha.csv``: a text a line, a column a dimension, to be filled in with yes, no or
unsure), ``drawn.csv`` (where the texts come from and with what chance each was drawn, which coders leave closed) and
``about.json``. What coders settle on after they have talked goes into a sheet of the same columns, ``settled.csv``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from framing.errors import UsageError, whole_file
from framing.expressions import expression
from framing.validation.sheets import rows_of, write_rows

__all__ = [
    "ANSWERS",
    "CODED",
    "SETTLED",
    "about_coding",
    "coder_name",
    "is_coding",
    "read_codes",
    "settled",
    "settled_tables",
    "units",
    "write_coding",
]

#: What may be filled in → the code. Nothing is no code.
ANSWERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("yes", "y", "1", "true", "हाँ", "हां", "ہاں"), "yes"),
    **dict.fromkeys(("no", "n", "0", "false", "नहीं", "نہیں"), "no"),
    **dict.fromkeys(("unsure", "?", "पता नहीं", "معلوم نہیں"), "unsure"),
}
#: Columns of :func:`read_codes`: those of an agreement, and of which article and text a unit is.
CODED: Final = {
    "unit": pl.String(),
    "coder": pl.String(),
    "dimension": pl.String(),
    "code": pl.String(),
    "language": pl.String(),
    "weight": pl.Float64(),
    "article_id": pl.String(),
    "content_sha256": pl.String(),
}
_DRAWN: Final = ("unit", "article_id", "key", "language", "chance", "content_sha256", "coders")
_BEFORE: Final = ("unit", "language", "title", "text")
#: What a file may be called.
_NAME: Final = expression(r"[\w][\w .-]{0,60}")
#: The sheet, and the coder, of what coders settled on.
SETTLED: Final = "settled"


def is_coding(folder: Path) -> bool:
    """Whether a folder has coding sheets."""
    return (folder / "drawn.csv").is_file()


def about_coding(folder: Path) -> dict[str, Any]:
    """How the texts of a folder were drawn.

    Raises:
        UsageError: the folder has no sheets, or it does not say.
    """
    if not is_coding(folder):
        raise UsageError("coding.folder", "there are no coding sheets", str(folder), "draw some with 'framing sample'")
    try:
        about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        hint = "put back the file that 'framing sample' wrote"
        raise UsageError("coding.about", f"about.json cannot be read ({error})", str(folder), hint) from None
    return about


def write_coding(
    drawn: pl.DataFrame, articles: pl.DataFrame, folder: Path, dimensions: Sequence[str], about: Mapping[str, object]
) -> dict[str, int]:
    """Write the sheets.

    Args:
        drawn: from :func:`framing.validation.sampling.draw`; each article has a coder.
        articles: columns article_id, language, text, content_sha256 and, where there are titles, title.
        folder: must not have sheets yet.
        dimensions: that are coded.
        about: what else is worth knowing: seed, level, lexicon.

    Returns:
        Coder → articles.

    Raises:
        UsageError: the folder has sheets already; a coder's name is none for a file; no dimension.
        StorageError: the system refused.
    """
    if is_coding(folder):
        raise UsageError("sample.exists", "the folder has sheets already", str(folder), "name a new folder")
    if not dimensions:
        raise UsageError("sample.dimensions", "no dimension is named", "", "name what is coded with --dimension")
    coders = sorted({name for names in drawn["coders"] for name in names})
    for name in coders:
        coder_name(name)
    known = articles if "title" in articles.columns else articles.with_columns(title=pl.lit("", pl.String))
    texts = known.select("article_id", "language", pl.col("title", "text").fill_null(""), "content_sha256")
    rows = drawn.join(texts, on="article_id", how="left", maintain_order="left")
    rows = rows.with_columns(unit=units(rows["article_id"]))
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for coder in coders:
        own = rows.filter(pl.col("coders").list.contains(coder)).select(_BEFORE)
        empty = [""] * (len(dimensions) + 1)
        lines = [[*row, *empty] for row in own.iter_rows()]
        write_rows(folder / f"coder-{coder}.csv", (*_BEFORE, *dimensions, "comment"), lines)
        counts[coder] = own.height
    closed = rows.with_columns(pl.col("coders").list.join("; ")).select(_DRAWN)
    write_rows(folder / "drawn.csv", _DRAWN, closed.iter_rows())
    with whole_file(folder / "about.json") as draft:
        text = json.dumps({**about, "dimensions": list(dimensions)}, ensure_ascii=False, indent=1)
        draft.write_text(text, encoding="utf-8")
    return counts


def coder_name(name: str) -> str:
    """A coder's name, if it can be one.

    Raises:
        UsageError: ``coding.coder``.
    """
    if not _NAME.fullmatch(name) or name == SETTLED:
        what = f"'{name}' cannot be a coder's name"
        raise UsageError("coding.coder", what, "", f"use letters and digits, and not '{SETTLED}'")
    return name


def units(articles: pl.Series) -> pl.Series:
    """What articles are called on sheets: always the same, and nothing that tells of an outlet as an address would.

    Example:
        >>> units(pl.Series(["https://example.org/a"])).to_list()
        ['twwyq3ucc']
    """
    unique = articles.unique()
    names = [base64.b32encode(hashlib.sha256(each.encode()).digest()[:5]).decode().lower() for each in unique]
    named = pl.Series([f"t{name}" for name in names], dtype=pl.String)
    return articles.replace_strict(unique, named, return_dtype=pl.String).alias("unit")


def read_codes(folder: Path) -> tuple[pl.DataFrame, list[str]]:
    """Read sheets that were filled in.

    Args:
        folder: with coding sheets.

    Returns:
        CODED columns, a row a code; what coders settled on has the coder ``settled``. And a line on each cell that is
        no code, with its file and line, and what to do.

    Raises:
        UsageError: the folder has no sheets, one lacks a column, or nothing is filled in.
    """
    dimensions = about_coding(folder)["dimensions"]
    drawn = {row["unit"]: row for _, row in rows_of(folder / "drawn.csv", _DRAWN)}
    tables, problems = [], list[str]()
    for path in sorted([*folder.glob("coder-*.csv"), *folder.glob(f"{SETTLED}.csv")]):
        coder, seen = path.stem.removeprefix("coder-"), set[str]()
        for where, row in rows_of(path, ("unit", *dimensions)):
            unit = row["unit"]
            if unit not in drawn:
                problems.append(f"{where}: there is no text '{unit}'; leave the names as they were drawn")
                continue
            if unit in seen:
                problems.append(f"{where}: {unit} stands here twice; the first line counts")
                continue
            seen.add(unit)
            of = drawn[unit]
            for dimension in dimensions:
                if not (given := row[dimension].strip().lower()):
                    continue
                if (code := ANSWERS.get(given)) is None:
                    problems.append(f"{where}: '{row[dimension]}' in {dimension} is no code; write yes, no or unsure")
                    continue
                known = (of["language"], 1 / float(of["chance"]), of["article_id"], of["content_sha256"])
                tables.append((unit, coder, dimension, code, *known))
    if not tables:
        hint = "fill in the columns of the dimensions"
        raise UsageError("coding.unread", "nothing is coded yet", str(folder), hint)
    return pl.DataFrame(tables, schema=CODED, orient="row"), problems


def settled(codes: pl.DataFrame, dimension: str, *, unsure: int | None = None) -> tuple[pl.DataFrame, int]:
    """What stands fast of a dimension: what was settled, else what all coders of a text agree on.

    Args:
        codes: from :func:`read_codes`.
        dimension: that was coded.
        unsure: what texts count as of which it stands fast that nobody is sure, 1 or 0: the truth lies between what
            follows from either. They are left open where nothing is said.

    Returns:
        Columns article_id, code (1 or 0), chance, for :func:`framing.corrected`; and how many texts are left open,
        unsure or disputed.

    Example:
        >>> rows = [("t1", "a", "praise", "yes"), ("t1", "b", "praise", "no"), ("t2", "a", "praise", "no")]
        >>> codes = pl.DataFrame(rows, schema=["unit", "coder", "dimension", "code"], orient="row")
        >>> codes = codes.with_columns(article_id="unit", weight=pl.lit(4.0))
        >>> settled(codes, "praise")[0].rows(), settled(codes, "praise")[1]
        ([('t2', 0, 0.25)], 1)
    """
    own = codes.filter(dimension=dimension).with_columns(last=pl.col("coder") == SETTLED)
    own = own.filter(pl.col("last") | ~pl.col("last").any().over("unit"))
    agreed = own.filter(pl.col("code").n_unique().over("unit") == 1)
    fast = agreed.unique("unit", maintain_order=True)
    code = pl.when(pl.col("code") == "unsure").then(unsure).otherwise((pl.col("code") == "yes").cast(pl.Int64))
    table = fast.select("article_id", code=code.cast(pl.Int64), chance=1 / pl.col("weight")).drop_nulls("code")
    return table, own["unit"].n_unique() - table.height


def settled_tables(codes: pl.DataFrame, dimension: str) -> tuple[list[pl.DataFrame], int, int]:
    """What :func:`framing.statistics.coded.corrected_tables` takes of codes.

    Args:
        codes: from :func:`read_codes`.
        dimension: that was coded.

    Returns:
        Tables of :func:`settled`: of what stands fast, and where some is unsure, with all that as no, and as yes; how
        many texts are disputed; and how many are unsure.

    Example:
        >>> rows = [("t1", "a", "praise", "yes"), ("t2", "a", "praise", "unsure")]
        >>> codes = pl.DataFrame(rows, schema=["unit", "coder", "dimension", "code"], orient="row")
        >>> codes = codes.with_columns(article_id="unit", weight=pl.lit(1.0))
        >>> tables, disputed, unsure = settled_tables(codes, "praise")
        >>> [table["code"].to_list() for table in tables], disputed, unsure
        ([[1], [1, 0], [1, 1]], 0, 1)
    """
    table, left = settled(codes, dimension)
    ends = [settled(codes, dimension, unsure=end)[0] for end in (0, 1)]
    unsure = ends[0].height - table.height
    return [table, *(ends if unsure else [])], left - unsure, unsure
