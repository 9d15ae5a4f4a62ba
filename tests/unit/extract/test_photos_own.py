"""Only the article's own photographs, each once, in page order, whatever else a page shows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from models.items import Photo
from pipelines.extract.photos.find import find_photos

URL = "https://news.example/world/2017/story"
TEXT = (
    "<p>"
    + "</p><p>".join(f"Paragraph {n} of the story, long enough to be taken for one by any reader." for n in range(1, 9))
    + "</p>"
)
FIGURE = (
    '<figure><img src="/p/soldiers-at-the-bridge-2017.jpg">'
    "<figcaption>Soldiers at the bridge. Felipe Dana/AP</figcaption></figure>"
)


def photos(content: str, *, head: str = "", article: dict[str, object] | None = None) -> tuple[Photo, ...]:
    source = f"<html><head>{head}</head><body>{content}</body></html>"
    return find_photos(html.document_fromstring(source), article, URL).photos


def story(extra: str = "", *, after: str = "", before: str = "") -> str:
    return f"{before}<main><article><h1>A bridge is taken</h1>{FIGURE}{TEXT}{extra}</article></main>{after}"


@pytest.mark.parametrize(
    "furniture",
    [
        '<header><img src="/static/site-logo.png" width="300" height="100"></header>',
        '<nav><a href="/"><img src="/p/2017/section-front.jpg"></a></nav>',
        '<footer><img src="/p/2017/about-us.jpg"><p>About us</p></footer>',
        '<img src="https://stats.example/pixel.gif?u=1" width="1" height="1">',
        '<div class="related-stories"><a href="/o"><img src="/p/2017/other-a.jpg"><h3>Another story</h3></a></div>',
        '<div class="most-read"><ol><li><a href="/o"><img src="/p/2017/other-b.jpg">Another story</a></li></ol></div>',
        '<div class="author-bio"><img src="/p/2017/somebody.jpg" width="200" '
        'height="200"><p>Somebody covers wars.</p></div>',
        '<div class="comments"><img class="avatar" src="/p/2017/reader-face.jpg"><p>A long comment '
        "of a reader, who disagrees.</p></div>",
        '<div class="share-buttons"><img src="/p/2017/share-it.png"></div>',
        '<div class="advertisement"><a href="https://shop.example/"><img '
        'src="/p/2017/shoes-on-sale.jpg" width="600" height="400"></a></div>',
        '<p>So glad <img class="emoji" src="/images/core/emoji/1f600.png" width="72" height="72"></p>',
        '<div><a href="/another-story"><img src="/p/2017/other-c.jpg"></a><h3><a '
        'href="/another-story">Another story</a></h3></div>',
        '<noscript><img src="https://count.example/b?c=1" height="1" width="1" style="display:none"></noscript>',
        '<p><img src="data:image/png;base64,iVBORw0KGgo=" alt="none"></p>',
        '<p><img src="/img/blank.gif"><img src="/icons/chart.svg"></p>',
    ],
)
@pytest.mark.parametrize("place", ["extra", "after"])
def test_furniture_is_no_photo(furniture: str, place: str) -> None:
    found = photos(story(**{place: furniture}))
    assert [photo.url for photo in found] == ["https://news.example/p/soldiers-at-the-bridge-2017.jpg"]


@pytest.mark.parametrize(
    "twin",
    [
        '<p><img src="/p/soldiers-at-the-bridge-2017-300x200.jpg"></p>',
        '<noscript><img src="/p/soldiers-at-the-bridge-2017.jpg"></noscript>',
        "<p><img "
        'src="https://cdn.example/resize/w_600,h_400/https://news.example/p/soldiers-at-the-bridge-2017.jpg"></p>',
        '<p><img src="/p/soldiers-at-the-bridge-2017.jpg?w=640&amp;quality=70"></p>',
        '<p><img src="/p/soldiers-at-the-bridge-2017@2x.webp"></p>',
    ],
)
def test_another_size_is_the_same_photo(twin: str) -> None:
    found = photos(story(twin))
    assert len(found) == 1
    assert found[0].caption == "Soldiers at the bridge."


def test_lead_photo_of_the_metadata_is_not_repeated() -> None:
    head = '<meta property="og:image" content="https://news.example/p/soldiers-at-the-bridge-2017-1200x630.jpg">'
    assert len(photos(story(), head=head)) == 1


def test_metadata_photo_stands_in_where_the_page_shows_none() -> None:
    head = '<meta property="og:image" content="https://news.example/p/river-front-77.jpg">'
    (photo,) = photos(f"<article><h1>Title of it</h1>{TEXT}</article>", head=head)
    assert (photo.url, photo.position) == ("https://news.example/p/river-front-77.jpg", 0)


def test_json_ld_tells_what_the_page_does_not_print() -> None:
    image = {
        "@type": "ImageObject",
        "url": "https://news.example/p/river-front-77-1200x800.jpg",
        "caption": "The river front",
        "creditText": "Reuters",
    }
    (photo,) = photos(
        f'<article><h1>Title</h1><img src="/p/river-front-77.jpg">{TEXT}</article>', article={"image": [image]}
    )
    assert photo.caption == "The river front"
    assert photo.credit is not None
    assert photo.credit.raw == "Reuters"
    assert (photo.caption_source, photo.credit_source) == ("json-ld", "json-ld")


def test_body_paragraph_below_a_photo_stays_in_the_body() -> None:
    content = f'<article><h1>Title</h1><p><img src="/p/river-front-77.jpg"></p>{TEXT}</article>'
    tree = html.document_fromstring(content)
    found = find_photos(tree, None, URL)
    assert [photo.caption for photo in found.photos] == [None]
    assert found.spent == ()
    assert found.spent_tails == ()


def test_tree_is_only_read() -> None:
    tree = html.document_fromstring(story('<p><img src="/p/b-1234567890.jpg"><br>A caption (AP Photo/Felipe Dana)</p>'))
    before = html.tostring(tree)
    find_photos(tree, None, URL)
    assert html.tostring(tree) == before


TAGS = (
    "p",
    "div",
    "figure",
    "figcaption",
    "img",
    "picture",
    "source",
    "noscript",
    "a",
    "span",
    "br",
    "h1",
    "table",
    "td",
    "em",
    "button",
)
ATTRIBUTES = {
    "src": ("/a.jpg", "", "data:,", "http://[bad", "//", "/b-300x200.jpg", "\x85"),
    "srcset": ("a.jpg 300w, b.jpg 2x", ",,", "a b c", "x.jpg 1e9w,y.jpg nanw"),
    "data-src": ("/lazy.jpg", "{{url}}"),
    "class": ("caption", "credit", "wp-caption-text", "related", "md:hidden", "\n"),
    "style": ("background-image:url(/bg.jpg)", "text-align:center", "url("),
    "href": ("/other", "#", "http://[::1", "javascript:x", "/p.jpg"),
    "alt": ("Soldiers at the bridge", "(AP)", " "),
    "width": ("1", "100%", "640", "99999999999"),
}


def elements() -> st.SearchStrategy[HtmlElement]:
    attributes = st.dictionaries(st.sampled_from(sorted(ATTRIBUTES)), st.integers(0, 6), max_size=4).map(
        lambda picks: {name: ATTRIBUTES[name][pick % len(ATTRIBUTES[name])] for name, pick in picks.items()}
    )
    text = st.sampled_from(
        (None, "Felipe Dana/AP", "A soldier stands at the bridge.", "(Reuters)", " ", "Foto:", "1/16", "©", "x" * 900)
    )

    def build(
        tag: str, names: dict[str, str], words: str | None, tail: str | None, children: list[HtmlElement]
    ) -> HtmlElement:
        element = html.Element(tag)
        for name, value in names.items():
            if value.isprintable():
                element.set(name, value)
        element.text, element.tail = words, tail
        element.extend(children)
        return element

    leaf = st.builds(build, st.sampled_from(TAGS), attributes, text, text, st.just([]))
    return st.recursive(
        leaf,
        lambda inner: st.builds(build, st.sampled_from(TAGS), attributes, text, text, st.lists(inner, max_size=5)),
        max_leaves=25,
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(elements())
def test_no_tree_is_too_odd(root: HtmlElement) -> None:
    body = html.Element("body")
    body.append(root)
    found = find_photos(body, {"image": ["", None, {"url": 3}, {"contentUrl": ["/x.jpg"]}, 7]}, URL)
    assert [photo.position for photo in found.photos] == list(range(len(found.photos)))
    assert all(photo.url in photo.urls and photo.url.startswith("http") for photo in found.photos)
