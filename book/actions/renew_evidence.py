"""The worker's job that keeps seals provable: makes and renews evidence records before certificates expire."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import groupby

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Max, Q
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from book.actions.publish import publish_due
from book.actions.waiting import Attachment, Prepared, hold_the_book, note, queue
from book.canonical import canonical
from book.entries import Evidence, evidence_sentence, read
from book.models import Entry, EntryFile, EvidenceDue, File
from book.seal import timestamper, trusted_roots
from book.succession import is_closed
from documents.evidence import (
    NotProved,
    Stamp,
    check_evidence,
    first_records,
    last_algorithm,
    renew_hash_trees,
    renew_timestamps,
)
from figures.dates import london_day
from figures.references import Reference

#: How long before a certificate expires or a hash algorithm is given up the record is made or renewed.
LEAD = timedelta(days=365)
#: An authority that did not answer is asked again after this time.
ASK_AGAIN_AFTER = timedelta(hours=1)
#: How many new papers are examined in one round of the worker, and how many get one time stamp together.
EXAMINED, AT_ONCE = 20, 50
#: From which day a hash algorithm is no longer relied on; add a line when its end is announced (ETSI TS 119 312).
GIVEN_UP: dict[str, date] = {}
#: The hash algorithms of records, in the order in which they follow one another.
ALGORITHMS = ("sha256", "sha512", "sha3_512")


@dataclass(frozen=True, slots=True)
class Due:
    """A paper whose seal needs something done: the row, the entry, the paper, and the newest record if it has one."""

    row: EvidenceDue
    entry: Entry
    paper: bytes
    record: bytes | None

    def renewal(self, day: date) -> str:
        """Which renewal it needs on a day: "first", "stamp" (RFC 4998, 5.2) or "hash" (5.3)."""
        if self.record is None:
            return "first"
        return "hash" if last_algorithm(self.record) in ageing(day) else "stamp"


def ageing(day: date) -> list[str]:
    """The hash algorithms that are given up within the time of LEAD from a day on, or were before."""
    return [name for name, end in GIVEN_UP.items() if end - LEAD <= day]


def algorithm_on(day: date) -> str:
    """The hash algorithm under which records are made on a day: the first that does not age."""
    return next((name for name in ALGORITHMS if name not in ageing(day)), ALGORITHMS[-1])


def renew_evidence(*, at: datetime) -> int:
    """Make or renew what is due, and publish each record as an entry; returns how many.

    Without a time-stamp authority in the settings, or once the register is closed, it does nothing.

    Raises:
        ImproperlyConfigured: the authority's stamps do not rest on a root that is trusted here; asked again in an hour.
    """
    stamper = timestamper()
    if stamper is None or is_closed("default"):
        return 0
    _examine_new_papers()
    day = london_day(at)
    rows = EvidenceDue.objects.filter(Q(due_on__lte=day) | Q(algorithm__in=ageing(day)))
    rows = rows.exclude(tried_at__gt=at - ASK_AGAIN_AFTER).order_by("due_on", "entry")[:AT_ONCE]
    due = [item for row in rows if (item := _due(row)) is not None]
    due.sort(key=lambda item: item.renewal(day))
    return sum(_renew(kind, list(items), stamper, at) for kind, items in groupby(due, lambda item: item.renewal(day)))


def overdue_papers(*, at: datetime) -> int:
    """How many papers should have had a record, or its renewal, for a month; 0 where no authority is set."""
    if timestamper() is None:
        return 0
    return EvidenceDue.objects.filter(due_on__lt=london_day(at) - timedelta(days=30)).count()


def _examine_new_papers() -> None:
    """Store, for papers published since the last round, when their seals need a first record."""
    newest = EvidenceDue.objects.aggregate(newest=Max("entry"))["newest"] or 0
    papers = EntryFile.objects.using("default").filter(role=EntryFile.Role.PAPER, entry__gt=newest)
    for use in papers.select_related("file").order_by("entry_id")[:EXAMINED]:
        content = use.file.content
        ends = seal_ends(bytes(content)) if content is not None else date.max
        due_on = ends - LEAD if ends != date.max else ends
        # A paper that is published again comes with a new entry and keeps its row.
        EvidenceDue.objects.update_or_create(
            pdf_sha256=use.file_id,
            defaults={"entry": use.entry_id},
            create_defaults={"entry": use.entry_id, "due_on": due_on},
        )


def seal_ends(pdf: bytes) -> date:
    """The day on which the newest certificate that a paper's seal rests on ends: its archive stamp's, or its own.

    The last day there is for a file that bears no seal.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        signatures = [*reader.embedded_regular_signatures, *reader.embedded_timestamp_signatures]
        ends: list[datetime] = [signature.signer_cert.not_valid_after for signature in signatures]
    except Exception:  # what is no PDF may raise anything
        return date.max
    return london_day(ends[-1]) if ends else date.max


