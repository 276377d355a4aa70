"""What is wrong with a cluster is one line; nothing is waited for in vain, and nothing is scored otherwise."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from distributed import Client

import framing
from framing.cluster.spreading import Cluster
from framing.errors import ClusterError
from framing.lexicon.lexicon import Lexicon
from framing.memory import limit_to, room
from framing.store.known import open_rejects
from framing.store.project import Project, init_project
from tests.benchmarks.worst import CASES
from tests.cluster.machines import Scheduler, pids, scheduler, worker

ROOT = Path(framing.__file__).parents[1]


@pytest.fixture
def refused(run: Any, tmp_path: Path) -> Callable[..., str]:
    """The one line that ``framing add --cluster`` says."""
    (tmp_path / "a.txt").write_text("It was a historic day.", encoding="utf-8")
    init_project(tmp_path / "study")

    def call(address: str) -> str:
        found = run("add", tmp_path / "a.txt", "--project", tmp_path / "study", "--cluster", address)
        assert found.code == 1, found
        assert not found.out
        (line,) = found.err.splitlines()
        assert address in line or "cluster.no-package" in line or "cluster.version" in line
        return str(line)

    return call


@pytest.mark.parametrize("address", ["somewhere", "local:0", "local:", "http://127.0.0.1:80", "tcp://127.0.0.1"])
def test_what_is_no_address_is_named(refused: Callable[..., str], address: str) -> None:
    assert "[cluster.address]" in refused(address)


def test_jobs_are_for_this_machine_alone(run: Any, tmp_path: Path) -> None:
    project = init_project(tmp_path / "study").folder
    found = run("add", tmp_path, "--project", project, "--cluster", "local:2", "--jobs", "2")
    assert "[add.usage]" in found.err


@pytest.mark.parametrize("library", ["distributed", "cryptography"])
def test_what_is_not_installed_is_named(run: Any, tmp_path: Path, library: str) -> None:
    project = init_project(tmp_path / "study").folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, library, None)
        for name in [name for name in sys.modules if name.startswith("framing.cluster.")]:
            patch.delitem(sys.modules, name)
        found = run("add", tmp_path, "--project", project, "--cluster", "local:2")
    assert f"{library} is not installed; pip install 'framing-toolkit[cluster]' [cluster.missing]" in found.err


@pytest.mark.parametrize("place", ["127.0.0.1:65536", "a..b:1"])
def test_where_nobody_can_listen_is_known_at_once(refused: Callable[..., str], place: str) -> None:
    assert "[cluster.unreachable]" in refused(f"tcp://{place}")


def test_where_nobody_listens_is_known_at_once(refused: Callable[..., str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        line = refused(address)
    assert "there is no scheduler: Connection refused" in line
    assert "[cluster.unreachable]" in line


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two certificates that know nothing of each other."""
    folder = tmp_path_factory.mktemp("certificates")
    for name in ("theirs", "other"):
        asked = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        files = ["-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.crt"]
        subprocess.run(["openssl", "req", "-x509", *asked, *files], check=True, capture_output=True)
    return folder


def settings(folder: Path, name: str, role: str) -> dict[str, str]:
    """Dask's own settings of certificates, by variables."""
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    return {
        f"{tls}CA_FILE": f"{folder}/{name}.crt",
        f"{tls}{role}__CERT": f"{folder}/{name}.crt",
        f"{tls}{role}__KEY": f"{folder}/{name}.key",
    }


