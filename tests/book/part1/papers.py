"""A paper of `part1/2` with something in every place that it has."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from book.part1 import (
    Attachment,
    Authority,
    Condition,
    Consultation,
    Label,
    OnwardAward,
    Option,
    Organisation,
    Part1,
    Power,
    Risk,
    Ruling,
    Section,
    Stakeholder,
    StandIn,
    Translation,
    Urgency,
    newest,
)
from book.part1.text import (
    Column,
    Heading,
    Note,
    Paragraph,
    Point,
    Points,
    RichText,
    Row,
    SubPoint,
    Table,
    run,
)
from tests.book.paper.papers import decided_paper

COSTS = Table(
    "table",
    "Cost by year",
    (Column((run("Year"),), "left"), Column((run("What for"),), "left"), Column((run("Amount"),), "right")),
    tuple(Row(((run(f"Item {n}"),), (run("Staff and licences"),), (run(f"£{n},000"),))) for n in range(1, 21)),
)
SHAPED = RichText(
    (
        Paragraph("paragraph", "1.1.", (run("The "), run("first", bold=True), run(" year’s money", note=1), run("."))),
        Points(
            "points",
            (
                Point(
                    "", (run("staff, of which"),), (SubPoint("", (run("half in London"),)), SubPoint("b)", (run("b"),)))
                ),
                Point("", (run("licences"),), ()),
            ),
        ),
        Heading("heading", (run("What it costs"),)),
        Paragraph("paragraph", "1.2.", (run("See "), run("the plan", link="https://example.org/plan"), run("."))),
        COSTS,
        Paragraph("paragraph", "1.3.", (run("The rest is "), run("not", italic=True), run(" yet known."))),
    ),
    (Note(1, (run("Letter of 3 October 2018."),)),),
)


def full_paper() -> Part1:
    """Everything that `part1/2` can say, on top of the decided paper of `part1/1`."""
    paper = newest(decided_paper())
    first, second = paper.recommendations
    rulings = (
        replace(
            first,
            translations=(Translation("cy", "derbyn cynnig hyd at £500,000 dros ddwy flynedd"),),
            ruling=Ruling("approved_with_changes", "accept up to £400,000", Decimal("400000.00")),
        ),
        replace(second, ruling=Ruling("refused", "", None)),
    )
    shaped = Section("form", "introduction", "1.", "Introduction and background", SHAPED)
    team = replace(paper.grants[0], recipient=Organisation("GB-COH-01234567", "Team Ltd", "01234567", "1045678"))
    mayor, chief = paper.signatures
    return replace(
        paper,
        profile="ab" * 32,
        title_translations=(Translation("cy", "Derbyn arian ar gyfer plismona’r dŵr"),),
        executive_summary_translations=(Translation("cy", "Gofynnir am dderbyn y cynnig.\n\nMae’r tŷ’n barod."),),
        register_address="https://decisions.example",
        significance=Label("significant_spend", "Significant spend"),
        urgency=Urgency(True, "The offer lapses on Friday.", "urgent"),
        received_on=date(2026, 2, 2),
        effective_from=date(2026, 4, 1),
        recommendations=rulings,
        conditions=(
            Condition(
                1, 1, "Finance see the grant agreement.", date(2026, 4, 30), "Head of Finance", "acceptance"
            ),
            Condition(2, None, "A report comes after six months.", None, "", "nothing"),
        ),
        grants=(team, paper.grants[1]),
        onward_awards=(
            OnwardAward(
                "G-0001", "G-0003", team.recipient, Decimal("50000.00"), "2026/27", "Training",
                "It trains officers already.", "A report each quarter.", "no", "It trades in no market.",
            ),
        ),
        sections=(shaped, *paper.sections[1:]),
        options=(Option("Do nothing", "Leave it.", False, "The money lapses."), Option("Accept", "Take it.", True, "")),
        reasons="It costs nothing beyond the grant.",
        stakeholders=(Stakeholder("Derbyshire Constabulary", "Content."),),
        risks=(Risk("Late recruitment", "Posts are advertised now."),),
        attachments=(
            Attachment(1, "Bid form", "bid.pdf", "application/pdf", 12_345, "cd" * 32, "other", 2),
            Attachment(2, "Bid form as text", "bid.csv", "text/csv", 345, "ef" * 32, "yes", None),
        ),
        consultations=(
            Consultation(
                Label("chief_finance_officer", "Chief Finance Officer"), "Fay Lund", "Chief Finance Officer",
                "Affordable.", date(2026, 3, 10), datetime(2026, 3, 10, 9, tzinfo=UTC), "totp", "", None,
            ),
        ),
        authority=Authority((Power("Deputy Mayor", "Scheme, paragraph 4.8", "PCD 1", date(2016, 6, 1)),), ""),
        signatures=(replace(mayor, stand_in=StandIn("Sophie L.", date(2026, 3, 1), None, "PCD 1.7")), chief),
    )  # fmt: skip
