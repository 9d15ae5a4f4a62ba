"""Archives may come from strangers, or from a damaged disk: reading one neither hangs, nor leads elsewhere."""

import gzip
from pathlib import Path

import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.checking import Checker
from pipelines.archive.members import Malformed, Member, next_start, record_of, sha1
from pipelines.archive.storage import ArchiveProblem
from tests.exchanges import PAGE, archive_in, exchange, plain, written

NAME = "paper/00000017-00001.warc.gz"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = archive_in(tmp_path)
    archive.path(NAME).parent.mkdir(parents=True)
    return archive


def record(kind: str = "response", block: bytes = b"HTTP/1.1 200 OK\r\n\r\nx", **fields: str) -> bytes:
    headers = {
        "WARC-Type": kind,
        "WARC-Date": "2017-06-22T12:00:00Z",
        "WARC-Target-URI": "https://paper.example/",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
        "WARC-Block-Digest": sha1(block),
        "Dateline-Asked": "https://paper.example/",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    return (
        ("WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n").encode()
        + block
        + b"\r\n\r\n"
    )


def put(archive: Archive, *contents: bytes) -> list[tuple[int, int]]:
    """An archive file with these members; gives their places."""
    places, offset = [], 0
    parts = [gzip.compress(content, mtime=0) for content in contents]
    for part in parts:
        places.append((offset, len(part)))
        offset += len(part)
    archive.path(NAME).write_bytes(b"".join(parts))
    return places


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        record() + b"x",
        record()[:-1],
        record() + record(),
        record(Content_Length="-1"),
        record(Content_Length="9" * 30),
        record(Content_Length="١"),
        record(warc_type="request"),
        record().replace(b"WARC-Type: ", b"WARC-Type "),
        b"WARC/1.1\r\n\r\n",
    ],
)
def test_a_member_that_is_not_one_whole_record_is_malformed_and_passed_over(archive: Archive, content: bytes) -> None:
    with pytest.raises(Malformed):
        record_of(Member(offset=0, length=1, content=content))
    places = put(archive, content, record())
    assert [archived.offset for _, _, archived in archive.answers_of([17], "paper")] == [places[1][0]]
    with pytest.raises(ArchiveProblem):
        archive.read(NAME, *places[0])


@pytest.mark.parametrize(
    "place",
    [
        "",
        f"{NAME} 0",
        f"{NAME} 0 0",
        f"{NAME} -1 100",
        f"{NAME} 0 99999999999999999999999",
        f"{NAME} 0 1000000000",
        f"{NAME} 1 100",
        "file:///etc/passwd 0 100",
        "../../etc/passwd 0 100",
        "paper/00000099-00001.warc.gz 0 100",
    ],
)
def test_a_revisit_that_leads_nowhere_or_elsewhere_is_a_problem(archive: Archive, place: str) -> None:
    places = put(archive, record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", Dateline_Payload=place), record())
    with pytest.raises(ArchiveProblem):
        archive.read(NAME, *places[0])
    assert [archived.offset for _, _, archived in archive.answers_of([17], "paper")] == [places[1][0]]
    said = [fault.said for fault in Checker(archive, lambda _: None).check(NAME, [], live=False)]
    assert any("its payload is not there" in line for line in said)


def test_revisits_that_name_each_other_end(archive: Archive) -> None:
    length = 0
    for _ in range(9):  # until the place that it names is its own
        revisit = record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", Dateline_Payload=f"{NAME} 0 {length:04d}")
        length = put(archive, revisit)[0][1]
    for reading in (
        lambda: archive.read(NAME, 0, length),
        lambda: archive.payload_record(archive.record(NAME, 0, length)),
    ):
        with pytest.raises(ArchiveProblem, match="leads to no payload"):
            reading()


def test_what_is_no_http_answer_is_not_taken_for_one(archive: Archive) -> None:
    places = put(archive, record("warcinfo"), record(Content_Type="text/dns"), record(WARC_Date="yesterday"))
    for place in places[:2]:
        with pytest.raises(ArchiveProblem, match="holds no"):
            archive.read(NAME, *place)
    assert list(archive.answers_of([17], "paper")) == []


def test_the_check_names_what_does_not_belong(archive: Archive) -> None:
    put(archive, record(), record("warcinfo"), record("resource"), b"no record")
    said = [fault.said for fault in Checker(archive, lambda _: None).check(NAME, [], live=False)]
    assert [line.partition("at ")[2].partition(" ")[2] for line in said if "digest" not in line] == [
        "a 'response' does not belong here",
        "a 'warcinfo' does not belong here",
        "a 'resource' does not belong here",
        "holds no WARC/1.1 record",
    ]
    assert sum("payload digest is wrong" in line for line in said) == 1


def test_a_payload_that_was_swapped_for_another_is_found(archive: Archive, tmp_path: Path) -> None:
    known = written(archive, plain(PAGE), run_id=1)[0]
    same = written(archive, plain(PAGE, known=known), run_id=2)[0]
    content = archive.path(known.file).read_bytes()
    other = gzip.decompress(content[known.offset :]).replace(b"Tigris", b"Thames")
    digest = archive.record(known.file, known.offset, known.length).headers["warc-payload-digest"]
    forged = gzip.compress(other.replace(digest.encode(), b"sha1:" + b"A" * 32), 3)
    padded = content[: known.offset] + forged
    archive.path(known.file).write_bytes(padded)
    moved = archive.path(same.file).read_bytes()
    revisit = gzip.decompress(moved[same.offset :]).replace(
        f"{known.offset} {known.length}".encode(), f"{known.offset} {len(forged)}".encode()
    )
    archive.path(same.file).write_bytes(moved[: same.offset] + gzip.compress(revisit))
    said = [fault.said for fault in Checker(archive, lambda _: None).check(same.file, [], live=False)]
    assert said == [f"the record at {same.offset}: the payload that it names is another one"]


def test_records_behind_damage_are_counted_on_by_nobody_but_named(archive: Archive) -> None:
    first, second, third = written(archive, exchange(), plain(b"<p>two"), plain(b"<p>three"), run_id=18)
    path = archive.path(first.file)
    content = bytearray(path.read_bytes())
    content[second.offset + 12] ^= 0xFF
    path.write_bytes(content)
    with path.open("rb") as stream:
        after = next_start(stream, second.offset)
    assert after is not None
    assert second.offset < after < third.offset
    (fault,) = Checker(archive, lambda _: None).check(first.file, [], live=False)
    assert fault.said.endswith(f"; more records seem to follow from {after} on")
    assert list(Checker(archive, lambda _: None).check(first.file, [], live=True)) == []


def test_a_file_that_is_gone_is_said(archive: Archive) -> None:
    (fault,) = Checker(archive, lambda _: None).check(NAME, [], live=False)
    assert str(fault).startswith(f"{NAME}: cannot be read: ")
