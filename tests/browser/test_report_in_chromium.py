"""The report in a real browser: hostile pages do nothing in it, and it fits a phone."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from models import db
from tests.commands import run_command
from tests.conftest import scratch_database
from tests.reported import hostile_corpus

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: install it, or name it in CHROMIUM")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Opened:
    """A page, and what happened while it was open."""

    page: Page
    happened: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def hostile(server: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a corpus of hostile pages."""
    out = tmp_path_factory.mktemp("hostile") / "report.html"
    with scratch_database(server, migrated_template) as url, db.engine_on(url) as engine:
        hostile_corpus(engine)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATABASE_URL", url)
            assert run_command("report", "-o", str(out), folder=out.parent) == 0
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def opened(hostile: Path, browser: Browser) -> Opened:
    """The report on a phone, scrolled through and with every detail open. It is made before the browser starts, which
    leaves an event loop running in this thread. The page's own policy is off: escaping has to do without it."""
    opened = Opened(browser.new_page(viewport={"width": 360, "height": 740}, color_scheme="dark", bypass_csp=True))
    page = opened.page

    def asked(request: Request) -> None:
        opened.requested.append(request.url)

    page.on("request", asked)
    page.on("dialog", lambda dialog: (opened.happened.append(f"dialog {dialog.message}"), dialog.dismiss())[0])
    page.on("console", lambda message: opened.happened.append(f"console {message.text}"))
    page.on("pageerror", lambda error: opened.happened.append(f"script {error}"))
    page.on("popup", lambda popup: opened.happened.append(f"popup {popup.url}"))
    page.goto(hostile.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    for link in page.locator("nav a").all():
        link.click()
    page.mouse.move(100, 300)
    page.keyboard.press("Tab")
    return opened


def test_no_script_ran_no_dialog_came_and_nothing_was_asked_of_any_network(opened: Opened, hostile: Path) -> None:
    assert opened.happened == []
    assert opened.requested == [hostile.as_uri()]
    assert opened.page.url.partition("#")[0] == hostile.as_uri()
    assert opened.page.evaluate("document.scripts.length + document.images.length + frames.length") == 0


def test_the_pages_own_policy_stops_what_escaping_might_let_through(browser: Browser, hostile: Path) -> None:
    leaky = hostile.with_name("leaky.html")
    leak = "<script>alert(1)</script><img src=https://evil.example/x.png onerror=alert(2)>"
    leaky.write_text(hostile.read_text("utf-8").replace("<main", f"{leak}<main"), "utf-8")
    opened = Opened(browser.new_page())
    opened.page.on("dialog", lambda dialog: (opened.happened.append(dialog.message), dialog.dismiss())[0])
    opened.page.on("requestfinished", lambda request: opened.requested.append(request.url))
    opened.page.goto(leaky.as_uri())
    assert opened.happened == []
    assert opened.requested == [leaky.as_uri()]


def test_a_link_of_a_page_leads_to_http_or_nowhere(opened: Opened) -> None:
    protocols = opened.page.evaluate("[...new Set([...document.links].map(link => link.protocol))].sort()")
    assert set(protocols) <= {"file:", "http:", "https:"}
    away = "[...document.links].filter(link => link.protocol != 'file:')"
    assert opened.page.evaluate(f"{away}.every(link => link.rel == 'noopener noreferrer nofollow' && !link.username)")


def test_a_phone_scrolls_down_only_whatever_a_page_prints(opened: Opened) -> None:
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360
    shown = "getComputedStyle(document.querySelector('#coverage svg.{}')).display"
    assert opened.page.evaluate(shown.format("narrow")) == "block"
    assert opened.page.evaluate(shown.format("wide")) == "none"


def test_no_text_of_a_page_runs_over_its_neighbours(opened: Opened) -> None:
    """Signs stacked on a letter, and lines turned around, stay within their own part."""
    loose = """[...document.querySelectorAll('main .scroll, main .wall li, main .events > li, main .revision')]
        .filter(one => getComputedStyle(one).overflowX == 'visible').length"""
    assert opened.page.evaluate(loose) == 0
    assert opened.page.evaluate("getComputedStyle(document.querySelector('blockquote')).unicodeBidi") == "isolate"


def test_light_and_dark_are_both_there(opened: Opened) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    dark = opened.page.evaluate(background)
    opened.page.emulate_media(color_scheme="light")
    assert opened.page.evaluate(background) != dark
