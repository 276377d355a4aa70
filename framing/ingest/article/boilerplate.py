"""Learns which lines an outlet repeats under its articles, and keeps them in the project.

A line is an outlet's boilerplate where many of its articles have it word for word: a newspaper writes no
paragraph twice in twenty articles, a site's foot stands in all. Only :func:`learn` finds such lines, and only
when it is asked to; adding articles uses what was learned and learns nothing. So what is cut does not depend on
the order in which articles arrive.

What was learned lies in ``boilerplate/0001.csv``, ``0002.csv`` … of the project, one file a time; the last one
counts. One row a line: ``outlet, use, articles, of, line`` (in how many of how many articles it stood). A
researcher may edit the file: ``no`` under ``use`` keeps a line, and rows may be added. Learning again keeps
both.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from framing.errors import UsageError
from framing.ingest.article.clean import fold_line
from framing.ingest.article.cuts import general_rule
from framing.ingest.article.names import is_unknown, unlisted
from framing.ingest.article.outlets import Outlets, load_outlets
from framing.render.escaping import bare_cell, safe_cell

__all__ = [
    "COLUMNS",
    "FOLDER",
    "LEARNED",
    "Boilerplate",
    "Learned",
    "learn",
    "load_boilerplate",
    "merge",
    "newest_rules",
    "read_rules",
    "write_rules",
]


#: Where a project keeps what was learned.
FOLDER: Final = "boilerplate"
COLUMNS: Final = ("outlet", "use", "articles", "of", "line")
#: What the rule of a cut by a learned line begins with; the number of the file follows.
LEARNED: Final = "learned"

#: A line must stand in so many articles of its outlet, and in this share of them. Of 11,542 articles in three
#: languages, most with their outlet's name, 53 lines passed: sign-ups, credits, labels, and a few cities of datelines,
#: bylines and headings of series. At 3 articles and a share of 0.002 another 88 did, headlines of links among them.
_ARTICLES: Final = 5
_SHARE: Final = 0.02
#: A line as long as a sentence may be background that an outlet repeats; it must stand in this share.
_SENTENCE_CHARS: Final = 120
_SENTENCE_SHARE: Final = 0.1
#: A longer line is a paragraph: an outlet that prints one in many articles prints background, which readers read.
_LINE_CHARS: Final = 600


@dataclass(frozen=True, slots=True)
class Learned:
    """A line of an outlet: whether it is cut, and in how many (``articles``) of how many articles (``of``) it stood."""

    outlet: str
    use: bool
    articles: int
    of: int
    line: str


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """What was learned last.

    Attributes:
        version: number of the file; 0 where nothing was learned.
        lines: outlet → line, folded → the rule that its cuts get.
    """

    version: int = 0
    lines: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    def all_lines(self) -> frozenset[str]:
        """The lines of all outlets."""
        return frozenset(line for lines in self.lines.values() for line in lines)


def learn(articles: Iterable[tuple[str, str]], *, minimum: int = _ARTICLES, share: float = _SHARE) -> list[Learned]:
    r"""Find the lines that outlets repeat.

    Args:
        articles: (outlet, raw text), in any order.
        minimum: articles of an outlet that a line must stand in.
        share: part of the outlet's articles that a line must stand in.

    Returns:
        The lines, sorted, but for those that the general patterns cut anyway. The same articles give the same lines in
        whatever order they come.

    Example:
        >>> texts = [f"Rain fell on day {day}.\nRead the Daily Sample app" for day in range(9)]
        >>> [found.line for found in learn(("sample", text) for text in texts)]
        ['Read the Daily Sample app']
    """
    counts: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    seen: set[tuple[str, bytes]] = set()
    for outlet, text in articles:
        key = (outlet, hashlib.blake2b(text.encode(), digest_size=16).digest())
        if key in seen:
            continue  # An article that was added under two ids is one.
        seen.add(key)
        sizes[outlet] += 1
        lines = {fold_line(line) for line in text.split("\n") if line.strip() and len(line) <= _LINE_CHARS}
        counts.setdefault(outlet, Counter()).update(lines)
    return [
        Learned(outlet, True, number, sizes[outlet], line)
        for outlet in sorted(counts)
        for line, number in sorted(counts[outlet].items())
        if number >= max(minimum, _least_share(line, share) * sizes[outlet]) and general_rule(line) is None
    ]


def _least_share(line: str, share: float) -> float:
    return share if len(line) < _SENTENCE_CHARS else max(share, _SENTENCE_SHARE)


def load_boilerplate(project: Path) -> Boilerplate:
    """What a project learned last.

    Args:
        project: its folder.

    Raises:
        UsageError: the file is not valid; one line with file, line and what to do.
    """
    path = _newest(project)
    if path is None:
        return Boilerplate()
    version = int(path.stem)
    lines: dict[str, dict[str, str]] = {}
    rules = newest_rules(project)
    kept = {(rule.outlet, fold_line(rule.line)) for rule in rules if not rule.use}
    for rule in rules:
        line = fold_line(rule.line)
        if (rule.outlet, line) not in kept:
            lines.setdefault(rule.outlet, {})[line] = f"{LEARNED} {version}"
    return Boilerplate(version, lines)


def read_rules(path: Path) -> list[Learned]:
    """The rows of one file.

    Raises:
        UsageError: it is not valid.
    """
    rules = []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if not {"outlet", "line"} <= set(reader.fieldnames or ()):
            hint = f"write the columns {', '.join(COLUMNS)}"
            raise UsageError("boilerplate.columns", "there is no column outlet or line", str(path), hint)
        for row in reader:
            if not row["outlet"] or not (row["line"] or "").strip():
                where = f"{path}:{reader.line_num}"
                raise UsageError("boilerplate.row", "it names no outlet or no line", where, "delete the row")
            articles, of = (
                int(cell) if (cell := row.get(name) or "").isdecimal() else 0 for name in ("articles", "of")
            )
            used = (row.get("use") or "yes").strip().lower() != "no"
            rules.append(Learned(bare_cell(row["outlet"]), used, articles, of, bare_cell(row["line"])))
    return rules


def write_rules(learned: Iterable[Learned], version: int) -> tuple[str, bytes]:
    """A file of rules: its path within the project, and its bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        (safe_cell(rule.outlet), "yes" if rule.use else "no", rule.articles, rule.of, safe_cell(rule.line))
        for rule in learned
    )
    return f"{FOLDER}/{version:04d}.csv", out.getvalue().encode()


