"""Hindi: how its spellings fold together and which words carry its grammar.

``hi_inflection.py`` has the inflection and the spellings of loan words. Here too stand the words by which Hindi and the
other languages in Devanagari are told apart.
"""

from __future__ import annotations

from typing import Final

from framing.languages.base import Cue, Furniture, Language, Negation, Orders, negating_ahead, negating_behind
from framing.languages.base import words as _words
from framing.languages.hi_inflection import LOAN_RULES, inflect

__all__ = ["FOREIGN_WORDS", "FUNCTION_WORDS", "LANGUAGE", "NEIGHBOURS"]


#: Marathi ळ, the avagraha of Maithili and Sanskrit, the open e of Marathi's loan words; then endings of Marathi,
#: Nepali, Maithili and Sanskrit. In a million words of Hindi news these stand in under a dozen, most of them Sanskrit
#: phrases.
FOREIGN_WORDS: Final = (
    "[ळऽॲ]|च्या|ण्या[चसतक]|.ांनी$|ांना$|मुळे$|साठी$|ातील$|हरू(?:ले|को|मा|लाई)|.एको$|.एका$|नुभयो$|ेछ$|ँदै$|लनि$|ेषु$|म्$"
    "|ांवर$|मध्ये$|ौंमा$|ाको$"
)

# The commonest grammatical words. Left out, however common: what a relative in Devanagari has as often: या and ही
# (Marathi "this"), तो and जो, हो (Nepali "is"), हम, जा, तक, होते, तथा, आए (Nepali "came"). की, which is Marathi "that"
# as well, is too common to be missed.
FUNCTION_WORDS: Final = _words(
    "के में की है से का पर एक को और ने हैं कि भी यह नहीं इस कर लिए करने किया रहे साथ कहा था उन्होंने गया अपने बाद रहा हुए कुछ थे थी वह"
    " ये अब रही सकता उनके इसके होने गए उन्हें अपनी दिया लेकिन इन जब किसी वे उसके गई कोई हुई वाले सभी लेकर बताया करते कई हुआ ज्यादा"
    " यहां क्या होगा जाने सबसे इससे उनकी सकते लिया खिलाफ बहुत जाएगा जाएंगे अगर पूरी वाली चुके जबकि जहां मैं उस ऐसा ऐसे दोनों हमें जैसे जाए"
    " जाता हालांकि होगी चुकी इसलिए उसे उसने उसकी उसका दिए करें अपना इसी इसे हमारे हमारा पूरे पूरा इसका कहना बारे सिर्फ क्योंकि वहां"
    " वहीं तरफ सकती इसमें मुताबिक करेंगे उनका उनसे उनको वजह दूसरे दूसरी बनाने काफी कहते रहने जिसमें रखा उन जिस जिसे इसकी जाएगी खुद वालों"
    " करता करके वाला लेने इनमें क्यों हमने यदि बल्कि देते मुझे करती चुका ऐसी तहत चलते हमारी कभी जिसके नए देने आने किए अभी पहले पहली हूं तरह"
    " थीं हों रहें मेरे मेरी मेरा आपको आपके आपकी लगे लगी मिली मिले रहता रहते रहती करना होना देना होकर जाकर बीच बावजूद जिनमें जिनके"
    " जाती जाते लगाया लगाए मगर अलावा"
)