def _due(row: EvidenceDue) -> Due | None:
    """The paper of a row with its newest record; None where the law had the paper removed."""
    entry = Entry.objects.using("default").get(number=row.entry)
    file = File.objects.using("default").get(sha256=row.pdf_sha256)
    if file.content is None:
        EvidenceDue.objects.filter(pk=row.pk).update(due_on=date.max, algorithm="")
        return None
    newest = _newest_record(entry, row.pdf_sha256)
    return Due(row, entry, bytes(file.content), newest)


def _newest_record(entry: Entry, pdf_sha256: str) -> bytes | None:
    records = Entry.objects.using("default").filter(key=entry.key, kind=Entry.Kind.EVIDENCE)
    for record in records.order_by("-number"):
        evidence = read(Evidence, bytes(record.payload or b""))
        if evidence.pdf_sha256 == pdf_sha256:
            return bytes(File.objects.using("default").get(sha256=evidence.record_sha256).content or b"")
    return None


def _renew(renewal: str, due: list[Due], stamper: TimeStamper, at: datetime) -> int:
    """Have one time stamp made for papers that need the same; nothing is done where the authority does not answer."""
    EvidenceDue.objects.filter(pk__in=[item.row.pk for item in due]).update(tried_at=at)
    try:
        records = _records(renewal, due, stamper, algorithm_on(london_day(at)))
    except (TimestampRequestError, OSError):
        return 0
    try:
        pairs = list(zip(due, records, strict=True))
        checked = [(item, record, check_evidence(record, item.paper, trusted_roots(at=at))) for item, record in pairs]
    except NotProved as reason:
        raise ImproperlyConfigured(
            f"The evidence records of {len(due)} papers were not published: {reason} "
            "SEAL_ROOTS_FILE must hold the root of the time-stamp authority."
        ) from None
    for item, record, stamps in checked:
        _publish(item, record, stamps, at)
    return len(due)


def _records(renewal: str, due: Sequence[Due], stamper: TimeStamper, algorithm: str) -> list[bytes]:
    papers = [item.paper for item in due]
    records = [item.record for item in due if item.record is not None]
    if renewal == "first":
        return first_records(papers, stamper, algorithm=algorithm)
    if renewal == "hash":
        return renew_hash_trees(list(zip(papers, records, strict=True)), stamper, algorithm=algorithm)
    by_algorithm = {record: last_algorithm(record) for record in records}
    renewed = dict[bytes, bytes]()
    for algorithm in sorted(set(by_algorithm.values())):
        group = [record for record in records if by_algorithm[record] == algorithm]
        renewed |= dict(zip(group, renew_timestamps(group, stamper), strict=True))
    return [renewed[record] for record in records]


def _publish(item: Due, record: bytes, stamps: list[Stamp], at: datetime) -> None:
    entry, last = item.entry, stamps[-1]
    reference = Reference.parse(entry.reference)
    evidence = Evidence(
        schema="evidence/1",
        reference=entry.reference,
        of_version=entry.version,
        pdf_sha256=item.row.pdf_sha256,
        record_sha256=sha256(record).hexdigest(),
        stamps=len(stamps),
        stamped_at=last.at.isoformat(),
        stamped_by=last.by,
        algorithm=last.algorithm,
        valid_until=london_day(last.until),
    )
    name = f"{reference.slug}-version-{entry.version}.ers"
    file = Attachment(EntryFile.Role.EVIDENCE, name, "application/octet-stream", record)
    sentence = evidence_sentence(evidence)
    with transaction.atomic():
        hold_the_book()
        queue(
            Prepared(Entry.Kind.EVIDENCE, reference, entry.version, sentence, canonical(evidence), files=(file,)),
            due_at=at,
            by=None,
            at=at,
        )
        publish_due()
        EvidenceDue.objects.filter(pk=item.row.pk).update(
            due_on=evidence.valid_until - LEAD, algorithm=last.algorithm, tried_at=None
        )
        note(verb="renew evidence", reference=reference, sentence=sentence, by=None, at=at)
