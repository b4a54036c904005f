"""One view serves all steps: it asks for what the action takes, refuses in sentences, and keeps what was typed."""

import inspect
import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import Person, Proposal
from audit.models import Event
from book.models import Entry, Waiting
from components.clock import held_at
from decisions import actions
from decisions.forms.steps import FORMS
from decisions.models import Decision, Status
from decisions.workflow import STEPS
from drafting.actions import begin_paper, save_part
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import PASSWORD, filled
from tests.decisions.scans import scanned
from tests.people import People, confirmed, end_together

#: What every action is given by the view itself.
GIVEN = {"decision", "seen", "by", "at"}


def at(paper: Decision, step: str) -> str:
    return reverse("desk:decision_step", args=[paper.pk, step])


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.mark.parametrize("name", list(STEPS))
def test_a_step_asks_for_exactly_what_its_action_takes(name: str):
    wanted = set(inspect.signature(getattr(actions, name)).parameters) - GIVEN
    assert FORMS[name].asks() == wanted


def test_every_step_has_a_form():
    assert set(FORMS) == set(STEPS)


def test_a_paper_goes_from_draft_to_publication_by_its_buttons(people: People, signed_in: As):
    paper = papers.draft(people)
    for person in (people.clare, people.kaya):
        with_password(person)
    proof = {"password": PASSWORD}
    way = [
        (people.fatima, "submit", {}),
        (people.dev, "check", {"note": "Read."}),
        (people.clare, "endorse", proof),
        (people.kaya, "approve", proof | {"has_interests": "no"}),
        (people.dora, "publish", {}),
    ]
    for person, step, typed in way:
        client = signed_in(person)
        page = client.post(at(paper, step), filled(client.get(at(paper, step)), **typed), follow=True)
        assert page.status_code == 200, step
        assert STEPS[step].verb in page.content.decode()
    paper.refresh_from_db()
    assert paper.status == Status.APPROVED
    assert paper.authorised_by == people.dora
    assert [s.name for s in paper.signatures.all()] == ["Clare Chamberlain", "Kaya Kent"]


def test_signing_shows_the_digest_and_asks_for_the_password(people: People, signed_in: As):
    paper, clare = papers.checked(people), signed_in(with_password(people.clare))
    page = clare.get(at(paper, "endorse"))
    assert paper.submissions.get().digest in page.content.decode()
    for password, sentence in (("", "Enter your password"), ("wrong", "This is not your password")):
        refused = clare.post(at(paper, "endorse"), filled(page, password=password, note="My note."))
        assert refused.status_code == 422
        assert sentence in refused.content.decode()
        assert filled(refused)["note"] == "My note."
        assert 'value="wrong"' not in refused.content.decode(), "no page repeats a password"
    paper.refresh_from_db()
    assert paper.status == Status.CHECKED


def test_withdrawing_speaks_of_a_number_only_where_there_is_one(people: People, signed_in: As):
    for paper, has_number in ((papers.draft(people), False), (papers.submitted(people), True)):
        page = signed_in(people.fatima).get(f"/desk/decisions/{paper.pk}/steps/withdraw/").content.decode()
        assert "The paper ends here." in page
        assert ("Its number is not used again." in page) == has_number


def test_what_was_sent_back_meanwhile_is_not_signed(people: People, signed_in: As):
    paper, clare = papers.checked(people), signed_in(with_password(people.clare))
    sent = filled(clare.get(at(paper, "endorse")), password=PASSWORD)
    actions.send_back(decision=paper, seen=paper.version, note="Wait.", by=people.clare, at=NOW)
    refused = clare.post(at(paper, "endorse"), sent)
    assert refused.status_code == 409
    assert "is a draft, so it cannot be endorsed now" in refused.content.decode()


def test_a_note_written_in_a_second_tab_is_given_back_where_the_paper_has_moved_on(people: People, signed_in: As):
    paper, dev = papers.submitted(people), signed_in(people.dev)
    sent = filled(dev.get(at(paper, "send_back")), note="What of the second year?\nAnd the unit?")
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=NOW)
    refused = dev.post(at(paper, "send_back"), sent).content.decode()
    assert "PCD 1901 is checked. To send back you need the office Chief Executive on the day." in refused
    assert "What you had written" in refused
    assert "What of the second year?<br>And the unit?" in refused
    assert "What you had written" not in dev.get(at(paper, "send_back")).content.decode()


