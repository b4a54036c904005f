"""amounts-disagree and scale-suspect: one thing with two figures trips; two things, parts and ceilings do not."""

import pytest

from tests.checks.papers import codes, paper

ONE_THING = [
    (
        "This decision asks for a grant of £246,700 to the women's refuge network in 2019/20.",
        "Award a grant of £264,700 to the women's refuge network in 2019/20.",
    ),
    (
        "The Home Office offers £1,250,000 to equip and train the new river unit.",
        "Accept £1,205,000 from the Home Office to equip and train the new river unit.",
    ),
    (
        "Permission is sought to award £81,500 to Harbour House for beds in winter shelters.",
        "Award £95,000 to Harbour House for beds in winter shelters.",
    ),
]

TWO_THINGS = [
    ("A grant of £246,700 for 2019/20.", "Award a grant of £246,700 for 2019/20."),
    (
        "In 2018 a grant of £264,700 was already given to the women's refuge network.",
        "Award a further grant of £246,700 to the women's refuge network.",
    ),
    (
        "The service costs £260,000 a year and has run since 2016.",
        "Award a grant of £62,000 to the women's refuge network.",
    ),
    (
        "The river unit receives £500,000 over two years for boats and crew.",
        "Accept £250,000 for the river unit for boats and crew.",
    ),
    (
        "Award £12,500 to Northmoor School for its breakfast club.",
        "Award £15,200 to Southmoor School for its breakfast club.",
    ),
    (
        "Accept £310,000 in 2018/19 for boats and crew on the river.",
        "Accept £301,000 in 2019/20 for boats and crew on the river.",
    ),
    (
        "The total cost is £246,700, of which the borough contributes £20,000.",
        "Award a grant of £226,700 to the women's refuge network.",
    ),
]


@pytest.mark.parametrize(("summary", "recommended"), ONE_THING)
def test_two_figures_for_one_thing_are_reported(summary, recommended):
    assert "amounts-disagree" in codes(paper(recommended, executive_summary=summary))


@pytest.mark.parametrize(("summary", "recommended"), ONE_THING)
def test_a_figure_that_differs_between_recommendation_and_advice_is_reported(summary, recommended):
    assert "amounts-disagree" in codes(paper(recommended, financial=summary))


@pytest.mark.parametrize(("summary", "recommended"), TWO_THINGS)
def test_two_things_may_have_two_figures(summary, recommended):
    assert "amounts-disagree" not in codes(paper(recommended, executive_summary=summary))


@pytest.mark.parametrize(
    ("recommended", "advice", "code"),
    [
        (["Accept £250,000."], "This report seeks approval to accept £205,000.", "amounts-disagree"),
        (["Accept £250,000."], "Approval is sought to accept £275,000.", "amounts-disagree"),
        (["Accept £500,000.", "Bid for £120,000."], "This report seeks approval to bid for £630,000.", "sum-differs"),
        (["Accept £250,000."], "This report seeks approval to accept £250,000.", ""),
        (["Accept £500,000.", "Bid for £120,000."], "This report seeks approval of £620,000.", ""),
        (["Accept £250,000."], "This report seeks approval to accept £50,000 of the £250,000 in the spring.", ""),
        (["Accept £250,000."], "This report seeks a further £40,000 from the borough.", ""),
        (["Accept £250,000."], "The service costs £300,000.", ""),
    ],
)
def test_the_figure_that_the_advice_asks_for_is_that_of_the_recommendations(recommended, advice, code):
    tripped = codes(paper(*recommended, legal=advice)) & {"amounts-disagree", "sum-differs"}
    assert tripped == ({code} if code else set())


def test_thousands_written_before_an_m_are_reported():
    text = "The programme costs £31,469m. Of this £2,100k is for 2018/19 and £850k for training."
    assert "scale-suspect" in codes(paper("Approve expenditure of £250,000.", financial=text))


@pytest.mark.parametrize(
    "text",
    [
        "The programme costs £31.469m. Of this £2,100k is for 2018/19.",
        "The programme costs £31,469k. Of this £2,100k is for 2018/19.",
        "The force's net revenue budget is £2,864m, of which £250,000 is asked for.",
        "The estate is worth £1,150m and the sale brings £480m.",
    ],
)
def test_large_sums_written_correctly_are_not_reported(text):
    assert "scale-suspect" not in codes(paper("Approve expenditure of £250,000.", financial=text))
