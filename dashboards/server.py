"""Serving the dashboard: waitress, on loopback unless told otherwise."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from waitress.server import create_server

from dashboards.app import create_app
from dashboards.guard import BODY_BYTES, Access
from dashboards.project import ProjectLike

__all__ = ["dashboard_server", "stop"]


def dashboard_server(
    opener: Callable[[], ProjectLike],
    *,
    host: str = "127.0.0.1",
    port: int = 8050,
    password: str = "",
    behind_proxy: bool = False,
    coders: Sequence[str] = (),
) -> Any:
    """A server that is bound but not yet running.

    Args:
        opener: opens the project; called until it succeeds.
        host: to bind; on anything but loopback others reach it.
        port: to bind; 0 takes a free one.
        password: that a browser has to send.
        behind_proxy: whether a proxy stands before the server, which lets in whom it likes.
        coders: who may code the project's articles there.

    Returns:
        A waitress server: ``run()`` serves until ``close()`` in the same thread, or :func:`stop` in another;
        ``effective_port`` is the port it has.

    Raises:
        UsageError: ``dashboard.password``: others reach the host, and nothing keeps them out.
        OSError: the port is taken.
    """
    # A browser asks for a dozen files at once; that some wait for a moment is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    access = Access.at(host, password=password, behind_proxy=behind_proxy)
    app = create_app(opener, access=access, coders=coders)
    return create_server(app.server, host=host, port=port, threads=8, ident=None, max_request_body_size=BODY_BYTES)


def stop(server: Any) -> None:
    """Stop a server that runs in another thread, once it has answered what it is at.

    Its sockets are closed by its own loop: closed from here, they would be gone from under it while it waits on them.
    """

    def close() -> None:
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()

    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(close)
