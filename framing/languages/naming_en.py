"""By what persons and organisations are told in English."""

from __future__ import annotations

from typing import Final

from framing.languages.naming_rules import CapitalRules, words_of

__all__ = ["RULES"]

_TITLES: Final = """
        President Vice-President Senator Sen Sens Rep Reps Representative Governor Gov Mayor Secretary Minister
        Prime Chancellor Judge Justice Chief Attorney General Gen Colonel Col Captain Capt Lieutenant Lt
        Sergeant Sgt Officer Professor Prof Doctor Dr Mr Mrs Ms Sir Lord Lady King Queen Prince Princess Sheikh
        Imam Rabbi Pastor Bishop Pope Cardinal Ambassador Director Chairman Chairwoman Speaker Leader Deputy
        Congressman Congresswoman Commissioner Inspector Defense Foreign Home State Treasury Admiral Major
        Detective Coach Maulana Mufti Adm Brig Cmdr Maj Rev Reverend Father Sister Brother Saint St Dame Baron
        Duke Duchess Sultan Emir Ayatollah Mullah Pandit Shri Smt Councilman Councilwoman Councilmember
        Assemblyman Assemblywoman Alderman Sheriff Marshal Superintendent Principal Dean Provost Undersecretary
        Envoy Spokesman Spokeswoman Spokesperson Chairperson Executive Editor Columnist Correspondent Host
        Anchor Author Actor Actress Singer Rapper Comedian President-elect Solicitor Comptroller Treasurer Whip
        Minority Majority Vice Former Ex-President Late Candidate Nominee Activist Strategist Adviser Advisor
        Interior Finance
        """

_HEADS: Final = """
        Party Department Ministry Court Agency Commission Committee Council Bank University College Institute
        Institution Association Foundation Corporation Corp Company Inc Ltd LLC LP Group Union Force Forces
        Guard Corps Army Navy Police Bureau Board Authority Office Service Services Center Centre School
        Hospital Church Society Club League Federation Journal Times Post News Herald Tribune Network
        Television Campaign Fund Trust Industries Airlines Motors Conference Congress Senate House Parliament
        Assembly Alliance Front Movement Organization Organisation Project Coalition Caucus Chamber Globe
        Magazine Radio Channel Consortium Laboratory Initiative Partnership Cabinet Command Brigade Militia
        Treasury Reserve Exchange Studios Records Pictures Entertainment Partners Holdings Systems Technologies
        Airways Bros Commonwealth Fellowship Academy Museum Orchestra Registry Tribunal Directorate Secretariat
        Chronicle Telegraph Guardian Observer Gazette Examiner Dispatch Sentinel Inquirer Reporter Weekly
        Post-Dispatch Yorker Times-Union Union-Tribune Taskforce Squad Division Battalion Regiment Legion
        Clinic Laboratories Pharmaceuticals Pharma Electric Foods Brands Securities Insurance Healthcare
        Associates Trustees Lab Labs Rangers Patrol Generals Yankees Cowboys Patriots Administration Centers
        Centres Commissioners
        """

