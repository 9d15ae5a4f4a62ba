"""A story of sixteen photos whose captions end with their credits, in the many shapes that newsrooms give it."""

from collections.abc import Callable, Sequence

import pytest
from lxml import html

from pipelines.extract.photos.find import FoundPhotos, find_photos

URL = "https://news.example/world/battle-in-pictures"
CREDITS = (
    "Felipe Dana/AP",
    "Fadel Senna/AFP via Getty Images)",
    "Felipe Dana/AP)",
    "Felipe Dana/AP",
    "Ahmad Al-Rubaye/AFP/Getty Images",
    "Ahmad Al-Rubaye/AFP/Getty Images)",
    "Alaa Al-Marjani/Reuters",
    "Fadel Senna/AFP via Getty Images",
    "Ahmad Al-Rubaye/AFP via Getty Images",
    "Felipe Dana/AP",
    "Felipe Dana/AP)",
    "Alaa Al-Marjani/Reuters",
    "Odd Andersen/AFP via Getty Images",
    "Felipe Dana/AP",
    "Bulent Kilic/AFP via Getty Images)",
    "Alaa Al-Marjani/Reuters",
)
CAPTIONS = (
    "A prisoner waits on a cellar floor.",
    "Police of the response unit cross the grounds of a clinic in the western quarter of Mosul.",
    "A mother runs with a hurt child as soldiers move up the road.",
    "A soldier stands at a corner close to the fighting.",
    "Dust rises after a strike from the air by the coalition on a position of the Islamic State group in Mosul.",
    "The ruined streets of the Old City.",
    "Army trucks roll through the Old City of Mosul.",
    "A cloud hangs over Mosul after a strike.",
    "Federal police show a captured flag of the Islamic State in the Old City, which they say is proof of their gains.",
    "Troops meet behind the front.",
    "A child cycles along burnt cars and homes in a district that the army took back in western Mosul.",
    "Soldiers launch a rocket at militants in the Somer district of Mosul.",
    "Sand flies as a tank shoots at a car near the eastern al-Intisar district of Mosul.",
    "Children slide down a roof that a strike brought down in Qayara.",
    "Soldiers carry a wounded friend.",
    "A sentry takes his post at the base in Qayara.",
)
BODY = (
    "Troops took the last stronghold in the city yesterday after nine months of street fighting that "
    "nobody here will forget.",
    "The battle has laid most of the old town in ruins, and last month the mosque with the leaning tower was blown up.",
    "It has also driven thousands of families out of their homes and into camps along the river.",
    "Tired but glad, the soldiers raised their flag over the rubble.",
)
IMAGES = tuple(f"/photos/2017/07/frame-{n:02d}.jpg" for n in range(1, 17))
LINES = tuple(f"{caption} {credit}" for caption, credit in zip(CAPTIONS, CREDITS, strict=True))


def page(content: str, *, container: str = '<div class="entry-content">{}</div>') -> str:
    head = (
        '<html><head><title>In pictures</title><meta property="og:image" '
        'content="https://news.example/photos/2017/07/frame-01-1200x630.jpg">'
        '</head><body><header class="site-header"><a href="/"><img src="/static/logo.png" alt="Logo"></a></header>'
    )
    foot = (
        '<div class="related-posts"><h3>More</h3><a href="/world/other"><img '
        'src="/photos/2017/06/other-story-300x200.jpg"><h4>Another story</h4></a>'
        '</div><div id="comments"><img class="avatar" src="/a/avatar-96.jpg"><p>First comment here, '
        "and it is a rather long one too.</p></div>"
        '<footer><img src="/static/footer.png"><p>Copyright 2017</p></footer><img '
        'src="https://t.example/p.gif" width="1" height="1"></body></html>'
    )
    inner = f'<h1>PHOTOS: The end of a battle</h1><p class="byline">Staff writer</p>{container.format(content)}'
    return f"{head}<article>{inner}</article>{foot}"


def paragraphs() -> str:
    return "".join(f"<p>{text}</p>" for text in BODY)


def each(shape: str, *, image: Callable[[str], str] = lambda src: f'<img src="{src}" alt="">') -> str:
    return "\n".join(
        shape.format(img=image(src), line=line, caption=caption, credit=credit, n=n)
        for n, (src, line, caption, credit) in enumerate(zip(IMAGES, LINES, CAPTIONS, CREDITS, strict=True), start=1)
    )


def lazy(src: str) -> str:
    return (
        f'<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="{src}"><noscript><img src="{src}"></noscript>'
    )


def responsive(src: str) -> str:
    stem = src.removesuffix(".jpg")
    sizes = f"{stem}-300x200.jpg 300w, {stem}-1024x683.jpg 1024w, {src} 2000w"
    return f'<img src="{stem}-300x200.jpg" srcset="{sizes}" width="300" height="200">'


