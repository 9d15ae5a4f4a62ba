"""The words around a printed date: connectives, labels, parts of the day; and the metadata that hold dates."""

import re
from typing import Final

CONNECTIVES: Final = frozenset(
    str.split("""
    at on of the de del d l le la el les das do da dos am um uhr vom den der die klo kl klokken kello om u o v ve w
    à a á as às las los alle ore ora ob at. в о г году года р року godz godzina godzinie ura urah uur hrs h hs saat
    pukul jam lúc ngày tháng năm vào m gada gads d dne dnia den dana yil yılı ي في من الساعة at- st nd rd th er ώρα
    στις im i och kell hora horas heure heures eat at: ist ta by ng ika ika- noong alas this sent oră ko vers um uri
    roku r r. гг года. год. л оны сарын өдөр жыл жылы жылғы yilgi թ թ. թվականի ժամը საათზე წელს წლის a.d. ad pada
    tanggal tgl tarikh mnamo tarehe saa las mei't leo dan at'
    у ў об م هـ. الموافق على بتاريخ
    يوم بوقت در ساعت مورخ مورخه روز به وقت بتوقيت مـ هـ ه ميلادي ميلادية هجري ش ق میلادی شمسی هجری بجے ء
    को बजे बजेको गते समय সময় টা মিনিট তারিখ খ্রিস্টাব্দ ปี วันที่ เวลา น. น ថ្ងៃទី ថ្ងៃ ខែ ឆ្នាំ ម៉ោង ວັນທີ ເດືອນ ປີ
    日 月 火 水 木 金 土 일 월 화 수 목 금 토
    ເວລາ ခုနှစ် ခု နှစ် ရက် ရက်နေ့ နာရီ နေ့ ቀን ዓ.ም ዓ.ም. እ.ኤ.አ እ.ኤ.አ. தேதி நேரம்
    """)
)
"""Words between the parts of a date that carry nothing."""

