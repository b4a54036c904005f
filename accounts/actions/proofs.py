"""What is kept of proofs given, so that none serves twice."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Person, UsedAssertion
from components.refusals import Refused


def use_assertion(*, client_data: bytes, by: Person, at: datetime) -> None:
    """Remember a passkey's answer, for good: whoever copies it from the evidence cannot sign with it again.

    It is recognised by its client data, not by its signature: from an ECDSA signature (r, s) anybody can make the
    equally valid (r, n - s).

    Raises:
        Refused: it has served before.
    """
    try:
        with transaction.atomic():
            UsedAssertion.objects.create(digest=hashlib.sha256(client_data).digest(), person=by, used_at=at)
    except IntegrityError:
        raise Refused("This use of the passkey was counted already. Use it once more.") from None
