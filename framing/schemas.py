"""The columns of every table that passes from one stage to the next.

Data flows articles → evidence and exposure → scores → estimates. Each schema is a mapping from column to Polars
type, in order; a stage returns exactly these columns. Offsets are Unicode code points in the named field:
``title`` for the section title, ``text`` for the sections lead and body.
"""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = [
    "ARTICLE",
    "BURN",
    "CLUSTER",
    "CODE",
    "DRAW",
    "ESTIMATE",
    "EVIDENCE",
    "EXPOSURE",
    "GOLD",
    "GOLD_SET",
    "HEADLINE_ONLY",
    "LEVELS",
    "MARKED",
    "REJECT",
    "REPAIRED",
    "SCALE",
    "SCORE",
    "SECTIONS",
    "STATUS",
    "TITLE_ALONE",
    "TRUNCATED",
    "UNKNOWN_OUTLET",
    "VALIDATION",
    "VERDICT",
    "VERSIONS",
    "VOICES",
    "marked",
]

SECTIONS: Final = ("title", "lead", "body")

#: own: the outlet's words; quoted: in quotation marks; reported: indirect speech; mention: one to three words in marks.
VOICES: Final = ("own", "quoted", "reported", "mention")

#: Articles that name no outlet share one id a file: this and the file's name.
UNKNOWN_OUTLET: Final = "unknown:"

GENRES: Final = ("news", "opinion", "editorial", "release", "unknown")

#: How a piece of metadata is known.
BASES: Final = ("stated", "metadata", "inferred", "unknown")

#: What is known of a date of publication; it holds the first moment of its month or year where no more is known. Null
#: where there is no date, and in projects begun before this was told apart, where each date is that of a day.
PRECISIONS: Final = ("day", "month", "year")

#: A user's own further columns of an article, as (name, value) pairs: a table may have any number of them.
GROUPS: Final = pl.List(pl.Struct({"name": pl.String(), "value": pl.String()}))

#: Groups that reading adds by itself, and their value. ``truncated``: a service cut the text off, so that only the
#: headline is scored. ``repaired``: UTF-8 that was read as windows-1252 is what it was meant to be.
TRUNCATED: Final = "truncated"
REPAIRED: Final = "repaired"
MARKED: Final = "yes"


def marked(name: str) -> pl.Expr:
    """Whether an article has a group that reading adds by itself, as an expression on ``groups``."""
    mark = (pl.element().struct.field("name") == name) & (pl.element().struct.field("value") == MARKED)
    return pl.col("groups").list.eval(mark).list.any().fill_null(False)


#: What cleaning took out of a text: put back at their offsets in ``text``, in order, the pieces give the raw text.
CUT: Final = pl.List(pl.Struct({"at": pl.Int64(), "text": pl.String(), "rule": pl.String()}))

#: One row an article. ``outlet`` is an id of outlets.csv, else the key of an unlisted outlet's name, else the unknown
#: of the file; ``outlet_name`` the name as it was written, null where an address or a desk told the outlet.
#: ``country`` is the publisher's, ``source_country`` that of the agency or original producer credited.
ARTICLE: Final = {
    "article_id": pl.String(),
    "url": pl.String(),
    "title": pl.String(),
    "text": pl.String(),
    "outlet": pl.String(),
    "outlet_name": pl.String(),
    "country": pl.String(),
    "source": pl.String(),
    "source_country": pl.String(),
    "genre": pl.String(),
    "language": pl.String(),
    "published": pl.Datetime("us", "UTC"),
    "published_basis": pl.String(),
    "published_precision": pl.String(),
    "byline": pl.String(),
    "tags": pl.List(pl.String()),
    "groups": GROUPS,
    "cut": CUT,
    "content_sha256": pl.String(),
    "origin": pl.String(),
}

