"""The verdict on an uploaded file or on a reference: the published paper, an older version, altered, or not ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from asn1crypto import x509
from django.utils.translation import gettext

from book.canonical import NotCanonical
from book.integrity.consents import passkey_consents
from book.models import Entry, EntryFile, PublishedDecision
from book.part1 import read_part1
from components.templatetags.words import followed_by_english, written
from documents.examining import examine
from documents.verifying import SealReport, check_seal
from figures.dates import london_day
from figures.references import Reference
from figures.templatetags.paper_words import day_words, moment_words
from profiles import current

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
        kept = gettext(
            "It is kept with entry %(entry)s of the book as it was brought there; the register did not seal it."
        )
        title = gettext("This is a file of %(reference)s, unchanged.") % {"reference": decision.reference}
        return Verification("proved", title, kept % {"entry": use.entry_id}, _facts(report), _links(decision))
    return _in_book(report, use.entry, decision)


def verify_reference(spelling: str, roots: Sequence[x509.Certificate]) -> Verification | str:
    """What the book holds under a reference, its seal checked now; a sentence when there is nothing."""
    try:
        reference = Reference.parse(spelling)
    except ValueError:
        return gettext("Enter a reference such as %(example)s.") % {"example": current().references.example}
    decision = PublishedDecision.objects.filter(key=reference.key).first()
    if decision is None:
        return gettext("No published decision has the reference %(reference)s.") % {"reference": reference}
    uses = EntryFile.objects.filter(file_id=decision.pdf_sha256, role="paper", entry__key=decision.key)
    use = uses.select_related("file", "entry").first()
    if use is None or use.file.content is None:
        if decision.status == PublishedDecision.Status.WITHDRAWN or decision.expunged:
            return _without_paper(decision)
        text = gettext("The paper is drawn and sealed after publication, within minutes.")
        title = gettext("%(reference)s has no sealed paper yet.") % {"reference": decision.reference}
        return Verification("pending", title, text, (), _links(decision))
    content = bytes(use.file.content)
    if sha256(content).hexdigest() != use.file_id:
        title = gettext("The register’s own copy of %(reference)s was altered.") % {"reference": decision.reference}
        return Verification("broken", title, gettext(_ALARM))
    return _in_book(check_seal(content, roots), use.entry, decision)


#: What a status says of a decision that is no longer in force.
_ENDED: dict[str, str] = {
    PublishedDecision.Status.REPLACED: "The decision is no longer in force: it was replaced.",
    PublishedDecision.Status.REVOKED: "The decision is no longer in force: it was revoked.",
}
_ALARM = "Please tell the office at once: its copies and its log must be compared."


def _in_book(report: SealReport, entry: Entry, decision: PublishedDecision) -> Verification:
    """The verdict on a file that an entry holds: its seal, the consents by passkey, where the decision stands."""
    published = {"reference": decision.reference, "day": day_words(london_day(entry.published_at))}
    title = gettext("This is %(reference)s as published on %(day)s, unchanged.") % published
    rows, links, alarm = _facts(report, entry), _links(decision, entry), gettext(_ALARM)
    if report.verdict != "intact":
        text = gettext("The book vouches for the file, but its seal does not hold here:")
        text = f"{text} {gettext(report.sentence)} {alarm}"
        return Verification("broken", title, text, rows, links, trial=report.trial)
    try:
        consents = _consents(entry)
    except NotCanonical:
        altered = gettext("But its entry in the book was altered.")
        return Verification("broken", title, f"{altered} {alarm}", rows, links)
    consent = gettext("Consent of %(name)s")
    rows += tuple((consent % {"name": name}, gettext(sentence)) for name, sentence, _ in consents)
    if not all(holds for _, _, holds in consents):
        return Verification("broken", title, f"{gettext('But a consent in it does not hold.')} {alarm}", rows, links)
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
        withdrawn = gettext("It was withdrawn from the register afterwards.")
        return "pending", followed_by_english(withdrawn, decision.withdrawn_reason)
    if entry.is_expunged:
        return "pending", gettext("Its content was removed from the register afterwards, because the law orders it.")
    if entry.version < decision.version:
        words = gettext("It is version %(version)s. It was corrected: the newest version is %(newest)s.")
        return "pending", words % {"version": entry.version, "newest": decision.version}
    if not decision.is_in_force and decision.status != PublishedDecision.Status.REFUSED:
        return "proved", gettext(_ENDED[decision.status])
    if decision.transcript:
        return "proved", gettext("It is a transcript: the register did not witness the signatures of the original.")
    return "proved", gettext("It is the newest version.")


def _without_paper(decision: PublishedDecision) -> Verification:
    if decision.status == PublishedDecision.Status.WITHDRAWN:
        title = gettext("%(reference)s was withdrawn from the register.") % {"reference": decision.reference}
        return Verification("pending", title, written(decision.withdrawn_reason), (), _links(decision))
    title = gettext("The content of %(reference)s was removed, because the law orders it.")
    text = gettext("Its entry and the digest of its paper are still in the log.")
    return Verification("pending", title % {"reference": decision.reference}, text, (), _links(decision))


def _not_in_book(report: SealReport, claimed: PublishedDecision | None) -> Verification:
    """The verdict on a file that no published entry holds."""
    links = _links(claimed) if claimed else ()
    says = gettext("It says that it is %(reference)s; compare it with the register’s own.")
    hint = " " + says % {"reference": claimed.reference} if claimed else ""
    if report.verdict == "intact":
        title = gettext("The register sealed this file, and it is unchanged, but no published entry holds it.")
        text = gettext(
            "Only what is published can be vouched for here. Rely on the paper at the decision’s own address."
        )
        return Verification("pending", title, text + hint, _facts(report), links, trial=report.trial)
    titles = {
        "altered": "This file was altered after it was sealed.",
        "appended": "Something was added to this file after it was sealed.",
        "foreign": "This file is not ours: its seal is not this register’s.",
        "unsealed": "This file is not ours: it bears no seal of this register.",
        "unreadable": "This file is not ours: it cannot be read as a PDF.",
    }
    changed = report.verdict in ("altered", "appended")
    text = gettext("Do not rely on it.") if changed else ""
    rows = _facts(report) if changed else (("SHA-256", report.sha256),)
    title = gettext(titles[report.verdict])
    return Verification("broken", title, (text + hint).strip(), rows, links, trial=report.trial)


def _facts(report: SealReport, entry: Entry | None = None) -> tuple[tuple[str, str], ...]:
    sealed, stamped = moment_words(report.sealed_at), moment_words(report.timestamped_at)
    rows = [
        ("Sealed by", report.sealed_by),
        ("Sealed", gettext("%(moment)s, by the register’s own clock") % {"moment": sealed} if sealed else ""),
        ("What the seal rests on", written(report.reason)),
        ("Time stamp", f"{report.timestamped_by}, {stamped}" if stamped else ""),
        ("Entry in the log", str(entry.number) if entry else ""),
        ("SHA-256", report.sha256),
    ]
    return tuple((label, value) for label, value in rows if value)


def _links(decision: PublishedDecision, entry: Entry | None = None) -> tuple[tuple[str, str], ...]:
    base = f"/decisions/{decision.slug}/"
    links = [(gettext("%(reference)s in the register") % {"reference": decision.reference}, base)]
    if entry:
        links.append((gettext("Proof that it is in the log (JSON)"), f"/log/proof/{entry.number}"))
        links.append((gettext("The same as a file to keep (tlog-proof)"), f"/log/proof/{entry.number}.tlog-proof"))
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
