"""Words by which kickers and standfirsts are known."""

import re
from functools import lru_cache
from typing import Final

KICKER_LABEL: Final = (
    "photos?|in photos|in pictures|pictures|picture gallery|photo gallery|gallery|video|videos|watch|listen|podcast"
    "|live|live updates|live blog|liveblog|opinion|op-ed|oped|editorial|comment|commentary|column|analysis"
    "|news analysis|exclusive|breaking|breaking news|just in|update|updated|developing|explainer|explained"
    "|fact check|factcheck|q&a|in depth|long read|special report|investigation|feature|first person|first read|read"
    "|interview|timeline|infographic|map|maps|quiz|review|obituary|recap|factbox|graphic|in numbers"
    "|exklusiv|kommentar|leitartikel|meinung|analyse|bilder|fotos|fotostrecke|bildergalerie|eilmeldung|newsticker"
    "|liveticker|live-ticker|faktencheck|hintergrund|gastbeitrag|gastkommentar|reportage|porträt|nachruf|glosse|kolumne"
    "|exclusif|vidéos?|en images|en direct|direct|analyses?|tribune|édito|éditorial|chronique|entretien|enquête"
    "|décryptage|reportages?|portrait|alerte info"
    "|exclusiva|exclusivo|vídeos?|fotogaler[íi]a|en directo|directo|en vivo|última hora|urgente|opinión|análisis"
    "|entrevista|reportaje|editoriales|galer[íi]a|al momento|opinião|análise|ao vivo|fotogaleria|galeria"
    "|esclusiva|esclusivo|diretta|in diretta|fotogallery|le foto|opinione|commento|analisi|intervista"
    "|ultim'ora"
    "|exclusief|foto's|opinie|beelden|bekijk|interviews?|exklusivt|kommentarer?|analyys[i]?|na żywo|wideo|zdjęcia"
    "|opinia|wywiad|pilne|фото|видео|мнение|эксклюзив|срочно|интервью|аналитика|відео|думка|терміново"
    "|özel|canlı|son dakika|analiz|görüş|foto galeri|röportaj"
    "|صور|بالصور|فيديو|بالفيديو|شاهد|عاجل|حصري|خاص|رأي|تحليل|مباشر|مقابلة|عکس|ویدئو|فوری"
    "|וידאו|תמונות|דעה|פרשנות|בלעדי|फोटो|वीडियो|विश्लेषण|独家|视频|图集|评论|快讯|速報|動画|写真|社説|속보|단독|영상|포토"
)
"""Labels that stand before a headline and say what kind of piece it is, as alternatives of a regular expression."""

KICKER_NAMES: Final = re.compile(
    r"kicker|eyebrow|over-?line|top-?line|dachzeile|spitzmarke|overtitle|over-title|supertitle|super-title|superhead"
    r"|sur-?titre|antetitulo|ante-?title|pretitle|pre-?title|occhiello|chapeau-?titre|cintillo|volanta|rubrik-?label"
    r"|__topic|-topic\b|headline-?(?:label|prefix|tag)|title-?(?:label|prefix|tag)|article-?label|stikktittel"
)

_DEK_WORDS: Final = (
    # Whole words only, since most are a part of other words too.
    "dek|deck|lede|leade?|lead-text|intro|intro-?text|introduction|abstract"
    "|lid|zajawka|wstep|uvod|podtitul(?:ek)?|podnaslov|alcim|bevezeto|sapou|subtitlu|podzaglavie|podzagolovok"
    "|pidzagolovok|anons|vrez|spot|ozet|alt-?baslik|sapo|tom-?tat|mo-?dau|ringkasan|sub-?judul|lide|gravata|resumo"
    "|resumen|sumilla|sumario|subtitol|entradeta|sarrera|azpititulua?|nentitulli?|ievads|juhtloik|ingressi|johdanto"
    "|alaotsikko|inngangur|undirfyrirsogn|inleiding|aanhef|underrubrikk?|undertit(?:el|tel)|accroche|chapos?|ypotitlos"
    "|prologos|zir-?titr|kholase|mulakh?khas|muqaddima|koteret-?mishne|saransh|muhtasari|zhaiyao|daoyu|daodu|tiyao"
    "|youyaku|bu-?jemok|sub[-_]?tit"
)
_DEK_NAMES: Final = re.compile(
    rf"(?<![a-z])(?<!ad[-_])(?:{_DEK_WORDS})(?![a-z])|"
    r"standfirst|sub-?title|sub-?head(?:line|ing)?|stand-?first|lede|teaser-?text"
    r"|summary|chapo|chapeau|entradilla|sommario|bajada|copete|linea-?fina|linha-?fina"
    r"|subtitulo|sottotitolo|catenaccio|vorspann|anreisser|anleser|unterzeile"
    r"|excerpt|synopsis|article-?desc|preamble|ingress|manchet|tagline|strapline|deckline|perex"
)


@lru_cache(maxsize=8192)
def names_dek(names: str) -> bool:
    """Whether class names and the like, lower case, say in the trade's words of some forty languages that an element
    holds a standfirst. The pages of one site have the same names over and over."""
    return _DEK_NAMES.search(names) is not None
