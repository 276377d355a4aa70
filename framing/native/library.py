"""The accelerator: the inner loops of scoring in C, built with the package where there is a compiler.

Each function in C has a twin in arrays that gives the same results, and scoring takes whichever there is. The functions
know nothing of Python: they read and write plain arrays, and other threads go on meanwhile.
``hatch_build.py`` builds it.

    FRAMING_ACCELERATOR=off framing score …    goes without it
"""

from __future__ import annotations

import ctypes
import hashlib
import os
from ctypes import POINTER, Structure, c_char_p, c_int32, c_int64, c_uint64, c_void_p
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = [
    "SOURCES",
    "Accelerator",
    "Cutting",
    "Keys",
    "Lists",
    "Patterns",
    "Progress",
    "Table",
    "Tokens",
    "Units",
    "accelerator",
    "address",
    "checked",
    "library",
]

#: The switch: ``off`` goes without the accelerator, and builds packages without it.
VARIABLE: Final = "FRAMING_ACCELERATOR"
_OFF: Final = ("0", "off", "no")
_FOLDER: Final = Path(__file__).parent
#: What is built, from all files of the folder that end in these.
_NAMES: Final = ("accelerator.so", "accelerator.dll")
SOURCES: Final = ("*.c", "*.h")


class Tokens(Structure):
    """The words of a batch, as ``shapes.h`` has them."""

    _fields_ = (
        ("count", c_int64),
        ("keys", c_void_p),
        ("flags", c_void_p),
        ("sentence", c_void_p),
        ("sentences", c_int64),
        ("begins", c_void_p),
        ("ends", c_void_p),
    )


class Lists(Structure):
    """A list a key."""

    _fields_ = (("count", c_int64), ("size", c_int64), ("first", c_void_p), ("members", c_void_p))


class Keys(Structure):
    """What is known of keys."""

    _fields_ = (("count", c_int64), ("wanted", c_void_p), ("fillable", c_void_p), ("filled", Lists))


class Patterns(Structure):
    """The patterns of a compiled lexicon."""

    _fields_ = (
        ("count", c_int64),
        ("width", c_int64),
        ("slots", c_void_p),
        ("gaps", c_void_p),
        ("particles", c_void_p),
        ("lengths", c_void_p),
        ("anchors", c_void_p),
        ("sides", c_void_p),
        ("side_slots", c_void_p),
        ("owners", c_void_p),
        ("entries", c_int64),
        ("particle", c_int32),
        ("most_particles", c_int32),
    )


class Units(Structure):
    """What a vocabulary knows of its pieces and their units."""

    _fields_ = (
        ("pieces", c_int64),
        ("chars", c_void_p),
        ("tails", c_void_p),
        ("unit_first", c_void_p),
        ("unit_count", c_void_p),
        ("event_first", c_void_p),
        ("units", c_int64),
        ("flags", c_void_p),
    )


class Table(Structure):
    """Pieces by their letters."""

    _fields_ = (
        ("slot_count", c_int64),
        ("slots", c_void_p),
        ("seed", c_uint64),
        ("known", c_int64),
        ("room", c_int64),
        ("hashes", c_void_p),
        ("begins", c_void_p),
        ("letters", c_void_p),
        ("letters_room", c_int64),
    )


class Cutting(Structure):
    """Where in the fields the cutting stands."""

    _fields_ = tuple((name, c_int64) for name in ("field", "opened", "at", "pieces", "paragraphs", "needed"))


class Progress(Structure):
    """How far a function has come."""

    _fields_ = (("at", c_int64), ("within", c_int64), ("steps", c_int64))


class Accelerator(NamedTuple):
    """What was found.

    Attributes:
        library: its functions, or None.
        reason: why there is none; empty where there is one.
    """

    library: ctypes.CDLL | None
    reason: str


_SPACE: Final = (POINTER(Tokens), POINTER(Keys), POINTER(Patterns), POINTER(Lists))
_ARGUMENTS: Final[dict[str, tuple[Any, ...]]] = {
    "framing_places": (*_SPACE, c_int32, POINTER(Progress), c_int64, *(c_void_p,) * 3),
    "framing_within": (*_SPACE, c_int64, *(c_void_p,) * 5, POINTER(Progress)),
    "framing_beside": (*_SPACE, c_int64, *(c_void_p,) * 2, c_int32, c_void_p, POINTER(Progress)),
    "framing_longest": (*(c_int64,) * 3, *(c_void_p,) * 6),
    "framing_quotations": (c_int64, *(c_void_p,) * 5),
    "framing_rehash": (POINTER(Table),),
    "framing_cut": (
        *(POINTER(Table), c_void_p, c_int64, c_int64, c_void_p, POINTER(Cutting)),
        *(c_int64, c_void_p, c_void_p, c_int64, c_void_p, c_void_p),
    ),
    "framing_lay_out": (
        *(POINTER(Units), c_int64, c_void_p, c_int64, c_void_p, c_int64),
        *(*(c_int32,) * 3, *(c_void_p,) * 7),
    ),
    "framing_sentences": (c_int64, c_void_p, *(c_int32,) * 3, *(c_void_p,) * 2),
    "framing_slices": (c_int64, c_void_p, c_int64, c_void_p, c_int64, *(c_void_p,) * 3, c_int64, c_void_p),
}


def library() -> ctypes.CDLL | None:
    """The functions in C; None where arrays have to do."""
    return accelerator().library


@cache
def accelerator() -> Accelerator:
    """Load the accelerator, unless the variable ``FRAMING_ACCELERATOR`` switches it off.

    Example:
        >>> found = accelerator()
        >>> (found.library is None) == bool(found.reason)
        True
    """
    if os.environ.get(VARIABLE, "").strip().lower() in _OFF:
        return Accelerator(None, f"switched off by {VARIABLE}")
    place = next((_FOLDER / name for name in _NAMES if (_FOLDER / name).is_file()), None)
    if place is None:
        return Accelerator(None, "not built: no C compiler was found when the toolkit was installed")
    try:
        loaded = ctypes.CDLL(str(place))
        built = c_char_p.in_dll(loaded, "framing_sources").value
        for name, arguments in _ARGUMENTS.items():
            function = getattr(loaded, name)
            function.argtypes, function.restype = arguments, c_int64
    except (OSError, ValueError, AttributeError) as error:
        return Accelerator(None, f"not usable here ({error})")
    if built != _digest(_FOLDER).encode():
        return Accelerator(None, "built from other sources: install the toolkit again")
    return Accelerator(loaded, "")


def _digest(folder: Path) -> str:
    """SHA-256 over the sources, as ``hatch_build.py`` writes it into what it builds."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in folder.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def address(array: npt.NDArray[Any], kind: type[np.generic]) -> int:
    """Where an array lies in memory; the caller has to keep it.

    Raises:
        TypeError: it has elements of another type, or does not lie end to end.
    """
    if array.dtype != kind or not array.flags.c_contiguous:
        raise TypeError(f"an array of {array.dtype}, where {np.dtype(kind)} end to end is read")
    return int(array.ctypes.data)


def checked(count: int) -> int:
    """What a function returned.

    Raises:
        IndexError: an array had a number that lies outside another one.
        MemoryError: there was none.
    """
    if count == -2:
        raise MemoryError
    if count < 0:
        raise IndexError("an array of the lexicon or of the vocabulary is broken")
    return count
