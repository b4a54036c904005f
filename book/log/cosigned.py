"""What is known of the witnesses: who signed heads that cover an entry; checkpoints with their lines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from book.log.policy import Policy, Witness, read_policy
from book.models import Cosignature, TreeHead, WitnessPolicy, WitnessState


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """How a witness stands: its name and key, the largest tree that it signed and when, and what is wrong with it."""

    name: str
    verifier: str
    size: int
    last_at: datetime | None
    problem: str


@dataclass(frozen=True, slots=True)
class WitnessCount:
    """How many of the witnesses signed a head that covers an entry, the last time, and whether that is a quorum."""

    count: int
    total: int
    last_at: datetime | None
    quorum: bool
    witnesses: tuple[WitnessLine, ...]


def policy_in_force() -> Policy | None:
    """The policy that the worker told the book; None when there are no witnesses."""
    row = WitnessPolicy.objects.first()
    return read_policy(row.content) if row else None


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The policy in force and how each of its witnesses stands."""

    policy: Policy
    lines: tuple[WitnessLine, ...]

    def seen(self, number: int) -> WitnessCount:
        """Who has seen the first `number` entries."""
        who = {line.verifier for line in self.lines if line.size >= number > 0}
        last = max((line.last_at for line in self.lines if line.verifier in who and line.last_at), default=None)
        return WitnessCount(len(who), len(self.lines), last, self.policy.is_met(who), self.lines)


def witnesses() -> Witnesses | None:
    """The witnesses as they stand; None when the register has none."""
    policy = policy_in_force()
    if policy is None or not policy.witnesses:
        return None
    keys = [witness.verifier for witness in policy.witnesses]
    signed = Cosignature.objects.filter(verifier__in=keys).values("verifier")
    newest = {row["verifier"]: row for row in signed.annotate(most=Max("size"), at=Max("cosigned_at")).order_by()}
    problems = dict(WitnessState.objects.filter(verifier__in=keys).values_list("verifier", "problem"))
    return Witnesses(policy, tuple(_line(witness, newest, problems) for witness in policy.witnesses))


def _line(witness: Witness, newest: dict[str, Any], problems: dict[str, str]) -> WitnessLine:
    row = newest.get(witness.verifier, {"most": 0, "at": None})
    problem = problems.get(witness.verifier, "")
    return WitnessLine(witness.name, witness.verifier, row["most"], row["at"], problem)


def cosigned_note(head: TreeHead) -> str:
    """The checkpoint with the lines of the witnesses that signed it, those of the policy in force."""
    policy = policy_in_force()
    keys = [witness.verifier for witness in policy.witnesses] if policy else []
    lines = Cosignature.objects.filter(size=head.size, verifier__in=keys).values_list("line", flat=True)
    return str(head.checkpoint) + "".join(lines)


def witnessed_head(number: int) -> TreeHead | None:
    """The newest signed head that covers an entry, of those that a quorum of witnesses signed if there are any."""
    policy = policy_in_force()
    heads = TreeHead.objects.filter(size__gte=number).order_by("-size")
    if policy and policy.witnesses:
        keys = [witness.verifier for witness in policy.witnesses]
        signed = Cosignature.objects.filter(size__gte=number, verifier__in=keys).order_by("-size")
        who: dict[int, set[str]] = {}
        # The newest two hundred are enough: an older head proves no more.
        for size, verifier in signed.values_list("size", "verifier")[:200]:
            who.setdefault(size, set()).add(verifier)
        met = [size for size, signers in who.items() if policy.is_met(signers)]
        if met:
            return heads.filter(size=met[0]).first()
    return heads.first()
