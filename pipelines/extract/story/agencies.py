"""News agencies by name, as datelines, bylines and source lines print them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from pipelines.extract.credits.agencies import known_agent, lookup_key

_TEXT_ONLY: Final = {
    "Adnkronos": ("adnkronos", "adnkronos salute"),
    "AGI": ("agi", "agenzia italia"),
    "AP": ("associated press writer",),
    "askanews": ("askanews",),
    "ATS": ("ats", "keystone-ats", "agence télégraphique suisse"),
    "CNA": ("中央社",),
    "dpa": ("dpa-infocom", "dpa/lby", "dts", "dpa-custom content"),
    "Italpress": ("italpress", "agenzia italpress"),
    "Jiji": ("時事電",),
    "Newsis": ("뉴시스통신",),
    "Nova": ("agenzia nova",),
    "PTI": ("भाषा", "पीटीआई", "पीटीआई भाषा"),
    "SDA": ("sda", "keystone-sda", "schweizerische depeschenagentur"),
    "SID": ("sid", "sport-informations-dienst"),
    "UNI": ("uni", "वार्ता"),
}
"""Agencies, and spellings of agencies, that stand under texts only: ``credits/agencies.yml`` has those of pictures."""
_PICTURES_ONLY: Final = frozenset(
    name.strip()
    for name in """
    Magnum, VII, Panos, Noor, Agence VU, MYOP, Cosmos, Contrasto, Redux, Polaris, Black Star, Contact Press Images,
    Ostkreuz, laif, SOPA Images, LightRocket, Pacific Press, Middle East Images, NurPhoto, Sipa, Abaca, Hans Lucas,
    MAXPPP, Gamma-Rapho, ZUMA Press, VCG, APAimages, Flash90, JINI, Depo Photos, AGF, Fotogramma, IPA, Imagoeconomica,
    Contacto, Cuartoscuro, Aton, Photo News, Bildbyrån, Forum, East News, Reporter, Inquam Photos, Cropix, Pixsell,
    BOBO, Eurokinissi, InTime, ddp, Action Press, Sven Simon, FUNKE Foto Services, SZ Photo, prisma, WENN, Splash News,
    Backgrid, LNP, i-Images, Story Picture Agency, Collins Photos, RollingNews, Inpho, Sportsfile, Icon Sportswire, CSM,
    WireImage, FilmMagic, Corbis, LAT Images, GCIS, Gallo Images, Agencja Wyborcza pl, EPA, Depo Photos
    """.replace("\n", " ").split(",")
)
"""Agencies of ``credits/agencies.yml`` that send no texts; many bear the names of everyday things."""
_PARTS = re.compile(
    r"\s*[/,;&+|、・＝=]\s*|\s+[-–—]\s+|\s+(?:and|und|et|y|e|og|och|en|ja|i|и|та|ve|via|with|mit|avec|con|με)\s+|\s+و\s*(?=\w)"
)
_INITIALS = re.compile(r"[a-zäöüß]{1,5}|[a-z]{2,4}\.")
"""What editors sign with: ``(kle/dpa)``."""
_SHORT: Final = 4
_EDGES: Final = " .,:;()[]（）【】«»\"'“”©\u200e\u200f"


@cache
def _text_only() -> Mapping[str, str]:
    return {lookup_key(spelling): name for name, spellings in _TEXT_ONLY.items() for spelling in spellings}


def wire_agency(text: str) -> str | None:
    """The usual name of the news agency that ``text`` names as a whole; null if it names none. Picture agencies
    and platforms are none."""
    bare = text.strip(_EDGES)
    if not 1 < len(bare) <= 60:
        return None
    if (name := _text_only().get(lookup_key(bare))) and not _is_word(bare, name):
        return name
    agent = known_agent(bare)
    if agent is None or agent.kind != "agency" or agent.distributor or agent.name in _PICTURES_ONLY:
        return None
    return None if agent.ambiguous and _is_word(bare, agent.name) else agent.name


def _is_word(bare: str, name: str) -> bool:
    """Whether a short name is printed as words and initials are rather than as the agency: ``Map`` for ``MAP``."""
    return len(bare) <= _SHORT and bare.isascii() and not bare.isupper() and bare not in (name, name.lower())


def wire_agencies(text: str) -> tuple[tuple[str, ...], bool]:
    """The agencies in a list such as ``dpa/AFP`` or ``kle/dpa``, each once, and whether the list holds nothing else
    but editors' initials."""
    if name := wire_agency(text):
        return (name,), True
    found: dict[str, None] = {}
    only = True
    for part in _PARTS.split(text.strip(_EDGES)):
        if name := wire_agency(part):
            found[name] = None
        elif part and not _INITIALS.fullmatch(part):
            only = False
    return tuple(found), only
