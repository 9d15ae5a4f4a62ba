"""Pages and sites that do harm: each costs itself, and no other."""

import time

from tests.faults import checks
from tests.faults.crawls import CONCURRENCY, Newsdesk
from tests.faults.site import SITEMAP, Exchange, PaperSite

SENTENCE = "The text of a page that goes on and on without an end, as seen in Mosul on 3 May 2017. "
LONG = f"<html><body><article><h1>A long page</h1>{'<p>x y.' * 210_000}</article></body></html>".encode()
BULKY = f"<html><body><article><h1>A bulky page</h1><p>{SENTENCE * 200_000}</article></body></html>".encode()


def test_pages_that_take_too_long_or_too_much_memory_are_set_aside_and_not_taken_again(
    site: PaperSite, desk: Newsdesk
) -> None:
    long, bulky, *good = site.articles
    site.answers = {long: lambda exchange: exchange.send(200, LONG), bulky: lambda exchange: exchange.send(200, BULKY)}
    limits = {"EXTRACTION_TIMEOUT": 4, "EXTRACTION_MEMORY_MB": 400}
    crawl = desk.run(**limits)
    assert crawl.wait() == 0, crawl.said
    assert checks.outcomes(desk.url, long, bulky) == [("quarantined", "timeout"), ("quarantined", "memory")]
    again = desk.run(**limits)
    assert again.wait() == 0, again.said
    assert checks.stored_once(site, desk.url, good) == []
    assert checks.fetched_again(site, [], CONCURRENCY) == []
    assert checks.unreadable(desk.archive) == []


def test_a_server_at_its_worst_costs_the_pages_that_it_spoils(site: PaperSite, desk: Newsdesk) -> None:
    half, reset, loop, broken, stall, *good = site.articles
    site.answers = {
        half: Exchange.send_half,
        reset: Exchange.hang_up,
        loop: lambda exchange: exchange.send(302, Location=loop),
        broken: lambda exchange: exchange.send(500, b"<html><body><h1>Oh no</h1></body></html>"),
        stall: Exchange.stall,
    }
    crawl = desk.run(DOWNLOAD_TIMEOUT=2)
    assert crawl.wait() == 1
    assert checks.outcomes(desk.url, half, reset, loop, broken, stall) == [
        ("failed", "cut_off"),
        ("failed", "connection"),
        ("dropped", "redirect_loop"),
        ("failed", "http_500"),
        ("failed", "timeout"),
    ]
    assert checks.stored_once(site, desk.url, good) == []
    assert checks.unreadable(desk.archive) == []
    assert checks.all_settled(desk.url) == []


def test_a_site_that_asks_to_be_left_alone_is_left_alone(site: PaperSite, desk: Newsdesk) -> None:
    refused: list[float] = []
    busy = list(site.articles)[30]

    def refuse_once(exchange: Exchange) -> None:
        if refused:
            exchange.send(200, site.articles[busy].page)
        else:
            refused.append(time.monotonic())
            exchange.send(503, Retry_After="2")

    site.answers = {busy: refuse_once}
    crawl = desk.run(RETRY_TIMES=2)
    assert crawl.wait() == 0, crawl.said
    until = refused[0] + 2
    open_then = [one for one in site.ledger.requests if refused[0] < one.began < until]
    assert len(open_then) <= CONCURRENCY, f"{len(open_then)} requests in the 2 s that the site asked for"
    assert checks.stored_once(site, desk.url) == []


def test_endless_addresses_of_one_page_are_bounded_for_each_run(site: PaperSite, desk: Newsdesk) -> None:
    page = next(iter(site.articles.values()))
    endless = [f"/calendar/2026/11/day-{number}-of-the-count" for number in range(300)]
    site.listed = endless
    site.answers = dict.fromkeys(endless, lambda exchange: exchange.send(200, page.page))
    for run in (1, 2):
        desk.run(PAGES_PER_RUN=40)
        asked = sum(one.path in site.answers and one.crawl == run for one in site.ledger.requests)
        assert 0 < asked <= 40, f"{asked} pages in run {run}"
    assert site.asked(SITEMAP) == 2
