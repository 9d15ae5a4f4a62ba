"""Pictures that look like the article's own, and captions that look like a picture's, told apart from the real ones."""

import json

import pytest
from lxml import html

from models.items import Photo
from pipelines.extract.photos.find import find_photos

URL = "https://news.example/world/2017/story"
PARAGRAPHS = tuple(
    f"Paragraph {n} of the story, which any reader takes for one by its mere length." for n in range(1, 9)
)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
CAPTION = "Soldiers wait on a bridge in the evening."


def photos(content: str, *, head: str = "", article: dict[str, object] | None = None) -> tuple[Photo, ...]:
    source = f"<html><head>{head}</head><body><main><h1>A bridge is taken</h1>{content}{TEXT}</main></body></html>"
    return find_photos(html.document_fromstring(source), article, URL).photos


def captions(content: str, **more: str) -> list[str | None]:
    return [photo.caption for photo in photos(content, **more)]


@pytest.mark.parametrize(
    "card",
    [
        '<article><div><h3>Russia: <a href="/live/ticker">The ticker</a></h3><div>News of the day.</div></div>'
        '<div><picture><img src="/p/2017/jets-0001.jpg"></picture><div>L</div><div>Quelle: dpa</div></div></article>',
        '<div class="box"><a href="/other"><img src="/p/2017/barn-0001.jpg"></a><div><span class="subtitle-caption">'
        'A barn by the road.</span><span class="credit">Foto: dpa</span></div><h4><a href="/other">Old barns</a></h4>'
        "</div>",
        '<aside><h2>Plants that look alike</h2><figure><img src="/p/2017/plant-0001.jpg" alt="A plant">'
        '<a href="/plants"><span>On to the plants</span></a></figure></aside>',
    ],
)
def test_a_card_that_leads_to_another_story_is_no_photo(card: str) -> None:
    assert photos(f"<p>{PARAGRAPHS[0]}</p>{card}") == ()


def test_a_linked_heading_to_another_site_makes_no_card() -> None:
    """Lists of places link each one's name to its own site."""
    item = (
        '<ul><li><h3><a href="https://cafe.example/">The café</a></h3><figure><img src="/p/2017/cafe-0001.jpg">'
        f"<figcaption>{CAPTION}</figcaption></figure></li></ul>"
    )
    assert captions(item) == [CAPTION]


def test_the_poster_of_a_video_is_no_photo() -> None:
    poster = (
        '<div class="video-player"><img src="/p/2017/poster-0001.jpg"><figcaption>The bridge in a minute</figcaption>'
        "<video></video></div>"
    )
    assert photos(poster) == ()


def test_the_portrait_of_a_player_of_football_is_one() -> None:
    player = f'<figure class="player"><img src="/p/2017/striker-0001.jpg"><figcaption>{CAPTION}</figcaption></figure>'
    assert captions(player) == [CAPTION]


def test_the_portrait_beside_the_byline_is_no_photo() -> None:
    assert photos('<div><img src="/p/2017/doe-0001.jpg" alt="Jane Doe"><span>By Jane Doe</span></div>') == ()


def test_a_portrait_with_a_name_for_its_caption_is_one() -> None:
    figure = '<figure><img src="/p/2017/doe-0001.jpg" alt="Jane Doe"><figcaption>Jane Doe</figcaption></figure>'
    assert captions(figure) == ["Jane Doe"]


def test_pictures_of_one_file_name_under_different_articles_are_two() -> None:
    shape = (
        '<figure><img src="/incoming/article{}.ece/ALTERNATES/{}/0_march-in-the-capital.jpg">'
        "<figcaption>{}</figcaption></figure>"
    )
    found = captions(shape.format(32650036, "s615b", CAPTION) + shape.format(32650054, "s615b", "A crowd sits down."))
    assert found == [CAPTION, "A crowd sits down."]


def test_one_picture_in_two_sizes_of_its_article_is_one() -> None:
    image = '<img src="/incoming/article32650036.ece/ALTERNATES/{}/0_march-in-the-capital.jpg">'
    found = photos(f"<figure>{image.format('s615b')}<figcaption>{CAPTION}</figcaption></figure>{image.format('s810')}")
    assert [photo.caption for photo in found] == [CAPTION]
    assert len(found[0].urls) == 2


def test_the_address_of_a_page_in_an_attribute_is_no_picture() -> None:
    (photo,) = photos(
        '<img src="//news.example/p/2017/quake-0001.jpg" data-url="/photos/list?article_id=1&amp;pid=2" width="640">'
    )
    assert photo.urls == ("https://news.example/p/2017/quake-0001.jpg",)


def test_text_that_runs_around_a_picture_is_no_caption() -> None:
    box = (
        "<div>The bank<br><figure><img src='/p/2017/chief-0001.jpg'></figure><strong>Jane Doe</strong> joined in 1997 "
        "and led its planning.<br>(In office from January 14.)</div>"
    )
    assert captions(box) == [None]


def test_what_is_printed_over_the_picture_is_no_caption() -> None:
    figure = (
        '<figure><img src="/p/2017/camp-0001.jpg"><div>01:53</div><div>The press is shown both of the camps</div>'
        f"<figcaption>{CAPTION}<span>Foto: Felipe Dana (REUTERS)</span></figcaption></figure>"
    )
    (photo,) = photos(figure)
    assert photo.caption == CAPTION
    assert photo.credit is not None
    assert photo.credit.raw == "Foto: Felipe Dana (REUTERS)"


