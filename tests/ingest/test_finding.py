"""What the user names: patterns, links, standard input, addresses."""

from __future__ import annotations

import io
import os
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import framing
from framing import limits
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read

FEED = b"<rss version='2.0'><channel><title>S</title><item><link>https://s.example/a</link><description>A text.</description></item></channel></rss>"


def run(*paths: Path | str) -> ReadResult:
    return read(paths, outlets=Outlets())


def test_a_pattern_names_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "sub/c.txt", "odd[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("A text.", encoding="utf-8")
    assert run(tmp_path / "?.txt").articles["article_id"].to_list() == ["a.txt", "b.txt"]
    assert run(tmp_path / "**" / "c.txt").articles["article_id"].to_list() == ["c.txt"]
    assert run(tmp_path / "odd[1].txt").articles["article_id"].to_list() == ["odd[1].txt"]
    assert run(tmp_path / "*.csv").rejects["code"].to_list() == ["input.missing"]


def test_links_out_of_the_folder_are_refused_and_those_within_are_not(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside, inside / "sub", outside):
        folder.mkdir()
        (folder / "a.txt").write_text("A text.", encoding="utf-8")
    (inside / "near.txt").symlink_to("sub/a.txt")
    (inside / "far.txt").symlink_to("../out/a.txt")
    (inside / "folder").symlink_to("../out", target_is_directory=True)
    (inside / "loop").symlink_to(".", target_is_directory=True)
    result = run(inside)
    assert result.articles["article_id"].to_list() == ["a.txt", "near.txt", "sub/a.txt"]
    assert result.rejects.select("code", "origin").rows() == [
        *(("input.link", str(inside / "far.txt")), ("input.link", str(inside / "folder"))),
    ]
    assert result.rejects["first_bytes"].to_list() == [b"../out/a.txt", b"../out"]
    assert run(inside / "far.txt").articles.height == 1  # Named, it is meant.


def test_what_is_named_like_a_file_and_is_none_is_a_reject_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", encoding="utf-8")
    (tmp_path / "lost.txt").symlink_to("nowhere")
    (tmp_path / "self.txt").symlink_to("self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    result = run(tmp_path)
    assert result.articles["article_id"].to_list() == ["a.txt"]
    assert sorted(result.rejects.select("origin", "code").rows()) == [
        (str(tmp_path / "lost.txt"), "input.link"),
        (str(tmp_path / "pipe.txt"), "input.not-a-file"),
        (str(tmp_path / "self.txt"), "input.link"),
    ]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter; those above pytest's own are shut to them."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_what_may_not_be_read_is_a_reject_and_the_rest_goes_on(open_folder: Path) -> None:
    closed, listed = open_folder / "closed", open_folder / "listed"
    for folder in (open_folder, closed, listed):
        folder.mkdir(exist_ok=True)
        (folder / "a.txt").write_text("A text.", encoding="utf-8")
    (listed / "link.txt").symlink_to("a.txt")
    run(open_folder / "a.txt")  # Loads what this user alone may load.
    closed.chmod(0o000)
    listed.chmod(0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # Root may read all: be somebody else meanwhile.
    try:
        result = run(open_folder)
    finally:
        os.seteuid(user)
        closed.chmod(0o700)
        listed.chmod(0o700)
    assert result.articles["article_id"].to_list() == ["a.txt"]
    assert sorted(result.rejects.select("origin", "code").rows()) == [
        (str(closed), "input.unreadable"),
        (str(listed / "a.txt"), "input.unreadable"),
        (str(listed / "link.txt"), "input.link"),
    ]


def test_a_project_in_a_folder_is_no_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    project = framing.init_project(tmp_path / "news")
    framing.add(project, tmp_path / "a.txt")
    result = run(tmp_path)
    assert (result.articles["article_id"].to_list(), result.rejects.height) == (["a.txt"], 0)
    assert [note.origin for note in result.notes if "a project of the toolkit" in note.text] == [str(project.folder)]
    assert framing.add(project, tmp_path).counts.known == 1


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b"Plain text.\n", ["Plain text."]),
        (FEED, ["A text."]),
    ],
)
def test_standard_input_has_ids_from_its_content(
    monkeypatch: pytest.MonkeyPatch, content: bytes, texts: list[str]
) -> None:
    ids = []
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        result = run("-")
        assert result.articles["text"].to_list() == texts
        ids.append(result.articles["article_id"].to_list())
    assert ids[0] == ids[1]
    assert not any(name.startswith("-") for name in ids[0])


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = {
            "/feed": ("application/rss+xml", FEED),
            "/rows.jsonl": ("text/plain", b'{"text": "A row."}'),
            "/big": ("text/csv", b"x" * 9000),
        }
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/feed")
            self.end_headers()
        elif self.path in pages:
            kind, content = pages[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy the machine has, the test's own server is asked directly."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def test_addresses_are_fetched(server: str) -> None:
    result = run(f"{server}/feed", f"{server}/moved", f"{server}/rows.jsonl")
    assert result.articles["text"].to_list() == ["A text.", "A row."]
    assert result.rejects["code"].to_list() == ["input.duplicate-id"]
    assert result.articles["article_id"].to_list()[1] == f"{server}/rows.jsonl#1"


def test_what_cannot_be_fetched_is_one_reject(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FETCH_BYTES", 8000)
    gone = f"{server}/none"
    result = run(gone, f"{server}/away", f"{server}/big", "http://127.0.0.1:1/", "http://[/", "https://")
    assert result.rejects["code"].to_list() == [
        *("input.fetch", "input.fetch", "input.too-large", "input.fetch", "input.fetch", "input.fetch"),
    ]
    assert result.rejects["origin"].to_list()[0] == gone
    assert result.articles.is_empty()
