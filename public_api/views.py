"""The views of the API: they call the same functions as the pages, and answer with plain values."""

import json
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponseRedirect, QueryDict
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from book.models import Entry, Fund, Funder, Link, PublishedDecision
from figures.money import canonical_money
from figures.years import FinancialYear
from public_api import serializers as shapes
from public_api.parameters import (
    PAGING,
    SPELLING,
    check_parameters,
    entry_parameters,
    filter_parameters,
    paging_parameters,
    since_of,
    size_of,
)
from register.money.threads import in_order, members, sums
from register.opendata.records import is_gone, moment, record, tombstone
from register.search.filters import ProgramFilter
from register.search.finding import find, listed
from register.search.ordering import BadCursor
from register.views.decision import CanonicalRedirect, decision_of
from register.views.decisions import problem_with

#: Sent by the web server in front of this program, so it has no `problem`.
TOO_LONG = OpenApiResponse(description="The address is longer than 8,000 characters")
REFUSALS: dict[int, Any] = {400: shapes.Problem, 414: TOO_LONG, 429: shapes.Problem}
MISSING = REFUSALS | {404: shapes.Problem}


class NoLongerPublished(APIException):
    """The decision is no longer in the register."""

    status_code = 410
    default_code = "gone"


def refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal as {"problem": "one sentence"}."""
    if isinstance(error, BadCursor):
        error = NotFound(str(error))
    elif isinstance(error, BadRequest):
        error = ValidationError(str(error))
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data
    while isinstance(detail, dict | list):
        detail = next(iter(detail.values() if isinstance(detail, dict) else detail), "")
    response.data = {"problem": str(error) if isinstance(error, Http404) and str(error) else str(detail)}
    return response


class DecisionList(APIView):
    """Published decisions."""

    @extend_schema(
        operation_id="decisions",
        summary="List, search and filter published decisions; with since, keep a mirror up to date",
        parameters=[*filter_parameters(), *paging_parameters()],
        responses={200: shapes.Page, **MISSING},
    )
    def get(self, request: Request) -> Response:
        """A page of records."""
        data = request.query_params
        check_parameters(data)
        filters = ProgramFilter(data, queryset=listed())
        problem = problem_with(filters, *PAGING)
        if problem:
            raise ValidationError(problem)
        since = since_of(data)
        if since is not None:
            # A mirror must learn of withdrawals too, so the filters search all decisions, not only listed ones.
            return Response(_changes(filters.filter_queryset(PublishedDecision.objects.all()), since, data))
        page = find(filters, cursor=data.get("cursor", ""), size=size_of(data))
        prefetch_related_objects(page.decisions, "recommendations", "money")
        return Response({
            "count": page.count.number,
            "countIsCapped": page.count.capped,
            "next": _address("decisions/", data, cursor=page.next),
            "previous": _address("decisions/", data, cursor=page.previous),
            "last": None,
            "results": [record(decision) for decision in page.decisions],
        })  # fmt: skip


class DecisionDetail(APIView):
    """One decision."""

    @extend_schema(
        operation_id="decision",
        summary="One decision with its content, links and later entries",
        parameters=[SPELLING],
        responses={200: shapes.Whole, **MISSING, 410: shapes.Problem},
    )
    def get(self, request: Request, spelling: str) -> Any:
        """The record with everything around it."""
        try:
            decision = decision_of(spelling)
        except CanonicalRedirect as other:
            return HttpResponseRedirect(f"/api/v1/decisions/{other.slug}/")
        if is_gone(decision):
            raise NoLongerPublished(
                f"{decision.reference} is no longer in the register. {decision.withdrawn_reason}".strip()
            )
        prefetch_related_objects([decision], "recommendations", "money")
        payload = Entry.objects.values_list("payload", flat=True).get(number=decision.entry_id)
        entries = Entry.objects.filter(key=decision.key).defer("payload", "leaf").order_by("number")
        return Response(record(decision) | {
            "content": json.loads(bytes(payload or b"{}")),
            "links": _links(Q(later=decision.key) | Q(earlier=decision.key)),
            "entries": [_entry(entry) for entry in entries],
            "proof": f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/decision.tlog-proof",
        })  # fmt: skip


class ThreadDetail(APIView):
    """A thread of linked decisions."""

    @extend_schema(
        operation_id="thread",
        summary="A thread with its money by year",
        parameters=[SPELLING],
        responses={200: shapes.Thread, **MISSING},
    )
    def get(self, request: Request, spelling: str) -> Any:
        """The decisions in order, their links, their money by year, fund and kind."""
        try:
            decision = decision_of(spelling)
        except CanonicalRedirect as other:
            return HttpResponseRedirect(f"/api/v1/threads/{other.slug}/")
        decisions = [member for member in in_order(members(decision.thread)) if not is_gone(member)]
        prefetch_related_objects(decisions, "recommendations", "money")
        keys = [member.key for member in decisions]
        money = [
            {
                "direction": s.direction,
                "financialYear": str(FinancialYear(s.year)),
                "fund": s.fund,
                "kind": s.kind,
                "amount": canonical_money(s.amount),
            }
            for s in sums(decisions)
        ]
        answer = {"thread": decision.thread, "decisions": [record(member) for member in decisions], "money": money}
        return Response(answer | {"links": _links(Q(later__in=keys, earlier__in=keys))})


class EntryList(APIView):
    """Entries of the book."""

    @extend_schema(
        operation_id="entries",
        summary="Every entry of the book in its order",
        parameters=entry_parameters(),
        responses={200: shapes.Entries, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """A page of entries after `since`."""
        _refuse_other_parameters(request.query_params, "since", "page_size")
        check_parameters(request.query_params)
        since, size = since_of(request.query_params) or 0, size_of(request.query_params)
        newest = _next_since(since)
        after = Q(published_at__gt=since) if isinstance(since, datetime) else Q(number__gt=since)
        page = list(Entry.objects.filter(after).order_by("number").defer("payload", "leaf")[: size + 1])
        more, page = len(page) > size, page[:size]
        last = page[-1].number if page else newest
        following = _address("entries/", request.query_params, since=str(last)) if more else None
        return Response({"next": following, "last": last, "results": [_entry(entry) for entry in page]})


class BodyList(APIView):
    """Funders or funds."""

    model: type[Funder] | type[Fund] = Funder
    place = "funders"

    @extend_schema(
        summary="All of them, with the number of their decisions", responses={200: shapes.Bodies, **REFUSALS}
    )
    def get(self, request: Request) -> Response:
        """Name, identifier and number of decisions of each."""
        _refuse_other_parameters(request.query_params)
        rows = self.model._default_manager.filter(decisions__gt=0).order_by("name", "id")
        base = f"{settings.REGISTER_ADDRESS}/{self.place}"
        results = [
            {
                "id": row.id,
                "slug": row.slug,
                "name": row.name,
                "decisions": row.decisions,
                "address": f"{base}/{row.slug}/",
            }
            for row in rows
        ]
        return Response({"results": results})


class ApiRoot(APIView):
    """Where everything is."""

    @extend_schema(operation_id="root", summary="Where everything is", responses={200: shapes.Root, **REFUSALS})
    def get(self, request: Request) -> Response:
        """The addresses."""
        _refuse_other_parameters(request.query_params)
        names = ("decisions", "entries", "funders", "funds", "schema", "docs")
        return Response({name: f"{settings.REGISTER_ADDRESS}/api/v1/{name}/" for name in names})


def _changes(decisions: QuerySet[PublishedDecision], since: int | datetime, data: QueryDict) -> dict[str, Any]:
    """Decisions that changed after an entry or a moment, in the order of change, tombstones among them.

    A page holds all that its last entry changed, so it may be longer than asked for.

    Raises BadCursor: changes are followed by `since` alone, so no cursor of theirs was ever given out.
    """
    if data.get("cursor"):
        raise BadCursor
    size, newest = size_of(data), _next_since(since)
    after = Q(changed_at__gt=since) if isinstance(since, datetime) else Q(changed_number__gt=since)
    ordered = decisions.filter(after).order_by("changed_number", "key")
    page = list(ordered[: size + 1])
    more, page = len(page) > size, page[:size]
    if more:
        # One entry changes several decisions (one continues another): the next page begins after all of them.
        page += ordered.filter(changed_number=page[-1].changed_number, key__gt=page[-1].key)
    prefetch_related_objects(page, "recommendations", "money")
    last = page[-1].changed_number if page else newest
    return {
        "count": None,
        "countIsCapped": False,
        "next": _address("decisions/", data, since=str(last)) if more else None,
        "previous": None,
        "last": last,
        "results": [tombstone(decision) if is_gone(decision) else record(decision) for decision in page],
    }


def _next_since(since: int | datetime) -> int:
    """The number to ask with next time when nothing is new: the one that was asked with, or the book's newest.

    It is read before the page is, so that what is published in between is not passed over.
    """
    if isinstance(since, int):
        return since
    return Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _address(path: str, data: QueryDict, **changed: str) -> str | None:
    if not all(changed.values()):
        return None
    query = data.copy()
    for name, value in changed.items():
        query[name] = value
    return f"{settings.REGISTER_ADDRESS}/api/v1/{path}?{query.urlencode()}"


def _refuse_other_parameters(data: QueryDict, *known: str) -> None:
    """Raise ValidationError (400) for a parameter that this address does not know."""
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise ValidationError(f"There is no parameter called “{unknown[0][:40]}” here.")


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "kind": entry.kind,
        "reference": entry.reference,
        "version": entry.version,
        "publishedAt": moment(entry.published_at),
        "summary": entry.summary,
        "payloadSha256": entry.payload_sha256,
        "pdfSha256": entry.pdf_sha256,
        "leafHash": bytes(entry.leaf_hash).hex(),
    }


def _links(condition: Q) -> list[dict[str, str]]:
    rows = Link.objects.filter(condition).exclude(later__status="withdrawn").exclude(earlier__status="withdrawn")
    rows_in_order = rows.order_by("pk").values_list("later__reference", "kind", "earlier__reference")
    return [{"later": later, "kind": kind, "earlier": earlier} for later, kind, earlier in cast(Any, rows_in_order)]
