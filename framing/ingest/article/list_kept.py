"""The list of outlets, kept from process to process: to read and check it takes as long as to score an article."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from framing.cache import Value, key, read, write
from framing.ingest.article.names import Outlet, read_rows

__all__ = ["Listed", "kept", "together"]

#: Code that decides what is made of the file, beside that which all names in the cache are made of.
_SOURCES: Final = ("names.py", "sites.py", "list_kept.py")
#: Fields of an outlet that hold several texts; between these stands what stands between them in the file.
_SEVERAL: Final = ("names", "domains", "languages")
_BETWEEN: Final = ";"


class Listed(NamedTuple):
    """Outlets by id; ids by the key of a name; an id by the address."""

    known: Mapping[str, Outlet]
    names: Mapping[str, tuple[str, ...]]
    domains: Mapping[str, str]


def together(known: Mapping[str, Outlet], first: Collection[str] = ()) -> Listed:
    """Outlets, to be found by name and address; an address that two of them claim is that of one of the first."""
    names: dict[str, list[str]] = {}
    domains: dict[str, str] = {}
    # Sorted, so that nothing depends on the order of the rows.
    for outlet in sorted(known, key=lambda outlet: (outlet not in first, outlet)):
        for name in known[outlet].spellings:
            names.setdefault(name, []).append(outlet)
        for domain in known[outlet].domains:
            domains.setdefault(domain, outlet)
    return Listed(known, {name: tuple(outlets) for name, outlets in names.items()}, domains)


def kept(file: Path) -> Listed:
    """What an ``outlets.csv`` lists: as it was kept, else as it is read.

    Raises:
        UsageError: it is not valid.
    """
    code = hashlib.sha256(b"".join(Path(__file__).with_name(name).read_bytes() for name in _SOURCES)).hexdigest()
    place = key("outlets", hashlib.sha256(file.read_bytes()).hexdigest(), code)
    if (stored := read(place)) is not None:
        return _unpacked(cast("dict[str, tuple[str, ...]]", stored))
    made = together({outlet.outlet_id: outlet for outlet in read_rows(file)})
    write(place, _packed(made))
    return made


def _packed(listed: Listed) -> dict[str, Value]:
    outlets = listed.known.values()
    cells = {each.name: tuple(_cell(getattr(outlet, each.name)) for outlet in outlets) for each in fields(Outlet)}
    return {
        **cells,
        "keys": tuple(listed.names),
        "ids": tuple(map(_cell, listed.names.values())),
        "addresses": tuple(listed.domains),
        "homes": tuple(listed.domains.values()),
    }


def _cell(value: str | tuple[str, ...] | None) -> str:
    return _BETWEEN.join(value) if isinstance(value, tuple) else value or ""


def _unpacked(stored: Mapping[str, tuple[str, ...]]) -> Listed:
    columns = {each.name: _column(each.name, each.default, stored[each.name]) for each in fields(Outlet)}
    rows = (Outlet(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True))
    known = {outlet.outlet_id: outlet for outlet in rows}
    names = dict(zip(stored["keys"], map(_parts, stored["ids"]), strict=True))
    return Listed(known, names, dict(zip(stored["addresses"], stored["homes"], strict=True)))


def _column(name: str, default: object, cells: tuple[str, ...]) -> Iterable[Any]:
    if name in _SEVERAL:
        return map(_parts, cells)
    return (cell or None for cell in cells) if default is None else cells


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(_BETWEEN)) if cell else ()