# Common there and as good as absent from Hindi. होते, होता, खातिर, व, तर, मात्र are common in one of these and in Hindi
# too: not here.
NEIGHBOURS: Final = {
    "mr": _words(
        "आहे आहेत आणि नाही नाहीत असे असा अशी अशा असून असल्याचे असल्याने असलेल्या असलेला असते असतो असतात केला केले केली केलेल्या केल्याने"
        " झाले झाली झाला झालेल्या झाल्याने त्या त्यांनी त्यांच्या त्यांना त्यांची त्यांचे त्याच्या त्याची त्याने त्याला तिने तिच्या यांनी यांच्या"
        " यांना यांची यांचे याची याचे म्हणाले म्हणाला म्हणून म्हणजे म्हटले करण्यात करण्याचा करण्याची करण्यासाठी देण्यात घेण्यात किंवा तसेच"
        " काही पण करून सांगितले सांगितलं आले आली होऊन मध्ये मधील आपण आपल्या आपला आपली मला आम्हाला आम्ही तुम्ही माझ्या माझे माझा कोणी"
        " काय करत करणे करावे करावी करीत करतात येत येणार होणार दिले गेला गेले गेली गेल्या घेतला घेतली घेतले पाहिजे शकतो शकते शकतात लागले"
        " नंतर पुन्हा सुरू साठी येथील येथे मोठ्या मोठा मोठी मोठे दोन यंदा नव्हते होत्या आमच्या आमच्याशी"
    ),
    "kok": _words(
        "आसा आसात ताका ताणें तांणी तांचे हांव म्हजें म्हजो आमी आमची म्हणलें म्हणून सांगलें सांगलां पूण"
        " अशें केल्ली जालो जालें जाली जाल्लें दितलें खातीर आयकलें हें तें"
    ),
    "ne": _words(
        "छ छन् छैन छैनन् छु छौं गरेको गरेका गरे गर्ने गर्न गरी गरिएको गर्नु गर्नुपर्ने गरेर गरेपछि गर्छ गर्छन् भएको भएका भएर भएकाले भएपछि पनि"
        " लागि उनले उनीहरू उहाँको उहाँले भने भनेका भनेको भन्ने थियो थिए थिएनन् हुने हुन्छ हुनेछ रहेको रहेका हरू गर्दै भन्दै आफ्नो भयो गर्यो र"
        " मा यो त्यो यसको त्यसको बताउनुभयो बताएका सकिने सकिनेछ राखेको राख्दै दिएको लिएको हामी हाम्रो मैले उसले केही परेको परेका"
        " जनाएको मात्रै देखि सम्म अझै तपाईंको"
    ),
    "bho": _words(
        "बा बाटे बाड़े बाड़ी बाड़न बाड़ें बानी बाटी बिया नइखे रहल रहलें रहली रहलन कइल कइले कइलस कइलन कइलें भइल भइले भइली भइलें भइला"
        " गइल गइले गइली गइलें गइलन होखे होखी होला होई आउर अउर अउरी जवन जवना ओकर ओकरा एकर एकरा हमनी हमार तोहार रउआ रउरा"
        " रउवा लोगन सभे केहू कवनो कहलन कहलें कहले कहलस कहली कहनाम एह ओह ऊ बाकिर बहुते नीमन चाहीं काल्ह अगिला पछिला जइसन अइसन"
        " ओइसन सकेला करेला करेली मिलल दिहल दिहले लिहल आइल अइलें अइलन चलल बइठक फिलिम लइका जुटल जइहें"
    ),
    "mai": _words(
        "अछि छथि छी छलाह छलीह छैक छन्हि केँ सभ सभक हुनका हुनकर हुनक हमरा अहाँ लोकनि मुदा नहि एहि ओहि भऽ कऽ लऽ दऽ गेल भेल देल कयल"
        " कएल कहलनि कयलनि केलनि कहैत करैत जाइत रहैत अबैत छलनि गेलाह काल्हि कतेको एखनो तकर जायत होयत करब"
    ),
    "sa": _words(
        "अस्ति भवति भवन्ति सन्ति आसीत् अभवत् च एव अपि तत्र अत्र इति यत् तत् अस्य तस्य अस्मिन् तस्मिन् एतत् एषः अयम् वयम् गच्छति करोति"
        " वदति वदन्ति पठति पठन्ति ददाति श्रुत्वा कृत्वा उक्तवान् गतवान् सर्वेषां सर्वत्र यावत् अनन्तरं कारणात् मम तु यदा तदा किम्"
    ),
}


def _forms(*verbs: str) -> frozenset[str]:
    return frozenset().union(*(inflect(verb, "verb") for verb in verbs))


