"""``framing kwic``: the hits of a dimension, a concept or an entry in their contexts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import SCALES, command, filtered
from framing.cli.output import console, json_line, message, print_table, say
from framing.errors import UsageError
from framing.ingest.article.outlets import load_outlets
from framing.naming import Naming, language_of
from framing.phrases import counted
from framing.schemas import SECTIONS, VOICES
from framing.scoring.concordance import keys_of, matches
from framing.scoring.score import Scored
from framing.scoring.search import contexts, draw, draw_each, entries_of
from framing.statistics.narrowing import Funnel, Narrowed, narrowed, option
from framing.store.badges import badge_lines, badges, validations_of

if TYPE_CHECKING:
    from framing.ingest.article.outlets import Outlets
    from framing.lexicon.lexicon import Lexicon
    from framing.statistics.question import Question

__all__ = ["kwic"]


@command()
@click.argument("query")
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    envvar="FRAMING_PROJECT",
    help="The project to look into, where no PATH is given (else that of FRAMING_PROJECT, else the current folder).",
)
@filtered()
@click.option("--word", "is_word", is_flag=True, help="QUERY is any word or phrase, whether the lexicon has it or not.")
@click.option("--first", type=click.IntRange(1), help="The so many first hits: a large project is read no further.")
@click.option("--sample", type=click.IntRange(1), help="That many hits, drawn at random.")
@click.option("--entries", type=click.IntRange(1), help="Some hits of each of the so many most frequent entries.")
@click.option("--each", type=click.IntRange(1), default=5, show_default=True, help="With --entries: hits of each.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw; the same seed draws the same hits.")
@click.option("--width", type=click.IntRange(0, 2000), default=60, show_default=True, help="Characters on each side.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a hit.")
@click.option(
    "--lexicon",
    "own",
    type=click.Path(path_type=Path, file_okay=False),
    help="A lexicon folder of your own, for the texts at PATH.",
)
@SCALES
def kwic(
    query: str,
    paths: tuple[str, ...],
    folder: Path,
    asked: Question,
    width: int,
    as_json: bool,
    own: Path | None,
    scales: tuple[str, ...],
    is_word: bool,
    **draws: Any,
) -> int:
    r"""Show the words behind a number, each in its context.

    QUERY is a dimension, a concept, an entry's id or its term. The texts are those at PATH, as for
    `framing score`, else a project's. --language is that of the words: an article may hold several.

    \b
    framing kwic sensational --project news --sample 50 --seed 7
    framing kwic praise --project news --about 'election NOT cricket' --since 2025
    framing kwic shout_hoarse article.txt
    framing kwic charged article.txt --scales charge
    framing kwic 'cost of living' --word --project news --first 50
    """
    _check(asked, draws, is_word)
    lexicon = _lexicon(own, None if paths else folder, scales)
    wanted = frozenset[str]() if is_word else entries_of(lexicon, query)
    texts = _of_files(paths, lexicon) if paths else _Stored(folder, lexicon)
    most = draws["first"]
    matches = _words(texts, query, asked, most) if is_word else _hits(texts, query, wanted, asked, most)
    drawn = _drawn(matches, draws)
    lines = contexts(drawn, texts.texts(drawn["article_id"].unique()), width=width)
    checks = _checks(lines, lexicon, None if paths else folder) if not is_word else pl.DataFrame()
    if as_json:
        badges = {(row["dimension"], row["language"]): row["badge"] for row in checks.to_dicts()}
        for row in lines.iter_rows(named=True):
            of = {} if is_word else {"badge": badges.get((row["dimension"], row["entry_id"].partition(".")[0]))}
            click.echo(json_line({**row, **of}))
    else:
        _print(query, lines, None if most else matches.height, is_word)
        for line in badge_lines(checks) if checks.height else ():
            say(line)
    return DONE_WITH_REJECTS if texts.rejects else DONE


def _checks(lines: pl.DataFrame, lexicon: Lexicon, folder: Path | None) -> pl.DataFrame:
    """How far the dimensions of hits were checked, in the languages of their entries."""
    from framing.store.project import open_project

    pairs = lines.select("dimension", language=pl.col("entry_id").cast(pl.String).str.split(".").list.first()).unique()
    names, languages = (pairs[name].cast(pl.String).unique().sort() for name in ("dimension", "language"))
    rows = badges(lexicon, names, languages, validations_of(open_project(folder)) if folder is not None else None)
    return rows.join(pairs.cast(pl.String), on=["dimension", "language"], how="semi", maintain_order="left")


def _check(asked: Question, draws: Mapping[str, Any], is_word: bool) -> None:
    """Refuse to draw in several ways, and to choose places of a word by what only hits of the lexicon have.

    Raises:
        UsageError: ``kwic.usage``.
    """
    given = [f"--{name}" for name in ("first", "sample", "entries") if draws[name]]
    if len(given) > 1:
        how = f"draw in {'two' if len(given) == 2 else 'three'} ways"
        raise UsageError("kwic.usage", f"{' and '.join(given)} {how}", "", "give one of them")
    if is_word and (draws["entries"] or set(asked.sections) != set(SECTIONS) or set(asked.voices) != set(VOICES)):
        what = "--entries, --section and --voice choose hits of the lexicon, and --word looks for any word"
        raise UsageError("kwic.usage", what, "", "leave one of them out")


def _drawn(lines: pl.DataFrame, draws: Mapping[str, Any]) -> pl.DataFrame:
    if draws["entries"]:
        return draw_each(lines, draws["entries"], draws["each"], seed=draws["seed"])
    return draw(lines, draws["sample"], seed=draws["seed"]) if draws["sample"] else lines


def _print(query: str, lines: pl.DataFrame, total: int | None, is_word: bool) -> None:
    first = f"the first {counted(lines.height, 'hits')}"
    columns = [("before", "right"), ("hit", "left"), ("after", "left")]
    columns += [("article", "left")] if is_word else [("entry", "left"), ("voice", "left")]
    shown = ("article_id",) if is_word else ("entry_id", "voice")
    title = f"{query}: {first if total is None else f'{lines.height:,} of ' + counted(total, 'hits')}"
    print_table(title, columns, lines.select("before", "hit", "after", *shown).iter_rows())


class _Texts(Protocol):
    """What is looked into."""

    @property
    def rejects(self) -> int:
        """How many texts could not be read."""

    def narrowed(self, question: Question) -> Narrowed:
        """The articles that a question is about."""

    def hits(self, entries: frozenset[str], where: pl.Expr | None, most: int | None) -> pl.DataFrame:
        """The hits of some entries that fulfil a condition, or the so many first of them."""

    def count(self, where: pl.Expr) -> int:
        """How many hits of any entry fulfil a condition."""

    def words(self, keys: tuple[str, ...], articles: pl.Series | None, most: int | None) -> pl.DataFrame:
        """Where words stand next to each other, in some articles or in all; or the so many first places."""

    def texts(self, articles: pl.Series) -> pl.DataFrame:
        """Columns article_id, title and text, of some articles at least."""


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """Articles that were just read and scored."""

    scored: Scored
    articles: pl.DataFrame
    lexicon: Lexicon
    rejects: int

    def narrowed(self, question: Question) -> Narrowed:
        return _narrowed(self.scored, self.articles, question, load_outlets(), self.lexicon)

    def hits(self, entries: frozenset[str], where: pl.Expr | None, most: int | None) -> pl.DataFrame:
        spans = self.scored.evidence.filter(pl.col("entry_id").is_in(list(entries)))
        spans = spans if where is None else spans.filter(where)
        return spans if most is None else spans.head(most)

    def count(self, where: pl.Expr) -> int:
        return self.scored.evidence.filter(where).height

    def words(self, keys: tuple[str, ...], articles: pl.Series | None, most: int | None) -> pl.DataFrame:
        own = self.articles
        own = own if articles is None else own.filter(pl.col("article_id").is_in(articles.implode()))
        return matches(own, keys, most)

    def texts(self, articles: pl.Series) -> pl.DataFrame:
        return self.articles.filter(pl.col("article_id").is_in(articles.implode()))


class _Stored:
    """A project, of which nothing is read that nobody asks for."""

    rejects = 0

    def __init__(self, folder: Path, lexicon: Lexicon) -> None:
        from framing.store.loaded import held_of
        from framing.store.project import open_project

        self._project, self._lexicon = open_project(folder), lexicon
        self._held = held_of(self._project)
        self.hits, self.count, self.texts = self._held.hits, self._held.count, self._held.texts

    def words(self, keys: tuple[str, ...], articles: pl.Series | None, most: int | None) -> pl.DataFrame:
        from framing.store.words import find_words

        whole = counted(self._held.keys.height, "articles")
        with console(err=True).status("looking up words") as status:

            def tell(noted: int) -> None:
                status.update(f"noting the words of {whole} for this and later searches: {noted:,} done")

            return find_words(self._held, keys, articles, most, tell)

    def narrowed(self, question: Question) -> Narrowed:
        loaded = self._project.load(counts=True)
        return _narrowed(loaded.scored, loaded.articles, question, self._project.outlets(), self._lexicon)


def _narrowed(
    scored: Scored, articles: pl.DataFrame, question: Question, outlets: Outlets, lexicon: Lexicon
) -> Narrowed:
    key = Naming(outlets.among(articles), lexicon).key
    return narrowed(scored, articles, question, lexicon, key=key, called=option)


def _hits(texts: _Texts, query: str, wanted: frozenset[str], asked: Question, most: int | None) -> pl.DataFrame:
    """The hits that a question is about; a message says so where there are none."""
    of_articles, steps = asked.without("language"), dict[str, pl.Expr]()
    if of_articles.filters:
        narrowing = texts.narrowed(of_articles)
        for reading in narrowing.readings:
            message(reading)
        name = "; ".join(step.name for step in narrowing.funnel.counts.steps)
        steps[name] = pl.col("article_id").is_in(narrowing.articles["article_id"].implode())
    for name, values, every in (("section", asked.sections, SECTIONS), ("voice", asked.voices, VOICES)):
        if set(values) != set(every):
            steps[option(name, ", ".join(values))] = pl.col(name).cast(pl.String).is_in(values)
    if asked.language:
        starts = [pl.col("entry_id").str.starts_with(f"{language_of(name)}.") for name in asked.language]
        steps[option("language", ", ".join(asked.language))] = pl.any_horizontal(starts)
    hits = texts.hits(wanted, pl.all_horizontal(*steps.values()) if steps else None, most)
    if hits.is_empty():
        nobody = of_articles.filters and narrowing.articles.is_empty()
        message(narrowing.funnel.summary() if nobody else _why(texts, query, wanted, steps))
    return hits


def _words(texts: _Texts, query: str, asked: Question, most: int | None) -> pl.DataFrame:
    """Where words stand in the articles that a question is about; a message says so where they stand nowhere."""
    keys, articles = keys_of(query), None
    problem = f"'{query}' stands in none of the articles"
    if asked.filters:
        narrowing = texts.narrowed(asked)
        for reading in narrowing.readings:
            message(reading)
        articles = narrowing.articles["article_id"]
        problem = narrowing.funnel.summary() if articles.is_empty() else f"{problem} that are left"
    places = texts.words(keys, articles, most)
    if places.is_empty():
        message(problem)
    return places


def _why(texts: _Texts, query: str, wanted: frozenset[str], steps: Mapping[str, pl.Expr]) -> str:
    """How many hits each condition leaves, where all together leave none."""
    hits = Funnel(texts.hits(wanted, None, None), "hits", whole=texts.count).keep(query, pl.lit(True))
    for name, condition in steps.items():
        hits.keep(name, condition)
    return hits.summary()


def _lexicon(own: Path | None, project: Path | None, scales: tuple[str, ...]) -> Lexicon:
    from framing.lexicon.grown import with_scales
    from framing.lexicon.lexicon import default_lexicon, load_lexicon
    from framing.store.project import open_project

    if scales and project is not None:
        what = "a project was scored without the scales that are on trial"
        raise UsageError("kwic.scales", what, "", "name texts at PATH, which are scored anew")
    if own is not None or scales:
        return with_scales(load_lexicon(own) if own is not None else default_lexicon(), scales)
    return open_project(project).lexicon() if project is not None else default_lexicon()


def _of_files(paths: tuple[str, ...], lexicon: Lexicon) -> _Scored:
    from framing.cli.reading import Refusals
    from framing.ingest.read import read_batches
    from framing.scoring.score import Scorer

    scorer, refusals, rejects = Scorer(lexicon), Refusals(), 0
    scored: list[Scored] = []
    articles: list[pl.DataFrame] = []
    for result in read_batches(paths):
        refusals.tell(result.rejects)
        rejects += result.rejects.height
        if result.articles.height:
            scored.append(scorer.score(result.articles))
            articles.append(result.articles)
    refusals.sum_up()
    if not scored:
        raise UsageError("kwic.no-articles", "no article could be read", ", ".join(paths), "see the lines above")
    whole = {name: pl.concat([getattr(each, name) for each in scored]) for name in Scored.__dataclass_fields__}
    return _Scored(Scored(**whole), pl.concat(articles), lexicon, rejects)
