"""Sections, headings, exemptions and powers."""

from datetime import date

import pytest

from checks import CheckedExemption, CheckedRecommendation, problems
from tests.checks.papers import codes, paper, section

ASKED = "Accept a grant offer of £250,000."


@pytest.mark.parametrize("kind", ["introduction", "issues", "financial", "legal", "equality"])
def test_each_missing_required_section_is_reported(kind):
    assert "section-missing" in codes(paper(ASKED, **{kind: None}))
    assert "section-missing" not in codes(paper(ASKED))


def test_data_privacy_is_required_since_the_regulation_applies():
    assert "section-missing" not in codes(paper(ASKED, privacy=None, decided_on=date(2018, 5, 24)))
    assert "section-missing" in codes(paper(ASKED, privacy=None, decided_on=date(2018, 5, 25)))


def test_a_missing_section_stops_a_draft_and_only_warns_on_an_old_paper():
    for decided, severity in ((True, "warns"), (False, "blocks")):
        found_problems = problems(paper(ASKED, legal=None, decided=decided))
        assert [problem.severity for problem in found_problems if problem.code == "section-missing"] == [severity]


def test_a_section_without_its_heading_is_named_by_its_number():
    checked = paper(ASKED, legal=None)
    lost = (*checked.sections, section("legal", "The power is delegated.", 3, heading=""))
    found_problems = problems(paper(ASKED, sections=lost))
    assert [problem.sentence for problem in found_problems] == [
        "Section 4 has lost its heading; by its place and words it is the section on legal comments."
    ]


@pytest.mark.parametrize(
    ("act", "number", "trips"),
    [
        ("Data Protection Act", "31", True),
        ("DPA", "23", True),
        ("Data Protection Act 2018", "57", False),
        ("FOIA", "31", False),
        ("", "43", False),
    ],
)
def test_freedom_of_information_exemptions_do_not_stand_in_the_data_protection_act(act, number, trips):
    checked = paper(ASKED, exemptions=(CheckedExemption(act, number),), part_2="the public interest was weighed")
    assert ("exemption-wrong-act" in codes(checked)) is trips


@pytest.mark.parametrize(
    ("number", "trips"), [("43", True), ("31(1)(a)", True), ("23", False), ("40(2)", False), ("41", False)]
)
def test_a_qualified_exemption_needs_its_balance(number, trips):
    cited = (CheckedExemption("FOIA", number),)
    assert ("balance-missing" in codes(paper(ASKED, exemptions=cited))) is trips
    weighed = "The public interest in withholding it is greater than in releasing it."
    assert "balance-missing" not in codes(paper(ASKED, exemptions=cited, part_2=weighed))
    exemptions = (CheckedExemption("FOIA", number, balanced=True),)
    assert "balance-missing" not in codes(paper(ASKED, exemptions=exemptions))


@pytest.mark.parametrize(
    ("recommended", "power", "trips"),
    [
        (ASKED, "The DMPC has delegated power to approve any bid for grant funding.", True),
        ("Award a grant of £5,000.", "The DMPC has delegated power to accept offers of grant funding.", True),
        (ASKED, "The DMPC has delegated power to approve bids and to accept all offers made of grant funding.", False),
        ("Approve a bid for £5,000.", "The DMPC has delegated power to approve any bid for grant funding.", False),
        (ASKED, "The agreement is governed by English law.", False),
        (ASKED, "The DMPC has delegated power to take all other decisions, bids among them.", False),
        ("Note the report.", "The DMPC has delegated power to approve any bid for grant funding.", False),
    ],
)
def test_the_power_cited_must_cover_what_is_recommended(recommended, power, trips):
    assert ("power-mismatch" in codes(paper(recommended, legal=power))) is trips


def test_a_power_of_the_dated_list_decides_where_one_is_given():
    def codes_with(**known):
        line = CheckedRecommendation(ASKED, "accept_offer", (), "recommendations[0]", **known)
        return codes(paper(recommendations=(line,), legal="The DMPC has delegated power to approve any bid."))

    assert "power-mismatch" in codes_with(covered=False)
    assert "power-mismatch" not in codes_with(covered=True)


def test_every_check_of_the_list_is_run_and_names_its_place():
    checked = paper(
        "Approve the continuation of 12 grants of up to £84k out of £1m.",
        exemptions=(CheckedExemption("Data Protection Act", "31"),),
        decided_on=None,
        legal=None,
    )
    found_problems = problems(checked)
    assert {problem.code for problem in found_problems} == {
        *("sum-differs", "date-missing", "predecessor-unnamed", "exemption-wrong-act", "balance-missing"),
        "section-missing",
    }
    assert all(problem.where and problem.sentence.endswith(".") for problem in found_problems)
    assert [problem.severity for problem in found_problems] == sorted(
        (problem.severity for problem in found_problems), key=["blocks", "warns", "informs"].index
    )
