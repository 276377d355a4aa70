"""Python does what the command line does, and both say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import framing
from tests.cli.test_options import ALL
from tests.conftest import Run

#: Command → the public functions and classes that do the same.
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "add": ("add", "Writer"),
    "agreement": ("agreement", "disagreements", "span_agreement", "read_codes", "coded_in", "settled"),
    "amend": ("amend",),
    "boilerplate apply": ("apply_boilerplate",),
    "boilerplate learn": ("learn_boilerplate",),
    "boilerplate show": ("raw_texts",),
    "bundle": ("bundle",),
    "cite": ("citation",),
    "code burn": ("burn",),
    "code gold": ("gold", "gold_of", "gold_version", "gold_versions", "gold_changes", "keep_gold"),
    "code import": ("import_codes",),
    "code methods": ("coding_methods",),
    "code status": ("code_status", "codes_of"),
    "compact": ("compact",),
    "compare": ("compare", "reasons", "shift", "keyness"),
    "diff": ("diff",),
    "dimensions": ("dimensions",),
    "erase": ("erase",),
    "export": ("export",),
    "formats": ("formats",),
    "init": ("init_project", "open_project"),
    "kwic": ("kwic", "about"),
    "lexicon calibrate": ("calibrate",),
    "lexicon check": ("check_lexicon", "load_lexicon", "default_lexicon", "lexicons_folder"),
    "lexicon coverage": ("coverage",),
    "lexicon expand": ("expand",),
    "lexicon export": ("export_dictionary",),
    "lexicon grow": ("grow_words",),
    "lexicon import": ("import_dictionary",),
    "lexicon review candidates": ("candidates",),
    "lexicon review draw": ("draw_reading",),
    "lexicon review figures": ("reading_figures",),
    "lexicon show": ("entries",),
    "outlets": ("load_outlets", "unlisted_outlets", "outlet_spellings", "merge_outlets", "unmerge_outlet"),
    "plan": ("write_plan", "read_plan", "study_sizes"),
    "rejects": ("rejects",),
    "report": (
        *("estimate", "caveats", "influence", "sensitivity", "specifications", "trends", "events", "with_units"),
        *("corrected", "correct", "corrected_ratio", "marked", "badges", "badge_lines"),
    ),
    "rescore": ("rescore",),
    "sample": ("sample",),
    "score": ("articles", "read", "score", "records", "issues", "seeds_folder"),
    "sql": ("sql_views",),
    "validate": ("validate", "load_labelled", "validity"),
    "verify": ("verify",),
    "verify-bundle": ("verify_bundle",),
}
#: Commands that show what others do, and need no function.
SHOWING = {"dashboard", "demo"}


def test_each_command_has_its_functions_and_each_function_its_command() -> None:
    assert sorted(ALL) == sorted({*FUNCTIONS, *SHOWING})
    named = [name for names in FUNCTIONS.values() for name in names]
    assert len(named) == len(set(named))
    functions = {name for name in framing.__all__ if callable(getattr(framing, name)) and name.islower()}
    # What commands do by their filters, Python does by one function for all.
    assert functions == set(named) - {"Writer"} | {"where"}


@pytest.fixture
def project(tmp_path: Path) -> framing.Project:
    folder = tmp_path / "files"
    folder.mkdir()
    rows = [
        {"id": f"{name}-{n}", "title": "A row", "text": f"{n}: {text}", "outlet": name, "language": "en"}
        for name, text in (("Sample Post", "The shameful sham stunned all."), ("sample-post daily", "A calm day."))
        for n in range(6)
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "no row\n", encoding="utf-8")
    project = framing.init_project(tmp_path / "news")
    added = framing.add(project, folder)
    assert (added.counts.scored, added.counts.rejects, added.rejects.height) == (12, 1, 1)
    return project


def test_both_say_the_same_of_a_project(project: framing.Project, run: Run) -> None:
    def said(*command: str) -> Any:
        result = run(*command, "--project", project.folder, "--json")
        lines = [json.loads(line) for line in result.out.splitlines()]
        return lines[0] if len(lines) == 1 else lines

    report = framing.verify(project)
    assert (said("verify")["files"], report.damage) == (report.files, ())
    assert said("rejects")["origin"] == framing.rejects(project, "input")["origin"].item()
    assert said("rejects", "--code", "storage") == [] == framing.rejects(project, "storage").to_dicts()
    lines = said("boilerplate", "learn", "--dry-run", "--minimum", "2")["lines"]
    assert [line["line"] for line in lines] == [
        rule.line for rule in framing.learn_boilerplate(project, minimum=2, dry_run=True)[0]
    ]
    moved = framing.diff(project, 0, 1)
    assert said("diff", "0", "1")["entries"] == moved.entries.to_dicts() != []
    assert said("rescore")["scored"] == framing.rescore(project).articles == 0
    plan = framing.Plan("Louder?", framing.Question(by="outlet"), ("derogation",))
    sizes = said("plan", "--dimension", "derogation", "--question", "Louder?")
    assert sizes["sizes"] == framing.study_sizes(project, plan)[0].to_dicts()
    assert sizes["plan"]["sha256"] == plan.sha256
    assert "\n".join(framing.sql_views(project).split("\n")[:2]) in run("sql", "--project", project.folder).out


def test_both_draw_the_same_articles(project: framing.Project, run: Run, tmp_path: Path) -> None:
    found = framing.sample(project, tmp_path / "one", dimensions=["derogation"], coders=["asha"], number=3)
    given = ("--dimension", "derogation", "--coder", "asha", "--n", "3", "--project", project.folder, "--json")
    assert json.loads(run("sample", tmp_path / "two", *given).out)["keys"] == found.keys.to_dicts()
    assert framing.code_status(project).rows() == [("asha", "derogation", 0, found.drawn.height, 0)]
    status = json.loads(run("code", "status", "--project", project.folder, "--json").out)
    assert status["progress"] == framing.code_status(project).to_dicts()


def test_what_is_erased_is_erased_by_either(project: framing.Project, run: Run) -> None:
    erased = framing.erase(project, ["Sample Post-0"], reason="takedown")
    assert (erased.articles, erased.before) == (("Sample Post-0",), {})
    assert framing.erase(project, ["Sample Post-0"]).before.keys() == {"Sample Post-0"}
    told = json.loads(run("erase", "Sample Post-0", "--yes", "--json", "--project", project.folder).out)
    assert (told["articles"], told["erased_before"]) == (0, ["Sample Post-0"])
    with pytest.raises(framing.InputError, match="no such article"):
        framing.erase(project, ["nobody"])


def test_one_state_is_no_difference(project: framing.Project) -> None:
    with pytest.raises(framing.UsageError, match="one state is named"):
        framing.diff(project, 1)


def test_a_frame_is_added_like_a_file(project: framing.Project) -> None:
    rows = pl.DataFrame({"id": ["x"], "text": ["A sham."], "outlet": ["Sample Post"], "language": ["en"]})
    assert framing.add(project, rows).counts.scored == 1
    assert framing.add(project, rows).counts.known == 1
    proposals = framing.outlet_spellings(project)
    assert framing.merge_outlets(project, proposals) == len(proposals)


def test_both_say_the_same_of_lexicons(run: Run, tmp_path: Path) -> None:
    shown = [json.loads(line) for line in run("lexicon", "show", "shout_hoarse", "--json").out.splitlines()]
    assert framing.entries("shout_hoarse").to_dicts() == shown != []
    covered = [json.loads(line) for line in run("lexicon", "coverage", "--json").out.splitlines()]
    table = framing.coverage()
    assert [(row["dimension"], row["concepts"], row["lacking"]["ur"]) for row in covered] == list(
        table.select("dimension", "concepts", "lacking_ur").iter_rows()
    )
    assert run("lexicon", "expand", "slam", "--language", "en", "--pos", "verb").out.split() == framing.expand(
        "slam", "en", "verb"
    )
    checked = json.loads(run("lexicon", "check", "--json").out)
    assert len(checked["findings"]) == len(framing.check_lexicon())
    made = framing.export_dictionary(tmp_path / "one.dic", "ur", ["doubt"])
    run("lexicon", "export", tmp_path / "two.dic", "--language", "ur", "--dimension", "doubt")
    assert (tmp_path / "one.dic").read_text(encoding="utf-8") == (tmp_path / "two.dic").read_text(encoding="utf-8")
    back = framing.import_dictionary(tmp_path / "one.dic", tmp_path / "back", "ur")
    assert made.patterns >= sum(back.entries.values()) > 0
    listed = [json.loads(line) for line in run("dimensions", "--json").out.splitlines()]
    assert listed == framing.dimensions().to_dicts()
    assert json.loads(run("cite", "--json").out) == framing.citation()
    assert framing.default_lexicon().fingerprint in run("cite").out
    read = json.loads(run("formats", "--json").out)
    assert [row["format"] for row in read["written"]] == framing.formats().filter(kind="written")["format"].to_list()
