"""Making WARC records: what went over the wire in one exchange, as the bytes of an archive file."""

import re
import uuid
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from models.items import Archived

Fields = Iterable[tuple[bytes, bytes]]

_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

# What would hand out whoever runs the crawl; it is of no use to whoever reads the page.
_SECRET = frozenset({b"authorization", b"proxy-authorization", b"cookie"})
# True of the bytes on the wire, but not of those that we are given: the transfer coding is undone.
_HOP_BY_HOP = frozenset({b"transfer-encoding", b"trailer", b"connection", b"keep-alive"})
_WITHOUT_PAYLOAD = (204, 304)
# zlib 3 takes 2.2 ms for a page of 320 kB (level 6: 5.0 ms and 11 % smaller); most pages come compressed, and are
# stored as they are: 0.03 ms instead of 1 ms, for the same length.
_LEVEL = 3
_SAMPLE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer, raw as sent but for the transfer coding, which is undone."""

    url: str
    """The address that answered."""
    at: datetime
    """When the answer was whole, aware, UTC."""
    method: str = "GET"
    asked_headers: Fields = ()
    """Of the request."""
    asked_body: bytes = b""
    status: int
    """HTTP status of the answer."""
    protocol: str | None = None
    """``HTTP/1.1`` …"""
    headers: Fields = ()
    """Of the answer."""
    payload: bytes = b""
    """Of the answer, content encodings kept."""
    ip: str | None = None
    """Address of the server; null if unknown."""
    asked: str | None = None
    """The page's URL that was asked for, before redirects; null if the request is for no page."""
    known: Archived | None = None
    """The payload that this URL gave last; null if none is known."""
    truncated: str | None = None
    """Why the payload is not whole, in the words of WARC-Truncated; null if it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The records of an exchange, each a gzip member."""

    request: bytes
    answer: bytes
    refers_to: Archived | None = field(default=None)
    """The earlier record that holds the payload; null if the answer's record holds it itself."""


def records_of(exchange: Exchange, digest: str, original: Archived | None) -> Written:
    """The request's and the answer's records. ``digest`` is the payload's; ``original`` holds the same payload, or the
    one of which the server says that it has not changed, and makes the answer's record a revisit."""
    target = {"WARC-Target-URI": field_value(exchange.url), "WARC-Date": warc_date(exchange.at)}
    request_id, answer_id = _record_id(), _record_id()
    request = _member(
        "request",
        target | {"WARC-Record-ID": request_id, "WARC-Concurrent-To": answer_id},
        _request_head(exchange),
        exchange.asked_body,
    )
    fields = target | {"WARC-Record-ID": answer_id, "WARC-Concurrent-To": request_id}
    if exchange.ip:
        fields["WARC-IP-Address"] = field_value(exchange.ip)
    if exchange.truncated:
        fields["WARC-Truncated"] = field_value(exchange.truncated)
    if exchange.asked:
        fields["Dateline-Asked"] = field_value(exchange.asked)
    fields["Dateline-Request-Length"] = str(len(request))  # the request's record ends where the answer's begins
    if original is None:
        fields["WARC-Payload-Digest"] = digest
        return Written(request=request, answer=_member("response", fields, _answer_head(exchange), exchange.payload))
    fields |= _referring(exchange, digest, original)
    return Written(request=request, answer=_member("revisit", fields, _answer_head(exchange)), refers_to=original)


def _referring(exchange: Exchange, digest: str, original: Archived) -> dict[str, str]:
    same = original.digest if exchange.status == 304 else digest
    return {
        "WARC-Profile": _NOT_MODIFIED if exchange.status == 304 else _IDENTICAL,
        "WARC-Refers-To-Target-URI": field_value(original.url),
        "WARC-Refers-To-Date": warc_date(original.at),
        **({"WARC-Payload-Digest": field_value(same)} if same else {}),
        "Dateline-Payload": f"{field_value(original.file)} {original.offset} {original.length}",
    }


def warcinfo(name: str, at: datetime, about: Mapping[str, str]) -> bytes:
    """The record that every file begins with: ``about`` says who wrote it, and how."""
    lines = "".join(f"{key}: {field_value(value, spaces=True)}\r\n" for key, value in about.items() if value)
    fields = {"WARC-Date": warc_date(at), "WARC-Record-ID": _record_id(), "WARC-Filename": name.rpartition("/")[2]}
    return _member("warcinfo", fields, None, lines.encode())


