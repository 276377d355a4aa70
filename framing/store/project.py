"""A project: what readers see of the store.

Example:
    >>> import tempfile
    >>> folder = init_project(tempfile.mkdtemp()).folder
    >>> loaded = open_project(folder).load()
    >>> loaded.articles.height, loaded.version
    (0, '0')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import ProjectError
from framing.lexicon.lexicon import Lexicon, combine, default_lexicon, load_lexicon
from framing.schemas import ARTICLE, EVIDENCE, EXPOSURE, SCALE, SCORE, STATUS
from framing.scoring.score import Scored
from framing.store.history import History, files_of, read_history, read_parquet
from framing.store.integrity import FileHash, check, damaged, guarded, read_seal, write_atomically
from framing.store.layout import BATCH, FORMAT, LEXICONS, MARKER, RUNS, STATED, TABLES
from framing.store.log import LOG, newest
from framing.version import __version__

__all__ = ["Loaded", "Project", "check_name", "data_files", "init_project", "open_project"]

#: What the object store below the Delta library takes for no part of a file's address, or for a separator.
_UNWRITABLE: Final = re.compile(r"[\[\]|^\\\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A project at one moment: whole batches only, and of each article the newest version.

    Attributes:
        articles: ARTICLE columns, as they were read.
        scored: what scoring found in them.
        runs: RUN columns (see ``framing.store.layout``), oldest first.
        version: what :meth:`Project.version` said at that moment.
    """

    articles: pl.DataFrame
    scored: Scored
    runs: pl.DataFrame
    version: str


class Project:
    """An open project folder. Reading never waits for a writer; made by :func:`open_project`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._history: History | None = None
        self._lexicon: tuple[str, Lexicon] | None = None

    def __repr__(self) -> str:
        return f"<Project {self.folder}: {self.version()} runs>"

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def version(self) -> str:
        """Changes exactly when a batch has landed; takes one listing of a folder."""
        return _version(newest(self.folder / RUNS))

    def lexicon(self) -> Lexicon:
        """The toolkit's lexicon and beside it those that lie in the project, one a folder under ``lexicons/``.

        Raises:
            LexiconError: one of them is not valid, or two have a dimension of the same name.
        """
        folders = sorted(path.parent for path in (self.folder / LEXICONS).glob("*/codebook.toml"))
        own = {f"{LEXICONS}/{folder.name}": load_lexicon(folder) for folder in folders}
        found = combine(default_lexicon(), own)
        if self._lexicon is None or self._lexicon[0] != found.fingerprint:
            # The same object as long as nothing changed: what was compiled of it is kept.
            self._lexicon = found.fingerprint, found
        return self._lexicon[1]

    def history(self) -> History:
        """All runs so far, verified.

        Raises:
            ProjectError: ``project.damaged``.
        """
        self._history = read_history(self.folder, self._history)
        return self._history

    def load(self) -> Loaded:
        """Read the project.

        Raises:
            ProjectError: ``project.damaged``; a recorded file is missing or another than was written.
        """
        history = self.history()
        for file in files_of(history.runs):
            check(self.folder, file)
        runs = history.runs
        # Where no article was ever stored twice, every row is the newest, and no table needs its batches.
        latest = self._latest(runs) if int(runs["replaced"].sum()) else None
        articles = self._read("articles", TABLES["articles"], runs, latest)
        status = articles.select(list(STATUS))
        read = articles.with_columns(language=pl.col(STATED)).select(list(ARTICLE))
        evidence, exposure, scores, scales = (
            self._read(table, columns, runs, latest)
            for table, columns in (("evidence", EVIDENCE), ("exposure", EXPOSURE), ("scores", SCORE), ("scales", SCALE))
        )
        scored = Scored(articles=status, evidence=evidence, exposure=exposure, scores=scores, scales=scales)
        return Loaded(read, scored, runs, _version(history.version))

    def columns(self, table: str, names: list[str], runs: pl.DataFrame) -> pl.DataFrame:
        """Some columns of all committed rows of a table, old versions too, in the order of the commits.

        Raises:
            ProjectError: ``project.damaged``.
        """
        files = data_files(runs, table)
        for file in files:
            check(self.folder, file)
        return read_parquet(self.folder, [file.path for file in files], {name: TABLES[table][name] for name in names})

    def _latest(self, runs: pl.DataFrame) -> pl.DataFrame:
        """The batch of each article's newest version."""
        keys = self.columns("articles", ["article_id", BATCH], runs)
        return keys.unique("article_id", keep="last", maintain_order=True)

    def _read(
        self, table: str, columns: Mapping[str, pl.DataType], runs: pl.DataFrame, latest: pl.DataFrame | None
    ) -> pl.DataFrame:
        if latest is None:
            return self.columns(table, list(columns), runs)
        rows = self.columns(table, list(dict.fromkeys((BATCH, *columns))), runs)
        kept = rows.join(latest, on=["article_id", BATCH], how="semi", maintain_order="left")
        return kept.select(list(columns))


def data_files(runs: pl.DataFrame, table: str) -> list[FileHash]:
    """The data files of a table that runs record, in the order of the commits."""
    return [file for file in files_of(runs, table) if not file.path.startswith(f"{table}/{LOG}/")]


def init_project(folder: Path | str) -> Project:
    """Make a folder a project; one that is a project already stays as it is.

    Raises:
        ProjectError: ``project.not-empty``, ``project.not-a-folder`` or ``project.folder-name``.
    """
    folder = Path(folder)
    if (folder / MARKER).is_file():
        return open_project(folder)
    if folder.exists() and not folder.is_dir():
        raise ProjectError("project.not-a-folder", "it is a file", str(folder), "name a new folder")
    check_name(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if any(path.name != f"{MARKER}.draft" for path in folder.iterdir()):
        raise ProjectError("project.not-empty", "the folder is not empty", str(folder), "name a new or an empty folder")
    lines = [
        "# This folder is a project of the framing toolkit.",
        f"format = {FORMAT}",
        f'created_by = "{__version__}"',
    ]
    write_atomically(folder / MARKER, "\n".join([*lines, ""]).encode())
    return open_project(folder)


def check_name(folder: Path) -> None:
    """Refuse a folder that the Delta library cannot write to; it can be read all the same.

    Raises:
        ProjectError: ``project.folder-name``.
    """
    if found := _UNWRITABLE.search(folder.absolute().as_posix()):
        what = f"Delta Lake cannot write to a folder with {found[0]!r} in its path"
        raise ProjectError("project.folder-name", what, str(folder), "rename it")


def open_project(folder: Path | str) -> Project:
    """Open a project.

    Args:
        folder: made by :func:`init_project`.

    Raises:
        ProjectError: ``project.missing``, ``project.newer`` or ``project.damaged``.
    """
    folder = Path(folder).absolute()
    marker = folder / MARKER
    if not marker.is_file():
        what = "this folder is no project" if folder.is_dir() else "there is no such folder"
        raise ProjectError("project.missing", what, str(folder), "make a project with 'framing init'")
    for file in read_seal(folder):
        if file.path == MARKER:
            check(folder, file)
    with guarded(marker):
        number = tomllib.loads(marker.read_text(encoding="utf-8")).get("format")
    if type(number) is not int or number < 1:
        raise damaged(marker, "it names no format version")
    if number > FORMAT:
        what = f"it has format {number}, and this version of the toolkit knows formats up to {FORMAT}"
        raise ProjectError("project.newer", what, str(folder), "install a newer version of the toolkit")
    return Project(folder)


def _version(runs: int) -> str:
    return str(runs + 1)
