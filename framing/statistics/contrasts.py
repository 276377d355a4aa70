"""Contrasts: two outlets, an outlet and the rest, before and after, own and quoted words, headline and body.

Effect size first: a ratio of rates, or a difference of a scale's values, with an interval widened by clusters; p by an
exact or a permutation test that respects clusters and languages, adjusted over all that is shown. See
:mod:`framing.statistics.permutation` (tests), :mod:`framing.statistics.ratios` and :mod:`framing.statistics.ratios`
(effects and intervals), :mod:`framing.statistics.topics` (standardising).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, Unpack

import numpy as np
import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import named_country, near
from framing.schemas import LEVELS, SECTIONS, VOICES
from framing.scoring.score import Scored
from framing.statistics.backdrop import ALONE, Backdrop
from framing.statistics.caveats import caveats_of_sides
from framing.statistics.comparison import Comparison, Parts, behind
from framing.statistics.contrast_sides import (
    THIN,
    Measures,
    Split,
    column_of,
    measures_of,
    split,
    with_periods,
    within_keys,
)
from framing.statistics.contrast_table import FEW_TEXTS, finished, sentences, side_of, told_of_events
from framing.statistics.effects import Rows, counts_only, pairs_within, picked, relative, within
from framing.statistics.events import UNIT
from framing.statistics.levels import PERIODS, reaches
from framing.statistics.narrowing import fitting
from framing.statistics.observations import GROUP, Observations
from framing.statistics.question import Keywords, Question, question_of, sided
from framing.statistics.reference import factors_of, raw
from framing.statistics.targets import TARGET
from framing.statistics.topics import MIX, mixes_differ, mixes_of, topic_frames

__all__ = ["Contrast", "compare"]

#: What changes sides as one, where it is not a text.
_UNITS: Final = {
    "outlet": pl.coalesce("outlet", "cluster"),
    "day": pl.coalesce(pl.when(reaches("day")).then(pl.col("published").dt.date().cast(pl.String)), "cluster"),
}

#: Contrasts inside articles, and the names that their sides can have.
_PAIRED: Final = {"voice": VOICES, "section": SECTIONS}


def compare(
    scored: Scored,
    articles: pl.DataFrame,
    a: str | None = None,
    b: str | None = None,
    *,
    lexicon: Lexicon | None = None,
    before: str | date | None = None,
    standardise: str | None = None,
    languages: Literal["relative", "raw"] | None = None,
    dimensions: Collection[str] | None = None,
    explain: Collection[str] | None = None,
    permutations: int = 2000,
    seed: int = 0,
    outlet_name: Callable[[str], str] = str,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> Comparison:
    """Contrast two sides in all dimensions and scales.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles; ``cluster``, ``unit`` (see
            :func:`framing.statistics.events.with_units`) and ``groups`` count where they are there.
        a: key of side A. For ``by="voice"`` or ``"section"`` names of voices or sections, joined by ``+``.
        b: key of side B; without it, the rest of A's languages.
        lexicon: that scored the articles.
        before: contrast what was published before this day with what came from it on, of the key ``a`` or of all.
        standardise: ``topic``, ``genre``, or another level: compare at one mix of it, that of both sides together.
        languages: sides without a common language are each compared with the rest of their own, and the two
            contrasts with each other (``relative``, the default there); ``raw`` divides by factors between
            languages. Sides with common languages are compared within these.
        dimensions: only these dimensions and scales; what is adjusted for is what is shown.
        explain: dimensions and scales whose words and examples to show; the strongest differences if left out.
        permutations: sets of labels to try; 0 for effects and intervals alone, in a fraction of the time: without p,
            mixes and caveats, which rest on tests.
        seed: of the draws.
        outlet_name: what an outlet is called in names and sentences, such as ``framing.load_outlets().name``.
        question: of which articles, which of their words and hits count, and ``by``, the level of the keys: ``outlet``,
            ``country``, ``source``, ``genre``, ``language``, ``topic``, ``month``, ``group:NAME``; or ``voice``,
            ``section``: inside articles, each compared with itself.
        keywords: the same, one by one: ``by="country"``, ``within={"outlet": "bbc-hindi"}``, ``about="kashmir"``.

    Returns:
        See :class:`framing.statistics.comparison.Comparison`. Where nothing can be said, its rows say why.

    Raises:
        UsageError: an unknown level, key, dimension, voice, section or date; the error names near ones.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = ["A stunning, historic deal.", "A deal was signed."] * 12
        >>> names = {"article_id": [f"{n}" for n in range(24)], "text": texts, "outlet": ["loud", "plain"] * 12}
        >>> news = pl.DataFrame({**names, "cluster": names["article_id"]})
        >>> found = compare(score(news), news, "loud", "plain")
        >>> found.table.filter(pl.col("dimension") == "praise").select("hits_a", "hits_b", "status").row(0)
        (12, 0, 'ok')
    """
    lexicon, asked = lexicon or default_lexicon(), sided(question_of(question, keywords), a, b, before)
    asked = asked.changed(by=asked.by or "outlet")
    chosen, explained = _chosen(dimensions, lexicon), _chosen(explain, lexicon)
    # Within a level is the contrast: what it is compared with, and how much texts differ, is known from all articles.
    scored, articles = fitting(scored, articles, asked.without("within"), lexicon, _levels(asked))
    return Contrast(
        backdrop=Backdrop(scored, articles, lexicon), asked=asked, standardise=standardise, languages=languages,
        chosen=chosen, explain=explained, permutations=permutations, seed=seed, outlet_name=outlet_name,
    ).comparison()  # fmt: skip


def _levels(asked: Question) -> tuple[str, ...]:
    """The levels whose keys articles must have; an unknown one is told of where it is looked at."""
    return tuple(level for level in asked.levels if level in LEVELS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contrast:
    """A contrast among articles that fit its question already.

    Attributes:
        backdrop: of the articles, which contrasts of any two sides of them share.
        asked: the sides, their level, and what counts.
        chosen: the dimensions and scales that there are; all where it is None.
        standardise: as for :func:`compare`; so all others.
    """

    backdrop: Backdrop
    asked: Question
    chosen: tuple[str, ...] | None = None
    standardise: str | None = None
    languages: str | None = None
    explain: Collection[str] | None = None
    permutations: int = 2000
    seed: int = 0
    outlet_name: Callable[[str], str] = str

    @property
    def lexicon(self) -> Lexicon:
        """That scored the articles."""
        return self.backdrop.lexicon

    def comparison(self) -> Comparison:
        """The contrast, worked out.

        Raises:
            UsageError: see :func:`compare`.
        """
        asked, names = self.asked, ("standardise", "languages", "permutations", "seed")
        settings = {name: getattr(asked, name) for name in ("a", "b", "by", "before")}
        settings |= {"within": dict(asked.within), "about": asked.about}
        settings |= {"sections": list(asked.sections), "voices": list(asked.voices)}
        settings |= {name: getattr(self, name) for name in names}
        settings["lexicon_fingerprint"] = self.lexicon.fingerprint
        made = _paired(self) if asked.by in _PAIRED else _unpaired(self)
        return replace(made, settings=settings)


def _chosen(dimensions: Collection[str] | None, lexicon: Lexicon) -> tuple[str, ...] | None:
    known = [*lexicon.codebook.dimensions, *lexicon.codebook.estimated]
    for name in dimensions or ():
        if name not in known:
            raise UsageError("compare.dimension", f"no dimension or scale '{name}'", "", near(name, known))
    return None if dimensions is None else tuple(dimensions)


# --- inside articles ---------------------------------------------------------------------------------------------


def _paired(task: Contrast) -> Comparison:
    if task.asked.before is not None or task.standardise or task.languages:
        what = f"a contrast of {task.asked.by}s is inside articles: no date, mix or language can make it"
        raise UsageError("compare.paired", what, "", "leave the option out")
    a, b = (_named(task, name) for name in (task.asked.a, task.asked.b))
    if task.asked.by == "voice":
        kept = [{"sections": task.asked.sections, "voices": side} for side in (a, b)]
    else:
        kept = [{"sections": side, "voices": task.asked.voices} for side in (a, b)]
    observed = [task.backdrop.observed(**options) for options in kept]
    levelled = with_periods(observed[0], task.asked.levels).articles
    wanted = within_keys(levelled, dict(task.asked.within)).select("article_id")
    first, second = (part.only(wanted) for part in observed)
    measures = measures_of(task.lexicon, set(first.articles["language"].drop_nulls()), task.chosen)
    split = Split(_label(task, task.asked.a), _label(task, task.asked.b), wanted.with_columns(first=pl.lit(value=True)))
    if set(a) == set(b):
        rows, status = pairs_within((first, second), measures, sets=1, seed=0), "same-sides"
    else:
        rows, status = pairs_within((first, second), measures, sets=task.permutations, seed=task.seed), "ok"
    table = finished(rows, measures, status=status)
    parts = Parts.paired(rows.used if rows.used is not None else wanted["article_id"], *kept)
    shifts, examples = behind(task.backdrop, table, parts, explain=task.explain, seed=task.seed)
    sides = pl.concat([side_of(first, split.a, "a"), side_of(second, split.b, "b")])
    caveats = sentences(rows, table, split, paired=True)
    return Comparison(split.a, split.b, table, sides, pl.DataFrame(schema=MIX), shifts, examples, tuple(caveats), {})


def _named(task: Contrast, names: str | None) -> tuple[str, ...]:
    known = _PAIRED[str(task.asked.by)]
    parts = tuple(part.strip() for part in (names or "").split("+"))
    if unknown := [part for part in parts if part not in known]:
        raise UsageError("compare.key", f"no {task.asked.by} '{unknown[0]}'", "", f"use two of {', '.join(known)}")
    return parts


def _label(task: Contrast, name: str | None) -> str:
    return f"{name} {'words' if task.asked.by == 'voice' else ''}".strip()


# --- between articles --------------------------------------------------------------------------------------------


def _unpaired(task: Contrast) -> Comparison:
    before, by = task.asked.before, str(task.asked.by)
    observed = task.backdrop.observed(task.asked.sections, task.asked.voices)
    observed = with_periods(observed, (*task.asked.levels, task.standardise or ""))
    kept = within_keys(observed.articles, dict(task.asked.within))
    sides = split(kept, by, task.asked.a, task.asked.b, before, outlet_name=task.outlet_name)
    measures = measures_of(task.lexicon, set(kept["language"].unique().drop_nulls()), task.chosen)
    # Two outlets are a few thousand articles of a million; the rest matters to sides of different languages alone.
    near = observed.only(sides.frame)
    strata = _strata(task, near)
    keyed, unit = _frame(near, sides, by, dated=before is not None or by in PERIODS)
    keyed = keyed.with_columns(stratum=pl.lit("all"))
    mixes = pl.DataFrame(schema=MIX)
    if task.permutations:
        mixes = mixes_of(near, keyed, strata, seed=task.seed, outlet_name=task.outlet_name)
    if task.asked.a is not None and task.asked.a == task.asked.b:
        rows = counts_only(near, pl.concat([keyed, keyed.with_columns(first=~pl.col("first"))]), measures, "none")
        table = finished(rows, measures, status="same-sides")
    else:
        rows, table = _contrast(task, observed, near, keyed, strata, measures, unit)
    compared = keyed if rows.used is None else keyed.filter(pl.col("article_id").is_in(rows.used.implode()))
    parts = Parts.between(compared, {"sections": task.asked.sections, "voices": task.asked.voices})
    shifts, examples = behind(task.backdrop, table, parts, explain=task.explain, seed=task.seed)
    caveats = _caveats(task, near, rows, table, sides, compared, mixes, unit) if task.permutations else []
    chosen_sides = [
        side_of(near.only(keyed.filter(pl.col("first") == first)), name, label)
        for first, name, label in ((True, sides.a, "a"), (False, sides.b, "b"))
    ]
    return Comparison(sides.a, sides.b, table, pl.concat(chosen_sides), mixes, shifts, examples, tuple(caveats), {})


def _caveats(
    task: Contrast,
    observed: Observations,
    rows: Rows,
    table: pl.DataFrame,
    sides: Split,
    compared: pl.DataFrame,
    mixes: pl.DataFrame,
    unit: str,
) -> list[str]:
    """The sentences that belong beside a tested contrast, in which countries have their names."""
    if task.asked.by in ("country", "source", TARGET):
        sides = replace(sides, a=named_country(sides.a), b=named_country(sides.b))
    caveats = sentences(rows, table, sides, unit=unit, standardised=task.standardise)
    if unit == "event":
        caveats += told_of_events(observed.articles, compared)
    if SECTIONS[0] in task.asked.sections and len(set(task.asked.sections)) > 1:
        of = (task.backdrop.scored, task.backdrop.articles, compared, (sides.a, sides.b), task.lexicon)
        caveats += caveats_of_sides(*of, outlet_name=task.outlet_name)
    if not task.standardise:
        caveats += mixes_differ(mixes, sides.a, sides.b)
    return caveats


def _frame(observed: Observations, sides: Split, by: str, *, dated: bool) -> tuple[pl.DataFrame, str]:
    """Articles with side, language and unit; and what the units are.

    Units are texts, near-duplicates being one, or an outlet's texts on one event; but a country (or a group of outlets)
    is no more than its outlets, and articles of one day share its news.
    """
    columns = ["article_id", "language", "cluster", "outlet", "published", "published_precision"]
    facts = observed.articles.select(*columns, unit=ALONE)
    frame = sides.frame.join(facts, on="article_id", maintain_order="left")
    article = "event" if UNIT in observed.articles.columns else "article"
    halves = [frame.filter(pl.col("first") == side) for side in (True, False)]
    if dated:
        days = (half.filter(reaches("day"))["published"].dt.date().n_unique() for half in halves)
        if min(days) < FEW_TEXTS:
            return frame, article
        return frame.with_columns(unit=_UNITS["day"]), "day"
    apart = not set(halves[0]["outlet"].drop_nulls()) & set(halves[1]["outlet"].drop_nulls())
    if by not in ("country", "source") and not (by.startswith(GROUP) and apart):
        return frame, article
    if min(half["outlet"].drop_nulls().n_unique() for half in halves) < 2:
        return frame, "one-outlet"
    return frame.with_columns(unit=_UNITS["outlet"]), "outlet"


def _strata(task: Contrast, observed: Observations) -> pl.DataFrame:
    """Columns article_id, stratum, topic, genre."""
    rows = observed.articles
    if "topic" not in rows.columns:
        rows = rows.join(task.backdrop.topics, on="article_id", how="left", maintain_order="left")
    level = task.standardise or "topic"
    column = "topic" if level == "topic" else column_of(observed.articles, level)
    return rows.select("article_id", "topic", "genre", "outlet", stratum=pl.col(column).fill_null("unknown"))


def _contrast(
    task: Contrast,
    observed: Observations,
    near: Observations,
    crude: pl.DataFrame,
    strata: pl.DataFrame,
    measures: Measures,
    unit: str,
) -> tuple[Rows, pl.DataFrame]:
    """The contrast itself, crude and at one mix of the strata; and its table. ``near`` is observed of the sides."""
    mode = _mode(task, near, crude)
    strata = strata.select("article_id", "stratum")
    # How much alike the words of a text are says nothing of those of an outlet.
    texts = task.backdrop.likeness(measures, task.asked.sections, task.asked.voices)
    alike_texts = None if unit in ("outlet", "day") else texts
    if mode == "raw":
        codes = set(crude["language"].drop_nulls())
        rows = raw(near, crude, measures, factors_of(task.lexicon, codes, measures.names), texts)
        return rows, finished(rows, measures, unit=unit, raw=True)

    def run(frame: pl.DataFrame, thin: int, sets: int) -> Rows:
        if mode == "within":
            alike = alike_texts if thin == 1 else texts
            return within(near, frame, measures, alike, thin=thin, sets=sets, seed=task.seed)
        whole = _strata(task, observed).select("article_id", "stratum")
        whole = whole if thin > 1 else whole.with_columns(stratum=pl.lit("all"))
        alone = pl.col(ALONE if thin == 1 else "cluster")
        pair = _with_rest(observed, frame, whole, _UNITS.get(unit, alone) if thin == 1 else alone)
        return relative(observed, pair, measures, texts, thin=thin, sets=sets, seed=task.seed)

    # An outlet, an event or a day is in many strata: at one mix, texts change sides.
    at_mix = crude.drop("stratum").with_columns(unit="cluster").join(strata, on="article_id", maintain_order="left")
    fixed = at_mix["stratum"].n_unique() < 2
    # What the contrast is not about need not be tested.
    plain = run(crude, 1, task.permutations)
    level = task.standardise
    is_asked = fixed or bool(level or task.permutations)
    mixed = run(at_mix, THIN, task.permutations if level else 0) if is_asked and not fixed else plain
    own = (
        np.isin(measures.names, topic_frames(task.lexicon))
        if level in (None, "topic")
        else np.zeros(len(measures.names), np.bool_)
    )
    rows = picked(own, plain, mixed) if level else plain
    standardised = np.where(own, np.nan, mixed.effect.value) if is_asked else None
    topical = own if level else None
    crude_effect = plain.effect.value
    table = finished(rows, measures, unit=unit, crude=crude_effect, standardised=standardised, topical=topical)
    return rows, table


def _mode(task: Contrast, observed: Observations, frame: pl.DataFrame) -> str:
    worded = frame.join(observed.articles.filter(pl.col("words") > 0), on="article_id", how="semi")
    codes = [set(worded.filter(pl.col("first") == side)["language"].drop_nulls()) for side in (True, False)]
    if len(codes[0] | codes[1]) < 2 or not (codes[0] and codes[1]):
        return "within"
    if task.languages == "raw":
        if task.standardise:
            what = "a raw comparison of languages cannot be standardised"
            raise UsageError("compare.raw", what, "", "leave out one of the two")
        return "raw"
    return "relative" if task.languages == "relative" or not codes[0] & codes[1] else "within"


def _with_rest(
    observed: Observations, frame: pl.DataFrame, strata: pl.DataFrame, unit: pl.Expr
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Each side against all other articles in its languages."""
    columns = [name for name in frame.columns if name != "first"]
    every = observed.articles.with_columns(unit=unit).join(strata, on="article_id", maintain_order="left")
    out = []
    for side in (True, False):
        own = frame.filter(pl.col("first") == side)
        rest = every.filter(pl.col("language").is_in(own["language"].unique().implode()))
        rest = rest.join(own, on="article_id", how="anti").with_columns(first=pl.lit(value=False))
        both = [own.with_columns(first=pl.lit(value=True)), rest]
        out.append(pl.concat([part.select(*columns, "first") for part in both]))
    return out[0], out[1]
