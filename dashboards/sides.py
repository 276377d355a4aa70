"""What is compared with what: two keys of a level, two periods, own and quoted words, headlines and texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from dashboards.filtering import Filters, moments
from dashboards.names import country_name, genre_name
from dashboards.targets import TARGET, target_name
from dashboards.wording import later, say
from framing.statistics.levels import last_moment
from framing.statistics.observations import GROUP
from framing.statistics.question import Question

__all__ = ["BY", "MIXES", "Level", "Sides", "level_of", "levels_of", "side_ids", "side_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One way to put articles, or their words, on two sides.

    Attributes:
        label: what the page calls it.
        column: of an article's row that holds its keys; empty where sides are no keys.
        many: what the field says that searches its keys.
        rest: what a side is compared with where no other is chosen; empty where the other side is given.
        named: what a key is called; none where the toolkit names it.
        whole: whether its sides are whole articles.
        fixed: both sides, where there is nothing to choose.
        called: what fixed sides are called.
    """

    label: str
    column: str = ""
    many: str = ""
    rest: str = ""
    named: Callable[[str], str] | None = None
    whole: bool = True
    fixed: tuple[str, str] | None = None
    called: tuple[str, str] = ("", "")


_REST: Final = later("the rest of its language")
_COUNTRIES: Final = later("Search {n} countries")

#: All ways to compare, in the order of the page.
BY: Final[dict[str, Level]] = {
    "outlet": Level(label=later("Outlets"), column="outlet", many=later("Search {n} outlets"), rest=_REST),
    "country": Level(label=later("Countries"), column="country", many=_COUNTRIES, rest=_REST, named=country_name),
    "source": Level(
        label=later("Countries of sources"), column="source_country", many=_COUNTRIES, rest=_REST, named=country_name
    ),
    "genre": Level(
        label=later("Genres"),
        column="genre",
        many=later("Search {n} genres"),
        rest=later("all others"),
        named=genre_name,
    ),
    TARGET: Level(
        label=later("Persons and organisations"),
        column=TARGET,
        many=later("Search {n} names"),
        rest=later("all others"),
        named=target_name,
        whole=False,
    ),
    "period": Level(label=later("Before and after")),
    "voice": Level(
        label=later("Own and quoted words"),
        whole=False,
        fixed=("own", "quoted+reported"),
        called=(later("own words"), later("quoted words")),
    ),
    "section": Level(
        label=later("Headlines and texts"),
        whole=False,
        fixed=("title", "lead+body"),
        called=(later("headlines"), later("texts")),
    ),
}
#: What both sides may be brought to one mix of.
MIXES: Final = {"": later("As they are"), "topic": later("Same topics"), "genre": later("Same genres")}


def level_of(by: str) -> Level | None:
    """The level with a name: one of :data:`BY`, or a column of the user's own, ``group:NAME``; None of another name.

    Example:
        >>> level_of("group:desk").label, level_of("moon")
        ('By desk', None)
    """
    if by.startswith(GROUP) and by != GROUP:
        return Level(
            label=say("By {column}", column=by.removeprefix(GROUP)),
            column=by,
            many=later("Search {n} values"),
            rest=later("all others"),
            named=str,
        )
    return BY.get(by)


