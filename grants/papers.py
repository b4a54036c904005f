"""The papers about a grant. They live in an app above this one, which the settings name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from grants.models import Grant


@dataclass(frozen=True, slots=True)
class GrantPaper:
    """A decision paper as the page of a grant lists it: its reference or title, where it stands, and its address."""

    words: str
    title: str
    status: str
    href: str


def papers_of_grant(grant: Grant) -> Sequence[GrantPaper]:
    """The papers that are about a grant, the oldest first."""
    papers: Sequence[GrantPaper] = import_string(settings.PAPERS_OF_GRANT)(grant)
    return papers


@dataclass(frozen=True, slots=True)
class ApprovedBid:
    """A bid that a decision approved: its reference, with the amount where the decision changed it; its day; the page
    that records its outcome.
    """

    words: str
    on: date | None
    href: str


def approved_bids_of(grants: Sequence[int]) -> Mapping[int, Sequence[ApprovedBid]]:
    """The bids that decisions approved, the oldest first, by the number of the grant; in one query."""
    bids: Mapping[int, Sequence[ApprovedBid]] = import_string(settings.APPROVED_BIDS)(grants)
    return bids