def test_tls_refused_is_named(refused: Callable[..., str], certificates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dask

    with scheduler("--protocol", "tls", settings=settings(certificates, "theirs", "SCHEDULER")) as running:
        assert running.address.startswith("tls://")
        line = refused(running.address.replace("tls://", "tcp://"))
        assert "talks TLS only" in line
        assert "[cluster.tls]" in line
        assert "[cluster.tls]" in refused(running.address)
        for name, value in settings(certificates, "other", "CLIENT").items():
            monkeypatch.setenv(name, value)
        dask.config.refresh()
        try:
            line = refused(running.address)
        finally:
            monkeypatch.undo()
            dask.config.refresh()
    assert "certificate verify failed" in line
    assert "[cluster.tls]" in line


def test_a_scheduler_without_workers_is_named(monkeypatch: pytest.MonkeyPatch, refused: Callable[..., str]) -> None:
    monkeypatch.setattr("framing.cluster.connecting._WORKERS", 0.2)
    with scheduler() as running:
        assert "the scheduler has no workers" in refused(running.address)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the package: of another version, with other lists."""
    folder = tmp_path_factory.mktemp("others")
    for name in ("version", "fingerprint"):
        (folder / name).mkdir()
        shutil.copytree(ROOT / "framing", folder / name / "framing", ignore=shutil.ignore_patterns("_data"))
        shutil.copytree(ROOT / "lexicons", folder / name / "lexicons")
        (folder / name / "seeds").symlink_to(ROOT / "seeds")
    version = folder / "version" / "framing" / "version.py"
    version.write_text(version.read_text(encoding="utf-8").replace(framing.__version__, "0.0.1"), encoding="utf-8")
    with (folder / "fingerprint" / "lexicons" / "actors.csv").open("a", encoding="utf-8") as file:
        file.write("x,person,,en,Someone,form,\n")
    return folder


@pytest.fixture(scope="module")
def lonely() -> Iterator[Scheduler]:
    """A scheduler that has those workers which a test brings."""
    with scheduler() as running:
        yield running


@pytest.mark.parametrize("name", ["version", "fingerprint"])
def test_workers_that_score_otherwise_are_refused_by_name(others: Path, lonely: Scheduler, name: str) -> None:
    path = {"PYTHONPATH": str(others / name)}
    with worker(lonely.address, "--no-nanny", settings=path), Client(lonely.address, set_as_default=False) as client:
        client.wait_for_workers(1)
        (address,) = client.scheduler_info()["workers"]
        with pytest.raises(ClusterError) as caught:
            Cluster(client)
    assert caught.value.code == f"cluster.{name}"
    assert caught.value.where == f"worker {address}"
    if name == "version":
        assert caught.value.what == f"it has framing 0.0.1, and this process framing {framing.__version__}"


def test_a_worker_without_the_package_is_refused_by_name(lonely: Scheduler) -> None:
    site = Path(sysconfig.get_paths()["purelib"])
    with worker(lonely.address, "--no-nanny", without=site), Client(lonely.address, set_as_default=False) as client:
        client.wait_for_workers(1)
        (address,) = client.scheduler_info()["workers"]
        with pytest.raises(ClusterError) as caught:
            Cluster(client)
    assert (caught.value.code, caught.value.where) == ("cluster.no-package", f"worker {address}")


def test_a_worker_that_comes_later_is_refused_by_name(others: Path, small: Lexicon) -> None:
    path = {"PYTHONPATH": str(others / "version")}
    with (
        scheduler() as running,
        worker(running.address, "--no-nanny") as first,
        Client(running.address, set_as_default=False) as client,
    ):
        scoring = Cluster(client).scoring(small)
        first.terminate()
        with (
            worker(running.address, "--no-nanny", settings=path),
            pytest.raises(ClusterError, match=r"it has framing 0\.0\.1"),
        ):
            scoring.start(framing.articles({"text": ["मंत्री ने कहा कि यह ऐतिहासिक है।"]}))()


def resident(pid: int) -> int:
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def test_an_article_that_workers_die_of_is_one_reject(tmp_path: Path, jsonl: Any, add_there: Any) -> None:
    """A watcher ends what grows too large, as the system and nannies do."""
    rows = [{"id": f"r{row}", "text": f"صدر نے کہا کہ یہ دن {row} تاریخی ہے۔", "language": "ur"} for row in range(3)]
    rows[1] = {"id": "heavy", "text": CASES["told to"]("ur", 1_900_000), "language": "ur"}
    project: Project = init_project(tmp_path / "study")
    file = jsonl(tmp_path / "news.jsonl", rows)
    ended: list[int] = []
    stop = Event()
    one_death = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with (
        scheduler(settings=one_death) as running,
        worker(running.address),
        Client(running.address, set_as_default=False) as client,
        Client(running.address, set_as_default=False) as watching,
    ):
        add_there(
            project,
            client,
            jsonl(tmp_path / "first.jsonl", [{"id": "first", "text": rows[0]["text"], "language": "ur"}]),
        )
        (pid,) = pids(client).values()
        most = resident(pid) + 60_000_000

        def watch() -> None:
            while not stop.wait(0.005):
                for pid in watching.run(os.getpid, on_error="ignore").values():
                    if resident(pid) > most:
                        ended.append(pid)
                        os.kill(pid, signal.SIGKILL)

        watcher = Thread(target=watch)
        watcher.start()
        try:
            counts = add_there(project, client, file, batch_bytes=10_000_000)
        finally:
            stop.set()
            watcher.join()
    assert (counts.articles, counts.scored, counts.rejects) == (3, 2, 1)
    assert sorted(project.load().articles["article_id"]) == ["first", "r0", "r2"]
    (reject,) = open_rejects(project, project.history().runs).iter_rows(named=True)
    assert (reject["code"], reject["origin"]) == ("score.memory", f"{file}:2")
    assert 2 <= len(ended) <= 4  # Once with its neighbours, once for each half, once alone.


def test_what_somebody_else_allows_counts() -> None:
    before = room()
    limit_to(10)
    try:
        assert room() < 0 < before
    finally:
        limit_to(float("inf"))
    assert room() > 0
