"""Finds the language modules: every module of this folder that exports a ``LANGUAGE``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from framing.errors import LanguageError
from framing.languages.base import Language

__all__ = ["furniture", "language", "languages", "merged_language", "name_of"]


#: What the languages are called that a text may be told to be in and is not scored in.
_NAMES: Final = {
    **dict.fromkeys(("hi-Latn", "ur-Latn"), "Hindi or Urdu in Latin letters"),
    "und": "no language that could be told",
    "mr": "Marathi",
    "kok": "Konkani",
    "ne": "Nepali",
    "bho": "Bhojpuri",
    "mai": "Maithili",
    "sa": "Sanskrit",
    "pnb": "Punjabi",
    "skr": "Saraiki",
    "sd": "Sindhi",
    "ps": "Pashto",
    "fa": "Persian",
    "ar": "Arabic",
    "da": "Danish",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "id": "Indonesian",
    "it": "Italian",
    "ms": "Malay",
    "nb": "Norwegian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sv": "Swedish",
    "tl": "Tagalog",
    "tr": "Turkish",
}


@cache
def languages() -> dict[str, Language]:
    """All languages, by code, sorted.

    Example:
        >>> list(languages())
        ['en', 'hi', 'ur']
    """
    # A language module is named by its code, which is what tells it from the engine's own modules.
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if 2 <= len(path.stem) <= 3)
    return {name: import_module(f"framing.languages.{name}").LANGUAGE for name in names}


def furniture(kind: str) -> tuple[str, ...]:
    """What the newsrooms of all languages put around an article, of one kind (an attribute of ``Furniture``).

    Example:
        >>> furniture("courtesy")
        ('Courtesy', 'साभार', 'بشکریہ')
    """
    return tuple(dict.fromkeys(word for known in languages().values() for word in getattr(known.furniture, kind)))


def language(code: str) -> Language:
    """The language of a BCP 47 code.

    Raises:
        LanguageError: there is no module for it.
    """
    primary = code.split("-")[0].lower()
    if primary not in languages():
        known = ", ".join(languages())
        raise LanguageError("language.unknown", f"no language '{code}'", "", f"use one of: {known}")
    return languages()[primary]


def name_of(code: str) -> str:
    """What a language is called, for messages; its code where nobody knows.

    Example:
        >>> name_of("hi-IN"), name_of("ur-Latn"), name_of("xx")
        ('Hindi', 'Hindi or Urdu in Latin letters', 'xx')
    """
    primary = code.split("-")[0].lower()
    if code in _NAMES:
        return _NAMES[code]
    return languages()[primary].name if primary in languages() else _NAMES.get(primary, code)


@cache
def merged_language(code: str) -> Language:
    """The language of a code as newsrooms write it that do not have the letters of ``Language.merged``.

    Example:
        >>> from framing.languages.folding import fold_word
        >>> fold_word("پھاڑ", merged_language("ur")) == fold_word("پہاڑ", merged_language("ur"))
        True
    """
    return language(code).without()
