"""A database with articles and events in it, for tests of what is done with them."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Engine, text

from crawler.events.updating import Updated, update
from models.runs import open_run
from models.store import Batch, write_batch
from tests.documents import NOON, document, fetch
from tests.events_stand_in import STAGES, HereReadership

ITS_ARTICLE = "join news.articles on articles.id = article_id"


class Desk:
    """Stores articles, keeps events up with the stages of ``tests.events_stand_in``, and looks at what came of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._run = open_run(engine, "article", {})
        self._numbers = count(1)

    def store(self, *headlines: str, at: datetime = NOON, **changes: object) -> None:
        """Store or revise an article for each headline, named by the first word of it."""
        articles = [
            document(line.split()[0], headline=line, **({"body": f"Text of {line}."} | changes)) for line in headlines
        ]
        fetches = [fetch(article, fetched_at=at) for article in articles]
        write_batch(self.engine, Batch(self._run, next(self._numbers), {}, fetches))

    def keep_up(self, readership: Any = None, **options: Any) -> Updated:
        """Take in what is due."""
        return update(self.engine, STAGES, readership or HereReadership(), **options)

    def rows(self, query: str, **bound: object) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), bound)]

    def sql(self, statement: str, **bound: object) -> None:
        """Run a statement."""
        with self.engine.begin() as connection:
            connection.execute(text(statement), bound)

    def delete(self, name: str) -> None:
        """Delete an article, as a person would."""
        self.sql("update news.urls set article_id = null")
        self.sql("update news.fetches set article_id = null, outcome = 'dropped', reason = 'asked'")
        self.sql("delete from news.articles where split_part(headline, ' ', 1) = :name", name=name)

    @property
    def events(self) -> dict[int, list[str]]:
        """The names of the articles of each event that has any."""
        query = "select event_id, array_agg(split_part(headline, ' ', 1) order by headline) from news.event_articles"
        return dict(self.rows(f"{query} {ITS_ARTICLE} group by 1 order by 1"))  # type: ignore[arg-type]

    def id(self, name: str) -> int:
        """The id of an article, by its name."""
        return int(
            self.rows("select id from news.articles where split_part(headline, ' ', 1) = :name", name=name)[0][0]
        )

    def named(self, failed: Mapping[int, str]) -> list[str]:
        """The names of articles, for their ids."""
        query = "select split_part(headline, ' ', 1) from news.articles where id = any(:ids) order by 1"
        return [name for (name,) in self.rows(query, ids=list(failed))]
