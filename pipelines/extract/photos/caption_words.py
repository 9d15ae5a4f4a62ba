"""Words around a photo that are neither caption nor credit: labels, buttons, counters, dates."""

import re

_CAPTION_LABELS = (
    "(?:image|photo|picture|media|video)[ -]?captions?",
    "captions?",
    "bildunterschrift",
    "bildtext",
    "bildbeschreibung",
    "legende",
    "légende(?: de l[’']image)?",
    "leyenda",
    "pie de (?:foto|imagen)",
    "didascalia",
    "bijschrift",
    "billedtekst",
    "bildetekst",
    "legenda",
    "altyazı",
)
_BUTTONS = (
    "(?:hide|show|toggle|view|read|full|close)? ?caption",
    "en ?large.{0,24}",
    "enlarge.{0,24}",
    "expand(?: (?:image|photo))?",
    "zoom(?: (?:in|out|image))?",
    "close",
    "next",
    "prev(?:ious)?",
    "open (?:this )?(?:image|photo).{0,24}",
    "(?:view|open|see) (?:image|photo|gallery|full ?(?:screen|size)?)(?: in.{0,16})?",
    "full ?screen",
    "(?:click|tap) (?:to|for) .{0,24}",
    "play|share|copy link|download|save|print",
    "pin(?:terest| it)?|facebook|twitter|whatsapp|e-?mail",
    "teilen|merken|drucken",
    "bild (?:vergrößern|in .{0,24})",
    "vergrößern",
    "(?:öffne|zeige) bild.{0,20}",
    "ampliar(?: (?:foto|imagen))?",
    "agrandir(?: l[’']image)?",
    "ingrandisci",
    "getty images embed|embed(?: from getty images)?",
)
_KINDS = (
    "image|photos?|fotos?|bild|picture|gallery|galerie|galería|video|audio|live|liveblog|podcast",
    "advertisement|ad|ads|pr|sponsored|anzeige|werbung|publicidad|publicité|reklam",
)
_COUNTERS = (
    r"view \d+ (?:images|photos)",
    r"(?:image |photo |bild )?\d{1,3} ?(?:/|of|von|de|di|sur) ?\d{1,3}",
    r"\d{1,3}",
    r"\d{1,2}:\d\d(?::\d\d)?(?: ?min\.?.{0,20})?",
    r"\d{1,3} ?min\.?",
)
_UPDATES = (
    "updated?|published|posted|modified|aktualisiert|güncelleme|actualizado|mis à jour|publié|aggiornato|"
    r"min\.? read"
)
_CREDIT_LABELS = (
    "photos?|fotos?|bild(?:er|quelle|rechte|nachweis)?|image|picture|credits?|source|quelle|fuente|fonte|cr[ée]dits?|"
    "copyright|photograph(?:er|s)?|crédito|©|📷|фото|图|撮影|사진"
)

LABEL = re.compile(rf"^\s*(?:{'|'.join(_CAPTION_LABELS)})\s*[:,：]\s*", re.I)
"""A label before a caption, with its colon."""
CONTROL = re.compile(rf"^\W*(?:{'|'.join((*_BUTTONS, *_KINDS, *_COUNTERS))})\W*$", re.I)
"""A whole line that labels a button, a counter or the picture itself."""
DATED = re.compile(
    rf"\b(?:{_UPDATES})\b.*\d|^\W*stand:?\s\S{{0,12}}\s?\d|^[\d\s.,:/•|-]+$|^\d{{1,2}}[./:]\d\d(?: min\.)? ?/",
    re.I,
)
"""A line that dates the article or tells a running time."""
BARE_LABEL = re.compile(rf"^\W*(?:{_CREDIT_LABELS})(?: (?:credits?|by|photo|source|von))?\s*[:：©|]?\W*$", re.I)
"""A whole line that is only the label of a credit to come."""
COUNTER = re.compile(r"^\s*\(?\d{1,3} ?(?:/|of|von|sur|de) ?\d{1,3}\)?\s*[.:|–-]?\s+(?=\S)")
"""``3/16`` before a caption."""
