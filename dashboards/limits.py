"""What no check of the numbers can tell: sentences that stand below all checks."""

from __future__ import annotations

from typing import Final

from dashboards.wording import later

__all__ = ["LIMITS"]

LIMITS: Final = (
    later("An interval holds what is due to how many articles there are. What the lexicon misreads is not in it."),
    later(
        "Read by its authors: hits only, so that wrong senses are found, and what was missed is not. The hand that "
        "wrote the entries judged them; this is no validation."
    ),
    later(
        "Read blind: by language models that saw neither lexicon nor rules, in a few texts. Recall cannot go beyond "
        "how far readers agree with each other. No human coder has read them."
    ),
    later(
        "Hits read here: people of this project judged hits that were marked for them; what the lexicon misses is "
        "not in it."
    ),
    later(
        "Of genres none was measured beforehand: headlines and whole articles are apart where the table says so. Of "
        "news, opinion, editorials and releases by themselves only codes of this project can tell."
    ),
    later(
        "Outlets are set against others of their language, which share the lexicon’s errors. An outlet whose errors "
        "are of another kind, by its topics or its irony, is not protected by that."
    ),
    later(
        "Rates of two languages do not compare. A factor divides them, measured on translated news, which lacks the "
        "idiom of native news; where none was measured, they stay uncalibrated."
    ),
    later(
        "A figure that codes have put right holds for the articles that the coded ones were drawn from, as coders "
        "understand the codebook."
    ),
)
