"""Codes as data of a project: hashed, erased, judged, and read back from sheets."""

from __future__ import annotations

import csv
import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from framing.cli.main import framing as commands
from framing.errors import FramingError, InputError, UsageError
from framing.lexicon.lexicon import Lexicon
from framing.store.badges import badges
from framing.store.codes import coded_in, codes_of, draws_of, fold_now, save_codes
from framing.store.desk import Desk
from framing.store.export import export
from framing.store.maintain import compact, verify_project
from framing.store.project import Project, init_project, open_project
from framing.store.sql import sql_views
from tests.store.coding import ONE, THREE, TWO_ID, run, said, say
from tests.store.conftest import erase


def test_what_is_erased_takes_its_codes_along(study: Project) -> None:
    say(study, "asha", {ONE: "yes", TWO_ID: "no"}, comment="a secret of theirs")
    fold_now(study)
    say(study, "bilal", {ONE: "no"}, comment="another secret")
    erase(study, ONE)
    assert said(study) == {("0002", "asha"): "no"}
    assert ONE not in draws_of(study)["article_id"].to_list()
    compact(study, purge=True)
    content = b"".join(path.read_bytes() for path in study.folder.rglob("*") if path.is_file())
    assert b"another secret" not in content
    assert ONE.encode() not in content
    assert said(open_project(study.folder)) == {("0002", "asha"): "no"}
    assert verify_project(study.folder).damage == ()
    with pytest.raises(InputError):
        say(study, "asha", {ONE: "no"})


def test_codes_of_another_text_or_page_are_kept_and_to_be_coded_again(
    study: Project, articles: Any, jsonl: Any, add_files: Any, tmp_path: Path
) -> None:
    say(study, "asha", {ONE: "yes", TWO_ID: "no", THREE: "no"})
    rows = articles(12, 5)
    rows[1]["text"] += " और एक पंक्ति।"
    add_files(study, jsonl(tmp_path / "b.jsonl", rows))
    save_codes(
        study,
        "x",
        [
            {**codes_of(study).filter(article_id=TWO_ID).row(0, named=True), "codebook": "0:gone"}
            | {"coded": "2026-01-01T00:00:00+00:00"}
        ],
    )
    states = dict(codes_of(study).select("article_id", "status").iter_rows())
    assert states == {ONE: "text", TWO_ID: "codebook", THREE: "current"}
    tasks = {task.article_id: task for task in Desk(study, "asha").tasks()}
    assert {name for name, task in tasks.items() if task.stale} == {ONE, TWO_ID}
    own, note = coded_in(codes_of(study), "praise")
    assert own["article_id"].to_list() == [THREE]
    assert note == "2 articles changed since, or the codebook did: to be coded again"
    status = json.loads(run("code", "status", "--json", on=study).stdout)
    assert {(row["article_id"], row["status"]) for row in status["again"]} == {(ONE, "text"), (TWO_ID, "codebook")}
    told = run("code", "status", on=study).stdout
    assert "the page of the codebook" in told[told.index("To be coded again") :]
    progress = status["progress"]
    assert {"coder": "asha", "dimension": "praise", "coded": 1, "left": 9, "again": 2} in progress
    say(study, "asha", {ONE: "no"})
    assert Desk(study, "asha").said(ONE)["praise"]["status"] == "current"


