"""Enter what was decided elsewhere than at this desk: before the register, or by an officer under delegation."""

from datetime import datetime

from accounts.models import Person
from book.part1 import AnyPart1
from decisions.models import Decision, Status, StoredFile
from figures.references import Reference


def enter_decided(*, part1: AnyPart1, imported_from: StoredFile | None = None, by: Person, at: datetime) -> Decision:
    """Make the decided paper behind a Part 1 that is published at once, authorised by who enters it.

    Whether the person may, the history and the publication are the caller's; called in its transaction.

    Args:
        imported_from: the file that the paper was read from.
    """
    reference = Reference.parse(part1.reference)
    return Decision.objects.create(
        series=reference.series,
        number=reference.number,
        series_year=reference.year,
        reference_key=reference.key,
        status=Status.APPROVED,
        title=part1.title[:300],
        executive_summary=part1.executive_summary,
        imported=True,
        imported_from=imported_from,
        decided_on=part1.decided_on,
        decided_by_name=part1.decided_by,
        part1=part1.to_json(),
        authorised_by=by,
        authorised_at=at,
        publish_from=at,
        created_by=by,
        created_at=at,
    )
