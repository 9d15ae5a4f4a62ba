"""What the words in an element's class, id and the like say about it: caption, credit, teaser, advertisement …

Only words of the trade in many languages, never names that one publisher gave. Words are matched whole after splitting
``articleImage__caption-text`` into its parts; a few long ones also inside compounds (``bildunterschrift``).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from lxml.html import HtmlElement


class Says:
    """What an element's names say of it: bits of an ``int``, because an ``IntFlag`` costs ten times as much."""

    NOTHING: Final = 0
    CAPTION: Final = 1
    CREDIT: Final = 2
    MEDIA: Final = 4
    FURNITURE: Final = 8
    SUSPECT: Final = 16
    PORTRAIT: Final = 32
    HIDDEN: Final = 64
    CENTRED: Final = 128
    SMALL_PRINT: Final = 256
    CONTROL: Final = 512
    SOFT_CREDIT: Final = 1024
    CLONE: Final = 2048
    PLAYER: Final = 4096
    FILM: Final = 8192
    """``PLAYER`` is told of an element only beside ``FILM``: football has players too."""
    PHOTO_AUTHOR: Final = 16384
    """The words for author and photo side by side: the photo's author below a picture, elsewhere the author's photo."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOCABULARY: tuple[tuple[int, frozenset[str]], ...] = (
    (
        Says.CAPTION,
        _words(
            "caption captions figcaption caption-text legend legende leyenda epigrafe didascalia didascalie "
            "bildunterschrift bildtext bildtekst bildetekst billedtekst bijschrift onderschrift fotobijschrift "
            "fotoonderschrift kuvateksti myndatexti cutline piefoto piedefoto legenda popisek podpis "
            "opis-zdjecia altyazi resimalti fotoalti imagecaption imgcaption photocaption mediacaption "
            "captiontext kepalairas captioned "
            # The Romance languages
            "pie-de-foto pie-foto pie-de-imagen piedeimagen pieimagen epigrafe-foto legenda-foto legenda-imagem "
            "legendafoto legenda-da-foto legende-photo legende-image legendephoto didascalia-foto peu-de-foto "
            "peudefoto lezenda explicatie-foto descriere-foto legendaimagem "
            # The Germanic ones
            "bild-unterschrift bild-text bildbeschreibung bildlegende fotolegende foto-bijschrift "
            "foto-onderschrift beeldbijschrift bijskrif onderskrif bildebeskrivelse billedbeskrivelse foto-tekst "
            "fototekst fototext "
            # The Baltic and Slavic ones, Finnish, Estonian, Hungarian, Albanian, Greek
            "podpis-zdjecia podpis-foto opis-foto opiszdjecia opis-fotografije opis-slike opisfoto opisslike "
            "popisek-foto popis-foto popisfoto popis-obrazku popisek-obrazku potpis-foto potpis-slike podnapis "
            "podpis-k-foto podpisfoto opisanie-foto pidpys pidpys-foto nuotraukos-aprasymas aprasymas-foto "
            "paraksts foto-paraksts attela-paraksts kuva-teksti kuvatekst pildiallkiri pildi-allkiri fotoallkiri "
            "kepalairas kep-alairas kepfelirat pershkrimi-foto lezanta leksanta "
            # Turkish and its kin, Persian, Arabic, Hebrew in Latin letters
            "foto-alti resim-alti foto-altyazi resim-altyazi fotoaltyazi resim-aciklama foto-aciklama "
            "sekil-izahi foto-tavsif sharh-aks sharhe-aks taliq-sura "
            # East and South-East Asia
            "tushuo tuzhu tu-shuo tu-zhu tupianshuoming tupian-shuoming zhaopianshuoming shashin-setsumei "
            "shashinsetsumei photo-setsumei sajin-seolmyeong chu-thich chuthich chu-thich-anh chuthichanh "
            "chu-thich-hinh keterangan-foto keterangan-gambar keteranganfoto caption-foto teks-foto takarir kapsyon "
            # In short, as stylesheets have it
            "img-caption image-description imagedescription photo-description photodescription img-desc "
            "image-desc photo-desc photodesc imgdesc foto-descripcion img-cap imgcap photo-cap photocap pic-desc "
            "pic-caption piccaption picture-caption media-description"
        ),
    ),
    (
        Says.CREDIT,
        _words(
            "credit credits copyright copyrights copyrightnotice copyrightholder photographer photographers "
            "fotograf fotografo photographe fotograaf valokuvaaja kredit credito creditos crediti attribution "
            "rights rechte urheber bildnachweis bildquelle fotoquelle fotocredit photocredit imagecredit "
            "imgcredit creditline credittext fotokredit bildrechte crediter imagesource photosource photoby "
            "fotoby distributor mediarights bildrecht "
            # Who took the photo
            "photo-by foto-por fotografin fotografa fotografka fotografas fotografs fotografer fotoreporter "
            "fotoreportero fotoperiodista repper-fotografico fotojurnalist fotojournalist fotocronista "
            "photojournalist cameraman jurufoto jurugambar pewarta-foto valokuvaus kuvaaja kuvannut ljosmyndari "
            "foteinio fenykepesz fotos-szerzo fotoriporter fotomuhabiri foto-muhabiri fotografci fotografisi "
            "fotokorrespondent fotokor fotohraf svitlyna-avtor sheyingshi paishe satsuei satsueisha kameraman "
            "cameraman-foto chup-anh nguoi-chup photoagency photo-agency agence-photo foto-agentur fotoagentur "
            "fotoagencia agencia-foto "
            # Where it comes from
            "photo-source image-source img-source imgsource photo-src picture-source media-source fuente-foto "
            "fuente-imagen foto-fuente fonte-foto fonte-imagem foto-fonte fonte-immagine bild-quelle bildquellen "
            "foto-quelle foto-bron bron-foto fotobron beeldbron beeld-bron kuva-lahde kuvalahde bildkalla "
            "bild-kalla fotokalla billedkilde bildekilde fotokilde zdroj-foto foto-zdroj fotozdroj "
            "zrodlo-zdjecia zrodlo-foto izvor-foto izvor-fotografije foto-izvor sursa-foto foto-sursa sursafoto "
            "foto-forras kep-forrasa kepforras fotoforras foto-kaynak fotokaynak resim-kaynak "
            "nuotraukos-saltinis foto-avots pildi-allikas fotoallikas istochnik-foto foto-istochnik "
            "dzherelo-foto foto-dzherelo snimka-iztochnik burimi-foto pigi-foto tulaiyuan tupianlaiyuan tu-yuan "
            "tuyuan shashin-teikyo sajin-chulcheo sumber-foto sumber-gambar sumberfoto nguon-anh nguonanh "
            # Rights and thanks
            "bild-rechte foto-rechte fotorechte bildcredit bild-credit foto-credit foto-credito credito-foto "
            "creditofoto credito-imagen credito-imagem credit-photo creditphoto credits-photo credit-image "
            "creditimage img-credit image-credits photo-credits photocredits imagecredits picture-credit "
            "media-credit mediacredit foto-kredit fotokredi foto-kredi fotobyline foto-byline bildbyline "
            "bild-byline billedbyline kreditering fotokreditering bildkreditering fotocredits image-copyright "
            "photo-copyright img-copyright bildcopyright fotocopyright image-rights photo-rights derechos-foto "
            "direitos-foto diritti-foto droits-photo prawa-foto"
        ),
    ),
    (
        Says.PHOTO_AUTHOR,
        _words(
            "photo-author photoauthor image-author imageauthor img-author picture-author autor-foto autorfoto "
            "foto-autor fotoautor autor-imagen autor-imagem autor-fotografie autor-fotografia autor-fotografii "
            "autor-zdjecia autorzdjecia autor-fotografije autor-slike autor-snimku autor-snimky autor-de-foto "
            "autor-da-foto autore-foto foto-autore autoare-foto auteur-photo photo-auteur auteur-image "
            "foto-auteur auteur-foto bild-autor bildautor foto-autors attela-autors nuotraukos-autorius "
            "nuotrauku-autorius foto-avtor avtor-foto avtor-fotografije avtorfoto foto-autorius kuva-tekija "
            "pildi-autor foto-szerzo kep-szerzo autori-foto foto-autori foto-yazar fotograf-sahibi foto-muallifi "
            "tac-gia-anh tacgiaanh penulis-foto foto-penulis syggrafeas-foto"
        ),
    ),
    (
        Says.SOFT_CREDIT,
        _words(
            "source src quelle fuente fonte kilde kalla author autor auteur byline agency agence agentur "
            "creator owner legal producer provider supplier"
        ),
    ),
    (
        Says.MEDIA,
        _words(
            "figure image images img photo photos foto fotos picture pictures media bild bilder imagen imagem "
            "immagine imagebox photobox gallery gallerie galerie galeria slideshow slide slider carousel "
            "lightbox wp-caption thumbnail aligncenter alignnone alignleft alignright afbeelding obrazek "
            "zdjecie resim imageobject leadimage hero imageblock"
        ),
    ),
    (
        Says.FURNITURE,
        _words(
            "nav navigation navbar menu breadcrumb breadcrumbs comment comments commentlist respond disqus "
            "share sharing social socials newsletter subscribe cookie consent advert adverts advertisement "
            "advertising advertorial ads adslot adbox sponsor sponsored sponsors ad recommend recommended "
            "recommendation recommendations mostread most-read popular trending ticker logo logos masthead "
            "sitefooter copyrightbar login signup signin register tooltip toolbar reactions emoji emojis "
            "avatar avatars gravatar readmore seealso werbung anzeige publicidad pub publicite reklam weather "
            "wetter"
        ),
    ),
    (
        Says.SUSPECT,
        _words(
            "teaser teasers related relateds relacionadas relacionados promo promos promotion card cards "
            "sidebar aside rail widget widgets latest outro similar recirc recirculation listing feed upsell "
            "banner banners modal popup"
        ),
    ),
    (
        Says.PORTRAIT,
        _words(
            "author authors autor autoren autores auteur auteurs byline bylines bio biography headshot "
            "columnist contributor contributors journalist profile writer reporter redakteur avatar verfasser "
            "forfatter author-box"
        ),
    ),
    (
        Says.HIDDEN,
        _words(
            "visually-hidden visuallyhidden sr-only screen-reader-text screen-reader screenreader "
            "screenreader-only offscreen h-offscreen u-visually-hidden hidden-visually a11y-hidden "
            "assistive-text assistive sronly element-invisible visually-hide accessibly-hidden"
        ),
    ),
    (Says.CENTRED, _words("center centered centred text-center text-centre align-center has-text-align-center")),
    (Says.SMALL_PRINT, _words("small smaller tiny small-text text-small text-sm text-xs")),
    (
        Says.CONTROL,
        _words("button btn zoom expand enlarge fullscreen toggle control controls arrow arrows counter pager"),
    ),
    (Says.PLAYER, _words("player players videoplayer audioplayer mediaplayer jwplayer kaltura brightcove videojs")),
    (Says.FILM, _words("video videos audio podcast film videoplayer audioplayer video-js videojs jwplayer")),
)
# Long enough to be safe inside compounds.
_INSIDE: tuple[tuple[int, re.Pattern[str]], ...] = (
    (Says.CAPTION, re.compile(r"caption|bildunter|legende|didascali|bijschrift|leyenda|cutline|piedefoto|myndatext")),
    (Says.CREDIT, re.compile(r"credit(?!card)|copyright|photographer|bildnachweis|bildquelle|fotograf")),
    # The copies that carousels make of their first and last slides.
    (Says.CLONE, re.compile(r"(?:^|[-_])(?:cloned?|slide-duplicate)$")),
    (Says.HIDDEN, re.compile(r"visually-?hidden|screen-?reader|sr-only|offscreen")),
)
_ANY_INSIDE = re.compile("|".join(pattern.pattern for _, pattern in _INSIDE))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SPLIT = re.compile(r"[^a-zà-ÿ0-9]+")
# Words that only name a file's or a theme's styling: their "text" or "content" says nothing.
_BY_WORD: dict[str, int] = {}
for _flag, _vocabulary in _VOCABULARY:
    for _word in _vocabulary:
        _BY_WORD[_word.lower()] = _BY_WORD.get(_word.lower(), Says.NOTHING) | _flag


_LONG_HEADS = frozenset(word.partition("-")[0] for word in _BY_WORD if word.count("-") == 2)
"""First parts of the words of three."""
_NAMING = frozenset(("class", "id", "itemprop", "data-testid"))


@lru_cache(maxsize=32768)
def _read_name(name: str) -> int:
    if ":" in name or "[" in name:
        return Says.NOTHING  # utility classes with variants, such as "md:hidden", style and do not name
    lowered = name.lower()
    says = _BY_WORD.get(lowered, Says.NOTHING)
    if name == lowered and name.isascii() and name.isalpha():
        return says | _told_inside(lowered)
    spelled = name if name == lowered else _CAMEL.sub("-", name).lower()
    parts = [part for part in _SPLIT.split(spelled) if part]
    for part in parts:
        says |= _BY_WORD.get(part, Says.NOTHING)
    for left, right in pairwise(parts):
        says |= _BY_WORD.get(f"{left}-{right}", Says.NOTHING) | _BY_WORD.get(left + right, Says.NOTHING)
    for at in range(len(parts) - 2):
        if parts[at] in _LONG_HEADS:
            says |= _BY_WORD.get("-".join(parts[at : at + 3]), Says.NOTHING)
    return says | _told_inside(lowered)


def _told_inside(lowered: str) -> int:
    says = Says.NOTHING
    if _ANY_INSIDE.search(lowered):
        for flag, pattern in _INSIDE:
            if pattern.search(lowered):
                says |= flag
    return says


@lru_cache(maxsize=8192)
def read_names(names: str) -> int:
    """What a string of class names and the like says: bits of ``Says``."""
    says = Says.NOTHING
    for name in names.split():
        says |= _read_name(name)
    if says & Says.FILM and says & Says.PLAYER:
        return says
    return says & ~(Says.FILM | Says.PLAYER)


def says_of(element: HtmlElement) -> int:
    """What the element's class, id, itemprop and test id say of it: bits of ``Says``."""
    return told_by(element.items())


def told_by(attributes: Iterable[tuple[str, str]]) -> int:
    """``says_of`` an element with these attributes."""
    names = ""
    says = Says.NOTHING
    for attribute, value in attributes:
        if attribute in _NAMING:
            names = f"{names} {value}" if names else value
        elif attribute == "itemtype" and value.endswith(("VideoObject", "AudioObject")):
            says = Says.PLAYER
    return says | read_names(names) if names and len(names) < 2000 else says
