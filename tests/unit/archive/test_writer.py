"""The archive holds every answer as it was sent, and standard tools read it."""

import fcntl
import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from models.items import Archived
from pipelines.archive.archive import Archive
from pipelines.archive.members import members, record_of
from pipelines.archive.records import Exchange
from pipelines.archive.storage import ArchiveProblem
from pipelines.archive.writer import ArchiveWriter
from tests.exchanges import NOON, PAGE, URL, archive_in, exchange, plain, written


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def read(archive: Archive, place: Archived) -> bytes | None:
    return archive.read(place.file, place.offset, place.length).body


def test_standard_tools_read_what_was_sent_and_find_every_digest_right(archive: Archive) -> None:
    image = plain(bytes(range(256)) * 300, url="https://paper.example/p.jpg", asked=None)
    (place, *_) = written(archive, exchange(), image, plain(b""))
    path = archive.path(place.file)

    with path.open("rb") as stream:
        kinds = []
        for record in FastIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
            kinds.append(record.headers["WARC-Type"])
            assert record.verify_block_digest()
    assert kinds == ["warcinfo", *["request", "response"] * 3]
    with path.open("rb") as stream:
        bodies = [r.content_stream().read() for r in ArchiveIterator(stream) if r.rec_type == "response"]
    assert bodies == [PAGE, image.payload, b""]
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", path], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_place_of_an_answer_is_a_gzip_member_of_its_own(archive: Archive) -> None:
    place = written(archive, plain(PAGE))[0]
    content = archive.path(place.file).read_bytes()[place.offset : place.offset + place.length]
    record = gzip.decompress(content)
    assert record.startswith(b"WARC/1.1\r\n")
    assert record.endswith(PAGE + b"\r\n\r\n")
    capture = archive.read(place.file, place.offset, place.length)
    assert (capture.url, capture.captured_at, capture.status, capture.body) == (URL, NOON, 200, PAGE)
    assert capture.headers["content-type"] == "text/html"


def test_a_record_says_which_page_was_asked_for_from_whom_and_where_its_request_stands(archive: Archive) -> None:
    place = written(archive, exchange(url="https://paper.example/bridge", asked=URL))[0]
    record = archive.record(place.file, place.offset, place.length)
    assert record.headers["dateline-asked"] == URL
    assert record.headers["warc-target-uri"] == "https://paper.example/bridge"
    assert record.headers["warc-date"] == "2017-06-22T12:00:00.123456Z"
    assert record.headers["warc-ip-address"] == "192.0.2.7"
    length = int(record.headers["dateline-request-length"])
    request = archive.record(place.file, place.offset - length, length)
    assert request.head.startswith(b"GET /bridge HTTP/1.1\r\nHost: paper.example\r\n")
    assert request.headers["warc-concurrent-to"] == record.headers["warc-record-id"]


def test_the_page_asked_for_comes_back_as_it_was_spelled(archive: Archive) -> None:
    asked = "https://paper.example/الموصل/?q=a%20b&é=1#top"
    written(archive, exchange(asked=asked))
    assert [found for found, _, _ in archive.answers_of([17], "paper")] == [asked]


def test_an_identical_payload_is_stored_once(archive: Archive) -> None:
    first, second = written(archive, exchange(), exchange(url=f"{URL}?page=1"))
    assert (first.is_revisit, second.is_revisit) == (False, True)
    assert second.digest == first.digest
    assert read(archive, second) == PAGE
    record = archive.record(second.file, second.offset, second.length)
    assert record.headers["warc-refers-to-target-uri"] == URL
    assert record.headers["warc-refers-to-date"] == "2017-06-22T12:00:00.123456Z"
    assert record.headers["dateline-payload"] == f"{first.file} {first.offset} {first.length}"
    with archive.path(second.file).open("rb") as stream:
        revisit = next(record for record in ArchiveIterator(stream) if record.rec_type == "revisit")
        assert revisit.http_headers.get_statuscode() == "200"


def test_a_small_payload_is_stored_again_rather_than_referred_to(archive: Archive) -> None:
    assert [place.is_revisit for place in written(archive, plain(b"<p>Gone"), plain(b"<p>Gone"))] == [False, False]


def test_a_page_that_is_as_it_was_in_an_earlier_run_is_not_stored_again(archive: Archive) -> None:
    known = written(archive, exchange(), run_id=16)[0]
    place = written(archive, exchange(known=known))[0]
    assert place.is_revisit
    assert read(archive, place) == PAGE


def test_a_payload_is_stored_again_where_the_earlier_one_is_no_longer_there(archive: Archive) -> None:
    known = written(archive, exchange(), run_id=16)[0]
    archive.path(known.file).unlink()
    place = written(archive, exchange(known=known))[0]
    assert not place.is_revisit
    assert read(archive, place) == PAGE


def test_a_page_that_has_not_changed_leads_to_its_payload_over_any_number_of_runs(archive: Archive) -> None:
    known = first = written(archive, exchange(), run_id=1)[0]
    for run_id in range(2, 5):
        answer = exchange(status=304, payload=b"", headers=[(b"ETag", b'"7"')], known=known)
        known = written(archive, answer, run_id=run_id)[0]
        assert (known.is_revisit, known.digest) == (True, first.digest)
    capture = archive.read(known.file, known.offset, known.length)
    assert (capture.status, capture.body, capture.headers["etag"]) == (304, PAGE, '"7"')
    record = archive.record(known.file, known.offset, known.length)
    assert record.headers["warc-profile"].endswith("/server-not-modified")


