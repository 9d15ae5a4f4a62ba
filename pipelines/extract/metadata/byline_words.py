"""Words of bylines in the press's languages: what leads in, joins, titles and jobs, agencies and desks."""

import re
from typing import Final

LEAD_IN: Final = re.compile(
    r"""^(?:
    (?:(?:written|reported|reporting|story|text|words|article|analysis|opinion|posted|published|compiled)\s+by|by|von|par
    |(?:kommentar|analyse|interview|reportage|gastbeitrag|kolumne|glosse)\s+von|por|di|af|av|door|od|oleh|pisze|texto\s+de|ein(?:e)?\s+\w+\s+von|bởi)(?:\s*:\s*|\s+)
    |(?:autor(?:in|es|a|en)?|auteurs?|autore|authors?|text(?:e|o)?|quelle|source|fuente|fonte|автор(?:ы)?|текст)\s*:\s*
    |de\s+(?=[A-ZÀ-Þ]) | от\s+
    |(?:بقلم|كتبت?|إعداد|نویسنده|מאת|द्वारा)\s*:?\s+ |(?:文|記者|作者|记者|责编|編集)\s*[/:：]\s*
    )(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
JOINERS: Final = "and|und|et|y|e|og|och|en|ja|és|és|и|та|і|i|ve|dan|và|και|with|mit|avec|con|och|a"
TITLES: Final = re.compile(
    r"^(?:(?:dr|prof|mr|mrs|ms|mag|ing|dipl|sir|lic|phd|univ|hc|h\.c|rer|nat|med|phil|iur|jur)\b\.?[\s-]*)+(?=\S)"
    r"|,?\s+(?:ph\.?d|m\.?d|mba)\.?$",
    re.IGNORECASE,
)
JOB: Final = re.compile(
    r"""\b(?:correspondent|reporter|editor|writer|journalist(?:in)?|columnist|bureau|chief|contributor|photographer
    |redakteur(?:in)?|korrespondent(?:in)?|autor(?:in)?|leiter(?:in)?|chefredakteur(?:in)?|professor(?:ius)?|profesorius
    |universit\w+|fakult\w+|institut\w*|corresponsal|periodista|redactor(?:a)?|journaliste|correspondant(?:e)?
    |giornalista|inviat[oa]|verslaggever|toimittaja|minutes?\s+read|updated|published|follow|subscribe|share
    |photos?|images?|fotos?|bild|getty|read|more|view|profile|comments?|about|email|e-mail)\b""",
    re.IGNORECASE | re.VERBOSE,
)
DESK: Final = re.compile(
    r"""\b(?:staff|desk|newsroom|newsdesk|agenc(?:y|ies)|agencias|agences|agenzie|agenturen|bureau|team|news|redaktion\w*
    |\w*-redaktion|redacci[óo]n|r[ée]daction|redazione|redactie|redakc\w+|redaksi\w*|toimitus|editorial|online|admin
    |nachrichten\w*|presse-?agentur|press|media|tv|radio|times|post|wire|service|services|television|gmbh|ltd
    |inc|foundation|zeitung|magazin|magazine|daily|journal|tribune|herald|gazette|correspondents)\b
    |редакция|агентств|وكال|تحرير|רדקצי|編集|新聞|日报|日報|通信|뉴스|신문|편집|समाचार|न्यूज""",
    re.IGNORECASE | re.VERBOSE,
)
AGENCIES: Final = frozenset(
    name.strip()
    for name in """
    ap, associated press, the associated press, afp, agence france presse, reuters, thomson reuters, dpa, deutsche
    presse agentur, efe, agencia efe, europa press, ansa, adnkronos, agi, apa, sda, ats, keystone sda, sid, epd,
    kna, dapd, ddp, xinhua, tass, ria novosti, ria, interfax, unian, ukrinform, pti, press trust of india, ani,
    ians, uni, upi, bloomberg, press association, pa, pa media, aap, cp, canadian press, the canadian press, kyodo,
    jiji, yonhap, antara, bernama, anadolu, anadolu agency, anadolu ajansı, aa, iha, dha, mena, sana, petra, wafa,
    irna, isna, fars, tasnim, mehr, ina, nina, spa, wam, kuna, qna, bna, app, inp, apn, lusa, belga, anp, ntb,
    ritzau, tt, stt, pap, ctk, čtk, tasr, mti, agerpres, bta, hina, tanjug, fena, beta, sta, mia, ata, ana, ana mpa,
    amna, anp, elta, bns, leta, agence, agentur, agenturen, agencies, reuters news agency, dow jones, cnn, getty
    images, epa, ots, news aktuell, notimex, telam, prensa latina, agência brasil, agencia, agencias, ptv, vna,
    ttxvn, cna, eastnews, imago
    """.replace("\n", " ").split(",")
)
"""News agencies and wire marks, case-folded, punctuation as spaces."""
