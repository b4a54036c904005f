"""What a paper's own page and its history tell of its publication."""

from datetime import date

from django.urls import reverse
from django.utils.html import escape

from accounts.models import Proposal
from audit.models import Event
from book.models import PublishedDecision as Entry
from decisions.models import Decision
from figures.dates import format_date, london_day
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import PASSWORD, filled
from tests.people import People, confirmed

# The database publishes by its own clock, so a day to come must be one that is really to come.
DEFERRED = {"deferral": "yes", "deferral_reason": "Talks go on.", "deferral_until": date(2098, 7, 1)}


def page_of(paper: Decision) -> str:
    return reverse("desk:decision_page", args=[paper.pk])


CORRECTION = {"deed": "correct", "correct-text": "The unit is another.", "correct-password": PASSWORD}
WITHDRAWAL = {
    "deed": "withdraw",
    "withdraw-reason": "Published in error.",
    "withdraw-sure": "on",
    "withdraw-password": PASSWORD,
}


def agree_all(people: People) -> None:
    """Dev confirms whatever waits."""
    for proposal in Proposal.objects.filter(confirmed_at=None).exclude(subject__startswith="person:"):
        confirmed(proposal, by=people.dev, at=NOW)


def publication_of(paper: Decision) -> str:
    return reverse("desk:decision_publication", args=[paper.pk])


def test_a_paper_that_nobody_authorised_says_nothing_of_its_publication(people: People, signed_in: As):
    page = signed_in(people.dora).get(page_of(papers.approved(people))).content.decode()
    assert "Published on" not in page
    assert "will be published" not in page


def test_a_paper_says_the_day_for_which_it_waits_although_that_day_was_moved(people: People, signed_in: As):
    paper, dora = papers.published(people, deferral=DEFERRED), signed_in(people.dora)
    assert "Authorised; will be published on 1 July 2098." in dora.get(page_of(paper)).content.decode()
    shown = dora.get(publication_of(paper))
    move = filled(shown, having="deed", **{"earlier-due_on_day": "1", "earlier-due_on_month": "2"})
    dora.post(publication_of(paper), move)
    agree_all(people)
    page = dora.get(page_of(paper)).content.decode()
    assert "Authorised; will be published on 1 February 2098." in page
    assert "will be published on 1 July 2098" not in page


def test_a_paper_says_when_it_was_published_and_that_it_was_withdrawn_since(people: People, signed_in: As):
    paper, dora = papers.published(people), signed_in(people.dora)
    # The book keeps the database's own moment, whatever the desk's clock says.
    moment = Entry.objects.using("default").get(key=paper.reference_key).published_at
    day = format_date(london_day(moment))
    assert f"Published on {day}." in dora.get(page_of(paper)).content.decode()
    dora.post(publication_of(paper), WITHDRAWAL)
    agree_all(people)
    page = dora.get(page_of(paper)).content.decode()
    assert f"Published on {day}; withdrawn from the register since." in page


def test_the_history_of_a_paper_tells_what_became_of_its_publication(people: People, signed_in: As):
    paper, dora, olu = papers.published(people), signed_in(people.dora), signed_in(people.olu)
    dora.post(publication_of(paper), CORRECTION)
    agree_all(people)
    dora.post(publication_of(paper), WITHDRAWAL)
    agree_all(people)
    sentences = set(Event.objects.about(f"entry:{paper.reference_key}").values_list("sentence", flat=True))
    assert len(sentences) >= 3, "authorised, corrected, withdrawn"
    for sentence in sentences | {"Fatima Finch began Draft"}:
        for page in (page_of(paper), f"/desk/history/decision/{paper.pk}/"):
            assert escape(sentence) in olu.get(page).content.decode(), page


def test_the_history_is_asked_about_a_paper_by_any_of_its_names(people: People, signed_in: As):
    paper, olu = papers.published(people), signed_in(people.olu)
    key = paper.reference_key or ""
    verbs = set(Event.objects.about(*paper.subjects).values_list("verb", flat=True))
    assert {"authorise publication", "decision.approve"} <= verbs
    for typed in (paper.reference_words, key, f"entry {key}", f"entry:{key}", f"decision {paper.pk}"):
        page = olu.get("/desk/history/", {"subject": typed})
        assert {event.verb for event in page.context["events"]} == verbs, typed


def test_a_name_that_is_nobodys_finds_no_event(people: People, signed_in: As):
    olu = signed_in(people.olu)
    for typed in ("PCD 9999", "decision 99999999999999999999999", "decision ²", "entry:"):
        page = olu.get("/desk/history/", {"subject": typed})
        assert "No event fits." in page.content.decode(), typed
