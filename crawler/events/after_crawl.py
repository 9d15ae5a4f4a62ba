"""Events, and the analysts' counts, kept up after a crawl. Whatever goes wrong here, the crawl is whole already."""

import logging
from collections.abc import Mapping

from scrapy.settings import BaseSettings
from sqlalchemy import Engine

from crawler.events.updating import Readership, Updated, due, update
from models import analyst
from models.db import DatabaseProblem
from models.events.unread import Busy
from models.printing import for_people
from pipelines.events.extras import NO_EXTRAS, Extras, ModelProblem, check
from pipelines.pool import available_cores

logger = logging.getLogger(__name__)

_MODELS_SECONDS = 60.0  # a worker's first story waits until its models are open
_MODELS_MB = 4096

_COUNT_BY_HAND = "they show what they did before; scrapy db refresh tries again"
_BY_HAND = "the crawl is whole; scrapy events update takes in what is left"


def readership(settings: BaseSettings) -> Readership:
    """How stories are read: with as many processes, seconds and megabytes as pages are, and more for models where any
    help. Raises ModelProblem where one is not there."""
    extras = Extras(embeddings=settings.get("EVENTS_EMBEDDINGS") or "", spacy=settings.get("EVENTS_SPACY") or "")
    check(extras)
    helped = extras != NO_EXTRAS
    return Readership(
        workers=settings.getint("EXTRACTION_WORKERS") or available_cores(),
        timeout=settings.getfloat("EXTRACTION_TIMEOUT") + helped * _MODELS_SECONDS,
        memory_mb=settings.getint("EXTRACTION_MEMORY_MB") + helped * _MODELS_MB,
        extras=extras,
    )


def keep_up(engine: Engine, settings: BaseSettings) -> tuple[str, str | None]:
    """Take what was crawled into events and into the analysts' counts; what came of it, in lines of words, and how it
    fell short. Counts that are left as they were are no shortfall: the next crawl counts anew."""
    done, problem = _events_kept_up(engine, settings)
    return "\n".join(filter(None, (done, counted_anew(engine, only_if_stale=True)))), problem


def _events_kept_up(engine: Engine, settings: BaseSettings) -> tuple[str, str | None]:
    try:
        if not due(engine).due:
            return "", None
        from crawler.events.wiring import get_ready, our_stages  # loads large tables

        get_ready()
        done = update(engine, our_stages(), readership(settings), wait=settings.getfloat("EVENTS_WAIT"))
    except Busy as busy:
        return f"events: {busy}", None
    except (DatabaseProblem, ModelProblem) as problem:
        return "", f"events could not be kept up: {problem}; {_BY_HAND}"
    except Exception as error:  # the crawl must not be taken for lost
        logger.exception("events could not be kept up")
        return "", f"events could not be kept up: {type(error).__name__}: {for_people(str(error))}; {_BY_HAND}"
    return said(done), shortfall(done.failed)


def counted_anew(engine: Engine, *only: str, only_if_stale: bool = False) -> str:
    """Count the analysts' views anew, or only those named, and with ``only_if_stale`` if anything was crawled since;
    what came of it, in words. Nothing is raised."""
    try:
        if only_if_stale and not analyst.is_stale(engine):
            return ""
        return analyst.said(analyst.refresh(engine, only))
    except DatabaseProblem as problem:
        return f"views could not be counted anew: {problem}; {_COUNT_BY_HAND}"
    except Exception as error:  # neither the crawl nor the events must be taken for lost
        logger.exception("views could not be counted anew")
        return f"views could not be counted anew: {type(error).__name__}: {for_people(str(error))}; {_COUNT_BY_HAND}"


def said(done: Updated) -> str:
    """What an update did."""
    again = f", {done.events} events lost an article" if done.events else ""
    return f"events: {done.articles} articles taken in{again}"


def shortfall(failed: Mapping[int, str]) -> str | None:
    """How an update fell short, given why articles could not be taken in; null if it did not."""
    if not failed:
        return None
    article, why = next(iter(failed.items()))
    return (
        f"{len(failed)} articles could not be taken into events, such as {article} ({for_people(why)}): "
        "scrapy events update --failed tries them again"
    )
