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
    "(?:view|see|open|browse|start) (?:the )?(?:full )?(?:photo )?(?:galler(?:y|ies)|slideshow|photos|pictures|images)",
    "(?:zur |die )?(?:foto|bilder)(?:strecke|galerie|serie)(?: (?:ansehen|öffnen|anzeigen|starten))?",
    "alle bilder(?: .{0,16})?",
    "voir (?:la galerie|le diaporama|toutes les (?:photos|images)|l[’']image)",
    "plein écran|afficher .{0,20}",
    "ver (?:galería|galeria|todas as fotos|todas las fotos|más fotos|fotogalería|imagen.{0,12})",
    "pantalla completa",
    "(?:apri|guarda|sfoglia|vai a)(?: la| le| alla)? (?:foto|gallery|fotogallery|galleria|immagin[ei])",
    "ingrandire.{0,12}",
    "ampliar|expandir|tela cheia|abrir (?:imagem|foto).{0,12}",
    "vergroot.{0,16}|volledig scherm|bekijk (?:foto[’']?s|de foto.{0,8}|fotoserie)",
    "förstora.{0,16}|forstør.{0,16}|forstørr.{0,16}|suurenna.{0,16}|stækka.{0,12}",
    "visa bild.{0,12}|se bild.{0,12}",
    "powiększ.{0,16}|zobacz (?:zdjęci[ae]|galerię).{0,16}|zvětšit.{0,16}",
    "zväčšiť.{0,16}|nagyítás.{0,12}|mărește.{0,12}",
    "büyüt.{0,12}|galeriyi (?:aç|gör).{0,8}|tam ekran|увеличить.{0,16}",
    "открыть .{0,24}|смотреть (?:фото|галерею).{0,12}",
    "збільшити.{0,12}|увећај.{0,8}|povećaj.{0,8}|μεγέθυνση.{0,12}|تكبير.{0,12}",
    "عرض الصور.{0,8}|הגדל.{0,12}|بزرگنمایی.{0,8}",
    "phóng to.{0,8}|xem ảnh.{0,12}|perbesar.{0,12}|lihat foto.{0,12}",
    r"この記事の(?:画像|写真)を(?:もっと)?見る.{0,8}|(?:画像|写真|図)?を?(?:拡大|拡大する|もっと見る|全て見る|すべて見る)|全画面表示",
    "(?:사진|이미지)? ?(?:확대|크게 ?보기|더 ?보기|전체 ?보기|닫기)",
    "(?:点击|點擊|点擊)?(?:查看|看)?(?:原图|原圖|大图|大圖)|放大.{0,4}|图集|圖集",
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
    rf"^[\W\d]*(?:{_UPDATES})\b.*\d|^\W*stand:?\s\S{{0,12}}\s?\d|\d\s*min\.? read"
    rf"|^[\d\s.,:/•|–-]+(?:min(?:ute[ns]?)?|se[ck]|uhr|h)?\.?$|^\d{{1,2}}[./:]\d\d(?: min\.)? ?/",
    re.I,
)
"""A line that dates the article or tells a running time."""
BARE_LABEL = re.compile(rf"^\W*(?:{_CREDIT_LABELS})(?: (?:credits?|by|photo|source|von))?\s*[:：©|]?\W*$", re.I)
"""A whole line that is only the label of a credit to come."""
COUNTER = re.compile(r"^\s*\(?\d{1,3} ?(?:/|of|von|sur|de) ?\d{1,3}\)?\s*[.:|–-]?\s+(?=\S)")
"""``3/16`` before a caption."""
