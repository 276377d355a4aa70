"""Erasing: not a byte of an article stays, whatever moment the process is killed at, and it does not come back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from deltalake import DeltaTable

from framing.errors import InputError
from framing.ingest.article.boilerplate import FOLDER, newest_rules, write_rules
from framing.ingest.article.boilerplate import learn as learn_lines
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.amend import amend
from framing.store.erase import pending
from framing.store.layout import TABLES
from framing.store.maintain import compact, verify_project
from framing.store.project import Project, init_project, open_project
from framing.store.rescore import rescore
from tests.store.conftest import erase

GONE = "article-0003"
FIRST = "गोपनीय पहला पाठ जिसे कोई नहीं पढ़ेगा, पाकिस्तान गला फाड़ रहा है।"
SECOND = "गोपनीय दूसरा पाठ, पुलिस ने कथित आरोपी को नहीं पकड़ा और चली गई।"
TITLE = "मिटाने योग्य शीर्षक"


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any
) -> Project:
    """An article in two versions, amended, rejected once more as its own double, and rewritten by compaction."""
    place = tmp_path_factory.mktemp("erase")
    project = init_project(place / "study")
    rows = articles(8, 3)
    rows[3] |= {"title": TITLE, "text": FIRST}
    file = jsonl(place / "a.jsonl", rows)
    broken = place / "b.jsonl"
    broken.write_text(f'{{"title": "x", "text": "{FIRST}\n', encoding="utf-8")
    add_files(project, file, broken, batch_bytes=2_000)
    compact(project)
    rows[3] |= {"text": SECOND}
    add_files(project, jsonl(place / "a.jsonl", [*rows, rows[3]]))
    amend(project, [GONE], {"outlet": "beta", "group.wave": "GEHEIM-GRUPPE"})
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return open_project(shutil.copytree(made.folder, tmp_path / "study"))


def traces(folder: Path) -> list[str]:
    """Where anything of the article stands: in a file's bytes or in any value of a table's file."""
    words = [GONE, TITLE, "GEHEIM-GRUPPE", FIRST[:20], SECOND[:20], FIRST[8:40], SECOND[8:40]]
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path)
            for name, kind in frame.schema.items():
                values = frame[name].to_list()
                content += b" ".join(filter(None, values)) if kind == pl.Binary else repr(values).encode()
        found += [f"{path.name}: {word}" for word in words if word.encode() in content]
    return found


def test_the_article_is_in_many_places_before(project: Project) -> None:
    """The test of erasing means something."""
    found = traces(project.folder)
    assert len({place.split(":")[0] for place in found}) >= 8
    assert project.columns("rejects", ["origin"], project.history().runs).height == 2


def test_not_a_byte_of_it_stays(project: Project) -> None:
    others = project.load().articles.filter(pl.col("article_id") != GONE)
    evidence = project.load().scored.evidence.filter(pl.col("article_id") != GONE)
    assert erase(project, GONE) > 8
    assert traces(project.folder) == []
    for reader in (project, open_project(project.folder)):
        loaded = reader.load()
        assert loaded.articles.equals(others)
        assert loaded.scored.evidence.equals(evidence)
        assert GONE not in loaded.scored.articles["article_id"]
    report = verify_project(project.folder)
    assert (report.damage, report.notes) == ((), ())


def test_what_quotes_it_among_the_rejects_goes_too(project: Project) -> None:
    erase(project, GONE)
    assert project.columns("rejects", ["origin"], project.history().runs).is_empty()


def test_a_record_without_text_stays(project: Project) -> None:
    erase(project, GONE)
    runs = project.history().runs
    assert runs["kind"].to_list()[-1] == "erase"
    record = project.columns("erasures", ["key_sha256", "reason", "erased"], runs)
    assert record.height == 3  # its id, which is its address too, and two contents
    assert set(record["reason"]) == {"takedown"}
    assert record["key_sha256"].str.len_chars().to_list() == [64] * record.height


def test_it_does_not_come_back(project: Project, scorer: Scorer, tmp_path: Path, jsonl: Any, add_files: Any) -> None:
    erase(project, GONE)
    rows = [
        {"id": GONE, "text": "एक और पाठ"},
        {"id": "another", "title": TITLE, "text": SECOND},
        {"id": "new", "text": "यह फैसला ऐतिहासिक है।"},
    ]
    counts = add_files(project, jsonl(tmp_path / "again.jsonl", rows))
    assert (counts.articles, counts.known, counts.scored) == (3, 2, 1)
    assert traces(project.folder) == []
    assert add_files(project, tmp_path / "again.jsonl").known == 3


def test_other_readers_of_delta_see_it_no_more(project: Project) -> None:
    erase(project, GONE)
    assert GONE not in pl.read_delta(str(project.folder / "articles"))["article_id"]
    evidence = project.columns("evidence", ["article_id"], project.history().runs)
    assert DeltaTable(project.folder / "evidence").count() == evidence.height


def test_an_unknown_name_is_an_error_and_erases_nothing(project: Project) -> None:
    version = project.version()
    with pytest.raises(InputError, match="no such article"):
        erase(project, GONE, "nobody")
    assert project.version() == version
    assert pending(project.folder) is None


def test_leftovers_of_a_killed_writer_are_purged_too(
    project: Project, scorer: Scorer, fall: Callable[..., bool]
) -> None:
    """A killed compaction left a copy that no run names."""
    assert fall("replace_files", 1, lambda: compact(open_project(project.folder)))
    erase(project, GONE)
    assert traces(project.folder) == []
    assert verify_project(project.folder).damage == ()


@pytest.mark.parametrize(
    ("function", "call"),
    [("write_atomically", 2), ("write_rows", 3), ("replace_files", 2), ("_append", 2), ("_seal", 1), ("_discard", 20)],
)
def test_broken_off_anywhere_the_next_writer_completes_it(
    project: Project, scorer: Scorer, fall: Callable[..., bool], function: str, call: int
) -> None:
    others = project.load().articles.filter(pl.col("article_id") != GONE)
    assert fall(function, call, lambda: erase(open_project(project.folder), GONE))
    assert open_project(project.folder).load().articles.height in (others.height, others.height + 1)
    if pending(project.folder) is not None:
        assert any("erasure" in note for note in verify_project(project.folder).notes)
    with Writer(project, scorer):
        pass
    assert traces(project.folder) == []
    assert pending(project.folder) is None
    assert open_project(project.folder).load().articles.equals(others)
    assert verify_project(project.folder).damage == ()


def test_what_was_scored_anew_goes_too(project: Project, lexicon: Path, tmp_path: Path) -> None:
    from framing.lexicon.lexicon import load_lexicon

    edited = shutil.copytree(lexicon, tmp_path / "lexicon")
    with (edited / "codebook.toml").open("a", encoding="utf-8") as codebook:
        codebook.write("\n# a remark\n")
    list(rescore(project, Scorer(load_lexicon(edited), threads=1)))
    assert any(place.endswith(GONE) for place in traces(project.folder / "scorings"))
    erase(project, GONE)
    assert traces(project.folder) == []
    report = verify_project(project.folder)
    assert (report.damage, report.notes) == ((), ())
    assert all(project.columns(table, list(columns), project.history().runs).width for table, columns in TABLES.items())


def learn(project: Project, rows: list[dict[str, str]]) -> None:
    """Two files of rules: what was learned, then one that a spreadsheet wrote anew with a line of the user's own."""
    outlets = ((row["outlet"], row["text"]) for row in rows)
    for version in (1, 2):
        path, content = write_rules(learn_lines(outlets, minimum=2, share=0), version)
        (project.folder / path).parent.mkdir(exist_ok=True)
        (project.folder / path).write_bytes(content)
    first = (project.folder / FOLDER / "0001.csv").read_bytes()
    (project.folder / FOLDER / "0002.csv").write_bytes(b"\xef\xbb\xbf" + first + f'alpha,no,0,0,"{FIRST}"\n'.encode())


