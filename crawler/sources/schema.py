"""What a source's YAML file may say. ``crawler.sources.reading`` reads the files; every unknown key is an error."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from crawler.sources.cadence import cadence
from models.items import DateOrder, Hints
from models.urls import is_http_url, registered_domain, same_site

_ENGLISH = Locale("en")


def _web_address(value: str) -> str:
    if not is_http_url(value):
        raise ValueError("not an http(s) address")
    return value


def _host(value: str) -> str:
    if value != value.lower() or "/" in value or "@" in value or not is_http_url(f"http://{value}"):
        raise ValueError("a host in lower case, with a port if need be: 'bbc.co.uk', '127.0.0.1:8717'")
    return value


def _slug(value: str) -> str:
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError(f"{value!r} is no slug; name the file in lower case with dashes: 'al-jazeera.yml'")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no IANA time zone is named {value!r}; one is 'Asia/Baghdad'") from None
    return value


def _country(value: str) -> str:
    if len(value) != 2 or value not in _ENGLISH.territories:
        raise ValueError(f"{value!r} is no country's ISO 3166 code; two capitals, and the United Kingdom's are GB")
    return value


def _language(value: str) -> str:
    if not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value) or value.split("-")[0] not in _ENGLISH.languages:
        raise ValueError(f"{value!r} is no BCP 47 language tag, such as 'ar' or 'en-GB'")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Host = Annotated[str, AfterValidator(_host)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Count = Annotated[int, Field(ge=0, strict=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Address(_Strict):
    """A feed, sitemap or section page."""

    url: Annotated[str, AfterValidator(_web_address)]
    """Absolute, http or https."""
    verified: date | None
    """The day on which it was last fetched and found to be what it is listed as; null: never fetched by us."""
    note: Text | None = None
    """What a maintainer should know of it."""


class CrawlManners(_Strict):
    """Where this source needs other manners than the settings'."""

    delay: Annotated[float, Field(ge=0, le=600, strict=True)] | None = None
    """Seconds between two requests; null: as in the settings."""
    concurrency: Annotated[int, Field(ge=1, le=16, strict=True)] | None = None
    """Requests at a time; null: as in the settings."""
    daily_requests: Annotated[int, Field(ge=1, strict=True)] | None = None
    """Requests a host and day (UTC), over all runs; null: as in the settings."""
    every: Annotated[timedelta, BeforeValidator(cadence)] | None = None
    """From one start of a scheduled crawl to the next, at least; null: ``CRAWL_EVERY``."""


class Range(_Strict):
    """What normal looks like: below ``min`` a run fails, above ``max`` it warns."""

    min: Count = 1
    """The least number that is not alarming; 0: a run may find nothing."""
    max: Count | None = None
    """The greatest number that is not surprising; null: no limit."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max ({self.max}) is below min ({self.min})")
        return self


class Assertions(_Strict):
    """What a crawl of the source gives on a normal day."""

    articles: Range = Range()
    """Articles that a crawl without ``since``, ``until`` and ``limit`` finds."""


class Source(_Strict):
    """One publisher's site: where it lists its articles, and how its pages are to be read."""

    slug: Annotated[str, AfterValidator(_slug)]
    """The file's name without ``.yml``; never in the file itself."""
    name: Text
    """As the publisher writes it."""
    domain: Host
    """The site's registered domain, or a host with a port for a site on this machine."""
    other_domains: tuple[Host, ...] = ()
    """Further domains that its articles stand on."""
    country: Annotated[str, AfterValidator(_country)]
    """ISO 3166-1 alpha-2 of the newsroom, upper case."""
    language: Annotated[str, AfterValidator(_language)]
    """BCP 47 tag of the language it usually prints in these feeds and sections."""
    timezone: Annotated[str, AfterValidator(_zone)]
    """IANA name of the zone that its times are printed in."""
    date_order: DateOrder | None = None
    """How it writes numeric dates; null: as its country does."""
    kind: Literal["publisher", "agency", "aggregator", "government", "ngo"] = "publisher"
    """What the source is; an agency's copy is expected to turn up at others."""
    feeds: tuple[Address, ...] = ()
    """RSS and Atom feeds."""
    sitemaps: tuple[Address, ...] = ()
    """Sitemaps and indexes of sitemaps."""
    sections: tuple[Address, ...] = ()
    """Pages that list articles."""
    article_pattern: Pattern | None = None
    """Searched for in each address: only those that have it are articles; null: decided by their looks."""
    exclude_pattern: Pattern | None = None
    """Searched for in each address: those that have it are left alone."""
    enabled: Annotated[bool, Field(strict=True)] = True
    """Whether scheduled crawls take it; by its name it can be crawled all the same."""
    crawl: CrawlManners = CrawlManners()
    """Manners where they differ from the settings."""
    assertions: Assertions = Assertions()
    """What normal looks like."""
    notes: Text | None = None
    """What a maintainer should know: walls, syndication, peculiar markup."""

    @model_validator(mode="after")
    def _has_addresses(self) -> Self:
        if not self.addresses:
            raise ValueError("at least one of feeds, sitemaps and sections is needed")
        return self

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Feeds, sitemaps and sections, in that order."""
        return self.feeds + self.sitemaps + self.sections

    @property
    def hints(self) -> Hints:
        """What the source says of all its pages."""
        return Hints(country=self.country, timezone=self.timezone, language=self.language, date_order=self.date_order)

    def covers(self, url: str) -> bool:
        """Whether ``url`` stands on one of the source's own domains."""
        return any(same_site(url, domain) for domain in (self.domain, *self.other_domains))

    @property
    def registered_domain(self) -> str:
        """``domain`` without ``www.`` and the like."""
        return registered_domain(self.domain)
