"""English inflection: noun plurals, verb forms, comparatives, from rules and a table of irregular words.

The forms are those of both sides of the Atlantic (``travelled``, ``traveled``; ``learnt``, ``learned``). Forms that the
folding merges anyway (``organise``, ``organize``) are not doubled here, and possessives are folded away.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from framing.languages.base import Pos
from framing.languages.base import words as _words

__all__ = ["inflect"]


# Lemma, then its irregular pasts and participles.
_VERBS: Final = """
abide abode|arise arose arisen|awake awoke awoken|be am are is was were been being|bear bore borne born
beat beat beaten|become became|befall befell befallen|beget begot begat begotten|begin began begun|behold beheld
bend bent|beset beset|beseech besought|bespeak bespoke bespoken|bet bet betted|bid bid bade bidden|bind bound
bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|broadcast broadcast
browbeat browbeat browbeaten|build built|burn burnt|burst burst|bust bust|buy bought|cast cast|catch caught
choose chose chosen|cleave clove cleft cloven|cling clung|come came|cost cost|creep crept|cut cut|deal dealt|dig dug
dive dove|do does did done|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|dwell dwelt|eat ate eaten
fall fell fallen|feed fed|feel felt|fight fought|find found|fit fit|flee fled|fling flung|fly flew flown
forbear forbore forborne|forbid forbade forbad forbidden|forecast forecast|forego forewent foregone
foresee foresaw foreseen|foretell foretold|forget forgot forgotten|forgive forgave forgiven|forgo forwent forgone
forsake forsook forsaken|forswear forswore forsworn|freeze froze frozen|get got gotten|give gave given|go went gone
grind ground|grow grew grown|hamstring hamstrung|hang hung|have has had|hear heard|heave hove|hew hewn|hide hid hidden
hit hit|hold held|hurt hurt|inset inset|keep kept|kneel knelt|knit knit|know knew known|lay laid|lead led|lean leant
leap leapt|learn learnt|leave left|lend lent|let let|lie lay lain|light lit|lose lost|make made|mean meant|meet met
mow mown|offset offset|partake partook partaken|pay paid|plead pled|prove proven|put put|quit quit|read read|rend rent
rid rid|ride rode ridden|ring rang rung|rise rose risen|run ran|saw sawn|say said|see saw seen|seek sought|sell sold
send sent|set set|sew sewn|shake shook shaken|shave shaven|shear shorn|shed shed|shine shone|shit shit shat|shoe shod
shoot shot|show shown|shrink shrank shrunk shrunken|shut shut|sing sang sung|sink sank sunk sunken|sit sat
slay slew slain|sleep slept|slide slid|sling slung|slink slunk|slit slit|smell smelt|smite smote smitten|sneak snuck
sow sown|speak spoke spoken|speed sped|spell spelt|spend spent|spill spilt|spin spun|spit spat spit|split split
spoil spoilt|spread spread|spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung
stink stank stunk|strew strewn|stride strode stridden|strike struck stricken|string strung|strive strove striven
swear swore sworn|sweat sweat|sweep swept|swell swollen|swim swam swum|swing swung|take took taken|teach taught
tear tore torn|tell told|think thought|thrive throve|throw threw thrown|thrust thrust|tread trod trodden
wake woke woken|wear wore worn|weave wove woven|wed wed|weep wept|wet wet|win won|wind wound|wring wrung
write wrote written
"""
# Verbs of the table that have a regular past as well (burned); of the others it would be no English (goed).
_KEEPS_REGULAR: Final = _words(
    """abide awake beseech bet broadcast burn bust cleave dive dream dwell fit forecast hang heave hew kneel knit
    lean leap learn lie light mow offset plead prove quit rid saw sew shave shear shine shit shoe show slit smell
    sneak sow speed spell spill spit spoil strew strive sweat swell thrive wake weave wed wet"""
)
# What may stand before an irregular verb and leave it irregular: overtake, mislead, rebuild.
_VERB_PREFIX: Final = re.compile(r"^(?:over|under|re|mis|out|un|up|with|inter|pre|proof|sub|tele|type|baby)-?(?=..)")
# Regular verbs that merely look like one of those: a message is relayed, not relaid.
_REGULAR: Final = _words("relay")

# Verbs of more than one syllable that double their last consonant, being stressed there (commit), or by custom
# (kidnap).
_DOUBLING: Final = _words(
    """abet abhor abut acquit admit allot annul appal aver backstop bedim befit beget begin blackleg commit compel
    concur confer control corral debar debug defer demur deter dispel distil disinter eavesdrop embed emit enrol
    entrap enthral equip excel expel extol forbid forget format fulfil gossip handicap hobnob humbug impel incur
    infer input inset instil inter intermit kidnap leapfrog manumit nonplus occur offset omit outbid outfit
    outrun output outstrip outwit overlap overrun overstep patrol permit prefer program propel rebel rebut recap
    recur refer refit regret remit repel reset resit rerun sandbag submit transfer transmit transship typeset
    unplug unwrap unzip upset wiretap worship zigzag babysit"""
)
# Both the doubled and the single consonant are written: focused, focussed.
_EITHER: Final = _words("benefit bias bus combat focus gas kidnap leaflet program worship")
# "ch" that sounds like k takes a plain s.
_HARD_CH: Final = tuple(_words("stomach monarch patriarch matriarch oligarch hierarch epoch tech eunuch loch"))
# Verbs in consonant + o take -es (goes, vetoes) except these short ones.
_PLAIN_O: Final = _words("disco memo photo solo demo audio")
# The e stays before -ing, where dropping it would make another word of it, or by custom.
_KEEPS_E: Final = _words("age binge singe swinge tinge whinge")

# Nouns: lemma, then its plurals where they are not (or not only) the regular one. A leading "+" keeps the regular one
# too.
_NOUNS: Final = """
man men|woman women|child children|foot feet|tooth teeth|goose geese|mouse +mice|louse lice|ox oxen|penny +pence
die +dice|brother +brethren|wife wives|life lives|knife knives|half halves|calf calves|leaf leaves|loaf loaves
shelf shelves|thief thieves|wolf wolves|elf elves|self selves|sheaf sheaves|hoof +hooves|scarf +scarves|wharf +wharves
dwarf +dwarves|staff +staves|turf +turves|roof +rooves|criterion criteria|phenomenon +phenomena|automaton +automata
bacterium bacteria|datum data|stratum strata|erratum errata|addendum addenda|memorandum +memoranda
referendum +referenda|curriculum +curricula|forum +fora|stadium +stadia|symposium +symposia|consortium +consortia
millennium +millennia|aquarium +aquaria|spectrum +spectra|moratorium +moratoria|ultimatum +ultimata|maximum +maxima
minimum +minima|ovum ova|podium +podia|gymnasium +gymnasia|honorarium +honoraria|auditorium +auditoria
sanatorium +sanatoria|emporium +emporia|quantum quanta|desideratum desiderata|sanctum +sancta|alumnus alumni
stimulus stimuli|nucleus +nuclei|fungus +fungi|cactus +cacti|focus +foci|radius +radii|locus loci|syllabus +syllabi
terminus +termini|bacillus bacilli|hippopotamus +hippopotami|octopus +octopi|corpus +corpora|genus +genera
alumna alumnae|larva +larvae|formula +formulae|antenna +antennae|vertebra +vertebrae|nebula +nebulae|index +indices
matrix +matrices|appendix +appendices|vertex +vertices|vortex +vortices|codex codices|apex +apices|cortex +cortices
bureau +bureaux|tableau +tableaux|plateau +plateaux|chateau +chateaux|beau +beaux|milieu +milieux|adieu +adieux
graffito graffiti|paparazzo paparazzi|stigma +stigmata|schema +schemata|dogma +dogmata|genie +genii|seraph +seraphim
cherub +cherubim|kibbutz +kibbutzim|quiz quizzes|fez +fezzes|passerby passersby|passer-by passers-by
looker-on lookers-on|hanger-on hangers-on|runner-up runners-up|mother-in-law mothers-in-law
father-in-law fathers-in-law|son-in-law sons-in-law|daughter-in-law daughters-in-law|brother-in-law brothers-in-law
sister-in-law sisters-in-law|spokesperson +spokespeople|salesperson +salespeople|chairperson +chairpeople
businessperson +businesspeople|craft +craft|fish +fish|mujahid mujahideen
fedayee fedayeen|euro +euro
"""
# Compounds of irregular nouns (policeman, grandchild, midwife), and what only looks like one (human, German).
_COMPOUND_NOUNS: Final = """
man men|child children|foot feet|tooth teeth|wife wives|life lives|knife knives|half halves|shelf shelves|self selves
wolf wolves|leaf leaves|loaf loaves|-goose -geese
"""
_NOT_COMPOUND: Final = tuple(
    _words("human german roman ottoman shaman talisman norman pullman caiman turkoman brahman")
)
# The plural is the singular.
_SAME: Final = re.compile(
    r"(?:^|-)(?:sheep|deer|moose|swine|bison|offspring|salmon|trout|shrimp|squid|species|series|means|news|politics"
    r"|headquarters|crossroads|barracks|corps|gallows|works|innings|police|cattle|people|livestock|\w+craft|\w+ese|swiss|chassis"
    r"|rendezvous|debris|bourgeois|\w+ics)$"
)
# A noun in single s is a plural already (talks, sanctions, thanks), except with these endings.
_SINGULAR_S: Final = re.compile(
    r"(?:ss|us|sis|xis|[iy]ris|pelvis|[aeiou]as|(?:^|\w)(?:gas|bias|lens|canvas|alias|atlas|pancreas|christmas|iris|tennis"
    r"|ibis|penis|metropolis|cannabis|trellis|cosmos|chaos|ethos|pathos|asbestos|rhinoceros|summons|texas|kansas|madras|pyjamas))$"
)
# Consonant + o that takes -es; the rest (photo, piano, euro) take -s, and some take both.
_OES: Final = _words("echo embargo hero potato tomato torpedo veto negro go domino")
_OES_OR_OS: Final = _words(
    """archipelago banjo buffalo cargo desperado flamingo fresco ghetto grotto halo innuendo lasso mango manifesto
    memento mosquito motto mulatto no peccadillo portico salvo tobacco tornado volcano zero"""
)

# "More", "most", "less", "least" stand on their own: whoever lists "many" does not mean "more".
_ADJECTIVES: Final = """
good better best|well|many|much|bad worse worst|ill worse worst|far farther farthest further furthest
little littler littlest|old elder eldest older oldest
"""
# Adjectives of two syllables that compare with -er and -est beside those in -y, -le, -ow, -er.
_COMPARED: Final = _words(
    """common cruel handsome minute obscure polite profound quiet remote secure severe sincere solid stupid
    pleasant extreme mature demure austere intense complete concise obtuse humane"""
)
_UNCOMPARED: Final = ("able", "ible")


def inflect(lemma: str, pos: Pos) -> frozenset[str]:
    """All inflected forms of an English word, the lemma among them.

    Args:
        lemma: singular noun, infinitive (with or without "to") or positive adjective. Of several words the verb
            (lash out) or the noun (turning point) inflects.
        pos: ``adv`` and ``phrase`` have no inflection here and give the lemma alone.

    Example:
        >>> sorted(inflect("travel", "verb"))
        ['travel', 'traveled', 'traveling', 'travelled', 'travelling', 'travels']
    """
    word = lemma.strip()
    if pos == "verb":
        head, space, rest = word.removeprefix("to ").partition(" ")
        return frozenset({lemma, *(form + space + rest for form in _verb(head))})
    before, space, last = word.rpartition(" ")
    if pos == "noun":
        return frozenset({lemma, *(before + space + form for form in _noun(last))})
    if pos == "adj" and not space:
        return frozenset({lemma, *_adjective(word)})
    return frozenset({lemma})


@cache
def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Lemma → forms, of a table whose rows are separated by bars and line breaks."""
    rows = [row.split() for line in text.strip().splitlines() for row in line.split("|")]
    table: dict[str, tuple[str, ...]] = {}
    for row in filter(None, rows):
        table[row[0]] = table.get(row[0], ()) + tuple(row[1:])
    return table


