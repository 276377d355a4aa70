"""Filters by what people call things, which say what they leave.

A key is asked for by its id, the name that reports print, or another name of it, whatever its case, spaces and hyphens.
Only keys that articles have count, so that a name of many is mostly one; where it still may be several, they are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

import polars as pl

from framing.errors import LanguageError, UsageError
from framing.ingest.article.dates import parse_published
from framing.ingest.article.names import name_key
from framing.ingest.article.sites import COUNTRIES
from framing.languages.detection import check_language
from framing.languages.registry import name_of
from framing.scoring.search import about, restrict
from framing.statistics.contrast_sides import near
from framing.statistics.levels import CROSS, last_moment

if TYPE_CHECKING:
    from framing.ingest.article.outlets import Outlets
    from framing.lexicon.lexicon import Lexicon
    from framing.store.loaded import Loaded
    from framing.store.project import Project

__all__ = ["Chosen", "Funnel", "Naming", "country_of", "key_names", "language_of", "narrowed", "with_names"]


_COUNTRIES: Final = ("country", "source", "source_country")
#: Levels whose keys are ids of outlets.
_OUTLETS: Final = ("outlet", "agency")


class Naming:
    """Finds the keys that names mean.

    Args:
        outlets: those that are known, and what those are called that are not (:meth:`Outlets.among`).
        lexicon: whose actors tell the names of countries.
    """

    def __init__(self, outlets: Outlets, lexicon: Lexicon) -> None:
        self._outlets = outlets
        self._lexicon = lexicon

    def key(self, level: str, given: str, present: Collection[str], *, code: str = "filter.unknown") -> str:
        """The key of a level that a name means.

        Args:
            level: ``outlet``, ``country``, ``source``, ``language``, or another, whose keys have no other names.
            given: a key, or any name of it.
            present: the keys that articles have.
            code: of the error where none has it.

        Raises:
            UsageError: no key that is present, or several.
        """
        if given in present:
            return given
        if level == "language" and language_of(given) in present:
            return language_of(given)
        if level == "outlet":
            found = list(self._outlets.meant(given, present))
        else:
            named = name_key(given)
            found = [key for key in sorted(present) if named in set(map(name_key, (key, *self._names(level, key))))]
        if len(found) == 1:
            return found[0]
        if found:
            what = f"'{given}' may mean {' or '.join(self._shown(level, key) for key in found)}"
            raise UsageError("filter.ambiguous", what, "", "name one of them")
        names = dict.fromkeys(name for key in sorted(present) for name in (key, self._printed(level, key)))
        raise UsageError(code, f"no article has the {level} '{given}'", "", near(given, list(names)))

    def keys(self, level: str, given: Iterable[str], present: Collection[str], *, code: str) -> tuple[str, ...]:
        """As :meth:`key`, of several; each once."""
        return tuple(dict.fromkeys(self.key(level, name, present, code=code) for name in given))

    def _names(self, level: str, key: str) -> Iterable[str]:
        """All names of a key."""
        if level in _COUNTRIES:
            for aliases in self._lexicon.aliases.values():
                yield from (alias.alias for alias in aliases if alias.actor_id == key)
        elif level == "language":
            yield name_of(key)

    def _printed(self, level: str, key: str) -> str:
        return self._outlets.name(key) if level == "outlet" else name_of(key) if level == "language" else key

    def _shown(self, level: str, key: str) -> str:
        printed = self._printed(level, key)
        return key if printed == key else f"{key} ({printed})"


def country_of(given: str, lexicon: Lexicon) -> str | None:
    """The code of a country by one of its names in any language; none where it has no such name, or several have it.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> country_of("पाकिस्तान", default_lexicon()), country_of("nowhere", default_lexicon())
        ('PK', None)
    """
    named = name_key(given)
    aliases = (alias for listed in lexicon.aliases.values() for alias in listed)
    found = {alias.actor_id for alias in aliases if alias.actor_id in COUNTRIES and name_key(alias.alias) == named}
    return found.pop() if len(found) == 1 else None


def language_of(given: str) -> str:
    """The code of a language that is asked for by its code or its name; what is no language of ours stays as it is.

    Example:
        >>> language_of("Hindi"), language_of("اردو"), language_of("xx")
        ('hi', 'ur', 'xx')
    """
    try:
        return check_language(given)
    except LanguageError:
        return given


def key_names(keys: Iterable[str], level: str, outlet_name: Callable[[str], str]) -> dict[str, str]:
    """What the keys of a level are called: outlets by their names, and by their ids too where names are alike.

    Args:
        keys: of the level.
        level: as ``framing report --by`` takes it.
        outlet_name: id of an outlet → its name.

    Example:
        >>> key_names(["dawn*2024-01", "x*2024-01"], "outlet*month", {"dawn": "Dawn", "x": "Dawn"}.__getitem__)
        {'dawn*2024-01': 'Dawn · 2024-01 (dawn*2024-01)', 'x*2024-01': 'Dawn · 2024-01 (x*2024-01)'}
    """
    levels = level.split(CROSS)
    found = {}
    for key in keys:
        parts = key.split(CROSS)
        # An id may hold the sign that stands between two keys; then nobody can tell where it ends.
        if len(parts) == len(levels):
            parts = [outlet_name(part) if of in _OUTLETS else part for of, part in zip(levels, parts, strict=True)]
            found[key] = " · ".join(parts)
        else:
            found[key] = key
    alike = Counter(found.values())
    return {key: f"{name} ({key})" if alike[name] > 1 else name for key, name in found.items()}


def with_names(rows: pl.DataFrame, level: str | None, outlet_name: Callable[[str], str]) -> pl.DataFrame:
    """Rows of a table with what their keys are called, in a column ``name`` behind ``key``.

    Args:
        rows: column ``key``; and ``level``, where they are of several.
        level: of all of them, as for :func:`key_names`; null where the column says it.
        outlet_name: id of an outlet → its name.

    Example:
        >>> with_names(pl.DataFrame({"key": ["dawn"], "hits": [1]}), "outlet", {"dawn": "Dawn"}.__getitem__).row(0)
        ('dawn', 'Dawn', 1)
    """
    levels = rows["level"] if level is None else pl.repeat(level, rows.height, eager=True)
    keys = pl.DataFrame({"level": levels, "key": rows["key"]})
    names = {
        of: key_names(each["key"].unique().sort(), of, outlet_name)
        for (of,), each in keys.drop_nulls().partition_by("level", as_dict=True).items()
    }
    named = pl.Series("name", [names.get(of, {}).get(key) for of, key in keys.iter_rows()], pl.String)
    return rows.insert_column(rows.get_column_index("key") + 1, named)


_HINT: Final = "leave it out, or ask for something else"


class Funnel:
    """Rows, filtered by one condition after the other.

    Args:
        rows: to filter.
        what: they are, in the plural.

    Attributes:
        rows: those that are left.

    Example:
        >>> funnel = Funnel(pl.DataFrame({"outlet": ["a"] * 1200 + ["b"], "year": [2025] * 1200 + [2026]}))
        >>> funnel.keep("--outlet b", pl.col("outlet") == "b").keep("--year 2025", pl.col("year") == 2025).told()
        'articles: 1,201; --outlet b leaves 1; --year 2025 leaves 0 (alone: 1,200)'
    """

    def __init__(self, rows: pl.DataFrame, what: str = "articles") -> None:
        self.rows = rows
        self._whole = rows
        self._what = what
        self._steps: list[tuple[str, int, int | None]] = []

    def keep(self, said: str, condition: pl.Expr, *, is_partial: bool = False) -> Self:
        """Keep the rows that fulfil a condition; the funnel itself.

        Args:
            said: the condition, as the user gave it.
            condition: true of the rows to keep.
            is_partial: it was found out of the rows that were left alone.
        """
        before = self.rows.height
        self.rows = self.rows.filter(condition)
        # By itself the last one may leave some: then it is the two together that nothing fulfils.
        is_emptied = self._steps and before and self.rows.is_empty()
        alone = self._whole.filter(condition).height if is_emptied and not is_partial else None
        self._steps.append((said, self.rows.height, alone))
        return self

    def told(self) -> str:
        """How many rows there were, and how many each condition left, up to the one that left none."""
        parts = [f"{self._what}: {self._whole.height:,}"]
        for said, left, alone in self._steps:
            parts.append(f"{said} leaves {left:,}")
            if not left:
                parts[-1] += f" (alone: {alone:,})" if alone is not None else ""
                break
        return "; ".join(parts)

    def check(self) -> Self:
        """Refuse to go on with nothing; the funnel itself.

        Raises:
            UsageError: ``filter.empty``; it says what each condition left.
        """
        if self.rows.is_empty() and self._steps:
            raise UsageError("filter.empty", self.told(), "", _HINT)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which articles a result speaks of: those that fit all that is named.

    Attributes:
        about: a query as for :func:`framing.about`.
        outlets: ids, or names as they are printed and any other that is known.
        countries: of the publisher: codes or names.
        languages: in which the articles were read: codes or names.
        since: first day or moment of publication, ISO 8601; an article without a date does not fit.
        until: last day or moment, inclusive.
        genres: news, opinion, editorial, release or unknown.
        least: only outlets with so many of the articles left.
    """

    about: str | None = None
    outlets: Collection[str] = field(default_factory=tuple)
    countries: Collection[str] = field(default_factory=tuple)
    languages: Collection[str] = field(default_factory=tuple)
    since: str | None = None
    until: str | None = None
    genres: Collection[str] = field(default_factory=tuple)
    least: int | None = None

    def named(self) -> dict[str, str]:
        """The filters in use, for people."""
        found = {
            "about": self.about,
            "outlet": ", ".join(self.outlets),
            "country": ", ".join(self.countries),
            "language": ", ".join(self.languages),
            "since": self.since,
            "until": self.until,
            "genre": ", ".join(self.genres),
            "least number of articles": None if self.least is None else str(self.least),
        }
        return {name: value for name, value in found.items() if value}

    def kept(self, funnel: Funnel, naming: Naming) -> Funnel:
        """Keep what fits by what is known of articles; ``about`` takes their texts, and is left to the caller.

        Args:
            funnel: of articles, their ``language`` the one that they were read in.
            naming: of their keys.

        Raises:
            UsageError: ``export.filter``: no such key, or no date.
        """
        found = funnel.rows
        for name, given in (("outlet", self.outlets), ("country", self.countries), ("language", self.languages)):
            if given:
                keys = naming.keys(name, given, set(found[name].drop_nulls()), code="export.filter")
                funnel.keep(f"--{name} {', '.join(given)}", pl.col(name).is_in(list(keys)))
        if self.genres:
            funnel.keep(f"--genre {', '.join(self.genres)}", pl.col("genre").is_in(list(self.genres)))
        if self.since is not None:
            funnel.keep(f"--since {self.since}", pl.col("published") >= _moment(self.since, "since"))
        if self.until is not None:
            # A bare day is meant as a whole.
            day = timedelta(days=1) if len(self.until.strip()) == len("2026-02-05") else timedelta(microseconds=1)
            funnel.keep(f"--until {self.until}", last_moment() < _moment(self.until, "until") + day)
        return funnel

    def large(self, funnel: Funnel) -> Funnel:
        """Keep the outlets with enough articles, of those that are left by all else."""
        if self.least is not None:
            counts = funnel.rows.group_by("outlet").len().filter(pl.col("len") >= self.least)["outlet"].drop_nulls()
            funnel.keep(f"--min-articles {self.least}", pl.col("outlet").is_in(counts.implode()), is_partial=True)
        return funnel


