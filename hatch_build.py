"""Builds the accelerator (``framing/native``) with the package where there is a C compiler; without one all works too.

python hatch_build.py     builds it beside its sources, as an editable install does
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "framing" / "native"
TARGET = FOLDER / ("accelerator.dll" if sys.platform == "win32" else "accelerator.so")
#: Not -march=native: a wheel goes to other machines. Not -ffast-math: there are no floating-point numbers.
FLAGS = ("-std=c99", "-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-Wall", "-Wextra")


def build() -> str:
    """Build the accelerator; returns why it was not, or nothing."""
    if os.environ.get("FRAMING_ACCELERATOR", "").strip().lower() in ("0", "off", "no"):
        return "switched off by FRAMING_ACCELERATOR"
    compiler = next(filter(None, map(shutil.which, _compilers())), None)
    if compiler is None:
        return "no C compiler was found (cc, gcc or clang; or name one in CC)"
    sources = sorted(FOLDER.glob("*.c"))
    name = f'-DFRAMING_SOURCES="{_digest()}"'
    # Built aside and then renamed: a process that has the old one loaded goes on with it.
    handle, draft = tempfile.mkstemp(suffix=TARGET.suffix, dir=FOLDER)
    os.close(handle)
    try:
        command = [compiler, *FLAGS, name, "-o", draft, *map(str, sources)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"{compiler} failed: {(done.stderr.strip().splitlines() or ['without a word'])[-1]}"
        os.chmod(draft, 0o755)
        os.replace(draft, TARGET)
    finally:
        Path(draft).unlink(missing_ok=True)
    return ""


def _compilers() -> list[str]:
    named = os.environ.get("CC") or (sysconfig.get_config_var("CC") or "").partition(" ")[0]
    return [name for name in (named, "cc", "gcc", "clang") if name]


def _digest() -> str:
    """As ``framing.native.library`` takes it."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in ("*.c", "*.h") for path in FOLDER.glob(pattern)):
        found.update(path.read_bytes())
    return found.hexdigest()


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # Run by itself.
    pass
else:

    class AcceleratorHook(BuildHookInterface[Any]):
        """What hatchling calls before it packs."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Build, and let the wheel say for which machine it is; without the accelerator it is for all."""
            reason = build()
            if reason:
                self.app.display_warning(f"framing: built without the accelerator, scoring will be slower: {reason}")
            elif version != "editable":
                build_data["artifacts"].append(TARGET.relative_to(self.root).as_posix())
                build_data["pure_python"] = False
                # The library knows nothing of Python, so that one wheel serves all its versions.
                build_data["tag"] = f"py3-none-{_platform()}"


def _platform() -> str:
    if sys.platform == "darwin":
        release = (os.environ.get("MACOSX_DEPLOYMENT_TARGET") or platform.mac_ver()[0]).split(".")
        return f"macosx_{release[0]}_{release[1] if release[0] == '10' else 0}_{platform.machine()}"
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")


if __name__ == "__main__":
    sys.exit(build() or None)
