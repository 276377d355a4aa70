"""By what persons and organisations are told in a text, language by language: titles, heads, capitals, postpositions.

No list of the named: what stands beside a name, and what names are made of. A family name is commonly no word of the
language; where it is one (राजा, دعا), the name is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["DOES", "RULES", "SITES", "Rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What tells names in a language. All but ``capitals`` are words as they are written.

    Attributes:
        capitals: whether names are written with capitals.
        titles: stand before a person's name.
        honours: stand after it.
        given: first names, after which a further word belongs to the name.
        families: names that the word before belongs to.
        heads: what organisations are; they end in them, in English also begin ("Bank of …").
        bodies: organisations of one word.
        letters: names of letters, two or more of which are an abbreviation.
        agents: postpositions after which an actor did or said something.
        openers: begin organisations, though they are no part of other names.
        never: what is no part of a name, though it stands where one could.
        breaks: words that begin another clause.
    """

    capitals: bool
    titles: frozenset[str]
    honours: frozenset[str]
    given: frozenset[str]
    families: frozenset[str]
    heads: frozenset[str]
    bodies: frozenset[str]
    letters: frozenset[str]
    agents: frozenset[str]
    openers: frozenset[str]
    never: frozenset[str]
    breaks: frozenset[str]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: What one person does, in English words that no plural has.
DOES: Final = _set(
    """said says told also has had was is isn't wasn't hasn't will would won't wouldn't never only added
    asked agreed vowed argued wrote tweeted received held looks did does didn't doesn't warned noted
    defended denied rejected praised called claimed announced insisted responded replied signed"""
)
#: English names with one of these are of places.
SITES: Final = _set("Airport Street Avenue River County City Camp Base Island Islands Lake Mount Bay Beach Road Square")

