"""What the pages read: one row a decision, its links, the lists of funders and funds. Derived from the entries."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class DecisionQuerySet(models.QuerySet["PublishedDecision"]):
    """Questions about many decisions."""

    def light(self) -> "DecisionQuerySet":
        """Without the large columns that exist for searching only."""
        return self.defer("search", "ranking", "words")

    def counted(self) -> "DecisionQuerySet":
        """Those whose money stands in totals: approved and not replaced, amended, revoked or withdrawn."""
        return self.filter(counted=True)


class DecisionManager(models.Manager["PublishedDecision"]):
    """Loads decisions without what only the search reads."""

    def get_queryset(self) -> DecisionQuerySet:
        """The light rows; ask for `.defer(None)` to have all columns."""
        return DecisionQuerySet(self.model, using=self._db).light()

    def counted(self) -> DecisionQuerySet:
        """See DecisionQuerySet.counted."""
        return self.get_queryset().counted()


class PublishedDecision(models.Model):
    """A decision as its newest version stands. Money is in pounds; None is "not at that stage".

    `entry` brought the newest version, `first_number` the first; `changed_number` is the newest entry of any kind
    about the decision (mirrors ask for what is above a number). `sorted_on` is the day signed, else the day
    published, else (an import without a date) 1 January of year 1. `amount` is what the recommendations allow, else
    the largest of accepted, offered, bid, as stated; 0 when the paper has no money. `facets` holds "name:value":
    year, funder, fund, recipient, unit, board, kind, by, decided, band, status, force, late, deferred, imported,
    thread.
    `thread` is the key of the eldest decision linked with this one, directly or not; its own key when alone.
    """

    class Status(models.TextChoices):
        """Where the decision stands for a reader today."""

        IN_FORCE = "in force"
        CONTINUED = "continued"
        AMENDED = "amended"
        REPLACED = "replaced"
        REVOKED = "revoked"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    key = models.TextField(primary_key=True)
    reference = models.TextField()
    slug = models.TextField()
    series = models.TextField()
    number = models.IntegerField()
    year = models.IntegerField(null=True)
    entry = models.ForeignKey("Entry", models.DO_NOTHING, db_column="entry_number", related_name="+")
    first_number = models.BigIntegerField()
    changed_number = models.BigIntegerField()
    version = models.IntegerField()
    title = models.TextField()
    summary = models.TextField()
    outcome = models.TextField()
    decided_on = models.DateField(null=True)
    decided_by = models.TextField()
    needed_by = models.DateField(null=True)
    late = models.BooleanField()
    deferred = models.BooleanField()
    deferral_reason = models.TextField()
    deferred_until = models.DateField(null=True)
    imported = models.BooleanField()
    transcript = models.BooleanField()
    part_2 = models.BooleanField()
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    days_to_publish = models.IntegerField(null=True)
    sorted_on = models.DateField()
    status = models.TextField(choices=Status)
    withdrawn_reason = models.TextField()
    expunged = models.BooleanField()
    counted = models.BooleanField()
    thread = models.TextField()
    thread_size = models.IntegerField()
    bid = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    offered = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    accepted = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    as_stated = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    approved = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    outcome_result = models.TextField()
    pdf_sha256 = models.TextField(null=True)  # noqa: DJ001 - there is no paper, not an empty hash
    pdf_size = models.BigIntegerField(null=True)
    pdf_pages = models.IntegerField(null=True)
    facets = ArrayField(models.TextField())
    paper_facets = ArrayField(models.TextField())
    refers_to = ArrayField(models.TextField())
    words = models.TextField()
    search = SearchVectorField()
    ranking = SearchVectorField()

    objects = DecisionManager()

    class Meta:
        managed = False
        db_table = '"book"."decision"'
        ordering = ["-sorted_on", "-key"]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_in_force(self) -> bool:
        """Whether the decision still stands: only replaced, revoked, refused and withdrawn ones do not."""
        return self.status in (self.Status.IN_FORCE, self.Status.CONTINUED, self.Status.AMENDED)


class Link(models.Model):
    """A later decision continues, amends, replaces or revokes an earlier one; a row exists once both are published."""

    later = models.ForeignKey(PublishedDecision, models.DO_NOTHING, db_column="later", related_name="links_to_earlier")
    earlier = models.ForeignKey(
        PublishedDecision, models.DO_NOTHING, db_column="earlier", related_name="links_to_later"
    )
    kind = models.TextField()

    class Meta:
        managed = False
        db_table = '"book"."link"'

    def __str__(self) -> str:
        return f"{self.later_id} {self.kind} {self.earlier_id}"


class Released(models.Model):
    """A Part 2 item that was released; the payload of its entry holds text, salt and digest."""

    entry = models.OneToOneField("Entry", models.DO_NOTHING, db_column="entry", primary_key=True, related_name="+")
    decision = models.ForeignKey(PublishedDecision, models.DO_NOTHING, db_column="key", related_name="released")
    item = models.IntegerField()
    kind = models.TextField()

    class Meta:
        managed = False
        db_table = '"book"."released"'

    def __str__(self) -> str:
        return f"{self.decision_id} item {self.item}"


class Funder(models.Model):
    """A body that funds, under the newest name published; `slug` never changes. `decisions` counts published ones."""

    id = models.TextField(primary_key=True)
    name = models.TextField()
    slug = models.TextField()
    decisions = models.IntegerField()

    class Meta:
        managed = False
        db_table = '"book"."funder"'
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Fund(models.Model):
    """A fund of a funder, under the newest name published; `slug` never changes. `decisions` counts published ones.

    `stands` is the fund that it is one with, to which its money is put; none for one that stands by itself.
    """

    id = models.TextField(primary_key=True)
    name = models.TextField()
    slug = models.TextField()
    funder = models.ForeignKey(Funder, models.DO_NOTHING, db_column="funder", related_name="funds")
    decisions = models.IntegerField()
    stands = models.ForeignKey("self", models.DO_NOTHING, db_column="stands", null=True, related_name="merged")

    class Meta:
        managed = False
        db_table = '"book"."fund"'
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """A word of titles and summaries as it is written, and how many decisions on lists have it."""

    word = models.TextField(primary_key=True)
    decisions = models.IntegerField()

    class Meta:
        managed = False
        db_table = '"book"."word"'

    def __str__(self) -> str:
        return f"{self.word} {self.decisions}"


class FacetCount(models.Model):
    """How many published decisions carry a facet, kept so that the unfiltered list needs no counting."""

    facet = models.TextField(primary_key=True)
    count = models.IntegerField()

    class Meta:
        managed = False
        db_table = '"book"."facet_count"'

    def __str__(self) -> str:
        return f"{self.facet} {self.count}"
