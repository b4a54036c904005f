"""A published decision as its page shows it: the frozen Part 1, and around it what was published later."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, ngettext

from book.entries import Evidence, YearAmounts, YearEnd, read, read_payload
from book.log.proofs import head_covering
from book.models import Entry, EntryFile, Link, PublishedDecision
from book.part1 import Part1
from book.presenters.paper import outcome_words
from components.templatetags.words import counted, filled, followed_by_english, in_words, written
from figures.dates import london_day, working_days_between
from figures.money import format_money
from figures.templatetags.paper_words import day_words, moment_words
from register.presenters import naming
from register.presenters.labels import ENTRIES, LINKED, LINKS, RESULTS
from verification.predecessors import publisher_of
from verification.witnesses import witness_count, witness_sentence


def key_information(decision: PublishedDecision, part1: Part1) -> list[dict[str, Any]]:
    """The summary rows of the page; names of bodies and people link to their pages."""
    named = naming.linked(part1)
    rows: list[tuple[str, Any]] = [
        ("Reference code", part1.reference),
        ("Date signed", day_words(part1.decided_on)),
        ("Decision by", named.pop("Decision by")),
        ("Decision", in_words(outcome_words(part1))),
        ("Amount", naming.amount(part1)),
        *named.items(),
        ("Date published", published_words(decision)),
    ]
    if body := publisher_of(decision.entry_id):
        taken_over = day_words(london_day(body.taken_over_at))
        published_by = gettext("%(name)s, whose register this one took over on %(day)s")
        rows.append(("Published by", filled(published_by, {"name": body.name}, day=taken_over)))
    if part1.kind.key not in ("grant", "delegated"):
        rows.append(("Kind of decision", written(part1.kind.label)))
    rows += [("Class", written(part1.significance.label))] if part1.significance else []
    rows += [("Received", day_words(part1.received_on))] if part1.received_on else []
    rows += [("In effect from", day_words(part1.effective_from))] if part1.effective_from else []
    if part1.report and part1.report.needed_by:
        rows.append(("Needed by", needed_words(part1)))
    if part1.urgency.urgent:
        rows.append(("Urgent", written(f"{part1.urgency.reason} {part1.urgency.route}".strip())))
    return [
        {"key": key, "links": value} if isinstance(value, list) else {"key": key, "value": value, "translated": True}
        for key, value in rows
    ]


def published_words(decision: PublishedDecision) -> str:
    """When the decision was published, and how long after it was signed."""
    day = london_day(decision.published_at)
    if decision.imported:
        entered = gettext("Entered in this register on %(day)s; the first publication is not stated")
        return entered % {"day": day_words(day)}
    if decision.decided_on is None or day < decision.decided_on:
        return day_words(day)
    days = working_days_between(decision.decided_on, day)
    if days == 0:
        signed_then = day == decision.decided_on
        when = gettext("the day it was signed") if signed_then else gettext("before the next working day")
        return f"{day_words(day)}, {when}"
    until = decision.deferred_until
    deferred = "; " + gettext("it was deferred until %(day)s") % {"day": day_words(until)} if until else ""
    return (
        f"{day_words(day)}, {counted(days, 'working day', 'working days')} {gettext('after it was signed')}{deferred}"
    )


def needed_words(part1: Part1) -> str:
    """By when the decision was needed, and whether it came in time."""
    needed = part1.report.needed_by if part1.report else None
    words = day_words(needed)
    if needed and part1.decided_on and part1.decided_on > needed:
        late = (part1.decided_on - needed).days
        return f"{words}; {gettext('signed %(days)s later') % {'days': counted(late, 'day', 'days')}}"
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
        shown.append(_notice("Refused", "gone", gettext("The decision was not to approve what was recommended.")))
    if decision.transcript:
        text = gettext(
            "The decision was made before this register began. What follows was copied from the paper that exists. "
            "Where that paper is silent, this page says “Not stated”."
        )
        shown.append(_notice("This is a transcript", "quiet", text))
    elif decision.imported:
        text = gettext("The decision was made before this register began, and was entered from the original paper.")
        shown.append(_notice("From before the register", "quiet", text))
    return shown


def _notice(title: str, kind: str, text: str) -> dict[str, str]:
    """A notice in the page's language: `kind` is its look."""
    return {"title": gettext(title), "kind": kind, "text": text}


