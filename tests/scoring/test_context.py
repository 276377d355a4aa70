"""Negation, intensifiers and actors around a match."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.scoring.context import INTENSIFIED
from tests.conftest import MakeLexicon

PRAISE = {"hi": "ऐतिहासिक", "ur": "تاریخی", "en": "historic"}


@pytest.fixture
def lexicon(make_lexicon: MakeLexicon) -> framing.Lexicon:
    files: dict[str, list[dict[str, str]]] = {
        f"{code}/praise": [{"term": word, "concept": "historic"}] for code, word in PRAISE.items()
    }
    files["hi/sensational"] = [{"term": "हड़कंप", "concept": "panic", "weight": "2"}]
    files["hi/intensifier"] = [{"term": "बेहद", "concept": "very"}]
    return make_lexicon(files)


def evidence(text: str, code: str, lexicon: framing.Lexicon) -> pl.DataFrame:
    return framing.score(pl.DataFrame({"text": [text], "language": [code]}), lexicon).evidence


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("hi", "यह ऐतिहासिक नहीं है।", True),
        ("hi", "यह ऐतिहासिक है।", False),
        ("hi", "यह ऐतिहासिक है, नुकसान नहीं हुआ।", False),  # another clause
        ("hi", "यह नहीं हुआ लेकिन ऐतिहासिक है।", False),
        ("hi", "यह न केवल ऐतिहासिक है बल्कि बड़ा भी है।", False),  # "not only" negates nothing
        ("ur", "یہ تاریخی نہیں ہے۔", True),
        ("ur", "یہ نہ صرف تاریخی ہے بلکہ بڑا بھی ہے۔", False),
        ("en", "It was not a historic day.", True),
        ("en", "It isn’t historic.", True),
        ("en", "It was not only historic but big.", False),
        ("en", "It did not rain; the day was historic.", False),
        ("en", "It was never going to be historic", True),
    ],
)
def test_negation(code: str, text: str, expected: bool, lexicon: framing.Lexicon) -> None:
    assert evidence(text, code, lexicon)["negated"].to_list() == [expected]


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


def test_the_nearest_actor_of_the_sentence(make_lexicon: MakeLexicon) -> None:
    lexicon = framing.default_lexicon()
    text = "चीन ने कुछ कहा और पाकिस्तान में हड़कंप मच गया। वहां हड़कंप रहा। रूस देखता रहा।"
    found = evidence(text, "hi", lexicon).filter(pl.col("surface").str.contains("हड़कंप"))
    assert found["actor"].to_list() == ["PK", None]