def _joined(word: str, ending: str) -> str:
    """The word with -ed, -ing, -er or -est: silent e dropped, y to i, c to ck."""
    if word.endswith("ie") and ending == "ing":
        return word[:-2] + "ying"
    if re.search(r"[^aeiou]y$", word) and ending != "ing":
        return word[:-1] + "i" + ending
    if re.search(r"[aeiou].*[aeiou]c$", word):
        return word + "k" + ending
    if word.endswith("e"):
        keeps = ending == "ing" and (word.endswith(("ee", "oe", "ye")) or word in _KEEPS_E)
        return word + ending if keeps else word[:-1] + ending
    return word + ending


def _endings(word: str, *endings: str) -> set[str]:
    """The word with each ending, its last consonant doubled where English (or half of it) does so."""
    single = {_joined(word, ending) for ending in endings}
    double = {word + word[-1:] + ending for ending in endings}
    # After "qu" the u is no vowel: quit, equip.
    plain = word.replace("qu", "q")
    if not re.search(r"(?:^|[^aeiou])[aeiouy][^aeiouwxy]$", plain):
        return single
    if word in _EITHER:
        return single | double
    if _syllables(plain) == 1 or word in _DOUBLING or re.search(r"-(?=[^-]{2,4}$)", word):
        return double
    return single | double if word.endswith("l") else single


