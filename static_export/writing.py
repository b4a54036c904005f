"""Walks through all addresses of the register and writes its responses as files."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from book.models import Cosignature, TreeHead
from http_cache.book_version import book_version
from register.opendata.export_files import state_of_the_book
from static_export.addresses import first_addresses
from static_export.folder import Folder
from static_export.links import links, own_path
from static_export.own_requests import Answer, Register, own_request
from static_export.pages import (
    EARLIER_FILES,
    SEARCH,
    data_page,
    earlier_files_page,
    gone_page,
    question_page,
    redirect_page,
    without_server,
)
from static_export.places import INDEX, NoPlace, page_place, place
from static_export.rules import Rules
from static_export.search import INDEX_ADDRESS, search_index, search_page
from static_export.web_archive import NAME, WebArchive
from static_export.workbooks import without_moments

ARCHIVE = PurePosixPath("archive") / NAME
REDIRECTS = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND})
#: The book may change during a walk, which is then repeated; this many walks at most.
WALKS = 3


class RegisterDoesNotAnswer(Exception):
    """A page could not be asked for, so what is written is not whole; the message is a sentence."""


@dataclass
class Report:
    """What a run did: files by name, how many addresses were asked, and those that had no answer to keep."""

    addresses: int = 0
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    #: Address and status; what is linked but not there is a fault of the page that links it.
    faults: list[tuple[str, int]] = field(default_factory=list)


def export_site(path: Path, *, at: datetime, progress: Callable[[int], None] = lambda _: None) -> Report:
    """Write the whole register into a folder, and remove what it no longer has.

    Args:
        path: an empty folder, or one that was written before; everything in it may be overwritten.
        at: now, for the web archive.
        progress: called after each address with the number of addresses so far.

    Raises:
        NotAnExport: the folder holds something else.
        RegisterDoesNotAnswer: a page failed. What is in the folder stays, until a run is whole.
    """
    report = Report()
    for _ in range(WALKS):
        book_version.forget()
        before = state_of_the_site(at)
        report = _Walk(path, at=at, progress=progress, earlier=report.changed).run()
        if state_of_the_site(at) == before:
            Folder(path).mark(before)
            break
    return report


def state_of_the_site(at: datetime) -> str:
    """A text that differs after each entry, signed head and cosignature, and on each day, which some pages show."""
    return f"{state_of_the_book()} {TreeHead.objects.count()} {Cosignature.objects.count()} {at.date().isoformat()}"


def export_when_changed(*, at: datetime) -> int:
    """Keep the folder of SITE_EXPORT up to date, as a job of the worker; 0 when nothing was to be done."""
    if not settings.SITE_EXPORT:
        return 0
    folder = Folder(Path(settings.SITE_EXPORT))
    if folder.state == state_of_the_site(at):
        return 0
    report = export_site(folder.path, at=at)
    return len(set(report.changed)) + len(report.removed)


class _Walk:
    """One walk, from the first addresses along all links."""

    def __init__(self, path: Path, *, at: datetime, progress: Callable[[int], None], earlier: list[str]) -> None:
        self.folder, self.rules, self.register = Folder(path, changed=list(earlier)), Rules(), Register()
        self.at, self.progress = at, progress
        self.report = Report()
        self.archive: WebArchive | None = None

    def run(self) -> Report:
        first = self.register.ask("/")
        if first.status != HTTPStatus.OK:
            hint = "Is the host of REGISTER_ADDRESS among ALLOWED_HOSTS?"
            raise RegisterDoesNotAnswer(f"The first page answers {first.status}, so nothing was written. {hint}")
        self.folder.prepare()
        self.folder.mark("")
        with tempfile.TemporaryFile(dir=self.folder.path) as file:
            self.archive = WebArchive(file, at=self.at)
            self._walk()
            self._write_own()
            self._write_archive(file)
        self.report.changed, self.report.removed = self.folder.changed, self.folder.removed
        return self.report

    def _walk(self) -> None:
        waiting = list(dict.fromkeys([*first_addresses(), SEARCH, static("site/search-address.js")]))
        seen, linked = set(waiting), set[str]()
        while waiting:
            address = waiting.pop()
            named = self._visit(address)
            linked.update(named)
            waiting += [path for path in named if path not in seen]
            seen.update(named)
            self.report.addresses += 1
            self.progress(self.report.addresses)
        # A decision without a paper has no page at the paper's address, and nothing that links one.
        self.report.faults = [fault for fault in self.report.faults if fault[0] in linked]

    def _visit(self, address: str) -> list[str]:
        """Write the response of an address; returns the addresses that it links to."""
        if address.startswith(settings.STATIC_URL):
            return self._keep_static(address)
        if address in (SEARCH, INDEX_ADDRESS):
            return links(address, "text/html", search_page().encode()) if address == SEARCH else []
        answer = self._complete_answer(address)
        if answer.status == HTTPStatus.OK:
            self._keep(answer)
        elif answer.status in REDIRECTS:
            return self._keep_redirect(answer)
        elif answer.status == HTTPStatus.GONE:
            self._write_gone(answer)
        elif answer.status == HTTPStatus.BAD_REQUEST and answer.kind == "text/html":
            self.folder.put(place(address), question_page())
        else:
            self.report.faults.append((address, answer.status))
            return []
        return links(address, answer.kind, answer.body)

    def _complete_answer(self, address: str) -> Answer:
        """The response of an address; the pages of a list of the API are joined, since a file cannot answer a query."""
        answer = self.register.ask(address)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise RegisterDoesNotAnswer(f"{address} answers {answer.status}. Nothing was removed; try again.")
        if answer.status == HTTPStatus.OK and answer.kind == "application/json" and address.startswith("/api/"):
            content = json.loads(answer.body)
            following = content.get("next") if isinstance(content, dict) else None
            while following:
                parts = urlsplit(following)
                page = json.loads(self.register.ask(f"{parts.path}?{parts.query}").body)
                content["results"] += page["results"]
                content["next"] = following = page.get("next")
            whole = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
            answer = Answer(address, answer.status, answer.headers, whole)
        if self.archive:
            self.archive.add(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        is_page = answer.kind == "text/html"
        body = answer.body
        # The page that checks papers without a connection stays byte for byte.
        if is_page and answer.address != "/verify/offline/":
            body = without_server(body.decode()).encode()
        elif answer.kind.endswith("spreadsheetml.sheet"):
            body = without_moments(body)
        with suppress(NoPlace):
            name = place(answer.address)
            if name.name == INDEX and not is_page and answer.address.endswith("/"):
                # Data at the address of a folder: a file for programs, a page that leads to it, and a rule.
                data = name.with_name(f"index.{answer.kind.rpartition('/')[2].rpartition('+')[2]}")
                self.folder.put(data, body)
                self.rules.data.append((answer.address, data, answer.header("Content-Type")))
                self.folder.put(name, data_page(answer.address, data.name))
                return
            self.folder.put(name, body)

    def _keep_redirect(self, answer: Answer) -> list[str]:
        target = answer.header("Location")
        if answer.address.startswith("/v/"):
            # The page that checks needs a server; the decision's own page says what it would say.
            target = f"/decisions/{answer.address.removeprefix('/v/')}/"
        with suppress(NoPlace):
            self.folder.put(page_place(answer.address), redirect_page(target))
            self.rules.redirects.append((answer.address, target, answer.status))
        path = own_path(answer.address, target)
        return [path] if path else []

    def _write_gone(self, answer: Answer) -> None:
        is_page = answer.kind == "text/html"
        body = without_server(answer.body.decode()).encode() if is_page else gone_page(answer.body.decode().strip())
        with suppress(NoPlace):
            name = page_place(answer.address)
            self.folder.put(name, body)
            self.rules.gone.append((answer.address, name))

    def _keep_static(self, address: str) -> list[str]:
        name = address.removeprefix(settings.STATIC_URL)
        collected = Path(settings.STATIC_ROOT) / name
        source = str(collected) if collected.is_file() else finders.find(name)
        if not source:  # a style sheet of a library names pictures that no page of ours uses
            return []
        content = Path(source).read_bytes()
        with suppress(NoPlace):
            self.folder.put(place(address), content)
        return links(address, "text/css", content) if name.endswith(".css") else []

    def _write_own(self) -> None:
        """Write what the folder has besides the register's own responses."""
        self.folder.put(place(SEARCH), search_page().encode())
        self.folder.put(place(INDEX_ADDRESS), search_index())
        self.folder.put(place(EARLIER_FILES), earlier_files_page())
        missing = render_to_string("errors/404.html", request=own_request("/404.html"))
        self.folder.put(PurePosixPath("404.html"), without_server(missing).encode())
        self.folder.put(PurePosixPath("_redirects"), self.rules.redirects_file())
        self.folder.put(PurePosixPath("nginx-rules.conf"), self.rules.nginx())

    def _write_archive(self, file: IO[bytes]) -> None:
        """Tidy up, and write the archive anew where anything else changed: it bears the moment of the walk."""
        self.folder.names.add(str(ARCHIVE))
        self.folder.tidy()
        target = self.folder.path / ARCHIVE
        if self.folder.changed or self.folder.removed or not target.exists():
            target.parent.mkdir(exist_ok=True)
            fresh = target.with_name(f".{NAME}.new")
            file.seek(0)
            with fresh.open("wb") as written:
                shutil.copyfileobj(file, written)
            fresh.chmod(0o644)
            os.replace(fresh, target)
