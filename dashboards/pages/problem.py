"""Pages for when there is nothing to show: each says why, and what to do."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, view_link
from dashboards.feed import Problem, Reading
from dashboards.wording import later, many, say

__all__ = ["empty_page", "missing_page", "problem_page", "reading_page"]

_TITLES: Final = {
    "project.missing": later("There is no project here yet"),
    "project.newer": later("This project was made by a newer version"),
    "project.damaged": later("A file of this project is damaged"),
    "project.busy": later("This project is being written"),
}
#: Faults of an address.
_ASKED: Final = frozenset({"dashboard.date", "dashboard.filter", "dashboard.least"})
#: Commands beyond the hint that help.
_COMMANDS: Final = {
    "project.missing": ("framing init DIR", "framing add PATH", "framing dashboard DIR"),
    "project.newer": ("pip install --upgrade framing-toolkit",),
    "project.damaged": ("framing verify",),
}


def problem_page(problem: Problem) -> Component:
    """Why the project cannot be shown."""
    # Of an address that asks for what cannot be, the project is not to blame, and no wait will mend it.
    asked = problem.code in _ASKED
    title = later("This address cannot be shown") if asked else later("The project cannot be shown")
    parts: list[Child] = [html.H1(say(_TITLES.get(problem.code, title)))]
    place = f" ({problem.where})" if problem.where else ""
    parts.append(html.P(_sentence(f"{say(problem.what)}{place}"), className="standfirst"))
    if problem.hint:
        parts.append(html.P(_what_to_do(_sentence(say(problem.hint)))))
    if commands := _COMMANDS.get(problem.code):
        parts.append(html.Pre("\n".join(commands), dir="ltr"))
    goes_on = say("This page goes on by itself once that is done.")
    then = view_link(say("Go to the overview"), "/") if asked else goes_on
    parts.append(html.P([then, ". " if asked else " ", html.Code(problem.code)], className="note"))
    return html.Section(parts, className="problem", id="problem")


def reading_page(reading: Reading) -> Component:
    """That the project is being read, and for how long; the page follows by itself."""
    sentence = (
        many(
            "Its articles are being counted and put into stories for {n} second.",
            "Its articles are being counted and put into stories for {n} seconds.",
            reading.seconds,
        )
        if reading.seconds
        else say("Its articles are being counted and put into stories.")
    )
    return html.Section(
        [
            html.H1(say("Reading the project")),
            html.P(sentence, className="standfirst"),
            html.P(
                say(
                    "This takes longest after articles were added, a minute for some fifty thousand, and is kept for "
                    "the next time. The page follows by itself."
                ),
                className="note",
            ),
        ],
        className="problem",
        id="reading",
        role="status",
    )


def empty_page(name: str) -> Component:
    """A project without articles: the first run."""
    return html.Section(
        [
            html.H1(say("No articles yet")),
            html.P(say("The project “{name}” is ready and empty.", name=name), className="standfirst"),
            html.P(_what_to_do(say("add files or folders in a terminal."))),
            html.Pre("framing add PATH …", dir="ltr"),
            html.P(say("This page shows them as soon as they are scored."), className="note"),
        ],
        className="problem",
        id="problem",
    )


def missing_page(what: str) -> Component:
    """A link that leads nowhere."""
    return html.Section(
        [
            html.H1(say("Nothing under this address")),
            html.P(what, className="standfirst"),
            html.P(_what_to_do(view_link(say("go to the overview"), "/"), ".")),
        ],
        className="problem",
        id="problem",
    )


def _what_to_do(*parts: Child) -> list[Child]:
    return [html.B(say("What to do:")), " ", *parts]


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", ")", "।", "۔")) else ".")
