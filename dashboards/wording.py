"""What the page says, in the language of its reader: English, Hindi or Urdu.

English stands in the code and is the key of each message; ``locale/*/LC_MESSAGES/dashboards.po`` holds the others
(``make catalogues`` brings them up to date, docs/dashboard.md tells how a language is added). What has no translation
yet stays English. The language belongs to a request: whoever answers one sets it with :func:`speaking`.

How a string of the page is written:

- ``say("Nothing has {word} in its name.", word=asked)``: a whole sentence with named places, never pieces that are put
  together. A whole number in a place is written as the language groups it; other numbers are formatted beforehand.
- ``many("{n} article left out", "{n} articles left out", number)``: where a number decides the form.
- ``sense("verb", "Code")``: where one English word is two words elsewhere.
- ``spliced("Read {link} first.", link=html.A(…))``: a sentence with an element inside it.
- ``later("Outlets")`` marks a constant of a module, which is made before anybody asks; ``say(label)`` says it later.
- ``say(dimension.label)`` says what comes from the codebook, and ``say(sentence)`` what the toolkit says in sentences
  (``framing.phrases.phrase``).

What is kept for several readers (:class:`dashboards.background.Once`, answers of the project) is made in English, so
that no language gets into it: text is made after it.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import regex
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from framing.phrases import Named, Phrase

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "LOCALES",
    "direction",
    "grouped",
    "later",
    "locale_of",
    "many",
    "say",
    "sense",
    "speak",
    "speaking",
    "spliced",
    "spliced_in",
    "spoken",
    "words_of_scripts",
]

ENGLISH: Final = "en"
#: Languages of the interface, each called as it calls itself.
LANGUAGES: Final = {ENGLISH: "English", "hi": "हिन्दी", "ur": "اردو"}
LOCALES: Final = Path(__file__).with_name("locale")
_DOMAIN: Final = "dashboards"
_SPOKEN: Final[ContextVar[str]] = ContextVar("language", default=ENGLISH)
#: Words that run from the left: among those of a language that runs from the right each stands for itself.
_FOREIGN: Final = regex.compile(r"[\p{Latin}\p{Devanagari}]")
#: Numbers with a sign, a leading point or a percent sign, and ranges: letters that run from the right would turn them.
_FIGURES: Final = regex.compile(r"(?=.*\d)(?=.*[^\d,])\P{L}+")
_PLACES: Final = regex.compile(r"\{(\w+)\}")
#: Begins and ends what keeps its own direction within a sentence.
_ISOLATED: Final = "\u2068{}\u2069"


def spoken() -> str:
    """The language of the reader."""
    return _SPOKEN.get()


def speak(language: str) -> None:
    """Say everything in a language from now on; what is none of the interface's means English."""
    _SPOKEN.set(language if language in LANGUAGES else ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in a language.

    Example:
        >>> with speaking("ur"):
        ...     spoken(), direction()
        ('ur', 'rtl')
    """
    before = _SPOKEN.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def locale_of(language: str | None = None) -> Locale:
    """What CLDR knows of a language, of the reader's where none is named."""
    return _locale(language or spoken())


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def direction(language: str | None = None) -> str:
    """Where its lines begin: ``ltr`` or ``rtl``."""
    return locale_of(language).text_direction


@cache
def _catalogue(language: str) -> Catalog:
    path = LOCALES / language / "LC_MESSAGES" / f"{_DOMAIN}.po"
    if not path.is_file():
        return Catalog(locale=language, domain=_DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=_DOMAIN)


@cache
def _translations(language: str) -> gettext.NullTranslations:
    """The messages of a language, read from its catalogue: nothing that is generated lies beside it."""
    if language == ENGLISH:
        return gettext.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, _catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def say(message: str, /, **values: object) -> str:
    """A message in the language of the reader.

    Args:
        message: in English; or what the toolkit says, which knows the message that it was made of.
        values: of its named places.

    Example:
        >>> say("{articles} of {outlet}", articles=1200, outlet="Dawn")
        '1,200 of Dawn'
    """
    if isinstance(message, Phrase):
        return _told(message)
    if isinstance(message, Named):
        return _called(message)
    return _filled(_translations(spoken()).gettext(message) if message else message, values)


def many(one: str, several: str, number: int, /, **values: object) -> str:
    """A message whose form a number decides, which stands at ``{n}``.

    Example:
        >>> many("{n} article", "{n} articles", 1), many("{n} article", "{n} articles", 2500)
        ('1 article', '2,500 articles')
    """
    translated = _translations(spoken()).ngettext(one, several, number)
    return _filled(translated, {"n": number, **values})


def sense(context: str, message: str, /, **values: object) -> str:
    """A message of which the context tells what is meant: one English word may be two words elsewhere.

    Example:
        >>> sense("verb", "Code")
        'Code'
    """
    return _filled(_translations(spoken()).pgettext(context, message), values)


def later(message: str) -> str:
    """Marks a message that is said later.

    Example:
        >>> say(later("Outlets"))
        'Outlets'
    """
    return message


def spliced(message: str, /, **parts: Any) -> list[Any]:
    """A message with elements in its places, as children of another element.

    Example:
        >>> spliced("Read {link} first.", link=("an", "element"))
        ['Read ', ('an', 'element'), ' first.']
    """
    return spliced_in(say(message), parts)


def spliced_in(message: str, parts: Mapping[str, Any]) -> list[Any]:
    """The same of a message that is said already, whose places are open yet."""
    pieces = _PLACES.split(message)
    filled = (parts.get(piece, f"{{{piece}}}") if at % 2 else piece for at, piece in enumerate(pieces))
    return [grouped(piece) if isinstance(piece, int) else piece for piece in filled if piece not in ("", None)]


def _filled(message: str, values: Mapping[str, object]) -> str:
    if not values:
        return message
    return _PLACES.sub(
        lambda place: _valued(values[place[1]]) if place[1] in values else place[0],
        message,
    )


def _valued(value: object) -> str:
    if isinstance(value, Phrase | Named):
        return say(value)
    if isinstance(value, int):
        return grouped(value)
    if isinstance(value, list | tuple):
        return sense("between the words of a list", ", ").join(map(_valued, value))
    text = str(value)
    stands_alone = direction() == "rtl" and (_FOREIGN.search(text) or _FIGURES.fullmatch(text))
    return _ISOLATED.format(text) if stands_alone else text


def _told(phrase: Phrase) -> str:
    if phrase.several is None:
        return say(phrase.message, **phrase.values)
    return many(phrase.message, phrase.several, phrase.number, **phrase.values)


#: What has no name, by its kind; dashboards/names.py has the same.
_UNNAMED: Final = {"topic": "No topic stands out", "genre": "Unknown genre"}


def _called(name: Named) -> str:
    """A country or a language by CLDR's name for it; a dimension by the codebook's."""
    if spoken() == ENGLISH:
        return str(name)
    if name.key in ("none", "unknown"):
        return say(_UNNAMED.get(name.kind, name.key))
    known: Any = {"country": locale_of().territories, "language": locale_of().languages}.get(name.kind, {})
    plain = str(name)
    # The catalogues have dimensions, topics and genres as headings have them.
    is_heading = name.kind in ("measure", "topic", "genre")
    found: str = known.get(name.key) or say(plain.replace("_", " ").capitalize() if is_heading else plain)
    return found


def grouped(number: int) -> str:
    """A whole number in digits 0–9, grouped as the language of the reader groups them.

    Example:
        >>> grouped(1234567)
        '1,234,567'
        >>> with speaking("hi"):
        ...     grouped(1234567)
        '12,34,567'
    """
    if spoken() == ENGLISH or abs(number) < 1000:
        return f"{number:,}"
    return format_decimal(number, locale=locale_of(), numbering_system="latn")


def words_of_scripts(scripts: Sequence[str] = ()) -> dict[str, str]:
    """The messages that scripts of the page say, in the language of the reader.

    Args:
        scripts: names of files; all where none is named.
    """
    return _words_of_scripts(spoken(), tuple(scripts))


@cache
def _words_of_scripts(language: str, scripts: tuple[str, ...]) -> dict[str, str]:
    if language == ENGLISH:
        return {}
    return {
        str(message.id): str(message.string)
        for message in _catalogue(language)
        if message.id
        and message.string
        and not message.fuzzy
        and any(path.endswith(scripts or (".js",)) for path, _ in message.locations)
    }
