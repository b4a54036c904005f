"""Tell authors that the public can read their paper: a job of the worker, since a deferral ends without anybody."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from book.models import PublishedDecision
from decisions.letters import notify_of_publication
from decisions.models import Decision


def notify_authors(*, at: datetime) -> int:
    """Write to the author of every paper that was published since the last round; returns how many letters."""
    due = Decision.objects.filter(authorised_at__isnull=False, author_told_at=None, imported=False)
    keys = [key for key in due.values_list("reference_key", flat=True) if key]
    published = {entry.key: entry for entry in PublishedDecision.objects.using("default").filter(key__in=keys)}
    letters = 0
    for key in keys:
        if entry := published.get(key):
            with transaction.atomic():
                letters += _notify_author(entry, at)
    return letters


def _notify_author(entry: PublishedDecision, at: datetime) -> int:
    """One letter; none where another worker was quicker."""
    paper = Decision.objects.select_for_update().get(reference_key=entry.key)
    if paper.author_told_at:
        return 0
    Decision.objects.filter(pk=paper.pk).update(author_told_at=at)
    address = f"{settings.REGISTER_ADDRESS}/decisions/{entry.slug}/"
    notify_of_publication(paper, published_at=entry.published_at, address=address, at=at)
    return 1
