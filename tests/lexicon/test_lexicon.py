"""The toolkit's own lexicon: complete, aligned, and refused as a whole where a part is not valid."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import framing
from framing.languages.registry import languages
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import combine, load_folders
from tests.conftest import MakeLexicon, write_entries

LEXICON = framing.default_lexicon()
#: A headline lures in few ways.
ENOUGH = {"register": 150, "epistemic": 150, "lure": 40, "valence": 700}
FAMILIES = {"register": 5, "lure": 3, "valence": 2, "epistemic": 5, "generic": 4, "issue": 14}


def test_the_codebook_has_all_dimensions_and_scales() -> None:
    codebook = LEXICON.codebook
    families = [dimension.family for dimension in codebook.dimensions.values()]
    assert {family: families.count(family) for family in families} == FAMILIES
    assert set(codebook.scales) == {
        *("tone", "loudness", "skepticism", "conflict_peace", "assurance", "loaded", "loaded_own", "clickbait"),
        "valence",
    }


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


@pytest.mark.parametrize("name", LEXICON.codebook.dimensions)
@pytest.mark.parametrize("code", languages())
def test_every_dimension_has_entries_enough(code: str, name: str) -> None:
    entries = [entry for entry in LEXICON.entries[code] if entry.dimension == name]
    assert len(entries) >= ENOUGH.get(LEXICON.codebook.dimensions[name].family, 120)
    if code != "en" and LEXICON.codebook.dimensions[name].family not in ("lure", "valence"):
        # Idiom, light verbs and the set phrases of the press are several words.
        assert sum(entry.match == "phrase" for entry in entries) >= len(entries) / 4


@pytest.mark.parametrize("code", languages())
def test_every_entry_compiles_to_words_that_a_text_can_hold(code: str) -> None:
    compiled = compile_lexicon(LEXICON, code)
    filled = set(compiled.keys["slot"].to_list()) | set(compiled.prefixes["slot"].to_list())
    used = set(compiled.slots[compiled.slots >= 0].tolist())
    assert used <= filled


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    folder = tmp_path / "lexicons"
    shutil.copytree(framing.lexicons_folder(), folder)
    assert framing.load_lexicon(folder, checked=False).fingerprint == LEXICON.fingerprint
    path = folder / "en" / "doubt.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert framing.load_lexicon(folder, checked=False).fingerprint == LEXICON.fingerprint
    path.write_text(path.read_text().replace(",1,", ",2,", 1))
    assert framing.load_lexicon(folder, checked=False).fingerprint != LEXICON.fingerprint


def test_a_file_of_no_dimension_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "lexicons"
    shutil.copytree(framing.lexicons_folder(), folder)
    (folder / "en" / "mood.csv").write_text("id\n")
    with pytest.raises(framing.LexiconError, match="no dimension 'mood'"):
        framing.load_lexicon(folder)


BOOK = """[lexicon]
version = "1"
licence = "CC0"
[dimensions.weather]
family = "own"
label = "Weather"
definition = "Words for weather."
"""


def test_a_codebook_needs_little(tmp_path: Path) -> None:
    (tmp_path / "codebook.toml").write_text(BOOK, encoding="utf-8")
    codebook = framing.load_lexicon(tmp_path).codebook
    assert codebook.dimensions["weather"].definition == "Words for weather."
    assert (dict(codebook.scales), codebook.dimensions["weather"].negation_factor) == ({}, 1.0)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("[lexicon]", "[lexicons]", r"there is no table \[lexicon\]"),
        ('version = "1"', "version = 1", r"'version' of \[lexicon\] is not text"),
        ('label = "Weather"', 'lable = "Weather"', r"\[dimensions.weather\] has no 'label'"),
        ('label = "Weather"', 'label = "Weather"\nlevel = 1', "unknown 'level'; known: family, label"),
        ('label = "Weather"', 'label = "Weather"\nexamples = ["[Rain]."]', "'examples' .* is not a table of lists"),
        ('label = "Weather"', 'label = "Weather"\ninclude = "Rain"', "'include' .* is not a list of texts"),
        ('label = "Weather"', 'label = "Weather"\nnegation_factor = true', "is not a number"),
        ("[lexicon]", "scales = 1\n[lexicon]", "'scales' is no table"),
        ("[lexicon]", 'scales.s = {kind = "rate", positive = ["wether"]}\n[lexicon]', "did you mean weather"),
        ("[lexicon]", 'scales.s = {kind = "ratio", positive = ["weather"]}\n[lexicon]', "is no ratio"),
        (
            "[lexicon]",
            'scales.s = {kind = "contrast", positive = ["weather"], negative = ["weather"]}\n[lexicon]',
            "only dimensions with 'signed = true' stand on both sides",
        ),
        ('label = "Weather"', 'label = "Weather"\nsigned = 1', "is not true or false"),
        (
            "[lexicon]",
            'scales.s = {kind = "rate", positive = ["weather"], weights = {weather = "1"}}\n[lexicon]',
            "not a table of numbers",
        ),
        (
            "[lexicon]",
            'scales.s = {kind = "rate", positive = ["weather"], weights = {weather = inf}}\n[lexicon]',
            "not a table of numbers",
        ),
        (
            "[lexicon]",
            'scales.s = {kind = "rate", positive = ["weather"], weights = {weather = -1}}\n[lexicon]',
            "weights that do not fit",
        ),
        (
            "[lexicon]",
            'scales.s = {kind = "rate", positive = ["weather"], weights = {wether = 1}}\n[lexicon]',
            "did you mean weather",
        ),
        ("[lexicon]", "[lexicon", "codebook.toml"),
    ],
)
def test_what_is_wrong_with_a_codebook_is_said_in_one_line(tmp_path: Path, before: str, after: str, says: str) -> None:
    (tmp_path / "codebook.toml").write_text(BOOK.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(framing.LexiconError, match=says) as caught:
        framing.load_lexicon(tmp_path)
    assert caught.value.where == f"{tmp_path.name}/codebook.toml"
    assert caught.value.hint


def test_a_folder_without_a_codebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(framing.LexiconError, match=r"codebook\.toml"):
        framing.load_lexicon(tmp_path)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("word,rate\nwar,5\n", "words.csv: other columns"),
        ("word,per_million\nwar,5\n\npeace\n", "words.csv:4: 1 cells"),
        ("word,per_million\nwar,5,6\n", "words.csv:2: 3 cells"),
        ("word,per_million\nwar,5\npeace,many\n", "words.csv:3: 'many' is no number"),
    ],
)
def test_a_word_list_that_is_no_table_is_refused_where_it_is_none(tmp_path: Path, table: str, found: str) -> None:
    (tmp_path / "codebook.toml").write_bytes((framing.lexicons_folder() / "codebook.toml").read_bytes())
    (tmp_path / "en").mkdir()
    path = tmp_path / "en" / "words.csv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(framing.LexiconError, match=found):
        framing.load_lexicon(tmp_path)
    path.write_text("word,per_million\nwar,5\n", encoding="utf-8")
    assert framing.load_lexicon(tmp_path).words["en"] == {"war": 5.0}
    assert framing.load_lexicon(tmp_path).words["hi"] == LEXICON.words["hi"]


@pytest.mark.parametrize(
    ("name", "header", "good", "bad", "found"),
    [
        ("baselines.csv", "language,scale,per_1000,prior_words,note", "en,loudness,2,300,x", "en,volume,a,3,x", "'a' is no number"),
        ("baselines.csv", "language,scale,per_1000,prior_words,note", "en,loudness,2,300,x", "en,volume,3,b,x", "'b' is no number"),
        ("baselines.csv", "language,scale,per_1000,prior_words,note", "en,loudness,2,300,x", "en,volume,3,4", "4 cells where 5"),
        ("names.csv", "language,name,kind,note", "en,Sun Day,film,", "en,Moon Day,film", "3 cells where 4"),
        ("names.csv", "language,name,kind,note", "en,Sun Day,film,", "xx,Moon Day,film,", "'xx' is no language"),
        ("actors.csv", "actor_id,kind,country,language,alias,match,note", "x.y,org,IN,en,Zed,form,", "x.y,org,IN,en,Zed,lemma,", "'lemma' is no match"),
    ],
)  # fmt: skip
def test_tables_beside_the_entries_are_refused_by_their_line(
    tmp_path: Path, name: str, header: str, good: str, bad: str, found: str
) -> None:
    (tmp_path / "codebook.toml").write_bytes((framing.lexicons_folder() / "codebook.toml").read_bytes())
    path = tmp_path / name
    path.write_text(f"{header}\n{good}\n{bad}\n", encoding="utf-8")
    with pytest.raises(framing.LexiconError, match=found) as caught:
        framing.load_lexicon(tmp_path)
    assert caught.value.where == f"{name}:3"
    path.write_text(f"{header},more\n{good},\n", encoding="utf-8")
    with pytest.raises(framing.LexiconError, match="other columns than expected"):
        framing.load_lexicon(tmp_path)
    path.write_text(f"{header}\n{good}\n", encoding="utf-8")
    lexicon = framing.load_lexicon(tmp_path)
    assert lexicon.baselines == ({("en", "loudness"): (2.0, 300.0)} if name == "baselines.csv" else {})
    assert (lexicon.names == {"en": {"Sun Day": "film"}}) == (name == "names.csv")
    assert ([alias.alias for alias in lexicon.aliases["en"]] == ["Zed"]) == (name == "actors.csv")


def test_hidden_folders_hold_no_lexicon(tmp_path: Path) -> None:
    book = framing.lexicons_folder() / "codebook.toml"
    for name in ("b", ".half", "a", "empty"):
        (tmp_path / "lexicons" / name).mkdir(parents=True)
        if name != "empty":
            (tmp_path / "lexicons" / name / "codebook.toml").write_bytes(book.read_bytes())
    assert list(load_folders(tmp_path, "lexicons")) == ["lexicons/a", "lexicons/b"]
    assert load_folders(tmp_path, "nothing") == {}


def test_lexicons_combine_and_a_shared_dimension_is_refused(make_lexicon: MakeLexicon, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "en").mkdir(parents=True)
    book = '[lexicon]\nversion = "1"\nlicence = "x"\n[scales]\n[dimensions.{name}]\nfamily = "own"\nlabel = "Weather"\ndefinition = "Rain."\nexamples = {{}}\n'
    (own / "codebook.toml").write_text(book.format(name="weather"), encoding="utf-8")
    write_entries(own / "en" / "weather.csv", [{"term": "drizzle", "concept": "drizzle"}])
    first = make_lexicon({"en/praise": [{"term": "hero", "concept": "hero"}]})
    both = combine(first, {"own": framing.load_lexicon(own)})
    assert {entry.dimension for entry in both.entries["en"]} == {"praise", "weather"}
    assert both.fingerprint not in {first.fingerprint, framing.load_lexicon(own).fingerprint}
    (own / "codebook.toml").write_text(book.format(name="praise"), encoding="utf-8")
    (own / "en" / "weather.csv").unlink()
    with pytest.raises(
        framing.LexiconError, match="own: the dimension 'praise' is in the toolkit's own lexicon already"
    ):
        combine(first, {"own": framing.load_lexicon(own)})


def test_an_unchecked_lexicon_has_its_fingerprint_and_tells_its_faults_once_it_is_read(
    make_lexicon: MakeLexicon, tmp_path: Path
) -> None:
    good = make_lexicon({"en/praise": [{"term": "splendid"}]})
    folder = tmp_path / "lexicon"
    assert framing.load_lexicon(folder, checked=False).fingerprint == good.fingerprint
    with (folder / "en" / "praise.csv").open("a", encoding="utf-8") as file:
        file.write("nothing of a row\n")
    later = framing.load_lexicon(folder, checked=False)
    assert later.fingerprint != good.fingerprint
    with pytest.raises(framing.LexiconError):
        later.entries["en"]
