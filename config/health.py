"""/healthz: the process answers. /readyz: it can also do its work. For the machines that watch over it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from local_postgres.programs import EmbeddedServerError


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
    """200 when every database this face uses answers; otherwise 503, naming the alias and nothing else."""
    wanted = [alias for alias in ("default", "book") if settings.DATABASES.get(alias)]
    away = [alias for alias in wanted if not _answers(alias)]
    return JsonResponse({"ready": not away, "away": away}, status=503 if away else 200)


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError, EmbeddedServerError):
        connections[alias].close()
        return False
    return True
