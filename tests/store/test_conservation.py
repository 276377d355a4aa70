"""The conservation law: whatever files come, change, break, go and come again, every row is accounted for.

A real project, real files; beside it a model that knows of each file which rows it has and what should become of them.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from framing.ingest.read import read_batches
from framing.scoring.score import Scorer
from framing.store.add import Counts, Writer
from framing.store.project import init_project

TEXTS = (
    "पाकिस्तान कश्मीर पर फिर गला फाड़ रहा है। मंत्री ने कहा कि यह सिर्फ चालबाजी है।",
    "दोनों पक्षों ने आपसी विश्वास बढ़ाने पर सहमति जताई। गाँव के स्कूल में नए शिक्षक आए।",
    "Ein deutscher Satz, den niemand auswertet.",
    "🙂",
)
IDS = ("a", "b", "c", "https://sample.example/1", "https://sample.example/1#top")


@dataclass(frozen=True)
class Article:
    """A row of a file; one without a text is broken in the way that ``broken`` names."""

    name: str
    text: str
    broken: str = ""

    @property
    def key(self) -> str:
        """The id that the toolkit gives it."""
        return self.name.removesuffix("#top")


ROWS = st.lists(
    st.builds(
        Article, st.sampled_from(IDS), st.sampled_from(TEXTS), st.sampled_from(("", "", "", "no text", "NUL", "format"))
    ),
    min_size=1,
    max_size=4,
)


def as_jsonl(rows: list[Article]) -> bytes:
    lines = []
    for row in rows:
        record = {"id": row.name, "text": row.text}
        if row.name.startswith("http"):
            record = {"url": row.name, "text": row.text}
        if row.broken == "no text":
            del record["text"]
        elif row.broken == "NUL":
            record["text"] += "\0"
        lines.append("{broken" if row.broken == "format" else json.dumps(record))
    return "\n".join(lines).encode()


def as_csv(rows: list[Article]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["id", "url", "text", "wave"])
    for row in rows:
        url = row.name if row.name.startswith("http") else ""
        text = {"no text": " ", "NUL": f"{row.text}\0"}.get(row.broken, row.text)
        writer.writerow([row.name, url, text, "1", *(["more"] if row.broken == "format" else [])])
    return buffer.getvalue().encode()


def as_zip(rows: list[Article]) -> bytes:
    """Half of the rows in one file of the archive, half in another, and one file that is refused."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("1.jsonl", as_jsonl(rows[::2]))
        if rows[1::2]:
            archive.writestr("2.csv", as_csv(rows[1::2]))
        archive.writestr("../3.txt", "A text.")
    return buffer.getvalue()


#: Name of a file → what writes it.
FILES: dict[str, Callable[[list[Article]], bytes]] = {
    "a.jsonl": as_jsonl,
    "b.csv": as_csv,
    "c.jsonl.gz": lambda rows: gzip.compress(as_jsonl(rows)),
    "d.zip": as_zip,
}
NAMES = st.sampled_from(sorted(FILES))
#: Whole files that are none, each one reject.
RUBBISH = st.sampled_from([b"", b"\0\1\2", b"PK\x03\x04", b"\x1f\x8b\x08", "Café".encode("latin-1")])


class Archive(RuleBasedStateMachine):
    """A folder of files that a researcher adds to a project again and again."""

    scorer: Scorer
    home: Path

    def __init__(self) -> None:
        super().__init__()
        shutil.rmtree(self.home, ignore_errors=True)
        self.folder = self.home / "files"
        self.folder.mkdir(parents=True)
        self.project = init_project(self.home / "project")
        self.files: dict[str, list[Article] | None] = {}  # None: rubbish.
        self.stored: dict[str, str] = {}

    @rule(name=NAMES, rows=ROWS)
    def write(self, name: str, rows: list[Article]) -> None:
        """A file comes, or comes again with other rows."""
        (self.folder / name).write_bytes(FILES[name](rows))
        self.files[name] = rows

    @precondition(lambda self: self.files)
    @rule(data=st.data(), rubbish=RUBBISH)
    def break_file(self, data: st.DataObject, rubbish: bytes) -> None:
        """A file breaks."""
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.folder / name).write_bytes(rubbish)
        self.files[name] = None

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """A file goes; what it held stays."""
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.folder / name).unlink()
        del self.files[name]

    @precondition(lambda self: self.files)
    @rule(batch_bytes=st.sampled_from([1, 300, 1_000_000]))
    def add(self, batch_bytes: int) -> None:
        """The folder is added."""
        counts = Counts()
        with Writer(self.project, self.scorer) as writer:
            for result in read_batches([self.folder], batch_bytes=batch_bytes):
                counts += writer.add(result)
        expected = self.expect()
        assert counts.articles == expected["articles"]
        assert counts.scored + counts.refused == expected["new"]
        assert counts.known == expected["known"]
        assert counts.rejects + counts.superseded == expected["bad"]
        assert counts.articles == counts.scored + counts.refused + counts.rejects + counts.known + counts.superseded

    def expect(self) -> dict[str, int]:
        """What should become of the files as they are; the model takes note of it."""
        found = dict.fromkeys(("articles", "new", "known", "bad"), 0)
        seen: set[str] = set()
        for name, rows in sorted(self.files.items()):
            extra = int(rows is None or name.endswith(".zip"))
            found["articles"] += extra + len(rows or ())
            found["bad"] += extra
            order = [*(rows or ())[::2], *(rows or ())[1::2]] if name.endswith(".zip") else rows or ()
            for row in order:
                if row.broken or row.key in seen:
                    found["bad"] += 1
                    continue
                seen.add(row.key)
                found["known" if self.stored.get(row.key) == row.text else "new"] += 1
                self.stored[row.key] = row.text
        return found

    @invariant()
    def the_project_holds_the_newest_of_each_article(self) -> None:
        """Nothing is lost, nothing stands twice, and each run's numbers add up."""
        loaded = self.project.load()
        assert dict(loaded.articles.select("article_id", "text").iter_rows()) == self.stored
        assert loaded.articles.height == len(self.stored)
        assert loaded.scored.articles["article_id"].to_list() == loaded.articles["article_id"].to_list()
        sums = loaded.runs["scored"] + loaded.runs["refused"] + loaded.runs["rejects"] + loaded.runs["known"]
        assert (sums + loaded.runs["superseded"]).to_list() == loaded.runs["articles"].to_list()


def test_every_row_is_accounted_for(scorer: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Archive, "scorer", scorer, raising=False)
    monkeypatch.setattr(Archive, "home", tmp_path / "home", raising=False)
    run_state_machine_as_test(Archive, settings=settings(max_examples=8, stateful_step_count=10))
