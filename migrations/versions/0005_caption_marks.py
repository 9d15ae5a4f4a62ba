"""Captions that change by themselves make the reading of their article for events due."""

from collections.abc import Sequence

from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# A statement at a time, because a crawl writes the captions of a batch of articles at once. What was marked first in this
# very transaction, by the trigger on articles, is passed over: nobody can have read it since, and the crawl is spared a
# write for each article. Captions that go with their article when that is deleted find none to mark. Of a caption that
# was changed, only what events are made from counts.
_TRIGGERS = """
create function news.mark_captions_unread() returns trigger language plpgsql as $$
begin
  insert into news.unread (article_id, published_at)
  select id, published_at from news.articles
  where id in (select article_id from touched)
    and not exists (select from news.unread where article_id = articles.id and marked_at = now())
  order by id
  on conflict (article_id) do update set marks = unread.marks + 1, problem = null;
  return null;
end
$$;
comment on function news.mark_captions_unread is 'Makes the reading of articles that got or lost captions for events due.';

create function news.mark_changed_captions_unread() returns trigger language plpgsql as $$
begin
  insert into news.unread (article_id, published_at)
  select id, published_at from news.articles
  where id in (
    select article_id from (
      select id, article_id, position, photo_id, caption, credit_raw, is_file_photo from before
      except
      select id, article_id, position, photo_id, caption, credit_raw, is_file_photo from after
    ) as was
    union
    select article_id from (
      select id, article_id, position, photo_id, caption, credit_raw, is_file_photo from after
      except
      select id, article_id, position, photo_id, caption, credit_raw, is_file_photo from before
    ) as became
  )
  order by id
  on conflict (article_id) do update set marks = unread.marks + 1, problem = null;
  return null;
end
$$;
comment on function news.mark_changed_captions_unread is 'Makes the reading of articles whose captions were changed for events due.';

create trigger stored_is_unread after insert on news.captions referencing new table as touched
for each statement execute function news.mark_captions_unread();
create trigger deleted_is_unread after delete on news.captions referencing old table as touched
for each statement execute function news.mark_captions_unread();
create trigger changed_is_unread after update on news.captions referencing old table as before new table as after
for each statement execute function news.mark_changed_captions_unread();
"""


def upgrade() -> None:
    """Apply."""
    op.execute(_TRIGGERS)


def downgrade() -> None:
    """Undo."""
    op.execute("drop trigger stored_is_unread on news.captions")
    op.execute("drop trigger deleted_is_unread on news.captions")
    op.execute("drop trigger changed_is_unread on news.captions")
    op.execute("drop function news.mark_captions_unread")
    op.execute("drop function news.mark_changed_captions_unread")
