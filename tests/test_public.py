"""What holds of all public functions alike, whichever they are."""

from __future__ import annotations

from functools import partial
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import framing
from framing.frames import pandas_of
from tests.conftest import Run

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


NEWS = pl.DataFrame(
    {
        "article_id": ["1", "2", "3", "4"],
        "text": ["War and war.", "Peace and peace.", "A match in Kashmir.", "Rain, and more rain."],
        "outlet": ["dawn", "dawn", "jagran", "the-hindu"],
        "country": ["PK", "PK", "IN", "IN"],
        "published": ["2025-01-03", "2026-02-03", "2026-03-03", None],
        "language": ["en", "en", "en", "hi"],
    }
)


@pytest.mark.parametrize(
    ("keywords", "ids"),
    [
        ({"outlet": "Dawn"}, ["1", "2"]),
        ({"outlet": ["dawn", "The Hindu"]}, ["1", "2", "4"]),
        ({"outlet": "Dawn", "since": "2026"}, ["2"]),
        ({"until": "2026-02"}, ["1", "2"]),
        ({"country": "India", "language": "hi"}, ["4"]),
        ({"within": {"month": "2026-03"}}, ["3"]),
        ({"about": "kashmir"}, ["3"]),
        ({"top": 1}, ["1", "2"]),
        ({}, ["1", "2", "3", "4"]),
    ],
)
def test_articles_are_chosen_by_names_and_dates(keywords: dict[str, Any], ids: list[str]) -> None:
    assert framing.where(NEWS, **keywords)["article_id"].to_list() == ids
    assert framing.where(pandas_of(NEWS), question=framing.Question(**keywords))["article_id"].to_list() == ids


def test_what_is_chosen_is_what_functions_take() -> None:
    scored, side = framing.score(NEWS), framing.where(NEWS, outlet="Dawn", until="2025")
    found = framing.keyness(NEWS, side, framing.where(NEWS, outlet="Dawn", since="2026"), least=2)
    assert set(found["word"]) == {"war", "peace", "and"}
    assert framing.caveats(scored, side) != framing.caveats(scored, NEWS)
    with pytest.raises(framing.UsageError, match="did you mean dawn"):
        framing.where(NEWS, outlet="down")
    with pytest.raises(framing.UsageError, match="outlet=dawn leaves 2; since=2027 leaves 0"):
        framing.where(NEWS, outlet="dawn", since="2027")


def test_ids_of_no_article_are_told() -> None:
    for a_ids in (["nobody"], "nobody", pl.Series(["nobody"])):
        with pytest.raises(framing.UsageError, match="a_ids has 1 id of no article, such as 'nobody'"):
            framing.keyness(NEWS, a_ids, ["2"])
    with pytest.raises(framing.UsageError, match="b_ids"):
        framing.influence(framing.score(NEWS), ["1"], ["5", "6"], "conflict")
    for call in (partial(framing.keyness, NEWS), partial(framing.influence, framing.score(NEWS), measure="conflict")):
        with pytest.warns(
            framing.FramingWarning, match="b_ids has 1 id of no article, such as '9'; the other 1"
        ) as told:
            call(a_ids=["1"], b_ids=["2", "9"])
        assert [warning.filename for warning in told] == [__file__]


def test_texts_beside_scores_are_no_scores() -> None:
    rows = [(str(at), f"It was a historic deal, {at}." if at % 2 else f"It rained for {at} days.") for at in range(80)]
    news = pl.DataFrame(rows, schema=["article_id", "text"], orient="row").with_columns(outlet=pl.lit("a"))
    scored, said = framing.score(news), pl.col("text").str.contains("historic").cast(pl.Int64)
    codes = news.select("article_id", code=said).head(60)
    scores = news.select("article_id", "text", model=said.cast(pl.String))
    plain = framing.corrected(scored, news, codes, "praise", scores=scores.drop("text"))
    assert framing.corrected(scored, news, codes, "praise", scores=scores).equals(plain)
    assert set(framing.validity(scored, news, codes, "praise", scores=scores).figures["machine"]) == {
        "lexicon",
        "model",
    }
    with pytest.raises(framing.UsageError, match="2 of them hold numbers"):
        framing.corrected(scored, news, codes, "praise", scores=scores.with_columns(other=1))
    with pytest.raises(framing.UsageError, match="no column of numbers"):
        framing.validity(scored, news, codes, "praise", scores=scores.drop("model"))


def test_what_is_nearly_a_dimension_is_named(run: Run, tmp_path: Path) -> None:
    project = framing.init_project(tmp_path / "news")
    framing.add(project, NEWS.select("article_id", "text", "outlet", "language").head(3))
    asked = [("kwic", "sensationl"), *((name, "--dimension", "sensationl") for name in ("report", "plan"))]
    asked.append(("sample", f"{tmp_path}/coding", "--n", "5", "--coder", "asha", "--dimension", "sensationl"))
    for command in asked:
        assert "did you mean sensational" in run(*command, "--project", project.folder).err
    for command in (("lexicon", "coverage", "sensationl"), ("lexicon", "show", "sensationl")):
        assert "did you mean sensational" in run(*command).err
