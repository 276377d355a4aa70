"""What holds of all public functions alike, whichever they are."""

from __future__ import annotations

from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import framing

#: Functions and classes that are public.
PUBLIC = {name: getattr(framing, name) for name in framing.__all__ if callable(getattr(framing, name))}


def parameters(name: str) -> dict[str, Parameter]:
    try:
        return dict(signature(PUBLIC[name]).parameters)
    except ValueError:  # Exceptions have none.
        return {}


#: Those that take a project, and those that take what was coded in one.
OF_A_PROJECT = sorted(name for name in PUBLIC if next(iter(parameters(name)), "") == "project")
OF_CODES = ["agreement", "coded_in", "disagreements", "gold", "span_agreement"]


def test_the_functions_of_projects_are_found() -> None:
    assert {"Desk", "Writer", "add", "codes_of", "compact", "export", "rejects"} <= set(OF_A_PROJECT)
    annotated = {name for name in PUBLIC for each in parameters(name).values() if "Project" in str(each.annotation)}
    assert annotated - {"open_project", *OF_CODES} <= set(OF_A_PROJECT)


@pytest.mark.parametrize("name", [*OF_A_PROJECT, *OF_CODES, "open_project"])
def test_a_project_is_named_by_its_folder_as_well(name: str, tmp_path: Path) -> None:
    others = [each for each in list(parameters(name).values())[1:] if each.default is Parameter.empty]
    given: list[Any] = ["" for each in others if each.kind is Parameter.POSITIONAL_OR_KEYWORD]
    named = {each.name: "" for each in others if each.kind is Parameter.KEYWORD_ONLY}
    for folder in (tmp_path / "nowhere", str(tmp_path / "nowhere")):
        with pytest.raises(framing.ProjectError) as caught:
            PUBLIC[name](folder, *given, **named)
        assert (caught.value.code, "nowhere" in str(caught.value)) == ("project.missing", True)


def test_a_project_is_a_path(tmp_path: Path) -> None:
    project = framing.init_project(tmp_path / "news")
    (project.folder / "outlets.csv").write_text("outlet_id,name\nthe-crier,The Crier\n", encoding="utf-8")
    for given in (project, project.folder, str(project.folder)):
        assert framing.load_outlets(project=given).name("the-crier") == "The Crier"
        assert framing.open_project(given).folder == Path(project) == project.folder
        assert framing.rejects(given).height == framing.codes_of(given).height == 0
        assert framing.verify(given).damage == ()
    assert framing.open_project(project) is project
    frame = pl.DataFrame({"text": ["It rained."], "outlet": ["The Crier"], "language": ["en"]})
    assert framing.add(str(project.folder), frame).counts.scored == 1
