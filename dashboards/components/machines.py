"""What other machines say of the outlets: a dot with its interval each, in the machine's own units."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, export_line, named, profile_link
from dashboards.components.scale import axis, dot, why_not
from dashboards.data import Snapshot
from dashboards.names import count, country_name, language_name, numeric
from dashboards.view import OutletsView
from dashboards.wording import say
from framing.figures.planes import country_classes
from framing.schemas import ESTIMATE
from framing.statistics.machines import machine_estimates
from framing.statistics.observations import observe
from framing.store.beside import MACHINES_FILE, MachineScores

__all__ = ["machines_of_outlets", "machines_section"]

#: Outlets of a machine that the page shows; the CSV has all.
_OUTLETS: Final = 12


def machines_of_outlets(snapshot: Snapshot, view: OutletsView, scores: MachineScores) -> pl.DataFrame:
    """ESTIMATE columns of the machines of a project, of the outlets that the filters leave."""
    scored, articles = snapshot.among(view.filters)
    if scores.table is None or not articles.join(scores.table, on="article_id", how="semi").height:
        return pl.DataFrame(schema=ESTIMATE)
    return machine_estimates(observe(scored, articles, snapshot.lexicon), scores.table, ("outlet",))


def machines_section(snapshot: Snapshot, view: OutletsView) -> Component | None:
    """The outlets by each machine, the highest first; None where the project has no table of machines."""
    scores = snapshot.answers.machines()
    head: list[Child] = [html.H2(say("Other machines"))]
    head += [html.P(problem, className="note") for problem in scores.problems]
    if scores.table is None:
        return html.Section(head, id="machines") if scores.problems else None
    about = say(
        "The mean of what each column of {file} says, copies and articles of one event counted once, with its 95 % "
        "interval. Nothing is drawn to what is usual, and a machine’s zero may mean nothing.",
        file=MACHINES_FILE,
    )
    head.append(html.P(about, className="standfirst"))
    rows = machines_of_outlets(snapshot, view, scores)
    if not rows.height:
        none = html.P(say("They say nothing of the articles that fit these filters."), className="nothing")
        return html.Section([*head, none], id="machines")
    tables = [
        _table(snapshot, view, str(name), own) for (name,), own in rows.group_by("dimension", maintain_order=True)
    ]
    return html.Section([*head, *tables, export_line("machines", view.href(), kinds=("csv",))], id="machines")


def _table(snapshot: Snapshot, view: OutletsView, name: str, rows: pl.DataFrame) -> Component:
    rows = rows.sort("estimate", descending=True, nulls_last=True, maintain_order=True)
    known = rows["estimate"].drop_nulls().to_list() or [0.0]
    middle, span = (max(known) + min(known)) / 2, (max(known) - min(known)) / 2 or 1.0
    ends = (_figure(middle - span), _figure(middle), _figure(middle + span))
    head: list[Child] = [
        html.Th(say("Outlet"), scope="col"),
        html.Th(axis(say("less"), say("more"), span, ends), scope="col", className="strip-cell"),
        html.Th([name, html.Small(say("95 % interval"))], scope="col", className="num"),
    ]
    colours = country_classes(snapshot.rows["country"])
    body = [
        _row(snapshot, view, row, colours.get(row["country"] or "", "c7"), (middle, span))
        for row in rows.head(_OUTLETS).iter_rows(named=True)
    ]
    more = rows.height - _OUTLETS
    rest = html.P(say("And {outlets} more; the CSV has them all.", outlets=count(more, "outlet")), className="note")
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="scale ranking")
    return html.Div([table, rest if more > 0 else None])


def _row(
    snapshot: Snapshot, view: OutletsView, row: dict[str, Any], colour: str, place: tuple[float, float]
) -> Component:
    outlet, (middle, span) = snapshot.outlet_name(row["key"]), place
    about = " · ".join(
        [
            country_name(row["country"]),
            language_name((row["language"] or "").split("+")[0]),
            count(row["articles"], "article"),
        ]
    )
    at, low, high = (None if row[end] is None else row[end] - middle for end in ("estimate", "low", "high"))
    said = [_figure(row[end]) for end in ("estimate", "low", "high")]
    label = say("{what} {value}, 95 % interval {low} to {high}", what=outlet, value=said[0], low=said[1], high=said[2])
    strip = dot(at, low, high, colour, outlet, span=span, nothing=why_not(row), label=label)
    value: list[Child] = [html.B(said[0], className="value")]
    if row["low"] is not None:
        value.append(html.Small(numeric(f"{said[1]} … {said[2]}")))
    profile = named({"aria-label": say("Profile of {outlet}", outlet=outlet)})
    small: list[Child] = [html.Span(className=f"swatch {colour}"), about, " · "]
    small.append(profile_link(say("Profile"), view.filters, row["key"], **profile))
    cells = [
        html.Th([outlet, html.Small(small)], scope="row"),
        html.Td(strip, className="strip-cell"),
        html.Td(value, className="num"),
    ]
    return html.Tr(cells, **named({"data-key": row["key"]}))


def _figure(value: float | None) -> str:
    return "–" if value is None else numeric(f"{value:.3g}".replace("-", "−"))
