"""The Dash app: one shell, pages that its address decides, and a look at the project every two seconds."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from flask import Response, abort, jsonify, request

import framing
from dashboards.coding import CODE, add_coding
from dashboards.components.filters import CHOICES, answer
from dashboards.components.links import EXPORT, Child, named, view_link
from dashboards.components.static import still
from dashboards.data import Snapshot
from dashboards.feed import VERSION, Feed, Problem, Reading
from dashboards.filtering import NAMES, Filters
from dashboards.guard import Access, guard
from dashboards.languages import Shell, add_languages, language_links
from dashboards.page import File, Made
from dashboards.pages import PAGES
from dashboards.pages.problem import empty_page, missing_page, problem_page, reading_page
from dashboards.project import ProjectLike
from dashboards.verdicts import add_verdicts
from dashboards.view import ArticleView, OverviewView
from dashboards.wording import ENGLISH, later, say, sense, speaking, spliced, spoken

__all__ = ["create_app", "is_news"]

_LOG: Final = logging.getLogger(__name__)
_ASSETS: Final = Path(__file__).with_name("assets")
#: Milliseconds between two looks at whether a batch landed.
_POLL: Final = 2_000
#: Polls after which a page is told again what it does not show: its answer may have been lost on the way.
_LATE: Final = 30
#: Seconds that a page waits for a project that is being read, before it says so.
_PATIENCE: Final = 1.0

_INDEX: Final = """<!DOCTYPE html>
<html lang="{%language%}" dir="{%direction%}">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<script src="/assets/theme.js"></script>
{%css%}
</head>
<body>
<a class="skip" href="#page">{%skip%}</a>
<script type="application/json" id="messages">{%words%}</script>
{%app_entry%}
<noscript><p class="problem">{%no-scripts%}</p></noscript>
<div hidden>{%config%}{%scripts%}{%renderer%}</div>
</body>
</html>
"""


def create_app(
    opener: Callable[[], ProjectLike],
    *,
    lexicon: framing.Lexicon | None = None,
    access: Access | None = None,
    coders: Sequence[str] = (),
) -> Dash:
    """Make the dashboard of a project.

    Args:
        opener: opens the project; raises a ``FramingError`` where it cannot. Called until it succeeds.
        lexicon: the project's where none is given.
        access: who may read it; where nothing is said, those who ask for this machine by a name of its own.
        coders: who may code its articles and judge its hits; nobody where none is named, and then nothing is written.

    Returns:
        An app; ``app.server`` is its WSGI application.
    """
    feed = Feed(opener, lexicon)
    app = Shell(
        "dashboards",
        assets_folder=str(_ASSETS),
        assets_ignore=r"theme\.js|coding(-marks)?\.(js|css)",
        index_string=_INDEX,
        title="Framing",
        update_title="",
        suppress_callback_exceptions=True,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
            {"name": "referrer", "content": "no-referrer"},
            {"name": "color-scheme", "content": "light dark"},
        ],
    )
    add_languages(app)
    app.layout = partial(_shell, coders)
    _add_callbacks(app, feed, bool(coders))
    _add_choices(app, feed)
    _add_exports(app, feed)
    if coders:
        add_coding(app, opener, coders)
        add_verdicts(app, opener, coders)
    _harden(app)
    guard(app, access or Access())
    _add_status(app, feed)
    return app


def _shell(coders: Sequence[str]) -> Child:
    """What stands around every page."""
    skeleton = html.Div(
        [html.Div(className="bone wide"), html.Div(className="bone"), html.Div(className="bone tall")],
        className="skeleton",
        role="status",
        **named({"aria-label": say("Reading the project")}),
    )
    themes = {"system": say("Theme: system"), "light": say("Theme: light"), "dark": say("Theme: dark")}
    marks: list[Child] = [html.Span(label, className=f"when-{name}") for name, label in themes.items()]
    brand: list[Child] = [html.Span("Framing", className="brand"), html.Span("", id="project")]
    header = html.Header(
        html.Div(
            [
                view_link(brand, "/", "home", id="home"),
                html.Span("", id="status", role="status"),
                html.Nav(
                    _nav("", Filters(), bool(coders)), id="nav", className="nav", **named({"aria-label": say("Pages")})
                ),
                html.Nav(language_links("/"), id="languages", **named({"aria-label": say("Languages")})),
                html.Button(marks, id="theme", type="button", title=say("Switch between system, light and dark")),
            ],
            className="bar",
        ),
        className="masthead",
    )
    hidden: list[Child] = [
        dcc.Location(id="url", refresh=False),
        dcc.Interval(id="poll", interval=_POLL),
        dcc.Store(id="version"),
        dcc.Store(id="shown"),
        dcc.Store(id="effect"),
        dcc.Store(id="done"),
    ]
    # The page's script tells by these whether two addresses have the same filters, and who may judge hits.
    attributes = {"data-filters": " ".join(NAMES), **({"data-readers": json.dumps(list(coders))} if coders else {})}
    main = html.Main(skeleton, id="page", tabIndex="-1", **named(attributes))
    return html.Div([*hidden, header, main, html.Footer("", id="foot")])


def is_news(now: str, shown: str | None, told: str | None, polls: int) -> bool:
    """Whether a page is told that the project is another than it shows.

    It is then made anew, and one that is being made is dropped: a page that takes longer than from poll to poll would
    never come if it were told each time.

    Args:
        now: the state of the project.
        shown: that of the page; None before the first has come.
        told: the last that it was told.
        polls: how often it asked.

    Example:
        >>> is_news("version 3", "version 2", "version 2", 5), is_news("version 3", "version 2", "version 3", 6)
        (True, False)
    """
    if now == shown:
        return False
    return polls % _LATE == 0 or (shown is not None and now != told)


def _add_callbacks(app: Dash, feed: Feed, is_coded: bool) -> None:
    # The page says what it shows: a project that was read between two looks is another than the one being read.
    @app.callback(
        Output("version", "data"),
        Input("poll", "n_intervals"),
        State("shown", "data"),
        State("version", "data"),
        prevent_initial_call=True,
    )
    def poll(polls: int, shown: str | None, told: str | None) -> Any:
        now = feed.state()
        return now if is_news(now, shown, told, polls) else no_update

    @app.callback(
        Output("page", "children"),
        Output("foot", "children"),
        Output("project", "children"),
        Output("status", "children"),
        Output("nav", "children"),
        Output("languages", "children"),
        Output("home", "href"),
        Output("effect", "data"),
        Output("shown", "data"),
        Input("url", "pathname"),
        Input("url", "search"),
        Input("version", "data"),
        State("shown", "data"),
    )
    def show(path: str | None, search: str | None, _: str | None, shown: str | None) -> Any:
        look = feed.glance(_PATIENCE)
        made = _page(look, path or "/", search)
        name = look.name if isinstance(look, Snapshot) else ""
        # The page that takes the place of one that said to wait is no update.
        is_update = isinstance(look, Snapshot) and (shown or "").startswith(VERSION) and look.state != shown
        fresh = say("Updated just now") if is_update and ctx.triggered_id == "version" else ""
        effect = {"title": f"{made.title} – Framing" if made.title else "Framing", "focus": made.focus}
        filters = _kept_filters(search)
        nav, home = _nav(path or "/", filters, is_coded), OverviewView(filters=filters).href()
        languages = language_links(f"{path or '/'}{search or ''}")
        return still(made.content), still(_footer(look)), name, fresh, nav, languages, home, effect, look.state

    for name in sorted({name for page in PAGES for name in page.parts}):
        filled = app.callback(Output(f"part-{name}", "children"), Input(f"ask-{name}", "data"))
        filled(partial(_fill, feed, name))

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("framing", "settle"),
        Output("done", "data"),
        Input("effect", "data"),
        prevent_initial_call=True,
    )


def _fill(feed: Feed, name: str, asked: str | None) -> Any:
    """A part of a page."""
    look, (path, _, search) = feed.look(), (asked or "").partition("?")
    page = next((page for page in PAGES if page.stands_at(path)), None)
    if not isinstance(look, Snapshot) or page is None or name not in page.parts:
        return no_update
    try:
        return [still(child) for child in page.parts[name](look, path, search)]
    except framing.FramingError as error:
        _LOG.warning("%s", error)
        message = f"{say(error.what)}: {say(error.hint)}" if error.hint else say(error.what)
        return html.P(message, className="nothing", role="status")
    except Exception:
        _LOG.exception("a part of the page cannot be made")
        sentence = say("This part cannot be made; the terminal that serves this page has the details.")
        return html.P(sentence, className="nothing", role="status")


def _nav(path: str, filters: Filters, is_coded: bool) -> list[Child]:
    """The links to the pages, which keep the filters."""
    links: list[Child] = [
        view_link(say(page.name), page.href(filters), **named({"aria-current": "page"} if page.stands_at(path) else {}))
        for page in PAGES
        if page.name and page.href is not None
    ]
    return [*links, html.A(sense("verb, as a link: where people code texts", "Code"), href=CODE)] if is_coded else links


def _kept_filters(search: str | None) -> Filters:
    """The filters of an address; none where it has some that are none, of which the page tells."""
    try:
        return ArticleView.parse(search).filters
    except framing.FramingError:
        return Filters()


def _add_choices(app: Dash, feed: Feed) -> None:
    """What the fields of the filters ask for: a page holds the first choices only."""

    @app.server.get(CHOICES)  # type: ignore[untyped-decorator]
    def choices() -> Response:
        asked = request.args
        look = feed.look()
        choices_found = None
        try:
            if isinstance(look, Snapshot):
                choices_found = answer(look, asked.get("view", "/"), asked.get("name", ""), asked.get("q", "")[:200])
        except framing.FramingError as error:
            abort(Response(f"{error}\n", 400, mimetype="text/plain"))
        if choices_found is None:
            abort(Response("No such choices.\n", 404, mimetype="text/plain"))
        return jsonify(choices_found)


def _add_exports(app: Dash, feed: Feed) -> None:
    """Files of what a page shows."""

    @app.server.get(f"{EXPORT}<name>")  # type: ignore[untyped-decorator]
    def export(name: str) -> Response:
        look = feed.look()
        try:
            made = _file(look, name, request.args.get("view", "/")) if isinstance(look, Snapshot) else None
        except framing.FramingError as error:
            abort(Response(f"{error}\n", 400, mimetype="text/plain"))
        if made is None:
            abort(Response("No such file.\n", 404, mimetype="text/plain"))
        response = Response(made.content, mimetype=made.media_type)
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
        return response


def _file(snapshot: Snapshot, name: str, address: str) -> File | None:
    path, _, search = address.partition("?")
    page = next((page for page in PAGES if page.stands_at(path)), None)
    if page is None:
        return None
    # Programs read tables, by names that do not change with their reader; pictures are for people.
    with speaking(ENGLISH if name.endswith(".csv") else spoken()):
        return page.file(snapshot, name, path, search)


def _page(look: Snapshot | Problem | Reading, path: str, search: str | None) -> Made:
    """The page at an address."""
    try:
        return _page_at(look, path, search or "")
    except framing.FramingError as error:
        _LOG.warning("%s", error)
        problem = Problem(code=error.code, what=error.what, where=error.where, hint=error.hint)
    except Exception:
        _LOG.exception("the page cannot be made")
        hint = later("Go back, or clear the filters; the terminal that serves this page has the details.")
        problem = Problem(code="dashboard.page", what=later("this page cannot be made"), hint=hint)
    return Made(problem_page(problem), say("Problem"))


def _page_at(look: Snapshot | Problem | Reading, path: str, search: str) -> Made:
    if isinstance(look, Reading):
        return Made(reading_page(look), say("Reading"))
    if isinstance(look, Problem):
        return Made(problem_page(look), say("Problem"))
    page = next((page for page in PAGES if page.stands_at(path)), None)
    if page is None:
        return Made(missing_page(say("No page of the dashboard has this address.")), say("Not found"))
    if page.needs_articles and not look.rows.height:
        return Made(empty_page(look.name), say("Empty project"))
    return page.make(look, path, search) or Made(missing_page(say(page.missing)), say("Not found"))


def _footer(look: Snapshot | Problem | Reading) -> Child:
    """Which lexicon and which version made the numbers."""
    parts: list[Child] = [html.Span(f"framing {framing.__version__}")]
    if isinstance(look, Snapshot):
        book, mine = look.lexicon.codebook, look.lexicon.fingerprint
        parts = [
            html.Span(say("Lexicon {version}", version=book.version)),
            html.Span(spliced("fingerprint {hash}", hash=html.Code(mine[:12], title=mine))),
            html.Span(say("licence {name}", name=book.licence)),
            *parts,
        ]
    parts.append(html.Span(say("Rates per 1,000 words; intervals hold 95 %")))
    return html.Div(parts, className="bar")


def _harden(app: Dash) -> None:
    """Nothing leaves the machine, and nothing from elsewhere comes in."""
    # An id such as https://… holds two slashes; merging them would lead to another article.
    app.server.url_map.merge_slashes = False
    policy = "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {' '.join(app.csp_hashes())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )

    @app.server.after_request  # type: ignore[untyped-decorator]
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def _add_status(app: Dash, feed: Feed) -> None:
    """Dash serves its shell at any address; where no page stands, it comes with the status that says so."""

    @app.server.after_request  # type: ignore[untyped-decorator]
    def tell_missing(response: Response) -> Response:
        rule = request.url_rule
        if response.status_code == 200 and rule is not None and rule.rule == "/<path:path>":
            look = feed.glance(0)
            page = next((page for page in PAGES if page.stands_at(request.path)), None)
            if page is None or (isinstance(look, Snapshot) and not page.has(look, request.path)):
                response.status_code = 404
        return response
