"""`make run`: a page being worked on is shown as it is now, to whoever works on it, and to nobody in production."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config import development
from config.logs import ReadableFormatter, logging_settings
from tools import development_server

ROOT = development_server.ROOT


def in_a_process(script: str, var: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a script with Django set up, with these settings."""
    own = {"PATH": os.environ["PATH"], "VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    words = [sys.executable, "-c", f"import django; django.setup()\n{script}"]
    return subprocess.run(words, cwd=ROOT, env=own, capture_output=True, text=True, check=False)


ASK = """
from django.conf import settings
from django.urls import resolve, Resolver404
try: print("address", bool(resolve("/__debug__/render_panel/")))
except Resolver404: print("address", False)
print("app", "debug_toolbar" in settings.INSTALLED_APPS, "middleware", "debug_toolbar" in str(settings.MIDDLEWARE))
"""


def test_the_toolbar_is_there_with_debug_and_only_then(tmp_path: Path) -> None:
    assert in_a_process(ASK, tmp_path, DEBUG="1").stdout.split() == [
        "address",
        "True",
        "app",
        "True",
        "middleware",
        "True",
    ]
    assert in_a_process(ASK, tmp_path).stdout.split() == ["address", "False", "app", "False", "middleware", "False"]


def test_production_refuses_it(tmp_path: Path) -> None:
    done = in_a_process(ASK, tmp_path, DEBUG="1", MODE="production", SECRET_KEY="5f0c1d9ab37e4286" * 4)
    assert done.returncode != 0
    assert "DEBUG shows secrets" in done.stderr


def test_debug_works_where_the_toolbar_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(development, "find_spec", lambda name: None)
    apps, middleware = development.with_development(["grants"], ["csp.middleware.CSPMiddleware", "last"])
    assert apps == ["grants"]
    assert middleware == ["csp.middleware.CSPMiddleware", "config.development.draw_anew", "last"]
    assert development.addresses() == []


def test_no_page_is_kept_while_it_is_being_worked_on(rf: RequestFactory) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        assert "If-None-Match" not in request.headers
        return HttpResponse("new", headers={"Cache-Control": "public"})

    response = development.draw_anew(answer)(rf.get("/", headers={"if-none-match": '"old"'}))
    assert (response.content, response["Cache-Control"]) == (b"new", "no-store")


def test_a_request_is_one_readable_line_and_an_error_has_its_traceback() -> None:
    record = logging.LogRecord("register.request", logging.INFO, "", 1, "request", None, None)
    record.__dict__.update(method="GET", status=200, milliseconds=12, route="decisions/<str:spelling>/")
    assert ReadableFormatter().format(record).endswith(" GET  200    12 ms  /decisions/<str:spelling>/")
    try:
        raise ValueError("the very reason")
    except ValueError:
        error = logging.LogRecord("django", logging.ERROR, "", 1, "Broken: %s", ("x",), sys.exc_info())
    assert "Broken: x\nTraceback" in ReadableFormatter().format(error)
    assert "the very reason" in ReadableFormatter().format(error)


def test_readable_lines_are_chosen_for_development_alone() -> None:
    kinds = [logging_settings("INFO", readable=readable)["formatters"]["line"]["()"] for readable in (False, True)]
    assert kinds == ["config.logs.JsonFormatter", "config.logs.ReadableFormatter"]


def test_the_style_sheet_is_built_when_a_source_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "scss" / "parts" / "_a.scss"
    source.parent.mkdir(parents=True)
    source.write_text("a { b: c }")
    built = tmp_path / "built"
    sheet = development_server.StyleSheet(tmp_path / "scss", dict(os.environ), ["touch", str(built)])
    assert not sheet.build_if_changed()
    os.utime(source, ns=(0, time.time_ns() + 1_000_000))
    assert sheet.build_if_changed()
    assert built.exists()
    assert not sheet.build_if_changed()
    (source.parent / "_b.scss").write_text("")
    assert sheet.build_if_changed()
    assert capsys.readouterr().out.count("The style sheet is built.") == 2


def test_a_mistake_in_a_source_does_not_end_the_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = development_server.StyleSheet(tmp_path, dict(os.environ), ["false"])
    (tmp_path / "_a.scss").write_text("a {")
    assert sheet.build_if_changed()
    assert "could not be built" in capsys.readouterr().out


def test_every_part_is_told_that_this_is_a_trial_whatever_the_terminal_says() -> None:
    environment = development_server.environment_for_development({"MODE": "production", "PORT": "8123", "PATH": "/bin"})
    assert (environment["MODE"], environment["DEBUG"]) == ("trial", "1")
    assert environment["REGISTER_ADDRESS"] == "http://127.0.0.1:8123"
    assert development_server.commands("8123")["web server"][-2:] == ["runserver", "127.0.0.1:8123"]


def test_the_parts_end_with_the_processes_they_started() -> None:
    words = ["sh", "-c", "sleep 300 & echo $!; wait"]
    part = subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True)
    assert part.stdout
    child = int(part.stdout.readline())
    development_server._end({"server": part})
    part.stdout.close()
    assert part.poll() is not None
    until = time.monotonic() + 10
    while _is_alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_alive(child)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
