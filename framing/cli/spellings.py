"""Spellings that may be one outlet: what ``framing outlets --merge`` proposes, writes and takes back."""

from __future__ import annotations

from typing import Any, Final

import click

from framing.cli.main import DONE
from framing.cli.output import json_line, message, print_table
from framing.counting import counted
from framing.errors import UsageError
from framing.ingest.spellings import Proposal, propose
from framing.store.aliases import add_aliases, remove_alias
from framing.store.project import Project
from framing.store.unlisted import spelt_outlets

__all__ = ["merge", "unmerge"]

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
    outlets, found = project.outlets(), spelt_outlets(project)
    if into is None:
        asked = (search or "").casefold()
        proposals = [
            one
            for one in propose(found, outlets)
            if any(asked in text.casefold() for text in (one.spelling.outlet, one.spelling.name, one.into, one.name))
            and (country is None or country in one.spelling.countries)
            and (language is None or language in one.spelling.languages)
        ]
    else:
        proposals = [_told(project, search, into)]
    if as_json:
        for one in proposals:
            click.echo(json_line(_as_json(one)))
    elif proposals:
        _print(proposals)
    joined = [one for one in found if one.outlet not in outlets.known and len(one.spellings) > 1]
    if joined and into is None:
        examples = "; ".join(" = ".join(sorted(one.spellings)) for one in joined[:_EXAMPLES])
        message(
            f"one already, since nothing but case, spaces, hyphens or punctuation differs: "
            f"{counted(len(joined), 'outlets')} in no list ({examples}{'; …' if len(joined) > _EXAMPLES else ''})"
        )
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
    outlet = remove_alias(project.folder, name)
    if outlet is None:
        what = f"outlets.csv has no spelling '{name}'"
        raise UsageError(
            "outlets.spelling", what, str(project.folder), "look for it in the file, under names and domains"
        )
    message(f"'{name}' is no spelling of {outlet} any more; {_moved(before, project)}")
    return DONE


def _told(project: Project, search: str | None, into: str) -> Proposal:
    """What the user says is one outlet."""
    outlets = project.outlets()
    here = {one.outlet: one for one in spelt_outlets(project)}
    if search is None:
        raise UsageError("outlets.usage", "--into wants a spelling", "", "write --merge NAME --into OUTLET")
    spelling, target = (_one(project, text, all_known=known) for text, known in ((search, False), (into, True)))
    if spelling in outlets.known or spelling == target:
        what = f"'{search}' is listed" if spelling in outlets.known else f"'{search}' is that outlet already"
        raise UsageError(
            "outlets.merge", what, "", "name an outlet that is in no list; 'framing amend' corrects articles"
        )
    articles = here[target].articles if target in here else 0
    return Proposal(
        spelling=here[spelling], into=target, name=outlets.name(target), articles=articles, why="you say so"
    )


def _one(project: Project, text: str, *, all_known: bool) -> str:
    """The outlet that a text means, of those that articles have, and of all listed ones where they may be meant."""
    outlets = project.outlets()
    found = outlets.meant(text) or (outlets.meant(text, outlets.known) if all_known else ())
    if len(found) != 1:
        what = f"'{text}' may be {' or '.join(found)}" if found else f"no article has the outlet '{text}'"
        raise UsageError(
            "outlets.merge", what, str(project.folder), "give an id, as 'framing outlets --unknown' shows it"
        )
    return found[0]


def _apply(project: Project, proposals: list[Proposal]) -> None:
    before = len(spelt_outlets(project))
    aliases = [(one.into, one.spelling.outlet, one.spelling.name) for one in proposals]
    written = add_aliases(project.folder, aliases, project.outlets())
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
