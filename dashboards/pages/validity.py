"""The page that tells how far the numbers can be trusted: what was checked, by whom, on how much, and what to do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

import framing
from dashboards.checking import (
    CHECKS,
    Coded,
    agreements,
    calibrations,
    checks_now,
    checks_shipped,
    coded_now,
    corrected_languages,
    corrections,
    knows_corrected,
    languages_of,
    validated_rows,
    wider_than_drawn,
    with_more,
)
from dashboards.components.coded import (
    KINDS,
    LEVELS,
    agreed_part,
    chosen_dimension,
    coded_table,
    corrected_part,
    figure,
    sample_sizes,
)
from dashboards.components.filters import filter_bar, left_out, nothing_left
from dashboards.components.heatmap import dimension_name
from dashboards.components.judging import judged_rows, judged_section
from dashboards.components.links import Child, command_for, export_line, named, paged, switch, view_link
from dashboards.components.part import part, pending
from dashboards.components.validated import LIMITS, validated_part
from dashboards.data import Snapshot
from dashboards.export import caption, csv, printed
from dashboards.filtering import Filters
from dashboards.names import BADGE_SAID, count, language_name
from dashboards.page import File, Made, Page, narrowing
from dashboards.plainview import ValidityView
from dashboards.wording import later, many, say
from framing.store.badges import BADGE_NAMES, BADGES

__all__ = ["PAGE", "badge_rows", "validity_page"]

#: Figures on a page; the measures of sampling that are told.
_ROWS: Final = 15
_FIGURES: Final = {
    "precision": later("Precision"), "recall": later("Recall"), "agreement": later("Readers agree"),
    "auc": later("AUC"),
    "auc_length_matched": later("AUC, same length"), "length_only_auc": later("AUC of length alone"), "f1": "F1",
    "spearman": later("Spearman"), "length_only_spearman": later("Spearman of length alone"),
}  # fmt: skip
_OF_CODES: Final = ("agreement.csv", "corrected.csv", "validated.csv")


def validity_page(snapshot: Snapshot, view: ValidityView) -> Component:
    """The page of a project that has articles."""
    view = _valid(snapshot, view)
    selection = snapshot.select(view.filters)
    rows = selection.rows
    question = say("How far can these numbers be trusted{about}?", about=narrowing(view.filters))
    about = say(
        "What was checked in each dimension and language, by whom and on how much; what was not; and what to do."
    )
    title = html.H1(question if rows.height else say("No article fits these filters"))
    head = html.Header([title, html.P(about, className="about")], className="lede")
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if rows.height:
        languages, coded = languages_of(snapshot, rows), coded_now(snapshot)
        parts += [
            part("badges", _badges(snapshot, view, coded=coded)),
            _measured(snapshot, view, languages),
            judged_section(snapshot, view),
            _codes(snapshot, view, coded),
            _calibration(snapshot, view, languages),
            html.Section([html.H2(say("What all this cannot tell")), html.Ul([html.Li(say(text)) for text in LIMITS])]),
            _next(snapshot, view, rows),
        ]
    else:
        parts.append(nothing_left(snapshot, selection, view))
    parts.append(printed(caption(snapshot, view.filters, rows, view.href())))
    return html.Div(parts, className="validity-page overview")


def _valid(snapshot: Snapshot, view: ValidityView) -> ValidityView:
    """The view without what there is not."""
    return replace(
        view,
        measure=view.measure if view.measure in snapshot.lexicon.codebook.dimensions else "",
        check=view.check if view.check in CHECKS else "",
        by=view.by if view.by in LEVELS else "outlet",
        kind=view.kind if view.kind in KINDS else "",
    )


def badge_rows(snapshot: Snapshot, view: ValidityView, languages: list[str]) -> pl.DataFrame:
    """Columns dimension, language, badge, detail of the dimensions that the filters name."""
    return framing.badges(snapshot.lexicon, snapshot.dimensions(view.filters), languages, checks_now(snapshot))


def _badges(snapshot: Snapshot, view: ValidityView, is_asked: bool = False, coded: Coded | None = None) -> list[Child]:
    """How far each dimension was checked in each language."""
    coded = coded or coded_now(snapshot)
    if not (is_asked or knows_corrected(snapshot, coded.codes)):
        return pending("badges", view.href(), say("Looking which figures codes put right …"))
    languages = languages_of(snapshot, snapshot.select(view.filters).rows)
    corrected = corrected_languages(snapshot, coded)
    rows = badge_rows(snapshot, view, languages)
    counts = [(badge, rows.filter(badge=badge).height) for badge in reversed(BADGES)]
    totals = "; ".join(say("{n} {badge}", n=number, badge=say(BADGE_NAMES[badge])) for badge, number in counts)
    head = [html.Th(say("Dimension"), scope="col")]
    head += [html.Th(language_name(code), scope="col") for code in languages]
    body = [
        _badge_row(view, str(name), of_one, corrected)
        for (name,), of_one in rows.group_by("dimension", maintain_order=True)
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="badges", id="badges")
    called = named({"aria-label": say("Badges by dimension and language")})
    sentence = many(
        "Of {n} pair of dimension and language: {badges}.",
        "Of {n} pairs of dimension and language: {badges}.",
        rows.height,
        badges=totals,
    )
    if corrected:
        sentence += " " + say("Codes put shares right in {n}.", n=len(corrected))
    section = html.Section(
        [
            html.H2(say("How far was each dimension checked?")),
            html.P(sentence, className="standfirst"),
            html.Div(table, className="scroll-x", tabIndex="0", role="region", **called),
            export_line("badges", view.href()),
        ],
        id="checked",
    )
    return [section]


def _badge_row(view: ValidityView, name: str, rows: pl.DataFrame, corrected: Collection[tuple[str, str]]) -> Component:
    """A dimension, and how far it was checked in each language."""
    on = name == view.measure
    current = {"aria-current": "true"} if on else {}
    link = view_link(dimension_name(name), view.href(measure="" if on else name), **current)
    cells = []
    for row in rows.iter_rows(named=True):
        kind = "good" if row["badge"] == "validated" else row["badge"]
        is_right = (name, row["language"]) in corrected
        badges = [
            html.Span(say(BADGE_SAID[row["badge"]]), className=f"badge {kind}"),
            html.Span(say("corrected"), className="badge good") if is_right else None,
            html.Small(_detail(row["detail"])) if row["detail"] else None,
        ]
        cells.append(html.Td(badges))
    return html.Tr([html.Th(link, scope="row"), *cells], **named({"data-measure": name}))


_SAID: Final = {"precision": later("precision"), "recall": later("recall")}


def _detail(text: str) -> str:
    """Figures of a badge, such as ``precision 0.87, recall 0.43``."""
    pairs = (part.partition(" ") for part in text.split(", "))
    return say("{figures}", figures=[f"{say(_SAID.get(name, name))} {value}" for name, _, value in pairs])


def _figures(snapshot: Snapshot, view: ValidityView, languages: list[str]) -> pl.DataFrame:
    measures = [view.measure] if view.measure else snapshot.dimensions(view.filters)
    rows = checks_shipped(measures, languages)
    return rows.filter(check=view.check) if view.check else rows


def _measured(snapshot: Snapshot, view: ValidityView, languages: list[str]) -> Component:
    """What was measured: a figure a row, with its interval, on what and by whom."""
    rows = _figures(snapshot, view, languages)
    asks = say("What was measured?")
    if view.measure:
        asks = say("What was measured of {dimension}?", dimension=dimension_name(view.measure))
    kinds = [(say("All checks"), view.href(check=""), not view.check)]
    kinds += [(say(text), view.href(check=name), name == view.check) for name, text in CHECKS.items()]
    parts: list[Child] = [
        html.H2(asks),
        html.Div(switch(say("Kind of check"), kinds), className="ways"),
    ]
    if not rows.height:
        parts.append(html.P(say("Nothing of the kind was measured in these languages."), className="nothing"))
        return html.Section(parts, id="measured")
    shown, pages = paged(rows, view.page, _ROWS, lambda page: view.href(page=page), say("Pages of what was measured"))
    head = [
        html.Th(text, scope="col")
        for text in (say("Dimension"), say("Language"), say("Check"), say("On"), say("Figure"))
    ]
    head += [html.Th([say("Value"), html.Small(say("95 % interval"))], scope="col", className="num")]
    head += [html.Th("n", scope="col", className="num")]
    body = [_figure_row(row) for row in shown.iter_rows(named=True)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near measured", id="figures")
    called = named({"aria-label": say("What was measured")})
    note = say(
        "n is what a share is of: hits that were read, places that readers marked, or texts. It was measured on other "
        "articles than these."
    )
    parts += [
        html.Div(table, className="scroll-x", tabIndex="0", role="region", **called), pages,
        export_line("validity", view.href()), html.P(note, className="note"),
    ]  # fmt: skip
    return html.Section(parts, id="measured")


def _figure_row(row: dict[str, Any]) -> Component:
    who = row["note"] or {"author-checked": say("the authors")}.get(row["check"], "")
    cells: list[Child] = [
        html.Th(dimension_name(row["measure"]), scope="row"),
        html.Td(language_name(row["language"])),
        html.Td([say(CHECKS.get(row["check"], row["check"])), html.Small(who) if who else None]),
        html.Td(row["data"]),
        html.Td(say(_FIGURES.get(row["figure"], row["figure"]))),
        html.Td(figure(row["value"], row["low"], row["high"]), className="num"),
        html.Td(count(row["n"]), className="num"),
    ]
    return html.Tr(cells)


def _codes(snapshot: Snapshot, view: ValidityView, coded: Coded) -> Component:
    """What this project's own codes say."""
    codes = coded.codes
    parts: list[Child] = [html.H2(say("What do codes of these articles say?"))]
    if not codes.height:
        text = say("Nobody has coded articles of this project: no number is validated or put right by them.")
        return html.Section([*parts, html.P(text, className="nothing")], id="codes")
    parts.append(coded_table(snapshot, view, codes))
    parts.append(part("agreed", agreed_part(snapshot, view, coded=coded)))
    if chosen_dimension(view, codes):
        parts.append(part("validated", validated_part(snapshot, view, coded=coded)))
        parts.append(part("corrected", corrected_part(snapshot, view, coded=coded)))
    else:
        text = say("{dimension} was not coded.", dimension=dimension_name(view.measure).capitalize())
        parts.append(html.P(text, className="nothing"))
    return html.Section(parts, id="codes")


