"""Publishing what became of a grant's money in a financial year that was closed."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from book.actions.change import published_text, published_version, refuse_repetition
from book.actions.publish import publish_due
from book.actions.waiting import Prepared, note, queue
from book.canonical import canonical
from book.entries import YearAmounts, YearEnd
from book.models import Entry, Money
from book.projection import CAME, project_year_end
from components.refusals import Refused
from figures.references import Reference
from figures.years import FinancialYear


def publish_year_end(
    *,
    reference: Reference,
    grant: str,
    year: FinancialYear,
    closed_on: date,
    statement: str,
    amounts: tuple[YearAmounts, ...],
    by: Person,
    at: datetime,
) -> None:
    """Publish, beside a decision on the grant, what was received, spent, returned and carried over in a closed year.

    Each replaces the one before: after a correction the year is published again, and both entries stay.

    Raises:
        Refused: the decision is not published or not about the grant, nothing is said or no figures are there, or a
            figure is below nothing.
    """
    statement = published_text(statement, "Say in a sentence what came of the money.")
    if not amounts:
        raise Refused(f"{grant} has no figures for {year}.")
    if any(getattr(row, kind) < 0 for row in amounts for kind in CAME):
        raise Refused(f"The figures of {grant} for {year} are below nothing. Correct the entries of the year first.")
    with transaction.atomic():
        version = published_version(reference, by=by, at=at)
        if not Money.objects.using("default").filter(decision=reference.key, grant=grant).exists():
            raise Refused(f"{reference} is not about the grant {grant}.")
        refuse_repetition(reference, Entry.Kind.OUTCOME, statement)
        content = YearEnd("year_end/1", str(reference), grant, str(year), closed_on, statement, amounts)
        projection = project_year_end(content)
        prepared = Prepared(Entry.Kind.OUTCOME, reference, version, statement, canonical(content), projection)
        queue(prepared, due_at=at, by=by, at=at)
        publish_due()
        note(
            verb="publish year end",
            reference=reference,
            sentence=f"{by.name} published the end of {year} of {grant} with {reference}.",
            by=by,
            at=at,
        )
