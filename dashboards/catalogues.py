"""Collects the messages of the interface, and brings the catalogues of all languages up to date with them.

python -m dashboards.catalogues      rewrites ``locale/*/LC_MESSAGES/dashboards.po``

A message that changed is kept with its old translation and marked "fuzzy": it stays English on the page until a
translator has looked at it. What is no longer said stands at the end of the file, marked as obsolete.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import regex
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.pofile import read_po, write_po

import framing
from dashboards.names import actor_name
from dashboards.wording import ENGLISH, LANGUAGES, LOCALES
from framing.lexicon.codebook import Codebook
from framing.lexicon.lexicon import default_lexicon
from framing.resources import lexicons_folder

__all__ = ["Message", "catalogue_path", "extracted", "updated"]

_ROOT: Final = Path(__file__).parent
_HEADER: Final = """\
# The interface of the dashboard in PROJECT-LANGUAGE; docs/dashboard.md says how the file is kept.
"""
#: Function → which of its arguments are messages.
_SAID: Final[dict[str, Any]] = {
    "say": (1,), "later": (1,), "spliced": (1,), "sense": ((1, "c"), 2), "many": (1, 2), "count": (2, 3),
    "phrase": (1,), "phrases": (1, 2),
}  # fmt: skip
#: The same of the toolkit, whose other functions may be called so too.
_TOLD: Final = {name: _SAID[name] for name in ("later", "phrase", "phrases")}
_SCRIPTED: Final[dict[str, Any]] = {"inWords": (1,)}
#: Comments that begin so are for translators.
_FOR_TRANSLATORS: Final = ["Translators:"]
#: What stands between double brackets in a page of our own is a message.
BRACKETED: Final = regex.compile(r"\[\[(.+?)\]\]", regex.DOTALL)


class Message(NamedTuple):
    """A message of the interface.

    Attributes:
        one: in English, in the singular where a number decides.
        several: in the plural, where a number decides.
        context: that tells what is meant.
        place: the file that says it.
        comments: for translators.
    """

    one: str
    several: str | None
    context: str | None
    place: str
    comments: tuple[str, ...] = ()


def catalogue_path(language: str) -> Path:
    """Where the messages of a language are."""
    return LOCALES / language / "LC_MESSAGES" / "dashboards.po"


def extracted() -> Iterator[Message]:
    """All messages: of the codebook first, then of the dashboard and of what the toolkit says on its pages."""
    yield from of_codebook(default_lexicon().codebook)
    yield from _of_actors()
    package = Path(framing.__file__).parent
    for path in sorted(_ROOT.rglob("*.py")):
        if path.name not in (Path(__file__).name, "wording.py"):
            yield from _of_code(path, extract_python, _SAID)
    for path in sorted(package.rglob("*.py")):
        # What phrases.py itself calls a phrase is a bare name.
        functions = {"later": _SAID["later"]} if path.name == "phrases.py" else _TOLD
        yield from _of_code(path, extract_python, functions)
    # Said within the module that explains how all others are.
    yield Message(", ", None, "between the words of a list", "dashboards/wording.py")
    for path in sorted(_ROOT.rglob("*.js")):
        yield from _of_code(path, extract_javascript, _SCRIPTED)
    for path in sorted(_ROOT.glob("*.html")):
        for marked in BRACKETED.findall(path.read_text(encoding="utf-8")):
            yield Message(" ".join(marked.split()), None, None, _place(path))


def of_codebook(book: Codebook) -> Iterator[Message]:
    """What the pages show of a codebook, each with a comment that says where it stands."""
    place = "lexicons/codebook.toml"

    def told(text: str, what: str) -> Message:
        return Message(text, None, None, place, (f"Codebook: {what}",))

    for name, label in book.families.items():
        yield told(label, f"family {name}")
    for name, dimension in book.dimensions.items():
        yield told(dimension.label, f"dimension {name}, its name")
        yield told(_spelt(name), f"dimension {name}, its name within sentences and as a topic")
        yield told(dimension.definition, f"dimension {name}, definition")
        for rule in dimension.include:
            yield told(rule, f"dimension {name}, it counts")
        for rule in dimension.exclude:
            yield told(rule, f"dimension {name}, it does not count (the dimension it belongs to instead is named last)")
    for name, scale in book.scales.items():
        yield told(_spelt(name), f"scale {name}, its name")
        texts = {"definition": scale.definition, "low end": scale.low_label, "high end": scale.high_label}
        for what, text in texts.items():
            if text:
                yield told(text, f"scale {name}, {what}")


def _of_actors() -> Iterator[Message]:
    """Those whose names CLDR does not have: regions, and groups of people or states."""
    path = lexicons_folder() / "actors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        ids = {row["actor_id"] for row in csv.DictReader(file) if "." in row["actor_id"]}
    for name in sorted(ids):
        yield Message(actor_name(name), None, None, "lexicons/actors.csv", ("Actor of the news",))


def _spelt(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _place(path: Path) -> str:
    return path.resolve().relative_to(_ROOT.resolve().parent).as_posix()


def _of_code(path: Path, extract: Callable[..., Any], functions: dict[str, Any]) -> Iterator[Message]:
    with path.open("rb") as file:
        for _, function, given, comments in extract(file, functions, _FOR_TRANSLATORS, {"encoding": "utf-8"}):
            texts = given if isinstance(given, tuple) else (given,)
            message = _message(function, texts)
            if message is not None:
                yield Message(*message, _place(path), tuple(comments))
    if path.suffix == ".py":
        yield from _within_strings(path, functions)


def _within_strings(path: Path, functions: Collection[str]) -> Iterator[Message]:
    """What is said within an f-string, where Babel does not look: to Python 3.11 it is one token."""
    strings = (
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.JoinedStr)
    )
    calls = (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call))
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in functions:
            given = tuple(one.value if isinstance(one, ast.Constant) else None for one in call.args)
            message = _message(call.func.id, given)
            if message is not None:
                yield Message(*message, _place(path))


def _message(function: str, given: tuple[Any, ...]) -> tuple[str, str | None, str | None] | None:
    """What a call says: one, several, context; None where its message is no constant, and comes from elsewhere."""
    if function == "count":
        one, several = (*given, None, None, None)[1:3]
        return (f"{{n}} {one}", f"{{n}} {several or one + 's'}", None) if one else None
    first, second = (*given, None, None)[:2]
    if function == "sense":
        return (second, None, first) if first and second else None
    if function in ("many", "phrases"):
        return (first, second, None) if first and second else None
    return (first, None, None) if first else None


def template() -> Catalog:
    """All messages, without translations."""
    made = _blank(None)
    for message in extracted():
        key: Any = (message.one, message.several) if message.several is not None else message.one
        made.add(key, context=message.context, locations=[(message.place, 0)], auto_comments=message.comments)
    return made


def _blank(language: str | None) -> Catalog:
    # A fixed date: the file changes where its messages do.
    dated = datetime(2026, 12, 1, tzinfo=UTC)
    return Catalog(
        locale=language,
        domain="dashboards",
        project="framing-toolkit",
        version=framing.__version__,
        copyright_holder="The framing toolkit authors",
        header_comment=_HEADER.replace("PROJECT-LANGUAGE", LANGUAGES.get(language or "", "")),
        creation_date=dated,
        revision_date=dated,
        last_translator="The framing toolkit authors",
        language_team="The framing toolkit authors",
        fuzzy=False,
    )


def updated(language: str, messages: Catalog | None = None) -> Catalog:
    """The catalogue of a language with the messages of now; what is new has no translation yet."""
    path, made = catalogue_path(language), _blank(language)
    if path.is_file():
        with path.open("rb") as file:
            before = read_po(file, locale=language, domain="dashboards")
        for message in before:
            if message.id:
                made.add(message.id, message.string, flags=message.flags, user_comments=message.user_comments,
                         context=message.context)  # fmt: skip
        made.obsolete = before.obsolete
    made.update(messages or template(), update_creation_date=False)
    for message in made:
        if message.fuzzy and not _is_done(message.string):
            message.flags.discard("fuzzy")
    return made


def _is_done(translation: Any) -> bool:
    return bool(translation) and (isinstance(translation, str) or all(translation))


def main() -> None:
    """Rewrite the catalogues, and say how far each one is."""
    messages = template()
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        made, path = updated(language, messages), catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, made, width=120, omit_header=False, include_lineno=False, sort_output=False)
        translated = [message for message in made if message.id]
        done = sum(_is_done(message.string) for message in translated)
        fuzzy = sum(message.fuzzy for message in translated)
        sys.stdout.write(
            f"{language}: {done:,} of {len(translated):,} messages translated, {fuzzy:,} of them to be looked at\n"
        )


if __name__ == "__main__":
    main()
