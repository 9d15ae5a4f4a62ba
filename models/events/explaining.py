"""Why an article is in its event: its links, copies and rulings, and the best event that it is not in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

_ARTICLE = text(
    """
    select articles.id, headline, event_articles.event_id, centrality, unread.problem,
        unread.article_id is not null as is_due, reports.read_at
    from news.articles
    left join news.event_articles on event_articles.article_id = articles.id
    left join news.reports on reports.article_id = articles.id
    left join news.unread on unread.article_id = articles.id
    where articles.id = :article
    """
)
_LINKS = text(
    """
    select other as article_id, weight, event_id, headline, sources.name as source from (
        select b as other, weight from news.report_links where a = :article
        union all select a, weight from news.report_links where b = :article) as links
    join news.articles on articles.id = other
    join news.sources on sources.id = articles.source_id
    join news.event_articles on event_articles.article_id = other
    order by weight desc, other
    """
)
_COPIES = text(
    """
    select article_id, representative_id, kind, shared from news.copies
    where article_id = :article or representative_id = :article
        or representative_id = (select representative_id from news.copies where article_id = :article)
    order by article_id
    """
)
_RULINGS = text(
    """
    select rulings.*, side from news.rulings join news.ruling_articles on ruling_id = id
    where article_id = :article order by id
    """
)

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What decided on an article's event."""

    article: Found
    """``id``, ``headline``, ``event_id`` (null: it is in none), ``centrality``, ``is_due``, ``problem``."""
    links: Sequence[Found]
    """To other articles, the surest first: ``article_id``, ``weight``, ``event_id``, ``headline``, ``source``."""
    copies: Sequence[Found]
    rulings: Sequence[Found]

    @property
    def within(self) -> list[Found]:
        """The links to articles of its own event."""
        return [link for link in self.links if link["event_id"] == self.article["event_id"]]

    @property
    def beyond(self) -> list[Found]:
        """The links to the event that it is most surely linked with, of those that it is not in."""
        others = [link for link in self.links if link["event_id"] != self.article["event_id"]]
        best: dict[int, float] = {}
        for link in others:
            best[link["event_id"]] = best.get(link["event_id"], 0.0) + max(link["weight"], 0.0)
        if not others:
            return []
        event = max(best, key=lambda each: (best[each], -each))
        return [link for link in others if link["event_id"] == event]


def explained(connection: Connection, article: int) -> Explained | None:
    """What decided on the event of an article; null: there is no such article."""

    def rows(statement: Any) -> list[Found]:
        return [dict(row) for row in connection.execute(statement, {"article": article}).mappings()]

    found = rows(_ARTICLE)
    if not found:
        return None
    return Explained(article=found[0], links=rows(_LINKS), copies=rows(_COPIES), rulings=rows(_RULINGS))
