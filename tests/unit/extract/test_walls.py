"""Consent walls, login walls, checks for robots and soft 404s are told from articles, however short these are."""

from collections import Counter
from importlib.resources import files

import pytest

from models.items import Document, Hints, Rejected
from pipelines.extract.document import extract_document
from pipelines.extract.walls.judge import KINDS
from tests.unit.extract.near_walls import ARTICLES, PROMPT, article, stated
from tests.unit.extract.wall_pages import ASKED, GATE, WALLS, Case, app, bare, challenge, chrome, form

_PHRASES = [
    line.split("\t") for line in files("pipelines.extract.walls").joinpath("phrases.tsv").read_text().splitlines()
]
_PARTNERS = "We and our 12 partners store a note on your device."
_LEAD = "The pontoon was laid before dawn, and by noon four hundred people had crossed it with carts and blankets."


def read(page: str, url: str = ASKED, asked: str | None = ASKED) -> Document:
    """What is extracted of a page that was asked for under one address and answered under another."""
    return extract_document(page.encode(), url, Hints(content_type="text/html; charset=utf-8", asked_url=asked))


def reason(page: str, url: str = ASKED, asked: str | None = ASKED) -> str | None:
    """Why a page is no article; null if it is one."""
    try:
        read(page, url, asked)
    except Rejected as rejection:
        return rejection.reason
    return None


@pytest.mark.parametrize("case", WALLS, ids=lambda case: case.name)
def test_a_wall_is_recorded_for_what_it_is_and_its_detail_says_why(case: Case) -> None:
    with pytest.raises(Rejected) as caught:
        read(case.page, case.url, case.asked)
    assert caught.value.reason == case.expected
    assert caught.value.detail


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.name)
def test_an_article_that_is_like_a_wall_is_kept(case: Case) -> None:
    assert read(case.page, case.url, case.asked).headline


def test_five_articles_that_are_led_to_one_consent_page_are_five_consent_walls() -> None:
    page = bare("The Paper", "Ongi etorri", "Sakatu botoia aurrera egiteko.")  # in a language that the table lacks
    asked = [f"https://paper.example/2026/11/{name}.html" for name in ("bridge", "ferry", "harvest", "treaty", "cup")]
    gates = [f"https://paper.example/privacy-gate?return={url}" for url in asked]
    assert [reason(page, gate, url) for gate, url in zip(gates, asked, strict=True)] == ["consent_wall"] * 5


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (GATE, "consent_wall"),
        (
            "https://consent.paper.example/?u=https%3A%2F%2Fpaper.example%2F2026%2F11%2Fbridge-reopens.html",
            "consent_wall",
        ),
        ("https://id.paper.example/sign-in/2026/11/bridge-reopens.html", "login_wall"),
        ("https://paper.example/auth/login#/2026/11/bridge-reopens.html", "login_wall"),
        ("https://paper.example/captcha?next=/2026/11/bridge-reopens.html", "bot_wall"),
        ("https://paper.example/errors/page-not-found.html", "soft_404"),
        ("https://paper.example/404/", "soft_404"),
        # These name nothing, or as much as what was asked for did.
        ("https://paper.example/2026/11/bridge-reopens.html?login=1", None),
        ("https://www.paper.example/2026/11/bridge-reopens.html/", None),
        ("https://paper.example/missing/bridge-reopens.html", None),
        ("https://paper.example/go?target=/2026/11/bridge-reopens.html", None),
        ("https://paper.example/consent-and-cookies-explained.html", None),
        ("https://paper.example/cookie-login.html", None),
        ("https://[paper.example/login", None),
    ],
)
def test_an_address_that_names_a_wall_and_bears_the_one_asked_for_is_enough(url: str, expected: str | None) -> None:
    assert reason(app("The Paper", "Ongi etorri", "Sakatu botoia aurrera egiteko."), url) == expected


def test_of_an_archived_wall_the_address_alone_tells_where_it_was_to_lead() -> None:
    page = bare("The Paper", "Ongi etorri", "Sakatu botoia aurrera egiteko.")
    assert reason(page, GATE, None) == "consent_wall"
    assert reason(page, "https://paper.example/consent", None) is None


def test_an_unknown_gate_that_bears_the_address_asked_for_adds_to_what_the_page_says() -> None:
    page = article("en", "Welcome to The Paper", _PARTNERS, "The Paper has been read in Kessel since 1904.")
    assert reason(page) is None
    assert reason(page, "https://paper.example/gateway?to=/2026/11/bridge-reopens.html") == "consent_wall"


def test_an_article_that_was_moved_to_an_address_like_a_walls_is_kept() -> None:
    page = article("en", "Shell hits market in Dorran", *[f"{_LEAD} {number}" for number in range(5)])
    assert reason(page, "https://paper.example/register/2026/11/bridge-reopens.html") is None


def test_what_json_ld_calls_an_article_is_one_if_there_is_any_of_it() -> None:
    head = stated("Page not found")
    assert reason(article("en", "Page not found", "The page you are looking for does not exist.", head=head)) is None
    assert reason(article("en", "Page not found", head=head).partition("<footer>")[0]) == "soft_404"


def test_date_byline_and_type_speak_against_a_wall() -> None:
    said = ("Access denied", "Fourteen lorries turned back at the gate.")
    head = "<meta property='og:type' content='article'><meta property='article:published_time' content='2026-11-03'>"
    assert reason(article("en", *said)) == "bot_wall"
    assert reason(article("en", *said, head=head)) is None


