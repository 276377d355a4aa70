"""``framing demo``, and what ``--help`` says."""

from __future__ import annotations

import json
import subprocess
import sys

import polars as pl

import framing
from framing.cli.main import _COMMANDS
from framing.native.library import accelerator
from framing.schemas import ESTIMATE
from tests.conftest import Run


def test_the_demo_as_json(run: Run, scored: framing.Scored, seeds: framing.ReadResult) -> None:
    result = run("demo", "--no-serve", "--json")
    assert (result.code, result.err) == (0, "")
    printed = json.loads(result.out)
    assert [article["article_id"] for article in printed["articles"]] == seeds.articles["article_id"].to_list()
    table = framing.estimate(scored, seeds.articles)
    names = [row.pop("name") for row in printed["estimates"]]
    assert printed["estimates"] == table.to_dicts()
    assert set(printed["estimates"][0]) == set(ESTIMATE)
    called = framing.load_outlets().name
    keys = zip(table["level"], table["key"], strict=True)
    assert names == [called(key) if level == "outlet" else key for level, key in keys]
    assert [article["outlet_name"] for article in printed["articles"]] == [*map(called, seeds.articles["outlet"])]
    assert printed["caveats"] == framing.caveats(scored, seeds.articles)


def test_the_demo_fits_a_screen_and_says_what_was_counted(
    run: Run, scored: framing.Scored, seeds: framing.ReadResult
) -> None:
    out = run("demo", "--no-serve").out
    lines = out.splitlines()
    assert len(lines) <= 45
    assert max(len(line) for line in lines) <= 100
    tone = scored.scales.filter((pl.col("scale") == "tone") & (pl.col("section") == "all"))
    rows = tone.join(seeds.articles.select("article_id", "outlet"), on="article_id")
    outlets = framing.load_outlets().among(seeds.articles)
    for row in rows.iter_rows(named=True):
        at = next(number for number, line in enumerate(lines) if line.startswith(outlets.name(row["outlet"])))
        assert f"{row['positive']} loud against {row['negative']} communiqué" in lines[at + 1]
    assert "गला फाड़ रहा" in out
    assert "One article an outlet tells nothing of outlets at large" in out
    # No estimate, interval or ratio: of one article there is none.
    assert "×" not in out
    assert "95 %" not in out


def test_the_demos_tables_have_every_count_and_word(
    run: Run, scored: framing.Scored, seeds: framing.ReadResult
) -> None:
    out = run("demo", "--no-serve", "--tables").out
    for sentence in framing.caveats(scored, seeds.articles):
        assert sentence.split()[0] in out
    assert "गला फाड़ रहा (title)" in out
    assert "nothing is said at large" in out
    table = framing.estimate(scored, seeds.articles).filter(pl.col("level") == "outlet")
    for row in table.filter(pl.col("dimension") == "tone").iter_rows(named=True):
        assert f"{row['positive']} : {row['negative']}" in out


def test_help_does_not_load_polars() -> None:
    code = "import sys; sys.argv=['framing', '--help']\ntry:\n    from framing.cli.main import main; main()\nfinally:\n    assert not {'polars', 'numpy'} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "score" in done.stdout


def test_each_command_has_help(run: Run) -> None:
    for command in (*([name] for name in _COMMANDS), ["lexicon", "check"], ["lexicon", "show"]):
        result = run(*command, "--help")
        assert result.code == 0
        assert "Usage:" in result.out


def test_the_version(run: Run) -> None:
    reason = accelerator().reason
    told = f"without accelerator: {reason}" if reason else "with accelerator"
    assert run("--version").out == f"framing {framing.__version__} ({told})\n"
