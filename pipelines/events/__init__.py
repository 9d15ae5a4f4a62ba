"""From articles to events. PURE: plain values in, plain values out; no Scrapy, Twisted or SQLAlchemy."""
