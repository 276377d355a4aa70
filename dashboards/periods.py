"""What the page that follows measures over time says of a day, a week and a month: a message each."""

from __future__ import annotations

from typing import Final

from dashboards.wording import later

__all__ = ["CHANGES", "SHARES", "TITLES", "UNSURE", "VOLUMES"]

CHANGES: Final = {
    "day": later("{change} % a day ({low} to {high})"),
    "week": later("{change} % a week ({low} to {high})"),
    "month": later("{change} % a month ({low} to {high})"),
}
UNSURE: Final = {
    "day": later("{change} % a day ({low} to {high}, so perhaps nothing)"),
    "week": later("{change} % a week ({low} to {high}, so perhaps nothing)"),
    "month": later("{change} % a month ({low} to {high}, so perhaps nothing)"),
}
SHARES: Final = {
    "day": later("% of all articles of the day"),
    "week": later("% of all articles of the week"),
    "month": later("% of all articles of the month"),
}
VOLUMES: Final = {
    "day": later("articles a day"), "week": later("articles a week"), "month": later("articles a month")
}  # fmt: skip
TITLES: Final = {
    "day": later("{measure} in {language}, by day"),
    "week": later("{measure} in {language}, by week"),
    "month": later("{measure} in {language}, by month"),
}
