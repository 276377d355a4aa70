"""The bar of filters, its fields, and what is said of what they leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeAlias, cast

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, toggle, view_link
from dashboards.data import Snapshot
from dashboards.filtering import COUNTED, LISTS, Filters, described, left_by
from dashboards.names import (
    SECTION_SAID,
    SECTIONS,
    VOICE_SAID,
    VOICES,
    count,
    genre_name,
    language_name,
    section_name,
    topic_name,
    voice_name,
    when,
)
from dashboards.plainview import PLAIN, PlainView
from dashboards.selection import Selection
from dashboards.sides import level_of
from dashboards.view import COMPARE, OUTLETS, CompareView, FilteredView, OutletsView, OverviewView, SidedView
from dashboards.wording import grouped, later, many, say, sense

__all__ = [
    "CHOICES",
    "answer",
    "chooser",
    "day_chooser",
    "field",
    "filter_bar",
    "left_out",
    "nothing_left",
    "panel_details",
]


#: Choices that a panel shows at once, those that are on apart.
_SHOWN: Final = 6
#: Choices that a field finds.
_FOUND: Final = 12
#: Where the field of a panel asks for others.
CHOICES: Final = "/choices"

_View: TypeAlias = OverviewView | OutletsView | CompareView | PlainView

#: What is compared, and what it is compared with.
_SIDES: Final[dict[str, str]] = {"a": "A", "b": "B"}
_MANY: Final = {
    "language": later("Search {n} languages"), "country": later("Search {n} countries"),
    "outlet": later("Search {n} outlets"), "genre": later("Search {n} genres"), "topic": later("Search {n} topics"),
}  # fmt: skip
#: Filters of several values.
_SEVERAL: Final = LISTS | COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """One choice of a panel.

    Attributes:
        key: what it stands for.
        text: what it is called.
        detail: what stands beside it.
        link: gives the view that it leads to; of a thousand outlets ten are shown.
        on: whether it is chosen.
    """

    key: str
    text: str
    detail: str
    link: Callable[[], str]
    on: bool


def filter_bar(snapshot: Snapshot, view: FilteredView) -> Component:
    """The filters over all articles of the project.

    Args:
        snapshot: the project.
        view: which filters are on.
    """
    parts: list[Child] = [_filter(snapshot, view, name) for name in LISTS]
    parts += [_dates_panel(snapshot, view), _about_panel(view), _least_panel(snapshot, view)]
    # What chooses articles stands apart from what chooses the words in them.
    parts += [html.Span(say("Words:"), className="bar-label"), *(_filter(snapshot, view, name) for name in COUNTED)]
    if view.filters:
        parts.append(view_link(say("Clear filters"), view.href(filters=Filters()), "clear"))
    return html.Div(parts, className="filters", role="group", **named({"aria-label": say("Filters")}))


def chooser(snapshot: Snapshot, view: SidedView, side: str) -> Component:
    """A choice of one key: ``a``, which is compared, or ``b``, with which it is."""
    sides, level = view.sides, view.sides.level
    chosen = getattr(sides, side)
    none = say("choose") if side == "a" else say(level.rest)
    value = _key_name(snapshot, sides.by)(chosen) if chosen else none
    return _panel(f"choose-{side}", side, _SIDES[side], value, _choices(snapshot, view, side), view, on=bool(chosen))


def day_chooser(snapshot: Snapshot, view: SidedView) -> Component:
    """The day before which articles stand on side A."""
    chosen = view.sides.before
    dates = snapshot.select(view.filters).rows["published"].drop_nulls()
    parts: list[Child] = [field("before", chosen, say("B begins"), "date", say("2026-02-05 or 2026-02"))]
    if len(dates):
        hint = _dated(dates)
        starts = dates.dt.strftime("%Y").unique().sort()[1:].tail(_STARTS).to_list()
        items = [html.Li(view_link(html.Span(start, className="name"), view.href(before=start))) for start in starts]
        parts += [html.P(hint, className="note"), html.Ul(items)]
    return panel_details(
        "choose-before", say("B begins"), chosen or say("choose a day"), parts, on=bool(chosen), kind="ask"
    )


def answer(snapshot: Snapshot, address: str, name: str, wanted: str) -> list[dict[str, Any]] | None:
    """The choices of a panel that have a word in their name, for the field that asks for them.

    Args:
        snapshot: the project.
        address: path and query of the page that asks.
        name: of the panel: a filter, or ``a`` or ``b``.
        wanted: part of a name, in whatever case; empty for those with the most articles.

    Returns:
        Text, detail, link, key and whether it is on, of each; None where there is no such panel.
    """
    path, _, search = address.partition("?")
    kinds: dict[str, type[_View]] = {OUTLETS: OutletsView, COMPARE: CompareView, **PLAIN}
    view: _View = kinds.get(path, OverviewView).parse(search)
    is_sided = isinstance(view, OutletsView | CompareView) and view.sides.level.column in snapshot.rows.columns
    if name not in _SEVERAL and (name not in _SIDES or not is_sided):
        return None
    part = wanted.strip().casefold()
    choices = _choices(snapshot, view, name)
    fitting = [choice for choice in choices if part in choice.text.casefold() or part in choice.key.casefold()]
    return [
        {"text": choice.text, "detail": choice.detail, "href": choice.link(), "on": choice.on, "key": choice.key}
        for choice in _first(fitting if part else choices, _FOUND)
    ]


def _choices(snapshot: Snapshot, view: FilteredView, name: str) -> list[_Choice]:
    """All choices of a panel: those that are on, then by their number of articles."""
    if name in COUNTED:
        return _kinds(snapshot, view, name)
    if name in LISTS:
        on: tuple[str, ...] = getattr(view.filters, name)
        call = _key_name(snapshot, name)
        counts = snapshot.sizes(name).iter_rows()
        made = [(number, key, call(key), grouped(number), partial(view.toggled, name, key)) for key, number in counts]
    else:
        sided = cast("SidedView", view)
        on = (getattr(sided.sides, name),)
        made = list(_keys(snapshot, sided, name))
    made.sort(key=lambda row: (row[1] not in on, -row[0], row[2], row[1]))
    return [_Choice(key=key, text=text, detail=detail, link=link, on=key in on) for _, key, text, detail, link in made]


def _kinds(snapshot: Snapshot, view: FilteredView, name: str) -> list[_Choice]:
    """The voices, sections or families, in their own order."""
    book = snapshot.lexicon.codebook
    sizes = Counter(dimension.family for dimension in book.dimensions.values())
    kinds = {
        "voices": {key: (voice_name(key).capitalize(), say(words)) for key, words in VOICE_SAID.items()},
        "sections": {key: (section_name(key).capitalize(), say(words)) for key, words in SECTION_SAID.items()},
        "family": {key: (say(label), count(sizes[key], "dimension")) for key, label in book.families.items()},
    }[name]
    on: tuple[str, ...] = getattr(view.filters, name)
    return [
        _Choice(key=key, text=text, detail=detail, link=partial(view.toggled, name, key), on=key in on)
        for key, (text, detail) in kinds.items()
    ]


def _keys(snapshot: Snapshot, view: SidedView, side: str) -> Iterable[tuple[int, str, str, str, partial[str]]]:
    level, call = view.sides.level, _key_name(snapshot, view.sides.by)
    selection = snapshot.select(view.filters)
    keyed = snapshot.keyed(view.filters, view.sides)
    sizes = selection.sizes if level.column == "outlet" else keyed.group_by(level.column, "language").len()
    counts = (
        sizes.drop_nulls(level.column).sort("len", "language")
        .group_by(level.column, maintain_order=True).agg(pl.last("language"), pl.sum("len"))
    )  # fmt: skip
    if side == "b":
        yield selection.rows.height + 1, "", say(level.rest), "", partial(view.href, b="", measure="")
    for key, code, number in counts.iter_rows():
        changed: dict[str, Any] = {side: key, "measure": ""}
        detail = language_name(code) if view.sides.by == "outlet" else grouped(number)
        yield number, key, call(key), detail, partial(view.href, **changed)


def _key_name(snapshot: Snapshot, name: str) -> Callable[[str], str]:
    """How the keys of a filter or level are called."""
    if name == "outlet":
        return snapshot.outlet_name
    called: dict[str, Callable[[str], str]] = {"language": language_name, "genre": genre_name, "topic": topic_name}
    if name in called:
        return called[name]
    if name in COUNTED:
        families = snapshot.lexicon.codebook.families
        own = {**VOICES, **SECTIONS}
        return lambda key: say(families[key]) if key in families else say(own.get(key, key)).capitalize()
    level = level_of(name)
    return level.named if level is not None and level.named is not None else str


def _first(choices: list[_Choice], most: int = _SHOWN) -> list[_Choice]:
    on = sum(choice.on for choice in choices)
    return choices[: on + most]


def _filter(snapshot: Snapshot, view: FilteredView, name: str) -> Component:
    call = _key_name(snapshot, name)
    on: tuple[str, ...] = getattr(view.filters, name)
    every = sense("of a filter: everything passes", "all")
    value = every if not on else call(on[0]) if len(on) == 1 else many("{n} chosen", "{n} chosen", len(on))
    choices = _choices(snapshot, view, name)
    return _panel(f"filter-{name}", name, say(_SEVERAL[name]), value, choices, view, on=bool(on))


def _panel(
    identity: str,
    name: str,
    label: str,
    chosen_text: str,
    choices: list[_Choice],
    view: FilteredView,
    *,
    on: bool,
) -> Component:
    """A button with what is chosen, and under it the choices."""
    shown = _first(choices)
    parts: list[Child] = []
    if len(choices) > len(shown):
        hint = say(_MANY[name] if name in LISTS else cast("SidedView", view).sides.level.many, n=len(choices))
        field = {"placeholder": hint, "ask": CHOICES, "name": name, "view": view.href()}
        parts = [html.Div(className="search-slot", **named({f"data-{key}": value for key, value in field.items()}))]
    parts.append(html.Ul([html.Li(_item(choice, name, several=name in _SEVERAL)) for choice in shown]))
    return panel_details(identity, label, chosen_text, parts, on=on, kind="")


def _item(choice: _Choice, name: str, *, several: bool) -> Component:
    words: list[Child] = [html.Span(choice.text, className="name"), html.Span(choice.detail, className="n")]
    # What the focus finds the choice by, once it is on and its link is another.
    same = {"data-focus": f"{name} {choice.key}"}
    if several:
        tick = html.Span(className="tick")
        return toggle([tick, *words], choice.link(), on=choice.on, role="checkbox", **named(same))
    return view_link(words, choice.link(), "", **named(same | ({"aria-current": "true"} if choice.on else {})))


#: Years that are offered as the beginning of side B.
_STARTS: Final = 6
#: Numbers of articles that are offered; five is what an outlet needs for an estimate at large.
_LEAST: Final = (5, 20, 100)


def panel_details(identity: str, label: str, value: Child, parts: Sequence[Child], *, on: bool, kind: str) -> Component:
    """A button with what is chosen, and under it a panel."""
    return html.Details(
        [
            html.Summary([html.Span(f"{label} ", className="label"), html.Bdi(value, className="value")]),
            html.Div(list(parts), className=f"panel {kind}".strip()),
        ],
        className="filter on" if on else "filter",
        id=identity,
    )


def field(name: str, value: str, label: str, kind: str, hint: str = "") -> Component:
    """Where the page's script makes a field; what is typed there becomes part of the address."""
    attributes = {"name": name, "value": value, "label": label, "kind": kind, "hint": hint}
    return html.Div(className="ask-slot", **named({f"data-{key}": text for key, text in attributes.items()}))


