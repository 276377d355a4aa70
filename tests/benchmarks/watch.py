"""How soon a file that comes into a watched folder is stored: ``python -m tests.benchmarks.watch``.

Seconds from the file's last byte to the message that it was stored, one file after the other, into a new project; as a
ratio to what starting Python and loading the toolkit takes in the same minutes, which tells how busy the machine is.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from framing.store.project import init_project

TEXT = "मंत्री ने कहा कि यह फैसला ऐतिहासिक है।"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="framing-watch-") as place:
        seconds = measure(Path(place), arguments.files)
    begin = time.monotonic()
    subprocess.run([sys.executable, "-m", "framing", "--version"], check=True, stdout=subprocess.DEVNULL)
    start = time.monotonic() - begin
    median = statistics.median(seconds)
    print(
        f"stored after {median:.2f} s (median of {len(seconds)}; {min(seconds):.2f} to {max(seconds):.2f}), "
        f"{median / start:.1f} times the {start:.2f} s that 'framing --version' takes"
    )


def measure(place: Path, files: int) -> list[float]:
    """Seconds for each file."""
    inbox, project = place / "inbox", init_project(place / "study")
    inbox.mkdir()
    command = [sys.executable, "-m", "framing", "add", str(inbox), "--watch", "--project", str(project.folder)]
    seconds = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()  # It watches now.
        for number in range(files):
            (inbox / f"{number}.txt").write_text(f"{TEXT} {number}", encoding="utf-8")
            begin = time.monotonic()
            if process.stderr.readline() != "framing: 1 scored\n":
                raise RuntimeError("a file was not stored")
            seconds.append(time.monotonic() - begin)
        process.send_signal(signal.SIGINT)
    return seconds


if __name__ == "__main__":
    main()
