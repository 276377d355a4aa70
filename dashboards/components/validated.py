"""What codes of the project say of the lexicon: precision and recall on all, per language and per genre."""

from __future__ import annotations

from typing import Final

import polars as pl
from dash import html

import framing
from dashboards.checking import Coded, coded_now, validated_rows
from dashboards.components.coded import chosen_dimension, figure
from dashboards.components.heatmap import dimension_name
from dashboards.components.links import Child, export_line, named
from dashboards.components.part import pending
from dashboards.data import Snapshot
from dashboards.names import genre_name, language_name
from dashboards.plainview import ValidityView
from dashboards.wording import later, say

__all__ = ["LIMITS", "validated_part"]

LIMITS: Final = (
    later("An interval holds what is due to how many articles there are. What the lexicon misreads is not in it."),
    later(
        "Read by its authors: hits only, so that wrong senses are found, and what was missed is not. The hand that "
        "wrote the entries judged them; this is no validation."
    ),
    later(
        "Read blind: by language models that saw neither lexicon nor rules, in a few texts. Recall cannot go beyond "
        "how far readers agree with each other. No human coder has read them."
    ),
    later(
        "Hits read here: people of this project judged hits that were marked for them; what the lexicon misses is "
        "not in it."
    ),
    later(
        "Of genres none was measured beforehand: headlines and whole articles are apart where the table says so. Of "
        "news, opinion, editorials and releases by themselves only codes of this project can tell."
    ),
    later(
        "Outlets are set against others of their language, which share the lexicon’s errors. An outlet whose errors "
        "are of another kind, by its topics or its irony, is not protected by that."
    ),
    later(
        "Rates of two languages do not compare. A factor divides them, measured on translated news, which lacks the "
        "idiom of native news; where none was measured, they stay uncalibrated."
    ),
    later(
        "A figure that codes have put right holds for the articles that the coded ones were drawn from, as coders "
        "understand the codebook."
    ),
)


_SHOWN: Final = ("precision", "recall", "f1", "auc")
_CALLS: Final = {"language": language_name, "genre": genre_name}


def validated_part(
    snapshot: Snapshot, view: ValidityView, is_asked: bool = False, coded: Coded | None = None
) -> list[Child]:
    """How far the lexicon says of coded articles what coders say."""
    codes = (coded or coded_now(snapshot)).codes
    dimension = chosen_dimension(view, codes)
    if not dimension:
        return []
    if not (is_asked or snapshot.is_quick(view.filters)):
        return pending("validated", view.href(), say("Comparing the lexicon with the codes …"))
    title = html.H3(say("How far the lexicon finds {dimension} where coders do", dimension=dimension_name(dimension)))
    try:
        rows = validated_rows(snapshot, codes, dimension)
    except framing.UsageError as error:
        problem = f"{error.what[:1].upper()}{error.what[1:]}{f'; {error.hint}' if error.hint else ''}."
        return [title, html.P(problem, className="nothing")]
    head = [html.Th(say("Articles that are coded"), scope="col")]
    heads = ("n", say("Yes"), say("Precision"), say("Recall"), "F1", "AUC")
    head += [html.Th(text, scope="col", className="num") for text in heads]
    rows = rows.filter(pl.col("level").is_in(["all", "language", "genre"]))
    body = []
    for (level, name), part in rows.group_by("level", "part", maintain_order=True):
        figures = {row["figure"]: row for row in part.to_dicts()}
        first = part.row(0, named=True)
        call = _CALLS.get(str(level))
        row_cells = [
            figure(row.get("value"), row.get("low"), row.get("high"))
            for row in (figures.get(one, {}) for one in _SHOWN)
        ]
        cells = [html.Td(each, className="num") for each in (f"{first['articles']:,}", f"{first['yes']:,}", *row_cells)]
        body.append(html.Tr([html.Th(call(str(name)) if call else say("All"), scope="row"), *cells]))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near", id="validated")
    called = named({"aria-label": say("The lexicon against codes")})
    pane = html.Div(table, className="scroll-x", tabIndex="0", role="region", **called)
    note = say("Of all articles of the sample, whatever the filters. – where too little is coded to say it.")
    if not (rows["level"] == "genre").any():
        note += " " + say("No coded article has a known genre, so that nothing is told of genres.")
    files = export_line("validated", view.href(), f"framing validate --dimension {dimension}")
    return [title, pane, files, html.P(note, className="note")]
