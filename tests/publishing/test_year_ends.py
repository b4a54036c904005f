"""The end of a grant's year is published from the closed figures, and the public follows the money."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.proof import Proof
from book.actions import publish_year_end
from book.entries import YearEnd, read_payload
from book.models import Entry, PublishedDecision
from components.clock import held_at
from components.refusals import Refused
from decisions.models import Decision
from figures.references import Reference
from figures.years import FinancialYear
from grants import actions
from grants.models import Actual
from publishing.year_ends import amounts_of, closed_years, year_ends_to_publish
from tests.decisions import papers
from tests.decisions.desk.typing import PASSWORD
from tests.grants.making import enter_spend
from tests.grants.test_actuals import facts
from tests.journeys.walking import Walker
from tests.people import People, make_people

JANUARY, APRIL = datetime(2019, 1, 15, 9, tzinfo=UTC), datetime(2019, 4, 15, 9, tzinfo=UTC)
MAY = datetime(2019, 5, 2, 9, tzinfo=UTC)
YEAR = FinancialYear(2018)


def closed(people: People) -> Decision:
    """A published decision whose grant spent a part of its first year, returned the rest and closed the year."""
    paper = papers.published(people)
    grant = paper.decision_grants.get().grant
    tranche = grant.tranches.get(year=YEAR.start)
    actions.record_outcome(
        grant=grant, seen=grant.version, accepted={tranche.pk: Decimal(250_000)}, by=people.fatima, at=JANUARY
    )
    for kind, amount, day in (
        ("received", "250000", date(2018, 12, 4)), ("spent", "230000.50", date(2019, 3, 1)),
        ("returned", "19999.50", date(2019, 3, 29)),
    ):  # fmt: skip
        enter_spend(people.fatima, grant, Decimal(amount), on=day, at=APRIL, kind=kind)
    actions.close_year(
        grant=grant, year=YEAR, note="All of it is entered.", proof=Proof("password"), by=people.cora, at=APRIL
    )
    return paper


def public_rows(name: str) -> list[dict[str, str]]:
    answer: Any = Client().get(name)
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.committed
def test_staff_are_asked_to_publish_a_closed_year_and_the_public_sees_what_came_of_the_money() -> None:
    people = make_people()
    people.dora.set_password(PASSWORD)
    people.dora.save()
    paper = closed(people)
    dora, publication = Walker(people.dora), reverse("desk:decision_publication", args=[paper.pk])
    outcome_before = PublishedDecision.objects.get().outcome_result
    with held_at(MAY):
        assert (
            "Closed, and not published as it stands since 15 April 2019."
            in dora.open(reverse("desk:desk_home")).content.decode()
        )
        page = dora.send(publication, {"year_end-password": PASSWORD}, having="year_end-closed").content.decode()
        assert "The end of the year is published." in page
        assert year_ends_to_publish() == []
        assert "Closed, and not published" not in dora.open(reverse("desk:desk_home")).content.decode()
    sentence = (
        "In 2018/19 £250,000 was received and £230,000.50 spent, £19,999.50 returned; "
        "the year was closed on 15 April 2019."
    )
    entry = Entry.objects.get(kind="outcome")
    content = read_payload(entry.kind, bytes(entry.payload or b""))
    assert (content.schema, content.statement) == ("year_end/1", sentence)
    shown = Client().get("/decisions/PCD-1901/").content.decode()
    assert "End of 2018/19" in shown
    assert sentence in shown
    assert "Police Transformation Fund: £250,000 received, £230,000.50 spent, £19,999.50 returned." in shown
    (row,) = [row for row in public_rows("/promised-money.csv") if row["financialYear"] == "2018/19"]
    assert [row[name] for name in ("offered", "received", "spent", "returned")] == [
        "250000.00", "250000.00", "230000.50", "19999.50",
    ]  # fmt: skip
    promised = Client().get("/promised/").content.decode()
    assert all(words in promised for words in ("£230,000.50", "£19,999.50", "Returned"))
    (line,) = public_rows("/open-data/outcomes.csv")
    assert (line["result"], line["spent"], line["accepted"], line["carriedOut"]) == (
        "year_end",
        "230000.50",
        "",
        "0.00",
    )
    assert PublishedDecision.objects.get().outcome_result == outcome_before, "how the offer ended is not changed"


@pytest.mark.committed
def test_a_corrected_year_is_published_again_and_counts_once() -> None:
    people = make_people()
    paper = closed(people)
    (year,) = closed_years(paper)

    def publish(statement: str, at: datetime) -> None:
        publish_year_end(
            reference=Reference.parse("PCD 1901"), grant=year.grant.code, year=YEAR, closed_on=APRIL.date(),
            statement=statement, amounts=amounts_of(year, at.date()), by=people.dora, at=at,
        )  # fmt: skip

    publish("The rest went back.", MAY)
    assert year_ends_to_publish() == []
    with pytest.raises(Refused, match="published already, in the same words"):
        publish("The rest went back.", MAY)
    tranche = year.grant.tranches.get(year=YEAR.start)
    later = Entry.objects.get(kind="outcome").published_at + timedelta(microseconds=1)
    wrong = Actual.objects.get(tranche=tranche, kind="spent")
    actions.correct_actual(
        entry=wrong, facts=facts(year.grant, "230000.00", on=wrong.happened_on),
        reason="A bill was entered twice.", proof=Proof("password"), by=people.cora, at=later,
    )  # fmt: skip
    (waiting,) = year_ends_to_publish()
    assert (waiting[0], waiting[2]) == (paper, later)
    publish("A bill had been entered twice.", later)
    (row,) = [row for row in public_rows("/promised-money.csv") if row["financialYear"] == "2018/19"]
    assert (row["received"], row["spent"]) == ("250000.00", "230000.00")
    assert [line["spent"] for line in public_rows("/open-data/outcomes.csv")] == ["230000.50", "230000.00"]


@pytest.mark.django_db(databases=["default", "book"])
def test_a_year_end_is_refused_where_it_says_nothing_or_is_of_another_grant(people: People) -> None:
    paper = closed(people)
    (year,) = closed_years(paper)
    said: dict[str, Any] = {
        "reference": Reference.parse("PCD 1901"), "grant": year.grant.code, "year": YEAR, "closed_on": APRIL.date(),
        "statement": "It went well.", "amounts": amounts_of(year, MAY.date()), "by": people.dora, "at": MAY,
    }  # fmt: skip
    for change, sentence in (
        ({"grant": "G-9999"}, "is not about the grant G-9999"),
        ({"amounts": ()}, "has no figures for 2018/19"),
        ({"statement": " "}, "Say in a sentence"),
        ({"by": people.fatima}, "does not hold the office"),
    ):
        with pytest.raises(Refused, match=sentence):
            publish_year_end(**{**said, **change})
    assert not Entry.objects.using("default").filter(kind="outcome").exists()


def test_the_two_formats_of_an_outcome_are_told_apart() -> None:
    plain = (
        b'{"amounts":[],"closed_on":"2019-04-15","financial_year":"2018/19","grant":"G-0001","reference":"PCD 1901",'
        b'"schema":"year_end/1","statement":"It says \\"schema\\":\\"outcome/1\\"."}'
    )
    content = read_payload("outcome", plain)
    assert isinstance(content, YearEnd)
    other = (
        b'{"amounts":[],"grant":"","happened_on":null,"reference":"PCD 1901","result":"accepted",'
        b'"schema":"outcome/1","statement":"As \\"schema\\":\\"year_end/1\\" says."}'
    )
    assert read_payload("outcome", other).schema == "outcome/1"
