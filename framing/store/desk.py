"""A coder's desk: the texts that were drawn for a coder one by one, what the coder says of them, and what is disputed.

Example:
    >>> import tempfile
    >>> from framing.store.project import init_project
    >>> Desk(init_project(tempfile.mkdtemp()), "asha").tasks()
    []
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from framing.errors import InputError, UsageError
from framing.phrases import near_or
from framing.store.codes import codes_of, draws_of, save_codes
from framing.store.loaded import held_of
from framing.store.project import Project, open_project
from framing.store.spool import spooled
from framing.validation.coding import SETTLED, coder_name

__all__ = ["CODES", "Desk", "Dispute", "Task"]

#: What can be said of an article in a dimension.
CODES: Final = ("yes", "no", "unsure")
#: Characters of a comment.
_COMMENT: Final = 2_000
#: Spans of one article and dimension.
_SPANS: Final = 500
_CHANGED: Final = "it is shown anew: code it as it is now"


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be coded.

    Attributes:
        article_id: of it.
        unit: its name on sheets and pages.
        sample: that it was drawn in.
        dimensions: in which it is coded.
        coded: in which it is already; a code of an earlier text or page does not count.
        stale: in which it was, and is to be coded again.
    """

    article_id: str
    unit: str
    sample: str
    dimensions: tuple[str, ...]
    coded: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to say of it."""
        return len(self.coded) == len(self.dimensions)


@dataclass(frozen=True, slots=True)
class Dispute:
    """An article on which coders differ in one dimension.

    Attributes:
        codes: coder, code, spans and comment, one each.
        settled: what was settled; None for nothing yet.
    """

    article_id: str
    unit: str
    sample: str | None
    dimension: str
    codes: tuple[dict[str, Any], ...]
    settled: str | None


class Desk:
    """What one coder codes and settles in a project. Others may do so at the same time, and so may a writer.

    Args:
        project: whose articles were drawn with ``framing sample``, or its folder.
        coder: the name that they were drawn for.

    Raises:
        UsageError: ``coding.coder``; a name that cannot be one.
    """

    def __init__(self, project: Project | Path | str, coder: str) -> None:
        self.project, self.coder = open_project(project), coder_name(coder)
        self._read: tuple[object, pl.DataFrame, pl.DataFrame] | None = None

    def _now(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Codes and draws, read anew where something was written."""
        while True:
            before = self._stamp()
            if self._read is not None and self._read[0] == before:
                return self._read[1:]
            read = codes_of(self.project), draws_of(self.project)
            if self._stamp() == before:
                self._read = before, *read
                return read

    def _stamp(self) -> object:
        return self.project.version(), self.project.lexicon().fingerprint, spooled(self.project.folder)

    def tasks(self) -> list[Task]:
        """The articles that were drawn for the coder, in the order of the sheets.

        Raises:
            ProjectError: ``project.damaged``.
        """
        codes, draws = self._now()
        known = self.project.lexicon().codebook.dimensions
        own = codes.filter(coder=self.coder)
        statuses = {(row[0], row[1]): row[2] for row in own.select("article_id", "dimension", "status").iter_rows()}
        mine = draws.filter(pl.col("coders").list.contains(self.coder))
        mine = mine.unique("article_id", keep="first", maintain_order=True)
        tasks = []
        for article, unit, sample, names in mine.select("article_id", "unit", "sample", "dimensions").iter_rows():
            dimensions = tuple(name for name in names if name in known)
            states = {name: statuses.get((article, name)) for name in dimensions}
            coded = tuple(name for name in dimensions if states[name] == "current")
            stale = tuple(name for name in dimensions if states[name] not in (None, "current"))
            tasks.append(Task(article, unit, sample, dimensions, coded, stale))
        return tasks

    def text(self, article: str) -> dict[str, Any]:
        """Title, text, language and hash of an article as it is now.

        Raises:
            InputError: ``input.no-article``.
            ProjectError: ``project.damaged``.
        """
        runs = self.project.history().runs
        known = self.project.newest(["content_sha256", "language"], runs).filter(article_id=article)
        texts = held_of(self.project).texts(known["article_id"])
        if not known.height or not texts.height:
            raise InputError("input.no-article", "the project has no such article any more", article, "go on")
        row = texts.row(0, named=True)
        of = known.row(0, named=True)
        fields = {"title": row["title"] or "", "text": row["text"] or ""}
        return {**fields, "language": of["language"], "content_sha256": of["content_sha256"]}

    def said(self, article: str) -> dict[str, dict[str, Any]]:
        """What the coder says of an article: dimension → code, spans, comment, status."""
        own = self._now()[0].filter(coder=self.coder, article_id=article)
        return {row["dimension"]: row for row in own.select("dimension", *_SHOWN, "status").to_dicts()}

    def save(
        self,
        article: str,
        dimension: str,
        code: str | None,
        *,
        content_sha256: str,
        edition: str,
        spans: Sequence[Mapping[str, Any]] = (),
        comment: str = "",
        settles: bool = False,
    ) -> None:
        """Save a code. When this returns it is on the disk.

        Args:
            article: its id.
            dimension: in which it is coded.
            code: one of CODES; None takes back what was said.
            content_sha256: of the text that was read.
            edition: of the dimension's page that was read, see :meth:`Codebook.edition`.
            spans: section (title or text), start and end in code points.
            comment: for whoever settles what is disputed.
            settles: it is what coders settled on, not this coder's own.

        Raises:
            UsageError: ``coding.code``, ``coding.dimension``, ``coding.span`` or ``coding.comment``.
            InputError: ``coding.changed``: text or page are others by now; ``input.no-article``.
            StorageError: the system refused, and nothing was saved.
        """
        book = self.project.lexicon().codebook
        if dimension not in book.dimensions:
            hint = near_or(dimension, book.dimensions, "the dimensions are")
            raise UsageError("coding.dimension", f"no dimension '{dimension}'", article, hint)
        if code is not None and code not in CODES:
            raise UsageError("coding.code", f"'{code}' is no code", article, f"use {', '.join(CODES)}")
        if len(comment) > _COMMENT:
            raise UsageError(
                "coding.comment", f"the comment has {len(comment):,} letters", article, f"use {_COMMENT:,}"
            )
        now = self.text(article)
        if now["content_sha256"] != content_sha256:
            raise InputError("coding.changed", "the text has changed meanwhile", article, _CHANGED)
        if book.edition(dimension) != edition:
            raise InputError("coding.changed", "the codebook has changed meanwhile", article, _CHANGED)
        row: dict[str, Any] = {
            "article_id": article,
            "content_sha256": content_sha256,
            "codebook": edition,
            "dimension": dimension,
        }
        row |= {"coder": SETTLED if settles else self.coder, "code": code, "comment": comment or None}
        row |= {"spans": _checked(spans, now, article), "entered_by": self.coder if settles else None}
        save_codes(self.project, self.coder, [{**row, **self._drawn(article, settles=settles)}])

    def _drawn(self, article: str, *, settles: bool) -> dict[str, Any]:
        """The sample and chance of an article: that in which it was drawn for this coder, where there are several."""
        draws = self._now()[1].filter(article_id=article)
        own = draws.filter(pl.col("coders").list.contains(self.coder))
        rows = (draws if settles or not own.height else own).select("sample", "chance").to_dicts()
        return rows[0] if rows else {"sample": None, "chance": None}

    def disputes(self) -> list[Dispute]:
        """The articles and dimensions on which coders differ, or one is unsure; those that are settled last.

        Raises:
            ProjectError: ``project.damaged``.
        """
        by = ["article_id", "dimension"]
        current = self._now()[0].filter(status="current")
        settled = {tuple(row[:2]): row[2] for row in current.filter(coder=SETTLED).select(*by, "code").iter_rows()}
        coders = current.filter(pl.col("coder") != SETTLED).sort("coder", maintain_order=True)
        differ = (pl.col("code").n_unique().over(by) > 1) | (pl.col("code") == "unsure").any().over(by)
        disputes = []
        for (article, dimension), rows in coders.filter(differ).group_by(by, maintain_order=True):
            first = rows.row(0, named=True)
            answers = tuple(rows.select("coder", *_SHOWN).to_dicts())
            code = settled.get((str(article), str(dimension)))
            disputes.append(Dispute(str(article), first["unit"], first["sample"], str(dimension), answers, code))
        return sorted(disputes, key=lambda each: (each.settled is not None, each.unit, each.dimension))


_SHOWN: Final = ("code", "spans", "comment")


def _checked(spans: Sequence[Mapping[str, Any]], text: Mapping[str, Any], article: str) -> list[dict[str, Any]]:
    """Spans that stand in an article, in their order, each once."""
    if len(spans) > _SPANS:
        raise UsageError("coding.span", f"{len(spans):,} spans are marked", article, f"mark {_SPANS} at most")
    chosen = set()
    for span in spans:
        section, start, end = (span.get(name) for name in ("section", "start", "end"))
        length = len(text[section]) if section in ("title", "text") else -1
        is_place = all(type(place) is int for place in (start, end))
        if not (is_place and 0 <= start < end <= length):  # type: ignore[operator]
            what = f"a span goes from {start} to {end} in '{section}'"
            raise UsageError("coding.span", what, article, "mark words of the title or the text")
        chosen.add((section, start, end))
    return [{"section": section, "start": start, "end": end} for section, start, end in sorted(chosen)]
