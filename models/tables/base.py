"""The declarative base: naming convention, the ``news`` schema, and comments that come from docstrings."""

import ast
import inspect
import textwrap
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import ARRAY, BigInteger, DateTime, Dialect, Identity, LargeBinary, MetaData, Text, TypeDecorator, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

from models.text import fold, storable

SCHEMA = "news"


class StorableText(TypeDecorator[str]):
    """``text`` that takes any Python string: what PostgreSQL cannot hold is left out on the way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Called by SQLAlchemy for each bound value."""
        return None if value is None else storable(value)


class StorableJson(TypeDecorator[Any]):
    """``jsonb`` that takes any JSON-like value; its strings are treated as ``StorableText``'s are."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Called by SQLAlchemy for each bound value."""
        return _storable_json(value)


def _storable_json(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable(str(key)): _storable_json(item) for key, item in value.items()}
        case list() | tuple():
            return [_storable_json(item) for item in value]
        case _:
            return value


Id = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
Hash = Annotated[bytes, mapped_column(LargeBinary)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
CreatedAt = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]


class Base(DeclarativeBase):
    """Each class and each column below it bears a docstring; the database shows it as a COMMENT."""

    metadata = MetaData(
        schema=SCHEMA,
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own class-level setting
        str: StorableText,
        bytes: LargeBinary,
        list[str]: ARRAY(StorableText),
        dict[str, Any]: StorableJson,
        datetime: DateTime(timezone=True),
    }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        table = cls.metadata.tables[f"{SCHEMA}.{cls.__tablename__}"]
        table.comment = fold(cls.__doc__ or "")
        for column, docstring in _attribute_docstrings(cls).items():
            table.c[column].comment = docstring


def _attribute_docstrings(cls: type) -> dict[str, str]:
    """The string literal that follows each annotated attribute of ``cls``, whitespace folded."""
    body = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    if not isinstance(body, ast.ClassDef):
        raise TypeError(f"{cls!r} has no class body to read")
    found: dict[str, str] = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
            and isinstance(following.value.value, str)
        ):
            found[statement.target.id] = fold(following.value.value)
    return found
