"""The outlets that the toolkit knows, and which of them a name means.

``lexicons/outlets.csv`` names them; a project may have an ``outlets.csv`` of its own, whose rows win. One row
an outlet:

================ =====================================================================================================
``outlet_id``    small letters, digits and hyphens (in a project's file any name without spaces)
``name``         its name in the Latin script
``names``        further names, in every script, separated by semicolons
``domains``      web addresses without scheme and www; one with a path (``bbc.com/hindi``) goes before the bare domain
``country``      the publisher's, ISO 3166-1 alpha-2
``language``     BCP 47, the main one first, separated by semicolons; each language edition with a domain or path of its
                 own is an outlet of its own
``reach``        ``international``: made for readers of other countries too; empty: for its own
``kind``         one of :data:`KINDS`
``owner_class``  one of :data:`OWNERS`
``note``         free text
================ =====================================================================================================

A name is no outlet yet: "BBC" is BBC News Hindi above a Hindi text, "The Nation" one paper in Pakistan and another in
the United States, and an Indian Hindi "AAP" is no Australian agency. So editions and namesakes share names in the
list, and :meth:`Outlets.resolve` asks the article's language and country which one is meant. Where they speak against
all of them, the outlet stays unlisted, under the name that was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from os import PathLike
from pathlib import Path
from typing import Final

import polars as pl

from framing.ingest.article.list_kept import kept, together
from framing.ingest.article.names import (
    COLUMNS,
    INTERNATIONAL,
    KINDS,
    OWNERS,
    Outlet,
    apart,
    base,
    is_address,
    is_unknown,
    name_key,
    read_rows,
    unlisted,
)
from framing.ingest.article.sites import split_url
from framing.languages.registry import name_of
from framing.phrases import country_name
from framing.resources import lexicons_folder
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["COLUMNS", "INTERNATIONAL", "KINDS", "OWNERS", "Outlet", "Outlets", "Resolved", "load_outlets"]


#: Parts of a path that an outlet's address may have (nhk.or.jp/nhkworld/hi).
_PATH_PARTS: Final = 3

#: What stands in brackets behind a name, and what of it names an edition and no place.
_BEHIND: Final = re.compile(r"(?P<name>.+?)\s*\((?P<behind>[^()]+)\)")
_EDITIONS: Final = frozenset(("online", "web", "print", "electronic edition", "web edition", "e-paper", "english"))

#: Code points of a name that is shown; what is longer is hardly a name, and would push a table off its page.
_SHOWN: Final = 80

#: Code points of a name that is an acronym at most, such as AAP and UNI: too short to mean one agency everywhere.
_ACRONYM: Final = 4


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name means: the id of a listed outlet, or that of an unlisted one under its own name.

    ``reason`` says why a name that the list has does not mean what the list says; empty otherwise.
    """

    outlet: str
    is_listed: bool
    reason: str = ""


