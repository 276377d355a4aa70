"""The paragraphs of documents of word processors (DOCX, ODT, RTF) and of e-mails. Runs in the process of ``worker.py``.

DOCX is ECMA-376 part 1 (WordprocessingML), ODT is OASIS OpenDocument 1.3, RTF is Microsoft's specification 1.9.1. What
was deleted, comments, notes, headers and footers are not the text.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final

from lxml import etree

from framing import limits
from framing.ingest.readers.entries import Unreadable, plain_text, squeezed

__all__ = ["email_paragraphs", "odt_paragraphs", "rtf_paragraphs", "word_paragraphs"]

_AS_TEXT: Final = "save its text as .txt"
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
        raise Unreadable("input.unreadable", "it is no e-mail: it has no headers", _AS_TEXT)
    body = mail.get_body(("plain", "html"))
    if body is None:
        raise Unreadable("input.no-text", "there is no text in it", _AS_TEXT)
    try:
        content = str(body.get_content())
    except (LookupError, ValueError) as error:
        raise Unreadable("input.encoding", f"its text cannot be decoded: {error}", _AS_TEXT) from error
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


_READ: Final = 1 << 20
_AGAIN: Final = "save it anew, or as plain text (.txt, UTF-8)"
_LOCKED: Final = ("input.encrypted", "it is protected by a password", "save it without one")

#: Elements of DOCX with no text of the document's own, and those that stand for a sign.
_W_SILENT: Final = frozenset(("del", "moveFrom", "instrText", "Fallback", "pPr", "rPr", "tblPr", "sectPr", "delText"))
_W_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: The same of ODT.
_ODT_SILENT: Final = frozenset(("annotation", "note", "tracked-changes", "sequence-decls", "forms", "title", "desc"))
_ODT_SIGNS: Final = {"tab": "\t", "line-break": "\n"}
_SPACES: Final = 1_000

#: The address that the library writes behind a link.
_LINK: Final = re.compile(r'\("[a-z]{2,10}:[^"\s]*"\)')
_CODE_PAGE: Final = re.compile(rb"\\ansicpg(\d{3,5})")


def word_paragraphs(path: str) -> Iterator[dict[str, Any]]:
    """The paragraphs of a DOCX document.

    Raises:
        Unreadable: it cannot be read.
    """
    tree, names = _tree(path, "word/document.xml")
    paragraphs: list[str] = []
    _gather(tree, paragraphs, [], (_W_SILENT, _W_SIGNS, ("p",), ("t",)))
    left = [kind for kind in ("footnotes", "endnotes") if f"word/{kind}.xml" in names and _refers(tree, kind[:-1])]
    yield {"paragraphs": paragraphs, "notes": [f"left out its {kind}" for kind in left]}


def _refers(tree: etree._Element, kind: str) -> bool:
    return next(tree.iter(f"{{*}}{kind}Reference"), None) is not None


def odt_paragraphs(path: str) -> Iterator[dict[str, Any]]:
    """The paragraphs of an ODT document, packed or flat (.fodt); as :func:`word_paragraphs`."""
    with open(path, "rb") as file:
        is_packed = file.read(2) == b"PK"
    if is_packed:
        tree, _ = _tree(path, "content.xml")
    else:
        with open(path, "rb") as file:
            tree = _parsed(file.read(limits.DOCUMENT_UNPACKED_BYTES))
    body = next(tree.iter("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"), None)
    if body is None:
        raise Unreadable("input.no-text", "it is no text document", _AGAIN)
    paragraphs: list[str] = []
    _gather(body, paragraphs, [], (_ODT_SILENT, _ODT_SIGNS, ("p", "h"), ("p", "h", "span", "a")))
    notes = ["left out its footnotes"] if next(body.iter("{*}note"), None) is not None else []
    yield {"paragraphs": paragraphs, "notes": notes}


def rtf_paragraphs(path: str) -> Iterator[dict[str, Any]]:
    """The paragraphs of an RTF document; as :func:`word_paragraphs`."""
    from striprtf.striprtf import rtf_to_text

    with open(path, "rb") as file:
        raw = file.read()
    # Bytes beyond ASCII are written as codes; a program that writes them as they are means its code page.
    page = _CODE_PAGE.search(raw[:4096])
    name = f"cp{page[1].decode()}" if page else "cp1252"
    try:
        text = rtf_to_text(raw.decode(name, "replace"), encoding=name)
    except LookupError as error:
        raise Unreadable("input.encoding", f"there is no code page {name}", _AGAIN) from error
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        what = f"it is no RTF, or damaged: {' '.join(str(error).split())[:200]}"
        raise Unreadable("input.unreadable", what, _AGAIN) from error
    if raw.rstrip(b"\0 \r\n")[-1:] != b"}":
        raise Unreadable("input.unreadable", "it breaks off before its end", "fetch it again")
    yield {"paragraphs": _LINK.sub("", text).split("\n")}


def _tree(path: str, part: str) -> tuple[etree._Element, set[str]]:
    """A part of a packed document, and the names of all parts.

    Raises:
        Unreadable: it is damaged, protected, or unpacked too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise Unreadable(*_LOCKED)
            info = archive.getinfo(part)
            info.file_size = 1 << 62  # What the archive says of it would end the reading early.
            pieces, size = [], 0
            with archive.open(info) as handle:
                while data := handle.read(_READ):
                    size += len(data)
                    if size > limits.DOCUMENT_UNPACKED_BYTES:
                        what = f"its text is marked up in more than {limits.DOCUMENT_UNPACKED_BYTES} bytes"
                        raise Unreadable("input.too-large", what, "save it as plain text")
                    pieces.append(data)
    except KeyError as error:
        raise Unreadable("input.unreadable", f"it has no part {part}", _AGAIN) from error
    except RuntimeError as error:
        raise Unreadable(*_LOCKED) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Unreadable("input.unreadable", f"it is damaged: {error}", _AGAIN) from error
    return _parsed(b"".join(pieces)), names


def _parsed(raw: bytes) -> etree._Element:
    try:
        return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise Unreadable("input.unreadable", f"it is damaged: {error}", _AGAIN) from error


def _gather(element: etree._Element, paragraphs: list[str], line: list[str], kinds: tuple[Any, ...]) -> None:
    """Gather the paragraphs below an element; ``line`` is the one that it stands in. A tree has 256 levels at most."""
    silent, signs, blocks, texts = kinds
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        if name in blocks:
            own = [child.text or ""] if name in texts else []
            _gather(child, paragraphs, own, kinds)
            paragraphs.append("".join(own).strip())
        elif name in signs:
            line.append(signs[name])
        elif name == "s":
            count = next((value for key, value in child.attrib.items() if str(key).endswith("}c")), "1")
            line.append(" " * min(int(count) if str(count).isdigit() else 1, _SPACES))
        elif name not in silent:
            line.append((child.text or "") if name in texts else "")
            _gather(child, paragraphs, line, kinds)
        if "p" in texts:
            line.append(child.tail or "")