def response(url: str, at: str, head: bytes, payload: bytes, digest: str) -> bytes:
    """A response record of its own, for an export; ``at`` is a WARC-Date."""
    fields = {"WARC-Target-URI": field_value(url), "WARC-Date": at, "WARC-Record-ID": _record_id()}
    return _member("response", fields | {"WARC-Payload-Digest": digest}, head, payload)


def field_value(text: str, *, spaces: bool = False) -> str:
    """``text`` as it may stand in a WARC header: control characters, and spaces where they are not meant, are
    percent-encoded, so that no URL can end its line and begin another."""
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
        if spaces
        else r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]",
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass")),
        text,
    )


def warc_date(at: datetime) -> str:
    """The instant with microseconds, as WARC 1.1 allows."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """An HTTP head in its own bytes; warcio's would percent-encode all that is not ASCII."""

    def __init__(self, head: bytes) -> None:
        super().__init__("", [("Host", "")])  # warcio passes over heads without a field
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Called by warcio: nothing is left to do."""


def _head(first_line: bytes, fields: Fields) -> bytes:
    lines = [first_line, *(_one_line(name) + b": " + _one_line(value) for name, value in fields)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _one_line(text: bytes) -> bytes:
    """A name or value of an HTTP header without what would end its line; bytes that are not ASCII stay."""
    return text.replace(b"\r", b" ").replace(b"\n", b" ").replace(b"\0", b" ").strip()


def _request_head(exchange: Exchange) -> bytes:
    scheme_and_rest = exchange.url.partition("#")[0].split("://", 1)[-1]
    host, path = re.fullmatch(r"([^/?]*)(.*)", scheme_and_rest, re.DOTALL).groups()  # type: ignore[union-attr]
    path = path if path.startswith("/") else f"/{path}"
    kept = [(name, value) for name, value in exchange.asked_headers if name.lower() not in _SECRET]
    if not any(name.lower() == b"host" for name, _ in kept):
        kept.insert(0, (b"Host", field_value(host.rpartition("@")[2]).encode()))
    return _head(f"{field_value(exchange.method)} {field_value(path)} HTTP/1.1".encode(), kept)


def _answer_head(exchange: Exchange) -> bytes:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = "Unknown"
    protocol = exchange.protocol or ""
    if not re.fullmatch(r"HTTP/\d\.\d", protocol):  # HTTP/2 has no status line of its own; readers want one
        protocol = "HTTP/1.1"
    return _head(f"{protocol} {exchange.status} {phrase}".encode(), _true_fields(exchange))


def _true_fields(exchange: Exchange) -> list[tuple[bytes, bytes]]:
    """The answer's headers, true of the bytes that follow: what is not stands under ``X-Archive-Orig-``."""
    length = str(len(exchange.payload)).encode()
    fields: list[tuple[bytes, bytes]] = []
    states_length = exchange.status in _WITHOUT_PAYLOAD
    for name, value in exchange.headers:
        if name.lower() == b"content-length":
            if value.strip() == length and not states_length:
                states_length = True
                fields.append((name, value))
                continue
            name = b"X-Archive-Orig-" + name
        elif name.lower() in _HOP_BY_HOP:
            name = b"X-Archive-Orig-" + name
        fields.append((name, value))
    if not states_length:
        fields.append((b"Content-Length", length))
    return fields


def _member(kind: str, fields: Mapping[str, str], head: bytes | None, payload: bytes = b"") -> bytes:
    """One record, compressed on its own."""
    record_bytes = BytesIO()
    writer = WARCWriter(record_bytes, gzip=False, warc_version="1.1")
    record = writer.create_warc_record(
        fields.get("WARC-Target-URI", ""),
        kind,
        payload=BytesIO(payload),
        length=len(payload),
        warc_headers_dict=dict(fields),
        http_headers=None if head is None else _Head(head),
    )
    writer.write_record(record)
    compressor = zlib.compressobj(_level(payload), zlib.DEFLATED, 31)
    return compressor.compress(record_bytes.getvalue()) + compressor.flush()


def _level(payload: bytes) -> int:
    """0 (stored) for what is compressed already, as its middle shows."""
    middle = max(0, len(payload) // 2 - _SAMPLE // 2)
    sample = payload[middle : middle + _SAMPLE]
    return 0 if len(sample) == _SAMPLE and len(zlib.compress(sample, 1)) > 0.95 * _SAMPLE else _LEVEL