# ------------------------------------------------------------------------------------------------------------- folding

# What is merged knowingly, because newsrooms do not keep it apart, so that the bare spelling is ambiguous already:
# - nukta: राज़ "secret" / राज "rule", सज़ा "punishment" / सजा "decorated", फ़न "art" / फन "hood", ज़रा / जरा;
# - chandrabindu: हँस "laugh" / हंस "swan";
# - visarga: अंतः "inner" / अंत "end", नमः "homage" / नम "moist". It is more often a mistyped colon than either;
# - final virama: सन् "year" / सन "hemp".
# Vowel length stays (कम / काम) but in loan words, of which hi_spelling.py knows.
_FOLD_CHARS: Final = {
    "\u093c": "",  # nukta; NFC has taken क़ ख़ ग़ ज़ ड़ ढ़ फ़ य़ apart
    "ऩ": "न",  # these three stay composed in NFC
    "ऱ": "र",
    "ऴ": "ळ",
    "ँ": "ं",
    "\u0900": "ं",  # inverted chandrabindu
    "ः": "",
    "ऎ": "ए",  # short e and o of southern names
    "ऒ": "ओ",
    "ॆ": "े",
    "ॊ": "ो",
    "\u0951": "",  # Vedic accents, which only stray keys bring into news
    "\u0952": "",
}

_VOWELS: Final = "अआइईउऊऋएऐऑओऔ"
_SIGNS: Final = "ािीुूृेैॅॉोौ"

# Typed in the order in which the pieces of a letter look, not in which Unicode wants them: लाेग, केा, डाॅक्टर, अौर; or
# typed twice: मेें. On the screen they are the right word. What then still follows a vowel is no spelling of anything.
_TYPING: Final = (
    *((f"{sign}{sign}+", sign) for sign in (*_SIGNS, "्")),
    ("अा", "आ"),
    ("[अआ][ेो]", "ओ"),
    ("[अआ][ैौ]", "औ"),
    ("[अआ][ॅॉ]", "ऑ"),
    ("एे", "ऐ"),
    ("ाे|ेा", "ो"),
    ("ाै|ैा", "ौ"),
    ("ाॅ|ॅा", "ॉ"),
    (f"([{_VOWELS}{_SIGNS}])[{_SIGNS}]+", "$1"),
)

# A nasal before a stop of its own class has no other reading than anusvara, so nothing different merges; न् before any
# stop, and before स and श, likewise in loan words (इन्फेक्शन, काउन्सिल). Not before a nasal or h: अन्न, सम्मान, उन्हें.
# Not म् before स or त either: टाइम्स and इम्तिहान are read with m.
_NASALS: Final = (
    ("ब्र(ा?)म्ह", "ब्र${1}ह्म"),  # ब्रम्ह, ब्राम्हण
    ("(चि|मध्या|पूर्वा|अपरा)न्ह", "${1}ह्न"),  # चिन्ह; not उन्हें, whose न्ह is its own
    ("[ङञणन]्([कखगघचछजझटठडढतथदधपफबभसश])", "ं$1"),
    ("म्([पफबभव])", "ं$1"),
    ("ंं+", "ं"),  # हिंन्दी, मेंं
)

# Words with two accepted (or one accepted and one common) spellings. Each is one word under both.
_DOUBLETS: Final = (
    ("(?:ध्)+द", "द्ध"),  # युध्द
    ("र्(?:त्)+त", "र्त"),  # कर्त्ता, वर्त्तमान
    ("र्(?:द्)+ध", "र्ध"),  # अर्द्ध
    ("र्(?:म्)+म", "र्म"),
    ("र्(?:य्)+य", "र्य"),
    ("र्(?:व्)+व", "र्व"),
    ("र्(?:च्)+छ", "र्छ"),  # मूर्च्छा
    ("(?:त्)+त्व", "त्व"),  # महत्त्व, and नेतृत्त्व
    ("(?:ज्)+ज्व", "ज्व"),  # उज्ज्वल
    ("उज्जव", "उज्व"),
    ("(?:ठ्)+ठ", "ट्ठ"),  # चिठ्ठी, इकठ्ठा
    ("(?:ढ्)+ढ", "ड्ढ"),  # गढ्ढा
    ("(?:थ्)+थ", "त्थ"),  # जथ्था
    ("(?:ख्)+ख", "क्ख"),  # मख्खन
    ("श्रृ", "शृ"),  # श्रृंखला
    ("स्त्रोत", "स्रोत"),
    ("सहस्त्र", "सहस्र"),
    ("^सन्यास", "संन्यास"),
    ("अंतर(?:्र|र)?ाष्ट्र", "अंतरराष्ट्र"),  # अंतर्राष्ट्रीय, अंतराष्ट्रीय
)