def test_lines_that_were_learned_of_it_alone_go_too(
    tmp_path: Path, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any, fall: Callable[..., bool]
) -> None:
    """A line that two other articles have stays: it is the outlet's."""
    shared, lone = "डेली सैंपल ऐप पढ़ें", "गोपनीय पंक्ति, जो केवल दो लेखों में है"
    rows = [row | {"outlet": "alpha"} for row in articles(6, 9)]
    for row in rows[:4]:
        row["text"] += f"\n{shared}"
    rows[0]["text"] += f"\n{FIRST}"
    for row in rows[:2]:
        row["text"] += f"\n{lone} "
    project = init_project(tmp_path / "study")
    add_files(project, jsonl(tmp_path / "a.jsonl", rows))
    learn(project, rows)
    (project.folder / FOLDER / "0003.csv.draft").write_text(lone, encoding="utf-8")
    before = [path.read_text(encoding="utf-8") for path in sorted((project.folder / FOLDER).glob("*.csv"))]
    assert all(shared in text and lone in text for text in before)

    assert fall("purged_rows", 1, lambda: erase(open_project(project.folder), "article-0000"))
    with Writer(project, scorer):
        pass
    left = {path.name: path.read_text(encoding="utf-8") for path in sorted((project.folder / FOLDER).iterdir())}
    assert left.keys() == {"0001.csv", "0002.csv"}
    for text, old in zip(left.values(), before, strict=True):
        assert shared in text
        assert lone not in text
        assert FIRST not in text
        assert text.startswith(old.split("\n")[0])
    assert [rule.line for rule in newest_rules(project.folder)].count(shared) == 1


