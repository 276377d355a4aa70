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

What the system refused, told from what is damaged.

A full disk, a quota, missing rights, too many open files: each library reports them in words of its own, some as an
``OSError``, some as text with the system's number in it, some not at all ("transport error"). What they have in common
is that no file is wrong, and that the same call works once the cause is gone. So they are told by number, whoever
reports them; and where a write failed and nobody says why, a file of a few bytes more is written to find out.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

__all__ = [
    "ClusterError",
    "Fault",
    "FramingError",
    "FramingWarning",
    "InputError",
    "LanguageError",
    "LexiconError",
    "ProjectError",
    "StorageError",
    "UsageError",
    "copied",
    "fault_of",
    "in_short",
    "is_panic",
    "pass_on",
    "probe",
    "refused",
    "warn",
    "whole_file",
    "writing",
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


def warn(text: str) -> None:
    """Warn whoever called the public function."""
    warnings.warn(text, FramingWarning, stacklevel=_outside())


def _outside() -> int:
    """How many calls above :func:`warn` the first is that is not the toolkit's own."""
    frame, level = sys._getframe(2), 2
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("framing."):
        frame, level = frame.f_back, level + 1
    return level


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


class ClusterError(FramingError):
    """A cluster that is not there or is gone, or of whose workers one would not score as this process does."""


class UsageError(FramingError):
    """A call whose arguments do not fit together."""


def in_short(names: Iterable[str], most: int = 200) -> str:
    """Names for a message, in their order; of very many or very long ones the beginning.

    Example:
        >>> in_short(["title", "text"]), in_short(["title", "text"], 8)
        ('title, text', 'title, …')
    """
    told = ", ".join(names)
    return told if len(told) <= most else f"{told[: most - 1]}…"


@dataclass(frozen=True, slots=True)
class Fault:
    """What the system refused.

    Attributes:
        code: such as ``storage.full``.
        what: in plain words.
        hint: what to do about it.
        is_general: whether it meets whatever file comes next as well, so that no one file is to blame.
    """

    code: str
    what: str
    hint: str
    is_general: bool = True


_GONE: Final = Fault(
    "storage.failed",
    "the disk, or the network it is on, fails",
    "see the system's log, and copy what matters to another disk",
    is_general=False,
)
_DENIED: Final = Fault("storage.denied", "the system does not allow it", "check whose it is and its rights", False)
_FULL: Final = Fault("storage.full", "the disk is full", "free some space on it")

#: By the system's names of its numbers: not every system has all of them.
_FAULTS: Final = {
    "ENOSPC": _FULL,
    "EDQUOT": Fault("storage.quota", "the quota of disk space is used up", "free some space, or have it raised"),
    "EFBIG": Fault("storage.large", "a file may not grow so large here", "raise the limit (ulimit -f)"),
    "EMFILE": Fault("storage.handles", "this process may not open more files", "raise the limit (ulimit -n 4096)"),
    "ENFILE": Fault("storage.handles", "this machine may not open more files", "end other programs"),
    "ENOMEM": Fault("storage.memory", "the memory is used up", "end other programs, or take smaller batches"),
    "EROFS": Fault("storage.read-only", "the disk can only be read", "name a place that can be written to"),
    **dict.fromkeys(("EACCES", "EPERM"), _DENIED),
    **dict.fromkeys(("EIO", "ENXIO", "ENODEV", "ESTALE", "EREMOTEIO", "ETIMEDOUT", "ENOTCONN", "EHOSTDOWN"), _GONE),
}
_BY_NUMBER: Final = {getattr(errno, name): fault for name, fault in _FAULTS.items() if hasattr(errno, name)}

#: What one disk refuses, and another one would not.
_OF_A_DISK: Final = ("storage.full", "storage.quota")

#: How Rust's libraries write the system's number: in a message, and in a panic.
_NUMBER: Final = re.compile(r"\(os error (\d+)\)|\bOs \{ code: (\d+)")

#: Bytes that a probe writes: more than any library holds back before it writes, so that a disk with a little room left
#: refuses the probe too.
_PROBED: Final = 32 << 20


def fault_of(error: BaseException) -> tuple[Fault, str] | None:
    """What the system refused, and in its own words; nothing where an error is of another kind.

    Args:
        error: from whatever library; what it was raised from counts as well.

    Example:
        >>> fault, said = fault_of(OSError(errno.ENOSPC, "No space left on device"))
        >>> fault.code, said
        ('storage.full', 'No space left on device')
        >>> fault_of(RuntimeError("Generic LocalFileSystem error: Too many open files (os error 24)"))[0].code
        'storage.handles'
        >>> fault_of(ValueError("no footer")) is None
        True
    """
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if isinstance(cause, MemoryError):
            return _BY_NUMBER[errno.ENOMEM], "out of memory"
        number = cause.errno if isinstance(cause, OSError) else None
        if number not in _BY_NUMBER and (number_text := _NUMBER.search(str(cause))):
            number = int(number_text[1] or number_text[2])
        if number is not None and number in _BY_NUMBER:
            return _BY_NUMBER[number], os.strerror(number)
        cause = cause.__cause__ or cause.__context__
    return None


def refused(error: BaseException, where: str | Path, *, doing: str = "", then: str = "") -> StorageError | None:
    """The error of what the system refused; nothing where an error is of another kind.

    Args:
        error: from whatever library.
        where: the file or folder; the error's own where it names one.
        doing: what could not be done.
        then: what to know beside what to do, such as that nothing was lost.
    """
    if (known := fault_of(error)) is None:
        return None
    fault, message = known
    named = getattr(error, "filename2", None) or getattr(error, "filename", None)
    what = f"{doing + ': ' if doing else ''}{fault.what} ({message})"
    hint = f"{fault.hint}, then run this again" + (f"; {then}" if then else "")
    return StorageError(fault.code, what, os.fsdecode(named) if isinstance(named, str | bytes) else str(where), hint)


def pass_on(error: BaseException, where: str | Path) -> None:
    """Raise what the system would refuse of any other file as well: the file at hand is not to blame for it.

    Raises:
        StorageError: such as too many open files, or a full disk; any other error is left to the caller.
    """
    if (known := fault_of(error)) is not None and known[0].is_general:
        refusal = refused(error, where, doing="it cannot be read", then="what was added before is safe")
        raise refusal from error  # type: ignore[misc]


def is_panic(error: BaseException) -> bool:
    """Whether Rust panicked. Each extension has an exception class of its own; they share nothing but the name."""
    return type(error).__name__ == "PanicException"


def probe(folder: Path, size: int = _PROBED, *, sync: bool = True) -> OSError | None:
    """Why a folder takes no further file, found out by writing one; nothing where it takes it.

    Args:
        folder: the folder; the file has no name there.
        size: bytes of it.
        sync: force it to the disk.
    """
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            piece = memoryview(bytes(1 << 20))
            left = size
            while left > 0:
                left -= file.write(piece[:left])
            if sync:
                os.fsync(file.fileno())
    except OSError as error:
        # The name of the probe is nobody's business.
        return OSError(error.errno, error.strerror)
    return None


@contextmanager
def writing(path: Path, *, doing: str = "it cannot be written", then: str = "") -> Iterator[None]:
    """Turn whatever is raised while a file is written into what the system refused, if it did.

    Args:
        path: the file.
        doing: what could not be done.
        then: what to know beside what to do.

    Raises:
        StorageError: the system refused. Any other error passes as it is.
    """
    try:
        yield
    except FramingError:
        raise
    except BaseException as error:
        if not (isinstance(error, Exception) or is_panic(error)):
            raise
        explained = refused(error, path, doing=doing, then=then)
        if explained is None and not isinstance(error, OSError) and (reason := probe(path.parent)) is not None:
            # Some libraries keep the system's number to themselves.
            explained = refused(reason, path, doing=doing, then=then)
        elif (
            explained is not None
            and explained.code in _OF_A_DISK
            and explained.where == str(path)
            and not probe(path.parent)
        ):
            # There is room for it: the other disk is full, where something is put aside meanwhile.
            explained = refused(error, tempfile.gettempdir(), doing=f"{path}: what is put aside meanwhile", then=then)
        if explained is None:
            raise
        raise explained from error


def copied(source: IO[bytes], path: Path) -> None:
    """Copy what is read to a file, such as a temporary one.

    Raises:
        StorageError: the disk of the file does not take it. What reading raises passes as it is.
    """
    with path.open("wb") as file:
        while data := source.read(1 << 20):
            try:
                file.write(data)
                file.flush()
            except OSError as error:
                if explained := refused(error, path, doing="it cannot be written"):
                    raise explained from error
                raise


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """The draft of a file that people asked for: it takes the file's name when it is whole, and a failed one is gone.

    A file that was there before keeps its mode; what is no file, such as a pipe or a device, is written to as it is.

    Raises:
        StorageError: the system refused; a file that was there before still is.
    """
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file():
        with writing(path):
            yield place
        return
    draft = place.with_name(f".{place.name}.part")
    try:
        with writing(path):
            try:
                yield draft
                if place.exists():
                    shutil.copymode(place, draft)
                draft.replace(place)
            except OSError as error:
                # The draft's name is nobody's business.
                if getattr(error, "filename", None) in (str(draft), draft):
                    raise OSError(error.errno, error.strerror, str(path)) from error
                raise
    finally:
        with suppress(OSError):
            draft.unlink()