def test_a_photo_with_its_caption_speaks_against_a_wall() -> None:
    photo = (
        "<figure><img src='/p/1.jpg' width='1200' height='800' alt=''><figcaption>Men carry sandbags past the school, "
        "22 June 2017.</figcaption></figure>"
    )
    assert reason(article("en", "Just a moment", top=photo)) is None
    assert reason(article("en", "Just a moment", top=photo.partition("<figcaption>")[0] + "</figure>")) is None


def test_a_heading_says_what_the_title_leaves_out() -> None:
    page = "<title>The Paper</title><body><h2>404: page not found</h2><p>The page you are looking for is gone.</p>"
    with pytest.raises(Rejected, match="headed “404: page not found”"):
        read(f"<html>{page}</html>")
    with pytest.raises(Rejected, match="headed “Not found”"):  # too short for a headline
        read(f"<html>{page.replace('404: page not found', 'Not found')}</html>")


def test_a_title_counts_less_where_a_heading_tells_something_else() -> None:
    page = article("en", "Fourteen lorries wait at Kessel", "No driver was let through.")
    assert reason(page.replace("<title>Fourteen lorries wait at Kessel", "<title>Access denied")) is None


def test_a_captcha_and_a_password_count_where_they_are_what_the_page_has() -> None:
    widget = "<div class='g-recaptcha'></div>"
    page = challenge("paper.example", "paper.example", "Please enable JavaScript.").replace("<div id='box'>", widget)
    assert reason(page) == "bot_wall"
    login = form("Welcome", "Ongi etorri", "Sign in", "Forgot your password?")
    assert reason(login) == "login_wall"
    assert reason(login.replace("<form", "<form style='display: none'")) != "login_wall"


def test_a_name_alone_is_enough_where_there_is_nothing_else() -> None:
    assert reason("<html><title>The Paper</title><body><h1>Page not found</h1></body></html>") == "soft_404"
    assert reason("<html><title>The Paper</title><body><h1>Page not found in Kessel</h1></body></html>") == "no_content"


def test_a_missing_page_with_a_long_text_of_other_things_is_one_by_its_name() -> None:
    more = [
        f"We looked for page {number} of what you asked for and this is the nearest that we have."
        for number in range(9)
    ]
    page = article("en", "Error 404: page not found", "Sorry, we could not find the page you are looking for.", *more)
    assert reason(page) == "soft_404"


def test_of_a_long_page_with_a_short_text_the_beginning_is_looked_at() -> None:
    rows = "".join(f"<tr><td>Kessel {number}</td><td>{number * 7}</td></tr>" for number in range(2000))
    page = article("en", "Votes in Kessel", "These are the votes.", end=f"<table>{rows}</table>")
    assert reason(page, "https://paper.example/gateway?to=/2026/11/bridge-reopens.html") is None


def test_a_line_that_every_page_has_does_not_name_one_that_could_not_be_read() -> None:
    page = (
        "<title>Shell hits market</title><h1>Shell hits market</h1><p>Please enable JavaScript to watch this video</p>"
    )
    assert reason(f"<html>{page}</html>") == "no_content"


def test_teasers_and_quotations_say_nothing_about_the_page() -> None:
    page = chrome("Ferries", "Ferries wait", "“We value your privacy. We use cookies. Accept all.” So begins the day.")
    assert reason(page) is None


def test_a_text_that_breaks_off_before_a_call_to_subscribe_is_paywalled_and_what_is_open_is_kept() -> None:
    document = read(article("en", "The bridge that was never paid for", _LEAD, _LEAD.upper(), end=PROMPT))
    assert document.paywalled is True
    assert document.sources["paywalled"] == "prompt"
    assert (document.body or "").startswith(_LEAD)


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("Dieser Artikel ist nur für Abonnenten lesbar.", "de"),
        ("La suite est réservée aux abonnés.", "fr"),
        ("Suscríbete para seguir leyendo", "es"),
        ("Materiał jest tylko dla prenumeratorów. Czytaj dalej z pakietem.", "pl"),
        ("この記事は有料会員限定です。残り 812文字", "ja"),
    ],
)
def test_calls_to_subscribe_in_other_languages(prompt: str, language: str) -> None:
    page = article(language, "The bridge that was never paid for", _LEAD, _LEAD.upper(), end=f"<div>{prompt}</div>")
    assert read(page).paywalled is True


@pytest.mark.parametrize(
    "page",
    [
        article("en", "The bridge", _LEAD, _LEAD.upper(), end="<div>Already a subscriber? Log in.</div>"),
        article("en", "The bridge", _LEAD, _LEAD.upper(), end="<div>The mayor said: subscribe to read it all.</div>"),
        article("en", "The bridge", _LEAD, _LEAD.upper(), top=PROMPT),
        article("en", "The bridge", _LEAD, _LEAD.upper(), end=f"<div hidden>{PROMPT}</div>"),
        article("en", "The bridge", *[f"{_LEAD} {number}" for number in range(9)], end=PROMPT),
    ],
)
def test_an_open_text_is_not_called_paywalled_for_a_call_elsewhere(page: str) -> None:
    assert read(page).paywalled is None


def test_what_the_page_declares_is_believed_before_a_call_to_subscribe() -> None:
    head = stated("The bridge", isAccessibleForFree=True)
    assert read(article("en", "The bridge", _LEAD, _LEAD.upper(), head=head, end=PROMPT)).paywalled is False


def test_every_kind_has_phrases_in_more_than_twenty_languages_and_none_twice() -> None:
    languages = Counter(kind for kind, _, _ in _PHRASES)
    assert set(languages) == {*KINDS, "paywall"}
    assert all(languages[kind] > 20 for kind in KINDS)
    for _, _, phrases in _PHRASES:
        assert len(set(phrases.split("|"))) == phrases.count("|") + 1
