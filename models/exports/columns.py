"""The analysts' views and their columns, as the database describes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from psycopg import Connection, sql

Kind = Literal["string", "integer", "number", "boolean", "date", "datetime", "strings", "integers", "json"]

_KINDS: Mapping[str, Kind] = {
    "bool": "boolean",
    "int2": "integer", "int4": "integer", "int8": "integer",
    "float4": "number", "float8": "number", "numeric": "number",
    "date": "date",
    "timestamptz": "datetime",
    "json": "json", "jsonb": "json",
    "_text": "strings", "_varchar": "strings", "_name": "strings",
    "_int2": "integers", "_int4": "integers", "_int8": "integers",
}  # fmt: skip

# First and last day of what a row is about, where a view has both.
_SPANS = (("occurred_from", "occurred_to"), ("first_published", "last_published"))
_DAYS = ("published_date", "day", "published_at", "captured_at", "started_at")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view."""

    name: str
    type: str
    """PostgreSQL's name of its type."""
    comment: str

    @property
    def kind(self) -> Kind:
        """What it holds: anything that is none of these is exported as text."""
        return _KINDS.get(self.type, "string")


@dataclass(frozen=True, slots=True)
class View:
    """A view of schema ``analyst``."""

    name: str
    comment: str
    columns: Sequence[Column]

    def column(self, name: str) -> Column | None:
        """The column of that name; null if it has none."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def order(self) -> list[Column]:
        """What its rows are sorted by: their id, or what stands for one. So a table that has not changed
        gives the same file."""
        first, *rest = (column for column in self.columns if column.kind != "json")
        second = [column for column in rest[:1] if _tells_apart(first.name, column.name)]
        article = [column for column in rest[1:] if column.name == "article_id" and not second]
        return [first, *second, *article]

    @property
    def is_placed(self) -> bool:
        """Whether its rows have a place on the map."""
        return self.column("lat") is not None and self.column("lon") is not None

    @property
    def days(self) -> tuple[Column, Column] | None:
        """The columns that say on which days, from the first to the last, its rows are to be found; null: none do."""
        for first, last in (*_SPANS, *((name, name) for name in _DAYS)):
            start, end = self.column(first), self.column(last)
            if start is not None and end is not None:
                return start, end
        dated = [column for kind in ("date", "datetime") for column in self.columns if column.kind == kind]
        return (dated[0], dated[0]) if dated else None


def _tells_apart(first: str, second: str) -> bool:
    return not first.endswith("_id") or second.endswith("_id") or second in ("revision", "position")


def views_of(connection: Connection) -> dict[str, View]:
    """The views of schema ``analyst`` by name, sorted."""
    found = connection.execute(
        """
        select c.relname, obj_description(c.oid, 'pg_class'),
          array_agg(array[a.attname, t.typname, coalesce(col_description(c.oid, a.attnum), '')] order by a.attnum)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        join pg_type t on t.oid = a.atttypid
        where n.nspname = 'analyst' and c.relkind in ('v', 'm')
        group by c.oid, c.relname order by c.relname collate "C"
        """
    )
    return {
        name: View(name, comment or "", [Column(*column) for column in columns]) for name, comment, columns in found
    }


def as_csv(column: Column) -> sql.Composable:
    """The column as CSV holds it: instants in ISO 8601 with a Z, arrays and objects as JSON, true and false."""
    name = sql.Identifier(column.name)
    match column.kind:
        case "datetime":
            value: sql.Composable = sql.SQL("replace(replace({}::text, ' ', 'T'), '+00', 'Z')").format(name)
        case "strings" | "integers":
            value = sql.SQL("to_json({})").format(name)
        case "boolean":
            value = sql.SQL("{}::text").format(name)
        case _:
            value = as_json(column)
    return value


def as_json(column: Column) -> sql.Composable:
    """The column as ``row_to_json`` may take it."""
    name = sql.Identifier(column.name)
    if column.type == "bytea":
        return sql.SQL("encode({}, 'hex')").format(name)
    return name if column.kind != "string" or column.type == "text" else sql.SQL("{}::text").format(name)


def as_plain(column: Column) -> sql.Composable:
    """The column as one of the types that Parquet is written from: numbers as double, objects as text."""
    name = sql.Identifier(column.name)
    casts = {"number": "float8", "json": "text", "integers": "int8[]", "strings": "text[]"}
    if cast := casts.get(column.kind):
        return sql.SQL("{}::").format(name) + sql.SQL(cast)
    return as_json(column)
