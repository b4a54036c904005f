"""The search of the static site: a page with every decision as a link, and an index that a small script reads."""

import json
from typing import Any

from django.template.loader import render_to_string

from book.models import Fund, Funder, PublishedDecision
from figures.dates import format_date
from figures.years import FinancialYear
from register.closing import closing_notice
from register.opendata.records import all_listed
from static_export.own_requests import own_request
from static_export.pages import SEARCH

INDEX_ADDRESS = f"{SEARCH}index.json"


def search_index() -> bytes:
    """Every listed decision, the newest first: its page, what is searched, and its values of the list's filters."""
    slugs = {f"funder:{body.id}": f"funder:{body.slug}" for body in Funder.objects.all()}
    slugs |= {f"fund:{body.id}": f"fund:{body.slug}" for body in Fund.objects.all()}
    rows = [_row(decision, slugs) for decision in all_listed().iterator()]
    return (json.dumps({"decisions": rows}, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _row(decision: PublishedDecision, slugs: dict[str, str]) -> dict[str, Any]:
    # A filter names a funder by its identifier or by its slug, and a year as 2018-19, as the register's own list does.
    also = [slugs[facet] for facet in decision.facets if facet in slugs]
    also += [f"year:{FinancialYear(int(f[5:])).slug}" for f in decision.facets if f.startswith("year:")]
    return {
        "slug": decision.slug,
        "reference": decision.reference,
        "title": decision.title,
        "summary": decision.summary,
        "signed": decision.decided_on.isoformat() if decision.decided_on else "",
        "facets": [*decision.facets, *also],
    }


def search_page() -> str:
    """The page: without scripts the whole list, with them a search in it."""
    items = [
        {
            "slug": decision.slug,
            "reference": decision.reference,
            "title": decision.title,
            "on": format_date(decision.decided_on),
        }
        for decision in all_listed().iterator()
    ]
    context = {"items": items, "index": INDEX_ADDRESS, "closing": closing_notice()}
    return render_to_string("register/site_search.html", context, request=own_request(SEARCH))
