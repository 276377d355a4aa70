"""Numbers with what they count, in words that agree with the number."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, many: str, one: str | None = None) -> str:
    """A number and what it counts.

    Args:
        number: how many.
        many: what stands behind it, in the plural, with the verb where there is one.
        one: the same in the singular; without it ``many`` less its last ``s``.

    Example:
        >>> counted(1, "rejects"), counted(2_500, "rejects"), counted(1, "known")
        ('1 reject', '2,500 rejects', '1 known')
        >>> counted(1, "articles have", "article has"), counted(0, "articles have", "article has")
        ('1 article has', '0 articles have')
    """
    return f"{number:,} {(one or many.removesuffix('s')) if number == 1 else many}"
