"""Part 2 is need-to-know: who may, who may not, what is kept, and that each look is noted."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from decisions.models import Decision
from tests.decisions import papers
from tests.decisions.desk.conftest import As
from tests.decisions.desk.typing import filled
from tests.people import People

SECRET = "The drop address is by the canal."
YES = {
    "part_2": "yes",
    "part_2_marking": "OFFICIAL-SENSITIVE",
    "part_2_statement": "",
    "part_2_reasons": "Law enforcement",
    "part_2_review": "2028",
}


def at(paper: Decision) -> str:
    return reverse("desk:decision_part_2", args=[paper.pk])


def written(people: People, signed_in: As) -> Decision:
    """A draft whose Part 2 Fatima has written through the page."""
    paper, client = papers.draft(people, part_2=YES), signed_in(people.fatima)
    typed = {
        "items-0-title": "Detail",
        "items-0-text": SECRET,
        "exemptions-0-section": "31",
        "exemptions-0-limb": "(1)(a)",
        "exemptions-0-reason": "Prejudice.",
        "exemptions-0-balance": "The public gains little.",
    }
    response = client.post(at(paper), filled(client.get(at(paper)), **typed))
    assert response.status_code == 302, response.content.decode()
    return paper


def test_an_author_writes_part_2_and_those_in_the_approval_read_it(people: People, signed_in: As):
    paper = written(people, signed_in)
    for person in (people.fatima, people.dev, people.clare, people.kaya):
        assert SECRET in signed_in(person).get(at(paper)).content.decode()


def test_others_at_the_desk_do_not_until_they_are_named(people: People, signed_in: As):
    paper = written(people, signed_in)
    for person in (people.felix, people.abel, people.olu, people.ada):
        refused = signed_in(person).get(at(paper))
        assert refused.status_code == 403
        assert SECRET not in refused.content.decode()
        assert "confidential" in refused.content.decode()
    signed_in(people.fatima).post(at(paper), {"person": people.abel.pk})
    assert SECRET in signed_in(people.abel).get(at(paper)).content.decode()
    signed_in(people.fatima).post(at(paper), {"remove_person": people.abel.pk})
    assert signed_in(people.abel).get(at(paper)).status_code == 403


def test_each_look_is_noted_and_no_page_of_it_is_kept_by_a_cache(people: People, signed_in: As):
    paper = written(people, signed_in)
    response = signed_in(people.dev).get(at(paper))
    assert "no-store" in response["Cache-Control"]
    looks = Event.objects.about(paper.subject).filter(verb="decision.read_part_2", actor_id=people.dev.pk)
    assert looks.count() == 1


def test_the_secret_stands_nowhere_else_at_the_desk(people: People, signed_in: As):
    paper = written(people, signed_in)
    dev = signed_in(people.dev)
    for name in ("desk:decision_page", "desk:decision_paper", "desk:decision_preview"):
        assert SECRET.encode() not in dev.get(reverse(name, args=[paper.pk])).content
    assert SECRET not in dev.get(reverse("desk:decision_list"), {"q": "canal"}).content.decode()
    assert not Event.objects.filter(sentence__icontains="canal").exists()


def test_a_qualified_exemption_is_saved_without_its_balance_and_the_page_says_what_it_lacks(
    people: People, signed_in: As
):
    paper, client = papers.draft(people, part_2=YES), signed_in(people.fatima)
    typed = {"items-0-title": "Detail", "items-0-text": SECRET, "exemptions-0-section": "31"}
    saved = client.post(at(paper), filled(client.get(at(paper)), **typed), follow=True)
    assert "Section 31 is qualified: its balance of public interest is still to be stated." in saved.content.decode()
    assert filled(saved)["items-0-text"] == SECRET
    assert (
        "Section 31 asks for a public-interest balance" in client.get(f"/desk/decisions/{paper.pk}/").content.decode()
    )
    weighed = client.post(at(paper), filled(saved, **{"exemptions-0-balance": "Weighed."}), follow=True)
    assert "Section 31 is qualified" not in weighed.content.decode()


def test_a_file_is_kept_served_as_a_download_and_survives_another_save(people: People, signed_in: As):
    paper, client = papers.draft(people, part_2=YES), signed_in(people.fatima)
    upload = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 the plan")
    sent = filled(client.get(at(paper)), **{"items-0-title": "Plan"}) | {"items-0-upload": upload}
    assert client.post(at(paper), sent).status_code == 302
    assert client.post(at(paper), filled(client.get(at(paper)), **{"items-0-title": "The plan"})).status_code == 302
    file = client.get(reverse("desk:decision_part_2_file", args=[paper.pk, 1]))
    assert file.content == b"%PDF-1.4 the plan"
    assert file["Content-Disposition"].startswith("attachment")
    assert signed_in(people.felix).get(reverse("desk:decision_part_2_file", args=[paper.pk, 1])).status_code == 403


def test_a_file_of_50_mb_is_refused_and_the_text_beside_it_is_kept(people: People, signed_in: As):
    paper, client = papers.draft(people, part_2=YES), signed_in(people.fatima)
    upload = SimpleUploadedFile("plan.pdf", b"%PDF-" + b"0" * (50 * 1024 * 1024))
    page = client.post(at(paper), filled(client.get(at(paper)), **{"items-do": "add"}))
    sent = filled(page, **{"items-0-title": "Plan", "items-1-title": "Detail", "items-1-text": SECRET})
    refused = client.post(at(paper), sent | {"items-0-upload": upload})
    assert refused.status_code == 413
    assert "bigger than 20 MB" in refused.content.decode()
    assert filled(refused)["items-1-text"] == SECRET
    assert not paper.part_2_items.exists()


def test_two_people_write_part_2_and_the_second_is_told(people: People, signed_in: As):
    paper = written(people, signed_in)
    signed_in(people.fatima).post(at(paper), {"person": people.abel.pk})
    fatima, abel = signed_in(people.fatima), signed_in(people.abel)
    hers = filled(fatima.get(at(paper)), **{"items-0-text": "Hers."})
    assert abel.post(at(paper), filled(abel.get(at(paper)), **{"items-0-text": "His."})).status_code == 302
    refused = fatima.post(at(paper), hers)
    assert refused.status_code == 409
    assert filled(refused)["items-0-text"] == "Hers."
    assert fatima.post(at(paper), filled(refused)).status_code == 302


def test_words_of_part_2_stop_the_submission_and_are_shown_to_its_readers_alone(people: People, signed_in: As):
    words = "The couriers meet behind the old gasworks at six in the morning every second Tuesday."
    paper = papers.draft(people, part_2=YES, issues={"text": f"Consider this. {words}"})
    fatima, felix = signed_in(people.fatima), signed_in(people.felix)
    typed = {"items-0-title": "Detail", "items-0-text": words}
    assert fatima.post(at(paper), filled(fatima.get(at(paper)), **typed)).status_code == 302
    submit = reverse("desk:decision_step", args=[paper.pk, "submit"])
    mine = fatima.post(submit, filled(fatima.get(submit)))
    theirs = felix.post(submit, filled(felix.get(submit)))
    assert (mine.status_code, theirs.status_code) == (422, 422)
    assert "gasworks" in mine.content.decode()
    assert "gasworks" not in theirs.content.decode()
    assert "Words of Part 2 stand in what would be public" in theirs.content.decode()
    assert Decision.objects.get(pk=paper.pk).status == "draft"


def test_naming_a_reader_loses_nothing_that_was_typed_above(people: People, signed_in: As):
    paper, client = papers.draft(people, part_2=YES), signed_in(people.fatima)
    typed = {"items-0-title": "Not saved yet", "items-0-text": SECRET, "let_read": "yes"}
    nobody = client.post(at(paper), filled(client.get(at(paper)), **typed))
    assert nobody.status_code == 422
    assert '<a href="#id_person">Choose a person from the list.</a>' in nobody.content.decode()
    named = client.post(at(paper), filled(nobody, **typed, person=str(people.abel.pk)))
    assert named.status_code == 200
    for page in (nobody, named):
        assert "Not saved yet" in page.content.decode()
        assert SECRET in page.content.decode()
    assert paper.part_2_readers.get().person == people.abel
    assert not paper.part_2_items.exists()
    del typed["let_read"]
    assert client.post(at(paper), filled(named, **typed, person="")).status_code == 302
    assert paper.part_2_items.get().title == "Not saved yet"
