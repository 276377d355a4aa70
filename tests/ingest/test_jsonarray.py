"""JSON files that are no JSON Lines: an array, or objects over several lines."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.ingest.article.articles import Outlets
from framing.ingest.read import read
from framing.ingest.readers import jsonarray

VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from('a"\\[]{},:\n क😀'), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "b"]), inner, max_size=2),
    max_leaves=6,
)


@given(st.lists(VALUES, max_size=4), st.sampled_from([None, 1, "\t"]), st.booleans(), st.integers(1, 9))
def test_what_was_written_is_read(values: list[object], indent: int | str | None, ascii_only: bool, size: int) -> None:
    raw = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonarray, "_READ", size)
        assert list(jsonarray.objects(io.BytesIO(raw), json.JSONDecoder(), 10_000)) == values


@given(st.lists(st.dictionaries(st.just("text"), VALUES), min_size=1, max_size=3))
def test_objects_one_after_the_other_are_read(values: list[object]) -> None:
    raw = "\n".join(json.dumps(value, indent=2) for value in values).encode()
    assert list(jsonarray.objects(io.BytesIO(raw), json.JSONDecoder(), 10_000)) == values


@given(st.binary(max_size=30))
def test_nothing_else_is_raised(raw: bytes) -> None:
    try:
        read_values = list(jsonarray.objects(io.BytesIO(b"[" + raw), json.JSONDecoder(), 100))
    except InputError:
        read_values = []
    assert len(read_values) <= len(raw)


def test_a_value_beyond_the_limit_is_passed_over() -> None:
    raw = b'[{"text": "a"}, {"text": "' + b"x" * 3_000_000 + b'"}, {"text": "b"}]'
    one, large, two = jsonarray.objects(io.BytesIO(raw), json.JSONDecoder(), 1000)
    assert (one, two) == ({"text": "a"}, {"text": "b"})
    assert isinstance(large, InputError)
    assert large.code == "input.too-large"


#: What may be wrong with one object: (what stands in place of its text, with the quotation marks; code).
DAMAGES = {
    "not a number": (b"NaN", "input.json"),
    "infinite": (b"-Infinity", "input.json"),
    "a byte of another encoding": (b'"caf\xe9"', "input.encoding"),
    "a raw tab": (b'"a\tb"', "input.json"),
    "a raw line break": (b'"a\nb"', "input.json"),
    "an escape that is none": (b'"a\\xb"', "input.json"),
    "a quotation mark within": (b'"a "b" c"', "input.json"),
    "one quotation mark within": (b'"a "b c"', "input.json"),
    "an unclosed string": (b'"a', "input.json"),
    "no value": (b"", "input.json"),
    "brackets that do not close": (b'{"a": [1', "input.json"),
    "brackets in an unclosed string": (b'"a [{', "input.json"),
    "too deep": (b"[" * 100_000 + b"]" * 100_000, "input.too-deep"),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("wrapper", [b"%s", b'{"status": "ok", "articles": %s}'], ids=["array", "answer"])
def test_one_bad_object_costs_one_object(tmp_path: Path, damage: str, indent: int | None, wrapper: bytes) -> None:
    rows = [{"text": f"Text {number}.", "tags": [{"name": "x"}, {"name": "y"}]} for number in range(30)]
    written, code = DAMAGES[damage]
    whole = json.dumps(rows, indent=indent).encode()
    bad = whole.replace(b'"Text 7."', written)
    (tmp_path / "a.json").write_bytes(wrapper % bad)
    result = read([tmp_path / "a.json"], outlets=Outlets())
    assert result.articles["text"].to_list() == [row["text"] for row in rows if row["text"] != "Text 7."]
    assert result.rejects["code"].to_list() == [code]
    assert result.rejects["origin"].to_list() == [f"{tmp_path}/a.json#8"]


ROWS = st.lists(st.fixed_dictionaries({"text": st.text(min_size=1), "n": VALUES}), min_size=3, max_size=6)


@given(ROWS, st.data(), st.integers(1, 40))
def test_damage_to_one_object_leaves_the_others(rows: list[dict[str, object]], data: st.DataObject, size: int) -> None:
    # As in any file the objects begin with one key, by which they are found again; Hypothesis mixes the keys' order.
    parts = [json.dumps({name: row[name] for name in ("text", "n")}).encode() for row in rows]
    bad = data.draw(st.integers(1, len(rows) - 1))
    place = data.draw(st.integers(1, len(parts[bad]) - 2))
    parts[bad] = parts[bad][:place] + b"\xff" + parts[bad][place + 1 :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonarray, "_READ", size)
        found = list(_values(b"[" + b", ".join(parts) + b"]"))
    good = [value for value in found if not isinstance(value, InputError)]
    before, behind = rows[:bad], rows[bad + 1 :]
    assert good[:bad] == before
    # A mark that was a quotation mark may take the next object along.
    assert good[bad:] in (behind, behind[1:])
    assert any(isinstance(value, InputError) for value in found)


def _values(raw: bytes) -> Iterator[object]:
    try:
        yield from jsonarray.objects(io.BytesIO(raw), json.JSONDecoder(), 10_000)
    except InputError as error:
        yield error


@pytest.mark.parametrize("bad", [b'{"a": NaN}', b'{"a": "x}', b'{"a": ["x"}', b'{"a": "\xff"}'])
def test_the_signs_looked_at_grow_with_the_file(bad: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []

    class Counting:
        def __init__(self, pattern: re.Pattern[str]) -> None:
            self._pattern = pattern

        def finditer(self, text: str, at: int, end: int) -> Iterator[re.Match[str]]:
            for found in self._pattern.finditer(text, at, end):
                looked_at.append(found.end() - found.start())
                yield found

    monkeypatch.setattr(jsonarray, "_TOKEN", Counting(jsonarray._TOKEN))

    def cost(times: int) -> int:
        looked_at.clear()
        raw = b"[" + b",".join([b'{"a": "good"}', *[bad] * times]) + b"]"
        assert sum(1 for _ in _values(raw)) > 1
        return sum(looked_at)

    assert cost(400) <= 2.2 * cost(200)


def test_what_is_left_out_is_told_in_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes('[{"text": "क"}, {"text": NaN}, {"text": "b"}]'.encode())
    (reason,) = read([tmp_path / "a.json"], outlets=Outlets()).rejects["reason"]
    assert reason.endswith("13 bytes from byte 18 on are left out")


def test_an_array_is_a_table(tmp_path: Path) -> None:
    rows = [{"headline": "T", "body": "One.", "wave": 1}, {"body": "Two."}, {"headline": "U"}, 7]
    (tmp_path / "a.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    result = read([tmp_path], outlets=Outlets())
    assert result.articles.select("article_id", "title", "text").rows() == [
        *(("a.json#1", "T", "One."), ("a.json#2", None, "Two."), ("a.json#3", "U", "")),
    ]
    assert result.articles["groups"].to_list() == [[{"name": "wave", "value": "1"}], None, None]
    assert result.rejects["origin"].to_list() == [f"{tmp_path}/a.json#4"]


def test_an_array_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    rows = [{"text": f"Text {number}."} for number in range(1200)]
    (tmp_path / "a.json").write_text(json.dumps(rows)[:-20], encoding="utf-8")
    result = read([tmp_path], outlets=Outlets())
    assert result.articles.height == 1199
    assert result.rejects["code"].to_list() == ["input.json"]


WRAPPED = {
    "status": "ok",
    "articles": [
        {"source": {"id": None, "name": "The Hindu"}, "author": ["A", "B"], "title": "T", "content": "One."},
        {"source": {"id": None, "name": "The Hindu"}, "author": [{"name": "C"}], "title": "U", "content": "Two."},
    ],
}


@pytest.mark.parametrize(
    "value", [WRAPPED, {"response": {**WRAPPED, "total": 2}}, [WRAPPED]], ids=["flat", "response", "array"]
)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_answer_of_a_news_service_is_its_articles(tmp_path: Path, value: object, indent: int | None) -> None:
    (tmp_path / "a.json").write_text(json.dumps(value, indent=indent), encoding="utf-8")
    result = read([tmp_path / "a.json"])
    assert result.articles.select("text", "outlet", "source", "byline").rows() == [
        ("One.", "the-hindu", None, "A, B"),
        ("Two.", "the-hindu", None, "C"),
    ]
    assert result.rejects.is_empty()


def test_what_lies_in_an_article_is_no_article(tmp_path: Path) -> None:
    record = {"title": "T", "comments": [{"text": "Nonsense!"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    result = read([tmp_path / "a.jsonl"])
    assert result.articles.select("title", "text").rows() == [("T", "")]
