"""What every page may print: whose register this is and which side of it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Person
from components.clock import today


def names(request: HttpRequest) -> dict[str, object]:
    """The body's names, the face served, and whether this is a trial."""
    return {
        "body_name": settings.BODY_NAME,
        "body_short_name": settings.BODY_SHORT_NAME,
        "register_address": settings.REGISTER_ADDRESS,
        "face": settings.FACE,
        "trial": not settings.PRODUCTION,
        # Asked only by the desk's pages, so that no other page costs a query.
        "desk_offices": SimpleLazyObject(lambda: _offices(request)),
    }


def _offices(request: HttpRequest) -> frozenset[str]:
    """The offices that whoever has signed in holds today; none for a stranger."""
    person = getattr(request, "user", None)
    return person.offices_on(today()) if isinstance(person, Person) else frozenset()