def _syllables(word: str) -> int:
    """Vowel groups, which is what the doubling rule and the comparison of adjectives ask for."""
    return len(re.findall(r"[aeiouy]+", word))


def _third(word: str) -> str:
    """Plural of a regular noun, or third person of a verb."""
    if re.search(r"(?:[^aeiou]|qu)y$", word):
        return word[:-1] + "ies"
    if word.endswith(_HARD_CH):
        return word + "s"
    if re.search(r"(?:^|[^aeiou]|qu)[aeiou]z$", word):
        return word + "zes"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


def _verb(word: str) -> set[str]:
    """Every form of a verb; of a hyphenated one the last part inflects (re-elect, fast-track)."""
    lower = word.lower()
    prefix, core = _irregular_core(lower)
    if core == "be":
        return {lower, *_table(_VERBS)[core]}
    forms = {lower} | {prefix + form for form in _endings(core, "ing")}
    forms.add(lower + "es" if re.search(r"[^aeiou]o$", lower) and core not in _PLAIN_O else _third(lower))
    forms |= {prefix + form for form in _table(_VERBS).get(core, ())}
    if core not in _table(_VERBS) or core in _KEEPS_REGULAR:
        forms |= _endings(lower, "ed")
    return forms


def _irregular_core(word: str) -> tuple[str, str]:
    """What stands before the irregular verb in a word, and that verb; ("", word) for a regular one."""
    if word in _table(_VERBS) or word in _REGULAR:
        return "", word
    prefix = _VERB_PREFIX.match(word)
    if prefix and word[prefix.end() :] in _table(_VERBS):
        return prefix.group(), word[prefix.end() :]
    head, hyphen, tail = word.rpartition("-")
    return (head + hyphen, tail) if tail in _table(_VERBS) else ("", word)


