"""How things are called on the page, in the language of its reader: countries, languages, numbers, dates."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from babel.dates import format_skeleton

from dashboards.wording import ENGLISH, direction, grouped, later, locale_of, many, say, sense, spoken
from framing.figures import Words

__all__ = [
    "BADGE_SAID",
    "SAID",
    "SECTIONS",
    "SECTION_SAID",
    "VOICES",
    "VOICE_SAID",
    "actor_name",
    "alpha_3",
    "count",
    "country_name",
    "first_words",
    "genre_name",
    "language_name",
    "language_names",
    "listed",
    "measure_name",
    "month",
    "numeric",
    "points",
    "rate",
    "scale_number",
    "script_of",
    "section_name",
    "topic_name",
    "voice_name",
    "when",
]

_COUNTRIES: Final = Path(__file__).with_name("countries.csv")
_LANGUAGES: Final = {"en": "English", "hi": "Hindi", "ur": "Urdu", "und": later("Unknown language")}
#: Voice → its name.
VOICES: Final = {
    "own": later("own"), "quoted": later("quoted"), "reported": later("reported"), "mention": later("mention"),
}  # fmt: skip
#: Section → its name.
SECTIONS: Final = {"title": later("title"), "lead": later("lead"), "body": later("body")}
#: Voice → what it is.
VOICE_SAID: Final = {
    "own": later("the outlet’s own words"),
    "quoted": later("in quotation marks"),
    "reported": later("indirect speech"),
    "mention": later("a few words in marks"),
}
#: Section → what it is.
SECTION_SAID: Final = {
    "title": later("the headline"), "lead": later("the first paragraph"), "body": later("all that follows"),
}  # fmt: skip
_GENRES: Final = {
    "news": later("News"), "opinion": later("Opinion"), "editorial": later("Editorial"), "release": later("Release"),
    "unknown": later("Unknown genre"),
}  # fmt: skip
#: Badge → what it is called in a cell.
BADGE_SAID: Final = {
    "unvalidated": later("not validated"),
    "author-checked": later("by its authors"),
    "read-blind": later("read blind"),
    "hits-read": later("hits read here"),
    "validated": later("validated here"),
}
#: Script of a language → class and direction of text in it.
_RTL: Final = frozenset({"ar", "fa", "ks", "ps", "sd", "ug", "ur"})


@cache
def _countries() -> dict[str, tuple[str, str]]:
    with _COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {row["alpha_2"]: (row["alpha_3"], row["name"]) for row in csv.DictReader(file)}


def country_name(code: str | None) -> str:
    """Name of an ISO 3166-1 alpha-2 code.

    Example:
        >>> country_name("PK"), country_name(None)
        ('Pakistan', 'unknown')
    """
    if not code:
        return sense("country", "unknown")
    name = _countries()[code][1] if code in _countries() else code
    return name if spoken() == ENGLISH else str(locale_of().territories.get(code, name))


def alpha_3(code: str) -> str | None:
    """ISO 3166-1 alpha-3, by which the map knows a country."""
    return _countries()[code][0] if code in _countries() else None


def language_name(code: str | None) -> str:
    """Name of a language.

    Example:
        >>> language_name("ur-PK")
        'Urdu'
    """
    if not code:
        return sense("language", "unknown")
    base = code.split("-")[0]
    if base == "und":
        return say(_LANGUAGES[base])
    return _LANGUAGES.get(base, code) if spoken() == ENGLISH else str(locale_of().languages.get(base, code))


def language_names(codes: str | None) -> str:
    """Names of languages, whose codes are joined by ``+``.

    Example:
        >>> language_names("hi+ur"), language_names("")
        ('Hindi and Urdu', 'unknown')
    """
    return listed(map(language_name, (codes or "").split("+")))


def genre_name(name: str) -> str:
    """A genre as the page writes it.

    Example:
        >>> genre_name("editorial"), genre_name("unknown")
        ('Editorial', 'Unknown genre')
    """
    return say(_GENRES.get(name, name.capitalize()))


def topic_name(name: str) -> str:
    """A topic as the page writes it.

    Example:
        >>> topic_name("quality_of_life"), topic_name("none")
        ('Quality of life', 'No topic stands out')
    """
    return say("No topic stands out") if name == "none" else measure_name(name).capitalize()


def measure_name(name: str) -> str:
    """A dimension or scale within a sentence.

    Example:
        >>> measure_name("human_interest")
        'human interest'
    """
    plain = name.replace("_", " ")
    return plain if spoken() == ENGLISH else say(plain.capitalize())


def voice_name(name: str) -> str:
    """A voice, as the page writes it within a sentence."""
    return say(VOICES.get(name, name))


def section_name(name: str) -> str:
    """A section, as the page writes it within a sentence."""
    return say(SECTIONS.get(name, name))


def script_of(language: str | None) -> dict[str, str]:
    """The attributes that text in a language needs: ``lang`` and ``dir``.

    Example:
        >>> script_of("ur")
        {'lang': 'ur', 'dir': 'rtl'}
    """
    code = (language or "und").split("-")[0]
    return {"lang": language or "und", "dir": "rtl" if code in _RTL else "auto" if code == "und" else "ltr"}


def scale_number(value: float | None) -> str:
    """A value on a scale, with its sign.

    Example:
        >>> scale_number(-0.944), scale_number(None)
        ('−0.94', '–')
    """
    if value is None:
        return "–"
    text = f"{value:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else numeric(text.replace("-", "−"))


def numeric(text: str) -> str:
    """Figures that run from the left in every language: a sign before its number, the low end before the high one."""
    return text if direction() == "ltr" else f"\u2066{text}\u2069"


def points(value: float | None) -> str:
    """Points of a text: without a plus, since they have a natural zero.

    Example:
        >>> points(1.5), points(-0.254), points(-0.001)
        ('1.5', '−0.25', '0')
    """
    if value is None:
        return "–"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else numeric(text.replace("-", "−"))


def rate(value: float | None) -> str:
    """A rate per 1,000 words."""
    return "–" if value is None else f"{value:.1f}"


def count(number: int | None, noun: str = "", plural: str = "") -> str:
    """A number, with its noun where one is given; ``{n} noun`` is the message that the catalogues have.

    Example:
        >>> count(1, "country", "countries"), count(2540, "word")
        ('1 country', '2,540 words')
    """
    if number is None:
        return "–"
    if not noun:
        return grouped(number)
    return many(f"{{n}} {noun}", f"{{n}} {plural or noun + 's'}", number)


def when(date: datetime | None, precision: str | None = None) -> str:
    """A date, as far as it is known.

    Example:
        >>> when(datetime(2026, 2, 6)), when(datetime(2026, 2, 1), "month"), when(datetime(2026, 1, 1), "year")
        ('6 Feb 2026', 'Feb 2026', '2026')
    """
    if date is None:
        return say("no date")
    if precision == "year":
        return f"{date:%Y}"
    if precision == "month":
        return month(date)
    return f"{date.day} {date:%b %Y}" if spoken() == ENGLISH else format_skeleton("yMMMd", date, locale=locale_of())


def month(date: datetime) -> str:
    """A month of a year.

    Example:
        >>> month(datetime(2026, 2, 6))
        'Feb 2026'
    """
    return f"{date:%b %Y}" if spoken() == ENGLISH else format_skeleton("yMMM", date, locale=locale_of())


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them.

    Example:
        >>> listed(["a", "b", "c"])
        'a, b and c'
    """
    *most, last = list(words)
    return say("{several} and {last}", several=most, last=last) if most else last


def first_words(text: str, most: int = 12) -> str:
    """The beginning of a text, for articles without a title.

    Example:
        >>> first_words("one two three", 2)
        'one two …'
    """
    words = text.split(None, most)
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def actor_name(actor: str | None) -> str:
    """Name of an actor of the news.

    Example:
        >>> actor_name("PK"), actor_name("region.kashmir"), actor_name("org.un"), actor_name(None)
        ('Pakistan', 'Kashmir', 'UN', '–')
    """
    if not actor:
        return "–"
    kind, _, name = actor.partition(".")
    if not name:
        return country_name(actor)
    # Blocs go by their initials, regions by their names.
    shown = name.upper() if kind == "org" and len(name) <= 6 else name.replace("_", " ").title()
    return say(shown)


#: How drawings say things, in the language of whoever reads them.
SAID: Final = Words(say=say, measure=measure_name, language=language_names, country=country_name, numeric=numeric)
