"""Words of bylines in the press's languages: what leads in, joins, titles and jobs, agencies and desks."""

import re
from typing import Final

_LEAD: Final = r"""(?:
    (?:(?:(?:additional\s+)?(?:written|reported|reporting|writing|story|text|words|article|analysis|opinion|posted|published
    |compiled|interview|op-ed|(?:guest\s+)?essay|review|column|commentary|perspective|feature|special\s+report|exclusive
    |explainer|dispatch|report|reportage|portrait|profile|briefing|diary|letter|notebook|obituary|comment|memoir|editorial
    |investigation|long\s+read|fact[\s-]?check|q&a|timeline|recap|live\s+(?:blog|updates|coverage)|as\s+told\s+to
    )\s+)?by
    |(?:(?:écrit|rédigé|propos\s+recueillis|publié|entretien|texte|analyse|récit|reportage|enquête|tribune|chronique|édito(?:rial)?
    |portrait|décryptage|critique|billet|opinion|explications)\s+)?par
    |(?:(?:escrito|publicado|redactado|texto|análisis|análise|opinión|opinião|crónica|crônica|reportaje|reportagem|columna|coluna
    |editorial|tribuna|artículo|artigo)\s+)?por
    |(?:scritto|pubblicato)\s+da|a\s+cura\s+di|(?:geschrieben|verfasst|geschreven)\s+(?:von|door)
    |(?:(?:skrevet|skrive|skriven|skrevet|tekst|text|foto\s+og\s+tekst)\s+)?a[vf]
    |(?:(?:ein(?:e)?\s+)?(?:kommentar|analyse|interview|reportage|gastbeitrag|kolumne|glosse|essay|leitartikel|porträt|nachruf
    |hintergrund|überblick|erklärstück|faktencheck|protokoll|bericht|text)\s+)?von
    |(?:analyse|reportage|interview|column|opinie|commentaar|tekst|recensie)\s+door
    |(?:analisi|commento|editoriale|reportage|inchiesta|testo)\s+di
    |(?:das\s+(?:gespräch|interview)\s+führten?|die\s+fragen\s+stellten?|entrevista\s+de|intervista\s+di)
    |texto\s+de|di|door|od|oleh|ditulis\s+oleh|pisze|napsala?|piše|írta|bởi|γράφε[ιί]\s+[οη]|tác\s+giả)(?:\s*:\s*|\s+)
    |(?:autor(?:in|es|a|en|zy|ka|ky|ři)?|auteurs?|autore|authors?|reporters?|text(?:e|o)?|tekst|teksti|quelle|source|fuente|fonte
    |penulis|kirjoittaja|szerző|yazan|yazar|muhabir|haber|mwandishi|автор(?:ы|и)?|текст)\s*:\s*
    |(?-i:(?:Του|Της|Των)\s+(?=[Α-ΩΆΈΉΊΌΎΏ]))
    |(?:de\s+(?-i:(?=[A-ZÀ-Þ]\w+\s+[A-ZÀ-Þ]))) | (?-i:NA|Na)\s+(?-i:(?=[A-Z]{2})) | от\s+
    |(?:بقلم|كتبت?|إعداد|نویسنده|تحریر|מאת|द्वारा|लेखक)\s*:?\s+
    |(?:文|取材・文|執筆|作者|撰文|责编|责任编辑|責任編輯|編集|编辑|編集委員|論説委員|(?:本[报報])?(?:記者|记者))\s*[/／:：・\s]\s*
    |(?:本[报報])?(?:記者|记者)(?=[\u3400-\u9fff]{3,4}(?:[/／、，\s]|$))
    )(?=\S)"""
LEAD_IN: Final = re.compile(f"^{_LEAD}", re.IGNORECASE | re.VERBOSE)
"""What stands before the names of those who wrote, to be matched at the beginning of a line."""
LEAD_WITHIN: Final = re.compile(rf"(?<!\w){_LEAD}", re.IGNORECASE | re.VERBOSE)
"""The same, after other words on the line."""