# Endings with and without a glide. गायें "cows" meets गाएं "may sing", which is rare in news; दायी "giving" meets दाई
# "midwife", rarer still. ये "these" alone stays apart from ए.
_ENDINGS: Final = (
    ("्+$", ""),  # अर्थात्, परिषद्
    ("([एे])ं?ग([ेी])ं$", "${1}ंग$2"),  # करेगें, जाएंगें, जाएगीं; not मांगें "demands"
    ("ोंग([ेी])ं$", "ोंग$1"),  # होंगें
    ("([^्])यी(ं?)$", "${1}ई$2"),
    ("([^्])ये(ं?|गा|गी|ंगे|ंगी)$", "${1}ए$2"),
    ("ईय(ां|ों|ो)$", "इय$1"),  # भाईयों, दवाईयां
)

# ------------------------------------------------------------------------------------------------------------ cue words

# Nouns and verbs whose कि-clause is somebody's speech or thought. Left out on purpose: बता and बताएं (बता दें कि is how an
# outlet opens a sentence of its own), मान (मान लीजिए), बात, and पता चला (the outlet vouches for it). स्पष्ट and साफ tell
# with a verb of doing only: स्पष्ट है कि is the outlet's view, and as common as स्पष्ट किया कि of a speaker.
_REPORTING: Final = (
    _forms(*_words("कहना बताना बोलना पूछना लिखना जताना चेताना दोहराना जोड़ना मानना समझाना ठहराना दिलाना"))
    | _words(
        "दावा दावे आरोप आरोपों ऐलान एलान घोषणा उम्मीद आशा अपेक्षा चेतावनी धमकी पुष्टि स्वीकार कबूल बयान बयानों जानकारी सूचना खबर"
        " खबरें ट्वीट तर्क दलील शिकायत अपील आग्रह अनुरोध निवेदन प्रार्थना आह्वान आश्वासन भरोसा विश्वास यकीन वादा सुझाव सलाह नसीहत"
        " हिदायत निर्देश आदेश मांग आशंका अनुमान अंदेशा संदेह शक राय जिक्र उल्लेख खुलासा जोर सोचा सोचते सोचता सोचती समझते समझता समझती"
        " संदेश विज्ञप्ति कयास अफवाह जवाब गारंटी सूचित आगाह आश्वस्त रेखांकित अवगत टिप्पणी इल्जाम गुहार निष्कर्ष ताकीद इनकार इंकार खंडन"
        " पाया फैसला निर्णय संकल्प सिफारिश अफसोस तंज ताना दुहाई दुहराया फरमाया गवाही टिप्पणियां प्रस्ताव"
    )
) - _words("बता बताएं बताऊं बताओ मान मानो मानें लिख बोल जोड़ जोड़ने समझा समझाना")

# What may follow a verb and belong to it. कर alone is the conjunctive written apart (फाड़ कर); दो is "two" too often.
_AUXILIARY: Final = (
    _forms("होना", "रहना", "जाना", "चुकना", "सकना", "पाना", "लेना", "देना", "लगना", "पड़ना", "डालना")
    | _forms("उठना", "बैठना", "रखना", "आना")
    | _words("कर करके करता करते करती वाला वाले वाली वालों चाहिए")
) - _words("दो")

