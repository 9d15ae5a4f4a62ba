"""The demo newsroom: a few small invented outlets over loopback, for ``make demo`` and for tests.

Each outlet is a folder under ``outlets/``; to add a page, put a file there and link it from the outlet's feed, sitemap
or section page. ``crawler.newsroom.site`` says what the folders hold. ``captures.yml`` says how some of the pages read
before: the demo reads that from an archive file, so that its corpus has articles that changed.
"""

from crawler.newsroom.server import Newsroom, NewsroomRequest, PortTaken

__all__ = ["Newsroom", "NewsroomRequest", "PortTaken"]
