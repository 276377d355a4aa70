"""Profiles: where they are looked for, what they may say, and what the user may."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing import limits
from framing.errors import UsageError
from framing.ingest.profiles import load_profile, options, profile_folders, save_profile


def refused(name: str, *folders: Path) -> UsageError:
    with pytest.raises(UsageError) as caught:
        load_profile(name, folders)
    return caught.value


def test_profiles_lie_in_the_project_and_in_the_user_s_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    mine = tmp_path / "framing" / "profiles"
    assert profile_folders() == [mine]
    assert profile_folders(tmp_path / "study") == [tmp_path / "study" / "profiles", mine]
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert profile_folders() == [tmp_path / ".config" / "framing" / "profiles"]


def test_the_first_folder_that_has_a_profile_counts(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "none"]
    for folder, language in zip(folders, ("hi", "ur"), strict=False):
        save_profile(folder, "one", options(language=language))
    save_profile(folders[1], "two", options(language="en"))
    assert load_profile("one", folders).language == "hi"
    assert load_profile("one", folders[::-1]).language == "ur"
    assert load_profile("two", folders).language == "en"
    assert refused("three", *folders).hint == "use one of: one, two"
    assert refused("three", folders[2]).hint == "save one with --save-profile"
    assert refused("a/b", *folders).code == "profile.name"
    # A file is taken as it is named, wherever profiles lie.
    assert load_profile(str(folders[0] / "one.toml"), []).language == "hi"
    assert refused(str(folders[0] / "two.toml"), *folders).code == "profile.missing"


def test_a_profile_is_written_as_it_is_read_by_people(tmp_path: Path) -> None:
    told = options({"text": 'body "x"\x7f'}, "cp1256", "MDY", "ur", "outlet/section", outlet=" Dawn ")
    assert save_profile(tmp_path / "new" / "folder", "a", told).read_text(encoding="utf-8").split("\n") == [
        'encoding = "cp1256"', 'date_order = "mdy"', 'language = "ur"', 'groups_from_path = "outlet/section"',
        'outlet = "Dawn"', "", "[columns]", 'text = "body \\"x\\"\\u007f"', "",
    ]  # fmt: skip
    assert load_profile("a", [tmp_path / "new" / "folder"]) == told
    assert save_profile(tmp_path, "b", options()).read_text(encoding="utf-8") == "[columns]\n"
    assert load_profile("b", [tmp_path]) == options()


@pytest.mark.parametrize(
    "content",
    ["moon = 'full'", "columns = 'body'", "language = 7", "encoding = ['utf-8']", "language = ", "\udcff"],
)
def test_a_profile_that_says_what_none_may_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    error = refused("a", tmp_path)
    assert (error.code, error.where) == ("profile.invalid", str(tmp_path / "a.toml"))


@pytest.mark.parametrize(("size", "is_read"), [(100_000, True), (100_001, False)])
def test_a_profile_has_so_many_bytes(tmp_path: Path, size: int, is_read: bool) -> None:
    """Of a longer one the end, which may be the middle of a word, is not read."""
    assert limits.SIDECAR_BYTES == 100_000
    begin, end = "# ", "\nlanguage = 'hi'"
    (tmp_path / "a.toml").write_text(begin + "x" * (size - len(begin + end)) + end, encoding="utf-8")
    if is_read:
        assert load_profile("a", [tmp_path]).language == "hi"
    else:
        assert refused("a", tmp_path).code == "profile.invalid"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"date_order": "ydm"}, "date-order"),
        ({"language": "xx"}, "input.language"),
        ({"encoding": "utf-99"}, "input.encoding-name"),
    ],
)
def test_what_there_is_not_is_refused(said: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        options(**said)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_an_outlet_of_blanks_is_none() -> None:
    assert [options(outlet=outlet).outlet for outlet in (None, " ", " x ")] == [None, None, "x"]
    bare = options()
    assert (bare.columns, bare.encoding, bare.date_order, bare.language, bare.groups_from_path, bare.query) == (
        {},
        None,
        None,
        None,
        (),
        None,
    )
