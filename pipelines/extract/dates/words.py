"""Month and weekday names of the world's press, from the CLDR tables of Babel, and the words around a date."""

import re
from functools import lru_cache
from typing import Any, Final

LANGUAGES: Final = str.split(
    "en de fr es pt it nl da sv nb nn fi is et lv lt pl cs sk sl hr sr mk bg ru uk be ro hu el tr az ar fa ps ur he hi "
    "bn mr ne pa gu ta te kn ml si my th lo km vi id ms fil sw so ha am ti om ku ka hy kk ky uz tg tk mn sq bs ca gl "
    "eu ga cy mt lb af zu xh yo ig rw ar_SY ar_DZ ar_MA ar_MR sr_Latn uz_Cyrl az_Cyrl bs_Cyrl en_IN en_GB de_AT pt_PT"
)
"""Earlier languages win where two give one name to different months."""

EXTRA_MONTHS: Final[dict[str, int]] = {
    # What the press prints and CLDR does not list.
    "sept": 9, "janv": 1, "févr": 2, "fevr": 2, "juil": 7, "mrt": 3, "märz": 3, "maerz": 3, "jän": 1, "ene": 1,
    "set": 9, "setiembre": 9, "gen": 1, "mag": 5, "giu": 6, "lug": 7, "ago": 8, "ott": 10, "dic": 12, "abr": 4,
    "мая": 5, "сент": 9, "нояб": 11, "febr": 2, "augusti": 8, "okt": 10, "dez": 12,
    "كانون ثاني": 1, "كانون أول": 12, "تشرين أول": 10, "تشرين ثاني": 11, "ايار": 5, "اذار": 3, "اب": 8, "ايلول": 9,
    "ابريل": 4, "اغسطس": 8, "اكتوبر": 10, "أغسطس": 8, "أبريل": 4, "أكتوبر": 10, "جوان": 6, "جويلية": 7, "أوت": 8,
}  # fmt: skip

CONNECTIVES: Final = frozenset(
    str.split("""
    at on of the de del d l le la el les das do da dos am um uhr vom den der die klo kl klokken kello om u o v ve w
    à a á as às las los alle ore ora ob at. в о г году года р року godz godzina godzinie ura urah uur hrs h hs saat
    pukul jam lúc ngày tháng năm vào m gada gads d dne dnia den dana yil yılı ي في من الساعة at- st nd rd th er ώρα
    στις im i och kell hora horas heure heures eat at: ist, بتاريخ يوم بوقت در ساعت को बजे
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

FORENOON: Final = frozenset(str.split("am ص ق.ظ ق.م πμ 午前 上午 早上 凌晨 오전 पूर्वाह्न sa öö dop ráno de."))
AFTERNOON: Final = frozenset(str.split("pm م عصر ب.ظ ب.م μμ 午後 下午 晚上 中午 오후 अपराह्न ch ös odp du."))


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Every month name, full and abbreviated, case-folded and without full stops, and its number 1 to 12."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for name, number in _months_of(language).items():
            names.setdefault(name, number)
    for name, number in EXTRA_MONTHS.items():
        names.setdefault(fold_name(name), number)
    return names


def month_number(name: str, language: str | None) -> int | None:
    """1 to 12 for a month's name, in that language first: ``listopad`` is October in Croatian, November in Polish."""
    key = fold_name(name)
    own = _months_of(language.replace("-", "_").split("_")[0].lower()) if language else {}
    # Hebrew writes its "in" at the month: removed, unless the name begins so itself.
    return own.get(key) or month_names().get(key) or month_names().get(key.removeprefix("ב"))


@lru_cache(maxsize=128)
def _months_of(language: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for months in _tables(language, "months"):
        for number, name in months.items():
            key = fold_name(str(name))
            if len(key) > 1 and not any(character.isdigit() for character in key):
                names.setdefault(key, int(number))
    return names


@lru_cache(maxsize=1)
def weekday_names() -> frozenset[str]:
    """Every weekday name, full and abbreviated, case-folded and without full stops."""
    names: set[str] = set()
    for language in LANGUAGES:
        for days in _tables(language, "days"):
            names.update(part for name in days.values() for part in fold_name(str(name)).split())
    return frozenset(name for name in names if len(name) > 1)


def fold_name(name: str) -> str:
    """A name as the tables know it: case-folded, without full stops and commas, single spaces."""
    return " ".join(name.casefold().replace(".", " ").replace(",", " ").replace("،", " ").split())


def _tables(language: str, kind: str) -> list[dict[Any, Any]]:
    # Babel opens a locale's file at first use: importing it here keeps the import of this package cheap.
    from babel import Locale
    from babel.core import UnknownLocaleError

    try:
        calendar = getattr(Locale.parse(language), kind)
    except (UnknownLocaleError, ValueError):
        return []
    return [calendar[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]
