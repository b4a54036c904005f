"""A grant that continues another: facts carried over, amounts by year confirmed, the link, the paper that is begun."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from components.clock import held_at
from decisions.models import Decision
from decisions.parts import read_part
from figures.years import FinancialYear
from grants import actions
from grants.models import Grant
from tests.decisions.desk.typing import filled
from tests.grants.making import AT, allow, make_grant
from tests.people import People


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def accepted_team(people: People) -> Grant:
    """The grant of PCD 510's facts, accepted, and through another body on its way."""
    grant = make_grant(people.fatima)
    allow(people, grant, 500_000)
    grant.refresh_from_db()
    actions.save_bodies(
        grant=grant, seen=grant.version, through=["Greater London Authority"], joint=[], by=people.fatima, at=AT
    )
    grant.refresh_from_db()
    amounts = {tranche.pk: Decimal(250_000) for tranche in grant.tranches.all()}
    actions.record_outcome(grant=grant, seen=grant.version, accepted=amounts, by=people.fatima, at=AT)
    grant.refresh_from_db()
    return grant


@pytest.mark.django_db
def test_a_continuation_begins_with_the_last_year_s_amounts_which_somebody_confirms(people: People):
    team, fatima = accepted_team(people), as_(people.fatima)
    with held_at(AT):
        page = fatima.get(reverse("grant_continue", args=[team.pk]))
        shown = page.content.decode()
        assert "2020/21: £250,000 of Police Transformation Fund, accepted for 2019/20" in shown
        typed = filled(page, having="tranches-0-year")
        assert (typed["tranches-0-year"], typed["tranches-0-offered"]) == ("2020/21", "250,000")
        typed |= {"title": "Online investigation team, a further year", "tranches-0-offered": "245000.50"}
        unconfirmed = fatima.post(page.request["PATH_INFO"], typed)
        assert unconfirmed.status_code == 422
        assert "Compare each year and amount" in unconfirmed.content.decode()
        assert "245000.50" in unconfirmed.content.decode()
        assert Grant.objects.count() == 1
        answer = fatima.post(page.request["PATH_INFO"], typed | {"confirmed": "on"})
    later = Grant.objects.latest("pk")
    assert (later.route, later.continues) == ("continuation", team)
    assert (later.funder, later.recipient, later.recipient_unit) == (team.funder, team.recipient, "Cyber Crime Unit")
    assert later.carry_over == "none"
    assert [(str(row.year), row.offered, row.accepted) for row in later.tranches.all()] == [
        ("2020/21", Decimal("245000.50"), None)
    ]
    assert [body.organisation.name for body in later.bodies.all()] == ["Greater London Authority"]
    with held_at(AT):
        assert f"/desk/grants/{later.pk}/" in fatima.get(reverse("grant_page", args=[team.pk])).content.decode()
        assert f"/desk/grants/{team.pk}/" in fatima.get(reverse("grant_page", args=[later.pk])).content.decode()
        begin = fatima.get(answer["Location"])
        typed = filled(begin, having="continues")
        assert (typed["continues"], typed["grants"]) == ("PCD 1901", str(later.pk))
        fatima.post(reverse("desk:decision_add"), typed)
    listed = fatima.get(reverse("grant_list_csv")).getvalue().decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(listed))
    assert (first["grant"], first["continues"], first["offered"]) == (later.code, team.code, "245000.50")
    assert (second["accepted"], second["allowed"], second["continues"]) == ("500000.00", "500000.00", "")
    sheet = load_workbook(io.BytesIO(fatima.get(reverse("grant_list_xlsx") + "?q=further").getvalue()))
    assert sheet.worksheets[0].max_row == 2
    paper = Decision.objects.latest("pk")
    (row,) = read_part(paper, "recommendations")["rows"]
    assert (row["action"], row["grant"], row["amount"]) == ("accept_offer", later.pk, Decimal("245000.50"))
    assert read_part(paper, "earlier")["rows"] == [{"kind": "continues", "earlier_reference": "PCD 1901"}]
    assert paper.title == "Online investigation team, a further year"


@pytest.mark.django_db
def test_money_that_was_anticipated_is_what_a_continuation_begins_with(people: People):
    team, fatima = accepted_team(people), as_(people.fatima)
    for start, amount in ((2020, 250_000), (2018, 120_000)):
        actions.anticipate(
            grant=team, year=FinancialYear(start), amount=Decimal(amount), said_in="PCD 510",
            said_on=date(2018, 11, 1), by=people.fatima, at=AT,
        )  # fmt: skip
    with held_at(AT):
        page = fatima.get(reverse("grant_continue", args=[team.pk]))
        assert "2020/21: £250,000 of Police Transformation Fund, anticipated in PCD 510" in page.content.decode()
        typed = filled(page, having="tranches-0-year") | {"confirmed": "on"}
        assert typed["tranches-TOTAL_FORMS"] == "1"
        told = fatima.post(page.request["PATH_INFO"], typed, follow=True).content.decode()
    assert "record with" in told
    assert "that it came, once it is certain" in told


@pytest.mark.django_db
def test_nothing_continues_itself_or_a_later_grant_not_even_in_the_database(people: People):
    first, second = make_grant(people.fatima), make_grant(people.fatima, title="Another")
    for number, earlier in ((first.pk, first.pk), (first.pk, second.pk)):
        sql = f"UPDATE grants_grant SET continues_id = {earlier} WHERE id = {number}"
        with (
            pytest.raises(IntegrityError, match="grant_continues_an_earlier_one"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@pytest.mark.django_db
def test_rows_are_added_to_a_continuation_with_all_that_was_typed_and_others_may_not_open_it(people: People):
    team, fatima = accepted_team(people), as_(people.fatima)
    with held_at(AT):
        page = fatima.get(reverse("grant_continue", args=[team.pk]))
        typed = filled(page, having="tranches-0-year") | {"title": "Two years more", "tranches-do": "add"}
        more = fatima.post(page.request["PATH_INFO"], typed)
        assert filled(more, having="tranches-0-year")["title"] == "Two years more"
        assert filled(more, having="tranches-0-year")["tranches-TOTAL_FORMS"] == "2"
        again = {"tranches-1-year": "2020/21", "tranches-1-fund": typed["tranches-0-fund"], "confirmed": "on"}
        double = fatima.post(page.request["PATH_INFO"], filled(more, having="tranches-0-year") | again)
        assert "Row 2 has the same year and fund as row 1." in double.content.decode()
        none = typed | {"tranches-do": "", "confirmed": "on", "tranches-0-year": "", "tranches-0-fund": ""}
        none |= {"tranches-0-offered": "", "tranches-0-fund_as_written": ""}
        assert "Enter at least one year" in fatima.post(page.request["PATH_INFO"], none).content.decode()
        assert as_(people.clare).get(page.request["PATH_INFO"]).status_code == 403
