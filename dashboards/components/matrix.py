"""Publishers' countries across the countries of the sources that their articles credit: whose words a press carries."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, command_for, export_line, named, profile_link, switch
from dashboards.components.measures import doublings, figures, is_contrast, measure_name
from dashboards.components.part import pending
from dashboards.data import Snapshot
from dashboards.names import count, country_name
from dashboards.plainview import CountriesView
from dashboards.wording import grouped, many, say

__all__ = ["carried", "carried_with_rates", "matrix_part"]

#: Publishers that have a row, and sources that have a column.
_PUBLISHERS, _SOURCES = 10, 8
#: The level at which a cell is estimated.
_LEVEL: Final = "country*source"
#: Doublings from the usual at which a cell has its next shade.
_SHADES: Final = (0.25, 0.75, 1.5)
_RATES: Final = ("clusters", "observed", "estimate", "low", "high", "ratio", "ratio_low", "ratio_high", "status")


def carried(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns country, source_country (null: none credited), articles, share: per cent of the country's."""
    known = rows.filter(pl.col("country").is_not_null())
    counts = known.group_by("country", "source_country").agg(articles=pl.len().cast(pl.Int64))
    share = 100 * pl.col("articles") / pl.col("articles").sum().over("country")
    return counts.with_columns(share=share).sort("country", "source_country", nulls_last=True)


def carried_with_rates(snapshot: Snapshot, view: CountriesView) -> pl.DataFrame:
    """The same with what ``framing report --by 'country*source'`` says of a measure in each cell that has a source."""
    selection = snapshot.select(view.filters)
    rows = selection.estimates(_LEVEL, (view.measure,))
    pair = pl.col("key").str.split_exact("*", 1).struct.rename_fields(["country", "source_country"]).alias("pair")
    rows = rows.select(pair, "dimension", *_RATES).unnest("pair")
    names = ["country", "source_country"]
    # A cell of several languages has a row of each in the estimates, or one of all of them.
    return carried(selection.rows).join(rows, on=names, how="left", maintain_order="left")


def matrix_part(snapshot: Snapshot, view: CountriesView, is_asked: bool = False) -> list[Child]:
    """Publishers' countries across sources' countries."""
    selection = snapshot.select(view.filters)
    title = html.H2(say("Whose words does each country’s press carry?"))
    counts = carried(selection.rows)
    credited = counts.drop_nulls("source_country")
    if not credited.height:
        sentence = say("No article credits a source with a country.")
        return [html.Section([title, html.P(sentence, className="nothing")], id="matrix")]
    known = snapshot.is_quick(view.filters) or snapshot.is_estimated(view.filters, _LEVEL, (view.measure,))
    if view.cell and not (is_asked or known):
        return pending("matrix", view.href(), say("Working out what is known of each cell …"))
    sources = credited.group_by("source_country").agg(pl.sum("articles"))
    columns = sources.sort("articles", "source_country", descending=[True, False])["source_country"].to_list()
    publishers = credited.group_by("country").agg(pl.sum("articles"))
    order = publishers.sort("articles", "country", descending=[True, False])["country"].to_list()
    choices = [
        (say("Articles"), view.href(cell=""), not view.cell),
        (
            measure_name(snapshot, view.measure).removeprefix("the ").capitalize(),
            view.href(cell="rate"),
            bool(view.cell),
        ),
    ]
    ways = html.Div(switch(say("What a cell shows"), choices), className="ways")
    make = _of_rates if view.cell else _of_counts
    table, note = make(snapshot, view, counts, order[:_PUBLISHERS], columns)
    if len(order) > _PUBLISHERS:
        further = len(order) - _PUBLISHERS
        note += " " + many("{n} country more is in the CSV.", "{n} countries more are in the CSV.", further)
    called = named({"aria-label": say("Publishers by sources")})
    pane = html.Div(table, className="scroll-x", tabIndex="0", role="region", **called)
    verb = ["report", "--by", _LEVEL, *(["--dimension", view.measure] if view.cell else [])]
    files = export_line("matrix", view.href(), command_for(verb, view.filters))
    return [html.Section([title, html.P(note, className="standfirst"), ways, pane, files], id="matrix")]


