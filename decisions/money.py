"""The money a paper is about: the tranches of its grants, without those that an earlier decision has dealt with."""

from decimal import Decimal

from book.part1 import Tranche as SignedTranche
from book.part1 import read_part1
from decisions.models import Decision
from decisions.models.content import LinkKind
from decisions.models.decision import DECIDED
from decisions.whole_paper import grants_of
from figures.money import format_money
from grants.models import Tranche

#: A line of money: the grant, the financial year, the fund's identifier, what was bid for and what was offered.
_Line = tuple[str, str, str, Decimal | None, Decimal | None]


def tranches_of(decision: Decision) -> list[Tranche]:
    """The tranches drawn into the financial section, in the order of the grants and years.

    A paper that *continues* an earlier one about the same grant adds to it (PCD 815 adds 2020/21 to PCD 510): a tranche
    that stands in the earlier decision with the same amounts is left to that decision. Other links restate.
    """
    settled_lines = _continued(decision)
    tranches = [tranche for grant in grants_of(decision) for tranche in grant.tranches.all()]
    return [t for t in tranches if _line(t) not in settled_lines] or tranches


def changed_figures(decision: Decision) -> list[str]:
    """A sentence for each line of money that is not as it was submitted, for whoever signs what was submitted.

    What was accepted since is no change, nor are lines that an earlier decision has dealt with.
    """
    submission = decision.current_submission()
    if submission is None:
        return []
    submitted = {_signed_line(t): t.fund.name for t in read_part1(bytes(submission.part1)).tranches}
    fund_names = {_line(t): t.fund.name for grant in grants_of(decision) for t in grant.tranches.all()}
    funds = submitted | fund_names
    earlier_lines = {line[:3]: line for line in submitted.keys() - fund_names.keys()}
    present_lines = {line[:3]: line for line in fund_names.keys() - submitted.keys() - _continued(decision)}
    return [
        f"{key[0]}, {key[1]}, {funds[earlier_lines.get(key) or present_lines[key]]}: "
        f"{_amounts(earlier_lines.get(key))} in the paper, {_amounts(present_lines.get(key))} now."
        for key in sorted(earlier_lines.keys() | present_lines.keys())
    ]


def _amounts(line: _Line | None) -> str:
    """The amounts of a line in words; "nothing" where there is none."""
    kinds = zip(("bid", "offered"), line[3:] if line else (), strict=False)
    return " and ".join(f"{format_money(amount)} {name}" for name, amount in kinds if amount is not None) or "nothing"


#: The decisions that a paper continues, and those that they continued, as far as their Part 1 is kept.
_CONTINUED = """
    WITH RECURSIVE earlier AS (
        SELECT decided.id FROM decisions_decision decided
        JOIN decisions_link link ON link.earlier_key = decided.reference_key
        WHERE link.decision_id = %(paper)s AND link.kind = %(continues)s
            AND decided.status = ANY(%(decided)s) AND decided.part1 <> ''
        UNION
        SELECT decided.id FROM earlier
        JOIN decisions_link link ON link.decision_id = earlier.id
        JOIN decisions_decision decided ON link.earlier_key = decided.reference_key
        WHERE link.kind = %(continues)s AND decided.status = ANY(%(decided)s) AND decided.part1 <> ''
    )
    SELECT decided.id, decided.part1 FROM decisions_decision decided
    JOIN earlier ON earlier.id = decided.id WHERE decided.id <> %(paper)s
"""


def _continued(decision: Decision) -> set[_Line]:
    """The lines of money of the decisions that this one continues, and of those that they continued."""
    return decision.once("continued", lambda: _lines_continued(decision))


def _lines_continued(decision: Decision) -> set[_Line]:
    if not any(link.kind == LinkKind.CONTINUES for link in decision.links.all()):
        return set()
    decided = [status.value for status in DECIDED]
    names = {"paper": decision.pk, "continues": LinkKind.CONTINUES.value, "decided": decided}
    rows = Decision.objects.raw(_CONTINUED, names)
    return {_signed_line(tranche) for row in rows for tranche in read_part1(bytes(row.part1 or b"")).tranches}


def _signed_line(tranche: SignedTranche) -> _Line:
    return (tranche.grant, tranche.financial_year, tranche.fund.id, tranche.bid, tranche.offered)


def _line(tranche: Tranche) -> _Line:
    """A tranche as a line of money; whether it was accepted since does not make it another line."""
    return (tranche.grant.code, str(tranche.year), tranche.fund.identifier, tranche.bid, tranche.offered)
