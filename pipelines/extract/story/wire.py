"""The news agencies whose copy an article is, and the notice that its last lines bear."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from models.items import Author
from models.text import fold
from pipelines.extract.candidates import Candidate, Found
from pipelines.extract.head import MetaTags
from pipelines.extract.photos.scope import Scope
from pipelines.extract.story.agencies import wire_agencies, wire_agency
from pipelines.extract.story.dateline import Dateline
from pipelines.extract.window import text_of

_LAST: Final = 3
"""Lines at the end of a text that may name its source."""
_SOURCE_LINE = re.compile(
    r"\W*(?:sources?|quellen?|fuentes?|fontes?|fonti|bron(?:nen)?|kilder?|källor?|lähde|kaynak|źródł[oa]|zdroj|forrás|surs[aă]|izvor"
    r"|πηγή|источник|джерело|المصدر|منبع|מקור|स्रोत|来源|來源|稿源|出典|출처|sumber|nguồn)\s*[:：/]\s*(?P<names>.{2,80})",
    re.IGNORECASE,
)
_WITH_HELP = re.compile(
    r"\W*(?:with (?:files?|reports?|reporting|inputs?|material|information|contributions?) (?:from|by)"
    r"|(?:additional )?reporting by|mit (?:material|informationen|agenturmaterial) (?:von|der|des)|avec"
    r"|con informaci[óo]n de|con informazioni d[aei]l*|com informaç[õo]es d[aeo]s?|met (?:informatie|medewerking) van"
    r"|с использованием материалов)\s+(?:the |la |l['’]|der )?(?P<names>.{2,100}?)\W*",
    re.IGNORECASE,
)
_WRITERS = re.compile(
    r"(?:the )?(?P<names>associated press|reuters|afp|bloomberg|canadian press)(?:['’]s?)? (?:\w+ )?"
    r"(?:writers?|journalists?|reporters?|correspondents?|staff)\b.{0,300}\b(?:contribut|report)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[(\[（［【](?P<names>[^()\[\]（）]{2,40})[)\]）］】]\W*$|(?<!\w)/\s?(?P<slashed>[^/\s][^/]{1,30}?)\s?/\W*$"
)
_DASHED = re.compile(r"(?:[.!?…”\"»]\s*|\s)[-–—]{1,2}\s?(?P<names>[^-–—.!?]{2,30})\.?$")
_ALONE: Final = 60
_NOTICE = re.compile(r"\W*(?:©|\(c\)|copyright\b).{3,}", re.IGNORECASE)
_NOTICE_LENGTH: Final = 200
_CLOSING: Final = 6
"""Blocks at the end of the article's part that are looked at for what closes it."""
_META: Final = ("source", "article:source", "news_source", "dc.source", "dcterms.source", "syndication-source", "cre")
_KEYS: Final = ("sourceOrganization", "provider", "creditText", "copyrightHolder", "copyrightNotice")


def read_wire(
    dateline: Dateline | None,
    byline: str | None,
    authors: Iterable[Author],
    lines: Sequence[str],
    article: dict[str, Any] | None,
    meta: MetaTags,
) -> Found[tuple[str, ...]]:
    """The agencies of the first witness that names any: dateline, byline, the text's end, metadata."""
    agencies: tuple[str, ...] = ()
    candidates: list[Candidate] = []
    offers = (
        *((("dateline", ", ".join(dateline.agencies)),) if dateline else ()),
        *_in_byline(byline, authors),
        *_at_the_end(lines),
        *_stated(article or {}, meta),
    )
    named = ((source, wire_agencies(text)[0]) for source, text in offers)
    for source, names in dict.fromkeys(named):
        if names:
            text = ", ".join(names)
            candidates.append(Candidate(field="wire_agencies", text=text, source=source, taken=not agencies))
            agencies = agencies or names
    return Found(agencies, tuple(candidates))


def closing_lines(scope: Scope) -> list[str]:
    """Source lines and copyright notices that close the article's part of the page. The text does not have all of them:
    it leaves out what reads like a footer. Call it before the text is taken out of the tree."""
    texts = [fold(text_of(block, _NOTICE_LENGTH)) for block in scope.content[-_CLOSING:]]
    return [text for text in texts if len(text) <= _NOTICE_LENGTH and _closes(text)]


def _closes(text: str) -> bool:
    return bool(_NOTICE.fullmatch(text) or _SOURCE_LINE.fullmatch(text))


def _in_byline(byline: str | None, authors: Iterable[Author]) -> Iterator[tuple[str, str]]:
    if byline:
        yield "byline", byline
        for match in re.finditer(r"[(\[]([^()\[\]]{2,40})[)\]]", byline):
            yield "byline", match[1]
        # "Von DPA", "By The Associated Press"
        yield "byline", byline.partition(" ")[2]
    for author in authors:
        if author.kind != "person":
            yield "authors", author.name


def _at_the_end(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What the last lines name as their source, the last line first."""
    for line in reversed(lines[-_LAST:]):
        tail = line[-_ALONE:]
        for match in (_SOURCE_LINE.fullmatch(line), _WITH_HELP.fullmatch(line), _WRITERS.match(line)):
            if match:
                yield "text", match["names"]
        for match in (_TAIL.search(tail), _DASHED.search(tail)):
            if match and (names := match.groupdict().get("slashed") or match["names"]) and _nothing_else(names):
                yield "text", names
        if _nothing_else(line) or _NOTICE.fullmatch(line):
            yield (
                "text",
                re.sub(
                    r"\W*(?:©|\(c\)|copyright\b)[\s\d–-]*|\W*all rights reserved\W*$", "", line, flags=re.IGNORECASE
                ),
            )


def _nothing_else(text: str) -> bool:
    if len(text) > _ALONE:
        return False
    names, only = wire_agencies(text)
    return bool(names) and only


def printed_notice(lines: Sequence[str]) -> str | None:
    """A copyright notice among the text's last lines; null if there is none."""
    found = (line for line in reversed(lines[-_LAST:]) if len(line) <= _NOTICE_LENGTH and _NOTICE.fullmatch(line))
    return next(found, None)


def _stated(article: dict[str, Any], meta: MetaTags) -> Iterator[tuple[str, str]]:
    for key in _KEYS:
        value = article.get(key)
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") if isinstance(item, dict) else item
            if isinstance(name, str) and wire_agency(name):
                yield f"json-ld:{key}", name
    for name in _META:
        for content in meta.get(name, ())[:1]:
            bare = content.rpartition("：")[2].rpartition(":")[2]
            if wire_agency(bare):
                yield f"meta:{name}", bare