def test_another_text_under_the_same_reference_is_not_signed(people: People, signed_in: As):
    paper, clare = papers.checked(people), signed_in(with_password(people.clare))
    sent = filled(clare.get(at(paper, "endorse")), password=PASSWORD, note="My note.")
    actions.send_back(decision=paper, seen=paper.version, note="Wait.", by=people.clare, at=NOW)
    seen = paper.part_saves.filter(part="issues").count()
    values = {"text": "Something else."}
    save_part(decision=paper, part="issues", seen=seen, values=values, by=people.fatima, at=NOW)
    paper.refresh_from_db()
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=NOW)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=NOW)
    refused = clare.post(at(paper, "endorse"), sent)
    assert refused.status_code == 409
    assert "has changed since you opened it" in refused.content.decode()
    again = filled(refused, password=PASSWORD)
    assert again["note"] == "My note."
    assert clare.post(at(paper, "endorse"), again).status_code == 302


@pytest.mark.parametrize(
    ("state", "step", "who", "status", "sentence"),
    [
        ("submitted", "check", "fatima", 403, "you need the office"),
        ("submitted", "endorse", "clare", 409, "cannot be endorsed now"),
        ("approved", "approve", "kaya", 409, "does not change any more"),
        ("draft", "submit", "dev", 403, "you need the office"),
        ("published", "publish", "dev", 409, "already been authorised"),
    ],
)
def test_a_step_that_is_not_open_is_refused_with_a_sentence(
    people: People, signed_in: As, state: str, step: str, who: str, status: int, sentence: str
):
    paper = getattr(papers, state)(people)
    client = signed_in(getattr(people, who))
    for response in (client.get(at(paper, step)), client.post(at(paper, step), {})):
        assert response.status_code == status
        assert sentence in response.content.decode()


def test_an_unfinished_paper_is_not_submitted_and_all_that_is_missing_is_listed(people: People, signed_in: As):
    paper = begin_paper(title="Half done", grants=[], by=people.fatima, at=NOW)
    client = signed_in(people.fatima)
    page = client.get(at(paper, "submit")).content.decode()
    assert "Write the executive summary." in page
    assert "Say whether there is a Part 2." in page
    refused = client.post(at(paper, "submit"), {"seen": paper.version})
    assert refused.status_code == 422
    assert "cannot be submitted yet" in refused.content.decode()


def test_the_deputy_mayor_declares_her_interests_before_she_decides(people: People, signed_in: As):
    paper, kaya = papers.endorsed(people), signed_in(with_password(people.kaya))
    page = kaya.get(at(paper, "approve"))
    refused = kaya.post(at(paper, "approve"), filled(page, password=PASSWORD))
    assert "Say whether you have an interest" in refused.content.decode()
    refused = kaya.post(at(paper, "approve"), filled(page, password=PASSWORD, has_interests="yes"))
    assert "Write what your interest is." in refused.content.decode()
    interests = "A cousin works for the funder."
    sent = filled(page, password=PASSWORD, has_interests="yes", interests=interests)
    assert kaya.post(at(paper, "approve"), sent).status_code == 302
    assert interests in kaya.get(reverse("desk:decision_page", args=[paper.pk])).content.decode()


def test_a_refusal_needs_its_reason(people: People, signed_in: As):
    paper, kaya = papers.endorsed(people), signed_in(with_password(people.kaya))
    sent = filled(kaya.get(at(paper, "refuse")), password=PASSWORD, has_interests="no")
    assert "Write the reason for the refusal" in kaya.post(at(paper, "refuse"), sent).content.decode()
    assert kaya.post(at(paper, "refuse"), sent | {"note": "Too dear."}).status_code == 302
    paper.refresh_from_db()
    assert paper.status == Status.REFUSED


def ink(people: People, page, scan: SimpleUploadedFile, **typed):
    given = {
        "outcome": "approved",
        "on_day": "20",
        "on_month": "11",
        "on_year": "2018",
        "has_interests": "no",
        "note": "Signed at her desk.",
    }
    return {**filled(page), **given, "decided_by": str(people.kaya.pk), "scan": scan, **typed}


