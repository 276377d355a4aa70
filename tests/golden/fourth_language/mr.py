"""Marathi, small: enough to show that a language is one module, one folder of entries and one golden file."""

from __future__ import annotations

from typing import Final

from framing.languages.base import Cue, Language, Negation, Pos
from framing.languages.base import words as _words

__all__ = ["LANGUAGE"]

_NOUN_ENDINGS: Final = ("", "ा", "ाने", "ाला", "ाचा", "ाची", "ाचे", "ात", "ांनी", "ांना", "ांचा", "ांची", "ांचे", "ांच्या")
_VERB_ENDINGS: Final = ("णे", "ला", "ली", "ले", "तो", "ते", "तात", "ून", "णार", "ण्यात", "त")


def inflect(lemma: str, pos: Pos) -> frozenset[str]:
    """Regular endings of masculine nouns in a consonant, of verbs in -णे and of adjectives in -ा.

    Args:
        lemma: in ordinary spelling; a verb with or without its -णे.
        pos: its part of speech.
    """
    if pos == "noun":
        return frozenset({lemma, *(lemma + ending for ending in _NOUN_ENDINGS)})
    if pos == "verb":
        return frozenset({lemma, *(lemma.removesuffix("णे") + ending for ending in _VERB_ENDINGS)})
    if pos == "adj" and lemma.endswith("ा"):
        return frozenset({lemma, *(lemma[:-1] + ending for ending in ("े", "ी", "्या"))})
    return frozenset({lemma})


#: Marathi.
LANGUAGE: Final = Language(
    code="mr",
    name="Marathi",
    script="Devanagari",
    direction="ltr",
    fold_chars={"ँ": "ं", "\u093c": ""},
    fold_rules=(("[ङञणनम]्([कखगघचछजझटठडढतथदधपफबभ])", "ं$1"),),
    function_words=_words(
        "आहे आहेत आणि नाही असे असा अशी असून केला केले केली झाले झाली झाला त्या त्यांनी त्यांच्या यांनी यांच्या म्हणाले करण्यात"
        " किंवा तसेच काही पण करून सांगितले आले आली मध्ये मात्र या व हा ही हे तो ती ते की एक येत होते होता होती त्याने तिने आपल्या"
    ),
    neighbours={
        "hi": _words("के में है और का हैं यह नहीं इस लिए करने किया रहे था उन्होंने गया अपने रहा हुए थे थी वह"),
        "ne": _words("छ छन् गरेको भएको पनि लागि थियो"),
    },
    cue_words={
        Cue.COMPLEMENTIZER: _words("की"),
        Cue.REPORTING: _words("म्हणाले म्हणाला म्हणाली सांगितले दावा आरोप"),
        Cue.ACCORDING: _words("मते नुसार"),
        Cue.CLAUSE: _words("पण परंतु मात्र"),
        Cue.AUXILIARY: _words("आहे आहेत होते होता होती जात गेला गेली गेले"),
        Cue.PARTICLE: _words("ही सुद्धा नाही"),
        Cue.ABBREVIATION: _words("डॉ"),
    },
    negations=(Negation(term="नाही", behind=4), Negation(term="केवळ नाही"), Negation(term="विना", ahead=2)),
    verb_position="last",
    inflect=inflect,
)
