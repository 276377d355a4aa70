"""What folders are said to be holds for the articles of the files in them, whatever the files say."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.ingest.profiles import load_profile, options, save_profile
from framing.ingest.read import ReadResult, read

TEXT = "The talks failed on Monday, and nobody said why."


def make(folder: Path) -> None:
    (folder / "dawn" / "world").mkdir(parents=True)
    (folder / "dawn" / "world" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "dawn" / "b.csv").write_text(f'text,outlet,desk\n"{TEXT} Once more.",The Hindu,city\n', encoding="utf-8")
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("the-hindu/city/c.txt", f"{TEXT} So they say.")


def run(folder: Path, said: str) -> ReadResult:
    return read(folder, groups_from_path=said)


def facts(result: ReadResult) -> dict[str, tuple[str, dict[str, str]]]:
    rows = result.articles.select("article_id", "outlet", "groups").iter_rows()
    return {name: (outlet, {g["name"]: g["value"] for g in groups or ()}) for name, outlet, groups in rows}


def test_folders_are_fields_and_groups(tmp_path: Path) -> None:
    make(tmp_path)
    result = run(tmp_path, "outlet/section")
    assert facts(result) == {
        "all.zip/the-hindu/city/c.txt": ("the-hindu", {"section": "city"}),
        "dawn/b.csv#1": ("dawn", {"desk": "city"}),
        "dawn/world/a.txt": ("dawn", {"section": "world"}),
    }
    (note,) = (note for note in result.notes if note.count)
    assert (note.origin, note.count) == (str(tmp_path / "dawn" / "b.csv"), 1)
    assert "lie in no folder for section" in note.text


def test_a_folder_may_tell_nothing_or_replace_a_group(tmp_path: Path) -> None:
    make(tmp_path)
    assert {name: groups for name, (_, groups) in facts(run(tmp_path, "_/desk")).items()} == {
        "all.zip/the-hindu/city/c.txt": {"desk": "city"},
        "dawn/b.csv#1": {"desk": "city"},
        "dawn/world/a.txt": {"desk": "world"},
    }
    assert facts(run(tmp_path, "desk"))["dawn/b.csv#1"] == ("the-hindu", {"desk": "dawn"})


@pytest.mark.parametrize("said", ["", "outlet//section", "_/_", "outlet/outlet", "text", "outlet/url"])
def test_what_names_no_folders_is_refused(said: str) -> None:
    with pytest.raises(UsageError) as caught:
        options(groups_from_path=said)
    assert caught.value.code == "path-groups"


def test_a_profile_keeps_it(tmp_path: Path) -> None:
    save_profile(tmp_path, "archive", options(groups_from_path="outlet/_/section"))
    assert load_profile("archive", [tmp_path]).groups_from_path == ("outlet", "_", "section")
