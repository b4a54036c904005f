"""One writer of the soak: takes paper after paper from draft to publication, and says each step after its commit.

Lines on standard output: `approved REFERENCE SHA256-OF-PDF` and `published REFERENCE SHA256-OF-PART-1 SHA256-OF-PDF`.
Killed at any moment it has lost nothing that it said.
"""

import os
import random
import sys
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import django

#: Stands in what must never be seen in public: titles of papers deferred for long, and every Part 2.
HIDDEN = "Nightjar"


def title_due_at(words: str, due_at: datetime) -> str:
    """A title that carries the millisecond before which nobody may read it."""
    return f"{words} q{int(due_at.timestamp() * 1000)}q"


def main(name: str, seed: int) -> None:
    """Write until a line comes in, or the input ends with the one who started us."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    stop = threading.Event()

    def wait_for_the_end() -> None:
        sys.stdin.readline()
        stop.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    from django.db import connection

    from database.interruptions import is_interruption

    chance = random.Random(seed)  # noqa: S311 - which papers are written, not a secret
    while not stop.is_set():
        try:
            connection.close_if_unusable_or_obsolete()
            write_one(name, chance)
        except Exception as error:
            if not is_interruption(error):
                raise
            print(f"interrupted {type(error).__name__}", flush=True)
            connection.close()
            time.sleep(0.2)


def write_one(name: str, chance: random.Random) -> None:
    """One paper, of one of four kinds: open, due in half a minute, deferred for two months, or only approved."""
    from django.utils import timezone

    from accounts.models import Person
    from accounts.proof import Proof
    from accounts.proposals.actions import confirm
    from book.actions.propose import propose_earlier
    from decisions import actions
    from sample.papers import sample_papers
    from sample.people import ADMINISTRATORS, TRIAL_PEOPLE
    from sample.walking import walk

    kind = chance.choice(("open", "open", "soon", "hidden", "approved"))
    now = timezone.now()
    due_at = now + timedelta(seconds=30)
    words = f"Soak {name} {chance.randrange(10**9)}: {kind} paper"
    titles = {"hidden": f"{words} {HIDDEN}", "soon": title_due_at(words, due_at)}
    sketch = replace(
        chance.choice(sample_papers(now.date())[:3]),
        title=titles.get(kind, words),
        continues="",
        until="approve",
        accepted=(),
        deferral="Operational reasons come first." if kind in titles else "",
        confidential=f"{HIDDEN} watches {chance.randrange(10**6)} bridges with {chance.randrange(99)} boats at dawn.",
    )
    keys = [row[0] for row in (*TRIAL_PEOPLE, *ADMINISTRATORS)]
    people = {key: Person.objects.get(email=f"{key}@example.org") for key in keys}
    paper = walk(sketch, people, {}, at=now)
    paper.refresh_from_db()
    pdf = sha256(bytes(paper.sealed_paper.pdf)).hexdigest()
    slug = paper.reference_words.replace(" ", "-")
    print(f"approved {slug} {pdf}", flush=True)
    if kind == "approved":
        return
    actions.publish(decision=paper, seen=paper.version, by=people["dora"], at=timezone.now())
    if kind == "soon":
        assert paper.reference is not None  # it has been published
        proposal = propose_earlier(reference=paper.reference, due_at=due_at, by=people["dora"], at=timezone.now())
        confirm(proposal=proposal, proof=Proof("password"), by=people["dev"], at=timezone.now())
    part1 = sha256(bytes(paper.part1 or b"")).hexdigest()
    print(f"{'published' if kind == 'open' else kind} {slug} {part1} {pdf}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