_PLACES: Final = """
        US USA UK EU U.S U.K North South East West Northern Southern Eastern Western Washington York California
        Texas Florida Ohio Iowa Oregon Virginia Carolina Dakota Michigan Wisconsin Pennsylvania Arizona Nevada
        Georgia Alabama Louisiana Massachusetts Colorado Minnesota Missouri Kentucky Indiana Illinois Jersey
        Hampshire Mexico Canada China India Pakistan Russia Ukraine Iran Iraq Syria Israel Uganda Arabia Saudi
        Korea Japan Germany France Britain England Scotland Ireland Europe Africa Asia America London Paris
        Berlin Moscow Beijing Delhi Mumbai Karachi Lahore Islamabad Kabul Tehran Baghdad Chicago Boston Houston
        Dallas Seattle Los Angeles Francisco San Santa Monica New Middle United Alaska Arkansas Connecticut
        Delaware Hawaii Idaho Kansas Maine Maryland Mississippi Montana Nebraska Oklahoma Tennessee Utah
        Vermont Wyoming Orleans Vegas Atlanta Denver Miami Philadelphia Detroit Baltimore Cleveland Pittsburgh
        Milwaukee Minneapolis Nashville Charlottesville Columbus Cincinnati Sacramento Oakland Portland Tampa
        Memphis Louisville Richmond Brooklyn Manhattan Bronx Harlem Flint Tucson Albuquerque Omaha Honolulu
        Anchorage Benghazi Aleppo Damascus Homs Raqqa Idlib Mosul Fallujah Kandahar Helmand Crimea Donbas
        Donetsk Kyiv Kiev Gaza Jerusalem Aviv Ramallah Golan Tripoli Cairo Riyadh Doha Dubai Ankara Istanbul
        Athens Rome Madrid Barcelona Lisbon Brussels Amsterdam Geneva Vienna Prague Warsaw Budapest Dublin
        Belfast Edinburgh Glasgow Manchester Birmingham Liverpool Tokyo Seoul Pyongyang Shanghai Wuhan Hong
        Kong Taipei Singapore Bangkok Hanoi Manila Jakarta Sydney Melbourne Canberra Ottawa Toronto Vancouver
        Montreal Havana Caracas Bogota Lima Nairobi Lagos Johannesburg Bangalore Bengaluru Chennai Kolkata
        Hyderabad Pune Lucknow Patna Bihar Kerala Punjab Haryana Gujarat Rajasthan Maharashtra Assam Kashmir
        Jammu Srinagar Sindh Balochistan Peshawar Quetta Rawalpindi Dhaka Afghanistan Albania Algeria Argentina
        Armenia Australia Austria Azerbaijan Bahrain Bangladesh Belarus Belgium Bolivia Bosnia Brazil Bulgaria
        Burma Cambodia Cameroon Chad Chechnya Chile Colombia Congo Croatia Cuba Cyprus Czechia Denmark Ecuador
        Egypt Eritrea Estonia Ethiopia Finland Ghana Greece Greenland Guatemala Haiti Honduras Hungary Iceland
        Indonesia Italy Jamaica Kazakhstan Kenya Kosovo Kuwait Laos Latvia Lebanon Liberia Libya Lithuania
        Luxembourg Malaysia Maldives Mali Malta Moldova Mongolia Montenegro Morocco Mozambique Myanmar Namibia
        Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Palestine Panama Paraguay Peru Philippines Poland
        Portugal Qatar Romania Rwanda Senegal Serbia Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland
        Taiwan Tajikistan Tanzania Thailand Tunisia Turkey Turkmenistan UAE Uruguay Uzbekistan Venezuela
        Vietnam Wales Yemen Zambia Zimbabwe Puerto Rico Rica Salvador Lanka Zealand Guinea Leone Emirates
        States Midwest Mideast Atlantic Pacific Arctic Caribbean Balkans Central Latin Silicon Valley Capitol
        Beltway Columbia Kampala Nashua Dubuque Cambridge Oxford Yorkshire Ontario Quebec
        """

