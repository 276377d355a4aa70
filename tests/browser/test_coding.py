"""The page on which people code, in a real browser: by keyboard alone, right to left, safe, and open to everyone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

import framing
from framing.cli.main import framing as commands
from framing.store.verdicts import verdicts_of
from tests.browser.conftest import Open, add, served
from tests.browser.test_axe import broken

EVIL = '<img src=x onerror="document.title=1">'
TEXTS = {
    "hi": ("पाकिस्तान गला फाड़ रहा है", "मंत्री ने कहा कि यह फैसला ऐतिहासिक है।\n\n“यह सिर्फ चालबाजी है”, उन्होंने कहा।"),
    "ur": ("پاکستان نے کہا", "وزیر نے کہا کہ یہ فیصلہ تاریخی ہے۔\nانہوں نے 🙂 نام نہاد لیڈر کو جھوٹا کہا۔"),
    "en": (EVIL, f"A shameful sham of a vote, critics said. {EVIL}\nIt rained."),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of three articles that two coders are to code."""
    place = tmp_path_factory.mktemp("code")
    rows = [
        {"id": code, "title": a, "text": b, "language": code, "outlet": "secret-daily"}
        for code, (a, b) in TEXTS.items()
    ]
    add(place / "study", framing.articles(pl.DataFrame(rows)))
    options = ["--n", "9", "--double", "1", "--coder", "asha", "--coder", "bilal", "--dimension", "derogation"]
    options += ["--dimension", "praise", "--project", str(place / "study")]
    done = CliRunner().invoke(commands, ["sample", str(place / "sheets"), *options])
    assert done.exit_code == 0, done.output
    return place / "study"


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "study"))


@pytest.fixture
def code(study: Path) -> Iterator[str]:
    with served(study, coders=("asha", "bilal")) as address:
        yield f"{address}/code"


def at(page: Page, language: str) -> None:
    """Turn to the text in a language, by keyboard, once the first one is there."""
    page.wait_for_selector("#progress:not(:empty)")
    while page.get_attribute("#reading", "lang") != language:
        before = page.inner_text("#progress")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(f"#progress:not(:text-is('{before}'))")


def saved(page: Page, what: str) -> None:
    page.wait_for_selector(f"#news:text-is('{what} – saved')")


def said(study: Path) -> dict[tuple[str, str, str], str]:
    rows = framing.codes_of(framing.open_project(study)).select("article_id", "coder", "dimension", "code").rows()
    return {row[:3]: row[3] for row in rows}


def test_all_is_coded_by_keyboard_and_is_on_the_disk_when_the_page_says_so(
    open_page: Open, code: str, study: Path
) -> None:
    page = open_page(code)
    at(page, "ur")
    assert page.evaluate("getComputedStyle(document.getElementById('text')).fontFamily").startswith(
        '"Noto Nastaliq Urdu"'
    )
    assert page.get_attribute("#reading", "dir") == "rtl"
    # The third word of the headline and the next, leftwards; and back to the first of the text, in one step of ten.
    for key in ("m", "ArrowLeft", "Shift+ArrowLeft", "Enter"):
        page.keyboard.press(key)
    saved(page, "Derogation: yes")
    assert said(study) == {("ur", "asha", "derogation"): "yes"}
    for key in ("m", "End", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "m"):
        page.keyboard.press(key)
    page.wait_for_selector(".page li:has-text('لیڈر کو')")
    saved(page, "Derogation: yes")
    title, text = TEXTS["ur"]
    (row,) = framing.codes_of(framing.open_project(study)).to_dicts()
    words = {(title if span["section"] == "title" else text)[span["start"] : span["end"]] for span in row["spans"]}
    assert words == {" ".join(title.split()[1:3]), "لیڈر کو"}
    page.keyboard.press("c")
    page.keyboard.type("not sure: yes or no")
    page.keyboard.press("Escape")
    saved(page, "Derogation: yes")
    page.keyboard.press("y")
    page.wait_for_selector("#active:text-is('Praise')")
    page.keyboard.press("u")
    saved(page, "Praise: unsure")
    assert "1 done" in page.inner_text("#progress")
    page.keyboard.press("x")
    saved(page, "Praise: taken back")
    assert said(study) == {("ur", "asha", "derogation"): "yes"}
    page.keyboard.press("n")
    saved(page, "Praise: no")
    page.reload()
    at(page, "ur")
    assert page.inner_text(".heads").split() == ["Derogation", "yes", "Praise", "no"]
    assert page.input_value("#comment") == "not sure: yes or no"
    page.click("text=Remove >> nth=0")
    saved(page, "Derogation: yes")
    rows = framing.codes_of(framing.open_project(study)).filter(dimension="derogation").to_dicts()
    assert [len(row["spans"]) for row in rows] == [1]


