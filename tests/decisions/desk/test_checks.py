"""What the checks find is shown where it can be mended, and stops a paper until somebody gives a reason."""

from django.urls import reverse

from decisions.models import Decision
from decisions.readiness import obstacles
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import filled
from tests.people import People

#: Five times £216,600 is £1,083,000.
WRONG = {"text": "The team costs £216,600 a year for five years, totalling £1,080,000."}


def stopped(people: People) -> tuple[Decision, list]:
    """A draft that a check stops, and what stops it."""
    from decisions.checked_paper import problems_of

    paper = papers.draft(people, financial=WRONG)
    return paper, [p for p in problems_of(paper, NOW.date()) if p.severity == "blocks"]


def test_a_problem_that_stops_a_paper_is_shown_with_a_way_to_explain_it(people: People, signed_in: As):
    paper, stopping = stopped(people)
    assert stopping, "the checks no longer stop a wrong sum: take another problem for this test"
    client = signed_in(people.fatima)
    page = client.get(reverse("desk:decision_page", args=[paper.pk])).content.decode()
    assert "Must be put right" in page
    assert "Give a reason to go on" in page
    for problem in stopping:
        question = {"code": problem.code, "at": problem.where}
        address = reverse("desk:decision_explain", args=[paper.pk])
        opened = client.get(address, question)
        empty = client.post(address, filled(opened, having="reason"))
        assert empty.status_code == 422
        assert "Write why the paper should go forward" in empty.content.decode()
        explanation = filled(opened, having="reason", reason="The funder states it so.")
        assert client.post(address, explanation).status_code == 302
    paper = Decision.objects.get(pk=paper.pk)
    assert not [sentence for sentence in obstacles(paper, NOW.date()) if "1,080,000" in sentence]
    page = client.get(reverse("desk:decision_paper", args=[paper.pk])).content.decode()
    assert "The funder states it so." in page


def test_a_reason_for_a_problem_that_nobody_found_is_not_taken(people: People, signed_in: As):
    paper = papers.draft(people)
    address = reverse("desk:decision_explain", args=[paper.pk])
    sent = {"code": "made-up", "at": "", "reason": "Because."}
    assert signed_in(people.fatima).post(address, sent).status_code == 404
