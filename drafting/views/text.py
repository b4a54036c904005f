"""Help for the text boxes: what was pasted in the desk's markup, and what markup will look like on the page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from book.canonical import plain
from book.presenters.html import content_html
from components.clock import today
from components.refusals import NotAllowed
from decisions.actions.writers import check_can_write
from decisions.forms.shapes import MOST_TEXT
from markup import html_to_content, read_markup, write_markup
from markup.from_html import MOST_HTML


@require_POST
def text_convert(request: HttpRequest) -> HttpResponse:
    """Clipboard HTML (`html`) or markup (`markup`) as markup, as blocks, as HTML, and what could not be kept.

    Nothing is stored. Only those who write papers are answered.
    """
    user: Any = request.user
    try:
        check_can_write(user, today())
    except NotAllowed as error:
        return JsonResponse({"refused": str(error)}, status=403)
    pasted, typed_markup = request.POST.get("html", ""), request.POST.get("markup", "")
    if len(pasted) > MOST_HTML or len(typed_markup) > MOST_TEXT:
        return JsonResponse({"refused": "This is more than one section can hold. Paste it in parts."}, status=413)
    if not pasted:
        content = read_markup(typed_markup)
        return JsonResponse(
            {"markup": typed_markup, "html": content_html(content), "content": plain(content), "lost": []}
        )
    result = html_to_content(pasted)
    return JsonResponse(
        {
            "markup": write_markup(result.content),
            "html": content_html(result.content),
            "content": plain(result.content),
            "lost": list(result.lost),
        }
    )
