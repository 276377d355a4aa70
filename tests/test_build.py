"""Wheel and sdist hold what they should, and the wheel works away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import framing

ROOT = Path(framing.__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", folder, ROOT], check=True, capture_output=True)
    return folder


def test_the_wheel_holds_code_lexicons_and_seeds(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    # Without a compiler it is one for all machines.
    compiled = any(map(shutil.which, ("cc", "gcc", "clang")))
    assert wheel.name.endswith("-py3-none-any.whl") != compiled
    assert bool({"framing/native/accelerator.so", "framing/native/accelerator.dll"} & names) == compiled
    for source in sorted([*(ROOT / "lexicons").rglob("*.*"), *(ROOT / "seeds").rglob("*.*")]):
        assert f"framing/_data/{source.relative_to(ROOT).as_posix()}" in names
    assert {"framing/scoring/score.py", "dashboards/assets/page.js", "dashboards/assets/fonts/OFL.txt"} <= names
    assert not [name for name in names if name.startswith(("tests/", "seeds/"))]
    assert {name.rsplit("/", 1)[-1] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_sdist_holds_the_tests_too(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {
        "pyproject.toml",
        "NOTICE",
        "Makefile",
        "constraints.txt",
        "hatch_build.py",
        "framing/native/matching.c",
        "tests/test_build.py",
        "lexicons/codebook.toml",
    } <= names


def test_the_wheel_scores_a_seed_in_another_place(built: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    needs = []
    if not os.environ.get("TORTURE"):
        # Unpacking libraries takes longer than all else here: those of this process do.
        # That each is declared is for test_imports.py to see.
        needs = ["--no-deps"]
        (found,) = (tmp_path / "venv").glob("lib/python*/site-packages")
        (found / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    (wheel,) = built.glob("*.whl")
    install: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",
    ]
    subprocess.run([*install, *needs, "--constraint", ROOT / "constraints.txt", wheel], check=True, capture_output=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [tmp_path / "venv" / "bin" / "framing", "demo", "--no-serve", "--json"],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        env=environment,
    )
    told = subprocess.run([python, "-m", "framing", "--version"], check=True, capture_output=True, env=environment)
    compiler = any(map(shutil.which, ("cc", "gcc", "clang")))
    assert (b"(with accelerator)" in told.stdout) == compiler, told.stdout
    printed = json.loads(done.stdout)
    assert len(printed["articles"]) == 5
    assert printed["articles"][0]["lexicon_fingerprint"] == framing.default_lexicon().fingerprint

    # The types reach the user: what is right passes, a number taken for a path does not.
    script = tmp_path / "user.py"
    script.write_text(
        "import framing\n"
        "import polars as pl\n"
        'scored: framing.Scored = framing.score(pl.DataFrame({"text": ["a"]}))\n'
        "table: pl.DataFrame = framing.estimate(scored, scored.articles)\n"
        "framing.open_project(7)\n",
        encoding="utf-8",
    )
    # What others wrote is looked through for a minute, and says nothing of what the wheel brings.
    settings = tmp_path / "mypy.ini"
    settings.write_text(
        "[mypy]\nstrict = True\n[mypy-polars.*,numpy.*,scipy.*]\nfollow_imports = skip\n", encoding="utf-8"
    )
    options: list[str | Path] = ["--config-file", settings, "--python-executable", python]
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "--cache-dir", tmp_path / "mypy", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert [line.split(": ")[0] for line in checked.stdout.splitlines()[:-1]] == ["user.py:5"], checked.stdout
    assert "[arg-type]" in checked.stdout