#: Level of estimates → the article column that its keys come from. Publisher and source are two levels and never added
#: up. The columns ``topic`` and ``target`` are made where they are asked for
#: (:func:`framing.statistics.topics.with_topics`, :func:`framing.statistics.targets.with_targets`).
LEVELS: Final = {
    "outlet": "outlet",
    "country": "country",
    "source": "source_country",
    "agency": "source",
    "language": "language",
    "genre": "genre",
    "topic": "topic",
    "target": "target",
}

#: One row a text that came in, and one each time that an article's cluster was joined to an older one; an article's
#: last row counts. ``similarity`` is that to the most similar text before it, null where none is a near-duplicate;
#: ``sketch`` is what texts are compared by (see :mod:`framing.ingest.article.sketches`).
CLUSTER: Final = {
    "article_id": pl.String(),
    "cluster": pl.Int64(),
    "similarity": pl.Float64(),
    "sketch": pl.Binary(),
}

#: One row each time that somebody codes an article in a dimension; of a coder's rows of one article and dimension the
#: last counts. ``content_sha256`` is the text that was read and ``codebook`` the edition of the dimension's page
#: (:meth:`framing.lexicon.codebook.Codebook.edition`): of another text or edition the code is stale. ``code``: yes, no,
#: unsure; null takes an earlier one back. ``entered_by``: who typed it, where that is not the coder. ``sample`` and
#: ``chance``: what the article was drawn in, and its chance to be; null where it was not drawn. ``record`` tells rows
#: apart that say the same.
CODE: Final = {
    "record": pl.String(),
    "article_id": pl.String(),
    "content_sha256": pl.String(),
    "codebook": pl.String(),
    "coder": pl.String(),
    "dimension": pl.String(),
    "code": pl.String(),
    "spans": pl.List(pl.Struct({"section": pl.String(), "start": pl.Int64(), "end": pl.Int64()})),
    "comment": pl.String(),
    "coded": pl.Datetime("us", "UTC"),
    "entered_by": pl.String(),
    "sample": pl.String(),
    "chance": pl.Float64(),
}

#: One row an article drawn to be coded. Draws with the same ``sample`` differ in size alone (``size``: articles of a
#: key that were expected): the larger has all articles of the smaller. ``unit`` is its name on the sheets, ``place``
#: its place there; ``editions``: of the dimensions'
#: pages; ``frame``: the options of the draw, as JSON.
DRAW: Final = {
    "record": pl.String(),
    "sample": pl.String(),
    "size": pl.Int64(),
    "place": pl.Int64(),
    "unit": pl.String(),
    "article_id": pl.String(),
    "content_sha256": pl.String(),
    "language": pl.String(),
    "key": pl.String(),
    "chance": pl.Float64(),
    "coders": pl.List(pl.String()),
    "dimensions": pl.List(pl.String()),
    "editions": pl.List(pl.String()),
    "drawn": pl.Datetime("us", "UTC"),
    "frame": pl.String(),
}

#: One row an article and dimension whose codes were used to grow or tune a lexicon, and so tell nothing of it any more.
#: ``why``: what they were used for.
BURN: Final = {
    "record": pl.String(),
    "made": pl.Datetime("us", "UTC"),
    "article_id": pl.String(),
    "dimension": pl.String(),
    "why": pl.String(),
}

#: One row an article and dimension of which it stands fast what it is. ``basis``: ``settled`` after a talk, ``agreed``
#: by all of several coders, ``single`` by one coder alone; ``burned``: whether its codes were used to tune a lexicon.
GOLD: Final = {
    "article_id": pl.String(),
    "dimension": pl.String(),
    "code": pl.String(),
    "basis": pl.String(),
    "coders": pl.Int64(),
    "sample": pl.String(),
    "chance": pl.Float64(),
    "language": pl.String(),
    "content_sha256": pl.String(),
    "codebook": pl.String(),
    "burned": pl.Boolean(),
}

#: One row of a gold set that somebody has named: its version, and when it was first told.
GOLD_SET: Final = {"record": pl.String(), "made": pl.Datetime("us", "UTC"), "version": pl.String(), **GOLD}