_NEVER: Final = """
        I A An The This That These Those It He She We They You His Her Our Their My Your Its There Here What
        When Where Who Why How Which While And But Or So If In On At By To From For With As Of Not No Yes Now
        Then Also After Before Since Until During Earlier Later Despite However Although Though Because
        Meanwhile Still Even Some Many Most All Both Each Every Any One Two Three Four Five First Second Third
        Last Next More Other Others Such Only Just Like Let Sadly Yet Nor Once Back Another Amid Amidst Under
        Over About Between Among Perhaps January February March April May June July August September October
        November December Jan Feb Aug Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday
        Christmas Easter Ramadan GDP CEO TV AI DNA COVID Covid COVID-19 Covid-19 PM AM OK Democrat Democrats
        Republican Republicans Democratic English Spanish Internet Web Editor Story Video Videos Photo Watch
        Replay Read Full Coverage Advertisement Click Subscribe Security Social Dream Medicare Medicaid
        Obamacare Gen Xers Boomers Baby Boomer American Americans Constitution Capitol Title Muslim Muslims
        Christian Hindu Sikh Jewish Sunni Shia Black White Latino Nation Great Mr Mrs Ms I'm I've I'd I'll It's
        That's There's Here's What's Who's He's She's They're We're You're They've We've You've Don't Doesn't
        Didn't Isn't Can't Won't Let's Well Oh Hey Please Thanks Thank Dear God Lord Jesus Christ Bible Quran
        Koran Islam Christianity Hinduism Judaism Islamic Islamist Islamists Christians Hindus Sikhs Jews Jew
        Catholic Catholics Protestant Protestants Evangelical Evangelicals Mormon Buddhist Buddhists Arab Arabs
        Kurdish Kurds Kurd Hispanic Hispanics Latina Latinos Latinx Asian Asians African European Europeans
        Western Westerners Palestinian Palestinians Native Conservatives Conservative Liberal Liberals
        Libertarian Libertarians Socialist Marxist Communist Communists Nazi Nazis Tory Tories Whig GOPers
        Independents Independent Left Right Center Wall Main Broadway Hollywood Bowl Halloween Thanksgiving
        Hanukkah Passover Diwali Eid Independence Labor Memorial Veterans Winter Summer Spring Fall Autumn
        Ebola Zika HIV AIDS SARS PTSD LGBT LGBTQ FISA HIPAA DACA NAFTA TPP JCPOA START NEPA FOIA PPE GPS SUV IQ
        FAQ PDF ID CO2 PhD MBA STEM ACA AHCA SALT VAT GMO ICU ER DUI RSVP UFO UFOs AR-15 F-35 R-Texas D.C D-N.Y
        R-Ohio JUST WATCHED MUST UPDATE BREAKING EXCLUSIVE WATCH READ MORE RELATED ALSO Related Exclusive
        Breaking Update Updated Sign Share Follow Follows Associated-Press Image Images Getty Caption Copyright
        Source Sources According Beyond Through Throughout Without Within Instead Indeed Maybe Never Always
        Often Sometimes Today Tomorrow Yesterday Tonight Recently Finally Additionally Moreover Furthermore
        Nevertheless Nonetheless Similarly Likewise Consequently Therefore Thus Hence Otherwise Unfortunately
        Fortunately Clearly Obviously Certainly Surely Actually Basically Overall Generally Typically Usually
        Unlike Whether Whatever Whoever Whenever Wherever Rather Given Based Asked Speaking Following Including
        Regarding Considering Nearly Almost Above Against Along Around Behind Below Beneath Beside Besides Down
        Inside Near Off Onto Out Outside Past Per Till Toward Towards Up Upon Via Very Too So-called Much Few
        Little Less Least Enough Several Various Certain Same Own Good Bad Big Small Old Young Best Worst
        Better Worse Long Short High Low Early Late People Man Men Woman Women Child Children Kids Parents
        Students Teachers Voters Officials Lawmakers Critics Supporters Opponents Experts Scientists
        Researchers Doctors Nurses Police Authorities Investigators Prosecutors Lawyers Attorneys Judges
        Officers Soldiers Troops Workers Employees Employers Businesses Companies Families Friends Everyone
        Everybody Everything Nobody Nothing Someone Somebody Something Anyone Anybody Anything None Nine Ten
        Eleven Twelve Six Seven Eight Dozens Hundreds Thousands Millions Billions Congressional Presidential
        Senatorial Gubernatorial Constitutional Judicial Federal Supreme Earth World Moon Sun Mars Fed GMT EST
        EDT Gov Sens Reps Rev Jr Sr II III IV VII VIII IX Second-Amendment Section Article Chapter Part Volume
        Page Figure Table Pakistani Israeli Iraqi Afghan Afghans Saudis Kuwaiti Yemeni Qatari Emirati Somali
        Bengali Nepali Thai Greek Dutch French German Czech Swiss Turk Turks Indian Russian Chinese Japanese
        Korean British Irish Scottish Welsh Staff Congressmen Senators Governors Mayors Ministers Washingtonian
        Floridian Texan Afro Anglo Sino Euro Anglican Anglicans Baptist Baptists Methodist Lutheran
        Presbyterian Orthodox Op-Ed Blog
        """

