"""Addresses of images: lazy, responsive, relative; the widest wins, placeholders never do."""

import pytest
from lxml import html

from pipelines.extract.photos.urls import Renditions, absolute_url, background_url, image_keys, parse_srcset, renditions

BASE = "https://news.example/world/story"


def read(markup: str, *, linked: str | None = None) -> Renditions | None:
    fragment = html.fragment_fromstring(markup, create_parent="div")
    return renditions(fragment.iter("img", "source"), BASE, linked=linked)


def widest(markup: str, *, linked: str | None = None) -> str | None:
    found = read(markup, linked=linked)
    return found.urls[0] if found else None


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<img src="/p/a.jpg">', "https://news.example/p/a.jpg"),
        ('<img src="//cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/p/a.jpg">', "https://news.example/p/a.jpg"),
        ('<img src="/static/shared-waiting.jpg" data-lazy-src="/p/a.jpg">', "https://news.example/p/a.jpg"),
        ('<img src="/p/a.jpg" srcset="/p/a-300.jpg 300w, /p/a-1200.jpg 1200w">', "https://news.example/p/a-1200.jpg"),
        ('<img src="/p/a.jpg" srcset="/p/a.jpg 1x, /p/a@2x.jpg 2x">', "https://news.example/p/a@2x.jpg"),
        ('<img data-srcset="/p/s.jpg 400w,/p/l.jpg 1600w" src="data:,">', "https://news.example/p/l.jpg"),
        (
            '<picture><source srcset="/p/w,h_1/a.webp 2000w"><img src="/p/a.jpg"></picture>',
            "https://news.example/p/w,h_1/a.webp",
        ),
        ('<img src="/p/a-300x200.jpg" data-full="/p/a-1024x683.jpg">', "https://news.example/p/a-1024x683.jpg"),
        ('<img src="/p/a b.jpg">', "https://news.example/p/a%20b.jpg"),
    ],
)
def test_widest_rendition(markup: str, url: str) -> None:
    assert widest(markup) == url


def test_link_to_the_full_image_is_the_widest() -> None:
    assert widest('<img src="/p/a-300x200.jpg">', linked="/p/a.jpg") == "https://news.example/p/a.jpg"
    assert widest('<img src="/p/a-300x200.jpg">', linked="/gallery/7") == "https://news.example/p/a-300x200.jpg"


@pytest.mark.parametrize(
    "address",
    [
        *("", "  ", "#", "data:image/png;base64,AA", "blob:x", "javascript:void(0)", "{{image}}", "/img/blank.gif"),
        *("spacer.png", "/s/transparent_h-3.gif", "http://", "mailto:desk@news.example", "http://[bad/a.jpg"),
    ],
)
def test_placeholders_and_nonsense_are_no_address(address: str) -> None:
    assert absolute_url(address, BASE) is None


def test_size_of_the_markup() -> None:
    found = read('<img src="/p/a.jpg" width="640" height="427px">')
    assert found is not None
    assert (found.width, found.height) == (640, 427)
    found = read('<img src="/p/a.jpg" width="100%" height="auto">')
    assert found is not None
    assert (found.width, found.height) == (None, None)


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/up/2017/bridge-at-dawn-1024x683.jpg",
        "https://news.example/up/2017/bridge-at-dawn-scaled.webp",
        "https://news.example/up/2017/w_600,h_400/bridge-at-dawn.jpg",
        "https://news.example/up/2017/640x360/bridge-at-dawn.jpg",
        "https://news.example/up/2017/bridge-at-dawn.jpg?resize=540%2C360&quality=70",
        "https://i0.cdn.example/resize/?url=https%3A%2F%2Fnews.example%2Fup%2F2017%2Fbridge-at-dawn.jpg&w=900",
        "https://news.example/cdn-cgi/image/width=480,quality=80/https://news.example/up/2017/bridge-at-dawn.jpg",
    ],
)
def test_sizes_share_a_key(other: str) -> None:
    assert image_keys("https://news.example/up/2017/bridge-at-dawn.jpg") & image_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/p/1.jpg", "https://a.example/p/2.jpg"),
        ("https://a.example/p/1201/photo.jpg", "https://a.example/p/1202/photo.jpg"),
        ("https://a.example/image.php?id=1", "https://a.example/image.php?id=2"),
        ("https://a.example/p/frame-01.jpg", "https://a.example/p/frame-02.jpg"),
    ],
)
def test_different_images_share_none(one: str, other: str) -> None:
    assert not image_keys(one) & image_keys(other)


def test_commas_inside_addresses() -> None:
    assert list(parse_srcset("/w_1,h_2/a.jpg 300w, /b.jpg 2x,/c.jpg")) == [
        ("/w_1,h_2/a.jpg", 300.0, None),
        ("/b.jpg", None, 2.0),
        ("/c.jpg", None, None),
    ]


def test_background() -> None:
    element = html.fragment_fromstring("<div style=\"color:red;background: #fff url('/p/a.jpg') center\"></div>")
    assert background_url(element, BASE) == "https://news.example/p/a.jpg"
    assert (
        background_url(html.fragment_fromstring('<div data-bg="/p/b.jpg"></div>'), BASE)
        == "https://news.example/p/b.jpg"
    )
    assert background_url(html.fragment_fromstring('<div data-src="/widget"></div>'), BASE) is None