WRAPPINGS = {
    "figure and figcaption": page(paragraphs() + each("<figure>{img}<figcaption>{line}</figcaption></figure>")),
    "credit in its own span": page(
        paragraphs()
        + each('<figure>{img}<figcaption>{caption} <span class="credit">{credit}</span></figcaption></figure>')
    ),
    "credit in a nameless span": page(
        paragraphs()
        + each("<figure>{img}<figcaption><span>{caption}</span><span>{credit}</span></figcaption></figure>")
    ),
    "plain paragraphs below": page(paragraphs() + each("<p>{img}</p><p>{line}</p>")),
    "plain paragraphs above": page(paragraphs() + each("<p>{line}</p><p>{img}</p>")),
    "break in the same paragraph": page(paragraphs() + each("<p>{img}<br>{line}</p>")),
    "same paragraph, no break": page(paragraphs() + each("<p>{img} {line}</p>")),
    "wp-caption": page(
        paragraphs()
        + each(
            '<div class="wp-caption aligncenter" style="width:600px">{img}<p class="wp-caption-text">{line}</p></div>'
        )
    ),
    "classic gallery": page(
        paragraphs()
        + '<div class="gallery galleryid-4">'
        + each(
            '<dl class="gallery-item"><dt class="gallery-icon"><a href="/attachment/{n}/">{img}</a></dt>'
            '<dd class="wp-caption-text gallery-caption">{line}</dd></dl>'
        )
        + "</div>"
    ),
    "block gallery": page(
        paragraphs()
        + '<figure class="wp-block-gallery"><ul class="blocks-gallery-grid">'
        + each('<li class="blocks-gallery-item"><figure>{img}<figcaption>{line}</figcaption></figure></li>')
        + "</ul></figure>"
    ),
    "table of rows": page(
        paragraphs() + "<table>" + each("<tr><td>{img}</td></tr><tr><td>{line}</td></tr>") + "</table>"
    ),
    "table of cells": page(paragraphs() + "<table>" + each("<tr><td>{img}</td><td>{line}</td></tr>") + "</table>"),
    "centred": page(paragraphs() + each("<center>{img}<br><i>{line}</i></center>")),
    "linked image": page(paragraphs() + each('<div><a href="/photos/view/{n}">{img}</a> {line}</div>')),
    "list": page(paragraphs() + "<ul>" + each("<li>{img}<p>{line}</p></li>") + "</ul>"),
    "divs without names": page(paragraphs() + each("<div>{img}<div>{line}</div></div>")),
    "credit before caption in divs": page(
        paragraphs() + each("<div>{img}<div>{credit}</div><div>{caption}</div></div>")
    ),
    "slides": page(
        paragraphs()
        + '<div class="carousel">'
        + each('<div class="slide"><div>{img}</div><div class="slide-legend"><span>{n}/16</span> {line}</div></div>')
        + "</div>"
    ),
    "images first, captions after": page(
        paragraphs() + "<div>" + each("{img}") + "</div>" + "".join(f"<p>{line}</p>" for line in LINES)
    ),
    "captions first, images after": page(
        paragraphs() + "".join(f"<p>{line}</p>" for line in LINES) + "<div>" + each("{img}") + "</div>"
    ),
    "images on top of the story": page(
        "<div>" + each("{img}") + "</div>" + paragraphs() + "".join(f"<p>{line}</p>" for line in LINES)
    ),
    "breaks alone": page("<br><br>".join(BODY) + "<br><br>" + each("{img}<br>{line}<br><br>")),
    "lazy images": page(paragraphs() + each("<p>{img}</p><p>{line}</p>", image=lazy)),
    "responsive images": page(paragraphs() + each("<div>{img}</div><p>{line}</p>", image=responsive)),
    "numbered headings": page(paragraphs() + each("<h3>{n}.</h3><p>{img}</p><p>{line}</p>")),
    "figure without figcaption": page(
        paragraphs() + each('<figure>{img}<div class="media-desc">{line}</div></figure>')
    ),
    "emphasised": page(paragraphs() + each("<p>{img}</p><p><em>{line}</em></p>")),
    "linked to the file": page(paragraphs() + each('<p><a href="/photos/big/{n}.jpg">{img}</a></p><p>{line}</p>')),
    "no article element": page(paragraphs() + each("<p>{img}</p><p>{line}</p>")).replace("article>", "div>"),
    "gallery beside the text": page(
        f"<div>{paragraphs()}</div><section>" + each("<div>{img}</div><div>{line}</div>") + "</section>", container="{}"
    ),
    "nested divs": page(
        paragraphs() + each("<div><div><div>{img}</div></div></div><div><div><p>{line}</p></div></div>")
    ),
    "headline inside the text block": page(paragraphs() + each("<p>{img}</p><p>{line}</p>"), container="{}"),
    "credit in a paragraph below": page(paragraphs() + each("<p>{img}</p><p>{caption}</p><p>{credit}</p>")),
    "credit in a paragraph above": page(paragraphs() + each("<p>{img}</p><p>{credit}</p><p>{caption}</p>")),
    "bold caption": page(paragraphs() + each("<p>{img}</p><p><strong>{caption}</strong> {credit}</p>")),
    "amp": page(
        paragraphs() + each("{img}<p>{line}</p>", image=lambda src: f'<amp-img src="{src}" layout="fill"></amp-img>')
    ),
    "list of captions apart": page(
        f"<div>{each('{img}')}</div>" + paragraphs() + "<ol>" + "".join(f"<li>{line}</li>" for line in LINES) + "</ol>"
    ),
    "figure in a link": page(
        paragraphs() + each('<a href="/photo/{n}"><figure>{img}<figcaption>{line}</figcaption></figure></a>')
    ),
    "text beside the image in a div": page(paragraphs() + each("<div>{img}{line}</div>")),
    "caption as a heading": page(paragraphs() + each("<p>{img}</p><h4>{line}</h4>")),
    "carousel with thumbnails": page(
        paragraphs()
        + each("<div class='slide'>{img}<p class='slide-caption'>{line}</p></div>")
        + "<div class='thumbs'>"
        + each("{img}", image=lambda src: f'<img src="{src.replace(".jpg", "-150x100.jpg")}" width="150" height="100">')
        + "</div>"
    ),
    "captions in alternative texts": page(
        paragraphs()
        + "".join(f'<p><img src="{src}" alt="{line}"></p>' for src, line in zip(IMAGES, LINES, strict=True))
    ),
    "captions in the lightbox only": page(
        paragraphs()
        + "".join(f'<p><img src="{src}" data-caption="{line}"></p>' for src, line in zip(IMAGES, LINES, strict=True))
    ),
    "backgrounds": page(
        paragraphs()
        + each(
            "{img}<p class='caption'>{line}</p>",
            image=lambda src: f"<div style=\"background-image:url('{src}')\"></div>",
        )
    ),
    "linked to attachment pages": page(
        paragraphs() + each('<p><a href="https://news.example/frame-{n}/">{img}</a></p><p>{line}</p>')
    ),
    "lead photo repeated in the list": page(
        f'<div class="featured-image"><img src="{IMAGES[0]}"></div>' + paragraphs() + each("<p>{img}</p><p>{line}</p>")
    ),
    "two in a row of a table": page(
        paragraphs()
        + "<table>"
        + "".join(
            f'<tr><td><img src="{IMAGES[n]}"></td><td><img src="{IMAGES[n + 1]}"></td></tr>'
            f"<tr><td>{LINES[n]}</td><td>{LINES[n + 1]}</td></tr>"
            for n in range(0, 16, 2)
        )
        + "</table>"
    ),
    "sections": page(paragraphs() + each("<section><p>{img}</p><p>{line}</p></section>")),
    "one paragraph for all": page(f"<p>{'<br>'.join(BODY)}</p><p>" + each("{img}<br>{line}<br>") + "</p>"),
    "with widgets": page(
        paragraphs()
        + each("<p>{img}</p><p>{line}</p>")
        + '<div class="vote"><h3>Vote</h3><span>0 points</span><button>Up</button><p>Total: 0</p></div>'
        + "<form><label>Forgot your password?</label><input><p>Type your address to get a new one.</p></form>"
    ),
    "interleaved with text": page(
        "".join(
            f'<p><img src="{src}"></p><p>{line}</p><p>{BODY[n % 4]}</p>'
            for n, (src, line) in enumerate(zip(IMAGES, LINES, strict=True))
        )
    ),
}