@dataclass(frozen=True)
class Outlets:
    """Outlets by id, by the keys of their names, and by domain.

    Attributes:
        known: id → outlet.
        names: key of a name → ids of all outlets that it may mean.
        domains: address → id.
        own: (id, key of a name) of what a project's own file adds to the toolkit's: it wins.
        shown: what the outlets of the articles at hand are called, by id; see :meth:`among`.
    """

    known: Mapping[str, Outlet] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[tuple[str, str]] = frozenset()
    shown: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str | None, url: str | None = None) -> str | None:
        """The id of a known outlet, by the address of an article, or by its id, a name or a domain."""
        return self.by_url(url) or self.by_name(name)

    def by_name(self, name: str | None, *, language: str | None = None, country: str | None = None) -> str | None:
        """The id of a known outlet, by its id, a name or a domain; null where :meth:`resolve` finds none."""
        resolved = self.resolve(name or "", language=language, country=country)
        return resolved.outlet if resolved is not None and resolved.is_listed else None

    def by_url(self, url: str | None) -> str | None:
        """The id of a known outlet by the address of an article; of several, that with the longest address."""
        parts = split_url(url)
        return self._by_address(parts.hostname, parts.path) if parts is not None and parts.hostname else None

    def resolve(self, name: str, *, language: str | None = None, country: str | None = None) -> Resolved | None:
        """What a name means, above an article in a language and from a country.

        Of the outlets that have the name, those are left that publish in the language and in the country; an
        international one may be in any country. What is not known speaks against none. Of several, that counts which
        most is said for, then that which the name is the main one of; where this tells no two apart, none does.

        Args:
            name: as it was written.
            language: of the article, BCP 47; null where it is not known.
            country: of the publisher as it was stated, ISO 3166-1 alpha-2.

        Returns:
            The outlet; null where the name says nothing.

        Example:
            >>> outlets = load_outlets()
            >>> outlets.resolve("BBC", language="hi").outlet, outlets.resolve("The Nation", country="PK").outlet
            ('bbc-hindi', 'nation-pk')
            >>> outlets.resolve("AAP", language="hi", country="IN").reason
            'Australian Associated Press (aap) is of Australia and in English'
            >>> outlets.resolve("Sample Post").outlet
            'samplepost'
        """
        return self._resolved(name, language, country)

    def _bare(self, name: str, country: str | None) -> list[Outlet]:
        """The outlets of a name without what news databases write behind it: "Dawn (Pakistan)", "The Hindu (Online)".

        A place tells a paper from others of its name, so only one of that country is meant.
        """
        match = _BEHIND.fullmatch(name.strip())
        if match is None:
            return []
        candidates = [self.known[key] for key in self.names.get(name_key(match["name"]), ())]
        is_edition = match["behind"].strip().casefold() in _EDITIONS
        return [outlet for outlet in candidates if is_edition or (country is not None and outlet.country == country)]

    @cached_property
    def _resolved(self) -> Callable[[str, str | None, str | None], Resolved | None]:
        """A collection has few outlets and many articles: each name is looked up once."""
        return lru_cache(maxsize=10_000)(self._resolve)

    def _resolve(self, name: str, language: str | None, country: str | None) -> Resolved | None:
        new = unlisted(name)
        if new is None:
            return None
        host, _, path = new.partition("/")
        if is_address(new) and (listed := self._by_address(host, path)):
            return Resolved(listed, True)
        candidates = [self.known[key] for key in self.names.get(name_key(name), ())] or self._bare(name, country)
        if not candidates:
            return Resolved(new, False)
        fit = [outlet for outlet in candidates if not self._against(outlet, language, country)]
        if not fit:
            reason = "; ".join(self.said_of(outlet.outlet_id) for outlet in candidates)
            return self._own(name, language, country, reason)
        marks = {outlet.outlet_id: self._marks(outlet, name, language, country) for outlet in fit}
        best = max(marks.values())
        first = [outlet for outlet in fit if marks[outlet.outlet_id] == best]
        if len(first) > 1:
            reason = f"it may be {' or '.join(f'{_called(outlet)}, {_described(outlet)}' for outlet in first)}"
            return self._own(name, language, country, reason)
        return Resolved(first[0].outlet_id, True)

    def _own(self, name: str, language: str | None, country: str | None, reason: str) -> Resolved:
        """The outlet of a name that means none of those listed: its own, unless a project says whose it is."""
        own = apart(name, country=country, language=language)
        claimed = self.names.get(own)
        return Resolved(claimed[0], True) if claimed else Resolved(own, False, reason)

    def credited(self, name: str, *, language: str | None = None, country: str | None = None) -> Resolved | None:
        """What a name means in a credit: agencies are taken over in other languages and countries too.

        Only an acronym of a national agency in a country and a language of another does not mean it.
        """
        resolved = self.resolve(name)
        if resolved is None or not resolved.is_listed or not name.isascii() or len(name_key(name)) > _ACRONYM:
            return resolved
        outlet = self.known[resolved.outlet]
        both = self._against(outlet, language, None) and self._against(outlet, None, country)
        return self.resolve(name, language=language, country=country) if both else resolved

    def speaks_against(self, outlet: str, *, language: str | None, country: str | None) -> bool:
        """Whether the language or country of an article speaks against a listed outlet."""
        return self._against(self.known[outlet], language, country)

    def said_of(self, outlet: str) -> str:
        """What the list says of a listed outlet, as part of a sentence."""
        return f"{_called(self.known[outlet])} is {_described(self.known[outlet])}"

    def _against(self, outlet: Outlet, language: str | None, country: str | None) -> bool:
        """Whether an article's language or country speaks against an outlet."""
        tongue = base(language) if language else None
        other_tongue = tongue in self._tongues and outlet.languages and tongue not in set(map(base, outlet.languages))
        is_abroad = country is not None and outlet.country is not None and country != outlet.country
        return bool(other_tongue) or (is_abroad and outlet.reach != INTERNATIONAL)

    def _marks(self, outlet: Outlet, name: str, language: str | None, country: str | None) -> tuple[bool, int, bool]:
        """What speaks for an outlet: the project's own word, the article's language and country, its main name."""
        agrees = (language is not None and base(language) in set(map(base, outlet.languages))) + (
            country is not None and country == outlet.country
        )
        key = name_key(name)
        is_main = key in (name_key(outlet.name), name_key(outlet.outlet_id))
        return (outlet.outlet_id, key) in self.own, agrees, is_main

    @cached_property
    def _tongues(self) -> frozenset[str]:
        """All languages of the list: a code that is none of them (``hin``) is another way of writing one perhaps."""
        return frozenset(base(code) for outlet in self.known.values() for code in outlet.languages)

    def name(self, outlet: str | None, written: str | None = None) -> str:
        """What people call an outlet: its listed name, else that which was written, else its id.

        Articles without any outlet are called by the file that they came in.

        Args:
            outlet: its id.
            written: how an article writes its name, where no other articles tell it (:meth:`among`).

        Example:
            >>> outlets = load_outlets()
            >>> outlets.name("abp-live"), outlets.name("unknown:2024/news.jsonl"), outlets.name("samplepost")
            ('ABP Live', 'unknown (news.jsonl)', 'samplepost')
        """
        if not outlet:
            return "unknown"
        if outlet in self.shown:
            return self.shown[outlet]
        if is_unknown(outlet):
            return _unknown_name(outlet, is_short=True)
        return (self.known[outlet].name if outlet in self.known else "") or _short(written or outlet)

    def among(self, articles: pl.DataFrame) -> Outlets:
        """The same outlets, which know what those of some articles are called that are in no list.

        An unlisted outlet goes by the spelling that most of its articles have. Two that would be called the same are
        told apart by what is in brackets behind them.

        Args:
            articles: column ``outlet``; and ``outlet_name``, if it is there.

        Example:
            >>> spelt = ["Vir Arjun", "VirArjun", "Vir Arjun"]
            >>> articles = pl.DataFrame({"outlet": ["virarjun"] * 3, "outlet_name": spelt})
            >>> load_outlets().among(articles).name("virarjun")
            'Vir Arjun'
        """
        names = {key: self._listed_name(key) for key in articles["outlet"].drop_nulls().unique().sort()}
        if "outlet_name" in articles.columns:
            counts = articles.group_by("outlet", "outlet_name").len().drop_nulls()
            for key, spelt, _ in counts.sort("len", "outlet_name", descending=[False, True]).iter_rows():
                if key not in self.known and not is_unknown(key):
                    names[key] = _short(spelt)
        alike = Counter(names.values())
        return replace(self, shown={key: self._apart(key, name, alike[name]) for key, name in names.items()})

    def _listed_name(self, outlet: str) -> str:
        return replace(self, shown={}).name(outlet)

    @staticmethod
    def _apart(outlet: str, name: str, number: int) -> str:
        if number == 1:
            return name
        return _unknown_name(outlet, is_short=False) if is_unknown(outlet) else f"{name} ({_short(outlet)})"

    def meant(self, text: str, among: Iterable[str] | None = None) -> tuple[str, ...]:
        """The outlets at hand that somebody may mean by an id, a name as it is shown, or any other name.

        Args:
            text: what was typed.
            among: ids of the outlets at hand; those of :meth:`among` where left out.

        Returns:
            One id where it is clear, several where more than one may be meant, none where there is no such outlet.

        Example:
            >>> outlets, here = load_outlets(), ["bbc-hindi", "bbc-urdu", "dawn", "samplepost"]
            >>> outlets.meant("BBC News Hindi", here), outlets.meant("BBC", here), outlets.meant("Sample-Post", here)
            (('bbc-hindi',), ('bbc-hindi', 'bbc-urdu'), ('samplepost',))
        """
        candidates = sorted(set(self.shown if among is None else among))
        key = name_key(text)
        host, _, path = text.strip().lower().partition("/")
        answers = (
            lambda outlet: outlet == text.strip(),
            lambda outlet: key and name_key(self.name(outlet)) == key,
            lambda outlet: outlet in self.names.get(key, ()) or outlet == self._by_address(host, path),
            lambda outlet: key and key in (unlisted(outlet), name_key(outlet.partition("~")[0])),
        )
        return next((outlets for answer in answers if (outlets := tuple(filter(answer, candidates)))), ())

    def country(self, outlet: str | None) -> str | None:
        """The publisher's country."""
        return self.known[outlet].country if outlet is not None and outlet in self.known else None

    def kind(self, outlet: str | None) -> str | None:
        """One of :data:`KINDS`; null for an unknown outlet."""
        return self.known[outlet].kind if outlet is not None and outlet in self.known else None

    def _by_address(self, host: str, path: str) -> str | None:
        labels = host.rstrip(".").split(".")
        parts = path.lower().strip("/").split("/")[:_PATH_PARTS] if path.strip("/") else []
        # hindi.example.com belongs to example.com unless it is listed itself; a bare "com" is nobody's.
        for start in range(len(labels) - 1):
            domain = ".".join(labels[start:])
            for end in range(len(parts), -1, -1):
                if outlet := self.domains.get("/".join([domain, *parts[:end]])):
                    return outlet
        return None


