"""A dashboard as tests ask it: what it knows of a project, and the files of its pages."""

from __future__ import annotations

import io
from typing import Protocol

import polars as pl
from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.project import ProjectLike

__all__ = ["client_of", "exported", "exported_table", "looked"]


class _View(Protocol):
    def href(self) -> str: ...


def looked(project: ProjectLike) -> Snapshot:
    """What a dashboard knows of a project."""
    look = Feed(lambda: project).look()
    assert isinstance(look, Snapshot)
    return look


def client_of(project: ProjectLike) -> FlaskClient:
    """A client of a project's dashboard."""
    asked: FlaskClient = create_app(lambda: project).server.test_client()
    return asked


def exported(client: FlaskClient, name: str, view: _View) -> str:
    """A file of what a page shows."""
    response = client.get(f"/export/{name}", query_string={"view": view.href()}, headers={"Host": "localhost"})
    assert response.status_code == 200, response.text
    return str(response.text)


def exported_table(client: FlaskClient, name: str, view: _View) -> pl.DataFrame:
    """A CSV of what a page shows, without the lines above it."""
    return pl.read_csv(io.StringIO(exported(client, name, view)), comment_prefix="#")
