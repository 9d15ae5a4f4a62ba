"""One snapshot of the database, read only, with the rights of an analyst where the server has that role."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, cast

import psycopg
from psycopg import sql
from psycopg.pq import DiagnosticField, ExecStatus
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from models.engine import DatabaseProblem, problem_with, problems_named
from models.exports.columns import Column, View, as_csv, as_json, as_plain, views_of
from models.exports.conditions import ConditionProblem, check_condition
from models.schema import current_revision

ROLE = "analyst"
_FETCHED = 2000  # rows of a cursor held at a time: with their texts, 10 MB

# One JSON object a line. COPY's own text format would write each backslash twice; in CSV nothing needs a quotation mark
# where the marks are controls, which never stand raw in JSON.
_LINES = sql.SQL(r"(format csv, quote E'\x01', delimiter E'\x02')")
_CSV = sql.SQL("(format csv, header)")

Pieces: TypeAlias = Generator[bytes, None, None]
"""What COPY gives; whoever does not take all of it closes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is wanted of a view."""

    view: View
    columns: Sequence[Column]
    where: str | None = None
    """The analyst's own condition."""
    since: date | None = None
    """The first day; a row belongs to it by ``View.days``."""
    until: date | None = None
    """The last day."""
    articles_of: Sequence["Selection"] = ()
    """Only rows about the articles that stand in one of these."""

    def restricted(self) -> sql.Composable:
        """``from … where …``."""
        conditions = [*self._days()]
        if self.where is not None:  # on lines of its own: it may end with a comment
            conditions.append(sql.SQL("(\n{}\n)").format(sql.SQL(cast("Any", self.where))))
        if self.articles_of:
            chosen = [sql.SQL("select article_id {}").format(each.restricted()) for each in self.articles_of]
            conditions.append(sql.SQL("article_id in ({})").format(sql.SQL(" union all ").join(chosen)))
        source = sql.SQL("from analyst.{}").format(sql.Identifier(self.view.name))
        return source if not conditions else source + sql.SQL(" where ") + sql.SQL(" and ").join(conditions)

    def _days(self) -> Iterator[sql.Composable]:
        if (days := self.view.days) is None:
            return
        first, last = days
        after = "{} >= {}::timestamptz" if last.kind == "datetime" else "{} >= {}::date"
        before = "{} < {}::timestamptz + interval '1 day'" if first.kind == "datetime" else "{} <= {}::date"
        if self.since is not None:
            yield sql.SQL(after).format(sql.Identifier(last.name), sql.Literal(self.since.isoformat()))
        if self.until is not None:
            yield sql.SQL(before).format(sql.Identifier(first.name), sql.Literal(self.until.isoformat()))

    def statement(self, written: Callable[[Column], sql.Composable]) -> sql.Composed:
        """``select … from … where …``; ``written``: how a column is to come."""
        columns = [sql.SQL("{} as {}").format(written(each), sql.Identifier(each.name)) for each in self.columns]
        return sql.SQL("select {} {} {}").format(sql.SQL(", ").join(columns), self.restricted(), self.ordered())

    def ordered(self) -> sql.Composable:
        """``order by …``, by the columns of the view."""
        source = sql.Identifier(self.view.name)
        names = [sql.SQL("{}.{}").format(source, sql.Identifier(column.name)) for column in self.view.order]
        return sql.SQL("order by {}").format(sql.SQL(", ").join(names))

    @property
    def query(self) -> str:
        """The statement as a person would write it."""
        columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in self.columns)
        return sql.SQL("select {} {} {}").format(columns, self.restricted(), self.ordered()).as_string()


