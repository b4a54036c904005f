"""The money of published decisions in rows, outcomes published later, and totals kept at publication."""

from django.db import models

from book.models.entries import Entry
from book.models.projections import PublishedDecision


class Money(models.Model):
    """One tranche of a decision's newest version: a grant's money for one financial year (its starting year) and fund.

    Pounds; None is "not at that stage", 0 is nil. `fund_as_written` is what the paper calls the fund, `paper_fund` the
    fund as the paper has it; `fund` is the one that stands for it where funds were merged.
    """

    decision = models.ForeignKey(PublishedDecision, models.DO_NOTHING, db_column="key", related_name="money")
    position = models.IntegerField()
    financial_year = models.IntegerField()
    grant = models.TextField()
    grant_title = models.TextField()
    direction = models.TextField()
    fund = models.TextField()
    paper_fund = models.TextField()
    fund_name = models.TextField()
    fund_as_written = models.TextField()
    funder = models.TextField()
    funder_name = models.TextField()
    recipient = models.TextField()
    recipient_name = models.TextField()
    bid = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    offered = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    accepted = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    as_stated = models.DecimalField(max_digits=16, decimal_places=2, null=True)

    class Meta:
        managed = False
        db_table = '"book"."money"'
        ordering = ["decision", "position"]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.financial_year}"


class Recommendation(models.Model):
    """One numbered recommendation of a decision's newest version, with what it allows, in pounds."""

    decision = models.ForeignKey(PublishedDecision, models.DO_NOTHING, db_column="key", related_name="recommendations")
    number = models.IntegerField()
    action = models.TextField()
    grant = models.TextField(null=True)  # noqa: DJ001 - none is not an empty identifier
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    up_to = models.BooleanField()

    class Meta:
        managed = False
        db_table = '"book"."recommendation"'
        ordering = ["decision", "number"]

    def __str__(self) -> str:
        return f"{self.decision_id} recommendation {self.number}"


class Outcome(models.Model):
    """What became of a bid or offer, published later: one row a financial year, or one without a year.

    What came of a grant's money in a year that was closed has rows of its own, with the result `year_end`.
    """

    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_column="entry", related_name="outcomes")
    decision = models.ForeignKey(PublishedDecision, models.DO_NOTHING, db_column="key", related_name="outcomes")
    grant = models.TextField()
    result = models.TextField()
    happened_on = models.DateField(null=True)
    financial_year = models.IntegerField(null=True)
    fund = models.TextField()
    paper_fund = models.TextField()
    fund_name = models.TextField()
    offered = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    accepted = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    received = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    spent = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    returned = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    carried_in = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    carried_out = models.DecimalField(max_digits=16, decimal_places=2, null=True)

    class Meta:
        managed = False
        db_table = '"book"."outcome"'

    def __str__(self) -> str:
        return f"{self.decision_id} {self.result}"


class Total(models.Model):
    """Totals of counted decisions. `scope` is all, funder or fund (then `subject` is its id).

    One row a direction (received or made, "" where no grant says) and financial year; pounds by kind of money, never
    mixed. `decisions` counts those with money there.
    """

    id = models.BigIntegerField(primary_key=True)
    scope = models.TextField()
    subject = models.TextField()
    direction = models.TextField()
    financial_year = models.IntegerField()
    decisions = models.IntegerField()
    bid = models.DecimalField(max_digits=18, decimal_places=2)
    offered = models.DecimalField(max_digits=18, decimal_places=2)
    accepted = models.DecimalField(max_digits=18, decimal_places=2)
    as_stated = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        managed = False
        db_table = '"book"."total"'
        ordering = ["scope", "subject", "direction", "financial_year"]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject} {self.direction} {self.financial_year}"
