"""The report: every level, time, other choices, JSON and a page."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

import framing
from framing.cli.main import DONE, USAGE
from framing.naming import key_names
from tests.conftest import Run

TEXTS = {
    "loud": "शहर में हड़कंप मच गया और नेता गला फाड़ रहे थे। यह फैसला ऐतिहासिक है, ऐसा मंत्री ने कहा।",
    "calm": "दोनों पक्षों ने दोहराया कि बातचीत जारी रहेगी। मंत्री ने कहा कि बैठक अगले महीने होगी।",
    "جنگ <u>": "دونوں رہنماؤں نے اعادہ کیا کہ بات چیت جاری رہے گی۔ وزیر نے کہا کہ اجلاس اگلے مہینے ہو گا۔ شہر میں ہلچل مچ گئی۔",
}


def write(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three outlets in two languages, over half a year."""
    folder = tmp_path_factory.mktemp("report")
    rows: list[dict[str, object]] = [
        {
            "article_id": f"{outlet}-{number}",
            "text": f"{text} {number}.",
            "outlet": outlet,
            "genre": "news" if number % 2 else "opinion",
            "published": f"2024-{number % 6 + 1:02}-{number + 1:02}",
        }
        for outlet, text in TEXTS.items()
        for number in range(12)
    ]
    path = write(folder / "news.jsonl", rows)
    project = framing.init_project(folder / "study")
    with framing.Writer(project) as writer:
        writer.add(framing.read([path]))
    return project.folder


#: What outlets are called whose ids are another: the names that were written.
NAMES = {"جنگ<u>": "جنگ <u>"}


@pytest.mark.parametrize("level", ["genre", "month", "outlet*genre", "outlet*month"])
def test_any_level_can_be_asked_for(project: Path, run: Run, level: str) -> None:
    loaded = framing.open_project(project).load()
    expected = framing.estimate(loaded.scored, loaded.articles, levels=(level,))
    said = json.loads(run("report", "--project", project, "--by", level, "--json").out)
    assert pl.DataFrame(said["estimates"], schema=expected.schema).equals(expected)
    assert ("trends" in said) == ("month" in level)
    assert {(row["key"], row["name"]) for row in said["estimates"]} == {
        (key, " · ".join(NAMES.get(part, part) for part in key.split("*"))) for key in expected["key"]
    }
    assert expected["key"][0].replace("*", " · ") in run("report", "--project", project, "--by", level).out


def test_a_period_is_a_level_and_a_time(project: Path, run: Run) -> None:
    said = json.loads(run("report", "--project", project, "--by", "outlet*period", "--period", "week", "--json").out)
    assert {row["level"] for row in said["estimates"]} == {"outlet*week"}
    assert said["trends"]["period"] == "week"
    text = run("report", "--project", project, "--period", "month", "--dimension", "sensational").out
    assert "Trends: by what a month multiplies a rate, over 6 months" in text


def test_sections_voices_and_measures_are_chosen(project: Path, run: Run) -> None:
    options = ("--voice", "own", "--section", "lead", "--dimension", "praise", "--json")
    said = json.loads(run("report", "--project", project, *options).out)
    loaded = framing.open_project(project).load()
    expected = framing.estimate(loaded.scored, loaded.articles, levels=("outlet",), sections=["lead"], voices=["own"])
    rows = expected.filter(pl.col("dimension") == "praise").to_dicts()
    assert [{key: value for key, value in row.items() if key != "name"} for row in said["estimates"]] == rows
    assert "in own words of lead" in run("report", "--project", project, *options[:-1]).out


def test_what_survives_is_told(project: Path, run: Run) -> None:
    said = json.loads(run("report", "--project", project, "--sensitivity", "--json").out)
    assert {row["choice"] for row in said["sensitivity"]["table"]} >= {"as asked", "own voice"}
    assert "survive all" in run("report", "--project", project, "--sensitivity").out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--by", "planet"), "estimate.level"),
        (("--by", "group:desk"), "estimate.group"),
        (("--dimension", "loud"), "report.dimension"),
    ],
)
def test_what_is_unknown_is_named(project: Path, run: Run, options: tuple[str, ...], code: str) -> None:
    result = run("report", "--project", project, *options)
    assert result.code == USAGE
    assert code in result.err
    assert len(result.err.splitlines()) == 1


