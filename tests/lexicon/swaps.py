"""Names that may take each other's place in a sentence, by language: one group a line, each word a single one."""

from __future__ import annotations

from typing import Final

#: Nations, their people, religions, parties, regions and castes, leaders.
GROUPS: Final = {
    "hi": (
        "भारत पाकिस्तान चीन अमेरिका",
        "भारतीय पाकिस्तानी चीनी अमेरिकी",
        "हिंदू मुस्लिम सिख ईसाई",
        "हिंदुओं मुसलमानों सिखों ईसाइयों",
        "भाजपा कांग्रेस सपा",
        "बिहार पंजाब बंगाल",
        "ब्राह्मण दलित यादव",
        "मोदी राहुल",
    ),
    # Not چینی, which is "sugar".
    "ur": (
        "پاکستان بھارت چین امریکا",
        "پاکستانی بھارتی امریکی اسرائیلی",
        "مسلم ہندو سکھ مسیحی",
        "مسلمانوں ہندوؤں سکھوں مسیحیوں",
        "پنجاب سندھ بلوچستان",
        "مودی عمران نواز",
    ),
    # Not Congress, which is a parliament.
    "en": (
        "India Pakistan China America",
        "Indian Pakistani Chinese American",
        "Indians Pakistanis Americans",
        "Hindu Muslim Sikh Christian",
        "Hindus Muslims Sikhs Christians",
        "Democrats Republicans",
        "Brahmin Dalit",
        "Modi Trump Obama",
    ),
}
