"""Negation, intensifiers and actors around a match."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.languages.registry import language
from framing.lexicon.compile import Compiled, compile_lexicon
from framing.scoring.context import INTENSIFIED, intensified, nearest_actor
from framing.scoring.matching import Matches
from framing.scoring.tokens import Tokens, tokenise
from framing.scoring.vocabulary import Vocabulary
from tests.conftest import lexicon_in, scorer_of
from tests.golden.reading import lexicon_of

PRAISE = {"hi": "ऐतिहासिक", "ur": "تاریخی", "en": "historic"}
#: Words that tell nothing.
PLAIN = {"en": "wide", "hi": "लाल", "ur": "سرخ"}


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> framing.Lexicon:
    files: dict[str, list[dict[str, str]]] = {
        f"{code}/praise": [{"term": word, "concept": "historic"}] for code, word in PRAISE.items()
    }
    files["hi/sensational"] = [{"term": "हड़कंप", "concept": "panic", "weight": "2"}]
    files["hi/derogation"] = [
        {"term": "पुष्टि नहीं", "match": "phrase", "pos": "phrase", "concept": "unconfirmed"},
        {"term": "सबूत … नहीं", "match": "phrase", "pos": "phrase", "concept": "unproven"},
    ]
    files["hi/intensifier"] = [
        {"term": "बेहद", "concept": "very"},
        {"term": "कड़ा हड़कंप", "match": "phrase", "concept": "strong"},
    ]
    return lexicon_in(tmp_path_factory.mktemp("lexicon"), files)


def evidence(text: str, code: str, lexicon: framing.Lexicon) -> pl.DataFrame:
    return scorer_of(lexicon).score(pl.DataFrame({"text": [text], "language": [code]})).evidence


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("hi", "यह ऐतिहासिक नहीं है।", True),
        ("hi", "यह ऐतिहासिक है।", False),
        ("hi", "यह ऐतिहासिक है, नुकसान नहीं हुआ।", False),  # another clause
        ("hi", "यह नहीं हुआ लेकिन ऐतिहासिक है।", False),
        ("hi", "यह न केवल ऐतिहासिक है बल्कि बड़ा भी है।", False),  # "not only" negates nothing
        ("hi", "ऐतिहासिक इमारत को लोग भूल नहीं पाए।", False),  # too far: what is negated stands beside नहीं
        ("hi", "उन्होंने ऐतिहासिक कहा कि कुछ नहीं हुआ।", False),  # कि opens another clause
        ("hi", "यह आम है न कि ऐतिहासिक।", True),  # save in "and not"
        ("hi", "यह बड़ा नहीं बल्कि ऐतिहासिक है।", False),
        ("hi", "यह दिन का नहीं ऐतिहासिक रात का नाम है।", False),  # a contrast
        ("hi", "यह न बड़ा है न ऐतिहासिक।", True),
        ("hi", "यह ऐतिहासिक है ना।", False),  # a tag
        ("hi", "इसे ऐतिहासिक मत कहिए।", True),
        ("hi", "ऐतिहासिक मत मिले।", False),  # votes
        ("hi", "मंत्री ने ऐतिहासिक होने से इनकार किया।", True),
        ("hi", "इसके ऐतिहासिक होने से इनकार नहीं किया जा सकता।", False),
        ("ur", "یہ تاریخی نہیں ہے۔", True),
        ("ur", "یہ نہ صرف تاریخی ہے بلکہ بڑا بھی ہے۔", False),
        ("ur", "یہ محض تاریخی عمارت نہیں بلکہ یادگار ہے۔", False),  # "not merely": both hold
        ("ur", "یہ تاریخی نہیں بلکہ عام ہے۔", True),
        ("ur", "یہ تاریخی لوگ کبھی کسی سے نہیں ڈرتے۔", False),  # the subject of what is negated
        ("ur", "ترجمان نے تاریخی معاہدے سے انکار کیا۔", True),
        ("ur", "تاریخی معاہدے سے انکار نہیں کیا جا سکتا۔", False),
        ("ur", "تاریخی شہادت کے بغیر فیصلہ ہوا۔", True),
        ("ur", "شہادت کے بغیر تاریخی فیصلہ ہوا۔", False),  # the other side of "without"
        ("en", "It was not a historic day.", True),
        ("en", "It isn’t historic.", True),
        ("en", "It was not only historic but big.", False),
        ("en", "It is the No. 1 historic fort.", False),  # an abbreviation
        ("en", "It did not rain; the day was historic.", False),
        ("en", "It was never going to be historic", True),
        # Questions that expect a yes, and those that do not
        ("hi", "क्या यह ऐतिहासिक नहीं है?", False),
        ("hi", "यह ऐतिहासिक नहीं?", False),
        ("hi", "यह ऐतिहासिक क्यों नहीं है?", True),
        ("hi", "यह ऐतिहासिक नहीं लगा उन्हें?", True),
        ("hi", "यह हुआ? यह ऐतिहासिक नहीं है।", True),
        ("en", "Isn't this historic?", False),
        ("en", "Isn't this historic.", True),
        ("en", "But isn't this historic?", False),
        ("en", "Was the wide town not historic?", False),
        ("en", "Was the old wide town not historic?", True),
        ("en", "They were not historic?", True),
    ],
)
def test_negation(code: str, text: str, expected: bool, lexicon: framing.Lexicon) -> None:
    assert evidence(text, code, lexicon)["negated"].to_list() == [expected]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        # A cue among an entry's own words negates nothing but what the entry says by itself.
        ("ऐतिहासिक पुष्टि नहीं हुई।", [False, False]),
        ("ऐतिहासिक सबूत नहीं मिले।", [False, False]),
        # With other words between them it is a negation as any other.
        ("ऐतिहासिक सबूत बड़े नहीं मिले।", [True, True]),
        ("ऐतिहासिक पुष्टि भी नहीं हुई।", [True]),
    ],
)
def test_a_cue_of_an_entrys_own_is_no_negation(text: str, negated: list[bool], lexicon: framing.Lexicon) -> None:
    assert evidence(text, "hi", lexicon)["negated"].to_list() == negated


def test_negation_takes_praise_back_but_not_alarm(lexicon: framing.Lexicon) -> None:
    found = evidence("यह ऐतिहासिक नहीं है। हड़कंप नहीं मचा।", "hi", lexicon)
    assert found["negated"].to_list() == [True, True]
    assert found["factor"].to_list() == [0.0, 1.0]
    scored = framing.score(pl.DataFrame({"text": ["यह ऐतिहासिक नहीं है। हड़कंप नहीं मचा।"], "language": ["hi"]}), lexicon)
    assert scored.scores["dimension"].to_list() == ["sensational"]


def test_an_intensifier_raises_the_weight_and_not_the_count(lexicon: framing.Lexicon) -> None:
    text = "बेहद हड़कंप। हड़कंप बेहद।"
    scored = framing.score(pl.DataFrame({"text": [text], "language": ["hi"]}), lexicon)
    alarm = scored.scores.filter(pl.col("dimension") == "sensational").row(0, named=True)
    assert (alarm["hits"], alarm["weighted"]) == (2, 2 * INTENSIFIED + 2)


@pytest.mark.parametrize(
    ("text", "boosted"),
    [
        ("बेहद हड़कंप मचा।", True),
        ("बेहद ही हड़कंप मचा।", True),  # a particle between
        ("कड़ा हड़कंप मचा।", True),  # it begins within the intensifier
        ("बेहद तेज हड़कंप मचा।", False),
        ("यह बेहद। हड़कंप मचा।", False),  # another sentence
        ("यह बेहद। ही हड़कंप मचा।", False),
    ],
)
def test_what_an_intensifier_reaches(text: str, boosted: bool, lexicon: framing.Lexicon) -> None:
    factor = evidence(text, "hi", lexicon).filter(pl.col("dimension") == "sensational")["factor"].item()
    assert factor == (INTENSIFIED if boosted else 1)


def test_the_nearest_actor_of_the_sentence() -> None:
    lexicon = framing.default_lexicon()
    text = "चीन ने कुछ कहा और पाकिस्तान में हड़कंप मच गया। वहां हड़कंप रहा। रूस देखता रहा।"
    found = evidence(text, "hi", lexicon).filter(pl.col("surface").str.contains("हड़कंप"), dimension="sensational")
    assert found["actor"].to_list() == ["PK", None]


@pytest.mark.parametrize(
    ("text", "code", "actor"),
    [
        ("सोमवार को NATO में हड़कंप मच गया।", "hi", "org.nato"),
        ("सोमवार को WHO में हड़कंप मच गया।", "hi", "org.who"),
        ("پیر کو BJP میں ہلچل مچ گئی۔", "ur", "org.bjp"),
        ("سوموار کو US میں ہلچل مچ گئی۔", "ur", "US"),
    ],
)
def test_an_actor_in_latin_letters_is_one_in_any_script(text: str, code: str, actor: str) -> None:
    found = evidence(text, code, framing.default_lexicon()).filter(pl.col("dimension") == "sensational")
    assert found["actor"].unique().to_list() == [actor]


#: Cues with their reach ahead and behind, words that begin a clause, and the one behind which another begins.
CLAUSES = {
    "en": ({"not": (6, 0), "no": (5, 0)}, {"but", "who"}, set[str]()),
    "hi": ({"नहीं": (2, 3)}, {"लेकिन"}, {"कि"}),
    "ur": ({"نہیں": (0, 3), "مت": (1, 4)}, {"لیکن"}, {"کہ"}),
}


@given(code=st.sampled_from(list(CLAUSES)), data=st.data())
def test_a_cue_negates_what_it_reaches_in_its_clause(code: str, data: st.DataObject, lexicon: framing.Lexicon) -> None:
    cues, begins, opens = CLAUSES[code]
    words = st.sampled_from([PRAISE[code], PRAISE[code], PLAIN[code], PLAIN[code], *cues, *sorted(begins | opens)])
    marks = st.sampled_from(["", "", "", "", ",", "." if code == "en" else "।" if code == "hi" else "۔"])
    drawn = data.draw(st.lists(st.tuples(words, marks), min_size=1, max_size=14))
    clause, number = [], 0
    for at, (word, _) in enumerate(drawn):
        before, mark = drawn[at - 1] if at else ("", "")
        number += bool(mark) or word in begins or before in opens
        clause.append(number)
    expected = [
        any(
            (0 < at - far <= cues[cue][0] or 0 < far - at <= cues[cue][1]) and clause[far] == clause[at]
            for far, (cue, _) in enumerate(drawn)
            if cue in cues
        )
        for at, (word, _) in enumerate(drawn)
        if word == PRAISE[code]
    ]
    text = " ".join(word + mark for word, mark in drawn)
    assert evidence(text, code, lexicon)["negated"].to_list() == expected


@given(st.data())
def test_the_nearest_actor_is_found_by_measuring_each(data: st.DataObject) -> None:
    """Of two as near, or both within, the one before; words of another sentence are not near."""
    sizes = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    tokens, compiled = words_of(sizes)
    count = sum(sizes)
    home = [number for number, size in enumerate(sizes) for _ in range(size)]
    actors = sorted(data.draw(st.sets(st.integers(0, count - 1), max_size=6)))
    begins = data.draw(st.lists(st.integers(0, count - 1), max_size=5))
    spans = [
        (first, min(first + more, max(at for at in range(count) if home[at] == home[first])))
        for first, more in zip(begins, data.draw(st.lists(st.integers(0, 3), min_size=5, max_size=5)), strict=False)
    ]
    expected = []
    for first, last in spans:
        near = [
            (max(actor - last, first - actor, 0), actor, owner)
            for owner, actor in enumerate(actors)
            if home[actor] == home[first]
        ]
        expected.append(min(near)[2] if near else -1)
    owners = np.arange(len(actors))
    found = nearest_actor(tokens, compiled, made(spans), replace(made([(at, at) for at in actors]), owner=owners))
    assert found.tolist() == expected


@given(st.data())
def test_what_is_strengthened_is_found_by_looking_at_each_intensifier(data: st.DataObject) -> None:
    """It begins within one, right behind it, or behind a particle that follows it, and all in one sentence."""
    words = data.draw(st.lists(st.sampled_from(["लाल", "ही", "लाल।"]), min_size=1, max_size=12))
    tokens = tokenise(pl.Series([" ".join(words)]), _words("hi"))
    home, count = tokens.sentence.tolist(), len(tokens)
    spans = [
        (first, min(first + more, max(at for at in range(count) if home[at] == home[first])))
        for first, more in data.draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, 2)), max_size=6))
    ]
    strengthens = np.array([data.draw(st.booleans()) for _ in spans], np.bool_)
    expected = []
    for (first, _), is_intensifier in zip(spans, strengthens, strict=True):
        near = [
            begin < first <= last + 1
            or (first == last + 2 and words[last + 1] == "ही" and home[last] == home[last + 1])
            for (begin, last), one in zip(spans, strengthens, strict=True)
            if one
        ]
        expected.append(not is_intensifier and first > 0 and home[first - 1] == home[first] and any(near))
    assert intensified(tokens, made(spans), strengthens).tolist() == expected


def test_the_longest_name_of_an_actor_counts() -> None:
    tokens, compiled = words_of([4])
    actors = replace(made([(0, 0), (0, 1), (3, 3)]), owner=np.array([5, 6, 7]))
    assert nearest_actor(tokens, compiled, made([(2, 2)]), actors).tolist() == [6]


@cache
def _words(code: str) -> Vocabulary:
    return Vocabulary(compile_lexicon(lexicon_of({}), code))


def words_of(sizes: list[int]) -> tuple[Tokens, Compiled]:
    """Sentences of so many words each."""
    text = " ".join(" ".join(["Wide"] * size) + "." for size in sizes)
    return tokenise(pl.Series([text]), _words("en")), _words("en").compiled


def made(spans: list[tuple[int, int]]) -> Matches:
    first, last = np.array(spans, np.int64).reshape(-1, 2).T
    return Matches(np.zeros(len(first), np.int64), np.zeros(len(first), np.int64), first, last, last)


#: How many words ahead and behind cues of each kind reach.
REACH = {
    "en": {
        (6, 0): ["not", "never", "no longer", "don't", "cannot"],
        (5, 0): ["no", "without", "hardly"],
        (4, 0): ["failed to", "far from", "yet to", "no 11"],
        (0, 0): ["not only", "no doubt", "never … so", "no 1", "no 10", "don't just"],
    },
    "hi": {
        (2, 3): ["नहीं", "नही", "क्यों नहीं", "न", "ना"],
        (0, 3): ["नहीं बल्कि", "का नहीं", "के लिए नहीं", "मत करो"],
        (4, 0): ["न ही", "और ना", "न कि", "है न"],
        (0, 4): ["से इनकार", "से साफ इंकार"],
        (2, 0): ["बिना", "बगैर"],
        (3, 0): ["बिना किसी"],
        (0, 2): ["के बिना", "किए बगैर"],
        (0, 1): ["रहित"],
        (0, 0): ["न केवल", "ही नहीं बल्कि", "कोई न कोई", "बिना शर्त", "से इनकार नहीं"],
    },
    "ur": {
        (0, 3): ["نہیں", "نہیں بلکہ", "کے بغیر", "کے بنا", "بجائے", "سے انکار", "سے صاف انکار", "کی تردید", "کی سختی سے تردید"],
        (2, 3): ["نہ"],
        (4, 0): ["نہ ہی"],
        (3, 0): ["نہ کہ"],
        (1, 4): ["مت"],
        (1, 2): ["بغیر"],
        (2, 0): ["بغیر کسی", "بنا کسی"],
        (1, 0): ["بنا اجازت", "بلا", "ناقابل"],
        (0, 2): ["سے محروم", "کے الزام کو مسترد", "کی خبر کو رد"],
        (0, 0): ["نہ صرف", "ہی نہیں", "بے شک", "سے انکار نہیں", "کچھ نہ کچھ"],
    },
}  # fmt: skip


def around(code: str, cue: str, ahead: int, behind: int) -> list[tuple[str, bool]]:
    """A cue and the praise, with as many words between them as it reaches over, with one more, and with a mark."""
    praise, plain = PRAISE[code], PLAIN[code]
    rows = [(" ".join([cue, *[plain] * reach, praise]), reach < ahead) for reach in {ahead, max(ahead - 1, 0)}]
    rows += [(" ".join([praise, *[plain] * reach, cue]), reach < behind) for reach in {behind, max(behind - 1, 0)}]
    return [*rows, (f"{cue}, {praise}", False), (f"{praise}, {cue}", False)]


def check(code: str, rows: list[tuple[str, bool]], lexicon: framing.Lexicon) -> None:
    texts = pl.DataFrame(rows, ["text", "negated"], orient="row").with_row_index("article_id")
    texts = texts.with_columns(pl.col("article_id").cast(pl.String), language=pl.lit(code))
    evidence = scorer_of(lexicon).score(texts).evidence
    found = texts.join(evidence.select("article_id", told="negated"), on="article_id")
    assert found.height == len(rows)
    assert found.filter(pl.col("told") != pl.col("negated"))["text"].to_list() == []


@pytest.mark.parametrize("code", PLAIN)
def test_cues_of_each_kind_reach_so_far(code: str, lexicon: framing.Lexicon) -> None:
    check(
        code,
        [
            row
            for reach, cues in REACH[code].items()
            for cue in cues
            for row in around(code, cue.replace("… ", ""), *reach)
        ],
        lexicon,
    )


@pytest.mark.parametrize("code", PLAIN)
def test_each_cue_of_negation_reaches_as_far_as_it_says(code: str, lexicon: framing.Lexicon) -> None:
    plain = [cue for cue in language(code).negations if "|" not in cue.term and "…" not in cue.term]
    assert len(plain) > 20
    check(code, [row for cue in plain for row in around(code, cue.term, cue.ahead, cue.behind)], lexicon)