def _head(columns: list[str], further: list[str]) -> Component:
    cells = [html.Th(say("Publisher"), scope="col")]
    names = [*map(country_name, columns), *further]
    return html.Thead(html.Tr([*cells, *(html.Th(name, scope="col", className="num") for name in names)]))


def _named(code: str, view: CountriesView) -> Component:
    return html.Th(profile_link(country_name(code), view.filters, code, "country"), scope="row")


def _of_counts(
    _: Snapshot, view: CountriesView, counts: pl.DataFrame, order: list[str], columns: list[str]
) -> tuple[Component, str]:
    """How many articles each cell has, and the sentence above."""
    further = columns[_SOURCES:]
    cells = {(row[0], row[1]): (row[2], row[3]) for row in counts.iter_rows()}
    body = []
    for code in order:
        other = [cells[code, source] for source in further if (code, source) in cells]
        row = [cells.get((code, source)) for source in columns[:_SOURCES]]
        row += [(sum(n for n, _ in other), sum(part for _, part in other))] if further else []
        row += [cells.get((code, None))]
        body.append(html.Tr([_named(code, view), *map(_count, row)]))
    head = _head(columns[:_SOURCES], [*([say("Others")] if further else []), say("No source")])
    note = say(
        "Articles, and their share of all of that country’s: counted, so without an interval. The source is the agency "
        "or producer that an article credits; publisher and source are never added up."
    )
    return html.Table([head, html.Tbody(body)], className="matrix"), note


def _count(cell: tuple[int, float] | None) -> Component:
    if cell is None or not cell[0]:
        return html.Td("·", className="num none")
    number, share = cell
    shade = "up3" if share >= 25 else "up2" if share >= 5 else "up1" if share >= 1 else "h0"
    return html.Td([html.B(grouped(number)), html.Small(_percent(share))], className=f"num sure {shade}")


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return say("under 0.01 %")
    digits = 0 if share >= 10 else 1 if share >= 1 else 2
    return f"{share:.{digits}f} %"


def _of_rates(
    snapshot: Snapshot, view: CountriesView, _: pl.DataFrame, order: list[str], columns: list[str]
) -> tuple[Component, str]:
    """The measure in each cell, and the sentence above."""
    contrast = is_contrast(snapshot, view.measure)
    rows = doublings(carried_with_rates(snapshot, view), contrast=contrast).drop_nulls("status")
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows.to_dicts():
        cells.setdefault((row["country"], row["source_country"]), []).append(row)
    body = [
        html.Tr(
            [_named(code, view), *(_rate(cells.get((code, source), []), contrast) for source in columns[:_SOURCES])]
        )
        for code in order
    ]
    note = say(
        "Estimates with their 95 % intervals, and of how many articles: coloured by doublings from what is usual in "
        "their languages, faint where the interval holds the usual. A cell of one outlet, or of too few articles, is "
        "withheld."
    )
    return html.Table([_head(columns[:_SOURCES], []), html.Tbody(body)], className="matrix rates"), note


def _rate(rows: list[dict[str, Any]], contrast: bool) -> Component:
    """A cell: an estimate where there is one, else why not."""
    if not rows:
        return html.Td("·", className="num none")
    children: list[Child] = []
    for row in rows:
        children += [*figures(row, contrast=contrast), html.Small(count(row["articles"], "article"))]
    return html.Td(children, className=f"num {_shade(rows[0]) if len(rows) == 1 else 'h0'}")


def _shade(row: dict[str, Any]) -> str:
    """How far from the usual, and whether for sure."""
    if row["at"] is None or row["from"] is None:
        return "h0 none"
    steps = sum(abs(row["at"]) >= least for least in _SHADES)
    way = "up" if row["at"] > 0 else "down"
    sure = "sure" if row["from"] > 0 or row["to"] < 0 else "unsure"
    return f"{way}{steps} {sure}" if steps else f"h0 {sure}"
