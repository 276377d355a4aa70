"""Within a listed name no word judges: शांति in "नोबेल शांति पुरस्कार" makes no peace; beside the name it counts as ever.

Within the name of a body, a prize or a scheme entries that tell an issue count; within that of a person, a film or a title none does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.errors import LexiconError
from framing.lexicon.compile import ISSUE_NAMES
from framing.lexicon.lexicon import load_names

_NAMES = load_names(framing.lexicons_folder() / "names.csv")
_SCHEMA = {"article_id": pl.String(), "text": pl.String(), "language": pl.String()}


def _hits(names: Mapping[str, str], code: str, lexicon: framing.Lexicon) -> pl.DataFrame:
    """What counts within the names that must not."""
    articles = pl.DataFrame([(name, name, code) for name in names], _SCHEMA, orient="row")
    families = {name: dimension.family for name, dimension in lexicon.codebook.dimensions.items()}
    evidence = framing.score(articles, lexicon=lexicon).evidence
    tells_issue = evidence["article_id"].replace_strict(dict(names)).is_in(ISSUE_NAMES)
    return evidence.filter(~tells_issue | (pl.col("dimension").replace_strict(families) != "issue"))


@pytest.mark.parametrize("code", sorted(_NAMES))
def test_no_entry_judges_within_a_name_and_each_name_is_needed(code: str) -> None:
    lexicon = framing.default_lexicon()
    names = _NAMES[code]
    assert _hits(names, code, lexicon).is_empty()
    bare = _hits(names, code, replace(lexicon, names={}))
    assert set(bare["article_id"]) == set(names)


def test_the_same_words_count_beside_a_name_and_issues_count_within_it() -> None:
    text = "The Gulf Cooperation Council praised the cooperation."
    found = framing.score(pl.DataFrame([("0", text, "en")], _SCHEMA, orient="row")).evidence.filter(
        dimension="cooperation"
    )
    assert found["start"].to_list() == [text.rindex("cooperation")]
    issue = framing.score(
        pl.DataFrame([("0", "The One Big Beautiful Bill passed.", "en")], _SCHEMA, orient="row")
    ).evidence
    assert issue["dimension"].to_list() == ["policy"]


def test_a_name_of_no_known_language_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("language,name,kind,note\nxx,Anything,film,\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="'xx' is no language") as caught:
        load_names(path)
    assert caught.value.where == "names.csv:2"
