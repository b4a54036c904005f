"""The money a paper is about: the tranches of its grants, without those that an earlier decision has dealt with."""

from book.part1 import read_part1
from decisions.models import Decision
from decisions.models.content import LinkKind
from decisions.models.decision import DECIDED
from grants.models import Tranche


def tranches_of(decision: Decision) -> list[Tranche]:
    """The tranches drawn into the financial section, in the order of the grants and years.

    A paper that *continues* an earlier one about the same grant adds to it (PCD 815 adds 2020/21 to PCD 510): a tranche
    that stands in the earlier decision with the same amounts is left to that decision. Other links restate.
    """
    done = _continued(decision)
    rows = decision.decision_grants.select_related("grant")
    tranches = [t for row in rows for t in row.grant.tranches.select_related("fund", "grant")]
    return [t for t in tranches if _line(t) not in done] or tranches


def _continued(decision: Decision) -> set[tuple[object, ...]]:
    """The lines of money of the decisions that this one continues, and of those that they continued."""
    lines: set[tuple[object, ...]] = set()
    waiting, seen = [decision], {decision.pk}
    while waiting:
        keys = waiting.pop().links.filter(kind=LinkKind.CONTINUES).values_list("earlier_key", flat=True)
        for earlier in Decision.objects.filter(reference_key__in=list(keys), status__in=list(DECIDED)):
            if earlier.pk not in seen and earlier.part1:
                seen.add(earlier.pk)
                waiting.append(earlier)
                for t in read_part1(bytes(earlier.part1)).tranches:
                    lines.add((t.grant, t.financial_year, t.fund.id, t.bid, t.offered))
    return lines


def _line(tranche: Tranche) -> tuple[object, ...]:
    """A tranche as a line of money; whether it was accepted since does not make it another line."""
    return (tranche.grant.code, str(tranche.year), tranche.fund.identifier, tranche.bid, tranche.offered)
