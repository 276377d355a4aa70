"""Databases by their address: the rows of a query, from a real PostgreSQL where one is at hand, and from SQLite."""

from __future__ import annotations

import glob
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.errors import UsageError
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read
from framing.store.project import init_project

SQL = "SELECT id AS article_id, body AS text, title, day AS date, desk FROM news ORDER BY id"
SECRET = "pass:w0rd"


def run(address: str, query: str | None = SQL) -> ReadResult:
    return read(address, outlets=Outlets(), query=query)


def reject(address: str, query: str | None = SQL) -> dict[str, Any]:
    result = run(address, query)
    assert result.articles.is_empty()
    (only,) = result.rejects.iter_rows(named=True)
    return only


def _binaries() -> str | None:
    found = shutil.which("pg_ctl")
    folders = [
        *([os.path.dirname(os.path.realpath(found))] if found else []),
        *sorted(glob.glob("/usr/lib/postgresql/*/bin")),
    ]
    return next((folder for folder in folders if os.path.exists(f"{folder}/initdb")), None)


def _unprivileged(command: list[str], folder: Path, **more: Any) -> None:
    """Run a program of PostgreSQL, which refuses to be root."""
    who: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who, **more)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server, with a table of articles."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed: initdb was not found")
    with tempfile.TemporaryDirectory(prefix="framing-test-pg-") as made, socket.socket() as free:
        folder = Path(made)
        folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        (folder / "secret").write_text(SECRET, encoding="utf-8")
        (folder / "secret").chmod(0o644)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        data = str(folder / "data")
        initdb = [f"{binaries}/initdb", "-D", data, "-U", "reader", "-A", "scram-sha-256", "--pwfile", "secret"]
        _unprivileged([*initdb, "-E", "UTF8", "--no-sync"], folder)
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
        control = [f"{binaries}/pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log")]
        _unprivileged([*control, "start"], folder)
        try:
            address = f"postgresql://reader:{SECRET.replace(':', '%3A')}@127.0.0.1:{port}/postgres"
            _fill(port)
            yield address
        finally:
            _unprivileged([f"{binaries}/pg_ctl", "-D", data, "-m", "immediate", "stop"], folder)


def _fill(port: int) -> None:
    import pg8000.native

    made = pg8000.native.Connection("reader", host="127.0.0.1", port=port, database="postgres", password=SECRET)
    made.run("CREATE TABLE news (id int, title text, body text, day date, desk text)")
    made.run(
        "INSERT INTO news SELECT n, 'Talks ' || n, 'The talks failed, say ' || n || '% of them: so be it.', date '2024-03-25', 'city' FROM generate_series(1, 2500) n"
    )
    made.run("CREATE SEQUENCE numbers")
    made.run("INSERT INTO news VALUES (2501, NULL, 'वार्ता सोमवार को विफल रही।', NULL, NULL)")
    made.close()


def test_the_rows_of_a_query_are_articles(server: str) -> None:
    result = run(server)
    assert result.rejects.is_empty()
    assert result.articles["article_id"].to_list() == [str(number) for number in range(1, 2502)]
    first, *_, last = result.articles.iter_rows(named=True)
    assert (first["title"], first["text"]) == ("Talks 1", "The talks failed, say 1% of them: so be it.")
    assert (first["published"].date().isoformat(), first["groups"]) == (
        "2024-03-25",
        [{"name": "desk", "value": "city"}],
    )
    assert (last["text"], last["title"]) == ("वार्ता सोमवार को विफल रही।", None)
    few = run(server, "SELECT body AS text FROM news WHERE body LIKE '% 7%' AND id::text = '7'")
    assert few.articles.height == 1
    # Without an id of its own an article is known by its text.
    assert (
        few.articles["article_id"].to_list()
        == run(server, "SELECT body AS text FROM news WHERE id = 7").articles["article_id"].to_list()
    )


def test_no_message_and_no_place_holds_the_password(server: str) -> None:
    shown = server.replace(":pass%3Aw0rd", "")
    result = run(server, "SELECT body AS text FROM news LIMIT 2")
    assert result.articles["origin"].to_list() == [f"{shown}#1", f"{shown}#2"]
    for address, query, what in (
        (server, "SELECT nothing FROM news", "nothing"),
        (server, "DELETE FROM news", "the database refuses it"),
        (server, "SELECT setval('numbers', 5)::text AS text", "read-only transaction"),
        (server, "SELECT count(*) FROM news", "no column 'text'"),
        (server.replace("w0rd", "word"), SQL, "authentication failed"),
        (server, None, "no query is given"),
    ):
        only = reject(address, query)
        assert what in only["reason"]
        assert "w0rd" not in str(only)
        assert only["origin"] == shown
    assert run(server, "SELECT body AS text FROM news").articles.height > 2_000


def test_a_database_is_added_and_is_known_when_it_comes_again(server: str, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from framing.cli.main import framing

    project = init_project(tmp_path / "study")
    query = "SELECT body AS text FROM news WHERE id <= 5"
    for counts in ("5 articles: 5 scored", "5 articles: 5 known"):
        given = ["add", server, "--query", query, "--project", str(project.folder)]
        assert counts in CliRunner().invoke(framing, given, standalone_mode=False).output
    with pytest.raises(UsageError, match="no path is the address"):
        CliRunner().invoke(framing, ["add", "a.csv", *given[2:]], standalone_mode=False, catch_exceptions=False)
    files = b"".join(path.read_bytes() for path in project.folder.rglob("*") if path.is_file())
    assert b"w0rd" not in files


def test_sqlite_by_its_address(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as made:
        made.execute("CREATE TABLE news (id, body, title, day, desk)")
        made.execute("INSERT INTO news VALUES (1, 'The talks failed on Monday.', 'Talks', '2024-03-25', 'city')")
    made.close()
    address = f"sqlite:///{tmp_path}/a.db"
    assert run(address).articles["text"].to_list() == ["The talks failed on Monday."]
    assert "readonly" in reject(address, "DELETE FROM news")["reason"].replace("read-only", "readonly").replace(" ", "")
    assert reject(f"sqlite:///{tmp_path}/none.db")["code"] == "input.database"
    assert not (tmp_path / "none.db").exists()
    assert reject("nosuch://localhost/a")["code"] == "input.database"
