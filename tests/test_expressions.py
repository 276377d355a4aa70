"""Expressions that are compiled late are those that were given, and importing a command leaves garbage collection on."""

from __future__ import annotations

import gc
import sys

import pytest
import regex

from framing.cli import main
from framing.expressions import expression


def test_an_expression_is_compiled_when_it_is_used_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = regex.compile

    def counted(pattern: str, flags: int) -> regex.Pattern[str]:
        compiled.append(pattern)
        return compile_now(pattern, flags)

    monkeypatch.setattr(regex, "compile", counted)
    late = expression("(?P<word>a+)b", regex.IGNORECASE)
    assert not compiled
    assert [bool(late.fullmatch("AAB")), bool(late.match("aac")), late.sub("x", "ab, AB")] == [True, False, "x, x"]
    assert [match["word"] for match in late.finditer("aab ab")] == ["aa", "a"]
    assert (late.pattern, compiled) == ("(?P<word>a+)b", ["(?P<word>a+)b"])


def test_an_expression_of_bytes_finds_bytes() -> None:
    assert expression(rb"\d+").findall(b"12, 3") == [b"12", b"3"]


def test_an_error_is_told_when_it_is_used() -> None:
    late = expression("(")
    with pytest.raises(regex.error):
        late.search("a")


def test_nothing_is_compiled_for_what_no_expression_has() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        expression("(").nothing  # type: ignore[attr-defined]  # noqa: B018


def test_garbage_is_collected_after_a_command_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    try:
        assert main._loaded("colorsys") is sys.modules["colorsys"]
        assert (gc.isenabled(), gc.get_freeze_count() > 0) == (True, True)
    finally:
        gc.unfreeze()
    with pytest.raises(ModuleNotFoundError):
        main._loaded("framing.cli.nothing")
    assert gc.isenabled()
    main._loaded("colorsys")
    assert gc.get_freeze_count() == 0
