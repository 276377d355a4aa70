"""A lexicon: codebook, entries, general word lists and actors, loaded from one folder and known by one fingerprint.

Actors: the names under which countries and other actors of the news go in each language.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from io import StringIO
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeVar

from framing.cache import key, read, write
from framing.errors import LexiconError
from framing.languages.registry import languages
from framing.lexicon.codebook import Codebook, load_codebook
from framing.lexicon.entries import Entry, load_entries
from framing.memory import uncollected
from framing.resources import lexicons_folder

__all__ = [
    "Alias",
    "Lexicon",
    "as_written",
    "combine",
    "default_lexicon",
    "is_as_loaded",
    "load_aliases",
    "load_folders",
    "load_lexicon",
    "load_names",
]


T = TypeVar("T")

_COLUMNS: Final = ["actor_id", "kind", "country", "language", "alias", "match", "note"]
_NAME_COLUMNS: Final = ["language", "name", "kind", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name of an actor in one language: a single form, or a phrase of forms."""

    actor_id: str
    alias: str
    match: Literal["form", "phrase"]
    where: str


def load_aliases(path: Path) -> Mapping[str, tuple[Alias, ...]]:
    """Load ``actors.csv``.

    Returns:
        Language code → its aliases.

    Raises:
        LexiconError: other columns than expected, or a match that is neither form nor phrase.
    """
    by_language: dict[str, list[Alias]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _COLUMNS:
            hint = f"use {', '.join(_COLUMNS)}"
            raise LexiconError("actors.columns", "other columns than expected", path.name, hint)
        for number, row in enumerate(reader, start=2):
            where = f"{path.name}:{number}"
            match row["match"]:
                case "form" | "phrase" as match:
                    alias = Alias(actor_id=row["actor_id"], alias=row["alias"], match=match, where=where)
                case other:
                    raise LexiconError("actors.match", f"'{other}' is no match", where, "use form or phrase")
            by_language[row["language"]].append(alias)
    return {code: tuple(aliases) for code, aliases in by_language.items()}


def load_names(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Load ``names.csv``: names of schemes, films, persons and prizes, whose words judge nothing within them.

    Returns:
        Language code → name → its kind.

    Raises:
        LexiconError: other columns than expected, or a language that the toolkit does not know.

    Example:
        >>> from framing.resources import lexicons_folder
        >>> "Gulf Cooperation Council" in load_names(lexicons_folder() / "names.csv")["en"]
        True
    """
    by_language: dict[str, dict[str, str]] = defaultdict(dict)
    for number, (code, name, kind, _) in _table(path.read_bytes(), path, _NAME_COLUMNS):
        if code not in languages():
            hint = f"use {', '.join(languages())}"
            raise LexiconError("names.language", f"'{code}' is no language", f"{path.name}:{number}", hint)
        by_language[code][name] = kind
    return by_language


def as_written(names: Mapping[str, tuple[T, ...]]) -> Mapping[str, tuple[T, ...]]:
    """The names that a text in each language may hold: its own, and those that are written in Latin letters.

    Hindi and Urdu newsrooms leave NATO, BJP or a person's name in Latin letters as often as not.

    Args:
        names: language code → names in its script.

    Returns:
        For each language of the toolkit its own names, first, and those of all languages in Latin script.

    Example:
        >>> as_written({"en": ("NATO",), "hi": ("नाटो",)})["hi"]
        ('नाटो', 'NATO')
    """
    latin = [code for code, language in languages().items() if language.script == "Latin"]
    return {
        code: names.get(code, ())
        + tuple(
            name for other in latin if other != code and language.script != "Latin" for name in names.get(other, ())
        )
        for code, language in languages().items()
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Everything that scoring needs to know, as loaded.

    Attributes:
        entries: language code → entries, sorted by id.
        words: language code → folded word → occurrences per million words of news.
        aliases: language code → names of countries and other actors.
        baselines: (language, scale) → prior of a rate scale, as (mean per 1,000 words, weight in words).
        fingerprint: SHA-256 over all files, in hexadecimal; results carry it.
        names: language code → name within which no entry counts → its kind; where that is of ``ISSUE_NAMES``,
            entries that tell an issue do count.
    """

    codebook: Codebook
    entries: Mapping[str, tuple[Entry, ...]]
    words: Mapping[str, Mapping[str, float]]
    aliases: Mapping[str, tuple[Alias, ...]]
    baselines: Mapping[tuple[str, str], tuple[float, float]]
    fingerprint: str
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        counts = ", ".join(f"{code} {len(entries)}" for code, entries in self.entries.items())
        return f"<Lexicon {self.codebook.version}: entries {counts}; fingerprint {self.fingerprint[:12]}>"


def load_lexicon(folder: Path | str, *, checked: bool = True) -> Lexicon:
    """Load a lexicon folder, laid out as ``lexicons/`` is.

    Args:
        folder: holds ``codebook.toml`` and one folder of CSV files a language. Where ``actors.csv``, ``names.csv`` or a
            language's ``words.csv`` is missing, the toolkit's own serves: they describe the language, not the lexicon.
            ``baselines.csv`` may be missing.
        checked: whether entries are read now; else when they are needed, and never for the fingerprint alone.

    Raises:
        LexiconError: with file, line and remedy.

    Example:
        >>> from framing.resources import lexicons_folder
        >>> load_lexicon(lexicons_folder())  # doctest: +ELLIPSIS
        <Lexicon ...: entries en ..., hi ..., ur ...; fingerprint ...>
    """
    folder = Path(folder)
    codebook = load_codebook(folder / "codebook.toml")
    files = _files(folder, codebook)
    origin = _Origin(files, codebook, _fingerprint(files))
    # The toolkit's own files are there for good, and what the same code has read once has no error; so they are read
    # when they are needed. Any other folder may be gone by then.
    place = key("read", origin.fingerprint) if folder == lexicons_folder() else ""
    if checked and (not place or read(place) is None):
        origin.parts  # noqa: B018
        if place:
            write(place, {})
    baselines = files.get("baselines.csv")
    return Lexicon(
        codebook=codebook,
        entries=_Later(origin, "entries"),
        words=_Later(origin, "words"),
        aliases=_Later(origin, "aliases"),
        baselines=_load_baselines(baselines) if baselines else {},
        fingerprint=origin.fingerprint,
        names=_Later(origin, "names"),
    )


def _files(folder: Path, codebook: Codebook) -> dict[str, Path]:
    """The files of a lexicon, by the names that they have in its folder."""
    files = {"codebook.toml": folder / "codebook.toml"}
    for code in languages():
        files[f"{code}/words.csv"] = _own_or_default(folder, f"{code}/words.csv")
        for path in sorted((folder / code).glob("*.csv")):
            if path.stem != "words" and path.stem not in codebook.dimensions:
                hint = "name the file after a dimension of codebook.toml"
                raise LexiconError("lexicon.dimension", f"no dimension '{path.stem}'", f"{code}/{path.name}", hint)
            files.setdefault(f"{code}/{path.name}", path)
    for name in ("actors.csv", "names.csv"):
        files[name] = _own_or_default(folder, name)
    if (folder / "baselines.csv").is_file():
        files["baselines.csv"] = folder / "baselines.csv"
    return files


class _Parts(NamedTuple):
    entries: Mapping[str, tuple[Entry, ...]]
    words: Mapping[str, Mapping[str, float]]
    aliases: Mapping[str, tuple[Alias, ...]]
    names: Mapping[str, Mapping[str, str]]


class _Origin:
    """The files that a lexicon was made of, and what is in them."""

    def __init__(self, files: Mapping[str, Path], codebook: Codebook, fingerprint: str) -> None:
        self.files = files
        self.codebook = codebook
        self.fingerprint = fingerprint

    def __getstate__(self) -> dict[str, object]:
        """What goes to another process: what is in the files, which may not be there."""
        self.parts  # noqa: B018
        return self.__dict__

    @cached_property
    @uncollected
    def parts(self) -> _Parts:
        """What is in the files. Raises LexiconError, also where they are others by now."""
        entries: dict[str, tuple[Entry, ...]] = {}
        for code, language in languages().items():
            loaded: list[Entry] = []
            for name, path in self.files.items():
                if name.startswith(f"{code}/") and path.stem != "words":
                    signed = self.codebook.dimensions[path.stem].signed
                    loaded += load_entries(path, language=language, dimension=path.stem, signed=signed)
            entries[code] = tuple(sorted(loaded, key=lambda entry: entry.id))
        words = {code: _load_words(self.files[f"{code}/words.csv"]) for code in languages()}
        parts = _Parts(entries, words, load_aliases(self.files["actors.csv"]), load_names(self.files["names.csv"]))
        if _fingerprint(self.files) != self.fingerprint:
            what = "its files were changed while they were in use"
            raise LexiconError("lexicon.changed", what, str(self.files["codebook.toml"].parent), "run it again")
        return parts


class _Later(Mapping[str, T]):
    """A part of a lexicon, which is read when somebody first looks into it."""

    def __init__(self, origin: _Origin, name: str) -> None:
        self.origin = origin
        self._name = name

    def _part(self) -> Mapping[str, T]:
        part: Mapping[str, T] = getattr(self.origin.parts, self._name)
        return part

    def __getitem__(self, code: str) -> T:
        return self._part()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._part())

    def __len__(self) -> int:
        return len(self._part())


def is_as_loaded(lexicon: Lexicon) -> bool:
    """Whether a lexicon is what :func:`load_lexicon` made, so that its fingerprint tells all of it."""
    parts = (lexicon.entries, lexicon.words, lexicon.aliases, lexicon.names)
    origins = [part.origin for part in parts if isinstance(part, _Later)]
    return len(origins) == len(parts) and all(
        origin.fingerprint == lexicon.fingerprint and origin.codebook is lexicon.codebook for origin in origins
    )


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that comes with the toolkit, loaded once."""
    return load_lexicon(lexicons_folder())


def load_folders(parent: Path, name: str) -> dict[str, Lexicon]:
    """The lexicons that lie in a folder of a folder, each by its path from the outer one.

    Raises:
        LexiconError: one of them is not valid.
    """
    # A hidden one is half written, or about to be replaced.
    folders = sorted(path.parent for path in (parent / name).glob("[!.]*/codebook.toml"))
    return {f"{name}/{folder.name}": load_lexicon(folder) for folder in folders}


def combine(first: Lexicon, others: Mapping[str, Lexicon]) -> Lexicon:
    """One lexicon with the dimensions and scales of several.

    Args:
        first: whose word lists and actors hold.
        others: further lexicons by the name that errors call them by.

    Raises:
        LexiconError: a dimension or scale that two of them have.

    Example:
        >>> combine(default_lexicon(), {}) is default_lexicon()
        True
    """
    if not others:
        return first
    dimensions, scales = dict(first.codebook.dimensions), dict(first.codebook.scales)
    baselines = dict(first.baselines)
    entries = {code: list(listed) for code, listed in first.entries.items()}
    owners: dict[str, str] = {}
    for name, other in others.items():
        for own, new, kind in (
            (dimensions, other.codebook.dimensions, "dimension"),
            (scales, other.codebook.scales, "scale"),
        ):
            if clash := sorted(own.keys() & new.keys()):
                owner = owners.get(clash[0], "the toolkit's own lexicon")
                what = f"the {kind} '{clash[0]}' is in {owner} already"
                hint = "rename it in its codebook.toml and its file, or take one of the two away"
                raise LexiconError("lexicon.clash", what, name, hint)
        dimensions |= other.codebook.dimensions
        scales |= other.codebook.scales
        owners |= dict.fromkeys([*other.codebook.dimensions, *other.codebook.scales], name)
        baselines |= other.baselines
        for code, listed in other.entries.items():
            entries.setdefault(code, []).extend(listed)
    fingerprints = [first.fingerprint, *sorted(other.fingerprint for other in others.values())]
    return Lexicon(
        codebook=replace(first.codebook, dimensions=dimensions, scales=scales),
        entries={code: tuple(sorted(listed, key=lambda entry: entry.id)) for code, listed in entries.items()},
        words=first.words,
        aliases=first.aliases,
        baselines=baselines,
        fingerprint=hashlib.sha256("\0".join(fingerprints).encode()).hexdigest(),
        names=first.names,
    )


def _own_or_default(folder: Path, name: str) -> Path:
    return folder / name if (folder / name).is_file() else lexicons_folder() / name


def _fingerprint(read: Mapping[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(read.items()):
        # Line ends do not change what an entry says, and version control may rewrite them.
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _load_words(path: Path) -> Mapping[str, float]:
    return _words_of(path.read_bytes(), path)


# Lexicons without word lists of their own share the toolkit's, which take longer to read than all the rest.
@lru_cache(maxsize=6)
def _words_of(content: bytes, path: Path) -> Mapping[str, float]:
    rows = _table(content, path, ["word", "per_million"])
    return {word: _number(cell, path, number) for number, (word, cell) in rows}


def _load_baselines(path: Path) -> Mapping[tuple[str, str], tuple[float, float]]:
    rows = _table(path.read_bytes(), path, ["language", "scale", "per_1000", "prior_words", "note"])
    return {
        (language, scale): (_number(rate, path, number), _number(weight, path, number))
        for number, (language, scale, rate, weight, _) in rows
    }


def _table(content: bytes, path: Path, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells, as many as there are columns."""
    reader = csv.reader(StringIO(content.decode("utf-8"), newline=""))
    hint = f"use {', '.join(columns)}"
    if next(reader, None) != columns:
        raise LexiconError("lexicon.columns", "other columns than expected", path.name, hint)
    for cells in filter(None, reader):
        if len(cells) != len(columns):
            what = f"{len(cells)} cells where {len(columns)} are expected"
            raise LexiconError("lexicon.columns", what, f"{path.name}:{reader.line_num}", hint)
        yield reader.line_num, cells


def _number(cell: str, path: Path, line: int) -> float:
    try:
        return float(cell)
    except ValueError:
        raise LexiconError("lexicon.number", f"'{cell}' is no number", f"{path.name}:{line}", "correct it") from None
