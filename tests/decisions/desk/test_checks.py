"""What the checks find is shown where it can be mended, and stops a paper until somebody gives a reason."""

from typing import Any

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


def test_a_finding_names_the_paragraph_by_the_number_that_the_paper_prints(people: People):
    from decisions.checked_paper import problems_of

    wrong = "This report seeks approval to bid for £500,000."
    in_form = papers.draft(people, legal={"text": f"What went before.\n\n{wrong}"})
    of_report: Any = {"report-legal": {"text": f"7.  {wrong}"}}
    in_report = papers.draft(people, **of_report)
    findings = [p.sentence for paper in (in_form, in_report) for p in problems_of(paper, NOW.date())]
    numbered = [sentence.partition(" calls ")[0] for sentence in findings if " calls " in sentence]
    assert numbered == ["Paragraph 4.2", "Paragraph 7 of the report"]


def test_a_part_that_keeps_the_paper_from_being_submitted_is_not_done_and_says_why(people: People, signed_in: As):
    paper = papers.draft(people, part_2=papers.STATED | {"part_2_reasons": "Section 23 of the Act"})
    client = signed_in(people.fatima)
    address = reverse("desk:decision_part", args=[paper.pk, "part-2"])
    sentence = "Section 23 is never shown in public"
    assert sentence in client.post(address, filled(client.get(address)), follow=True).content.decode()
    page = client.get(reverse("desk:decision_page", args=[paper.pk])).content.decode()
    row = page.partition("Part 2: what the public is told")[2].partition("</li>")[0]
    assert sentence in row
    assert "In progress" in row


def test_a_finding_in_the_report_is_told_from_one_in_the_form(people: People, signed_in: As):
    wrong: Any = {"report-legal": {"text": "This report seeks approval to bid for £500,000."}}
    paper = papers.draft(people, **wrong)
    page = signed_in(people.fatima).get(reverse("desk:decision_page", args=[paper.pk])).content.decode()
    assert "Legal comments (board report)" in page
