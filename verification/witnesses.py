"""What pages say about the witnesses of the log."""

from book.log.cosigned import WitnessCount, witnesses
from figures.dates import format_moment
from http_cache.book_version import book_version


def witness_count(number: int) -> WitnessCount | None:
    """Who has seen the first `number` entries; None where the register has no witnesses. Read once per book state."""
    known = book_version.remembered("witnesses", witnesses)
    return known.seen(number) if known else None


def witness_sentence(count: WitnessCount | None) -> str:
    """“2 of 3 witnesses, last at 10:30 on 17 December 2018”; nothing where the register has no witnesses."""
    if count is None:
        return ""
    words = f"{count.count} of {count.total} witnesses"
    return f"{words}, last at {format_moment(count.last_at)}" if count.last_at else words


def witness_rows(count: WitnessCount | None) -> list[dict[str, str]]:
    """A row for each witness: how far it has seen the log, or what is wrong with it."""
    rows = []
    for line in count.witnesses if count else ():
        moment = f", {format_moment(line.last_at)}" if line.last_at else ""
        words = f"signed the first {line.size} entries{moment}" if line.size else "has signed nothing yet"
        rows.append({"key": line.name, "words": words, "problem": line.problem, "verifier": line.verifier})
    return rows
