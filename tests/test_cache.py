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
from framing.languages import letters
from framing.languages.frequencies import prices
from framing.languages.registry import language as language_of
from framing.lexicon.codebook import load_codebook
from framing.lexicon.compile import Compiled, compile_lexicon, digest
from framing.lexicon.lexicon import load_lexicon
from framing.scoring import intervals
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


#: Two words run together, one torn in two, a name that nobody knows.
URDU = pl.DataFrame(
    {"text": ["انہوںنے کہاکہ دونو ں ممالک کرنیکا عزم رکھتے ہیں۔ گرندلوالڈ میں ضمانتوںمیں توسیع"], "language": ["ur"]}
)
FRAMES = ("articles", "evidence", "exposure", "scores", "scales")


def urdu(folder: Path) -> dict[str, pl.DataFrame]:
    """What scoring finds with the lexicon loaded anew."""
    scored = framing.score(URDU, load_lexicon(folder))
    return {name: getattr(scored, name) for name in FRAMES}


def spoil(path: Path, how: str) -> None:
    """Damage a file."""
    content = bytearray(path.read_bytes())
    if how == "flipped":
        content[len(content) // 3] ^= 64
    path.write_bytes(content[: len(content) // 2] if how == "cut off" else b"" if how == "empty" else content)


@pytest.mark.parametrize("how", ["flipped", "cut off", "empty"])
def test_scores_are_the_same_whatever_is_damaged(
    kept: Path, lexicon: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    write_entries(lexicon / "ur" / "praise.csv", [{"term": "عزم"}, {"term": "توسیع"}, {"term": "ممالک"}])
    whole = urdu(lexicon)
    assert whole["evidence"]["surface"].to_list() == ["ممالک", "عزم", "توسیع"]
    assert whole["exposure"]["words"].sum() == 16
    names = {path.name.split("-")[1] for path in kept.iterdir()}
    assert {"compiled", "prices", "codebook"} <= names
    for path in kept.iterdir():
        spoil(path, how)
    intervals._quantiles.cache_clear()
    after = urdu(lexicon)
    monkeypatch.setenv("FRAMING_CACHE", "off")
    intervals._quantiles.cache_clear()
    without = urdu(lexicon)
    for name in FRAMES:
        assert_frame_equal(after[name], whole[name])
        assert_frame_equal(without[name], whole[name])


def test_what_known_words_cost_is_read_where_it_is_kept(kept: Path) -> None:
    language, grammar = language_of("ur"), frozenset({"کے"})
    known = {"دلی": 2700.0, "لی": 260.0, "کے": 31000.0, "ا": 2.0, "پار": 3.0, "پارٹی": 400.0}
    first, second = (letters._kept_prices(known, grammar) for _ in range(2))
    assert first == second == prices(known, grammar)
    assert first.first["پار"] > first.inner["پار"] == first.last["پار"]
    # Other words, other rates, another order and other grammatical words are other prices.
    assert len(list(kept.iterdir())) == 1
    others = [{**known, "کے": 31001.0}, dict(reversed(known.items())), {**known, "نے": 3.0}]
    assert [letters._kept_prices(other, grammar) == prices(other, grammar) for other in others] == [True] * 3
    assert letters._kept_prices(known, frozenset()) == prices(known, frozenset()) != first
    assert len(list(kept.iterdir())) == 5
    assert language.tears


def test_a_codebook_is_the_same_from_what_is_kept(kept: Path, lexicon: Path) -> None:
    path = lexicon / "codebook.toml"
    first, second = (load_codebook(path) for _ in range(2))
    assert first == second
    assert list(first.dimensions) == list(second.dimensions)
    assert [kept_file.name.split("-")[1] for kept_file in kept.iterdir()] == ["codebook"]
    path.write_text(path.read_text(encoding="utf-8").replace("0.2.0", "9.9.9"), encoding="utf-8")
    assert load_codebook(path).version == "9.9.9"


def test_two_commands_that_begin_at_once_find_the_same(kept: Path, lexicon: Path, tmp_path: Path) -> None:
    write_entries(lexicon / "ur" / "praise.csv", [{"term": "عزم"}, {"term": "توسیع"}])
    URDU.write_ndjson(tmp_path / "urdu.jsonl")
    command = [sys.executable, "-m", "framing", "score", str(tmp_path / "urdu.jsonl"), "--lexicon", str(lexicon)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    told = [process.communicate()[0] for process in running]
    alone = subprocess.run(command, env={**os.environ, "FRAMING_CACHE": "off"}, capture_output=True, check=True).stdout
    assert told == [alone, alone]
    assert alone.count(b"entry_id") == 2
    assert {path.suffix for path in kept.iterdir()} == {".cache"}


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
    for name in ("actors.csv", "names.csv"):
        shutil.copy(framing.lexicons_folder() / name, lexicon)
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
