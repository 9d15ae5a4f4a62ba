"""Articles that speak of cookies, logins, robots and missing pages, or are as short as a wall, or bear its parts."""

import json
from html import escape

from tests.unit.extract.wall_pages import ASKED, Case

_BANNER = (
    "<div id='cmp' role='dialog' class='banner'><h2>We value your privacy</h2><p>We and our 832 partners store and "
    "access information on your device, such as cookies. You can change your choices at any time.</p>"
    "<button>Accept all</button><button>Reject all</button></div><script>window.__tcfapi=function(){}</script>"
)
_BANNER_DE = (
    "<div id='cmp' role='dialog'><div>Ihre Privatsphäre ist uns wichtig</div><div>Wir verwenden Cookies und ähnliche "
    "Technologien.</div><button>Alle akzeptieren</button></div>"
)
_MODAL = (
    "<div class='overlay' hidden><form method='post'><h2>Sign in</h2><input type='email'><input type='password'>"
    "<button>Sign in</button><a href='/reset'>Forgot your password?</a></form></div>"
)
_COMMENTS = (
    "<section id='comments'><h3>Leave a comment</h3><form><textarea></textarea><div class='g-recaptcha'></div>"
    "<button>Send</button></form></section>"
)
PROMPT = (
    "<div class='gate'><h3>Subscribe to continue reading</h3><p>This article is for subscribers only. Already a "
    "subscriber? Log in.</p><form><input type='email'><input type='password'><button>Log in</button></form></div>"
)
_PHOTO = (
    "<figure><img src='/p/1-1200.jpg' width='1200' height='800' alt=''><figcaption>Men carry sandbags past the school, "
    "22 June 2017. Photo: Ana Morel/AP</figcaption></figure>"
)
_TIME = "<time datetime='2026-11-03T10:00:00Z'>3 November 2026</time>"
_NOINDEX = "<meta name='robots' content='noindex'>"
_OG = "<meta property='og:type' content='article'>"


def article(language: str, headline: str, *texts: str, head: str = "", top: str = "", end: str = "") -> str:
    """A page with a headline and paragraphs; ``head``, ``top``, ``end``: markup that is put there."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in texts)
    return (
        f"<!doctype html><html lang='{language}'><head><title>{escape(headline)} | The Paper</title>{head}</head><body>"
        f"<header><a href='/'>The Paper</a><nav><a href='/world'>World</a><a href='/login'>Log in</a></nav></header>"
        f"{top}<main><article><h1>{escape(headline)}</h1>{paragraphs}</article>"
        f"{end}</main><footer>© The Paper. Privacy. Terms of use.</footer></body></html>"
    )


def stated(headline: str, **properties: object) -> str:
    """The article's JSON-LD."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline}
    node |= {"datePublished": "2026-11-03T10:00:00Z"} | properties
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


def _live(headline: str, *entries: str) -> str:
    posts = "".join(
        f"<section class='post'><time>1{n}:20</time><p>{escape(e)}</p></section>" for n, e in enumerate(entries)
    )
    return (
        f"<!doctype html><html lang='en'><head><title>{escape(headline)}</title></head><body><main><h1>"
        f"{escape(headline)}</h1><div class='live'>{posts}</div></main></body></html>"
    )


def _loose(language: str, headline: str, *texts: str) -> str:
    """No heading, no metadata, one ``div`` in the other: the headline stands in the title alone."""
    inner = "".join(f"<div>{escape(text)}</div>" for text in texts)
    return (
        f"<html lang='{language}'><head><title>{escape(headline)}</title></head><body><div><div>{inner}</div></div>"
        f"</body></html>"
    )


_STUB = (
    "Two people were killed when a shell hit the market of Dorran on Tuesday morning.",
    "The mayor said that the road to the hospital was closed. More to follow.",
)
_LONGER = (
    "The pontoon was laid before dawn, and by noon four hundred people had crossed it with carts and blankets.",
    "Engineers said that a second one would follow within the week if the level of the river allowed it.",
    "On the far bank the market had opened again, with tomatoes, phone cards and not much else to sell.",
)
_SLUG = "https://paper.example/2026/11/bridge-reopens-after-flood-1234.html"
_MOBILE = "https://m.paper.example/2026/11/bridge-reopens.html"
_LOGIN_STORY = "https://paper.example/tech/login-leak-shakes-bank.html"
_TRACKED = "https://paper.example/2026/11/bridge-reopens.html?return=1&session=abc"
_ERROR_STORY = "https://paper.example/error-404-who-lost-the-ballots.html"
_CONSENT_STORY = "https://paper.example/consent/what-the-new-law-says.html"