class Snapshot:
    """The database as it was at one moment. Its methods raise DatabaseProblem, and ConditionProblem."""

    def __init__(self, engine: Engine, connection: psycopg.Connection[Any], revision: str | None) -> None:
        self._engine = engine
        self._connection = connection
        self.revision = revision
        """The schema's revision."""
        with self._named():
            self.views = views_of(connection)
            """The analysts' views by name."""
            self.at: datetime = connection.execute("select transaction_timestamp()").fetchone()[0]  # type: ignore[index]
            """The moment, UTC."""
            self._take_role()

    def _take_role(self) -> None:
        query = (  # a role is the server's, and what it may do is the database's
            "select pg_has_role(oid, 'member') and has_schema_privilege(oid, 'analyst', 'usage')"
            " from pg_roles where rolname = %s"
        )
        usable = self._connection.execute(query, (ROLE,)).fetchone()
        if usable is not None and usable[0]:
            # From 16 on a member may have been granted the role without the right to take it on.
            with suppress(psycopg.errors.InsufficientPrivilege), self._connection.transaction():
                self._connection.execute(sql.SQL("set local role {}").format(sql.Identifier(ROLE)))

    def check(self, selection: Selection) -> None:
        """See to it that the condition can be used before a file is begun."""
        if selection.where is None:
            return
        with self._named():
            check_condition(self._connection, selection.where)
            # The server reads one statement here, and refuses two.
            prepared = self._connection.pgconn.prepare(b"", selection.statement(_by_name).as_bytes())
        if prepared.status == ExecStatus.FATAL_ERROR:
            said = (prepared.error_field(DiagnosticField.MESSAGE_PRIMARY) or b"").decode("utf-8", "replace")
            raise ConditionProblem(f"{said} ({_advice(said, selection.view)})")

    def count(self, selection: Selection, condition: str = "true") -> int:
        """How many rows there are, of which ``condition`` (one of ours) holds."""
        counted = sql.SQL("select count(*) from (select * {}) as chosen where {}").format(
            selection.restricted(), sql.SQL(cast("Any", condition))
        )
        with self._named():
            return int(self._connection.execute(counted).fetchone()[0])  # type: ignore[index]

    def licences(self, selection: Selection) -> list[tuple[str, int]]:
        """Licences that the articles' pages name, and how many name each."""
        statement = sql.SQL(
            "select licence, count(*) {} group by licence having licence is not null order by 2 desc, 1"
        )
        with self._named():
            return self._connection.execute(statement.format(selection.restricted())).fetchall()

    def csv(self, selection: Selection) -> Pieces:
        """The rows as CSV with a header, UTF-8, in pieces of any size."""
        return self._copied(selection.statement(as_csv), _CSV)

    def json_lines(self, selection: Selection) -> Pieces:
        """A JSON object and a line break for each row, UTF-8, in pieces of any size."""
        rows = sql.SQL("select row_to_json(line) from ({}) as line").format(selection.statement(as_json))
        return self._copied(rows, _LINES)

    def features(self, selection: Selection, identity: str | None) -> Pieces:
        """As ``json_lines``: GeoJSON features of the rows that have a place; ``identity``: the column of their ids."""
        names = [column.name for column in selection.columns]
        others = [column for column in selection.columns if column.name not in ("lat", "lon")]
        properties = sql.SQL(", ").join(
            sql.SQL("{} as {}").format(as_json(each), sql.Identifier(each.name)) for each in others
        )
        identified = sql.SQL("'id', {},").format(sql.Identifier(identity)) if identity in names else sql.SQL("")
        rows = sql.SQL(
            "select json_build_object('type', 'Feature', {} 'geometry', json_build_object('type', 'Point',"
            " 'coordinates', json_build_array(lon, lat)), 'properties', (select row_to_json(p) from (select {}) as p))"
            " from (select * {} {}) as chosen where lat is not null and lon is not null"
        ).format(identified, properties, selection.restricted(), selection.ordered())
        return self._copied(rows, _LINES)

    def batches(self, selection: Selection) -> Iterator[list[tuple[Any, ...]]]:
        """The rows, a few thousand at a time, as Python's numbers, texts, dates and lists."""
        with self._named(), self._connection.cursor(name="export", binary=True) as cursor:
            cursor.execute(selection.statement(as_plain))
            while rows := cursor.fetchmany(_FETCHED):
                yield rows

    def _copied(self, rows: sql.Composable, form: sql.SQL) -> Pieces:
        statement = sql.SQL("copy ({}) to stdout with {}").format(rows, form)
        with self._named(), self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for piece in copy:
                yield bytes(piece)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What the driver raises, as what it means."""
        try:
            yield
        except psycopg.Error as error:
            state = error.sqlstate or ""
            if state.startswith(("22", "42", "25")):  # the statement's own fault, and all of it but --where is ours
                said = str(error.diag.message_primary or error)
                raise ConditionProblem(f"{said} ({_advice(said, None)})") from error
            raise problem_with(self._engine, DBAPIError("export", None, error)) from error


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """Hold the database as it is now, for reading only. Raises DatabaseProblem."""
    revision = current_revision(engine)
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with problems_named(engine), engine.connect().execution_options(**options) as connection:
        connection.exec_driver_sql("set local timezone = 'UTC'")
        connection.exec_driver_sql("set local datestyle = 'ISO'")
        connection.exec_driver_sql("set local standard_conforming_strings = on")  # as conditions are read
        driver = connection.connection.driver_connection
        if driver is None:
            raise DatabaseProblem("the connection is closed")
        yield Snapshot(engine, cast("psycopg.Connection[Any]", driver), revision)


def _by_name(column: Column) -> sql.Composable:
    return sql.Identifier(column.name)


def _advice(said: str, view: View | None) -> str:
    if "does not exist" in said and view is not None:
        return f"{view.name} has the columns {', '.join(column.name for column in view.columns)}"
    if "permission denied" in said or "read-only" in said:
        return "a condition may read the views of schema analyst, and nothing else"
    return "correct --where: it is put after WHERE, in PostgreSQL's SQL"