def test_a_file_that_is_full_is_closed_and_the_next_one_begun(archive: Archive) -> None:
    writer = ArchiveWriter(archive, "paper", 17, file_bytes=20_000)
    places = [writer.write(plain(PAGE + b"%d" % number)) for number in range(20)]
    writer.close()
    names = archive.names("paper")
    assert names == [f"paper/00000017-{serial:05d}.warc.gz" for serial in range(1, len(names) + 1)]
    assert len(names) > 2
    assert [read(archive, place) for place in places] == [PAGE + b"%d" % number for number in range(20)]
    for name in names:
        assert 20_000 <= archive.size(name) < 30_000 or name == names[-1]
        with archive.open(name) as stream:
            assert record_of(next(members(stream))).kind == "warcinfo"


def test_a_file_that_is_being_written_says_so_and_is_locked(archive: Archive) -> None:
    writer = ArchiveWriter(archive, "paper", 17, file_bytes=1 << 29)
    place = writer.write(exchange())
    opened = Path(f"{archive.path(place.file)}.open")
    with opened.open("rb") as stream, pytest.raises(BlockingIOError):
        fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    assert read(archive, place) == PAGE
    assert archive.is_live(place.file)
    archive.sync([place.file])
    writer.close()
    assert not opened.exists()
    assert not archive.is_live(place.file)
    assert read(archive, place) == PAGE
    archive.sync([place.file])


def test_a_run_of_the_same_number_in_another_database_overwrites_nothing(archive: Archive) -> None:
    first = written(archive, plain(b"<p>of one database"))[0]
    second = written(archive, plain(b"<p>of another"))[0]
    assert (first.file, second.file) == ("paper/00000017-00001.warc.gz", "paper/00000017-00002.warc.gz")
    assert read(archive, first) == b"<p>of one database"


def test_what_would_hand_out_who_crawls_is_not_archived(archive: Archive) -> None:
    secrets = [(b"Authorization", b"Basic c2VjcmV0"), (b"proxy-authorization", b"c2VjcmV0"), (b"Cookie", b"c2VjcmV0")]
    place = written(archive, exchange(asked_headers=[*secrets, (b"Accept", b"*/*")]))[0]
    content = gzip.decompress(archive.path(place.file).read_bytes())
    assert b"c2VjcmV0" not in content
    assert b"Accept: */*" in content


def test_the_headers_are_true_of_the_bytes_that_follow(archive: Archive) -> None:
    """The transfer coding is undone before anyone sees the answer."""
    headers = [(b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"7"), (b"Content-Type", b"text/html")]
    place = written(archive, exchange(headers=headers, payload=PAGE))[0]
    capture = archive.read(place.file, place.offset, place.length)
    assert capture.body == PAGE
    assert capture.headers == {
        "x-archive-orig-transfer-encoding": "chunked",
        "x-archive-orig-content-length": "7",
        "content-type": "text/html",
        "content-length": str(len(PAGE)),
    }


FORGED = "WARC/1.1\r\nWARC-Type: response\r\nDateline-Asked: https://victim.example/\r\nContent-Length: 0\r\n\r\n"
HOSTILE = (
    exchange(url=f"https://paper.example/a\r\n\r\n{FORGED}", asked=f"https://paper.example/a\r\n\r\n{FORGED}"),
    exchange(url="https://paper.example/\u2028\x85\x00\udc80 <b>", asked="https://paper.example/\udc80\n"),
    exchange(headers=[(b"X-A\r\nX-B", b"1\r\n\r\n" + FORGED.encode()), (b"\xff\x00", b"\xfe\n\n"), (b"", b"")]),
    exchange(asked_headers=[(b"X\r\n\r\n", FORGED.encode())], method="GET\r\n\r\nX"),
    exchange(ip="127.0.0.1\r\nX: y", protocol="HTTP/1.1\r\nX: y", status=999, truncated="a\r\nb"),
    exchange(payload=FORGED.encode() * 3, headers=[]),
    exchange(payload=gzip.compress(FORGED.encode() * 30), headers=[(b"Content-Encoding", b"gzip")]),
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_no_url_or_header_can_forge_a_record(archive: Archive, hostile: Exchange) -> None:
    place, after = written(archive, hostile, plain(PAGE))
    with archive.open(place.file) as stream:
        records = [record_of(member) for member in members(stream)]
    assert [record.kind for record in records] == ["warcinfo", "request", "response", "request", "response"]
    assert read(archive, after) == PAGE
    answers = list(archive.answers_of([17], "paper"))
    assert not any("victim" in asked and "%0D%0A" not in asked for asked, _, _ in answers)
    assert [archived.offset for _, _, archived in answers] == [place.offset, after.offset]
    with archive.open(place.file) as stream:
        assert [record.rec_type for record in ArchiveIterator(stream)] == [record.kind for record in records]


@pytest.mark.parametrize(
    ("label", "folder"),
    [
        ("../../etc", "_../../etc".replace("/", "_")),
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("", "_"),
        (".open", "_.open"),
        ("A\r\nB\x00/" + "x" * 300, "a__b__" + "x" * 94),
    ],
)
def test_no_label_leads_out_of_the_archive(archive: Archive, label: str, folder: str) -> None:
    place = written(archive, exchange(), label=label)[0]
    assert place.file == f"{folder}/00000017-00001.warc.gz"
    assert archive.path(place.file).is_relative_to(archive.folder)
    assert [asked for asked, _, _ in archive.answers_of([17], label)] == [URL]


@pytest.mark.parametrize("name", ["../x/00000001-00001.warc.gz", "/etc/passwd", "a/b", "a/../00000001-00001.warc.gz"])
def test_no_name_leads_out_of_the_archive(archive: Archive, name: str) -> None:
    with pytest.raises(ArchiveProblem):
        archive.read(name, 0, 100)
    assert not archive.has(name)
