"""Scrapy's settings: the only settings module. The environment is read here and in ``models/db.py``."""

import os
from importlib.metadata import version
from pathlib import Path

_PROJECT = Path(__file__).parents[1]

BOT_NAME = "dateline"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# Who we are, so that a publisher can reach whoever runs this.
CONTACT = os.environ.get("DATELINE_CONTACT", "no contact given; set DATELINE_CONTACT")
USER_AGENT = f"Dateline/{version('dateline')} (news research crawler; {CONTACT})"
ROBOTSTXT_USER_AGENT = "Dateline"

# Manners. A source's YAML may ask for a longer delay.
ROBOTSTXT_OBEY = True
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsTxtMiddleware": 100,
    # Nearest to the downloader: it sees each answer as it was sent, before any other part of Scrapy does.
    "crawler.middlewares.archive.ArchiveMiddleware": 950,
    # In the places of Scrapy's own, which take longer and keep each page twice.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.compression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.middlewares.refresh.MetaRefreshMiddleware": 580,
}
EXTENSIONS = {"crawler.extensions.collection.FrozenStart": 0}
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False

# Limits of one answer. News pages of 5 MB exist; 20 MB is no article.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_HANDLERS = {"file": None, "ftp": None, "s3": None, "data": None}
REDIRECT_MAX_TIMES = 8
MEMUSAGE_LIMIT_MB = 2048
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

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
ARCHIVE = os.environ.get("DATELINE_ARCHIVE", str(_PROJECT / ".dateline" / "archive"))
ARCHIVE_SPOOL = os.environ.get("DATELINE_ARCHIVE_SPOOL", str(_PROJECT / ".dateline" / "spool"))
ARCHIVE_FILE_BYTES = 512 * 1024 * 1024

SOURCES_FOLDER = str(Path(__file__).parent / "sources")
# A sitemap index may list its whole history; so many of its sitemaps, newest first, are read in a run.
SITEMAPS_PER_SOURCE = 20
# A run takes so many pages at most; what is due beyond that waits for the next. Endless addresses end here.
PAGES_PER_RUN = 5000

LOG_LEVEL = os.environ.get("DATELINE_LOG_LEVEL", "INFO")
LOG_SHORT_NAMES = True
LOG_VERSIONS: list[str] = []
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"