_ORDERS: Final = Orders(
    infinitive="ना",
    nonfinite=_words("ना नी ने कर करके के"),
    light=_words(
        "करना होना देना आना लगना जाना लेना रहना बनना पड़ना मिलना रखना कहना बनाना लगाना करवाना कराना डालना बोलना लाना उठना"
        " मानना"
    ),
    never_fronted=_words(
        "की के का कि दो है हैं हूं हो था थे थी थीं ली ला लो आ आई जा जी मान मार ले दे कर करके करता करते करती वाला वाले वाली"
        " वालों अपना अपने अपनी"
    ),
    before_verb=_words(
        "ने को भी ही तो नहीं खूब जमकर जल्द जल्दी अब आज फिर अभी तुरंत हमेशा क्यों कैसे कब तरह खुद जरूर अवश्य काफी बेहद"
        " जबरदस्त लगातार अचानक"
    ),
)

# Initials and titles. Not जी, आई, ले, which end sentences (मोदी जी, आई, ले), nor numerals.
_ABBREVIATION: Final = _words(
    "डॉ डा प्रो पं मो कु सुश्री इंजी एड रु रू नं सं कि मि उ प्र म ई पु पू वि चौ अनु लि प्रा कं स्व ए बी सी डी ई एफ एच जे के एल एम एन ओ पी"
    " क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड"
)

# "के अनुसार" what nobody says. Not रिपोर्ट, सर्वे, आंकड़े, अनुमान, which say something, nor आदेश and फैसला, which a court does.
_RULE: Final = _words(
    "नियम नियमों कानून कानूनों विधान संविधान अनुच्छेद धारा धाराओं अधिनियम प्रावधान प्रावधानों शर्त शर्तों मानक मानकों मापदंड मापदंडों"
    " पैमाने प्रोटोकॉल गाइडलाइन गाइडलाइंस दिशानिर्देश दिशानिर्देशों परंपरा परंपराओं रीति प्रथा रिवाज मान्यता मान्यताओं विधि क्रम योजना"
    " योजनाओं कार्यक्रम शेड्यूल समय समयसारिणी टाइमटेबल रोस्टर प्लान रणनीति लक्ष्य पंचांग कैलेंडर तिथि मुहूर्त राशि जरूरत जरूरतों आवश्यकता"
    " आवश्यकताओं मांग इच्छा मर्जी पसंद क्षमता सुविधा हैसियत योग्यता मेरिट वरीयता श्रेणी अनुपात उम्र आयु उम्मीद उम्मीदों अपेक्षा अपेक्षाओं"
    " परिस्थिति परिस्थितियों स्थिति हालात मौसम मौके नीति नीतियों सिद्धांत सिद्धांतों इसके इसी उसी हिसाब संख्या आबादी"
)

# Not पढ़ें, देखें and जानें, with which outlets turn to their readers.
_WISHED: Final = _words(
    "करें रहें रखें हों जाए जाएं बनें बनाएं कराएं करवाएं चलाएं लगाएं उठाएं अपनाएं निकालें बरतें छोड़ें निभाएं सकें मिलें बढ़ें दिलाएं बचाएं"
    " लड़ें सोचें कीजिए दीजिए लीजिए रखिए करिए जाइए बनाइए आइए बताइए सोचिए छोड़िए बोलिए"
)

# Months with a name of another use (मई, मार्च "march") are kept: only sentences with a future are asked.
_CALENDAR: Final = _words(
    "सोमवार मंगलवार बुधवार गुरुवार बृहस्पतिवार वीरवार शुक्रवार शनिवार रविवार इतवार जनवरी फरवरी मार्च अप्रैल मई जून जुलाई"
    " अगस्त सितंबर अक्टूबर अक्तूबर नवंबर दिसंबर बजे"
)

