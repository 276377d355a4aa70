"""The codebook: what each dimension means, how negation touches it, and the scales made of dimensions."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

import polars as pl

from framing.cache import key, read, write
from framing.errors import LexiconError
from framing.phrases import near_or
from framing.schemas import VOICES

__all__ = ["FAMILIES", "Codebook", "Dimension", "Scale", "load_codebook"]

#: Families of dimensions, in the order in which they are shown, and what they are called. Others, which a codebook may
#: have, come behind these and are called by their own names.
FAMILIES: Final = {
    "register": "Register",
    "lure": "Lures",
    "valence": "Valence",
    "epistemic": "Epistemic",
    "generic": "Generic frames",
    "issue": "Issue frames",
    "grown": "Grown words",
    "own": "Own lexicons",
}


ScaleKind = Literal["contrast", "rate", "headline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One dimension of the codebook.

    Attributes:
        family: register, lure, valence, epistemic, generic or issue; own in lexicons that users bring.
        signed: whether its entries speak of good (weights above 0) or bad (below).
        negation_factor: what negation leaves of a match's weight: 1 where a negated frame still evokes the frame,
            0 where negation takes the judgement back.
        examples: language code → example sentences, the evoking words in square brackets.
    """

    name: str
    family: str
    label: str
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    negation_factor: float = 1.0
    signed: bool = False
    literature: tuple[str, ...] = ()
    examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale: a contrast of two sets of dimensions (−1 … +1), one set's rate per 1,000 words, or what a headline has.

    A signed dimension on both sides of a contrast counts with each hit on the side of its sign.
    Scales count unweighted hits of stance entries. A rate whose dimensions have weights is one of outlets alone; a text
    is measured by its points instead: (weight of the dimension × weight of the hit), added up, over the square root of
    its words.
    One of a headline adds up the weights of its hits, whatever its length, and counts nothing in the text below it.

    Attributes:
        voices: whose words count: the outlet's own, unless the codebook names more.
        weights: dimension → points of a hit of weight 1; below 0 where it speaks against the scale. Among them are all
            that the rate counts.
        provenance: where the weights come from.
        experimental: whether it is of texts alone, and of no outlet, until it passes what it is held to.
    """

    name: str
    kind: ScaleKind
    positive: tuple[str, ...]
    negative: tuple[str, ...] = ()
    voices: tuple[str, ...] = ("own",)
    weights: Mapping[str, float] = field(default_factory=dict)
    provenance: str = ""
    experimental: bool = False
    definition: str = ""
    low_label: str = ""
    high_label: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """All that counts in a text: those with weights, or those of both sides."""
        return tuple(self.weights) or tuple(dict.fromkeys((*self.positive, *self.negative)))

    @property
    def split(self) -> frozenset[str]:
        """The dimensions on both sides."""
        return frozenset(self.positive) & frozenset(self.negative)

    def side(self) -> pl.Expr:
        """The side of a hit, ``positive`` or ``negative``, by its ``dimension`` and ``weight``; null for neither."""
        up, down = (pl.col("dimension").cast(pl.String).is_in(list(names)) for names in (self.positive, self.negative))
        against = down & (~up | (pl.col("weight") < 0))
        return pl.when(against).then(pl.lit("negative")).when(up).then(pl.lit("positive"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All dimensions and scales, in the order of the file."""

    version: str
    licence: str
    dimensions: Mapping[str, Dimension]
    scales: Mapping[str, Scale]

    @property
    def families(self) -> dict[str, str]:
        """The families that it has dimensions of, in the order in which they are shown, and what they are called."""
        present = dict.fromkeys(dimension.family for dimension in self.dimensions.values())
        named = {name: label for name, label in FAMILIES.items() if name in present}
        return named | {name: name.replace("_", " ").capitalize() for name in present if name not in named}

    @property
    def estimated(self) -> Mapping[str, Scale]:
        """The scales that outlets have an estimate on: all but those of single headlines and those on trial."""
        return {name: one for name, one in self.scales.items() if one.kind != "headline" and not one.experimental}

    def edition(self, name: str) -> str:
        """The version of the codebook, and a hash of what coders read of one dimension.

        A code belongs to the hash: other dimensions, and entries of the lexicon, may change without making it stale.
        """
        of = self.dimensions[name]
        page = [of.label, of.definition, of.include, of.exclude, sorted(of.examples.items())]
        digest = hashlib.sha256(json.dumps(page, ensure_ascii=False).encode()).hexdigest()
        return f"{self.version}:{digest[:16]}"


#: What a table may hold: key → type, and whether it must be there.
_DIMENSION: Final = {
    **dict.fromkeys(("family", "label", "definition"), (str, True)),
    **dict.fromkeys(("include", "exclude", "literature"), (list, False)),
    "negation_factor": (float, False),
    "signed": (bool, False),
    "examples": (dict, False),
}
_SCALE: Final = {
    "kind": (str, True),
    "positive": (list, True),
    **dict.fromkeys(("negative", "voices"), (list, False)),
    "weights": (Mapping, False),
    "experimental": (bool, False),
    **dict.fromkeys(("definition", "low_label", "high_label", "provenance"), (str, False)),
}
_META: Final = {
    "version": (str, True),
    "licence": (str, True),
    **dict.fromkeys(("authors", "sources"), (list, False)),
}
_NAMES: Final = {
    str: "text",
    bool: "true or false",
    list: "a list of texts",
    float: "a number",
    dict: "a table of lists",
    Mapping: "a table of numbers",
}


