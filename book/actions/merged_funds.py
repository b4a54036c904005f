"""Funds of published papers that are one: merged, and taken apart again. No entry changes."""

from django.db import connection

from book.models import Fund, MergedFund
from components.refusals import Refused


def merge_published_fund(*, merged: str, kept: str) -> None:
    """Put the published money of the fund of identifier `merged` with that of `kept`.

    Either may be in no published paper yet; the money follows once it is. The caller checks
    who may do it, and records the event.

    Raises:
        Refused: the two are one fund already.
    """
    if merged == kept or MergedFund.objects.filter(id=merged, kept=kept).exists():
        raise Refused("These two are one fund already.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.merge_fund(%s, %s)", [merged, kept])


def take_published_fund_apart(*, merged: str) -> None:
    """Let the fund of identifier `merged` stand by itself again.

    Raises:
        Refused: it is not merged with another.
    """
    if not MergedFund.objects.filter(id=merged).exists():
        raise Refused("This fund stands by itself already.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.take_fund_apart(%s)", [merged])


def published_funds() -> list[Fund]:
    """Every fund of a published decision, with its funder."""
    return list(Fund.objects.using("default").select_related("funder").order_by("name", "id"))
