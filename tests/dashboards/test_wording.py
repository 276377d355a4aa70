"""Each reader is answered in a language of their own, and nothing of one language gets into what others read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from hypothesis import given
from hypothesis import strategies as st

import framing
from dashboards.app import create_app
from dashboards.background import Once
from dashboards.names import listed, when
from dashboards.wording import LANGUAGES, grouped, many, say, speaking, spliced, spoken
from framing.frames import texts, texts_of
from framing.phrases import Named, Phrase, phrase, phrases, read_phrase, written_phrase

HOST = {"Host": "localhost"}
WORDS = st.text(max_size=8).map(lambda text: text.replace("{", "").replace("}", ""))
VALUES = st.recursive(
    WORDS | st.integers(0, 10**7) | st.builds(Named, st.just("country"), st.just("PK"), st.just("Pakistan")),
    lambda inner: st.lists(inner, max_size=3) | st.builds(lambda value: phrase("of {x}", x=value), inner),
    max_leaves=5,
)


@given(WORDS, VALUES)
def test_a_phrase_that_was_kept_is_the_one_that_was_made(word: str, value: object) -> None:
    made = phrase(f"{word} {{x}}", x=value)
    kept = read_phrase(written_phrase(made))
    assert isinstance(made, Phrase)
    assert isinstance(kept, Phrase)
    assert (str(kept), kept.message, written_phrase(kept)) == (str(made), made.message, written_phrase(made))
    assert texts_of(texts([made, word])) == [made, word]
    # In English it is what the command line prints.
    assert say(made) == str(made)


def test_values_are_written_as_the_language_has_them() -> None:
    told = phrase("{n} of {country}", n=1_234_567, country=Named("country", "PK", "Pakistan"))
    with speaking("hi"):
        assert say(told) == "12,34,567 of पाकिस्तान"
    with speaking("ur"):
        assert say(told) == "1,234,567 of پاکستان"


def test_a_name_in_another_script_keeps_its_direction() -> None:
    with speaking("ur"):
        assert say("{a} {b}", a="Dawn", b="جنگ") == "\u2068Dawn\u2069 جنگ"


@given(st.integers(0, 10**9), st.sampled_from(sorted(LANGUAGES)))
def test_digits_are_0_to_9_in_every_language(number: int, language: str) -> None:
    with speaking(language):
        assert grouped(number).replace(",", "") == str(number)


def test_two_readers_at_once_are_not_mixed_up() -> None:
    """What one thread says, another does not, and what both share is English."""
    shared: Once[str, str] = Once()
    start = Barrier(4)

    def read(language: str) -> list[str]:
        with speaking(language):
            start.wait(timeout=30)
            return [spoken(), shared.get("key", spoken), spoken()]

    with ThreadPoolExecutor(4) as threads:
        for language, found in zip(["hi", "ur", "en", "hi"], threads.map(read, ["hi", "ur", "en", "hi"]), strict=True):
            assert found == [language, "en", language]


def nothing() -> framing.Project:
    raise framing.ProjectError("project.missing", "there is no project")


def test_the_choice_in_the_bar_is_kept_and_leads_back() -> None:
    client = create_app(nothing).server.test_client()
    assert '<html lang="en" dir="ltr">' in client.get("/", headers=HOST).text
    asked = client.get("/", headers={**HOST, "Accept-Language": "de, hi-IN;q=0.8, en;q=0.5"})
    assert '<html lang="hi" dir="ltr">' in asked.text
    chosen = client.get("/language/ur?view=%2Ftime%3Fby%3Dcountry", headers=HOST)
    assert (chosen.status_code, chosen.location) == (303, "/time?by=country")
    assert client.get_cookie("framing-language").value == "ur"
    assert '<html lang="ur" dir="rtl">' in client.get("/", headers={**HOST, "Accept-Language": "en"}).text
    assert spoken() == "en"
    assert client.get("/language/ur?view=//news.example", headers=HOST).location == "/"
    assert client.get("/language/xx", headers=HOST).status_code == 404


def test_english_is_unchanged_by_catalogues() -> None:
    assert (say("Outlets"), many("{n} article", "{n} articles", 1), listed("abc")) == (
        "Outlets",
        "1 article",
        "a, b and c",
    )
    assert spliced("{n} of {thing}", n=1200, thing="x") == ["1,200", " of ", "x"]
    assert when(None) == "no date"


def test_plain_counts_of_phrases() -> None:
    assert phrases("{n} article", "{n} articles", 1) == "1 article"
    assert phrases("{n} article", "{n} articles", 2500) == "2,500 articles"