def load_codebook(path: Path, beside: Mapping[str, Dimension] | None = None) -> Codebook:
    """Load ``codebook.toml``.

    Args:
        path: of the file.
        beside: dimensions of another codebook, which scales may name.

    Raises:
        LexiconError: the file is missing, is no TOML, or has a missing, wrong or unknown key.
    """
    where = f"{path.parent.name}/{path.name}"
    try:
        data = _parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LexiconError("codebook.unreadable", str(error.strerror), where, "check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError("codebook.toml", str(error), where, "correct the file") from None
    try:
        meta = _checked(data.get("lexicon"), "lexicon", _META)
        dimensions = {name: _dimension(name, table) for name, table in _tables(data, "dimensions")}
        known = {**(beside or {}), **dimensions}
        scales = {name: _scale(name, table, known) for name, table in _tables(data, "scales")}
    except LexiconError as error:
        raise LexiconError(error.code, error.what, where, error.hint) from None
    return Codebook(version=meta["version"], licence=meta["licence"], dimensions=dimensions, scales=scales)


def _parsed(text: str) -> dict[str, Any]:
    """What a TOML file says; kept as JSON, which is read in a twentieth of the time."""
    place = key("codebook", hashlib.sha256(text.encode()).hexdigest())
    if (kept := read(place)) is not None:
        data: dict[str, Any] = json.loads(cast("tuple[str]", kept["json"])[0])
        return data
    data = tomllib.loads(text)
    # Dates, of which no codebook makes use, JSON does not have.
    with suppress(TypeError):
        write(place, {"json": (json.dumps(data),)})
    return data


def _tables(data: dict[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    tables = data.get(name, {})
    if not isinstance(tables, dict):
        raise LexiconError("codebook.key", f"'{name}' is no table", hint=f"write [{name}.NAME] above its keys")
    return tables.items()


def _checked(table: object, name: str, known: Mapping[str, tuple[type, bool]]) -> dict[str, Any]:
    """A table whose keys are all there, known, and of their types."""
    if not isinstance(table, dict):
        raise LexiconError("codebook.key", f"there is no table [{name}]", hint=f"begin one with [{name}]")
    for key_, (kind, is_required) in known.items():
        value = table.get(key_)
        if value is None:
            if is_required:
                raise LexiconError("codebook.key", f"[{name}] has no '{key_}'", hint=f"give it {_NAMES[kind]}")
        elif not _is_kind(value, kind):
            raise LexiconError("codebook.key", f"'{key_}' of [{name}] is not {_NAMES[kind]}", hint="correct it")
    # What else an author says of a lexicon is theirs.
    if known is not _META and (unknown := sorted(table.keys() - known.keys())):
        raise LexiconError("codebook.key", f"[{name}] has an unknown '{unknown[0]}'", hint=f"known: {', '.join(known)}")
    return table


def _is_kind(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, float | int) and not isinstance(value, bool) and isfinite(value)
    if kind is Mapping:
        return isinstance(value, dict) and all(_is_kind(item, float) for item in value.values())
    if isinstance(value, list):
        return kind is list and all(isinstance(item, str) for item in value)
    if isinstance(value, dict):
        return kind is dict and all(_is_kind(item, list) for item in value.values())
    return isinstance(value, kind)


def _dimension(name: str, table: object) -> Dimension:
    checked = _checked(table, f"dimensions.{name}", _DIMENSION)
    lists = {key: tuple(checked.get(key, ())) for key in ("include", "exclude", "literature")}
    examples = {code: tuple(sentences) for code, sentences in checked.get("examples", {}).items()}
    return Dimension(**{**checked, **lists, "name": name, "examples": examples})


def _scale(name: str, table: object, dimensions: Mapping[str, Dimension]) -> Scale:
    checked = _checked(table, f"scales.{name}", _SCALE)
    sets = {key: tuple(checked.get(key, ())) for key in ("positive", "negative", "voices")}
    sets["voices"] = sets["voices"] or ("own",)
    for dimension in (*sets["positive"], *sets["negative"], *checked.get("weights", ())):
        if dimension not in dimensions:
            hint = near_or(dimension, dimensions, "the dimensions are")
            raise LexiconError("codebook.scale", f"scale '{name}' names no dimension '{dimension}'", hint=hint)
    for voice in sets["voices"]:
        if voice not in VOICES:
            what = f"scale '{name}' names no voice '{voice}'"
            raise LexiconError("codebook.scale", what, hint=f"the voices are {', '.join(VOICES)}")
    scale = Scale(**{**checked, **sets, "name": name})
    if scale.kind not in get_args(ScaleKind) or (scale.kind == "contrast") != bool(scale.negative):
        hint = "a contrast has both sides, a rate or headline only 'positive'"
        raise LexiconError("codebook.scale", f"scale '{name}' is no {scale.kind}", hint=hint)
    uneven = [one for one in scale.split if not dimensions[one].signed]
    if uneven or (scale.kind == "headline" and any(dimensions[one].signed for one in scale.positive)):
        hint = "only dimensions with 'signed = true' stand on both sides of a contrast, and in no headline"
        raise LexiconError("codebook.scale", f"scale '{name}' has dimensions that do not fit it", hint=hint)
    if scale.weights and (scale.kind != "rate" or any(scale.weights.get(one, 0) <= 0 for one in scale.positive)):
        hint = "'weights' belong to a rate, and those of its 'positive' dimensions are above 0"
        raise LexiconError("codebook.scale", f"scale '{name}' has weights that do not fit it", hint=hint)
    return scale
