"""Where to report a weakness, for those who look at /.well-known/security.txt (RFC 9116)."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from components.clock import now

#: RFC 9116 advises less than a year; every request moves the day on, by whole months so that the text rarely changes.
MONTHS_VALID = 6


@login_not_required
@require_safe
@cache_control(public=True, max_age=24 * 3600)
def security_txt(request: HttpRequest) -> HttpResponse:
    """The file; its contact is SECURITY_CONTACT, or else the register's own address or page of contact."""
    text = security_text(at=now(), contact=settings.SECURITY_CONTACT, address=settings.REGISTER_ADDRESS)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def security_text(*, at: datetime, contact: str, address: str) -> str:
    """The file's fields as they are to be read at a moment; `address` is the register's, without a slash at its end."""
    fields = {
        "Contact": contact,
        "Expires": expires(at).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "en",
        "Canonical": f"{address}/.well-known/security.txt",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def expires(at: datetime) -> datetime:
    """The first moment of the month that lies MONTHS_VALID months after the one of `at`."""
    moment = at.astimezone(UTC)
    years, month = divmod(moment.month - 1 + MONTHS_VALID, 12)
    return datetime(moment.year + years, month + 1, 1, tzinfo=UTC)
