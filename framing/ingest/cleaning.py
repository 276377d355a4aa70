"""Takes the article out of a copied page: the site's own lines are cut, what the outlet wrote stays as it is.

Cleaning works by lines and only ever drops: a line is kept whole or cut whole, and each cut is recorded with its line
and reason, so that a researcher can look at what was left out. What many sites share stands in :data:`PATTERNS`; what
one file alone needs stands in its sidecar.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from framing.errors import InputError

__all__ = ["PATTERNS", "Cleaned", "Cut", "clean", "credited", "guess_title", "normalise_newlines"]

#: Names under which sites offer themselves in other languages; three of them make a navigation line.
_LANGUAGES: Final = (
    "हिंदी|हिन्दी|मराठी|नेपाली|संस्कृत|English|Hindi|Urdu|Marathi|Bangla|Bengali|Punjabi|Gujarati|Tamil|Telugu|Kannada|Malayalam|Odia|Assamese"
    "|ਪੰਜਾਬੀ|বাংলা|অসমীয়া|ગુજરાતી|தமிழ்|நாடு|తెలుగు|దేశం|ಕನ್ನಡ|മലയാളം|ଓଡ଼ିଆ|اردو|انگریزی|سندھی|پشتو|عربی|فارسی"
)

#: Words of a name: capitalised where the script has capitals, else any.
_WORD: Final = r"(?:\p{Lu}|\p{Lo})[\p{L}\p{M}.'’-]*"
_NAME: Final = rf"{_WORD}(?:\s+{_WORD}){{0,3}}"

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"

#: (reason, pattern). A pattern must cover the whole stripped line: a loose one would cost a paragraph.
PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("navigation", rf"(?:[\s|/·,•]*(?:{_LANGUAGES})){{3,}}[\s|/·,•]*"),
    ("byline", r"By\s?:\s?.{1,200}"),
    ("byline", rf"By\s+{_NAME}\s*(?:\|.{{0,200}})?"),
    (
        "byline",
        rf"(?:Written|Edited|Reported|Posted|Produced) [Bb]y(?:\s?:\s?.{{1,120}}|\s+{_NAME}\s*(?:\|.{{0,120}})?)",
    ),
    ("date", r"(?:Published|Updated|Posted|Last [Uu]pdated|First [Pp]ublished)(?: at| on)?\s?:.{1,120}"),
    ("date", rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*[.,]*\s+{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"),
    ("date", r"date \d{4}-\d{2}-\d{2}"),
    ("tags", r"(?:Tags?|Topics|टैग्स?|ٹیگز?)\s*:.{0,300}"),
    ("title", r"Web Title\s?:.{1,400}"),
    ("comments", r"Leave a (?:Reply|Comment)|Post a Comment|अपनी प्रतिक्रिया दें|اپنا تبصرہ لکھیں"),
    ("comments", r"Your email address will not be published\b.{0,80}|Required fields are marked\b.{0,10}"),
    ("advertisement", r"[-–—\s(\[]*(?:विज्ञापन|اشتہار|Advertisements?|ADVERTISEMENT|Sponsored)[-–—\s)\]]*"),
    (
        "teaser",
        r"Latest News|Trending(?: News| Now)?|Top Stories|Related (?:News|Stories|Posts)|You May Also Like",
    ),
    ("teaser", r"(?:Also Read|Read Also|Read More|ALSO READ|READ MORE)\s?[:|—–-].{1,300}"),
    ("teaser", r"(?:यह|ये|इसे) भी (?:पढ़ें|देखें)\s?[:|—–-].{0,300}|(?:یہ بھی|مزید) (?:پڑھیں|پڑھیے)\s?[:|—–-].{0,300}"),
    (
        "social",
        r"Preferred Sources?|Add as (?:a )?preferred source.{0,60}|Follow us(?: on)?\b.{0,120}",
    ),
    (
        "social",
        r".{0,300}(?:Facebook|Twitter|Instagram|YouTube|WhatsApp|Telegram|फेसबुक|ट्विटर|यूट्यूब|व्हाट्सऐप|فیس بک|یوٹیوب)"
        r".{0,60}(?:लाइक|फॉलो|फ़ॉलो|सब्सक्राइब|क्लिक|ज्वाइन)\s?(?:करे|करें|कीजिए)\s?[.।!]?",
    ),
    ("credit", r"\(?\s?(?:साभार|Courtesy|بشکریہ)\s?[:—–-]\s?.{2,120}?\)?"),
)

#: A label that some archives write before the first line of a text. The rest of that line is the page's own.
_LABEL: Final = regex.compile(r"\s*date \d{4}-\d{2}-\d{2}\s+")
_COMPILED: Final = tuple((reason, regex.compile(pattern)) for reason, pattern in PATTERNS)
_TAG_HEAD: Final = regex.compile(r"(?:Tags?|Topics|टैग्स?|ٹیگز?)\s*:")
_CREDIT: Final = regex.compile(r"\(?\s?[\p{L}\p{M}]+\s?[:—–-]\s?(?P<name>[^,،)]+)")
_CLOSING: Final = " .…।۔!?؟\"'”’)"
_SENTENCE: Final = regex.compile(r"[।۔!?؟]|\.(?=\s)")

#: Shorter headlines and paragraphs are also said in passing: a line that ends with one is not a breadcrumb for that,
#: and a short line that begins the next is a subheading.
_REPEAT_CHARS: Final = 20
_TRUNCATED_CHARS: Final = 40
_TITLE_CHARS: Final = 200
_TAG_CHARS: Final = 200

#: Seconds that one pattern of a sidecar may spend on one line.
_PATTERN_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Cut:
    """Something left out: the line it stood on (from 1), why, and its text."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article taken out of its page: its headline, its paragraphs joined by line breaks, and what was cut."""

    title: str | None
    text: str
    cuts: tuple[Cut, ...]


