"""Names of outlets: when two spellings are trivially one, and the ids of outlets that are in no list.

An outlet that the list does not know goes by its own written name. Its id is that name's key, so that ``Vir Arjun``,
``vir-arjun`` and ``VirArjun`` are one outlet from the start, whichever of them comes first. Spellings that a reader can
tell apart (a letter more, another script, "The" before it) are never joined by themselves; ``framing outlets --merge``
proposes them.

An article that names no outlet at all shares the unknown of its *file*, ``unknown:`` and the file's name within the
folder that was given: one row, not one outlet an article. It counts in its language and country; where outlets are
compared, averaged or exchanged, the file counts as one of them, and a caveat says how many articles that are. Files of
one article each, such as plain texts, are unknowns of their own.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import regex

from framing.schemas import UNKNOWN_OUTLET

__all__ = [
    "MARK",
    "SAME_LETTERS",
    "apart",
    "file_of",
    "is_address",
    "is_unknown",
    "name_key",
    "slug",
    "unknown_of",
    "unlisted",
]

#: Between the key of a name and what tells it from a listed outlet of that name (``aap~in``).
MARK: Final = "~"

#: Letters of Urdu that keyboards write in several ways.
SAME_LETTERS: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "أ": "ا"})
#: Spaces, punctuation, joiners, tatweel, Urdu vowel signs, and the nukta that many newsrooms leave out.
_LEFT_OUT: Final = regex.compile(r"[\p{Z}\p{P}\p{C}\u0640\u093c]|[\p{Mn}--[\u0900-\u0fff]]", regex.V1)
_ADDRESS: Final = regex.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[^\s/?#]+)*")
#: The row behind a file's name: ``news.jsonl:12``, ``news.csv#12``, ``book.xlsx#Sheet 1!12``.
_ROW: Final = regex.compile(r"(?:[:#]|#[^#!/]+!)\d+$")
#: The origin of what comes from standard input.
_STDIN: Final = regex.compile(r"-(?:[:#].*)?")


def name_key(name: str) -> str:
    """A name as it is looked up: no case, spaces, hyphens, punctuation or joiners, one form of each letter.

    Example:
        >>> name_key(" BBC  Hindi "), name_key("Vir_Arjun") == name_key("vir-arjun") == name_key("VirArjun")
        ('bbchindi', True)
        >>> name_key("न्यूज़18") == name_key("न्यूज 18"), name_key("جنگ‌") == name_key("جَنگ"), name_key("???")
        (True, True, '')
    """
    # Case before composing: the small form of some letters is composed anew.
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).translate(SAME_LETTERS)
    return _LEFT_OUT.sub("", unicodedata.normalize("NFC", _LEFT_OUT.sub("", folded)))


def is_address(name: str) -> bool:
    """Whether a name is the address of a site, as people write it in a column.

    Example:
        >>> is_address("example.co.in"), is_address("t.me/sample"), is_address("U.S. News"), is_address("No. 1")
        (True, True, False, False)
    """
    return _ADDRESS.fullmatch(name.strip().lower()) is not None


def unlisted(name: str) -> str | None:
    """The id of an outlet that is in no list; letters of every script stay. Null where a name says nothing.

    Example:
        >>> unlisted("The Other Paper!"), unlisted("दैनिक नमूना"), unlisted("Example.com"), unlisted("???")
        ('theotherpaper', 'दैनिकनमूना', 'example.com', None)
    """
    bare = unicodedata.normalize("NFC", name.strip()).lower().removeprefix("https://").removeprefix("http://")
    bare = bare.removeprefix("www.").rstrip("/")
    return bare if is_address(bare) else name_key(name) or None


def slug(name: str) -> str | None:
    """The id of a source that is in no list: its name with hyphens for all that is no letter or digit.

    Example:
        >>> slug("A Small Agency!"), slug("???")
        ('a-small-agency', None)
    """
    folded = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    return regex.sub(r"[^\p{L}\p{M}\p{N}.]+", "-", folded).strip("-.") or None


def apart(name: str, *, country: str | None, language: str | None) -> str:
    """The id of an outlet whose name the list has for another one: the key, and what tells it from that one.

    Example:
        >>> apart("AAP", country="IN", language="hi"), apart("AAP", country=None, language="hi")
        ('aap~in', 'aap~hi')
    """
    return f"{name_key(name)}{MARK}{(country or language or 'und').lower()}"


def is_unknown(outlet: str) -> bool:
    """Whether an id stands for the articles of a file that name no outlet."""
    return outlet.startswith(UNKNOWN_OUTLET)


def file_of(place: str) -> str:
    """The file that an article stood in, or that its id is made from.

    Example:
        >>> file_of("data/news.jsonl:12"), file_of("book.xlsx#Sheet 1!12"), file_of("1.txt")
        ('data/news.jsonl', 'book.xlsx', '1.txt')
    """
    return _ROW.sub("", place)


def unknown_of(fallback_id: str, place: str) -> str:
    """The id that the articles of a file share which name no outlet.

    Args:
        fallback_id: what an article is called that brings no id: the file within the folder given, and the row.
        place: where it stood.

    Example:
        >>> unknown_of("2024/news.jsonl#12", "data/2024/news.jsonl:12"), unknown_of("1.txt", "data/1.txt")
        ('unknown:2024/news.jsonl', 'unknown:1.txt')
        >>> unknown_of("d1f0c2", "-:3")
        'unknown:-'
    """
    return f"{UNKNOWN_OUTLET}{'-' if _STDIN.fullmatch(place) else file_of(fallback_id)}"