def test_words_of_a_text_are_never_markup_and_outlets_are_hidden(open_page: Open, code: str) -> None:
    page = open_page(code)
    at(page, "en")
    assert page.inner_text("#title") == EVIL
    assert page.locator("#desk img").count() == 0
    page.evaluate("""() => {
      const [first, last] = document.querySelectorAll("#text p"), chosen = document.createRange();
      chosen.setStart(first.firstChild, 4); chosen.setEnd(last.firstChild, 4);
      getSelection().removeAllRanges(); getSelection().addRange(chosen);
    }""")
    page.click("#mark")
    page.wait_for_selector(".page li:has-text('shameful sham')")
    # To whole words, over paragraphs.
    assert page.inner_text(".page li:has-text('shameful sham') span").split() == [
        *TEXTS["en"][1].split()[1:-1],
        "rained.",
    ]
    assert page.title() == "Code – Framing"
    assert "secret-daily" not in page.content()


def test_what_is_not_saved_is_never_called_saved(open_page: Open, code: str, study: Path) -> None:
    page = open_page(code)
    page.evaluate("() => { window.fetched = window.fetch; window.fetch = () => Promise.reject(new Error('gone')); }")
    page.keyboard.press("y")
    page.wait_for_selector("#problem:has-text('Not saved: gone')")
    assert "not saved" in page.inner_text(".heads")
    before = page.inner_text("#progress")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#news:has-text('answer again')")
    assert (page.inner_text("#progress"), said(study)) == (before, {})
    page.evaluate("() => { window.fetch = window.fetched; }")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("n")
    saved(page, "Derogation: no")
    assert list(said(study).values()) == ["no"]
    assert not page.is_visible("#problem")


def test_what_coders_differ_on_is_settled(open_page: Open, code: str, study: Path) -> None:
    project = framing.open_project(study)
    edition = project.lexicon().codebook.edition("praise")
    for name, answer in (("asha", "yes"), ("bilal", "no")):
        desk = framing.Desk(project, name)
        text = desk.text("hi")["content_sha256"]
        spans = [{"section": "text", "start": 0, "end": 6}] if answer == "yes" else []
        desk.save(
            "hi", "praise", answer, content_sha256=text, edition=edition, spans=spans, comment=f"{name} thinks so"
        )
    page = open_page(f"{code}?settle=1&coder=bilal")
    assert page.inner_text("#book ul.plain >> nth=0").split("\n") == [
        f"asha: yes – asha thinks so {TEXTS['hi'][1][:6]}",
        "bilal: no – bilal thinks so",
    ]
    page.keyboard.press("y")
    saved(page, "Praise: yes")
    gold = framing.gold(framing.codes_of(project))
    assert gold.select("article_id", "code", "basis").rows() == [("hi", "yes", "settled")]
    assert broken(page) == {}


@pytest.mark.parametrize("query", ["?at=1"])
def test_the_page_breaks_no_rule_and_fits_each_screen(open_page: Open, code: str, query: str) -> None:
    page = open_page(code + query)
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    page.wait_for_selector("#news:has-text('saved')")
    page.click("#help summary")
    assert broken(page) == {}
    for width in (390, 1024, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelectorAll('*').length") < 1500


def test_who_has_nothing_to_code_is_told_what_to_do(open_page: Open, study: Path) -> None:
    with served(study, coders=("carol",)) as address:
        page = open_page(f"{address}/code")
        page.wait_for_selector("#nothing:has-text('framing sample DIR --n 60 --coder carol')")
        assert broken(page) == {}
        page.close()


def test_hits_are_judged_by_keyboard_and_count_at_once(open_page: Open, code: str, study: Path) -> None:
    address = code.removesuffix("/code") + "/lexicons?measure=derogation&of=en&open=all"
    page = open_page(address)
    page.wait_for_selector("li[data-hit] .verdict button")
    assert not page.is_visible(".no-readers")
    page.select_option(".reader select", "bilal")
    page.focus("li[data-hit] .verdict button")
    page.keyboard.press("2")
    page.wait_for_selector(".verdict-news:text-is('Saved.')")
    page.wait_for_selector(".judged:has-text('Right: 0.00')")
    page.wait_for_selector(".judged:has-text('read by bilal')")
    (row,) = verdicts_of(framing.open_project(study)).to_dicts()
    assert (row["article_id"], row["reader"], row["verdict"], row["drawn_for"]) == ("en", "bilal", "wrong", "dimension")
    assert broken(page) == {}
    # What was said stands there when one comes back, for the one who said it; a click takes it back.
    page.reload()
    page.wait_for_selector("li[data-hit] .verdict button[data-code=wrong][aria-pressed=true]")
    page.select_option(".reader select", "asha")
    page.wait_for_selector("li[data-hit] .verdict button[data-code=wrong][aria-pressed=false]")
    page.select_option(".reader select", "bilal")
    page.click(".verdict button[data-code=wrong]")
    page.wait_for_selector(".verdict-news:text-is('Taken back.')")
    assert not verdicts_of(framing.open_project(study)).height