def fill(path: Path, answers: dict[str, str], dimension: str = "praise") -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row[dimension] = answers.get(row["unit"], "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_sheets_come_in_once_whatever_they_are_saved_as(study: Project) -> None:
    sheets = study.folder.parent / "sheets"
    names = draws_of(study)["unit"].to_list()
    fill(sheets / "coder-asha.csv", dict.fromkeys(names, "yes") | {names[0]: "maybe", names[1]: "हाँ"})
    done = run("code", "import", sheets, "--json", on=study, code=3)
    first = json.loads(done.stdout)
    assert first["codes"] == {"asha": 11}
    assert [problem.split(": ", 1)[1] for problem in first["problems"]] == [
        "'maybe' in praise is no code; write yes, no or unsure"
    ]
    # Far from its folder, in a workbook, by another name.
    frame = pl.read_csv(sheets / "coder-asha.csv", infer_schema=False).with_columns(
        praise=pl.lit("no"), comment=pl.lit("x")
    )
    path = study.folder.parent / "mine.xlsx"
    frame.write_excel(path)
    with pytest.raises(AssertionError, match="does not say who coded"):
        run("code", "import", path, on=study)
    assert json.loads(run("code", "import", path, "--coder", "bilal", "--json", on=study).stdout)["codes"] == {
        "bilal": 12
    }
    again = json.loads(run("code", "import", path, "--coder", "bilal", "--json", on=study).stdout)
    assert (again["codes"], again["known"]) == ({}, 12)
    told = run("agreement", "--json", on=study)
    assert '"kappa"' in told.stdout
    assert json.loads(told.stdout)["figures"][0]["units"] == 11
    # A long table names articles by their ids.
    long = study.folder.parent / "long.csv"
    long.write_text(
        f"article_id,coder,dimension,code\n{ONE},carol,doubt,no\n{ONE},carol,dout,no\nnobody,carol,doubt,no\n", "utf-8"
    )
    done = json.loads(run("code", "import", long, "--json", on=study, code=3).stdout)
    assert done["codes"] == {"carol": 1}
    assert len(done["problems"]) == 2


def test_duckdb_reads_the_last_code_of_each_coder(study: Project) -> None:
    say(study, "asha", {ONE: "yes", TWO_ID: "no", THREE: "no"})
    fold_now(study)
    say(study, "asha", {ONE: "no"})
    say(study, "bilal", {ONE: "unsure"})
    say(study, "asha", {THREE: None})
    fold_now(study)
    with duckdb.connect() as connection:
        connection.execute(sql_views(study))
        rows = connection.sql("SELECT article_id, coder, code FROM codes").fetchall()
    assert {(article.removeprefix("article-"), coder): code for article, coder, code in rows} == said(study)
    assert len(rows) == 3


def test_codes_are_exported_flat(study: Project, tmp_path: Path) -> None:
    say(study, "asha", {ONE: "yes"}, spans=[{"section": "title", "start": 0, "end": 4}], comment="=1")
    written = export(study, "codes", tmp_path / "codes.csv")
    assert written.rows == 1
    row = pl.read_csv(tmp_path / "codes.csv").row(0, named=True)
    assert (row["code"], row["spans"], row["comment"], row["status"]) == ("yes", "title 0-4", "'=1", "current")


def test_what_was_validated_is_carried_by_the_numbers_until_lexicon_or_page_change(
    study: Project, tmp_path: Path
) -> None:
    ids = study.load().articles["article_id"].to_list()
    say(study, "asha", {article: "yes" if at % 2 else "no" for at, article in enumerate(ids)})
    say(study, "bilal", {article: "yes" if at % 2 else "no" for at, article in enumerate(ids[:6])})
    scores = tmp_path / "machines.csv"
    pl.DataFrame({"article_id": ids, "oracle": [float(at % 2) for at in range(len(ids))]}).write_csv(scores)
    validate = ("validate", "--dimension", "praise", "--scores", scores)
    found = json.loads(run(*validate, "--json", on=study).stdout)
    assert {row["machine"] for row in found["figures"]} == {"lexicon", "oracle"}
    assert "oracle" in run(*validate, on=study).stdout
    assert study.validations().is_empty()
    asked = ("report", "--dimension", "praise")
    assert "\nread a second time blind: praise (hi: recall" in run(*asked, on=study).stdout
    run(*validate, "--record", on=study)
    rows = study.validations()
    assert rows.select("machine", "language", "articles", "alpha").rows() == [
        (machine, language, 12, 1.0) for machine in ("lexicon", "oracle") for language in ("all", "hi")
    ]
    assert rows["gold"].unique().to_list() == [found["gold"]]
    assert verify_project(study.folder).damage == ()
    told = run(*asked, on=study).stdout
    assert "\nvalidated here: praise (hi: α 1.00, recall" in told
    assert "n 12)" in told
    (badge,) = json.loads(run(*asked, "--json", on=study).stdout)["badges"]
    assert badge["badge"] == "validated"
    run(*asked, "--html", tmp_path / "page.html", on=study)
    assert "validated here" in (tmp_path / "page.html").read_text("utf-8")
    paper = run("code", "methods", "--dimension", "praise", on=study).stdout
    for said_there in (
        "2 coders read 12 articles", "6 were read by two or more", "Krippendorff's α = 1.00", "n = 12 codes stand (6 yes",
        found["gold"], "seed 1", "12 articles were drawn", "oracle, hi (n = 12): precision 1.00", "under 40 codes",
        study.lexicon().fingerprint, "θ = [λ Σŷ + N ē] / N", "Egami, N.",
    ):  # fmt: skip
        assert said_there in paper, said_there
    lexicon = study.lexicon()
    for other in (replace(lexicon, fingerprint="another"), with_page(lexicon)):
        assert badges(other, ["praise", "nothing"], ["hi", "fr"], rows)["badge"].to_list() == [
            "read-blind",
            "unvalidated",
        ]


def with_page(lexicon: Lexicon) -> Lexicon:
    """The same lexicon with another definition of praise."""
    book = lexicon.codebook
    praise = replace(book.dimensions["praise"], definition="Something else.")
    return replace(lexicon, codebook=replace(book, dimensions={**book.dimensions, "praise": praise}))


def test_marks_put_a_rate_right_and_unsure_codes_bound_a_share(
    tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    project = init_project(tmp_path / "study")
    rows, chance = articles(210, 9), random.Random(1)
    for row in rows:
        # None is a near-duplicate of another.
        filler = ["".join(chance.choices("कगचजटडतदनपबमयरलवसह", k=4)) for _ in range(60)]
        row["text"] = " ".join([*filler, *chance.choices(["पुलिस", "सब्ज़ियों", "कथित", "गाँव"], k=1)])
    add_files(project, jsonl(tmp_path / "a.jsonl", rows))
    run("sample", tmp_path / "sheets", "--n", "300", "--dimension", "doubt", "--coder", "asha", on=project)
    read = project.load()
    draws = {row["article_id"]: row for row in draws_of(project).to_dicts()}
    edition = project.lexicon().codebook.edition("doubt")
    coded, marks = [], dict[str, int]()
    for at, (article, text) in enumerate(read.articles.select("article_id", "text").iter_rows()):
        # What the coder sees is not what the lexicon sees.
        places = [found.start() for found in re.finditer("पुलिस|सब्ज़ियों", text)]
        marks[article] = len(places)
        code = "unsure" if at % 10 == 0 else "yes" if places else "no"
        spans = [{"section": "text", "start": place, "end": place + 5} for place in places]
        row = {name: draws[article][name] for name in ("article_id", "content_sha256", "sample", "chance")}
        coded.append({**row, "codebook": edition, "coder": "asha", "dimension": "doubt", "code": code, "spans": spans})
    save_codes(project, "asha", coded)
    asked = ("report", "--corrected", "--dimension", "doubt", "--json")
    of = {row["key"]: row for row in json.loads(run(*asked, on=project).stdout)["corrected"]}
    words = dict(read.scored.articles.select("article_id", "words").iter_rows())
    rates = json.loads(run(*asked, "--rate", on=project).stdout)
    assert rates["kind"] == "rate"
    for row in rates["corrected"]:
        own = read.articles.filter(outlet=row["key"])["article_id"].to_list()
        expected = 1000 * sum(marks[each] for each in own) / sum(words[each] for each in own)
        # All are coded, so that whatever the lexicon says, the codes have it.
        assert row["estimate"] == pytest.approx(expected)
        share = of[row["key"]]
        assert share["coded"] < len(own)
        assert share["least"] < share["low"] < share["estimate"] < share["high"] < share["most"]
    scores = tmp_path / "machines.csv"
    machines = pl.DataFrame({"article_id": list(marks), "oracle": [float(each > 0) for each in marks.values()]})
    machines.write_csv(scores)
    both = json.loads(run(*asked, "--scores", scores, on=project).stdout)["corrected"]
    assert [row for row in both if row["scored_by"] == "lexicon"] == list(of.values())
    for row in (row for row in both if row["scored_by"] == "oracle"):
        own = read.articles.filter(outlet=row["key"])["article_id"].to_list()
        # Who is never wrong is worth more than the codes alone.
        assert row["machine"] == pytest.approx(sum(marks[each] > 0 for each in own) / len(own))
        assert row["low"] <= row["machine"] <= row["high"]
        assert row["gain"] >= 1
    for wrong, problem in (
        (machines.head(9), "says nothing"),
        (machines.rename({"article_id": "id"}), "give article_id"),
    ):
        wrong.write_csv(scores)
        with pytest.raises(AssertionError, match=problem):
            run(*asked, "--scores", scores, on=project)
    told = run(*asked[:-1], on=project)
    assert "unsure as no … as yes" in told.stdout
    assert "21 texts unsure: left out, and the last column says what they could change" in told.output
    with pytest.raises(AssertionError, match="--rate and --sample are of the codes of a project"):
        run("report", "--corrected", tmp_path / "sheets", "--rate", "--dimension", "doubt", on=project)
    save_codes(project, "asha", [{**row, "spans": []} for row in coded])
    with pytest.raises(AssertionError, match="nobody has marked words in 'doubt'"):
        run(*asked, "--rate", on=project)


def test_options_that_do_not_go_together_are_refused(study: Project) -> None:
    for words in (("validate",), ("validate", "x.csv", "--dimension", "praise"), ("validate", "--scale", "tone")):
        with pytest.raises(AssertionError, match="with --project, one --dimension is validated"):
            run(*words, on=study)
    with pytest.raises(UsageError, match="are of a project's codes"):
        CliRunner().invoke(commands, ["validate", "x.csv", "--record"], catch_exceptions=False, standalone_mode=False)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "maybe"}, "coding.code"),
        ({"dimension": "prise"}, "coding.dimension"),
        ({"content_sha256": "0"}, "coding.changed"),
        ({"edition": "0:0"}, "coding.changed"),
        ({"spans": [{"section": "text", "start": 3, "end": 3}]}, "coding.span"),
        ({"comment": "x" * 2_001}, "coding.comment"),
        ({"article": "nobody"}, "input.no-article"),
    ],
)
def test_what_is_no_code_is_refused_in_one_line(drawn: Path, changed: dict[str, Any], code: str) -> None:
    project = open_project(drawn / "study")
    desk = Desk(project, "asha")
    given: dict[str, Any] = {"article": ONE, "dimension": "praise", "code": "yes"}
    given |= {
        "content_sha256": desk.text(ONE)["content_sha256"],
        "edition": project.lexicon().codebook.edition("praise"),
    }
    with pytest.raises(FramingError) as refused:
        desk.save(**{**given, **changed})
    assert refused.value.code == code
    assert said(project) == {}


def test_what_was_never_coded_or_sampled_is_refused(study: Project) -> None:
    for wrong, code in (
        (lambda: coded_in(codes_of(study)), "coding.uncoded"),
        (lambda: Desk(study, "settled"), "coding.coder"),
    ):
        with pytest.raises(UsageError) as refused:
            wrong()
        assert refused.value.code == code
    say(study, "asha", {ONE: "yes"})
    with pytest.raises(UsageError, match="nothing is coded of a sample 'x'"):
        coded_in(codes_of(study), "praise", "x")