def test_a_decision_in_ink_is_recorded_with_its_scan(people: People, signed_in: As):
    paper, dora = papers.endorsed(people), signed_in(people.dora)
    scan = SimpleUploadedFile("../../signed <paper>.pdf", scanned())
    response = dora.post(at(paper, "record_ink"), ink(people, dora.get(at(paper, "record_ink")), scan))
    assert response.status_code == 302, response.content.decode()
    paper.refresh_from_db()
    assert paper.status == Status.ENDORSED, "it has no effect before the Deputy Mayor confirms it"
    confirmed(Proposal.objects.get(verb="decision.record_ink"), by=people.kaya, at=NOW)
    page = dora.get(reverse("desk:decision_page", args=[paper.pk])).content.decode()
    assert "recorded by Dora Dunn" in page
    signature = paper.signatures.get(office="decider")
    file = dora.get(reverse("desk:decision_scan", args=[paper.pk, signature.scan_id]))
    assert file.content == scanned()
    assert file["Content-Disposition"].startswith("attachment")
    assert "/" not in file["Content-Disposition"].partition("filename=")[2]


def test_a_scan_of_50_mb_is_refused_with_a_sentence_and_nothing_else_is_lost(people: People, signed_in: As):
    paper, dora = papers.endorsed(people), signed_in(people.dora)
    scan = SimpleUploadedFile("signed.pdf", b"%PDF-" + b"0" * (50 * 1024 * 1024))
    refused = dora.post(at(paper, "record_ink"), ink(people, dora.get(at(paper, "record_ink")), scan))
    assert refused.status_code == 413
    assert "bigger than 20 MB" in refused.content.decode()
    sent_back = filled(refused)
    assert sent_back["note"] == "Signed at her desk."
    assert (sent_back["outcome"], sent_back["on_year"], sent_back["has_interests"]) == ("approved", "2018", "no")
    paper.refresh_from_db()
    assert paper.status == Status.ENDORSED


def test_a_dot_is_no_scan_of_a_page(people: People, signed_in: As):
    paper, dora = papers.endorsed(people), signed_in(people.dora)
    dot = io.BytesIO()
    Image.new("L", (1, 1)).save(dot, "PNG")
    sent = ink(people, dora.get(at(paper, "record_ink")), SimpleUploadedFile("signed.png", dot.getvalue()))
    refused = dora.post(at(paper, "record_ink"), sent)
    assert refused.status_code == 422
    assert "measures 1 by 1 pixels. That is too small to be a page" in refused.content.decode()
    assert not Proposal.objects.filter(verb="decision.record_ink").exists()


def test_a_program_named_as_a_scan_is_refused(people: People, signed_in: As):
    paper, dora = papers.endorsed(people), signed_in(people.dora)
    scan = SimpleUploadedFile("signed.pdf", b"MZ\x90\x00 a program")
    refused = dora.post(at(paper, "record_ink"), ink(people, dora.get(at(paper, "record_ink")), scan))
    assert refused.status_code == 422
    assert "The scan must be a PDF, PNG, JPEG or TIFF file." in refused.content.decode()
    assert filled(refused)["note"] == "Signed at her desk."


def test_a_deferred_decision_waits_and_two_of_staff_may_shorten_but_not_lengthen(people: People, signed_in: As):
    # The database publishes by its own clock, so the day must be one that is really to come.
    deferral = {"deferral": "yes", "deferral_reason": "Talks go on.", "deferral_until": date(2098, 3, 1)}
    paper, dora = papers.approved(people, deferral=deferral), signed_in(people.dora)
    page = dora.get(at(paper, "publish"))
    assert "it is published on 1 March 2098" in page.content.decode()
    answer = dora.post(at(paper, "publish"), filled(page), follow=True).content.decode()
    assert f"{paper.reference_words} is authorised. It will be published on 1 March 2098." in answer
    shown = dora.get(reverse("desk:decision_publication", args=[paper.pk]))
    assert "1 March 2098" in shown.content.decode()
    address = reverse("desk:decision_publication", args=[paper.pk])
    later = filled(shown, having="deed", **{"earlier-due_on_day": "1", "earlier-due_on_month": "4"})
    assert "Only the Deputy Mayor lengthens" in dora.post(address, later).content.decode()
    move = filled(shown, having="deed", **{"earlier-due_on_day": "1", "earlier-due_on_month": "2"})
    proposed = dora.post(address, move, follow=True)
    assert "Publish PCD 1901 earlier than its deferral" in proposed.content.decode()
    assert "It will be published on 1 March 2098" in proposed.content.decode(), "one alone changes nothing"
    confirmed(Proposal.objects.get(verb="publication.early"), by=people.dev, at=NOW)
    assert "1 February 2098" in dora.get(address).content.decode()


