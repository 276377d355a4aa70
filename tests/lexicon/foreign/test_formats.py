"""Every format: layouts as their programs write them, what they cannot hold, hostile files, and round trips."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import LexiconError, UsageError
from framing.lexicon.foreign.convert import FORMATS, format_of
from framing.lexicon.foreign.dictionary import Dictionary, Pattern, Warnings

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}( [a-z]{1,5})?(\.[a-z]{1,6})?", fullmatch=True)
words = st.from_regex(r"[a-zà-öø-ÿ]{1,8}( [a-z']{1,6}){0,2}\*?", fullmatch=True)
hindi = st.sampled_from(["गला फाड़ना", "नई जान", "चालबाज़*", "ऐतिहासिक"])
weights = st.sampled_from([0.5, 1.0, 2.0, 2.7])


def dictionaries(*, weighted: bool) -> st.SearchStrategy[Dictionary]:
    pattern = st.builds(Pattern, words | hindi, weights if weighted else st.just(1.0))
    listed = st.lists(pattern, min_size=1, max_size=6, unique_by=lambda one: one.text).map(tuple)
    return st.dictionaries(names, listed, min_size=1, max_size=5).map(Dictionary)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "vader"])
@given(data=st.data())
def test_what_a_format_can_hold_comes_back(name: str, data: st.DataObject) -> None:
    form = FORMATS[name]
    dictionary = data.draw(dictionaries(weighted=form.weighted))
    warnings = Warnings()
    back = form.read(form.write(dictionary, warnings), warnings)
    assert warnings.lines() == []
    assert {key: set(listed) for key, listed in back.categories.items()} == {
        key: set(listed) for key, listed in dictionary.categories.items()
    }


@given(st.lists(st.builds(Pattern, words, weights), min_size=1, max_size=6, unique_by=lambda one: one.text))
def test_vader_holds_two_sides(patterns: list[Pattern]) -> None:
    form = FORMATS["vader"]
    dictionary = Dictionary({"positive": tuple(patterns[1:]), "negative": tuple(patterns[:1])})
    assert form.read(form.write(dictionary, Warnings()), Warnings()) == dictionary


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.weighted])
def test_a_weight_that_is_lost_is_told(name: str) -> None:
    warnings = Warnings()
    FORMATS[name].write(Dictionary({"tone": (Pattern("grim", 2.0), Pattern("dire", 2.0))}), warnings)
    assert warnings.lines() == ["weights are lost: 'grim' and 1 more"]


def read(name: str, text: str) -> tuple[dict[str, list[str]], list[str]]:
    warnings = Warnings()
    dictionary = FORMATS[name].read(text, warnings)
    return {key: [one.text for one in listed] for key, listed in dictionary.categories.items()}, warnings.lines()


def test_liwc_2007_with_conditions() -> None:
    text = "%\n1\tfunct\n125\taffect\n126\tposemo\n%\nhapp*\t125 126\nlike\t(02 134)125/464 126\n"
    with pytest.raises(LexiconError, match="names no category '464'"):
        read("liwc", text)
    found, warnings = read("liwc", text.replace("/464", "/126"))
    assert found == {"funct": [], "affect": ["happ*", "like"], "posemo": ["happ*", "like"]}
    assert warnings == ["conditions on neighbouring words are dropped, the category kept: 'like'"]


def test_liwc_2015_nests_by_indentation_and_may_part_with_spaces() -> None:
    text = "%\n1 affect (Affect)\n\t2 posemo (Positive)\n\t3 negemo\n4 social\n%\nkind regards\t2\nugly  3 1\n"
    assert read("liwc", text)[0] == {
        "affect (Affect)": ["ugly"],
        "affect (Affect).posemo (Positive)": ["kind regards"],
        "affect (Affect).negemo": ["ugly"],
        "social": [],
    }


def test_liwc_22_marks_with_x_or_weighs() -> None:
    warnings = Warnings()
    found = FORMATS["liwc22"].read("DicTerm,good,bad\nfine,X,\ngrim,,2.5\nodd,?,\n", warnings)
    assert found.categories == {"good": (Pattern("fine"), Pattern("odd")), "bad": (Pattern("grim", 2.5),)}
    assert "'?'" in warnings.lines()[0]


def test_quanteda_nests_and_means_the_words_no_and_yes() -> None:
    text = "tone:\n  good:\n    - fine\n    - yes\n  bad: [no, grim]\nlone: word\n"
    assert read("quanteda", text)[0] == {"tone.good": ["fine", "yes"], "tone.bad": ["no", "grim"], "lone": ["word"]}


def test_yoshikoder_scores_and_nests() -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><dictionary style="060426"><cnode name="Laver">'
        '<cnode name="Culture"><pnode name="art &amp; craft" score="0.5" desc=""/></cnode><pnode name="people*"/>'
        "</cnode></dictionary>"
    )
    found = FORMATS["yoshikoder"].read(text, Warnings())
    assert found.categories == {"Laver": (Pattern("people*"),), "Laver.Culture": (Pattern("art & craft", 0.5),)}


def test_lexicoder_pads_words_with_spaces() -> None:
    assert read("lexicoder", "+negative\n a lie \nabandon*\n\n+positive\n able \n")[0] == {
        "negative": ["a lie", "abandon*"],
        "positive": ["able"],
    }


def test_wordstat_outlines_weigh_and_rules_are_told() -> None:
    text = "NEGATIVE\n\tGRIM (1)\n\tBAD_LUCK (2)\n\tNESTED\n\t\tDIRE* (1)\n\t@NOT NEAR GOOD\nPOSITIVE\n\tFINE (1)\n"
    found, warnings = read("wordstat", text)
    assert found == {"NEGATIVE": ["grim", "bad luck"], "NEGATIVE.NESTED": ["dire*"], "POSITIVE": ["fine"]}
    assert warnings == ["rules and regular expressions are left out: '@NOT NEAR GOOD'"]


def test_a_table_may_call_its_columns_otherwise() -> None:
    warnings = Warnings()
    found = FORMATS["csv"].read("Word,Class,Score,Source\ngrim,bad,2,me\nfine,good,,me\n", warnings)
    assert found.categories == {"bad": (Pattern("grim", 2.0),), "good": (Pattern("fine"),)}
    assert warnings.lines() == ["columns are left out: 'source'"]


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("liwc", "happy\t1\n", "line 1"),
        ("liwc", "\n%\n1\ta\n\nposemo\n%\n", "line 5"),
        ("liwc", "%\n1\ta\n%\n\nfine\t1\nhappy\n", "line 6"),
        ("liwc", "%\n1\ta\n%\nfine\t1\nhappy\t2\n", "line 5"),
        ("liwc", "%\n1\ta\n%\nfine\t1\nhappy\tx\n", "line 5"),
        ("liwc22", "term,a\nx,X\n", "line 1"),
        ("vader", "fine\t1\n\ngrim\tvery\n", "line 3"),
        ("quanteda", "- a\n- b\n", "line 1"),
        ("quanteda", "a: [x]\nb: &x [b]\nc: *x\n", "line 3"),
        ("lexicoder", "\ngrim\n", "line 2"),
        ("wordstat", "\nGRIM (1)\n", "line 2"),
        ("yoshikoder", f"<a/>\n{'<dictionary>'}", "line 2"),
        ("yoshikoder", '<?xml version="1.0"?>\n<!DOCTYPE d>\n<dictionary/>', "line 2"),
        ("csv", "a,b\n1,2\n", "line 1"),
        ("csv", "term,category,weight\nfine,good,1\n\ngrim,bad,inf\n", "line 4"),
    ],
)
def test_a_fault_is_told_with_its_line(name: str, text: str, where: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read(name, text)
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("liwc", "%\n01\ta\n2\tb\n%\n\nfine\t1 01 2\nkind of\t2\n", {"a": ["fine"], "b": ["fine", "kind of"]}),
        ("liwc", "%\n1 a\n\t2 b\n\t\t3 c\n\t4 d\n5 e\n%\nx\t2 3 4 5\n", {"a": [], "a.b": ["x"], "a.b.c": ["x"], "a.d": ["x"], "e": ["x"]}),
        ("liwc", "%\n1 a\n%\nx\t1\n%\n", None),
        ("liwc22", "DicTerm,a,b\nx,x,\ny\nz,X,X\n", {"a": ["x", "z"], "b": ["z"]}),
        ("vader", "meh\t0\n\nfine\t0.1\ngrim\t-0.1\n", {"positive": ["meh", "fine"], "negative": ["grim"]}),
        ("csv", "term,category\nx,a\n\ny,b\nz,a\n", {"a": ["x", "z"], "b": ["y"]}),
        ("csv", "term,category,weight\nx,a,\n", {"a": ["x"]}),
    ],
)  # fmt: skip
def test_lists_are_read_line_by_line(name: str, text: str, found: dict[str, list[str]] | None) -> None:
    if found is None:
        # A third line of one sign is a word without a category.
        with pytest.raises(LexiconError, match="no category"):
            read(name, text)
    else:
        assert read(name, text)[0] == found


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><dictionary><cnode name="&b;"/></dictionary>'
FILE = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><dictionary><cnode name="x"><pnode name="&f;"/></cnode></dictionary>'

BROKEN = [
    ("liwc", "happy\t1\n", "no head"),
    ("liwc", "%\n1\ta\n%\nhappy\n", "'happy' has no category"),
    ("liwc", "%\nposemo\n%\n", "'posemo' is no category"),
    ("liwc", "%\n1\ta\n%\nhappy\tx\n", "are no numbers"),
    ("liwc22", "term,a\nx,X\n", "no column 'DicTerm'"),
    ("quanteda", "- a\n- b\n", "no map of categories"),
    ("quanteda", "a: [b\n", "line 2"),
    ("quanteda", "a: &x [b]\nc: *x\n", "alias"),
    ("quanteda", "a: {b: 2020-01-01}\n", "is no word"),
    ("quanteda", "a: !!python/object/apply:os.system [x]\n", "could not determine a constructor"),
    ("quanteda", "".join(f"{' ' * depth}a{depth}:\n" for depth in range(60)) + " " * 61 + "b\n", "nested too deeply"),
    ("yoshikoder", BOMB, "document type declaration"),
    ("yoshikoder", FILE, "document type declaration"),
    ("yoshikoder", "<dictionary>" + "<cnode>" * 60 + "</cnode>" * 60 + "</dictionary>", "nested too deeply"),
    ("yoshikoder", "<lexicon/>", "the root is 'lexicon'"),
    ("yoshikoder", "<dictionary>", "no element found"),
    ("yoshikoder", '<dictionary><cnode name="a"><pnode name="b" score="x"/></cnode></dictionary>', "no number"),
    ("lexicoder", "grim\n", "before any category"),
    ("wordstat", "GRIM (1)\n", "before any category"),
    ("vader", "grim\tvery\n", "'very' is no number"),
    ("vader", "grim\tnan\n", "'nan' is no number"),
    ("csv", "a,b\n1,2\n", "the columns are a, b"),
    ("csv", "term,category,weight\ngrim,bad,inf\n", "'inf' is no number"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "said"), BROKEN)
def test_what_is_not_of_the_format_is_told_where(name: str, text: str, said: str) -> None:
    with pytest.raises(LexiconError) as caught:
        FORMATS[name].read(text, Warnings())
    assert said in str(caught.value)


def nested(name: str, levels: int) -> str:
    """A word under so many categories, each in the one before."""
    if name == "quanteda":
        return "".join(f"{' ' * level}a:\n" for level in range(levels)) + f"{' ' * levels}- b\n"
    # The root is an element as well, and so is the word.
    opening, closing = '<cnode name="a">' * levels, "</cnode>" * levels
    return f'<dictionary>{opening}<pnode name="b"/>{closing}</dictionary>'


@pytest.mark.parametrize(("name", "most"), [("quanteda", 20), ("yoshikoder", 48)])
def test_categories_are_nested_so_deeply_at_most(name: str, most: int) -> None:
    for levels in (most - 1, most):
        assert read(name, nested(name, levels))[0] == {".".join("a" * levels): ["b"]}
    with pytest.raises(LexiconError, match="nested too deeply"):
        read(name, nested(name, most + 1))


def test_what_vader_has_no_side_for_is_told() -> None:
    warnings = Warnings()
    dictionary = Dictionary({"tone": (Pattern("odd"), Pattern("even")), "negative": (Pattern("grim", 2.5),)})
    assert FORMATS["vader"].write(dictionary, warnings) == "grim\t-2.5\n"
    assert warnings.lines() == ["the format has no category 'tone', its terms are left out: 'odd' and 1 more"]


@given(name=st.sampled_from(sorted(FORMATS)), text=st.text(max_size=300))
def test_no_text_breaks_a_reader(name: str, text: str) -> None:
    with contextlib.suppress(LexiconError):
        FORMATS[name].read(text, Warnings())


def test_a_format_is_told_by_its_suffix_or_named() -> None:
    for form in FORMATS.values():
        for suffix in form.suffixes:
            assert format_of(Path(f"words{suffix.upper()}")) is form
        assert format_of(Path("words.bin"), form.name) is form
    with pytest.raises(UsageError, match=r"\.dic \(liwc\)"):
        format_of(Path("words.bin"))
    with pytest.raises(UsageError, match="the formats are"):
        format_of(Path("words.dic"), "magic")
