"""Letters of what is due and late: to whose move it is, as often as they chose, and nothing of what a grant is for."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from grants import actions
from mail.models import Letter
from tests.grants.agreeing import agree, take
from tests.grants.making import make_grant
from tests.people import People

pytestmark = pytest.mark.django_db

#: A Thursday on which the return of November is late and that of December is not near.
AT = datetime(2019, 1, 10, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def subjects(person: object) -> list[str]:
    return list(Letter.objects.filter(to=person.email).order_by("pk").values_list("subject", flat=True))  # type: ignore[attr-defined]


def test_who_prepares_is_told_of_what_is_late_and_who_certifies_of_what_waits(people: People):
    grant = make_grant(people.fatima, title="Covert online team")
    agree(grant, people.fatima)
    take(grant.obligations.all()[1], "prepare", people.fatima, date(2019, 1, 9), amount=Decimal(5))
    actions.remind_of_obligations(at=AT)
    assert subjects(people.fatima) == ["Due to funders: 1, of which 1 late"]
    assert subjects(people.cora) == ["Due to funders: 1"]
    assert subjects(people.kaya) == []
    letter = Letter.objects.get(to=people.cora.email)
    waits = f"Due: Monthly return for December 2018, {grant.code}, due on 31 January 2019, waits to be certified"
    assert waits in letter.body
    assert "Covert" not in letter.body


def test_each_person_is_written_to_as_often_as_they_chose(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    actions.choose_reminders(often="daily", by=people.fatima, at=AT)
    actions.choose_reminders(often="never", by=people.felix, at=AT)
    actions.choose_reminders(often="at_once", by=people.dev, at=AT)
    for days in range(9):
        for _ in range(2):
            actions.remind_of_obligations(at=AT + days * DAY)
    # Of nine days from a Thursday, two are a week-end.
    assert len(subjects(people.fatima)) == 7
    assert subjects(people.felix) == []
    assert len(subjects(people.dev)) == 1
    assert len(subjects(people.dora)) == 2
    actions.remind_of_obligations(at=datetime(2019, 1, 24, 9, 0, tzinfo=UTC))
    assert subjects(people.dev)[1:] == ["Due to funders: 1"], "the return of December is due within a week"


def test_no_letter_leaves_at_night_or_when_nothing_is_due(people: People):
    grant = make_grant(people.fatima)
    assert actions.remind_of_obligations(at=AT) == 0
    agree(grant, people.fatima)
    assert actions.remind_of_obligations(at=datetime(2019, 1, 10, 6, 0, tzinfo=UTC)) == 0
    assert actions.remind_of_obligations(at=AT) > 0
