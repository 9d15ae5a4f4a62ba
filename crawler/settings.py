"""Scrapy's settings: the only settings module. The environment is read here and in ``models/db.py``."""

import os
from importlib.metadata import version
from pathlib import Path

BOT_NAME = "dateline"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# Who we are, so that a publisher can reach whoever runs this.
CONTACT = os.environ.get("DATELINE_CONTACT", "no contact given; set DATELINE_CONTACT")
USER_AGENT = f"Dateline/{version('dateline')} (news research crawler; {CONTACT})"
ROBOTSTXT_USER_AGENT = "Dateline"

# Manners (docs/manners.md). A source's YAML may ask for another delay, concurrency and budget.
ROBOTSTXT_OBEY = True
DOWNLOADER = "crawler.network.downloader.HostDownloader"
SCHEDULER_PRIORITY_QUEUE = "crawler.network.downloader.HostAwareQueue"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.robots.RobotsTxtMiddleware": 100,
    "crawler.middlewares.rights.RightsMiddleware": 200,
    "crawler.middlewares.retry.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.middlewares.refresh.MetaRefreshMiddleware": 580,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.compression.HttpCompressionMiddleware": 590,
    "crawler.middlewares.budget.BudgetMiddleware": 870,
    # Nearest to the downloader: it sees each answer as it was sent, before any other part of Scrapy does.
    "crawler.middlewares.archive.ArchiveMiddleware": 950,
}
# Seconds. A Crawl-delay above the limit means that a host does not want to be crawled. A robots.txt that could not be
# read is asked for again when the patience is over.
CRAWL_DELAY_LIMIT = 600.0
ROBOTSTXT_PATIENCE = 300.0
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False
# Seconds. A host that answers 429 or 503 is left alone for as long as its Retry-After says; pages wait for that up to
# the limit, and fail at once above it. Without Retry-After: RETRY_BACKOFF, doubled each time, up to the limit. After so
# many HOLD_OFFS in a row it is given up for HOLD_OFF_REST. Other errors: RETRY_DELAY, times the number of the retry.
RETRY_AFTER_LIMIT = 120.0
RETRY_BACKOFF = 5.0
HOLD_OFFS = 5
HOLD_OFF_REST = 3600.0
RETRY_DELAY = 2.0
# Requests a host and day (UTC), over all runs; counts are written that many seconds apart.
HOST_DAILY_REQUESTS = 5000
BUDGET_WRITE_SECONDS = 3.0

# Only public addresses are connected to, and these networks. A proxy would resolve names where nobody judges them.
PRIVATE_NETWORKS_ALLOWED = [n for n in os.environ.get("DATELINE_ALLOW_NETWORKS", "").replace(" ", "").split(",") if n]
TWISTED_DNS_RESOLVER = "crawler.network.addresses.GuardedResolver"
HTTPPROXY_ENABLED = False

# Limits of one answer. News pages of 5 MB exist; 20 MB is no article.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.handler.GuardedHandler",
    "https": "crawler.network.handler.GuardedHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
REDIRECT_MAX_TIMES = 8
# Scrapy drops longer addresses without a word to whoever waits for them; ours are bounded by models/urls.py.
URLLENGTH_LIMIT = 0
MEMUSAGE_LIMIT_MB = 2048
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

EXTENSIONS = {
    "crawler.extensions.collection.FrozenStart": 0,
    "crawler.logs.SafeLogs": 0,
    "crawler.extensions.heartbeat.Heartbeat": 0,
    "crawler.extensions.departure.Departure": 0,
}
ITEM_PIPELINES = {
    "pipelines.extraction.ExtractionPipeline": 300,
    "pipelines.storage.StoragePipeline": 800,
}
# A page gives one item. Scrapy starts so many tasks for each answer, whatever it gives: 100 cost a millisecond.
CONCURRENT_ITEMS = 2
# Pages wait here for a worker; Scrapy's default of 5 MB holds fewer pages than two workers have in hand.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 32 * 1024 * 1024

# Extraction: processes (0: one for each core), seconds and megabytes that a page may take.
EXTRACTION_WORKERS = int(os.environ.get("DATELINE_WORKERS", "0"))
EXTRACTION_TIMEOUT = 30.0
EXTRACTION_MEMORY_MB = 2048

# Storage: a batch is written when it is full, or when its first page has waited this long.
STORAGE_BATCH_SIZE = 200
STORAGE_BATCH_SECONDS = 2.0
# A database that is away is waited for so many seconds; the pages wait in memory (two batches) and in the archive.
STORAGE_PATIENCE = 600.0

# The archive of raw answers: a folder, or an fsspec URL such as s3://bucket/prefix; then files are written to the spool
# folder, and uploaded when they are closed. A file is closed when it is that large.
ARCHIVE = os.environ.get("DATELINE_ARCHIVE", str(Path(__file__).parents[1] / ".dateline" / "archive"))
ARCHIVE_SPOOL = os.environ.get("DATELINE_ARCHIVE_SPOOL", str(Path(__file__).parents[1] / ".dateline" / "spool"))
ARCHIVE_FILE_BYTES = 512 * 1024 * 1024

# Scheduled crawls: how often a source is crawled whose YAML does not say, and where their logs and locks lie.
CRAWL_EVERY = "1h"
CRAWL_LOGS = str(Path(__file__).parents[1] / ".dateline" / "logs")

# Events (docs/events.md): whether a crawl ends with taking into events what it stored, and for how many seconds another
# update of events is waited for; where that takes longer, it takes up this crawl's articles too.
EVENTS_AFTER_CRAWL = os.environ.get("DATELINE_EVENTS_AFTER_CRAWL", "1")
EVENTS_WAIT = 10.0
# Models that may help with reading stories (docs/events.md), each an installed package or a folder; none is needed.
EVENTS_EMBEDDINGS = os.environ.get("DATELINE_EVENTS_EMBEDDINGS", "")
EVENTS_SPACY = os.environ.get("DATELINE_EVENTS_SPACY", "")

SOURCES_FOLDER = str(Path(__file__).parent / "sources")
# A sitemap index may list its whole history; so many of its sitemaps, newest first, are read in a run.
SITEMAPS_PER_SOURCE = 20
# A run takes so many pages at most; what is due beyond that waits for the next. Endless addresses end here.
PAGES_PER_RUN = 5000

LOG_LEVEL = os.environ.get("DATELINE_LOG_LEVEL", "INFO")
LOG_SHORT_NAMES = True
LOG_VERSIONS: list[str] = []
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"
