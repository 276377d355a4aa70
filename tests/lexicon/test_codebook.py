"""Codebooks: what a table may say, what is wrong with it, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from framing.errors import LexiconError
from framing.lexicon.codebook import Codebook, Dimension, load_codebook

GOOD = """
[lexicon]
version = "7"
licence = "free"

[dimensions.plain]
family = "valence"
label = "Plain"
definition = "What is plain."

[dimensions.other]
family = "sea_side"
label = "Other"
definition = "Another."

[dimensions.both]
family = "register"
label = "Both"
definition = "Good or bad."
signed = true

[scales.one]
kind = "rate"
positive = ["plain"]
"""
#: Keys of the first dimension, and of the scale.
OF_DIMENSION, OF_SCALE = "[dimensions.other]", ""


def load(folder: Path, text: str, beside: dict[str, Dimension] | None = None) -> Codebook:
    path = folder / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    return load_codebook(path, beside)


def with_lines(where: str, lines: str) -> str:
    return GOOD.replace(where, f"{lines}\n{where}") if where else f"{GOOD}{lines}\n"


@pytest.mark.parametrize(
    ("where", "lines", "said"),
    [
        # Kinds of values
        (OF_DIMENSION, "negation_factor = true", "'negation_factor' of [dimensions.plain] is not a number"),
        (OF_DIMENSION, 'negation_factor = "0"', "is not a number"),
        (OF_DIMENSION, "negation_factor = inf", "is not a number"),
        (OF_DIMENSION, "negation_factor = nan", "is not a number"),
        (OF_DIMENSION, 'include = "all"', "'include' of [dimensions.plain] is not a list of texts"),
        (OF_DIMENSION, "include = [1]", "is not a list of texts"),
        (OF_DIMENSION, "include = {}", "is not a list of texts"),
        (OF_DIMENSION, 'include = ["a", 1]', "is not a list of texts"),
        (OF_DIMENSION, "signed = 1", "is not true or false"),
        (OF_DIMENSION, "signed = []", "is not true or false"),
        (OF_DIMENSION, 'examples = ["a"]', "is not a table of lists"),
        (OF_DIMENSION, 'examples = {en = "a"}', "is not a table of lists"),
        (OF_DIMENSION, 'examples = {hi = ["a"], en = [2]}', "is not a table of lists"),
        (OF_SCALE, 'weights = ["plain"]', "'weights' of [scales.one] is not a table of numbers"),
        (OF_SCALE, "weights = {plain = true}", "is not a table of numbers"),
        (OF_SCALE, 'weights = {plain = 1, other = "2"}', "is not a table of numbers"),
        (OF_SCALE, "definition = 3", "is not text"),
        # What scales name
        (OF_SCALE, 'voices = ["own", "mine"]', "scale 'one' names no voice 'mine'"),
        (OF_SCALE, "weights = {plain = 1, nought = 1}", "scale 'one' names no dimension 'nought'"),
        (OF_SCALE, 'negative = ["nought"]', "scale 'one' names no dimension 'nought'"),
        (OF_SCALE, 'negative = ["other"]', "scale 'one' is no rate"),
        # Weights
        (OF_SCALE, "weights = {plain = 0}", "has weights that do not fit it"),
        (OF_SCALE, "weights = {plain = -1}", "has weights that do not fit it"),
        (OF_SCALE, "weights = {other = 1}", "has weights that do not fit it"),
        (OF_SCALE, '[scales.two]\nkind = "headline"\npositive = ["plain"]\nweights = {plain = 1}', "do not fit"),
        # Sides
        (OF_SCALE, '[scales.two]\nkind = "contrast"\npositive = ["plain"]', "scale 'two' is no contrast"),
        (OF_SCALE, '[scales.two]\nkind = "headline"\npositive = ["plain"]\nnegative = ["other"]', "is no headline"),
        (
            OF_SCALE,
            '[scales.two]\nkind = "contrast"\npositive = ["plain", "both"]\nnegative = ["plain", "both"]',
            "scale 'two' has dimensions that do not fit it",
        ),
        (OF_SCALE, '[scales.two]\nkind = "headline"\npositive = ["plain", "both"]', "has dimensions that do not fit"),
        # Tables
        (OF_SCALE, "[scales.two]", "[scales.two] has no 'kind'"),
    ],
)
def test_what_a_table_may_not_say(tmp_path: Path, where: str, lines: str, said: str) -> None:
    with pytest.raises(LexiconError) as caught:
        load(tmp_path, with_lines(where, lines))
    assert said in str(caught.value)
    assert caught.value.where == f"{tmp_path.name}/codebook.toml"
    assert caught.value.code.startswith("codebook.")


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("scales = 3\n", "'scales' is no table"),
        ("dimensions = []\n", "'dimensions' is no table"),
        ("[scales]\none = 3\n", "there is no table [scales.one]"),
    ],
)
def test_tables_are_tables(tmp_path: Path, tables: str, said: str) -> None:
    meta = GOOD[: GOOD.index("[dimensions")]
    with pytest.raises(LexiconError) as caught:
        load(tmp_path, meta + tables if tables.startswith("[") else tables + meta)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        (OF_DIMENSION, "negation_factor = 0"),
        (OF_DIMENSION, "negation_factor = 0.5"),
        (OF_DIMENSION, 'include = []\nexamples = {}\nliterature = ["a", "b"]'),
        (OF_SCALE, "weights = {plain = 1, other = -2.5}"),
        (OF_SCALE, '[scales.two]\nkind = "contrast"\npositive = ["plain", "both"]\nnegative = ["other", "both"]'),
        (OF_SCALE, '[scales.two]\nkind = "headline"\npositive = ["plain"]\nvoices = ["quoted", "own"]'),
        ("[dimensions.plain]", 'made = 2020-01-01\nmotto = "x"'),
    ],
)
def test_what_a_table_may_say(tmp_path: Path, where: str, lines: str) -> None:
    # As it is read, and as it was kept.
    first, again = (load(tmp_path, with_lines(where, lines)) for _ in range(2))
    assert first == again
    # What nothing is said of
    assert first.scales["one"].voices == ("own",)
    assert not first.scales["one"].experimental
    assert (first.dimensions["other"].negation_factor, first.dimensions["other"].signed) == (1.0, False)


@pytest.mark.parametrize("key", ["version", "licence"])
def test_a_codebook_has_a_version_and_a_licence(tmp_path: Path, key: str) -> None:
    with pytest.raises(LexiconError, match=rf"\[lexicon\] has no '{key}'"):
        load(tmp_path, GOOD.replace(f"\n{key} = ", "\nauthors = []\n# "))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    for content, code in ((None, "unreadable"), (b"[lexicon", "toml"), (b"\xff", "toml")):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(LexiconError) as caught:
            load_codebook(path)
        assert caught.value.code == f"codebook.{code}"


def test_scales_may_name_the_dimensions_of_a_codebook_beside(tmp_path: Path) -> None:
    text = with_lines(OF_SCALE, '[scales.two]\nkind = "rate"\npositive = ["far"]')
    with pytest.raises(LexiconError, match="names no dimension 'far'"):
        load(tmp_path, text)
    far = Dimension(name="far", family="own", label="Far", definition="Far.", examples={})
    assert list(load(tmp_path, text, {"far": far}).scales) == ["one", "two"]
    # One's own goes before another's of its name.
    own = Dimension(name="both", family="own", label="B", definition="B.", examples={})
    split = '[scales.two]\nkind = "contrast"\npositive = ["both"]\nnegative = ["both"]'
    assert load(tmp_path, with_lines(OF_SCALE, split), {"both": own}).scales["two"].split == {"both"}


def test_what_follows_from_a_codebook(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        with_lines(
            OF_SCALE,
            """weights = {plain = 1, other = -1}
