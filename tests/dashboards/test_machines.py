"""What other machines say of the outlets: figures are those of ``framing.estimate``, and a table with faults says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import framing

pytest.importorskip("dash")

from dashboards.components.machines import machines_section
from dashboards.view import OutletsView
from tests.dashboards.asking import client_of, exported_table, looked
from tests.dashboards.test_plane import newsroom


@pytest.fixture
def project(tmp_path: Path) -> framing.Project:
    articles = newsroom(6, 8)
    with framing.Writer(framing.init_project(tmp_path / "study")) as writer:
        writer.add(framing.ReadResult(articles, framing.read([]).rejects))
    return framing.open_project(tmp_path / "study")


def scores(project: framing.Project) -> pl.DataFrame:
    ids = project.load().articles.select("article_id")
    return ids.with_columns(model=pl.Series(np.random.default_rng(3).normal(size=ids.height)))


def test_figures_are_those_of_the_library(project: framing.Project) -> None:
    table = scores(project)
    table.with_columns(made_by=pl.lit("bert")).write_csv(project.folder / "machines.csv")
    shown = exported_table(client_of(project), "machines.csv", OutletsView())
    answers = project.answers().counted()
    expected = framing.estimate(
        answers.scored, answers.articles, levels=["outlet"], measures=["praise"], scores=table
    ).filter(dimension="model")
    assert expected["estimate"].drop_nulls().len() == 6
    columns = ["key", "articles", "estimate", "low", "high"]
    assert_frame_equal(shown.select(columns), expected.select(columns))
    section = str(machines_section(looked(project), OutletsView()))
    assert all(f"{value:.3g}".replace("-", "−") in section for value in expected["estimate"])
    assert "left out of the scores, since it holds no numbers: 'made_by'" in section


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("article_id,model\na,high\n", "column 'model' holds no numbers"),
        ("article,model\na,1\n", "give article_id and a column of numbers a machine"),
        ("article_id,model\nelsewhere,1\n", "They say nothing of the articles that fit these filters."),
    ],
)
def test_a_table_that_cannot_be_used_says_why(project: framing.Project, content: str, problem: str) -> None:
    (project.folder / "machines.csv").write_text(content, encoding="utf-8")
    assert problem in str(machines_section(looked(project), OutletsView()))


def test_without_a_table_there_is_no_section(project: framing.Project) -> None:
    assert machines_section(looked(project), OutletsView()) is None