def narrowed(loaded: Loaded, chosen: Chosen, project: Project) -> tuple[Loaded, Funnel]:
    """What a project holds of the articles that are chosen, and what each filter left of them.

    Raises:
        UsageError: see :meth:`Chosen.kept` and :func:`framing.about`.
    """
    if not chosen.named():
        return loaded, Funnel(loaded.articles)
    read_in = loaded.scored.articles.select("article_id", "language")
    articles = loaded.articles.drop("language").join(read_in, on="article_id", how="left", maintain_order="left")
    funnel = chosen.kept(Funnel(articles), Naming(project.outlets().among(articles), project.lexicon()))
    if chosen.about is not None:
        found = about(loaded.scored.with_texts(funnel.rows), chosen.about, project.lexicon())
        ids = found.filter(pl.col("mentions") > 0)["article_id"]
        funnel.keep(f"--about {chosen.about}", pl.col("article_id").is_in(ids.implode()), is_partial=True)
    funnel = chosen.large(funnel)
    ids = funnel.rows["article_id"]
    kept = loaded.articles.filter(pl.col("article_id").is_in(ids.implode()))
    return replace(loaded, articles=kept, scored=restrict(loaded.scored, ids)), funnel


def _moment(text: str, name: str) -> datetime:
    moment = parse_published(text)
    if moment is None:
        raise UsageError("export.filter", f"'{text}' is no date", f"--{name}", "write it as 2026-02-05")
    return moment
