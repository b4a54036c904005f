"""FACE=register: a process that serves the public alone has no credentials of the desk, no desk pages, and works."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connections

from tests.decisions.papers import published
from tests.people import make_people

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import json
import django
django.setup()
from django.conf import settings
from django.db import connections
from django.test import Client
client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
pages = ["/", "/decisions/", "/decisions/?q=grant", "/decisions/?q=grannt", "/totals/", "/totals/?q=grant",
         "/decisions/PCD-1901/", "/decisions/PCD-1901.json", "/decisions/PCD-1901/decision.pdf", "/decisions.csv",
         "/promised/", "/decisions.atom", "/threads/", "/funders/", "/api/v1/decisions/", "/statistics/", "/verify/",
         "/readyz", "/desk/", "/account/login/"]
with connections["book"].cursor() as cursor:
    cursor.execute("SELECT current_user")
    reader = cursor.fetchone()[0]
print(json.dumps({
    "desk": settings.DATABASES["default"],
    "aliases": sorted(settings.DATABASES),
    "reader": reader,
    "status": {page: client.get(page).status_code for page in pages},
}))
"""


@pytest.mark.committed
def test_the_register_serves_the_book_and_cannot_sign_in_as_the_desk() -> None:
    published(make_people())
    known = connections["book"].get_connection_params()
    secret = f":{quote(known['password'])}" if known.get("password") else ""
    host = f"?host={quote(str(known['host']))}" if known.get("host") else ""
    url = f"postgresql://{known['user']}{secret}@/{known['dbname']}{host}"
    without_addresses = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    environment = without_addresses | {
        "FACE": "register",
        "ALLOWED_HOSTS": "register.example,127.0.0.1",
        "BOOK_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    words = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert not report["desk"].get("USER")
    assert not report["desk"].get("PASSWORD")
    assert report["aliases"] == ["book", "default"]
    assert report["reader"] == known["user"]
    assert report["status"].pop("/desk/") == report["status"].pop("/account/login/") == 404
    assert set(report["status"].values()) == {200}, f"{report['status']}\n{done.stderr[-3000:]}"
