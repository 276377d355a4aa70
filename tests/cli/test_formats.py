"""``framing formats`` names what is read and written, and what it says that is needed is what the package declares."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from click.testing import CliRunner

from framing.cli.main import framing
from framing.ingest.formats import EXTRAS, FORMATS
from framing.store.formats import FORMATS as WRITTEN

ROOT = Path(__file__).parents[2]


def test_each_format_is_listed_with_an_extra_that_there_is() -> None:
    result = CliRunner().invoke(framing, ["formats", "--json"], standalone_mode=False)
    tables = json.loads(result.output)
    assert [row["format"] for row in tables["read"]] == [*(known.name for known in FORMATS), "archives"]
    assert [row["format"] for row in tables["written"]] == list(WRITTEN)
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    extras = {row["extra"] for table in tables.values() for row in table} - {""}
    assert extras <= EXTRAS.keys() <= declared.keys()
    # What `make test` installs has what the tests of these formats need.
    assert all(set(declared[extra]) <= set(declared["dev"]) for extra in EXTRAS)
    assert all(row["installed"] for table in tables.values() for row in table)


def test_the_list_for_people_fits_each_format_on_a_line() -> None:
    result = CliRunner().invoke(framing, ["formats"], standalone_mode=False)
    lines = result.output.splitlines()
    assert all(sum(line.startswith(f"{known.name} ") for line in lines) == 1 for known in FORMATS)
    assert "stata (installed)" in result.output
