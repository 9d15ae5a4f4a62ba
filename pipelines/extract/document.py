"""A page's bytes in, its ``Document`` out: the one entry to extraction."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.items import DateReading, Document, Hints, Photo, Rejected
from pipelines.extract.body.read import count_words, read_body
from pipelines.extract.candidates import Candidate, Reading, sources_of
from pipelines.extract.jsonld import article_node, read_jsonld
from pipelines.extract.metadata.read import read_metadata
from pipelines.extract.metadata.rights import read_licence
from pipelines.extract.overrides.reading import Overrides, override_for, shipped_overrides
from pipelines.extract.overrides.restate import confine, restate
from pipelines.extract.page import parse_page
from pipelines.extract.photos.find import find_photos
from pipelines.extract.photos.scope import find_scope
from pipelines.extract.story.read import read_marks, read_story
from pipelines.extract.story.video import read_video
from pipelines.extract.walls.judge import Read, refuse_walls
from pipelines.extract.walls.prompt import read_prompt

_NO_HINTS = Hints()


def extract_document(body: bytes, url: str, hints: Hints = _NO_HINTS, overrides: Overrides | None = None) -> Document:
    """Read one page.

    ``body``: the payload, content encodings undone. ``url``: where it answered; relative links are resolved against it.
    ``overrides``: rules for single sites; null: those that the product ships.

    Raises ``Rejected`` with the reason where the page cannot become an article: ``empty``, ``not_html``,
    ``too_large``, ``no_headline``, ``no_content`` (neither text nor photos).
    """
    return weigh_page(body, url, hints, overrides).document


def weigh_page(body: bytes, url: str, hints: Hints = _NO_HINTS, overrides: Overrides | None = None) -> Reading:
    """Read one page as ``extract_document`` does, and keep what its fields were chosen from."""
    tree = parse_page(body, hints.content_type)
    day = hints.fetched_at.date() if hints.fetched_at else None
    override = override_for(url, day, shipped_overrides() if overrides is None else overrides)
    if override:
        restate(tree, override)
    metadata = read_metadata(tree, read_jsonld(tree), url, hints)
    found = find_photos(tree, article_node(metadata.nodes), url)
    video = read_video(found.scope.root, metadata.meta, metadata.article, metadata.nodes)
    marks = read_marks(found.scope)
    licence = read_licence(tree, body, metadata.meta, metadata.article, url)
    for element in found.spent_tails:
        element.tail = None
    scope = found.scope
    if override:
        confine(tree, override)
        scope = find_scope(tree)
    known = list(_known_texts(metadata.document, found.photos))
    text = read_body(tree, scope, found.spent, known, metadata.document, metadata.article, hints)
    read = replace(metadata.document, body=text.value, word_count=count_words(text.value), photos=found.photos)
    look = refuse_walls(body, url, hints, Read(read, metadata.meta, metadata.article))
    if not read.headline:
        raise Rejected("no_headline", "neither a heading nor a title names the page")
    if not text.value and not found.photos:
        raise Rejected("no_content", "neither text nor photos")
    prompt = read_prompt(read, look if read.paywalled is None else None)
    paywalled = prompt.value if read.paywalled is None else read.paywalled
    document = replace(read, has_video=video.value, licence=licence.value, paywalled=paywalled)
    document, told = read_story(document, marks, metadata.meta, metadata.article, metadata.nodes)
    counted = Candidate(field="word_count", text=str(document.word_count), source="body", taken=bool(document.body))
    weighed = (*metadata.candidates, *text.candidates, counted, *video.candidates, *licence.candidates)
    candidates = (*weighed, *prompt.candidates, *told)
    return Reading(document=replace(document, sources=sources_of(candidates)), candidates=candidates)


def _known_texts(metadata: Document, photos: Iterable[Photo]) -> Iterator[str]:
    """Texts that fields other than the body hold: a line of the body that says no more is a repetition."""
    yield from (text for text in (metadata.headline, metadata.byline, metadata.section, metadata.kicker) if text)
    if metadata.headline and metadata.kicker:
        yield f"{metadata.kicker} {metadata.headline}"
    yield from _date_lines(metadata.published, metadata.modified)
    for photo in photos:
        credit = photo.credit.raw if photo.credit else None
        yield from (text for text in (photo.caption, credit) if text)
        if photo.caption and credit:
            yield f"{photo.caption} {credit}"
            yield f"{credit} {photo.caption}"


def _date_lines(published: DateReading | None, modified: DateReading | None) -> Iterator[str]:
    readings = [reading for reading in (published, modified) if reading]
    yield from (reading.raw for reading in readings)
    yield " ".join(reading.raw for reading in readings)
    yield " Updated ".join(reading.raw for reading in readings)
