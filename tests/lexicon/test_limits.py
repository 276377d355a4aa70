"""Lexicon files at the sizes where they are refused, read in blocks, or read row by row: one less, just so, one more."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import LexiconError
from framing.languages.base import Cue
from framing.languages.registry import language
from framing.lexicon import entries as module
from framing.lexicon.codebook import load_codebook
from framing.lexicon.entries import COLUMNS, Entry, load_entries
from framing.lexicon.lexicon import as_written, combine, load_aliases
from framing.lexicon.orders import SPLIT_AUXILIARIES, SPLIT_WORDS, inverted, turned
from framing.lexicon.patterns import Alternative, Slot, parse_context, parse_term
from framing.lexicon.respelling import respelt
from framing.limits import GAP_WORDS, PHRASE_SLOTS, PREFIX_CHARS, TERM_CHARS
from tests.conftest import MakeLexicon

GOOD = dict(zip(COLUMNS, ("hi.doubt.claim", "दावा", "lemma", "noun", "stance", "1", "claim", "", "", ""), strict=True))


def content(rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(folder: Path, rows: Iterable[Mapping[str, str]]) -> list[Entry]:
    path = folder / "hi" / "doubt.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content(rows))
    return load_entries(path, language=language("hi"), dimension="doubt")


def numbered(size: int) -> list[dict[str, str]]:
    return [{**GOOD, "id": f"hi.doubt.claim.{number}"} for number in range(size)]


@pytest.mark.parametrize("size", range(6))
def test_blocks_of_rows_leave_none_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(module, "_BLOCK", 2)
    found = load(tmp_path, numbered(size))
    assert [entry.id for entry in found] == [row["id"] for row in numbered(size)]
    assert [entry.where for entry in found] == [f"hi/doubt.csv:{line}" for line in range(2, size + 2)]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_as_many_entries_as_are_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(module, "LEXICON_ENTRIES", 3)
    if size <= 3:
        assert len(load(tmp_path, numbered(size))) == size
    else:
        with pytest.raises(LexiconError, match="over 3 entries"):
            load(tmp_path, numbered(size))


def test_an_id_that_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"stands twice, first in line 3") as caught:
        load(tmp_path, [*numbered(3), numbered(3)[1]])
    assert caught.value.where == "hi/doubt.csv:5"


#: What a cell may hold that is just valid, or just not.
CELLS = {
    "id": ("hi.doubt.claim", "hi.doubt.claim.2", "hi.doubt.claim.", "hi.doubt.claim2", "hi.doubt.claim.2.3", "hi.doubt"),
    "term": (
        *("दावा", "दावा करना", "दावा  करना", " दावा", "दावा-करना", "दावा|बात", "गला … फाड़ना", "दावा*", "dava", "दावा x", "३7"),
        *(" ".join(["दावा"] * PHRASE_SLOTS), " ".join(["दावा"] * (PHRASE_SLOTS + 1)), "द" * TERM_CHARS, "द" * (TERM_CHARS + 1)),
    ),
    "match": ("form", "lemma", "prefix", "phrase", "regex"),
    "pos": ("noun", "verb", "adj", "adv", "phrase", "thing"),
    "kind": ("stance", "topic", ""),
    "weight": ("0.5", "1", "2", "3", "0", "-1", "nan", "inf", "1e-9", "x"),
    "concept": ("claim", "Claim", "claim_2", ""),
    "unless": ("", "बारिश", "_ बारिश", "एक _ दो", ";"),
}  # fmt: skip


@given(st.fixed_dictionaries({name: st.just(values[0]) | st.sampled_from(values) for name, values in CELLS.items()}))
def test_a_look_at_the_block_judges_as_a_look_at_the_row(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, str]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    outcomes: list[object] = []
    for plain in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not plain:
                patch.setattr(module, "_plain", lambda block, *_: [False] * len(block))
            try:
                outcomes.append(load(folder, [{**GOOD, **cells}]))
            except LexiconError as error:
                outcomes.append((error.code, error.where))
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(("size", "good"), [(TERM_CHARS - 1, True), (TERM_CHARS, True), (TERM_CHARS + 1, False)])
@pytest.mark.parametrize("match", ["form", "phrase"])
def test_the_longest_term(size: int, good: bool, match: str) -> None:
    term = "द" * size if match == "form" else f"{'द' * (size - 2)} द"
    assert accepted(term, match) == good


@pytest.mark.parametrize("sign", [" ", "-", " … "])
@pytest.mark.parametrize(("words", "good"), [(PHRASE_SLOTS - 1, True), (PHRASE_SLOTS, True), (PHRASE_SLOTS + 1, False)])
def test_the_longest_phrase(words: int, good: bool, sign: str) -> None:
    assert accepted(sign.join(["दा"] * words), "phrase") == good


@pytest.mark.parametrize(
    ("letters", "good"), [(PREFIX_CHARS - 1, False), (PREFIX_CHARS, True), (PREFIX_CHARS + 1, True)]
)
@pytest.mark.parametrize("match", ["prefix", "phrase"])
def test_the_shortest_beginning(letters: int, good: bool, match: str) -> None:
    term = "दकगतम"[:letters]
    assert accepted(term if match == "prefix" else f"एक {term}*", match) == good


def accepted(term: str, match: str) -> bool:
    try:
        parse_term(term, match, "noun", language("hi"))  # type: ignore[arg-type]
    except LexiconError:
        return False
    return True


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize(("written", "place"), [("_{} बारिश", "after"), ("बारिश{} _", "before")])
def test_a_context_may_be_some_words_away(gap: bool, written: str, place: str) -> None:
    context = parse_context(written.format(" …" if gap else ""))
    assert (context.place, context.reach) == (place, GAP_WORDS if gap else 0)
    assert [[word.word for word in slot.alternatives] for slot in context.slots] == [["बारिश"]]


def words(term: str, pos: str = "verb", code: str = "hi") -> list[list[str]]:
    return [[word.word for word in slot.alternatives] for slot in parse_term(term, "phrase", pos, language(code))]  # type: ignore[arg-type]


@pytest.mark.parametrize(("term", "verb_ways"), [("पोल खोलना", 1), ("मुंह पर मारना", 2), ("एक दो तीन मारना", 3)])
def test_a_verb_goes_before_each_word_of_the_rest(term: str, verb_ways: int) -> None:
    ways = turned(parse_term(term, "phrase", "verb", language("hi")), language("hi"))
    size = len(term.split())
    finite = [
        way for way in ways if any(word.finite for word in way.slots[way.verb].alternatives) and way.verb < size - 1
    ]
    assert [way.verb for way in finite] == list(range(verb_ways))
    for way in finite:
        behind = way.slots[way.verb + 1]
        assert behind.gap == SPLIT_AUXILIARIES + SPLIT_WORDS
        assert [slot.gap for slot in way.slots if slot is not behind] == [0] * (size - 1)
    # A stem with its auxiliary takes one slot more.
    stems = [way for way in ways if len(way.slots) == size + 1 and way.verb < size]
    assert [way.verb for way in stems] == [way + 1 for way in range(verb_ways)]
    # Behind the rest stands what closes a noun phrase, then the verb as it was.
    closed = [way for way in ways if way.verb == size]
    assert [way.slots[-2].gap for way in closed] == [SPLIT_WORDS - 1]


def test_a_light_verb_and_its_noun_stay_together() -> None:
    hindi = language("hi")
    ways = turned(parse_term("निंदा करना", "phrase", "verb", hindi), hindi)
    assert {way.slots[way.verb + 1].gap for way in ways} == {SPLIT_AUXILIARIES}
    assert [len(way.slots) for way in ways] == [2, 3]
    # With three words before the verb a headline may leave it out, with two it may not.
    assert [way.verb for way in turned(parse_term("चिंता का इजहार करना", "phrase", "verb", hindi), hindi)][-1] == 3
    assert max(way.verb for way in turned(parse_term("कड़ी निंदा करना", "phrase", "verb", hindi), hindi)) < 3


def test_with_a_gap_of_its_own_the_verb_goes_to_the_front_alone() -> None:
    hindi = language("hi")
    ways = turned(parse_term("एक … दो तीन मारना", "phrase", "verb", hindi), hindi)
    fronted = [way.verb for way in ways if way.verb < 3]
    assert fronted == [0, 1]
    assert turned(parse_term("मारना", "lemma", "verb", hindi), hindi) == []
    assert turned(parse_term("lash out", "phrase", "verb", language("en")), language("en")) == []


def test_only_a_noun_with_its_verb_is_inverted() -> None:
    hindi = language("hi")
    doer, verb, noun = inverted(parse_term("निंदा करना", "phrase", "verb", hindi), hindi)
    assert [word.word for word in doer.alternatives] == sorted(hindi.cue_words[Cue.NARRATIVE])
    assert (verb.gap, noun.gap) == (0, 2)
    for term, pos in (("कड़ी निंदा करना", "verb"), ("निंदा करना", "noun")):
        assert inverted(parse_term(term, "phrase", pos, hindi), hindi) == ()  # type: ignore[arg-type]
    silent = replace(hindi, cue_words={})
    assert inverted(parse_term("निंदा करना", "phrase", "verb", silent), silent) == ()


@pytest.mark.parametrize(
    ("term", "pos", "ways"),
    [
        ("cooperate", "verb", [["co", "operate"]]),
        ("co-operate", "verb", [["cooperate"]]),
        ("coops", "noun", []),  # Three letters are left: no word.
        ("coopsy", "noun", [["co", "opsy"]]),
        ("counterproductive", "adj", [["counter", "productive"]]),
        ("is not", "phrase", [["isn't"]]),
        ("cannot", "phrase", [["can", "not"]]),
        ("war of words", "noun", []),
    ],
)
def test_terms_in_another_number_of_words(term: str, pos: str, ways: list[list[str]]) -> None:
    english = language("en")
    match = "phrase" if len(term.replace("-", " ").split()) > 1 else "form"
    slots = parse_term(term, match, pos, english)  # type: ignore[arg-type]
    found = [[slot.alternatives[0].word for slot in way] for way in respelt(slots, english)]
    assert [way for way in ways if way not in found] == []
    assert ways or found == []


def slot(*alternatives: Alternative | str, **more: Any) -> Slot:
    return Slot(tuple(Alternative(one) if isinstance(one, str) else one for one in alternatives), **more)


@pytest.mark.parametrize(
    ("code", "slots", "ways"),
    [
        ("en", (slot("co"), slot("operate")), [(slot("cooperate"),)]),
        ("en", (slot("co"), slot("operate", gap=3)), []),
        ("en", (slot("co"), slot("operate", particles=True)), []),
        ("en", (slot("co", gap=3), slot("operate")), [(slot("cooperate", gap=3),)]),
        ("en", (slot("go"), slot("cooperate", gap=3)), [(slot("go"), slot("co", gap=3), slot("operate"))]),
        ("en", (slot(Alternative("cooper", prefix=True)),), []),
        (
            "en",
            (slot(Alternative("be", "verb")), slot("not"), slot("so")),
            [(slot("aren't", "isn't", "wasn't", "weren't"), slot("so"))],
        ),
        ("en", (slot("is"), slot("not", "so")), []),
        ("en", (slot("can't"),), [(slot("can"), slot("not"))]),
        # A verb and its auxiliary, as the one word that writers make of them
        ("ur", (slot("بات"), slot("کردیا", gap=3, particles=True)), [(slot("بات"), slot("کر", gap=3, particles=True), slot("دیا"))]),
        ("ur", (slot(Alternative("کردیا", "verb")),), []),
        ("ur", (slot(Alternative("کردیا", prefix=True)),), []),
        ("ur", (slot("دیا"),), []),
        ("ur", (slot("ہوگیا"),), [(slot("ہو"), slot("گیا"))]),
        ("hi", (slot("करदिया"),), []),
    ],
)  # fmt: skip
def test_terms_are_divided_and_put_together(code: str, slots: tuple[Slot, ...], ways: list[tuple[Slot, ...]]) -> None:
    assert respelt(slots, language(code)) == ways


def test_a_codebook_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    good = (framing.lexicons_folder() / "codebook.toml").read_text(encoding="utf-8")
    path = tmp_path / "codebook.toml"
    for old, new, said in (
        ('kind = "contrast"', 'kind = "rate"', "is no rate"),
        ('kind = "rate"', 'kind = "contrast"', "is no contrast"),
        ('kind = "rate"', 'kind = "sum"', "is no sum"),
        ("positive = [", "positive = 3 # [", "is not a list of texts"),
        ("positive = [", 'positive = ["nothing", ', "names no dimension 'nothing'"),
        ("family = ", "familly = ", "has no 'family'"),
        ("definition = ", "extra = 1\ndefinition = ", "has an unknown 'extra'"),
        ("[lexicon]", "[lexikon]", "there is no table [lexicon]"),
    ):
        assert old in good
        path.write_text(good.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(LexiconError) as caught:
            load_codebook(path)
        assert said in str(caught.value), old
        assert caught.value.where.endswith("codebook.toml")


def test_what_else_is_said_of_a_lexicon_is_its_authors(tmp_path: Path) -> None:
    good = (framing.lexicons_folder() / "codebook.toml").read_text(encoding="utf-8")
    path = tmp_path / "codebook.toml"
    path.write_text(good.replace("[lexicon]", '[lexicon]\nmotto = "x"', 1), encoding="utf-8")
    assert load_codebook(path) == load_codebook(framing.lexicons_folder() / "codebook.toml")


def test_lexicons_that_share_a_name_are_not_put_together(make_lexicon: MakeLexicon) -> None:
    own = make_lexicon({"en/praise": [{"term": "hero"}]})
    bare = replace(own, codebook=replace(own.codebook, dimensions={}, scales={}), entries={}, baselines={})
    with pytest.raises(
        LexiconError, match=r"the dimension '[a-z_]+' is in the toolkit's own lexicon already"
    ) as caught:
        combine(own, {"mine": own})
    assert caught.value.where == "mine"
    dimensions = {"colour": own.codebook.dimensions["praise"]}
    other = replace(bare, codebook=replace(bare.codebook, dimensions=dimensions), baselines={("en", "x"): (1.0, 2.0)}, fingerprint="f")  # fmt: skip
    both = combine(bare, {"mine": other})
    assert list(both.codebook.dimensions) == ["colour"]
    assert both.baselines == {("en", "x"): (1.0, 2.0)}
    assert both.fingerprint not in (bare.fingerprint, other.fingerprint)
    with pytest.raises(LexiconError, match="the dimension 'colour'"):
        combine(bare, {"mine": other, "yours": other})


def test_names_of_actors_are_refused_by_their_line(tmp_path: Path) -> None:
    header = (framing.lexicons_folder() / "actors.csv").read_text(encoding="utf-8").splitlines()[0]
    columns = header.split(",")
    row = {"language": "en", "actor_id": "IN", "alias": "India", "match": "form"}
    lines = [
        ",".join({**row, "match": match}.get(name, "") for name in columns) for match in ("form", "phrase", "lemma")
    ]
    path = tmp_path / "actors.csv"
    path.write_text("\n".join([header, *lines[:2]]), encoding="utf-8")
    found = load_aliases(path)["en"]
    assert [(alias.match, alias.where) for alias in found] == [("form", "actors.csv:2"), ("phrase", "actors.csv:3")]
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load_aliases(path)
    assert caught.value.where == "actors.csv:4"


def test_only_other_scripts_write_names_in_latin_letters() -> None:
    names = {"en": ("NATO",), "hi": ("नाटो",), "ur": ()}
    assert as_written(names) == {"en": ("NATO",), "hi": ("नाटो", "NATO"), "ur": ("NATO",)}
