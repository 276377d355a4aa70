"""Which outlets of a collection may be one under several spellings: proposals for a researcher, never more.

What differs in case, spaces, hyphens or punctuation is one outlet from the start (:mod:`framing.ingest.article.names`).
The rest takes a reader's eye: "Newlaundry" is a slip and "News18" beside "News24" is none. Each proposal says what
speaks for it:

- the names are alike but for words that people leave out ("The", "Daily", ".com", "- Opinion"), for accents or for the
  ways in which Hindi writes a nasal;
- one letter is missing, too many, another one or in another place;
- the names sound alike in two scripts;
- their articles stand at the same address.

Outlets of different countries, or without a language in common, are never proposed.

Stored articles under the outlets that their names mean now.

What a name means depends on the list: a project's ``outlets.csv`` may say today that two spellings are one outlet, and
a later version of the toolkit knows more outlets. So the outlet that is stored beside an article is what was known when
it came; whoever reads it asks again, and what was merged can be taken apart again.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
import regex

from framing.expressions import expression
from framing.ingest.article.names import file_of, is_address, is_unknown, name_key, unknown_of
from framing.ingest.article.outlets import Outlets
from framing.languages.registry import furniture, languages
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["ASKED", "Proposal", "Spelt", "propose", "renamed"]


#: Words that people write or leave out, as keys. None of them tells two outlets of one country and language apart
#: as often as it does not; so they are proposed, and a reader decides.
_LEFT_OUT: Final = frozenset(furniture("outlet_particles"))
#: A name must keep so many letters: of shorter ones too many are alike.
_LETTERS: Final = 3
#: Names of fewer letters differ by one in too many cases (Samaa, Samay; Jang, Jung).
_SLIP_LETTERS: Final = 8
#: Consonants that two names must share in another script.
_SOUNDS: Final = 4

#: Nasals before a consonant of their own row, which Hindi writes as a sign above.
_NASALS: Final = expression(r"ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|ँ")

#: Consonants that sound alike over the scripts, the Latin one first; vowels, breath and what else there is go.
_SOUND_ROWS: Final = (
    "kcqकखقکخ", "gगघگغ", "jzचछजझچجزذضظژ", "tटठतथتٹطث", "dडढदधدڈ", "nनणञङمंںن", "pfपफپف", "bvwबभवبو", "mम",
    "yयی", "rऋरڑر", "lलळل", "sxशषसسشص",
)  # fmt: skip
_SOUND: Final = {letter: row[0] for row in _SOUND_ROWS for letter in row if letter != "م"} | {"م": "m"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelt:
    """An outlet of a collection.

    Attributes:
        outlet: its id.
        name: what it is called.
        articles: how many it has.
        countries: of its articles, as far as they are known.
        languages: likewise, without regions.
        sites: that its articles stand at.
        spellings: how its name was written; they differ in nothing that counts.
    """

    outlet: str
    name: str
    articles: int
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    spellings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An unlisted outlet that may be another one: ``why`` says what speaks for it."""

    spelling: Spelt
    into: str
    name: str
    articles: int
    why: str


def propose(spelt: Iterable[Spelt], outlets: Outlets) -> list[Proposal]:
    """The outlets of a collection that may be one.

    Args:
        spelt: all outlets of the collection.
        outlets: that are known.

    Returns:
        One proposal an unlisted outlet at most, those with most articles first: into a listed outlet where one is
        alike, else into that with most articles. Nothing depends on the order of ``spelt``.

    Example:
        >>> from framing.ingest.article.outlets import load_outlets
        >>> spelt = [Spelt(outlet="sampleherald", name="Sample Herald", articles=9)]
        >>> spelt.append(Spelt(outlet="thesampleherald", name="The Sample Herald", articles=2))
        >>> [(one.spelling.name, one.name, one.why) for one in propose(spelt, load_outlets())]
        [('The Sample Herald', 'Sample Herald', "the same without 'The'")]
    """
    named = sorted((one for one in spelt if not is_unknown(one.outlet)), key=lambda one: one.outlet)
    own = {one.outlet: one for one in named}
    others = [*named, *(_listed(key, outlets) for key in sorted(outlets.known) if key not in own)]
    rank = {one.outlet: (one.outlet in outlets.known, one.articles, one.outlet) for one in others}
    chosen: dict[str, tuple[str, str]] = {}
    index = _Index(others, outlets)
    for one in named:
        if one.outlet in outlets.known:
            continue
        alike = [(rank[key], key, why) for key, why in index.alike(one) if rank[key] > rank[one.outlet]]
        if alike:
            _, into, why = max(alike)
            chosen[one.outlet] = into, why
    proposals = []
    for key, (into, why) in chosen.items():
        # What is to be merged itself leads on to where it goes; ranks rise, so there is no circle.
        while into in chosen:
            into = chosen[into][0]
        target = own.get(into) or _listed(into, outlets)
        proposals.append(Proposal(spelling=own[key], into=into, name=target.name, articles=target.articles, why=why))
    return sorted(proposals, key=lambda one: (-one.spelling.articles, one.spelling.outlet))


