"""Adding from files: what was read before is not opened again, and nothing is ever passed over that was not stored."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import polars as pl
import pytest

import framing.ingest.walking
from framing.errors import ProjectError
from framing.ingest.formats import is_page
from framing.ingest.source import Options, Part, Source
from framing.scoring.score import Scorer
from framing.store.add import Counts, Writer
from framing.store.amend import amend
from framing.store.intake import Intake, ahead
from framing.store.layout import LEDGER, RUNS, TABLES
from framing.store.ledger import Ledger
from framing.store.log import entry
from framing.store.maintain import compact, verify_project
from framing.store.project import Project, init_project, open_project

Add = Callable[..., Counts]


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are taken for settled at once; what a file that has just changed is worth has a test of its own."""
    monkeypatch.setattr(framing.ingest.walking, "SETTLED_NS", 0)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(tmp_path / "study")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Three plain files, one with a sidecar, and a table."""
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    for name in ("a", "b", "deep/c"):
        (folder / f"{name}.txt").write_text(f"मंत्री ने कहा कि {name} का फैसला ऐतिहासिक है।", encoding="utf-8")
    (folder / "b.toml").write_text('[outlet]\nvalue = "alpha"\nbasis = "stated"\n', encoding="utf-8")
    (folder / "t.csv").write_text("id,text,language\n1,पहला पाठ,hi\n2,दूसरा पाठ,hi\n", encoding="utf-8")
    return folder


@pytest.fixture
def add(project: Project, scorer: Scorer) -> Add:
    def call(*paths: Path, jobs: int = 1, **options: Any) -> Counts:
        counts = Counts()
        with Intake(project, scorer=scorer, jobs=jobs, **options) as intake:
            for _, more in intake.add(list(paths)):
                counts += more
        return counts

    return call


def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read from now on."""
    import framing.ingest.read as read

    names: list[str] = []
    inner = read._read_file

    def told(source: Source) -> Iterator[Part]:
        names.append(source.label)
        return inner(source)

    monkeypatch.setattr(read, "_read_file", told)
    return names


def test_a_second_run_opens_nothing_and_needs_no_writer(
    news: Path, project: Project, add: Add, monkeypatch: pytest.MonkeyPatch, scorer: Scorer
) -> None:
    first = add(news)
    assert (first.articles, first.scored) == (5, 5)
    names = opened(monkeypatch)
    with Writer(project, scorer):  # Somebody else is writing.
        again = add(news)
    assert names == []
    assert (again.articles, again.known, again.batches) == (5, 5, 0)
    assert add(news / "a.txt").known == 1
    assert names == []


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (lambda news: (news / "a.txt").write_text("नया पाठ", encoding="utf-8"), ["a.txt"]),
        (lambda news: os.utime(news / "a.txt", ns=(1, 1)), ["a.txt"]),
        (lambda news: (news / "b.toml").write_text('[outlet]\nvalue = "beta"\nbasis = "stated"\n'), ["b.txt"]),
        (lambda news: (news / "b.toml").unlink(), ["b.txt"]),
        (lambda news: (news / "a.toml").write_text('[outlet]\nvalue = "beta"\nbasis = "stated"\n'), ["a.txt"]),
        (lambda news: shutil.copy(news / "a.txt", news / "d.txt"), ["d.txt"]),
        (lambda news: (news / "deep").rename(news / "deeper"), ["deeper/c.txt"]),
        (lambda news: (news / "a.txt").unlink(), []),
    ],
)
def test_what_changed_is_read_again(
    news: Path, add: Add, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object], read: list[str]
) -> None:
    add(news)
    change(news)
    names = opened(monkeypatch)
    add(news)
    assert names == read
    add(news)
    assert names == read


