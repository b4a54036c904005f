"""/healthz: the process answers. /readyz: it can also do its work. For the machines that watch over it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from book.seal import trusted_roots
from components.clock import now
from documents.keys import KeyTrouble
from local_postgres.programs import EmbeddedServerError
from operations.state import service_state
from public_side.following import Following, state_of_following

Handler = Callable[[HttpRequest], HttpResponse]
PROBES = ("/healthz", "/readyz")
#: The databases that each face needs to answer its readers.
NEEDED = {"desk": ("default",), "register": ("book",), "both": ("default", "book")}
_AWAY = (DatabaseError, InterfaceError, EmbeddedServerError)


def asked_by_any_name(get_response: Handler) -> Handler:
    """Let machines on the inside ask the two probes by whatever name they know this one: neither answer repeats it."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path in PROBES:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
        return get_response(request)

    return handle


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all; asks nothing of the database, so a restart is not its remedy."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """503 when a database that this face needs is away or not whole yet, naming the alias; otherwise 200.

    `degraded` says what else does not work, by part: a fault of the seal or of the worker takes no page away.
    """
    away = [alias for alias in NEEDED[settings.FACE] if not _answers(alias)]
    following = Following(True, "") if "book" not in NEEDED[settings.FACE] or away else _following()
    if not following.is_whole:
        away.append("book")
    lagging = [{"part": "book", "reason": following.problem}] if following.problem else []
    degraded = lagging if away else [*lagging, *_degraded()]
    return JsonResponse({"ready": not away, "away": away, "degraded": degraded}, status=503 if away else 200)


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except _AWAY:
        connections[alias].close()
        return False
    return True


def _following() -> Following:
    """How the book here follows its primary, where it is a replica or a copy."""
    with connections["book"].cursor() as cursor:
        return state_of_following(cursor)


def _degraded() -> list[dict[str, str]]:
    """Part and reason of everything that is wrong behind this face."""
    if settings.FACE == "register":
        try:
            trusted_roots(at=now())
        except KeyTrouble as trouble:
            return [{"part": "seal", "reason": str(trouble)}]
        return []
    try:
        findings = service_state(at=now()).findings()
    except _AWAY as trouble:
        return [{"part": "database", "reason": f"The state of the service cannot be read ({type(trouble).__name__})."}]
    return [{"part": finding.part, "reason": finding.sentence} for finding in findings]
