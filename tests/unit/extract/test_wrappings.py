"""Whole pages in the markup of many systems: what is photo, caption, credit, headline, and what is the text."""

import pytest

from models.items import Document, Hints
from pipelines.extract.document import extract_document

URL = "https://news.example/2017/07/10/old-town"
HEADLINE = "Old town lies quiet after nine months of fighting"
STORY = (
    "Soldiers raised their flag above the ruined quarter on Sunday, nine months after the battle had begun there.",
    "Families came back to look for their houses, and found the streets filled with rubble and broken cars.",
    "The engineers say that clearing the mines alone will take them until the end of the coming year.",
    "Few believe so.",
)
CAPTIONS = (
    ("A soldier rests in the shade of a wall.", "Felipe Dana/AP"),
    ("Smoke stands over the river after a strike.", "Fadel Senna/AFP via Getty Images)"),
    ("A boy rides past a burnt lorry.", "Alaa Al-Marjani/Reuters"),
)
VOTES = ("Leave your vote", "0 points", "Upvote Downvote", "Total votes: 0", "To Top", "Hey there!", "Forgot password?")


def page(
    body: str, head: str = f"<title>{HEADLINE} | Example Post</title>", heading: str = f"<h1>{HEADLINE}</h1>"
) -> str:
    return f"<html lang='en'><head>{head}</head><body>{heading}{body}</body></html>"


def gallery(shape: str) -> str:
    return "".join(
        shape.format(img=f'<img src="/img/{n}.jpg">', caption=caption, credit=credit, n=n)
        for n, (caption, credit) in enumerate(CAPTIONS, 1)
    )


def paragraphs(shape: str = "<p>{}</p>") -> str:
    return "".join(shape.format(text) for text in STORY)


def read(source: str | bytes) -> Document:
    return extract_document(source if isinstance(source, bytes) else source.encode(), URL, Hints())


def told(document: Document) -> list[tuple[str | None, str | None]]:
    return [(photo.caption, photo.credit.raw if photo.credit else None) for photo in document.photos]