def _listed(key: str, outlets: Outlets) -> Spelt:
    """A listed outlet that the collection does not have."""
    return Spelt(outlet=key, name=outlets.name(key), articles=0)


class _Index:
    """Outlets by what they are called, how that sounds, and where they stand."""

    def __init__(self, others: Sequence[Spelt], outlets: Outlets) -> None:
        self._outlets = outlets
        self._all = {one.outlet: one for one in others}
        self._names = {one.outlet: _names(one, outlets) for one in others}
        self._cores = _by((core, key) for key, names in self._names.items() for core in map(_core, names))
        self._sounds = _by((sound, key) for key, names in self._names.items() for sound in map(_sounds, names))
        self._slips = _by((slip, key) for key, names in self._names.items() for name in names for slip in _slips(name))
        self._sites = _by((site, one.outlet) for one in others for site in _sites(one))

    def alike(self, one: Spelt) -> Iterable[tuple[str, str]]:
        """The outlets that one may be, each with what speaks for it; the best reason of each."""
        reasons: dict[str, str] = {}
        for why, keys in self._reasons(one):
            for key in keys:
                if key != one.outlet and self._fits(one, self._all[key]):
                    reasons.setdefault(key, why)
        return reasons.items()

    def _reasons(self, one: Spelt) -> Iterable[tuple[str, Iterable[str]]]:
        for site in sorted(_sites(one)):
            yield f"both at {site}", self._sites[site]
        if is_address(one.name):
            return
        core = _core(one.name)
        for key in self._cores[core] if core else ():
            theirs = next(name for name in self._names[key] if _core(name) == core)
            yield _difference(one.name, theirs), (key,)
        for slip in sorted(_slips(one.name)):
            for key in self._slips[slip]:
                near = [name for name in self._names[key] if _is_slip(name, one.name)]
                if near:
                    yield f"one letter from '{near[0]}'", (key,)
        sound = _sounds(one.name)
        for key in self._sounds[sound] if sound else ():
            names = [name for name in self._names[key] if _sounds(name) == sound and _script(name) != _script(one.name)]
            if names:
                yield f"it sounds like '{names[0]}'", (key,)

    def _fits(self, one: Spelt, other: Spelt) -> bool:
        """Whether neither language nor country speaks against it."""
        if other.outlet in self._outlets.known:
            about = [
                self._outlets.speaks_against(other.outlet, language=language, country=country)
                for language in one.languages or (None,)
                for country in one.countries or (None,)
            ]
            return not all(about)
        pairs = ((one.languages, other.languages), (one.countries, other.countries))
        return all(not ours or not theirs or ours & theirs for ours, theirs in pairs)