def _about_panel(view: FilteredView) -> Component:
    """What the articles name: there are too many names to choose from."""
    asked = view.filters.about
    hint = say(
        "An actor such as Kashmir or NATO, found in every language; or names apart by | such as monsoon|मानसून|مون سون."
    )
    every = view_link(say("All articles"), view.href(filters=replace(view.filters, about=""))) if asked else None
    parts = [field("about", asked, say("Only articles that name this"), "text"), html.P(hint, className="note"), every]
    return panel_details(
        "filter-about", say("About"), asked or sense("of a filter", "anything"), parts, on=bool(asked), kind="ask"
    )


def _dates_panel(snapshot: Snapshot, view: FilteredView) -> Component:
    """The first and the last day, month or year."""
    since, until = view.filters.since, view.filters.until
    both = say("{since} to {until}", since=since, until=until)
    value = (
        both if since and until else say("from {since}", since=since) if since else say("until {until}", until=until)
    )
    dates = snapshot.rows["published"]
    hint = say("No article of this project has a date.")
    if len(dates) > dates.null_count():
        hint = _dated(dates)
        if dates.null_count():
            left = many(
                "A range leaves out the {n} article without a date.",
                "A range leaves out the {n} articles without a date.",
                dates.null_count(),
            )
            hint = f"{hint} {left}"
    every = view_link(say("Any date"), view.href(filters=replace(view.filters, since="", until="")))
    parts: list[Child] = [
        field("since", since, say("From"), "date", say("2026-02-05 or 2026-02")),
        field("until", until, say("Until"), "date", say("2026-02-05 or 2026-02")),
        html.P(hint, className="note"),
        every if since or until else None,
    ]
    on = bool(since or until)
    return panel_details(
        "filter-dates", say("Dates"), value if on else sense("of dates", "any"), parts, on=on, kind="ask"
    )


