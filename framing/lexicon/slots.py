"""Slots: those of all patterns numbered, expanded into the words that fill them, and laid out as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Bools, Ints
from framing.languages.base import Language
from framing.languages.folding import fold
from framing.lexicon.patterns import Alternative, Slot

__all__ = ["Pattern", "Role", "expand", "number_slots", "pattern_arrays", "slot_frequency"]


class Role(IntEnum):
    """What a pattern is matched for."""

    ENTRY = 0
    ACTOR = 1
    NEGATION = 2
    #: Suppress an entry when found in its sentence, directly after it, or directly before it.
    UNLESS_SENTENCE = 3
    UNLESS_AFTER = 4
    UNLESS_BEFORE = 5
    #: A name within which no entry counts, but for those that tell an issue: the Gulf Cooperation Council is abroad.
    NAME = 6
    #: A name within which none counts at all: Jannik Sinner is no sin.
    PROPER_NAME = 7


class Pattern(NamedTuple):
    """Slots in their order, what they are matched for, and whose; see :class:`framing.lexicon.compile.Compiled`."""

    role: Role
    owner: int
    slots: tuple[Slot, ...]
    reach: int = 0
    lead: int = 0
    turned: int = -1
    sign: int = 0
    place: int = 0


def number_slots(patterns: list[Pattern]) -> tuple[Ints, list[Sequence[Alternative]]]:
    """The slot id at each position of each pattern, all in a row, and the alternatives of each slot."""
    numbers: dict[Alternative | frozenset[Alternative], int] = {}
    members: list[Sequence[Alternative]] = []
    slot_numbers: list[int] = []
    # The auxiliaries, a hundred words, are one tuple in all patterns.
    same: dict[int, int] = {}
    for pattern in patterns:
        for slot in pattern.slots:
            if (known := same.get(id(slot.alternatives))) is not None:
                slot_numbers.append(known)
                continue
            # Most slots hold one word.
            key = slot.alternatives[0] if len(slot.alternatives) == 1 else frozenset(slot.alternatives)
            number = numbers.setdefault(key, len(members))
            if number == len(members):
                members.append(slot.alternatives)
            if len(slot.alternatives) > 1:
                same[id(slot.alternatives)] = number
            slot_numbers.append(number)
    return np.array(slot_numbers, dtype=np.int32), members


def expand(members: list[Sequence[Alternative]], language: Language) -> pl.DataFrame:
    """The (key, slot, prefix) rows of all slots: inflected, then folded in one go."""
    words: list[str] = []
    slots: list[int] = []
    prefixes: list[bool] = []
    for number, alternatives in enumerate(members):
        for alternative in alternatives:
            if alternative.pos is None:
                words.append(alternative.word)
                slots.append(number)
                prefixes.append(alternative.prefix)
                continue
            forms = sorted(alternative.forms(language))
            words += forms
            slots += [number] * len(forms)
            prefixes += [alternative.prefix] * len(forms)
    keys = fold(pl.Series(words, dtype=pl.String), language)
    frame = pl.DataFrame(
        {"key": keys, "slot": pl.Series(slots, dtype=pl.Int32), "prefix": pl.Series(prefixes, dtype=pl.Boolean)}
    )
    # A form written as two words (an auxiliary apart) is met by its first word plus the auxiliary rule, not as one key.
    return frame.filter((pl.col("key") != "") & ~pl.col("key").str.contains(r"\s")).unique(maintain_order=True)


def slot_frequency(pairs: pl.DataFrame, known: Mapping[str, float], slots: int) -> npt.NDArray[np.float64]:
    """Occurrences per million words of each slot, by those of the keys that fill it."""
    frequency = np.zeros(slots)
    rates = np.array([known.get(key, 0.0) for key in pairs["key"].to_list()])
    np.add.at(frequency, pairs["slot"].to_numpy(), rates)
    # A prefix covers more words than the one it is spelt like; anchors prefer whole words.
    np.add.at(frequency, pairs.filter("prefix")["slot"].to_numpy(), 50.0)
    return frequency


def pattern_arrays(
    patterns: list[Pattern], numbers: Ints, frequency: npt.NDArray[np.float64], language: Language
) -> dict[str, Any]:
    """The patterns as arrays, as :class:`framing.lexicon.compile.Compiled` has them."""
    lengths = np.array([len(pattern.slots) for pattern in patterns], dtype=np.int32)
    width = int(lengths.max(initial=1))
    row = np.repeat(np.arange(len(patterns)), lengths)
    position = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    slots = np.full((len(patterns), width), -1, dtype=np.int32)
    slots[row, position] = numbers
    # One column more: the gap after an UNLESS_BEFORE context is written behind its last slot.
    gaps = np.zeros((len(patterns), width + 1), dtype=np.int32)
    gaps[row, position] = [slot.gap for pattern in patterns for slot in pattern.slots]
    particles = np.zeros((len(patterns), width + 1), dtype=np.bool_)
    particles[row, position] = [slot.particles for pattern in patterns for slot in pattern.slots]
    for index, pattern in enumerate(patterns):
        if pattern.reach:
            gaps[index, 0 if pattern.role is Role.UNLESS_AFTER else len(pattern.slots)] = pattern.reach
    rarity = np.full(slots.shape, np.inf)
    rarity[row, position] = frequency[numbers]
    is_last = language.verb_position == "last"
    extends = [
        pattern.role is Role.ENTRY and any(slot.is_verb for slot in pattern.slots[-1:]) and is_last
        for pattern in patterns
    ]
    anchors = np.argmin(rarity, axis=1).astype(np.int32)
    # A sign is one position that no word fills.
    lengths[lengths == 0] = 1
    sides = _sides(anchors, lengths, gaps, particles)
    beside = slots[np.arange(len(patterns)), np.clip(anchors + sides, 0, width - 1)]
    return {
        "slots": slots,
        "gaps": gaps,
        "particles": particles,
        "lengths": lengths,
        "anchors": anchors,
        "sides": sides,
        "side_slots": np.where(sides == 0, 0, beside).astype(np.int32),
        "roles": np.array([pattern.role for pattern in patterns], dtype=np.int32),
        "owners": np.array([pattern.owner for pattern in patterns], dtype=np.int32),
        "extends": np.array(extends, dtype=np.bool_),
        "leads": np.array([pattern.lead for pattern in patterns], dtype=np.int32),
        "turned": np.array([pattern.turned for pattern in patterns], dtype=np.int32),
        "signs": np.array([pattern.sign for pattern in patterns], dtype=np.int32),
        "places": np.array([pattern.place for pattern in patterns], dtype=np.int32),
    }


def _sides(anchors: Ints, lengths: Ints, gaps: Ints, particles: Bools) -> Ints:
    """On which side of its anchor a pattern has a slot that only the very next word can fill."""
    pattern = np.arange(len(anchors))
    loose = (gaps > 0) | particles
    # The gap is written before the right-hand slot of the two.
    right = (anchors + 1 < lengths) & ~loose[pattern, anchors + 1]
    left = (anchors > 0) & ~loose[pattern, anchors]
    return np.where(right, 1, np.where(left, -1, 0)).astype(np.int32)
