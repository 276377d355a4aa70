"""Draws: numbers that stand for chance, the same in each run, and quantiles of densities on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from framing.scoring.intervals import LEVEL

__all__ = ["DRAWS", "TAILS", "quantiles", "uniforms", "uniforms_of"]

Floats = npt.NDArray[np.float64]

#: Joint draws.
DRAWS: Final = 400
#: Ends of an interval, as shares of what is below.
TAILS: Final = np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
#: Columns that are hashed at a time.
_BLOCK: Final = 256
_TINY: Final = 1e-30


def quantiles(grid: Floats, mass: Floats, at: Floats) -> Floats:
    """Quantiles of densities that are even around each point of a grid; rows × tails.

    Example:
        >>> quantiles(np.array([[0.0, 1.0, 2.0]]), np.array([[1.0, 2.0, 1.0]]), np.array([[0.5, 0.875]])).tolist()
        [[1.0, 2.0]]
    """
    total = np.cumsum(mass, axis=1)
    total /= np.maximum(total[:, -1:], _TINY)
    middle = (grid[:, 1:] + grid[:, :-1]) / 2
    edges = np.concatenate([2 * grid[:, :1] - middle[:, :1], middle, 2 * grid[:, -1:] - middle[:, -1:]], axis=1)
    # One search in all rows at once: each row's part lies between two whole numbers of its own.
    row = np.arange(len(grid))[:, None]
    index = np.searchsorted((total + 2 * row).ravel(), (at + 2 * row).ravel()).reshape(at.shape) - row * grid.shape[1]
    index = np.minimum(index, grid.shape[1] - 1)
    before = np.where(index > 0, np.take_along_axis(total, np.maximum(index - 1, 0), 1), 0.0)
    own = np.maximum(np.take_along_axis(total, index, 1) - before, _TINY)
    left, right = np.take_along_axis(edges, index, 1), np.take_along_axis(edges, index + 1, 1)
    return np.asarray(left + np.clip((at - before) / own, 0, 1) * (right - left), np.float64)


def uniforms(stream: int, columns: npt.ArrayLike) -> Floats:
    """Numbers between 0 and 1, draws × columns: each column has the same, evenly spaced, in an order of its own.

    The order is a hash of column and stream (SplitMix64: Steele, Lea & Flood, OOPSLA 2014): the same everywhere, and
    whatever else is drawn.

    Example:
        >>> numbers = uniforms(1, [5, 900])
        >>> numbers.shape, float(numbers.min()), bool((numbers[:, 0] == numbers[:, 1]).all())
        ((400, 2), 0.00125, False)
    """
    wanted = np.asarray(columns, np.int64)
    found = np.empty((DRAWS, len(wanted)))
    for block in np.unique(wanted // _BLOCK):
        here = np.flatnonzero(wanted // _BLOCK == block)
        found[:, here] = _uniforms(stream, int(block))[:, wanted[here] % _BLOCK]
    return found


def uniforms_of(stream: int, names: Sequence[str]) -> Floats:
    """The same, draws × names, in an order that depends on the name alone: whoever else is there, it stays.

    Example:
        >>> bool((uniforms_of(1, ["IN", "PK"])[:, 1] == uniforms_of(1, ["PK"])[:, 0]).all())
        True
    """
    # Of 31 bits, so that 400 draws of each stay below the stream's.
    return _ranked(stream, np.array([crc32(name.encode()) & 0x7FFFFFFF for name in names], np.uint64))


@lru_cache(maxsize=256)
def _uniforms(stream: int, block: int) -> Floats:
    return _ranked(stream, np.arange(block * _BLOCK, (block + 1) * _BLOCK, dtype=np.uint64))


def _ranked(stream: int, columns: npt.NDArray[np.uint64]) -> Floats:
    number = np.arange(DRAWS, dtype=np.uint64)[:, None] + columns * np.uint64(DRAWS)
    with np.errstate(over="ignore"):
        mixed = (number + np.uint64((stream & 0xFFFFFF) << 40) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return (np.argsort(np.argsort(mixed, axis=0, kind="stable"), axis=0, kind="stable") + 0.5) / DRAWS
