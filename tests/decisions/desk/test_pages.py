"""Every page of the desk opens for those it is for, and for nobody else."""

import pytest
from django.urls import reverse

from decisions.parts import PARTS
from drafting.actions import save_part
from drafting.actions.save_part import part_version
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.people import People


def test_every_part_of_a_draft_opens_for_its_author(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    for key in PARTS:
        response = client.get(reverse("desk:decision_part", args=[paper.pk, key]))
        assert response.status_code == 200, key
        assert PARTS[key].label in response.content.decode()


@pytest.mark.parametrize("status", ["draft", "submitted", "checked", "endorsed", "approved", "published"])
def test_a_paper_opens_in_every_status_for_every_office(people: People, signed_in: As, status: str):
    paper = getattr(papers, status)(people)
    for person in (people.fatima, people.abel, people.clare, people.kaya, people.dev, people.olu, people.ada):
        for name in ("desk:decision_page", "desk:decision_paper"):
            response = signed_in(person).get(reverse(name, args=[paper.pk]))
            assert response.status_code == 200
            assert "Online team" in response.content.decode()


def test_sam_without_an_office_finds_no_paper_and_no_grant(people: People, signed_in: As):
    paper, sam = papers.draft(people), signed_in(people.sam)
    grant = paper.decision_grants.get().grant
    closed = [
        reverse("desk:decision_page", args=[paper.pk]),
        reverse("desk:decision_paper", args=[paper.pk]),
        reverse("desk:decision_preview", args=[paper.pk]),
        reverse("desk:decision_part", args=[paper.pk, "summary"]),
        reverse("desk:decision_part_2", args=[paper.pk]),
        reverse("desk:decision_step", args=[paper.pk, "submit"]),
        reverse("grant_page", args=[grant.pk]),
        reverse("grant_money", args=[grant.pk]),
        reverse("grant_list"),
        reverse("desk:decision_list"),
        reverse("desk:decision_add"),
    ]
    assert {sam.get(address).status_code for address in closed} == {403}
    assert sam.get(reverse("desk:desk_home")).status_code == 200


def test_the_preview_is_a_pdf_that_says_draft_and_the_signed_paper_is_the_sealed_one(people: People, signed_in: As):
    draft, done = papers.draft(people), papers.approved(people, grant=papers.home_office_grant(people, title="Another"))
    client = signed_in(people.dev)
    preview = client.get(reverse("desk:decision_preview", args=[draft.pk]))
    assert preview.content.startswith(b"%PDF-")
    assert "draft" in preview["Content-Disposition"]
    assert client.get(reverse("desk:decision_pdf", args=[draft.pk])).status_code == 404
    sealed = client.get(reverse("desk:decision_pdf", args=[done.pk]))
    assert sealed.content == bytes(done.sealed_paper.pdf)
    page = client.get(reverse("desk:decision_page", args=[done.pk])).content.decode()
    assert done.sealed_paper.sha256 in page


def test_a_draft_does_not_say_that_there_is_no_part_2_before_anyone_said_so(people: People, signed_in: As):
    unsaid = {"part_2": "", "part_2_marking": "", "part_2_statement": "", "part_2_reasons": "", "part_2_review": ""}
    paper, client = papers.draft(people, part_2=unsaid), signed_in(people.fatima)
    address = reverse("desk:decision_paper", args=[paper.pk])
    page = client.get(address).content.decode()
    assert page.count("Not stated yet") == 2
    assert "There is none" not in page
    answer = unsaid | {"part_2": "no"}
    seen = part_version(paper, "part-2")
    save_part(decision=paper, part="part-2", seen=seen, values=answer, by=people.fatima, at=NOW)
    page = client.get(address).content.decode()
    assert "There is none" in page
    assert "Not stated yet" not in page


def test_a_paper_that_is_not_there_is_refused_in_our_own_words(people: People, signed_in: As):
    missing = signed_in(people.fatima).get("/desk/decisions/987654/")
    assert missing.status_code == 404
    assert "There is no page at this address." in missing.content.decode()
    assert "query" not in missing.content.decode()


def test_who_decides_finds_contents_deferral_part_2_and_the_buttons_again_at_the_end(people: People, signed_in: As):
    paper = papers.endorsed(people)
    page = signed_in(people.kaya).get(f"/desk/decisions/{paper.pk}/").content.decode()
    for part in ("summary", "recommendations", "advice", "deferral", "part-2", "declarations", "report"):
        assert f'href="#paper-{part}"' in page
        assert f'id="paper-{part}"' in page
    assert page.index("None: Part 1 is published after the decision") < page.index('id="paper-summary"')
    buttons = [
        place for place in range(len(page)) if page.startswith(f"/desk/decisions/{paper.pk}/steps/approve/", place)
    ]
    assert buttons[0] < page.index('id="paper-summary"') < page.index('id="paper-report"') < buttons[-1]
    assert "You have read the paper" not in signed_in(people.olu).get(f"/desk/decisions/{paper.pk}/").content.decode()
