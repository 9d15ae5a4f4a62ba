"""URLs: which are fit to fetch, which are the same page, which belong to one site. Nothing here touches the network.

courlan's ``normalize_url`` is not used for keys. Measured on 1.4 it reads ``&section=world`` as ``§ion=world``, drops
``?12345``, ``?id=``, ``?cid=7``, ``?gallery=3`` and ``?global=1``, and takes ``%d9`` and ``%D9`` for different bytes:
on sites that number their articles in the query, different articles would share one key.
"""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urlsplit

from tldextract import TLDExtract

MAX_URL_LENGTH = 4096
"""Characters; longer addresses are traps or mistakes, and do not fit an index row."""

_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff\s\\<>\"^`{|}]")
_HOST_UNFIT = re.compile(r"[\x00-\x20\x7f!\"#$%&'()*+,/:;<=>?@\[\\\]^`{|}~]")
_DEFAULT_PORTS = {"http": 80, "https": 443}

# The bundled public suffix list, private part included: two blogs under blogspot.com are two sites. With no list
# addresses and no cache, nothing is fetched and nothing is written.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)

# Parameters that say how a reader came, never which page it is. Whole names and prefixes only: a pattern that matches
# inside a name takes `gallery` for `ga` and `cid` for a campaign.
_TRACKER_NAMES = (
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid mkt_tok _ga _gl"
    " _hsenc _hsmi __twitter_impression cmp cmpid ncid ocid ito xtor maca smid smtyp traffic_source guccounter"
    " guce_referrer guce_referrer_sig wt_mc wtmc wt_zmc mbid spm intcid int_cid icid taid fb_action_ids"
    " fb_action_types fb_ref fb_source echobox"
)
_TRACKERS = frozenset(_TRACKER_NAMES.split())
_TRACKER_PREFIXES = ("utm_", "at_", "itm_", "mtm_", "pk_", "ns_", "hsa_", "vero_", "oly_", "ga_", "stm_")


def is_http_url(url: str) -> bool:
    """Whether ``url`` is absolute, http or https, with a sane host and port, and free of blanks and control characters.

    Non-ASCII letters in path and query are fine: the press prints its addresses in Arabic too.
    """
    if not 0 < len(url) <= MAX_URL_LENGTH or _UNFIT.search(url):
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme not in _DEFAULT_PORTS or not host or port == 0:
        return False
    if ":" in host:
        return _address(host) is not None
    return not _HOST_UNFIT.search(host) and all(0 < len(label) < 64 for label in host.rstrip(".").split("."))


def is_front_page(url: str) -> bool:
    """Whether an http(s) URL names a site and nothing on it: no path, no query."""
    return not url.split("#")[0].partition("://")[2].partition("/")[2].strip("/")


def url_key(url: str) -> str:
    """The key under which a page is known, the same for every spelling of its address. Not meant to be fetched.

    Folded: http into https (on default ports), case and IDNA form of the host, default ports, user and password,
    dot segments and doubled slashes, a trailing slash, percent-encoding (``م`` = ``%d9%85`` = ``%D9%85``), trackers,
    the order of parameters with different names, the fragment. Kept apart: ``www.``, ``m.``, ``amp`` variants, every
    other parameter, blank ones too. Applying it twice changes nothing.

    Raises ValueError for what ``is_http_url`` refuses.
    """
    if not is_http_url(url):
        raise ValueError(f"not an http(s) URL: {url[:200]!r}")
    parts = urlsplit(url)
    default = parts.port in (None, _DEFAULT_PORTS[parts.scheme])
    scheme = "https" if default else parts.scheme
    host = _host(parts) if default else f"{_host(parts)}:{parts.port}"
    query = _query(parts.query)
    return f"{scheme}://{host}{_path(parts.path)}" + (f"?{query}" if query else "")


def registered_domain(url: str) -> str:
    """The name that was registered for the site: ``bbc.co.uk`` for ``https://www.bbc.co.uk/news``.

    Outside the public suffix list the port counts, as two ports there are two sites: of an IP address or a bare name
    such as ``localhost`` the host with its port (``127.0.0.1:8717``), of a longer one its last two labels and port.
    Takes a bare ``host[:port]`` as well. Raises ValueError if there is no host in it.
    """
    address = url if "://" in url else f"http://{url}"
    if not is_http_url(address):
        raise ValueError(f"no host in {url[:200]!r}")
    parts = urlsplit(address)
    host = _host(parts)
    is_address = host.startswith("[") or _address(host) is not None
    if not is_address and _is_public(host):
        return _domain(host)
    name = host if is_address else ".".join(host.split(".")[-2:])
    return name if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{name}:{parts.port}"


def same_site(a: str, b: str) -> bool:
    """Whether two URLs (or hosts) have the same registered domain; false if either has none."""
    try:
        return registered_domain(a) == registered_domain(b)
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _domain(host: str) -> str:
    """The registered domain; of a public suffix itself (``github.io``) the suffix."""
    return _suffixes.extract_str(host).top_domain_under_public_suffix or host


def _is_public(host: str) -> bool:
    return bool(_suffixes.extract_str(host).suffix)


def _address(host: str) -> object | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    address = _address(host)
    if isinstance(address, IPv6Address):
        return f"[{address.compressed}]"
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # labels that IDNA 2003 refuses: the spelling is the best key there is
        return host


def _percent_encoded(text: str, safe: str) -> str:
    """One spelling for each byte: reserved ones stay as they are, the rest is encoded only where it must be."""
    encoded = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(text, safe=safe + "%"))
    return re.sub("(?:%[0-9A-Fa-f]{2})+", lambda run: _run(run.group()), encoded)


def _run(run: str) -> str:
    values = bytes.fromhex(run.replace("%", ""))
    return "".join(chr(v) if chr(v).isascii() and (chr(v).isalnum() or v in b"-._~") else f"%{v:02X}" for v in values)


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in _percent_encoded(path, "/!$&'()*+,;=:@-._~").split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    return "/" + "/".join(segments)


def _query(query: str) -> str:
    kept = [
        _percent_encoded(pair.replace("%20", "+"), "/!$'()*+,;=:@-._~?")
        for pair in query.split("&")
        if pair and not _is_tracker(pair.partition("=")[0])
    ]
    return "&".join(sorted(kept, key=lambda pair: pair.partition("=")[0]))


def _is_tracker(name: str) -> bool:
    lowered = name.lower()
    return lowered in _TRACKERS or lowered.startswith(_TRACKER_PREFIXES)
