"""fund-names-disagree and kind-disagrees: the same money under two names trips; two funds and past bids do not."""

import pytest

from tests.checks.papers import codes, paper

BID = "Approve a bid to the Home Office Innovation Fund for £120,000 in 2018/19."


def test_one_amount_from_two_funds_is_reported():
    assert "fund-names-disagree" in codes(paper(BID, money=[(2018, 120_000, "Police Transformation Fund")]))
    assert "fund-names-disagree" in codes(
        paper(BID, financial="The Police Transformation Fund offers £120,000 in 2018/19.")
    )


@pytest.mark.parametrize(
    "advice",
    [
        "The Home Office Innovation Fund is worth £120,000 in 2018/19.",
        "The Innovation Fund gives £120,000.",
        "The Innovations Fund gives £120,000.",
        "The Police Transformation Fund offers £120,000 in 2019/20.",
        "The Police Transformation Fund offers £125,000 in 2018/19.",
        "The Innovation Fund, since renamed the Police Transformation Fund, offers £120,000.",
        "The Police Transformation Fund adds £120,000 in 2018/19 as match funding.",
        "The Transformation Fund Board met. The bid is for £120,000.",
    ],
)
def test_names_of_other_years_or_amounts_and_explained_names_are_not_reported(advice):
    assert "fund-names-disagree" not in codes(paper(BID, financial=advice))


def test_two_equal_amounts_from_two_funds_are_not_reported():
    money = [(2018, 120_000, "Innovation Fund"), (2018, 120_000, "Police Transformation Fund")]
    assert "fund-names-disagree" not in codes(paper(BID, money=money))


def test_a_fund_and_its_initials_count_as_one_fund():
    assert "fund-names-disagree" not in codes(
        paper("Approve a bid to the Safer Streets Fund for £120,000.", financial="The SSF gives £120,000.")
    )


OFFER = "Approve an offer of grant funding from the Home Office of up to £500,000 over 2 years."
BOTH = (OFFER, "Approve a bid from the service to the Home Office for £120,000.")


@pytest.mark.parametrize(
    "advice",
    [
        "This report seeks approval to bid for grant funding of £620,000.",
        "This report seeks approval to bid for £500,000.",
        "Approval is requested to accept £120,000.",
    ],
)
def test_an_offer_called_a_bid_is_reported_and_so_is_a_bid_called_an_offer(advice):
    assert "kind-disagrees" in codes(paper(*BOTH, legal=advice))


@pytest.mark.parametrize(
    "advice",
    [
        "This report seeks approval to accept £500,000 and to bid for £120,000.",
        "This report seeks approval to bid for £120,000.",
        "The service bid for £500,000 in May.",
        "This report seeks approval to accept £500,000, for which a bid was made in May.",
        "Approval is sought to accept grant funding of £500,000.",
        "If the bid is granted, up to £500,000 may be asked for later.",
    ],
)
def test_the_right_word_and_the_history_of_a_bid_are_not_reported(advice):
    assert "kind-disagrees" not in codes(paper(*BOTH, legal=advice))
