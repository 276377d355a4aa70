"""Takes the article out of a copied page: the site's own lines are cut, what the outlet wrote stays as it is.

Cleaning works by lines and only ever drops: a line is kept whole or cut whole, and each cut is recorded with its place
and rule, so that a researcher can look at what was left out and the raw text can be put together again
(:mod:`framing.ingest.article.cuts`). What many sites share stands in ``lexicons/boilerplate.csv``; what one outlet
repeats is learned (:mod:`framing.ingest.article.boilerplate`); what one file alone needs stands in its sidecar.

Further rules need more than the line itself: ``title`` (the headline again, or a breadcrumb that ends with it),
``tags`` (the line below an empty "Tags:"), ``truncated`` (a teaser that the next paragraph says in full),
``repeated`` (a paragraph that stood there before), ``date`` (the label that some archives write before the
first line).

Finds the texts in which there may be something to cut, all texts at once.

Most articles that come as data have nothing of a site in them. Looking at each line of each in Python would
cost more than scoring; here Polars looks at the beginnings of lines, at a hundred megabytes a second or so, and
cleaning reads only what is found. Screening may find too much, never too little.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import polars as pl
import regex

from framing.errors import InputError
from framing.expressions import expression
from framing.ingest.article.cuts import OTHER_SCRIPT, START_CHARS, Cut, cut_spans, general_rule, triggers
from framing.languages.registry import furniture

__all__ = [
    "REPEATED_CHARS",
    "Cleaned",
    "Cut",
    "clean",
    "credited",
    "fold_line",
    "guess_title",
    "normalise_newlines",
    "suspect",
]


#: A label that some archives write before the first line of a text. The rest of that line is the page's own.
_LABEL: Final = expression(r"date \d{4}-\d{2}-\d{2}\s+")
_TAG_HEAD: Final = expression(rf"(?:{'|'.join(furniture('tags'))})\s*:")
_CREDIT: Final = expression(rf"\(?\s?(?:{'|'.join(furniture('courtesy'))})\s?[:—–-]\s?(?P<name>[^,،)]+)")
_CLOSING: Final = " .…।۔!?؟\"'”’)"
_STOPS: Final = (".", "…", "।", "۔")
_SENTENCE: Final = expression(r"[।۔!?؟]|\.(?=\s)")
_KNOWN_SCRIPT: Final = expression(r"[\p{Latin}\p{Devanagari}\p{Arabic}]")
_LETTER: Final = expression(r"\p{L}")

#: Shorter headlines and paragraphs are also said in passing: a line that ends with one is not a breadcrumb for that,
#: and a short line that begins the next is a subheading.
_REPEAT_CHARS: Final = 20
_TRUNCATED_CHARS: Final = 40
_TEASER_CHARS: Final = 150
_TITLE_CHARS: Final = 200
_BREADCRUMB_CHARS: Final = 300
_TAG_CHARS: Final = 200

#: A shorter paragraph may stand twice on purpose (a question, a refrain, a cell of a table). In 53 MB of Hindi, Urdu
#: and English news 370 longer ones were cut; those read were captions, pull quotes, headlines again and doubled text.
REPEATED_CHARS: Final = 60

#: Seconds that one pattern of a sidecar may spend on one line.
_PATTERN_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article taken out of its page: its headline, what was kept, and what was cut."""

    title: str | None
    text: str
    cuts: tuple[Cut, ...]


@dataclass(slots=True)
class _Line:
    """A line of the raw text: where it stands, where its text within begins and ends, and why it is cut."""

    start: int
    end: int
    first: int
    last: int
    text: str
    rule: str | None = None
    label: int = 0
    judged: bool = False


@dataclass(frozen=True, slots=True)
class _Rules:
    """What lines are judged by."""

    headline: str
    patterns: Sequence[regex.Pattern[str]]
    learned: Mapping[str, str]
    raw: str


def normalise_newlines(raw: str) -> str:
    """One kind of line break, and no byte order mark."""
    return raw.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def clean(
    raw: str,
    *,
    title: str | None,
    cuts: Sequence[str] = (),
    learned: Mapping[str, str] | None = None,
    tidy: bool = True,
) -> Cleaned:
    r"""Cut what is not the article. Cleaning what is clean cuts nothing.

    Args:
        raw: the page's text.
        title: the headline as it stands in the text; cut wherever a line repeats it or ends with it (breadcrumbs), but
            not where nothing else would be left.
        cuts: further patterns (``regex`` syntax), each of which must cover a whole stripped line.
        learned: further lines, folded by :func:`fold_line`, and the rule that each is cut by.
        tidy: also cut blank lines and the spaces around lines (rule ``space``): one line a paragraph is left.

    Returns:
        The article. Its cuts rebuild ``normalise_newlines(raw)``.

    Raises:
        InputError: a pattern is not valid or takes too long.

    Example:
        >>> clean("Talks fail on\nBy A. Rao\nThey did.", title="Talks fail on").text
        'They did.'
    """
    raw = normalise_newlines(raw)
    rules = _Rules(fold_line(title or ""), _compile(cuts), learned or {}, raw)
    lines = _cut_lines(raw, rules)
    if title is not None and all(line.rule is not None or not line.text for line in lines):
        lines = _cut_lines(raw, _Rules("", rules.patterns, rules.learned, raw))
    text, dropped = cut_spans(raw, _spans(lines, tidy=tidy))
    return Cleaned(title, text, dropped)


