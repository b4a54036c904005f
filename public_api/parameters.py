"""The parameters of the API: described for OpenAPI, and parsed with an error sentence for every mistake."""

import re
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework.exceptions import ValidationError

from book.amount_bands import BANDS
from figures.references import Reference
from figures.years import FinancialYear
from profiles import current
from register.search.filters import FORCE, KINDS, LONGEST, SORTS, STATUSES, DayFilter, DecisionFilter, FacetFilter

MOST_ON_A_PAGE = 100
#: Parameters of a list besides its filters.
PAGING = ("sort", "cursor", "page_size", "since")

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: RFC 3339, section 5.6.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)

_CHOICES: dict[str, list[str]] = {
    "year": [FinancialYear(start).slug for start in range(1990, 2061)],
    "decided": [str(year) for year in range(1990, 2061)],
    "band": [band.slug for band in BANDS],
    "kind": list(KINDS),
    "force": list(FORCE),
    "status": list(STATUSES),
    "thread": ["yes"],
    "late": ["yes"],
    "deferred": ["yes"],
    "imported": ["yes"],
    "urgent": ["yes"],
}
_TEXT = {"type": "string", "maxLength": LONGEST, "pattern": r"^[^\u0000-\u0008\u000b-\u001f\u007f]*$"}
_SINCE = {"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "format": "date-time"}]}


_EXAMPLE = Reference.parse(current().references.example)

#: Where an address names a decision.
SPELLING = OpenApiParameter(
    "spelling",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    description=f"A reference in any spelling: {_EXAMPLE.slug}, {_EXAMPLE.key}, {_EXAMPLE}",
    examples=[OpenApiExample("a reference", value=_EXAMPLE.slug)],
)


def filter_parameters() -> list[OpenApiParameter]:
    """The parameters that the filters of a list read, for the OpenAPI document."""
    parameters = []
    for name, filter_ in DecisionFilter.base_filters.items():
        description = str(filter_.extra.get("label") or filter_.label)
        if isinstance(filter_, FacetFilter):
            kind: Any = {"type": "string", "enum": _CHOICES[name]} if name in _CHOICES else _TEXT
            many = {"type": "array", "items": kind, "maxItems": 30}
            parameters.append(OpenApiParameter(name, many, description=description, style="form", explode=True))
        elif isinstance(filter_, DayFilter):
            parameters.append(OpenApiParameter(name, OpenApiTypes.DATE, description=description))
        else:
            parameters.append(OpenApiParameter(name, _TEXT, description=description))
    return parameters


def paging_parameters() -> list[OpenApiParameter]:
    """The parameters of sorting and paging."""
    return [
        OpenApiParameter(
            "sort",
            OpenApiTypes.STR,
            enum=list(SORTS),
            description="Newest first, or the best first with q. Passed over with since: changes come in their order.",
        ),
        OpenApiParameter("cursor", OpenApiTypes.STR, description="As given in next or previous; belongs to one sort."),
        *entry_parameters(),
    ]


def entry_parameters() -> list[OpenApiParameter]:
    """The parameters of lists in the order of the book."""
    size = {"type": "integer", "minimum": 1, "maximum": MOST_ON_A_PAGE, "default": 20}
    since = "What changed after an entry's number, or after a moment: in the order of change."
    return [
        OpenApiParameter("page_size", size, description="Results on a page; more where one entry changed several"),
        OpenApiParameter("since", _SINCE, description=since),
    ]


def check_parameters(data: QueryDict) -> None:
    """Raise ValidationError for values that the OpenAPI document does not allow, even where the pages for people do."""
    for name, values in data.lists():
        if name in _CHOICES:
            # Years are accepted in any spelling, as on the pages, but not blank.
            free = name in ("year", "decided")
            wrong = [value for value in values if (not value if free else value not in _CHOICES[name])]
            if wrong:
                raise ValidationError(f"{name} takes one of: {', '.join(_CHOICES[name][-12:])}.")
        elif len(values) > 1 and not isinstance(DecisionFilter.base_filters.get(name), FacetFilter):
            raise ValidationError(f"{name[:40]} may be given once.")
        if name in ("signed_from", "signed_to") and not _DAY.fullmatch(values[0]):
            raise ValidationError(f"{name} must be a day such as 2018-12-17.")
        if name == "sort" and values[0] not in SORTS:
            raise ValidationError(f"sort takes one of: {', '.join(SORTS)}.")


def size_of(data: QueryDict) -> int:
    """How many results a page is to hold; raises ValidationError."""
    text = data.get("page_size", "20")
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST_ON_A_PAGE):
        raise ValidationError(f"page_size must be a whole number from 1 to {MOST_ON_A_PAGE}.")
    return int(text)


def since_of(data: QueryDict) -> int | datetime | None:
    """The entry's number, or the moment, after which changes are asked for; raises ValidationError."""
    if "since" not in data:
        return None
    # A plus sign in an address that was not encoded arrives as a space.
    text = data.get("since", "")
    text = text.replace(" ", "+") if "T" in text else text
    if re.fullmatch(r"[0-9]{1,18}", text):
        return int(text)
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        # In UTC, because PostgreSQL accepts no offset of sixteen hours or more.
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValidationError(
            "since must be the number of an entry, such as 1234, or a moment, such as 2026-01-31T09:00:00Z."
        ) from None
