"""One batch of one language: articles in, evidence and exposure out; only the vocabulary changes, which learns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.lexicon.compile import Compiled
from framing.lexicon.slots import Role
from framing.memory import claim
from framing.schemas import EVIDENCE, EXPOSURE, SECTIONS, VOICES
from framing.scoring.analysis import Flag
from framing.scoring.context import INTENSIFIED, intensified, nearest_actor, negated, negating
from framing.scoring.cues import held_marks, is_mark, mark_spans
from framing.scoring.effort import tick
from framing.scoring.matching import Matches, find, longest, suppress
from framing.scoring.tokens import Tokens, tokenise
from framing.scoring.vocabulary import Vocabulary
from framing.scoring.voice import OWN, voices

__all__ = ["BatchLayout", "score_batch"]


_OTHERS: Final = tuple(name for code, name in enumerate(VOICES) if code != OWN)
#: Memory that a match takes while it is made evidence. Measured on texts in which every other word is one.
_MATCH_BYTES: Final = 600
#: What evidence has of the entry itself.
_OF_ENTRY: Final = ("dimension", "entry_id", "concept", "kind", "weight")
_SECTION_CODES: Final = {name: code for code, name in enumerate(SECTIONS)}


def score_batch(articles: pl.DataFrame, vocabulary: Vocabulary) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Score articles of one language.

    Args:
        articles: columns article_id, title, text; a null title or text is none.
        vocabulary: of that language.

    Returns:
        (evidence, exposure, coverage): EVIDENCE and EXPOSURE columns, and a frame article_id, words, listed, tables
        (the name of the compiled ones).
    """
    count = articles.height
    fields = pl.concat([articles["title"], articles["text"].alias("title")]).fill_null("")
    tokens = tokenise(fields, vocabulary)
    layout = BatchLayout(tokens, count)
    tick()
    voice = voices(tokens, vocabulary.compiled.language)
    tick()
    evidence = _evidence(articles, tokens, layout, voice, vocabulary)
    coverage = _coverage(articles, tokens, count).with_columns(tables=pl.lit(vocabulary.compiled.name))
    return evidence, _exposure(articles, layout, voice), coverage


class BatchLayout:
    """Which article and section the tokens belong to. Fields are all titles, then all texts."""

    def __init__(self, tokens: Tokens, count: int) -> None:
        self.count = count
        self.first = tokens.first
        begin, end = tokens.first[count:-1], tokens.first[count + 1 :]
        breaks = tokens.where(Flag.NEWLINE)
        # The lead is the first paragraph; a break before the first word of a text ends none.
        place = np.searchsorted(breaks, begin + 1)
        next_break = np.append(breaks, len(tokens))[place]
        self.lead_end = np.minimum(next_break, end)

    def field_of(self, places: Longs) -> Longs:
        """Field numbers of tokens."""
        return np.searchsorted(self.first, places, side="right") - 1

    def order(self, places: Longs, group: Longs) -> Longs:
        """The order of tokens by article, then by place, then by group; no two are the same."""
        field = self.field_of(places)
        # Where the fields would begin if each title stood before its text.
        widths = np.diff(self.first).reshape(2, self.count).T.ravel()
        begins = (np.cumsum(widths) - widths).reshape(self.count, 2).T.ravel()
        placed = places + (begins - self.first[:-1])[field]
        return np.argsort(placed * (int(group.max(initial=0)) + 1) + group)

    def section_of(self, places: Longs, field: Longs) -> npt.NDArray[np.int8]:
        """Section codes of tokens."""
        text = np.maximum(field - self.count, 0)
        lead = places < (self.lead_end[text] if self.count else 0)
        codes = np.where(
            field < self.count, _SECTION_CODES["title"], np.where(lead, _SECTION_CODES["lead"], _SECTION_CODES["body"])
        )
        return codes.astype(np.int8)

    def bounds(self) -> dict[str, tuple[Longs, Longs]]:
        """Section → (first tokens, end tokens), one element an article."""
        count = self.count
        return {
            "title": (self.first[:count], self.first[1 : count + 1]),
            "lead": (self.first[count:-1], self.lead_end),
            "body": (self.lead_end, self.first[count + 1 :]),
        }


