"""The walk in C: what ``walking`` does in arrays, with the same results; only where the accelerator is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL, byref
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from framing.arrays import Bools, Ints, Longs
from framing.languages.base import Cue
from framing.lexicon.compile import Compiled
from framing.lexicon.slots import Role
from framing.memory import claim
from framing.native import library as native
from framing.scoring.analysis import Flag
from framing.scoring.effort import tick
from framing.scoring.snapshot import Lists, Sets
from framing.scoring.tokens import Tokens
from framing.scoring.walking import PARTICLES

__all__ = ["beside", "places", "within"]

#: Matches that are written in one go, and candidates that are looked at between two looks at the clock: a quarter of a
#: second or so.
_ROOM: Final = 1 << 17
_STEPS: Final = 1 << 24
_MATCH_BYTES: Final = 24


def places(tokens: Tokens, compiled: Compiled) -> tuple[Longs, Longs, Longs]:
    """As :func:`framing.scoring.walking.places`."""
    parts: list[tuple[Longs, ...]] = []
    snapshot = tokens.snapshot
    for lists, wanted in ((snapshot.alone, None), (snapshot.anchored, snapshot.wanted)):
        with _space(tokens, compiled, wanted) as space:
            anchored, progress = _lists(lists), native.Progress()
            while progress.at < len(tokens):
                tick()
                claim(_MATCH_BYTES * _ROOM)
                room = tuple(np.empty(_ROOM, np.int64) for _ in range(3))
                progress.steps = _STEPS
                written = native.checked(
                    space.library.framing_places(
                        *space.structures, byref(anchored), int(Flag.ANCHOR), byref(progress), _ROOM, *_longs(*room)
                    )
                )
                parts.append(tuple(array[:written].copy() for array in room))
    nothing = np.zeros(0, np.int64)
    first, last, pattern = (np.concatenate(arrays) for arrays in zip((nothing,) * 3, *parts, strict=True))
    return first, last, pattern


def within(tokens: Tokens, compiled: Compiled, owner: Longs, first: Longs) -> Bools:
    """As :func:`framing.scoring.walking.within`."""
    sentence = tokens.sentence_of(first)
    order = np.argsort(sentence, kind="stable")
    sentence, owner = sentence[order], owner[order]
    forbidden = np.zeros(len(owner), np.uint8)
    seen = np.zeros((2, compiled.entry_frame.height), np.int64)
    with _space(tokens, compiled) as space:
        contexts, progress = _lists(tokens.snapshot.contexts), native.Progress()
        given = (native.address(sentence, np.int32), *_longs(owner, *seen), native.address(forbidden, np.uint8))
        while progress.at < len(owner):
            tick()
            progress.steps = _STEPS
            native.checked(
                space.library.framing_within(*space.structures, byref(contexts), len(owner), *given, byref(progress))
            )
    is_within = np.empty(len(owner), np.bool_)
    is_within[order] = forbidden.view(np.bool_)
    return is_within


def beside(
    tokens: Tokens, compiled: Compiled, owner: Longs, edge: Longs, role: Role, direction: Literal[1, -1]
) -> Bools:
    """As :func:`framing.scoring.walking.beside`."""
    patterns = np.flatnonzero(compiled.roles == role)
    # Entry → its contexts, which follow each other.
    first = np.searchsorted(compiled.owners[patterns], np.arange(compiled.entry_frame.height + 1))
    owner, edge = (np.ascontiguousarray(array, np.int64) for array in (owner, edge))
    forbidden = np.zeros(len(owner), np.uint8)
    with _space(tokens, compiled) as space:
        contexts, progress = _lists(Lists(first, patterns.astype(np.int32))), native.Progress()
        while progress.at < len(owner):
            tick()
            progress.steps = _STEPS
            native.checked(
                space.library.framing_beside(
                    *space.structures, byref(contexts), len(owner), *_longs(owner, edge), direction,
                    native.address(forbidden, np.uint8), byref(progress),
                )
            )  # fmt: skip
    return forbidden.view(np.bool_)


class _Space(NamedTuple):
    """The library, and what all its functions ask: tokens, keys, patterns."""

    library: CDLL
    structures: tuple[Any, ...]


@contextmanager
def _space(tokens: Tokens, compiled: Compiled, wanted: Sets | None = None) -> Iterator[_Space]:
    """Arrays laid out for C; they stay where they are while the block runs."""
    library = native.library()
    if library is None:
        raise RuntimeError(native.accelerator().reason)
    snapshot, particles = tokens.snapshot, compiled.particles.view(np.uint8)
    sentences = native.Tokens(
        len(tokens),
        *_ints(tokens.key, tokens.flags, tokens.sentence),
        len(tokens.sentences),
        *_longs(tokens.sentences, tokens.sentence_ends),
    )
    keys = native.Keys(
        len(snapshot.key_flags),
        None if wanted is None else native.address(wanted, np.uint64),
        native.address(snapshot.fillable, np.uint64),
        _lists(snapshot.filled),
    )
    patterns = native.Patterns(
        *compiled.slots.shape,
        *_ints(compiled.slots, compiled.gaps),
        native.address(particles, np.uint8),
        *_ints(compiled.lengths, compiled.anchors, compiled.sides, compiled.side_slots, compiled.owners),
        compiled.entry_frame.height,
        int(Cue.PARTICLE),
        PARTICLES,
    )
    yield _Space(library, (byref(sentences), byref(keys), byref(patterns)))


def _lists(lists: Lists) -> native.Lists:
    native_lists = native.Lists(len(lists.first) - 1, len(lists.members), *_longs(lists.first), *_ints(lists.members))
    # What the structure points to has to live as long as it does.
    native_lists.kept = lists
    return native_lists


def _longs(*arrays: Longs) -> tuple[int, ...]:
    return tuple(native.address(array, np.int64) for array in arrays)


def _ints(*arrays: Ints) -> tuple[int, ...]:
    return tuple(native.address(array, np.int32) for array in arrays)