def test_an_edit_under_the_old_time_and_size_is_read(news: Path, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    add(news)
    path = news / "a.txt"
    before, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(text.replace("a", "z"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    names = opened(monkeypatch)
    assert add(news).replaced == 1
    assert names == ["a.txt"]


def test_a_file_that_has_just_changed_is_read_once_more(news: Path, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the tick of a coarse clock it could change again without a trace."""
    monkeypatch.setattr(framing.ingest.walking, "SETTLED_NS", 3_600_000_000_000)
    add(news)
    names = opened(monkeypatch)
    assert add(news).known == 5
    assert len(names) == 4


def test_a_file_with_a_reject_is_read_each_time(news: Path, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    with (news / "t.csv").open("a", encoding="utf-8") as file:
        file.write("3,,\n")
    (news / "a.txt").write_bytes(b"")
    first = add(news, batch_bytes=30)
    names = opened(monkeypatch)
    second = add(news)
    assert first.rejects == second.rejects == 2
    assert names == ["a.txt", "t.csv"]


def test_the_ledger_names_only_what_has_landed(
    news: Path, project: Project, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One batch lands, the next cannot: its files are read again, though reading was ahead."""
    inner, batches = Writer.land, []

    def failing(self: Writer, unlanded: Any) -> Counts:
        batches.append(unlanded)
        if len(batches) == 2:
            raise ProjectError("project.write", "no space", "", "")
        return inner(self, unlanded)

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "land", failing)
        with pytest.raises(ProjectError):
            add(news, jobs=2, batch_bytes=30)
    stored = project.load().articles.height
    assert 0 < stored < 5
    names = opened(monkeypatch)
    counts = add(news)
    assert counts.articles == 5
    assert counts.scored == 5 - stored
    assert project.load().articles.height == 5
    assert len(names) >= 3


def test_a_batch_is_scored_while_the_one_before_it_lands(
    news: Path, project: Project, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    land, begin, scored = Writer.land, Writer.begin, [Event() for _ in range(9)]
    waited: list[bool] = []

    def scoring(self: Writer, result: Any) -> Any:
        next(event for event in scored if not event.is_set()).set()
        return begin(self, result)

    def landing(self: Writer, unlanded: Any) -> Counts:
        if not waited:
            # The first lands once the second is being scored; one after the other, that would be never.
            waited.append(scored[1].wait(60))
        return land(self, unlanded)

    monkeypatch.setattr(Writer, "begin", scoring)
    monkeypatch.setattr(Writer, "land", landing)
    assert add(news, jobs=2, batch_bytes=30).scored == 5
    assert waited == [True]
    assert project.load().articles.height == 5


def test_the_next_batch_waits_for_one_that_lands_in_parts(
    news: Path, project: Project, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = Scorer.score

    def scarce(self: Scorer, articles: pl.DataFrame) -> Any:
        if articles.height > 1:
            raise MemoryError
        return inner(self, articles)

    monkeypatch.setattr(Scorer, "score", scarce)
    assert add(news, jobs=2, batch_bytes=60).scored == 5
    assert project.load().articles.height == 5


def test_where_nothing_is_new_nothing_is_loaded_that_reads_or_scores(news: Path, project: Project, add: Add) -> None:
    """As a process of its own: what another test loaded would hide it."""
    add(news)
    code = (
        "import sys; from framing.cli.main import framing;"
        "framing.main(sys.argv[1:], standalone_mode=False);"
        "print(*(name for name in sys.modules if name.startswith('framing.') or name in {'deltalake', 'scipy'}))"
    )
    command = [sys.executable, "-c", code, "add", str(news), "--project", str(project.folder)]
    told, loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told == "5 articles: 5 known"
    assert "framing.store.intake" in loaded.split()
    unneeded = {"framing.ingest.read", "framing.ingest.formats", "framing.scoring.score", "deltalake", "scipy"}
    assert unneeded.isdisjoint(loaded.split())


def test_a_sidecar_is_not_opened_to_see_what_it_is(
    news: Path, add: Add, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without its article it may be a page that a crawler named so; beside one, it is a sidecar."""
    asked: list[str] = []

    def told(path: Path) -> bool:
        asked.append(path.name)
        return is_page(path)

    monkeypatch.setattr("framing.ingest.files.is_page", told)
    (news / "page.toml").write_text(f"<!doctype html><p>{'पाठ ' * 50}", encoding="utf-8")
    (news / "noted").write_text("", encoding="utf-8")
    assert add(news).articles == 6
    assert sorted(asked) == ["noted", "page.toml"]


def test_a_ledger_of_another_form_is_put_aside(news: Path, project: Project, add: Add) -> None:
    """What vouches for it holds, and still it cannot be understood."""
    add(news)
    path = project.folder / LEDGER
    head = path.read_bytes().split(b"\n")[1]
    for content in (head + b"\nno list", b"[]\n", b"{", b"\xff\n"):
        path.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        assert len(Ledger(project)) == 0
    assert add(news).known == 5


def test_names_are_kept_byte_by_byte(news: Path, project: Project, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (b"odd\xff.txt", b"two\nlines.txt", "हिन्दी 1 2.txt".encode()):
        Path(os.fsdecode(os.fsencode(news) + b"/" + name)).write_text("एक पाठ", encoding="utf-8")
    assert add(news).articles == 8
    names = opened(monkeypatch)
    assert add(news).known == 8
    assert names == []


def test_the_last_run_may_have_lost_its_log_entry(news: Path, project: Project, add: Add) -> None:
    """Compaction gathers the runs in one file; the batch is known by its name all the same."""
    add(news, batch_bytes=30)
    last = project.folder / entry(RUNS, project.history().version)
    compact(project, purge=True)
    assert len(Ledger(project)) == 4
    last.unlink(missing_ok=True)  # A later compaction takes it out, if this one did not.
    assert len(Ledger(project)) == 4


@pytest.mark.parametrize("harm", ["gone", "flipped", "cut", "foreign"])
def test_without_its_ledger_a_project_is_the_same(
    news: Path, project: Project, add: Add, harm: str, tmp_path: Path
) -> None:
    add(news)
    path = project.folder / LEDGER
    content = bytearray(path.read_bytes())
    match harm:
        case "gone":
            path.unlink()
        case "flipped":
            content[len(content) // 2] ^= 4
            path.write_bytes(content)
        case "cut":
            path.write_bytes(content[:100])
        case "foreign":
            # The ledger of this project in another, which has none of its articles: an older copy, say.
            other = init_project(tmp_path / "other")
            shutil.copy(path, other.folder / LEDGER)
            assert len(Ledger(project)) == 4
            assert len(Ledger(other)) == 0
            return
    before = project.version()
    counts = add(news)
    assert (counts.known, counts.batches) == (5, 0)
    assert project.version() == before
    assert verify_project(project.folder).damage == ()
    assert len(Ledger(project)) == 4


def test_files_read_otherwise_are_read_again(news: Path, project: Project, add: Add) -> None:
    add(news)
    assert len(Ledger(project)) == 4
    assert len(Ledger(project, Options(columns={"text": "body"}))) == 0
    assert len(Ledger(project, Options(encoding="cp1256"))) == 0
    (project.folder / "boilerplate.toml").write_text("", encoding="utf-8")
    assert len(Ledger(project)) == 0


def test_the_result_is_the_same_whatever_the_number_of_jobs(
    tmp_path: Path, scorer: Scorer, articles: Any, jsonl: Any
) -> None:
    file = jsonl(tmp_path / "news.jsonl", articles(120, 5))
    loaded = []
    for jobs in (1, 2, 5):
        project = init_project(tmp_path / f"p{jobs}")
        own = Scorer(scorer.lexicon, threads=jobs)
        with Intake(project, scorer=own, jobs=jobs, batch_bytes=12_000) as intake:
            assert sum(counts.scored for _, counts in intake.add([file])) == 120
        loaded.append(open_project(project.folder).load())
    for other in loaded[1:]:
        assert other.articles.equals(loaded[0].articles)
        for name in ("articles", "evidence", "exposure", "scores", "scales"):
            assert getattr(other.scored, name).equals(getattr(loaded[0].scored, name)), name


def test_reading_ahead_keeps_the_order_and_hands_errors_on() -> None:
    def items() -> Iterator[int]:
        yield from range(3)
        raise ValueError("broken")

    numbers = ahead(items())
    assert [next(numbers) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="broken"):
        next(numbers)


def test_dates_that_can_be_read_now_are_stored_and_nothing_else_is_scored_anew(
    project: Project, add: Add, tmp_path: Path
) -> None:
    rows = [
        "id,date,text,language",
        "1,03/04/2024,पहला पाठ,hi",
        "2,03/05/2024,दूसरा पाठ,hi",
        "3,2024-03-06,तीसरा पाठ,hi",
    ]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    assert add(path).scored == 3
    assert add(path).known == 3
    told = Options(date_order="dmy")
    counts = add(path, options=told)
    assert (counts.scored, counts.replaced, counts.known) == (2, 2, 1)
    assert add(path, options=told).known == add(path).known == 3
    found = project.load().articles.sort("article_id")["published"].dt.to_string("%Y-%m-%d").to_list()
    assert found == ["2024-04-03", "2024-05-03", "2024-03-06"]


def test_an_outlet_that_is_told_later_is_taken_by_articles_without_one(
    project: Project, add: Add, tmp_path: Path
) -> None:
    path = tmp_path / "daily-2026-01-01.jsonl"
    rows = [
        '{"id": "1", "text": "It rained.", "language": "en"}',
        '{"id": "2", "text": "It rained again.", "language": "en", "outlet": "Moorland Mail"}',
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert add(path).scored == 2
    told = add(path, options=Options(outlet="Harbour Herald"))
    assert (told.scored, told.replaced, told.known) == (1, 1, 1)
    # Neither a name that is another nor none takes the place of one that is there.
    assert add(path, options=Options(outlet="Canal Courier")).known == add(path).known == 2
    found = project.load().articles.sort("article_id")["outlet_name"].to_list()
    assert found == ["Harbour Herald", "Moorland Mail"]


def test_a_date_that_somebody_took_away_does_not_come_back(project: Project, add: Add, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,date,text,language\n1,2024-03-05,पहला पाठ,hi\n", encoding="utf-8")
    add(path)
    amend(project, ["1"], {"date": ""})
    assert add(path, options=Options(date_order="dmy")).known == 1
    assert project.load().articles["published"].to_list() == [None]


def test_a_project_begun_before_dates_had_a_precision_gets_the_column(
    project: Project, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,date,text,language\n1,2024-03-05,पहला पाठ,hi\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        older = {name: kind for name, kind in TABLES["articles"].items() if name != "published_precision"}
        patch.setitem(TABLES, "articles", older)
        add(path)
    assert "published_precision" not in pl.read_delta(str(project.folder / "articles")).columns
    path.write_text("id,date,text,language\n1,2024-03-05,पहला पाठ,hi\n2,2024-03,दूसरा पाठ,hi\n", encoding="utf-8")
    assert add(path).known == 1
    found = project.load().articles.sort("article_id").select("published_precision").to_series().to_list()
    assert found == [None, "month"]
    compact(project)
    assert project.load().articles.sort("article_id")["published_precision"].to_list() == [None, "month"]
    assert verify_project(project.folder).damage == ()