def load_outlets(path: Path | str | None = None, *, project: PathLike[str] | str | None = None) -> Outlets:
    """Read the outlets.

    Args:
        path: an ``outlets.csv``; the toolkit's own if left out.
        project: a project or its folder; the rows of its ``outlets.csv``, if it has one, win over those of ``path``.

    Returns:
        The outlets; none if the file is absent, since every outlet is then simply a new one.

    Raises:
        UsageError: a file is not valid; one line with file, line and what to do.

    Example:
        >>> load_outlets().find(None, "https://www.bbc.com/hindi/india-1")
        'bbc-hindi'
    """
    listed = Path(path) if path else lexicons_folder() / "outlets.csv"
    claimed = Path(project) / "outlets.csv" if project else None
    own = {outlet.outlet_id: outlet for outlet in read_rows(claimed)} if claimed and claimed.is_file() else {}
    rows = _listed(listed, listed.stat().st_mtime_ns) if listed.is_file() else Outlets()
    if not own:
        return rows
    added = {(key, name) for key, outlet in own.items() for name in outlet.spellings}
    added -= {(key, name) for key, outlet in rows.known.items() for name in outlet.spellings}
    return Outlets(*together({**rows.known, **own}, own), frozenset(added))


# A command asks for the toolkit's own in several places.
@lru_cache(maxsize=4)
def _listed(file: Path, _changed: int) -> Outlets:
    return Outlets(*kept(file))


def _called(outlet: Outlet) -> str:
    return f"{outlet.name or outlet.outlet_id} ({outlet.outlet_id})"


def _described(outlet: Outlet) -> str:
    where = f"of {country_name(outlet.country)}" if outlet.country else ""
    tongues = f"in {', '.join(map(name_of, outlet.languages))}" if outlet.languages else ""
    return " and ".join(filter(None, (where, tongues))) or "of no stated country"


def _unknown_name(outlet: str, *, is_short: bool) -> str:
    file = outlet.removeprefix(UNKNOWN_OUTLET).rstrip("/")
    if file == "-":
        return "unknown (standard input)"
    return f"unknown ({_short(file.rpartition('/')[2] if is_short else file)})"


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "…"
