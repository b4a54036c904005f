"""The shapes of the API's answers. They describe what `register.opendata.records` makes, and check it in tests."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers


class Problem(serializers.Serializer[Any]):
    """Why a request cannot be answered, in one sentence."""

    problem = serializers.CharField()


class Record(serializers.Serializer[Any]):
    """A decision as its newest version stands. Amounts are decimal strings of pounds; null is “not at that stage”."""

    reference = serializers.CharField()
    address = serializers.URLField(help_text="The permanent address of its page.")
    title = serializers.CharField(allow_blank=True)
    summary = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(["in force", "continued", "amended", "replaced", "revoked", "refused"])
    outcome = serializers.CharField(allow_blank=True)
    counted = serializers.BooleanField(
        help_text="Whether it counts in totals: approved, and not replaced, amended, revoked or withdrawn."
    )
    dateSigned = serializers.DateField(allow_null=True)  # noqa: N815
    datePublished = serializers.DateTimeField(allow_null=True)  # noqa: N815
    decidedBy = serializers.CharField(allow_blank=True)  # noqa: N815
    neededBy = serializers.DateField(allow_null=True)  # noqa: N815
    late = serializers.BooleanField()
    deferred = serializers.BooleanField()
    imported = serializers.BooleanField()
    part2 = serializers.BooleanField()
    approvedOffers = serializers.CharField(  # noqa: N815
        allow_null=True, help_text="As with the three after it: null where the decision is refused."
    )
    approvedBids = serializers.CharField(allow_null=True)  # noqa: N815
    approvedAwards = serializers.CharField(allow_null=True)  # noqa: N815
    approvedOther = serializers.CharField(allow_null=True)  # noqa: N815
    bid = serializers.CharField(allow_null=True)
    offered = serializers.CharField(allow_null=True)
    accepted = serializers.CharField(allow_null=True)
    asStated = serializers.CharField(allow_null=True)  # noqa: N815
    outcomeSince = serializers.CharField(allow_null=True)  # noqa: N815
    financialYears = serializers.ListField(child=serializers.CharField())  # noqa: N815
    funders = serializers.ListField(child=serializers.CharField())
    funds = serializers.ListField(child=serializers.CharField())
    recipients = serializers.ListField(child=serializers.CharField())
    grants = serializers.ListField(child=serializers.CharField())
    thread = serializers.CharField()
    version = serializers.IntegerField()
    pdf = serializers.URLField(allow_null=True)
    pdfSha256 = serializers.CharField(allow_null=True)  # noqa: N815
    part1 = serializers.URLField(help_text="The exact bytes that were signed, as JSON.")
    entry = serializers.IntegerField(help_text="The newest entry of the book about it.")
    lastModified = serializers.DateTimeField()  # noqa: N815


class Tombstone(serializers.Serializer[Any]):
    """What is left of a decision that was withdrawn, or whose content the law had removed."""

    reference = serializers.CharField()
    address = serializers.URLField()
    status = serializers.ChoiceField(["withdrawn", "removed"])
    reason = serializers.CharField(allow_blank=True)
    entry = serializers.IntegerField()
    lastModified = serializers.DateTimeField()  # noqa: N815


_RECORD_OR_TOMBSTONE = PolymorphicProxySerializer(
    component_name="RecordOrTombstone",
    serializers=[Record, Tombstone],
    # Each is told by its fields: a tombstone has no title.
    resource_type_field_name=None,
    many=True,
)


@extend_schema_field(_RECORD_OR_TOMBSTONE)
class Records(serializers.ListField):
    """Records; with `since`, tombstones among them."""


class Page(serializers.Serializer[Any]):
    """A page of decisions."""

    count = serializers.IntegerField(help_text="How many there are; 1000 may stand for more.", allow_null=True)
    countIsCapped = serializers.BooleanField()  # noqa: N815
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    last = serializers.IntegerField(
        allow_null=True,
        help_text="With `since`: the entry to ask with next time, also where nothing is new. Without it: null.",
    )
    results = Records(child=serializers.DictField(), help_text="Records; with `since`, tombstones too.")


class Happening(serializers.Serializer[Any]):
    """An entry of the book."""

    number = serializers.IntegerField()
    kind = serializers.CharField()
    reference = serializers.CharField()
    version = serializers.IntegerField()
    publishedAt = serializers.DateTimeField()  # noqa: N815
    summary = serializers.CharField(allow_blank=True)
    payloadSha256 = serializers.CharField()  # noqa: N815
    pdfSha256 = serializers.CharField(allow_null=True)  # noqa: N815
    leafHash = serializers.CharField()  # noqa: N815


class Linked(serializers.Serializer[Any]):
    """A link between two published decisions."""

    later = serializers.CharField()
    kind = serializers.ChoiceField(["continues", "amends", "replaces", "revokes"])
    earlier = serializers.CharField()


class Whole(Record):
    """A decision with its content, its links and everything that was published about it."""

    content = serializers.DictField(help_text="Part 1, as described by /open-data/decision.schema.json.")
    links = Linked(many=True)
    entries = Happening(many=True)
    proof = serializers.URLField(
        help_text="A portable proof (C2SP tlog-proof) that the paper is in the log; 404 until its head is signed."
    )


class Entries(serializers.Serializer[Any]):
    """Entries of the book in their order."""

    next = serializers.URLField(allow_null=True)
    last = serializers.IntegerField(help_text="The entry to ask with next time, also where nothing is new.")
    results = Happening(many=True)


class YearSum(serializers.Serializer[Any]):
    """Money of one direction and kind for one financial year and fund."""

    direction = serializers.ChoiceField(["received", "made", ""])
    financialYear = serializers.CharField()  # noqa: N815
    fund = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(["bid", "offered", "accepted", "as_stated", "offered_since", "came"])
    amount = serializers.CharField()


class Thread(serializers.Serializer[Any]):
    """A thread: its decisions in order, and their money by year."""

    thread = serializers.CharField()
    decisions = Record(many=True)
    links = Linked(many=True)
    money = YearSum(many=True)


class BodyTotals(serializers.Serializer[Any]):
    """A funder or fund with the number of its decisions."""

    id = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    decisions = serializers.IntegerField()
    address = serializers.URLField()


class Bodies(serializers.Serializer[Any]):
    """All of them."""

    results = BodyTotals(many=True)


class Root(serializers.Serializer[Any]):
    """Where everything is."""

    decisions = serializers.URLField()
    entries = serializers.URLField()
    funders = serializers.URLField()
    funds = serializers.URLField()
    schema = serializers.URLField()
    docs = serializers.URLField()