#: One row each time that a reader judged a hit. ``verdict``: right, wrong, unsure; null takes back what was said.
#: ``drawn_for``: ``entry`` or ``dimension``, among whose hits it was drawn at random; ``frame``: the filters that
#: these hits fitted, empty for all of the project. ``entry``: a hash of the entry's line.
VERDICT: Final = {
    "record": pl.String(),
    "made": pl.Datetime("us", "UTC"),
    "reader": pl.String(),
    "article_id": pl.String(),
    "content_sha256": pl.String(),
    "section": pl.String(),
    "start": pl.Int64(),
    "end": pl.Int64(),
    "entry_id": pl.String(),
    "dimension": pl.String(),
    "language": pl.String(),
    "verdict": pl.String(),
    "drawn_for": pl.String(),
    "frame": pl.String(),
    "entry": pl.String(),
    "codebook": pl.String(),
    "lexicon_fingerprint": pl.String(),
}

#: One row each time that a machine was validated on the codes of a project: a dimension and language (``all`` for all).
#: ``gold``: the version of the codes (:func:`framing.store.codes.gold_version`); ``alpha``: Krippendorff's, null where
#: nothing was coded twice. The figure is that of one lexicon and one edition of the dimension's page.
VALIDATION: Final = {
    "record": pl.String(),
    "made": pl.Datetime("us", "UTC"),
    "dimension": pl.String(),
    "machine": pl.String(),
    "language": pl.String(),
    "gold": pl.String(),
    "codebook": pl.String(),
    "lexicon_fingerprint": pl.String(),
    "articles": pl.Int64(),
    "alpha": pl.Float64(),
    "auc": pl.Float64(),
    **{f"{name}{end}": pl.Float64() for name in ("precision", "recall") for end in ("", "_low", "_high")},
}

#: One row a file or row that could not be read.
REJECT: Final = {
    "origin": pl.String(),
    "code": pl.String(),
    "reason": pl.String(),
    "hint": pl.String(),
    "first_bytes": pl.Binary(),
}

#: One row a span. ``factor`` is what negation left of the weight (1 or 0) times the intensifier's factor.
EVIDENCE: Final = {
    "article_id": pl.String(),
    "section": pl.String(),
    "start": pl.Int64(),
    "end": pl.Int64(),
    "surface": pl.String(),
    "dimension": pl.String(),
    "entry_id": pl.String(),
    "concept": pl.String(),
    "kind": pl.String(),
    "weight": pl.Float64(),
    "factor": pl.Float64(),
    "voice": pl.String(),
    "negated": pl.Boolean(),
    "actor": pl.String(),
}

#: One row an article × section × voice with words in it.
EXPOSURE: Final = {
    "article_id": pl.String(),
    "section": pl.String(),
    "voice": pl.String(),
    "words": pl.Int64(),
}

#: Sparse: one row an article × dimension × section × voice with hits. ``rate`` is per 1,000 words of that section
#: and voice.
SCORE: Final = {
    "article_id": pl.String(),
    "dimension": pl.String(),
    "section": pl.String(),
    "voice": pl.String(),
    "hits": pl.Int64(),
    "weighted": pl.Float64(),
    "rate": pl.Float64(),
}

