"""Documents in the containers of word processors, PDF and mail, made by other libraries or by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

#: DejaVu has Latin and Arabic letters.
FONT: Final = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def docx(path: Path, paragraphs: Sequence[str]) -> None:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))


def odt(path: Path, paragraphs: Sequence[str]) -> None:
    """OpenDocument 1.3, parts 2 (packages) and 3 (schema)."""
    office, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text"))
    body = "".join(f"<text:p>{escape(paragraph).replace('  ', ' <text:s/>')}</text:p>" for paragraph in paragraphs)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}" xmlns:text="{text}">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )


def rtf(path: Path, paragraphs: Sequence[str]) -> None:
    """RTF 1.9.1: control words, and letters beyond ASCII as ``\\u`` with a stand-in."""

    def coded(text: str) -> str:
        plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        units = plain.encode("utf-16-le")
        codes = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
        return "".join(chr(code) if code < 128 else f"\\u{code - 65536 * (code > 32767)}?" for code in codes)

    body = "".join(f"{coded(paragraph)}\\par\n" for paragraph in paragraphs)
    path.write_text(f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{{\\fonttbl{{\\f0 Arial;}}}}\\f0\n{body}}}", encoding="ascii")


def html(path: Path, paragraphs: Sequence[str]) -> None:
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    path.write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", encoding="utf-8")


def pdf(path: Path, paragraphs: Sequence[str]) -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    style = ParagraphStyle("plain", fontName="DejaVu", fontSize=10, leading=12, spaceAfter=6)
    story = [Paragraph(escape(paragraph).replace("  ", " &nbsp;"), style) for paragraph in paragraphs if paragraph]
    SimpleDocTemplate(str(path), title="", invariant=1).build(story)


def drawn(path: Path, pages: Sequence[Sequence[tuple[float, float, str]]], **options: Any) -> None:
    """A PDF with lines of text at places."""
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    canvas = Canvas(str(path), pagesize=A4, invariant=1, **options)
    for page in pages:
        canvas.setFont("DejaVu", 10)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()


MAKERS: Final[dict[str, Callable[[Path, Sequence[str]], None]]] = {
    ".docx": docx,
    ".odt": odt,
    ".rtf": rtf,
    ".html": html,
    ".pdf": pdf,
}
