"""A story of three photos, each with its credit on a line before the caption, among ordinary paragraphs."""

import pytest
from lxml import html

from pipelines.extract.photos.find import find_photos

URL = "https://news.example/2017/06/22/mosque"
CREDITS = ("AHMAD AL-RUBAYE via Getty Images", "Reuters TV / Reuters", "Handout . / Reuters")
CAPTIONS = (
    "Dark clouds stand over the Old City while the army pushes on.",
    "The group's leader preaches in the mosque in the summer of 2014.",
    "A frame from a video shows what is left of the mosque in Iraq, June 21, 2017.",
)
BODY = (
    "Three years ago the leader of the group climbed the pulpit of the old mosque and named himself "
    "ruler of all its lands.",
    "The building, eight centuries old and known for its leaning tower, was blown up on Wednesday as "
    "troops came near, the army said.",
    "The group's own news agency put the blame on an air strike. Taking the place would have been a "
    "victory for the government.",
    "The militants have been losing ground in the city for months, and soldiers now fight in the "
    "last lanes of its oldest part.",
    "They also face a siege of the town that they call their capital, where other fighters move up "
    "with help from the air.",
    "As it lost land, the group turned its propaganda to attacks abroad. It has been telling "
    "followers for a year to expect such losses.",
    "Hundreds of people have died in the strikes and in the streets since the fight for the city began last autumn.",
)
IMAGES = tuple(f"https://img.example/asset/594b{n}af21c00{n}b.jpeg?ops=scalefit_630_noupscale" for n in (1, 2, 3))


def page(shape: str, *, around: str = "<div class='entry__text'>{}</div>", body: str = "<p>{}</p>") -> str:
    blocks = [
        shape.format(img=f'<img src="{src}">', caption=caption, credit=credit, src=src)
        for src, caption, credit in zip(IMAGES, CAPTIONS, CREDITS, strict=True)
    ]
    text = [body.format(paragraph) for paragraph in BODY]
    content = "\n".join([*text[:3], blocks[0], *text[3:5], blocks[1], *text[5:], blocks[2]])
    return (
        "<html><head><title>Mosque destroyed</title></head><body><nav><a "
        "href='/'>Home</a></nav><main><h1>The mosque is gone</h1>"
        f"<p class='dates'>22/06/2017 3:31 AM IST | Updated 22/06/2017 7:57 PM IST</p>{around.format(content)}"
        "<aside class='related'><h2>Also on the site</h2><a href='/x'><img "
        "src='/t/x-150x150.jpg'>Another matter</a></aside></main></body></html>"
    )


WRAPPINGS = {
    "three paragraphs": page("<p>{img}</p><p>{credit}</p><p>{caption}</p>"),
    "one paragraph with a break": page("<p>{img}</p><p>{credit}<br>{caption}</p>"),
    "all in one paragraph": page("<p>{img}<br>{credit}<br>{caption}</p>"),
    "figure": page("<figure>{img}<figcaption>{credit}<br>{caption}</figcaption></figure>"),
    "figure with paragraphs": page("<figure>{img}<figcaption><p>{credit}</p><p>{caption}</p></figcaption></figure>"),
    "figure with spans": page(
        "<figure>{img}<figcaption><span>{credit}</span><span>{caption}</span></figcaption></figure>"
    ),
    "figure with named parts": page(
        '<figure>{img}<div class="image__credit">{credit}</div><figcaption '
        'class="image__caption">{caption}</figcaption></figure>'
    ),
    "divs": page("<div>{img}<div>{credit}</div><div>{caption}</div></div>"),
    "sibling divs": page("<div>{img}</div><div>{credit}</div><div>{caption}</div>"),
    "table": page("<table><tr><td>{img}</td></tr><tr><td>{credit}</td></tr><tr><td>{caption}</td></tr></table>"),
    "centre": page("<center>{img}<br>{credit}<br>{caption}</center>"),
    "emphasised": page("<p>{img}</p><p><small>{credit}</small></p><p><em>{caption}</em></p>"),
    "wp-caption": page('<div class="wp-caption">{img}<p class="wp-caption-text">{credit}<br>{caption}</p></div>'),
    "headings above": page("<h2>Scene</h2><p>{img}</p><p>{credit}</p><p>{caption}</p>"),
    "linked image": page('<p><a href="{src}">{img}</a></p><p>{credit}</p><p>{caption}</p>'),
    "no container": page("<p>{img}</p><p>{credit}</p><p>{caption}</p>", around="{}"),
    "body in divs": page("<div>{img}</div><div>{credit}</div><div>{caption}</div>", body="<div>{}</div>"),
    "body between breaks": page("{img}<br>{credit}<br>{caption}<br><br>", body="{}<br><br>"),
    "caption before credit": page("<p>{img}</p><p>{caption}</p><p>{credit}</p>"),
    "above the picture": page("<p>{credit}</p><p>{caption}</p><p>{img}</p>"),
    "article in a cell": page(
        "<p>{img}</p><p>{credit}</p><p>{caption}</p>", around="<table><tr><td>{}</td></tr></table>"
    ),
    "credit in the figure, caption below": page("<figure>{img}<span>{credit}</span></figure><p>{caption}</p>"),
    "credit as figcaption, caption below": page(
        "<figure>{img}<figcaption>{credit}</figcaption></figure><p>{caption}</p>"
    ),
    "credit over the picture": page(
        '<div class="image__box"><div>{img}</div><div class="image__credit">{credit}</div></div>'
        '<div class="image__caption">{caption}</div>'
    ),
    "list items": page("<ul><li>{img}</li><li>{credit}</li><li>{caption}</li></ul>"),
    "lazy": page("<p>{img}</p><p>{credit}</p><p>{caption}</p>").replace(
        '<img src="http', '<img src="/static/blank.gif" data-src="http'
    ),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_credit_line_before_the_caption_belongs_to_it(name: str) -> None:
    photos = find_photos(html.document_fromstring(WRAPPINGS[name]), None, URL).photos
    assert [photo.url for photo in photos] == list(IMAGES)
    assert [photo.caption for photo in photos] == list(CAPTIONS)
    assert [photo.credit.raw if photo.credit else None for photo in photos] == list(CREDITS)


@pytest.mark.parametrize("name", WRAPPINGS)
def test_body_paragraphs_are_nobodys_captions(name: str) -> None:
    tree = html.document_fromstring(WRAPPINGS[name])
    result = find_photos(tree, None, URL)
    for element in result.spent_tails:
        element.tail = None
    for element in result.spent:
        if element.getparent() is not None:
            element.drop_tree()
    text = " ".join(str(tree.text_content()).split())
    assert [paragraph for paragraph in BODY if paragraph not in text] == []
    assert [line for line in (*CAPTIONS, *CREDITS) if line in text] == []
