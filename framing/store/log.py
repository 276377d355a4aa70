"""The little of Delta's log that reading needs: which versions there are, and which files an entry adds.

The log is read without the Delta library, entry by entry, so that a broken entry can be named.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

__all__ = ["LOG", "actions", "added", "entry", "newest", "removed", "transactions"]

LOG: Final = "_delta_log"
_ENTRY: Final = re.compile(r"(\d{20})\.json")


def newest(table: Path) -> int:
    """The newest version of a table; -1 where there is no table.

    It lists names and opens nothing, so it is cheap and works while a writer commits.
    """
    try:
        names = os.listdir(table / LOG)
    except FileNotFoundError:
        return -1
    return max((int(found[1]) for name in names if (found := _ENTRY.fullmatch(name))), default=-1)


def entry(table: str, version: int) -> str:
    """The path of a log entry, relative to the project.

    Example:
        >>> entry("runs", 7)
        'runs/_delta_log/00000000000000000007.json'
    """
    return f"{table}/{LOG}/{version:020d}.json"


def actions(folder: Path, table: str, version: int) -> list[dict[str, Any]]:
    """The actions of a log entry.

    Raises:
        ValueError: it is not what Delta writes.
    """
    lines = (folder / entry(table, version)).read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    if not all(isinstance(action, dict) for action in found) or not found:
        raise ValueError("not a Delta log entry")
    return found


def added(folder: Path, table: str, version: int) -> list[str]:
    """The data files that a log entry adds, relative to the project."""
    return _paths(folder, table, version, "add")


def removed(folder: Path, table: str, version: int) -> list[str]:
    """The data files that a log entry takes out, relative to the project."""
    return _paths(folder, table, version, "remove")


def _paths(folder: Path, table: str, version: int, kind: str) -> list[str]:
    found = (action[kind] for action in actions(folder, table, version) if kind in action)
    return [f"{table}/{unquote(action['path'])}" for action in found]


def transactions(folder: Path, table: str, version: int) -> list[str]:
    """The batches that a log entry belongs to: one for an append, none for anything else."""
    return [str(action["txn"]["appId"]) for action in actions(folder, table, version) if "txn" in action]
