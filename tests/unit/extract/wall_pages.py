"""Pages that are no articles though they answer with 200, and articles that could be taken for one: what is said, in
many languages, and the markups that it is said in. Everything here is made up for the purpose."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

ASKED = "https://paper.example/2026/11/bridge-reopens.html"


@dataclass(frozen=True)
class Case:
    """One page as it answers."""

    name: str
    expected: str | None
    """The reason for which it is dropped; null for an article."""
    page: str
    url: str = ASKED
    """The address that answered."""
    asked: str = ASKED


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def bare(title: str, heading: str, *texts: str) -> str:
    """A heading and a few lines."""
    return (
        f'<!doctype html><html><head><title>{escape(title)}</title><meta name="robots" content="noindex"></head>'
        f"<body><h1>{escape(heading)}</h1>{_paragraphs(texts)}</body></html>"
    )


_TEASERS = (
    "Ferry service to the islands resumes after nine days of storms",
    "Harvest fails in the eastern plains, and prices rise in town",
    "Parliament puts off its vote on the water treaty until spring",
    "Volleyball: Port Liman take the cup in the fifth set",
)


def chrome(title: str, heading: str, *texts: str) -> str:
    """The same within a site's navigation, teasers and footer."""
    sections = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("world", "politics", "sport", "culture"))
    teasers = "".join(f'<li><a href="/t/{number}"><h3>{text}</h3></a></li>' for number, text in enumerate(_TEASERS))
    return (
        f'<!doctype html><html><head><title>{escape(title)} | The Paper</title><meta property="og:site_name" '
        f'content="The Paper"></head><body><header><a href="/">The Paper</a><nav><ul>{sections}</ul></nav></header>'
        f"<main><div class='content'><h1>{escape(heading)}</h1>{_paragraphs(texts)}</div></main>"
        f"<aside><h2>Most read</h2><ul>{teasers}</ul></aside><footer><p>© The Paper. All rights reserved. Imprint. "
        f"Terms of use. Privacy.</p></footer></body></html>"
    )


def dialog(title: str, heading: str, *texts: str) -> str:
    """A consent manager alone on the page, with its buttons; no heading element."""
    return (
        f"<!doctype html><html><head><title>{escape(title)}</title><script>window.__tcfapi=function(){{}}</script>"
        f"</head><body><div role='dialog' aria-modal='true'><div class='t'>{escape(heading)}</div>"
        f"{''.join(f'<div>{escape(text)}</div>' for text in texts[:-2])}<form method='post' action='/collect'>"
        f"<button name='a' value='1'>{escape(texts[-2])}</button><button name='r'>{escape(texts[-1])}</button></form>"
        f"</div></body></html>"
    )


def form(title: str, heading: str, *texts: str) -> str:
    """A login form; the last two texts are the labels of its button and of the link below it."""
    return (
        f"<!doctype html><html><head><title>{escape(title)}</title></head><body><header><a href='/'>The Paper</a>"
        f"</header><main><h2>{escape(heading)}</h2>{_paragraphs(texts[:-2])}<form method='post'><input type='email' "
        f"name='u'><input type='password' name='p'><button>{escape(texts[-2])}</button></form><a href='/reset'>"
        f"{escape(texts[-1])}</a></main></body></html>"
    )


def challenge(title: str, heading: str, *texts: str) -> str:
    """A check for robots: a heading, a line or two, a script and a widget."""
    return (
        f"<!doctype html><html><head><title>{escape(title)}</title><meta name='robots' content='noindex,nofollow'>"
        f"<script src='/challenge/1.js'></script></head><body><div class='main'><h1>{escape(heading)}</h1>"
        f"{_paragraphs(texts)}<div id='box'></div><noscript>JavaScript</noscript><p>Ray 8f2c1</p></div></body></html>"
    )


def app(title: str, heading: str, *texts: str) -> str:
    """Nested ``div`` elements and nothing that names them."""
    inner = "".join(f"<div><span>{escape(text)}</span></div>" for text in texts)
    return (
        f"<html><head><title>{escape(title)}</title></head><body><div id='root'><div><div>{escape(heading)}</div>"
        f"<div>{inner}</div></div></div></body></html>"
    )


