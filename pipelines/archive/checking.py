"""Is the archive whole? Each record's framing, checksum and digests, and each place that the database names."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from models.places import Place
from pipelines.archive.archive import Archive
from pipelines.archive.members import Broken, Malformed, Member, Record, digest_fault, members, next_start, record_of
from pipelines.archive.storage import ArchiveProblem

_REMEMBERED = 10_000
_KINDS = ("warcinfo", "request", "response", "revisit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is wrong with a file."""

    file: str
    said: str
    """What, for people."""

    def __str__(self) -> str:
        return f"{self.file}: {self.said}"


class Checker:
    """Checks files one by one, and counts what it has seen."""

    def __init__(self, archive: Archive, on_bytes: Callable[[int], None]) -> None:
        """``on_bytes`` is told how many bytes have been read since it was last called."""
        self._archive = archive
        self._on_bytes = on_bytes
        self._known: dict[str, str | None] = {}
        self.records = 0
        """Whole records seen."""
        self.size = 0
        """Their bytes."""

    def check(self, name: str, places: Iterable[Place], *, live: bool) -> Iterator[Fault]:
        """Each fault of the file. What stands behind the last whole record of a live file is still being written."""
        expected: dict[int, list[Place]] = {}
        for place in places:
            expected.setdefault(place.offset, []).append(place)
        try:
            with self._archive.asking(), self._archive.open(name) as stream:
                try:
                    for member in members(stream):
                        yield from self._member(name, member, expected.pop(member.offset, []))
                except Broken as broken:
                    if not live:
                        after = next_start(stream, broken.whole)
                        more = "" if after is None else f"; more records seem to follow from {after} on"
                        yield Fault(file=name, said=f"{broken}{more}")
        except (OSError, ArchiveProblem) as error:
            yield Fault(file=name, said=f"cannot be read: {error}")
        for offset, missing in sorted(expected.items()):
            for place in missing:
                yield Fault(file=name, said=f"fetch {place.fetch_id} names a record at {offset}, and there is none")

    def _member(self, name: str, member: Member, places: list[Place]) -> Iterator[Fault]:
        self.records += 1
        self.size += member.length
        self._on_bytes(member.length)
        try:
            record = record_of(member)
        except Malformed as fault:
            yield Fault(file=name, said=f"the record at {member.offset} {fault}")
            return
        for said in self._record_faults(record, first=member.offset == 0):
            yield Fault(file=name, said=f"the record at {member.offset}: {said}")
        for place in places:
            if place.length != member.length:
                said = (
                    f"fetch {place.fetch_id} names {place.length} bytes at {member.offset}, there are {member.length}"
                )
                yield Fault(file=name, said=said)
            if place.digest != record.headers.get("warc-payload-digest"):
                yield Fault(file=name, said=f"the record at {member.offset} is not the one of fetch {place.fetch_id}")

    def _record_faults(self, record: Record, *, first: bool) -> Iterator[str]:
        if record.kind not in _KINDS or (record.kind == "warcinfo") != first:
            yield f"a {record.kind[:20]!r} does not belong here"
        if said := digest_fault(record):
            yield said
        if record.kind == "revisit":
            try:
                there = self._digest_named_by(record)
            except ArchiveProblem as problem:
                yield f"its payload is not there: {problem}"
            else:
                if there != record.headers.get("warc-payload-digest", there):
                    yield "the payload that it names is another one"

    def _digest_named_by(self, revisit: Record) -> str | None:
        """The payload digest of the record that a revisit leads to; front pages are named again and again."""
        place = revisit.headers.get("dateline-payload", "")
        if place not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[place] = self._archive.payload_record(revisit).headers.get("warc-payload-digest")
        return self._known[place]
