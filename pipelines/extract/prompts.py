"""What a publisher asks of its readers below and within articles: to subscribe, follow, donate, write, read on."""

import re
from functools import lru_cache
from typing import Final

_LONGEST: Final = 420
_ADDRESS = re.compile(r"\S+@\S+\.\w{2,}|www\.\S+")

_WITH_LINK = re.compile(
    "|".join(
        (
            # What is asked, at the beginning of the paragraph.
            r"^(?:please )?(?:sign up (?:to|for|here)|subscribe (?:to|for|now|here)|donate (?:to us|now|here|today))\b",
            r"^(?:follow|join|like|find|add|e-?mail|contact|message|write to|send|tell) us\b|^get in touch",
            r"^(?:please )?support (?:us|our (?:work|journalism)|independent journalism)\b",
            r"^download (?:our|the) .{0,20}app\b",
            r"^follow .{0,60} on (?:google|facebook|twitter|x\b|instagram|whatsapp|telegram|youtube|tiktok|linkedin)",
            r"^get (?:the|our|all) .{0,60} (?:inbox|phone|e-?mail|whats ?app)",
            r"^(?:got|do you have|have you got) (?:a|any) ",
            r"^for (?:more|the latest) .{0,80}(?:check|sign|visit|follow|subscribe|newsletter)|^have something to say",
            r"^read the (?:original|full) (?:article|story) (?:here|in|on)|^les(?:t|en sie) (?:den|das) original",
            r"^(?:folgen|abonnieren|schreiben|senden) sie",
            r"^ihre meinung ist uns|^hat ihnen dieser (?:artikel|text|beitrag)",
            r"(?:^|[?!] ?)(?:suivez|abonnez|inscrivez|écrivez)[- ](?:nous|vous)",
            r"^s[íi]g(?:ue|a)nos|^suscr[íi]b(?:e|a)|^escr[íi]b[ea]nos",
            r"^segui(?:ci|teci)|^iscriviti|^abbonati|^siga[- ]nos",
            r"^assine (?:a|o|já|agora)\b|^inscreva-se (?:em|no|na) noss",
            r"^(?:volg|følg|følg|följ|seuraa|śledź|sledujte|urmăriți|kövess) |^prenumerera|^zapisz się|^bizi takip",
            r"^(?:подпи(?:шитесь|сывайтесь)|підпи(?:шіться|суйтесь)|читайте нас)",
            r"^اشترك(?:وا)? (?:في|الآن)|^تابعونا|^مشترک شوید",
            r"^(?:구독하기|구독 신청)|^(?:ご?購読の?(?:お申し込み|はこちら))|^(?:订阅|訂閱|关注|關注)我们",
            # What is offered, to the reader who is spoken to.
            r"newsletters?\b.{0,80}\b(?:sie|ihnen|you|your|vous|votre|usted|tu|te|ti|você)\b",
            r"\b(?:sie|ihnen|you|your|vous|votre|our|unser\w*|notre|nuestr\w+|nostr\w+|noss\w+)\b.{0,80}newsletters?\b",
            r"\b(?:our|your|unser\w*|notre|nuestr\w+|nostr\w+|noss\w+)\b.{0,40}(?:app\b|whats ?app|inbox|feeds?\b)",
            r"preferred source|hier geht es zu|hier entlang",
            r"signing up (?:to|for) our|jetzt spenden|unterstützen sie uns",
            r"(?:soutenez|apóya|sostieni)[- ]?(?:nous|nos|ci)\b|(?:e-?mailing|e-?mail) us\b|uns ihr feedback",
        )
    ),
    re.IGNORECASE,
)
"""Said by a publisher to its readers, where the paragraph also links or gives an address."""
_ELSEWHERE = re.compile(
    r"^\W*(?:(?:also )?read(?: also| more| next| on)?|see also|related|more|watch|listen|don[’']t miss|recommended"
    r"|lesen sie auch|auch interessant|mehr (?:dazu|zum thema)|lire aussi|à lire(?: aussi)?|voir aussi"
    r"|le[ae](?: también| más)|te puede interesar|leia (?:também|mais)"
    r"|veja também|leggi anche|lees ook|les også|læs også"
    r"|läs (?:också|mer)|lue myös|czytaj (?:też|także|również)"
    r"|zobacz (?:też|także)|čtěte také|citește și|διαβάστε επίσης"
    r"|читайте (?:также|також)|смотрите также|اقرأ أيضا?ً?|بیشتر بخوانید|ayrıca okuyun|ilgili haber|baca juga|xem thêm"
    r"|यह भी पढ़ें|ये भी पढ़ें|আরও পড়ুন|আরো পড়ুন|関連記事|관련 ?기사|相关阅读|延伸閱讀)\s*[:：|–—-]",
    re.IGNORECASE,
)
"""What stands before the headline of another article."""


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
    if links and _ELSEWHERE.match(text):
        return True
    return _ALONE.fullmatch(text) is not None
