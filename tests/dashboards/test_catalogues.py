"""Each catalogue is whole: every message has its translation, with the same places in it."""

from __future__ import annotations

import string

import pytest

from dashboards.catalogues import updated
from dashboards.wording import ENGLISH, LANGUAGES


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
