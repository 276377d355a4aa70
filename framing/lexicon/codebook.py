"""The codebook: what each dimension means, how negation touches it, and the scales made of dimensions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from framing.errors import LexiconError
from framing.schemas import VOICES

__all__ = ["Codebook", "Dimension", "Scale", "load_codebook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One dimension of the codebook.

    Attributes:
        family: register, epistemic, generic or issue; own in lexicons that users bring.
        negation_factor: what negation leaves of a match's weight: 1 where a negated frame still evokes the frame,
            0 where negation takes the judgement back.
        examples: language code → example sentences, the evoking words in square brackets.
    """

    name: str
    family: Literal["register", "epistemic", "generic", "issue", "own"]
    label: str
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    negation_factor: float = 1.0
    literature: tuple[str, ...] = ()
    examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale: a contrast of two sets of dimensions (−1 … +1), or the rate of one set per 1,000 words.

    Scales count unweighted hits of stance entries.

    Attributes:
        voices: whose words count: the outlet's own, unless the codebook names more.
    """

    name: str
    kind: Literal["contrast", "rate"]
    positive: tuple[str, ...]
    negative: tuple[str, ...] = ()
    voices: tuple[str, ...] = ("own",)
    definition: str = ""
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All dimensions and scales, in the order of the file."""

    version: str
    licence: str
    dimensions: Mapping[str, Dimension]
    scales: Mapping[str, Scale]


def load_codebook(path: Path) -> Codebook:
    """Load ``codebook.toml``.

    Raises:
        LexiconError: the file is missing, is no TOML, or has a missing or unknown key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LexiconError("codebook.unreadable", str(error.strerror), path.name, "check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError("codebook.toml", str(error), path.name, "correct the file") from None
    try:
        dimensions = {name: _dimension(name, table) for name, table in data["dimensions"].items()}
        scales = {name: _scale(name, table, dimensions) for name, table in data["scales"].items()}
        meta = data["lexicon"]
        return Codebook(version=meta["version"], licence=meta["licence"], dimensions=dimensions, scales=scales)
    except (KeyError, TypeError, AttributeError) as error:
        raise LexiconError("codebook.key", f"missing or unknown key: {error}", path.name, "correct the file") from None


def _dimension(name: str, table: dict[str, Any]) -> Dimension:
    lists = {key: tuple(table.get(key, ())) for key in ("include", "exclude", "literature")}
    examples = {code: tuple(sentences) for code, sentences in table["examples"].items()}
    rest: dict[str, Any] = {key: value for key, value in table.items() if key not in lists and key != "examples"}
    return Dimension(**{**rest, **lists, "name": name, "examples": examples})


def _scale(name: str, table: dict[str, Any], dimensions: Mapping[str, Dimension]) -> Scale:
    sets = {key: tuple(table.get(key, ())) for key in ("positive", "negative")}
    for dimension in (*sets["positive"], *sets["negative"]):
        if dimension not in dimensions:
            raise LexiconError("codebook.scale", f"scale '{name}' names no dimension '{dimension}'", "codebook.toml")
    rest: dict[str, Any] = {key: value for key, value in table.items() if key not in sets}
    rest["voices"] = tuple(table.get("voices", ("own",)))
    for voice in rest["voices"]:
        if voice not in VOICES:
            what = f"scale '{name}' names no voice '{voice}'"
            raise LexiconError("codebook.scale", what, "codebook.toml", f"the voices are {', '.join(VOICES)}")
    scale = Scale(**{**rest, **sets, "name": name})
    if (scale.kind == "contrast") != bool(scale.negative):
        hint = "a contrast has both sides, a rate only 'positive'"
        raise LexiconError("codebook.scale", f"scale '{name}' is no {scale.kind}", "codebook.toml", hint)
    return scale
