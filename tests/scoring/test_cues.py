"""Cues: marks, numbers, capitals, and words that count at one place of a headline alone."""

from __future__ import annotations

import polars as pl
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.lexicon.cues import PLACES, SIGNS, Place, Sign, parse_cue
from tests.benchmarks.clickbait import FLOORS, headlines, labels, measured
from tests.benchmarks.corpora import corpora_folder
from tests.conftest import MakeLexicon, write_entries

TERMS = {
    **{name: f"cue:{name}" for name in SIGNS},
    "title_mark": "at:headline cue:exclamation",
    "first_number": "at:start cue:number",
    "last_question": "at:end cue:question",
    "opener": "at:start these|this",
    "within": "at:headline wow",
    "closer": "at:end and … then",
}


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> framing.Scorer:
    folder = tmp_path_factory.mktemp("cues")
    (folder / "codebook.toml").write_bytes((framing.lexicons_folder() / "codebook.toml").read_bytes())
    # One dimension each, so that they do not compete: the longest match of a dimension wins.
    names = [name for name in framing.default_lexicon().codebook.dimensions if name not in ("intensifier",)]
    for code, words in (("en", TERMS), ("hi", {name: f"cue:{name}" for name in SIGNS})):
        for name, (concept, term) in zip(names, words.items(), strict=False):
            row = {"term": term, "match": "cue", "pos": "phrase", "concept": concept}
            write_entries(folder / code / f"{name}.csv", [row])
    return framing.Scorer(framing.load_lexicon(folder), threads=1)


def found(scorer: framing.Scorer, title: str | None, text: str = "", code: str = "en") -> list[tuple[str, str]]:
    articles = pl.DataFrame(
        {"title": [title], "text": [text], "language": [code]}, schema_overrides={"title": pl.String}
    )
    return list(scorer.score(articles).evidence.sort("start", "concept").select("concept", "surface").iter_rows())


@pytest.mark.parametrize(
    ("title", "cues"),
    [
        ("It is here!", [("exclamation", "!"), ("title_mark", "!")]),
        ("It is here!! Or is it?!", [("repeated", "!!"), ("repeated", "?!")]),
        ("Is it here?", [("last_question", "?"), ("question", "?")]),
        ("Is it here? We ask", [("question", "?")]),
        ("What came then…", [("ellipsis", "…")]),
        ("What came then...", [("ellipsis", "...")]),
        ("7 things to see", [("first_number", "7"), ("number", "7")]),
        ("See 7 things", [("number", "7")]),
        ("2024 was long, 7-year plan, 5% more, 1,000 men, covid-19 ends, $5 million", []),
        ("You NEED THIS now", [("capitals", "NEED THIS")]),
        ("THIS NEED", [("opener", "THIS")]),
        ("PM to visit NATO", []),
        # Two words or more, next to each other in a sentence that has others
        ("NEED THIS now", [("capitals", "NEED THIS")]),
        ("now NEED THIS", [("capitals", "NEED THIS")]),
        ("You NEED THIS NOW then", [("capitals", "NEED THIS NOW")]),
        ("You NEED it THIS", []),
        ("You NEED, THIS now", []),
        ("You NEED. THIS now", []),
        ("You NEED. MUCH THIS now", [("capitals", "MUCH THIS")]),
        ("You NEED THIS, MUCH MORE now", [("capitals", "NEED THIS"), ("capitals", "MUCH MORE")]),
        ("You AM IT now", []),
        ("You NEED QXZV now", []),
        # A number from 2 to 99 where its piece begins, right before a word
        ("1 thing", []),
        ("2 things", [("first_number", "2"), ("number", "2")]),
        ("99 things", [("first_number", "99"), ("number", "99")]),
        ("100 things", []),
        ("02 things", []),
        ("See 7", []),
        ("See 7, then things", []),
        ("See Rs.50 things", []),
        ("See 50-year things", []),
        ("See 7 2-year things", [("number", "7")]),
        ("Look: 7 things", [("first_number", "7"), ("number", "7")]),
        ("These dogs", [("opener", "These")]),
        ("Look: these dogs", [("opener", "these")]),
        ("See these dogs", []),
        ("And only then", [("closer", "And only then")]),
        ("And then it went", []),
        ("“Wow” is here", [("within", "Wow")]),
        ("http://example.org/?a=!b is down", []),
    ],
)
def test_cues_count_where_they_are_declared_to(scorer: framing.Scorer, title: str, cues: list[tuple[str, str]]) -> None:
    assert found(scorer, title) == cues


def test_what_counts_in_headlines_does_not_in_texts(scorer: framing.Scorer) -> None:
    text = "These dogs! Wow.\nThis is a dog?\n7 dogs and then"
    kept = {("exclamation", "!"), ("question", "?"), ("number", "7")}
    assert set(found(scorer, None, text)) == kept


@pytest.mark.parametrize(("text", "sign"), [("५ बातें", "number"), ("क्या है?", "question"), ("क्या है؟؟", "repeated")])
def test_marks_and_digits_are_those_of_any_script(scorer: framing.Scorer, text: str, sign: str) -> None:
    assert [concept for concept, _ in found(scorer, text, code="hi")] == [sign]


