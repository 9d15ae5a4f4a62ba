"""Alembic's entry: migrates the database that the caller connected to, or else the one that DATABASE_URL names."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, text

from models import db
from models.tables import SCHEMA, Base
from models.tables.base import StorableJson, StorableText
from models.views import drop_views, make_views


def only_our_schema(name: str | None, kind: str, parents: Any) -> bool:
    """Other schemas in the same database are other people's."""
    return kind != "schema" or name == SCHEMA


def plain_type(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Migrations name PostgreSQL's own types, so that they outlive a change of our wrappers."""
    if kind == "type" and isinstance(item, StorableText):
        return "sa.Text()"
    if kind == "type" and isinstance(item, StorableJson):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    return False


def migrate(connection: Connection) -> None:
    """Run the revisions asked for in one transaction."""
    connection.execute(text(f"create schema if not exists {SCHEMA}"))
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table_schema=SCHEMA,
        include_schemas=True,
        include_name=only_our_schema,
        render_item=plain_type,
        compare_type=True,
        compare_server_default=True,
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    with context.begin_transaction():
        drop_views(connection)
        context.run_migrations()
        if context.get_context().get_current_revision() == context.script.get_current_head():
            make_views(connection)
        connection.execute(text(f"comment on table {SCHEMA}.alembic_version is 'The revision of this schema.'"))
        connection.execute(
            text(f"comment on column {SCHEMA}.alembic_version.version_num is 'Name of a file in migrations/versions.'")
        )


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with db.database() as engine, engine.begin() as connection:
        migrate(connection)
