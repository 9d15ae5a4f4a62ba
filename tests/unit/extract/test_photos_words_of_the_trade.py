"""What class names say of pictures' captions and authors, and pictures that share a caption."""

import pytest
from lxml import html

from models.items import Photo
from pipelines.extract.credits import flags_told, is_credit_line, parse_credit, split_caption
from pipelines.extract.photos.find import find_photos
from pipelines.extract.photos.flow import MOST_IMAGES
from pipelines.extract.photos.words import Says, read_names

TEXT = "".join(f"<p>Paragraph {n} of the story, which any reader takes for one by its length.</p>" for n in range(1, 7))
PICTURE = '<div class="image"><img src="/p/2017/bridge-0001.jpg"></div>'


def photos(content: str) -> tuple[Photo, ...]:
    source = f"<html><body><main><h1>A bridge is taken</h1>{content}{TEXT}</main></body></html>"
    return find_photos(html.document_fromstring(source), None, "https://news.example/story").photos


@pytest.mark.parametrize(
    "name",
    ["pie-de-foto", "noticia__pie-de-foto", "popisek", "opis-zdjecia", "tushuo", "kuvateksti", "img-desc", "fotoalti"],
)
def test_words_for_captions(name: str) -> None:
    assert read_names(name) & Says.CAPTION


@pytest.mark.parametrize(
    "name", ["fuente-foto", "zdroj-foto", "photo__source", "bildcredit", "tulaiyuan", "fotoreporter"]
)
def test_words_for_the_makers_of_photos(name: str) -> None:
    assert read_names(name) & Says.CREDIT


@pytest.mark.parametrize("name", ["autor-foto", "foto-autor", "photo-author"])
def test_the_author_named_below_a_picture_is_the_photos(name: str) -> None:
    found = photos(f'{PICTURE}<div class="popisek">Men wait at the bridge.</div><div class="{name}">Jan Kos, ČTK</div>')
    assert [(photo.caption, photo.credit and photo.credit.raw) for photo in found] == [
        ("Men wait at the bridge.", "Jan Kos, ČTK")
    ]


def test_the_photo_of_the_storys_author_is_no_credit() -> None:
    portrait = '<div class="foto-autor"><img src="/p/2017/kos-0002.jpg" alt="Jan Kos"><b>Jan Kos, ČTK</b></div>'
    assert [(photo.urls[0][-8:], photo.credit) for photo in photos(f"{PICTURE}{portrait}")] == [("0001.jpg", None)]


def test_a_caption_named_so_is_found_by_its_class_though_a_credit_follows() -> None:
    (photo,) = photos(f'{PICTURE}<div class="caption">Men wait at the bridge.</div><div>Foto: Jan Kos/dpa</div>')
    assert (photo.caption_source, photo.credit_source) == ("class", "line-after")


def test_pictures_side_by_side_in_a_figure_share_its_caption() -> None:
    pair = '<img src="/p/2017/before-0001.jpg"><img src="/p/2017/after-0002.jpg">'
    caption = "<figcaption>Left: before. Right: after the flood. Photos: Jane Doe; John Roe</figcaption>"
    found = photos(f'<figure><div class="pair">{pair}</div>{caption}</figure>')
    assert [(photo.caption, photo.credit and photo.credit.raw) for photo in found] == [
        ("Left: before. Right: after the flood.", "Photos: Jane Doe; John Roe")
    ] * 2


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Men leave the great hall.Jane Doe/TT via AP", "Men leave the great hall.", "Jane Doe/TT via AP"),
        ("橋を渡る人たち＝１１日午前、共同", "橋を渡る人たち＝１１日午前", "共同"),
        ("橋を渡る人たち＝3月11日、東京、ロイター＝共同", "橋を渡る人たち＝3月11日、東京", "ロイター＝共同"),
        ("Люди на мосту. Фото автора", "Люди на мосту.", "Фото автора"),
        ("人们在桥上。（摄影：顾明远 新华社）", "人们在桥上。", "（摄影：顾明远 新华社）"),
        ("See the site news.Example for more", "See the site news.Example for more", None),
        ("橋を渡る人たち＝１１日午前、東京", "橋を渡る人たち＝１１日午前、東京", None),
    ],
)
def test_credits_at_the_end_of_captions(text: str, caption: str, credit: str | None) -> None:
    assert split_caption(text) == (caption, credit)


def test_a_chinese_name_and_an_agency_with_a_space_between() -> None:
    credits = parse_credit("摄影：顾明远 新华社").credits
    assert [(credit.name, credit.role) for credit in credits] == [("顾明远", "photographer"), ("Xinhua", "agency")]


def test_people_listed_as_credits_list_them() -> None:
    assert is_credit_line("Photos: Jane Doe; John Roe")
    assert not is_credit_line("PHOTOS: Jane Doe and John Roe")


@pytest.mark.parametrize("printed", ["Foto del autor", "Photo de l'auteur", "Zdjęcie autora", "筆者撮影"])
def test_the_writers_own_photo_is_a_credit_without_a_name(printed: str) -> None:
    assert is_credit_line(printed)
    assert parse_credit(printed).credits == ()


def test_a_caption_that_begins_with_the_screengrab_tells_of_it() -> None:
    assert flags_told("A screengrab from a film shows lights.") == {"video_still"}
    assert flags_told("A frame holds the door.") == frozenset()


def test_an_article_of_thousands_of_images_ends_at_a_bound() -> None:
    figures = "".join(
        f'<figure><img src="/p/pic-{n}-1200.jpg"><figcaption>Men wait at bridge {n}.</figcaption></figure>'
        for n in range(MOST_IMAGES + 500)
    )
    found = photos(figures)
    assert len(found) == MOST_IMAGES
    assert found[-1].caption == f"Men wait at bridge {MOST_IMAGES - 1}."


def test_thousands_of_candidates_of_one_image_do_not_exhaust_the_stack() -> None:
    found = photos(f'<img srcset="{"/p/small-0001.jpg, /p/large-0001.jpg 2x, " * 5000}">')
    assert [url[-14:] for photo in found for url in photo.urls] == ["large-0001.jpg", "small-0001.jpg"]
