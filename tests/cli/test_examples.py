"""What ``--help`` gives as examples: each command has one, each is understood, and what can be run is."""

from __future__ import annotations

import os
import shlex
from contextlib import chdir
from pathlib import Path
from shutil import copyfile, copytree
from typing import Final

import click
import polars as pl
import pytest
import regex
from click.testing import CliRunner

import framing
from framing.cli.main import framing as root
from tests.cli.test_options import commands

#: Lines of a paragraph that stays as it is typed.
KEPT = regex.compile(r"(?:\\b|\x08)\n((?:[ ]*\S.*\n?)+)")
#: Examples that are understood but not run, and why.
NOT_RUN: Final = {
    "framing dashboard": "serves until it is stopped",
    "framing demo": "serves, or is run by tests of its own",
    "framing lexicon grow": "takes minutes, and text that nobody hands out",
    "framing lexicon calibrate": "takes parallel text, tests/lexicon has some",
    "framing lexicon check": "reads the whole lexicon for what is doubtful, tests/cli/test_lexicon.py does",
    "framing validate": "takes labelled text, tests/validation has some",
    "framing report --sensitivity": "makes every choice anew, tests/cli/test_report.py does",
    "framing report --corrected": "takes codes of many articles, tests/statistics has some",
    "framing report --scores": "takes what another machine says of the articles, tests/statistics/test_machines.py has some",
    "framing code": "takes codes, docs/tutorial-coding.md goes all the way",
    "framing agreement": "takes codes, docs/tutorial-coding.md goes all the way",
    "framing lexicon review": "takes a sheet that was filled in, tests/validation has some",
    "framing outlets --merge": "takes outlets under two names, tests/cli/test_outlets.py has some",
    "framing outlets --unmerge": "takes outlets under two names, tests/cli/test_outlets.py has some",
    "framing report --plan": "takes a plan of the articles at hand, tests/cli/test_plan.py has one",
}


COMMANDS = dict(commands(root, "framing "))


def examples(command: click.Command) -> list[str]:
    blocks = KEPT.findall(command.help or "")
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip().startswith("framing ")]


EVERY = list(dict.fromkeys(line for command in COMMANDS.values() for line in examples(command)))


def words_of(line: str) -> tuple[str, list[str]]:
    """The command of an example and what it is given; what stands behind wide space, < or > is said to the shell or us."""
    words = shlex.split(regex.split(r"\s{3,}|\s[<>]\s", line)[0])
    name = max((known for known in COMMANDS if f"{' '.join(words)} ".startswith(f"{known} ")), key=len)
    return name, words[len(name.split()) :]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_of_itself(name: str) -> None:
    assert name in [words_of(line)[0] for line in examples(COMMANDS[name])]


@pytest.mark.parametrize("line", EVERY)
def test_every_example_is_understood(line: str) -> None:
    name, given = words_of(line)
    command = COMMANDS[name]
    context = click.Context(command, info_name=name)
    values, rest, _ = command.make_parser(context).parse_args(list(given))
    assert rest == []
    for option in command.params:
        if isinstance(option.type, click.Choice) and isinstance(values.get(str(option.name)), str):
            option.type.convert(values[str(option.name)], option, context)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples name: files, and a project of two outlets that write on Kashmir."""
    place = tmp_path_factory.mktemp("world")
    copytree(framing.seeds_folder(), place / "seeds")
    (place / "archive").mkdir()
    said = ("A historic election, hailed as a triumph.", "Officials said the cost of living in Kashmir is a scandal.")
    rows = [
        {
            "article_id": f"{outlet}{number}", "outlet": outlet, "country": country, "language": "en",
            "published": f"202{1 + number}-0{1 + number}-03", "title": "Kashmir", "text": f"{said[number % 2]} Item {number}.",
        }
        for outlet, country in (("bbc-hindi", "IN"), ("amar-ujala", "IN"), ("dawn", "PK"))
        for number in range(5)
    ]  # fmt: skip
    news = pl.DataFrame(rows)
    news.write_ndjson(place / "archive" / "all.jsonl")
    news.write_ndjson(place / "archive.jsonl")
    news.write_ndjson(place / "daily-2026-01-01.jsonl")
    for name in ("news.csv", "more.csv", "headlines.csv"):
        news.write_csv(place / name)
    news.select(Headline="title", Body="text").write_excel(place / "news.xlsx")
    copyfile(place / "seeds" / "000_6d8d83354671c590.txt", place / "article.txt")
    (place / "moral.dic").write_text("%\n1\tvirtue\n%\nhonest*\t1\n", encoding="utf-8")
    project = framing.init_project(place / "news")
    framing.add(project, [place / "seeds", place / "archive.jsonl"])
    framing.add(project, place / "article.txt")
    copytree(framing.lexicons_folder(), place / "lexicons")
    return place


def test_every_other_example_does_what_it_says(world: Path) -> None:
    lines = [line for line in EVERY if not any(line.startswith(name) for name in NOT_RUN)]
    lines.sort(key=lambda line: line.startswith(("framing erase", "framing compact")))
    failed = []
    with chdir(world), pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAMING_PROJECT", "news")
        patch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((100, 40)))
        for line in lines:
            name, given = words_of(line)
            source = "آگ\tnoun\n" if "< terms" in line else None
            done = CliRunner().invoke(root, [*name.split()[1:], *given], input=source)
            if done.exit_code or (done.exception and not isinstance(done.exception, SystemExit)):
                failed.append((line, done.exit_code, str(done.exception)))
    assert failed == []


def test_what_is_not_run_is_an_example() -> None:
    assert all(any(line.startswith(name) for line in EVERY) for name in NOT_RUN)
