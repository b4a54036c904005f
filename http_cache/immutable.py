"""The decorator of views whose answer can never change: caches may keep it for ever."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]

#: A year, which HTTP caches treat as for ever; not even a reload asks again.
FOR_EVER = "public, max-age=31536000, immutable"


def immutable_bytes(view: View) -> Callable[..., HttpResponseBase]:
    """An answer that stays the same as long as the address exists. An address that has nothing yet is not cached."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = FOR_EVER if response.status_code == 200 else "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return login_not_required(require_safe(answer))
