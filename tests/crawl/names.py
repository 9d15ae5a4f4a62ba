"""A resolver with names of its own: what a hostile name server would answer. Named in TWISTED_DNS_RESOLVER."""

import socket
from collections import Counter
from typing import Any, Self

from scrapy.crawler import Crawler
from twisted.internet._resolver import GAIResolver

from crawler.network.addresses import Allowance, GuardedResolver, look_up

ANSWERS = {
    "paper.example": [["127.0.0.1"]],
    "inside.example": [["127.0.0.2"]],
    "turning.example": [["127.0.0.1"], ["127.0.0.2"]],
    "both.example": [["127.0.0.2", "127.0.0.1"]],
}
"""The addresses of a name, look-up by look-up; the last answer stays."""


class NamesResolver(GuardedResolver):
    """The guarded resolver on top of ``ANSWERS``, without a cache, as if every answer were good for no time."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        asked: Counter[str] = Counter()

        def answer(host: str, port: int, *rest: Any) -> Any:
            answers = ANSWERS.get(host)
            if answers is None:
                return look_up(host, port, *rest)
            given = answers[min(asked[host], len(answers) - 1)]
            asked[host] += 1
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in given]

        allowance = Allowance(crawler.settings.getlist("PRIVATE_NETWORKS_ALLOWED"))
        return cls(reactor, GAIResolver(reactor, getaddrinfo=answer), allowance)
