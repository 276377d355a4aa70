"""Gold sets: what stands fast of the codes, by a version, and what samples they may be taken from."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from framing.errors import UsageError
from framing.store.codes import coded_in, codes_of, draws_of, gold, gold_version, main_sample
from framing.store.desk import Desk
from framing.store.goldsets import gold_of
from framing.store.maintain import compact, verify_project
from framing.store.project import Project
from tests.store.coding import ONE, THREE, TWO_ID, run, say
from tests.store.conftest import erase


def test_what_stands_fast_has_a_version_of_its_own(study: Project, tmp_path: Path) -> None:
    say(study, "asha", {ONE: "yes", TWO_ID: "no", THREE: "unsure"})
    say(study, "bilal", {ONE: "yes", TWO_ID: "yes"})
    desk = Desk(study, "bilal")
    assert [(each.dimension, each.settled) for each in desk.disputes()] == [("praise", None)] * 2
    rows = gold(codes_of(study))
    assert rows.select("article_id", "code", "basis", "coders").rows() == [(ONE, "yes", "agreed", 2)]
    say(study, "bilal", {TWO_ID: "no"}, settles=True)
    settled = gold(codes_of(study))
    assert settled["basis"].to_list() == ["agreed", "settled"]
    assert codes_of(study).filter(coder="settled")["entered_by"].to_list() == ["bilal"]
    assert gold_version(settled) != gold_version(rows)
    assert [each.settled for each in desk.disputes()] == [None, "no"]
    said_of = json.loads(run("code", "gold", tmp_path / "gold.csv", "--json", on=study).stdout)
    assert said_of == {"version": gold_version(settled), "codes": 2, "settled": 1, "agreed": 1, "single": 0}
    assert pl.read_csv(tmp_path / "gold.csv")["code"].to_list() == ["yes", "no"]
    table = json.loads(run("report", "--corrected", "--dimension", "praise", "--json", on=study).stdout)
    assert sum(row["coded"] for row in table["corrected"]) == 2


def test_a_gold_set_that_was_named_can_be_read_when_coding_has_gone_on(study: Project, tmp_path: Path) -> None:
    say(study, "asha", {ONE: "yes", TWO_ID: "no", THREE: "no"})
    first = json.loads(run("code", "gold", tmp_path / "one.csv", "--json", on=study).stdout)["version"]
    run("code", "gold", tmp_path / "one.csv", on=study)
    say(study, "asha", {ONE: "no", TWO_ID: "unsure", "article-0004": "yes"})
    told = run("code", "gold", tmp_path / "then.csv", "--version", first, on=study).stdout
    assert "since then: 1 new, 1 no longer fast, 1 with another code, 0 of another text or page" in told
    assert (tmp_path / "then.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert gold_version(gold_of(study, first)) == first != gold_version(gold_of(study))
    second = json.loads(run("code", "gold", tmp_path / "two.csv", "--json", on=study).stdout)["version"]
    kept = json.loads(run("code", "gold", "--json", on=study).stdout)["versions"]
    assert [(row["version"], row["codes"], row["whole"]) for row in kept] == [(first, 3, True), (second, 3, True)]
    assert "the same stands fast now" in run("code", "gold", "--version", second, on=study).stdout
    erase(study, ONE)
    compact(study, purge=True)
    assert verify_project(study.folder).damage == ()
    assert gold_of(study, first)["article_id"].to_list() == [TWO_ID, THREE]
    assert "articles were erased since" in run("code", "gold", on=study).stdout
    with pytest.raises(UsageError, match=f"no gold set 'x'.*kept are {first}, {second}"):
        gold_of(study, "x")


def test_what_a_lexicon_was_tuned_on_no_longer_tells_of_it(study: Project, tmp_path: Path) -> None:
    ids = study.load().articles["article_id"].to_list()
    say(study, "asha", {article: "yes" if at % 2 else "no" for at, article in enumerate(ids)})
    say(study, "bilal", {ONE: "yes"})
    version = gold_version(gold(codes_of(study)))
    pl.DataFrame({"article_id": ids[:4]}).write_csv(tmp_path / "grown.csv")
    told = run("code", "burn", tmp_path / "grown.csv", "--dimension", "praise", on=study).stdout
    assert told.startswith("4 codes burned: ")
    assert (
        "0 codes burned, 4 were already"
        in run("code", "burn", tmp_path / "grown.csv", "--dimension", "praise", on=study).stdout
    )
    assert verify_project(study.folder).damage == ()
    # They stand fast, and coders agree on them; nothing is validated or put right by them.
    assert gold_version(gold(codes_of(study))) == version
    assert gold(codes_of(study))["burned"].sum() == 4
    own, note = coded_in(codes_of(study), "praise")
    assert set(own["article_id"]) == set(ids[4:])
    assert "left out on which a lexicon was tuned" in note
    assert coded_in(codes_of(study), "praise", together=True)[0]["article_id"].n_unique() == len(ids)
    rows = json.loads(run("report", "--corrected", "--dimension", "praise", "--json", on=study).stdout)["corrected"]
    assert sum(row["coded"] for row in rows) == len(ids) - 4
    assert "Burned, since a lexicon was tuned on them: praise 4" in run("code", "status", on=study).stdout
    assert "left out on which a lexicon was tuned" in run("code", "methods", "--dimension", "praise", on=study).stdout
    run("code", "burn", "--dimension", "praise", on=study)
    with pytest.raises(AssertionError, match="a lexicon was tuned on all codes there are"):
        run("validate", "--dimension", "praise", on=study)
    with pytest.raises(AssertionError, match="nothing is coded of what is to be marked"):
        run("code", "burn", "--dimension", "doubt", on=study)


def test_a_code_counts_in_every_sample_that_its_article_was_drawn_in(study: Project, tmp_path: Path) -> None:
    """Whichever draw came last: what was coded on its sheets is of its texts, and the others' articles are not lost."""
    first = main_sample(codes_said(study, {ONE: "yes"}))
    ids = study.load().articles["article_id"].to_list()
    words = ("--n", "2", "--seed", "9", "--dimension", "praise", "--coder", "asha")
    run("sample", tmp_path / "small", *words, on=study)
    other = json.loads((tmp_path / "small" / "about.json").read_text("utf-8"))["sample"]
    small = dict(draws_of(study).filter(sample=other).select("article_id", "chance").iter_rows())
    rows = pl.read_csv(tmp_path / "small" / "coder-asha.csv", infer_schema=False).with_columns(praise=pl.lit("no"))
    rows.write_csv(tmp_path / "small" / "coder-asha.csv")
    run("code", "import", tmp_path / "small", on=study)
    codes = codes_said(study, dict.fromkeys(ids, "yes"))
    for sample, chances in ((first, dict.fromkeys(ids, 1.0)), (other, small)):
        own = coded_in(codes, "praise", sample)[0].select("article_id", "weight")
        assert {article: 1 / weight for article, weight in own.iter_rows()} == pytest.approx(chances)
    assert gold(codes).select("sample", "chance").unique().rows() == [(first, 1.0)]


def codes_said(study: Project, answers: dict[str, str]) -> pl.DataFrame:
    say(study, "asha", dict(answers))
    return codes_of(study)


def test_what_is_drawn_to_tune_is_burned_before_it_is_coded(study: Project, tmp_path: Path) -> None:
    words = ("--n", "2", "--seed", "5", "--purpose", "tune", "--dimension", "praise", "--coder", "asha")
    run("sample", tmp_path / "tune", *words, on=study)
    own = draws_of(study).filter(pl.col("frame").str.contains("tune"))["article_id"].to_list()
    say(study, "asha", dict.fromkeys(own, "yes"))
    assert codes_of(study).filter(pl.col("article_id").is_in(own))["burned"].all()
