"""The authority meter: how much decisions in force allow to be accepted of a grant, how much is, and what is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from grants.models import Authority, Grant, Tranche


@dataclass(frozen=True, slots=True)
class Meter:
    """In pounds."""

    allowed: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be accepted, open conditions apart."""
        return self.allowed - self.used


def meters_of(grants: Iterable[Grant]) -> dict[int, Meter]:
    """The meter of each grant by its number."""
    numbers = [grant.pk for grant in grants]
    allowed = Authority.objects.in_force().filter(grant__in=numbers).order_by().values_list("grant")
    used = Tranche.objects.filter(grant__in=numbers).order_by().values_list("grant")
    allowed_by = dict(allowed.annotate(total=Sum("amount")))
    used_by = dict(used.annotate(total=Sum("accepted")))
    nil = Decimal(0)
    return {number: Meter(allowed_by.get(number) or nil, used_by.get(number) or nil) for number in numbers}
