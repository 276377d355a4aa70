"""The page of what was checked: figures are those of the lexicon's own checks and of the commands, to the last digit."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.cli.main import framing as commands
from framing.store.codes import draws_of, fold_now, save_codes
from framing.validation.sampling import codes_for

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.checking import calibrations, checks_shipped, languages_of, with_more
from dashboards.components.coded import sample_sizes
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.pages.validity import badge_rows, validity_page
from dashboards.plainview import ValidityView
from dashboards.sample import seeds
from tests.dashboards.asking import client_of, looked
from tests.dashboards.asking import exported_table as file
from tests.dashboards.test_size import MOST, elements

SAID = ("It was a historic and stunning deal", "The talks went on in the capital", "Rain fell on the plains")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> framing.Project:
    """Two outlets of sixty articles, fifty of each coded by two, who differ now and then, and one of one code."""
    place = tmp_path_factory.mktemp("validity")
    rows = [
        {"id": f"{outlet}-{at}", "outlet": outlet, "language": "en", "text": f"{SAID[at % 3]}, {at} of {outlet} {'wind ' * (at % 7)}."}
        for outlet in ("loud", "plain")
        for at in range(60)
    ]  # fmt: skip
    project = framing.init_project(place / "study")
    with framing.Writer(project) as writer:
        writer.add(framing.ReadResult(framing.articles(pl.DataFrame(rows)), framing.read([]).rejects))
    draw = ["--n", "50", "--coder", "asha", "--coder", "bilal", "--double", "1", "--dimension", "praise"]
    run("sample", place / "sheets", *draw, on=project)
    edition = project.lexicon().codebook.edition("praise")
    codes = [
        {**{name: row[name] for name in ("article_id", "content_sha256", "sample", "chance")}, "coder": coder}
        | {"entered_by": coder, "dimension": "praise", "codebook": edition, "code": said(row["article_id"], coder)}
        for row in draws_of(project).to_dicts()
        for coder in ("asha", "bilal")
    ]
    save_codes(project, "test", codes)
    fold_now(project)
    return framing.open_project(project.folder)


def said(article: str, coder: str) -> str:
    at = int(article.partition("-")[2])
    if at == 5:
        return "unsure"
    return "yes" if at % 3 == 0 or at % 11 == 0 or (coder == "bilal" and at % 17 == 0) else "no"


def run(*words: object, on: framing.Project) -> str:
    done = CliRunner().invoke(commands, [*map(str, words), "--project", str(on.folder)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def look(project: framing.Project) -> Snapshot:
    return looked(project)


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    found = Feed(seeds).look()
    assert isinstance(found, Snapshot)
    return found


@pytest.fixture(scope="module")
def client(study: framing.Project) -> FlaskClient:
    return client_of(study)


names = st.text(min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)
pages = st.integers(1, 10**6)


@given(st.builds(ValidityView, measure=names, check=names, by=names, page=pages, keys=pages))
def test_an_address_is_its_view(view: ValidityView) -> None:
    assert ValidityView.parse(urlsplit(view.href()).query) == view


@pytest.mark.parametrize(
    "view", [ValidityView(), ValidityView(by="language"), ValidityView(filters=Filters(sections=("lead",)))]
)
def test_corrected_figures_are_those_of_the_command(
    study: framing.Project, client: FlaskClient, view: ValidityView
) -> None:
    words = [part for name in view.filters.sections for part in ("--section", name)]
    asked = ["--dimension", "praise", "--by", view.by, *words, "--json"]
    expected = json.loads(run("report", "--corrected", *asked, on=study))["corrected"]
    rows = file(client, "corrected.csv", view)
    assert rows["key"].to_list() == [row["key"] for row in expected]
    for name in (
        "articles",
        "coded",
        "machine",
        "by_hand",
        "estimate",
        "low",
        "high",
        "gain",
        "status",
        "least",
        "most",
    ):
        assert rows[name].to_list() == [row[name] for row in expected]


def test_what_codes_say_of_the_lexicon_is_that_of_the_command(study: framing.Project, client: FlaskClient) -> None:
    expected = json.loads(run("validate", "--dimension", "praise", "--json", on=study))["figures"]
    rows = file(client, "validated.csv", ValidityView())
    for name in ("level", "part", "figure", "value", "low", "articles", "yes"):
        assert rows[name].to_list() == [row[name] for row in expected]
    assert "No coded article has a known genre" in str(validity_page(look(study), ValidityView()))
    # Nobody has marked words: no rate can be put right, and the page says what to do.
    assert "Nobody has marked words in" in str(validity_page(look(study), ValidityView(kind="rate")))


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 400))
def test_more_codes_make_an_interval_shorter_and_all_of_them_end_it(coded: int, further: int, more: int) -> None:
    rows = pl.DataFrame({"low": [0.1], "high": [0.5], "coded": [coded], "articles": [coded + further]})
    now, then = with_more(rows, more).select("half_width", "half_width_more").row(0)
    assert now == pytest.approx(0.2)
    assert 0 <= then <= now + 1e-12
    assert (then == 0) == (more >= further)


def test_corrected_figures_carry_their_badge(study: framing.Project) -> None:
    page = str(validity_page(look(study), ValidityView()))
    # Two outlets, and the dimension in its language.
    assert page.count("'corrected', className='badge good'") == 3
    assert "Codes put shares right in 1." in page
    assert "coders are unsure: left out" in page


def test_agreement_is_that_of_the_command(study: framing.Project, client: FlaskClient) -> None:
    expected = json.loads(run("agreement", "--json", on=study))["figures"]
    rows = file(client, "agreement.csv", ValidityView())
    assert rows.select("dimension", "coders", "figure", "units").rows() == [
        tuple(row[name] for name in ("dimension", "coders", "figure", "units")) for row in expected
    ]
    assert rows["value"].to_list() == [row["value"] for row in expected]


def test_what_was_validated_here_has_its_badge(study: framing.Project) -> None:
    view = ValidityView()
    before = badge_rows(look(study), view, ["en"]).filter(dimension="praise")["badge"].item()
    run("validate", "--dimension", "praise", "--record", on=study)
    after = look(framing.open_project(study.folder))
    assert (before == "validated", badge_rows(after, view, ["en"]).filter(dimension="praise")["badge"].item()) == (
        False,
        "validated",
    )
    assert "1 validated here" in str(validity_page(after, view))


def test_a_wider_question_than_the_draw_gives_no_corrected_figure(study: framing.Project, tmp_path: Path) -> None:
    found = look(study)
    draws = found.answers.draws()
    frame = json.dumps({**json.loads(draws["frame"][0]), "filters": {"language": "en"}})
    narrow = draws.with_columns(frame=pl.lit(frame))
    found.answers.draws = lambda: narrow  # type: ignore[method-assign]
    wide, same = (
        str(validity_page(found, ValidityView(filters=each))) for each in (Filters(), Filters(language=("en",)))
    )
    assert "drawn from those of language en alone" in wide
    assert "drawn from those of language en alone" not in same


def test_checks_are_those_the_lexicon_comes_with(sample: Snapshot) -> None:
    path = framing.lexicons_folder() / "validity.csv"
    table = pl.read_csv(path)
    measures, codes = sample.dimensions(Filters()), list(sample.lexicon.entries)
    rows = checks_shipped(measures, codes)
    assert (
        rows.height == table.filter(pl.col("measure").is_in([*measures, "all"]), pl.col("language").is_in(codes)).height
    )
    own = validity_page(sample, ValidityView(measure="praise", check="read-blind"))
    read = table.filter(pl.col("language").is_in(languages_of(sample, sample.rows)))
    values = read.filter(measure="praise", check="read-blind")["value"]
    assert len(values)
    assert all(f"{value:.2f}" in str(own) for value in values)


def test_what_has_no_factor_is_said_not_to_compare(sample: Snapshot) -> None:
    factors = pl.read_csv(framing.lexicons_folder() / "calibration.csv")
    rows = calibrations(sample, sample.dimensions(Filters()), list(sample.lexicon.entries))
    known = rows.drop_nulls("factor")
    assert known.height == factors.drop_nulls("factor").height
    assert "en" not in rows["language"].to_list()
    page = str(validity_page(sample, ValidityView()))
    assert page.count("'not measured'") == rows.height - known.height - sum(
        code not in languages_of(sample, sample.rows) for code in rows.filter(pl.col("factor").is_null())["language"]
    )


def test_without_codes_it_says_so_and_what_to_do(sample: Snapshot) -> None:
    page = str(validity_page(sample, ValidityView(measure="praise")))
    assert "Nobody has coded articles of this project" in page
    assert "framing sample coding --by outlet --half-width 0.1" in page
    assert "What each filter leaves" in str(validity_page(sample, ValidityView(filters=Filters(country=("JP",)))))


@given(st.lists(st.integers(1, 900), min_size=1, max_size=5))
def test_a_sample_has_no_more_than_there_are(sizes: list[int]) -> None:
    rows = pl.DataFrame({"outlet": [str(key) for key, size in enumerate(sizes) for _ in range(size)]})
    for half, each, every in sample_sizes(rows, "outlet").iter_rows():
        assert each == codes_for(half)
        assert every <= min(rows.height, each * len(sizes))
        assert every >= min(sizes[0], each)


def test_it_stays_small(sample: Snapshot, study: framing.Project) -> None:
    for found in (sample, look(study)):
        assert 300 < elements(validity_page(found, ValidityView())) < MOST
