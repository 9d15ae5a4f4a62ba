"""The tables of the ``news`` schema as SQLAlchemy classes; their docstrings are the database's comments."""

from models.tables.articles import Agent, Article, ArticleAuthor, ArticleRevision
from models.tables.base import SCHEMA, Base
from models.tables.crawl import CrawlRun, Fetch, HostDay, Source, Url
from models.tables.events import (
    Event,
    EventActor,
    EventArticle,
    EventChange,
    EventFigure,
    EventGround,
    EventPhoto,
    Ruling,
    RulingArticle,
)
from models.tables.photos import Caption, Credit, Photo
from models.tables.reports import Copy as CopyTable
from models.tables.reports import CopyBand, CopyPair, FeatureCount, PlaceMention, Report, ReportKey, ReportLink, Unread
from models.tables.search import SearchEntry

__all__ = [
    "SCHEMA",
    "Agent",
    "Article",
    "ArticleAuthor",
    "ArticleRevision",
    "Base",
    "Caption",
    "CopyBand",
    "CopyPair",
    "CopyTable",
    "CrawlRun",
    "Credit",
    "Event",
    "EventActor",
    "EventArticle",
    "EventChange",
    "EventFigure",
    "EventGround",
    "EventPhoto",
    "FeatureCount",
    "Fetch",
    "HostDay",
    "Photo",
    "PlaceMention",
    "Report",
    "ReportKey",
    "ReportLink",
    "Ruling",
    "RulingArticle",
    "SearchEntry",
    "Source",
    "Unread",
    "Url",
]
