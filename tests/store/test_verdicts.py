"""Verdicts: which of them count for what, what changes them, and the badge that they make."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli.main import framing as commands
from framing.store.badges import badges, validations_of
from framing.store.codes import fold_now
from framing.store.maintain import verify_project
from framing.store.verdicts import LEAST_READ, counting, hit_figures, hits_validations, save_verdict, verdicts_of
from framing.validation.metrics import wilson

WORDS = ("sham", "lackey")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> framing.Project:
    """Sixty articles with a hit of derogation each, two thirds of which were judged, every fifth of them as wrong."""
    rows = [
        {
            "id": f"a{at}",
            "text": f"It rained on day {at} and a {WORDS[at % 2]} number {at * 7} spoke.",
            "language": "en",
        }
        for at in range(60)
    ]
    project = framing.init_project(tmp_path_factory.mktemp("verdicts") / "study")
    with framing.Writer(project) as writer:
        writer.add(framing.ReadResult(framing.articles(pl.DataFrame(rows)), framing.read([]).rejects))
    hits = hits_of(project)
    for at, hit in enumerate(hits[:40]):
        save_verdict(project, "asha", hit, "wrong" if at % 5 == 0 else "right", drawn_for="dimension")
    save_verdict(project, "asha", hits[40], "wrong", drawn_for="entry")
    save_verdict(project, "asha", hits[41], "unsure", drawn_for="dimension", frame="country=PK")
    return project


def hits_of(project: framing.Project) -> list[dict[str, Any]]:
    loaded = project.load()
    rows = loaded.scored.evidence.filter(pl.col("dimension") == "derogation").sort("article_id")
    rows = rows.join(loaded.articles.select("article_id", "content_sha256"), on="article_id")
    edition = project.lexicon().codebook.edition("derogation")
    return [{**row, "section": str(row["section"]), "edition": edition} for row in rows.to_dicts()]


def test_what_is_drawn_for_counts_for_it_and_becomes_a_badge(study: framing.Project) -> None:
    rows, lexicon = verdicts_of(study), study.lexicon()
    assert rows.height == 42
    assert set(rows["status"]) == {"current"}
    own = counting(rows, "dimension", fingerprint=lexicon.fingerprint)
    assert own.height == 40
    (figure,) = hit_figures(own).filter(figure="precision").to_dicts()
    assert (figure["value"], figure["n"]) == (0.8, 40)
    assert (figure["low"], figure["high"]) == pytest.approx(wilson(0.8, 40))
    # An entry has also what was drawn for itself; and hits that were drawn among some alone tell nothing of all.
    by_entry = hit_figures(counting(rows, "entry"), "entry_id").filter(figure="precision")
    assert by_entry["n"].sum() == 41
    assert counting(rows, "dimension", "country=PK", lexicon.fingerprint).height == 41
    assert counting(rows, "dimension", fingerprint="another").height == 0
    (badge,) = badges(lexicon, ["derogation"], ["en"], validations_of(study)).to_dicts()
    assert (badge["badge"], badge["detail"]) == ("hits-read", "precision 0.80, n 40")
    few = own.head(LEAST_READ - 1)
    assert hits_validations(few, lexicon).height == 0
    assert hits_validations(own.head(LEAST_READ), lexicon).height == 1


def test_a_command_tells_the_same(study: framing.Project, tmp_path: Path) -> None:
    def told(*options: str) -> list[dict[str, Any]]:
        asked = ["lexicon", "review", "figures", "--json", *options]
        done = CliRunner().invoke(commands, asked)
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    (strict, _) = told("--project", str(study.folder))
    assert (strict["language"], strict["dimension"], strict["value"], strict["n"]) == ("en", "derogation", 0.8, 40)
    by_entry = told("--project", str(study.folder), "--entries")
    assert sum(row["n"] for row in by_entry if row["figure"] == "precision") == 41
    for wrong in (["--project", str(study.folder), str(tmp_path)], [], ["--entries", str(tmp_path)]):
        done = CliRunner().invoke(commands, ["lexicon", "review", "figures", *wrong])
        assert isinstance(done.exception, framing.UsageError)


def test_verdicts_go_into_the_tables_and_go_stale_with_text_entry_and_page(
    study: framing.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = verdicts_of(study).sort("record")
    assert fold_now(study)
    assert verdicts_of(study).sort("record").equals(before)
    assert verify_project(study.folder).damage == ()
    lexicon = study.lexicon()
    judged = set(before["entry_id"])
    entries = [replace(entry, unless="in a") if entry.id in judged else entry for entry in lexicon.entries["en"]]
    praise = replace(lexicon.codebook.dimensions["derogation"], definition="Something else.")
    book = replace(lexicon.codebook, dimensions={**lexicon.codebook.dimensions, "derogation": praise})
    others = {
        "entry": replace(lexicon, entries={**lexicon.entries, "en": tuple(entries)}),
        "codebook": replace(lexicon, codebook=book),
    }
    for status, other in others.items():
        with monkeypatch.context() as patch:
            patch.setattr(study, "_lexicon", (other.fingerprint, other))
            assert set(verdicts_of(study)["status"]) == {status}
    row = {"id": "a0", "text": "Another text of a sham.", "language": "en"}
    with framing.Writer(study) as writer:
        writer.add(framing.ReadResult(framing.articles(pl.DataFrame([row])), framing.read([]).rejects))
    assert dict(verdicts_of(study).select("article_id", "status").iter_rows())["a0"] == "text"


@pytest.mark.parametrize(
    ("verdict", "drawn_for", "frame", "code"),
    [
        ("right", "dimension", 2_000, "coding.coder"),
        (None, "entry", 0, "coding.coder"),
        ("right", "dimension", 2_001, "review.verdict"),
        ("perhaps", "dimension", 0, "review.verdict"),
        ("right", "moon", 0, "review.verdict"),
    ],
)
def test_a_verdict_that_is_none_is_refused_before_its_reader(
    study: framing.Project, verdict: str | None, drawn_for: str, frame: int, code: str
) -> None:
    with pytest.raises(framing.UsageError) as caught:
        save_verdict(study, "", {"entry_id": "en.x"}, verdict, drawn_for=drawn_for, frame="x" * frame)
    assert caught.value.code == code
