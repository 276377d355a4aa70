"""Spellings that may be one outlet are proposed, and those that are none are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.article.outlets import Outlets
from framing.ingest.article.spellings import Spelt, propose


def spelt(name: str, articles: int = 1, country: str = "IN", language: str = "hi", site: str = "") -> Spelt:
    key = name if "." in name or "~" in name or ":" in name else name.casefold().replace(" ", "")
    sites = frozenset((site,) if site else ())
    return Spelt(
        outlet=key,
        name=name,
        articles=articles,
        countries=frozenset((country,) if country else ()),
        languages=frozenset((language,) if language else ()),
        sites=sites,
    )


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (spelt("The Sample Post"), spelt("Sample Post", 9), "the same without 'The'"),
        (spelt("Sample Post - Opinion"), spelt("Sample Post", 9), "the same without 'Opinion'"),
        (spelt("Samplepost.com Online"), spelt("Sample Post", 9), "the same without 'Samplepost com Online' and with"),
        (spelt("Dainik Namuna"), spelt("Namuna", 9), "the same without 'Dainik'"),
        (spelt("दैनिक हिन्दी संदेश"), spelt("हिंदी सन्देश", 9), "the same without"),
        (spelt("Swatanra Bharat"), spelt("Swatantra Bharat", 9), "one letter from 'Swatantra Bharat'"),
        (spelt("Sampel Herald"), spelt("Sample Herald", 9), "one letter from"),
        (spelt("Sample Heralt"), spelt("Sample Herald", 9), "one letter from"),
        (spelt("Janavarta"), spelt("जनवार्ता", 9), "it sounds like 'जनवार्ता'"),
        (spelt("Sample", site="sample.example"), spelt("sample.example", 9), "both at sample.example"),
        (spelt("Herald", site="sample.example"), spelt("Gazette", 9, site="sample.example"), "both at sample.example"),
    ],
)
def test_what_may_be_one_is_proposed_with_its_reason(one: Spelt, other: Spelt, why: str) -> None:
    (found,) = propose([one, other], Outlets())
    assert (found.spelling, found.into) == (one, other.outlet)
    assert found.why.startswith(why)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (spelt("The Sample Post"), spelt("Sample Post", 9, country="PK"), "another country"),
        (spelt("The Sample Post"), spelt("Sample Post", 9, language="en"), "another language"),
        (spelt("Sample News18"), spelt("Sample News24", 9), "another number"),
        (spelt("Samaa"), spelt("Samay", 9), "too short for a slip"),
        (spelt("Sample Herald"), spelt("Sample Gazette", 9), "another name"),
        (spelt("Daily News"), spelt("The News", 9), "nothing is left of either"),
        (spelt("Guest Writer - Left"), spelt("Guest Writer - Right", 9), "a word that tells them apart"),
        (spelt("unknown:a.csv"), spelt("unknown:b.csv", 9), "no names"),
    ],
)
def test_what_is_apart_stays_so(one: Spelt, other: Spelt, why: str) -> None:
    assert propose([one, other], Outlets()) == [], why


def test_a_listed_outlet_goes_before_a_frequent_one_and_is_never_a_spelling_itself(outlets: Outlets) -> None:
    slips = [spelt("Newlaundry", 20), spelt("Newslaundri", 90), spelt("Newslaundry Hindi", 0)]
    found = propose(slips, outlets)
    assert {(one.spelling.name, one.into) for one in found} >= {
        ("Newlaundry", "newslaundry-hindi"),
        ("Newslaundri", "newslaundry-hindi"),
    }
    listed = [Spelt(outlet=key, name=outlets.name(key), articles=1) for key in outlets.known]
    assert propose(listed, outlets) == []


def test_a_chain_of_slips_ends_in_one_outlet() -> None:
    names = [spelt("Samplegazete", 2), spelt("Samplegazette", 5), spelt("The Samplegazette", 9)]
    assert {one.into for one in propose(names, Outlets())} == {"thesamplegazette"}


WORDS = st.lists(
    st.sampled_from(["The", "Sample", "Sampel", "Gazette", "Daily", "सन्देश", "संदेश"]), min_size=1, max_size=3
)
FOUND = st.lists(
    st.builds(
        lambda words, articles, country: spelt(" ".join(words), articles, country),
        WORDS,
        st.integers(1, 9),
        st.sampled_from(["IN", "PK", ""]),
    ),
    max_size=8,
    unique_by=lambda one: one.outlet,
)


@given(FOUND)
def test_proposals_depend_on_no_order_and_end_somewhere(found: list[Spelt]) -> None:
    proposals = propose(found, Outlets())
    assert propose(sorted(found, key=lambda one: one.name), Outlets()) == proposals
    merged = {one.spelling.outlet for one in proposals}
    assert not merged & {one.into for one in proposals}
