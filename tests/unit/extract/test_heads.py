"""What stands at the head of a page without much marking: standfirsts, and dates and names in odd places."""

import json
from typing import Any

import pytest

from models.items import Document, Hints
from pipelines.extract.dates.reading import is_dateline_of_page
from pipelines.extract.document import extract_document

HEADLINE = "Ferry over the Nera sails again after repairs"
STORY = (
    "The ferry over the Nera sailed for the first time since the flood, with three tractors and a school bus aboard.",
    "Over the winter people had been rowed across, and bread was brought to the far bank by helicopter.",
    "According to the timetable it is to sail four times a day, and twice on Sundays and on public holidays.",
)


def page(top: str, *, end: str = "", head: str = "", heading: str = f"<h1>{HEADLINE}</h1>") -> Document:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    markup = (
        f"<html><head><title>{HEADLINE}</title>{head}</head><body><article>{heading}{top}{text}{end}</article></body>"
    )
    return extract_document(markup.encode(), "https://news.example.org/a", Hints())


def names(document: Document) -> list[str]:
    return [author.name for author in document.authors]


@pytest.mark.parametrize(
    "name",
    ["lid", "linha-fina", "haber-spot", "sapo", "perex", "ingressi", "podzagolovok", "sub_tit", "daoyu", "alt-baslik"],
)
def test_a_standfirst_is_known_by_its_name_in_many_languages(name: str) -> None:
    dek = "It carries three tractors, but no lorries until summer."
    found = page(f'<h2 class="{name}">{dek}</h2>')
    assert found.dek == dek
    assert (found.body or "").startswith(dek)


@pytest.mark.parametrize("name", ["lidl-logo", "ad-spot", "leader-board", "sapota", "introverted"])
def test_what_only_looks_like_such_a_name_is_none(name: str) -> None:
    assert page(f'<div class="{name}">It carries three tractors, but no lorries until summer.</div>').dek is None


def test_a_caption_is_no_standfirst() -> None:
    caption = "Three tractors roll aboard the ferry at the western landing."
    assert page(f'<div class="lead-media"><img src="/f-1200.jpg"><figcaption>{caption}</figcaption></div>').dek is None
    assert page(f'<div class="lead-media"><img src="/f-1200.jpg"><p>{caption}</p></div>').dek is None
    assert page(f'<div class="standfirst"><img src="/f-1200.jpg"><p>{caption}</p></div>').dek == caption


def test_a_note_below_the_text_is_no_standfirst() -> None:
    assert page("", end='<p class="tagline">Austen reported from Nera and Shelley from Low Ford.</p>').dek is None


@pytest.mark.parametrize(
    ("line", "names_in_it"),
    [
        ("14.05.2026 11:20 | Jane Austen", ["Jane Austen"]),
        ("14 May 2026, 11:20 · Jane Austen", ["Jane Austen"]),
        ("Jane Austen | 14.05.2026 11:20", ["Jane Austen"]),
        ("14.05.2026 11:20 | Nera | Jane Austen", []),
        ("Play Mute 0:00 / 3:41", []),
    ],
)
def test_a_name_beside_a_day_is_the_authors(line: str, names_in_it: list[str]) -> None:
    assert names(page(f'<div class="info">{line}</div>')) == names_in_it


def test_a_line_that_only_repeats_date_and_name_is_not_in_the_text() -> None:
    found = page('<p class="info">14.05.2026 11:20 | Jane Austen</p>')
    assert found.body == "\n".join(STORY)
    assert "Jane Austen wrote." in (page("<p>By Jane Austen</p><p>Jane Austen wrote.</p>").body or "")


@pytest.mark.parametrize("heading", ["<font size=5><b>{}</b></font>", "<b>{}</b>", "<strong>{}</strong>"])
def test_a_page_without_headings_is_read_between_its_line_breaks(heading: str) -> None:
    top = "<br><i>By Jane Austen</i><br>May 14, 2026<br><br>A ferry sails.<img src=x.gif><br>"
    found = page(top, heading=heading.format(HEADLINE))
    assert names(found) == ["Jane Austen"]
    assert found.published is not None
    assert (found.published.raw, found.published.origin) == ("May 14, 2026", "text")


def test_a_video_dates_the_page_that_bears_its_name() -> None:
    video = {"@type": "VideoObject", "name": HEADLINE, "uploadDate": "2026-05-14T11:20:00+02:00"}

    def dated(node: dict[str, Any]) -> str | None:
        head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
        found = page("<div>14 May 2026, 11:20</div>", head=head).published
        return found.at.isoformat() if found else None

    assert dated(video) == "2026-05-14T11:20:00+02:00"
    assert dated(video | {"name": "More from the river"}) == "2026-05-14T11:20:00+00:00"


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"author": {"name": "Jane Austen"}}, ["Jane Austen"]),
        ({"authors": [{"name": "Jane Austen"}, {"name": "Mary Shelley"}]}, ["Jane Austen", "Mary Shelley"]),
        ({"byline": "By Jane Austen"}, ["Jane Austen"]),
        ({"author": "admin", "byline": "webmaster"}, []),
        ({"author": {"name": "Jane Austen"}, "headline": "Another story"}, []),
    ],
)
def test_authors_that_stand_only_in_a_scripts_data(stated: dict[str, Any], found: list[str]) -> None:
    state = json.dumps({"props": {"stories": [{"id": 1}, {"headline": HEADLINE, "related": HEADLINE} | stated]}})
    document = page("", head=f'<script type="application/json">{state}</script>')
    assert names(document) == found
    assert document.sources.get("authors") == ("script" if found else None)


def test_assignments_that_are_no_json_or_stand_within_another_are_passed_over() -> None:
    state = json.dumps({"headline": HEADLINE, "note": "; var x = {}", "author": "Jane Austen"})
    script = f"window.setup = {{ready: true}}; window.state = {state};"
    assert names(page("", head=f"<script>{script}</script>")) == ["Jane Austen"]


@pytest.mark.parametrize(
    ("line", "says_when"),
    [
        ("Vrijdag 6 februari 2026, 21:48", True),
        ("środa, 4 marca 2026, 10:11", True),
        ("2025年1月14日 01時28分 (1月14日 01時40分更新)", True),
        ("2025年1月14日（火） 01時28分", True),
        ("On Friday 6 February 2026 at 21:48 the dyke held", False),
    ],
)
def test_weekdays_and_second_dates_belong_to_a_date_line(line: str, *, says_when: bool) -> None:
    assert is_dateline_of_page(line, Hints()) is says_when
