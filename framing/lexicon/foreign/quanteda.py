"""quanteda's YAML: nested maps whose leaves are lists of patterns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

from framing.errors import LexiconError
from framing.lexicon.foreign.dictionary import SEPARATOR, Dictionary, Pattern, Warnings

__all__ = ["read_yaml", "write_yaml"]

#: Deeper nesting is refused; dictionaries have two or three levels.
_DEPTH: Final = 20


class _NoAliases(yaml.SafeLoader):
    """A loader in which nothing refers to anything else, so that a small file stays small."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            where = f"line {event.start_mark.line + 1}"
            raise LexiconError("foreign.yaml-alias", "the file has an alias (*name)", where, "write it out")
        return super().compose_node(parent, index)


def read_yaml(text: str, _: Warnings) -> Dictionary:
    r"""Read a dictionary.

    Raises:
        LexiconError: no YAML, an alias, or something other than maps, lists and words.

    Example:
        >>> read_yaml("tone:\n  good: [fine, happ*]\n", Warnings()).categories["tone.good"][1].text
        'happ*'
    """
    try:
        # A SafeLoader underneath: nothing of the file is run.
        data = yaml.load(text, Loader=_NoAliases)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        what = str(getattr(error, "problem", None) or error)
        raise LexiconError("foreign.yaml", what, where, "correct the file") from None
    except RecursionError:
        raise LexiconError("foreign.yaml", "nested too deeply", "", f"at most {_DEPTH} levels") from None
    if not isinstance(data, dict):
        raise LexiconError("foreign.yaml", "the file is no map of categories", "line 1", "write 'category:' and a list")
    found: dict[str, list[Pattern]] = {}
    for name, word in _leaves(data, ()):
        found.setdefault(name, [])
        if word is not None:
            found[name].append(Pattern(word))
    return Dictionary({name: tuple(patterns) for name, patterns in found.items()})


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    if len(path) > _DEPTH:
        raise LexiconError("foreign.yaml", "nested too deeply", SEPARATOR.join(path[:3]), f"at most {_DEPTH} levels")
    name = SEPARATOR.join(path)
    match value:
        case dict():
            for key, inner in value.items():
                yield from _leaves(inner, (*path, _word(key, name)))
        case list():
            yield name, None
            for item in value:
                if isinstance(item, dict):
                    yield from _leaves(item, path)
                else:
                    yield name, _word(item, name)
        case None:
            yield name, None
        case _:
            yield name, _word(value, name)


def _word(value: Any, where: str) -> str:
    # YAML reads a bare no, yes, on and off as truth values; a dictionary means the words.
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value).strip()
    raise LexiconError("foreign.yaml", f"'{value}' is no word", where, "write words and lists of words")


def write_yaml(dictionary: Dictionary, warnings: Warnings) -> str:
    """Write a dictionary; a weight is lost."""
    tree: dict[str, Any] = {}
    for name, patterns in dictionary.categories.items():
        for pattern in patterns:
            if pattern.weight != 1:
                warnings.add("weights are lost", pattern.text)
        tree[name] = [pattern.text for pattern in patterns]
    return str(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000))
