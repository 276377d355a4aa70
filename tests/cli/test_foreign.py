"""``framing lexicon import`` and ``export``: dictionaries become lexicons that score, and lexicons dictionaries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import framing
from framing.lexicon.foreign.convert import FORMATS
from framing.lexicon.foreign.dictionary import Warnings
from tests.conftest import MakeLexicon, Run

DIC = "%\n1\tNegative Tone\n2\t希望\n%\ngrim\t1\nabandon*\t1\nbad luck\t1\ngr*m\t1\n*ing\t1\n:(\t1\nbright\t2\n"


def test_an_imported_dictionary_scores(tmp_path: Path, run: Run) -> None:
    source, folder, text = tmp_path / "tone.dic", tmp_path / "tone", tmp_path / "a.txt"
    source.write_text(DIC, encoding="utf-8")
    text.write_text("A grim day of bad luck: the town was abandoned, its bright side hidden.", encoding="utf-8")
    result = run("lexicon", "import", source, folder, "--language", "en", "--json")
    printed = json.loads(result.out)
    assert result.code == 0
    assert printed["entries"] == {"negative_tone": 3, "category_2": 1}
    assert len(printed["warnings"]) == len(result.err.splitlines())
    assert "'gr*m'" in result.err
    scored = json.loads(run("score", text, "--lexicon", folder).out)
    spans: dict[str, list[str]] = {span["dimension"]: [] for span in scored["evidence"]}
    for span in scored["evidence"]:
        spans[span["dimension"]].append(span["surface"])
    assert spans == {"negative_tone": ["grim", "bad luck", "abandoned"], "category_2": ["bright"]}
    assert framing.load_lexicon(folder).codebook.dimensions["category_2"].label == "希望"


def test_a_dictionary_of_another_script_is_refused(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "tone.dic"
    source.write_text(DIC, encoding="utf-8")
    result = run("lexicon", "import", source, tmp_path / "tone", "--language", "hi")
    assert result.code == 1
    assert "is --language right?" in result.err
    assert not (tmp_path / "tone").exists()


def test_an_import_never_writes_over_anything(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "tone.dic"
    source.write_text(DIC, encoding="utf-8")
    result = run("lexicon", "import", source, tmp_path, "--language", "en")
    assert result.code == 2
    assert "not a new or empty folder" in result.err


def test_two_lexicons_of_a_project_have_no_name_in_common(tmp_path: Path, run: Run) -> None:
    project, source = framing.init_project(tmp_path / "news"), tmp_path / "tone.dic"
    source.write_text(DIC, encoding="utf-8")
    first, second = (project.folder / "lexicons" / name for name in ("tone", "again"))
    made = run("lexicon", "import", source, first, "--language", "en")
    assert (made.code, "rescore" in made.err) == (0, False)  # No article is there to be scored anew.
    refused = run("lexicon", "import", source, second, "--language", "en")
    assert (refused.code, second.exists()) == (1, False)
    assert all(part in refused.err for part in ("'category_2'", str(first), str(second), "--replace"))
    own = tmp_path / "own.csv"
    own.write_text("term,category,weight\nlovely,praise,1\n", encoding="utf-8")
    refused = run("lexicon", "import", own, second, "--language", "en")
    assert (refused.code, second.exists()) == (1, False)
    assert "'praise' is in the toolkit's own lexicon already" in refused.err
    second.mkdir()
    for path in first.rglob("*.*"):
        target = second / path.relative_to(first)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    with pytest.raises(framing.LexiconError, match="lexicons/tone: the dimension 'category_2' is in lexicons/again"):
        project.lexicon()


def test_a_lexicon_is_replaced_where_that_is_asked_for(tmp_path: Path, run: Run) -> None:
    project, source = framing.init_project(tmp_path / "news"), tmp_path / "tone.dic"
    framing.add(project, {"text": ["A grim day."], "language": ["en"]})
    source.write_text(DIC, encoding="utf-8")
    folder = project.folder / "lexicons" / "tone"
    given = ("lexicon", "import", source, folder, "--language", "en")
    assert f"framing rescore --project {project.folder}" in run(*given).err
    source.write_text(DIC.replace("bright\t2\n", ""), encoding="utf-8")
    refused = run(*given)
    assert (refused.code, "--replace" in refused.err) == (2, True)
    assert "category_2" in project.lexicon().codebook.dimensions
    assert "3 entries in 1 dimension, instead of 4" in run(*given, "--replace").out
    assert "category_2" not in project.lexicon().codebook.dimensions
    source.write_text("%\n1\ta\n", encoding="utf-8")
    assert run(*given, "--replace").code == 1
    assert "negative_tone" in project.lexicon().codebook.dimensions
    with pytest.raises(framing.UsageError, match="not a new or empty folder"):
        framing.import_dictionary(source, project.folder / "articles", "en", replace=True)


#: Imports again, and is killed at its n-th call that moves a folder.
KILLED = """
import os, sys
from pathlib import Path
import framing

