"""Whatever dies in the middle: afterwards a step is wholly done or wholly not, and can be taken again."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
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

#: A process that loads the program once. For each line that it reads it makes a child, which takes one step and kills
#: itself with SIGKILL when it comes to the named function; the answer is a line with the child's exit code.
PROGRAM = """
import json, os, signal, sys, traceback
from datetime import datetime
import django
from django.conf import settings
for database in settings.DATABASES.values():
    database["NAME"] = sys.argv[1]
django.setup()
from importlib import import_module
from accounts.models import Person
from accounts.stepup import Proof
from decisions import actions
from decisions.models import Decision

def take(die_at, step, pk, person, at):
    module, _, name = die_at.rpartition(":")
    if module:
        def die(*args, **kwargs):
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(import_module(module), name, die)
    paper, by = Decision.objects.get(pk=pk), Person.objects.get(pk=person)
    arguments = {"decision": paper, "seen": paper.version, "by": by, "at": datetime.fromisoformat(at)}
    if step == "approve":
        arguments |= {"digest": paper.submissions.get(round=paper.round).digest, "proof": Proof("password")}
    getattr(actions, step)(**arguments)

for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            take(**json.loads(line))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class OtherProcess:
    """Takes steps in processes that may die in the middle of one."""

    def __init__(self, process: "subprocess.Popen[str]", errors: Path) -> None:
        self.process, self.errors = process, errors

    def take(self, step: str, paper: Decision, person: int, *, die_at: str = "") -> int:
        """Take a step, up to a function ("module:name"); gives the exit code, -9 when the process was killed."""
        assert self.process.stdin
        assert self.process.stdout
        moment = (AT + 4 * HOUR if step == "approve" else AT + 5 * HOUR).isoformat()
        asked = {"die_at": die_at, "step": step, "pk": paper.pk, "person": person, "at": moment}
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().strip()
        assert answer in ("0", "-9"), self.errors.read_text()
        return int(answer)


@pytest.fixture
def elsewhere(django_db_setup: None, tmp_path: Path) -> Iterator[OtherProcess]:
    """The other process, on this worker's database."""
    errors, pipe = tmp_path / "errors.txt", subprocess.PIPE
    words = [sys.executable, "-c", PROGRAM, str(connections["default"].settings_dict["NAME"])]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    with errors.open("w") as log:
        process = subprocess.Popen(
            words, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=log, text=True, bufsize=1
        )
    with process:  # at the end its input is closed, and it is waited for
        yield OtherProcess(process, errors)


APPROVAL = [
    "decisions.actions.approve:freeze",
    "decisions.freezing:draw",
    "decisions.freezing:seal_paper",
    "decisions.actions.approve:grant_authority",
    "decisions.actions.transition:record",
]


def test_an_approval_that_is_killed_at_any_point_has_not_happened_and_can_be_taken_again(
    people: People, elsewhere: OtherProcess
) -> None:
    paper = endorsed(people)
    for point in APPROVAL:
        assert elsewhere.take("approve", paper, people.kaya.pk, die_at=point) == -9
        paper.refresh_from_db()
        assert (paper.status, paper.part1, paper.signatures.count()) == (Status.ENDORSED, None, 1), point
        assert not hasattr(Decision.objects.get(pk=paper.pk), "sealed_paper")
    assert elsewhere.take("approve", paper, people.kaya.pk) == 0
    paper.refresh_from_db()
    assert (paper.status, paper.signatures.count()) == (Status.APPROVED, 2)
    call_command("verify_audit")


PUBLICATION = ["book.actions.publish:queue", "book.actions:publish_due", "decisions.actions.transition:record"]


def test_a_publication_that_is_killed_at_any_point_has_not_happened_and_can_be_done_again(
    people: People, elsewhere: OtherProcess
) -> None:
    paper = approved(people)
    for point in PUBLICATION:
        assert elsewhere.take("publish", paper, people.dora.pk, die_at=point) == -9
        paper.refresh_from_db()
        assert paper.authorised_at is None, point
        assert Entry.objects.count() == 0
    assert elsewhere.take("publish", paper, people.dora.pk) == 0
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
