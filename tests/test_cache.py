"""What is kept on the disk never changes a result: absent, damaged, of another version, written by several at once."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import framing
from framing import cache
from framing.errors import LexiconError
from framing.lexicon.compile import Compiled, compile_lexicon
from framing.lexicon.digest import digest
from framing.lexicon.lexicon import load_lexicon
from tests.conftest import write_entries

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)
ARTICLES = pl.DataFrame(
    {"text": ["The shameful plan was shameful, he said. Zxqwvish folly!", "Shameful folly."], "language": ["en", "en"]}
)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what is kept."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("FRAMING_CACHE", str(folder))
    return folder


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """The folder of a small lexicon."""
    folder = tmp_path / "lexicon"
    folder.mkdir()
    shutil.copy(framing.lexicons_folder() / "codebook.toml", folder)
    write_entries(folder / "en" / "derogation.csv", [{"term": "shameful"}, {"term": "folly", "unless": "utter"}])
    return folder


def compiled(folder: Path) -> Compiled:
    return compile_lexicon(load_lexicon(folder), "en")


def same(one: Compiled, other: Compiled) -> bool:
    """Whether two are equal in all that scoring reads, and in the order of what has one."""
    parts = [{name: getattr(it, name) for name in Compiled.__slots__ if name != "language"} for it in (one, other)]
    ordered = [{**part, "words": list(part["known"].items())} for part in parts]
    return digest(one.language, ordered[0]) == digest(other.language, ordered[1])


def tables(folder: Path) -> str:
    """The name under which the lexicon's tables are kept."""
    return cache.key("compiled", load_lexicon(folder).fingerprint, "en", "False")


def test_the_tables_are_read_where_they_are_kept(kept: Path, lexicon: Path) -> None:
    before = compiled(lexicon)
    found = cache.read(tables(lexicon))
    assert found is not None
    assert same(before, compiled(lexicon))
    cache.write(tables(lexicon), {**found, "name": ("what is kept",)})
    assert compiled(lexicon).name == "what is kept"


