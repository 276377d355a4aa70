"""Dictionaries of other programs, made lexicons and back: ``framing lexicon import`` and ``export``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.errors import LexiconError, UsageError, whole_file, writing
from framing.languages.registry import language as spoken_in
from framing.lexicon.foreign.convert import format_of, from_entries, write_lexicon
from framing.lexicon.foreign.dictionary import Warnings
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.limits import DICTIONARY_BYTES

__all__ = ["Converted", "export_dictionary", "import_dictionary"]


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a dictionary.

    Attributes:
        entries: by dimension.
        patterns: of the other program; 0 where one was read.
        warnings: what could not be carried over, a line a feature.
    """

    entries: dict[str, int]
    patterns: int
    warnings: tuple[str, ...]


def import_dictionary(file: Path | str, folder: Path | str, language: str, *, format: str | None = None) -> Converted:  # noqa: A002
    """Make a lexicon folder of another program's dictionary, as ``framing lexicon import``.

    Args:
        file: of LIWC, quanteda, Yoshikoder, Lexicoder, WordStat, VADER, or a CSV.
        folder: new or empty; in a project, one under its folder ``lexicons``.
        language: of its words.
        format: told by the file's suffix where none is given.

    Raises:
        UsageError: no such format, or the folder is not empty.
        LexiconError: the file cannot be read, or no pattern could be taken over.
    """
    file, folder, warnings = Path(file), Path(folder), Warnings()
    form = format_of(file, format)
    try:
        dictionary = form.read(_text(file), warnings)
    except LexiconError as error:
        place = f"{file.name}: {error.where}" if error.where else file.name
        raise LexiconError(error.code, error.what, place, error.hint) from None
    with writing(folder):
        made = write_lexicon(dictionary, folder, spoken_in(language), name=file.name, warnings=warnings)
    load_lexicon(folder)
    return Converted(made, 0, tuple(warnings.lines()))


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > DICTIONARY_BYTES:
            what = f"over {DICTIONARY_BYTES} bytes"
            raise LexiconError("foreign.too-large", what, file.name, "split the dictionary")
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        # Older LIWC and WordStat files are Windows text; every byte has a meaning there.
        return file.read_bytes().decode("cp1252", errors="replace")
    except OSError as error:
        raise LexiconError("foreign.unreadable", str(error.strerror), str(file), "check the path") from None


def export_dictionary(
    file: Path | str,
    language: str,
    dimensions: Sequence[str] = (),
    *,
    format: str | None = None,  # noqa: A002
    lexicon: Lexicon | None = None,
) -> Converted:
    """Write entries as a dictionary of another program, inflected forms spelt out, as ``framing lexicon export``.

    Args:
        file: to write.
        language: of the entries.
        dimensions: only these; all where none is named.
        format: told by the file's suffix where none is given.
        lexicon: the toolkit's own where none is given.

    Raises:
        UsageError: no such format or dimension, or nothing to write.
    """
    file, loaded, warnings = Path(file), lexicon or default_lexicon(), Warnings()
    form = format_of(file, format)
    for one in dimensions:
        if one not in loaded.codebook.dimensions:
            hint = f"the dimensions are {', '.join(loaded.codebook.dimensions)}"
            raise UsageError("export.dimension", f"no dimension '{one}'", "", hint)
    chosen = [entry for entry in loaded.entries[language] if not dimensions or entry.dimension in dimensions]
    if not chosen:
        raise UsageError("export.nothing", "no entries to write", "", "name another language or dimension")
    dictionary = from_entries(chosen, spoken_in(language), warnings)
    with whole_file(file) as draft:
        draft.write_text(form.write(dictionary, warnings), encoding="utf-8")
    patterns = sum(map(len, dictionary.categories.values()))
    return Converted(dict(Counter(entry.dimension for entry in chosen)), patterns, tuple(warnings.lines()))
