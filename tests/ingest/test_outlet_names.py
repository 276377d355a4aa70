"""Which outlet a name means, by the language and the country of the article."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.ingest.article.names import name_key
from framing.ingest.article.outlets import Outlets, load_outlets
from framing.resources import lexicons_folder

MEANT = [
    ("AAP", "hi", "IN", "aap~in", "a Hindi text of India is no Australian agency's"),
    ("AAP", "en", "IN", "aap~in", "nor is an English one of India"),
    ("AAP", "hi", None, "aap~hi", "nor a Hindi one of wherever"),
    ("A.A.P.", "en", "AU", "aap", "stops are no part of a name"),
    ("AAP", None, None, "aap", "nothing speaks against the only one that the list has"),
    ("Aap Ki Kranti", "hi", "IN", "aapkikranti", "a name is no part of another"),
    ("BBC", "hi", "GB", "bbc-hindi", "an edition a language"),
    ("BBC", "ur", None, "bbc-urdu", "an edition a language"),
    ("BBC", "en", None, "bbc-news", "an edition a language"),
    ("BBC News", "en", "US", "bbc-news", "it is made for other countries too"),
    ("BBC", "mr", None, "bbc~mr", "the list has no Marathi edition"),
    ("BBC", None, None, "bbc~und", "seven may be meant and none is called just that"),
    ("बीबीसी", "hi-IN", "IN", "bbc-hindi", "a script is no language, and a region no other one"),
    ("BBC Hindi", "ur", None, "bbchindi~ur", "the name says Hindi and the text is Urdu"),
    ("Deutsche Welle", "ur", "DE", "dw-urdu", "an edition a language"),
    ("VOA", "ur", "US", "voa-urdu", "an edition a language"),
    ("Zee News", "en", "IN", "zee-news", "the English edition"),
    ("Zee News", "hi", "IN", "zee-news-hindi", "the Hindi one"),
    ("Dawn", None, "PK", "dawn", "two have the name, and one has it for its main one"),
    ("Dawn", "ur", "PK", "dawn-urdu", "the newspaper is in English"),
    ("Dawn", "en", "IN", "dawn~in", "a national paper of another country"),
    ("The Nation", "en", "PK", "nation-pk", "the country tells"),
    ("The Nation", "en", "US", "the-nation-us", "the country tells"),
    ("The Nation", "en", "KE", "thenation~ke", "neither of those listed"),
    ("The Nation", "en", None, "thenation~en", "two have the name and nothing tells which"),
    ("The Times", "en", "GB", "times-uk", "the country agrees"),
    ("The Times", "en", "IN", "thetimes~in", "London's is a national paper"),
    ("The Times", "en", None, "times-uk", "only one has the name"),
    ("The Sun", "en", "NG", "thesun~ng", "Nigeria has one of its own"),
    ("Mirror", "en", "LK", "daily-mirror-lk", "the country tells"),
    ("Daily Mirror", "en", "GB", "daily-mirror", "the country tells"),
    ("Daily Mirror", "en", None, "daily-mirror", "its main name"),
    ("The Star", "en", "MY", "the-star-my", "the country tells"),
    ("The Star", "en", "CA", "toronto-star", "the country tells"),
    ("Express", "ur", "PK", "express-urdu", "language and country tell"),
    ("Express", "en", "IN", "indian-express", "language and country tell"),
    ("Express", "en", "GB", "express-uk", "language and country tell"),
    ("express", None, "PK", "express-urdu", "the country tells"),
    ("Daily Express", "en", "GB", "express-uk", "not the Urdu paper whose main name it is"),
    ("Daily Express", "ur", "PK", "express-urdu", "its main name"),
    ("Jang", "ur", "PK", "jang", "both agree"),
    ("Jang", "ur", "IN", "jang~in", "a national paper of another country"),
    ("Mail", "en", "US", "daily-mail", "it has an edition there"),
    ("Republic", "hi", "IN", "republic-bharat", "the Hindi channel"),
    ("Republic", "en", "IN", "republic-world", "the English one"),
    ("Samaa", "ur", "PK", "samaa-urdu", "the Urdu service"),
    ("Samaa", "en", "PK", "samaa-english", "the English one"),
    ("Aaj News", "ur", "PK", "aaj-news-urdu", "the Urdu service"),
    ("Dunya", "ur", "PK", "dunya", "both agree"),
    ("The Hindu", "en", "IN", "the-hindu", "both agree"),
    ("The Hindu", "hi", "IN", "thehindu~in", "it is in English"),
    ("APP", "ur", "PK", "app-urdu", "the Urdu service"),
    ("APP", "en", "PK", "app", "the English one"),
    ("APP", "hi", "IN", "app~in", "Pakistan's agency is none of India's"),
    ("ANI", "hi", "IN", "ani", "it has a Hindi service"),
    ("PTI", "hi", "IN", "pti", "it has a Hindi service"),
    ("PTI", "ur", "PK", "pti~pk", "a party of that name is none of its"),
    ("SANA", "ur", "PK", "sana-pk", "not Syria's"),
    ("sana", "ar", "SY", "sana-sy", "Syria's"),
    ("CNA", "en", "TW", "focus-taiwan", "not Singapore's, though that is read everywhere"),
    ("CNA", "en", None, "cna-sg", "its main name"),
    ("NNI", "ur", "PK", "nni", "it is in Urdu too"),
    ("The Guardian", "en", "US", "guardian", "it is made for other countries too"),
    ("The Guardian", "hi", "IN", "theguardian~in", "it is not in Hindi"),
    ("Amar Ujala", "hin", "IN", "amar-ujala", "another way of writing a language is none that speaks against it"),
    ("bbc-hindi", "hi", None, "bbc-hindi", "an id is a name"),
    ("jang.com.pk", "en", "GB", "jang", "an address is nobody else's"),
    ("dw.com/hi", None, None, "dw-hindi", "an address is nobody else's"),
    ("Aap.Org.In", "hi", "IN", "aap.org.in", "an address that the list does not have"),
]


@pytest.mark.parametrize(("name", "language", "country", "outlet", "why"), MEANT)
def test_an_articles_language_and_country_tell_which_outlet_a_name_means(
    outlets: Outlets, name: str, language: str | None, country: str | None, outlet: str, why: str
) -> None:
    found = outlets.resolve(name, language=language, country=country)
    assert found is not None
    assert found.outlet == outlet, why
    assert found.is_listed == (outlet in outlets.known)
    # A name that the list has and that does not count is never passed over in silence.
    assert bool(found.reason) == ("~" in outlet)


def test_the_reason_names_the_outlets_that_are_not_meant(outlets: Outlets) -> None:
    told = [outlets.resolve(*about, country="IN") for about in (("AAP",), ("The Nation",))]
    assert [found.reason for found in told if found is not None] == [
        "Australian Associated Press (aap) is of Australia and in English",
        "The Nation Pakistan (nation-pk) is of Pakistan and in English; The Nation Magazine (the-nation-us) is of United "
        "States and in English",
    ]
    unclear = outlets.resolve("Telegraph", language="en")
    assert unclear is not None
    assert unclear.reason == (
        "it may be The Telegraph India (telegraph-india), of India and in English or The Daily Telegraph "
        "(telegraph-uk), of United Kingdom and in English"
    )


@pytest.mark.parametrize(
    ("name", "language", "country", "source", "why"),
    [
        ("ANI", "ur", "IN", "ani", "an agency's texts run in other languages"),
        ("ANI", "en", "GB", "ani", "and in other countries"),
        ("AAP", "hi", "IN", "aap~in", "a short name in another language and another country"),
        ("Australian Associated Press", "hi", "IN", "aap", "a name in full means one agency anywhere"),
        ("AFP", "ur", "PK", "afp", "an agency of the world"),
        ("Xinhua", "hi", "IN", "xinhua", "an agency of the world"),
    ],
)
def test_a_credit_may_be_of_another_country(
    outlets: Outlets, name: str, language: str, country: str, source: str, why: str
) -> None:
    found = outlets.credited(name, language=language, country=country)
    assert found is not None
    assert found.outlet == source, why


def test_a_project_says_whom_it_means(tmp_path: Path) -> None:
    (tmp_path / "outlets.csv").write_text(
        "outlet_id,name,names,country,language\naap-party,Aam Aadmi Party,AAP,IN,hi\nsun,The Sun,,,\n", encoding="utf-8"
    )
    found = load_outlets(project=tmp_path)
    assert found.by_name("AAP", language="hi", country="IN") == "aap-party"
    assert found.by_name("AAP", language="en", country="AU") == "aap"
    assert found.by_name("The Sun", language="en", country="GB") == "sun"


@given(st.sampled_from([name for name, *_ in MEANT]), st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_rows_tells_nothing(name: str, random: Random) -> None:
    """Of neither file: shuffled lists give the same answers."""
    lines = (lexicons_folder() / "outlets.csv").read_text(encoding="utf-8").splitlines()
    body = [line for line in lines[1:] if name_key(name) in name_key(line)]
    random.shuffle(body)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "outlets.csv"
        path.write_text("\n".join([lines[0], *body]) + "\n", encoding="utf-8")
        shuffled = load_outlets(path)
        path.write_text("\n".join([lines[0], *sorted(body)]) + "\n", encoding="utf-8")
        in_order = load_outlets(path)
    for language in (None, "en", "hi", "ur"):
        for country in (None, "IN", "PK", "GB"):
            about = {"language": language, "country": country}
            assert shuffled.resolve(name, **about) == in_order.resolve(name, **about)
