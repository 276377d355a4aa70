"""Words that all pages use."""

from __future__ import annotations

from framing.languages.registry import languages

__all__ = ["language_name"]


def language_name(codes: str) -> str:
    """What languages are called in English; codes are joined by ``+``."""
    known = languages()
    return " and ".join(known[code].name if code in known else code for code in codes.split("+")) or "no language"