_DOES: Final = """
        said says told also had has was is isn't wasn't hasn't will would won't wouldn't never only added asked
        agreed vowed argued wrote tweeted received held looks did does didn't doesn't warned noted defended
        denied rejected praised called claimed announced insisted responded replied signed wants wanted thinks
        thought believes believed knows knew gets got goes went makes made takes took gives gave came comes
        became becomes began left led leads won lost ran runs spoke speaks met meets sought seeks kept keeps
        tells faces faced plans planned hopes hoped needs needed supports supported opposes opposed backed
        endorsed criticized slammed attacked accused blamed urged pressed explained described suggested
        acknowledged admitted conceded declined refused promised pledged proposed introduced joined visited
        appeared arrived returned resigned died served voted dismissed testified concluded continued offered
        pushed cited recalled himself herself could should might may must can cannot can't couldn't who whose
        """

RULES: Final = CapitalRules(
    titles=words_of(_TITLES),
    heads=words_of(_HEADS),
    bodies=words_of(
        """
        Congress Senate Parliament Pentagon Kremlin Guardian Reuters Google Facebook Twitter Amazon Apple
        Microsoft Hamas Hezbollah Taliban Interpol Nato Boeing Toyota Tesla Pfizer Feds Marines Politico
        Bloomberg Breitbart GOP NATO NASA FBI CIA NSA CNN ISIS ISIL YouTube Instagram Snapchat TikTok Netflix
        Uber Walmart WhatsApp Telegram Qaeda Antifa SpaceX Fox
        """
    ),
    pairs=frozenset(
        (
            "White House",
            "Oval Office",
            "Islamic State",
            "Black Lives Matter",
            "Big Tech",
            "Boko Haram",
            "al Qaeda",
            "Al Qaeda",
            "Tea Party",
            "United Nations",
            "European Union",
            "Electoral College",
            "Supreme Court",
            "Islamic Republic",
        )
    ),
    particles=words_of("""
        de von van der den bin ibn al el da di del la bint du
        """),
    places=words_of(_PLACES),
    sites=words_of(
        """
        Airport Street Avenue River County City Camp Base Island Islands Lake Mount Bay Beach Road Square Park
        Bridge Valley Mountains Ocean Sea Strait Peninsula Desert Coast Heights Plaza Tower Towers Highway
        Boulevard Drive Lane Stadium Arena Hall Province District Region Village Township Border Canyon Creek
        Lakes Hills Springs Falls Gulf Canal Zone Fort Neighborhood Columbia
        """
    ),
    things=words_of(
        """
        Amendment Amendments Act Acts Bill Law Laws Code Rule Empire Solution Era War Wars Revolution Day Week
        Month Year Games Cup Bowl Award Awards Prize Medal Treaty Deal Agreement Accord Accords Pact Plan
        Doctrine Order Test Index Report Poll Survey Marathon Olympics Championship Tournament Primary Caucuses
        Election Elections Debate Summit Attack Attacks Shooting Riot Riots March Protest Crisis Scandal Gate
        Age Century Dream Tuesday Wednesday Thursday Monday Friday Saturday Sunday Question Virus Pandemic Flu
        Disease Syndrome Bible Scripture Scriptures Book Story Show Movie Film Series Program Programme
        Security Rights Constitution Declaration Independence Convention Protocol Resolution Tax Credit
        Standard Time Depression Recession Spring Intifada Holocaust Genocide Ban Wall Dossier Memo Card Pass
        Stamp Stamps Address Fathers Mothers Medicare Hack Leak Files Papers Fund-raiser
        """
    ),
    never=words_of(_NEVER),
    does=words_of(_DOES),
    breaks=words_of("but while although though whereas because"),
)
