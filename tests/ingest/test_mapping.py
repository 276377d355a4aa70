"""Columns of other names are found and named, further ones become groups, and all formats agree on it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing import limits
from framing.errors import UsageError
from framing.ingest.article.articles import Outlets
from framing.ingest.columns import parse_columns
from framing.ingest.profiles import load_profile, save_profile
from framing.ingest.read import ReadResult, options, read

ROW = {
    "Headline": "Talks fail",
    "Article Text": "The talks failed.",
    "Pub Date": "2026-02-05",
    "Author": "Asha Rao",
    "section": "Opinion",
    "Region": " north ",
    "wave": "3",
    "blank": "",
}


def run(path: Path, columns: dict[str, str] | None = None) -> ReadResult:
    return read([path], outlets=Outlets(), columns=columns)


def as_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def as_jsonl(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def as_parquet(path: Path, rows: list[dict[str, str]]) -> None:
    pl.DataFrame(rows).write_parquet(path)


FORMATS = [("a.csv", as_csv), ("a.jsonl", as_jsonl), ("a.parquet", as_parquet)]


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_common_names_are_found_and_said(
    tmp_path: Path, name: str, write: Callable[[Path, list[dict[str, str]]], None]
) -> None:
    write(tmp_path / name, [ROW])
    result = run(tmp_path / name)
    (row,) = result.articles.iter_rows(named=True)
    assert (row["title"], row["text"], row["byline"]) == ("Talks fail", "The talks failed.", "Asha Rao")
    assert row["published"].isoformat() == "2026-02-05T00:00:00+00:00"
    assert {group["name"]: group["value"] for group in row["groups"]} == {
        "section": "Opinion",
        "Region": "north",
        "wave": "3",
    }
    (note,) = result.notes
    assert "Headline as title" in note.text
    assert "groups: section, Region, wave, blank" in note.text
    assert "Author as byline" in note.text


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_what_the_user_says_counts_first(
    tmp_path: Path, name: str, write: Callable[[Path, list[dict[str, str]]], None]
) -> None:
    write(tmp_path / name, [{"text": "abstract", "body": "The body.", "kicker": "A kicker"}])
    result = run(tmp_path / name, {"text": "body", "title": "Kicker"})  # Case and signs do not matter.
    (row,) = result.articles.iter_rows(named=True)
    assert (row["text"], row["title"], row["groups"]) == (
        "The body.",
        "A kicker",
        [{"name": "text", "value": "abstract"}],
    )


@pytest.mark.parametrize(("name", "write"), FORMATS)
@pytest.mark.parametrize(
    ("column", "columns", "expected"),
    [
        *(("key", {"article_id": "key"}, "7"), ("id", {"article_id": "id"}, "7"), ("key", {"id": "key"}, "7")),
        *(("article_id", None, "7"), ("id", None, "https://a.example/x"), ("guid", None, "https://a.example/x")),
    ],
)
def test_an_id_of_the_users_own_wins_over_the_address(
    tmp_path: Path,
    name: str,
    write: Callable[[Path, list[dict[str, str]]], None],
    column: str,
    columns: dict[str, str] | None,
    expected: str,
) -> None:
    write(tmp_path / name, [{"text": "A text.", "url": "https://a.example/x", column: "7"}])
    assert run(tmp_path / name, columns).articles["article_id"].to_list() == [expected]


def test_a_column_that_is_not_there_is_one_reject(tmp_path: Path) -> None:
    for name, write in FORMATS:
        write(tmp_path / name, [{"text": "A text."}])
    result = run(tmp_path, {"text": "body"})
    assert result.rejects["code"].to_list() == ["input.no-column"] * 3
    assert result.articles.is_empty()


def test_a_value_too_long_for_a_group_is_left_out(tmp_path: Path) -> None:
    row = {"text": "A text.", "page": "x" * (limits.GROUP_CHARS + 1), "wave": "1"}
    for name, write in FORMATS:
        write(tmp_path / name, [row])
    groups = run(tmp_path).articles["groups"].to_list()
    assert groups == [[{"name": "wave", "value": "1"}]] * 3


def test_values_of_json_as_groups(tmp_path: Path) -> None:
    record = {"text": "A text.", "n": 3, "share": 0.5, "is": True, "list": ["a", 1], "object": {"a": 1}, "null": None}
    path = tmp_path / "a.jsonl"
    expected = [("is", "true"), ("list", "a; 1"), ("n", "3"), ("share", "0.5")]
    for more in (b"", b"not json\n"):  # The second has its lines read one by one.
        path.write_bytes(json.dumps(record).encode() + b"\n" + more)
        (groups,) = run(path).articles["groups"].to_list()
        assert [(group["name"], group["value"]) for group in groups] == expected
        (note,) = run(path).notes
        assert note.text.endswith("left out, since it holds objects: object")


def test_nested_columns_of_parquet_are_left_out_and_said(tmp_path: Path) -> None:
    row = {"text": ["A text."], "authors": [["Asha Rao", None, "B. Shah"]], "meta": [{"a": 1}], "wave": ["1"]}
    pl.DataFrame(row).write_parquet(tmp_path / "a.parquet")
    result = run(tmp_path / "a.parquet")
    assert result.articles["byline"].to_list() == ["Asha Rao, B. Shah"]
    (note,) = result.notes
    assert note.text == "read authors as byline; kept as groups: wave; left out, since it holds objects: meta"


@pytest.mark.parametrize(
    "late",
    [
        '{"text": "The \\"last\\": one.", "late": "here"}',
        '{"text": "The last." , "late" : "here"}',
        '{"text": "The last.", "l\\u0061te": "here"}',
        '{"text": "A \\\\","late":"here"}',
    ],
)
def test_keys_that_come_late_are_groups_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: str) -> None:
    monkeypatch.setattr(limits, "BATCH_BYTES", 200)
    lines = [json.dumps({"text": f"Text {number}."}) for number in range(120)]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, late]), encoding="utf-8")
    assert run(tmp_path).articles["groups"].to_list()[-1] == [{"name": "late", "value": "here"}]


NAMES = st.sampled_from(["a", "b", "Section", "नाम", "groups", "x y", "labels"])
VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=6),
    st.sampled_from([" ", "[x]", "7", "\u2003a\u2003", "\x1f"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=3),
    st.lists(NAMES, min_size=3, max_size=3, unique=True),
)
def test_all_formats_give_the_same_groups(tmp_path: Path, rows: list[list[str]], names: list[str]) -> None:
    full = [{"text": "T.", **dict(zip(names, values, strict=True))} for values in rows]
    found = []
    for name, write in FORMATS:
        write(tmp_path / name, full)
        groups = run(tmp_path / name).articles["groups"].to_list()
        found.append([sorted(group or (), key=str) for group in groups])
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("given", ["text", "text=", "=body", "nothing=body", "text=body,"])
def test_a_map_that_says_nothing_is_a_usage_error(given: str) -> None:
    with pytest.raises(UsageError):
        parse_columns([given])


@given(
    st.dictionaries(
        st.sampled_from(["text", "title", "url"]), st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
    )
)
def test_a_profile_says_what_was_saved(tmp_path_factory: pytest.TempPathFactory, columns: dict[str, str]) -> None:
    folder = tmp_path_factory.getbasetemp() / "profiles"
    told = options(columns, "windows-1256", language="Urdu")
    path = save_profile(folder, "ملک 1", told)
    assert load_profile("ملک 1", [folder]) == load_profile(str(path), []) == told


def test_profiles_that_are_none(tmp_path: Path) -> None:
    for name, content in {"other": "map = 1", "broken": "[columns", "field": "[columns]\nbody = 'text'"}.items():
        (tmp_path / f"{name}.toml").write_text(content, encoding="utf-8")
        with pytest.raises(UsageError):
            load_profile(name, [tmp_path])
    for name in ("missing", "../other", "", "a/b"):
        with pytest.raises(UsageError):
            load_profile(name, [tmp_path])
