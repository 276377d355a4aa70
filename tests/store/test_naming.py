"""Keys by whatever name people give, and filters that say what they leave."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.errors import UsageError
from framing.naming import Naming, country_of, language_of
from framing.statistics.narrowing import Funnel
from framing.store.project import Project, init_project
from tests.conftest import Run

ROWS = [
    ("a", "BBC Hindi", "IN", "hi", "मंत्री ने कहा कि कश्मीर पर यह फैसला ऐतिहासिक है। दोनों पक्षों ने सहमति जताई।"),
    ("b", "BBC Urdu", "PK", "ur", "وزیر نے کہا کہ کشمیر پر یہ تاریخی فیصلہ ہے اور دونوں ممالک نے اتفاق کیا۔"),
    ("c", "Sample Post", "IN", "en", "The minister said the historic deal was signed in the capital on Monday."),
    ("d", "Sample Post", "IN", "en", "The minister slammed the deal that was signed in the capital on Monday."),
]
OUTLETS = framing.load_outlets()
ARTICLES = pl.DataFrame(ROWS, ["id", "outlet", "country", "language", "text"], orient="row")


@pytest.fixture(scope="module")
def naming() -> Naming:
    return Naming(framing.load_outlets(), framing.default_lexicon())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    place = tmp_path_factory.mktemp("naming")
    ARTICLES.write_ndjson(place / "a.jsonl")
    made = init_project(place / "study")
    with framing.Writer(made) as writer:
        writer.add(framing.read([place / "a.jsonl"]))
    return made


@pytest.mark.parametrize(
    ("level", "given", "key"),
    [
        ("outlet", "bbc-hindi", "bbc-hindi"),
        ("outlet", "BBC News Hindi", "bbc-hindi"),
        ("outlet", "bbc hindi", "bbc-hindi"),
        ("outlet", "बीबीसी हिंदी", "bbc-hindi"),
        ("outlet", "samplepost", "samplepost"),
        ("outlet", "Sample-Post", "samplepost"),
        ("country", "in", "IN"),
        ("country", "India", "IN"),
        ("country", "भारत", "IN"),
        ("source", "پاکستان", "PK"),
        ("language", "Urdu", "ur"),
        ("language", "हिन्दी", "hi"),
        ("genre", "Opinion", "opinion"),
    ],
)
def test_a_key_goes_by_all_its_names(naming: Naming, level: str, given: str, key: str) -> None:
    present = {
        "outlet": ["bbc-hindi", "bbc-urdu", "samplepost"],
        "language": ["hi", "ur", "en"],
        "genre": ["news", "opinion"],
    }.get(level, ["IN", "PK", "CN"])
    assert naming.key(level, given, present) == key


def test_what_may_mean_several_is_asked_back(naming: Naming) -> None:
    with pytest.raises(UsageError) as caught:
        naming.key("outlet", "BBC", ["bbc-hindi", "bbc-urdu"])
    assert caught.value.code == "filter.ambiguous"
    assert "bbc-hindi (BBC News Hindi) or bbc-urdu (BBC News Urdu)" in caught.value.what
    assert naming.key("outlet", "BBC", ["bbc-urdu", "dawn"]) == "bbc-urdu"


def test_what_no_article_has_is_no_wild_guess(naming: Naming) -> None:
    with pytest.raises(UsageError) as caught:
        naming.key("outlet", "amar-ujala", ["nieman-lab", "bbc-hindi"])
    assert "no article has the outlet 'amar-ujala'" in str(caught.value)
    assert "did you mean" not in str(caught.value)
    with pytest.raises(UsageError, match="did you mean bbc-hindi"):
        naming.key("outlet", "bbc-hindy", ["nieman-lab", "bbc-hindi"])


@settings(max_examples=20)
@given(st.lists(st.sampled_from(["BBC Hindi", "Dawn", "dawn", "x", "The X"]), max_size=4), st.text(max_size=8))
def test_an_id_that_is_there_means_itself(present: list[str], given: str) -> None:
    naming = Naming(OUTLETS, framing.default_lexicon())
    for key in present:
        assert naming.key("outlet", key, present) == key
    try:
        assert naming.key("outlet", given, present) in present
    except UsageError:
        assert given not in present


def test_countries_and_languages_by_name() -> None:
    lexicon = framing.default_lexicon()
    assert [country_of(name, lexicon) for name in ("Pakistan", "چین", "atlantis")] == ["PK", "CN", None]
    assert [language_of(name) for name in ("Hindi", "UR", "xx")] == ["hi", "ur", "xx"]


def test_a_funnel_says_what_each_filter_leaves() -> None:
    rows = pl.DataFrame({"outlet": ["a"] * 11_000 + ["b"] * 542, "topic": ["x"] * 310 + ["y"] * 11_232})
    funnel = Funnel(rows).keep("--about x", pl.col("topic") == "x").keep("--outlet b", pl.col("outlet") == "b")
    assert funnel.summary() == "articles: 11,542; --about x leaves 310; --outlet b leaves 0 (alone: 542)"
    with pytest.raises(UsageError) as caught:
        funnel.check()
    assert caught.value.code == "filter.empty"
    assert Funnel(rows).keep("--outlet c", pl.col("outlet") == "c").summary() == "articles: 11,542; --outlet c leaves 0"
    assert Funnel(rows.clear()).check().rows.is_empty()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (
            ("compare", "Sample Post", "bbc hindi", "--about", "kashmir"),
            "articles: 4; --about kashmir leaves 2; the outlet samplepost leaves 0 (alone: 2)",
        ),
        (
            ("compare", "bbc-hindi", "--within", "country=Pakistan", "--before", "2022-02-24"),
            "articles: 4; --within country=PK leaves 1; the outlet bbc-hindi leaves 0 (alone: 1)",
        ),
    ],
)  # fmt: skip
def test_sides_that_have_no_article_say_so(project: Project, run: Run, command: tuple[str, ...], told: str) -> None:
    done = run(*command, "--project", project.folder)
    assert done.code == 2
    assert told in done.err
    assert "[filter.empty]" in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (("--about", "kashmir", "--outlet", "Sample Post"), "articles: 4; --outlet Sample Post leaves 2; --about kashmir leaves 0"),
        (("--country", "India", "--language", "Urdu"), "articles: 4; --country India leaves 3; --language Urdu leaves 0 (alone: 1)"),
        (("--since", "2030-01-01"), "articles: 4; --since 2030-01-01 leaves 0"),
    ],
)  # fmt: skip
def test_an_empty_table_says_why(
    project: Project, run: Run, tmp_path: Path, filters: tuple[str, ...], told: str
) -> None:
    done = run("export", "scores", "--project", project.folder, "--output", tmp_path / "out.csv", *filters)
    assert done.code == 0
    assert f"framing: {told}\n" in done.err
    assert pl.read_csv(tmp_path / "out.csv").is_empty()


def test_an_empty_report_says_why(project: Project, run: Run) -> None:
    done = run("report", "--about", "zzyzx", "--project", project.folder)
    assert (done.code, done.out, done.err) == (0, "", "framing: articles: 4; --about zzyzx leaves 0\n")
    done = run("report", "--about", "zzyzx", "--project", project.folder, "--json")
    assert done.code == 0
    assert "leaves 0" in done.err


def test_hits_and_scores_that_a_filter_leaves_none_of(project: Project, run: Run, tmp_path: Path) -> None:
    done = run("kwic", "praise", "--project", project.folder, "--language", "Hindi", "--voice", "mention")
    assert done.code == 0
    assert "--voice mention leaves 0" in done.err
    ARTICLES.write_ndjson(tmp_path / "a.jsonl")
    done = run("score", tmp_path / "a.jsonl", "--about", "zzyzx")
    assert (done.code, done.out) == (0, "")
    assert "articles: 4; --about zzyzx leaves 0" in done.err


def test_names_as_printed_are_taken(project: Project, run: Run, tmp_path: Path) -> None:
    done = run(
        "export", "articles", "--project", project.folder, "--outlet", "BBC News Hindi", "-o", tmp_path / "a.csv"
    )
    assert done.code == 0, done.err
    assert pl.read_csv(tmp_path / "a.csv")["outlet"].to_list() == ["bbc-hindi"]
    done = run("amend", "a", "country=Pakistan", "source=BBC News Urdu", "--project", project.folder)
    assert "country IN → PK" in done.out, done.err
    assert "source – → bbc-urdu" in done.out
    run("amend", "a", "country=IN", "source=", "source_country=", "--project", project.folder)
    done = run("outlets", "--country", "Kazakhstan", "--language", "Kazakh", "--json")
    assert done.code == 0
    assert all('"country": "KZ"' in line for line in done.out.splitlines())


def test_a_language_of_ones_own_is_told_in_one_line(project: Project, run: Run) -> None:
    done = run("compare", "bbc hindi", "BBC Urdu", "--project", project.folder)
    assert done.code == 0, done.err
    (line,) = (line for line in done.out.splitlines() if "--raw" in line)
    assert "divided by factors between the languages" in line
    assert "no-baseline" not in done.out
    raw = run("compare", "bbc hindi", "BBC Urdu", "--raw", "--json", "--project", project.folder)
    assert raw.code == 0
