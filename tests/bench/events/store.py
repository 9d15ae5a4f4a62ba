"""A store filled by COPY: half a million articles with all that was made of them, in some minutes."""

import multiprocessing
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import psycopg
from psycopg import sql

from pipelines.events.clusters.rarity import Rarity
from tests.bench.events.corpus import SOURCES, Corpus, Telling
from tests.bench.events.rows import BINARY, TEXT, article_rows, binary, shard, shards

_LOADERS: Final = 2
_SHARD: Final = 150
"""Events at a time: as articles come by day and not by event, those of some days are mixed."""
_CHUNK: Final = 4096
"""Counts in a row of feature_counts."""
_LOADED: Final = (*TEXT, *BINARY)
_NUMBERED: Final = ("urls", "articles", "events")


def fill(url: str, reports: int) -> None:
    """Fill an empty, migrated database with so many articles, and say how far it is. Needs a superuser: references are
    not checked meanwhile, and no article is marked as unread."""
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.cursor().executemany(
            "insert into news.sources (slug, domain, name, country, language, timezone)"
            " values (%s, %s, %s, 'GB', 'en', 'UTC')",
            [(f"paper-{number}", f"paper-{number}.example", f"Paper {number}") for number in range(SOURCES)],
        )
        indexes = without_indexes(connection, _LOADED)
        counts = _loaded(url, reports)
        _say("counts and indexes", began)
        chunks = counts.reshape(-1, _CHUNK).astype("<u4")
        rows = [(number, chunk.tobytes()) for number, chunk in enumerate(chunks)]
        rows.append((-1, reports.to_bytes(8, "little")))
        connection.cursor().executemany("insert into news.feature_counts values (%s, %s)", rows)
        connection.execute("set maintenance_work_mem = '512MB'")
        for definition in indexes:
            connection.execute(definition)
        for table in _NUMBERED:
            connection.execute(
                f"select setval(pg_get_serial_sequence('news.{table}', 'id'), max(id)) from news.{table}"
            )
        _say("statistics", began)
        connection.execute("vacuum (analyze)")
        connection.execute("checkpoint")
    _say("filled", began)


def without_indexes(connection: psycopg.Connection[Any], tables: Sequence[str]) -> list[str]:
    """Drop the indexes of these tables that no constraint needs; returns how to make them again."""
    found = connection.execute(
        "select indexdef, indexname from pg_indexes where schemaname = 'news' and tablename = any(%s)"
        " and indexname not in (select conname from pg_constraint)",
        [list(tables)],
    ).fetchall()
    for _, name in found:
        connection.execute(sql.SQL("drop index news.{}").format(sql.Identifier(name)))
    return [definition for definition, _ in found]


def _loaded(url: str, reports: int) -> "np.ndarray[Any, np.dtype[np.uint32]]":
    """Rows made and copied by some processes; returns how many reports bear each feature."""
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    loaders = [context.Process(target=_load, args=(url, reports, place, told)) for place in range(_LOADERS)]
    for loader in loaders:
        loader.start()
    counts, done, began, said = Rarity().counts, 0, time.monotonic(), 0.0
    ended = 0
    while ended < _LOADERS:
        what = told.get()
        if isinstance(what, int):
            done += what
            if time.monotonic() - said > 15:
                said = time.monotonic()
                _say(f"{done:,} of {reports:,} articles", began)
        elif isinstance(what, str):
            raise RuntimeError(what)
        else:
            counts = counts + what
            ended += 1
    for loader in loaders:
        loader.join()
    return counts


def _load(url: str, reports: int, place: int, told: Any) -> None:
    """What a process does: every second part of the corpus. Rarity grows as the corpus does, by half."""
    try:
        corpus, rarity = Corpus(reports), Rarity()
        with psycopg.connect(url) as connection:
            connection.execute("set session_replication_role = replica")
            connection.execute("set synchronous_commit = off")
            for number, events in enumerate(shards(corpus, _SHARD)):
                if number % _LOADERS == place:
                    made = shard(corpus, events, rarity)
                    for table in TEXT:
                        _copy(connection, table, made.rows[table])
                    for table in BINARY:
                        _copy_binary(connection, table, made.numbers[table])
                    connection.commit()
                    told.put(len(made.rows["articles"]))
        told.put(rarity.counts)
    except BaseException as error:
        told.put(f"{type(error).__name__}: {error}")
        raise


def _copy(connection: psycopg.Connection[Any], table: str, rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor().copy(f"copy news.{table} ({TEXT[table]}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _copy_binary(connection: psycopg.Connection[Any], table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        names = ", ".join(name for name, _ in BINARY[table])
        with connection.cursor().copy(f"copy news.{table} ({names}) from stdin (format binary)") as copy:
            copy.write(binary(table, rows))


def store(url: str, tellings: Sequence[Telling]) -> list[int]:
    """Store new articles as a crawl does, so that their reading is due; returns their ids."""
    with psycopg.connect(url) as connection:
        found = connection.execute("select coalesce(max(id), 0) from news.articles").fetchone()
        first = int(found[0]) + 1 if found else 1
        ids = list(range(first, first + len(tellings)))
        made = [article_rows(id, telling) for id, telling in zip(ids, tellings, strict=True)]
        _copy(connection, "urls", [url for url, _, _ in made])
        _copy(connection, "articles", [article for _, article, _ in made])
    return ids


def _say(what: str, began: float) -> None:
    print(f"  {time.monotonic() - began:5.0f} s: {what}", file=sys.stderr)
