"""Stages import downwards only, and the core stays free of what only the dashboard needs."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import framing

PACKAGE = Path(framing.__file__).parent
ROOT = PACKAGE.parent

#: From the top down. Modules of one floor do not import each other; those of one stage may.
FLOORS = [
    ("__main__",),
    ("cli",),
    ("plot", "cluster", "projects", "lexicons", "growing", "dictionaries", "coded"),
    ("store",),
    ("figures",),
    ("api",),
    ("given",),
    ("naming",),
    ("ingest", "validation"),
    ("statistics",),
    ("scoring",),
    ("lexicon",),
    ("languages",),
    ("render",),
    ("cache",),
    ("frames", "modes", "schemas", "resources", "limits", "memory", "scratch"),
    ("errors",),
    ("arrays", "expressions", "native", "phrases", "version"),
]
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_its_own_floor_or_below(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "framing" and len(parts) > 1 and parts[1] in LEVEL and parts[1] != own:
            assert LEVEL[parts[1]] > LEVEL[own], f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_commands_import_the_dashboard(path: Path) -> None:
    if path.relative_to(PACKAGE).parts[0] not in ("cli", "plot"):
        assert not [name for name in imports(path) if name.split(".")[0] in {"dash", "dashboards", "plotly", "flask"}]


#: Of the standard library from 3.14 on; what comes with Dash; what a reader's own frame is of; the screenshots' browser.
FREE = {"compression", "flask", "pandas", "playwright"}


def distributions(requirements: Iterable[str]) -> set[str]:
    return {re.split(r"[^\w.-]", one)[0].lower().replace("-", "_") for one in requirements}


def test_what_is_imported_is_declared() -> None:
    """By the extra that needs it or by the package; what only the tests declare is missing where there are none."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = distributions(project["dependencies"])
    for extra, needs in project["optional-dependencies"].items():
        declared |= distributions(needs) if extra != "dev" else set()
    where = packages_distributions()
    tops = {
        name.split(".")[0]
        for folder in ("framing", "dashboards")
        for path in (ROOT / folder).rglob("*.py")
        for name in imports(path)
    }
    others = tops - set(sys.stdlib_module_names) - FREE - {"framing", "dashboards", "tests"}
    assert "polars" in others
    assert not [
        name for name in others if not declared & {one.lower().replace("-", "_") for one in where.get(name, ())}
    ]


def test_the_public_names_are_all_there() -> None:
    for name in framing.__all__:
        assert getattr(framing, name) is not None


@pytest.mark.parametrize("name", ["nothing"])
def test_an_unknown_name_lists_what_there_is(name: str) -> None:
    with pytest.raises(AttributeError, match="it has Added, ClusterError, Comparison"):
        getattr(framing, name)
