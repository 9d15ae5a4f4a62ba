"""Keys and links of reports without references: a trigger takes them away instead."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REFERENCES = (
    ("report_keys", "article_id"),
    ("report_links", "a"),
    ("report_links", "b"),
    ("copy_bands", "article_id"),
)

# A hundred rows an article, each with a reference to check, took a sixth of the server's time for it. They are keys to
# look under: one that leads nowhere is of no consequence.
_FORGET = """
create function news.forget_reports() returns trigger language plpgsql as $$
begin
  delete from news.report_keys where article_id in (select article_id from gone);
  delete from news.copy_bands where article_id in (select article_id from gone);
  delete from news.report_links where a in (select article_id from gone);
  delete from news.report_links where b in (select article_id from gone);
  return null;
end
$$;
comment on function news.forget_reports is 'Takes away the keys and links of deleted reports.';

create trigger deleted_is_forgotten after delete on news.reports referencing old table as gone
for each statement execute function news.forget_reports();
"""

# Facts are packed again whenever an article is read. Servers are built with lz4 as a rule; where not, all stays as it is.
_PACKED_FAST = """
do $$ begin
  if 'lz4' = any ((select enumvals from pg_settings where name = 'default_toast_compression')::text[]) then
    alter table news.reports alter column facts set compression lz4;
  end if;
end $$
"""


def upgrade() -> None:
    """Apply."""
    for table, column in _REFERENCES:
        op.drop_constraint(f"fk_{table}_{column}_reports", table, schema="news", type_="foreignkey")
    op.create_index(
        "ix_reports_undated",
        "reports",
        ["article_id"],
        schema="news",
        postgresql_where=sa.text("day is null and is_filed"),
    )
    op.execute(_FORGET)
    op.execute(_PACKED_FAST)


def downgrade() -> None:
    """Undo. What leads nowhere goes."""
    op.execute("alter table news.reports alter column facts set compression default")
    op.execute("drop trigger deleted_is_forgotten on news.reports")
    op.execute("drop function news.forget_reports")
    op.drop_index("ix_reports_undated", "reports", schema="news")
    for table, column in _REFERENCES:
        op.execute(f"delete from news.{table} where {column} not in (select article_id from news.reports)")  # noqa: S608 - our own names
        op.create_foreign_key(
            f"fk_{table}_{column}_reports",
            table,
            "reports",
            [column],
            ["article_id"],
            source_schema="news",
            referent_schema="news",
            ondelete="CASCADE",
        )
