"""A new language is one module, one folder of entries and one golden file: proved with a small Marathi.

The three are put into a copy of the package, and the command line of the copy scores the golden file. Nothing else of
the copy is changed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOURTH = ROOT / "tests" / "golden" / "fourth_language"
GOLDEN = [json.loads(line) for line in (FOURTH / "golden.jsonl").read_text(encoding="utf-8").splitlines()]
MIXED = "hindi_with_marathi"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that knows Marathi."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("framing", "lexicons"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc.*", "_data"))
    shutil.copy(FOURTH / "mr.py", folder / "framing" / "languages" / "mr.py")
    shutil.copytree(FOURTH / "lexicons" / "mr", folder / "lexicons" / "mr")
    return folder


def run(copy: Path, *arguments: object) -> str:
    """What the copy's command line prints."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "POLARS_MAX_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "framing", *map(str, arguments)],
        cwd=copy,
        env=environment,
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout


@pytest.fixture(scope="module")
def records(copy: Path) -> dict[str, dict[str, Any]]:
    """Scored articles by id: those of the golden file, and one in Hindi with a paragraph of Marathi."""
    hindi = next(row["text"] for row in GOLDEN if row["article_id"] == "hindi")
    marathi = next(row["text"] for row in GOLDEN if row["article_id"] == "inflection")
    articles = [{"article_id": row["article_id"], "text": row["text"]} for row in GOLDEN]
    # Numbers keep the two from being a paragraph that stands twice, of which one would be cut.
    articles.append({"article_id": MIXED, "text": f"1. {hindi}\n2. {hindi}\n{marathi}"})
    path = copy / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in articles), encoding="utf-8")
    printed = run(copy, "score", path)
    return {record["article_id"]: record for record in map(json.loads, printed.splitlines())}


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda row: row["article_id"])
def test_the_golden_file(golden: dict[str, Any], records: dict[str, dict[str, Any]]) -> None:
    """Detection, inflection, spelling, negation, voice and contexts."""
    record = records[golden["article_id"]]
    assert record["language"] == golden["language"]
    if golden["spans"] is not None:
        spans = [[span["dimension"], span["surface"], span["voice"], span["negated"]] for span in record["evidence"]]
        assert spans == golden["spans"]


def test_what_is_no_language_of_ours_stays_refused(records: dict[str, dict[str, Any]]) -> None:
    assert records["nepali"]["status"] == "refused"
    assert records["inflection"]["status"] != "refused"


def test_its_scales_are_computed(records: dict[str, dict[str, Any]]) -> None:
    tone = records["inflection"]["scales"]["tone"]
    assert tone["positive"] == 2
    assert tone["value"] > 0


def test_an_article_may_mix_it_with_its_neighbour(records: dict[str, dict[str, Any]]) -> None:
    mixed, alone = records[MIXED], records["inflection"]
    assert mixed["language"] == "hi"
    marathi = [span for span in mixed["evidence"] if span["entry_id"].startswith("mr.")]
    assert [span["surface"] for span in marathi] == [span["surface"] for span in alone["evidence"]]
    assert mixed["words"] == 2 * (records["hindi"]["words"] + 1) + alone["words"]


def test_the_other_commands_know_it(copy: Path) -> None:
    shown = [json.loads(line) for line in run(copy, "lexicon", "show", "--language", "mr", "--json").splitlines()]
    assert {entry["language"] for entry in shown} == {"mr"}
    assert {"sensational", "praise", "derogation", "attribution"} == {entry["dimension"] for entry in shown}
    forms = run(copy, "lexicon", "expand", "सडका", "--language", "mr", "--pos", "adj").split()
    assert set(forms) == {"सडका", "सडके", "सडकी", "सडक्या"}


def test_the_toolkit_itself_does_not_know_it() -> None:
    from framing.languages.registry import languages

    assert "mr" not in languages()