@pytest.mark.parametrize(
    "button",
    [
        "この記事の画像を見る(2枚)",
        "Fotostrecke ansehen",
        "사진 확대",
        "Увеличить",
        "Ver galería",
        "26.10.2025 | 2:43 min",
    ],
)
def test_buttons_and_running_times_are_no_part_of_a_caption(button: str) -> None:
    figure = (
        f'<figure><img src="/p/2017/camp-0001.jpg"><figcaption>{CAPTION}</figcaption><span>{button}</span></figure>'
    )
    assert captions(figure) == [CAPTION]


def test_a_short_line_that_repeats_the_alternative_text_is_the_caption() -> None:
    shape = (
        '<div><picture><img src="/p/2017/find-{0}.jpg" alt="{1}"></picture></div><div><span>{1}</span></div><p>{2}</p>'
    )
    content = shape.format("0001", "बरामद गहना", PARAGRAPHS[1]) + shape.format("0002", "पुलिस चौकी", PARAGRAPHS[2])
    assert captions(content) == ["बरामद गहना", "पुलिस चौकी"]


def test_a_label_in_the_caption_goes_to_the_credit_behind_it() -> None:
    figure = (
        '<figure><img src="/p/2017/ward-0001.jpg"><figcaption><p>A doctor looks in. Ảnh: <em>Bệnh viện cung cấp</em>'
        "</p></figcaption></figure>"
    )
    (photo,) = photos(figure)
    assert photo.caption == "A doctor looks in."
    assert photo.credit is not None
    assert photo.credit.raw == "Ảnh: Bệnh viện cung cấp"


def test_a_caption_in_the_class_of_credits_stays_a_caption() -> None:
    block = (
        '<figure><img src="/p/2017/synod-0001.jpg"></figure><div class="media"><p class="copyright-text">{}</p>'
        '<div class="copyright">Bildrechte: dpa</div></div>'
    )
    (photo,) = photos(f'<div class="media">{block.format(CAPTION)}</div>')
    assert (photo.caption, photo.credit and photo.credit.raw) == (CAPTION, "Bildrechte: dpa")


def test_what_the_metadata_call_a_caption_may_be_the_alternative_text() -> None:
    image = {"@type": "ImageObject", "url": "https://news.example/p/2017/search-0001.jpg", "caption": "A search page"}
    (photo,) = photos(
        '<figure><img src="/p/2017/search-0001.jpg" alt="A search page"></figure>', article={"image": image}
    )
    assert photo.caption is None


def test_a_caption_of_a_file_photo_says_so_of_the_credit() -> None:
    (photo,) = photos(
        '<figure><img src="/p/2017/town-0001.jpg"><figcaption>Am Rathaus (Archiv). Foto: dpa</figcaption></figure>'
    )
    assert photo.credit is not None
    assert photo.credit.flags == {"file_photo"}


def test_the_headings_of_a_list_are_no_captions() -> None:
    """A subhead before the first picture: each of the headings may be meant for the picture below it."""
    units = "".join(
        f'<figure><img src="/p/2017/tower-000{n}.jpg"></figure><div>Felipe Dana/Getty Images</div><h3>{n}. A tower</h3>'
        for n in range(1, 6)
    )
    assert captions(f"<h3>Five towers of the town</h3>{units}") == [None] * 5


STATE = {"page": {"images": [{"src": "/p/2017/camp-00017.jpg", "caption": CAPTION, "credit": "Felipe Dana/AP"}]}}


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(STATE)} {" " * 200}</script>',
        f"<script>window.__STATE__ = {json.dumps(STATE)}; var more = '{'x' * 200}';</script>",
        f"<script>self.push([1, {json.dumps(json.dumps(STATE))}]); var more = '{'x' * 200}';</script>",
    ],
)
def test_caption_and_credit_may_stand_in_a_script_alone(script: str) -> None:
    (photo,) = photos(f'<figure><img src="/p/2017/camp-00017.jpg"></figure>{script}')
    assert (photo.caption, photo.caption_source) == (CAPTION, "script")
    assert photo.credit is not None
    assert (photo.credit.raw, photo.credit_source) == ("Felipe Dana/AP", "script")


@pytest.mark.parametrize(
    "state",
    [
        '{"src": "/p/2017/other-00018.jpg", "caption": "Another picture."}',
        '{"src": "/p/2017/camp-00017.jpg", "caption": ',
        '{"src": "/p/2017/camp-00017.jpg", "title": "No caption", "credit": "https://news.example/credit"}',
        '{"src": "/p/2017/camp-00017.jpg", "caption": {"id": 5}, "credits": []}',
    ],
)
def test_a_script_that_tells_nothing_of_the_picture_adds_nothing(state: str) -> None:
    script = f"<script>window.__STATE__ = {state}; // caption {'x' * 200}</script>"
    (photo,) = photos(f'<figure><img src="/p/2017/camp-00017.jpg"></figure>{script}')
    assert (photo.caption, photo.credit) == (None, None)