def _factors(snapshot: Snapshot, view: ValidityView, languages: list[str]) -> pl.DataFrame:
    measures = [view.measure] if view.measure else snapshot.dimensions(view.filters)
    return calibrations(snapshot, measures, languages)


def _calibration(snapshot: Snapshot, view: ValidityView, languages: list[str]) -> Component:
    """Factors between languages, and where there is none."""
    rows = _factors(snapshot, view, languages)
    title = html.H2(say("Do rates of two languages compare?"))
    if not rows.height:
        text = say("There is one language, or the one that others are measured against: nothing needs a factor.")
        return html.Section([title, html.P(text, className="nothing")], id="calibration")
    codes = rows["language"].unique(maintain_order=True).to_list()
    missing = rows["factor"].null_count()
    sizes = {"n": rows.height - missing, "all": rows.height, "missing": missing}
    sentence = say(
        "Only divided by a factor: how much more one language’s lexicon finds in the same news, in translation."
    )
    sentence += " " + (
        say("{n} of {all} factors are measured; {missing} are not, and those rates do not compare.", **sizes)
        if missing
        else say("{n} of {all} factors are measured.", **sizes)
    )
    head = [html.Th(say("Dimension"), scope="col")]
    head += [
        html.Th(
            [say("{language} over English", language=language_name(code)), html.Small(say("95 % interval"))],
            scope="col",
            className="num",
        )
        for code in codes
    ]
    body = []
    for (name,), own in rows.group_by("dimension", maintain_order=True):
        cells = [
            html.Td(figure(row["factor"], row["wide_low"], row["wide_high"]), className="num")
            if row["factor"] is not None
            else html.Td(say("not measured"), className="num nothing")
            for row in own.iter_rows(named=True)
        ]
        body.append(html.Tr([html.Th(dimension_name(str(name)), scope="row"), *cells]))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near", id="factors")
    return html.Section(
        [title, html.P(sentence, className="standfirst"), table, export_line("calibration", view.href())],
        id="calibration",
    )


