"""``scrapy archive``: what is whole is said to be so, what is not is found, and answers can be taken away."""

import argparse
import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from sqlalchemy import Engine, text
from warcio.archiveiterator import ArchiveIterator

from crawler.commands.archive import Command
from models.items import Archived
from models.runs import open_run
from models.store import write_batch
from pipelines.archive.archive import Archive
from pipelines.archive.writer import ArchiveWriter
from tests.documents import document, fetch
from tests.exchanges import NOON, PAGE, URL, archive_in, exchange, plain, written

Run = Callable[..., int]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


@pytest.fixture
def run(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Run:
    """``scrapy archive`` with these arguments, on this test's archive and database; gives its exit code."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    settings = Settings({"ARCHIVE": str(archive.folder), "ARCHIVE_SPOOL": str(tmp_path / "spool")})

    def run(*arguments: str | Path) -> int:
        command = Command()
        command.settings = settings
        parser = argparse.ArgumentParser(conflict_handler="resolve")
        command.add_options(parser)
        options, rest = parser.parse_known_args(list(map(str, arguments)))
        command.run(rest, options)
        return command.exitcode

    return run


def store(engine: Engine, *places: Archived, url: str = URL) -> list[int]:
    """Fetches of one page that have these records; gives their ids."""
    run_id = open_run(engine, "article", {})
    page = fetch(document(url=url))
    ids = []
    for place in places:
        write_batch(engine, run_id, {}, [page])
        with engine.begin() as connection:
            ids.append(
                connection.scalar(
                    text(
                        "update news.fetches set warc_file = :file, warc_offset = :offset, warc_length = :length,"
                        " payload_digest = :digest, is_revisit = :is_revisit, fetched_at = :at"
                        " where id = (select max(id) from news.fetches) returning id"
                    ),
                    {name: getattr(place, name) for name in ("file", "offset", "length", "digest", "is_revisit", "at")},
                )
            )
    return ids


def test_an_archive_in_order_is_said_to_be(
    run: Run, archive: Archive, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    places = written(archive, exchange(), exchange(url=f"{URL}?2"), plain(b"<p>three"))
    store(engine, *places)
    written(archive, exchange(known=places[0]), label="agency", run_id=18)
    assert run("verify") == 0
    said = capsys.readouterr().out
    assert said.startswith("2 files, 10 records, ")
    assert said.endswith(": all in order\n")


def test_each_fault_is_named_with_its_file(
    run: Run, archive: Archive, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, damaged = written(archive, exchange(), plain(b"<p>two"))
    lost = written(archive, exchange(), run_id=18)[0]
    (first, second, third, fourth) = store(
        engine, whole, damaged, lost, Archived(file=whole.file, offset=7, length=9, url=URL, at=NOON)
    )
    archive.path(lost.file).unlink()
    content = bytearray(archive.path(whole.file).read_bytes())
    content[damaged.offset + damaged.length // 2] ^= 0xFF
    archive.path(whole.file).write_bytes(content)

    assert run("verify") == 1
    said = capsys.readouterr().out.splitlines()
    assert said[:-1] == [
        said[0],
        f"{whole.file}: fetch {fourth} names a record at 7, and there is none",
        f"{whole.file}: fetch {second} names a record at {damaged.offset}, and there is none",
        f"{lost.file}: not in the archive, but 1 fetch record should be there",
    ]
    assert said[0].startswith(f"{whole.file}: damaged: ")
    assert said[0].endswith(f"{damaged.offset} bytes into the file")
    assert said[-1].endswith("4 faults")
    assert (first, third) != (second, fourth)


def test_a_record_that_is_another_one_than_the_database_says_is_found(
    run: Run, archive: Archive, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    place = written(archive, plain(b"<p>one"))[0]
    (number,) = store(engine, replace(place, digest="sha1:OF-ANOTHER"))
    assert run("verify") == 1
    assert f"the record at {place.offset} is not the one of fetch {number}" in capsys.readouterr().out
    assert run("verify", "--no-database") == 0


def test_a_wrong_digest_and_a_payload_that_is_gone_are_found(
    run: Run, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    original = written(archive, plain(PAGE), run_id=1)[0]
    same = written(archive, plain(PAGE, known=original), run_id=2)[0]
    other = written(archive, plain(PAGE + b"<p>other"), run_id=3)[0]
    path = archive.path(other.file)
    content = path.read_bytes()
    record = gzip.decompress(content[other.offset :])
    path.write_bytes(content[: other.offset] + gzip.compress(record.replace(b"Tigris", b"Thames")))
    archive.path(original.file).unlink()
    assert run("verify", "--no-database") == 1
    said = capsys.readouterr().out
    assert f"{other.file}: the record at {other.offset}: block digest is wrong" in said
    assert f"{same.file}: the record at {same.offset}: its payload is not there: {original.file}" in said


def test_a_dead_writers_file_is_found_and_repaired_and_a_live_ones_left_alone(
    run: Run, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    place = written(archive, exchange())[0]
    path = archive.path(place.file)
    path.write_bytes(path.read_bytes()[:-3])
    path.rename(f"{path}.open")
    writer = ArchiveWriter(archive, "agency", 18, file_bytes=1 << 29)
    writer.write(exchange())

    assert run("verify", "--no-database") == 1
    shown = capsys.readouterr()
    assert "its writer is gone: scrapy archive verify --repair closes it" in shown.out
    assert "cut off in the middle of a record" in shown.out
    assert "agency/00000018-00001.warc.gz: still being written" in shown.err
    assert run("verify", "--no-database", "--repair") == 0
    shown = capsys.readouterr()
    assert f"{place.file}: cut {place.length - 3} bytes off its end" in shown.out
    assert "all in order" in shown.out
    writer.close()
    assert run("verify", "--no-database") == 0


def test_show_prints_what_was_asked_and_answered_and_nothing_steers_the_terminal(
    run: Run, archive: Archive, engine: Engine, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    page = "<p>The Nuri mosque \x1b[2J\u202e".encode()
    place = written(
        archive, exchange(payload=gzip.compress(page), headers=[*exchange().headers, (b"X-A", b"\x1b]0;")])
    )[0]
    (number,) = store(engine, place)
    assert run("show", str(number)) == 0
    said = capsysbinary.readouterr().out.decode()
    assert f"{place.file}, {place.length} bytes at {place.offset}: response, 2017-06-22T12:00:00.123456Z" in said
    assert "GET /2017/06/bridge HTTP/1.1\nHost: paper.example" in said
    assert "HTTP/1.1 200 OK\nContent-Type: text/html" in said
    assert "<p>The Nuri mosque \\x1b[2J\\u202e" in said
    assert "\x1b" not in said
    assert run("show", str(number), "--body") == 0
    assert capsysbinary.readouterr().out == page


def test_an_export_stands_alone(run: Run, archive: Archive, engine: Engine, tmp_path: Path) -> None:
    original = written(archive, exchange(), run_id=1)[0]
    same = written(archive, exchange(known=original, at=NOON.replace(month=7)), run_id=2)[0]
    answer = exchange(status=304, payload=b"", headers=[(b"ETag", b'"7"')], known=original, at=NOON.replace(month=8))
    unchanged = written(archive, answer, run_id=3)[0]
    store(engine, original, same, unchanged)
    assert run("export", "--since", "2017-07-01", "-o", tmp_path / "summer.warc.gz") == 0
    for name in archive.names():
        archive.path(name).unlink()
    with (tmp_path / "summer.warc.gz").open("rb") as stream:
        found = [
            (record.rec_type, record.http_headers and record.http_headers.statusline, record.content_stream().read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]
    assert [kind for kind, _, _ in found] == ["warcinfo", *["request", "response"] * 2]
    assert [(status, body) for kind, status, body in found if kind == "response"] == [("200 OK", PAGE)] * 2
    exported = Archive(str(tmp_path), tmp_path)
    assert exported.names() == []


def test_an_export_takes_what_is_asked_for(
    run: Run, archive: Archive, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store(engine, *written(archive, exchange(), exchange(at=NOON.replace(year=2019))))
    article = engine.connect().execute(text("select max(article_id) from news.fetches")).scalar_one()
    for conditions, found in (
        (["--until", "2017-06-22"], 1),
        (["--since", "2017-06-22", "--until", "2019-06-22"], 2),
        (["--source", "paper.example"], 2),
        (["--article", article], 2),
        (["--source", "other.example"], 0),
    ):
        assert run("export", *conditions, "-o", tmp_path / "x.warc.gz") == (0 if found else 1)
        shown = capsys.readouterr()
        assert (f": {found} requests and their answers" in shown.out) == bool(found)
        assert ("no fetch meets these conditions" in shown.err) == (not found)
    assert not (tmp_path / "x.warc.gz.part").exists()


def test_what_cannot_be_shown_or_exported_is_said_in_a_line(
    run: Run, archive: Archive, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = written(archive, exchange())[0]
    (number,) = store(engine, place)
    archive.path(place.file).unlink()
    run_id = open_run(engine, "article", {})
    write_batch(engine, run_id, {}, [fetch()])
    for arguments, said in (
        (["show", "4711"], "there is no fetch 4711"),
        (["show", str(number)], f"{place.file} at {place.offset}: "),
        (["show", str(number + 1)], "has no record"),
        (["export", "-o", str(tmp_path / "nowhere" / "x.warc.gz")], "nowhere/x.warc.gz.part: No such file"),
        (["export", "--article", "1", "-o", str(tmp_path / "x.warc.gz")], f"fetch {number}: {place.file}"),
    ):
        assert run(*arguments) == 1
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["repair"], ["show"], ["show", "x"], ["verify", "x"], ["export"], ["verify", "--nosuch"]]
)
def test_wrong_arguments_are_refused(run: Run, arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        run(*arguments)
