"""What every page may print: whose register this is and which side of it."""

from django.conf import settings
from django.http import HttpRequest


def names(request: HttpRequest) -> dict[str, object]:
    """The body's names, the face served, and whether this is a trial."""
    return {
        "body_name": settings.BODY_NAME,
        "body_short_name": settings.BODY_SHORT_NAME,
        "register_address": settings.REGISTER_ADDRESS,
        "face": settings.FACE,
        "trial": not settings.PRODUCTION,
    }
