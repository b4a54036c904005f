"""Every page is closed unless it says that it is open; an open page does not read the session."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from components.resending import can_be_sent_again


class ClosedByDefault(LoginRequiredMiddleware):
    """As Django's, which reads the session before it asks whether the view is open: that makes pages vary by cookie."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let open views through unseen; send strangers at closed ones to sign in."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # Django would only ever redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Send a stranger to sign in; whose session ended while they typed gets back what they sent."""
        if can_be_sent_again(request):
            answer: HttpResponseBase = import_string(settings.SIGNED_OUT_VIEW)(request)
            return answer
        return super().handle_no_permission(request, view_func)