[scales.two]
kind = "contrast"
positive = ["plain", "both"]
negative = ["other", "both"]
[scales.three]
kind = "headline"
positive = ["plain"]
[scales.four]
kind = "rate"
positive = ["other"]
experimental = true
""",
        ),
    )
    # Known families in their order, then the others by their names.
    assert found.families == {"register": "Register", "valence": "Valence", "sea_side": "Sea side"}
    assert list(found.families) == ["register", "valence", "sea_side"]
    assert list(found.estimated) == ["one", "two"]
    assert found.scales["one"].dimensions == ("plain", "other")
    assert found.scales["two"].dimensions == ("plain", "both", "other")
    assert found.scales["two"].split == {"both"}
    assert found.scales["one"].split == frozenset()
    hits = pl.DataFrame(
        [("plain", -1.0), ("both", 1.0), ("both", -1.0), ("other", 1.0), ("nothing", 1.0)],
        schema=["dimension", "weight"],
        orient="row",
    )
    sides = hits.select(side=found.scales["two"].side())["side"].to_list()
    assert sides == ["positive", "positive", "negative", "negative", None]


def test_an_edition_is_of_what_coders_read(tmp_path: Path) -> None:
    def edition(where: str = OF_SCALE, lines: str = "", of: str = "plain") -> str:
        return load(tmp_path, with_lines(where, lines)).edition(of)

    usual = edition()
    assert usual.startswith("7:")
    assert len(usual) == len("7:") + 16
    for lines in ("negation_factor = 0", "signed = true", 'literature = ["a"]'):
        assert edition(OF_DIMENSION, lines) == usual
    read = ['include = ["a"]', 'exclude = ["a"]', 'examples = {en = ["a"]}']
    assert len({usual, *(edition(OF_DIMENSION, lines) for lines in read)}) == 4
    assert edition(of="other") != usual