RULES: Final = {
    "en": Rules(
        capitals=True,
        titles=_set(
            """President Vice-President Senator Sen Sens Rep Reps Representative Governor Gov Mayor Secretary
            Minister Prime Chancellor Judge Justice Chief Attorney General Gen Colonel Col Captain Capt
            Lieutenant Lt Sergeant Sgt Officer Professor Prof Doctor Dr Mr Mrs Ms Sir Lord Lady King Queen
            Prince Princess Sheikh Imam Rabbi Pastor Bishop Pope Cardinal Ambassador Director Chairman
            Chairwoman Speaker Leader Deputy Congressman Congresswoman Commissioner Inspector Defense Foreign
            Home State Treasury Admiral Major Detective Coach Maulana Mufti"""
        ),
        honours=frozenset(),
        given=frozenset(),
        families=frozenset(),
        heads=_set(
            """Party Department Ministry Court Agency Commission Committee Council Bank University College
            Institute Institution Association Foundation Corporation Corp Company Inc Ltd LLC LP Group Union
            Force Forces Guard Corps Army Navy Police Bureau Board Authority Administration Office Service
            Services Center Centre School Hospital Church Society Club League Federation Journal Times Post News
            Herald Tribune Network Television Campaign Fund Trust Industries Airlines Motors Conference Congress
            Senate House Parliament Assembly Alliance Front Movement Organization Organisation Project Coalition
            Caucus Chamber"""
        ),
        bodies=_set(
            """Congress Senate Parliament Pentagon Kremlin Guardian Reuters Google Facebook Twitter Amazon Apple
            Microsoft Hamas Hezbollah Taliban Interpol Nato Boeing Toyota Tesla Pfizer Feds Marines Politico
            Bloomberg Breitbart"""
        ),
        letters=frozenset(),
        agents=frozenset(),
        openers=frozenset(),
        never=_set(
            """I A An The This That These Those It He She We They You His Her Our Their My Your Its There Here What
            When Where Who Why How Which While And But Or So If In On At By To From For With As Of Not No Yes
            Now Then Also After Before Since Until During Earlier Later Despite However Although Though Because
            Meanwhile Still Even Some Many Most All Both Each Every Any One Two Three Four Five First Second
            Third Last Next More Other Others Such Only Just Like Let Sadly Yet Nor Once Back Another Amid
            Amidst Under Over About Between Among Perhaps January February March April May June July August
            September October November December Jan Feb Aug Sept Oct Nov Dec Monday Tuesday Wednesday Thursday
            Friday Saturday Sunday Christmas Easter Ramadan GDP CEO TV AI DNA US USA UK EU U.S U.K COVID Covid
            COVID-19 Covid-19 PM AM OK Act Bill Amendment Democrat Democrats Republican Republicans Democratic
            English Spanish Internet Web Editor Story Video Videos Photo Watch Replay Read Full Coverage
            Advertisement Click Subscribe North South East West Northern Southern Eastern Western Street Avenue
            Road Airport River City County Island Islands Lake Mount Bay Beach Security Social Dream Medicare
            Medicaid Obamacare Washington York California Texas Florida Ohio Iowa Oregon Virginia Carolina
            Dakota Michigan Wisconsin Pennsylvania Arizona Nevada Georgia Alabama Louisiana Massachusetts
            Colorado Minnesota Missouri Kentucky Indiana Illinois Jersey Hampshire Mexico Canada China India
            Pakistan Russia Ukraine Iran Iraq Syria Israel Uganda Arabia Saudi Korea Japan Germany France
            Britain England Scotland Ireland Europe Africa Asia America London Paris Berlin Moscow Beijing Delhi
            Mumbai Karachi Lahore Islamabad Kabul Tehran Baghdad Chicago Boston Houston Dallas Seattle Los
            Angeles Francisco San Santa Monica New Middle Gen Xers Boomers Baby Boomer American Americans United
            Constitution Capitol Title Muslim Muslims Christian Hindu Sikh Jewish Sunni Shia Black White Latino
            Nation Marathon Great"""
        ),
        breaks=_set("but while although though whereas because"),
    ),
    "hi": Rules(
        capitals=False,
        titles=_set(
            """श्री श्रीमती सुश्री डॉ डॉक्टर प्रोफेसर प्रधानमंत्री पीएम मुख्यमंत्री सीएम राष्ट्रपति उपराष्ट्रपति
            राज्यपाल मंत्री गृहमंत्री रक्षामंत्री सांसद विधायक नेता अध्यक्ष महासचिव प्रवक्ता सचिव जस्टिस
            न्यायमूर्ति कप्तान कैप्टन जनरल कर्नल मेजर अभिनेता अभिनेत्री एक्टर एक्ट्रेस गायक निर्देशक पत्रकार
            खिलाड़ी बल्लेबाज गेंदबाज कोच वकील एडवोकेट महात्मा स्वामी बाबा संत मौलाना इंस्पेक्टर एसपी डीएम"""
        ),
        honours=_set("जी साहब साहिब बोले बोलीं"),
        given=_set(
            """मोहम्मद मोहम्‍मद अब्दुल राहुल सोनिया प्रियंका नरेंद्र नरेन्द्र अमित राजनाथ योगी अखिलेश ममता नीतीश
            लालू तेजस्वी मनमोहन अटल अरविंद मनीष संजय राजीव इंदिरा विराट रोहित सचिन महेंद्र शाहरुख सलमान आमिर
            अमिताभ दीपिका कंगना इमरान नवाज व्लादिमीर डोनाल्ड बराक जॉन माइकल डेविड पीटर गुरनाम राकेश जोगिंदर
            दर्शन बलबीर हन्नान अशोक सुनील अनिल विनोद सुरेश रमेश महेश दिनेश मुकेश नितिन निर्मला स्मृति सुषमा अरुण
            रवि शशि अमरिंदर अमरिन्दर प्रकाश हरसिमरत भूपेंद्र मनोहर शिवराज मुलायम चंद्रशेखर सुशील विजय अजय संबित
            रणदीप कपिल दिग्विजय कमलनाथ भगवंत चरणजीत नवजोत हेमंत हिमंत पिनराई उद्धव देवेंद्र शरद ज्योतिरादित्य
            गौतम मुख्तार असदुद्दीन फारूक उमर महबूबा पी"""
        ),
        families=_set(
            """सिंह शर्मा वर्मा गांधी मोदी शाह खान कुमार यादव गुप्ता मिश्रा पांडे पाण्डेय तिवारी चौधरी पटेल जोशी
            ठाकुर बनर्जी मुखर्जी चटर्जी कपूर बच्चन अहमद अली हुसैन अंसारी सिद्दीकी कोहली धोनी तेंदुलकर ठाकरे पवार
            गहलोत पायलट सिंधिया चौहान टिकैत चढूनी राजेवाल नायडू रेड्डी राव नायर मेनन सिद्धारमैया केजरीवाल
            सिसोदिया जेटली स्वराज सीतारमण गडकरी गोयल तोमर त्यागी पुतिन ट्रंप बाइडेन ओबामा बादल सिद्धू चिदंबरम
            थरूर ओवैसी आजाद अब्दुल्ला मुफ्ती मायावती वाजपेयी आडवाणी सिन्हा झा ठक्कर सक्सेना माथुर श्रीवास्तव
            अग्रवाल बंसल मित्तल जैन दुबे द्विवेदी त्रिपाठी शुक्ला पाठक उपाध्याय भट्ट पंत रावत नेगी बिष्ट मेहता
            देसाई पाटिल शिंदे फडणवीस देशमुख भोसले चव्हाण कदम राणे गौड़ा शेट्टी अय्यर पिल्लई स्टालिन रहमान मलिक
            शेख कुरैशी बेग मिर्जा जाखड़ संधू गिल ढिल्लों मान चन्नी सुखबीर हुड्डा चौटाला दुष्यंत सोरेन मुंडा
            मांझी पासवान कुशवाहा बघेल मिश्र चक्रवर्ती घोष बोस सेन दास दत्ता सरमा गोगोई संगमा नड्डा रूडी ईरानी
            प्रसाद राजे देवी बेगम खातून बानो"""
        ),
        heads=_set(
            """पार्टी आयोग मंत्रालय विभाग न्यायालय कोर्ट हाईकोर्ट विश्वविद्यालय कॉलेज बैंक संघ यूनियन मोर्चा समिति
            परिषद बोर्ड निगम प्राधिकरण पुलिस सेना अस्पताल संगठन ग्रुप गठबंधन महासंघ फाउंडेशन ट्रस्ट एजेंसी
            ब्यूरो दल इंडियंस"""
        ),
        bodies=_set(
            """कांग्रेस भाजपा बीजेपी सपा बसपा राजद जदयू शिवसेना अकाली एनसीपी टीएमसी माकपा सीपीएम एलडीएफ यूपीए एनडीए
            आरएसएस सीबीआई ईडी एनआईए आरबीआई इसरो डीआरडीओ डब्ल्यूएचओ आईसीएमआर एम्स बीसीसीआई आईसीसी लोकसभा राज्यसभा
            संसद फेसबुक फ़ेसबुक ट्विटर गूगल व्हाट्सएप इंस्टाग्राम यूट्यूब अमेज़न रिलायंस टाटा अडानी अंबानी
            बीबीसी एएनआई पीटीआई भाकियू नाटो हमास तालिबान यूनेस्को यूनिसेफ सेबी इंफोसिस विप्रो"""
        ),
        letters=frozenset(),
        agents=_set("ने"),
        openers=_set(
            """भारतीय राष्ट्रीय अखिल केंद्रीय केन्द्रीय दिल्ली मुंबई पंजाब हरियाणा उत्तर मध्य बिहार गुजरात राजस्थान
            महाराष्ट्र बंगाल कर्नाटक इलाहाबाद कलकत्ता मद्रास बॉम्बे चेन्नई सुप्रीम उच्चतम सर्वोच्च निर्वाचन
            किसान विश्व संयुक्त बहुजन समाजवादी आम स्टेट रिजर्व"""
        ),
        never=_set(
            """उन्होंने उसने मैंने हमने तुमने आपने इसने इन्होंने जिसने जिन्होंने किसने किसी लोगों सरकार किसानों
            किसान पुलिस अधिकारियों अधिकारी महिला महिलाओं युवक युवाओं छात्रों डॉक्टरों वैज्ञानिकों अदालत कोर्ट
            जनता देश राज्य केंद्र केन्द्र भारत टीम कंपनी कंपनियों मंत्रियों नेताओं विपक्ष लोग कुछ कई सभी सब
            दोनों एक दो तीन चार इस उस वह यह उन इन जो कि और भी ही तो पर में से का की के को बाद साल समय प्रशासन
            विभाग मंत्रालय समाज परिवार पिता मां भाई पति पत्नी बेटे बेटी दुनिया घटना आंदोलन फैसले कोरोना वायरस
            मीडिया था थे थी सरकारों प्रदर्शनकारियों कर्मचारियों कार्यकर्ताओं आरोपी मैं हम तुम आप अपने खुद जिस
            लड़की लड़के बच्चे बच्चों मुख्य केंद्रीय पूर्व नए नई पुराने बड़े राष्ट्रीय भारतीय पाकिस्तान अमेरिका
            चीन रूस यूक्रेन इजरायल ईरान नेपाल ब्रिटेन फ्रांस दिल्ली पंजाब हरियाणा उत्तर मध्य राज्यों प्रदेश जिला
            पीएम मुख्यमंत्री प्रधानमंत्री राष्ट्रपति मंत्री अध्यक्ष नेता सेना वाले वालों वाली ताकि सदस्यों"""
        ),
        breaks=_set("लेकिन मगर जबकि परन्तु परंतु हालांकि क्योंकि कि"),
    ),
    "ur": Rules(
        capitals=False,
        titles=_set(
            """جناب محترمہ ڈاکٹر پروفیسر وزیراعظم وزیرِاعظم صدر وزیراعلیٰ وزیر گورنر سینیٹر رہنما لیڈر چیئرمین
            ترجمان سربراہ جنرل کرنل میجر جسٹس کپتان اداکار اداکارہ گلوکار گلوکارہ ماڈل صحافی اینکر کرکٹر بلے
            باؤلر کوچ مفتی مولانا ایڈووکیٹ وکیل ہدایتکار شیخ سر مسٹر سیکرٹری کمشنر انسپکٹر بانی نواب ملک مرزا
            سید چوہدری"""
        ),
        honours=_set("صاحب صاحبہ"),
        given=_set(
            """محمد عمران نواز شہباز بلاول مریم آصف شاہ بابر شعیب شاہد وسیم وقار یونس عاقب اسد یاسر عاصم سلمان عامر
            امیتابھ ایشوریا دیپیکا کترینہ کپل روہت ویرات ڈونلڈ جو باراک کملا نریندر امیت راہول رضوان اعجاز
            اداکارہ علی حسن حسین احمد عبداللہ عبدالرحمان طارق فواد شیخ جاوید انور ارشد اکرم فیصل حارث شاہین انیل
            سونم رنبیر عالیہ کرینہ سیف اجے اکشے ابھیشیک راجر سرینا اسحاق راحیل قمر خلیل ماہرہ فہد ہمایوں سجل صبا
            ملالہ بینظیر پرویز ظفر طاہر کامران سرفراز فخر شان نسیم عماد ایلون مارک بل مائیکل ڈیوڈ ولادیمیر"""
        ),
        families=_set(
            """خان شریف بھٹو زرداری گیلانی قریشی چوہدری بٹ ملک مرزا شاہ علی احمد حسین حسن اقبال اختر اعظم آفریدی
            اکرم یونس مشتاق جاوید شفیق زیدی بخاری نقوی رضوی صدیقی انصاری ہاشمی فاروقی عباسی رحمان الرحمان الحق
            فراز شرما کوہلی پانڈے کپور خاں بچن سنگھ مودی گاندھی ٹرمپ اوباما بائیڈن پیوٹن ارشد باجوہ منیر کیانی
            مشرف جتوئی مزاری ترین گل گنڈاپور مینگل اچکزئی رضوان"""
        ),
        heads=_set(
            """پارٹی کمیشن وزارت محکمہ عدالت کورٹ یونیورسٹی کالج بینک کمپنی کونسل بورڈ اتھارٹی پولیس فوج ہسپتال
            اسپتال تنظیم گروپ ایجنسی بیورو فیڈریشن ایسوسی کارپوریشن فاؤنڈیشن ٹرسٹ پوسٹ ٹائمز"""
        ),
        bodies=_set(
            """نیب سینیٹ پیمرا واپڈا نادرا پیپلزپارٹی طالبان حماس داعش فیس انسٹاگرام واٹس ٹوئٹر گوگل ریلائنس
            ایمیزون مائیکروسافٹ ایپل ریسکیو آئیسکو اوگرا نیپرا کانگریس نیٹو یونیسیف یونیسکو پینٹاگون"""
        ),
        letters=_set(
            """اے بی سی ڈی ای ایف جی ایچ آئی جے کے ایل ایم این او پی کیو آر ایس ٹی یو وی ڈبلیو ایکس وائی زیڈ"""
        ),
        agents=_set("نے"),
        openers=_set(
            """پاکستان پاک بھارتی پاکستانی قومی وفاقی اسٹیٹ سپریم ہائی لاہور کراچی اسلام سندھ پنجاب بلوچستان خیبر
            ممبئی دہلی انٹرنیشنل بین اقوام سلامتی الیکشن پیپلز مسلم عوامی جماعت تحریک ورلڈ ایشین ری ریپبلکن
            ڈیموکریٹک واشنگٹن نیویارک"""
        ),
        never=_set(
            """انہوں انھوں اس جس میں ہم آپ تم کسی لوگوں حکومت پولیس عدالت عوام ملک ٹیم کمپنی صارفین ماہرین
            سائنسدانوں کھلاڑیوں اداکار اداکارہ اور کہ سے کو کا کی کے پر تک بھی ہی تو جو یہ وہ ان سب دونوں کئی
            ایک دو تین چار پاکستان بھارت امریکا امریکہ چین ایران افغانستان روس اسرائیل فرانس برازیل آسٹریلیا
            انگلینڈ نیپال انڈیا شہریوں افراد خاتون شخص نوجوان ملزم ملزمان بچے بچوں والد والدہ شوہر بیوی بیٹی
            بیٹے وزیراعظم صدر وزیر حکام مداحوں شائقین فلم میڈیا جنہوں جنھوں انھیں انہیں جنوبی شمالی سری لنکا
            بنگلہ دیش اپنے پاکستانی بھارتی امریکی وفاقی سابق نئے موجودہ سعودی عرب کراچی لاہور اسلام آباد محققین
            سی والے والی والوں قوم فوج مسلح باغیوں"""
        ),
        breaks=_set("لیکن مگر جبکہ تاہم کیونکہ کہ"),
    ),
}