_CUE_WORDS: Final = {
    Cue.COMPLEMENTIZER: _words("कि"),
    Cue.REPORTING: _REPORTING,
    # हवाले is से ("quoting") in two of three; else somebody is handed over.
    Cue.ACCORDING: _words("मुताबिक अनुसार हवाले बकौल मानें"),
    Cue.REPORTING_BARE: _words(
        "कहा कहते कहती लिखते लिखती बोले बोला बोली बोलीं बताया लिखा पूछा जोड़ा दावा आरोप चेतावनी जवाब ट्वीट ट्विट"
    ),
    Cue.CLAUSE: _words("जबकि लेकिन मगर परंतु किंतु हालांकि वहीं अलबत्ता बहरहाल"),
    Cue.FIRST_PERSON: _words("मैं मैंने मुझे मुझको मुझसे मुझ मेरा मेरे मेरी हम हमने हमें हमको हमसे हमारा हमारे हमारी हमलोग हमलोगों"),
    Cue.RUNNING_ON: _words("चाहिए चाहिएं होगा होगी होंगे होंगी हूंगा हूंगी दूंगा दूंगी लूंगा लूंगी देगा देगी लेगा लेगी"),
    Cue.WISHED: _WISHED,
    Cue.HABITUAL: frozenset(
        f"{verb}{end}" for verb in _words("सक हो जा दे ले रह पा कर लग पड़ आ") for end in _words("ता ते ती")
    ),
    Cue.ASKING: _words("क्या क्यों कैसे कैसा कैसी कौन कब कहां कितना कितने कितनी किस किसने किसे किसका किसकी"),
    Cue.OCCASION: _words("बातचीत बात संबोधित संबोधन सम्मेलन प्रेसवार्ता वार्ता समारोह"),
    Cue.OPINION: _words("कहना मानना दावा"),
    Cue.LASTING: _words("है हैं हूं"),
    Cue.ELSEWHERE: _words("उधर इधर बीच दूसरी बावजूद दौरान जाहिर दरअसल यानी"),
    Cue.MYSELF: _words("मैं मैंने हम हमने"),
    Cue.NARRATIVE: _words("ने उन्होंने इन्होंने उसने इसने"),
    Cue.AUXILIARY: _AUXILIARY,
    Cue.PARTICLE: _words("भी ही तो नहीं न ना मत तक"),
    Cue.ABBREVIATION: _ABBREVIATION,
    Cue.DISTANCING: _words("तथाकथित कथित स्वयंभू स्वघोषित"),
    # "बता दें कि", "याद रहे कि", "ज्ञात हो कि".
    Cue.ASIDE: _words("दें रहे हो गौरतलब उल्लेखनीय ज्ञातव्य विदित"),
    # "X ने इसे … करार दिया", "X ने इसे … बताया".
    Cue.DECLARING: _words("करार बताया बताते बताती"),
    Cue.OBJECT: _words("को इसे उसे इन्हें उन्हें जिसे जिन्हें किसे खुद"),
    Cue.RULE: _RULE,
    Cue.CALENDAR: _CALENDAR,
    Cue.NAMED: _words(
        "फिल्म फिल्में फिल्मों योजना अभियान मिशन ऑपरेशन किताब पुस्तक उपन्यास नाटक गीत गाना गाने शो सीरीज सीरियल धारावाहिक एल्बम"
        " कविता पत्रिका अखबार लेख आलेख कार्यक्रम नामक शीर्षक"
    ),
    # Not आप, a party and "you", nor सरकार and पुलिस, which headlines name as their topic as often.
    Cue.SPEAKER: _words(
        "पीएम सीएम प्रधानमंत्री मुख्यमंत्री उपमुख्यमंत्री राष्ट्रपति उपराष्ट्रपति मंत्री गृहमंत्री राज्यपाल उपराज्यपाल सांसद विधायक नेता अध्यक्ष"
        " प्रवक्ता सचिव निदेशक कोर्ट हाईकोर्ट न्यायालय अदालत मंत्रालय आयोग विभाग विशेषज्ञ वैज्ञानिक डॉक्टर रिपोर्ट सर्वे अध्ययन स्टडी"
        " सूत्र अधिकारी अधिकारियों एक्सपर्ट रिसर्च शोध वकील कोच अखबार पत्रिका किताब पुस्तक लेख आलेख"
    ),
    Cue.HAPPENING: _words("होगा होगी होंगे होंगी चलेगा चलेगी चलेंगे रहेगा रहेगी रहेंगे मिलेगा मिलेगी पड़ेगा पड़ेगी"),
    Cue.TELLING: _words("ट्वीट ट्विट दावा आरोप चेतावनी जवाब सवाल स्पष्ट साफ व्यवस्था संकेत संकेतों इशारा इशारों"),
    Cue.DOING: _forms("करना", "देना", "उठाना") - _words("देता देती देते करता करती"),
}

