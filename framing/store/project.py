"""A project: what readers see of the store.

Example:
    >>> import tempfile
    >>> folder = init_project(tempfile.mkdtemp()).folder
    >>> loaded = open_project(folder).load()
    >>> loaded.articles.height, loaded.version
    (0, '0')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

import polars as pl

from framing.errors import ProjectError
from framing.phrases import counted
from framing.schemas import ARTICLE, EVIDENCE, EXPOSURE, SCALE, SCORE, STATUS
from framing.store.integrity import FileHash, Watch, check_all, guarded
from framing.store.layout import BATCH, LEXICONS, MARKER, OUTLETS, RUNS, SCORED_IN, STATED, TABLES
from framing.store.log import History, data_files, files_of, newest, read_history, read_parquet, scan_parquet
from framing.store.marker import check_marker, make_marker

if TYPE_CHECKING:
    from datetime import datetime

    from framing.ingest.article.boilerplate import Boilerplate
    from framing.ingest.article.outlets import Outlets
    from framing.lexicon.lexicon import Lexicon
    from framing.scoring.score import Scored
    from framing.store.answers import Answers
    from framing.store.loaded import Loaded

# What reads, scores and knows lexicons is loaded where it is used: a run that finds nothing new needs none of it.

__all__ = ["Project", "init_project", "number_of", "open_project"]

T = TypeVar("T")


class Project:
    """An open project folder, and a path to it. Reading never waits for a writer; made by :func:`open_project`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._history: History | None = None
        self._lexicon: tuple[str, Lexicon] | None = None
        self._outlets: tuple[str, Outlets] | None = None
        self._recorded: tuple[str, Watch, int] | None = None

    def __repr__(self) -> str:
        return f"<Project {self.folder}: {counted(int(self.version()), 'runs')}>"

    def __fspath__(self) -> str:
        return str(self.folder)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def version(self) -> str:
        """Changes exactly when a batch has landed; takes one listing of a folder."""
        return _version(newest(self.folder / RUNS))

    def state(self) -> str:
        """Changes when a batch has landed, and when ``outlets.csv`` has, by which articles find their outlets.

        It looks whether all files are what was written; those that were read and did not change since are not read.

        Raises:
            ProjectError: ``project.missing``, ``project.newer`` or ``project.damaged``: it became so by now.
        """
        check_marker(self.folder)
        return f"{self._named()} {self.steadily(self._checked)}"

    def latest(self) -> tuple[datetime, int] | None:
        """When articles came last, and how many came on that day (UTC); None where none has come.

        Raises:
            ProjectError: ``project.damaged``.
        """
        came = pl.col("scored") + pl.col("refused")
        runs = self.history().runs.filter(came > 0, pl.col("kind") == "add")
        if runs.is_empty():
            return None
        day = pl.col("finished").dt.date()
        last = runs.filter(day == day.max()).select(pl.col("finished").max(), came.sum())
        when, articles = last.row(0)
        return when, articles

    def _named(self) -> str:
        """What changes when outlets may be called otherwise."""
        path = self.folder / OUTLETS
        return f"{self.version()} {crc32(path.read_bytes()) if path.is_file() else '-'}"

    def _checked(self) -> int:
        """Look at all files; what comes back is another number for other files."""
        version = self.version()
        if self._recorded is None or self._recorded[0] != version:
            history = self.history()
            files = files_of(history.runs)
            # A seal comes a moment after its run, and says nothing new of it.
            number = crc32("".join(file.sha256 for file in files).encode())
            self._recorded = version, Watch(self.folder, (*files, *history.seal)), number
        self._recorded[1].look()
        return self._recorded[2]

    def lexicon(self) -> Lexicon:
        """The toolkit's lexicon and beside it those that lie in the project, one a folder under ``lexicons/``.

        Raises:
            LexiconError: one of them is not valid, or two have a dimension of the same name.
        """
        from framing.lexicon.lexicon import combine, default_lexicon, load_folders

        lexicon = combine(default_lexicon(), load_folders(self.folder, LEXICONS))
        if self._lexicon is None or self._lexicon[0] != lexicon.fingerprint:
            # The same object as long as nothing changed: what was compiled of it is kept.
            self._lexicon = lexicon.fingerprint, lexicon
        return self._lexicon[1]

    def outlets(self) -> Outlets:
        """The toolkit's outlets, and before them those of the project's own ``outlets.csv``.

        They know what the unlisted outlets of the project's articles are called.

        Raises:
            UsageError: the file is not valid.
            ProjectError: ``project.damaged``.
        """
        state = self._named()
        if self._outlets is None or self._outlets[0] != state:
            articles = self.newest(["outlet", "outlet_name"], self.history().runs)
            self._outlets = state, self._listed().among(articles)
        return self._outlets[1]

    def _listed(self) -> Outlets:
        from framing.ingest.article.outlets import load_outlets

        return load_outlets(project=self.folder)

    def _renamed(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Stored articles under the outlets that their names mean now."""
        from framing.ingest.article.spellings import renamed

        return renamed(articles, self._listed())

    def boilerplate(self) -> Boilerplate:
        """What the project has learned of its outlets' own lines.

        Raises:
            UsageError: the file is not valid.
        """
        from framing.ingest.article.boilerplate import load_boilerplate

        return load_boilerplate(self.folder)

    def validations(self) -> pl.DataFrame:
        """What ``framing validate --record`` found: the last of each dimension, machine and language.

        Raises:
            ProjectError: ``project.damaged``.
        """
        from framing.store.badges import validations_of

        return validations_of(self)

    def history(self) -> History:
        """All runs so far, verified.

        Raises:
            ProjectError: ``project.damaged``.
        """
        self._history = read_history(self.folder, self._history)
        return self._history

    def load(self, *, counts: bool = False) -> Loaded:
        """Read the project.

        Args:
            counts: read what was counted alone, in a tenth of the room: the articles come without their texts, which
                :meth:`texts` gives, and evidence is read when it is asked for. Scores and scales have the columns of
                :data:`framing.store.loaded.COUNTED`.

        Raises:
            ProjectError: ``project.damaged``; a recorded file is missing or another than was written.
        """
        return self.steadily(partial(self._load, counts=counts))

    def answers(self) -> Answers:
        """What is worked out of the project as it is now, and kept."""
        from framing.store.answers import Answers

        return Answers(self)

    def steadily(self, read: Callable[[], T]) -> T:
        """What reading gives, once more where a run landed meanwhile and files are missing.

        An erasure purges files at once, and compaction some time later: with another run, other files count.
        """
        while True:
            version = self.version()
            try:
                return read()
            except ProjectError:
                if self.version() == version:
                    raise

    def _load(self, *, counts: bool) -> Loaded:
        from framing.store.loaded import LONG, Held, Loaded, Stored, is_plain

        history = self.history()
        runs = history.runs
        if not counts:
            self.check(files_of(runs))
        names = [name for name in TABLES["articles"] if not counts or name not in LONG]
        articles = self.columns("articles", names, runs)
        scorings = None
        if not is_plain(runs):
            articles, scorings = self._scored(self._newest(articles), runs)
        status = articles.select(list(STATUS))
        keys = articles.select("article_id", BATCH, pl.coalesce(SCORED_IN, BATCH).alias(SCORED_IN))
        read = self._renamed(articles).with_columns(language=pl.col(STATED))
        read = self._clustered(read.select([name for name in ARTICLE if name in names]), runs)
        if counts:
            scored: Scored = Stored(status, Held(self, keys, runs.height if scorings is None else None))
        else:
            scored = self._loaded_as(status, runs, scorings)
        return Loaded(read, scored, runs, _version(history.version))

    def _loaded_as(self, status: pl.DataFrame, runs: pl.DataFrame, scorings: pl.DataFrame | None) -> Scored:
        from framing.scoring.score import Scored

        tables = {"evidence": EVIDENCE, "exposure": EXPOSURE, "scores": SCORE, "scales": SCALE}
        frames = {table: self._read(table, columns, runs, scorings) for table, columns in tables.items()}
        return Scored(articles=status, **frames)

    def columns(self, table: str, names: list[str], runs: pl.DataFrame) -> pl.DataFrame:
        """Some columns of all committed rows of a table, old versions too, in the order of the commits.

        Raises:
            ProjectError: ``project.damaged``.
        """
        files = data_files(runs, table)
        self.check(files)
        return read_parquet(self.folder, [file.path for file in files], {name: TABLES[table][name] for name in names})

    def _clustered(self, articles: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
        numbers = self.columns("clusters", ["article_id", "cluster"], runs)
        newest = numbers.unique("article_id", keep="last")
        joined = articles.join(newest, on="article_id", how="left", maintain_order="left")
        first = pl.col("article_id").first().over("cluster")
        return joined.with_columns(cluster=pl.when(pl.col("cluster").is_null()).then("article_id").otherwise(first))

    def scan(self, table: str, names: list[str], runs: pl.DataFrame) -> pl.LazyFrame:
        """As :meth:`columns`, to be read in pieces.

        Raises:
            ProjectError: ``project.damaged``; what is collected later may still meet a file that changed since.
        """
        files = data_files(runs, table)
        self.check(files)
        kinds = {name: TABLES[table][name] for name in names}
        return scan_parquet(self.folder, [file.path for file in files], kinds)

    def pieces(
        self, table: str, names: list[str], runs: pl.DataFrame, *, height: int = 65_536
    ) -> Iterator[pl.DataFrame]:
        """As :meth:`columns`, at most ``height`` rows at a time, however large a file is.

        Raises:
            ProjectError: ``project.damaged``.
        """
        kinds = {name: TABLES[table][name] for name in names}
        for file in data_files(runs, table):
            self.check([file])
            with guarded(self.folder / file.path):
                rows = scan_parquet(self.folder, [file.path], kinds)
                for start in range(0, rows.select(pl.len()).collect().item(), height):
                    yield rows.slice(start, height).collect()

    def check(self, files: Iterable[FileHash]) -> None:
        """Compare files with their records.

        Raises:
            ProjectError: ``project.damaged``.
        """
        check_all(self.folder, files)

    def newest(
        self, names: list[str], runs: pl.DataFrame, *, before: int | None = None, as_stored: bool = False
    ) -> pl.DataFrame:
        """Some columns of the newest version of each article; those of STATUS say how it was scored last.

        Args:
            names: columns of the table ``articles``.
            runs: of the project's history.
            before: the number of a run, as if it and those after it had not yet been.
            as_stored: give the outlets that were known when the articles came; else those that their names mean now.

        Returns:
            The columns named, and the batches ``batch_id`` and ``scored_in``.

        Raises:
            ProjectError: ``project.damaged``.
        """
        from framing.ingest.article.spellings import ASKED

        needed = list(dict.fromkeys(("article_id", BATCH, SCORED_IN, *names)))
        asked = ASKED if not as_stored and not {"outlet", "outlet_name"}.isdisjoint(names) else ()
        rows = _before(self.columns("articles", list(dict.fromkeys((*needed, *asked))), runs), before)
        articles, _ = self._scored(self._newest(rows), runs, before)
        return (self._renamed(articles) if asked else articles).select(needed)

    @staticmethod
    def _newest(articles: pl.DataFrame) -> pl.DataFrame:
        return articles.unique("article_id", keep="last", maintain_order=True)

    def _scored(
        self, articles: pl.DataFrame, runs: pl.DataFrame, before: int | None = None
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Newest articles as they were scored last, and the keys (article_id, batch_id) of what scoring found."""
        own = articles.with_columns(pl.coalesce(SCORED_IN, BATCH).alias(SCORED_IN))
        status = [name for name in STATUS if name in articles.columns]
        anew = self._newest(_before(self.columns("scorings", [BATCH, *status], runs), before))
        if anew.height:
            later = anew.rename({name: f"{name}_anew" for name in (BATCH, *status) if name != "article_id"})
            joined = own.join(later, on="article_id", how="left", maintain_order="left")
            is_anew = (number_of(f"{BATCH}_anew") > number_of(BATCH)).fill_null(False)
            own = joined.with_columns(
                *(
                    pl.when(is_anew).then(f"{name}_anew").otherwise(name).alias(name)
                    for name in status
                    if name != "article_id"
                ),
                pl.when(is_anew).then(f"{BATCH}_anew").otherwise(SCORED_IN).alias(SCORED_IN),
            ).select(articles.columns)
        return own, own.select("article_id", pl.col(SCORED_IN).alias(BATCH))

    def _read(
        self, table: str, columns: Mapping[str, pl.DataType], runs: pl.DataFrame, scorings: pl.DataFrame | None
    ) -> pl.DataFrame:
        if scorings is None:
            return self.columns(table, list(columns), runs)
        rows = self.columns(table, list(dict.fromkeys((BATCH, *columns))), runs)
        kept = rows.join(scorings, on=["article_id", BATCH], how="semi", maintain_order="left")
        return kept.select(list(columns))


def number_of(batch: str) -> pl.Expr:
    """The number of the run that a column of batches names: batches compare by it."""
    return pl.col(batch).str.extract(r"^(\d+)-").cast(pl.Int64)


def _before(rows: pl.DataFrame, number: int | None) -> pl.DataFrame:
    return rows if number is None else rows.filter(number_of(BATCH) < number)


def init_project(folder: Path | str, *, shared: bool = False) -> Project:
    """Make a folder a project; one that is a project already stays as it is.

    Args:
        folder: new or empty. It is closed to all but its owner, and so is what comes into it.
        shared: leave it open to the owner's group, to read and to write.

    Raises:
        ProjectError: ``project.not-empty``, ``project.not-a-folder`` or ``project.folder-name``.
    """
    folder = Path(folder)
    if (folder / MARKER).is_file():
        return open_project(folder)
    make_marker(folder, shared=shared)
    return open_project(folder)


def open_project(folder: Project | Path | str) -> Project:
    """Open a project.

    Args:
        folder: made by :func:`init_project`; a project that is open already comes back.

    Raises:
        ProjectError: ``project.missing``, ``project.newer`` or ``project.damaged``.
    """
    if isinstance(folder, Project):
        return folder
    folder = Path(folder).absolute()
    check_marker(folder)
    return Project(folder)


def _version(runs: int) -> str:
    return str(runs + 1)
