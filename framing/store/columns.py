"""What each column of a project's tables, and of what is exported of them, means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["meaning"]

#: What the names of columns of groups begin with.
_GROUP: Final = "group_"

_ARTICLE: Final = {
    "article_id": "Id: the canonical address, else the id that its file gave, else file and row",
    "url": "Canonical web address",
    "title": "Headline",
    "text": "Text after cleaning; all offsets refer to it. Its first paragraph is the lead",
    "outlet": "Id of the outlet, as in outlets.csv; the articles of a file that name none share one",
    "outlet_name": "What the outlet is called: as listed, else as most of its articles write it",
    "country": "Country of the publisher, ISO 3166-1 alpha-2",
    "source": "Agency or original producer credited",
    "source_country": "Country of the source, ISO 3166-1 alpha-2",
    "genre": "news, opinion, editorial, release or unknown",
    "language": "Language in which it was read, BCP 47",
    "language_stated": "Language that its file stated",
    "published": "When it was published, UTC, ISO 8601; empty where unknown",
    "published_basis": "How the date is known: stated, metadata, inferred, unknown",
    "published_precision": "What is known of the date: day, month or year, of which published is the beginning",
    "byline": "Author line",
    "tags": "Tags, apart by semicolons",
    "cluster": "Id of the first of the articles that are near-duplicates of each other; its own where it is alone",
    "content_sha256": "SHA-256 of headline and text",
    "origin": "File and row that it came from",
    "words": "Words counted",
    "coverage": "Share of its words that the language's general word list knows",
    "status": "ok, short, headline (no text), truncated (the text is cut off), refused (no language that is scored)",
    "lexicon_fingerprint": "Fingerprint of the lexicon that scored it",
    "scorer_version": "Version of the toolkit that scored it",
    "lexicon_tables": "Compiled tables of the lexicon that scored it, by language and the beginning of their SHA-256",
    "batch_id": "The run that brought this version",
}

_SCORING: Final = {
    "section": "title, lead or body; all for the whole article",
    "start": "Where the span begins, in Unicode code points of the title or the text, from 0",
    "end": "Where the span ends, exclusive",
    "surface": "The words themselves",
    "dimension": "Dimension or scale, see below",
    "entry_id": "Entry of the lexicon that matched",
    "concept": "What ties the entry to those of other languages",
    "kind": "stance, or topic: a mere name of a thing, which counts in the dimension and in no scale",
    "weight": "Weight of the entry: 0.5 weak, 1, 2 strong",
    "factor": "What negation left of the weight, 0 or 1, times the intensifier's factor",
    "voice": "own: the outlet's words; quoted: in quotation marks; reported: indirect speech; mention: 1–3 in marks",
    "negated": "Whether it stands under a negation",
    "actor": "The nearest country or actor in the sentence, by its id in actors.csv",
    "hits": "Matches, unweighted",
    "weighted": "Sum of weight times factor; descriptive only",
    "rate": "Hits per 1,000 words of that section and voice",
    "scale": "Scale, see below",
    "positive": "Stance hits of the scale's positive side",
    "negative": "Stance hits of its negative side",
    "value": "Posterior mean under a fixed prior, empty where nothing was hit; with weights points ÷ √words",
    "low": "Lower end of the 95 % interval",
    "high": "Upper end of the 95 % interval",
}

_ESTIMATE: Final = {
    "level": "What is summed up: outlet, country (of the publisher), source (country of the source), language",
    "key": "Which of them",
    "name": "What it is called; of an outlet its name, of others their key",
    "country": "Countries of its publishers, joined by +",
    "source_country": "Countries of its sources, joined by +",
    "language": "Languages of its articles, joined by +",
    "articles": "Articles",
    "clusters": "Distinct texts among them: near-duplicates count once",
    "outlets": "Outlets behind it",
    "words": "Words, all voices for a rate; those that the scale counts for a scale",
    "hits": "Matches in all articles",
    "observed": "These articles as counted: hits per 1,000 words; of a contrast scale (positive - negative) / hits",
    "estimate": "The outlet at large, inferred: hits per 1,000 words; of a contrast scale log2 against its language",
    "method": "How estimate and interval were made, and what the prior was",
    "design_effect": "Variance of the hits over that of a Poisson distribution",
    "baseline": "The median outlet of the language",
    "baseline_basis": "language: these outlets; reference: reference news",
    "ratio": "Median of the ratio to the baseline",
    "ratio_low": "Lower end of its 95 % interval",
    "ratio_high": "Upper end of its 95 % interval",
    "lfsr": "Chance that it lies on the other side of the baseline (local false sign rate)",
    "beyond": "Chance that it differs from the baseline by more than half as much again",
    "p": "Against the rest of its language",
    "p_adjusted": "p adjusted over all cells of the table (Benjamini and Hochberg)",
    "reliability": "Share of what a language's outlets differ by that is no chance; empty under eight outlets",
    "articles_needed": "Articles that the outlet needs for a reliability of .8",
    "calibrated": "Whether it was divided by a factor between languages, and so compares over languages",
    "status": "ok, or why the estimate says little",
    "badge": "How far it was checked: unvalidated, author-checked, read-blind, hits-read, validated; where in "
    "several languages, the least",
}

_REJECT: Final = {
    "origin": "File, and row of it",
    "code": "Reason, as a code to filter by",
    "reason": "Reason in words",
    "hint": "What to do about it",
    "first_bytes": "How it begins",
    "batch_id": "The run that met it",
}

_CODE: Final = {
    "record": "Tells rows apart that say the same",
    "content_sha256": "SHA-256 of the headline and text that was read",
    "codebook": "Version of the codebook, and hash of the page of the dimension that was read",
    "coder": "Who coded; settled for what coders settled on",
    "dimension": "Dimension, see below",
    "code": "yes, no or unsure",
    "spans": "Words that were marked: title or text, first and last place in Unicode code points, exclusive",
    "comment": "What the coder said of it",
    "coded": "When, UTC, ISO 8601",
    "entered_by": "Who typed what was settled",
    "sample": "Sample that the article was drawn in",
    "chance": "Chance of the article to be drawn",
    "unit": "What the article is called on sheets",
    "burned": "Whether a lexicon was tuned on it, so that it counts for agreement alone",
    "status": "current; text: the article has another text by now; codebook: the dimension's page has changed",
}

_MATRIX: Final = {
    "words": "Words counted; empty where the article was not read",
    "hits": "Matches of the dimension, unweighted; 0 where there are none, empty where nothing is known",
    "rate": "Hits per 1,000 words; empty where nothing is known",
    "articles": "Articles of the outlet",
    "read": "Those of them that were read: in a language that is scored, with a text where that is asked about",
}

_CODING: Final = {
    "key": "Outlet, or whatever it was drawn for",
    "articles": "Articles that were compared",
    "made": "When, UTC",
    "why": "What the codes were used for",
    "version": "Hash of what the set says",
    "basis": "settled after a talk, agreed by several coders, or single",
    "coders": "Who codes it; of a gold set, how many did",
    "size": "Articles of a key that the draw expected",
    "place": "Place on the sheets",
    "drawn": "When it was drawn, UTC",
    "dimensions": "What is coded",
    "editions": "Versions of the dimensions' pages",
    "frame": "Options of the draw, as JSON",
    "machine": "The lexicon, or whoever else was validated",
    "gold": "Version of the codes",
    "alpha": "Krippendorff's; empty where nothing was coded twice",
    "auc": "Area under the ROC curve",
    **{
        f"{name}{end}": f"{name.capitalize()}{said}"
        for name in ("precision", "recall")
        for end, said in (("", ""), ("_low", ", lower end of the 95 % interval"), ("_high", ", its upper end"))
    },
}

_JUDGING: Final = {
    "reader": "Who judged the hit",
    "verdict": "right, wrong or unsure; empty takes an earlier one back",
    "drawn_for": "entry or dimension, among whose hits it was drawn at random",
    "frame": "Filters that these hits fitted; empty for all of the project",
    "entry": "Hash of the entry's line",
}

_KEEPING: Final = {
    "articles": "Articles that came in: scored + refused + rejects + known + superseded",
    "similarity": "To the first article of the cluster, estimated from sketches",
    "sketch": "What the text looks like, in 96 bytes",
    "field": "Which field was corrected",
    "value": "What it was corrected to; empty: not known",
    "key_sha256": "Hash of an id, an address or a content",
    "erased": "When it was erased, UTC; of a run, the rows that it took out of earlier ones",
    "finished": "When the run landed, UTC",
    "kind": "add, amend, erase, rescore, compact, …",
    "scored": "Of the articles that came in: scored",
    "refused": "In no language that is scored",
    "rejects": "Could not be read",
    "known": "Stored before with the same content",
    "superseded": "Behind which another of the same id stood in the batch",
    "replaced": "Stored versions that this run made old or erased",
    "tables": "Rows that were added to each table, and its Delta version afterwards",
    "files": "Files of the run with their SHA-256",
    "removed": "Files that are no longer part of the project",
}

_STORED: Final = {
    "groups": "Further columns of the files, by name",
    "cut": "What cleaning took out of the text: where, by which rule",
    "scored_in": "The run that holds what was found in an amended article; empty where it is the row's own",
}

_TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(("wide", "outlets-wide", "tidy", "matrix"), _ARTICLE | _SCORING | _MATRIX),
    "articles": _ARTICLE | _SCORING | _STORED,
    "codes": _ARTICLE | _CODE,
    "estimates": _SCORING | _ESTIMATE,
    "rejects": _REJECT,
    "resolutions": _REJECT,
    **dict.fromkeys(("draws", "validations", "burns", "gold"), _ARTICLE | _SCORING | _CODE | _CODING),
    "verdicts": _ARTICLE | _SCORING | _CODE | _CODING | _JUDGING,
    **dict.fromkeys(("clusters", "amendments", "erasures", "runs"), _ARTICLE | _SCORING | _REJECT | _KEEPING),
}


def meaning(table: str, column: str) -> str:
    """What a column of an exported table means.

    Example:
        >>> meaning("evidence", "surface")
        'The words themselves'
    """
    if column.startswith(_GROUP):
        return f"Column '{column.removeprefix(_GROUP)}' of the files that the articles came from"
    what, _, dimension = column.partition("_")
    if table in ("wide", "outlets-wide") and what in ("hits", "rate"):
        return f"{_MATRIX[what]} (dimension {dimension})"
    return _TABLES.get(table, _ARTICLE | _SCORING)[column]