OTHER_WORK: Final = re.compile(
    r"""^(?:(?:additional|additionally)\s+)?(?:
    (?:photo(?:s|graph(?:s|y|ed)?)?|pictures?|images?|video|graphics?|illustrat(?:ions?|ed)|edit(?:ed|ing)|translat(?:ed|ion)
    |produced|production|camera|audio|design)\s+by
    |(?:photos?|photograph(?:s|y|er)?|pictures?|images?|videos?|graphics?|illustrations?|editors?|editing|translation|fotos?
    |fotograf(?:ie|ía|ia|er|in)?|bild(?:er)?|grafik|illustration(?:en)?|redaktion|übersetzung|kamera|infographie|traduction
    |infografía|traducción|fotograf[ií]as?|grafica|foto's|beeld|фото|видео|редактор|fotoğraf|صور|تصوير|写真|撮影|摄影|사진)
    \s*[:：/]
    |(?:fotos?|fotografías?|photos?|bilder|vidéos?)\s+(?:von|de|di|par|av|af)\s)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands before the names of those who took the pictures, edited or translated."""

NOT_TEXT: Final = re.compile(
    r"[(\[（]\s*(?:photos?|photograph\w*|pictures?|fotos?|fotograf\w*|bild(?:er)?|video\w*|grafik\w*|graphics?|illustration\w*"
    r"|édition|edit(?:ing|or)|kamera|camera|фото|видео|写真|사진)\s*[)\]）]",
    re.IGNORECASE,
)
"""In brackets after a name: did not write but photograph."""

JOINERS: Final = "and|und|et|y|og|och|en|ja|és|и|та|і|ve|dan|và|και|with|mit|avec|con|oraz|na|(?-i:[aei])"

TITLES: Final = re.compile(
    r"^(?:(?:dr|prof|mr|mrs|ms|mag|ing|dipl|sir|phd|univ)\b\.?[\s-]*(?:(?:ing|rer|nat|med|phil|iur|jur|hc|h\.\s?c|habil|oec)"
    r"\b\.?[\s-]*)*)+(?=\S)"
    r"|,?\s+(?:ph\.?\s?d|m\.?d|mba|m\.?\s?sc|b\.?\s?sc|j\.d|m\.a|b\.a|esq)\.?$",
    re.IGNORECASE,
)
SUFFIX: Final = re.compile(r",\s*(?=(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|mba|m\.a|b\.a|m\.sc|j\.d|esq)\b)", re.IGNORECASE)
"""The comma before what belongs to the name before it."""

_ROLE: Final = r"""correspondent|reporter|editor|writer|journalist(?:in)?|columnist|contributor|producer|photographer
    |\w*redakteur(?:in)?|\w*korrespondent(?:in)?|autor(?:in)?|\w*leiter(?:in)?|corresponsal|periodista|redactora?
    |journaliste|correspondante?|envoyée?|enviad[oa]|giornalista|inviat[oa]|corrispondente|verslaggever|toimittaja|redaktør
    |dziennikarka?|корреспондент|журналист(?:ка)?|muhabiri?|wartawan"""
JOB: Final = re.compile(
    rf"""\b(?:{_ROLE}|bureau|chief|professor(?:ius)?|profesorius|universit\w+|fakult\w+|institut\w*|minutes?\s+read
    |updated|published|subscribe|getty|comments?|e-?mail)\b|(?:[报報][道導导]|[讯訊電电])$""",
    re.IGNORECASE | re.VERBOSE,
)
"""A role, or the furniture around a byline; never part of a name."""

ROLE_BEFORE: Final = re.compile(rf"(?:[\w’'-]+\s+){{0,3}}(?:{_ROLE})\s+(?=\w+\s+\w+)", re.IGNORECASE | re.VERBOSE)
"""A role before a name: ``Reuters correspondent Jane Austen``."""

ROLE_AFTER: Final = re.compile(rf"(?P<name>\S.*?)\s+(?:{_ROLE})", re.IGNORECASE | re.VERBOSE)
"""A role after a name: ``Jane Austen reporter``."""

ROLE_WORDS: Final = frozenset(
    str.split("""
    senior chief deputy assistant associate staff freelance special lead leading junior principal executive managing
    political politics foreign diplomatic defence defense security national international world global regional
    local city news sports sport business economics economy finance financial health science environment climate
    technology tech culture education legal crime court royal travel investigations investigative breaking data
    digital europe africa asia middle east us uk white house photo video features opinion consumer social affairs
    leitender leitende stellv freier freie freelancer politischer politische our contributing
    """)
)
"""Words that a role begins with."""

FURNITURE: Final = re.compile(
    r"(?:follow|share|read|more|view|about|see|photos?|images?|fotos?|bild|profile|related|latest|recommended|click"
    r"|weiter|mehr|lesen\s+sie|lire|leer|leia|leggi|lees|ещё|subscribe|sign|log|see|watch|copyright|advertisement)\b",
    re.IGNORECASE,
)
"""First words of what is beside a byline; a surname may be one of them."""

PARTICLES: Final = frozenset(
    str.split("""
    de la le el del da do dos das di du des van von vom der den ter ten te zu zum zur af av bin ibn ben bint binti al ul
    ur y e i og und and et 't della dello dalla dal degli dei delle lo las los ap ab ferch o ó ní nic bat as ash an ar
    at ud
    """)
)
"""Words within a name that stay in small letters."""

PLACEHOLDERS: Final = frozenset(
    str.split("""
    null none undefined nan unknown anonymous n/a na author authors autor auteur user guest test admin root webmaster
    administrator default by nobody noname unbekannt inconnu desconocido
    """)
)
"""What a system writes where it knows no author."""

DESK: Final = re.compile(
    r"""\b(?:staff|desk|newsroom|newsdesk|agenc(?:y|ies|ias?|es?)|agenzie|agentur(?:en)?|bureau|team|news|redaktion\w*
    |\w*-redaktion|redacci[óo]n|r[ée]daction|redazione|redactie|redakc\w+|redaksi\w*|redacția|redação|toimitus|editorial|online
    |admin|nachrichten\w*|presse-?agentur|press|media|tv|radio|times|post|wire|service|services|television|gmbh|ltd
    |inc|foundation|zeitung|magazin|magazine|daily|journal|tribune|herald|gazette|correspondents|deutsche\s+welle)\b
    |редакция|агентств|وكال|تحرير|רדקצי|編集|新聞|日报|日報|通信|通讯|뉴스|신문|편집|समाचार|न्यूज""",
    re.IGNORECASE | re.VERBOSE,
)
GIVEN_NAMES: Final = frozenset(
    str.split("sid petra nina ina mia ana ani beta hina mena sana leta ata fena efe ria aa mehr")
)
"""Agencies whose name is a person's too: only in capitals are they agencies."""
