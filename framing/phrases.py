"""Words for people: numbers with what they count, names that were probably meant, and what countries are called.

Sentences that others say again know the message that they were made of and its values: the command line prints them as
they are, in English, and the dashboard says them in the language of its reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

__all__ = [
    "COUNTRY_NAMES",
    "Named",
    "Phrase",
    "counted",
    "country_name",
    "later",
    "listed",
    "named_country",
    "near",
    "near_or",
    "noun",
    "nouns",
    "phrase",
    "phrases",
    "read_phrase",
    "written_phrase",
]

#: Likeness of a name that was probably meant: "amar-ujala" and "nieman-lab" have .5, one letter of five wrong .8.
_ALIKE: Final = 0.6


class Named(str):
    """A name in English that is another in other languages.

    Attributes:
        kind: of what it is the name: ``country``, ``language`` or ``measure``.
        key: by which it is known.
    """

    kind: str
    key: str

    def __new__(cls, kind: str, key: str, name: str) -> Named:
        """Name it."""
        made = super().__new__(cls, name)
        made.kind, made.key = kind, key
        return made

    def __reduce__(self) -> tuple[type[Named], tuple[str, str, str]]:
        return Named, (self.kind, self.key, str(self))


class Phrase(str):
    """A sentence in English, made by :func:`phrase` or :func:`phrases`.

    Attributes:
        message: with its values in named places.
        several: the same in the plural, where a number decides.
        number: that decides.
        values: of the places: numbers, texts, phrases, names, and lists of these.
    """

    message: str
    several: str | None
    number: int
    values: Mapping[str, Any]

    def __new__(cls, message: str, several: str | None, number: int, values: Mapping[str, Any]) -> Phrase:
        """Put the values in their places."""
        chosen = message if several is None or number == 1 else several
        made = super().__new__(cls, chosen.format(**{name: _valued(value) for name, value in values.items()}))
        made.message, made.several, made.number, made.values = message, several, number, values
        return made

    def __reduce__(self) -> tuple[type[Phrase], tuple[str, str | None, int, Mapping[str, Any]]]:
        return Phrase, (self.message, self.several, self.number, self.values)


def phrase(message: str, /, **values: object) -> str:
    """A sentence that can be said in another language too.

    Args:
        message: in English, values in named places.
        values: a whole number is written with commas, the items of a list are joined by commas.

    Example:
        >>> phrase("{n} of {names}", n=1200, names=["a", "b"])
        '1,200 of a, b'
    """
    return Phrase(message, None, 0, values)


def later(message: str) -> str:
    """Marks a constant as a message, which a catalogue has; :func:`phrase` puts its values in."""
    return message


def phrases(one: str, several: str, number: int, /, **values: object) -> str:
    """The same where a number, at ``{n}``, decides between singular and plural.

    Example:
        >>> phrases("{n} article is old", "{n} articles are old", 2)
        '2 articles are old'
    """
    return Phrase(one, several, number, {"n": number, **values})


def _valued(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_valued, value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def listed(names: list[str]) -> str:
    """Names as a sentence lists them.

    Example:
        >>> listed(["a", "b", "c"]), listed(["a"])
        ('a, b and c', 'a')
    """
    *several, last = names
    return phrase("{several} and {last}", several=several, last=last) if several else last


#: What a sentence may call a level or a period; a column of the user's own is called as it is.
_NOUNS: Final = {
    "outlet": (later("outlet"), later("outlets")),
    "country": (later("country"), later("countries")),
    "source": (later("source"), later("sources")),
    "language": (later("language"), later("languages")),
    "topic": (later("topic"), later("topics")),
    "target": (later("target"), later("targets")),
    "genre": (later("genre"), later("genres")),
    "event": (later("event"), later("events")),
    "day": (later("day"), later("days")),
    "week": (later("week"), later("weeks")),
    "month": (later("month"), later("months")),
    "quarter": (later("quarter"), later("quarters")),
    "year": (later("year"), later("years")),
}


def noun(name: str) -> str:
    """A level or period, as a sentence calls it."""
    return phrase("{name}", name=name) if name not in _NOUNS else phrase(_NOUNS[name][0])


def nouns(name: str) -> str:
    """The same in the plural.

    Example:
        >>> nouns("country"), nouns("group:desk")
        ('countries', 'group:desks')
    """
    return phrase("{name}", name=f"{name}s") if name not in _NOUNS else phrase(_NOUNS[name][1])


def written_phrase(text: str) -> str:
    """A text as JSON, which keeps what it was made of.

    Example:
        >>> read_phrase(written_phrase(phrase("{n} left", n=3))).message
        '{n} left'
    """
    return json.dumps(_packed(text), ensure_ascii=False)


def read_phrase(written: str) -> str:
    """The text that :func:`written_phrase` wrote."""
    text: str = _unpacked(json.loads(written))
    return text


def _packed(value: Any) -> Any:
    if isinstance(value, Phrase):
        values = {name: _packed(each) for name, each in value.values.items()}
        return {"message": value.message, "several": value.several, "number": value.number, "values": values}
    if isinstance(value, Named):
        return {"kind": value.kind, "key": value.key, "name": str(value)}
    return list(map(_packed, value)) if isinstance(value, list | tuple) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return list(map(_unpacked, value))
    if not isinstance(value, dict):
        return value
    if "kind" in value:
        return Named(**value)
    values = {name: _unpacked(each) for name, each in value["values"].items()}
    return Phrase(value["message"], value["several"], value["number"], values)


def near(name: str, names: list[str]) -> str:
    """A hint that names what is spelled like a name, else the first few of what there is."""
    folded = {other.casefold(): other for other in reversed(names)}
    close = [folded[match] for match in get_close_matches(name.casefold(), list(folded), n=3, cutoff=_ALIKE)]
    close += [other for other in names if name.casefold() in other.casefold() and other not in close][:3]
    if close:
        return f"did you mean {' or '.join(close[:3])}?"
    return f"there are {', '.join(names[:8])}{' …' if len(names) > 8 else ''}" if names else "there are none"


def near_or(name: str, names: Iterable[str], lead: str) -> str:
    """A hint that names what is spelled like a name, else all that there is.

    Args:
        name: that there is not.
        names: that there are.
        lead: what stands before all of them.

    Example:
        >>> near_or("sensationl", ["praise", "sensational"], "use"), near_or("x", ["doubt", "praise"], "use")
        ('did you mean sensational?', 'use doubt, praise')
    """
    known = list(names)
    hint = near(name, known)
    return hint if hint.startswith("did you mean") else f"{lead} {', '.join(known) or 'none'}"


def counted(number: int, many: str, one: str | None = None) -> str:
    """A number and what it counts.

    Args:
        number: how many.
        many: what stands behind it, in the plural, with the verb where there is one.
        one: the same in the singular; without it ``many`` less its last ``s``.

    Example:
        >>> counted(1, "rejects"), counted(2_500, "rejects"), counted(1, "known")
        ('1 reject', '2,500 rejects', '1 known')
        >>> counted(1, "articles have", "article has"), counted(0, "articles have", "article has")
        ('1 article has', '0 articles have')
    """
    return f"{number:,} {(one or many.removesuffix('s')) if number == 1 else many}"


def named_country(code: str) -> Named:
    """What a country is called, in English or, where it is said again, in another language.

    Example:
        >>> named_country("PK")
        'Pakistan'
    """
    return Named("country", code, country_name(code))


_NAMES: Final = """
    AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania; AM Armenia;
    AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW Aruba; AX Åland Islands;
    AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; BD Bangladesh; BE Belgium; BF Burkina Faso; BG Bulgaria;
    BH Bahrain; BI Burundi; BJ Benin; BL Saint Barthélemy; BM Bermuda; BN Brunei; BO Bolivia; BQ Caribbean Netherlands;
    BR Brazil; BS Bahamas; BT Bhutan; BV Bouvet Island; BW Botswana; BY Belarus; BZ Belize; CA Canada;
    CC Cocos Islands; CD Democratic Republic of the Congo; CF Central African Republic; CG Republic of the Congo;
    CH Switzerland; CI Côte d'Ivoire; CK Cook Islands; CL Chile; CM Cameroon; CN China; CO Colombia; CR Costa Rica;
    CU Cuba; CV Cabo Verde; CW Curaçao; CX Christmas Island; CY Cyprus; CZ Czechia; DE Germany; DJ Djibouti;
    DK Denmark; DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; EH Western Sahara;
    ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; FO Faroe Islands;
    FR France; GA Gabon; GB United Kingdom; GD Grenada; GE Georgia; GF French Guiana; GG Guernsey; GH Ghana;
    GI Gibraltar; GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece;
    GS South Georgia and the South Sandwich Islands; GT Guatemala; GU Guam; GW Guinea-Bissau; GY Guyana; HK Hong Kong;
    HM Heard and McDonald Islands; HN Honduras; HR Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland; IL Israel;
    IM Isle of Man; IN India; IO British Indian Ocean Territory; IQ Iraq; IR Iran; IS Iceland; IT Italy; JE Jersey;
    JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros;
    KN Saint Kitts and Nevis; KP North Korea; KR South Korea; KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos;
    LB Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg;
    LV Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF Saint Martin; MG Madagascar;
    MH Marshall Islands; MK North Macedonia; ML Mali; MM Myanmar; MN Mongolia; MO Macao; MP Northern Mariana Islands;
    MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico;
    MY Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger; NF Norfolk Island; NG Nigeria; NI Nicaragua;
    NL Netherlands; NO Norway; NP Nepal; NR Nauru; NU Niue; NZ New Zealand; OM Oman; PA Panama; PE Peru;
    PF French Polynesia; PG Papua New Guinea; PH Philippines; PK Pakistan; PL Poland; PM Saint Pierre and Miquelon;
    PN Pitcairn; PR Puerto Rico; PS Palestine; PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania;
    RS Serbia; RU Russia; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden;
    SG Singapore; SH Saint Helena; SI Slovenia; SJ Svalbard and Jan Mayen; SK Slovakia; SL Sierra Leone; SM San Marino;
    SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST São Tomé and Príncipe; SV El Salvador; SX Sint Maarten;
    SY Syria; SZ Eswatini; TC Turks and Caicos Islands; TD Chad; TF French Southern Territories; TG Togo; TH Thailand;
    TJ Tajikistan; TK Tokelau; TL Timor-Leste; TM Turkmenistan; TN Tunisia; TO Tonga; TR Türkiye;
    TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; TZ Tanzania; UA Ukraine; UG Uganda; UM U.S. Outlying Islands;
    US United States; UY Uruguay; UZ Uzbekistan; VA Vatican City; VC Saint Vincent and the Grenadines; VE Venezuela;
    VG British Virgin Islands; VI U.S. Virgin Islands; VN Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa;
    XK Kosovo; YE Yemen; YT Mayotte; ZA South Africa; ZM Zambia; ZW Zimbabwe
"""

#: ISO 3166-1 alpha-2, and XK, by which Kosovo goes everywhere → the name in English.
COUNTRY_NAMES: Final = MappingProxyType({entry[:2]: entry[3:] for entry in " ".join(_NAMES.split()).split("; ")})


def country_name(code: str) -> str:
    """What a country is called in English; what is no code stays as it is.

    Example:
        >>> country_name("PK"), country_name("GB"), country_name("EU")
        ('Pakistan', 'United Kingdom', 'EU')
    """
    return COUNTRY_NAMES.get(code, code)