# The future. Two letters before ूंगा and ेगा keep out गूंगा "dumb", मूंगा "coral", मेगा "mega" and the surname नेगी; मनरेगा is a
# job scheme, and योगी, रोगी, ढोंगी are why होगा and its like are listed as words.
_CUE_PATTERNS: Final = {
    # The number of a section or article: धारा 144 के अनुसार.
    Cue.RULE: "^[0-9]+$",
    Cue.RUNNING_ON: "(?:..ूंग[ाी]|ऊंग[ाी]|[ेए]ंग[ेी]|एग[ाी]|..ेगी|.[^र]ेगा|[^न]रेगा|[ओो]गे)$",
}

# ------------------------------------------------------------------------------------------------------------- negation


def _shield(*terms: str) -> tuple[Negation, ...]:
    """Terms that contain a negation word and negate nothing."""
    return tuple(Negation(term=term) for term in terms)


#: Words before नहीं that it negates. Farther ones are the subject or object of what is negated (शहीदों का बलिदान व्यर्थ
#: नहीं जाएगा); of a hundred sentences of news in which 3 and 5 differ, 3 was right in all but a few.
_BEHIND: Final = 3

#: What मत forbids; it alone is mostly "vote" and "opinion" (मत देना "to vote"). Sorted, since cues are numbered.
_IMPERATIVES: Final = sorted(
    _words(
        "करो करना करिए कीजिए करें करिएगा कीजिएगा बनो बनना बनाओ बनाना बनाइए बनाएं हो होना होइए हों बोलो बोलना बोलिए"
        " कहो कहना कहिए समझो समझना समझिए समझें दीजिए दो डालो डालिए डालना भूलो भूलना भूलिए भूलें सोचो सोचना सोचिए"
        " फैलाओ फैलाना फैलाइए फैलाएं लो लीजिए लेना जाओ जाना जाइए जाएं आओ आना आइए आएं रखो रखना रखिए रखें"
        " छोड़ो छोड़ना छोड़िए रोको रोकना रोकिए देखो देखना देखिए पूछो पूछना पूछिए मारो मारना मारिए लड़ो लड़ना"
        " लगाओ लगाना लगाइए लगाएं दिखाओ दिखाना दिखाइए दिखाएं चलाओ चलाना चलाइए उठाओ उठाना उठाइए"
    )
)

_DENIAL: Final = ("इनकार", "इंकार")
_COPULAS: Final = ("है", "हैं", "था", "थी", "थे")

