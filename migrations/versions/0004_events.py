"""Events: what is read in articles for them, the record, its history, and rulings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# By triggers, because not only the crawl writes articles: whoever corrects or deletes one in psql would leave its event
# as it was. The row that is there already is locked and counted on: a reading of the earlier state cannot end it.
_TRIGGERS = """
create function news.mark_unread() returns trigger language plpgsql as $$
begin
  insert into news.unread (article_id, published_at) values (new.id, new.published_at)
  on conflict (article_id) do update
    set marks = unread.marks + 1, published_at = excluded.published_at, problem = null;
  return null;
end
$$;
comment on function news.mark_unread is 'Makes the reading of an article for events due.';

create trigger stored_is_unread after insert on news.articles for each row execute function news.mark_unread();
create trigger changed_is_unread
after update of
  headline, dek, body, language, published_at, published_precision, published_zone, dateline_place, wire_agencies,
  content_hash
on news.articles for each row execute function news.mark_unread();

create function news.mark_bereft() returns trigger language plpgsql as $$
begin
  update news.events set is_due = true where id = (select event_id from news.event_articles where article_id = old.id);
  return old;
end
$$;
comment on function news.mark_bereft is 'Has the event of a deleted article looked at again.';

create trigger deleted_leaves_its_event before delete on news.articles for each row
execute function news.mark_bereft();
"""

_ALL_THERE_ARE = "insert into news.unread (article_id, published_at) select id, published_at from news.articles"


def upgrade() -> None:
    """Apply. All articles there are become due for reading; `scrapy events update`, or the next crawl, reads them."""
    op.create_table(
        "feature_counts",
        sa.Column(
            "chunk",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="Which part of the table of counts; -1 holds the number of reports that were counted; from 1048576: what was noted since, a batch each.",
        ),
        sa.Column(
            "counts",
            sa.LargeBinary(),
            nullable=False,
            comment="Unsigned 32-bit counts, little-endian, one after the other; of a note, first the places of those that have changed.",
        ),
        sa.CheckConstraint("chunk >= -1", name=op.f("ck_feature_counts_chunk")),
        sa.PrimaryKeyConstraint("chunk", name=op.f("pk_feature_counts")),
        schema="news",
        comment="How many reports bear each feature, packed: what tells rare features from common ones.",
    )
    op.create_table(
        "reports",
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="The article."),
        sa.Column(
            "content_hash", sa.LargeBinary(), nullable=False, comment="Of the text that was read: as in articles."
        ),
        sa.Column(
            "day",
            sa.Date(),
            nullable=True,
            comment="The day it is filed under: its local day of publication; null if it bears no date.",
        ),
        sa.Column(
            "sketch",
            sa.LargeBinary(),
            nullable=False,
            comment="Its vectors, days and names, packed, for comparison with others.",
        ),
        sa.Column(
            "is_filed",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="Whether it is found by its keys, and counted in feature_counts: true once it was compared with others.",
        ),
        sa.Column(
            "facts",
            postgresql.JSONB(),
            nullable=False,
            comment="Places, times, figures, kinds and names that were read in it, each with field, start and end of where it stands.",
        ),
        sa.Column("version", sa.Text(), nullable=False, comment="Version of Dateline that read it."),
        sa.Column(
            "read_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was read.",
        ),
        sa.CheckConstraint("octet_length(content_hash) = 32", name=op.f("ck_reports_content_hash")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["news.articles.id"], name=op.f("fk_reports_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_reports")),
        schema="news",
        comment="An article as it was last read for events. All that is made of it goes when the article is deleted.",
    )
    op.create_table(
        "unread",
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="The article."),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="As in articles: they are read in this order, undated ones last.",
        ),
        sa.Column(
            "marks",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="How often it changed since it was last read: a reading that took an earlier state does not count.",
        ),
        sa.Column(
            "marked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it changed first.",
        ),
        sa.Column(
            "problem",
            sa.Text(),
            nullable=True,
            comment="Why its reading failed: it is not tried again until the article changes, or scrapy events update --failed is called; null: none was tried, or it is under way.",
        ),
        sa.CheckConstraint("marks >= 1", name=op.f("ck_unread_marks")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["news.articles.id"], name=op.f("fk_unread_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_unread")),
        schema="news",
        comment="Articles whose reading for events is due. Triggers on articles make these rows, in the transaction that stores, revises or re-extracts an article, whoever does it.",
    )
    op.create_index(
        "ix_unread_next",
        "unread",
        ["published_at", "article_id"],
        unique=False,
        schema="news",
        postgresql_where=sa.text("problem is null"),
    )
    op.create_table(
        "copies",
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="The copy."),
        sa.Column(
            "representative_id",
            sa.BigInteger(),
            nullable=False,
            comment="The article that stands for its group: the earliest, or the fullest of the earliest.",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="same (the same text), edited, or excerpt."),
        sa.Column(
            "shared",
            sa.Double(),
            nullable=False,
            comment="0 to 1: the part of the shorter text that stands in the other.",
        ),
        sa.CheckConstraint("kind in ('same', 'edited', 'excerpt')", name=op.f("ck_copies_kind")),
        sa.CheckConstraint("article_id <> representative_id", name=op.f("ck_copies_other")),
        sa.CheckConstraint("shared between 0 and 1", name=op.f("ck_copies_shared")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["news.reports.article_id"], name=op.f("fk_copies_article_id_reports"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["news.reports.article_id"],
            name=op.f("fk_copies_representative_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_copies")),
        schema="news",
        comment="An article whose text another one has too: a syndicated copy, a wire rewrite, the same under another URL.",
    )
    op.create_index(op.f("ix_copies_representative_id"), "copies", ["representative_id"], unique=False, schema="news")
    op.create_table(
        "copy_bands",
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The report."),
        sa.Column("key", sa.BigInteger(), nullable=False, comment="Hash of a part of its text's sketch, 63 bits."),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_copy_bands_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "key", name=op.f("pk_copy_bands")),
        schema="news",
        comment="A key under which copies of a report's text are found.",
    )
    op.create_index(
        op.f("ix_copy_bands_key_article_id"), "copy_bands", ["key", "article_id"], unique=False, schema="news"
    )
    op.create_table(
        "copy_pairs",
        sa.Column("a", sa.BigInteger(), nullable=False, comment="The article with the smaller id."),
        sa.Column("b", sa.BigInteger(), nullable=False, comment="The other."),
        sa.Column("kind", sa.Text(), nullable=False, comment="same (the same text), edited, or excerpt."),
        sa.Column(
            "a_part",
            sa.Double(),
            nullable=False,
            comment="0 to 1: the part of the first text that stands in the second.",
        ),
        sa.Column(
            "b_part",
            sa.Double(),
            nullable=False,
            comment="0 to 1: the part of the second text that stands in the first.",
        ),
        sa.CheckConstraint("kind in ('same', 'edited', 'excerpt')", name=op.f("ck_copy_pairs_kind")),
        sa.CheckConstraint("a < b", name=op.f("ck_copy_pairs_once")),
        sa.CheckConstraint("a_part between 0 and 1 and b_part between 0 and 1", name=op.f("ck_copy_pairs_parts")),
        sa.ForeignKeyConstraint(
            ["a"], ["news.reports.article_id"], name=op.f("fk_copy_pairs_a_reports"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["b"], ["news.reports.article_id"], name=op.f("fk_copy_pairs_b_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_copy_pairs")),
        schema="news",
        comment="Two articles whose texts were found to be copies. Each pair stands here once; copies has the groups.",
    )
    op.create_index(op.f("ix_copy_pairs_b"), "copy_pairs", ["b"], unique=False, schema="news")
    op.create_table(
        "events",
        sa.Column(
            "id",
            sa.BigInteger(),
            sa.Identity(always=True),
            nullable=False,
            comment="The event's id: it stays the same as long as most of its articles stay together, and is never given again.",
        ),
        sa.Column(
            "title", sa.Text(), server_default="", nullable=False, comment="The headline of its most central article."
        ),
        sa.Column(
            "title_article_id",
            sa.BigInteger(),
            nullable=True,
            comment="The article that the title is taken from; null if it was deleted.",
        ),
        sa.Column(
            "first_report_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When its earliest article was published; null if none bears a date.",
        ),
        sa.Column(
            "last_report_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When its latest article was published; null if none bears a date.",
        ),
        sa.Column(
            "occurred",
            postgresql.DATERANGE(),
            nullable=True,
            comment="The local days on which it happened; the upper bound is the day after. Null if not known.",
        ),
        sa.Column(
            "time_precision", sa.Text(), nullable=True, comment="How finely that is known: day, week, month or year."
        ),
        sa.Column("place", sa.Text(), nullable=True, comment="Where it happened: the place's usual English name."),
        sa.Column(
            "geonames_id", sa.Integer(), nullable=True, comment="GeoNames' id of the place; null where there is none."
        ),
        sa.Column(
            "country",
            sa.Text(),
            nullable=True,
            comment="ISO 3166-1 alpha-2 of the place; null for regions of several countries.",
        ),
        sa.Column(
            "admin1", sa.Text(), nullable=True, comment="The first-order division that the place lies in, or is."
        ),
        sa.Column("lat", sa.Double(), nullable=True, comment="Degrees north, WGS 84."),
        sa.Column("lon", sa.Double(), nullable=True, comment="Degrees east, WGS 84."),
        sa.Column(
            "geo_precision",
            sa.Text(),
            nullable=True,
            comment="How finely the place is known: site, city, admin2, admin1, country or region.",
        ),
        sa.Column(
            "kind",
            sa.Text(),
            server_default="other",
            nullable=False,
            comment="What kind of occurrence it is: battle, explosion or remote violence, violence against civilians, protest, riot, strategic development, crime, accident, disaster, justice, politics; other if no sentence says.",
        ),
        sa.Column(
            "articles", sa.Integer(), server_default="0", nullable=False, comment="How many articles tell of it."
        ),
        sa.Column(
            "sources",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="How many independent sources: copies of one text count once, and so do pieces drawn from one agency's copy.",
        ),
        sa.Column(
            "languages",
            sa.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="Primary language subtags of its articles, the most frequent first.",
        ),
        sa.Column(
            "status",
            sa.Text(),
            server_default="current",
            nullable=False,
            comment="current; merged: its articles are in merged_into now; emptied: it has lost all; rejected: an analyst ruled that it is no event.",
        ),
        sa.Column(
            "merged_into",
            sa.BigInteger(),
            nullable=True,
            comment="The event that most of its articles went to, for a merged one; that one may have been merged since.",
        ),
        sa.Column(
            "is_due",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="Whether it is to be looked at again: one of its articles was deleted.",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was first seen.",
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When its articles or its record last changed.",
        ),
        sa.CheckConstraint("(merged_into is not null) = (status = 'merged')", name=op.f("ck_events_merged_into")),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_events_country")),
        sa.CheckConstraint(
            "geo_precision in ('site', 'city', 'admin2', 'admin1', 'country', 'region')",
            name=op.f("ck_events_geo_precision"),
        ),
        sa.CheckConstraint(
            "kind in ('battle', 'explosion or remote violence', 'violence against civilians', 'protest', 'riot', 'strategic development', 'crime', 'accident', 'disaster', 'justice', 'politics', 'other')",
            name=op.f("ck_events_kind"),
        ),
        sa.CheckConstraint("status in ('current', 'merged', 'emptied', 'rejected')", name=op.f("ck_events_status")),
        sa.CheckConstraint("time_precision in ('day', 'week', 'month', 'year')", name=op.f("ck_events_time_precision")),
        sa.CheckConstraint("(lat is null) = (lon is null)", name=op.f("ck_events_coordinates")),
        sa.ForeignKeyConstraint(["merged_into"], ["news.events.id"], name=op.f("fk_events_merged_into_events")),
        sa.ForeignKeyConstraint(
            ["title_article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_events_title_article_id_reports"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        schema="news",
        comment="An event: something that happened, as the articles that tell of it report it. Null: they do not say.",
    )
    op.create_index(op.f("ix_events_country_admin1"), "events", ["country", "admin1"], unique=False, schema="news")
    op.create_index("ix_events_due", "events", ["id"], unique=False, schema="news", postgresql_where=sa.text("is_due"))
    op.create_index(op.f("ix_events_merged_into"), "events", ["merged_into"], unique=False, schema="news")
    op.create_index(
        "ix_events_newest",
        "events",
        [sa.literal_column("last_report_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        schema="news",
        postgresql_where=sa.text("status = 'current'"),
    )
    op.create_index(
        op.f("ix_events_occurred"), "events", ["occurred"], unique=False, schema="news", postgresql_using="gist"
    )
    op.create_index(op.f("ix_events_title_article_id"), "events", ["title_article_id"], unique=False, schema="news")
    op.create_table(
        "place_mentions",
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The article."),
        sa.Column("position", sa.Integer(), nullable=False, comment="0-based order in the article."),
        sa.Column(
            "field",
            sa.Text(),
            nullable=False,
            comment="headline, dek, body, or caption:N with N the photo's position in the article.",
        ),
        sa.Column("start", sa.Integer(), nullable=False, comment="0-based offset of the name's first character there."),
        sa.Column("stop", sa.Integer(), nullable=False, comment="Offset behind its last character."),
        sa.Column("name", sa.Text(), nullable=False, comment="The name as printed."),
        sa.Column("place", sa.Text(), nullable=False, comment="The place's usual English name."),
        sa.Column("kind", sa.Text(), nullable=False, comment="site, city, admin2, admin1, country or region."),
        sa.Column("geonames_id", sa.Integer(), nullable=True, comment="GeoNames' id; null where there is none."),
        sa.Column(
            "country", sa.Text(), nullable=True, comment="ISO 3166-1 alpha-2; null for regions of several countries."
        ),
        sa.Column(
            "admin1",
            sa.Text(),
            nullable=True,
            comment="The first-order division that it lies in, or is; null if not known.",
        ),
        sa.Column("lat", sa.Double(), nullable=False, comment="Degrees north, WGS 84."),
        sa.Column("lon", sa.Double(), nullable=False, comment="Degrees east, WGS 84."),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1: how sure the reading is."),
        sa.CheckConstraint(
            "kind in ('site', 'city', 'admin2', 'admin1', 'country', 'region')", name=op.f("ck_place_mentions_kind")
        ),
        sa.CheckConstraint("confidence between 0 and 1", name=op.f("ck_place_mentions_confidence")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_place_mentions_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_place_mentions")),
        schema="news",
        comment="A place name in an article, and which place it is taken for.",
    )
    op.create_index(
        op.f("ix_place_mentions_country_admin1"), "place_mentions", ["country", "admin1"], unique=False, schema="news"
    )
    op.create_index(
        op.f("ix_place_mentions_geonames_id"),
        "place_mentions",
        ["geonames_id"],
        unique=False,
        schema="news",
        postgresql_where=sa.text("geonames_id is not null"),
    )
    op.create_table(
        "report_keys",
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The report."),
        sa.Column("key", sa.BigInteger(), nullable=False, comment="Hash of the feature, 63 bits."),
        sa.Column("day", sa.Date(), nullable=True, comment="As in reports."),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_report_keys_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "key", name=op.f("pk_report_keys")),
        schema="news",
        comment="A rare feature of a report: reports that share some may tell of one event.",
    )
    op.create_index("ix_report_keys_near", "report_keys", ["key", "day", "article_id"], unique=False, schema="news")
    op.create_table(
        "report_links",
        sa.Column("a", sa.BigInteger(), nullable=False, comment="The article with the smaller id."),
        sa.Column("b", sa.BigInteger(), nullable=False, comment="The other."),
        sa.Column("weight", sa.Double(), nullable=False, comment="How like they are, from 0, seldom above 5."),
        sa.CheckConstraint("a < b", name=op.f("ck_report_links_once")),
        sa.ForeignKeyConstraint(
            ["a"], ["news.reports.article_id"], name=op.f("fk_report_links_a_reports"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["b"], ["news.reports.article_id"], name=op.f("fk_report_links_b_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_report_links")),
        schema="news",
        comment="Two reports that are like each other. Each pair stands here once.",
    )
    op.create_index(op.f("ix_report_links_b"), "report_links", ["b"], unique=False, schema="news")
    op.create_table(
        "event_actors",
        sa.Column("event_id", sa.BigInteger(), nullable=False, comment="The event."),
        sa.Column("position", sa.Integer(), nullable=False, comment="0-based: the most named first."),
        sa.Column("name", sa.Text(), nullable=False, comment="The name in its fullest printed form."),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="person, organisation, group (an armed group, force or party) or unknown.",
        ),
        sa.Column("sources", sa.Integer(), nullable=False, comment="How many independent sources name it."),
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The article of a sentence that does."),
        sa.Column("field", sa.Text(), nullable=False, comment="As in event_grounds."),
        sa.Column("start", sa.Integer(), nullable=False, comment="As in event_grounds."),
        sa.Column("stop", sa.Integer(), nullable=False, comment="As in event_grounds."),
        sa.Column("text", sa.Text(), nullable=False, comment="The sentence."),
        sa.CheckConstraint("kind in ('person', 'organisation', 'group', 'unknown')", name=op.f("ck_event_actors_kind")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_event_actors_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["news.events.id"], name=op.f("fk_event_actors_event_id_events")),
        sa.PrimaryKeyConstraint("event_id", "position", name=op.f("pk_event_actors")),
        schema="news",
        comment="Someone named as acting or acted upon in an event.",
    )
    op.create_index(op.f("ix_event_actors_article_id"), "event_actors", ["article_id"], unique=False, schema="news")
    op.create_index(op.f("ix_event_actors_name"), "event_actors", ["name"], unique=False, schema="news")
    op.create_table(
        "event_articles",
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="The article."),
        sa.Column("event_id", sa.BigInteger(), nullable=False, comment="The event."),
        sa.Column(
            "centrality",
            sa.Double(),
            server_default="0",
            nullable=False,
            comment="0 to 1: how like the event's other articles it is; 1 for the one that is most like them.",
        ),
        sa.CheckConstraint("centrality between 0 and 1", name=op.f("ck_event_articles_centrality")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_event_articles_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["news.events.id"], name=op.f("fk_event_articles_event_id_events")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_event_articles")),
        schema="news",
        comment="An article of an event. Each article that was read is in exactly one.",
    )
    op.create_index(op.f("ix_event_articles_event_id"), "event_articles", ["event_id"], unique=False, schema="news")
    op.create_table(
        "event_changes",
        sa.Column(
            "id",
            sa.BigInteger(),
            sa.Identity(always=True),
            nullable=False,
            comment="Surrogate key, in the order of the changes.",
        ),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False, comment="When."),
        sa.Column("event_id", sa.BigInteger(), nullable=False, comment="The event."),
        sa.Column(
            "fate",
            sa.Text(),
            nullable=False,
            comment="new; changed: articles came or went; merged into another; split off another; emptied: its last article went; rejected by an analyst; restored: that, or its emptiness, is over.",
        ),
        sa.Column(
            "other_event_id", sa.BigInteger(), nullable=True, comment="The event that it was merged into, or split off."
        ),
        sa.Column(
            "came",
            sa.ARRAY(sa.BigInteger()),
            server_default="{}",
            nullable=False,
            comment="Ids of the articles that came; some may have been deleted since.",
        ),
        sa.Column(
            "went",
            sa.ARRAY(sa.BigInteger()),
            server_default="{}",
            nullable=False,
            comment="Ids of the articles that went; some may have been deleted since.",
        ),
        sa.CheckConstraint(
            "fate in ('new', 'changed', 'merged', 'split', 'emptied', 'rejected', 'restored')",
            name=op.f("ck_event_changes_fate"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["news.events.id"], name=op.f("fk_event_changes_event_id_events")),
        sa.ForeignKeyConstraint(
            ["other_event_id"], ["news.events.id"], name=op.f("fk_event_changes_other_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_changes")),
        schema="news",
        comment="What became of an event, and when: its history.",
    )
    op.create_index(
        op.f("ix_event_changes_event_id_id"), "event_changes", ["event_id", "id"], unique=False, schema="news"
    )
    op.create_index(
        op.f("ix_event_changes_other_event_id"), "event_changes", ["other_event_id"], unique=False, schema="news"
    )
    op.create_table(
        "event_figures",
        sa.Column("event_id", sa.BigInteger(), nullable=False, comment="The event."),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=False,
            comment="0-based: the most reported and latest first within each kind.",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="killed, injured, displaced, missing or arrested."),
        sa.Column(
            "low",
            sa.BigInteger(),
            nullable=False,
            comment="The number, or the least where a range or at least is said.",
        ),
        sa.Column(
            "high", sa.BigInteger(), nullable=True, comment="The number, or the most; null where only a least is given."
        ),
        sa.Column("printed", sa.Text(), nullable=False, comment="The number as printed."),
        sa.Column(
            "sources", sa.Integer(), nullable=False, comment="How many independent sources give this very figure."
        ),
        sa.Column(
            "article_id", sa.BigInteger(), nullable=False, comment="The article whose sentence is quoted: the latest."
        ),
        sa.Column("field", sa.Text(), nullable=False, comment="As in event_grounds."),
        sa.Column("start", sa.Integer(), nullable=False, comment="As in event_grounds."),
        sa.Column("stop", sa.Integer(), nullable=False, comment="As in event_grounds."),
        sa.Column("text", sa.Text(), nullable=False, comment="The sentence."),
        sa.CheckConstraint(
            "kind in ('killed', 'injured', 'displaced', 'missing', 'arrested')", name=op.f("ck_event_figures_kind")
        ),
        sa.CheckConstraint("low >= 0 and high >= low", name=op.f("ck_event_figures_range")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_event_figures_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["news.events.id"], name=op.f("fk_event_figures_event_id_events")),
        sa.PrimaryKeyConstraint("event_id", "position", name=op.f("pk_event_figures")),
        schema="news",
        comment="A key figure of an event, as reported.",
    )
    op.create_index(op.f("ix_event_figures_article_id"), "event_figures", ["article_id"], unique=False, schema="news")
    op.create_table(
        "event_grounds",
        sa.Column("event_id", sa.BigInteger(), nullable=False, comment="The event."),
        sa.Column("about", sa.Text(), nullable=False, comment="Which value: title, occurred, place or kind."),
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The article."),
        sa.Column(
            "field",
            sa.Text(),
            nullable=False,
            comment="headline, dek, body, or caption:N with N the photo's position in the article.",
        ),
        sa.Column("start", sa.Integer(), nullable=False, comment="0-based offset of the first character there."),
        sa.Column("stop", sa.Integer(), nullable=False, comment="Offset behind the last character."),
        sa.Column("text", sa.Text(), nullable=False, comment="The words."),
        sa.CheckConstraint("about in ('title', 'occurred', 'place', 'kind')", name=op.f("ck_event_grounds_about")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_event_grounds_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["news.events.id"], name=op.f("fk_event_grounds_event_id_events")),
        sa.PrimaryKeyConstraint("event_id", "about", name=op.f("pk_event_grounds")),
        schema="news",
        comment="The sentence or caption that a value of an event stands on.",
    )
    op.create_index(op.f("ix_event_grounds_article_id"), "event_grounds", ["article_id"], unique=False, schema="news")
    op.create_table(
        "event_photos",
        sa.Column("event_id", sa.BigInteger(), nullable=False, comment="The event."),
        sa.Column("position", sa.Integer(), nullable=False, comment="0-based: the best first."),
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The article."),
        sa.Column(
            "caption_position",
            sa.Integer(),
            nullable=False,
            comment="The photo's position there: with article_id it leads to captions.",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_event_photos_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["news.events.id"], name=op.f("fk_event_photos_event_id_events")),
        sa.PrimaryKeyConstraint("event_id", "position", name=op.f("pk_event_photos")),
        sa.UniqueConstraint(
            "event_id",
            "article_id",
            "caption_position",
            name=op.f("uq_event_photos_event_id_article_id_caption_position"),
        ),
        schema="news",
        comment="A photo of an event: its caption and credit line are those of the article it is taken from.",
    )
    op.create_index(op.f("ix_event_photos_article_id"), "event_photos", ["article_id"], unique=False, schema="news")
    op.create_table(
        "rulings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key."),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="together: its articles belong to one event; apart: no article of side 1 is in an event with one of side 2; reject: what its articles made up is no event.",
        ),
        sa.Column("event_id", sa.BigInteger(), nullable=True, comment="The event that was looked at when it was made."),
        sa.Column("note", sa.Text(), nullable=True, comment="Why, in the analyst's words."),
        sa.Column("made_by", sa.Text(), nullable=True, comment="Who made it."),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False, comment="When."
        ),
        sa.Column(
            "withdrawn_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was withdrawn, or a later ruling took its place; null: it stands.",
        ),
        sa.CheckConstraint("kind in ('together', 'apart', 'reject')", name=op.f("ck_rulings_kind")),
        sa.ForeignKeyConstraint(["event_id"], ["news.events.id"], name=op.f("fk_rulings_event_id_events")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
        schema="news",
        comment="What an analyst ruled on articles or an event. It stands whatever the texts say, until it is withdrawn.",
    )
    op.create_index(op.f("ix_rulings_event_id"), "rulings", ["event_id"], unique=False, schema="news")
    op.create_table(
        "ruling_articles",
        sa.Column("ruling_id", sa.BigInteger(), nullable=False, comment="The ruling."),
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The article."),
        sa.Column(
            "side",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="Which side of an apart it is on: 1 or 2; 1 in all others.",
        ),
        sa.CheckConstraint("side in (1, 2)", name=op.f("ck_ruling_articles_side")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.reports.article_id"],
            name=op.f("fk_ruling_articles_article_id_reports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["news.rulings.id"], name=op.f("fk_ruling_articles_ruling_id_rulings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ruling_id", "article_id", name=op.f("pk_ruling_articles")),
        schema="news",
        comment="An article that a ruling names.",
    )
    op.create_index(
        op.f("ix_ruling_articles_article_id"), "ruling_articles", ["article_id"], unique=False, schema="news"
    )
    # Counts are packed already; to compress them costs more than to write them.
    op.execute("alter table news.feature_counts alter column counts set storage external")
    op.execute(_TRIGGERS)
    op.execute(_ALL_THERE_ARE)


def downgrade() -> None:
    """Undo. Events, with their ids, history and rulings, are lost; the articles stay."""
    op.execute("drop trigger stored_is_unread on news.articles")
    op.execute("drop trigger changed_is_unread on news.articles")
    op.execute("drop trigger deleted_leaves_its_event on news.articles")
    op.execute("drop function news.mark_unread")
    op.execute("drop function news.mark_bereft")
    for table in (
        "ruling_articles",
        "rulings",
        "event_photos",
        "event_grounds",
        "event_figures",
        "event_changes",
        "event_articles",
        "event_actors",
        "report_links",
        "report_keys",
        "place_mentions",
        "events",
        "copy_pairs",
        "copy_bands",
        "copies",
        "unread",
        "reports",
        "feature_counts",
    ):
        op.drop_table(table, schema="news")