_ARTICLES: tuple[tuple[str, str, str], ...] = (
    ("police-page", article("en", "Police find page not found in archive of missing girl",
     "Page not found was all that detectives saw when they opened the archive on Monday.",
     "The file had been deleted two years before, said the chief of the Port Liman police."), ASKED),
    ("cookie-law", article("en", "We use cookies: court says the sentence is not enough",
     "The court ruled on Tuesday that a site may not say “We use cookies. Accept all” and leave it at that.",
     "Readers must be able to reject all with one click, the judges in Dorran said."), ASKED),
    ("cookie-fine-de", article("de", "Millionenstrafe wegen Cookies: Aufsicht rügt Verlag",
     "Die Datenschutzbehörde hat am Montag gegen einen Verlag eine Strafe von zwei Millionen Euro verhängt.",
     "„Alle akzeptieren“ stand auf dem Knopf, ablehnen konnte man nicht."), ASKED),
    ("cookie-fr", article("fr", "Cookies : la Cnil met en demeure dix sites",
     "Dix éditeurs ont un mois pour permettre aux internautes de refuser les traceurs aussi simplement que de les "
     "accepter.", "« Tout accepter » ne suffit pas, a rappelé l'autorité."), ASKED),
    ("passwords", article("en", "Forgot your password? So did half of parliament",
     "Half of the members of parliament could not log in to vote on Monday.",
     "A technician reset 240 accounts by hand, the speaker said."), ASKED),
    ("login-leak", article("en", "Bank's login page leaked 40,000 passwords", *_STUB), _LOGIN_STORY),
    ("404", article("en", "Page not found: how the web forgets its wars",
     "A third of the links in reports on the siege lead nowhere today, a study has found.",
     "The authors checked 12,000 addresses that journalists cited in 2017."), ASKED),
    ("404-es", article("es", "Error 404: el error que todos conocemos cumple treinta años",
     "Nació en un laboratorio de Ginebra y aparece millones de veces al día.",
     "Su inventor murió el martes a los 81 años, según informó su familia."), ASKED),
    ("captcha", article("en", "‘I am not a robot’: captchas lock blind voters out",
     "Blind voters could not register on Friday because the site asked them to pick out traffic lights.",
     "The commission promised a version with sound before Sunday."), ASKED),
    ("captcha-pl", article("pl", "Nie jestem robotem: jak captcha wyklucza niewidomych",
     "Stowarzyszenie niewidomych złożyło w poniedziałek skargę na urząd miasta.",
     "Urzędnicy obiecali poprawę do końca roku."), ASKED),
    ("access-denied", article("en", "Access denied: aid convoy turned back at the crossing",
     "A convoy of 14 lorries was turned back at the Kessel crossing on Thursday for the third time this week.",
     "Soldiers gave no reason, the drivers said."), ASKED),
    ("access-denied-bare", _loose("en", "Access denied to aid convoy at Kessel",
     "A convoy of 14 lorries was turned back at the Kessel crossing on Thursday, the third this week.",
     "Soldiers gave no reason, drivers told reporters at the gate."), ASKED),
    ("stub", article("en", "Shell hits market in Dorran", *_STUB), ASKED),
    ("stub-loose", _loose("en", "Shell hits market in Dorran", *_STUB), ASKED),
    ("stub-banner", article("en", "Shell hits market in Dorran", *_STUB, top=_BANNER), ASKED),
    ("stub-banner-end", article("en", "Shell hits market in Dorran", *_STUB, end=_BANNER), ASKED),
    ("stub-noindex", article("en", "Shell hits market in Dorran", *_STUB, head=_NOINDEX), ASKED),
    ("stub-modal", article("en", "Shell hits market in Dorran", *_STUB, top=_MODAL), ASKED),
    ("stub-comments", article("en", "Shell hits market in Dorran", *_STUB, end=_COMMENTS), ASKED),
    ("stub-slug", article("en", "Shell hits market in Dorran", *_STUB), _SLUG),
    ("stub-mobile", article("en", "Shell hits market in Dorran", *_STUB, top=_BANNER), _MOBILE),
    ("stub-tracked", article("en", "Shell hits market in Dorran", *_STUB), _TRACKED),
    ("error-story", article("en", "Error 404: who lost the ballots of Nagyhida?", *_STUB), _ERROR_STORY),
    ("consent-story", article("en", "What the new consent law says", *_LONGER), _CONSENT_STORY),
    ("consent-crime", article("en", "Parliament votes on consent law",
     "Sex without consent is rape under a law that parliament passed on Wednesday.",
     "The bill had been put off twice since spring."), ASKED),
    ("photo-only", article("en", "In pictures: sandbags in Kessel", head=_OG, top=_PHOTO), ASKED),
    ("photo-banner", article("en", "In pictures: sandbags in Kessel", top=_BANNER + _PHOTO), ASKED),
    ("paywalled", article("en", "The bridge that was never paid for", *_LONGER[:2], end=PROMPT), ASKED),
    ("paywalled-stated", article("en", "The bridge that was never paid for", _LONGER[0], end=PROMPT,
     head=stated("The bridge that was never paid for", isAccessibleForFree=False)), ASKED),
    ("paywalled-one-line", article("en", "The bridge that was never paid for", _LONGER[0], end=PROMPT), ASKED),
    ("live", _live("Live: battle for Dorran", "Shelling is heard from the north of the town.",
     "The mayor asks people to stay at home.", "Two ambulances pass the bridge."), ASKED),
    ("live-stub", _live("Live: parliament votes on the treaty", "The session begins at nine."), ASKED),
    ("stated-not-found", article("en", "Page not found", *_LONGER, head=stated("Page not found")), ASKED),
    ("stated-cookies", article("en", "We value your privacy", *_LONGER, head=stated("We value your privacy")), ASKED),
    ("moment", article("en", "Just a moment: a street photographer in Ash Valley", *_STUB), ASKED),
    ("wrong", article("en", "Something went wrong at the dam, and nobody said so", *_STUB), ASKED),
    ("privacy", article("en", "Your privacy is for sale, and the army is buying", *_STUB), ASKED),
    ("removed", article("en", "This statue has been removed",
     "Workers took down the statue of the general on Monday.",
     "The page of history is turned, said the mayor, and the article of the charter that honoured him is gone."),
     ASKED),
    ("banner-de", article("de", "Granate trifft Markt in Dorran",
     "Zwei Menschen sind am Dienstagmorgen getötet worden, als eine Granate den Markt traf.", top=_BANNER_DE), ASKED),
    ("anmelden", article("de", "Anmelden, warten, hoffen: Ein Tag auf dem Amt",
     "Vor dem Amt in Kessel stehen um sechs Uhr früh schon hundert Menschen.",
     "Wer sich nicht anmeldet, bekommt keinen Ausweis."), ASKED),
    ("gefunden", article("de", "Vermisste Seite aus Chronik nicht gefunden",
     "Die Polizei hat die gestohlene Seite der Stadtchronik auch am Freitag nicht gefunden.",
     "Der Schaden beträgt 40.000 Euro."), ASKED),
    ("zustimmung", article("de", "Zustimmung zum Vertrag wächst",
     "Um drei Punkte ist die Zustimmung zum Wasservertrag gestiegen, wie eine Umfrage vom Montag zeigt."), ASKED),
    ("introuvable", article("fr", "Introuvable depuis mardi, le maire refait surface",
     "Le maire de Kessel a été retrouvé sain et sauf jeudi soir.",
     "Il s'était réfugié chez un cousin, a indiqué la gendarmerie."), ASKED),
    ("connexion", article("fr", "Connexion coupée dans tout le nord du pays",
     "Internet ne fonctionne plus depuis lundi midi dans les trois provinces du nord."), ASKED),
    ("privacidad", article("es", "La privacidad de los presos llega al Supremo",
     "El tribunal decidirá el jueves si las cámaras pueden grabar dentro de las celdas."), ASKED),
    ("pagina-it", article("it", "Pagina strappata dal registro, indaga la procura",
     "La pagina non è stata trovata nemmeno dopo tre giorni di ricerche in archivio."), ASKED),
    ("robo-pt", article("pt", "Não sou um robô, diz a candidata virtual",
     "A candidata respondeu por vídeo a vinte perguntas na terça-feira.", "O tribunal julga o caso na sexta."),
     ASKED),
    ("nl", article("nl", "Pagina uit dagboek niet gevonden",
     "De politie heeft de verdwenen pagina van het dagboek niet gevonden, zei een woordvoerder dinsdag."), ASKED),
    ("sv", article("sv", "Sidan som försvann ur arkivet",
     "Polisen söker sedan i måndags efter en sida ur kyrkboken i Ölmestad."), ASKED),
    ("fi", article("fi", "Evästeet kuriin, vaatii valtuutettu",
     "Tietosuojavaltuutettu määräsi maanantaina kolme verkkolehteä muuttamaan kyselynsä."), ASKED),
    ("ru", article("ru", "Страница истории: найден дневник осады",
     "Дневник, который вела учительница, нашли во вторник при ремонте школы."), ASKED),
    ("ru-bot", article("ru", "«Я не робот»: как боты выиграли выборы",
     "Комиссия признала в среду, что треть голосов подали программы."), ASKED),
    ("uk", article("uk", "Снаряд влучив у ринок", "Двоє людей загинули у вівторок вранці."), ASKED),
    ("ar", article("ar", "العثور على الصفحة المفقودة من السجل",
     "أعلنت الشرطة يوم الاثنين العثور على الصفحة التي سرقت من سجل المدينة."), ASKED),
    ("ar-stub", article("ar", "قذيفة تصيب السوق", "قتل شخصان صباح الثلاثاء.", top=_BANNER), ASKED),
    ("fa", article("fa", "حریم خصوصی شما در خطر است",
     "کارشناسان روز دوشنبه هشدار دادند که داده‌های بیماران در اینترنت فروخته می‌شود."), ASKED),
    ("he", article("he", "הדף החסר ביומן נמצא", "המשטרה מצאה ביום שני את הדף שנגנב מן הארכיון."), ASKED),
    ("hi", article("hi", "बाजार में गोला गिरा, दो की मौत",
     "मंगलवार सुबह बाजार में गोला गिरने से दो लोगों की मौत हो गई।"), ASKED),
    ("ja", article("ja", "クッキー規制、来春から強化",
     "総務省は月曜日、利用者の同意を得ずに閲覧履歴を集めることを禁じると発表した。"), ASKED),
    ("ja-stub", article("ja", "市場に砲弾、2人死亡", "火曜日朝、市場に砲弾が落ち、2人が死亡した。"), ASKED),
    ("zh", article("zh", "验证码失灵，数千人无法投票",
     "周一上午，数千名选民因验证码无法显示而不能登录系统。"), ASKED),
    ("zh-deleted", article("zh", "该文章已被删除？博主状告平台",
     "一名博主周二起诉平台，称其文章被无故删除。"), ASKED),
    ("ko", article("ko", "로그인 대란, 시민 수만 명 발 묶여",
     "월요일 오전 정부 사이트에 로그인하지 못한 시민이 수만 명에 달했다."), ASKED),
    ("tr", article("tr", "Sayfa bulunamadı: arşivden silinen haberler",
     "Araştırmaya göre savaşla ilgili haberlerin üçte biri artık internette yok.",
     "Rapor salı günü mecliste sunuldu."), ASKED),
    ("el", article("el", "Η σελίδα που έλειπε βρέθηκε",
     "Η αστυνομία βρήκε τη Δευτέρα τη σελίδα του χειρογράφου."), ASKED),
    ("cs", article("cs", "Stránka kroniky nalezena", "Policie našla v úterý ztracenou stránku kroniky."), ASKED),
    ("vi", article("vi", "Đạn pháo rơi trúng chợ", "Hai người thiệt mạng sáng thứ Ba.", end=_COMMENTS), ASKED),
    ("id", article("id", "Halaman yang hilang ditemukan",
     "Polisi menemukan halaman naskah itu pada hari Senin."), ASKED),
    ("hu", article("hu", "Sütik miatt bírságolt a hatóság",
     "Kétmillió forintra büntette hétfőn a hatóság a lapot, mert nem kért hozzájárulást."), ASKED),
    ("ro", article("ro", "Pagina lipsă a fost găsită", "Poliția a găsit luni pagina furată din registru."), ASKED),
    ("time-stub", article("en", "Not found", "No trace was found of the boat on Monday, the coast guard said.",
     end=_TIME, head=_OG), ASKED),
    ("da", article("da", "Samtykke: nyt lovforslag splitter tinget",
     "Et flertal stemte tirsdag for forslaget om samtykke."), ASKED),
)  # fmt: skip

ARTICLES = tuple(Case(f"article-{name}", None, page, address) for name, page, address in _ARTICLES)
