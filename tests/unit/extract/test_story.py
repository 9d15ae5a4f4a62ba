"""What the story's own lines say: whose copy it is, that it was corrected; and whether a video belongs to it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.items import Author, Document
from pipelines.extract.document import extract_document, weigh_page
from pipelines.extract.story.corrections import read_corrections
from pipelines.extract.story.wire import printed_notice, read_wire

TEXT = "The bridge over the river was opened to traffic again on Monday, three years after it had been blown up."
LINES = [TEXT, f"Once more: {TEXT}", f"In other words: {TEXT}", f"And so: {TEXT}"]
AUTHOR = Author(name="Jane Austen", kind="person")


def page(body: str, head: str = "") -> Document:
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    source = (
        f"<html lang=en><head><title>A bridge over the Tigris</title>{head}</head><body><main><article>"
        f"<h1>A bridge over the Tigris</h1><div class=text>{paragraphs}{body}</div></article></main></body></html>"
    )
    return extract_document(source.encode(), "https://paper.example/2017/bridge")


def wire(
    *end: str, byline: str | None = None, authors: tuple[Author, ...] = (AUTHOR,), **article: Any
) -> tuple[str, ...]:
    return read_wire(None, byline, authors, [*LINES, *end], article, {}).value


@pytest.mark.parametrize(
    ("end", "agencies"),
    [
        ("Source: Reuters", ("Reuters",)),
        ("Quelle: ntv.de, kle/dpa/AFP", ("dpa", "AFP")),
        ("المصدر: رويترز", ("Reuters",)),
        ("来源：新华社", ("Xinhua",)),
        ("(dpa)", ("dpa",)),
        ("(kle/dpa)", ("dpa",)),
        ("/AFP/", ("AFP",)),
        ("dpa/AFP", ("dpa", "AFP")),
        ("„Wir sehen die Brücke“, sagte er. (dpa)", ("dpa",)),
        ("He saw the bridge. — AFP", ("AFP",)),
        ("With files from The Associated Press and Jane Austen", ("AP",)),
        ("Avec AFP", ("AFP",)),
        ("Con información de EFE", ("EFE",)),
        ("Associated Press writers Jane Austen and Emily Bronte in London contributed to this report.", ("AP",)),
        ("© dpa-infocom, dpa:170703-99-123456/2", ("dpa",)),
        ("Copyright 2017 The Associated Press. All rights reserved.", ("AP",)),
        ("The bridge (built in 1934) stands.", ()),
        ("He works for Reuters.", ()),
        ("Photo: Felipe Dana/AP", ()),
        ("Getty Images", ()),
        ("She belongs to the opposition (SPD)", ()),
    ],
)
def test_the_last_lines_name_the_agency(end: str, agencies: tuple[str, ...]) -> None:
    assert wire(end) == agencies


def test_the_byline_and_an_agency_as_author() -> None:
    assert wire(byline="Von Jane Austen und Emily Bronte, dpa") == ("dpa",)
    assert wire(byline="Von DPA") == ("dpa",)
    assert wire(byline="Jane Austen (AFP)") == ("AFP",)
    assert wire(authors=(Author(name="The Associated Press", kind="agency"),)) == ("AP",)
    assert wire(byline="By Jane Austen", authors=(AUTHOR, Author(name="Foreign Desk", kind="organization"))) == ()


def test_json_ld_names_the_agency_where_the_text_does_not() -> None:
    assert wire(sourceOrganization={"@type": "Organization", "name": "Agence France-Presse"}) == ("AFP",)
    assert wire(copyrightHolder={"name": "The Paper"}) == ()
    assert read_wire(None, None, (), LINES, None, {"source": ("来源：新华社",)}).value == ("Xinhua",)
    assert read_wire(None, None, (), LINES, None, {"source": ("The Paper",)}).value == ()


def test_the_dateline_is_believed_before_the_source_line_and_stays_in_the_text() -> None:
    source = (
        "<html lang=en><title>A bridge</title><h1>A bridge</h1><article>"
        f"<p>MOSUL, Iraq (AP) — {TEXT}</p><p>{TEXT} Again.</p><p>{TEXT} Twice.</p><p>/Reuters/</p></article>"
    )
    reading = weigh_page(source.encode(), "https://paper.example/a")
    document = reading.document
    assert (document.dateline, document.dateline_place) == ("MOSUL, Iraq (AP) —", "MOSUL, Iraq")
    assert document.wire_agencies == ("AP",)
    assert (document.body or "").startswith("MOSUL, Iraq (AP) — The bridge")
    first, *others = [c for c in reading.candidates if c.field == "wire_agencies"]
    assert (first.text, first.source, first.taken) == ("AP", "dateline", True)
    assert {(c.text, c.taken) for c in others} == {("Reuters", False)}
    assert document.sources["dateline"] == "text"
    assert document.sources["wire_agencies"] == "dateline"


def test_a_dateline_that_only_the_metadata_state() -> None:
    stated = '{"@type":"NewsArticle","headline":"A bridge over the Tigris","dateline":"MOSUL, Iraq (AP)"}'
    found = page("", f'<script type="application/ld+json">{stated}</script>')
    assert (found.dateline, found.dateline_place, found.wire_agencies) == ("MOSUL, Iraq (AP)", "MOSUL, Iraq", ("AP",))
    bare = stated.replace("MOSUL, Iraq (AP)", "Mosul")
    assert page("", f'<script type="application/ld+json">{bare}</script>').dateline_place == "Mosul"
    dated = stated.replace("MOSUL, Iraq (AP)", "Sun, 19 Oct 2025 04:00")
    assert page("", f'<script type="application/ld+json">{dated}</script>').dateline is None
    created = stated.replace('"dateline":"MOSUL, Iraq (AP)"', '"locationCreated":{"name":"Mosul"}')
    found = page("", f'<script type="application/ld+json">{created}</script>')
    assert (found.dateline, found.dateline_place) == (None, "Mosul")


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier headline gave the wrong river.",
        "CORRECTION (July 4): The bridge has four arches, not five.",
        "Correction, July 4, 2017: The bridge has four arches.",
        "Clarification: The bridge was closed to cars only.",
        "This article was amended on 4 July 2017. The bridge has four arches.",
        "This story has been corrected to show that the bridge has four arches.",
        "An earlier version of this article misstated the number of arches.",
        "Editor's note: This story was updated to correct the name of the bridge.",
        "Richtigstellung: Die Brücke hat vier Bögen.",
        "Anmerkung der Redaktion: In einer früheren Version dieses Textes hatte die Brücke fünf Bögen.",
        "Rectificatif : le pont a quatre arches, et non cinq.",
        "Une première version de cet article donnait cinq arches au pont.",
        "Fe de errata: el puente tiene cuatro arcos.",
        "Rettifica: il ponte ha quattro arcate e non cinque.",
        "Correção: a ponte tem quatro arcos, e não cinco.",
        "Rettelse: Broen har fire buer, ikke fem.",
        "Sprostowanie: most ma cztery łuki, a nie pięć.",
        "Уточнение: у моста четыре арки, а не пять.",
        "تصحيح: للجسر أربعة أقواس وليس خمسة كما ورد",
        "Düzeltme: Köprünün beş değil dört kemeri var.",
        "訂正：記事の初出時に橋のアーチの数を誤って五つと記載していました。四つです。",
    ],
)
def test_a_correction_is_kept_as_printed(note: str) -> None:
    assert read_corrections([*LINES, note], [], None).value == (note,)
    assert read_corrections([note, *LINES], [], None).value == (note,)


@pytest.mark.parametrize(
    "line",
    [
        "The correction of the river took ten years and cost three bridges.",
        "Corrections officers guarded the bridge on Monday, the ministry said.",
        "This article was written by Jane Austen in London.",
        "Update: The bridge was opened at noon, an hour earlier than planned.",
        "La correction du fleuve a duré dix ans.",
        "Correction:",
    ],
)
def test_what_only_speaks_of_corrections_is_none(line: str) -> None:
    assert read_corrections([*LINES, line], [], None).value == ()


def test_a_heading_is_put_before_its_note_and_a_note_is_kept_once() -> None:
    note = "The bridge has four arches, not five."
    assert read_corrections([*LINES, "Corrections", note], [], None).value == (f"Corrections {note}",)
    whole = f"Correction: {note}"
    assert read_corrections([*LINES, whole], [whole, note], {"correction": whole}).value == (whole,)


def test_a_note_in_the_middle_of_a_long_text_is_a_quotation() -> None:
    quoted = "An earlier version of this article hung framed in his office."
    assert read_corrections([*LINES, quoted, *LINES, *LINES], [], None).value == ()


def test_an_element_named_for_corrections_counts_though_the_text_leaves_it_out() -> None:
    note = "The bridge has four arches, not five, as it was printed here on Monday."
    assert page(f'<div class="article-correction"><p>{note}</p></div>').corrections == (note,)
    assert page('<div class="correction">See an error in this story? Report it to our editors.</div>').corrections == ()
    stated = f'{{"@type":"NewsArticle","headline":"A","correction":{{"@type":"CorrectionComment","text":"{note}"}}}}'
    found = page("", f'<script type="application/ld+json">{stated}</script>')
    assert (found.corrections, found.sources["corrections"]) == ((note,), "json-ld:correction")


@pytest.mark.parametrize(
    ("body", "head", "source"),
    [
        ("<video controls src=/bridge.mp4></video>", "", "video"),
        ('<iframe src="https://www.youtube-nocookie.com/embed/abc"></iframe>', "", "iframe"),
        ('<div><iframe data-src="https://player.vimeo.com/video/1"></iframe></div>', "", "iframe"),
        ("", '<meta property="og:type" content="video.other">', "meta:og:type"),
        (
            "",
            '<script type="application/ld+json">{"@type":"NewsArticle","video":[{"embedUrl":"/v"}, 7]}</script>',
            "json-ld:video",
        ),
        ("<div><div><div><div><div><div><video src=/a.mp4></video></div></div></div></div></div></div>", "", "video"),
        ("", '<meta property="og:video" content="https://paper.example/bridge.mp4">', "meta:og:video"),
        (
            "",
            '<script type="application/ld+json">{"@type":"VideoObject","name":"Bridge"}</script>',
            "json-ld:VideoObject",
        ),
    ],
)
def test_a_video_that_belongs_to_the_article(body: str, head: str, source: str) -> None:
    found = page(body, head)
    assert found.has_video
    assert found.sources["has_video"] == source


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<iframe src="https://maps.example/bridge"></iframe>',
        "<video autoplay loop muted src=/waves.mp4></video>",
        '<div class="related"><video controls src=/other.mp4></video></div>',
    ],
)
def test_maps_decoration_and_others_videos_are_none(body: str) -> None:
    assert not page(body).has_video


def test_a_notice_at_the_texts_end() -> None:
    assert (
        printed_notice([*LINES, "© 2017 The Paper. All rights reserved."]) == "© 2017 The Paper. All rights reserved."
    )
    assert printed_notice([*LINES, "He holds the copyright."]) is None
    found = page(
        "<p>Copyright 2017 The Associated Press. All rights reserved.</p>", "<meta name=copyright content=House>"
    )
    assert found.copyright == "Copyright 2017 The Associated Press. All rights reserved."


json_values = st.recursive(
    st.none() | st.booleans() | st.text(max_size=20) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "text", "@id"]), inner, max_size=2)
    ),
    max_leaves=5,
)
keys = st.sampled_from(
    ["correction", "sourceOrganization", "copyrightHolder", "dateline", "locationCreated", "creditText"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=4), st.dictionaries(keys, json_values, max_size=3), st.text(max_size=40))
def test_any_lines_and_any_json_ld_are_read(lines: list[str], article: dict[str, Any], byline: str) -> None:
    read_wire(None, byline, (), lines, article, {"source": (byline,)} if byline else {})
    assert all(read_corrections(lines, [byline], article).value)
