"""A request at the desk, as views see it: somebody has signed in."""

from django.http import HttpRequest

from accounts.models import Person


class DeskRequest(HttpRequest):
    """A request of a signed-in person; the middleware turns everybody else away before a view is called."""

    user: Person
