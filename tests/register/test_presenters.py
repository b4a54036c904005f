"""How the page of a decision says what Part 1 says."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from django.template.loader import render_to_string

from book.canonical import canonical
from book.part1 import newest
from book.part1.v1 import ImpactAssessment
from book.presenters import present
from register.presenters.decision import needed_words
from register.presenters.paper import impact, paper
from tests.book.papers import PCD_510, PCD_815, REPORT
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


def test_many_days_have_their_comma() -> None:
    late = replace(PCD_510, report=replace(REPORT, needed_by=date(2012, 3, 1)))
    assert needed_words(newest(late)).endswith("; signed 2,482 days later")
