"""The language of a request: its address decides, never a cookie or a header, so that any cache may keep the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from languages.addresses import answers, is_page, split_language
from languages.links import keep_language


def language_by_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Answer `/cy/…` with the page of the address behind it, in that language.

    A file is the same in every language and has one address, which its others lead to. What is no public address
    stays as it was asked for, and is refused as any unknown address.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        language, path = split_language(request.path_info)
        if not language:
            return get_response(request)
        with translation.override(language):
            request.address_language = language  # type: ignore[attr-defined]  # read by language_of
            if answers(path) and not is_page(path):
                return redirect(path, permanent=True)
            if answers(path) or answers(f"{path}/"):
                request.path = request.path.removesuffix(request.path_info) + path
                request.path_info = path
            return keep_language(request, get_response(request))

    return handle
