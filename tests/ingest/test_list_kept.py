"""The list of outlets is the same as it is read and as it was kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.ingest.article import list_kept
from framing.ingest.article.list_kept import kept
from framing.ingest.article.outlets import load_outlets
from framing.resources import lexicons_folder

HEADER = "outlet_id,name,names,domains,country,language,reach,kind,owner_class,note\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_what_is_kept_is_what_is_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = lexicons_folder() / "outlets.csv"
    first = kept(own)
    monkeypatch.setattr(list_kept, "read_rows", lambda _: pytest.fail("it is read again"))
    again = kept(own)
    assert again == first
    assert [list(part) for part in again] == [list(part) for part in first]
    assert again.known["bbc-hindi"].languages == ("hi",)
    assert again.known["bbc-hindi"].owner_class == "public"


def test_what_is_damaged_is_read_again(folder: Path) -> None:
    own = lexicons_folder() / "outlets.csv"
    first = kept(own)
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert kept(own) == first


def test_another_file_is_another_list(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "outlets.csv"
    file.write_text(f"{HEADER}a,A,,a.example,IN,hi,,,,\n", encoding="utf-8")
    assert load_outlets(file).find(None, "https://a.example/1") == "a"
    file.write_text(f"{HEADER}b,B,,a.example,,,,,,\n", encoding="utf-8")
    listed = kept(file)
    assert (listed.domains, listed.known["b"].country, listed.known["b"].names) == ({"a.example": "b"}, None, ())
    file.write_text(f"{HEADER}b,B,,a.example,XX,,,,,\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(UsageError, match="no country"):
            kept(file)