def _dated(dates: pl.Series) -> str:
    ends: dict[str, Any] = {"first": dates.min(), "last": dates.max()}
    return say("Dated articles run from {first} to {last}.", **{name: when(end) for name, end in ends.items()})


def _least_panel(snapshot: Snapshot, view: FilteredView) -> Component:
    """The least number of articles that an outlet has."""
    now = view.filters.least if view.filters.least > 1 else 0
    sizes = snapshot.sizes("outlet")["count"]
    items: list[Child] = [_size(sense("of numbers", "any"), count(len(sizes), "outlet"), view, 0, now)]
    items += [
        _size(say("{n} or more", n=least), count(int((sizes >= least).sum()), "outlet"), view, least, now)
        for least in _LEAST
    ]
    parts: list[Child] = [
        field("least", str(now or ""), say("At least so many articles"), "number", say("such as 50")),
        html.Ul(items),
    ]
    value = say("{n} or more", n=now) if now else say("any number")
    return panel_details("filter-least", say("Articles per outlet"), value, parts, on=bool(now), kind="ask")


def _size(text: str, detail: str, view: FilteredView, least: int, now: int) -> Component:
    words: list[Child] = [html.Span(text, className="name"), html.Span(detail, className="n")]
    current: dict[str, str] = {"aria-current": "true"} if least == now else {}
    return html.Li(view_link(words, view.href(filters=replace(view.filters, least=least)), "", **named(current)))


