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

# Manners. A source's YAML may ask for a longer delay.
ROBOTSTXT_OBEY = True
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.compression.HttpCompressionMiddleware": 590,
}
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False

# Only public addresses are connected to, and these networks. A proxy would resolve names where nobody judges them.
PRIVATE_NETWORKS_ALLOWED = [n for n in os.environ.get("DATELINE_ALLOW_NETWORKS", "").replace(" ", "").split(",") if n]
TWISTED_DNS_RESOLVER = "crawler.network.GuardedResolver"
HTTPPROXY_ENABLED = False

# Limits of one answer. News pages of 5 MB exist; 20 MB is no article.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GuardedHandler",
    "https": "crawler.download.GuardedHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
REDIRECT_MAX_TIMES = 8
MEMUSAGE_LIMIT_MB = 2048
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

ITEM_PIPELINES = {
    "pipelines.extraction.ExtractionPipeline": 300,
    "pipelines.storage.StoragePipeline": 800,
}
# Pages wait here for a worker; Scrapy's default of 5 MB holds fewer pages than two workers have in hand.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 32 * 1024 * 1024

# Extraction: processes (0: one for each core), seconds and megabytes that a page may take.
EXTRACTION_WORKERS = int(os.environ.get("DATELINE_WORKERS", "0"))
EXTRACTION_TIMEOUT = 30.0
EXTRACTION_MEMORY_MB = 2048

# Storage: a batch is written when it is full, or when its first page has waited this long.
STORAGE_BATCH_SIZE = 200
STORAGE_BATCH_SECONDS = 2.0

SOURCES_FOLDER = str(Path(__file__).parent / "sources")
# A sitemap index may list its whole history; so many of its sitemaps, newest first, are read in a run.
SITEMAPS_PER_SOURCE = 20

EXTENSIONS = {"crawler.logs.SafeLogs": 0}
LOG_LEVEL = os.environ.get("DATELINE_LOG_LEVEL", "INFO")
LOG_SHORT_NAMES = True
LOG_VERSIONS: list[str] = []
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"
