"""What a publisher asks of its readers below and within articles: to subscribe, follow, donate, write, read on."""

import re
from functools import lru_cache
from typing import Final

_LONGEST: Final = 420
_ADDRESS = re.compile(r"\S+@\S+\.\w{2,}|www\.\S+")

_WITH_LINK = re.compile(
    "|".join(
        (
            # What is offered.
            r"newsletters?\b|ニュースレター|メールマガジン|뉴스레터|рассылк|النشرة البريدية|خبرنامه",
            r"bülten|biuletyn|hírlevél|nyhetsbrev|nyhedsbrev|uutiskir",
            r"google news|preferred source|push alerts?|news-app\b",
            r"whats ?app[- ](?:channel|kanal|canal|group|kanał)",
            r"(?:our|unsere|nuestra|notre|la nostra) (?:mobile |news[- ])?app\b",
            # What the reader is asked to do.
            r"^(?:join|follow|like|find|add|support|help) (?:us|our)\b|^follow .{0,60} on ",
            r"^get the latest .{0,60} your ",
            r"^(?:please )?(?:sign up|subscribe|donate)\b",
            r"(?:sign(?:ing)? up|subscrib(?:e|ing)) (?:to|for) our|subscribe (?:now|here)|follow us|follow @",
            r"folgen sie|suivez[- ]nous|síguenos|segui(?:ci|teci)|siga-nos|bizi takip|mitglied werden|jetzt spenden",
            r"mit einer spende|faire un don|abonnez[- ]vous|suscr[íi]bete|iscriviti|abbonati|assine|inscreva-se",
            r"prenumerera|tilaa nyt|подпи(?:шитесь|сывайтесь)|підпи(?:шіться|суйтесь)",
            r"اشترك|مشترک شوید|구독하|購読|订阅|訂閱",
            r"(?:send|e?-?mail|write|contact|reach|tell) (?:to )?us\b",
            r"(?:schreiben|senden|schicken) sie (?:uns|ihr)|ihr feedback",
            r"escr[íi]b(?:e|a|anos)\w* .{0,20}@|écrivez[- ]nous|scrivi(?:ci|teci)|got a (?:story|tip|question)",
            r"get in touch (?:with our|with us|by)|(?:our|independent) journalism|for more (?:stories|news) ",
            r"read the (?:original|full) (?:article|story|report)|originalartikel|artículo original|article original",
        )
    ),
    re.IGNORECASE,
)
"""Said by a publisher to its readers, where the paragraph also links or gives an address."""


_ALONE = re.compile(
    "(?:"
    + "|".join(
        (
            # What is for subscribers alone.
            r"(?:this|the) (?:article|story|content) is (?:only |reserved |available )?(?:for|to) .{0,40}"
            r"(?:subscribers|members).{0,60}",
            r"(?:please )?(?:log ?in|sign ?in|subscribe|register) to (?:continue|read|view).{0,60}",
            r"il vous reste [\d.,]+ ?% .{0,60}|la suite est réservée .{0,60}",
            r"(?:cet article|ce contenu) est réservé .{0,80}",
            r"(?:este|el) (?:artículo|contenido) es (?:exclusivo|solo) .{0,80}|esta nota es exclusiva .{0,80}",
            r"(?:questo|l[’']) ?(?:articolo|contenuto) è riservato .{0,80}",
            r"(?:este conteúdo|esta matéria) é exclusiv.{0,80}|dieser (?:artikel|inhalt) .{0,40}abonnent.{0,80}",
            r"(?:dit artikel|deze inhoud) is (?:alleen|enkel|exclusief) .{0,80}",
            r"artykuł (?:tylko )?dla (?:prenumeratorów|subskrybentów).{0,60}",
            r".{0,60}(?:会員限定|有料会員|有料記事|会員登録).{0,80}|.{0,40}(?:유료 ?회원|회원 ?전용).{0,60}",
            r"follow us (?:on|at) .{0,120}|download (?:our|the) app\b.{0,80}",
            # What heads lists of other articles.
            r"関連(?:キーワード|記事|ニュース)|おすすめ(?:情報|記事)?|あわせて読みたい|관련 ?(?:기사|뉴스)|추천 ?기사",
            r"相关(?:新闻|阅读|推荐)|相關新聞|延伸閱讀|(?:مواضيع|أخبار|مقالات) (?:ذات صلة|متعلقة)|اقرأ(?: أيضا)?ً?:?",
            r"بیشتر بخوانید:?|(?:читайте|дивіться|смотрите) (?:также|також)",
            r"auch interessant|lesen sie auch|mehr zum thema|das könnte sie auch interessieren|zum weiterlesen",
            r"weitere (?:artikel|themen|videos)|(?:à )?lire aussi|sur le même sujet|à voir aussi|le[ae] también",
            r"te puede interesar|más información|leia (?:também|mais)|veja também|leggi anche|potrebbe interessarti",
            r"lees ook|les også|læs også|läs (?:också|mer)|lue myös|czytaj (?:też|także|również)|zobacz (?:też|także)",
            r"čtěte také|přečtěte si|citește și|διαβάστε (?:επίσης|ακόμα)|ilgili haber(?:ler)?|baca juga|xem thêm",
            # What stands in the place of what another site would show.
            r"ein klick für den datenschutz|empfohlener (?:redaktioneller|externer) inhalt",
            r"(?:this|the) content is (?:not available|hosted) .{0,80}",
            r"(?:an dieser stelle|hier) (?:finden sie|steht) .{0,60}extern.{0,200}",
            r"ich bin damit einverstanden, dass .{0,300}",
        )
    )
    + r")[\s.!…:»›>]*",
    re.IGNORECASE,
)
"""Whole paragraphs that say it without a link."""


@lru_cache(maxsize=8192)
def is_prompt(text: str, *, links: bool) -> bool:
    """Whether a whole paragraph asks something of the reader. ``links``: whether some of it is a link."""
    if len(text) > _LONGEST:
        return False
    if (links or _ADDRESS.search(text)) and _WITH_LINK.search(text):
        return True
    return _ALONE.fullmatch(text) is not None
