"""What a source publishes now: feeds, sitemaps and section pages read into links. Pure: bytes in, links out."""

from crawler.discovery.feeds import read_feed
from crawler.discovery.links import DiscoveryProblem, Link, discovered, in_window, is_wanted
from crawler.discovery.sections import read_section
from crawler.discovery.sitemaps import Sitemap, read_sitemap

__all__ = [
    "DiscoveryProblem",
    "Link",
    "Sitemap",
    "discovered",
    "in_window",
    "is_wanted",
    "read_feed",
    "read_section",
    "read_sitemap",
]
