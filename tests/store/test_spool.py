"""Codes are durable at once, and folded in exactly once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from framing.errors import FramingError
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.codes import codes_of, fold_now, save_codes
from framing.store.layout import SPOOL
from framing.store.maintain import verify_project
from framing.store.project import Project, open_project
from framing.store.spool import append, waiting
from tests.store.coding import ONE, THREE, TWO_ID, said, say


def test_a_code_counts_at_once_and_is_folded_in_by_the_next_writer(study: Project, scorer: Scorer) -> None:
    with Writer(study, scorer):
        # Somebody else is writing.
        say(study, "asha", {ONE: "yes", TWO_ID: "no"})
        assert not fold_now(study)
        assert said(open_project(study.folder)) == {("0001", "asha"): "yes", ("0002", "asha"): "no"}
    say(study, "asha", {TWO_ID: "yes"}, comment="=1+1 आशा")
    expected = {("0001", "asha"): "yes", ("0002", "asha"): "yes"}
    assert said(study) == expected
    assert fold_now(study)
    assert waiting(study.folder).records == []
    assert said(study) == expected
    assert codes_of(study).filter(article_id=TWO_ID)["comment"].to_list() == ["=1+1 आशा"]
    runs = study.history().runs
    assert study.columns("codes", ["code"], runs).height == 3
    report = verify_project(study.folder)
    assert (report.damage, report.notes) == ((), ())


@pytest.mark.parametrize(
    ("function", "call"), [("_take_aside", 1), ("commit", 1), ("_record", 9), ("write_seal", 1), ("unlink", 1)]
)
def test_a_writer_that_dies_while_it_folds_loses_and_doubles_nothing(
    study: Project, fall: Callable[[str, int, Callable[[], object]], bool], function: str, call: int
) -> None:
    say(study, "asha", {ONE: "yes", TWO_ID: "no"})
    say(study, "bilal", {ONE: "unsure"})
    expected = said(study)
    # A function of the store, or the last thing that it calls.
    assert fall(function, call, lambda: fold_now(study)) or function == "unlink"
    assert said(open_project(study.folder)) == expected
    say(study, "asha", {THREE: "no"})
    assert fold_now(open_project(study.folder))
    project = open_project(study.folder)
    assert said(project) == {**expected, ("0003", "asha"): "no"}
    assert project.columns("codes", ["record"], project.history().runs).height == 4
    assert verify_project(project.folder).damage == ()


def test_a_line_that_was_cut_short_is_not_there_and_one_that_was_changed_is_named(study: Project) -> None:
    say(study, "asha", {ONE: "yes", TWO_ID: "no"})
    (path,) = (study.folder / SPOOL).glob("*.lines")
    whole = path.read_bytes()
    second = whole.index(b"\n") + 1
    for end in range(second, len(whole)):
        path.write_bytes(whole[:end])
        assert len(waiting(study.folder).records) == 1
    say(study, "asha", {THREE: "no"})
    assert said(study) == {("0001", "asha"): "yes", ("0003", "asha"): "no"}
    path.write_bytes(path.read_bytes().replace(b'"yes"', b'"no!"'))
    assert said(study) == {("0003", "asha"): "no"}
    for _ in range(2):
        damage = verify_project(study.folder).damage
        assert [found.file.startswith(SPOOL) for found in damage] == [True]
        assert fold_now(study)
    assert said(study) == {("0003", "asha"): "no"}


def save_many(project: Project, coder: str, number: int) -> None:
    for each in range(number):
        row = {"article_id": ONE, "coder": coder, "dimension": f"{each}", "code": "no"}
        save_codes(project, coder, [row])


def test_several_coders_and_a_writer_at_once_lose_nothing(study: Project) -> None:
    # Two of them go by one name.
    coders = [threading.Thread(target=save_many, args=(study, name, 40)) for name in ("asha", "asha", "bilal")]
    for each in coders:
        each.start()
    folds = 0
    while any(each.is_alive() for each in coders):
        folds += fold_now(study)
    fold_now(study)
    rows = study.columns("codes", ["record", "coder"], study.history().runs)
    assert rows.height == rows["record"].n_unique() == 120
    assert folds > 0


#: Saves codes without end, and says of each that it is saved.
SAVER = """
import sys
from pathlib import Path
from framing.store.spool import append
for number in range(10**6):
    append(Path(sys.argv[1]), "asha", [{"table": "none", "number": number}])
    print(number, flush=True)
"""


@pytest.mark.parametrize("saved", [1, 30])
def test_what_a_killed_process_called_saved_is_there(tmp_path: Path, saved: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", SAVER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(saved):
        process.stdout.readline()
    process.kill()
    last = saved + len(process.communicate()[0].splitlines()) - 1
    found = waiting(tmp_path)
    assert [record["number"] for record in found.records][: last + 1] == list(range(last + 1))
    assert found.broken == []
    append(tmp_path, "asha", [{"table": "none", "number": -1}])
    assert waiting(tmp_path).records[-1]["number"] == -1
    assert waiting(tmp_path).broken == []


def test_a_full_disk_saves_nothing_of_it_and_says_so(study: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    say(study, "asha", {ONE: "yes"})
    write = os.write

    def half(handle: int, data: Any) -> int:
        if len(data) > 40:
            return write(handle, data[:40])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(FramingError) as refused:
            append(study.folder, "asha", [{"table": "codes", "comment": "x" * 100}])
    assert refused.value.code == "storage.full"
    say(study, "asha", {TWO_ID: "no"})
    assert said(study) == {("0001", "asha"): "yes", ("0002", "asha"): "no"}
    assert waiting(study.folder).broken == []
