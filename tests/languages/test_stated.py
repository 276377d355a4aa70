"""The language that is stated: what names one of ours decides, unless the text is in another script."""

from __future__ import annotations

import polars as pl
import pytest

from framing.errors import LanguageError
from framing.languages.detection import check_language, contradicted, stated
from framing.scoring.score import score

HEADLINES = {"hi": "बिपाशा नाचेगी", "ur": "سنہری موقع", "en": "Jagdeep Dhankhar resigns"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        *(("Hindi", "hi"), (" URDU ", "ur"), ("eng", "en"), ("hin", "hi"), ("हिन्दी", "hi"), ("اردو", "ur")),
        *(("hi_IN", "hi-IN"), ("en-US", "en-US"), ("hi-Latn", "hi-Latn"), ("mr", "mr"), ("pt-BR", "pt-BR")),
        *((None, None), ("", None), ("und", None), ("mul", None), ("NA", None), ("unknown", None), ("Hinglish", None)),
    ],
)
def test_codes_and_names(given: str | None, code: str | None) -> None:
    frame = pl.DataFrame({"language": [given]}, schema={"language": pl.String})
    assert frame.select(stated(pl.col("language"))).item() == code


def test_no_other_language_can_be_asked_for() -> None:
    assert check_language("Urdu") == "ur"
    with pytest.raises(LanguageError):
        check_language("Marathi")


@pytest.mark.parametrize("code", HEADLINES)
def test_a_stated_language_is_believed_of_text_in_its_script_alone(code: str) -> None:
    codes = [*HEADLINES, f"{code}-XX", f"{code}-Latn", "mr", None]
    found = contradicted(pl.Series([HEADLINES[code]] * len(codes)), pl.Series(codes, dtype=pl.String)).to_list()
    assert found == [*(other != code for other in HEADLINES), False, False, False, False]


def test_a_tenth_of_the_letters_in_its_script_is_enough() -> None:
    texts = ["क" + " word" * words for words in (2, 3)]
    assert contradicted(pl.Series(texts), pl.Series(["hi", "hi"])).to_list() == [False, True]
    assert contradicted(pl.Series(["", "2024 – 15.3 %"]), pl.Series(["hi", "hi"])).to_list() == [False, False]


def test_scoring_reads_in_the_language_stated_and_in_the_script_at_hand() -> None:
    """Of two words nobody could tell the language; a row's own statement does, unless it cannot be true."""
    rows = [(HEADLINES["hi"], None), (HEADLINES["hi"], "Hindi"), (HEADLINES["ur"], "urd"), ("वह यहां है और वे नहीं", "en")]
    rows += [("Talaq Bill: Yeh kaisi siyasat", "ur"), ("Pehla Vote", "Hindi"), ("The talks failed on Monday", "hi")]
    scored = score(pl.DataFrame(rows, schema=["title", "language"], orient="row").with_columns(text=pl.lit("")))
    assert scored.articles.select("language", "status").rows() == [
        *(("und", "refused"), ("hi", "headline"), ("ur", "headline"), ("hi", "headline")),
        *(("hi-Latn", "refused"), ("hi-Latn", "refused"), ("en", "headline")),
    ]