def _next(snapshot: Snapshot, view: ValidityView, rows: pl.DataFrame) -> Component:
    """What to do: how many articles to code, and the commands."""
    name = view.measure or next(iter(snapshot.dimensions(view.filters)))
    words: dict[str, Any] = {"voices": (), "sections": (), "family": ()}
    filters: Filters = replace(view.filters, **words)
    draw = ["sample", "coding", "--by", view.by, "--half-width", "0.1", "--double", ".2"]
    draw += ["--coder", "asha", "--coder", "bilal", "--dimension", name]
    right = ["report", "--corrected", "--dimension", name, "--by", view.by]
    validate = f"framing validate --dimension {name} --record"
    commands = [
        (say("Draw, for two coders, a fifth of the texts for both:"), command_for(draw, filters)),
        (say("Code in the browser, or fill in the sheets:"), "framing dashboard --coder asha --coder bilal"),
        (say("Tell how far coders agree:"), "framing agreement"),
        (say("Compare the lexicon with the codes, and let its numbers carry that:"), validate),
        (say("Put figures right:"), command_for(right, view.filters)),
    ]
    steps = html.Ol([html.Li([text, " ", html.Code(command)]) for text, command in commands], className="steps-to-do")
    sentence = say(
        "Code a random sample. A share is as unsure as it can be where half of the articles have it; the lexicon’s "
        "help makes fewer codes do."
    )
    heading = [html.H2(say("What can be done about it?")), html.P(sentence, className="standfirst")]
    return html.Section([*heading, _size_table(view, rows), steps], id="next")


