"""Where captions and credits stand in real markup, and what is stripped from them."""

import pytest
from lxml import html

from models.items import Photo
from pipelines.extract.photos.caption_words import DATED
from pipelines.extract.photos.captions import apart, clean_caption, is_control
from pipelines.extract.photos.find import find_photos
from pipelines.extract.photos.parts import is_sentence

TEXT = "".join(
    f"<p>Paragraph {n} of the story, long enough to be taken for one by any reader.</p>" for n in range(1, 9)
)
IMAGE = '<img src="/p/bridge-2017.jpg">'


def photo(block: str) -> Photo:
    source = f"<html><body><article><h1>A bridge is taken</h1>{block}{TEXT}</article></body></html>"
    (found,) = find_photos(html.document_fromstring(source), None, "https://news.example/s").photos
    return found


def printed(block: str) -> tuple[str | None, str | None]:
    found = photo(block)
    return found.caption, found.credit.raw if found.credit else None


CAPTION = "Soldiers cross the bridge in Mosul."


@pytest.mark.parametrize(
    ("block", "credit"),
    [
        (
            f"<figure>{IMAGE}<figcaption>{CAPTION} (AP Photo/Felipe Dana)</figcaption></figure>",
            "(AP Photo/Felipe Dana)",
        ),
        (f"<figure>{IMAGE}<figcaption>{CAPTION} <cite>Felipe Dana/AP</cite></figcaption></figure>", "Felipe Dana/AP"),
        (
            f'<figure>{IMAGE}<figcaption><span class="visually-hidden">Image caption, </span>{CAPTION}</figcaption>'
            '<span class="credit">Reuters</span></figure>',
            "Reuters",
        ),
        (f"<figure>{IMAGE}<figcaption>Bildunterschrift: {CAPTION} Foto: dpa</figcaption></figure>", "Foto: dpa"),
        (f"<figure>{IMAGE}<figcaption>1/16 {CAPTION}<br>© Reuters</figcaption></figure>", "© Reuters"),
        (
            f"<figure><button>Enlarge {IMAGE}</button><figcaption>{CAPTION}<button>Hide caption</button>"
            "<p>Photo: <b>EPA</b></p></figcaption></figure>",
            "Photo: EPA",
        ),
        (f'<div class="image">{IMAGE}</div><figcaption>{CAPTION} | Reuters</figcaption>', "Reuters"),
        (f'<div class="foto">{IMAGE}<p class="pie-de-foto">{CAPTION}</p><p class="autor">EFE</p></div>', "EFE"),
        (f'<div>{IMAGE}</div><div class="legende">{CAPTION}<span class="copyright">AFP</span></div>', "AFP"),
        (f'<div class="bild">{IMAGE}<small>{CAPTION}</small><small>© dpa</small></div>', "© dpa"),
        (f"<p>{IMAGE}</p><p><em>{CAPTION}</em></p>", None),
        (f"<p>{IMAGE}<br><small>{CAPTION}</small></p>", None),
        (f'<p>{IMAGE}</p><p style="text-align:center">{CAPTION}</p>', None),
        (f'<p><img src="/p/bridge-2017.jpg" alt="{CAPTION}"></p><p>{CAPTION}</p>', None),
        (f'<div class="slide">{IMAGE}<div>{CAPTION}</div></div>', None),
        (f'<p><img src="/p/bridge-2017.jpg" title="{CAPTION} Felipe Dana/AP"></p>', "Felipe Dana/AP"),
        (f'<p><img src="/p/bridge-2017.jpg" data-caption="{CAPTION}" data-credit="AFP"></p>', "AFP"),
    ],
)
def test_caption_and_credit_apart(block: str, credit: str | None) -> None:
    assert printed(block) == (CAPTION, credit)


def test_pair_of_pictures_shares_a_caption() -> None:
    block = f'<figure>{IMAGE}<img src="/p/river-2017.jpg"><figcaption>{CAPTION} Reuters</figcaption></figure>'
    source = f"<html><body><article><h1>Title</h1>{block}{TEXT}</article></body></html>"
    found = find_photos(html.document_fromstring(source), None, "https://news.example/s").photos
    assert [entry.caption for entry in found] == [CAPTION, CAPTION]


@pytest.mark.parametrize(
    "block",
    [
        f"<p>{IMAGE}</p>",
        f"<p>{IMAGE} The army said on Tuesday that it had taken the bridge after a night of fighting, "
        f"and that many people had "
        "fled to the other bank of the river before dawn, where aid groups wait for them with water and bread.</p>",
        '<p><img src="/p/bridge-2017.jpg" alt="A soldier with a rifle on a bridge"></p>',
        f"<p>{IMAGE}</p><h2>The other bank</h2>",
        f"<p>{IMAGE}</p><p><em>Staff Writer</em></p>",
        f"<div><button>Enlarge</button>{IMAGE}</div>",
    ],
)
def test_no_caption_without_evidence(block: str) -> None:
    assert printed(block) == (None, None)


@pytest.mark.parametrize(
    "text", ["Hide caption", "toggle caption", "1 of 16", "3/16", "Zoom", "Image", "Bild vergrößern", "– –", "02:31"]
)
def test_controls(text: str) -> None:
    assert is_control(text)
    assert clean_caption(text) is None


def test_sentences() -> None:
    assert is_sentence("Soldiers at work", 100)
    assert is_sentence("兵士が橋を渡っている。", 100)
    assert not is_sentence("Baghdad", 100)
    assert not is_sentence("word " * 50, 100)


def test_neither_repeats_the_other() -> None:
    assert apart("Reuters", "© Reuters") == (None, "© Reuters")
    assert apart("The bridge", "The bridge / Reuters") == ("The bridge", "Reuters")
    assert apart("The bridge", None) == ("The bridge", None)


def test_a_caption_that_says_stand_and_a_date_is_none_of_the_pages_dates() -> None:
    assert not DATED.search("Cows stand on a dyke in Kessel, 22 June 2017.")
    assert DATED.search("Stand: 22.06.2017, 15:31 Uhr")
    assert DATED.search("Stand 22. Juni 2017")
