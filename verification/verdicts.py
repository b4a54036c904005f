"""The verdict on an uploaded file or on a reference: the published paper, an older version, altered, or not ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

from asn1crypto import x509

from book.canonical import NotCanonical
from book.integrity.consents import passkey_consents
from book.models import Entry, EntryFile, PublishedDecision
from book.part1 import read_part1
from documents.examining import examine
from documents.verifying import SealReport, check_seal
from figures.dates import format_date, format_moment, london_day
from figures.references import Reference

State = Literal["proved", "pending", "broken"]
# The papers' XMP packet is never compressed, so that this can be read out of a file that is no longer a whole PDF.
_IDENTIFIER = re.compile(rb"<dc:identifier>([^<]{1,40})</dc:identifier>")


@dataclass(frozen=True, slots=True)
class Verification:
    """A verdict: `state` chooses the colour, `title` is the verdict in one sentence, `text` what follows from it."""

    state: State
    title: str
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    trial: bool = field(default=False, kw_only=True)


def verify_file(pdf: bytes, roots: Sequence[x509.Certificate]) -> Verification:
    """The verdict on an uploaded PDF, of which nothing is stored; raises NotExamined where it cannot be examined."""
    report = examine(pdf, roots)
    use = EntryFile.objects.filter(file_id=report.sha256).select_related("entry").first()
    if use is None:
        return _not_in_book(report, _claimed(pdf))
    decision = PublishedDecision.objects.get(key=use.entry.key)
    if use.role != EntryFile.Role.PAPER:
        text = (
            f"It is kept with entry {use.entry_id} of the book as it was brought there; the register did not seal it."
        )
        return Verification(
            "proved", f"This is a file of {decision.reference}, unchanged.", text, _facts(report), _links(decision)
        )
    return _in_book(report, use.entry, decision)


def verify_reference(spelling: str, roots: Sequence[x509.Certificate]) -> Verification | str:
    """What the book holds under a reference, its seal checked now; a sentence when there is nothing."""
    try:
        reference = Reference.parse(spelling)
    except ValueError as refusal:
        return str(refusal)
    decision = PublishedDecision.objects.filter(key=reference.key).first()
    if decision is None:
        return f"No published decision has the reference {reference}."
    uses = EntryFile.objects.filter(file_id=decision.pdf_sha256, role="paper", entry__key=decision.key)
    use = uses.select_related("file", "entry").first()
    if use is None or use.file.content is None:
        if decision.status == PublishedDecision.Status.WITHDRAWN or decision.expunged:
            return _without_paper(decision)
        text = "The paper is drawn and sealed after publication, within minutes."
        return Verification("pending", f"{decision.reference} has no sealed paper yet.", text, (), _links(decision))
    content = bytes(use.file.content)
    if sha256(content).hexdigest() != use.file_id:
        return Verification("broken", f"The register’s own copy of {decision.reference} was altered.", _ALARM)
    return _in_book(check_seal(content, roots), use.entry, decision)


_ALARM = "Please tell the office at once: its copies and its log must be compared."


def _in_book(report: SealReport, entry: Entry, decision: PublishedDecision) -> Verification:
    """The verdict on a file that an entry holds: its seal, the consents by passkey, where the decision stands."""
    day = format_date(london_day(entry.published_at))
    title = f"This is {decision.reference} as published on {day}, unchanged."
    rows, links = _facts(report, entry), _links(decision, entry)
    if report.verdict != "intact":
        text = f"The book vouches for the file, but its seal does not hold here: {report.sentence} {_ALARM}"
        return Verification("broken", title, text, rows, links, trial=report.trial)
    try:
        consents = _consents(entry)
    except NotCanonical:
        return Verification("broken", title, f"But its entry in the book was altered. {_ALARM}", rows, links)
    rows += tuple((f"Consent of {name}", sentence) for name, sentence, _ in consents)
    if not all(holds for _, _, holds in consents):
        return Verification("broken", title, f"But a consent in it does not hold. {_ALARM}", rows, links)
    state, text = _standing(entry, decision)
    return Verification(state, title, text, rows, links, trial=report.trial)


def _consents(entry: Entry) -> list[tuple[str, str, bool]]:
    """Who consented with a passkey, what its signature proves, and whether it proves it."""
    if entry.payload is None or entry.kind != Entry.Kind.DECISION:
        return []
    part1 = read_part1(bytes(entry.payload))
    consents = []
    for signature, holds in passkey_consents(part1):
        if not holds:
            sentence = "Said to be given with a passkey, but the passkey signed something else."
        elif signature.digest == part1.digest():
            sentence = "Given with a passkey, which signed this paper."
        else:
            sentence = "Given with a passkey, which signed the paper as it was before it was corrected."
        consents.append((signature.name, sentence, holds))
    return consents


def _standing(entry: Entry, decision: PublishedDecision) -> tuple[State, str]:
    """What has become of the paper since it was published."""
    if decision.status == PublishedDecision.Status.WITHDRAWN:
        return "pending", f"It was withdrawn from the register afterwards. {decision.withdrawn_reason}"
    if entry.is_expunged:
        return "pending", "Its content was removed from the register afterwards, because the law orders it."
    if entry.version < decision.version:
        words = f"It is version {entry.version}. It was corrected: the newest version is {decision.version}."
        return "pending", words
    if not decision.is_in_force and decision.status != PublishedDecision.Status.REFUSED:
        return "proved", f"The decision is no longer in force: it was {decision.status}."
    transcript = "It is a transcript: the register did not witness the signatures of the original."
    return "proved", transcript if decision.transcript else "It is the newest version."


def _without_paper(decision: PublishedDecision) -> Verification:
    if decision.status == PublishedDecision.Status.WITHDRAWN:
        title = f"{decision.reference} was withdrawn from the register."
        return Verification("pending", title, decision.withdrawn_reason, (), _links(decision))
    title = f"The content of {decision.reference} was removed, because the law orders it."
    return Verification(
        "pending", title, "Its entry and the digest of its paper are still in the log.", (), _links(decision)
    )


def _not_in_book(report: SealReport, claimed: PublishedDecision | None) -> Verification:
    """The verdict on a file that no published entry holds."""
    links = _links(claimed) if claimed else ()
    hint = f" It says that it is {claimed.reference}; compare it with the register’s own." if claimed else ""
    if report.verdict == "intact":
        title = "The register sealed this file, and it is unchanged, but no published entry holds it."
        text = "Only what is published can be vouched for here. Rely on the paper at the decision’s own address." + hint
        return Verification("pending", title, text, _facts(report), links, trial=report.trial)
    titles = {
        "altered": "This file was altered after it was sealed.",
        "appended": "Something was added to this file after it was sealed.",
        "foreign": "This file is not ours: its seal is not this register’s.",
        "unsealed": "This file is not ours: it bears no seal of this register.",
        "unreadable": "This file is not ours: it cannot be read as a PDF.",
    }
    text = {"altered": "Do not rely on it.", "appended": "Do not rely on it."}.get(report.verdict, "")
    rows = _facts(report) if report.verdict in ("altered", "appended") else (("SHA-256", report.sha256),)
    return Verification("broken", titles[report.verdict], (text + hint).strip(), rows, links, trial=report.trial)


def _facts(report: SealReport, entry: Entry | None = None) -> tuple[tuple[str, str], ...]:
    sealed = _moment(report.sealed_at)
    rows = [
        ("Sealed by", report.sealed_by),
        ("Sealed", f"{sealed}, by the register’s own clock" if sealed else ""),
        ("What the seal rests on", report.reason),
        ("Time stamp", f"{report.timestamped_by}, {_moment(report.timestamped_at)}" if report.timestamped_at else ""),
        ("Entry in the log", str(entry.number) if entry else ""),
        ("SHA-256", report.sha256),
    ]
    return tuple((label, value) for label, value in rows if value)


def _moment(moment: datetime | None) -> str:
    return format_moment(moment)


def _links(decision: PublishedDecision, entry: Entry | None = None) -> tuple[tuple[str, str], ...]:
    base = f"/decisions/{decision.slug}/"
    links = [(f"{decision.reference} in the register", base)]
    if entry:
        links.append(("Proof that it is in the log (JSON)", f"/log/proof/{entry.number}"))
        links.append(("The same as a file to keep (tlog-proof)", f"/log/proof/{entry.number}.tlog-proof"))
    return tuple(links)


def _claimed(pdf: bytes) -> PublishedDecision | None:
    """The published decision that the file says it is, if it says so."""
    match = _IDENTIFIER.search(pdf)
    if not match:
        return None
    try:
        key = Reference.parse(match[1].decode("utf-8", "replace")).key
    except ValueError:
        return None
    return PublishedDecision.objects.filter(key=key).first()
