"""A decision as linked data (JSON-LD with schema.org's words), for the head of its page."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from book.models import PublishedDecision
from book.part1 import Part1

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def decision_jsonld(decision: PublishedDecision, part1: Part1) -> SafeString:
    """The data as the inside of a script element of type application/ld+json."""
    return _script_content(described(decision, part1))


def _script_content(data: dict[str, Any]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False).translate(_UNSAFE)
    # Safe: no character that could end the element is left.
    return mark_safe(text)  # noqa: S308


def dataset_jsonld(tables: Iterable[str], newest: datetime | None) -> SafeString:
    """The register as a dataset with its files, as data searches read it; `newest` is when it last changed."""
    base = settings.REGISTER_ADDRESS
    files = [
        ("text/csv", "/decisions.csv"),
        ("application/json", "/decisions.json"),
        ("application/x-ndjson", "/open-data/decisions.ndjson"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "/decisions.xlsx"),
        ("application/vnd.sqlite3", "/open-data/book.sqlite"),
        *(("text/csv", f"/open-data/{name}.csv") for name in tables),
    ]
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{base}/open-data/",
        "url": f"{base}/open-data/",
        "name": f"Decision register of the {settings.BODY_NAME}",
        "description": "Published decisions to bid for, accept and give grant money: recommendations, amounts by "
        "financial year, fund, funder and recipient, links between decisions, and what became of bids.",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "dateModified": newest.isoformat() if newest else None,
        "creator": {"@type": "GovernmentOrganization", "name": settings.BODY_NAME},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{base}{path}"} for kind, path in files
        ],
    }
    return _script_content({name: value for name, value in described.items() if value is not None})


def described(decision: PublishedDecision, part1: Part1) -> dict[str, Any]:
    """The decision in schema.org's words; what is not stated is left out."""
    address = f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/"
    files = [{"@type": "MediaObject", "encodingFormat": "application/json", "contentUrl": f"{address[:-1]}.json"}]
    if decision.pdf_sha256:
        paper = {"@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": f"{address}decision.pdf"}
        files.append(paper | {"sha256": decision.pdf_sha256})
    described_fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["Report", "CreativeWork"],
        "@id": address,
        "url": address,
        "identifier": decision.reference,
        "name": decision.title,
        "abstract": decision.summary,
        "dateCreated": part1.decided_on.isoformat() if part1.decided_on else "",
        "datePublished": "" if decision.imported else decision.published_at.isoformat(),
        "dateModified": decision.changed_at.isoformat(),
        "version": decision.version,
        "creativeWorkStatus": decision.status,
        "inLanguage": "en-GB",
        "license": LICENCE,
        "publisher": {"@type": "GovernmentOrganization", "name": settings.BODY_NAME},
        "encoding": files,
        "about": [_grant(part1, place) for place in range(len(part1.grants))],
    }
    return {name: value for name, value in described_fields.items() if value}


def _grant(part1: Part1, place: int) -> dict[str, Any]:
    grant = part1.grants[place]
    return {
        "@type": "MonetaryGrant",
        "identifier": grant.id,
        "name": grant.title,
        "funder": {"@type": "Organization", "name": grant.funder.name, "identifier": grant.funder.id},
        "recipient": {"@type": "Organization", "name": grant.recipient.name, "identifier": grant.recipient.id},
    }