def merge(learned: Iterable[Learned], before: Iterable[Learned]) -> list[Learned]:
    """What was learned, with what a researcher wrote into the file before: lines to keep, and lines of their own."""
    rules = {(rule.outlet, fold_line(rule.line)): rule for rule in learned}
    for old in before:
        key = (old.outlet, fold_line(old.line))
        new = rules.get(key)
        if not old.use or (new is None and old.articles == 0):
            rules[key] = replace(new or old, use=old.use)
    return [rules[key] for key in sorted(rules)]


def newest_rules(project: Path) -> list[Learned]:
    """The rows that a project learned last, under the ids that their outlets have now.

    An earlier version gave ``media-vigil`` the hyphen of its spelling, where ``mediavigil`` is its id now; a name that
    a researcher wrote there, or an outlet that was listed since, goes by its id too.

    Raises:
        UsageError: the file, or the project's ``outlets.csv``, is not valid.
    """
    path = _newest(project)
    if path is None:
        return []
    outlets = load_outlets(project=project)
    return [replace(rule, outlet=_id_now(rule.outlet, outlets)) for rule in read_rules(path)]


def _id_now(outlet: str, outlets: Outlets) -> str:
    if outlet in outlets.known or is_unknown(outlet):
        return outlet
    resolved = outlets.resolve(outlet)
    # A name that may be several outlets is none of them; its own articles are those that it is an id of.
    return resolved.outlet if resolved is not None and not resolved.reason else unlisted(outlet) or outlet


def _newest(project: Path) -> Path | None:
    files = [path for path in (project / FOLDER).glob("*.csv") if path.stem.isdigit()]
    return max(files, key=lambda path: int(path.stem), default=None)