_NEGATIONS: Final = (
    *(Negation(term=term, behind=_BEHIND, ahead=2) for term in ("नहीं", "नही")),
    # "Why is it not": not a question that expects a yes.
    Negation(term="क्यों नहीं", behind=_BEHIND, ahead=2),
    # What stands before is contrasted with what follows.
    *negating_behind(_BEHIND, "नहीं बल्कि", "का नहीं", "के नहीं", "की नहीं", "के लिए नहीं"),
    # "Not only", "otherwise", "no doubt", "no less than".
    *_shield("ही नहीं बल्कि", "इतना ही नहीं", "यही नहीं", "नहीं तो", "से कम नहीं"),
    *_shield("शक नहीं", "संदेह नहीं", "शंका नहीं", "दो राय नहीं", "दोराय नहीं"),
    # न stands before a subjunctive or infinitive (हिंसा न करें: behind) or opens an alternative (न हिंसा, न: ahead).
    *(Negation(term=term, behind=3, ahead=2) for term in ("न", "ना")),
    *(
        negation
        for na in ("न", "ना")
        for negation in negating_ahead(4, f"{na} ही", f"{na} तो", f"और {na}", f"और {na} ही", f"{na} कि")
    ),
    *_shield(*(f"{na} {only}" for na in ("न", "ना") for only in ("केवल", "सिर्फ", "मात्र", "जाने"))),
    *_shield(
        *(f"{some} {na} {some}" for na in ("न", "ना") for some in ("कोई", "किसी", "कहीं", "कभी", "कुछ", "एक", "किन्हीं"))
    ),
    # "Whether or not", and the question tag है ना.
    *_shield("क्यों न", "क्यों ना", "हो न हो", "हो ना हो"),
    # A tag, or the second half of न … है, न …: either way nothing before it.
    *negating_ahead(
        4, *(f"{verb} {na}" for verb in ("है", "हैं", "था", "थी", "थे") for na in ("न", "ना", "न कि", "ना कि"))
    ),
    *negating_behind(3, *(f"मत {verb}" for verb in _IMPERATIVES)),
    # Denial, of what stands before it; what cannot be denied stands.
    *negating_behind(4, *(f"से{plainly} {denial}" for plainly in ("", " साफ", " सीधे", " स्पष्ट") for denial in _DENIAL)),
    *_shield(*(f"से {denial} नहीं" for denial in _DENIAL)),
    *negating_ahead(2, "बिना", "बगैर"),
    *negating_ahead(3, "बिना किसी", "बिना कोई", "बगैर किसी", "बगैर कोई"),
    *negating_behind(
        2,
        *(
            f"{word} {without}"
            for without in ("बिना", "बगैर")
            for word in ("के", "किए", "दिए", "लिए", "हुए", "कराए", "बनाए", "बताए")
        ),
    ),
    # Fixed phrases that judge by themselves.
    *_shield("बिना शर्त", "बिना सोचे समझे", "बिना रुके", "बिना थके"),
    *negating_behind(1, "रहित", "विहीन"),
)

#: Hindi.
LANGUAGE: Final = Language(
    code="hi",
    name="Hindi",
    script="Devanagari",
    direction="ltr",
    fold_chars=_FOLD_CHARS,
    fold_rules=(*_TYPING, *_NASALS, *_DOUBLETS, *_ENDINGS, *LOAN_RULES),
    function_words=FUNCTION_WORDS,
    neighbours=NEIGHBOURS,
    foreign_words=FOREIGN_WORDS,
    headline_words="hi/words.csv",
    headline_share=0.6,
    cue_words=_CUE_WORDS,
    cue_patterns=_CUE_PATTERNS,
    negations=_NEGATIONS,
    verb_position="last",
    inflect=inflect,
    missing_space=2.0,
    orders=_ORDERS,
    names=("hin", "हिन्दी", "हिंदी"),
    is_romanised=True,
    furniture=Furniture(
        tags=("टैग्स?",),
        courtesy=("साभार",),
        credits=(
            r"\(?\s*(?:इनपुट|इनपुट्स|स्रोत|सोर्स)\s*[:—–-]\s*(?P<names>.{2,60}?)\s*\)?[.।]?",
            r"\(?\s*(?P<names>.{2,60}?)\s(?:के\s)?(?:इनपुट|इनपुट्स)(?:\sके\sसाथ)?\s*\)?[.।]?",
        ),
        author=("लेखक", "लेखिका", "रिपोर्टर", "द्वारा"),
        after_author=("अपडेट", "प्रकाशित"),
        no_author=("अज्ञात",),
        conjunctions=("और", "एवं"),
        more=("और पढ़ें", "आगे पढ़ें", "पूरा पढ़ें"),
        outlet_particles=("dainik", "दैनिक", "द", "दि"),
    ),
)