def test_the_command_asks_for_a_word_of_assent(project: Project, run: Any) -> None:
    asked = run("erase", GONE, "--project", project.folder)
    assert asked.code == 2
    assert "--yes" in asked.err
    assert traces(project.folder) != []
    done = run("erase", GONE, "--project", project.folder, "--yes", "--json")
    assert done.code == 0
    assert json.loads(done.out)["articles"] == 1
    assert traces(project.folder) == []
    again = run("erase", GONE, "--project", project.folder, "--yes")
    assert again.code == 0
    assert "erased before" in again.out
    assert run("erase", "nobody", "--project", project.folder, "--yes").code == 1


@pytest.mark.parametrize(("function", "call"), [("purged_rows", 1), ("_append", 1), ("_discard", 20)])
def test_a_killed_erase_run_again_says_that_it_is_completed(
    project: Project, run: Any, fall: Callable[..., bool], function: str, call: int
) -> None:
    """By whatever name it was asked for: the place it came from is known to nobody once the article is gone."""
    origin = project.load().articles.filter(pl.col("article_id") == GONE)["origin"][0]
    assert fall(function, call, lambda: erase(open_project(project.folder), origin))
    assert pending(project.folder) is not None
    asked = run("erase", origin, "--project", project.folder)
    assert asked.code == 2
    assert "interrupted" in asked.err
    done = run("erase", origin, "--project", project.folder, "--yes")
    assert (done.code, done.out.startswith("completed")) == (0, True), done
    assert traces(project.folder) == []
    assert pending(project.folder) is None
    assert verify_project(project.folder).damage == ()


def test_an_interrupted_erasure_is_completed_and_another_done(
    project: Project, run: Any, fall: Callable[..., bool]
) -> None:
    assert fall("_append", 1, lambda: erase(open_project(project.folder), GONE))
    done = run("erase", "article-0001", GONE, "--project", project.folder, "--yes", "--json")
    said = json.loads(done.out)
    assert (done.code, said["completed"], said["articles"], said["erased_before"]) == (0, True, 1, [])
    assert open_project(project.folder).load().articles["article_id"].is_in([GONE, "article-0001"]).sum() == 0
