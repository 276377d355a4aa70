"""English spellings of both sides of the Atlantic, folded to one; letters with marks, as letters without."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["FOLD_RULES", "fold_chars"]


def fold_chars() -> dict[str, str]:
    """Latin letters without their marks, ligatures as letters.

    Newsrooms write Erdoğan and Erdogan, café and cafe, façade and facade. The few pairs that this merges (résumé,
    resume) are merged by most newsrooms too. Letters of other scripts keep their marks.
    """
    letters = [chr(code) for low, high in ((0xC0, 0x24F), (0x1E00, 0x1EFF)) for code in range(low, high + 1)]
    bare = {letter: unicodedata.normalize("NFD", letter)[0] for letter in letters}
    table = {letter: base for letter, base in bare.items() if letter != base}
    # A mark that does not compose with its letter goes too, or a second folding would find what the first one left.
    table |= dict.fromkeys(map(chr, range(0x300, 0x370)), "")
    table |= {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss", "ẞ": "ss", "ſ": "s"}
    return table | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}


# What stays, the letters that go, what stays. Anchored at both ends and listed by stem: a rule without a list would
# merge different words (four and for, called and caled) or touch names.
_DROPPED: Final = (
    # colour, favourite, neighbourhood. The stems are listed since four, hour, tour, contour, flour keep their u
    # everywhere.
    (
        r"(?:un|dis|mis|be|re|over|multi|bi|water|techni)?(?:ard|arm|arb|behavi|cand|clam|col|demean|enam|endeav|fav|ferv"
        r"|flav|glam|harb|hon|hum|lab|misdemean|neighb|od|parl|ranc|rig|rum|sav|savi|splend|succ|tum|val|vap|vig)o",
        "u",
        r"r\w*",
    ),
    # travelled, modelling, councillor. The stems are listed since called, controlled, rebelled, teller are double
    # everywhere.
    (
        r"(?:un|re|mis|out)?(?:apparel|barrel|bevel|cancel|carol|channel|chisel|council|counsel|dial|dishevel|drivel|duel"
        r"|enamel|equal|fuel|funnel|gambol|grovel|gruel|imperil|initial|jewel|label|laurel|level|libel|marshal|marvel|medal|metal"
        r"|model|panel|parcel|pedal|pencil|pummel|quarrel|ravel|revel|rival|shovel|shrivel|signal|snivel|spiral|stencil|swivel|total"
        r"|towel|trammel|travel|trial|tunnel|victual|weasel|yodel)",
        "l",
        r"(?:ed|ing|ings|er|ers|or|ors|ist|ists|ous|ously)",
    ),
    # American enroll, fulfillment, installment, skillful, against enrol, fulfilment. Not install, which is double
    # everywhere.
    (r"(?:enrol|fulfil|instil|distil|appal|enthral)", "l", r"(?:s|ment|ments)?"),
    (r"instal", "l", r"ments?"),
    (r"(?:un)?(?:skil|wil)", "l", r"ful(?:ly|ness)?"),
    (r"(?:wool|tranquil)", "l", r"(?:ens?|y|i\w+)"),
    # jewellery: not the jeweller + y that the rule for -ll- would leave.
    (r"jewel", "le", r"ry"),
    # focussed, kidnapped, benefitted: both are written; by stem since passed, mapped, fitted are double everywhere.
    (r"(?:un|re)?(?:focus|bias)", "s", r"(?:ed|es|ing)"),
    (r"(?:kidnap|worship)", "p", r"(?:ed|er|ers|ing|ings)"),
    (r"benefit", "t", r"(?:ed|ing)"),
    (r"(?:re)?program", "m", r"(?:ed|ing|er|ers)"),
    # paedophile, anaemia, anaesthetic, mediaeval. From the beginning of the word: Israel, Michael, aerial are not
    # touched.
    (r"(?:p|orthop|encyclop|gyn|c|f)", "a", r"e(?:d|co|sarea|ces|cal)\w*"),
    (r"(?:an|h|leuk|septic|tox)", "a", r"em\w+"),
    (r"(?:an)?", "a", r"esthe\w+"),
    (r"(?:medi|arch|pal)", "a", r"e(?:va|o)\w+"),
    # manoeuvre, foetus, oestrogen, diarrhoea, amoeba; not poet, shoes, coexist.
    (r"(?:out)?man", "o", r"euv\w+"),
    (r"f", "o", r"et(?:us|uses|al|icide)"),
    (r"", "o", r"e(?:strogen|soph|dem)\w*"),
    (r"(?:diarrh|gonorrh)", "o", r"ea"),
    (r"(?:hom|am)", "o", r"e(?:opath|b)\w+"),
    # mould, moulting, smoulder; not should, mount, which are no such stems.
    (r"(?:re)?s?mo", "u", r"l[dt]\w*"),
    # catalogue, dialogues, cataloguing; not league, vague, synagogue.
    (r"(?:catalog|analog|dialog|monolog|prolog|epilog|travelog)", "ue", r"s?"),
    (r"(?:catalog|dialog)", "u", r"(?:ed|ing|ers?)"),
    (r"program", "me", r"s?"),
    # judgement, ageing, sizeable. By stem: statement, canoeing, agreeable keep their e.
    (r"(?:mis|un|re)?(?:judg|acknowledg|abridg)", "e", r"ments?"),
    (r"ag", "e", r"ing"),
    (r"(?:un)?(?:siz|lik|lov|liv|us|mov|sal|nam)", "e", r"abl[ey]"),
    # Single words: aluminium, moustache, yoghurt, phoney, furore, whiskey.
    (r"alumin", "i", r"um"),
    (r"m", "o", r"ustach\w+"),
    (r"yog", "h", r"urts?"),
    (r"phon", "e", r"y"),
    (r"furor", "e", r"s?"),
    (r"whisk", "e", r"ys?"),
)


def _drop_rule() -> tuple[str, str]:
    """All of ``_DROPPED`` in one pass: the groups of the alternatives that did not match are empty."""
    pattern = "|".join(f"({before}){dropped}({after})" for before, dropped, after in _DROPPED)
    return f"^(?:{pattern})$", "".join(f"${{{group}}}" for group in range(1, 2 * len(_DROPPED) + 1))


FOLD_RULES: Final = (
    # Russia's → russia, workers' → workers. A contraction is another word (that's is "that is"): a space, which no word
    # has, guards it from the second rule.
    (r"^(it|that|there|here|he|she|let|what|who|where|how|when|why)'s$", "$1 s"),
    (r"(?:'s?)+$", ""),
    (r"^(it|that|there|here|he|she|let|what|who|where|how|when|why) s$", "$1's"),
    # organize, organization → organise. This way round needs no list: rise, wise, promise, exercise have no z to lose,
    # and prize, size, seize, maize, which have other words beside them in s, do not end in vowel … consonant + ize.
    (
        r"^(\w*[aeiouy]\w*[b-df-hj-np-tv-xz])iz(e|ed|es|er|ers|ing|ings|able|ation|ations|ational|ationally)$",
        "${1}is$2",
    ),
    # analyze, paralyzed → analyse.
    (r"^(\w*(?:anal|paral|catal)|breathal|electrol|hydrol)yz(e|ed|es|er|ers|ing)$", "${1}ys$2"),
    # centre, theatres, centred, kilometre → center. Listed: acre, genre, massacre end so everywhere; a gas meter and a
    # metre, timber and timbre are different words.
    (
        r"^((?:kilo|centi|milli|nano)met|(?:milli|centi)?lit|(?:epi)?cent|(?:amphi)?theat|fib|calib|somb|spect|meag|lust|sab"
        r"|scept|mit|(?:out)?manoeuv|reconnoit|sepulch)r(?:e(s|pieces?|fold|line|stage|goers?|going)?|(ed|ing))$",
        "${1}er$2$3",
    ),
    # defence, offences → defense. Not fence, hence, or advice and advise, which are two words everywhere.
    (r"^(def|off|pret)ence(s|less|man|men)?$", "${1}ense$2"),
    # The noun licence and the verb practise, which America does not tell from their verb and noun.
    (r"^(un)?licence(s|d)?$", "${1}license$2"),
    (r"^(mal)?practis(e|es|ed|ing)$", "${1}practic$2"),
    # Single words. Pairs in which one spelling is a word of its own (tyre, kerb, cheque, storey, draught) stay apart.
    (r"^grey(s|er|est|ed|ing|ish|ness)?$", "gray$1"),
    (r"^(euro)?sceptic", "${1}skeptic"),
    (r"^(snow)?plough", "${1}plow"),
    (r"^sulph(ur\w*|ates?|ides?)$", "sulf$1"),
    (r"^cos(y|ier|iest|ily|iness)$", "coz$1"),
    (r"^artefact(s?)$", "artifact$1"),
    (r"^pyjama", "pajama"),
    (r"^czar(s|ist|ists|ina)?$", "tsar$1"),
    (r"^gaol(s|ed|er|ers)?$", "jail$1"),
    (r"^ax$", "axe"),
    # advisor, protestor: no American spelling, but two spellings of one word in every newsroom.
    (r"^(advis|protest)or(s?)$", "${1}er$2"),
    # After the rule for -re, which leaves manoeuver.
    _drop_rule(),
)
