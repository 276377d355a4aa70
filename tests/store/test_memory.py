"""Where the system gives no more memory, an article that takes too much is one reject, and its neighbours are scored."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from framing.store.known import open_rejects
from framing.store.project import init_project, open_project
from tests.benchmarks.worst import CASES

#: Memory that the system gives beyond what a run holds that has added something: what reading the article takes, and not
#: what scoring it takes.
ROOM = 300_000_000

ADD = """
import resource, sys
from contextlib import suppress
from pathlib import Path
from framing.cli.main import main

project, room, *folders = sys.argv[1:]
for folder in folders:
    sys.argv = ["framing", "add", folder, "--project", project, "--jobs", "1"]
    code = None
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + int(room), resource.RLIM_INFINITY))
sys.exit(code)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not limit what a process maps")
def test_what_exhausts_memory_is_one_reject(tmp_path: Path) -> None:
    first, folder = tmp_path / "first", tmp_path / "news"
    for place in (first, folder):
        place.mkdir()
    (first / "a.txt").write_text("صدر نے کہا کہ یہ تاریخی ہے۔", encoding="utf-8")
    rows = [(f"r{row}", f"صدر نے کہا کہ یہ دن {row} تاریخی ہے۔") for row in range(6)]
    rows[3] = ("heavy", CASES["told to"]("ur", 800_000))
    lines = [json.dumps({"id": key, "text": text, "language": "ur"}) for key, text in rows]
    (folder / "big.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "later.txt").write_text("صدر نے کہا کہ وہ تیار ہیں۔", encoding="utf-8")
    init_project(tmp_path / "study")
    command: list[str | Path] = [sys.executable, "-c", ADD, tmp_path / "study", str(ROOM), first, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    project = open_project(tmp_path / "study")
    loaded = project.load()
    scored = loaded.scored.articles.filter(loaded.scored.articles["words"] > 0)["article_id"].to_list()
    assert sorted(scored) == ["a.txt", "later.txt", "r0", "r1", "r2", "r4", "r5"]
    (reject,) = open_rejects(project, project.history().runs).iter_rows(named=True)
    assert (reject["code"], reject["origin"]) == ("score.memory", f"{folder}/big.jsonl:4")
    assert reject["reason"] in done.stderr
