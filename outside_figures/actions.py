"""Enter a table that a funder published, and say of its figures how they stand beside ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from accounts.models import Person
from components.refusals import NotOpen, Refused
from figures.dates import format_date, london_day
from figures.money import canonical_money, format_money
from figures.text import one_line, plain_text
from grants.actions.common import check_can_enter_grants, record_event, rule_of
from grants.models import Fund, Organisation, OutsideFigure, OutsideRuling, OutsideSource
from outside_figures.reading import TableColumns, TableReading, read_table
from outside_figures.rows import our_figures, outside_row
from spreadsheets.sheets import UnreadableTable

#: Faults that a refusal names; who mends those finds the others.
_MOST_FAULTS = 5


@dataclass(frozen=True, kw_only=True)
class SourceFacts:
    """A published table as typed; `recipients` are the names under which it lists us."""

    title: str
    funder: Organisation
    published_on: date
    kind: str
    recipients: Sequence[str]
    columns: TableColumns
    file_name: str
    data: bytes
    address: str = ""


def enter_outside_table(*, facts: SourceFacts, by: Person, at: datetime) -> OutsideSource:
    """Keep what a published table says of our money: all of its lines that name us, or none.

    Raises:
        NotOpen: the same file has been entered for this kind of money already.
        Refused: it cannot be read, a line of ours cannot, or no line names us.
    """
    check_can_enter_grants(by, london_day(at))
    if facts.published_on > london_day(at):
        raise Refused(f"{format_date(facts.published_on)} is still to come. Enter the day on which it was published.")
    reading = _read(facts)
    try:
        with transaction.atomic():
            source = OutsideSource.objects.create(
                title=one_line(facts.title),
                funder=facts.funder,
                address=one_line(facts.address),
                published_on=facts.published_on,
                kind=OutsideSource.Kind(facts.kind),
                recipients="; ".join(map(one_line, facts.recipients)),
                file_name=one_line(facts.file_name)[:200],
                sha256=sha256(facts.data).hexdigest(),
                others=reading.others,
                recorded_by=by,
                recorded_at=at,
            )
            figures = [
                OutsideFigure(
                    source=source,
                    fund=one_line(row.fund)[:300],
                    year=row.year,
                    amount=row.amount,
                    lines=", ".join(map(str, row.lines))[:500],
                )
                for row in reading.sums
            ]
            OutsideFigure.objects.bulk_create(figures)
            subject = f"outside source:{source.pk}"
            sentence = f"{by.name} entered what {facts.funder.name} published: {source.title}."
            sums = {str(figure): canonical_money(figure.amount) for figure in figures}
            record_event("enter outside table", subject, sentence, by, at, sha256=source.sha256, figures=sums)
    except IntegrityError as error:
        if rule_of(error) != "outside_source_once":
            raise
        raise NotOpen("This file has been entered already for the same kind of money.") from error
    return source


def _read(facts: SourceFacts) -> TableReading:
    try:
        reading = read_table(facts.data, facts.columns, facts.recipients)
    except UnreadableTable as error:
        raise Refused(str(error)) from None
    if reading.faults:
        further = len(reading.faults) - _MOST_FAULTS
        rest_sentence = f" And {further} more." if further > 0 else ""
        raise Refused(f"Nothing was entered. {' '.join(reading.faults[:_MOST_FAULTS])}{rest_sentence}")
    if not reading.sums:
        names = ", ".join(f"“{name}”" for name in facts.recipients)
        raise Refused(f"No line of the table names {names}. Write the name under which it lists us.")
    return reading


def rule_on_outside_figure(
    *, figure: OutsideFigure, ruling: str, reason: str, fund: Fund | None = None, by: Person, at: datetime
) -> OutsideRuling:
    """Say how a published figure stands beside ours, and why; `fund` is ours where the table names it otherwise.

    What stands at the desk at that moment is kept with it: when ours changes, somebody looks again.

    Raises Refused when no reason is given, or the fund is of another funder.
    """
    check_can_enter_grants(by, london_day(at))
    if not reason.strip():
        raise Refused("Say why. Whoever looks at the two figures next reads it.")
    if fund is not None and fund.funder_id != figure.source.funder_id:
        raise Refused(f"{fund.name} is no fund of {figure.source.funder.name}.")
    with transaction.atomic():
        outside_ruling = OutsideRuling(
            figure=figure,
            ruling=OutsideRuling.Ruling(ruling),
            fund=fund,
            reason=plain_text(reason).strip(),
            ruled_by=by,
            ruled_at=at,
        )
        outside_ruling.ours = outside_row(figure, outside_ruling, our_figures()).comparison.ours
        outside_ruling.save(force_insert=True)
        ruling = outside_ruling.get_ruling_display()
        sentence = f"{by.name} said of {format_money(figure.amount)} for {figure} in {figure.source.title}: {ruling}."
        subject = f"outside source:{figure.source_id}"
        record_event("rule on outside figure", subject, sentence, by, at, words=outside_ruling.reason, figure=figure.pk)
    return outside_ruling
