"""Finds the language modules: every module of this folder that exports a ``LANGUAGE``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from framing.errors import LanguageError
from framing.text.language import Language

__all__ = ["language", "languages", "merged_language"]


@cache
def languages() -> dict[str, Language]:
    """All languages, by code, sorted.

    Example:
        >>> list(languages())
        ['en', 'hi', 'ur']
    """
    # A language module is named by its code, which is what tells it from the engine's own modules.
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if 2 <= len(path.stem) <= 3)
    return {name: import_module(f"framing.text.{name}").LANGUAGE for name in names}


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


@cache
def merged_language(code: str) -> Language:
    """The language of a code as newsrooms write it that do not have the letters of ``Language.merged``.

    Example:
        >>> from framing.text.fold import fold_word
        >>> fold_word("پھاڑ", merged_language("ur")) == fold_word("پہاڑ", merged_language("ur"))
        True
    """
    return language(code).without()
