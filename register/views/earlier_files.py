"""The exports of earlier days: a page, the same as data, and the files themselves."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from http_cache.limits import DOWNLOADS, limited
from http_cache.pages import bad_request
from register.opendata.export_answers import answer_from
from register.opendata.export_files import EXPORTS
from register.opendata.export_folder import DayExports, earlier_exports
from register.views.data import CSV, LINES, SQLITE, for_programs

#: Days on a page.
PAGE = 50
CONTENT_TYPES = {"csv": CSV, "json": "application/json", "ndjson": LINES, "sqlite": SQLITE}
TAKEN_BACK = "This file is gone: it held what has since been withdrawn, or removed as the law requires."
NO_ROOM = "This file is gone: there is room for newer files only."

#: The worker adds files a while after the book has changed, so the state of the book says nothing of these answers.
asked_each_time = cache_control(public=True, max_age=0, must_revalidate=True)


@login_not_required
@require_safe
@asked_each_time
def earlier_files(request: HttpRequest) -> HttpResponse:
    """Every day's last file of one export, the newest day first."""
    name = request.GET.get("file", "decisions.csv")
    if name not in EXPORTS:
        return bad_request(
            request, "There is no such file among the exports. Choose one from the page of earlier files."
        )
    before = _day(request.GET["before"]) if "before" in request.GET else date.max
    if before is None:
        return bad_request(request, "The address names no day. Start again from the first page.")
    days = [exports for exports in earlier_exports() if exports.day < before]
    shown = days[:PAGE]
    more = {"file": name, "before": shown[-1].day.isoformat()} if len(days) > PAGE else None
    context = {
        "name": name,
        "names": sorted(EXPORTS),
        "days": [{"exports": exports, "file": exports.files.get(name)} for exports in shown],
        "next": {"href": f"/open-data/history/?{urlencode(more)}", "text": gettext("Earlier days")} if more else None,
    }
    return render(request, "register/earlier_files.html", context)


@login_not_required
@require_safe
@asked_each_time
@for_programs
def earlier_files_json(request: HttpRequest) -> HttpResponse:
    """All of it as data: each day with the number of entries of the book, and its files with digest and size."""
    return JsonResponse({"days": [_described(request, exports) for exports in earlier_exports()]})


def _described(request: HttpRequest, exports: DayExports) -> dict[str, object]:
    place = request.build_absolute_uri(f"/open-data/history/{exports.day}/")
    files = [
        {
            "name": name,
            "sha256": file.sha256,
            "size": file.size,
            "address": f"{place}{name}" if file.is_kept else None,
        }
        for name, file in sorted(exports.files.items())
    ]
    described: dict[str, object] = {"day": exports.day.isoformat(), "entries": exports.entries, "files": files}
    return described if files else {**described, "gone": TAKEN_BACK}


@login_not_required
@require_safe
@asked_each_time
@for_programs
@limited(DOWNLOADS)
def earlier_file(request: HttpRequest, day: str, name: str) -> HttpResponseBase:
    """One export as it was at the end of a day; 410 with the reason where the file is gone."""
    exports = next((kept for kept in earlier_exports() if kept.day == _day(day)), None)
    if exports is None or name not in EXPORTS:
        raise Http404("No file is kept of this day.")
    if not exports.files:
        return render(request, "register/earlier_file_gone.html", {"reason": TAKEN_BACK}, status=410)
    file = exports.files.get(name)
    if file is None:
        raise Http404("There was nothing to export on this day.")
    if not file.is_kept:
        return render(request, "register/earlier_file_gone.html", {"reason": NO_ROOM}, status=410)
    stem, _, ending = name.rpartition(".")
    return answer_from(request, file, CONTENT_TYPES[ending], file_name=f"{stem}-{exports.day}.{ending}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