left, source, folder = int(sys.argv[1]), *sys.argv[2:]
moved = Path.rename
def dying(path, target):
    global left
    left -= 1
    if left == 0:
        os._exit(9)
    return moved(path, target)
Path.rename = dying
framing.import_dictionary(source, folder, "en", replace=True)
"""


@pytest.mark.parametrize(("died_at", "entries"), [(1, 3), (2, 3), (3, 2)])
def test_one_of_two_lexicons_outlives_a_kill(tmp_path: Path, died_at: int, entries: int) -> None:
    project, source = framing.init_project(tmp_path / "news"), tmp_path / "tone.dic"
    folder = project.folder / "lexicons" / "tone"
    source.write_text("%\n1\ttone\n%\ngrim\t1\nbleak\t1\ndire\t1\n", encoding="utf-8")
    framing.import_dictionary(source, folder, "en")
    source.write_text("%\n1\ttone\n%\ngrim\t1\nbleak\t1\n", encoding="utf-8")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(died_at), str(source), str(folder)], check=False)
    assert ended.returncode == (0 if died_at == 3 else 9)
    assert len(project.lexicon().codebook.dimensions) == len(framing.default_lexicon().codebook.dimensions) + (
        died_at != 2
    )
    assert framing.import_dictionary(source, folder, "en", replace=True).replaced == entries
    assert [path.name for path in folder.parent.iterdir()] == ["tone"]


@pytest.mark.parametrize("content", [b"%\n1\ta\n", b"\xff\xfe\x00"])
def test_an_unreadable_dictionary_is_one_line(content: bytes, tmp_path: Path, run: Run) -> None:
    source = tmp_path / "tone.dic"
    source.write_bytes(content)
    result = run("lexicon", "import", source, tmp_path / "tone", "--language", "en")
    assert result.code == 1
    assert result.err.startswith("framing: tone.dic")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_export_spells_out_inflection_and_tells_what_is_lost(
    name: str, tmp_path: Path, run: Run, make_lexicon: MakeLexicon
) -> None:
    rows = [
        {"term": "hero", "match": "lemma", "concept": "hero", "unless": "greek"},
        {"term": "glor", "match": "prefix", "concept": "glory", "weight": "2"},
        {"term": "rise … occasion", "match": "phrase", "pos": "verb", "concept": "rise"},
    ]
    make_lexicon({"en/praise": rows})
    out = tmp_path / f"praise{FORMATS[name].suffixes[0]}"
    result = run("lexicon", "export", out, "--language", "en", "--lexicon", tmp_path / "lexicon", "--format", name)
    assert result.code == 0
    assert "(unless) are lost: 'hero'" in result.err
    assert "gaps are closed" in result.err
    read = FORMATS[name].read(out.read_text(encoding="utf-8"), Warnings())
    if name == "vader":
        assert "no category 'praise'" in result.err
        return
    assert ("weights are lost" in result.err) == (not FORMATS[name].weighted)
    words = {pattern.text for pattern in read.categories["praise"]}
    assert {"hero", "heroes", "glor*", "rose occasion"} <= words


def test_an_export_of_nothing_says_so(tmp_path: Path, run: Run, make_lexicon: MakeLexicon) -> None:
    make_lexicon({"en/praise": [{"term": "hero"}]})
    arguments = ["lexicon", "export", tmp_path / "x.dic", "--lexicon", tmp_path / "lexicon", "--language"]
    assert "no entries" in run(*arguments, "hi").err
    assert "the dimensions are" in run(*arguments, "en", "--dimension", "volume").err
