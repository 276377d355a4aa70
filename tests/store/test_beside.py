"""The small files that stand beside a project's tables: the days that were named, grown words, other machines, looks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ProjectError
from framing.lexicon.growing import GROWN
from framing.limits import SIDECAR_BYTES
from framing.statistics.question import Question
from framing.store.beside import grown_path, machines_of_project, read_grown, read_milestones
from framing.store.layout import LOOKS
from framing.store.looks import keeps_looks, looks_of, question_said, record_look
from framing.store.marker import check_marker, check_name, is_project, make_marker

Write = Callable[[str | bytes], Path]


@pytest.fixture
def days(tmp_path: Path) -> Write:
    """Write the file of a project's days; the project's folder."""

    def write(content: str | bytes) -> Path:
        (tmp_path / "events.csv").write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write


def test_days_are_in_their_order_and_equal_ones_in_that_of_their_labels(days: Write) -> None:
    found = read_milestones(days("Label , note,DATE\n B  b,x,2025-06-02\nC,,2024\nA,,2025-06-02\nD,,2024-02\n"))
    assert found.problems == ()
    assert found.rows.rows() == [
        (datetime(2024, 1, 1, tzinfo=UTC), "C"),
        (datetime(2024, 2, 1, tzinfo=UTC), "D"),
        (datetime(2025, 6, 2, tzinfo=UTC), "A"),
        (datetime(2025, 6, 2, tzinfo=UTC), "B b"),
    ]


def test_no_file_of_days_is_no_problem(tmp_path: Path) -> None:
    assert read_milestones(tmp_path).rows.is_empty()
    assert read_milestones(tmp_path).problems == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"when,what\n2025,x\n", "has no columns date and label"),
        (b"date,what\n2025,x\n", "has no columns date and label"),
        (b"label\nx\n", "has no columns date and label"),
        (b"date,label\n\xff\xfe\n", "save it as CSV in UTF-8"),
        (b"", "has no columns"),
    ],
)
def test_a_file_of_days_that_is_none_is_told(days: Write, content: bytes, said: str) -> None:
    found = read_milestones(days(content))
    assert found.rows.is_empty()
    (problem,) = found.problems
    assert said in problem


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_of_days_may_be_so_large(days: Write, more: int) -> None:
    start = b"date,label\n2025,"
    found = read_milestones(days(start + b"x" * (SIDECAR_BYTES + more - len(start))))
    assert found.rows.height == 1 - more
    if more:
        assert found.problems == ("events.csv is larger than 100 kB; keep the days that matter",)


@pytest.mark.parametrize(("letters", "shown"), [(119, 119), (120, 120), (121, 120)])
def test_a_long_label_is_cut(days: Write, letters: int, shown: int) -> None:
    (label,) = read_milestones(days(f"date,label\n2025,{'x' * letters}\n")).rows["label"]
    assert len(label) == shown
    assert label.endswith("…") == (letters > shown)


@pytest.mark.parametrize(
    ("wrong", "told", "last"), [(5, 5, "line 6"), (6, 6, "and 1 line more"), (9, 6, "and 4 lines")]
)
def test_the_first_wrong_lines_are_told_one_by_one(days: Write, wrong: int, told: int, last: str) -> None:
    lines = ["२०२५,x", "2025-13,x", "May,x", "2025,", ",x"] + ["2025-1-1,x"] * 4
    found = read_milestones(days("date,label\n" + "\n".join([*lines[:wrong], "2025,good"])))
    assert found.rows["label"].to_list() == ["good"]
    assert len(found.problems) == told
    assert [problem.partition(": ")[2] for problem in found.problems[:5]] == [
        "'२०२५' is no date; write 2026-02-05, 2026-02 or 2026",
        "'2025-13' is no date; write 2026-02-05, 2026-02 or 2026",
        "'May' is no date; write 2026-02-05, 2026-02 or 2026",
        "no label; say in a few words what happened",
        "'' is no date; write 2026-02-05, 2026-02 or 2026",
    ]
    assert all(problem.startswith(f"events.csv, line {at}:") for at, problem in enumerate(found.problems[:5], 2))
    assert last in found.problems[-1]


@given(
    st.lists(
        st.tuples(st.sampled_from(["2025-01-01", "2024", "x", ""]), st.sampled_from(["A", "", " B "])), max_size=12
    )
)
def test_no_good_line_is_lost(tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("days")
    (folder / "events.csv").write_text("date,label\n" + "\n".join(f"{day},{label}" for day, label in lines))
    found = read_milestones(folder)
    assert found.rows.height == sum(day[:1] == "2" and bool(label.strip()) for day, label in lines)


def grown(folder: Path, content: str) -> Path:
    path = grown_path(folder, "hi")
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return folder


def test_grown_words_come_the_most_charged_first(tmp_path: Path) -> None:
    nothing, problem = read_grown(tmp_path, "hi")
    assert (nothing.height, nothing.schema, problem) == (0, GROWN, "")
    lines = ["count,word,score,neighbours,note", "3,ग,0.5,क,x", "2,ख,0.5,क,", "1,क,0.9,ग,", "4,घ,,क,"]
    found = read_grown(grown(tmp_path, "\n".join(lines)), "hi")
    assert found.problem == ""
    assert found.rows.columns == list(GROWN)
    assert found.rows.select("word", "count").rows() == [("क", 1), ("ख", 2), ("ग", 3)]  # A score is missing of घ.
    assert read_grown(tmp_path, "ur").rows.is_empty()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("word,score,count\nक,0.5,1\n", "has other columns than word, score, count, neighbours; grow it anew"),
        ("word,score,count,neighbours\nक,high,1,ख\n", "cannot be read; grow it anew with framing lexicon grow"),
        ("", "cannot be read; grow it anew with framing lexicon grow"),
    ],
)
def test_grown_words_that_are_none_are_told(tmp_path: Path, content: str, said: str) -> None:
    found = read_grown(grown(tmp_path, content), "hi")
    assert found.rows.is_empty()
    assert found.problem == f"grown/hi.csv {said}"


@pytest.mark.parametrize("more", [0, 1])
def test_a_table_of_grown_words_may_be_so_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int) -> None:
    content = "word,score,count,neighbours\nक,0.5,1,ख\n"
    monkeypatch.setattr("framing.store.beside.DICTIONARY_BYTES", 3_000_000)
    found = read_grown(grown(tmp_path, content + " " * (3_000_000 + more - len(content.encode()))), "hi")
    assert found.problem == ("grown/hi.csv is larger than 3 MB; grow it anew" if more else "")
    assert found.rows.height == 1 - more


def test_other_machines_are_read(tmp_path: Path) -> None:
    assert machines_of_project(tmp_path) == (None, ())
    (tmp_path / "machines.csv").write_text("model,article_id,tone\nbert,7,0.5\nbert,8,1\n")
    found = machines_of_project(tmp_path)
    assert found.table is not None
    assert found.table.to_dict(as_series=False) == {"article_id": ["7", "8"], "tone": [0.5, 1.0]}
    assert found.problems == ("machines.csv: left out of the scores, since it holds no numbers: 'model'",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "article,tone\na,1\n",
            "machines.csv: scores have the columns article, tone; give article_id and a column of numbers a machine",
        ),
        ("article_id,tone\na,1\na,2\n", "machines.csv: an article has two rows of scores; keep one row of each"),
    ],
)
def test_other_machines_that_say_nothing_are_told(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "machines.csv").write_text(content)
    assert machines_of_project(tmp_path) == (None, (said,))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (Question(), "by outlet"),
        (Question(by="outlet"), "by outlet"),
        (Question(by="country"), "by country"),
        (Question(a="dawn", by="outlet"), "dawn against the rest"),
        (Question(a="PK", b="IN", by="country"), "PK against IN; by country"),
        (Question(before="2025-01", by="outlet"), "by outlet; before 2025-01"),
        (Question(about="kashmir", language="hi"), "by outlet; about kashmir; language hi"),
        (Question(sections="title"), "by outlet; sections title"),
        (Question(voices=("quoted", "own")), "by outlet; voices quoted, own"),
    ],
)
def test_a_question_is_said_in_a_line(question: Question, said: str) -> None:
    said = said.replace("by outlet", f"by {question.by}") if question.by is None else said
    assert question_said(question) == said
    assert question_said(question, ["praise", "blame"]) == f"{said}; praise, blame"


def test_a_look_is_taken_down_once(tmp_path: Path) -> None:
    assert keeps_looks(tmp_path)
    for asked, question, version in (
        ("report", "one", "a"),
        ("page", "one", "a"),
        ("report", "two", "a"),
        ("report", "one", "b"),
    ):
        assert record_look(tmp_path, asked, question, 7, version)
    looks = looks_of(tmp_path)
    assert looks.select("asked", "question", "comparisons", "version").rows() == [
        ("report", "one", 7, "b"),
        ("report", "two", 7, "a"),
        ("report", "one", 7, "a"),
    ]
    assert all(abs((datetime.now(UTC) - made).total_seconds()) < 3600 for made in looks["made"])
    assert (tmp_path / LOOKS).stat().st_mode & 0o777 == tmp_path.stat().st_mode & 0o666


@pytest.mark.parametrize(("letters", "kept"), [(999, 999), (1000, 1000), (1001, 1000)])
def test_a_long_question_is_cut_and_still_known(tmp_path: Path, letters: int, kept: int) -> None:
    for _ in range(2):
        assert record_look(tmp_path, "report", "x" * letters, 1, "a")
    assert looks_of(tmp_path)["question"].str.len_chars().to_list() == [kept]


def test_a_damaged_look_is_left_out(tmp_path: Path) -> None:
    record_look(tmp_path, "report", "one", 1, "a")
    good = (tmp_path / LOOKS).read_bytes()
    lacking = json.dumps({"made": "2025-01-01T00:00:00+00:00", "asked": "x", "question": "y"}).encode()
    half = good.replace(b"one", b"two").rstrip(b"\n")
    (tmp_path / LOOKS).write_bytes(b"no json\n" + lacking + b"\n[]\n" + good + half)
    assert looks_of(tmp_path)["question"].to_list() == ["one"]


def test_a_folder_that_nobody_may_write_to_keeps_no_looks(tmp_path: Path) -> None:
    """Nor one where something else stands in the place of the file."""
    (tmp_path / LOOKS).mkdir()
    assert not record_look(tmp_path, "report", "one", 1, "a")
    assert looks_of(tmp_path).is_empty()


def test_a_folder_is_made_a_project_where_it_is_new_or_empty(tmp_path: Path) -> None:
    for folder in (tmp_path / "a" / "b", tmp_path / "empty", tmp_path / "begun"):
        if folder.name != "b":
            folder.mkdir()
        if folder.name == "begun":  # By somebody who was killed before it stood there.
            (folder / "framing.toml.draft").touch()
        assert not is_project(folder)
        make_marker(folder, shared=False)
        assert is_project(folder)
        check_marker(folder)
    for folder, code in ((tmp_path / "a", "project.not-empty"), (tmp_path / "file", "project.not-a-folder")):
        (tmp_path / "file").touch()
        with pytest.raises(ProjectError) as caught:
            make_marker(folder, shared=False)
        assert caught.value.code == code


@pytest.mark.parametrize("letter", list("[]|^\\\n\x00\x1f\x7f"))
def test_a_folder_that_delta_cannot_write_to_is_named(letter: str) -> None:
    with pytest.raises(ProjectError) as caught:
        check_name(Path(f"/news/a{letter}b"))
    assert caught.value.code == "project.folder-name"
    assert repr(letter) in caught.value.what
    check_name(Path("/news/a b (c) {d} é नया"))
