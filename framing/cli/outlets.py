"""``framing outlets``: the outlets that are known, those of a project that are not, and spellings that may be one.

Spellings that may be one outlet: what ``framing outlets --merge`` proposes, writes and takes back.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import data, json_line, message, print_table
from framing.errors import UsageError
from framing.ingest.article.names import is_address
from framing.ingest.article.outlets import COLUMNS, Outlet, load_outlets
from framing.ingest.article.sites import COUNTRIES
from framing.ingest.article.spellings import Proposal
from framing.lexicon.lexicon import default_lexicon
from framing.naming import country_of, language_of
from framing.phrases import counted
from framing.projects import merge_outlets, outlet_spellings, unmerge_outlet
from framing.render.escaping import safe_cell
from framing.store.layout import MARKER
from framing.store.outlets import spelt_outlets, unlisted_outlets
from framing.store.project import Project, open_project

__all__ = ["merge", "outlets", "unmerge"]


#: Outlets that are named of those that are one already.
_EXAMPLES: Final = 3


def merge(
    project: Project,
    search: str | None,
    into: str | None,
    country: str | None,
    language: str | None,
    *,
    is_applied: bool,
    as_json: bool,
) -> int:
    """Show spellings that may be one outlet, and with ``is_applied`` have the project read so."""
    if into is None:
        proposals = _proposed(project, (search or "").casefold(), country, language)
    else:
        proposals = [_stated(project, search, into)]
    if as_json:
        for one in proposals:
            click.echo(json_line(_as_json(one)))
    elif proposals:
        _print(proposals)
    if into is None:
        _say_joined(project)
    if not proposals:
        message("no spellings look like one outlet; name them: --merge NAME --into OUTLET")
    elif is_applied:
        _apply(project, proposals)
    else:
        message(
            "nothing is merged yet: --apply writes them into outlets.csv; SEARCH, as in --merge NAME, takes some only"
        )
    return DONE


def unmerge(project: Project, name: str) -> int:
    """Take a spelling out of the project's file again."""
    before = len(spelt_outlets(project))
    outlet = unmerge_outlet(project, name)
    if outlet is None:
        what = f"outlets.csv has no spelling '{name}'"
        raise UsageError(
            "outlets.spelling", what, str(project.folder), "look for it in the file, under names and domains"
        )
    message(f"'{name}' is no spelling of {outlet} any more; {_moved(before, project)}")
    return DONE


def _proposed(project: Project, asked: str, country: str | None, language: str | None) -> list[Proposal]:
    """The spellings that may be one outlet, of those that are asked for."""
    return [
        one
        for one in outlet_spellings(project)
        if any(asked in text.casefold() for text in (one.spelling.outlet, one.spelling.name, one.into, one.name))
        and (country is None or country in one.spelling.countries)
        and (language is None or language in one.spelling.languages)
    ]


def _say_joined(project: Project) -> None:
    """Say which outlets in no list have several spellings that need no merging."""
    known = project.outlets().known
    joined = [one for one in spelt_outlets(project) if one.outlet not in known and len(one.spellings) > 1]
    if joined:
        examples = "; ".join(" = ".join(sorted(one.spellings)) for one in joined[:_EXAMPLES])
        message(
            f"one already, since nothing but case, spaces, hyphens or punctuation differs: "
            f"{counted(len(joined), 'outlets')} in no list ({examples}{'; …' if len(joined) > _EXAMPLES else ''})"
        )


def _stated(project: Project, search: str | None, into: str) -> Proposal:
    """What the user says is one outlet."""
    outlets = project.outlets()
    by_outlet = {one.outlet: one for one in spelt_outlets(project)}
    if search is None:
        raise UsageError("outlets.usage", "--into wants a spelling", "", "write --merge NAME --into OUTLET")
    spelling, target = (_one(project, text, all_known=known) for text, known in ((search, False), (into, True)))
    if spelling in outlets.known or spelling == target:
        what = f"'{search}' is listed" if spelling in outlets.known else f"'{search}' is that outlet already"
        raise UsageError(
            "outlets.merge", what, "", "name an outlet that is in no list; 'framing amend' corrects articles"
        )
    articles = by_outlet[target].articles if target in by_outlet else 0
    return Proposal(
        spelling=by_outlet[spelling], into=target, name=outlets.name(target), articles=articles, why="you say so"
    )


def _one(project: Project, text: str, *, all_known: bool) -> str:
    """The outlet that a text means, of those that articles have, and of all listed ones where they may be meant."""
    outlets = project.outlets()
    matching = outlets.meant(text) or (outlets.meant(text, outlets.known) if all_known else ())
    if len(matching) != 1:
        what = f"'{text}' may be {' or '.join(matching)}" if matching else f"no article has the outlet '{text}'"
        raise UsageError(
            "outlets.merge", what, str(project.folder), "give an id, as 'framing outlets --unknown' shows it"
        )
    return matching[0]


