"""Files against their SHA-256, and the seals of papers."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from asn1crypto import x509

from book.entries import Evidence, read
from book.integrity.findings import Finding, Tick, wrong
from book.models import Entry, EntryFile, File
from documents.evidence import NotProved, check_evidence
from documents.verifying import check_seal


def check_files(using: str, tick: Tick, roots: Sequence[x509.Certificate] | None) -> Iterator[Finding]:
    """Every file, as it is kept; with `roots`, every paper's seal as well."""
    uses = EntryFile.objects.using(using).select_related("entry").only("role", "file_id", "entry__number")
    used = {use.file_id: use for use in uses.iterator(10_000)}
    notices = Entry.objects.using(using).filter(kind=Entry.Kind.EXPUNGED).values_list("about", flat=True)
    expunged = set(EntryFile.objects.using(using).filter(entry__in=list(notices)).values_list("file_id", flat=True))
    digests = set()
    for file in File.objects.using(using).order_by("sha256").iterator(20):
        tick()
        digests.add(file.sha256)
        yield from _check_file(file, used.get(file.sha256), file.sha256 in expunged, roots, using)
    for digest in sorted(used.keys() - digests):
        yield wrong(f"The file {digest} of entry {used[digest].entry_id} is missing.")


def _check_file(
    file: File, use: EntryFile | None, expunged: bool, roots: Sequence[x509.Certificate] | None, using: str
) -> Iterator[Finding]:
    if use is None:
        yield wrong(f"The file {file.sha256} belongs to no entry.")
        return
    name = f"The file {file.sha256} of entry {use.entry_id}"
    if file.content is None:
        if expunged:
            yield Finding("expunged", f"{name} was expunged as the law orders.")
        else:
            yield wrong(f"{name} has lost its content, and no notice says that it was expunged.")
        return
    content = bytes(file.content)
    if sha256(content).hexdigest() != file.sha256 or len(content) != file.size:
        yield wrong(f"{name} was altered.")
    elif roots is not None and use.role == EntryFile.Role.PAPER:
        report = check_seal(content, roots)
        if report.verdict != "intact":
            yield wrong(f"{name}: {report.sentence}")
    elif roots is not None and use.role == EntryFile.Role.EVIDENCE:
        yield from _check_record(name, content, use.entry_id, roots, using)


def _check_record(
    name: str, record: bytes, entry: int, roots: Sequence[x509.Certificate], using: str
) -> Iterator[Finding]:
    """An evidence record over the paper that its entry names; nothing is proved about a paper that the law removed."""
    payload = Entry.objects.using(using).get(number=entry).payload
    paper = File.objects.using(using).filter(sha256=read(Evidence, bytes(payload or b"")).pdf_sha256).first()
    if paper is None or paper.content is None:
        return
    try:
        check_evidence(record, bytes(paper.content), roots)
    except NotProved as reason:
        yield wrong(f"{name}: {reason}")
