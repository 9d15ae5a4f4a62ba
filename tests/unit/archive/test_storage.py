"""A remote archive: written here, uploaded when closed, kept here until it has arrived."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipelines.archive.archive import Archive
from pipelines.archive.storage import ArchiveProblem
from pipelines.archive.writer import ArchiveWriter
from tests.exchanges import PAGE, URL, archive_in, exchange, plain, written

BUCKET = "memory://corpus/raw"


@pytest.fixture
def bucket() -> Iterator[MemoryFileSystem]:
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    yield filesystem
    filesystem.store.clear()


@pytest.fixture
def archive(bucket: MemoryFileSystem, tmp_path: Path) -> Iterator[Archive]:
    with Archive(BUCKET, tmp_path) as archive:
        yield archive


def spooled(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.warc.gz*"))


def test_a_closed_file_is_uploaded_and_then_gone_from_the_spool_folder(
    archive: Archive, bucket: MemoryFileSystem, tmp_path: Path
) -> None:
    writer = ArchiveWriter(archive, "paper", 17, file_bytes=1 << 29)
    first = writer.write(exchange())
    assert spooled(tmp_path) == ["00000017-00001.warc.gz.open"]
    assert archive.read(first.file, first.offset, first.length).body == PAGE
    writer.close()
    assert archive.delivered() == []
    assert spooled(tmp_path) == []
    assert bucket.find("/corpus/raw") == ["/corpus/raw/paper/00000017-00001.warc.gz"]
    assert archive.names() == archive.names("paper") == [first.file]
    assert archive.has(first.file)
    assert archive.read(first.file, first.offset, first.length).body == PAGE
    assert [asked for asked, _, _ in archive.answers_of([17], "paper")] == [URL]
    archive.sync([first.file])


def test_a_payload_in_the_bucket_is_referred_to(archive: Archive) -> None:
    known = written(archive, exchange(), run_id=16)[0]
    assert archive.delivered() == []
    place = written(archive, exchange(known=known))[0]
    assert place.is_revisit
    assert archive.read(place.file, place.offset, place.length).body == PAGE


def test_a_file_that_cannot_be_uploaded_waits_for_the_next_run(
    archive: Archive, bucket: MemoryFileSystem, tmp_path: Path
) -> None:
    bucket.pipe("/corpus/raw/paper/00000017-00001.warc.gz", b"another's file")
    place = written(archive, plain(PAGE), run_id=18)[0]
    spool = archive.path(place.file)
    assert archive.delivered() == []
    spool.write_bytes(bucket.cat("/corpus/raw/" + place.file))
    moved = spool.rename(spool.with_name("00000017-00001.warc.gz"))
    archive.deliver_left_behind()
    (problem,) = archive.delivered()
    assert "another file of this name is there already" in problem
    assert str(archive.folder) in problem
    assert bucket.cat("/corpus/raw/paper/00000017-00001.warc.gz") == b"another's file"
    assert moved.exists()

    bucket.rm("/corpus/raw/paper/00000017-00001.warc.gz")
    with Archive(BUCKET, tmp_path) as next_run:
        next_run.deliver_left_behind()
        assert next_run.delivered() == []
    assert not moved.exists()
    assert bucket.exists("/corpus/raw/paper/00000017-00001.warc.gz")


def test_an_upload_that_was_cut_short_is_made_good(archive: Archive, bucket: MemoryFileSystem) -> None:
    place = written(archive, plain(PAGE))[0]
    assert archive.delivered() == []
    far = f"/corpus/raw/{place.file}"
    whole = bucket.cat(far)
    archive.path(place.file).write_bytes(whole)
    bucket.pipe(far, whole[:700])
    archive.deliver_left_behind()
    assert archive.delivered() == []
    assert bucket.cat(far) == whole


def test_what_a_kill_left_in_the_spool_folder_is_repaired_and_uploaded(
    archive: Archive, bucket: MemoryFileSystem, tmp_path: Path
) -> None:
    place = written(archive, exchange())[0]
    assert archive.delivered() == []
    whole = bucket.cat(f"/corpus/raw/{place.file}")
    bucket.rm(f"/corpus/raw/{place.file}")
    Path(f"{archive.path(place.file)}.open").write_bytes(whole + whole[:50])
    (mended,) = archive.repair("paper")
    assert (mended.kept, mended.cut) == (len(whole), 50)
    assert archive.delivered() == []
    assert bucket.cat(f"/corpus/raw/{place.file}") == whole


def test_a_run_of_the_same_number_in_another_database_overwrites_nothing(archive: Archive) -> None:
    assert written(archive, exchange())[0].file == "paper/00000017-00001.warc.gz"
    assert archive.delivered() == []
    assert written(archive, exchange())[0].file == "paper/00000017-00002.warc.gz"


def test_s3_without_its_client_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(ArchiveProblem, match=r"pip install '\.\[s3\]'"):
        Archive("s3://corpus/raw", tmp_path)


def test_a_password_has_no_place_in_the_address_and_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ArchiveProblem, match="environment") as refused:
        Archive("s3://key:hidden@corpus/raw", tmp_path)
    assert "hidden" not in str(refused.value)


def test_an_address_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveProblem, match="nosuch"):
        Archive("nosuch://corpus/raw", tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file")
    archive = Archive(str(tmp_path / "archive"), tmp_path / "spool")
    with pytest.raises(ArchiveProblem, match="DATELINE_ARCHIVE"):
        written(archive, exchange())


def test_a_folder_that_is_gone_is_noticed_before_the_database_names_what_was_in_it(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    (place,) = written(archive, exchange())
    archive.sync([place.file])
    shutil.rmtree(tmp_path / "archive")
    with pytest.raises(ArchiveProblem, match="is gone"):
        archive.sync([place.file])
