"""Regular expressions that are compiled when they are first used.

The package ``regex`` takes milliseconds for each, and reading one article uses a few of the hundred that there are.
"""

from __future__ import annotations

from typing import Any, AnyStr, Final, cast

import regex

__all__ = ["expression"]

_METHODS: Final = ("findall", "finditer", "fullmatch", "match", "pattern", "search", "split", "sub", "subn")


class _Later:
    """Stands for an expression; once it is compiled, its methods are this one's."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern: Any = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Asked for what is not there yet, so once.
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = regex.compile(self._pattern, self._flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def expression(pattern: AnyStr, flags: int = 0) -> regex.Pattern[AnyStr]:
    r"""A pattern as ``regex.compile`` gives it, which is compiled when it is first used.

    An error in it is told only then.

    Example:
        >>> expression(r"\p{L}+").findall("one two")
        ['one', 'two']
    """
    return cast("regex.Pattern[AnyStr]", _Later(pattern, flags))
