"""Showing the newest tree head to the witnesses of the policy, and keeping what they sign."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from book.log.cosignatures import cosigned
from book.log.notes import BadNote
from book.log.policy import Policy, Witness, read_policy
from book.log.proofs import consistency
from book.log.witness_requests import Answer, ask, request_body
from book.models import Cosignature, TreeHead, WitnessState

#: How far a witness's clock may differ from ours, ahead and behind.
AHEAD, BEHIND = timedelta(minutes=5), timedelta(hours=1)
#: A witness that failed is asked again after this long, and twice as long after each further failure.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)

_REFUSALS = {
    403: "It does not accept the signature of this log.",
    404: "It does not know this log.",
    422: "It refuses the checkpoint: it does not continue what the witness saw before.",
}


def witness_head(at: datetime) -> int:
    """Ask every witness that has not signed the newest head and whose pause is over. Returns how many signed.

    A witness that is down, refuses, or answers nonsense is noted and asked again later; nothing else waits for it.

    Raises:
        BadPolicy: the policy file is none. OSError: it cannot be read.
    """
    head = TreeHead.objects.using("default").order_by("-size").first()
    policy = load_policy()
    if policy is None or head is None:
        return 0
    due = [witness for witness in policy.witnesses if witness.address and _is_due(witness, head, at)]
    answers = _first_round(due, head)
    again = {key: size for key, answer in answers.items() if (size := _size_to_prove_from(answer, head)) is not None}
    answers |= ask({key: _request(witness, head, again[key]) for key, witness in _by_key(due, again).items()})
    return sum(_take(witness, head, answers[witness.verifier], at) for witness in due)


def load_policy() -> Policy | None:
    """The policy of the settings, stored in the book if it is new; None when none is set."""
    if not settings.WITNESS_POLICY_FILE:
        return None
    text = Path(settings.WITNESS_POLICY_FILE).read_text(encoding="utf-8")
    policy = read_policy(text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.set_witness_policy(%s)", [text])
    return policy


def _is_due(witness: Witness, head: TreeHead, at: datetime) -> bool:
    if Cosignature.objects.using("default").filter(size=head.size, verifier=witness.verifier).exists():
        return False
    state = _state(witness)
    return state is None or state.try_at <= at


def _state(witness: Witness) -> WitnessState | None:
    return WitnessState.objects.using("default").filter(verifier=witness.verifier).first()


def _by_key(witnesses: list[Witness], wanted: dict[str, int]) -> dict[str, Witness]:
    return {witness.verifier: witness for witness in witnesses if witness.verifier in wanted}


def _first_round(witnesses: list[Witness], head: TreeHead) -> dict[str, Answer]:
    """Ask from the size that each is known to have signed; a witness at another size names it in its answer (409)."""
    known = {witness.verifier: _state(witness) for witness in witnesses}
    sizes = {key: min(state.size, head.size) if state else 0 for key, state in known.items()}
    return ask({w.verifier: _request(w, head, sizes[w.verifier]) for w in witnesses})


def _request(witness: Witness, head: TreeHead, old: int) -> tuple[str, bytes]:
    proof = consistency(old, head.size, using="default") if 0 < old < head.size else ()
    return witness.address, request_body(old, proof, head.checkpoint)


def _size_to_prove_from(answer: Answer, head: TreeHead) -> int | None:
    """The size that a witness says it knows, if it can be proved from; a crash after it signed looks like this too."""
    text = answer.text.strip()
    if answer.status != 409 or not (text.isascii() and text.isdigit() and len(text) <= 18):
        return None
    return int(text) if int(text) <= head.size else None


def _take(witness: Witness, head: TreeHead, answer: Answer, at: datetime) -> bool:
    problem = _problem(answer, head)
    if not problem:
        try:
            line, signed_at = cosigned(answer.text, witness.verifier, head.checkpoint)
            problem = _clock_problem(signed_at, at)
        except BadNote as error:
            problem = f"Its answer does not hold: {error}"
    if problem:
        _note_problem(witness, problem, at)
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT book.keep_cosignature(%s, %s, %s, %s, %s)", [head.size, witness.verifier, line, signed_at, at]
        )
        return bool(cursor.fetchone()[0])


def _problem(answer: Answer, head: TreeHead) -> str:
    if answer.status == 200:
        return ""
    if answer.status == 409:
        return f"It says that it saw {answer.text.strip()[:20]} entries, which the {head.size} here do not continue."
    refusal = _REFUSALS.get(answer.status, f"It answers with status {answer.status}.")
    return refusal if answer.status else answer.text


def _clock_problem(signed_at: datetime, at: datetime) -> str:
    if at - BEHIND <= signed_at <= at + AHEAD:
        return ""
    return f"Its clock is wrong: it dated its signature {signed_at:%Y-%m-%d %H:%M} UTC."


def _note_problem(witness: Witness, problem: str, at: datetime) -> None:
    state = _state(witness)
    failures = min(state.failures if state else 0, 10)
    again = at + min(FIRST_PAUSE * 2**failures, LONGEST_PAUSE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.note_witness_problem(%s, %s, %s, %s)", [witness.verifier, problem, at, again])