def _exposure(articles: pl.DataFrame, layout: BatchLayout, voice: npt.NDArray[np.int8]) -> pl.DataFrame:
    """Words per article, section and voice; most words are the outlet's own, so the others are counted."""
    places = [np.flatnonzero(voice == code) for code in range(len(VOICES)) if code != OWN]
    rows = []
    for code, (section, (first, end)) in enumerate(layout.bounds().items()):
        others = [np.searchsorted(place, end) - np.searchsorted(place, first) for place in places]
        counts = {VOICES[OWN]: end - first - sum(others), **dict(zip(_OTHERS, others, strict=True))}
        frame = pl.DataFrame({"row": np.arange(layout.count), **counts})
        rows.append(
            frame.unpivot(VOICES, index="row", variable_name="voice", value_name="words").with_columns(
                section=pl.lit(section), order=pl.lit(code)
            )
        )
    exposure = pl.concat(rows).filter(pl.col("words") > 0)
    exposure = exposure.with_columns(article_id=articles["article_id"].gather(exposure["row"]))
    return exposure.sort("row", "order", maintain_order=True).select(list(EXPOSURE))


def _coverage(articles: pl.DataFrame, tokens: Tokens, count: int) -> pl.DataFrame:
    listed = np.concatenate([[0], np.cumsum((tokens.flags & int(Flag.LISTED)) != 0)])
    first, end = tokens.first[:-1], tokens.first[1:]
    words, known = end - first, listed[end] - listed[first]
    return pl.DataFrame(
        {
            "article_id": articles["article_id"],
            "words": (words[:count] + words[count:]).astype(np.int64),
            "listed": (known[:count] + known[count:]).astype(np.int64),
        }
    )


def _evidence(
    articles: pl.DataFrame,
    tokens: Tokens,
    layout: BatchLayout,
    voice: npt.NDArray[np.int8],
    vocabulary: Vocabulary,
) -> pl.DataFrame:
    compiled = vocabulary.compiled
    # A lexicon without signs, such as the terms of a search, pays nothing for them.
    runs = held_marks(tokens) if compiled.signs.any() else None
    by_role = find(tokens, compiled, int(tokens.first[layout.count]), runs)
    marks = is_mark(compiled)
    dimension = compiled.entry_frame["dimension_index"].to_numpy()
    allowed = suppress(tokens, compiled, by_role)
    # A mark stands beside the word that holds it, not in its place.
    group = 2 * dimension[allowed.owner] + marks[allowed.pattern]
    matches = longest(allowed, group, compiled.lengths)
    claim(_MATCH_BYTES * len(matches))
    tick()
    matches = matches.take(layout.order(matches.first, 2 * dimension[matches.owner] + marks[matches.pattern]))
    field = layout.field_of(matches.first)
    row = field % max(layout.count, 1)
    start, end, surface = tokens.spans(matches.first, matches.last)
    is_sign = marks[matches.pattern]
    if runs is not None and is_sign.any():
        start[is_sign], end[is_sign], cut = mark_spans(
            tokens, runs, compiled.signs[matches.pattern[is_sign]].astype(np.int64), matches.first[is_sign]
        )
        surface = surface.scatter(np.flatnonzero(is_sign), cut)
    entry = compiled.entry_frame.select(_OF_ENTRY)[matches.owner]
    columns = {
        "article_id": articles["article_id"].gather(row),
        "section": pl.Series(SECTIONS).gather(layout.section_of(matches.first, field)),
        "start": start,
        "end": end,
        "surface": surface,
        **entry.to_dict(),
        "voice": pl.Series(VOICES).gather(voice[matches.first]),
        **_context(tokens, compiled, matches, by_role, is_sign),
    }
    return pl.DataFrame({name: columns[name] for name in EVIDENCE})


def _context(
    tokens: Tokens, compiled: Compiled, matches: Matches, by_role: Mapping[Role, Matches], is_mark: Bools
) -> dict[str, pl.Series | Bools | Floats]:
    """The columns that the words around a match tell: negated, factor, actor."""
    entries = compiled.entry_frame
    cues = longest(by_role[Role.NEGATION], np.zeros(len(by_role[Role.NEGATION]), np.int64), compiled.lengths)
    # Nobody negates a mark, nor strengthens it.
    is_negated = negated(tokens, compiled, matches, cues) & ~is_mark
    is_intensifier = (entries["dimension"] == "intensifier").to_numpy()
    strengthens = is_intensifier[matches.owner]
    strengthens[strengthens] = ~negating(tokens, compiled, matches.take(strengthens), cues)
    boosted = intensified(tokens, matches, strengthens) & ~is_mark
    actor = nearest_actor(tokens, compiled, matches, by_role[Role.ACTOR])
    factor = np.where(is_negated, entries["negation_factor"].to_numpy()[matches.owner], 1.0)
    factor *= np.where(boosted, INTENSIFIED, 1.0)
    names = pl.Series([*compiled.actors, None], dtype=pl.String)
    actor = np.where(actor < 0, len(compiled.actors), actor)
    return {"negated": is_negated, "factor": factor, "actor": names.gather(actor)}
