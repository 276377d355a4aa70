"""Sidecars are read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.errors import InputError
from framing.ingest.article.articles import Outlets
from framing.ingest.read import read
from framing.ingest.readers.sidecars import load_sidecar


def write(folder: Path, content: str) -> Path:
    path = folder / "a.toml"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[outlets]\nbasis = 'unknown'", "outlets"),
        ("[outlet]\nbasis = 'guessed'\nvalue = 'x'", "guessed"),
        ("[outlet]\nvalue = 'x'", "None"),
        ("[outlet]\nbasis = 'stated'", "no value"),
        ("[outlet]\nbasis = 'unknown'\nvalue = 'x'", "basis unknown"),
        ("[outlet]\nbasis = 'stated'\nvalue = 'x'\nnotes = ''", "value, basis and note"),
        ("[outlet]\nbasis = 'stated'\nvalue = 7", "not text"),
        ("[outlet]\nbasis = 'stated'\nvalue = 'x'\nnote = 7", "note"),
        ("outlet = 'x'", "[outlet]"),
        ("[country]\nbasis = 'stated'\nvalue = 'India'", "India"),
        ("[source_country]\nbasis = 'stated'\nvalue = 'ZZ'", "ZZ"),
        ("[language]\nbasis = 'stated'\nvalue = 'Hindi'", "Hindi"),
        ("[genre]\nbasis = 'stated'\nvalue = 'gossip'", "gossip"),
        ("[published]\nbasis = 'stated'\nvalue = 'yesterday'", "yesterday"),
        ("[published]\nbasis = 'stated'\nvalue = '2026-02-06T11:02:00'", "zone"),
        ("[tags]\nbasis = 'stated'\nvalue = 'one'", "tags"),
        ("[cleaning]\ncuts = ['(']", "("),
        ("[cleaning]\ncuts = 'x'", "cuts"),
        ("[cleaning]\ncut = ['x']", "cuts"),
        ("[outlet", "TOML"),
        ("#" + "x" * 200_000, "bytes"),
    ],
)
def test_what_it_cannot_mean_is_an_error_with_file_and_advice(tmp_path: Path, content: str, says: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as caught:
        load_sidecar(path)
    assert caught.value.where == str(path)
    assert says in str(caught.value)
    assert caught.value.hint


def test_a_bad_sidecar_rejects_its_article_and_no_other(tmp_path: Path) -> None:
    write(tmp_path, "[outlet]\nbasis = 'guessed'\nvalue = 'x'")
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Article {name} is here.", encoding="utf-8")
    result = read([tmp_path], outlets=Outlets())
    assert result.articles["article_id"].to_list() == ["b.txt"]
    assert result.rejects["code"].to_list() == ["input.sidecar"]
    assert result.rejects["origin"].item().endswith("a.toml")


def test_toml_dates_and_tags(tmp_path: Path) -> None:
    sidecar = load_sidecar(
        write(
            tmp_path,
            "[published]\nbasis = 'stated'\nvalue = 2026-02-06T11:02:00+05:30\n"
            "[tags]\nbasis = 'stated'\nvalue = ['a b', 'c']",
        )
    )
    assert sidecar.text("published") == "2026-02-06T11:02:00+05:30"
    assert sidecar.tags() == ["a b", "c"]
    assert sidecar.basis("outlet") == "unknown"


@pytest.mark.parametrize(
    ("content", "title", "source"),
    [
        ("", "A headline", "example-agency"),
        ("[title]\nbasis = 'unknown'\n[source]\nbasis = 'unknown'", None, None),
        ("[title]\nbasis = 'stated'\nvalue = 'Text of it.'", "Text of it.", "example-agency"),
    ],
)
def test_what_a_sidecar_does_not_speak_of_is_read_from_the_page(
    tmp_path: Path, content: str, title: str | None, source: str | None
) -> None:
    write(tmp_path, content)
    (tmp_path / "a.txt").write_text("A headline\nText of it.\nMore.\n(Courtesy: Example Agency)", encoding="utf-8")
    (row,) = read([tmp_path], outlets=Outlets()).articles.iter_rows(named=True)
    assert (row["title"], row["source"]) == (title, source)