def credited(cuts: Sequence[Cut]) -> str | None:
    """The agency or producer named in a line of thanks that was cut; null where there is none.

    Example:
        >>> credited([Cut(9, "(Courtesy: Example Agency, Delhi)", "credit")])
        'Example Agency'
    """
    for cut in cuts:
        if cut.rule == "credit" and (match := _CREDIT.match(cut.text.strip())) is not None:
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
    if further and 0 < len(second) < _TITLE_CHARS and first != second and _repeats(first or " ", fold_line(second)):
        return second  # The first line is a breadcrumb with the headline at its end.
    if not rest or len(first) >= _TITLE_CHARS or first.rstrip("\"'”’) ").endswith((".", "।", "۔")):
        return None
    return first


def fold_line(line: str) -> str:
    """A line as it is compared with others: NFC, one space between words."""
    return " ".join(unicodedata.normalize("NFC", line).split())


def _compile(cuts: Sequence[str]) -> list[regex.Pattern[str]]:
    compiled = []
    for pattern in cuts:
        try:
            compiled.append(regex.compile(unicodedata.normalize("NFC", pattern)))
        except (regex.error, OverflowError, RecursionError) as error:
            what = f"the pattern '{pattern}' is not valid: {error}"
            raise InputError("input.sidecar", what, "", "correct it; it must cover the whole line") from error
    return compiled


def _mainly_known(raw: str) -> bool:
    """Whether most letters are of scripts that the toolkit reads; in another article their absence means nothing."""
    sample = raw[:5000]
    return 2 * len(_KNOWN_SCRIPT.findall(sample)) >= len(_LETTER.findall(sample))


def _cut_lines(raw: str, rules: _Rules) -> list[_Line]:
    lines = _lines(raw)
    live = [line for line in lines if line.text]
    # A line that is cut may leave another that now begins the text or stands beside its double: until nothing changes.
    while True:
        while _unlabel(live, raw):
            pass
        _judge(live, rules)
        kept = [line for line in live if line.rule is None]
        if len(kept) == len(live):
            return lines
        live = kept


def _lines(raw: str) -> list[_Line]:
    lines: list[_Line] = []
    start = 0
    for line in raw.split("\n"):
        text = _strip(line)
        first = start + line.index(text)
        lines.append(_Line(start, start + len(line), first, first + len(text), text))
        start += len(line) + 1
    return lines


def _strip(line: str) -> str:
    text = line.strip()
    while text and "\ufeff" in (text[0], text[-1]):
        text = text.strip("\ufeff").strip()
    return text


def _unlabel(live: Sequence[_Line], raw: str) -> bool:
    """Take an archive's label from the line that begins the text."""
    if not live or (label := _LABEL.match(live[0].text)) is None:
        return False
    line = live[0]
    line.first += label.end()
    line.label = line.first
    line.text = raw[line.first : line.last]
    line.judged = False
    return True


def _judge(live: Sequence[_Line], rules: _Rules) -> None:
    """Give each line that is to be cut its rule."""
    tags_follow = False
    seen: set[str] = set()
    for line in live:
        # Its own words tell a line's rule once for all; what stands around it may change.
        if tags_follow and _is_tag_line(line.text):
            line.rule = "tags"
        elif not line.judged:
            line.rule = _rule(line.text, rules)
        line.judged = True
        tags_follow = line.rule == "tags" and _TAG_HEAD.fullmatch(line.text) is not None
        if line.rule is None and len(line.text) >= REPEATED_CHARS:
            line.rule = "repeated" if line.text in seen else None
            seen.add(line.text)
    kept = [line for line in live if line.rule is None]
    for line, following in pairwise(kept):
        start = line.text.rstrip(_CLOSING)
        if len(start) < _TRUNCATED_CHARS or not following.text.startswith(start):
            continue
        # A headline whose words the lead takes up has no stop at its end; a teaser that was cut off mostly has.
        if line.text.endswith(_STOPS) or len(start) >= _TEASER_CHARS:
            line.rule = "truncated"