def _corrected(decision: PublishedDecision, happened: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The notice of a correction: when, what was wrong, and a link that compares the versions; empty without one."""
    corrections = [item for item in happened if item["kind_of_entry"] == Entry.Kind.CORRECTION]
    if not corrections:
        return []
    newest = corrections[-1]
    words = gettext("Corrected on %(day)s.") % {"day": day_words(london_day(newest["at"]))}
    text = followed_by_english(words, newest["text"])
    if len(corrections) > 1:
        more = gettext("There are %(count)s corrections in all: see What happened since.")
        text = filled("%(text)s\n%(more)s", {}, text=text, more=more % {"count": len(corrections)})
    notice = _notice("Corrected", "", text)
    if decision.version > 1:
        compare = gettext("Compare the versions")
        notice |= {"link_text": compare, "link_href": f"/decisions/{decision.slug}/compare/"}
    return [notice]


#: The statuses that a later decision gives, by the kind of its link. Only the first two end a decision.
_ENDS = {"replaces": "replaced", "revokes": "revoked", "amends": "amended"}


def _overtaken(decision: PublishedDecision, link: dict[str, Any]) -> dict[str, str]:
    other = {"reference": link["reference"]}
    read = {"link_text": gettext("Read %(reference)s") % other, "link_href": link["href"]}
    if link["kind"] == "amends":
        text = gettext("A later decision, %(reference)s, changed the amounts. What it does not change still stands.")
        return _notice("Amended", "", text % other) | read
    replaced = gettext("This decision was replaced by %(reference)s.")
    revoked = gettext("This decision was revoked by %(reference)s.")
    return _notice("No longer in force", "gone", (replaced if link["kind"] == "replaces" else revoked) % other) | read


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
        "title": gettext(ENTRIES[entry.kind]),
        "translated": True,
        "text": "",
    }
    if content is None:
        return item | {"text": gettext("The content of this entry was removed because the law orders it.")}
    if entry.kind == "correction":
        item["text"] = written(content.note)
        if content.new_version:
            title = gettext("Correction: a new version")
            item |= {"title": title, "href": f"/decisions/{slug}/versions/{content.new_version}/"}
    elif isinstance(content, YearEnd):
        title = gettext("End of %(year)s") % {"year": content.financial_year}
        told = "\n".join(map(_year_end_words, content.amounts))
        lines = "%(statement)s\n%(told)s" if told else "%(statement)s"
        item["text"] = filled(lines, {"statement": content.statement}, told=told)
        named = "%(title)s, %(grant)s" if content.grant else "%(title)s"
        item["title"] = filled(named, {"grant": content.grant}, title=title)
    elif entry.kind == "outcome":
        result = gettext("Outcome: %(result)s") % {"result": gettext(RESULTS[content.result])}
        on = gettext("on %(day)s") % {"day": day_words(content.happened_on)} if content.happened_on else ""
        item |= {"title": f"{result} {on}".strip(), "text": written(content.statement)}
    elif entry.kind == "release":
        href = f"/log/files/{content.file_sha256}" if content.file_sha256 else ""
        text = "\n\n".join(part for part in (content.statement, content.text or "") if part)
        title = gettext("Item %(item)s of Part 2 was released") % {"item": content.item}
        item |= {"title": title, "text": written(text), "href": href}
    elif entry.kind in ("expunged", "withdrawal"):
        item["text"] = written(content.reason)
    return item


def _year_end_words(amounts: YearAmounts) -> str:
    """One fund's money in a closed year as a sentence; amounts of nil are left out, except what was spent."""
    parts = [
        f"{format_money(amount)} {gettext(words)}"
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
        return gettext("This decision has a confidential Part 2, which is not published.")
    if withheld <= set(released):
        return gettext(
            "This decision had a confidential Part 2. All its items were published since: see What happened since."
        )
    return ngettext(
        "This decision has a confidential Part 2. Of it item %(items)s was published since; the rest is not published.",
        "This decision has a confidential Part 2. Of it items %(items)s were published since; the rest is not "
        "published.",
        len(released),
    ) % {"items": ", ".join(map(str, released))}


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
            word = "Transcript of decision %(reference)s" if decision.transcript else "Signed decision %(reference)s"
            text = gettext(word) % {"reference": decision.reference}
            link |= {"text": text, "href": f"{base}decision.pdf", "digest": use.file_id}
        elif use.role == "original":
            link |= {
                "text": gettext("Original file of %(reference)s") % {"reference": decision.reference},
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
    stamped = london_day(datetime.fromisoformat(evidence.stamped_at))
    note = gettext("Keeps the seal provable: stamped by %(by)s on %(day)s, renewed before %(ends)s.") % {
        "by": evidence.stamped_by,
        "day": day_words(stamped),
        "ends": day_words(evidence.valid_until),
    }
    text, href = gettext("Evidence record (RFC 4998)"), f"/log/files/{evidence.record_sha256}"
    return [{"text": text, "href": href, "type": "ers", "download": True, "note": note}]


def _portable_proof(href: str) -> dict[str, Any]:
    note = gettext("Keep it beside the paper: with it the paper can be checked without this site.")
    return {"text": gettext("Proof that it was published"), "href": href, "type": "tlog-proof", "note": note}


def _type_words(content_type: str) -> str:
    known = {"application/pdf": "PDF", "text/plain": "text", "text/html": "HTML", "application/msword": "Word"}
    return gettext(known.get(content_type.partition(";")[0], "Word" if "wordprocessing" in content_type else "file"))


def citation(decision: PublishedDecision, entry: Entry) -> dict[str, str]:
    """How to cite a version of a decision, with its permanent address."""
    year = decision.decided_on.year if decision.decided_on else gettext("no date")
    version = f", {gettext('version')} {entry.version}" if entry.version > 1 or decision.version > 1 else ""
    address = f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/"
    if entry.version != decision.version:
        address += f"versions/{entry.version}/"
    predecessor = publisher_of(entry.number)
    cited = gettext("%(by)s (%(year)s). %(title)s. Decision %(reference)s. Decision register, published %(day)s.")
    text = filled(
        cited,
        {"by": predecessor.name if predecessor else settings.BODY_NAME, "title": decision.title},
        year=year,
        reference=f"{decision.reference}{version}",
        day=day_words(london_day(entry.published_at)),
    )
    return {"text": text, "address": address}


def proof(entry: Entry) -> dict[str, Any]:
    """What can be shown about an entry: its place in the log, its digests, and where to check them."""
    head = head_covering(entry.number)
    rows = [
        ("Entry in the log", f"{entry.number}"),
        ("Published", moment_words(entry.published_at)),
        ("SHA-256 of the data", entry.payload_sha256),
        ("SHA-256 of the paper", entry.pdf_sha256 or ""),
    ]
    links = [("How to check this", "/verify/")]
    if head is None:
        state, title = "pending", gettext("Proof pending")
        text = gettext("The entry is in the book. The next signed head of the log, within minutes, will cover it.")
    else:
        state, title = "proved", gettext("In the public log")
        covers = gettext("The head signed on %(moment)s covers it: no change or removal would go unseen.")
        text = covers % {"moment": moment_words(head.signed_at)}
        links.append(("Proof that it is in the log (JSON)", f"/log/proof/{entry.number}"))
        links.append(("The same as a file to keep (tlog-proof)", f"/log/proof/{entry.number}.tlog-proof"))
        rows.append(("Seen by", witness_sentence(witness_count(entry.number))))
    return {
        "state": state,
        "title": title,
        "text": text,
        "rows": [{"key": key, "value": value, "translated": True} for key, value in rows],
        "links": [{"text": gettext(text), "href": href} for text, href in [*links, ("About the log", "/log/")]],
    }