def _noun(word: str) -> set[str]:
    """Singular and plural."""
    lower = word.lower()
    listed = _table(_NOUNS).get(lower)
    if listed is None and _SAME.search(lower):
        return {word}
    if listed is not None:
        plain = tuple(plural.removeprefix("+") for plural in listed)
        regular = {_third(word)} if any(plural.startswith("+") for plural in listed) else set[str]()
        return {word, *plain, *regular}
    for ending, (plural,) in _table(_COMPOUND_NOUNS).items():
        if lower.endswith(ending) and not lower.endswith(_NOT_COMPOUND):
            return {word, word[: -len(ending)] + plural}
    if re.search(r"[^s]s$", lower) and not _SINGULAR_S.search(lower):
        return {word}
    if re.search(r"[sx]is$", lower):
        return {word, word[:-2] + "es"}
    if re.search(r"[^aeiou]o$", lower):
        plurals = {word + "es"} if lower in _OES else {word + "s"}
        return {word} | plurals | ({word + "es"} if lower in _OES_OR_OS else set())
    return {word, _third(word)}


def _adjective(word: str) -> set[str]:
    """Positive, comparative and superlative; longer adjectives compare with "more" and stand alone."""
    lower = word.lower()
    listed = _table(_ADJECTIVES).get(lower)
    if listed is not None:
        return {word, *listed}
    plain = lower.removeprefix("un") if len(lower) > 5 else lower
    count = _syllables(re.sub(r"e(?=ly$|$)", "", plain)) + plain.endswith("le")
    two = count == 2 and re.search(r"(?:[^aeiou]y|[^aeiou]le|er|ow)$", plain) and not plain.endswith(_UNCOMPARED)
    if len(lower) < 3 or "-" in lower or not (count <= 1 or two or plain in _COMPARED):
        return {word}
    return {word} | _endings(lower, "er", "est")
