"""The language that is stated of an article: by the user for all, or by the article's own row.

Newsrooms and databases write a code ("hi", "hi-IN", "hin") or a name ("Hindi", "हिन्दी"). What names one of the
toolkit's languages decides, unless the text is in another script: then nobody can read it in that language, and it is
told by its own words. A code of another language is believed too. Whatever else stands there says nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from framing.text.detection import sample
from framing.text.registry import language, languages

__all__ = ["check_language", "contradicted", "stated"]

#: What the codes of three letters and the names in their own script stand for.
_NAMES: Final = {
    "eng": "en",
    **dict.fromkeys(("hin", "हिन्दी", "हिंदी"), "hi"),
    **dict.fromkeys(("urd", "اردو", "اُردو"), "ur"),
}
#: Codes that name no language: undetermined, several, none, uncoded; and what tables write where nothing is known.
_NOTHING: Final = ("und", "mul", "zxx", "mis", "na", "nan", "nil")

_CODE: Final = r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$"

#: Share of its letters that a text in a language has in that language's script at least. News that quotes tweets in
#: English, or is half a list of names, has three tenths and more.
_OWN_SCRIPT: Final = 0.1


def check_language(name: str) -> str:
    """The code of a language that the toolkit reads, from its code or name.

    Raises:
        LanguageError: there is no module for it.

    Example:
        >>> check_language("Hindi"), check_language("ur-PK")
        ('hi', 'ur')
    """
    folded = name.strip().casefold()
    return language(_names().get(folded, folded.replace("_", "-"))).code


def stated(column: pl.Expr) -> pl.Expr:
    """The codes that values of a column state; null where they state none.

    Example:
        >>> given = pl.DataFrame({"language": ["Hindi", "ur_PK", "hi-Latn", "mr", "unknown", "und"]})
        >>> given.select(stated(pl.col("language"))).to_series().to_list()
        ['hi', 'ur-PK', 'hi-Latn', 'mr', None, None]
    """
    bare = column.str.strip_chars()
    named = bare.str.to_lowercase().replace_strict(_names(), default=None, return_dtype=pl.String)
    code = bare.str.replace_all("_", "-", literal=True)
    is_code = code.str.contains(_CODE) & ~code.str.to_lowercase().is_in(_NOTHING)
    return pl.coalesce(named, pl.when(is_code).then(code))


def contradicted(texts: pl.Series, codes: pl.Series) -> pl.Series:
    """Whether texts are in another script than that of the language stated of them.

    Args:
        texts: String series.
        codes: of the languages, as :func:`stated` gives them; null and other languages than the toolkit's are believed.

    Returns:
        A Boolean for each text.

    Example:
        >>> contradicted(pl.Series(["Talks fail", "वार्ता विफल"]), pl.Series(["hi", "hi-IN"])).to_list()
        [True, False]
    """
    whole = codes.cast(pl.String)
    primary = whole.str.split("-").list.first()
    # A script named in the code itself (hi-Latn) is one of a neighbour, and believed.
    asked = (primary.is_in(list(languages())) & ~whole.str.contains("-[A-Za-z]{4}(?:-|$)")).fill_null(False)
    frame = pl.DataFrame({"text": sample(texts.filter(asked)), "code": primary.filter(asked)})
    letters = pl.col("text").str.count_matches(r"\p{L}")
    wrong = pl.lit(False)
    for code, known in languages().items():
        own = pl.col("text").str.count_matches(rf"\p{{{known.script}}}")
        wrong = wrong | ((pl.col("code") == code) & (letters > 0) & (own < _OWN_SCRIPT * letters))
    found = frame.select(wrong.alias("wrong")).to_series()
    return pl.zeros(len(texts), pl.Boolean, eager=True).scatter(asked.arg_true(), found).alias("wrong")


@cache
def _names() -> dict[str, str]:
    return _NAMES | {one.name.casefold(): code for code, one in languages().items()}
