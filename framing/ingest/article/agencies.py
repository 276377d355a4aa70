"""Finds whom an article credits: news agencies, other producers, desks.

Credits stand in few places, and only there they are read: in the bracket of a dateline ("नई दिल्ली, 5 मार्च
(भाषा)", "اسلام آباد (اے پی پی)", "NEW DELHI (Reuters) -"), beside the place of a dateline ("वाशिंगटन, एएनआई।"),
in the last line ("--IANS", "(With inputs from PTI)"), in a line of thanks ("(साभार—…)") and in a byline. "He
told ANI" is none of them.

The names stand in ``lexicons/agencies.csv`` (``outlet_id, use, forms``), by use:

- ``name``: an agency, wherever a credit may stand;
- ``bracket``: the same, but the name is also a word or the short name of something else (भाषा, آن لائن, AP,
  TASS): it counts only in a bracket or behind dashes;
- ``house``: a newspaper's own desk or correspondents, whose name tells the outlet (जागरण संवाददाता, نمائندہ جنگ);
- ``desk``: reporters and desks of any paper (نامہ نگار, Staff Reporter): a byline;
- ``generic``: agencies that are not named (एजेंसियां, News Agencies): no source can be given.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import regex

from framing.expressions import expression
from framing.ingest.article.names import SAME_LETTERS
from framing.languages.registry import furniture
from framing.resources import lexicons_folder

__all__ = ["USES", "Agencies", "Credit", "fold_credit", "load_agencies"]


USES: Final = ("name", "bracket", "house", "desk", "generic")

#: A dateline's place, with a date behind it perhaps, before the bracket: no sentence, few words.
_BRACKET: Final = expression(
    r"\s*(?P<place>(?:[^()\[\]।۔!?؟\"“”:：]|[।۔](?=\s*\d)){2,60}?)\s*[:：۔]*\s*[(\[](?P<inside>[^()\[\]]{2,100})[)\]]\s*(?P<mark>[-–—:۔]*)"
)
_BESIDE: Final = expression(
    r"\s*(?P<a>[^,،।:.()]{2,30})[,،]\s*(?P<b>[^,،।:.()]{2,30})(?:[,،]\s*(?P<c>[^,،।:.()]{2,30}))?\s*[।:|–-]"
)
_PLACE_WORDS: Final = 7
#: What ANI writes behind a place: "New Delhi [India], March 5 (ANI): ".
_WITHIN: Final = expression(r"(?<=^[^()\[\].।۔:]{2,40})\s*\[[^()\[\]]{2,30}\](?=\s*,)")
#: A place with a day behind it, as PTI writes: "New Delhi, Mar 5 (PTI) The minister said".
_DATED: Final = expression(
    r"\p{Lu}[\p{L} .'’/-]*,\s+(?:\p{Lu}\p{L}{2,8}\.?\s+\d{1,2}|\d{1,2}\s+\p{Lu}\p{L}{2,8})(?:,?\s+\d{4})?"
)
#: Datelines of English agencies without a bracket: "MOSCOW, March 5. /TASS/.", "ASTANA. KAZINFORM -", "Riyadh, SPA --".
_UNBRACKETED: Final = (
    expression(r"(?P<place>\p{Lu}[\p{L} .,'’\d-]{2,50})\s*/\s*(?P<name>\p{Lu}[\p{L}-]{2,12})\s*/"),
    expression(r"(?P<place>\p{Lu}[\p{L} ,'’\d-]{2,50}[.,])\s+(?P<name>\p{Lu}[\p{L}-]{2,12})\s*[–—-]"),
)
_BETWEEN: Final = expression("|".join(("[,،/;+&|]", *(rf"\b{word}\b" for word in furniture("conjunctions")))))

#: The last line: nothing but names, in brackets or behind dashes; or names in brackets at the end of its text.
_ALONE: Final = expression(r"(?:[-–—]{1,3}\s*|(?P<open>[(\[])\s*)(?P<names>[^()\[\]]{2,60}?)\s*[)\]]?\s*[.।۔]?")
_AT_END: Final = expression(r"[(\[](?P<names>[^()\[\]]{2,60})[)\]]\s*[.।۔]?$")
#: A longer last line is a paragraph; it credits at its end only.
_LINE_CHARS: Final = 150
#: PTI and Bhasha end with the initials or first names of the desk.
_INITIALS: Final = expression(
    r"(?P<names>PTI|IANS|UNI)(?:\s+[A-Z]{2,4}){1,5}|(?P<hindi>भाषा)(?:\s+[\p{Devanagari}]{2,12}){1,4}"
)
#: How Reuters, and nobody else, ends an article.
_REPORTING: Final = expression(r"\(Reporting by .{2,300}[;,] ?[Ee]diting by .{2,150}\)\.?")
_INPUTS: Final = tuple(
    expression(pattern)
    for pattern in (
        *furniture("credits"),
        rf"\(?\s*(?:{'|'.join((*furniture('courtesy'), *furniture('sources')))})\s*[:—–-]\s*"
        r"(?P<names>[^,،)]{2,60}?)\s*(?:[,،][^)]*)?\)?[.।۔]?",
    )
)

_LEFT_OUT: Final = expression(r"[\s.'’‘\p{Cf}\p{Mn}--[\u0900-\u0fff]]+|[.]", regex.V1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What a line credits.

    Attributes:
        source: the id of the agency, the first where several are named.
        outlet: the id of the outlet whose own desk is named.
        byline: the reporters or desk named.
        dateline: whether the line is a dateline, which only news has.
        rest: what else its bracket says, such as a date; with the place before it.
    """

    source: str | None = None
    outlet: str | None = None
    byline: str | None = None
    dateline: bool = False
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Agencies:
    """Names of agencies, houses and desks, folded → (outlet id, use)."""

    forms: Mapping[str, tuple[str, str]]

    def source(self, name: str | None, *, bracket: bool = True) -> str | None:
        """The id of the agency that a name is of.

        Example:
            >>> load_agencies().source("एएनआई"), load_agencies().source("भाषा", bracket=False)
            ('ani', None)
        """
        outlet, use = self.forms.get(fold_credit(name or ""), ("", ""))
        return outlet if outlet and (use == "name" or (use == "bracket" and bracket)) else None

    def dateline(self, line: str) -> Credit | None:
        """What the dateline that a line begins with credits; null where it begins with none.

        Example:
            >>> load_agencies().dateline("नई दिल्ली, 5 मार्च (भाषा) सरकार ने कहा").source
            'pti'
            >>> load_agencies().dateline("اسلام آباد(وقائع نگار،نامہ نگار) پاکستان").byline
            'وقائع نگار، نامہ نگار'
        """
        start = _WITHIN.sub("", line[:250], count=1) if "[" in line[:60] else line[:250]
        match = _BRACKET.match(start) if "(" in start or "[" in start else None
        if match is not None and len(match["place"].split()) <= _PLACE_WORDS:
            # English sentences have short names in brackets too: "The agency (AP) said". A dash or colon must follow.
            place = match["place"].strip()
            plain = place.isascii() and not (match["mark"] or place.isupper() or _DATED.fullmatch(place))
            if not plain and (credit := self._read(match["inside"], match["place"])) is not None:
                return credit
        if ("," in start or "،" in start) and (beside := _BESIDE.match(start[:120])) is not None:
            for name in filter(None, beside.group("a", "b", "c")):
                outlet, use = self.forms.get(fold_credit(name), ("", ""))
                if use in ("name", "house"):
                    house = use == "house"
                    source, of = (None, outlet) if house else (outlet, None)
                    byline = name.strip() if house else None
                    return Credit(source=source, outlet=of, byline=byline, dateline=True, rest=beside[0])
        for pattern in _UNBRACKETED:
            match = pattern.match(start)
            # "In Lahore, PTI - the party of Khan - won": a short name counts behind a date, capitals or in slashes.
            if match is None:
                continue
            place = match["place"]
            sure = "/" in match[0] or place.isupper() or any(map(str.isdigit, place))
            if (agency := self.source(match["name"], bracket=sure)) is not None:
                return Credit(source=agency, dateline=True, rest=place)
        return None

    def _read(self, inside: str, place: str) -> Credit | None:
        source = outlet = None
        desks: list[str] = []
        rest = [place]
        known = False
        for part in filter(None, map(str.strip, _BETWEEN.split(inside))):
            agency, use = self.forms.get(fold_credit(part), ("", ""))
            begun = None if use else self._begins(part)
            agency, use = begun or (agency, use)
            known = known or bool(use)
            source = source or (agency if use in ("name", "bracket") else None)
            outlet = outlet or (agency if use == "house" else None)
            if use == "desk" or (use == "house" and not begun):
                desks.append(part)
            elif not use or begun:
                rest.append(part)
        if not known:
            return None
        joined = "، ".join(desks) or None
        return Credit(source=source, outlet=outlet, byline=joined, dateline=True, rest=" ".join(rest))

    def _begins(self, part: str) -> tuple[str, str] | None:
        """A house that a part begins with: UrduPoint writes the date behind its name."""
        folded = fold_credit(part)
        return next(
            (value for form, value in self.forms.items() if value[1] == "house" and folded.startswith(form)), None
        )

    def last_line(self, line: str) -> str | None:
        """The id of the agency that an article's last line credits.

        Example:
            >>> load_agencies().last_line("--IANS"), load_agencies().last_line("(इनपुट- भाषा, एएनआई)")
            ('ians', 'pti')
            >>> load_agencies().last_line("He told ANI.") is None
            True
        """
        line = line.strip()
        if len(line) > _LINE_CHARS and not line.startswith("(Reporting by"):
            match = _AT_END.search(line[-_LINE_CHARS:]) if line.rstrip(" .।۔").endswith((")", "]")) else None
            return self._first(match["names"], whole=True) if match is not None else None
        if (match := _INITIALS.fullmatch(line)) is not None:
            return self.source(match["names"] or match["hindi"])
        if _REPORTING.fullmatch(line) is not None:
            return self.source("Reuters")
        for pattern in _INPUTS:
            if (match := pattern.fullmatch(line)) is not None and (credited := self._first(match["names"])):
                return credited
        # A line of nothing but the name; भाषा is a word as well.
        if (bare := self.source(line, bracket=line.isupper())) is not None:
            return bare
        match = _ALONE.fullmatch(line) or _AT_END.search(line)
        return self._first(match["names"], whole=True) if match is not None else None

    def byline(self, byline: str | None) -> str | None:
        """The id of the agency that a byline names: "By ANI", "PTI | New Delhi", "भाषा".

        Nobody signs with one word that is a word as well; a name of several words may have it in it.
        """
        parts = _BETWEEN.split((byline or "")[:100])
        alone = len(parts) == 1 and not parts[0].isascii()
        return next(
            (agency for part in parts if (agency := self.source(part, bracket=alone or part.strip().isupper()))), None
        )

    def _first(self, names: str, *, whole: bool = False) -> str | None:
        """The first agency of a list; with ``whole``, only where the list names nothing else."""
        parts = [part for part in map(str.strip, _BETWEEN.split(names)) if part]
        agencies = [self.source(part) for part in parts]
        if whole and not all(agencies):
            return None
        return next(filter(None, agencies), None)


def fold_credit(name: str) -> str:
    """A name as credits are looked up: no case, spaces, stops or Urdu vowel signs, one form of each letter.

    Example:
        >>> fold_credit("P.T.I."), fold_credit("این این آئی") == fold_credit("اين اين آئى")
        ('pti', True)
    """
    return _LEFT_OUT.sub("", unicodedata.normalize("NFC", name).translate(SAME_LETTERS).casefold())


@cache
def load_agencies(path: Path | None = None) -> Agencies:
    """Read the names; the toolkit's own file if none is given."""
    forms: dict[str, tuple[str, str]] = {}
    with (path or lexicons_folder() / "agencies.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            for form in row["forms"].split(";"):
                forms[fold_credit(form)] = (row["outlet_id"], row["use"])
    return Agencies(forms)
