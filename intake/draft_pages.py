"""The pages about the paper that a draft was begun from, for the draft's task list (setting PAGES_OF_DRAFT)."""

from django.urls import reverse

from decisions.models import Decision


def pages_of_draft(paper: Decision) -> list[tuple[str, str]]:
    """What each page is called, and its address; none for a draft that was not begun from a paper."""
    if paper.imported_from_id is None:
        return []
    return [
        ("The paper it was begun from, line by line", reverse("intake:upload_review", args=[paper.pk])),
        ("The money that paper tells of", reverse("intake:grant_suggestions", args=[paper.pk])),
    ]