def normalise_newlines(raw: str) -> str:
    """One kind of line break, and no byte order mark."""
    return raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def clean(raw: str, *, title: str | None, cuts: Sequence[str]) -> Cleaned:
    r"""Cut what is not the article.

    Args:
        raw: the page's text.
        title: the headline as it stands in the text; cut wherever a line repeats it or ends with it (breadcrumbs).
        cuts: further patterns (``regex`` syntax), each of which must cover a whole stripped line.

    Returns:
        The article: one line a paragraph, each a stripped line of ``raw`` with its inner spaces untouched.

    Raises:
        InputError: a pattern is not valid or takes too long.

    Example:
        >>> clean("Talks fail on\nBy A. Rao\nThey did.", title="Talks fail on", cuts=()).text
        'They did.'
    """
    patterns = _compile(cuts)
    kept: list[tuple[int, str]] = []
    dropped: list[Cut] = []
    tags_follow = False
    for number, line in _lines(raw, dropped):
        reason = "tags" if tags_follow and _is_tag_line(line) else _reason(line, title, patterns)
        tags_follow = reason == "tags" and _TAG_HEAD.fullmatch(line) is not None
        if reason is None:
            kept.append((number, line))
        else:
            dropped.append(Cut(number, reason, line))
    paragraphs = list(_without_truncated(kept, dropped))
    return Cleaned(title, "\n".join(paragraphs), tuple(sorted(dropped, key=lambda cut: cut.line)))


def credited(cuts: Sequence[Cut]) -> str | None:
    """The agency or producer named in a credit line that was cut; null where there is none.

    Example:
        >>> credited([Cut(9, "credit", "(Courtesy: Example Agency, Delhi)")])
        'Example Agency'
    """
    for cut in cuts:
        if cut.reason == "credit" and (match := _CREDIT.match(cut.text)) is not None:
            return str(match["name"]).strip()
    return None


def guess_title(text: str) -> str | None:
    r"""The first paragraph of a cleaned text where it looks like a headline.

    A headline is short, does not end in a full stop (a question or exclamation mark is common in headlines), and has
    something below it.

    Example:
        >>> guess_title("Talks fail\nTalks failed on Monday.")
        'Talks fail'
    """
    first, _, rest = text.partition("\n")
    second, _, further = rest.partition("\n")
    if further and len(second) < _TITLE_CHARS and first != second and _repeats(first, second):
        return second  # The first line is a breadcrumb with the headline at its end.
    if not rest or len(first) >= _TITLE_CHARS or first.rstrip("\"'”’) ").endswith((".", "।", "۔")):
        return None
    return first


def _compile(cuts: Sequence[str]) -> list[regex.Pattern[str]]:
    compiled = []
    for pattern in cuts:
        try:
            compiled.append(regex.compile(unicodedata.normalize("NFC", pattern)))
        except (regex.error, OverflowError, RecursionError) as error:
            what = f"the pattern '{pattern}' is not valid: {error}"
            raise InputError("input.sidecar", what, "", "correct it; it must cover the whole line") from error
    return compiled


def _lines(raw: str, dropped: list[Cut]) -> Iterator[tuple[int, str]]:
    """The stripped lines that are not blank, numbered; an archive's label before the first goes to ``dropped``."""
    first = True
    for number, line in enumerate(normalise_newlines(raw).split("\n"), start=1):
        if first and (label := _LABEL.match(line)) is not None:
            dropped.append(Cut(number, "date", label.group().strip()))
            line = line[label.end() :]
        if stripped := line.strip():
            first = False
            yield number, stripped


def _reason(line: str, title: str | None, patterns: Sequence[regex.Pattern[str]]) -> str | None:
    if title is not None and _repeats(line, title):
        return "title"
    # Patterns are written in NFC; pages are not (पढ़ें has two spellings that look the same).
    line = unicodedata.normalize("NFC", line)
    for reason, pattern in _COMPILED:
        if pattern.fullmatch(line):
            return reason
    for pattern in patterns:
        try:
            if pattern.fullmatch(line, timeout=_PATTERN_SECONDS):
                return "sidecar"
        except TimeoutError as error:
            what = f"the pattern '{pattern.pattern}' takes too long"
            raise InputError("input.sidecar", what, "", "write it without nested repetition") from error
    return None


def _repeats(line: str, title: str) -> bool:
    """Whether a line is the headline, or a breadcrumb with the headline at its end."""
    folded, headline = _fold(line), _fold(title)
    if folded == headline:
        return True
    if len(headline) < _REPEAT_CHARS or not folded.endswith(headline):
        return False
    # A sentence that quotes its own headline is no breadcrumb.
    return _SENTENCE.search(folded[: -len(headline)]) is None


def _fold(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).split())


def _is_tag_line(line: str) -> bool:
    return len(line) <= _TAG_CHARS and _SENTENCE.search(line) is None


def _without_truncated(kept: Sequence[tuple[int, str]], dropped: list[Cut]) -> Iterator[str]:
    """The paragraphs but for those that the next one repeats from the start: teasers, cut off and closed by a stop."""
    for index, (number, line) in enumerate(kept):
        start = line.rstrip(_CLOSING)
        following = kept[index + 1][1] if index + 1 < len(kept) else ""
        if len(start) >= _TRUNCATED_CHARS and following.startswith(start):
            dropped.append(Cut(number, "truncated", line))
        else:
            yield line
