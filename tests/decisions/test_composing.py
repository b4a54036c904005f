"""What Part 1 takes from the desk's rows."""

import pytest

from decisions.composing import compose
from grants.actions import GrantFacts, create_grant
from grants.actions.organisations import create_organisation
from tests.decisions import papers
from tests.decisions.papers import AT
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("identifier", "numbers"),
    [
        ("GB-COH-02412456", ("02412456", "")),
        ("GB-CHC-277424", ("", "277424")),
        ("GB-SC-SC012345", ("", "")),
        ("", ("", "")),
    ],
)
def test_an_organisation_has_the_company_or_charity_number_that_its_identifier_holds(
    people: People, identifier: str, numbers: tuple[str, str]
) -> None:
    create_organisation(name="Youth Trust", identifier=identifier, by=people.fatima, at=AT)
    facts = GrantFacts(
        title="Youth work", purpose="Workers in two boroughs.", funder="Home Office", recipient="Youth Trust",
        direction="made", route="offer",
    )  # fmt: skip
    grant = create_grant(facts=facts, by=people.fatima, at=AT)
    (composed,) = compose(papers.draft(people, grant=grant), AT.date()).grants
    assert (composed.recipient.company_number, composed.recipient.charity_number) == numbers
    assert composed.recipient.id == (identifier or "org-youth-trust")
    assert (composed.funder.company_number, composed.funder.charity_number) == ("", "")