#: One row an article × scale × section, section ``all`` for the whole article. Stance entries, in the
#: voices that the scale counts. ``value``: of a contrast −1 … +1, of a rate hits per 1,000 words, and of a rate with
#: weights the points of the text over the square root of its words, to which more dimensions may add than ``positive``.
SCALE: Final = {
    "article_id": pl.String(),
    "scale": pl.String(),
    "section": pl.String(),
    "positive": pl.Int64(),
    "negative": pl.Int64(),
    "words": pl.Int64(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}

#: Whether an article is a headline without a text, as an expression on its columns.
HEADLINE_ONLY: Final = pl.col("title").is_not_null() & (pl.col("text").fill_null("") == "")

#: The columns of STATUS that say what an article was scored with. ``lexicon_tables`` names the tables that the lexicon
#: was compiled to, language by language (``framing.lexicon.compile.Compiled.name``), apart by spaces where an article
#: mixes languages; it is empty where none was used, and null where an earlier version did not say.
VERSIONS: Final = ("lexicon_fingerprint", "scorer_version", "lexicon_tables")

#: Statuses of articles of which the title alone is scored.
TITLE_ALONE: Final = ("headline", "truncated")

#: One row an article: what was read, and under which versions. ``status``: ``ok``; ``short``; ``headline`` (there is no
#: text) and ``truncated`` (the text is cut off), of which the title alone is scored; ``refused``, in no language that
#: is scored.
STATUS: Final = {
    "article_id": pl.String(),
    "language": pl.String(),
    "words": pl.Int64(),
    "coverage": pl.Float64(),
    "status": pl.String(),
    "content_sha256": pl.String(),
    "lexicon_fingerprint": pl.String(),
    "scorer_version": pl.String(),
    "lexicon_tables": pl.String(),
}

#: One row a level × key × dimension or scale. *These articles*: ``articles``, ``words`` and ``hits`` count all that
#: there is, of the articles ``clusters`` are distinct texts, ``outlets`` the outlets behind them; ``positive`` and
#: ``negative`` are a contrast's stance hits; ``observed`` is hits per 1,000 words, of a contrast (positive −
#: negative) / hits, from −1 to +1. *At large*: ``estimate``, with ``low`` and ``high``, the ends of the 95 %
#: interval, is the rate per 1,000 words, of a contrast the logarithm to base 2 of the ratio of its two rates, 0 where
#: it is as usual in its language; null where there is too little to say it from. ``method`` says what the estimate
#: leans on, ``design_effect`` is the variance of the hits over a Poisson's. ``baseline`` is the language's median
#: outlet, ``baseline_basis`` says whether of these outlets (``language``) or, of fewer than five, reference news
#: (``reference``); ``ratio``, ``ratio_low`` and ``ratio_high`` are median and interval of the ratio to it; ``lfsr``
#: is the chance that the difference from it has the other sign, ``beyond`` that it is larger than a factor of 1.5.
#: ``p`` compares an outlet with the rest of its language; ``p_adjusted`` is Benjamini and Hochberg's over all
#: dimensions, or scales, and outlets of the table. ``reliability`` is the share of what the observed values of a
#: language's outlets differ by that is differences between outlets, and ``articles_needed`` are as many as an outlet
#: needs for .8 (:mod:`framing.statistics.rankings`); null under eight outlets, ``articles_needed`` also where
#: outlets do not differ by more than chance. ``calibrated``: divided by a factor between languages, so that it compares
#: over languages. For ``status`` see :func:`framing.statistics.estimates.estimate`.
ESTIMATE: Final = {
    "level": pl.String(),
    "key": pl.String(),
    "dimension": pl.String(),
    "country": pl.String(),
    "source_country": pl.String(),
    "language": pl.String(),
    "articles": pl.Int64(),
    "clusters": pl.Int64(),
    "outlets": pl.Int64(),
    "words": pl.Int64(),
    "hits": pl.Int64(),
    "positive": pl.Int64(),
    "negative": pl.Int64(),
    "observed": pl.Float64(),
    "estimate": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "method": pl.String(),
    "design_effect": pl.Float64(),
    "baseline": pl.Float64(),
    "baseline_basis": pl.String(),
    "ratio": pl.Float64(),
    "ratio_low": pl.Float64(),
    "ratio_high": pl.Float64(),
    "lfsr": pl.Float64(),
    "beyond": pl.Float64(),
    "p": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "reliability": pl.Float64(),
    "articles_needed": pl.Int64(),
    "calibrated": pl.Boolean(),
    "status": pl.String(),
}