def _rule(line: str, rules: _Rules) -> str | None:
    if rules.headline and _repeats(line, rules.headline):
        return "title"
    rule = general_rule(line)
    if rule is not None and (rule != OTHER_SCRIPT or _mainly_known(rules.raw)):
        return rule
    if rules.learned and (rule := rules.learned.get(fold_line(line))) is not None:
        return rule
    if not rules.patterns:
        return None
    line = unicodedata.normalize("NFC", line)
    for pattern in rules.patterns:
        try:
            if pattern.fullmatch(line, timeout=_PATTERN_SECONDS):
                return "sidecar"
        except TimeoutError as error:
            what = f"the pattern '{pattern.pattern}' takes too long"
            raise InputError("input.sidecar", what, "", "write it without nested repetition") from error
    return None


def _repeats(line: str, headline: str) -> bool:
    """Whether a line is the headline, or a breadcrumb with the headline at its end; the headline is folded."""
    if len(line) > 2 * len(headline) + _BREADCRUMB_CHARS:
        return False
    # Folding takes time, and most lines end otherwise; only what can be composed may fold to another last sign.
    if line[-1] != headline[-1] and line.isascii():
        return False
    folded = fold_line(line)
    if folded == headline:
        return True
    if len(headline) < _REPEAT_CHARS or not folded.endswith(headline):
        return False
    # A sentence that quotes its own headline is no breadcrumb.
    return _SENTENCE.search(folded[: -len(headline)]) is None


def _is_tag_line(line: str) -> bool:
    return len(line) <= _TAG_CHARS and _SENTENCE.search(line) is None


def _spans(lines: Sequence[_Line], *, tidy: bool) -> list[tuple[int, int, str]]:
    """What is cut, in order. A line goes with its line break: the one behind it, at the end the one before it."""
    stays = [line.rule is None and bool(line.text or not tidy) for line in lines]
    last = max((index for index, kept in enumerate(stays) if kept), default=-1)
    spans: list[tuple[int, int, str]] = []
    for index, line in enumerate(lines):
        if not stays[index]:
            start, end = line.start, line.end
            if 0 <= last < index:
                start -= 1
            elif index + 1 < len(lines):
                end += 1
            if line.label:
                _append(spans, start, line.label, "date")
                start = line.label
            _append(spans, start, end, line.rule or "space")
            continue
        begin = line.start
        if line.label:
            _append(spans, begin, line.label, "date")
            begin = line.label
        if tidy:
            _append(spans, begin, line.first, "space")
            _append(spans, line.last, line.end, "space")
    return spans


def _append(spans: list[tuple[int, int, str]], start: int, end: int, rule: str) -> None:
    if start == end:
        return
    if spans and spans[-1][1:] == (start, rule) and rule == "space":
        spans[-1] = (spans[-1][0], end, rule)
    else:
        spans.append((start, end, rule))


#: Characters of a line behind which a headline at its end makes no breadcrumb.
_LINE_CHARS = 1000


def suspect(rows: pl.DataFrame, *, learned: Collection[str] = ()) -> pl.Series:
    r"""Which texts have a line that cleaning may cut.

    Args:
        rows: columns ``title`` and ``text``.
        learned: further lines that are cut somewhere, folded.

    Returns:
        A Boolean for each row.

    Example:
        >>> suspect(pl.DataFrame({"title": ["T", "T"], "text": ["It rained.", "It rained.\n By Asha Rao"]})).to_list()
        [False, True]
    """
    lines = (
        rows.lazy()
        .select(pl.row_index("row"), "title", line=pl.col("text").str.split("\n"))
        .explode("line")
        .with_columns(pl.col("line").str.strip_chars())
        .filter(pl.col("line") != "")
        .with_columns(following=pl.col("line").shift(-1), next_row=pl.col("row").shift(-1))
        .collect()
    )
    start, words = triggers()
    suspicious = (
        pl.col("line").str.slice(0, START_CHARS).str.contains(start)
        | ((pl.col("line").str.len_chars() < _LINE_CHARS) & pl.col("line").str.contains_any(list(words)))
        | ((pl.col("line").str.len_chars() >= REPEATED_CHARS) & pl.struct("row", "line").is_duplicated())
        | pl.col("line").str.ends_with(pl.col("title"))
        | (
            (pl.col("row") == pl.col("next_row"))
            & pl.col("following").str.starts_with(pl.col("line").str.strip_chars_end(" .…।۔!?؟\"'”’)"))
        )
    )
    hits = lines.filter(suspicious.fill_null(False))["row"]
    if learned:
        longest = max(map(len, learned))
        short = lines.filter(pl.col("line").str.len_chars() <= 2 * longest).select("row", "line")
        known = frozenset(learned)
        hit = [fold_line(line) in known for line in short["line"].to_list()]
        hits = pl.concat([hits, short.filter(pl.Series(hit, dtype=pl.Boolean))["row"]])
    return pl.Series(pl.int_range(rows.height, dtype=pl.UInt32, eager=True)).is_in(hits.unique().implode())
