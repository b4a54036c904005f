"""After the decision: a slip publishes nothing too early, nothing twice, nothing that the figures do not bear out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person, Proposal
from book.actions import publish_due
from book.models import Entry
from decisions.models import Decision
from decisions.readiness import obstacles
from figures.dates import london_day
from grants.actions import TrancheFacts, record_outcome, save_tranches
from grants.models import Grant
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import PASSWORD, filled
from tests.people import People, confirmed


def at(paper: Decision, step: str) -> str:
    return reverse("desk:decision_step", args=[paper.pk, step])


def test_a_correction_sent_twice_is_published_once(people: People, signed_in: As):
    paper, dora = papers.published(people), signed_in(people.dora)
    address = reverse("desk:decision_publication", args=[paper.pk])
    sent = {"deed": "correct", "correct-text": "The unit is another.", "correct-password": PASSWORD}
    assert dora.post(address, sent).status_code == 302
    again = dora.post(address, sent)
    assert again.status_code == 422
    assert "This has been proposed already" in again.content.decode()
    confirmed(Proposal.objects.get(verb="publication.correct"), by=people.dev, at=NOW)
    once_more = dora.post(address, sent)
    assert "This is published already, in the same words." in once_more.content.decode()
    assert Entry.objects.using("default").filter(kind="correction").count() == 1


def deferred(people: People, until: date) -> Any:
    deferral = {"deferral": "yes", "deferral_reason": "Talks go on.", "deferral_until": until}
    return papers.approved(people, deferral=deferral)


def test_a_day_that_is_past_publishes_nothing_and_now_is_said_in_words(people: People, signed_in: As):
    paper, dora = deferred(people, date(2098, 7, 1)), signed_in(people.dora)
    page = dora.get(at(paper, "publish"))
    dora.post(at(paper, "publish"), filled(page))
    address = reverse("desk:decision_publication", args=[paper.pk])
    shown = dora.get(address)
    # The day in London, also in summer.
    sent = filled(shown, having="deed")
    assert [sent[f"earlier-due_on_{part}"] for part in ("day", "month", "year")] == ["1", "7", "2098"]
    same = dora.post(address, sent)
    assert "is due on 1 July 2098" in same.content.decode()
    slip = sent | {"earlier-due_on_year": "2017", "earlier-due_on_month": "1"}
    refused = dora.post(address, slip)
    assert refused.status_code == 422
    assert "1 January 2017 is past" in refused.content.decode()
    assert not Entry.objects.using("default").exists()
    done = dora.post(address, sent | {"earlier-when": "now"}, follow=True)
    assert done.status_code == 200
    assert not Entry.objects.using("default").exists(), "one alone publishes nothing early"
    confirmed(Proposal.objects.get(verb="publication.early"), by=people.dev, at=NOW)
    publish_due()
    assert Entry.objects.using("default").filter(kind="decision").count() == 1


def test_an_outcome_is_neither_of_tomorrow_nor_accepted_without_an_amount(people: People, signed_in: As):
    paper, dora = papers.published(people), signed_in(people.dora)
    address = reverse("desk:decision_publication", args=[paper.pk])
    sent = {"deed": "record_outcome", "record_outcome-statement": "It came."}
    sent["record_outcome-password"] = PASSWORD
    sent["record_outcome-grant"] = str(paper.decision_grants.get().grant_id)
    boxes = {"record_outcome-happened_on_day": "1", "record_outcome-happened_on_month": "1"}
    boxes["record_outcome-happened_on_year"] = "2098"
    page = dora.post(address, {**sent, **boxes, "record_outcome-result": "unsuccessful"})
    assert "1 January 2098 is still to come." in page.content.decode()
    page = dora.post(address, {**sent, "record_outcome-result": "accepted"})
    assert page.status_code == 422
    assert "Nothing is recorded as accepted on" in page.content.decode()
    assert not Entry.objects.using("default").filter(kind="outcome").exists()


def test_nobody_publishes_an_outcome_with_sums_that_they_entered_themselves(people: People, signed_in: As):
    paper = papers.published(people)
    grant = paper.grants().get()
    first, second = grant.tranches.select_related("fund").order_by("year")

    def offer(amount: int, by: Person) -> None:
        rows = [
            TrancheFacts(year=t.year, fund=t.fund, fund_as_written=t.fund_as_written, offered=offered)
            for t, offered in ((first, Decimal(amount)), (second, second.offered))
        ]
        save_tranches(grant=grant, seen=Grant.objects.get(pk=grant.pk).version, rows=rows, by=by, at=NOW)

    offer(7_654_321, people.dora)
    address = reverse("desk:decision_publication", args=[paper.pk])
    sent = {"deed": "record_outcome", "record_outcome-statement": "It was offered."}
    sent |= {"record_outcome-password": PASSWORD, "record_outcome-grant": str(grant.pk)}
    sent["record_outcome-result"] = "offered"
    refused = signed_in(people.dora).post(address, sent)
    assert f"You entered what is offered of {grant.code} in 2018/19 yourself." in refused.content.decode()
    assert not Entry.objects.using("default").filter(kind="outcome").exists()
    assert signed_in(people.dev).post(address, sent).status_code == 302, "somebody else saw the sums"
    offer(250_000, people.fatima)
    sent["record_outcome-statement"] = "It was offered, as the letter says."
    assert signed_in(people.dora).post(address, sent).status_code == 302, "they are Fatima's now"
    assert Entry.objects.using("default").filter(kind="outcome").count() == 2


def test_nobody_publishes_an_outcome_without_a_year_that_they_took_out_themselves(people: People, signed_in: As):
    paper = papers.published(people)
    grant = paper.grants().get()
    first, *_ = grant.tranches.select_related("fund").order_by("year")
    rows = [TrancheFacts(year=first.year, fund=first.fund, offered=first.offered)]
    save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.dora, at=NOW)
    sent = {"deed": "record_outcome", "record_outcome-statement": "It was offered.", "record_outcome-result": "offered"}
    sent |= {"record_outcome-password": PASSWORD, "record_outcome-grant": str(grant.pk)}
    address = reverse("desk:decision_publication", args=[paper.pk])
    refused = signed_in(people.dora).post(address, sent)
    assert f"You entered what is offered of {grant.code} in" in refused.content.decode()
    assert not Entry.objects.using("default").filter(kind="outcome").exists()


@pytest.mark.parametrize("result", ["declined", "lapsed", "unsuccessful"])
def test_nobody_publishes_alone_that_money_that_was_approved_does_not_come(people: People, signed_in: As, result: str):
    paper = papers.published(people)
    grant = paper.grants().get()
    address = reverse("desk:decision_publication", args=[paper.pk])
    sent = {"deed": "record_outcome", "record_outcome-statement": "Nothing comes.", "record_outcome-result": result}
    sent |= {"record_outcome-password": PASSWORD, "record_outcome-grant": str(grant.pk)}

    def refused(person: Person) -> bool:
        page = signed_in(person).post(address, sent)
        return page.status_code == 422 and f"Nobody else has recorded at {grant.code}" in page.content.decode()

    def no_more(by: Person) -> None:
        seen = Grant.objects.get(pk=grant.pk).version
        record_outcome(grant=grant, seen=seen, accepted={}, no_more="The offer was not taken up.", by=by, at=NOW)

    assert refused(people.dora)
    no_more(people.dora)
    assert refused(people.dora), "she recorded it herself"
    assert refused(people.dev) == (result == "unsuccessful"), "an offer that ends is no bid that was lost"
    assert Entry.objects.using("default").filter(kind="outcome").exists() == (result != "unsuccessful")


def test_a_deferral_that_ends_before_it_begins_is_not_submitted(people: People):
    deferral = {"deferral": "yes", "deferral_reason": "Talks.", "deferral_until": date(2018, 1, 1)}
    paper = papers.draft(people, deferral=deferral)
    assert any(
        "The deferral ends on 1 January 2018." in obstacle for obstacle in obstacles(paper, london_day(papers.AT))
    )


@pytest.mark.committed
def test_a_withdrawn_decision_comes_back_to_its_address_with_its_history_in_the_open(
    people: People, signed_in: As, client: Client
):
    paper = papers.published(people)
    address = reverse("desk:decision_publication", args=[paper.pk])
    public = "/decisions/PCD-1901/"

    def sent(deed: str, **typed: str) -> dict[str, str]:
        return {"deed": deed, f"{deed}-password": PASSWORD} | {f"{deed}-{name}": text for name, text in typed.items()}

    dora = signed_in(people.dora)
    assert dora.post(address, sent("withdraw", reason="Published too early.", sure="on")).status_code == 302
    confirmed(Proposal.objects.get(verb="publication.withdraw"), by=people.dev, at=NOW)
    assert client.get(public).status_code == 410
    assert dora.post(address, sent("again", text="")).status_code == 422
    assert dora.post(address, sent("again", text="The tender has ended.")).status_code == 302
    assert client.get(public).status_code == 410, "one alone publishes nothing again"
    confirmed(Proposal.objects.get(verb="publication.correct"), by=people.dev, at=NOW)
    page = client.get(public)
    assert page.status_code == 200
    for words in ("Published too early.", "The tender has ended.", "Withdrawal", "Correction: a new version"):
        assert words in page.content.decode(), words
    assert client.get(f"{public}versions/1/").status_code == 200
    assert bytes(paper.part1 or b"") == client.get("/decisions/PCD-1901.json").content
    assert client.get(f"{public}decision.pdf").content == bytes(paper.sealed_paper.pdf)
    assert paper.reference_words in client.get("/decisions/").content.decode()
