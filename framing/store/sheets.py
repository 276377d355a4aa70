"""Sheets that coders filled in, read back into a project: CSV files, workbooks, folders of ``framing sample``.

A sheet has a text a line, named by ``unit`` as it was drawn, or by ``article_id``; and a column a dimension, or the
columns ``dimension`` and ``code``. Its coder is the one of a column ``coder``, else the one that is named, else that of
the file's name, ``coder-asha.csv``; ``settled.csv`` has what coders settled on. A cell that is no code is told and
loses nothing else; a code that the project has already is not taken in once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from framing import limits
from framing.errors import InputError, UsageError, in_short
from framing.ingest.readers.extraction import pieces
from framing.phrases import near_or
from framing.render.escaping import bare_cell
from framing.store.codes import codes_of, draws_of, save_codes
from framing.store.project import Project, open_project
from framing.validation.coding import ANSWERS, SETTLED, about_coding, coder_name, is_coding
from framing.validation.sheets import lines_of, rows_of

__all__ = ["Imported", "import_codes"]

_WORKBOOKS: Final = (".xlsx", ".xls", ".xlsb", ".ods")
_DRAWN: Final = ("unit", "article_id", "chance", "content_sha256")
#: Where a line stands, and its cells by the names of their columns.
_Lines = Sequence[tuple[str, Mapping[str, str]]]


@dataclass(slots=True)
class Imported:
    """What came of sheets.

    Attributes:
        codes: that were taken in, by coder.
        known: that the project had already.
        problems: a line on each cell that is no code, and each text that is not known, with what to do.
        stale: articles whose text or codebook has changed since the sheet was drawn: to be coded again.
    """

    codes: dict[str, int] = field(default_factory=dict)
    known: int = 0
    problems: list[str] = field(default_factory=list)
    stale: int = 0


def import_codes(project: Project | Path | str, paths: Iterable[Path], *, coder: str | None = None) -> Imported:
    """Take the codes of sheets into a project; they are on the disk when this returns.

    Args:
        project: whose articles they are of, or its folder.
        paths: sheets, and folders of sheets.
        coder: who filled them in, where the sheets do not say.

    Raises:
        UsageError: a sheet cannot be read, lacks its columns, or does not say who coded; nothing of any is taken in.
        StorageError: the system refused.
    """
    project = open_project(project)
    imported, known = Imported(), _Known(project)
    rows: list[dict[str, Any]] = []
    for path in _sheets(paths):
        rows += _codes(path, known, imported, coder)
    stale = set()
    kept = []
    for row in rows:
        key = (row["article_id"], row["coder"], row["dimension"])
        if known.said.get(key) == (row["code"], row["content_sha256"], row["codebook"], row["comment"]):
            imported.known += 1
            continue
        known.said[key] = (row["code"], row["content_sha256"], row["codebook"], row["comment"])
        kept.append(row)
        now = known.now[row["article_id"]], known.editions[row["dimension"]]
        if (row["content_sha256"], row["codebook"]) != now:
            stale.add(row["article_id"])
    imported.stale = len(stale)
    for row in kept:
        imported.codes[row["coder"]] = imported.codes.get(row["coder"], 0) + 1
    if kept:
        save_codes(project, "sheets", kept)
    return imported


class _Known:
    """What a project knows of articles, draws and codes."""

    def __init__(self, project: Project) -> None:
        book = project.lexicon().codebook
        self.editions = {name: book.edition(name) for name in book.dimensions}
        articles = project.newest(["content_sha256"], project.history().runs)
        self.now: dict[str, str] = dict(articles.select("article_id", "content_sha256").iter_rows())
        draws = draws_of(project).sort("drawn", maintain_order=True)
        self.units: dict[str, dict[str, Any]] = {}
        self._of: dict[str, dict[str, dict[str, Any]]] = {}
        for row in draws.to_dicts():
            row["editions"] = dict(zip(row["dimensions"], row["editions"], strict=True))
            self.units[row["unit"]] = self.units[row["article_id"]] = row
            self._of.setdefault(row["sample"], {})[row["unit"]] = row
        names = ("article_id", "coder", "dimension", "code", "content_sha256", "codebook", "comment")
        self.said = {row[:3]: row[3:] for row in codes_of(project).select(names).iter_rows()}

    def of_sample(self, folder: Path) -> dict[str, dict[str, Any]]:
        """What the draw of a folder of sheets says of its units, which may have been drawn again since."""
        sample = about_coding(folder).get("sample", "") if is_coding(folder) else ""
        return self._of.get(sample, {})


def _sheets(paths: Iterable[Path]) -> list[Path]:
    sheets: list[Path] = []
    for path in paths:
        inside = sorted(each for each in path.glob("*") if _is_sheet(each)) if path.is_dir() else [path]
        if not inside:
            hint = "name the sheets themselves, or a folder of 'framing sample'"
            raise UsageError("coding.folder", "there are no coding sheets", str(path), hint)
        sheets += inside
    return sheets


def _is_sheet(path: Path) -> bool:
    return path.suffix.lower() in (".csv", *_WORKBOOKS) and path.stem.startswith(("coder-", SETTLED))


def _codes(path: Path, known: _Known, imported: Imported, coder: str | None) -> list[dict[str, Any]]:
    """The codes of a sheet."""
    names, lines = _table(path)
    named = {name.strip().lower(): name for name in names}
    text = named.get("unit") or named.get("article_id")
    wide = {name: named[name.lower()] for name in known.editions if name.lower() in named}
    is_long = {"dimension", "code"} <= named.keys()
    if text is None or not (wide or is_long):
        what = f"the sheet lacks {'a column unit or article_id' if text is None else 'a column of a dimension'}"
        raise UsageError("coding.columns", what, str(path), f"it has {in_short(names) or 'none'}")
    drawn = {**_drawn(path.parent), **known.units, **known.of_sample(path.parent)}
    rows, seen = [], set()
    for where, line in lines:
        if not (unit := bare_cell(line[text]).strip()):
            continue
        who = _coder(line.get(named.get("coder", ""), ""), coder, path)
        of = drawn.get(unit) or ({"article_id": unit} if unit in known.now else None)
        if of is None or of["article_id"] not in known.now:
            imported.problems.append(f"{where}: the project has no text '{unit}'; leave the names as they were drawn")
            continue
        pairs = (
            [(line[named["dimension"]], line[named["code"]])] if is_long else [(n, line[c]) for n, c in wide.items()]
        )
        for dimension, given in pairs:
            if (code := _code(dimension, given, where, known, imported)) is None:
                continue
            if (who, of["article_id"], dimension) in seen:
                what = f"{where}: {unit} stands here twice for {who} in {dimension}; the first line counts"
                imported.problems.append(what)
                continue
            seen.add((who, of["article_id"], dimension))
            comment = bare_cell(line.get(named.get("comment", ""), "")) or None
            rows.append(_row(of, known, who, dimension, code, comment))
    return rows


def _row(
    of: Mapping[str, Any], known: _Known, who: str, dimension: str, code: str, comment: str | None
) -> dict[str, Any]:
    article = of["article_id"]
    text = of.get("content_sha256") or known.now[article]
    edition = of.get("editions", {}).get(dimension) or known.editions[dimension]
    row = {"article_id": article, "content_sha256": text, "codebook": edition, "coder": who, "dimension": dimension}
    return {**row, "code": code, "comment": comment, "sample": of.get("sample"), "chance": of.get("chance")}


def _code(dimension: str, given: str, where: str, known: _Known, imported: Imported) -> str | None:
    """A code; of a cell that is none it is told, unless it is empty."""
    if not given.strip():
        return None
    if dimension not in known.editions:
        hint = near_or(dimension, known.editions, "the dimensions are")
        imported.problems.append(f"{where}: '{dimension}' is no dimension; {hint}")
        return None
    if (code := ANSWERS.get(given.strip().lower())) is None:
        imported.problems.append(f"{where}: '{given}' in {dimension} is no code; write yes, no or unsure")
    return code


def _coder(cell: str, named: str | None, path: Path) -> str:
    name = cell.strip() or named or (path.stem.removeprefix("coder-") if path.stem.startswith("coder-") else "")
    if path.stem == SETTLED and not name:
        return SETTLED
    if not name:
        hint = "name the coder with --coder, in a column 'coder', or call the file coder-NAME"
        raise UsageError("coding.coder", "the sheet does not say who coded", str(path), hint)
    return coder_name(name)


def _drawn(folder: Path) -> dict[str, dict[str, Any]]:
    """What a folder of sheets says of its units: it may have been drawn before projects took draws down."""
    if not is_coding(folder):
        return {}
    rows = (row for _, row in rows_of(folder / "drawn.csv", _DRAWN))
    return {
        row["unit"]: {**row, "article_id": bare_cell(row["article_id"]), "chance": float(row["chance"])} for row in rows
    }


def _table(path: Path) -> tuple[list[str], _Lines]:
    """The names of the columns, and the lines, of a sheet."""
    if path.suffix.lower() not in _WORKBOOKS:
        return lines_of(path)
    if not path.is_file():
        raise UsageError("review.sheet", "the sheet is missing", str(path), "put it back, or draw anew")
    most_bytes, most_cells = limits.WORKBOOK_UNPACKED_BYTES, limits.WORKBOOK_CELLS
    names: list[str] = []
    lines: list[tuple[str, Mapping[str, str]]] = []
    first = None
    try:
        for piece in pieces("workbook", path=str(path), bytes=most_bytes, cells=most_cells):
            first = first or piece["sheet"]
            # Notes stand on other sheets.
            if piece["sheet"] != first or "error" in piece:
                continue
            for number, cells in piece["rows"]:
                if not names:
                    names = [cell or "" for cell in cells or ()]
                else:
                    values = [*(cell or "" for cell in cells or ()), *[""] * len(names)]
                    lines.append((f"{path.name}:{number}", dict(zip(names, values, strict=False))))
    except InputError as error:
        raise UsageError(error.code, error.what, str(path), error.hint) from None
    return [name for name in names if name], lines
