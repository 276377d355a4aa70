"""How long the dashboard takes for its first page and for what people choose next: ``python -m tests.benchmarks.pages``.

On a copy of a project, once with nothing kept and once after another process has looked at it: the seconds until the
first page is made, then ten samples each of filters, of orders and pages, and of cells of the heat map that nobody chose
before; medians and the 95th hundredth, by the clock and of the processor, and the most memory that was held.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.pages.outlets import PAGE as OUTLETS
from dashboards.pages.outlets import outlets_page
from dashboards.pages.overview import overview_page
from dashboards.view import OutletsView, OverviewView
from framing.store.layout import KEPT
from framing.store.project import open_project

SAMPLES = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("--again", action="store_true", help="Measure the project itself, as it is.")
    chosen = parser.parse_args()
    if chosen.again:
        measure(chosen.project)
        return
    with tempfile.TemporaryDirectory(prefix="framing-pages-") as place:
        copy = shutil.copytree(chosen.project, Path(place) / "study", ignore=shutil.ignore_patterns(KEPT))
        for state in ("nothing kept", "kept by an earlier look"):
            print(state, flush=True)
            command = [sys.executable, "-m", "tests.benchmarks.pages", str(copy), "--again"]
            subprocess.run(command, check=True)


def measure(project: Path) -> None:
    """The first page, and then what people choose."""
    feed = Feed(lambda: open_project(project))
    begin = time.monotonic(), time.process_time()
    look = feed.look()
    if not isinstance(look, Snapshot):
        sys.exit(f"{look}")
    overview_page(look, OverviewView())
    print(f"  first page: {_since(begin)}")
    outlets = look.rows["outlet"].value_counts(sort=True)["outlet"].head(4 * SAMPLES).to_list()
    sizes = [str(least) for least in range(2, 2 + SAMPLES)]
    chosen: dict[str, list[Callable[[], object]]] = {
        "one outlet": [_overview(look, f"?outlet={key}") for key in outlets[:SAMPLES]],
        "least number of articles": [_overview(look, f"?least={least}") for least in sizes],
        "pages and orders": [_overview(look, f"?outlets={page}&order=low") for page in range(SAMPLES)],
        "the outlets' page": [_outlets(look, f"?page={page}&sort=praise") for page in range(SAMPLES)],
    }
    pairs = [f"a={a}&b={b}" for a, b in zip(outlets[::2], outlets[1::2], strict=False)][:SAMPLES]
    chosen |= {
        "a cell opened": [_outlets(look, f"?{pair}&measure=praise") for pair in pairs],
        "its words and sentences": [_part(look, "words", f"{pair}&measure=praise") for pair in pairs],
        "two outlets opened": [_outlets(look, f"?{pair}") for pair in pairs],
        "their effects": [_part(look, "contrast", pair) for pair in pairs],
        "their tests": [_part(look, "tested", pair) for pair in pairs],
        "the same words again": [_part(look, "words", f"{pair}&measure=praise") for pair in pairs],
    }
    for what, tasks in chosen.items():
        spent = []
        for task in tasks:
            begin = time.monotonic(), time.process_time()
            task()
            spent.append((time.monotonic() - begin[0], time.process_time() - begin[1]))
        clock, cpu = (sorted(values) for values in zip(*spent, strict=True))
        last = int(0.95 * (len(spent) - 1) + 0.5)
        print(
            f"  {what}: median {clock[len(clock) // 2]:.2f} s, 95 % {clock[last]:.2f} s "
            f"(processor {cpu[len(cpu) // 2]:.2f} and {cpu[last]:.2f} s)",
            flush=True,
        )
    print(f"  peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB")


def _since(begin: tuple[float, float]) -> str:
    return f"{time.monotonic() - begin[0]:.1f} s, {time.process_time() - begin[1]:.1f} s of the processor"


def _overview(look: Snapshot, search: str) -> Callable[[], object]:
    return lambda: overview_page(look, OverviewView.parse(search))


def _outlets(look: Snapshot, search: str) -> Callable[[], object]:
    return lambda: outlets_page(look, OutletsView.parse(search))


def _part(look: Snapshot, name: str, search: str) -> Callable[[], object]:
    return lambda: OUTLETS.parts[name](look, OUTLETS.path, search)


if __name__ == "__main__":
    main()
