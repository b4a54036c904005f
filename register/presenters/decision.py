"""A published decision as its page shows it: the frozen Part 1, and around it what was published later."""

from datetime import datetime
from typing import Any

from django.conf import settings

from book.entries import Evidence, YearAmounts, YearEnd, read, read_payload
from book.log.proofs import head_covering
from book.models import Entry, EntryFile, Link, PublishedDecision
from book.part1 import Part1
from book.presenters.paper import outcome_words
from figures.dates import format_date, format_moment, london_day, working_days_between
from figures.money import format_money
from register.presenters import naming
from register.presenters.labels import ENTRIES, LINKED, LINKS, RESULTS
from verification.predecessors import publisher_of
from verification.witnesses import witness_count, witness_sentence


def key_information(decision: PublishedDecision, part1: Part1) -> list[dict[str, Any]]:
    """The summary rows of the page; names of bodies and people link to their pages."""
    named = naming.linked(part1)
    rows: list[tuple[str, Any]] = [
        ("Reference code", part1.reference),
        ("Date signed", format_date(part1.decided_on)),
        ("Decision by", named.pop("Decision by")),
        ("Decision", outcome_words(part1)),
        ("Amount", naming.amount(part1)),
        *named.items(),
        ("Date published", published_words(decision)),
    ]
    if body := publisher_of(decision.entry_id):
        taken_over = format_date(london_day(body.taken_over_at))
        rows.append(("Published by", f"{body.name}, whose register this one took over on {taken_over}"))
    if part1.kind.key not in ("grant", "delegated"):
        rows.append(("Kind of decision", part1.kind.label))
    rows += [("Class", part1.significance.label)] if part1.significance else []
    rows += [("Received", format_date(part1.received_on))] if part1.received_on else []
    rows += [("In effect from", format_date(part1.effective_from))] if part1.effective_from else []
    if part1.report and part1.report.needed_by:
        rows.append(("Needed by", needed_words(part1)))
    if part1.urgency.urgent:
        rows.append(("Urgent", f"{part1.urgency.reason} {part1.urgency.route}".strip()))
    return [{"key": key, "links" if isinstance(value, list) else "value": value} for key, value in rows]


def published_words(decision: PublishedDecision) -> str:
    """When the decision was published, and how long after it was signed."""
    day = london_day(decision.published_at)
    if decision.imported:
        return f"Entered in this register on {format_date(day)}; the first publication is not stated"
    if decision.decided_on is None or day < decision.decided_on:
        return format_date(day)
    days = working_days_between(decision.decided_on, day)
    if days == 0:
        when = "the day it was signed" if day == decision.decided_on else "before the next working day"
        return f"{format_date(day)}, {when}"
    until = f"; it was deferred until {format_date(decision.deferred_until)}" if decision.deferred_until else ""
    return f"{format_date(day)}, {days:,} working {'day' if days == 1 else 'days'} after it was signed{until}"


def needed_words(part1: Part1) -> str:
    """By when the decision was needed, and whether it came in time."""
    needed = part1.report.needed_by if part1.report else None
    words = format_date(needed)
    if needed and part1.decided_on and part1.decided_on > needed:
        late = (part1.decided_on - needed).days
        return f"{words}; signed {late:,} {'day' if late == 1 else 'days'} later"
    return words


def notices(
    decision: PublishedDecision, links: dict[str, list[dict[str, Any]]], happened: list[dict[str, Any]]
) -> list[dict[str, str]]:
    """What a reader must know before reading on; `happened` is what `happenings` gives."""
    shown = (
        _corrected(decision, happened)
        + [_overtaken(decision, link) for link in links["later"] if _ENDS.get(link["kind"]) == decision.status][:1]
    )
    if decision.outcome == "refused":
        shown.append(
            {"title": "Refused", "kind": "gone", "text": "The decision was not to approve what was recommended."}
        )
    if decision.transcript:
        text = (
            "The decision was made before this register began. What follows was copied from the paper that exists. "
            "Where that paper is silent, this page says “Not stated”."
        )
        shown.append({"title": "This is a transcript", "kind": "quiet", "text": text})
    elif decision.imported:
        text = "The decision was made before this register began, and was entered from the original paper."
        shown.append({"title": "From before the register", "kind": "quiet", "text": text})
    return shown


