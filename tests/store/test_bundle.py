"""Replication bundles: whole, without anybody's text, and whatever is changed in one is noticed."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from framing.cli.main import framing
from framing.errors import InputError, UsageError
from framing.store.bundle import bundle, verify_bundle
from framing.store.project import Project, init_project, open_project
from tests.store.coding import TWO, run, say


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    place = tmp_path_factory.mktemp("bundle")
    rows = [
        row | {"byline": "Asha Rao", "summary": "What it says in short.", "tags": ["कश्मीर"]} for row in articles(9, 4)
    ]
    project = init_project(place / "study")
    add_files(project, jsonl(place / "a.jsonl", rows))
    return project


@pytest.fixture(scope="module")
def made(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "study.zip"
    given = ["bundle", "--project", str(project.folder), "-o", str(path), "--json"]
    assert json.loads(CliRunner().invoke(framing, given, standalone_mode=False).output)["articles"] == 9
    return path


def changed(made: Path, path: Path, edit: Callable[[dict[str, bytes]], object]) -> Path:
    with zipfile.ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    edit(files)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_bundle_is_whole_and_holds_nobody_s_text(project: Project, made: Path) -> None:
    checked = verify_bundle(made)
    assert checked.problems == ()
    with zipfile.ZipFile(made) as archive:
        files = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert {"estimates.csv", "estimates.codebook.csv", "methods.txt", "manifest.json", "scores.csv"} <= files.keys()
    assert checked.files == len(files) - 1
    tables = "".join(content for name, content in files.items() if not name.startswith("lexicon/"))
    loaded = project.load().articles
    quoted = [*loaded["title"], *loaded["text"].str.split("\n").explode(), "Asha Rao", "in short", str(project.folder)]
    assert not [text for text in quoted if text and text in tables]
    assert files["articles.csv"].splitlines()[0].startswith("article_id,url,outlet,")
    assert project.lexicon().fingerprint[:12] in files["methods.txt"]
    assert "rate = 1000 h / w" in files["methods.txt"]


def test_text_is_there_where_it_is_asked_for(project: Project, tmp_path: Path) -> None:
    found = bundle(project, tmp_path / "all.zip", with_text=True, outlet="alpha")
    assert verify_bundle(found.path).problems == ()
    with zipfile.ZipFile(found.path) as archive:
        articles, evidence = (archive.read(f"{name}.csv").decode("utf-8") for name in ("articles", "evidence"))
        assert json.loads(archive.read("manifest.json"))["filters"] == {"outlet": "alpha"}
    assert "Asha Rao" in articles
    assert "surface" in evidence.splitlines()[0]


def test_codes_are_there_without_names_and_words_of_coders(project: Project, tmp_path: Path) -> None:
    study = open_project(shutil.copytree(project.folder, tmp_path / "study"))
    run("sample", tmp_path / "sheets", "--n", "9", "--dimension", "praise", *TWO, on=study)
    ids = study.load().articles["article_id"].to_list()
    say(study, "bilal", {ids[0]: "yes"}, comment="as Asha said")
    say(study, "asha", {ids[0]: "no", ids[1]: "unsure"})
    with zipfile.ZipFile(bundle(study, tmp_path / "codes.zip").path) as archive:
        content = archive.read("codes.csv").decode("utf-8")
        assert "comment" not in archive.read("codes.codebook.csv").decode("utf-8")
    rows = pl.read_csv(content.encode())
    told = {(article, who, code) for article, who, code in rows.select("article_id", "coder", "code").iter_rows()}
    assert told == {(ids[0], "coder 2", "yes"), (ids[0], "coder 1", "no"), (ids[1], "coder 1", "unsure")}
    assert rows["chance"].to_list() == [1.0] * 3
    assert not {name for name in ("asha", "bilal", "Asha") if name in content}
    assert verify_bundle(tmp_path / "codes.zip").problems == ()
    with zipfile.ZipFile(bundle(study, tmp_path / "all.zip", with_text=True).path) as archive:
        assert "as Asha said" in archive.read("codes.csv").decode("utf-8")


def _manifest(files: dict[str, bytes], name: str, content: bytes) -> None:
    """Whoever changes a file and its hash is found out by what it says."""
    files[name] = content
    manifest = json.loads(files["manifest.json"])
    manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    files["manifest.json"] = json.dumps(manifest).encode()


def _more_words(files: dict[str, bytes]) -> None:
    head, first, *rest = files["outlets-wide.csv"].split(b"\n")
    cells = first.split(b",")
    cells[head.split(b",").index(b"words")] = b"1"
    _manifest(files, "outlets-wide.csv", b"\n".join([head, b",".join(cells), *rest]))


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (
            lambda files: files.update({"estimates.csv": files["estimates.csv"] + b"\n"}),
            "estimates.csv: is not the file",
        ),
        (lambda files: files.pop("scores.csv"), "scores.csv: is missing"),
        (lambda files: files.update({"more.csv": b"x"}), "more.csv: is not listed"),
        (lambda files: _manifest(files, "../up.csv", b"x"), "../up.csv: leads out"),
        (_more_words, "outlets-wide.csv: "),
        (
            lambda files: _manifest(
                files,
                "lexicon/toolkit/hi/doubt.csv",
                files["lexicon/toolkit/hi/doubt.csv"][:-200].rsplit(b"\n", 1)[0] + b"\n",
            ),
            "lexicon: has the fingerprint",
        ),
    ],
    ids=["changed", "missing", "more", "path", "sums", "lexicon"],
)
def test_whatever_is_changed_is_noticed(
    made: Path, tmp_path: Path, edit: Callable[[dict[str, bytes]], object], what: str
) -> None:
    path = changed(made, tmp_path / "study.zip", edit)
    (problem,) = verify_bundle(path).problems
    assert problem.startswith(what)


def test_what_is_no_bundle_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with pytest.raises(InputError, match="no bundle"):
        verify_bundle(tmp_path / "a.zip")
    with pytest.raises(UsageError, match="zip file"):
        bundle(project, tmp_path / "a.csv")


def test_the_command_says_what_it_found(made: Path, tmp_path: Path, run: Any) -> None:
    assert run("verify-bundle", made).out.endswith("all as bundled\n")
    path = changed(made, tmp_path / "t.zip", lambda files: files.update({"more.csv": b"x"}))
    told = run("verify-bundle", path, "--json")
    assert (told.code, json.loads(told.out)["problems"]) == (1, ["more.csv: is not listed"])