def left_out(selection: Selection) -> Component | None:
    """How many articles have no date to be in a range with, and how many no outlet to be put down to."""
    sentences = []
    if undated := selection.undated:
        sentences.append(
            many(
                "{n} undated article left out: a range of dates holds only what has a date.",
                "{n} undated articles left out: a range of dates holds only what has a date.",
                undated,
            )
        )
    articles, files = selection.nameless
    if articles:
        sentences.append(
            many(
                "{n} article in {files} names no outlet: counted by language and country, and not among the outlets.",
                "{n} articles in {files} name no outlet: counted by language and country, and not among the outlets.",
                articles,
                files=count(files, "file"),
            )
        )
    return html.P(" ".join(sentences), className="note left-out", role="status") if sentences else None


def nothing_left(snapshot: Snapshot, selection: Selection, view: FilteredView) -> Component:
    """Which filter left nothing, how much each one leaves, and a link without each."""
    steps = left_by(view.filters, selection.steps, snapshot.rows.height, snapshot.outlet_name)
    funnel: list[Child] = [html.Li(step) for step in steps]
    without: list[Child] = [
        html.Li(view_link(say("Without “{filter}”", filter=filter_text), view.href(filters=fewer)))
        for filter_text, fewer in described(view.filters, snapshot.outlet_name)
    ]
    clear = view_link(say("Clear the filters"), view.href(filters=Filters()))
    return html.Section(
        [
            html.H2(say("What each filter leaves")),
            html.Ol(funnel, className="funnel"),
            html.Ul([*(without if len(without) > 1 else []), html.Li(clear)], className="ways-out"),
        ],
        className="empty-note",
    )