def _apply(project: Project, proposals: list[Proposal]) -> None:
    before = len(spelt_outlets(project))
    written = merge_outlets(project, proposals)
    message(
        f"wrote {counted(written, 'spellings')} into {project.folder / 'outlets.csv'}; {_moved(before, project)}; "
        "--unmerge NAME takes one back"
    )


def _moved(before: int, project: Project) -> str:
    return f"{counted(before, 'outlets')} are read as {len(spelt_outlets(project))} now"


def _as_json(one: Proposal) -> dict[str, Any]:
    return {
        "outlet_id": one.spelling.outlet,
        "name": one.spelling.name,
        "articles": one.spelling.articles,
        "countries": sorted(one.spelling.countries),
        "languages": sorted(one.spelling.languages),
        "into": one.into,
        "into_name": one.name,
        "into_articles": one.articles,
        "why": one.why,
    }


def _print(proposals: list[Proposal]) -> None:
    columns = [("spelling", "left"), ("articles", "right"), ("may be", "left"), ("id", "left"), ("articles", "right")]
    columns += [("country", "left"), ("language", "left"), ("since", "left")]
    cells = (
        [one.spelling.name, str(one.spelling.articles), one.name, one.into, str(one.articles)]
        + [", ".join(sorted(values)) or "–" for values in (one.spelling.countries, one.spelling.languages)]
        + [one.why]
        for one in proposals
    )
    print_table(f"{counted(len(proposals), 'spellings')} that may be another outlet", columns, cells)


#: Code points of an example that are shown.
_SHOWN: Final = 50


@command()
@click.argument("search", required=False)
@PROJECT
@click.option("--unknown", is_flag=True, help="Only a project's outlets that are in no list, and why: for review.")
@click.option("--merge", "with_merge", is_flag=True, help="Spellings in a project that may be one outlet.")
@click.option("--apply", "is_applied", is_flag=True, help="With --merge: write them into the project's outlets.csv.")
@click.option("--into", metavar="OUTLET", help="With --merge: SEARCH is a spelling of this outlet.")
@click.option("--unmerge", "spelling", metavar="NAME", help="Take a spelling out of the project's outlets.csv again.")
@click.option("--country", help="Only outlets of this country (code or name).")
@click.option("--language", help="Only outlets in this language (code or name).")
@click.option("--kind", help="Only outlets of this kind, such as 'state media'.")
@click.option(
    "--csv", "as_csv", is_flag=True, help="Rows for an outlets.csv: complete them and save them in the project."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an outlet.")
def outlets(
    search: str | None,
    folder: Path,
    unknown: bool,
    with_merge: bool,
    is_applied: bool,
    into: str | None,
    spelling: str | None,
    country: str | None,
    language: str | None,
    kind: str | None,
    as_csv: bool,
    as_json: bool,
) -> int:
    r"""List the outlets that are known, or with --unknown those of a project that are not.

    SEARCH finds outlets by a part of an id, a name in any script, or a domain. A project's own outlets.csv (columns as
    in the list that comes with the toolkit) adds outlets and wins over that list.

    \b
    framing outlets bbc
    framing outlets --unknown --project news
    framing outlets --merge --project news            what may be one outlet; nothing changes
    framing outlets --merge jagran --apply            of that, what has to do with "jagran"
    framing outlets --merge "Sample Post" --into dawn --apply
    framing outlets --unmerge "Sample Post"
    """
    _check(unknown, with_merge, is_applied, into, spelling, as_csv, as_json)
    country = _code(country)
    language = None if language is None else language_of(language)
    if spelling is not None:
        return unmerge(open_project(folder), spelling)
    if with_merge:
        return merge(open_project(folder), search, into, country, language, is_applied=is_applied, as_json=as_json)
    rows = _unknown(folder, search, country, language) if unknown else _known(folder, search, country, language, kind)
    if as_json:
        for row in rows:
            click.echo(json_line(row))
    elif as_csv:
        data(_csv(rows))
    elif not rows:
        message("no outlet is unknown" if unknown else "no such outlet is known")
    elif unknown:
        _print_unknown(rows)
    else:
        _print_known(rows)
    return DONE


def _check(
    unknown: bool, with_merge: bool, is_applied: bool, into: str | None, spelling: str | None, *forms: bool
) -> None:
    """Refuse options that do not go together."""
    if all(forms):
        raise UsageError("outlets.usage", "--csv and --json are two forms", "", "give one of them")
    if unknown + with_merge + (spelling is not None) > 1:
        raise UsageError("outlets.usage", "--unknown, --merge and --unmerge are three things", "", "give one of them")
    if not with_merge and (is_applied or into is not None):
        raise UsageError("outlets.usage", "--apply and --into belong to --merge", "", "add --merge")
    if forms[0] and (with_merge or spelling is not None):
        raise UsageError("outlets.usage", "--csv writes rows of outlets", "", "use --json, or --apply")


def _code(country: str | None) -> str | None:
    """The code of a country that is asked for by its code or its name."""
    if country is None or country.upper() in COUNTRIES:
        return country and country.upper()
    if (code := country_of(country, default_lexicon())) is None:
        raise UsageError(
            "outlets.country", f"'{country}' is no country", "", "use a code or a name, such as IN or India"
        )
    return code


def _known(
    folder: Path, search: str | None, country: str | None, language: str | None, kind: str | None
) -> list[dict[str, Any]]:
    project = folder if (folder / MARKER).is_file() else None
    asked = ((country, "country"), (kind, "kind"))
    rows = []
    for outlet in load_outlets(project=project).known.values():
        if any(value and getattr(outlet, name) != value for value, name in asked):
            continue
        if language and language not in outlet.languages:
            continue
        if search is None or any(search.casefold() in text.casefold() for text in _texts(outlet)):
            rows.append(_json_of(outlet))
    return sorted(rows, key=lambda row: str(row["outlet_id"]))


def _json_of(outlet: Outlet) -> dict[str, Any]:
    """An outlet as JSON: its main language, as ever, and all of them."""
    columns = {name: getattr(outlet, name) for name in (*COLUMNS, "languages")}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in columns.items()}


