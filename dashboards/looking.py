"""Looks at the data: pages whose answers test something take down what was asked, as commands do."""

from __future__ import annotations

from typing import Any

import framing
from dashboards.checking import question_of_filters
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.sides import Sides
from framing.store.looks import question_said

__all__ = ["look_at_outlets", "look_at_sides"]


def look_at_sides(snapshot: Snapshot, filters: Filters, sides: Sides, compared: framing.Comparison) -> None:
    """Two sides were compared with tests."""
    asked = sides.question()
    named: dict[str, Any] = {name: value for name in ("by", "before") if (value := getattr(asked, name))}
    question = question_of_filters(filters).changed(a=compared.a, b=compared.b, **named)
    snapshot.answers.look("page compare", question_said(question), compared.table["p"].count())


def look_at_outlets(snapshot: Snapshot, filters: Filters, comparisons: int) -> None:
    """Outlets were ranked, and those marked that differ for sure."""
    question = question_of_filters(filters).changed(by="outlet")
    snapshot.answers.look("page outlets", question_said(question), comparisons)
