"""``scrapy events explain``."""

import sys
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine

from crawler.columns import plain
from crawler.events import printing
from crawler.events.counts import Counts
from crawler.events.wiring import what_they_share
from models.engine import problems_named
from models.events.explaining import Explained, explained
from models.events.reports import stored_facts
from models.events.shelf import PostgresShelf
from models.events.stories import stored_stories
from models.reading import find_article
from pipelines.events.clusters.rarity import Rarity


def explain(engine: Engine, given: str, most: int) -> int:
    """Print why an article, by its id or URL, is in its event; ``most`` links of each event. The exit code."""
    article = find_article(engine, given)
    with problems_named(engine), engine.connect() as connection:
        found = None if article is None else explained(connection, article.article.id)
        if found is None:
            print(f"scrapy events: no article is stored under {plain(given)!r}", file=sys.stderr)
            return 1
        shared = _shared(connection, found, most)
    for line in printing.explanation(found, shared, most):
        print(line)
    return 0


def _shared(connection: Connection, found: Explained, most: int) -> dict[int, Mapping[str, Sequence[str]]]:
    """What the article has in common with those that it is linked with and that are shown."""
    own = found.article["id"]
    others = [link["article_id"] for link in (*found.within[:most], *found.beyond[:most])]
    if not others:
        return {}
    stories, facts = stored_stories(connection, [own, *others]), stored_facts(connection, [own, *others])
    rarity = Counts.load(PostgresShelf(connection), Rarity).rarity
    told = {each: (stories[each].story, facts[each]) for each in stories.keys() & facts.keys()}
    return {each: what_they_share(told[own], told[each], rarity) for each in others if own in told and each in told}
