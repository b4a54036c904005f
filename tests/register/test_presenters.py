"""How the page of a decision says what Part 1 says."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from django.template.loader import render_to_string

from book.canonical import canonical
from book.part1 import Ruling, newest
from book.part1.v1 import ImpactAssessment
from book.presenters import present
from register.presenters.decision import needed_words
from register.presenters.paper import impact, paper
from tests.book.papers import PCD_510, PCD_815, REPORT
from tests.book.part1.papers import full_paper
from tests.register.sample import SIGNED


def test_interests_are_declared_by_nobody_where_no_name_is_stated() -> None:
    nameless = replace(SIGNED, name="", interests="")
    for row, words in ((SIGNED, "Interests declared by Kaya Kent:"), (nameless, "Interests declared:")):
        part1 = replace(PCD_815, signatures=(row,))
        # The page keeps what it draws under the digest of the entry, which is that of its own Part 1.
        entry = {"payload_sha256": sha256(canonical(part1)).hexdigest()}
        context = {"paper": paper(part1), "part1": part1, "decision": {}, "entry": entry}
        assert words in render_to_string("register/decision.html", context)


def test_the_reason_for_no_impact_assessment_is_a_sentence_of_its_own() -> None:
    because = ImpactAssessment("not_needed", "No personal data is used.", None)
    assert impact(present(replace(PCD_510, impact_assessment=because))) == "Not needed. No personal data is used."
    assert impact(present(replace(PCD_510, impact_assessment=ImpactAssessment("done", "", date(2018, 12, 3))))) == (
        "Done, 3 December 2018"
    )


def test_a_delay_of_a_thousand_days_or_more_is_written_with_a_comma() -> None:
    late = replace(PCD_510, report=replace(REPORT, needed_by=date(2012, 3, 1)))
    assert needed_words(newest(late)).endswith("; signed 2,482 days later")


def test_the_decision_on_each_recommendation_is_said_where_not_all_were_approved_as_they_stand() -> None:
    part1 = full_paper()
    first, second = part1.recommendations
    as_asked = replace(first, ruling=Ruling("approved", "", first.amount))
    refused = replace(second, ruling=Ruling("refused", "", None))
    mixed = paper(replace(part1, recommendations=(as_asked, refused), conditions=()))
    assert [row["ruling"] for row in mixed["recommendations"]] == ["Approved", "Refused"]
    approved = replace(second, ruling=Ruling("approved", "", second.amount))
    plain = paper(replace(part1, recommendations=(as_asked, approved), conditions=()))
    assert [row["ruling"] for row in plain["recommendations"]] == ["", ""]
