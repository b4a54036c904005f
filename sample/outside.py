"""What a funder of the sample published of its money, beside what the desk knows; and an agreement's own file."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from accounts.models import Person
from figures.dates import LONDON, london_day
from figures.money import format_money
from grants.actions import GrantFileFacts, add_grant_file
from grants.models import Agreement
from grants.promised import promised_rows
from outside_figures.actions import SourceFacts, enter_outside_table, rule_on_outside_figure
from outside_figures.reading import TableColumns
from outside_figures.rows import outside_rows

#: How much more than the desk knows the table says of one fund: a slip of its publisher.
_SLIP = 5_000


def load_outside(people: dict[str, Person], *, at: datetime) -> None:
    """A table of what one funder offered: two figures that agree, one that does not, and why."""
    by = people["fatima"]
    offered = [row for row in promised_rows() if row.amounts["offered"]]
    funder = offered[0].fund.funder
    rows = [row for row in offered if row.fund.funder_id == funder.pk][:3]
    lines = ["Recipient,Fund,Year,Amount", 'Another body,Another fund,2023 to 2024,"100,000"']
    for number, row in enumerate(rows):
        amount = (row.amounts["offered"] or Decimal(0)) + (_SLIP if number == len(rows) - 1 else 0)
        lines.append(f'Our office,{row.fund.name},{row.year},"{format_money(amount)}"')
    facts = SourceFacts(
        title="What was offered to police and crime commissioners",
        funder=funder,
        published_on=london_day(at) - timedelta(days=60),
        kind="offered",
        recipients=["Our office"],
        columns=TableColumns(recipient="Recipient", amount="Amount", fund="Fund", year="Year"),
        file_name="offered.csv",
        data="\n".join(lines).encode(),
    )
    source = enter_outside_table(facts=facts, by=by, at=at)
    for beside in outside_rows(source.figures.select_related("source__funder")):
        if beside.is_open and beside.comparison.ours is not None:
            reason = "The table adds an evaluation that is paid to the evaluator."
            rule_on_outside_figure(figure=beside.figure, ruling="explained", reason=reason, by=by, at=at)
    _keep_agreement(by, at)


def _keep_agreement(by: Person, at: datetime) -> None:
    """The text of the oldest agreement, as a file."""
    agreement = Agreement.objects.select_related("grant").order_by("pk").first()
    if agreement is None:
        return
    day = agreement.accepted_on or agreement.begins_on
    text = f"Agreement of {agreement.grant.title}, accepted by {agreement.accepted_by or 'nobody yet'}.\n"
    facts = GrantFileFacts(about="agreement", file_name="agreement.txt", data=text.encode(), agreement=agreement)
    moment = datetime.combine(day, time(12), tzinfo=LONDON)
    add_grant_file(grant=agreement.grant, facts=facts, by=by, at=max(moment, agreement.recorded_at))