def test_the_page_needs_nothing_but_itself(project: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    result = run("report", "--project", project, "--period", "month", "--sensitivity", "--html", path)
    assert (result.code, result.out) == (DONE, "")
    assert str(path) in result.err
    content = path.read_text(encoding="utf-8")
    lexicon = framing.default_lexicon()
    loaded = framing.open_project(project).load()
    assert f"36 articles, {loaded.scored.articles['words'].sum()} words; lexicon {lexicon.codebook.version}" in content
    assert lexicon.fingerprint in content
    for name in (*lexicon.codebook.dimensions, *lexicon.codebook.estimated):
        assert name in content
    for text in ("://", "<script", "src=", "<u>"):
        assert text not in content
    assert "Over time: Hindi" in content
    assert "Other choices" in content


def test_the_page_names_outlets_as_the_project_does(project: Path, run: Run, tmp_path: Path) -> None:
    folder = Path(copytree(project, tmp_path / "named"))
    (folder / "outlets.csv").write_text("outlet_id,name\nloud,Das Blatt\ncalm,Der & Bote\n", encoding="utf-8")
    told = json.loads(run("report", "--project", folder, "--sensitivity", "--period", "month", "--json").out)
    for rows in (told["estimates"], told["trends"]["series"], told["sensitivity"]["table"]):
        named = {(row["key"], row["name"]) for row in rows}
        # Each language has a line of its own in a series.
        assert named - {("hi", "hi"), ("ur", "ur")} == {("loud", "Das Blatt"), ("calm", "Der & Bote"), *NAMES.items()}
    text = run("report", "--project", folder, "--sensitivity").out
    assert "Das Blatt" in text
    assert not re.search(r"^(loud|calm)\b", text, re.MULTILINE)
    path = tmp_path / "report.html"
    for by, called in (("outlet", ""), ("outlet*genre", " · news")):
        options = ("--by", by, "--period", "month", "--sensitivity", "--html", path)
        assert run("report", "--project", folder, *options).code == DONE
        content = path.read_text(encoding="utf-8")
        ids = {key: f"{key}*news" if called else key for key in TEXTS}
        assert f'<bdi title="{ids["loud"]}">Das Blatt{called}</bdi>' in content
        assert f'<bdi title="{ids["calm"]}">Der &amp; Bote{called}</bdi>' in content
        # The headings of the small charts over time, too; and nothing goes by its id.
        assert '<figcaption><bdi title="loud">Das Blatt</bdi></figcaption>' in content
        assert "<bdi>loud<" not in content


def test_two_outlets_of_one_name_keep_their_ids() -> None:
    keys = ["loud", "calm", "else"]
    assert key_names(keys, "outlet", {"loud": "Bote", "calm": "Bote", "else": "Blatt"}.__getitem__) == {
        "loud": "Bote (loud)",
        "calm": "Bote (calm)",
        "else": "Blatt",
    }
    # A country is no outlet, and an id with the sign of a crossing in it is left alone.
    assert key_names(["PK"], "country", str.lower) == {"PK": "PK"}
    assert key_names(["A*b*2024"], "outlet*year", str.lower) == {"A*b*2024": "A*b*2024"}


@pytest.mark.parametrize("options", [(), ("--by", "month"), ("--sensitivity",), ("--about", "گوادر")])
def test_nothing_to_report_is_a_page_all_the_same(
    tmp_path: Path, project: Path, run: Run, options: tuple[str, ...]
) -> None:
    folder = project if "--about" in options else framing.init_project(tmp_path / "empty").folder
    assert run("report", "--project", folder, *options, "--html", tmp_path / "page.html").code == DONE
    assert "</html>" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert run("report", "--project", folder, *options, "--json").code == DONE


def test_rates_of_two_languages_are_divided_by_factors_when_asked(project: Path, run: Run) -> None:
    loaded = framing.open_project(project).load()
    expected = framing.estimate(loaded.scored, loaded.articles, levels=("language",), calibrated=True)
    said = json.loads(run("report", "--project", project, "--by", "language", "--calibrated", "--json").out)
    assert pl.DataFrame(said["estimates"], schema=expected.schema).equals(expected)
    assert any("divided by factors" in line for line in said["caveats"])
    plain = json.loads(run("report", "--project", project, "--by", "language", "--json").out)
    assert plain["estimates"] != said["estimates"]
    assert any("uncalibrated" in line for line in plain["caveats"])


def test_the_table_shows_ratios_to_the_baseline(project: Path, run: Run) -> None:
    loaded = framing.open_project(project).load()
    expected = framing.estimate(loaded.scored, loaded.articles, levels=("outlet",))
    printed = run("report", "--project", project, "--dimension", "attribution").out
    for ratio in expected.filter(pl.col("dimension") == "attribution")["ratio"].drop_nulls():
        assert f"{ratio:.2f}" in printed