PLAIN = gallery("<p>{img}</p><p>{caption} {credit}</p>")
PAGES = {
    "text between line breaks": page(f"<div>{paragraphs('{}<br><br>')}</div>{PLAIN}"),
    "line breaks in the article itself": page(f"<article>{paragraphs('{}<br><br>')}{PLAIN}</article>"),
    "sections that hold bare text": page(f"<div>{paragraphs('<section>{}</section>')}{PLAIN}</div>"),
    "article in a table cell": page(
        f"<table><tr><td><a href='/'>Home</a></td><td><h1>{HEADLINE}</h1>{paragraphs()}{PLAIN}</td></tr></table>",
        heading="",
    ),
    "the credit in bold, glued to its caption": page(
        paragraphs() + gallery("<figure>{img}<figcaption><b>{credit}</b>{caption}</figcaption></figure>")
    ),
    "a figure with header and footer": page(
        paragraphs() + gallery("<figure><header>{credit}</header>{img}<footer>{caption}</footer></figure>")
    ),
    "a row for each paragraph": page(f"<table>{paragraphs('<tr><td><p>{}</p></td></tr>')}</table>{PLAIN}"),
    "unclosed paragraphs": page(
        f"<div>{paragraphs('<p>{} ')}" + gallery("{img}<h4>{caption} {credit}</h4>") + "</div>"
    ),
    "numbered headings": page(paragraphs() + gallery("<h3>{n}.</h3><p>{img}</p><p>{caption} {credit}</p>")),
    "numbered captions": page(paragraphs() + gallery("<p>{img}</p><p>{n}. {caption} {credit}</p>")),
    "a vote below each picture": page(
        paragraphs()
        + gallery("<div class='item'><div>{img}</div><p>{caption} {credit}</p><a>Upvote</a> <a>Downvote</a></div>")
    ),
    "shortcodes that nobody read": page(
        paragraphs() + gallery('<p>[caption id="attachment_{n}" width="640"]{img} {caption} {credit}[/caption]</p>')
    ),
    "copies of slides": page(
        f"{paragraphs()}<div><div class='slick-slide slick-cloned'><img src='/img/3.jpg'>"
        f"<p>{' '.join(CAPTIONS[2])}</p></div>"
        + gallery("<div class='slick-slide'>{img}<p>{caption} {credit}</p></div>")
        + "</div>"
    ),
    "zero-width characters": page(
        paragraphs("<p>\u200b{}\ufeff</p>") + gallery("<p>\u200b{img}</p><p>&#8203;{caption} {credit}\ufeff</p>")
    ),
    "pictures that link to themselves": page(
        paragraphs()
        + gallery("<h3>{caption} {credit}</h3><a href='/img/{n}.jpg'>{img}</a>").replace(".jpg", ".ashx?x=1")
    ),
    "pictures named for what they show": page(
        f"{paragraphs()}{PLAIN}".replace("/img/", "/b/crowd-under-the-logo-of-a-bank-")
    ),
    "votes in spans": page(f"{paragraphs()}{PLAIN}<div>{' '.join(f'<span>{word}</span>' for word in VOTES)}</div>"),
    "votes in a list": page(f"{paragraphs()}{PLAIN}<ul>{''.join(f'<li>{word}</li>' for word in VOTES)}</ul>"),
    "votes in a table": page(
        f"{paragraphs()}{PLAIN}<table>{''.join(f'<tr><td>{word}</td></tr>' for word in VOTES)}</table>"
    ),
    "a notice of rights at the foot": page(
        f"<div>{paragraphs()}{PLAIN}</div><div>© 2017 Example Post. All rights reserved. Privacy</div>"
    ),
    "headline in a lower heading": page(
        f"{paragraphs()}{PLAIN}", heading=f"<h1><a href='/'>Example Post</a></h1><h2>{HEADLINE}</h2>"
    ),
    "title that is the site's name": page(
        f"{paragraphs()}{PLAIN}", "<title>Example Post</title>", f"<div><h2>{HEADLINE}</h2></div>"
    ),
    "no title": page(f"{paragraphs()}{PLAIN}", "", f"<h3>{HEADLINE}</h3>"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_gallery_below_a_story(name: str) -> None:
    document = read(PAGES[name])
    assert told(document) == list(CAPTIONS)
    assert document.headline == HEADLINE
    assert document.body == "\n".join(STORY)


def test_bytes_that_are_not_the_utf8_they_are_declared_as() -> None:
    story = paragraphs().replace("their flag", "Iraq’s flag")
    source = page(f"{story}{PLAIN}", f"<meta charset=utf-8><title>{HEADLINE}</title>")
    document = read(source.encode("cp1252"))
    assert document.body is not None
    assert "Iraq’s flag" in document.body


def test_a_credit_in_the_tooltip_around_a_picture() -> None:
    shape = "<figure><span title='{credit}'>{img}</span><figcaption>{caption}</figcaption></figure>"
    assert told(read(page(paragraphs() + gallery(shape)))) == list(CAPTIONS)


def test_credits_above_and_captions_below_beside_a_lazy_twin_and_a_bare_picture() -> None:
    shape = "<p>{credit}</p><p>{img}<noscript>{img}</noscript></p><p>{caption}</p>"
    document = read(page(f"<p><img src='/img/lead.jpg'></p>{paragraphs()}<p>{STORY[0]}</p>{gallery(shape)}"))
    assert told(document)[-3:] == list(CAPTIONS)


def test_a_short_paragraph_that_runs_into_a_picture_is_no_caption() -> None:
    shape = "<p>Nobody spoke {n}.\n{img}<h5>{credit}</h5><h5>{caption}</h5>"
    document = read(page(paragraphs() + gallery(shape)))
    assert told(document) == list(CAPTIONS)
    assert document.body is not None
    assert document.body.count("Nobody spoke") == 3


def test_single_lines_between_credited_pictures_are_captions() -> None:
    shape = "<div>{img}<span class='photo-credit'>{credit}</span></div><div>{caption}</div>"
    document = read(page(paragraphs() + gallery(shape) + gallery(shape).replace("/img/", "/img/more-")))
    assert told(document) == [*CAPTIONS, *CAPTIONS]


def test_captions_counted_out_of_order_keep_their_numbers() -> None:
    shape = "<p>{img}</p><p>1. {caption} {credit}</p>"
    assert [caption for caption, _ in told(read(page(paragraphs() + gallery(shape))))] == [
        f"1. {caption}" for caption, _ in CAPTIONS
    ]


def test_a_table_of_figures_stays_a_table() -> None:
    rows = "".join(f"<tr><td>{year}</td><td>{year} wounded in the city</td></tr>" for year in range(2011, 2018))
    table = f"<table><tr><th>Year</th><th>Wounded and taken to a hospital</th></tr>{rows}</table>"
    body = read(page(f"<article>{paragraphs()}{table}{paragraphs('<p>Later: {}</p>')}</article>")).body
    assert body is not None
    assert "2016 | 2016 wounded" in body


@pytest.mark.parametrize(
    "source",
    [
        "<p>" + "".join(f"<img src='/i/{n}.jpg'><br>A soldier walks. Felipe Dana/AP<br>" for n in range(3000)) + "</p>",
        "".join(f"<div><div><img src='/i/{n}.jpg'></div></div>" for n in range(3000)),
        "".join(f"<p>Line {n} of many.</p>" for n in range(31_000)),
        "<div class='vote'>" * 2000 + "Votes" + "</div>" * 2000,
    ],
    ids=["pictures in one paragraph", "pictures alone", "paragraphs", "widgets in widgets"],
)
def test_time_grows_with_the_page_and_not_with_its_square(source: str) -> None:
    assert read(page(f"<article>{paragraphs()}{source}</article>")).headline == HEADLINE


SERIES = [
    ("A man crouches in a cellar beside the river.", "Felipe Dana/AP"),
    ("A patrol crosses the grounds of the hospital.", "Fadel Senna/AFP via Getty Images)"),
    ("Smoke climbs from a block of houses.", "Ahmad Al-Rubaye/AFP/Getty Images"),
    ("Armoured cars stand bumper to bumper.", "Alaa Al-Marjani/Reuters"),
]


@pytest.mark.parametrize(
    "unit",
    [
        "<section><img src='/{n}.jpg'><h3>{caption}</h3><p>{credit}</p></section>",
        "<div><h3>{caption}</h3><img src='/{n}.jpg'><p>{credit}</p></div>",
        "<div><h4>{caption}</h4><p>{credit}</p><img src='/{n}.jpg'></div>",
        "<div><img src='/{n}.jpg'><div>{credit}</div><h4>{caption}</h4></div>",
    ],
)
def test_in_a_series_of_pictures_headings_are_captions(unit: str) -> None:
    units = "".join(unit.format(n=n, caption=caption, credit=credit) for n, (caption, credit) in enumerate(SERIES))
    text = "<p>The soldiers danced on the corniche, though much of the old centre lies in heaps behind them.</p>"
    page = f"<html><body><article><h1>Pictures from the city</h1>{text}{units}</article></body></html>"
    document = extract_document(page.encode(), "https://paper.example/2017/pictures")
    assert [(photo.caption, photo.credit and photo.credit.raw) for photo in document.photos] == SERIES
    assert (document.body or "").count("\n") == 0


def test_the_text_below_a_credit_in_a_list_of_places_is_the_articles() -> None:
    places = "".join(
        f"<h3>{n}. The {place}</h3><img src='/{n}.jpg'><p>{credit}</p><p>The {place} burned for two days.</p>"
        for n, (place, (_, credit)) in enumerate(zip(("bridge", "mosque", "hospital"), SERIES, strict=False))
    )
    text = "<p>The army said on Monday that it had cleared the last blocks of the city after nine months.</p>"
    page = f"<html><body><article><h1>Three places</h1>{text}{places}</article></body></html>"
    document = extract_document(page.encode(), "https://paper.example/2017/places")
    assert [photo.caption for photo in document.photos] == [None] * 3
    assert (document.body or "").count("burned for two days") == 3
