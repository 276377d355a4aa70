"""``framing demo``, and what ``--help`` says."""

from __future__ import annotations

import json
import subprocess
import sys

import polars as pl

import framing
from framing.cli.main import _COMMANDS
from framing.schemas import ESTIMATE
from tests.conftest import Run


def test_the_demo_as_json(run: Run, scored: framing.Scored, seeds: framing.ReadResult) -> None:
    result = run("demo", "--no-serve", "--json")
    assert (result.code, result.err) == (0, "")
    printed = json.loads(result.out)
    assert [article["article_id"] for article in printed["articles"]] == seeds.articles["article_id"].to_list()
    table = framing.estimate(scored, seeds.articles)
    assert printed["estimates"] == table.to_dicts()
    assert set(printed["estimates"][0]) == set(ESTIMATE)
    assert printed["caveats"] == framing.caveats(scored, seeds.articles)


def test_the_demo_for_people(run: Run, scored: framing.Scored, seeds: framing.ReadResult) -> None:
    out = run("demo", "--no-serve").out
    for outlet in seeds.articles["outlet"].to_list():
        assert outlet in out
    for sentence in framing.caveats(scored, seeds.articles):
        assert sentence.split()[0] in out
    assert "गला फाड़ रहा (title)" in out
    tone = framing.estimate(scored, seeds.articles).filter(
        (pl.col("level") == "outlet") & (pl.col("dimension") == "tone")
    )
    for value in tone["estimate"].drop_nulls().to_list():
        assert f"{value:+.2f}" in out


def test_help_does_not_load_polars() -> None:
    code = "import sys; sys.argv=['framing', '--help']\ntry:\n    from framing.cli.main import main; main()\nfinally:\n    assert 'polars' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "score" in done.stdout


def test_each_command_has_help(run: Run) -> None:
    for command in (*([name] for name in _COMMANDS), ["lexicon", "check"], ["lexicon", "show"]):
        result = run(*command, "--help")
        assert result.code == 0
        assert "Usage:" in result.out


def test_the_version(run: Run) -> None:
    assert run("--version").out == f"framing {framing.__version__}\n"
