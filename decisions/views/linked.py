"""What the writer of a paper is told of the earlier decisions that it names: whatever keeps one from being built on."""

from book.models import PublishedDecision as Entry
from decisions.models import Decision, Status
from decisions.models.decision import DECIDED

_NO_LONGER_IN_FORCE = {
    Entry.Status.WITHDRAWN: "has been withdrawn from the register",
    Entry.Status.REVOKED: "has been revoked by a later decision",
    Entry.Status.REPLACED: "has been replaced by a later decision",
}


def warnings_of_links(paper: Decision) -> list[str]:
    """A sentence for each earlier decision that is unknown, undecided, unpublished or stands no more."""
    links = {link.earlier_key: link.earlier_reference for link in paper.links.all()}
    linked_papers = {linked.reference_key: linked for linked in Decision.objects.filter(reference_key__in=links)}
    published = Entry.objects.using("default").in_bulk(list(links))
    sentences = (_warning(relation, linked_papers.get(key), published.get(key)) for key, relation in links.items())
    return [sentence for sentence in sentences if sentence]


def _warning(reference: str, paper: Decision | None, entry: Entry | None) -> str:
    """What is to be known of one earlier decision before a paper builds on it; empty when it stands."""
    if entry:
        why_not = _NO_LONGER_IN_FORCE.get(Entry.Status(entry.status)) or (
            "was refused" if entry.outcome == "refused" else ""
        )
        return f"{reference} {why_not}. The link is kept; make sure that it is meant." if why_not else ""
    if paper is None:
        return f"{reference} is not in the register yet. The link is kept and shows once it is."
    if paper.status not in DECIDED:
        return _undecided(reference, Status(paper.status))
    state = "was refused, and" if paper.status == Status.REFUSED else "is decided, but"
    return f"{reference} {state} is not published yet. The link is kept and shows once it is."


def _undecided(reference: str, status: Status) -> str:
    if status == Status.WITHDRAWN:
        return f"{reference} was withdrawn before it was decided, so no later paper can build on it."
    return (
        f"{reference} is {status.label.lower()} and not decided yet. The link is kept, but this paper cannot be "
        "submitted before it is decided."
    )
