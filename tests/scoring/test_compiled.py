"""The accelerator finds what the arrays find, refuses broken arrays, and can be done without."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.languages.registry import languages
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.slots import Role
from framing.native.library import accelerator, address
from framing.scoring import walking, walking_compiled
from framing.scoring.analysis import Flag
from framing.scoring.matching import kept, kept_compiled
from framing.scoring.piece_table import PieceTable
from framing.scoring.pieces import sentences_of
from framing.scoring.pieces_compiled import sentences_of as sentences_compiled
from framing.scoring.quoted import Marks, quoted_compiled, quoted_in_python
from framing.scoring.snapshot import Lists
from framing.scoring.tokens import Tokens, tokenise
from framing.scoring.vocabulary import Vocabulary

ROOT = Path(framing.__file__).parents[1]
built = pytest.mark.skipif(accelerator().library is None, reason=accelerator().reason)

Span = tuple[int, int, int, int]


def test_where_there_is_a_compiler_there_is_the_accelerator() -> None:
    compiler = any(map(shutil.which, ("cc", "gcc", "clang")))
    assert accelerator().library or not compiler or "off" in os.environ.get("FRAMING_ACCELERATOR", ""), (
        f"{accelerator().reason}; python hatch_build.py builds it"
    )


@cache
def words_of(code: str) -> tuple[Vocabulary, list[str]]:
    """A vocabulary, and words and terms of entries and their contexts, with a word of no entry in each gap."""
    lexicon = framing.default_lexicon()
    compiled = compile_lexicon(lexicon, code)
    terms = [entry.term.replace("…", "zxq") for entry in lexicon.entries[code]]
    contexts = [f"{entry.term} {word}" for entry in lexicon.entries[code] for word in entry.unless.split()]
    many = [*compiled.keys["key"].gather_every(50), *terms[::20], *contexts[::10]]
    return Vocabulary(compiled), [*many, *(term for term in terms if "zxq" in term)]


def drawn(code: str, data: st.DataObject) -> tuple[Tokens, Vocabulary]:
    vocabulary, words = words_of(code)
    parts = st.sampled_from(words) | st.sampled_from(["zxq", ".", "।", "\n"])
    text = " ".join(data.draw(st.lists(parts, max_size=40)))
    return tokenise(pl.Series([text]), vocabulary), vocabulary


@built
@given(st.sampled_from(list(languages())), st.data())
def test_the_same_patterns_stand_in_the_same_places(code: str, data: st.DataObject) -> None:
    tokens, vocabulary = drawn(code, data)
    expected = walking.places(tokens, vocabulary.compiled)
    for array, other in zip(walking_compiled.places(tokens, vocabulary.compiled), expected, strict=True):
        assert array.tolist() == other.tolist()


@built
@given(st.sampled_from(list(languages())), st.data())
def test_the_same_contexts_forbid(code: str, data: st.DataObject) -> None:
    tokens, vocabulary = drawn(code, data)
    compiled = vocabulary.compiled
    first, last, pattern = walking.places(tokens, compiled)
    entries = np.flatnonzero(compiled.roles[pattern] == Role.ENTRY)
    owner, first, last = compiled.owners[pattern[entries]].astype(np.int64), first[entries], last[entries]
    found, expected = (walk.within(tokens, compiled, owner, first) for walk in (walking_compiled, walking))
    assert found.tolist() == expected.tolist()
    after = [walk.beside(tokens, compiled, owner, last, Role.UNLESS_AFTER, 1) for walk in (walking_compiled, walking)]
    assert after[0].tolist() == after[1].tolist()
    before = [
        walk.beside(tokens, compiled, owner, first, Role.UNLESS_BEFORE, -1) for walk in (walking_compiled, walking)
    ]
    assert before[0].tolist() == before[1].tolist()


#: What texts are made of here: words with and without marks, several run together, torn ones, and what only looks like it.
PIECES = st.text(max_size=6) | st.sampled_from(
    [
        "“Peace",
        "talks,”",
        "he",
        "said.",
        "Mr.",
        "(U.S.)",
        "well-known",
        "…",
        "-",
        "नहीं।",
        "‘शांति’",
        "है.यह",
        "کہا:",
        "دونو",
        "ں",
        "اورمصنوعی",
        "37معاہدوں",
        "'",
        '"',
        "é😀",
        "2۔5",
        "۔",
    ]
)
FIELDS = st.lists(st.lists(PIECES | st.just("\n"), max_size=12).map(" ".join), max_size=5)


@built
@given(st.sampled_from(list(languages())), FIELDS, FIELDS)
def test_fields_are_laid_out_the_same(code: str, before: list[str], fields: list[str]) -> None:
    """In a vocabulary that has learned others before."""
    compiled = words_of(code)[0].compiled
    vocabularies = [Vocabulary(compiled, accelerated=accelerated) for accelerated in (True, False)]
    for texts in (before, fields):
        series = pl.Series(texts, dtype=pl.String)
        found, expected = (tokenise(series, vocabulary) for vocabulary in vocabularies)
        for name in ("units", "flags", "first", "stopped"):
            assert getattr(found, name).tolist() == getattr(expected, name).tolist(), name
        assert found.quote_marks.token.tolist() == expected.quote_marks.token.tolist()
        assert found.quote_marks.letter.tolist() == expected.quote_marks.letter.tolist()
        assert found.snapshot.keys == expected.snapshot.keys
        (begins, sentence), (others, numbers) = sentences_compiled(found.flags), sentences_of(found.flags)
        assert (begins.tolist(), sentence.tolist()) == (others.tolist(), numbers.tolist())
        # From each word to the last of its paragraph, and each word alone; backwards, as no caller asks.
        ends = np.append(np.flatnonzero(found.flags & int(Flag.NEWLINE)), len(found))
        first = np.arange(len(found))[::-1].copy()
        for last in (first, ends[np.searchsorted(ends, first, side="right")] - 1):
            parts = [
                [part.tolist() for part in spans[:2]]
                for spans in (found.spans(first, last), expected.spans(first, last))
            ]
            assert parts[0] == parts[1]
            assert found.spans(first, last)[2].to_list() == expected.spans(first, last)[2].to_list()


@built
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from("OCToctPQRSN")), max_size=60))
def test_marks_are_paired_the_same(drawn: list[tuple[int, str]]) -> None:
    drawn.sort(key=lambda mark: mark[0])
    letters = "".join(letter for _, letter in drawn).encode()
    marks = Marks(np.array([token for token, _ in drawn], np.int64), np.frombuffer(letters, np.uint8))
    for one, other in zip(quoted_compiled(marks), quoted_in_python(marks), strict=True):
        assert one.tolist() == other.tolist()


@built
def test_the_table_grows_with_pieces_and_with_letters() -> None:
    table = PieceTable()
    # More pieces and more letters than a new table has room for; then all of them again.
    texts = [
        " ".join(f"{number:x}" for number in range(50_000)),
        "क" * 200_000,
        "",
        " ".join(f"{number:x}" for number in range(50_000)),
    ]
    content = [text.encode() for text in texts]
    cut = table.cut(np.frombuffer(b"".join(content), np.uint8), np.cumsum([len(part) for part in content]))
    assert cut.ids.tolist() == [*range(50_002), *range(50_000)]
    assert cut.field_first.tolist() == [0, 50_000, 50_001, 50_002, 100_002]
    assert table.texts(49_999).to_list() == [f"{49_999:x}", texts[1], ""]


@built
def test_ends_beyond_the_text_are_an_error() -> None:
    text = np.frombuffer(b"a b", np.uint8)
    for ends in ([4], [2, 1]):
        with pytest.raises(IndexError, match="broken"):
            PieceTable().cut(text, np.array(ends, np.int64))


#: (pattern, first token, further tokens, group).
spans = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 25), st.integers(0, 4), st.integers(0, 2)), max_size=60)


@built
@given(spans)
def test_the_same_of_overlapping_spans_are_kept(given_spans: list[Span]) -> None:
    pattern, first, more, group = np.array(given_spans, np.int64).reshape(-1, 4).T
    arrays = (pattern, first, first + more, group, np.array([1, 2, 2, 5], np.int32))
    numbers, expected = kept_compiled(*arrays), kept(*arrays)
    # Of the same span of the same pattern given twice, either may be kept.
    assert [given_spans[number] for number in numbers] == [given_spans[number] for number in expected]


@built
@given(spans.filter(bool))
def test_spans_that_are_kept_do_not_overlap_and_hinder_those_that_are_not(given_spans: list[Span]) -> None:
    pattern, first, more, group = np.array(given_spans, np.int64).reshape(-1, 4).T
    last = first + more
    numbers = kept_compiled(pattern, first, last, group, np.ones(4, np.int32)).tolist()
    for number in range(len(given_spans)):
        rivals = [
            other
            for other in numbers
            if other != number
            and group[other] == group[number]
            and first[other] <= last[number]
            and last[other] >= first[number]
        ]
        if number in numbers:
            assert not rivals
        else:
            assert max(more[other] for other in rivals) >= more[number]


@built
def test_a_number_beside_its_array_is_an_error() -> None:
    vocabulary, words = words_of("en")
    tokens = tokenise(pl.Series([" ".join(words[:50])]), vocabulary)
    compiled, snapshot = vocabulary.compiled, tokens.snapshot.copy()
    snapshot.alone = Lists(snapshot.alone.first, np.full_like(snapshot.alone.members, len(compiled.lengths)))
    broken = Tokens(
        snapshot, tokens.units, tokens.flags, tokens.first, tokens.pieces, tokens.quote_marks, tokens.stopped
    )
    assert len(walking_compiled.places(tokens, compiled)[0])
    with pytest.raises(IndexError, match="broken"):
        walking_compiled.places(broken, compiled)
    number = np.array([1], np.int64)
    with pytest.raises(IndexError, match="broken"):
        kept_compiled(number, number, number, number, np.ones(1, np.int32))
    entries = np.array([compiled.entry_frame.height], np.int64)
    with pytest.raises(IndexError, match="broken"):
        walking_compiled.within(tokens, compiled, entries, np.zeros(1, np.int64))
    with pytest.raises(IndexError, match="broken"):
        walking_compiled.beside(tokens, compiled, np.zeros(1, np.int64), np.array([-1]), Role.UNLESS_AFTER, 1)


def test_an_array_of_another_type_is_not_handed_over() -> None:
    with pytest.raises(TypeError, match="int64, where int32"):
        address(np.zeros(2, np.int64), np.int32)
    with pytest.raises(TypeError, match="end to end"):
        address(np.zeros((2, 2), np.int64)[:, 0], np.int64)


def test_the_switch_takes_the_arrays_and_changes_no_score(tmp_path: Path, scored: framing.Scored) -> None:
    program = [sys.executable, "-m", "framing", "--version"]
    off = {**os.environ, "FRAMING_ACCELERATOR": "off"}
    told = subprocess.run(program, env=off, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert told == f"framing {framing.__version__} (without accelerator: switched off by FRAMING_ACCELERATOR)\n"
    code = "import framing, sys; framing.score(framing.read([framing.seeds_folder()]).articles).evidence.write_ndjson(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, tmp_path / "off"], env=off, check=True, cwd=ROOT)
    assert (tmp_path / "off").read_text(encoding="utf-8") == scored.evidence.write_ndjson() != ""


@pytest.mark.skipif(not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="there is no C compiler here")
def test_it_is_built_from_the_sources_beside_it_or_says_why_not(tmp_path: Path) -> None:
    shutil.copy(ROOT / "hatch_build.py", tmp_path)
    folder = tmp_path / "framing" / "native"
    shutil.copytree(ROOT / "framing" / "native", folder, ignore=shutil.ignore_patterns("accelerator.*", "*.pyc"))

    def build(**variables: str) -> str:
        environment = {**os.environ, "FRAMING_ACCELERATOR": "", **variables}
        run = [sys.executable, "hatch_build.py"]
        return subprocess.run(run, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path).stderr

    def reason() -> str:
        script = "from framing.native.library import accelerator; print(accelerator().reason)"
        environment = {**os.environ, "FRAMING_ACCELERATOR": "", "PYTHONPATH": str(tmp_path)}
        run = [sys.executable, "-c", script]
        return subprocess.run(run, env=environment, capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    (tmp_path / "framing" / "__init__.py").touch()
    assert reason().startswith("not built")
    assert build(FRAMING_ACCELERATOR="off") == "switched off by FRAMING_ACCELERATOR\n"
    assert " failed: " in build(CC="false")
    assert not list(folder.glob("accelerator.*"))
    assert build() == ""
    assert reason() == "\n"
    (folder / "shapes.h").write_text((folder / "shapes.h").read_text() + "/* Another. */\n")
    assert reason() == "built from other sources: install the toolkit again\n"
    next(folder.glob("accelerator.*")).write_bytes(b"no library")
    assert reason().startswith("not usable here (")
    assert not [path for path in folder.iterdir() if path.name.startswith("tmp")]
