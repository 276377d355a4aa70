"""What is given in Python to be read: paths, frames of any library, and texts."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
import regex
from polars.exceptions import PanicException, PolarsError

from framing.errors import InputError, UsageError
from framing.expressions import expression
from framing.frames import GIVEN, frame_of, is_column, is_frame
from framing.ingest.files import STDIN
from framing.ingest.source import Options, Part, Rejected, Source, empty_file, is_address, unreadable

__all__ = ["Held", "held"]


#: How a path begins that nobody takes for a text, and how one ends.
_PATH: Final = expression(r"[/\\~]|\.{1,2}[/\\]|[A-Za-z]:[/\\]|.*\.[A-Za-z0-9]{2,7}$", regex.DOTALL)
#: Signs at the end of a sentence.
_SENTENCE: Final = tuple('.!?…।۔؟"”’»')
#: Words of a text that ends like none, as headlines do. No path of an archive at hand had as many apart by spaces.
_WORDS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A table that is in memory; ``label`` is what ids are made from where its rows have none."""

    table: pl.DataFrame
    label: str

    def source(self, options: Options) -> Source:
        """What stands for it where files have a place."""
        return Source(Path(self.label), self.label, self.label, options=options)

    def parts(self, source: Source) -> Iterator[Part]:
        """Its rows, as a reader gives those of a file."""
        try:
            if not self.table.height:
                yield Part(rejects=[empty_file(source)])
                return
            from framing.ingest.readers.parquet import table_parts

            yield from table_parts(source, self.table.lazy())
        except InputError as error:
            yield Part(rejects=[Rejected.of(error, origin=source.origin)])
        except (PolarsError, PanicException) as error:
            yield Part(rejects=[unreadable(source, error)])


def held(given: object) -> list[str | Path | Held]:
    """What there is to be read.

    A text is taken for one only where it can be no path: no file of this name is there, and it has several lines, or
    two words that end as a sentence does, or four words, and does not begin or end like a path. Everything else is a
    path, so that a mistyped one is told of; a short text can be given as ``{"text": …}``.

    Args:
        given: a path, a pattern, a web address, "-", a text, a frame, rows as dictionaries, a column of texts, or a
            list of these.

    Raises:
        UsageError: ``articles.kind`` or ``articles.frame``.

    Example:
        >>> held("news/*.jsonl"), held(["a.csv", Path("texts")])
        (['news/*.jsonl'], ['a.csv', PosixPath('texts')])
        >>> held("Pakistan slams India over Kashmir").pop().table.rows()
        [('Pakistan slams India over Kashmir',)]
    """
    items = list(_held(given))
    tables = sum(isinstance(one, pl.DataFrame) for one in items)
    names = iter(["table"] if tables == 1 else [f"table {number}" for number in range(1, tables + 1)])
    return [Held(one, next(names)) if isinstance(one, pl.DataFrame) else one for one in items]


def _held(given: object) -> Iterator[str | Path | pl.DataFrame]:
    if isinstance(given, str):
        yield pl.DataFrame({"text": [given]}) if _is_text(given) else given
    elif isinstance(given, os.PathLike):
        yield Path(given)
    elif is_frame(given) or isinstance(given, Mapping):
        yield frame_of(given)
    elif is_column(given):
        yield frame_of({"text": given})
    elif isinstance(given, Iterable) and not isinstance(given, bytes | bytearray | memoryview):
        items = list(given)
        if items and all(isinstance(item, Mapping) for item in items):
            yield frame_of(items)
            return
        for item in items:
            yield from _held(item)
    else:
        raise UsageError("articles.kind", f"articles cannot be of the type {type(given).__name__}", "", f"give {GIVEN}")


def _is_text(given: str) -> bool:
    if given == STDIN or is_address(given) or os.path.lexists(given) or (glob.has_magic(given) and glob.glob(given)):
        return False
    if "\n" in given.strip():
        return True
    words = given.split()
    if _PATH.match(given):
        return False
    return len(words) >= _WORDS or (len(words) > 1 and given.rstrip().endswith(_SENTENCE))
