"""The keys that work at the desk, and how they are switched off."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import DeskRequest
from paper_lists.keys import KEYS


def desk_keys(request: DeskRequest) -> HttpResponse:
    """The list of keys, for everybody who has signed in."""
    return render(request, "decisions/desk_keys.html", {"keys": KEYS})
