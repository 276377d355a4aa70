"""What was counted in each article of a project, kept beside the tables file by file.

A batch that lands leaves what is kept of the others as it is, so that the first question after it adds up one anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import polars as pl

from framing.schemas import VOICES
from framing.scoring.totals import HITS, PLACE, SIDES, Totals, hits_of, placed, sides_of, words_of
from framing.store.integrity import FileHash, guarded
from framing.store.kept import Frames, clean, kept_of
from framing.store.layout import BATCH, TABLES
from framing.store.log import data_files, scan_parquet

if TYPE_CHECKING:
    from framing.store.project import Project

__all__ = ["totals_of"]

#: An article may have been scored in several batches, of which one counts.
_KEY: Final = (BATCH, "article_id")
_WORDS: Final = {**dict.fromkeys(_KEY, pl.String()), **dict.fromkeys(VOICES, pl.Int64())}


class _Count(Protocol):
    def __call__(self, rows: pl.DataFrame, /, *, by: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]: ...


def totals_of(project: Project, runs: pl.DataFrame, keys: pl.DataFrame) -> Totals:
    """The totals of a project's articles.

    Args:
        project: the project.
        runs: of its history.
        keys: columns article_id, batch_id: the articles in their order, and the batch of what was found in each.

    Raises:
        ProjectError: ``project.damaged``.
    """
    known = keys.select(_KEY).with_row_index(PLACE)
    words = [kept["words"] for kept in _kept(project, runs, "exposure", ("voice", "words"), _worded)]
    of_voices = known.join(pl.concat([pl.DataFrame(schema=_WORDS), *words]), on=_KEY, how="left", maintain_order="left")
    scores = _kept(project, runs, "scores", ("dimension", "hits"), partial(_numbered, hits_of))
    scales = _kept(project, runs, "scales", ("scale", "section", "positive", "negative"), partial(_numbered, sides_of))
    return Totals(
        of_voices.select("article_id", pl.col(VOICES).fill_null(0)),
        _joined(scores, known, HITS),
        _joined(scales, known, SIDES),
    )


def _worded(exposure: pl.DataFrame) -> Frames:
    return {"words": words_of(exposure, by=_KEY)}


def _numbered(count: _Count, rows: pl.DataFrame) -> Frames:
    articles, counts = count(rows, by=_KEY)
    return {"articles": articles, "counts": counts}


def _joined(files: list[Frames], known: pl.DataFrame, kinds: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The counts of all files, each article by its number among all; those of which another batch counts go."""
    articles = pl.concat([known.select(_KEY).clear(), *(kept["articles"] for kept in files)])
    place = articles.join(known, on=_KEY, how="left", maintain_order="left")[PLACE].cast(pl.Int64).fill_null(-1)
    numbers, parts, begin = place.to_numpy(), [pl.DataFrame(schema=kinds)], 0
    for kept in files:
        end = begin + kept["articles"].height
        parts.append(placed(kept["counts"], numbers[begin:end]))
        begin = end
    return pl.concat(parts)


def _kept(
    project: Project, runs: pl.DataFrame, table: str, names: tuple[str, ...], count: Callable[[pl.DataFrame], Frames]
) -> list[Frames]:
    """What is kept of each file of a table; made of the file where nothing is."""
    anew = False

    def made(file: FileHash) -> Frames:
        nonlocal anew
        anew = True
        project.check([file])
        with guarded(project.folder / file.path):
            kinds = {name: TABLES[table][name] for name in (*_KEY, *names)}
            return count(scan_parquet(project.folder, [file.path], kinds).collect())

    files = data_files(runs, table)
    kept = [kept_of(project.folder, file, "totals", partial(made, file), is_cleaned=False) for file in files]
    if anew:
        clean(project.folder)
    return kept
