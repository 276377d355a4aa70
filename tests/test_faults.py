"""What the system refused is told by its number, whichever library reports it; what is written is whole or not there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import polars as pl
import pytest

from framing.errors import InputError, StorageError, fault_of, in_short, pass_on, probe, refused, whole_file, writing
from framing.ingest.read import read
from framing.store.integrity import guarded
from tests.conftest import Run


class PanicException(BaseException):
    """As each of Rust's extensions has one."""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "x"), "storage.full"),
        (OSError(errno.EDQUOT, "x"), "storage.quota"),
        (PermissionError(errno.EACCES, "x"), "storage.denied"),
        (RuntimeError("Unable to open file /a: Too many open files (os error 24)"), "storage.handles"),
        (pl.exceptions.ComputeError("parquet: underlying IO error: Input/output error (os error 5)"), "storage.failed"),
        (PanicException('called `unwrap()` on: Os { code: 30, kind: ReadOnlyFilesystem, message: "x" }'), "storage.read-only"),
        (MemoryError(), "storage.memory"),
    ],
)  # fmt: skip
def test_each_fault_is_known_by_its_number(error: BaseException, code: str, tmp_path: Path) -> None:
    found = refused(error, tmp_path, doing="it cannot be read")
    assert isinstance(found, StorageError)
    assert found.code == code
    assert found.hint
    if not isinstance(error, MemoryError):
        with pytest.raises(StorageError) as caught, guarded(tmp_path):
            raise error
        assert caught.value.code == code


@pytest.mark.parametrize(
    "error", [ValueError("no footer"), FileNotFoundError(errno.ENOENT, "x"), RuntimeError("offset 28 (os error)")]
)
def test_what_no_fault_is_is_left_alone(error: Exception, tmp_path: Path) -> None:
    assert fault_of(error) is None
    with pytest.raises(type(error)), writing(tmp_path / "file"):
        raise error


def test_what_it_was_raised_from_counts() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "x")
        except OSError as error:
            raise RuntimeError("transport error") from error
    except RuntimeError as error:
        found = fault_of(error)
    assert found is not None
    assert found[0].code == "storage.full"


def test_where_a_library_keeps_the_number_to_itself_the_disk_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert probe(tmp_path, 5_000_000) is None
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr("framing.errors.probe", lambda _: OSError(errno.EDQUOT, "x"))
    with pytest.raises(StorageError, match="quota"), writing(tmp_path / "file"):
        raise pl.exceptions.ComputeError("File out of specification: transport error")


def test_a_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(UnicodeEncodeError), whole_file(path) as draft:
        draft.write_text("half\ud800", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "before"
    assert [found.name for found in tmp_path.iterdir()] == ["out.csv"]
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    with whole_file(link) as draft:
        draft.write_text("after", encoding="utf-8")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "after"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_as_it_is() -> None:
    with whole_file(Path(os.devnull)) as draft:
        draft.write_text("gone", encoding="utf-8")
    assert not Path(os.devnull).is_file()


def test_a_draft_is_nobodys_business(tmp_path: Path, run: Run) -> None:
    """An error names the file that was asked for."""
    missing = tmp_path / "nowhere" / "out.jsonl"
    (tmp_path / "a.txt").write_text("A deal was signed in Delhi.", encoding="utf-8")
    done = run("score", tmp_path / "a.txt", "--output", missing)
    assert done.code == 1
    assert f"{missing}: " in done.err
    assert ".part" not in done.err


def test_a_fault_that_meets_every_file_stops_reading_and_one_of_a_file_is_its_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many open files are no fault of the files: none may be known as rejected, and passed over the next time."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A deal was signed in Delhi.", encoding="utf-8")
    real = Path.open

    def strike(number: int) -> None:
        def opened(path: Path, *rest: object, **more: object) -> object:
            if path.name == "a.txt":
                raise OSError(number, os.strerror(number), str(path))
            return real(path, *rest, **more)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", opened)

    strike(errno.EMFILE)
    with pytest.raises(StorageError, match="open more files") as caught:
        read([tmp_path])
    assert caught.value.code == "storage.handles"
    strike(errno.EIO)
    found = read([tmp_path])
    assert found.articles.height == 1
    assert found.rejects["reason"].to_list() == ["the disk, or the network it is on, fails (Input/output error)"]
    pass_on(InputError("input.text", "x"), tmp_path)


def test_the_command_line_tells_it_in_one_line(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import framing.cli.score

    def struck(*_: object, **__: object) -> None:
        raise RuntimeError("Generic LocalFileSystem error: No space left on device (os error 28)")

    monkeypatch.setattr(framing.cli.score, "read_batches", struck)
    done = run("score", tmp_path)
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "[storage.full]" in done.err


@pytest.mark.parametrize(("letters", "told"), [(199, "x" * 199), (200, "x" * 200), (201, "x" * 199 + "…")])
def test_a_message_tells_the_beginning_of_many_names(letters: int, told: str) -> None:
    assert in_short(["x" * letters]) == told