MODIFIED: Final = re.compile(
    r"""\b(?:(?:last\s+|was\s+)?(?:updated|modified|edited|revised|amended)|last\s+update|update[ds]?
    |(?:zuletzt\s+)?aktualisiert|letzte\s+(?:aktualisierung|änderung)|(?:zuletzt\s+)?geändert|stand
    |(?:última\s+)?actualiza(?:do|da|ción)|(?:última\s+)?modificación|última\s+actualización
    |(?:dernière\s+)?mise?s?\s+à\s+jour|mis\s+à\s+jour|modifié(?:e)?|actualisé(?:e)?|màj
    |(?:ultimo\s+)?aggiorna(?:to|ta|mento)|modificat[oa]|(?:última\s+)?atualiza(?:do|da|ção)|atualizad[oa]
    |bijgewerkt|laatste\s+update|gewijzigd|uppdatera(?:d|t|s)|senast\s+ändrad|oppdatert|sist\s+oppdatert|opdateret
    |päivitetty|uppfært|aktualizowan[oaey]|aktualizacja|zaktualizowan[oa]|aktualizován[oa]?|aktualizováno
    |aktualizované|ažurirano|izmenjeno|posodobljeno|frissítve|módosítva|actualizat|обновлен[оа]?|изменен[оа]?
    |оновлено|актуализиран[оа]?|обновена|ενημερώθηκε|ενημέρωση|güncelle(?:me|ndi|nme)|son\s+güncelleme
    |diperbarui|dikemas\s+kini|cập\s+nhật|atnaujinta|atjaunots|uuendatud|përditësuar|imesasishwa)\b
    |تحديث|آخر\s+تعديل|حُدّ?ث|به‌?روزرسانی|بروزرسانی|آخری\s+اپ\s*ڈیٹ|עודכן|עדכון|अपडेटेड|अपडेट|अद्यतन|আপডেট
    |更新|修改|수정|업데이트|最終更新|ปรับปรุง|อัปเดต""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that say: what follows is when the article was last changed."""

PUBLISHED: Final = re.compile(
    r"""\b(?:(?:first\s+)?published|posted|publication|created|issued|erstellt|(?:zuerst\s+)?veröffentlicht
    |publicad[oa]|publicación|publié(?:e)?|créé|pubblicat[oa]|gepubliceerd|geplaatst|publicera(?:d|t|s)|publisert
    |publiceret|udgivet|julkaistu|opublikowano|publikacja|publikováno|vydáno|objavljeno|megjelent|publicat
    |опубликован[оа]?|опубліковано|публикуван[оа]?|δημοσίευση|δημοσιεύτηκε|yayınlan(?:ma|dı)|yayın\s+tarihi
    |diterbitkan|dipublikasikan|đăng|xuất\s+bản)\b
    |نشر|نُشر|منتشر|انتشار|פורסם|प्रकाशित|প্রকাশ|发布|發布|掲載|公開|配信|입력|등록|게시|เผยแพร่""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that say: what follows is when the article first appeared."""

PUBLISHED_META: Final = tuple(
    str.split("""
    article:published_time og:article:published_time article:published article:published:time article_published_time
    og:published_time og:pubdate datepublished itemprop:datepublished rnews:datepublished parsely-pub-date sailthru.date
    cxenseparse:recs:publishtime cxenseparse:publishtime publishedtime published_time published_at published-at
    publish-date publishdate publish_date publication_date publication-date publicationdate published publisheddate
    published-date pubdate pub_date article.published article.publishdate article:publish_date article-published
    originalpublicationdate article_date_original iso-8601-publish-date dc.date.issued dcterms.issued dc.date.available
    date.available article:post_date bt:pubdate vr:published_time citation_publication_date citation_online_date
    dcterms.available displaydate date date.issued dc.date dc:date dcterms.date dcterms.created dc.date.created
    article:created article.created article_created creation_date creationdate created datecreated date.created
    release_date its_publication timestamp weibo:article:create_at shareaholic:article_published_time
    """)
)
"""Names of meta elements that date the publication, in order of trust."""

MODIFIED_META: Final = tuple(
    str.split("""
    article:modified_time og:article:modified_time article:modified article:modified:time article_modified_time
    og:updated_time article:updated_time article:updated datemodified dateupdated date.modified date.updated
    og:modified_time last_updated_date last-modified last_modified lastmodified lastmod last-updated last_updated
    updated_time updated modified dc.date.modified dcterms.modified dcterms.updated revision_date revised
    article_updatetime article.updated article.modified vr:updated_time weibo:article:update_at bt:moddate
    """)
)
"""Names of meta elements that date the last change, in order of trust."""

HALVES: Final[dict[str, str]] = {
    # Marks of the half of the day, case-folded, without full stops and spaces.
    "am": "am ص صباحا صباح فجرا قظ قم πμ sa öö dop de પૂર્વાહ્ન पूर्वाह्न ព្រឹក pagi vm nu",
    "pm": "pm م مساء ظهرا عصرا عصر بظ بم μμ ch ös odp du अपराह्न ល្ងាច petang ptg nm nh tarde",
}
DAY_PARTS: Final[dict[str, str]] = {
    # What stands before a time instead. "night" goes on past midnight, "noon" begins before twelve.
    "am": "午前 上午 早上 凌晨 清晨 오전 새벽 ÖÖ AM সকাল ভোর सुबह सकाळी प्रातः காலை முற்பகல் ఉదయం രാവിലെ ಬೆಳಿಗ್ಗೆ સવારે ਸਵੇਰੇ "
    "မနက် နံနက် صبح ព្រឹក පෙ.ව",
    "pm": "午後 下午 晚上 傍晚 오후 저녁 ÖS PM বিকাল বিকেল সন্ধ্যা शाम सायंकाळी மாலை பிற்பகல் సాయంత్రం വൈകുന്നേരം ಸಂಜೆ સાંજે "
    "ਸ਼ਾਮ ညနေ عصر شام ល្ងាច ප.ව مساء مساءً",
    "noon": "中午 দুপুর दोपहर दुपारी மதியம் మధ్యాహ్నం ಮಧ್ಯಾಹ್ನ બપોરે ਦੁਪਹਿਰ ظهر မွန်းလွဲ",
    "night": "深夜 夜 밤 রাত रात रात्री இரவு రాత్రి രാത്രി ರಾತ್ರಿ રાત્રે ਰਾਤ ည شب رات យប់",
}

DAYS_BACK: Final[dict[str, int]] = {
    word.replace("_", " "): days
    for days, words in enumerate(
        (
            """today heute hoy aujourd'hui aujourd’hui oggi hoje vandaag idag i_dag tänään dziś dzisiaj dnes danas danes
            сегодня сьогодні днес сёння данас денес σήμερα bugün bu_gün اليوم امروز نن آج היום आज আজ இன்று วันนี้
            hari_ini hôm_nay 今天 今日 오늘 azi astăzi šiandien šodien täna leo avui sot ngayon ዛሬ დღეს այսօր""",
            """yesterday gestern ayer hier ieri ontem gisteren igår i_går eilen wczoraj včera jučer juče včeraj вчера
            вчора ўчора јуче вчера χθες χτες dün أمس امس دیروز پرون אתמול গতকাল நேற்று เมื่อวาน เมื่อวานนี้ kemarin semalam
            hôm_qua 昨天 昨日 어제 vakar eile jana ahir dje kahapon ትናንት გუშინ երեկ""",
        )
    )
    for word in words.split()
}
"""How many days before the capture a day's name means; Hindi and Urdu have one word for yesterday and tomorrow."""
