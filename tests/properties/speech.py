"""Generated speech: whoever says what, in every order that a language's cues can stand in, with marks of all kinds."""

from __future__ import annotations

from hypothesis import strategies as st

from framing.languages.registry import language, languages

#: Words that a cue has very many of are drawn from so many, the shortest of them: those are the common ones.
_OF_A_CUE = 12

#: What stands in news beside verbs of saying: adverbials, names, words of entries, a word of digits.
_FILLERS = {
    "en": "the a letter army fact even ready plan people historic stunning so-called Delhi 5 them go home war not",
    "hi": "यह वह दिल्ली सेना योजना ऐतिहासिक तथाकथित गला फाड़ लोग के लिए पर आज 5 युद्ध नहीं शांति चालबाजी",
    "ur": "یہ وہ لاہور فوج منصوبہ تاریخی نام لوگ کے لیے پر آج 5 جنگ نہیں امن ذرائع آگ بگولہ",
}

#: Turns of speech that take several words, so that they are drawn whole more often than by chance.
TURNS = {
    "en": [
        "not even",
        "not only",
        "the minister said",
        "he said",
        "said that",
        "said he was",
        "told them to",
        "urged them to go",
        "according to the ministry",
        "according to plan",
        "who said",
        "when police said",
        "the film of",
        "so-called",
        "would go on",
        "but volunteers",
        "World War I",
        "in fact",
    ],
    "hi": [
        "मंत्री ने कहा",
        "ने कहा कि",
        "उन्होंने कहा",
        "के मुताबिक",
        "नियमों के अनुसार",
        "उनके मुताबिक",
        "बकौल योगी",
        "बता दें कि",
        "गौरतलब है कि",
        "को ऐतिहासिक बताया",
        "करार दिया",
        "करेंगे",
        "हम इसे",
        "स्पष्ट किया कि",
        "फिल्म के",
        "बोले योगी",
        "का कहना है कि",
        "नहीं बल्कि",
    ],
    "ur": [
        "صدر نے کہا",
        "نے کہا کہ",
        "انہوں نے کہا",
        "کے مطابق",
        "قانون کے مطابق",
        "بقول وزیراعظم",
        "یاد رہے کہ",
        "تاریخی قرار دیا",
        "واضح کیا کہ",
        "کام کریں گے",
        "ہم نے",
        "نام نہاد",
        "فلم کے",
        "دفتر خارجہ",
        "کا کہنا تھا کہ",
        "نہیں بلکہ",
        "بی بی سی",
    ],
}

#: What stands between words: nothing but a space most often.
BETWEEN = [
    *[" "] * 14,
    *[", "] * 4,
    ": ",
    "; ",
    " – ",
    "- ",
    "… ",
    "! ",
    "? ",
    " “",
    "” ",
    ",” ",
    ".” ",
    ", “",
    ": “",
    " ‘",
    "’ ",
    ' "',
    '" ',
    " ''",
    "'' ",
    " (",
    ") ",
]
STOPS = {"en": [". "] * 3, "hi": ["। ", "। ", ". "], "ur": ["۔ ", "۔ ", "، ", "- "]}


def _words(code: str) -> list[str]:
    spoken = language(code)
    cues = [sorted(listed, key=lambda word: (len(word), word))[:_OF_A_CUE] for listed in spoken.cue_words.values()]
    negations = [negation.term.replace("|", " ").replace("…", "") for negation in spoken.negations[:_OF_A_CUE]]
    return sorted({*_FILLERS[code].split(), *negations, *(word for listed in cues for word in listed)})


#: Language → words.
WORDS = {code: _words(code) for code in languages()}


#: The same with what follows each, drawn as one: an example takes a third of the time.
_FOLLOWED = {
    code: [word + between for word in [*words, *TURNS[code] * 4] for between in [*BETWEEN, *STOPS[code]]]
    for code, words in WORDS.items()
}


def sentences(code: str, *, size: int = 16) -> st.SearchStrategy[str]:
    """A paragraph: words and turns with something between them, beginning and ending in whatever comes."""
    return st.lists(st.sampled_from(_FOLLOWED[code]), max_size=size).map(lambda words: "".join(words).strip())


def paragraphs(code: str, *, most: int = 4) -> st.SearchStrategy[list[str]]:
    """Paragraphs of a text; one of marks alone, or an empty one, now and then."""
    return st.lists(sentences(code) | st.sampled_from(["", "***", "“", "…"]), min_size=1, max_size=most)
