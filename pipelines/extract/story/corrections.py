"""Notes that an article was corrected, as printed: in its lines, in elements named for it, in JSON-LD."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from lxml.html import HtmlElement

from models.text import fold
from pipelines.extract.candidates import Found, all_of
from pipelines.extract.photos.scope import Scope

_NOUNS: Final = (
    "corrections?(?: and clarifications?)?|clarifications?|erratum|errata(?: corrige)?|richtigstellung|berichtigung"
    "|korrektur(?:hinweis)?|rectificatifs?|rectification|fe de (?:erratas?|errores)|correcci[óo]n|rectificaci[óo]n"
    "|rettifica|precisazione|corre[çc][ãa]o|correctie|rectificatie|regstelling|rettelse|retting|rättelse|oikaisu"
    "|korjaus|leiðrétting|sprostowanie|korekta|oprava|helyesbítés|helyreigazítás|erată|rectificare|ispravak|ispravka"
    "|popravek|исправка|поправка|исправление|опровержение|уточнение|виправлення|спростування|уточнення|διόρθωση"
    "|διευκρίνιση|düzeltme|tekzip|تصحيح|توضيح|تنويه|اصلاحیه|תיקון(?: טעות)?|הבהרה|भूल ?सुधार|स्पष्टीकरण|訂正"
    "|[おご]詫びと訂正|おわびと訂正|更正|勘误|勘誤|정정(?: ?보도)?|바로잡습니다|ralat|koreksi|pembetulan|đính chính"
    "|masahihisho|parandus|patikslinimas|labojums|precizējums|mise au point"
)
_NOUN_ALONE = re.compile(rf"\W*(?:{_NOUNS})\W*", re.IGNORECASE)
_SENTENCES: Final = "|".join(
    (
        r"(?:an|the|a) (?:earlier|previous|original|initial|prior) (?:version|edition) of (?:this|the|our)\b",
        r"(?:an|the) (?:earlier|previous|original) (?:story|article|report|headline|caption)\b"
        r".{0,60}\b(?:incorrect|mis|wrong)",
        r"this (?:article|story|report|piece|post|page|column|headline|version|item|text)(?:['’]s headline)? "
        r"(?:corrects|clarifies|(?:was|has been|is) (?:\w+ )?(?:amended|corrected|revised|edited|updated (?:to|with a) "
        r"(?:correct|clarify|clarification)\w*))\b",
        r"in einer (?:früheren|ersten|vorherigen|älteren|ursprünglichen) (?:version|fassung)\b",
        r"dieser (?:artikel|text|beitrag) wurde (?:\w+ )*(?:korrigiert|berichtigt)\b",
        r"une (?:première version|version (?:antérieure|initiale)|précédente version|version précédente) de "
        r"(?:cet|ce)\b",
        r"(?:cet article|ce texte) a été (?:corrigé|modifié|rectifié)\b",
        r"(?:en )?una (?:versión (?:anterior|previa|inicial)|primera versión) de (?:este|esta)\b",
        r"(?:este (?:artículo|texto)|esta noticia) (?:ha sido|fue) (?:corregid|modificad|rectificad)[oa]\b",
        r"(?:in )?una (?:versione precedente|prima versione) di (?:questo|questa)\b",
        r"(?:em )?uma versão anterior d(?:este|esta|esse|essa)\b|est[ea] (?:texto|artigo) foi (?:corrigido|alterado)\b",
        r"in een eerdere versie van\b|i en (?:tidligere|tidigare|første|första) (?:versjon|version|utgave|udgave)\b",
        r"(?:jutun|artikkelin|uutisen) aiemmassa versiossa\b|w poprzedniej wersji\b|v (?:předchozí|původní) verzi\b",
        r"в (?:предыдущей|первоначальной) версии\b|у попередній версії\b|bu haberin önceki\b",
    )
)
_INTRODUCED: Final = (
    r"(?:(?:editor[’']?s['’]? note|author[’']?s note|anmerkung der redaktion|anm\.? ?d\.? ?red\.?|hinweis|note|nota"
    r"|n\.?d\.?l\.?r\.?|update|correction)\s*[:.–—-]\s*)?"
)
_NOTE = re.compile(
    rf"[\s\[(*_•·–—-]*{_INTRODUCED}"
    rf"(?:(?:{_NOUNS})\s*(?:[,(]?\s*[^:：()]{{0,40}}\d[^:：()]{{0,20}}\)?\s*)?(?:[:：]|\s[–—-]\s)|{_SENTENCES})",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?<![a-z])(?:corrections?|erratum|rectificatif|richtigstellung|amendments?)(?![a-z])", re.IGNORECASE
)
_PROMPT = re.compile(
    r"\?|\b(?:report|suggest|submit|request|send|spot(?:ted)?|e-?mail|contact|policy|melden|signaler|envi[ae]|avis[ae])\b",
    re.IGNORECASE,
)
"""What invites readers to report a mistake, or explains how the house mends its own."""
_LENGTH: Final = (24, 1500)
_LAST: Final = 8
_FIRST: Final = 3


def read_corrections(
    lines: Sequence[str], named: Iterable[str], article: dict[str, Any] | None
) -> Found[tuple[str, ...]]:
    """The notes among the text's first and last lines, in ``named`` elements, and in JSON-LD; each once.

    ``named`` as ``named_notes`` gives them, read before the text took them out of the tree.
    """
    kept: dict[str, tuple[str, str]] = {}
    for source, note in (
        *_stated(article or {}),
        *(("class", text) for text in named),
        *(("text", n) for n in _in_lines(lines)),
    ):
        key = re.sub(r"\W+", "", note).casefold()
        if key and not any(key in other or other in key for other in kept):
            kept[key] = (source, note)
    return all_of("corrections", kept.values())


def named_notes(scope: Scope) -> list[str]:
    """The texts of elements beside and between the article's paragraphs that are named for corrections."""
    found: list[str] = []
    for element in _around(scope):
        if not _NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            continue
        text = fold(str(element.text_content()))
        told = _NOTE.match(text) or not _PROMPT.search(text)
        if told and _LENGTH[0] <= len(text) <= _LENGTH[1] and element.find(".//form") is None:
            found.append(text)
    return found


def _around(scope: Scope) -> Iterator[HtmlElement]:
    """The children of the element that holds the paragraphs and of those around it, up to the article's own. A walk
    through the whole article would take five times as long as everything else about corrections."""
    at: HtmlElement | None = scope.content
    while at is not None:
        for child in at:
            yield child
            if len(child) == 1:
                yield child[0]
        at = None if at is scope.root else at.getparent()


def _in_lines(lines: Sequence[str]) -> Iterator[str]:
    """Lines that begin as such a note does; a heading that announces one is put before it."""
    last = max(0, len(lines) - _LAST)
    for number, line in enumerate(lines):
        if _FIRST <= number < last:
            continue
        if len(line) < 40 and _NOUN_ALONE.fullmatch(line) and number + 1 < len(lines):
            yield f"{line} {lines[number + 1]}"
        elif len(line) <= _LENGTH[1] and _NOTE.match(line) and len(line) >= _LENGTH[0]:
            yield line


def _stated(article: dict[str, Any]) -> Iterator[tuple[str, str]]:
    stated = article.get("correction")
    for item in stated if isinstance(stated, list) else [stated]:
        text = item.get("text") or item.get("description") if isinstance(item, dict) else item
        if isinstance(text, str) and (note := fold(text[: _LENGTH[1]])):
            yield "json-ld:correction", note
