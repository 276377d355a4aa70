"""The text of an e-mail (RFC 5322, MIME). Runs in the process of ``worker.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final

from framing.ingest.readers.entries import Unreadable, plain_text, squeezed

__all__ = ["email_paragraphs"]

_AGAIN: Final = "save its text as .txt"
_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")


def email_paragraphs(path: str) -> Iterator[dict[str, Any]]:
    """The paragraphs of an e-mail; its subject is the title, its sender the byline, its date when it was published.

    Raises:
        Unreadable: it has no text, or text in no encoding that there is.
    """
    with open(path, "rb") as file:
        mail = BytesParser(policy=policy.default).parse(file)
    assert isinstance(mail, EmailMessage)
    if not (mail["from"] or mail["subject"] or mail["date"]):
        raise Unreadable("input.unreadable", "it is no e-mail: it has no headers", _AGAIN)
    body = mail.get_body(("plain", "html"))
    if body is None:
        raise Unreadable("input.no-text", "there is no text in it", _AGAIN)
    try:
        content = str(body.get_content())
    except (LookupError, ValueError) as error:
        raise Unreadable("input.encoding", f"its text cannot be decoded: {error}", _AGAIN) from error
    is_plain = body.get_content_subtype() == "plain"
    paragraphs = _plain(content, is_flowed=is_plain) if is_plain else plain_text(content).split("\n")
    attached = sum(1 for _ in mail.iter_attachments())
    notes = [f"left out {attached} attachments: save those that are articles as files"] if attached else []
    yield {"paragraphs": paragraphs, "facts": _facts(mail), "notes": notes}


def _plain(content: str, *, is_flowed: bool) -> list[str]:
    """Paragraphs stand between blank lines; their lines were broken for the mail."""
    pieces = _BLANK.split(content.replace("\r\n", "\n").strip("\n"))
    return [squeezed(piece) for piece in pieces] if is_flowed and len(pieces) > 1 else content.splitlines()


def _facts(mail: EmailMessage) -> dict[str, str]:
    facts = {}
    if subject := squeezed(str(mail["subject"] or "")):
        facts["title"] = subject
    name, address = parseaddr(str(mail["from"] or ""))
    if sender := squeezed(name or address):
        facts["byline"] = sender
    with suppress(TypeError, ValueError, IndexError):  # A date that nobody can read counts as none.
        facts |= {"published": parsedate_to_datetime(str(mail["date"])).isoformat(), "published_basis": "metadata"}
    return facts
