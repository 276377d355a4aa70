"""Looking for words in a project: block by block of articles, and only where they can be.

Of each block of a file of articles it is kept which words it has. A word that few of its articles have comes with these
articles, so that a rare word is read from a handful of texts. Of other words it is only known that the block has them:
there they are soon met. Words are known by a hash of their key; two that share one cost a look in vain and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from framing.arrays import Longs
from framing.scoring.concordance import MATCH, hashed, matches, words_of
from framing.store.integrity import FileHash, guarded
from framing.store.kept import Frames, kept_of
from framing.store.layout import BATCH, TABLES
from framing.store.log import data_files, scan_parquet
from framing.store.project import Project

if TYPE_CHECKING:
    from framing.store.loaded import Held

__all__ = ["find_words"]

#: Articles of a block: as many as stand together in a file that compaction wrote.
_BLOCK: Final = 8_192
#: Articles of a block that a word is listed with, at most: 50 places of a commoner word are found in a few blocks.
_LISTED: Final = 16
#: Articles that are cut into words at a time.
_PIECE: Final = 2_048
_READ: Final = ("article_id", "title", "text")
#: A file's row, while some are read.
_ROW: Final = "__row"


def find_words(
    held: Held,
    keys: tuple[str, ...],
    articles: pl.Series | None = None,
    most: int | None = None,
    tell: Callable[[int], object] = lambda _: None,
) -> pl.DataFrame:
    """Where words stand next to each other in a project.

    Args:
        held: where its texts stand.
        keys: of the words, from :func:`framing.scoring.concordance.keys_of`.
        articles: ids of those to look into; all where none are named.
        most: the so many first places; what comes after them is not read.
        tell: is told how many articles' words were noted, as long as that goes on: once for each file of articles.

    Returns:
        MATCH columns.

    Raises:
        ProjectError: ``project.damaged``.
    """

    def read() -> pl.DataFrame:
        parts, total = [pl.DataFrame(schema=MATCH)], 0
        for texts in _likely(held, hashed(pl.Series(keys, dtype=pl.String)).to_list(), tell):
            own = texts if articles is None else texts.filter(pl.col("article_id").is_in(articles.implode()))
            parts.append(matches(own, keys, most))
            total += parts[-1].height
            if most is not None and total >= most:
                break
        return pl.concat(parts).head(total if most is None else most)

    return held.project.steadily(read)


def _likely(held: Held, hashes: list[int], tell: Callable[[int], object]) -> Iterator[pl.DataFrame]:
    """The texts that may have all of some words, block by block."""
    runs, own = held.now(BATCH)
    noted = 0

    def note(articles: int) -> None:
        nonlocal noted
        noted += articles
        tell(noted)

    for file in data_files(runs, "articles"):
        for block, rows in _candidates(_index(held.project, file, note), hashes):
            yield _texts(held.project, file, block * _BLOCK, rows, own)


def _candidates(index: Frames, hashes: list[int]) -> list[tuple[int, Longs | None]]:
    """The blocks that may have all of some words, and the rows that may have them in each; None for any row."""
    blocks: list[tuple[int, Longs | None]] = []
    for block in range(len(index) // 2):
        common, listed = index[f"common {block}"]["key"].to_numpy(), index[f"listed {block}"]
        key, row = listed["key"].to_numpy(), listed["row"].to_numpy()
        rows: list[Longs] = []
        for value in hashes:
            at = np.searchsorted(common, value)
            if at == len(common) or common[at] != value:
                rows.append(row[slice(*np.searchsorted(key, [value, value + 1]))].astype(np.int64))
        if not rows:
            blocks.append((block, None))
        elif len(left := reduce(np.intersect1d, rows)):
            blocks.append((block, left))
    return blocks


def _texts(project: Project, file: FileHash, start: int, rows: Longs | None, own: pl.DataFrame | None) -> pl.DataFrame:
    """Texts of some articles of a block, in the order of the file; those alone that count."""
    kinds = {name: TABLES["articles"][name] for name in (*_READ, BATCH)}
    project.check([file])
    with guarded(project.folder / file.path):
        if rows is None:
            texts = scan_parquet(project.folder, [file.path], kinds).slice(start, _BLOCK).collect()
        else:
            numbered = scan_parquet(project.folder, [file.path], kinds, row=_ROW)
            wanted = pl.Series(start + rows, dtype=pl.UInt32)
            texts = numbered.filter(pl.col(_ROW).is_in(wanted.implode())).collect()
    if own is not None:
        texts = texts.join(own, on=["article_id", BATCH], how="semi", maintain_order="left")
    return texts.select(_READ)


def _index(project: Project, file: FileHash, note: Callable[[int], None]) -> Frames:
    """Of each block the words that many articles have, and of the others the articles that have them.

    Args:
        project: the project.
        file: of articles.
        note: is told of how many articles the words were noted, block by block.
    """

    def make() -> Frames:
        project.check([file])
        frames: dict[str, pl.DataFrame] = {}
        with guarded(project.folder / file.path):
            rows = scan_parquet(project.folder, [file.path], {name: TABLES["articles"][name] for name in _READ[1:]})
            for start in range(0, rows.select(pl.len()).collect().item(), _BLOCK):
                texts = rows.slice(start, _BLOCK).collect()
                frames |= _block(texts, f"{start // _BLOCK}")
                note(texts.height)
        return frames

    return kept_of(project.folder, file, "words", make)


def _block(texts: pl.DataFrame, name: str) -> Frames:
    pieces = [
        words_of(texts.slice(start, _PIECE)).with_columns(pl.col("row").cast(pl.UInt16) + start)
        for start in range(0, texts.height, _PIECE)
    ]
    words = pl.concat(pieces).sort("key", "row")
    few = pl.len().over("key") <= _LISTED
    common = words.filter(~few).select(pl.col("key").unique().sort())
    return {f"listed {name}": words.filter(few), f"common {name}": common}
