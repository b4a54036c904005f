"""Which witnesses are trusted, and how many of them must have signed (C2SP tlog-policy). No database, no network."""

from collections.abc import Collection
from dataclasses import dataclass

from book.log.cosignatures import read_cosigner
from book.log.notes import BadNote, read_verifier


class BadPolicy(ValueError):
    """The text is no policy; the message says which line is wrong and why."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness: its name in the policy, its key, and the address to which checkpoints are sent, if there is one."""

    name: str
    verifier: str
    address: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs by their keys, witnesses, groups (name, how many are needed, members), and what makes a quorum."""

    logs: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[tuple[str, int, tuple[str, ...]], ...]
    quorum: str

    def is_met(self, verifiers: Collection[str]) -> bool:
        """Whether the witnesses with these keys make a quorum."""
        holds = {witness.name: witness.verifier in verifiers for witness in self.witnesses}
        for name, needed, members in self.groups:
            holds[name] = sum(holds[member] for member in members) >= needed
        return self.quorum == "none" or holds[self.quorum]


def read_policy(text: str) -> Policy:
    """A policy from its text.

    Raises:
        BadPolicy: a line is not of the form, names something unknown, or there is not exactly one quorum.
    """
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), 1):
        if any(character < " " and character != "\t" for character in line):
            raise BadPolicy(f"Line {number}: there is a control character in it.")
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if words and not words[0].startswith("#"):
            try:
                reading.line(words)
            except (BadPolicy, BadNote) as error:
                raise BadPolicy(f"Line {number}: {error}") from None
    if reading.quorum is None:
        raise BadPolicy("There is no quorum line.")
    return Policy(tuple(reading.logs), tuple(reading.witnesses), tuple(reading.groups), reading.quorum)


class _Reading:
    """What has been read so far; a line may name only what stands before it."""

    def __init__(self) -> None:
        self.logs: list[str] = []
        self.witnesses: list[Witness] = []
        self.groups: list[tuple[str, int, tuple[str, ...]]] = []
        self.quorum: str | None = None
        self._keys: set[bytes] = set()
        self._free: dict[str, bool] = {}

    def line(self, words: list[str]) -> None:
        """One line, cut into words."""
        match words:
            case ["log", verifier, *address] if len(address) <= 1:
                self._new_key(read_verifier(verifier)[1])
                self.logs.append(verifier)
            case ["witness", name, verifier, *address] if len(address) <= 1:
                self._new_name(name)
                self._new_key(read_cosigner(verifier)[1])
                self.witnesses.append(Witness(name, verifier, "".join(address)))
            case ["group", name, needed, *members] if members:
                self._group(name, needed, tuple(members))
            case ["quorum", name] if self.quorum is None:
                if name != "none" and name not in self._free:
                    raise BadPolicy(f"{name} is not defined before it is named.")
                self.quorum = name
            case _:
                raise BadPolicy("it is neither a log, a witness, a group nor the one quorum.")

    def _group(self, name: str, needed: str, members: tuple[str, ...]) -> None:
        number = {"any": 1, "all": len(members)}.get(needed)
        if number is None and needed.isascii() and needed.isdigit():
            number = int(needed)
        if number is None or not 1 <= number <= len(members):
            raise BadPolicy("a group needs any, all, or a number of its members.")
        for member in members:
            if not self._free.get(member, False):
                raise BadPolicy(f"{member} is not defined before it, or is in a group already.")
            self._free[member] = False
        self._new_name(name)
        self.groups.append((name, number, members))

    def _new_name(self, name: str) -> None:
        if name == "none" or name in self._free:
            raise BadPolicy(f"the name {name} is taken.")
        self._free[name] = True

    def _new_key(self, public: bytes) -> None:
        if public in self._keys:
            raise BadPolicy("the key stands on another line too.")
        self._keys.add(public)