def found(source: str) -> FoundPhotos:
    return find_photos(html.document_fromstring(source), None, URL)


def remaining_text(source: str) -> str:
    """The page's text once spent elements and tails are taken out."""
    tree = html.document_fromstring(source)
    result = find_photos(tree, None, URL)
    for element in result.spent_tails:
        element.tail = None
    for element in result.spent:
        if element.getparent() is not None:
            element.drop_tree()
    return " ".join(str(tree.text_content()).split())


def captions(photos: FoundPhotos) -> list[str | None]:
    return [photo.caption for photo in photos.photos]


def credits_of(photos: FoundPhotos) -> list[str | None]:
    return [photo.credit.raw if photo.credit else None for photo in photos.photos]


@pytest.mark.parametrize("name", WRAPPINGS)
def test_every_photo_has_its_own_caption_and_credit(name: str) -> None:
    result = found(WRAPPINGS[name])
    assert [photo.position for photo in result.photos] == list(range(16))
    assert [photo.url.rsplit("/", 1)[-1][:8] for photo in result.photos if "big" not in photo.url] in (
        [f"frame-{n:02d}" for n in range(1, 17)],
        [],
    )
    assert captions(result) == list(CAPTIONS)
    assert bare(credits_of(result)) == bare(CREDITS)


def bare(lines: Sequence[str | None]) -> list[str]:
    return [(line or "").strip("()") for line in lines]


@pytest.mark.parametrize("name", WRAPPINGS)
def test_body_keeps_its_text_and_loses_captions(name: str) -> None:
    text = remaining_text(WRAPPINGS[name])
    assert [paragraph for paragraph in BODY if paragraph not in text] == []
    assert [caption for caption in CAPTIONS if caption in text] == []