def _texts(outlet: Outlet) -> tuple[str, ...]:
    return (outlet.outlet_id, outlet.name, *outlet.names, *outlet.domains)


def _print_known(rows: list[dict[str, Any]]) -> None:
    columns = ("outlet", "name", "country", "language", "kind", "owner", "domains")
    cells = (
        [str(row[name] or "–") for name in ("outlet_id", "name", "country")]
        + [", ".join(row["languages"]) or "–"]
        + [str(row[name] or "–") for name in ("kind", "owner_class")]
        + [", ".join(row["domains"]) or "–"]
        for row in rows
    )
    print_table(counted(len(rows), "outlets"), [(name, "left") for name in columns], cells)


def _unknown(folder: Path, search: str | None, country: str | None, language: str | None) -> list[dict[str, Any]]:
    rows = unlisted_outlets(open_project(folder))
    asked = (search or "").casefold()
    return [
        row
        for row in rows
        if any(asked in text.casefold() for text in (row["outlet_id"], row["name"], *row["spellings"]))
        and (country is None or country in row["countries"])
        and (language is None or language in row["languages"])
    ]


def _print_unknown(rows: list[dict[str, Any]]) -> None:
    columns = [("outlet", "left"), ("id", "left"), ("articles", "right"), ("country", "left"), ("language", "left")]
    with_why = any(row["reason"] for row in rows)
    columns += [("since", "left")] if with_why else []
    cells = (
        [row["name"], row["outlet_id"] if row["named"] else "–", str(row["articles"])]
        + [", ".join(row["countries"]) or "–", ", ".join(row["languages"]) or "–"]
        + ([row["reason"]] if with_why else [])
        + [(row["urls"] or row["titles"] or [row["origins"][0].rsplit("/", 1)[-1]])[0][:_SHOWN]]
        for row in rows
    )
    named = sum(row["named"] for row in rows)
    silent = counted(len(rows) - named, "files without a name of one", "file without a name of one")
    kinds = [counted(named, "outlets")] * bool(named) + [silent] * (named < len(rows))
    print_table(f"{' and '.join(kinds)} to review", [*columns, ("for example", "left")], cells)
    message(
        "name them in the project's outlets.csv (--csv prints the rows); keep the id, so that it is theirs already;"
        " --merge proposes spellings that are one; 'framing amend' corrects single articles"
    )


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    for row in rows:
        if row.get("named", True):
            cells = _suggested(row) if "named" in row else _joined(row)
            writer.writerow({name: safe_cell(cell) for name in COLUMNS if isinstance(cell := cells.get(name), str)})
    return out.getvalue()


def _joined(row: dict[str, Any]) -> dict[str, Any]:
    row = {**row, "language": row["languages"]}
    return {name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()}


def _suggested(row: dict[str, Any]) -> dict[str, str]:
    """What is known of an unknown outlet; the rest is for the researcher to fill in."""
    only = {name: row[f"{plural}"] for name, plural in (("country", "countries"), ("language", "languages"))}
    return {
        "outlet_id": row["outlet_id"],
        "name": row["name"] if row["spellings"] else "",
        **{name: values[0] if len(values) == 1 and values[0] != "und" else "" for name, values in only.items()},
        "domains": row["outlet_id"] if is_address(row["outlet_id"]) else "",
    }
