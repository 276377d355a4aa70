"""All formats by name, and which one a file is of."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from framing.errors import UsageError
from framing.lexicon.foreign.dictionary import Format
from framing.lexicon.foreign.liwc import read_dic, read_dicx, write_dic, write_dicx
from framing.lexicon.foreign.outlines import read_cat, read_lc3, write_cat, write_lc3
from framing.lexicon.foreign.quanteda import read_yaml, write_yaml
from framing.lexicon.foreign.tables import read_csv, read_vader, write_csv, write_vader
from framing.lexicon.foreign.yoshikoder import read_ykd, write_ykd

__all__ = ["FORMATS", "format_of"]

FORMATS: Final = {
    one.name: one
    for one in (
        Format(name="liwc", about="LIWC 2007 and 2015", suffixes=(".dic",), read=read_dic, write=write_dic),
        Format(name="liwc22", about="LIWC-22", suffixes=(".dicx",), read=read_dicx, write=write_dicx, weighted=True),
        Format(name="quanteda", about="quanteda YAML", suffixes=(".yml", ".yaml"), read=read_yaml, write=write_yaml),
        Format(
            name="yoshikoder", about="Yoshikoder", suffixes=(".ykd",), read=read_ykd, write=write_ykd, weighted=True
        ),
        Format(name="lexicoder", about="Lexicoder", suffixes=(".lc3", ".lcd"), read=read_lc3, write=write_lc3),
        Format(name="wordstat", about="WordStat", suffixes=(".cat",), read=read_cat, write=write_cat, weighted=True),
        Format(
            name="vader",
            about="VADER's list",
            suffixes=(".tsv", ".txt"),
            read=read_vader,
            write=write_vader,
            weighted=True,
        ),
        Format(
            name="csv",
            about="term, category, weight",
            suffixes=(".csv",),
            read=read_csv,
            write=write_csv,
            weighted=True,
        ),
    )
}


def format_of(path: Path, name: str | None = None) -> Format:
    """The format of a file: the one named, else by its suffix.

    Raises:
        UsageError: no such format or suffix.

    Example:
        >>> format_of(Path("moral.dic")).about
        'LIWC 2007 and 2015'
    """
    if name is not None:
        if name not in FORMATS:
            raise UsageError("foreign.format", f"no format '{name}'", "", f"the formats are {', '.join(FORMATS)}")
        return FORMATS[name]
    for one in FORMATS.values():
        if path.suffix.lower() in one.suffixes:
            return one
    known = ", ".join(f"{suffix} ({one.name})" for one in FORMATS.values() for suffix in one.suffixes)
    raise UsageError(
        "foreign.suffix", f"no format has the suffix '{path.suffix}'", str(path), f"use {known}, or --format"
    )
