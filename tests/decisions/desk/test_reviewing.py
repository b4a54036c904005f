"""The page of a paper for those who check and sign it: short, and nothing of it closed without a word."""

import re
from datetime import timedelta

from decisions import actions
from decisions.actions.write_note import write_note
from decisions.models import Decision
from drafting.actions.save_part import part_version, save_part
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.people import People


def parts(page: str) -> dict[str, bool]:
    """Each part that can be closed, by what it is called, and whether it stands open."""
    rows = re.findall(r'<details class="dr-part"([^>]*)>\s*<summary[^>]*><h3[^>]*>(.*?)</h3>', page, re.DOTALL)
    return {re.sub(r"^\d+\. ", "", name.strip()): "open" in attributes for attributes, name in rows}


def test_a_paper_as_submitted_has_its_summary_first_and_its_parts_closed_with_a_way_to_open_all(
    people: People, signed_in: As
) -> None:
    paper = papers.submitted(people)
    address = f"/desk/decisions/{paper.pk}/"
    page = signed_in(people.dora).get(address).content.decode()
    places = [page.index(words) for words in ('id="paper-summary"', 'id="paper-recommendations"', "About the paper")]
    assert places == sorted(places)
    closed = parts(page)
    assert {"Introduction and background", "About the paper", "Facts and advice"} <= closed.keys()
    assert not any(opened for name, opened in closed.items() if "Part" not in name)
    assert "The others are closed; press one to read it" in page
    assert "with the money by year" in page
    everything = signed_in(people.dora).get(address, {"parts": "all"}).content.decode()
    assert all(parts(everything).values())
    assert parts(everything).keys() == closed.keys()


def test_what_changed_since_the_last_round_and_what_has_an_open_note_stands_open(people: People, signed_in: As) -> None:
    paper = papers.submitted(people)
    actions.send_back(decision=paper, seen=paper.version, note="Say who pays.", by=people.dora, at=NOW)
    paper = Decision.objects.get()
    seen, text = part_version(paper, "issues"), {"text": "The boroughs pay."}
    later = NOW + timedelta(minutes=1)
    save_part(decision=paper, part="issues", seen=seen, values=text, by=people.fatima, at=later)
    paper = Decision.objects.get()
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=NOW + timedelta(minutes=2))
    write_note(decision=paper, part="legal", text="Which paragraph?", by=people.dora, at=NOW + timedelta(minutes=3))
    page = signed_in(people.dora).get(f"/desk/decisions/{paper.pk}/").content.decode()
    opened = {name for name, is_open in parts(page).items() if is_open}
    assert {"Issues for consideration", "Legal Comments"} <= opened
    assert "Introduction and background" not in opened
    assert "Changed since the last round" in page
    assert ">1 open note</strong>" in page
    assert "Parts that changed since the last round, or have open notes, are open." in page


def test_of_a_decided_paper_nothing_is_said_of_its_last_round(people: People, signed_in: As) -> None:
    paper = papers.submitted(people)
    actions.send_back(decision=paper, seen=paper.version, note="Say who pays.", by=people.dora, at=NOW)
    seen, text = part_version(paper, "issues"), {"text": "The boroughs pay."}
    later = NOW + timedelta(minutes=1)
    save_part(decision=paper, part="issues", seen=seen, values=text, by=people.fatima, at=later)
    paper = Decision.objects.get()
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=later)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=later)
    actions.endorse(**papers.signing(paper), by=people.clare, at=later)
    actions.approve(**papers.signing(paper), by=people.kaya, at=later)
    page = signed_in(people.dora).get(f"/desk/decisions/{paper.pk}/").content.decode()
    assert "Parts with open notes are open. The others are closed" in page
    assert "since the last round" not in page


def test_an_urgent_paper_waits_for_no_check_that_its_route_leaves_out(people: People, signed_in: As) -> None:
    urgency = {"urgent": True, "urgent_reason": "The price holds until Friday."}
    paper = papers.submitted(people, urgency=urgency)
    page = signed_in(people.clare).get(f"/desk/decisions/{paper.pk}/").content.decode()
    assert "Endorsement" in page
    assert ">Check<" not in page
