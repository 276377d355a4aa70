"""What is cut can be put back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.article.cuts import Cut, compose, cut_spans, rebuild, restore


@st.composite
def spans(draw: st.DrawFn, size: int) -> list[tuple[int, int, str]]:
    edges = sorted(draw(st.lists(st.integers(0, size), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [(start, end, draw(st.sampled_from("abc"))) for start, end in pairs if start < end]


@given(st.data(), st.text(max_size=30))
def test_cutting_twice_is_cutting_once(data: st.DataObject, raw: str) -> None:
    first, cuts_1 = cut_spans(raw, data.draw(spans(len(raw))))
    second, cuts_2 = cut_spans(first, data.draw(spans(len(first))))
    assert rebuild(first, cuts_1) == raw
    both = compose(cuts_1, cuts_2)
    assert rebuild(second, both) == raw
    assert all(0 <= cut.at <= len(second) and cut.text for cut in both)
    assert [cut.at for cut in both] == sorted(cut.at for cut in both)


@given(st.data(), st.text(max_size=30))
def test_restoring_some_leaves_the_others_cut(data: st.DataObject, raw: str) -> None:
    text, cuts = cut_spans(raw, data.draw(spans(len(raw))))
    back, left = restore(text, cuts, keep="a")
    assert rebuild(back, left) == raw
    assert {cut.rule for cut in left} <= {"a"}
    assert sum(len(cut.text) for cut in left) == sum(len(cut.text) for cut in cuts if cut.rule == "a")


def test_a_cut_around_a_cut_becomes_two() -> None:
    assert compose([Cut(1, "x", "a")], [Cut(0, "pq", "b")]) == (Cut(0, "p", "b"), Cut(0, "x", "a"), Cut(0, "q", "b"))