def _size_table(view: ValidityView, rows: pl.DataFrame) -> Component:
    """How many articles to code for shares that are known so well."""
    sizes = sample_sizes(rows, view.by)
    each_of = {
        "outlet": say("Codes of each outlet"),
        "country": say("Codes of each country"),
        "language": say("Codes of each language"),
        "genre": say("Codes of each genre"),
    }[view.by]
    heads = (say("A share is known to"), each_of, say("Codes in all"))
    head = [html.Th(text, scope="col", className="num" if at else "") for at, text in enumerate(heads)]
    body = [
        html.Tr(
            [
                html.Th(say("± {n} in 100", n=round(100 * half)), scope="row"),
                html.Td(count(each), className="num"),
                html.Td(count(every), className="num"),
            ]
        )
        for half, each, every in sizes.iter_rows()
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near", id="sizes")


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``badges.csv``, ``validity.csv``, ``calibration.csv``, ``judged.csv``, and those of codes (``_OF_CODES``)."""
    view = _valid(snapshot, ValidityView.parse(search))
    rows = snapshot.select(view.filters).rows
    languages, heading = languages_of(snapshot, rows), caption(snapshot, view.filters, rows, view.href())
    shipped = {"badges.csv": badge_rows, "validity.csv": _figures, "calibration.csv": _factors}
    if name in shipped:
        return csv(shipped[name](snapshot, view, languages), heading)
    if name == "judged.csv":
        return csv(judged_rows(snapshot, view), f"hits that people of this project judged · {heading}")
    codes = snapshot.answers.codes() if name in _OF_CODES else pl.DataFrame()
    if not codes.height:
        return None
    if name == "agreement.csv":
        return csv(agreements(snapshot, codes), f"how far coders agree · {heading}")
    dimension = chosen_dimension(view, codes)
    if dimension and name == "validated.csv":
        return csv(validated_rows(snapshot, codes, dimension), f"the lexicon against codes of {dimension} · {heading}")
    if not dimension or wider_than_drawn(snapshot.answers.draws(), codes, view.filters, dimension):
        return None
    corrected = with_more(corrections(snapshot, codes, view.filters, dimension, view.by, view.kind)[0])
    what = f"{dimension} per 1,000 words" if view.kind else f"share of articles with {dimension}"
    return csv(corrected, f"{what}; put right by codes · {heading}")


def _part(fill: Any, snapshot: Snapshot, _: str, search: str) -> list[Child]:
    view = _valid(snapshot, ValidityView.parse(search))
    coded = coded_now(snapshot)
    has_any = coded.codes.height and snapshot.select(view.filters).rows.height
    made: list[Child] = fill(snapshot, view, True, coded) if has_any else []
    return made


PAGE: Final = Page(
    path=ValidityView.path,
    make=lambda snapshot, _, search: Made(validity_page(snapshot, ValidityView.parse(search)), say("Validity")),
    file=_file,
    parts={
        "badges": partial(_part, _badges),
        "agreed": partial(_part, agreed_part),
        "corrected": partial(_part, corrected_part),
        "validated": partial(_part, validated_part),
    },
    name=later("Validity"),
    href=lambda filters: ValidityView(filters=filters).href(),
)