def _corrected(decision: PublishedDecision, happened: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The notice of a correction: when, what was wrong, and a link that compares the versions; empty without one."""
    corrections = [item for item in happened if item["kind_of_entry"] == Entry.Kind.CORRECTION]
    if not corrections:
        return []
    newest = corrections[-1]
    text = f"Corrected on {format_date(london_day(newest['at']))}. {newest['text']}"
    if len(corrections) > 1:
        text += f"\nThere are {len(corrections)} corrections in all: see What happened since."
    notice = {"title": "Corrected", "kind": "", "text": text}
    if decision.version > 1:
        notice |= {"link_text": "Compare the versions", "link_href": f"/decisions/{decision.slug}/compare/"}
    return [notice]


#: The statuses that a later decision gives, by the kind of its link. Only the first two end a decision.
_ENDS = {"replaces": "replaced", "revokes": "revoked", "amends": "amended"}


def _overtaken(decision: PublishedDecision, link: dict[str, Any]) -> dict[str, str]:
    read = {"link_text": f"Read {link['reference']}", "link_href": link["href"]}
    if link["kind"] == "amends":
        text = f"A later decision, {link['reference']}, changed the amounts. What it does not change still stands."
        return {"title": "Amended", "kind": "", "text": text} | read
    text = f"This decision was {_ENDS[link['kind']]} by {link['reference']}."
    return {"title": "No longer in force", "kind": "gone", "text": text} | read


def links_of(decision: PublishedDecision) -> dict[str, list[dict[str, Any]]]:
    """Published decisions linked with this one: `earlier` it acts on, `later` act on it."""
    earlier = Link.objects.filter(later=decision.key).select_related("earlier")
    later = Link.objects.filter(earlier=decision.key).select_related("later")
    return {
        "earlier": [_link(link.kind, LINKS[link.kind], link.earlier) for link in earlier],
        "later": [_link(link.kind, LINKED[link.kind], link.later) for link in later],
    }


def _link(kind: str, words: str, other: PublishedDecision) -> dict[str, Any]:
    return {
        "kind": kind,
        "words": words,
        "reference": other.reference,
        "title": other.title,
        "on": other.decided_on,
        "href": f"/decisions/{other.slug}/",
        "withdrawn": other.status == "withdrawn",
    }


def mentions(decision: PublishedDecision) -> list[PublishedDecision]:
    """Published decisions that cite this one without being linked with it."""
    citing = PublishedDecision.objects.filter(refers_to__contains=[decision.key]).exclude(
        status=PublishedDecision.Status.WITHDRAWN
    )
    linked = Link.objects.filter(earlier=decision.key).values("later")
    return list(citing.exclude(key__in=linked).order_by("sorted_on", "key")[:20])


def happenings(decision: PublishedDecision) -> list[dict[str, Any]]:
    """What was published about the decision after it: corrections, outcomes, releases, removals; oldest first."""
    entries = Entry.objects.filter(key=decision.key).exclude(number=decision.first_number).order_by("number")
    # A transcript and an evidence record are shown among the files of the decision.
    shown_elsewhere = ("decision", "transcript", "evidence")
    return [happening(entry, decision.slug) for entry in entries if entry.kind not in shown_elsewhere]


def happening(entry: Entry, slug: str) -> dict[str, Any]:
    """One later entry as an item of the timeline."""
    content = read_payload(entry.kind, bytes(entry.payload)) if entry.payload is not None else None
    item = {
        "at": entry.published_at,
        "kind_of_entry": entry.kind,
        "title": ENTRIES[entry.kind],
        "text": "The content of this entry was removed because the law orders it." if content is None else "",
    }
    if content is None:
        return item
    if entry.kind == "correction":
        item["text"] = content.note
        if content.new_version:
            item |= {"title": "Correction: a new version", "href": f"/decisions/{slug}/versions/{content.new_version}/"}
    elif isinstance(content, YearEnd):
        title = (
            f"End of {content.financial_year}, {content.grant}" if content.grant else f"End of {content.financial_year}"
        )
        item |= {"title": title, "text": "\n".join([content.statement, *map(_year_end_words, content.amounts)])}
    elif entry.kind == "outcome":
        on = f" on {format_date(content.happened_on)}" if content.happened_on else ""
        item |= {"title": f"Outcome: {RESULTS[content.result]}{on}", "text": content.statement}
    elif entry.kind == "release":
        href = f"/log/files/{content.file_sha256}" if content.file_sha256 else ""
        text = "\n\n".join(part for part in (content.statement, content.text or "") if part)
        item |= {"title": f"Item {content.item} of Part 2 was released", "text": text, "href": href}
    elif entry.kind in ("expunged", "withdrawal"):
        item["text"] = content.reason
    return item


def _year_end_words(amounts: YearAmounts) -> str:
    """One fund's money in a closed year as a sentence; amounts of nil are left out, except what was spent."""
    parts = [
        f"{format_money(amount)} {words}"
        for amount, words in (
            (amounts.carried_in, "carried in"),
            (amounts.received, "received"),
            (amounts.spent, "spent"),
            (amounts.returned, "returned"),
            (amounts.carried_out, "carried over"),
        )
        if amount or words == "spent"
    ]
    return f"{amounts.fund.name}: {', '.join(parts)}."


def part_2_words(decision: PublishedDecision, part1: Part1) -> str:
    """The sentence about the confidential part: that it is not published, or which items were released since."""
    withheld = {row.item for row in part1.part_2.commitments if row.kind != "exemption"}
    released = sorted(set(decision.released.values_list("item", flat=True)) & withheld) if withheld else []
    if not released:
        return "This decision has a confidential Part 2, which is not published."
    if withheld <= set(released):
        return "This decision had a confidential Part 2. All its items were published since: see What happened since."
    named = f"item {released[0]} was" if len(released) == 1 else f"items {', '.join(map(str, released))} were"
    return f"This decision has a confidential Part 2. Of it {named} published since; the rest is not published."


def versions(decision: PublishedDecision) -> list[dict[str, Any]]:
    """Every version, newest first, when there is more than one."""
    if decision.version == 1:
        return []
    entries = Entry.objects.filter(key=decision.key, kind="decision").order_by("-version")
    return [
        {
            "version": entry.version,
            "at": entry.published_at,
            "href": f"/decisions/{decision.slug}/versions/{entry.version}/",
            "gone": entry.is_expunged,
        }
        for entry in entries
    ]


def documents(entry: Entry, decision: PublishedDecision) -> list[dict[str, Any]]:
    """The files of an entry as links that say what they are, how large and how long."""
    base = f"/decisions/{decision.slug}/"
    base += "" if entry.version == decision.version else f"versions/{entry.version}/"
    links = []
    # A transcript's paper comes with an entry of its own, after the decision's.
    uses = EntryFile.objects.filter(entry__key=entry.key, entry__version=entry.version, role__in=("paper", "original"))
    for use in uses.select_related("file").defer("file__content").order_by("-role", "entry", "file"):
        link = {"size": use.file.size, "pages": use.file.pages, "type": _type_words(use.file.content_type)}
        if use.role == "paper":
            word = "Transcript of decision" if decision.transcript else "Signed decision"
            link |= {"text": f"{word} {decision.reference}", "href": f"{base}decision.pdf", "digest": use.file_id}
        elif use.role == "original":
            link |= {
                "text": f"Original file of {decision.reference}",
                "href": f"/log/files/{use.file_id}",
                "download": True,
            }
            link["note"] = use.name
        links.append(link)
        if use.role == "paper" and head_covering(use.entry_id):
            links.append(_portable_proof(f"{base}decision.tlog-proof"))
        if use.role == "paper":
            links += _evidence_record(entry.key, use.file_id)
    return links


def _evidence_record(key: str, paper: str) -> list[dict[str, Any]]:
    """The newest evidence record over a paper, named by its SHA-256, as a link; none where none was made yet."""
    entries = Entry.objects.filter(key=key, kind=Entry.Kind.EVIDENCE).exclude(payload=None).order_by("-number")
    records = (read(Evidence, bytes(entry.payload or b"")) for entry in entries)
    evidence = next((record for record in records if record.pdf_sha256 == paper), None)
    if evidence is None:
        return []
    stamped, ends = london_day(datetime.fromisoformat(evidence.stamped_at)), format_date(evidence.valid_until)
    note = (
        f"Keeps the seal provable: stamped by {evidence.stamped_by} on {format_date(stamped)}, renewed before {ends}."
    )
    href = f"/log/files/{evidence.record_sha256}"
    return [{"text": "Evidence record (RFC 4998)", "href": href, "type": "ers", "download": True, "note": note}]


def _portable_proof(href: str) -> dict[str, Any]:
    note = "Keep it beside the paper: with it the paper can be checked without this site."
    return {"text": "Proof that it was published", "href": href, "type": "tlog-proof", "note": note}


def _type_words(content_type: str) -> str:
    known = {"application/pdf": "PDF", "text/plain": "text", "text/html": "HTML", "application/msword": "Word"}
    return known.get(content_type.partition(";")[0], "Word" if "wordprocessing" in content_type else "file")


def citation(decision: PublishedDecision, entry: Entry) -> dict[str, str]:
    """How to cite a version of a decision, with its permanent address."""
    year = decision.decided_on.year if decision.decided_on else "no date"
    version = f", version {entry.version}" if entry.version > 1 or decision.version > 1 else ""
    address = f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/"
    if entry.version != decision.version:
        address += f"versions/{entry.version}/"
    published, predecessor = format_date(london_day(entry.published_at)), publisher_of(entry.number)
    publisher = predecessor.name if predecessor else settings.BODY_NAME
    text = (
        f"{publisher} ({year}). {decision.title}. Decision {decision.reference}{version}. Decision register, "
        f"published {published}."
    )
    return {"text": text, "address": address}


def proof(entry: Entry) -> dict[str, Any]:
    """What can be shown about an entry: its place in the log, its digests, and where to check them."""
    head = head_covering(entry.number)
    rows = [
        ("Entry in the log", f"{entry.number}"),
        ("Published", format_moment(entry.published_at)),
        ("SHA-256 of the data", entry.payload_sha256),
        ("SHA-256 of the paper", entry.pdf_sha256 or ""),
    ]
    links = [
        {"text": "How to check this", "href": "/verify/"},
        {"text": "About the log", "href": "/log/"},
    ]
    if head is None:
        return {
            "state": "pending",
            "title": "Proof pending",
            "text": "The entry is in the book. The next signed head of the log, within minutes, will cover it.",
            "rows": [{"key": k, "value": v} for k, v in rows],
            "links": links,
        }
    links.insert(1, {"text": "Proof that it is in the log (JSON)", "href": f"/log/proof/{entry.number}"})
    links.insert(
        2, {"text": "The same as a file to keep (tlog-proof)", "href": f"/log/proof/{entry.number}.tlog-proof"}
    )
    rows.append(("Seen by", witness_sentence(witness_count(entry.number))))
    return {
        "state": "proved",
        "title": "In the public log",
        "text": f"The head signed on {format_moment(head.signed_at)} covers it: no change or removal would go unseen.",
        "rows": [{"key": k, "value": v} for k, v in rows],
        "links": links,
    }
