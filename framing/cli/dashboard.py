"""``framing dashboard``: the project in a browser, served from this machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from framing.cli.main import DONE
from framing.cli.options import command
from framing.cli.output import message
from framing.errors import UsageError
from framing.validation.coding import coder_name

__all__ = ["dashboard", "serve"]


#: Where the password may stand.
_VARIABLE: Final = "FRAMING_PASSWORD"


@command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option(
    "--port", default=8050, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Ask for the password in this file, under any name (else for that of FRAMING_PASSWORD).",
)
@click.option("--behind-proxy", is_flag=True, help="A proxy stands before it, which decides who may read the project.")
@click.option(
    "--coder",
    "coders",
    multiple=True,
    help="Let this coder code the articles drawn for them, and judge hits; may come again.",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def dashboard(
    folder: Path,
    host: str,
    port: int,
    password_file: Path | None,
    behind_proxy: bool,
    coders: tuple[str, ...],
    no_browser: bool,
) -> int:
    r"""Look at the project in DIR (this folder where none is given) in a browser.

    Articles and scores stay as they are, and nothing leaves this machine. What takes long to work out is kept with the
    project, in .framing.kept, for the next look. On a --host that others reach, it asks for a password.

    With --coder there is a page on which the articles that 'framing sample' drew for that coder are coded, and where
    what coders differ on is settled; and hits can be judged on the page Lexicons. What they say is on the disk before
    the page says that it is saved.

    \b
    framing dashboard news
    framing dashboard news --coder asha --coder bilal
    """
    password = _password(password_file)
    for name in coders:
        coder_name(name)
    return serve(
        folder,
        host=host,
        port=port,
        browser=not no_browser,
        password=password,
        behind_proxy=behind_proxy,
        coders=coders,
    )


def _password(path: Path | None) -> str:
    """The password: the first line of a file, else what a variable of the environment holds; empty for none.

    Raises:
        UsageError: ``dashboard.password``: the file holds none.
    """
    if path is None:
        return os.environ.get(_VARIABLE, "")
    try:
        password = path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        password = ""
    if not password:
        raise UsageError("dashboard.password", "the file holds no password", str(path), "write one in its first line")
    return password


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8050,
    browser: bool = True,
    password: str = "",
    behind_proxy: bool = False,
    coders: Sequence[str] = (),
) -> int:
    """Serve the dashboard of a project until it is interrupted.

    Args:
        folder: of the project. It may come into being later: the page waits for it.
        host: address to bind.
        port: port to bind; 0 takes a free one.
        browser: whether to open one.
        password: that a browser has to send; others may read the project with it.
        behind_proxy: whether a proxy stands before it, which decides who may read the project.
        coders: who may code its articles; the page on which they do is the one that is opened.

    Returns:
        The exit code.

    Raises:
        UsageError: the dashboard's packages are missing, the port is taken, or nothing keeps others out.
    """
    import webbrowser
    from threading import Timer

    server = _bound(folder, host, port, password, behind_proxy, coders)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{server.effective_port}/"
    message(f"dashboard of {folder} on {address} (Ctrl+C ends it)")
    if browser:
        # The server answers from the moment it is bound; the browser may start while it warms up.
        Timer(0.2, webbrowser.open, [address + ("code" if coders else "")]).start()
    try:
        server.run()
    finally:
        server.close()
    return DONE


def _bound(folder: Path, host: str, port: int, password: str, behind_proxy: bool, coders: Sequence[str]) -> Any:
    """A server that is bound but not yet running; see :func:`serve`."""
    from importlib import import_module

    make, project = _server(), import_module("framing.store.project")
    asked = {"host": host, "port": port, "password": password, "behind_proxy": behind_proxy, "coders": coders}
    try:
        return make(lambda: project.open_project(folder), **asked)
    except OSError as error:
        what = f"cannot serve on {host} port {port}: {error.strerror or error}"
        raise UsageError("dashboard.port", what, "", "use another --port; 0 takes a free one") from None


def _server() -> Any:
    from importlib import import_module

    try:
        return import_module("dashboards.server").dashboard_server
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in {"dash", "dashboards", "flask", "plotly", "waitress"}:
            raise
        hint = "install them with: pip install 'framing-toolkit[dashboard]'"
        what = f"the dashboard's packages are not installed ({error.name})"
        raise UsageError("dashboard.missing", what, "", hint) from None