def _by(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    keys_by_value: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for value, key in pairs:
        if value:
            keys_by_value[value][key] = None
    return defaultdict(tuple, {value: tuple(sorted(keys)) for value, keys in keys_by_value.items()})


def _names(one: Spelt, outlets: Outlets) -> tuple[str, ...]:
    known = outlets.known.get(one.outlet)
    if known is None:
        return () if is_address(one.name) else (one.name,)
    return (known.name or known.outlet_id, *known.names)


def _sites(one: Spelt) -> frozenset[str]:
    return one.sites | ({one.outlet} if is_address(one.outlet) else frozenset())


def _core(name: str) -> str:
    """The key of a name without what people write or leave out; empty where too little is left."""
    words = [word for word in _words(name) if word not in _LEFT_OUT]
    core = _plain("".join(words))
    return core if len(core) >= _LETTERS else ""


def _words(name: str) -> list[str]:
    # A capital begins a word: "TheBlaze", "SampleNews".
    apart = regex.sub(r"(?<=\p{Ll})(?=\p{Lu})", " ", name)
    return [word for word in map(name_key, regex.split(r"[\s\p{P}]+", apart)) if word]


def _plain(key: str) -> str:
    """A key without accents on Latin letters, and with one way of writing a nasal."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", key) if not "\u0300" <= letter <= "\u036f")
    return _NASALS.sub("ं", unicodedata.normalize("NFC", bare))


def _difference(ours: str, theirs: str) -> str:
    """What one name has that the other does not."""
    mine, other = _words(ours), _words(theirs)
    more = [word for word in regex.split(r"[\s\p{P}]+", ours) if word and name_key(word) not in other]
    less = [word for word in regex.split(r"[\s\p{P}]+", theirs) if word and name_key(word) not in mine]
    parts = [f"without '{' '.join(more)}'"] if more else []
    parts += [f"with '{' '.join(less)}'"] if less else []
    return f"the same {' and '.join(parts)}" if parts else "the same but for accents or word order"


def _slips(name: str) -> frozenset[str]:
    """A name and all that it is with one letter left out: names a slip apart share one of these."""
    key = _plain(name_key(name))
    if len(key) < _SLIP_LETTERS:
        return frozenset()
    return frozenset((key, *(key[:place] + key[place + 1 :] for place in range(len(key)))))


def _is_slip(name: str, other: str) -> bool:
    """Whether one letter is too many, missing, another or in the place of its neighbour; numbers are never a slip."""
    one, two = sorted((_plain(name_key(name)), _plain(name_key(other))), key=len)
    if one == two or len(one) < _SLIP_LETTERS or len(two) - len(one) > 1 or _figures(one) != _figures(two):
        return False
    start = next((place for place, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), len(one))
    if len(one) < len(two):
        return one[start:] == two[start + 1 :]
    rest, other_rest = one[start:], two[start:]
    return rest[1:] == other_rest[1:] or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])


def _figures(key: str) -> str:
    return "".join(filter(str.isdigit, key))


def _sounds(name: str) -> str:
    """The consonants of a name as they sound, whatever the script; empty where there are few of them."""
    key = _plain(name_key(name))
    sounds = [_SOUND[letter] for letter in key if letter in _SOUND]
    once = [sound for place, sound in enumerate(sounds) if place == 0 or sounds[place - 1] != sound]
    return "".join(once) if len(once) >= _SOUNDS else ""


def _script(name: str) -> str:
    letters = "".join(letter for letter in name if letter.isalpha())
    for script in ("Devanagari", "Arabic"):
        if regex.search(rf"\p{{{script}}}", letters):
            return script
    return "Latin"


#: What is needed to ask again: columns of the stored articles.
ASKED: Final = ("article_id", "outlet", "outlet_name", "country", "language", "language_stated", "origin")

_KEY: Final = ("outlet", "outlet_name", "country", "tongue")


def renamed(articles: pl.DataFrame, outlets: Outlets) -> pl.DataFrame:
    """The same articles under the outlets that their names mean now.

    Args:
        articles: columns of ``ASKED``, ``language`` being the one they were read in.
        outlets: that are known now.

    Returns:
        The same rows and columns. An outlet that moved brings its country where none was known, and keeps as its name
        what it was called before. Articles that an earlier version gave an unknown outlet each share that of their
        file.
    """
    scored = pl.when(pl.col("language").is_in(list(languages()))).then("language")
    rows = articles.with_columns(_unknowns(articles), tongue=pl.coalesce("language_stated", scored))
    keys = rows.select(_KEY).unique().drop_nulls("outlet")
    meant = [_meant(outlets, *key) for key in keys.iter_rows()]
    outlets_now = keys.with_columns(
        meant=pl.Series(meant, dtype=pl.String), home=pl.Series(map(outlets.country, meant), dtype=pl.String)
    )
    # An id of an earlier version is a name, if none was kept: it had the hyphens of its spelling.
    is_named = pl.col("meant").is_in(list(outlets.known)).not_() & ~pl.col("outlet").str.contains(r"[:.]")
    has_moved = pl.col("meant") != pl.col("outlet")
    # Few outlets are others by now: of a million articles the columns of theirs alone are made anew.
    others = outlets_now.filter(has_moved | (is_named & pl.col("outlet_name").is_null()))
    moved = rows.select(*_KEY, row=pl.int_range(pl.len())).join(others, on=_KEY, nulls_equal=True)
    changed = moved.select(
        "row",
        outlet="meant",
        outlet_name=pl.coalesce("outlet_name", "outlet"),
        country=pl.when(has_moved).then(pl.coalesce("country", "home")).otherwise("country"),
    )
    return rows.select(articles.columns).with_columns(
        rows[name].scatter(changed["row"], changed[name]) for name in changed.columns[1:]
    )


def _meant(outlets: Outlets, outlet: str, name: str | None, country: str | None, language: str | None) -> str:
    """What an outlet is now, by the name that told it, else by its id."""
    if is_unknown(outlet) or (name is None and outlet in outlets.known):
        return outlet
    resolved = outlets.resolve(name or outlet, language=language, country=country)
    if resolved is None or (outlet in outlets.known and resolved.reason):
        # What was known stays so: the country may have been amended, and says nothing of the outlet.
        return outlet
    return resolved.outlet


def _unknowns(articles: pl.DataFrame) -> pl.Series:
    """The outlets of articles, those of one article each as earlier versions made them being that of the file."""
    rows = articles.with_row_index("row").filter(
        (pl.col("outlet") == pl.lit(UNKNOWN_OUTLET) + pl.col("article_id"))
        & pl.col("origin").str.contains(r"[:#!]\d+$")
    )
    if rows.is_empty():
        return articles["outlet"]
    outlets = articles["outlet"].to_list()
    labels: dict[str, set[str]] = {}
    for article, origin in rows.select("article_id", "origin").iter_rows():
        # An id made from the place tells that of the file within the folder that was given.
        file, label = file_of(origin), file_of(article)
        labels.setdefault(file, set()).update({label} if label != article and file.endswith(label) else ())
    alike = Counter(file.rpartition("/")[2] for file in labels)
    for row, origin in rows.select("row", "origin").iter_rows():
        file = file_of(origin)
        name = file.rpartition("/")[2]
        outlets[row] = unknown_of(max(labels[file], default=name if alike[name] == 1 else file, key=len), origin)
    return pl.Series("outlet", outlets, pl.String)
