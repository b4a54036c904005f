"""Take back the authorisation of a publication before its moment."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from book.actions import cancel
from decisions.models import Decision
from figures.references import Reference


@transaction.atomic
def cancel_publication(*, reference: Reference, reason: str, by: Person, at: datetime) -> None:
    """Cancel a publication that waits; the paper can be authorised again. Nothing of it was ever public.

    Raises:
        Refused: nothing waits under that reference, no reason is given, or the person does not publish.
    """
    cancel(reference=reference, reason=reason, by=by, at=at)
    Decision.objects.filter(reference_key=reference.key, imported=False).update(
        authorised_by=None, authorised_at=None, publish_from=None
    )