def posing(title: str, heading: str, *texts: str) -> str:
    """In an ``article`` element, with Open Graph tags for those who share the address."""
    return (
        f"<!doctype html><html><head><title>{escape(title)}</title><meta property='og:title' content="
        f"'{escape(title)}'><meta property='og:type' content='website'></head><body><article><h1>{escape(heading)}</h1>"
        f"<div class='text'>{_paragraphs(texts)}</div></article></body></html>"
    )


Shape = Callable[..., str]

GATE = "https://paper.example/privacy-gate?return=%2F2026%2F11%2Fbridge-reopens.html"
_CONSENT_HOST = "https://consent.paper.example/?url=https%3A%2F%2Fpaper.example%2F2026%2F11%2Fbridge-reopens.html"
_LOGIN = "https://paper.example/account/login?redirect=https%3A%2F%2Fpaper.example%2F2026%2F11%2Fbridge-reopens.html"
_SSO = "https://auth.paper.example/signin?returnUrl=%2F2026%2F11%2Fbridge-reopens.html"
_ERROR = "https://paper.example/404"
_ERROR_PAGE = "https://paper.example/error.html?code=404"
_CAPTCHA = "https://paper.example/captcha?next=%2F2026%2F11%2Fbridge-reopens.html"

_WALLS: tuple[tuple[str, str, Shape, str | None, tuple[str, ...]], ...] = (
    # kind, language, markup, address after a redirect, what is said: title, heading, texts
    ("consent_wall", "en", bare, GATE, ("The Paper", "Your privacy, your choice",
     "We and our 832 partners store and access information on your device. You can change your choices at any time.")),
    ("consent_wall", "en", dialog, None, ("The Paper", "We value your privacy",
     "We use cookies to measure our audience and to show you advertising. Click accept to go on to the site.",
     "Accept all", "Manage options")),
    ("consent_wall", "en", app, _CONSENT_HOST, ("Before you continue", "Before you continue to The Paper",
     "We use cookies and data to deliver and maintain our services and to protect against spam.",
     "If you choose to reject all, we will not use cookies for these additional purposes.")),
    ("consent_wall", "de", bare, None, ("Einwilligung", "Mit Werbung weiterlesen oder werbefrei im Abo",
     "Besuchen Sie unsere Seite wie gewohnt mit Werbung und Tracking. Ihre Zustimmung können Sie jederzeit widerrufen.",
     "Wir und unsere Partner speichern Informationen auf Ihrem Gerät, etwa Cookies.")),
    ("consent_wall", "de", dialog, GATE, ("Die Zeitung", "Ihre Privatsphäre ist uns wichtig",
     "Wir verwenden Cookies und ähnliche Technologien, um Inhalte zu messen.", "Alle akzeptieren", "Einstellungen")),
    ("consent_wall", "de", posing, None, ("Datenschutz-Einstellungen", "Willkommen! Bitte stimmen Sie zu",
     "Um diese Seite zu nutzen, benötigen wir Ihre Einwilligung zur Verwendung von Cookies.", "Zustimmen und weiter")),
    ("consent_wall", "fr", bare, _CONSENT_HOST, ("Le Journal", "Nous respectons votre vie privée",
     "Avec votre accord, nos partenaires et nous utilisons des cookies pour mesurer l'audience de nos contenus.",
     "Vous pouvez retirer votre consentement à tout moment.")),
    ("consent_wall", "fr", dialog, None, ("Votre consentement", "Le respect de votre vie privée est notre priorité",
     "En cliquant sur accepter, vous consentez au dépôt de cookies.", "Tout accepter", "Continuer sans accepter")),
    ("consent_wall", "it", app, None, ("Il Giornale", "La tua privacy è importante per noi",
     "Noi e i nostri partner utilizziamo i cookie per archiviare informazioni sul dispositivo.", "Accetta e continua")),
    ("consent_wall", "es", bare, GATE, ("El Diario", "Su privacidad nos importa",
     "Nosotros y nuestros socios utilizamos cookies para almacenar información en su dispositivo.",
     "Aceptar y continuar")),
    ("consent_wall", "nl", dialog, None, ("Toestemming", "Wij geven om je privacy",
     "Wij gebruiken cookies om inhoud en advertenties te tonen die bij je passen.", "Alles accepteren", "Instellen")),
    ("consent_wall", "pl", bare, None, ("Gazeta", "Szanujemy Twoją prywatność",
     "My i nasi partnerzy przechowujemy informacje na urządzeniu, takie jak pliki cookie. Możesz wycofać zgodę w "
     "każdej chwili.", "Akceptuję i przechodzę do serwisu")),
    ("consent_wall", "pt", posing, None, ("Consentimento", "A sua privacidade é importante para nós",
     "Nós e os nossos parceiros utilizamos cookies para guardar informações no seu dispositivo.", "Aceitar tudo")),
    ("consent_wall", "sv", bare, GATE, ("Tidningen", "Vi värnar om din integritet",
     "Vi använder cookies för att förbättra din upplevelse. Godkänn för att fortsätta.")),
    ("consent_wall", "da", dialog, None, ("Avisen", "Vi beder om dit samtykke",
     "Vi bruger cookies til at huske dine indstillinger og til statistik.", "Tillad alle", "Afvis")),
    ("consent_wall", "cs", bare, None, ("Nastavení soukromí", "Vážíme si vašeho soukromí",
     "Používáme soubory cookies, abychom mohli zobrazovat reklamu podle vašich zájmů.", "Souhlasím a pokračovat")),
    ("consent_wall", "fi", bare, _CONSENT_HOST, ("Lehti", "Arvostamme yksityisyyttäsi",
     "Käytämme evästeitä sisällön ja mainosten räätälöimiseen.", "Hyväksy kaikki")),
    ("consent_wall", "tr", dialog, None, ("Gazete", "Gizliliğinize önem veriyoruz",
     "Size daha iyi hizmet sunmak için çerezler kullanıyoruz.", "Tümünü kabul et", "Reddet")),
    ("consent_wall", "ja", bare, GATE, ("新聞", "お客様のプライバシーについて",
     "当サイトはクッキーを使用しています。続行するには同意してください。", "同意して続ける")),
    ("consent_wall", "hu", posing, None, ("Hozzájárulás", "Fontos számunkra az Ön adatainak védelme",
     "Mi és partnereink sütiket használunk, hogy tartalmainkat mérjük.", "Elfogadom")),
    ("login_wall", "en", form, _LOGIN, ("Sign in", "Sign in to your account",
     "Welcome back.", "Sign in", "Forgot your password?")),
    ("login_wall", "en", form, None, ("Log in | The Paper", "Please log in to continue",
     "You need an account to read this page.", "Log in", "Create an account")),
    ("login_wall", "en", bare, _SSO, ("The Paper ID", "Enter your email to continue",
     "We will send you a link with which you can sign in.")),
    ("login_wall", "de", form, _LOGIN, ("Anmelden", "Melden Sie sich an",
     "Mit Ihrem Konto lesen Sie alle Artikel.", "Anmelden", "Passwort vergessen?")),
    ("login_wall", "fr", form, None, ("Connexion", "Connectez-vous",
     "Identifiez-vous pour accéder à votre compte.", "Se connecter", "Mot de passe oublié ?")),
    ("login_wall", "es", form, _SSO, ("Iniciar sesión", "Inicia sesión para continuar",
     "Accede con tu cuenta.", "Entrar", "¿Olvidaste tu contraseña?")),
    ("login_wall", "it", form, None, ("Accedi", "Accedi al tuo account",
     "Inserisci le tue credenziali.", "Accedi", "Password dimenticata?")),
    ("login_wall", "pt", form, _LOGIN, ("Entrar", "Faça login para continuar",
     "Use a sua conta para ler.", "Entrar", "Esqueceu a senha?")),
    ("login_wall", "ru", form, None, ("Вход", "Войдите в свой аккаунт",
     "Введите логин и пароль.", "Войти", "Забыли пароль?")),
    ("login_wall", "pl", form, _SSO, ("Logowanie", "Zaloguj się, aby kontynuować",
     "Nie masz konta? Zarejestruj się.", "Zaloguj", "Nie pamiętasz hasła?")),
    ("login_wall", "ja", form, None, ("ログイン", "会員ログイン",
     "メールアドレスとパスワードを入力してください。", "ログイン", "パスワードを忘れた方")),
    ("login_wall", "ar", form, _LOGIN, ("تسجيل الدخول", "سجل الدخول للمتابعة",
     "أدخل البريد الإلكتروني وكلمة المرور.", "دخول", "نسيت كلمة المرور؟")),
    ("login_wall", "ko", form, None, ("로그인", "로그인이 필요합니다",
     "회원 전용 페이지입니다. 로그인 후 이용해 주세요.", "로그인", "비밀번호 찾기")),
    ("login_wall", "nl", form, _SSO, ("Inloggen", "Log in om verder te gaan",
     "Vul je e-mailadres en wachtwoord in.", "Inloggen", "Wachtwoord vergeten?")),
    ("login_wall", "sv", form, None, ("Logga in", "Logga in för att fortsätta",
     "Har du inget konto? Skapa ett konto.", "Logga in", "Glömt lösenordet?")),
    ("bot_wall", "en", challenge, None, ("Just a moment...", "Checking your browser before you reach the site",
     "This takes a few seconds. Please enable JavaScript and cookies to continue.")),
    ("bot_wall", "en", challenge, _CAPTCHA, ("Security check", "Are you a robot?",
     "Please confirm that you are human by completing the puzzle below.")),
    ("bot_wall", "en", bare, None, ("Access Denied", "Access Denied",
     "You don't have permission to access this page on this server.", "Reference #18.2f6c.1763")),
    ("bot_wall", "en", app, None, ("paper.example", "Verify you are human",
     "Our systems have detected unusual traffic from your network. Press and hold the button.")),
    ("bot_wall", "en", posing, None, ("Pardon the interruption", "Pardon our interruption",
     "Something about your browser made us think you were a bot.", "You may have JavaScript disabled.")),
    ("bot_wall", "de", challenge, None, ("Sicherheitsüberprüfung", "Bitte bestätigen Sie, dass Sie kein Roboter sind",
     "Ihr Browser wird überprüft. Einen Moment bitte.")),
    ("bot_wall", "fr", challenge, None, ("Vérification de sécurité", "Vérifiez que vous êtes humain",
     "Un instant, nous vérifions votre navigateur.")),
    ("bot_wall", "es", challenge, _CAPTCHA, ("Verificación", "Confirma que no eres un robot",
     "Hemos detectado un tráfico inusual procedente de tu red.")),
    ("bot_wall", "ru", challenge, None, ("Проверка браузера", "Подтвердите, что вы не робот",
     "Мы зарегистрировали подозрительный трафик, исходящий из вашей сети.")),
    ("bot_wall", "zh", challenge, None, ("安全验证", "请完成安全验证",
     "系统检测到您的访问异常，请拖动滑块完成验证。")),
    ("bot_wall", "ja", challenge, None, ("アクセス確認", "ロボットではないことを確認してください",
     "ブラウザを確認しています。しばらくお待ちください。")),
    ("bot_wall", "pt", challenge, None, ("Acesso negado", "Acesso negado",
     "Você não tem permissão para acessar esta página.")),
    ("bot_wall", "it", challenge, None, ("Un momento", "Verifica di non essere un robot",
     "Stiamo controllando il tuo browser.")),
    ("bot_wall", "tr", challenge, None, ("Güvenlik kontrolü", "Robot olmadığınızı doğrulayın",
     "Tarayıcınız kontrol ediliyor, lütfen bekleyin.")),
    ("bot_wall", "uk", challenge, None, ("Перевірка", "Підтвердьте, що ви не робот",
     "Зачекайте, ми перевіряємо ваш браузер.")),
    ("soft_404", "en", bare, None, ("404 Not Found", "404", "The page you requested could not be found.")),
    ("soft_404", "en", chrome, None, ("Page not found", "Page not found",
     "Sorry, the page you are looking for does not exist or has been moved. Try the search.")),
    ("soft_404", "en", chrome, None, ("Article unavailable", "This article is no longer available",
     "It may have been removed or has expired.")),
    ("soft_404", "en", app, _ERROR, ("The Paper", "Oops! Something went wrong", "Go back to the homepage.")),
    ("soft_404", "de", chrome, None, ("Seite nicht gefunden", "Diese Seite gibt es leider nicht (mehr)",
     "Die von Ihnen gewünschte Seite konnte nicht gefunden werden.")),
    ("soft_404", "de", bare, _ERROR_PAGE, ("Fehler", "Fehler 404", "Der Artikel ist nicht mehr verfügbar.")),
    ("soft_404", "fr", chrome, None, ("Page introuvable", "Oups ! Cette page est introuvable",
     "La page que vous recherchez n'existe pas ou a été supprimée.")),
    ("soft_404", "es", chrome, None, ("Página no encontrada", "No hemos encontrado la página",
     "La página que busca no existe o ha cambiado de dirección.")),
    ("soft_404", "it", chrome, None, ("Pagina non trovata", "Errore 404: pagina non trovata",
     "La pagina che stai cercando non esiste più.")),
    ("soft_404", "pt", bare, None, ("Página não encontrada", "Página não encontrada",
     "O conteúdo que você procura não existe ou foi removido.")),
    ("soft_404", "nl", chrome, None, ("Pagina niet gevonden", "Deze pagina bestaat niet (meer)",
     "De pagina die je zoekt is verplaatst of verwijderd.")),
    ("soft_404", "sv", chrome, None, ("Sidan hittades inte", "Sidan kunde inte hittas",
     "Sidan du söker finns inte eller har flyttats.")),
    ("soft_404", "ru", chrome, None, ("Страница не найдена", "Ошибка 404",
     "Запрашиваемая страница не существует или была удалена.")),
    ("soft_404", "uk", chrome, None, ("Сторінку не знайдено", "Сторінку не знайдено",
     "На жаль, такої сторінки не існує.")),
    ("soft_404", "pl", chrome, None, ("Nie znaleziono strony", "Strona nie istnieje",
     "Przepraszamy, strona, której szukasz, nie istnieje lub została usunięta.")),
    ("soft_404", "ar", chrome, None, ("الصفحة غير موجودة", "عذرا، الصفحة غير موجودة",
     "الصفحة التي تبحث عنها لم تعد متاحة.")),
    ("soft_404", "fa", bare, None, ("صفحه یافت نشد", "صفحه مورد نظر یافت نشد", "ممکن است این صفحه حذف شده باشد.")),
    ("soft_404", "he", chrome, None, ("הדף לא נמצא", "הדף שחיפשת לא נמצא", "ייתכן שהדף הוסר או הועבר.")),
    ("soft_404", "hi", bare, None, ("पेज नहीं मिला", "यह पेज उपलब्ध नहीं है", "आप जिस पेज को खोज रहे हैं वह मौजूद नहीं है।")),
    ("soft_404", "ja", chrome, None, ("ページが見つかりません", "お探しのページは見つかりませんでした",
     "ページが削除されたか、URLが変更された可能性があります。")),
    ("soft_404", "zh", bare, None, ("页面不存在", "抱歉，您访问的页面不存在", "该文章已被删除。")),
    ("soft_404", "ko", app, None, ("페이지를 찾을 수 없습니다", "요청하신 페이지를 찾을 수 없습니다",
     "삭제된 기사입니다.")),
    ("soft_404", "tr", chrome, None, ("Sayfa bulunamadı", "Aradığınız sayfa bulunamadı",
     "Bu haber yayından kaldırılmış olabilir.")),
    ("soft_404", "el", chrome, None, ("Η σελίδα δεν βρέθηκε", "Σφάλμα 404", "Η σελίδα που αναζητάτε δεν υπάρχει.")),
    ("soft_404", "cs", bare, None, ("Stránka nenalezena", "Stránka nebyla nalezena",
     "Požadovaná stránka neexistuje.")),
    ("soft_404", "ro", chrome, None, ("Pagina nu a fost găsită", "Eroare 404",
     "Ne pare rău, pagina pe care o căutați nu există.")),
    ("soft_404", "vi", bare, None, ("Không tìm thấy trang", "Trang không tồn tại", "Bài viết đã bị xóa.")),
    ("soft_404", "id", chrome, None, ("Halaman tidak ditemukan", "Halaman tidak ditemukan",
     "Maaf, halaman yang Anda cari tidak tersedia.")),
    ("soft_404", "fi", bare, None, ("Sivua ei löytynyt", "Sivua ei löydy", "Hakemaasi sivua ei ole olemassa.")),
)  # fmt: skip

WALLS = tuple(
    Case(f"{kind}-{language}-{shape.__name__}-{number}", kind, shape(*said), address or ASKED)
    for number, (kind, language, shape, address, said) in enumerate(_WALLS)
)
