"""reference-differs and predecessor-unnamed."""

import pytest

from figures.references import Reference
from tests.checks.papers import codes, paper


def test_title_address_and_text_that_disagree_are_reported():
    label, title = ("label", Reference("PCD", 510)), ("title", Reference("PCD", 501))
    assert "reference-differs" in codes(paper("Note it.", claims=(label, title)))
    assert "reference-differs" not in codes(paper("Note it.", claims=(label, ("address", Reference("PCD", 510)))))
    assert "reference-differs" in codes(
        paper("Note it.", claims=(("title", Reference("DD", 1206)), ("address", Reference("DD", 12026))))
    )


BUILDS_ON = [
    "Accept a further year's funding of £250,000 for the team.",
    "Approve the continuation of the service for £90,000.",
    "Approve an uplift of £40,000 to the grant.",
    "Approve a contract extension with the provider of £40,000.",
    "Extend the existing grant agreement by £40,000.",
    "Approve a variation to the contract of £40,000.",
]


@pytest.mark.parametrize("text", BUILDS_ON)
def test_a_paper_that_builds_on_an_earlier_decision_must_name_it(text):
    assert "predecessor-unnamed" in codes(paper(text))
    assert "predecessor-unnamed" not in codes(paper(text, refers_to=("PCD 468",)))
    assert "predecessor-unnamed" not in codes(paper(text, links=True))
    assert "predecessor-unnamed" not in codes(paper(text, introduction="See MD2415 for the first year."))
    assert "predecessor-unnamed" not in codes(paper(text, introduction="The decision of 3 May 2017 began it."))


@pytest.mark.parametrize(
    "text",
    [
        "Accept £250,000 to continue to support the response to fraud.",
        "Accept £250,000 from the Police Uplift Programme.",
        "Award a contract for two years with an option to extend the contract by a year.",
        "Accept £250,000 to extend opening hours at weekends.",
        "Approve £250,000 for the second year of the plan.",
        "Approve a first grant of £250,000, without any extension of the contract.",
    ],
)
def test_words_that_only_resemble_a_continuation_are_not_reported(text):
    assert "predecessor-unnamed" not in codes(paper(text))


def test_an_extension_mentioned_in_the_advice_alone_is_not_reported():
    advice = "As this is an extension of an existing service nothing changes. It supports a national uplift."
    assert "predecessor-unnamed" not in codes(paper("Accept £250,000.", equality=advice))
