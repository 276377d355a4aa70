"""Generated articles, and projects made from them."""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from framing.ingest.read import read_batches
from framing.languages.registry import languages
from framing.lexicon.lexicon import load_lexicon
from framing.resources import lexicons_folder
from framing.scoring.score import Scorer
from framing.store.add import Counts, Writer
from framing.store.commit import Commits
from framing.store.erase import find_articles
from framing.store.project import Project, init_project, open_project
from tests.store.coding import TWO, run

PHRASES = (
    "पाकिस्तान कश्मीर पर फिर गला फाड़ रहा है।",
    "मंत्री ने कहा कि यह फैसला ऐतिहासिक है।",
    "दोनों पक्षों ने आपसी विश्वास बढ़ाने पर सहमति जताई।",
    "पुलिस ने कथित आरोपी को नहीं पकड़ा।",
    "बाज़ार में आज सब्ज़ियों के दाम पहले जैसे रहे।",
    "उन्होंने दावा किया कि “यह सिर्फ चालबाजी है” और चले गए।",
    "गाँव के स्कूल में नए शिक्षक आए।",
)


def make_articles(number: int, seed: int) -> list[dict[str, str]]:
    """Hindi articles with an id, a title, an outlet and some of the phrases."""
    chance = random.Random(seed)
    return [
        {
            "id": f"article-{index:04}",
            "title": chance.choice(PHRASES),
            "text": "\n".join(" ".join(chance.choices(PHRASES, k=3)) for _ in range(3)),
            "outlet": chance.choice(("alpha", "beta", "gamma")),
            "country": "IN",
            "language": "hi",
        }
        for index in range(number)
    ]


def write_jsonl(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few Hindi dimensions of the toolkit's lexicon, and the beginnings of its lists: loaded in no time."""
    folder = tmp_path_factory.mktemp("lexicon")
    for code in languages():
        (folder / code).mkdir()
    for name in (
        "codebook.toml",
        *(f"{name}.csv" for name in ("agencies", "boilerplate", "dates", "genres", "names", "outlets")),
        *(f"hi/{name}.csv" for name in ("sensational", "communique", "doubt", "attribution")),
    ):
        shutil.copy(lexicons_folder() / name, folder / name)
    headlines = {spoken.headline_words for spoken in languages().values() if spoken.headline_words}
    for name in sorted({"actors.csv", *(f"{code}/words.csv" for code in languages()), *headlines}):
        lines = (lexicons_folder() / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(lines[:200]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def scorer(lexicon: Path) -> Scorer:
    return Scorer(load_lexicon(lexicon), threads=1)


AddFiles = Callable[..., Counts]


@pytest.fixture(scope="session")
def add_files(scorer: Scorer) -> AddFiles:
    """Add files to a project, in batches of some bytes."""

    def add(project: Project, *paths: Path, batch_bytes: int = 1_000_000, scorer: Scorer = scorer) -> Counts:
        counts = Counts()
        with Writer(project, scorer) as writer:
            for result in read_batches(paths, batch_bytes=batch_bytes):
                counts += writer.add(result)
        return counts

    return add


class Fall(BaseException):
    """What no handler catches, as a kill."""


@pytest.fixture
def fall() -> Callable[[str, int, Callable[[], object]], bool]:
    """Break a task off when the store calls a function for the n-th time; whether it came that far."""

    def run(function: str, call: int, task: Callable[[], object]) -> bool:
        left = call

        def count(frame: FrameType, event: str, _: object) -> None:
            nonlocal left
            code = frame.f_code
            if event == "call" and code.co_name == function and "/framing/store/" in code.co_filename:
                left -= 1
                if left == 0:
                    raise Fall

        sys.setprofile(count)
        try:
            task()
        except Fall:
            return True
        finally:
            sys.setprofile(None)
        return False

    return run


@pytest.fixture(scope="session")
def articles() -> Callable[[int, int], list[dict[str, str]]]:
    return make_articles


@pytest.fixture(scope="session")
def jsonl() -> Callable[[Path, list[dict[str, str]]], Path]:
    return write_jsonl


def erase(project: Project, *names: str) -> int:
    """Erase articles, by their ids or addresses; how many."""
    with Commits(project) as commits:
        return commits.erase(find_articles(project, commits.history.runs, names, reason="takedown"))


def read_of(table: str, task: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    """How many files of a table a task reads."""
    seen: set[str] = set()
    check = Project.check

    def count(self: Project, files: Any) -> None:
        listed = list(files)
        seen.update(file.path for file in listed if file.path.startswith(f"{table}/"))
        check(self, listed)

    with monkeypatch.context() as patch:
        patch.setattr(Project, "check", count)
        task()
    return len(seen)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Path:
    """A project whose articles were all drawn for two coders, and their sheets beside it."""
    place = tmp_path_factory.mktemp("codes")
    project = init_project(place / "study")
    add_files(project, jsonl(place / "a.jsonl", articles(12, 5)))
    run("sample", place / "sheets", "--n", "12", "--dimension", "praise", "--dimension", "doubt", *TWO, on=project)
    return place


@pytest.fixture
def study(drawn: Path, tmp_path: Path) -> Project:
    shutil.copytree(drawn, tmp_path / "copy")
    return open_project(tmp_path / "copy" / "study")
