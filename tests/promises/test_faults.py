"""Whatever dies in the middle: afterwards a step is wholly done or wholly not, and can be taken again."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from audit.models import Event
from book.models import Entry
from components.refusals import Refused
from decisions import actions
from decisions.models import Decision, Status
from tests.decisions.papers import AT, HOUR, approved, endorsed, signing
from tests.documents.sealed import make_place
from tests.people import People

pytestmark = pytest.mark.committed
ROOT = Path(__file__).resolve().parents[2]

#: A process of its own that takes one step and kills itself with SIGKILL when it comes to the named function.
PROGRAM = """
import os, signal, sys
from datetime import datetime
database, point, step, pk, person = sys.argv[1:6]
import django
from django.conf import settings
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
for_all = settings.DATABASES
for alias in for_all:
    for_all[alias]["NAME"] = database
django.setup()
from importlib import import_module
from accounts.models import Person
from accounts.stepup import Proof
from decisions import actions
from decisions.models import Decision
module, _, name = point.rpartition(":")
if module:
    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(import_module(module), name, die)
paper, by = Decision.objects.get(pk=pk), Person.objects.get(pk=person)
arguments = {"decision": paper, "seen": paper.version, "by": by, "at": datetime.fromisoformat(sys.argv[6])}
if step == "approve":
    arguments |= {"digest": paper.submissions.get(round=paper.round).digest, "proof": Proof("password")}
getattr(actions, step)(**arguments)
"""


def take_in_another_process(step: str, paper: Decision, person: int, *, die_at: str = "") -> int:
    """Take a step in a process that dies at a function ("module:name"); gives its exit code, -9 when it was killed."""
    name = connections["default"].settings_dict["NAME"]
    moment = (AT + 4 * HOUR if step == "approve" else AT + 5 * HOUR).isoformat()
    words = [
        sys.executable,
        "-c",
        textwrap.dedent(PROGRAM),
        str(name),
        die_at,
        step,
        str(paper.pk),
        str(person),
        moment,
    ]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, -9), done.stderr
    return done.returncode


APPROVAL = [
    "decisions.actions.approve:freeze",
    "decisions.freezing:draw",
    "decisions.freezing:seal_paper",
    "decisions.actions.approve:grant_authority",
    "decisions.actions.transition:record",
]


def test_an_approval_that_is_killed_at_any_point_has_not_happened_and_can_be_taken_again(people: People) -> None:
    paper = endorsed(people)
    for point in APPROVAL:
        assert take_in_another_process("approve", paper, people.kaya.pk, die_at=point) == -9
        paper.refresh_from_db()
        assert (paper.status, paper.part1, paper.signatures.count()) == (Status.ENDORSED, None, 1), point
        assert not hasattr(Decision.objects.get(pk=paper.pk), "sealed_paper")
    assert take_in_another_process("approve", paper, people.kaya.pk) == 0
    paper.refresh_from_db()
    assert (paper.status, paper.signatures.count()) == (Status.APPROVED, 2)
    call_command("verify_audit")


PUBLICATION = ["book.actions.publish:queue", "book.actions:publish_due", "decisions.actions.transition:record"]


def test_a_publication_that_is_killed_at_any_point_has_not_happened_and_can_be_done_again(people: People) -> None:
    paper = approved(people)
    for point in PUBLICATION:
        assert take_in_another_process("publish", paper, people.dora.pk, die_at=point) == -9
        paper.refresh_from_db()
        assert paper.authorised_at is None, point
        assert Entry.objects.count() == 0
    assert take_in_another_process("publish", paper, people.dora.pk) == 0
    assert Entry.objects.filter(key=paper.reference_key).count() == 1
    call_command("verify_book")
    call_command("verify_audit")


def fails_with(error: Exception) -> Callable[..., None]:
    """A function that fails as a full disk or a broken drawing does."""

    def fail(*args: object, **kwargs: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("decisions.freezing.draw", OSError(28, "No space left on device")),
        ("decisions.freezing.draw", MemoryError()),
        ("decisions.freezing.seal_paper", OSError(28, "No space left on device")),
    ],
)
def test_when_the_paper_cannot_be_drawn_or_sealed_it_is_said_and_nothing_is_decided(
    people: People, monkeypatch: pytest.MonkeyPatch, where: str, error: Exception
) -> None:
    paper = endorsed(people)
    monkeypatch.setattr(where, fails_with(error))
    with pytest.raises(Refused, match="Nothing has been decided"):
        actions.approve(**signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    paper.refresh_from_db()
    assert (paper.status, paper.signatures.count()) == (Status.ENDORSED, 1)
    monkeypatch.undo()
    actions.approve(**signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    assert paper.status == Status.APPROVED


def test_with_a_seal_that_nobody_would_accept_nothing_is_decided_and_the_page_says_why(
    people: People, tmp_path: Path, settings: Any
) -> None:
    paper = endorsed(people)
    place = make_place(tmp_path, at=AT - timedelta(days=400), years=1)
    settings.SEAL = settings.SEAL | {
        "KEY_FILE": str(place.key_file),
        "KEY_PASSPHRASE": place.passphrase,
        "CERTIFICATE_FILE": str(place.certificate_file),
        "ROOTS_FILE": str(place.roots_file),
    }
    with pytest.raises(Refused, match=r"The seal's certificate ran out on .* Nothing has been decided; tell the admin"):
        actions.approve(**signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    paper.refresh_from_db()
    assert (paper.status, paper.part1, paper.signatures.count()) == (Status.ENDORSED, None, 1)
    assert not Event.objects.filter(verb="approve").exists()
