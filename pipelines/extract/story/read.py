"""What the lines of the story say of it, put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from models.items import Document
from pipelines.extract.candidates import Candidate, Found, first_of
from pipelines.extract.head import MetaTags
from pipelines.extract.metadata.labels import string_of
from pipelines.extract.metadata.rights import read_copyright
from pipelines.extract.photos.scope import Scope
from pipelines.extract.story.corrections import named_notes, read_corrections
from pipelines.extract.story.dateline import Dateline, read_dateline
from pipelines.extract.story.wire import closing_lines, printed_notice, read_wire

_LONGEST_DATELINE: Final = 60


@dataclass(frozen=True, slots=True)
class Marks:
    """What elements of the article's part say of the story; the text's reader takes some of them out of the tree."""

    notes: Sequence[str]
    """Texts of elements named for corrections."""
    closing: Sequence[str]
    """Source lines and copyright notices at the end."""


def read_marks(scope: Scope) -> Marks:
    """Read them from the tree, before the text is."""
    return Marks(named_notes(scope), closing_lines(scope))


def read_story(
    document: Document, marks: Marks, meta: MetaTags, article: dict[str, Any] | None, nodes: Sequence[Any]
) -> tuple[Document, tuple[Candidate, ...]]:
    """``document`` with dateline, wire agencies, corrections and copyright, and what was offered for them.

    ``article``, ``nodes``: of the page's JSON-LD.
    """
    lines = (document.body or "").splitlines()
    printed = read_dateline(lines, document.language)
    stated = _stated_dateline(article, document.language)
    dateline, place = _dateline(printed, stated), _place(printed, stated, article)
    ending = [*lines, *(line for line in marks.closing if line not in lines[-len(marks.closing) - 2 :])]
    wire = read_wire(printed or stated, document.byline, document.authors, ending, article, meta)
    corrections = read_corrections(lines, marks.notes, article)
    copyright_ = read_copyright(meta, article, nodes, printed_notice(ending))
    filled = replace(
        document,
        dateline=dateline.value,
        dateline_place=place.value,
        wire_agencies=wire.value,
        corrections=corrections.value,
        copyright=copyright_.value,
    )
    found = (dateline, place, wire, corrections, copyright_)
    return filled, tuple(candidate for one in found for candidate in one.candidates)


def _stated_dateline(article: dict[str, Any] | None, language: str | None) -> Dateline | None:
    """JSON-LD's ``dateline``. Many sites put the date there, which is none."""
    stated = string_of((article or {}).get("dateline"))
    if not stated or len(stated) > _LONGEST_DATELINE:
        return None
    read = read_dateline([stated], language)
    if read is None and not any(map(str.isdigit, stated)):
        read = Dateline(printed=stated, place=stated, agencies=())
    return read


def _dateline(printed: Dateline | None, stated: Dateline | None) -> Found[str | None]:
    offers = (("text", printed), ("json-ld:dateline", stated))
    return first_of("dateline", [(source, dateline.printed) for source, dateline in offers if dateline])


def _place(printed: Dateline | None, stated: Dateline | None, article: dict[str, Any] | None) -> Found[str | None]:
    offers = [
        ("text", printed.place if printed else None),
        ("json-ld:dateline", stated.place if stated else None),
        ("json-ld:locationCreated", string_of((article or {}).get("locationCreated"))),
    ]
    return first_of("dateline_place", offers)
