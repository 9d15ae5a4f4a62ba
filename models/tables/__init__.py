"""The tables of the ``news`` schema as SQLAlchemy classes; their docstrings are the database's comments."""

from models.tables.articles import Agent, Article, ArticleAuthor, ArticleRevision
from models.tables.base import SCHEMA, Base
from models.tables.crawl import CrawlRun, Fetch, HostDay, Source, Url
from models.tables.photos import Caption, Credit, Photo

__all__ = [
    "SCHEMA",
    "Agent",
    "Article",
    "ArticleAuthor",
    "ArticleRevision",
    "Base",
    "Caption",
    "CrawlRun",
    "Credit",
    "Fetch",
    "HostDay",
    "Photo",
    "Source",
    "Url",
]
