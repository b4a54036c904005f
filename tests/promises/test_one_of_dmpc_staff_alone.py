"""What one of DMPC staff alone once did to the public: said what is confidential, and undid a postponement."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from book.actions import lengthen
from book.actions.forward_plan import PlanItem, publish_plan_item
from book.actions.publish import publish as hand_over
from book.models import Entry, Planned, Waiting
from components.refusals import Refused
from decisions import actions
from decisions.models import Decision, Ruling
from decisions.rulings import conditions_of
from decisions.scans import Scan
from figures.dates import london_day
from part2.actions import ExemptionFacts, save_part_2
from publishing.actions.cancel_publication import cancel_publication
from publishing.actions.release import propose_expunging, propose_release
from publishing.public_words import check_public_words
from tests.decisions import papers
from tests.decisions.desk.conftest import As, clock, signed_in
from tests.decisions.desk.typing import PASSWORD
from tests.decisions.papers import AT, HOUR
from tests.decisions.scans import scanned
from tests.people import People, confirmed

__all__ = ["clock", "signed_in"]

LATER = AT + 6 * HOUR
#: Words of the Part 2, as somebody might repeat them by mistake.
SAID = f"As was said: {papers.SECRET}"


def test_no_words_of_part_2_are_published_beside_a_decision(people: People, signed_in: As) -> None:
    paper = papers.published_with_part_2(people)
    dora, address = signed_in(people.dora), reverse("desk:decision_publication", args=[paper.pk])
    grant = str(paper.decision_grants.get().grant_id)
    texts: dict[str, dict[str, str]] = {
        "record_outcome": {"statement": SAID, "result": "unsuccessful", "grant": grant},
        "correct": {"text": SAID},
        "withdraw": {"reason": SAID, "sure": "on"},
    }
    count = Entry.objects.using("default").count()
    for deed, fields in texts.items():
        sent = {f"{deed}-{name}": value for name, value in {**fields, "password": PASSWORD}.items()}
        page = dora.post(address, {"deed": deed, **sent})
        assert page.status_code == 422, deed
        assert "stand in the confidential Part 2 of" in page.content.decode(), deed
    with pytest.raises(Refused, match="stand in the confidential Part 2"):
        propose_release(decision=paper, number=1, reason=SAID, by=people.dora, at=LATER)
    number = Entry.objects.using("default").filter(key=paper.reference_key).latest("number").number
    with pytest.raises(Refused, match="stand in the confidential Part 2"):
        propose_expunging(number=number, reason=SAID, by=people.dora, at=LATER)
    assert Entry.objects.using("default").count() == count
    removal = propose_expunging(number=number, reason="By order.", by=people.dora, at=LATER)
    shown = signed_in(people.ada).get(f"/desk/proposals/{removal.pk}/").content.decode()
    assert 'href="/decisions/PCD-1901/"' in shown, "what is to be removed"
    # What was released is public, and may be said again.
    release = propose_release(decision=paper, number=1, reason="Its time is over.", by=people.dora, at=LATER)
    confirmed(release, by=people.dev, at=LATER)
    sent = {"deed": "correct", "correct-text": SAID, "correct-password": PASSWORD}
    assert dora.post(address, sent).status_code == 302


def deferred(people: People) -> Decision:
    """A decision that waits for publication until 2098, as it was signed."""
    deferral = {"deferral": "yes", "deferral_reason": "Talks go on.", "deferral_until": date(2098, 1, 27)}
    paper = papers.approved(people, deferral=deferral)
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=LATER)
    return Decision.objects.get(pk=paper.pk)


def test_what_was_postponed_stays_postponed_when_it_is_cancelled_and_authorised_anew(people: People) -> None:
    paper = deferred(people)
    reference = paper.reference
    assert reference is not None
    signed = Waiting.objects.get().due_at
    postponed = signed + timedelta(days=120)
    lengthen(reference=reference, due_at=postponed, by=people.kaya, at=LATER)
    cancel_publication(reference=reference, reason="A slip.", by=people.dev, at=LATER)
    paper.refresh_from_db()
    sealed = paper.sealed_paper
    facts: dict[str, Any] = {
        "part1": bytes(paper.part1 or b""), "pdf": bytes(sealed.pdf), "pages": sealed.pages, "build": sealed.build
    }  # fmt: skip
    # The database holds it too, whatever the program says is due.
    with pytest.raises(DatabaseError, match="whose publication was postponed waits until then"), transaction.atomic():
        hand_over(**facts, due_at=signed, by=people.dev, at=LATER)
    actions.publish(decision=paper, seen=paper.version, by=people.dev, at=LATER)
    assert Waiting.objects.get().due_at == postponed
    for attack in ("UPDATE book_postponed SET due_at = now()", "DELETE FROM book_postponed"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(attack)


def test_who_decides_reads_all_that_is_recorded_as_theirs_in_ink(people: People, signed_in: As) -> None:
    paper = papers.endorsed(people)
    proposal = actions.record_ink(
        decision=paper, seen=paper.version, outcome="approved", decided_by=people.kaya, on=london_day(LATER),
        scan=Scan("scan.pdf", scanned()), interests="A cousin works there.", note="Said by telephone.",
        by=people.dora, at=LATER,
    )  # fmt: skip
    page = signed_in(people.kaya).get(f"/desk/proposals/{proposal.pk}/").content.decode()
    for words in ("A cousin works there.", "Said by telephone.", f"1. {Ruling.Outcome.APPROVED.label}"):
        assert words in page, words
    assert not conditions_of(paper)


#: What somebody may put into words so that they read the same and are no longer the same letters.
UNSEEN = (
    "\u200b",
    "\u00ad",
    "\u2060",
    "\u202a",
    "\ufeff",
    "\x01",
    "\u034f",
    "\ufe0f",
    "\U000e0061",
    "\u0336",
    "·",
    "|",
    " ",
)


@pytest.mark.parametrize("mark", UNSEEN, ids=ascii)
def test_words_of_part_2_with_something_put_into_them_stay_words_of_part_2(people: People, mark: str) -> None:
    papers.paper_with(people)
    marked = " ".join(f"{word[:2]}{mark}{word[2:]}" for word in papers.SECRET.split())
    with pytest.raises(Refused, match="stand in the confidential Part 2"):
        check_public_words(f"We hear: {marked}")


def test_words_in_letters_that_look_alike_are_not_published(people: People) -> None:
    papers.paper_with(people)
    with pytest.raises(Refused, match="letters of several alphabets"):
        check_public_words(papers.SECRET.replace("o", "\u043e"))
    check_public_words("The decision of 3 March names £1,200,000 for Ynys Môn, Łódź and Αθήνα.")


def test_the_grounds_of_a_part_2_that_holds_nothing_else_are_not_published(people: People) -> None:
    paper = papers.draft(people, part_2=papers.STATED)
    ground = "It would tell the suspects of the case in Harrow Road when they are to be arrested."
    exemption = ExemptionFacts(section="31", reason=ground)
    save_part_2(decision=paper, items=[], exemptions=[exemption], by=people.fatima, at=AT)
    with pytest.raises(Refused, match="stand in the confidential Part 2"):
        check_public_words(ground)


def test_the_forward_plan_shows_what_can_be_read_and_nothing_else(people: People) -> None:
    item = PlanItem("Cycle\u202e marking\x01", "offer", date(2019, 3, 1), "The\nDeputy Mayor", note="Soon\ufeff.")
    number = publish_plan_item(item, by=people.dora, at=LATER)
    shown = Planned.objects.using("default").get(pk=number)
    assert (shown.title, shown.office, shown.note) == ("Cycle marking", "The Deputy Mayor", "Soon.")
