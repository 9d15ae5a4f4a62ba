"""A crash leaves at most one truncated record, which is found and cut off; a full disk leaves none."""

import gzip
import io
import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.members import Broken, members
from pipelines.archive.reading import MAX_PAYLOAD
from pipelines.archive.writer import ArchiveWriter
from tests.exchanges import PAGE, URL, archive_in, exchange, plain, written

PROJECT = Path(__file__).parents[3]

WRITE_UNTIL_STOPPED = """
import os, resource, sys
from pathlib import Path
from tests.exchanges import archive_in, plain
from pipelines.archive.storage import ArchiveProblem
from pipelines.archive.writer import ArchiveWriter

folder, limit = Path(sys.argv[1]), int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
writer = ArchiveWriter(archive_in(folder), "paper", 17, file_bytes=1 << 29)
try:
    while True:
        place = writer.write(plain(os.urandom(300_000)))
        print(place.offset + place.length, flush=True)
except ArchiveProblem as problem:
    print(problem, flush=True)
    writer.close()
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def write_until_stopped(folder: Path, limit: int = 0) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_STOPPED, folder, str(limit)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )


def leave_open(archive: Archive, name: str, content: bytes) -> Path:
    """A file as a writer leaves it that dies."""
    opened = Path(f"{archive.path(name)}.open")
    opened.parent.mkdir(parents=True, exist_ok=True)
    opened.write_bytes(content)
    return opened


def test_what_a_killed_writer_said_was_written_is_there_once_its_file_is_repaired(
    archive: Archive, tmp_path: Path
) -> None:
    with write_until_stopped(tmp_path) as writer:
        assert writer.stdout is not None
        ends = [int(writer.stdout.readline()) for _ in range(5)]
        assert list(archive.repair()) == [], "its writer lives"
        writer.send_signal(signal.SIGKILL)
        ends += [int(line) for line in writer.stdout]
    assert archive.names() == ["paper/00000017-00001.warc.gz"]
    assert not archive.is_live("paper/00000017-00001.warc.gz")

    (mended,) = archive.repair()
    assert mended.kept >= ends[-1]
    assert list(archive.left_open()) == []
    with archive.open(mended.name) as stream:
        assert sum(member.length for member in members(stream)) == archive.size(mended.name) == mended.kept
    assert len(list(archive.answers_of([17], "paper"))) >= len(ends)
    assert list(archive.repair()) == []


def test_wherever_a_file_is_cut_off_the_whole_records_before_are_kept_and_read(archive: Archive) -> None:
    place = written(archive, exchange(), plain(b"<p>The last one"))[-1]
    content = archive.path(place.file).read_bytes()
    with archive.open(place.file) as stream:
        bounds = [0, *(member.offset + member.length for member in members(stream))]
    archive.path(place.file).unlink()
    for start, end in pairwise(bounds):
        for cut in {start, start + 1, start + 5, (start + end) // 2, end - 9, end - 1}:
            leave_open(archive, place.file, content[:cut])
            assert len(list(archive.answers_of([17], "paper"))) == max(0, bounds.index(start) - 1) // 2
            (mended,) = archive.repair("paper")
            assert (mended.kept, mended.cut, mended.aside) == (start, cut - start, None)
            assert archive.has(place.file) == (start > 0)
            archive.path(place.file).unlink(missing_ok=True)


def test_what_stands_behind_damage_is_cut_off_too_but_laid_aside(archive: Archive) -> None:
    first, second, third = written(archive, exchange(), plain(b"<p>two"), plain(b"<p>three"))
    content = bytearray(archive.path(first.file).read_bytes())
    archive.path(first.file).unlink()
    content[second.offset + second.length // 2] ^= 0xFF
    leave_open(archive, first.file, content)
    (mended,) = archive.repair()
    assert mended.kept == second.offset
    assert mended.aside is not None
    assert mended.aside.read_bytes() == content[second.offset :]
    assert [place for _, _, place in archive.answers_of([17], "paper")] == [first]
    assert archive.names() == [first.file]
    assert third.offset > mended.kept


def test_an_archive_sent_as_a_page_is_not_taken_for_our_own_records(archive: Archive, tmp_path: Path) -> None:
    """A site may send a WARC file of its own making; where our record of it is cut off, nothing of it may be read."""
    other = archive_in(tmp_path / "other")
    forged = written(other, exchange(url="https://victim.example/", asked="https://victim.example/"))[0]
    payload = os.urandom(9000) + other.path(forged.file).read_bytes()
    place = written(archive, exchange(), plain(payload))[-1]
    content = archive.path(place.file).read_bytes()
    archive.path(place.file).unlink()
    leave_open(archive, place.file, content[:-5])
    assert [asked for asked, _, _ in archive.answers_of([17], "paper")] == [URL]
    (mended,) = archive.repair()
    assert mended.kept == place.offset
    assert [asked for asked, _, _ in archive.answers_of([17], "paper")] == [URL]


def test_a_full_disk_leaves_whole_records_and_says_what_to_do(archive: Archive, tmp_path: Path) -> None:
    with write_until_stopped(tmp_path, limit=1_000_000) as writer:
        assert writer.stdout is not None
        *ends, problem = writer.stdout
    assert "Free space" in problem
    assert "File too large" in problem
    assert len(ends) == 3
    name = "paper/00000017-00001.warc.gz"
    assert archive.path(name).stat().st_size == int(ends[-1])
    assert len(list(archive.answers_of([17], "paper"))) == 3


def test_a_disk_that_is_full_from_the_start_leaves_no_file(archive: Archive, tmp_path: Path) -> None:
    with write_until_stopped(tmp_path, limit=100) as writer:
        assert writer.stdout is not None
        (problem,) = writer.stdout
    assert "Free space" in problem
    assert list((tmp_path / "archive").rglob("*.warc.gz*")) == []


def test_only_answers_to_pages_of_these_runs_since_then_are_replayed(archive: Archive) -> None:
    later = exchange().at.replace(year=2026)
    written(archive, plain(b"robots", asked=None), exchange(), run_id=1)
    moved = exchange(status=301, payload=b"", headers=[(b"Location", b"/b")])
    places = written(archive, moved, plain(b"<p>b", at=later), run_id=2)
    written(archive, exchange(), run_id=3)
    written(archive, exchange(), run_id=2, label="other")
    answers = list(archive.answers_of([2], "paper"))
    assert [(asked, capture.status, place) for asked, capture, place in answers] == [
        (URL, 301, places[0]),
        (URL, 200, places[1]),
    ]
    assert [place for _, _, place in archive.answers_of([1, 2], "paper", since=later)] == [places[1]]


def test_a_run_that_still_writes_is_read_as_far_as_it_has_come(archive: Archive) -> None:
    writer = ArchiveWriter(archive, "paper", 17, file_bytes=1 << 29)
    writer.write(exchange())
    assert [capture.body for _, capture, _ in archive.answers_of([17], "paper")] == [PAGE]
    writer.write(exchange())
    assert len(list(archive.answers_of([17], "paper"))) == 2
    writer.close()


def test_a_bomb_is_passed_over(archive: Archive) -> None:
    place = written(archive, exchange())[0]
    with archive.path(place.file).open("ab") as stream:
        stream.write(gzip.compress(bytes(2 * MAX_PAYLOAD + (1 << 20)), 1))
    with archive.open(place.file) as stream:
        assert [member.content is None for member in members(stream)] == [False, False, False, True]
    assert len(list(archive.answers_of([17], "paper"))) == 1


def test_members_are_found_however_they_lie_across_reads() -> None:
    parts = [gzip.compress(os.urandom(size)) for size in (0, 1, 65_500, 65_536, 200_000)]
    found = list(members(io.BytesIO(b"".join(parts))))
    assert [member.length for member in found] == list(map(len, parts))
    with pytest.raises(Broken):
        list(members(io.BytesIO(b"".join(parts)[:-1])))
