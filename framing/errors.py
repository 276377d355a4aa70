"""The exceptions of the toolkit.

Every error says four things: a stable *code* to look up or filter by, *what* is wrong, *where* (a file, a line, an
article), and *what to do*. Printed, it is one line::

    FramingError                  base of all
    ├── InputError                an article or file that cannot be read; quarantined, the batch goes on
    ├── LexiconError              an entry, lexicon or codebook that is not valid
    ├── LanguageError             a language the toolkit does not know
    ├── ProjectError              a project folder that is missing, damaged, newer than this version, or busy
    ├── StorageError              a disk that is full, failing or may not be written to; no file is damaged by it
    └── UsageError                a call whose arguments do not fit together

Example:
    >>> error = LexiconError("lexicon.duplicate-id", "id 'en.doubt.claim' stands twice", "doubt.csv:7", "rename one")
    >>> print(error)
    doubt.csv:7: id 'en.doubt.claim' stands twice; rename one [lexicon.duplicate-id]
"""

from __future__ import annotations

__all__ = [
    "FramingError",
    "FramingWarning",
    "InputError",
    "LanguageError",
    "LexiconError",
    "ProjectError",
    "StorageError",
    "UsageError",
]


class FramingError(Exception):
    """Base of all errors that the toolkit raises on purpose.

    Args:
        code: stable dotted name, such as ``input.encoding``.
        what: what is wrong, in words a researcher can act on.
        where: file, file:line or article id; empty where there is no place.
        hint: what to do about it; empty where nothing can be done.
    """

    def __init__(self, code: str, what: str, where: str = "", hint: str = "") -> None:
        super().__init__(code, what, where, hint)
        self.code = code
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"; {self.hint}" if self.hint else ""
        # A file name or a cell may hold a line break; the message stays one line whatever it quotes.
        return " ".join(f"{place}{self.what}{hint} [{self.code}]".split())


class FramingWarning(UserWarning):
    """What a function did that is not a matter of course: what it left out, guessed or could not look at."""


class InputError(FramingError):
    """An article or file that cannot be read. Readers turn it into a reject; the rest of the batch goes on."""


class LexiconError(FramingError):
    """An entry, lexicon or codebook that is not valid."""


class LanguageError(FramingError):
    """A language that the toolkit has no module for."""


class ProjectError(FramingError):
    """A project folder that is missing, damaged, newer than this version, or busy."""


class StorageError(FramingError):
    """The system refused to read or write: a full or failing disk, a quota, rights, too many open files.

    Nothing is damaged by it, and it is true of no one article: once its cause is gone, the same call does its work.
    """


class UsageError(FramingError):
    """A call whose arguments do not fit together."""
