"""What stands in the form and in the board report behind it, as far as it comes in rows."""

from django.db import models
from django.db.models import Q

from book.part1.text import Paragraph, RichText, lines_of, plain
from decisions.models.decision import Decision
from figures.fields import MoneyColumn
from markup import read_markup


class DecisionGrant(models.Model):
    """A grant that a paper is about."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="decision_grants")
    grant = models.ForeignKey("grants.Grant", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "grant"], name="decision_names_a_grant_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.grant}"


class Action(models.TextChoices):
    """What a recommendation asks for."""

    ACCEPT_OFFER = "accept_offer", "Accept an offer"
    APPROVE_BID = "approve_bid", "Approve a bid"
    AWARD = "award", "Award a grant"
    OTHER = "other", "Something else"


class Recommendation(models.Model):
    """One numbered line of what is asked to be decided."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    #: The text in the body's other language.
    translation = models.TextField(blank=True, default="", db_default="")
    action = models.CharField(max_length=20, choices=Action)
    grant = models.ForeignKey("grants.Grant", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = MoneyColumn(null=True, blank=True)
    up_to = models.BooleanField("Up to this amount", default=False)
    power = models.CharField("Power relied on", max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="recommendation_number_once"),
            models.CheckConstraint(condition=Q(action__in=Action.values), name="recommendation_action_known"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="recommendation_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class Consideration(models.Model):
    """What was weighed, in rows: an option, a risk, or somebody who is affected or was asked.

    `answer` is the reason for or against an option, what is done about a risk, what somebody said.
    """

    class Kind(models.TextChoices):
        """What it is."""

        OPTION = "option", "Option"
        RISK = "risk", "Risk"
        STAKEHOLDER = "stakeholder", "Who is affected or was asked"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="considerations")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "kind", "number"], name="consideration_number_once"),
            models.CheckConstraint(condition=Q(kind__in=["option", "risk", "stakeholder"]), name="consideration_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}: {self.title[:60]}"


class SectionKind(models.TextChoices):
    """The sections of the form and of the report, in the order in which they are printed."""

    FACTS = "facts", "Facts and advice"
    INTRODUCTION = "introduction", "Introduction and background"
    ISSUES = "issues", "Issues for consideration"
    PLAN = "police_and_crime_plan", "Contribution to the Police and Crime Plan"
    FINANCIAL = "financial", "Financial comments"
    COMMERCIAL = "commercial", "Commercial and procurement comments"
    BREAKDOWN = "breakdown", "Breakdown"
    LEGAL = "legal", "Legal comments"
    PRIVACY = "privacy", "GDPR and data privacy"
    EQUALITY = "equality", "Equality comments"
    REAL_ESTATE = "real_estate", "Real estate implications"
    ENVIRONMENT = "environment", "Environmental implications"
    BACKGROUND = "background", "Background and supporting papers"
    TIME_SENSITIVITY = "time_sensitivity", "Time sensitivity"
    OTHER = "other", "Other"


class Section(models.Model):
    """A section: its paragraphs as text, a blank line between two; the program numbers them."""

    class Document(models.TextChoices):
        """The two documents of a paper."""

        FORM = "form", "Form"
        REPORT = "report", "Board report"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="sections")
    document = models.CharField(max_length=10, choices=Document)
    kind = models.CharField(max_length=30, choices=SectionKind)
    #: The report's own heading, where it differs from the profile's.
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "document", "kind"], name="section_once_per_document")
        ]

    def __str__(self) -> str:
        return f"{self.get_document_display()}: {self.get_kind_display()}"

    def paragraphs(self) -> list[str]:
        """The words of each paragraph with the points and rows that belong to it, each on one line."""
        paragraphs: list[list[str]] = []
        for block in read_markup(self.text).blocks:
            lines = lines_of(RichText((block,), ()))
            if isinstance(block, Paragraph) or not paragraphs:
                paragraphs.append([plain(block.text)] if isinstance(block, Paragraph) else list(lines))
            else:
                paragraphs[-1] += lines
        return [" ".join(" ".join(lines).split()) for lines in paragraphs]


class BoardReport(models.Model):
    """The board report: who wrote it, for which board, by when a decision is needed and why."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="report")
    #: A short paper comes without a report; what was written of one is kept, and is no part of the paper.
    is_left_out = models.BooleanField(default=False)
    title = models.CharField("Title of the report", max_length=300, blank=True)
    board = models.CharField("Board", max_length=200, blank=True)
    board_on = models.DateField("Date of the board", null=True, blank=True)
    author = models.CharField("Report author", max_length=200, blank=True)
    author_rank = models.CharField("Rank or grade", max_length=80, blank=True)
    author_unit = models.CharField("Unit", max_length=200, blank=True)
    on_behalf_of = models.CharField("On behalf of", max_length=200, blank=True)
    marking = models.CharField("Marking of the report’s Part 1", max_length=80, blank=True, default="OFFICIAL")
    executive_summary = models.TextField("Executive summary of the report", blank=True)
    recommendations = models.TextField("What the board was asked, one recommendation on each line", blank=True)
    needed_by = models.DateField("Decision needed by", null=True, blank=True)
    needed_why = models.TextField("Why it is needed by then", blank=True)
    delay_would = models.TextField("What delay would cost, one point on each line", blank=True)

    def __str__(self) -> str:
        return f"Report to {self.board or 'no board'}"


class DeclarationKind(models.TextChoices):
    """The originating officer's six declarations."""

    FINANCIAL = "financial", "Financial advice"
    LEGAL = "legal", "Legal advice"
    EQUALITIES = "equalities", "Equalities advice"
    COMMERCIAL = "commercial", "Commercial issues"
    PRIVACY = "privacy", "GDPR and data privacy"
    HEAD_OF_SERVICE = "head_of_service", "Director or head of service"


class Declaration(models.Model):
    """One declaration: confirmed, or not applicable, with who was consulted and when."""

    class Answer(models.TextChoices):
        """What the officer declares."""

        CONFIRMED = "confirmed", "Confirmed"
        NOT_APPLICABLE = "not_applicable", "Not applicable"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="declarations")
    kind = models.CharField(max_length=20, choices=DeclarationKind)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    comment = models.TextField(blank=True)
    consulted = models.CharField("Who was consulted", max_length=200, blank=True)
    consulted_on = models.DateField("When", null=True, blank=True)
    made_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "kind"], name="declaration_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_answer_display() or 'not given'}"


class LinkKind(models.TextChoices):
    """What a later decision does to an earlier one."""

    CONTINUES = "continues", "Continues"
    AMENDS = "amends", "Amends"
    REPLACES = "replaces", "Replaces"
    REVOKES = "revokes", "Revokes"


class Link(models.Model):
    """From a paper still being written to an earlier decision, which may not have been imported yet."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20, choices=LinkKind)
    earlier_reference = models.CharField("Earlier decision", max_length=40)
    earlier_key = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "earlier_key"], name="link_once_per_earlier_decision"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="link_kind_known"),
            models.CheckConstraint(condition=~Q(earlier_key=""), name="link_names_a_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.earlier_reference}"
