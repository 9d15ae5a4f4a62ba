"""The archive in an S3 bucket, on a server on this machine.

Runs where its client and the server are installed: ``pip install '.[s3]' 'moto[server]'``. What is not S3's own is
tested on memory in ``tests/unit/archive/test_storage.py``.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.storage import ArchiveProblem
from pipelines.archive.writer import ArchiveWriter
from tests.exchanges import URL, exchange, plain, written

s3fs = pytest.importorskip("s3fs", reason="the s3 extra is not installed")
server = pytest.importorskip("moto.server", reason="moto is not installed")

pytestmark = pytest.mark.filterwarnings("default")  # of the client library's and the server's own


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty bucket; its credentials are in the environment, as a user gives them."""
    moto = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    name = f"corpus-{secrets.token_hex(4)}"
    s3fs.S3FileSystem().mkdir(name)
    yield f"s3://{name}/raw/news"
    moto.stop()


def test_a_run_in_a_bucket_is_read_back(bucket: str, tmp_path: Path) -> None:
    payloads = [os.urandom(300_000) for _ in range(6)]
    with Archive(bucket, tmp_path) as archive:
        writer = ArchiveWriter(archive, "paper", 17, file_bytes=1_000_000)
        places = [writer.write(plain(payload)) for payload in payloads]
        places.append(writer.write(exchange(status=304, payload=b"", known=places[0])))
        archive.sync(place.file for place in places)
        writer.close()
        assert archive.delivered() == []
        assert archive.names("paper") == [f"paper/00000017-0000{serial}.warc.gz" for serial in (1, 2)]
        assert list(tmp_path.rglob("*.warc.gz")) == []
        bodies = [archive.read(place.file, place.offset, place.length).body for place in places]
        assert bodies == [*payloads, payloads[0]]
        assert [asked for asked, _, _ in archive.answers_of([17], "paper")] == [URL] * 7
        assert written(archive, exchange())[0].file == "paper/00000017-00003.warc.gz"


def test_a_bucket_that_is_not_there_keeps_the_files_here_and_is_named(bucket: str, tmp_path: Path) -> None:
    with Archive("s3://nosuch-bucket/raw", tmp_path) as archive:
        place = written(archive, exchange())[0]
        (problem,) = archive.delivered()
        assert "The specified bucket does not exist" in problem
        assert archive.path(place.file).is_file()


def test_a_server_that_is_gone_is_one_problem(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    with Archive(bucket, tmp_path) as archive, pytest.raises(ArchiveProblem, match="cannot be read"):
        archive.names()