def test_scores_are_the_same_with_and_without(kept: Path, lexicon: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (framing.score(ARTICLES, load_lexicon(lexicon)) for _ in range(2))
    monkeypatch.setenv("FRAMING_CACHE", "off")
    without = framing.score(ARTICLES, load_lexicon(lexicon))
    assert without.evidence["surface"].to_list() == ["shameful", "shameful", "folly", "Shameful", "folly"]
    for frame in ("articles", "evidence", "exposure", "scores", "scales"):
        assert_frame_equal(getattr(first, frame), getattr(without, frame))
        assert_frame_equal(getattr(second, frame), getattr(without, frame))


def test_nothing_of_articles_is_kept(kept: Path, lexicon: Path) -> None:
    framing.score(ARTICLES, load_lexicon(lexicon))
    files = list(kept.iterdir())
    assert files
    assert not any(b"zxqwvish" in path.read_bytes().lower() for path in files)


def test_other_entries_and_another_version_are_other_tables(
    kept: Path, lexicon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = compiled(lexicon)
    write_entries(lexicon / "en" / "derogation.csv", [{"term": "folly"}])
    assert not same(before, compiled(lexicon))
    name = cache.key("compiled", "a")
    assert name != cache.key("compiled", "b")
    monkeypatch.setattr("framing.cache.__version__", "another")
    cache._engine.cache_clear()
    try:
        assert cache.key("compiled", "a") != name
    finally:
        cache._engine.cache_clear()


def test_a_lexicon_that_was_changed_by_hand_is_not_taken_for_its_files(kept: Path, lexicon: Path) -> None:
    loaded = load_lexicon(lexicon)
    compile_lexicon(loaded, "en")
    empty = dataclasses.replace(loaded, entries={})
    assert compile_lexicon(empty, "en").entry_frame.height == 0


@pytest.fixture
def own(lexicon: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small lexicon in the place of the toolkit's own."""
    shutil.copy(framing.lexicons_folder() / "actors.csv", lexicon)
    for code in ("en", "hi", "ur"):
        (lexicon / code).mkdir(exist_ok=True)
        shutil.copy(framing.lexicons_folder() / code / "words.csv", lexicon / code)
    monkeypatch.setattr("framing.lexicon.lexicon.lexicons_folder", lambda: lexicon)
    return lexicon


def test_the_entries_of_our_own_are_read_when_they_are_asked_for(kept: Path, own: Path) -> None:
    terms = [entry.term for entry in load_lexicon(own).entries["en"]]
    before = compiled(own)
    again, third = load_lexicon(own), load_lexicon(own)
    assert [entry.term for entry in again.entries["en"]] == terms
    # Scoring asks for none.
    (own / "en" / "derogation.csv").unlink()
    assert same(before, compile_lexicon(third, "en"))


def test_files_that_change_while_they_are_in_use_are_told(kept: Path, own: Path) -> None:
    compiled(own)
    loaded = load_lexicon(own)
    write_entries(own / "en" / "derogation.csv", [{"term": "folly"}])
    with pytest.raises(LexiconError, match="changed"):
        loaded.entries["en"]


def test_a_lexicon_outlives_its_folder(kept: Path, lexicon: Path) -> None:
    load_lexicon(lexicon)
    loaded = load_lexicon(lexicon)
    shutil.rmtree(lexicon)
    assert len(loaded.entries["en"]) == 2


def test_an_error_is_told_each_time(kept: Path, lexicon: Path) -> None:
    write_entries(lexicon / "en" / "derogation.csv", [{"term": "folly", "weight": "-1"}])
    for _ in range(2):
        with pytest.raises(LexiconError, match="weight"):
            load_lexicon(lexicon)


def test_damaged_tables_are_compiled_anew(kept: Path, lexicon: Path) -> None:
    before = compiled(lexicon)
    for path in kept.glob("*compiled*"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    assert same(before, compiled(lexicon))
    # And they are whole again.
    assert cache.read(tables(lexicon)) is not None


def test_a_disk_that_refuses_is_done_without(tmp_path: Path, lexicon: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "file"))
    assert same(compiled(lexicon), compiled(lexicon))


@given(
    st.lists(WORDS), st.dictionaries(WORDS, st.floats(allow_nan=False)), st.lists(st.tuples(WORDS, st.integers(0, 9)))
)
def test_what_is_read_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], rates: dict[str, float], rows: list[tuple[str, int]]
) -> None:
    frame = pl.DataFrame(rows, schema={"key": pl.String, "slot": pl.Int32}, orient="row")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAMING_CACHE", str(tmp_path_factory.mktemp("kept")))
        cache.write("a", {"texts": tuple(texts), "rates": rates, "frame": frame, "bits": np.array([[True, False]])})
        found = cache.read("a")
        cache.write("b", {"texts": (*texts, "a\0b")})
        assert cache.read("b") is None
    assert found is not None
    assert found["texts"] == tuple(texts)
    assert isinstance(found["rates"], dict)
    assert list(found["rates"].items()) == list(rates.items())
    assert_frame_equal(found["frame"], frame)  # type: ignore[arg-type]
    assert np.array_equal(np.asarray(found["bits"]), [[True, False]])


@given(st.data())
def test_whatever_is_damaged_is_absent(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("kept")
        patch.setenv("FRAMING_CACHE", str(folder))
        cache.write("a", {"texts": ("one", "two")})
        (path,) = folder.iterdir()
        content = path.read_bytes()
        place = data.draw(st.integers(0, len(content) - 1))
        flipped = content[:place] + bytes([content[place] ^ data.draw(st.integers(1, 255))]) + content[place + 1 :]
        path.write_bytes(data.draw(st.sampled_from([content[:place], flipped, content + b"a"])))
        assert cache.read("a") is None


def test_the_oldest_files_go_and_nothing_else(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "CACHE_BYTES", 3_000)
    kept.mkdir()
    (kept / "letter.txt").write_bytes(b"a" * 5_000)
    for number in range(6):
        cache.write(f"n{number}", {"a": np.zeros(100)})
        os.utime(kept / f"framing-n{number}.cache", (number, number))
    left = {path.name for path in kept.iterdir()}
    assert {"letter.txt", "framing-n5.cache"} <= left
    assert "framing-n0.cache" not in left
    assert sum(path.stat().st_size for path in kept.glob("framing-*")) <= 3_000


def test_many_may_write_at_once(kept: Path) -> None:
    code = (
        "import sys, numpy as np\n"
        "from framing import cache\n"
        "for _ in range(60):\n"
        "    cache.write('a', {'a': np.full(20_000, int(sys.argv[1]))})\n"
        "    found = cache.read('a')\n"
        "    assert found is not None and len(set(found['a'].tolist())) == 1, found\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(number)]) for number in range(2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert [path.suffix for path in kept.iterdir()] == [".cache"]