def test_without_a_signed_deferral_there_is_no_day_to_choose(people: People, signed_in: As):
    paper, dora = papers.approved(people), signed_in(people.dora)
    page = dora.get(at(paper, "publish"))
    assert "publish_from" not in page.content.decode()
    answer = dora.post(at(paper, "publish"), filled(page), follow=True).content.decode()
    assert f"{paper.reference_words} is published. Everybody can read it in the register." in answer
    paper.refresh_from_db()
    assert paper.publish_from == paper.authorised_at


def test_a_published_decision_is_corrected_and_withdrawn_from_the_desk(people: People, signed_in: As):
    paper, dora = papers.published(people), signed_in(people.dora)
    address = reverse("desk:decision_publication", args=[paper.pk])
    correction = {"deed": "correct", "correct-text": "The unit is another."}
    assert dora.post(address, correction).status_code == 422, "nobody proved who they are"
    answer = dora.post(address, correction | {"correct-password": PASSWORD}, follow=True)
    assert "Publish a correction of PCD 1901." in answer.content.decode()
    confirmed(Proposal.objects.get(verb="publication.correct"), by=people.dev, at=NOW)
    refused = dora.post(address, {"deed": "withdraw", "withdraw-reason": ""})
    assert refused.status_code == 422
    assert "Write why the decision is withdrawn." in refused.content.decode()
    sent = {"deed": "withdraw", "withdraw-reason": "Published in error.", "withdraw-password": PASSWORD}
    unsure = dora.post(address, sent)
    assert unsure.status_code == 422
    assert "Tick the box if you are sure." in unsure.content.decode()
    assert dora.post(address, sent | {"withdraw-sure": "on"}).status_code == 302
    assert Entry.objects.using("default").filter(kind="withdrawal").count() == 0, "one alone withdraws nothing"
    confirmed(Proposal.objects.get(verb="publication.withdraw"), by=people.dev, at=NOW)
    assert Entry.objects.using("default").filter(kind="withdrawal").count() == 1


def test_a_waiting_publication_is_cancelled_by_one_with_a_reason_and_can_be_authorised_again(
    people: People, signed_in: As
):
    deferral = {"deferral": "yes", "deferral_reason": "Talks go on.", "deferral_until": date(2098, 3, 1)}
    paper, dora = papers.published(people, deferral=deferral), signed_in(people.dora)
    address = reverse("desk:decision_publication", args=[paper.pk])
    cancellation = {"deed": "cancel", "cancel-reason": "The talks failed.", "cancel-password": PASSWORD}
    assert dora.post(address, cancellation | {"cancel-reason": ""}).status_code == 422
    dora.post(address, cancellation)
    assert not Waiting.objects.exists()
    event = Event.objects.get(verb="take back publication")
    assert (event.sentence, event.words.text) == (
        "Dora Dunn took back the publication of PCD 1901.",
        "The talks failed.",
    )
    paper.refresh_from_db()
    assert paper.authorised_at is None
    actions.publish(decision=paper, seen=paper.version, by=people.dev, at=NOW)
    assert Waiting.objects.get().key == "pcd1901"


def test_a_step_that_does_not_exist_is_not_found(people: People, signed_in: As):
    paper = papers.draft(people)
    assert signed_in(people.fatima).get(at(paper, "bless")).status_code == 404


def test_an_office_that_ended_yesterday_signs_nothing_today(people: People, signed_in: As):
    from tests.people import MADE_AT

    paper, clare = papers.checked(people), signed_in(with_password(people.clare))
    sent = filled(clare.get(at(paper, "endorse")), password=PASSWORD)
    holding = people.clare.holdings.get()
    end_together(people, holding, date(2018, 11, 20), at=MADE_AT)
    with held_at(datetime(2018, 11, 21, 12, 0, tzinfo=UTC)):
        client = signed_in(Person.objects.get(pk=people.clare.pk))
        assert client.post(at(paper, "endorse"), sent).status_code == 403
    paper.refresh_from_db()
    assert paper.status == Status.CHECKED


def test_everything_that_is_missing_stands_in_one_list_and_leads_to_its_place(people: People, signed_in: As):
    paper = papers.draft(people, legal={"text": ""}, time={"needed_by": None, "needed_why": "", "delay_would": ""})
    page = signed_in(people.fatima).get(reverse("desk:decision_step", args=[paper.pk, "submit"])).content.decode()
    for part in ("legal", "time"):
        assert f'<a class="govuk-link" href="{reverse("desk:decision_part", args=[paper.pk, part])}">' in page
