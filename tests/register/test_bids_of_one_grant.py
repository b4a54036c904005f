"""A bid and offers of one grant, as imported papers have them: each fund is told apart."""

from dataclasses import replace
from decimal import Decimal

import pytest

from register.money import promised
from tests.book.conftest import Publish
from tests.book.papers import PCD_510, TEAM, paper


@pytest.mark.committed
def test_what_another_fund_offers_the_same_grant_does_not_win_the_bid(published: Publish) -> None:
    together = tuple(replace(line, grant=TEAM.id) for line in PCD_510.tranches)
    published(paper(1401, grants=(TEAM,), tranches=together, recommendations=PCD_510.recommendations[:1]))
    (bid,) = promised.bids()
    assert (bid.bid, bid.offered, bid.end) == (Decimal(120_000), None, "untold")
