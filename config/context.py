"""What every page may print: whose register this is and which side of it."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Person
from accounts.offices import Office, offices_that_may
from components.clock import today
from figures.references import Reference
from languages.context import language_names
from paper_lists.keys import addresses
from profiles import current
from register.closing import closing_notice

#: The desk's main menu: words, address, and the offices that it is for when it is not for all of them.
DESK_MENU: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("For you", "/desk/", frozenset()),
    ("Decisions", "/desk/decisions/", frozenset()),
    ("Grants", "/desk/grants/", frozenset()),
    ("Due", "/desk/obligations/", frozenset()),
    ("Import", "/desk/import/", offices_that_may("import")),
    ("Requests", "/desk/requests/", offices_that_may("publish")),
    ("Two people", "/desk/proposals/", frozenset()),
    ("People", "/desk/people/", frozenset()),
    ("History", "/desk/history/", frozenset({Office.AUDITOR, Office.ADMINISTRATOR})),
    ("Service", "/desk/service/", frozenset({Office.ADMINISTRATOR})),
)


def names(request: HttpRequest) -> dict[str, object]:
    """The body's names, the face served, and whether this is a trial."""
    offices = cache(lambda: _offices(request))  # one query for all that is drawn from them
    return {
        **language_names(request),
        "example": current().references.example,
        "example_slug": Reference.parse(current().references.example).slug,
        "body_words": current().words,
        "brand": current().brand,
        "register_address": settings.REGISTER_ADDRESS,
        "face": settings.FACE,
        # Asked by public pages alone, and by no page of an error.
        "closing": SimpleLazyObject(closing_notice),
        "trial": not settings.PRODUCTION,
        "passwords": settings.PROFILE.sign_in.passwords,
        # Asked only by the desk's pages, so that no other page costs a query.
        "desk_offices": SimpleLazyObject(offices),
        "desk_abilities": SimpleLazyObject(lambda: _abilities(offices())),
        "desk_keys": SimpleLazyObject(addresses),
        "desk_menu": SimpleLazyObject(lambda: _menu(offices())),
    }


def _offices(request: HttpRequest) -> frozenset[str]:
    """The offices that whoever has signed in holds today, as the middleware asked for them; none for a stranger."""
    held: frozenset[str] | None = getattr(request, "desk_offices", None)
    if held is not None:
        return held
    person = getattr(request, "user", None)
    return person.offices_on(today()) if isinstance(person, Person) else frozenset()


def _abilities(offices: frozenset[str]) -> frozenset[str]:
    """What these offices may do beside steps of papers."""
    known = current().offices
    return frozenset(ability for key, office in known.items() if key in offices for ability in office.abilities)


def _menu(offices: frozenset[str]) -> list[str]:
    """Words and addresses of the menu, one after the other, as far as they are open to these offices."""
    return [part for words, href, only in DESK_MENU if not only or only & offices for part in (words, href)]
