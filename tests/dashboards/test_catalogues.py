"""Each catalogue is whole: every message has its translation, with the same places in it."""

from __future__ import annotations

import shutil
import string
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from dashboards import catalogues
from dashboards.catalogues import Message, extracted, updated
from dashboards.wording import ENGLISH, LANGUAGES, LOCALES


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    """All messages, looked for once."""
    return list(extracted())


@pytest.fixture(autouse=True)
def _once(messages: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "extracted", lambda: iter(messages))


def test_messages_have_named_places_alone(messages: list[Message]) -> None:
    for message in messages:
        for text in (message.one, message.several or ""):
            assert "{}" not in text, text


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != ENGLISH])
def test_every_message_is_translated_with_its_places(language: str) -> None:
    for message in updated(language):
        if not message.id:
            continue
        given = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(told), f"not translated: {given[0]}"
        assert not message.fuzzy, f"to be looked at: {given[0]}"
        for at, text in enumerate(told):
            of = places(str(given[min(at, len(given) - 1)]))
            assert places(str(text)) <= of, given[0]
            # A singular may say its number in words.
            assert of - places(str(text)) <= ({"n"} if len(told) > 1 else set()), given[0]


@pytest.mark.parametrize(
    ("function", "given", "message"),
    [
        ("say", ("a", None), ("a", None, None)),
        ("say", (None,), None),
        ("later", (), None),
        ("many", ("a", "b", None), ("a", "b", None)),
        ("phrases", ("a", None), None),
        ("sense", ("verb", "Code"), ("Code", None, "verb")),
        ("sense", (None, "Code"), None),
        ("count", (None, "word"), ("{n} word", "{n} words", None)),
        ("count", (None, "country", "countries"), ("{n} country", "{n} countries", None)),
        ("count", (None,), None),
    ],
)
def test_a_call_says_its_message(function: str, given: tuple[Any, ...], message: tuple[Any, ...] | None) -> None:
    assert catalogues._message(function, given) == message


def test_messages_are_found_wherever_they_are_said(messages: list[Message]) -> None:
    found = {(one.one, one.several, one.context): one for one in messages}
    for message, place in (
        (("{n} hit", "{n} hits", None), "dashboards/"),
        (("unknown", None, "country"), "dashboards/names.py"),
        ((", ", None, "between the words of a list"), "dashboards/wording.py"),
        # Within another string.
        (("{articles} would make it .80", None, None), "dashboards/components/heatmap.py"),
        (("articles a week", None, None), "framing/figures/lines.py"),
        (("Conflict peace", None, None), "lexicons/codebook.toml"),
        (("Human interest", None, None), "lexicons/codebook.toml"),
        (("Kashmir", None, None), "lexicons/actors.csv"),
    ):
        assert found[message].place.startswith(place)
    assert found["Conflict peace", None, None].comments == ("Codebook: scale conflict_peace, its name",)
    places = {Path(one.place).suffix for one in found.values()}
    assert places == {".py", ".js", ".html", ".toml", ".csv"}
    # A message is one line, as it stands between the brackets of a page.
    assert not any("\n" in one.one for one in found.values() if one.place.endswith(".html"))


def test_what_changed_is_kept_to_be_looked_at_and_what_is_new_has_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hi" / "LC_MESSAGES" / "dashboards.po"
    path.parent.mkdir(parents=True)
    kept = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Open the article now"\nmsgstr "खोलें"\n\nmsgid "Gone"\nmsgstr "गया"\n'
    path.write_text(kept, encoding="utf-8")
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    now = Catalog()
    for message in ("Open the article", "Wholly new words of another kind"):
        now.add(message)
    made = updated("hi", now)
    assert {str(one.id): (one.string, one.fuzzy) for one in made if one.id} == {
        "Open the article": ("खोलें", True), "Wholly new words of another kind": (None, False)
    }  # fmt: skip
    assert [str(name) for name in made.obsolete] == ["Gone"]


def test_the_files_are_as_the_command_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(LOCALES, tmp_path / "locale")
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path / "locale")
    catalogues.main()
    for path in LOCALES.rglob("*.po"):
        assert (tmp_path / "locale" / path.relative_to(LOCALES)).read_bytes() == path.read_bytes(), path
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == ["hi", "ur"]
    for line in told:
        done, every = (part.split()[0] for part in line.partition(": ")[2].split(" of ")[:2])
        assert done == every
        assert line.endswith("messages translated, 0 of them to be looked at")
