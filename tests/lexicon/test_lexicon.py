"""The toolkit's own lexicon: complete, aligned, and refused as a whole where a part is not valid."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

import framing
from framing.lexicon.compiling import compile_lexicon
from framing.text.registry import languages

LEXICON = framing.default_lexicon()
#: The dimensions that have entries so far.
WRITTEN = ("sensational", "communique", "derogation", "praise", "intensifier", "doubt", "attribution")
FAMILIES = {"register": 5, "epistemic": 5, "generic": 4, "issue": 14}


def test_the_codebook_has_all_dimensions_and_scales() -> None:
    codebook = LEXICON.codebook
    families = [dimension.family for dimension in codebook.dimensions.values()]
    assert {family: families.count(family) for family in families} == FAMILIES
    assert set(codebook.scales) == {"tone", "skepticism", "conflict_peace", "assurance", "loaded", "loaded_own"}


@pytest.mark.parametrize("name", LEXICON.codebook.dimensions)
def test_each_dimension_is_defined_with_examples_in_each_language(name: str) -> None:
    dimension = LEXICON.codebook.dimensions[name]
    assert dimension.definition
    assert dimension.include
    assert dimension.exclude
    assert set(dimension.examples) == set(languages())
    assert all(
        len(sentences) == 2 and all("[" in sentence for sentence in sentences)
        for sentences in dimension.examples.values()
    )


@pytest.mark.parametrize("dimension", WRITTEN)
@pytest.mark.parametrize("code", languages())
def test_each_written_dimension_has_forty_entries_a_language(code: str, dimension: str) -> None:
    assert sum(entry.dimension == dimension for entry in LEXICON.entries[code]) >= 40


@pytest.mark.parametrize("dimension", WRITTEN)
def test_concepts_are_shared_by_all_languages(dimension: str) -> None:
    where = defaultdict(set)
    for code, entries in LEXICON.entries.items():
        for entry in entries:
            if entry.dimension == dimension:
                where[entry.concept].add(code)
    shared = sum(len(codes) == len(languages()) for codes in where.values())
    assert shared / len(where) >= 0.7


@pytest.mark.parametrize("code", languages())
def test_every_entry_compiles_to_words_that_a_text_can_hold(code: str) -> None:
    compiled = compile_lexicon(LEXICON, code)
    filled = set(compiled.keys["slot"].to_list()) | set(compiled.prefixes["slot"].to_list())
    used = set(compiled.slots[compiled.slots >= 0].tolist())
    assert used <= filled


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    folder = tmp_path / "lexicons"
    shutil.copytree(framing.lexicons_folder(), folder)
    assert framing.load_lexicon(folder).fingerprint == LEXICON.fingerprint
    path = folder / "en" / "doubt.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert framing.load_lexicon(folder).fingerprint == LEXICON.fingerprint
    path.write_text(path.read_text().replace(",1,", ",2,", 1))
    assert framing.load_lexicon(folder).fingerprint != LEXICON.fingerprint


def test_a_file_of_no_dimension_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "lexicons"
    shutil.copytree(framing.lexicons_folder(), folder)
    (folder / "en" / "mood.csv").write_text("id\n")
    with pytest.raises(framing.LexiconError, match="no dimension 'mood'"):
        framing.load_lexicon(folder)


def test_a_folder_without_a_codebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(framing.LexiconError, match=r"codebook\.toml"):
        framing.load_lexicon(tmp_path)
