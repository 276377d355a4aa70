"""Dictionaries of other programs, made lexicons and back: ``framing lexicon import`` and ``export``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory

from framing.errors import LexiconError, UsageError, whole_file, writing
from framing.languages.registry import language as spoken_in
from framing.lexicon.foreign.convert import format_of, from_entries, write_lexicon
from framing.lexicon.foreign.dictionary import Warnings
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_folders, load_lexicon
from framing.limits import DICTIONARY_BYTES
from framing.phrases import near_or
from framing.store.layout import LEXICONS
from framing.store.marker import is_project
from framing.store.project import Project, open_project

__all__ = ["Converted", "export_dictionary", "import_dictionary"]


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a dictionary.

    Attributes:
        entries: by dimension.
        patterns: of the other program; 0 where one was read.
        warnings: what could not be carried over, a line a feature.
        replaced: entries that stood in the folder before.
        unscored: the project whose articles are not scored with it yet; :func:`framing.rescore` does.
    """

    entries: dict[str, int]
    patterns: int
    warnings: tuple[str, ...]
    replaced: int = 0
    unscored: Path | None = None


def import_dictionary(
    file: Path | str,
    folder: Path | str,
    language: str,
    *,
    format: str | None = None,  # noqa: A002
    replace: bool = False,
) -> Converted:
    """Make a lexicon folder of another program's dictionary, as ``framing lexicon import``.

    Args:
        file: of LIWC, quanteda, Yoshikoder, Lexicoder, WordStat, VADER, or a CSV.
        folder: new or empty; in a project, one under its folder ``lexicons``.
        language: of its words.
        format: told by the file's suffix where none is given.
        replace: write over the lexicon that is in the folder.

    Raises:
        UsageError: no such format, or the folder is not empty. Nothing is written, nor where anything else is raised.
        LexiconError: the file cannot be read, or no pattern could be taken over; ``lexicon.clash``: another lexicon of
            the project, or the toolkit's own, has a dimension of that name.
    """
    file, folder, warnings = Path(file), Path(folder), Warnings()
    _put_back(folder)
    before = _standing(folder, replace=replace)
    form = format_of(file, format)
    try:
        dictionary = form.read(_text(file), warnings)
    except LexiconError as error:
        place = f"{file.name}: {error.where}" if error.where else file.name
        raise LexiconError(error.code, error.what, place, error.hint) from None
    project = _project_of(folder)
    with TemporaryDirectory() as draft:
        made = write_lexicon(dictionary, Path(draft) / "made", spoken_in(language), name=file.name, warnings=warnings)
        lexicon = load_lexicon(Path(draft) / "made")
        if project is not None:
            _check_names(lexicon, folder, project, file.name)
        with writing(folder):
            _put(Path(draft) / "made", folder)
    replaced = sum(map(len, before.entries.values())) if before is not None else 0
    is_stale = project is not None and project.history().runs.height > 0
    return Converted(made, 0, tuple(warnings.lines()), replaced, project.folder if project and is_stale else None)


def _standing(folder: Path, *, replace: bool) -> Lexicon | None:
    """The lexicon that is to be replaced, if there is one.

    Raises:
        UsageError: ``foreign.folder``: something else stands there, or nothing is to be replaced.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    is_lexicon = (folder / "codebook.toml").is_file()
    if not replace or not is_lexicon:
        what = "there is a lexicon already" if is_lexicon else "not a new or empty folder"
        hint = "write over it with --replace, or name another" if is_lexicon else "name another"
        raise UsageError("foreign.folder", what, str(folder), hint)
    return load_lexicon(folder)


def _put(made: Path, folder: Path) -> None:
    """Copy a lexicon to its place: the one that stands there gives way when the new one is whole."""
    draft, aside = _beside(folder, "new"), _beside(folder, "old")
    rmtree(draft, ignore_errors=True)
    copytree(made, draft)
    rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    draft.rename(folder)
    rmtree(aside, ignore_errors=True)


def _put_back(folder: Path) -> None:
    """Put a lexicon back that was set aside by a process that was killed before the new one stood in its place."""
    aside = _beside(folder, "old")
    if aside.is_dir() and not folder.exists():
        aside.rename(folder)


def _beside(folder: Path, kind: str) -> Path:
    """A hidden folder beside another: nothing that lists lexicons takes it for one."""
    place = folder.absolute()
    return place.with_name(f".{place.name}.{kind}")


def _project_of(folder: Path) -> Project | None:
    """The project that a lexicon folder is of."""
    lexicons = folder.absolute().parent
    return open_project(lexicons.parent) if lexicons.name == LEXICONS and is_project(lexicons.parent) else None


def _check_names(made: Lexicon, folder: Path, project: Project, file: str) -> None:
    """Refuse dimensions that another lexicon of the project has: the two could not be used together.

    Raises:
        LexiconError: ``lexicon.clash``.
    """
    standing = load_folders(project.folder, LEXICONS)
    standing.pop(f"{LEXICONS}/{folder.name}", None)
    for name, one in {"": default_lexicon(), **standing}.items():
        if clash := sorted(made.codebook.dimensions.keys() & one.codebook.dimensions.keys()):
            where = project.folder / name if name else "the toolkit's own lexicon"
            what = f"the dimension '{clash[0]}' is in {where} already"
            over = f"import it into {where} with --replace, or " if name else ""
            raise LexiconError("lexicon.clash", what, str(folder), f"{over}rename the category in {file}")


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
            hint = near_or(one, loaded.codebook.dimensions, "the dimensions are")
            raise UsageError("export.dimension", f"no dimension '{one}'", "", hint)
    chosen = [entry for entry in loaded.entries[language] if not dimensions or entry.dimension in dimensions]
    if not chosen:
        raise UsageError("export.nothing", "no entries to write", "", "name another language or dimension")
    dictionary = from_entries(chosen, spoken_in(language), warnings)
    with whole_file(file) as draft:
        draft.write_text(form.write(dictionary, warnings), encoding="utf-8")
    patterns = sum(map(len, dictionary.categories.values()))
    return Converted(dict(Counter(entry.dimension for entry in chosen)), patterns, tuple(warnings.lines()))