def test_two_marks_that_one_word_holds_are_one_and_none_is_lost_to_a_word(scorer: framing.Scorer) -> None:
    assert found(scorer, "wow ! !") == [("within", "wow"), ("exclamation", "!"), ("title_mark", "!")]
    assert found(scorer, "!!!") == []
    assert found(scorer, "! wow") == [("exclamation", "!"), ("title_mark", "!"), ("within", "wow")]


MARKED = st.lists(
    st.sampled_from([*"!?…؟.:,\n ", "!!", "?!", "...", " 7 ", " wow", " these", " THIS NEED ", "a"]), max_size=25
)


@given(st.lists(st.tuples(MARKED, MARKED), min_size=1, max_size=4))
def test_spans_lie_in_their_fields_and_do_not_depend_on_the_batch(
    scorer: framing.Scorer, parts: list[tuple[list[str], list[str]]]
) -> None:
    fields = [("".join(title), "".join(text)) for title, text in parts]
    articles = pl.DataFrame(
        {
            "article_id": [str(number) for number in range(len(fields))],
            "title": [title for title, _ in fields],
            "text": [text for _, text in fields],
            "language": ["en"] * len(fields),
        }
    )
    together = scorer.score(articles).evidence
    assert together.equals(pl.concat([scorer.score(articles[at]).evidence for at in range(len(fields))]))
    for span in together.iter_rows(named=True):
        title, text = fields[int(span["article_id"])]
        assert (title if span["section"] == "title" else text)[span["start"] : span["end"]] == span["surface"]
        if span["concept"] in ("exclamation", "title_mark"):
            assert span["surface"] == "!"
        if span["concept"] == "repeated":
            assert regex.fullmatch("[!?؟]{2,}", span["surface"])


@given(st.text(alphabet="abcdefgh ,;\n", max_size=60))
def test_a_text_without_marks_has_none(scorer: framing.Scorer, text: str) -> None:
    assert {concept for concept, _ in found(scorer, text, text)} <= {"within", "closer", "opener"}


def test_a_mark_takes_nothing_from_what_words_say(make_lexicon: MakeLexicon) -> None:
    words = {"en/praise": [{"term": "superb", "pos": "adj", "concept": "a"}]}
    mark = {"term": "cue:exclamation", "match": "cue", "pos": "phrase", "concept": "mark"}
    texts = pl.DataFrame({"text": ["It is not! superb.", "Superb! It is superb!"], "language": ["en"] * 2})
    plain = framing.score(texts, make_lexicon(words)).evidence
    both = framing.score(texts, make_lexicon({**words, "en/doubt": [mark]})).evidence
    assert both.filter(pl.col("concept") == "a").equals(plain)
    assert both.filter(pl.col("concept") == "mark")["negated"].to_list() == [False] * 3


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ("cue:shouting", "there is no 'cue:shouting'; use cue:exclamation"),
        ("at:middle wow", "there is no 'at:middle'; use at:headline, at:start, at:end"),
        ("at:start", "nothing follows 'at:start'; add a sign or words"),
        ("cue:number things", "'things' stands behind 'cue:number'; a sign stands alone"),
        ("these things", "'these things' is words without a place; begin with at:headline"),
    ],
)
def test_a_malformed_cue_is_refused_in_one_line(make_lexicon: MakeLexicon, term: str, says: str) -> None:
    row = {"term": term, "match": "cue", "pos": "phrase"}
    with pytest.raises(framing.LexiconError) as caught:
        make_lexicon({"en/praise": [row]})
    assert caught.value.where == "en/praise.csv:2"
    assert says in f"{caught.value.what}; {caught.value.hint}"


def test_every_sign_and_place_is_written_in_lower_case() -> None:
    assert {parse_cue(f"cue:{name}").sign for name in SIGNS} == set(Sign) - {Sign.NONE}
    assert {parse_cue(f"at:{name} x").place for name in PLACES} == set(Place) - {Place.ANYWHERE}


def test_a_headline_has_the_weights_of_its_cues_and_a_text_adds_nothing() -> None:
    lure = "You won't believe these 7 things!"
    articles = pl.DataFrame({"title": [lure, lure, "Rates rise", None], "text": ["", f"{lure}\n{lure}", lure, lure]})
    articles = articles.with_columns(language=pl.lit("en"))
    scored = framing.score(articles)
    values = scored.scales.filter(scale="clickbait", section="all")["value"].to_list()
    named = scored.evidence.filter(
        pl.col("article_id") == "0", pl.col("dimension").is_in(["teaser", "address", "emphasis"]), kind="stance"
    )
    assert values == [named["weight"].sum()] * 2 + [0.0, None]
    assert values[0] >= 4


def test_lures_enter_no_other_scale() -> None:
    scales = framing.default_lexicon().codebook.scales
    lures = {"teaser", "address", "emphasis"}
    assert [name for name, scale in scales.items() if lures & {*scale.positive, *scale.negative}] == ["clickbait"]


def test_labelled_headlines_are_found_where_the_corpora_are() -> None:
    assert labels().group_by("language").len().sort("language").rows() == [("hi", 300), ("ur", 300)]
    found_here = headlines(corpora_folder())
    if not found_here.height:
        pytest.skip("no corpora")
    assert found_here.height == 600
    for code, floor in FLOORS.items():
        assert measured(found_here.filter(language=code)) >= floor
