"""Which addresses a crawl may connect to; asked when it connects, of the very address that it connects to.

Every connection of Scrapy's goes through the reactor's resolver, whatever asked for it: pages, redirects, robots.txt,
feeds, sitemaps; names and addresses in any spelling. Judging there leaves no gap between the check and the use, in
which a name could be made to mean another machine.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from socket import EAI_NONAME, gaierror, getaddrinfo, inet_aton
from typing import Any, Self
from urllib.request import getproxies

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet._resolver import GAIResolver
from twisted.internet.address import IPv4Address as TwistedIPv4Address
from twisted.internet.address import IPv6Address as TwistedIPv6Address
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

logger = logging.getLogger(__name__)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: the last 32 bits are an IPv4 address
_ASSIGNED = IPv6Network("2000::/3")  # all that is assigned for use in the public IPv6 internet
_NOT_PUBLIC: tuple[Network, ...] = (
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, out of use
    IPv6Network("2001::/23"),  # protocol assignments, Teredo's tunnels among them
    IPv6Network("3fff::/20"),  # documentation; Python 3.11 does not know it
)


class PrivateAddress(Exception):
    """The host is at an address that is not public."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, address)
        self.host = host
        self.address = address

    def __str__(self) -> str:
        at = "" if self.host == self.address else f"{self.host} is at "
        network = ip_network(_meant(self.address))
        return f"{at}{self.address}, which is no public address; if it is meant, set DATELINE_ALLOW_NETWORKS={network}"


def _meant(address: str) -> Address:
    """The address that packets end at: the IPv4 one inside an IPv6 one that only carries it."""
    parsed = ip_address(address.partition("%")[0])  # an IPv6 address may name an interface
    if isinstance(parsed, IPv4Address):
        return parsed
    if parsed in _TRANSLATED:
        return IPv4Address(int(parsed) & 0xFFFFFFFF)
    return parsed.ipv4_mapped or parsed.sixtofour or parsed


def is_public(address: str) -> bool:
    """Whether an IP address, as text, belongs to the public internet: not loopback, private, link-local, shared,
    multicast, reserved, for documentation, unspecified; nor an IPv6 spelling of such an IPv4 one."""
    meant = _meant(address)
    if isinstance(meant, IPv6Address) and meant not in _ASSIGNED:
        return False
    return meant.is_global and not meant.is_multicast and not any(meant in network for network in _NOT_PUBLIC)


class Allowance:
    """The addresses that a crawl may connect to: public ones, and networks that are named."""

    def __init__(self, networks: Sequence[str] = ()) -> None:
        """``networks``: ``127.0.0.1/32``, ``10.2.0.0/16``, ``::1``. Raises ValueError for what is none."""
        self._networks: tuple[Network, ...] = tuple(ip_network(network.strip(), strict=False) for network in networks)

    def covers(self, address: str) -> bool:
        """Whether ``address``, as text, may be connected to."""
        return is_public(address) or any(_meant(address) in network for network in self._networks)


def as_address(host: str) -> str | None:
    """The IP address that a URL's host spells, ``2130706433`` and ``0x7f.1`` among the spellings; null for a name."""
    host = host.strip("[]").rstrip(".")
    for read in (ip_address, lambda spelled: ip_address(inet_aton(spelled))):
        with suppress(ValueError, OSError):
            return str(read(host))
    return None


refused: ContextVar[list[PrivateAddress] | None] = ContextVar("refused", default=None)
"""What the resolver refused of the request that is being made; whoever makes it puts a list there. A resolver itself
can only say "no such name", which is another outcome, and one to try again."""


def look_up(*asked: Any, **more: Any) -> Any:
    """The addresses of a name, as ``socket.getaddrinfo`` gives them; raises only ``gaierror``. Twisted expects no other
    error: a redirect to ``http://a..b/`` would keep its request waiting until it timed out."""
    try:
        return getaddrinfo(*asked, **more)
    except UnicodeError as error:
        raise gaierror(EAI_NONAME, f"not a name: {error}") from error


@implementer(IResolutionReceiver)
class _Gate:
    """Passes on the addresses that are allowed."""

    def __init__(self, receiver: Any, allowance: Allowance, name: str) -> None:
        self._receiver = receiver
        self._allowance = allowance
        self._name = name
        self._refused = refused.get()

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: TwistedIPv4Address | TwistedIPv6Address) -> None:
        if self._allowance.covers(address.host):
            self._receiver.addressResolved(address)
        elif self._refused is not None:
            self._refused.append(PrivateAddress(self._name, address.host))

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver: another one's answers, less what is not allowed."""

    def __init__(self, reactor: Any, resolver: Any, allowance: Allowance) -> None:
        self._reactor = reactor
        self._resolver = resolver
        self._allowance = allowance

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Read the settings. Raises ValueError if ``PRIVATE_NETWORKS_ALLOWED`` names what is no network."""
        settings = crawler.settings
        _speak_of_proxies(used=settings.getbool("HTTPPROXY_ENABLED"))
        resolver: Any = CachingHostnameResolver.from_crawler(crawler, reactor)
        resolver.original_resolver = GAIResolver(reactor, getaddrinfo=look_up)
        return cls(reactor, resolver, Allowance(settings.getlist("PRIVATE_NETWORKS_ALLOWED")))

    def install_on_reactor(self) -> None:
        """Scrapy calls this."""
        self._reactor.installNameResolver(self)

    def resolveHostName(self, resolutionReceiver: Any, hostName: str, *args: Any, **kwargs: Any) -> Any:
        """Resolve a name, or an address in any spelling that the system's resolver takes."""
        gate = _Gate(resolutionReceiver, self._allowance, hostName)
        return self._resolver.resolveHostName(gate, hostName, *args, **kwargs)


def _speak_of_proxies(*, used: bool) -> None:
    names = sorted(getproxies().keys() & {"http", "https"})
    if names and used:
        logger.warning("using the environment's proxy: it resolves names, so it has to refuse private addresses")
    elif names:
        logger.info("a proxy is set in the environment (%s) and not used; see docs/security.md", ", ".join(names))