def levels_of(rows: pl.DataFrame) -> dict[str, Level]:
    """All ways to compare some articles: :data:`BY`, and the user's own columns, which ``group:NAME`` hold."""
    groups = [name for name in rows.columns if name.startswith(GROUP)]
    return BY | {name: level for name in sorted(groups) if (level := level_of(name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What is compared.

    Attributes:
        by: the name of a level, see :func:`level_of`.
        a: a key; empty where none is chosen, or the level has none.
        b: a key; empty for the rest.
        before: the first day, month or year of side B, where periods are compared.
        mix: what both sides are brought to one mix of; empty for as they are.
        raw: whether rates of different languages are compared, divided by measured factors between the languages.
    """

    by: str = "outlet"
    a: str = ""
    b: str = ""
    before: str = ""
    mix: str = ""
    raw: bool = False

    @property
    def level(self) -> Level:
        """What is compared; outlets where there is no such level."""
        return level_of(self.by) or BY["outlet"]

    def __bool__(self) -> bool:
        """Whether there are two sides."""
        return bool(self.a or self.level.fixed or (self.by == "period" and self.before))

    def question(self) -> Question:
        """The sides, as the toolkit has them."""
        if fixed := self.level.fixed:
            return Question(a=fixed[0], b=fixed[1], by=self.by)
        if self.by == "period":
            return Question(by="outlet", before=f"{moments(self.before)[0]:%Y-%m-%d}")
        return Question(a=self.a, b=self.b or None, by=self.by)

    def options(self) -> dict[str, str]:
        """How they are compared: what a contrast is told besides its question."""
        if self.level.fixed:
            return {}
        mix = {"standardise": self.mix} if self.mix else {}
        return mix | ({"languages": "raw"} if self.raw and self.by != "period" else {})

    def counted(self, filters: Filters) -> dict[str, Any]:
        """The sections and voices that count on both sides: not those that are the sides."""
        return {name: given for name, given in filters.counted.items() if name != f"{self.by}s"}

    def command(self) -> list[str]:
        """The command that compares the same sides.

        Example:
            >>> Sides(by="country", a="IN", b="PK", mix="topic").command()
            ['compare', 'IN', 'PK', '--by', 'country', '--standardise', 'topic']
        """
        asked, how = self.question(), self.options()
        if self.level.fixed:
            return ["compare", "--voices" if self.by == "voice" else "--parts", f"{asked.a},{asked.b}"]
        given = ["compare", *(side for side in (asked.a, asked.b) if side)]
        given += ["--by", self.by] if self.by not in ("outlet", "period") else []
        given += ["--before", asked.before] if asked.before else []
        given += ["--raw"] if "languages" in how else []
        return [*given, "--standardise", self.mix] if "standardise" in how else given


def side_names(sides: Sides, rows: pl.DataFrame, outlet_name: Callable[[str], str]) -> tuple[str, str]:
    """What the two sides are called.

    Args:
        sides: what is compared.
        rows: the articles, columns language, status and those of :data:`BY`.
        outlet_name: what an outlet is called.

    Example:
        >>> rows = pl.DataFrame({"outlet": ["a", "b"], "language": ["hi", "hi"], "status": ["ok", "ok"]})
        >>> side_names(Sides(a="a", b="b"), rows, str.upper), side_names(Sides(a="a"), rows, str.upper)
        (('A', 'B'), ('A', 'the rest of its language'))
    """
    level = sides.level
    if level.fixed:
        return say(level.called[0]), say(level.called[1])
    if sides.by == "period":
        day = f"{moments(sides.before)[0]:%Y-%m-%d}"
        return say("before {day}", day=day), say("from {day}", day=day)
    call = level.named or outlet_name
    if sides.b:
        return call(sides.a), call(sides.b)
    own = rows.filter(pl.col(level.column) == sides.a, pl.col("status") != "refused")["language"]
    several = own.str.split("-").list.first().n_unique() > 1
    return call(sides.a), say("the rest of its languages") if several else say(_REST)


def side_ids(sides: Sides, rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The ids of the articles on each side, of sides that are whole articles.

    Args:
        sides: what is compared.
        rows: the articles.

    Example:
        >>> rows = pl.DataFrame({"article_id": ["1", "2"], "outlet": ["a", "b"], "language": ["hi", "hi"]})
        >>> [ids.to_list() for ids in side_ids(Sides(a="a"), rows)]
        [['1'], ['2']]
    """
    if sides.by == "period":
        day = moments(sides.before)[0]
        return rows.filter(last_moment() < day)["article_id"], rows.filter(pl.col("published") >= day)["article_id"]
    column = pl.col(sides.level.column)
    first = rows.filter(column == sides.a)
    rest = (column != sides.a) & pl.col("language").is_in(first["language"].implode())
    return first["article_id"], rows.filter(column == sides.b if sides.b else rest)["article_id"]
