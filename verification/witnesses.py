"""What pages say about the witnesses of the log."""

from django.utils.translation import gettext

from book.log.cosigned import WitnessCount, witnesses
from figures.templatetags.paper_words import moment_words
from http_cache.book_version import book_version


def witness_count(number: int) -> WitnessCount | None:
    """Who has seen the first `number` entries; None where the register has no witnesses. Read once per book state."""
    known = book_version.remembered("witnesses", witnesses)
    return known.seen(number) if known else None


def witness_sentence(count: WitnessCount | None) -> str:
    """“2 of 3 witnesses, last at 10:30 on 17 December 2018”; nothing where the register has no witnesses."""
    if count is None:
        return ""
    counts = {"count": count.count, "total": count.total}
    if count.last_at is None:
        return gettext("%(count)s of %(total)s witnesses") % counts
    last = {"moment": moment_words(count.last_at)}
    return gettext("%(count)s of %(total)s witnesses, last at %(moment)s") % (counts | last)


def witness_rows(count: WitnessCount | None) -> list[dict[str, str]]:
    """A row for each witness: how far it has seen the log, or what is wrong with it."""
    rows = []
    for line in count.witnesses if count else ():
        moment = f", {moment_words(line.last_at)}" if line.last_at else ""
        signed = gettext("It signed the first %(size)s entries%(moment)s.") % {"size": line.size, "moment": moment}
        words = signed if line.size else gettext("It has signed nothing yet.")
        rows.append({"key": line.name, "words": words, "problem": line.problem, "verifier": line.verifier})
    return rows
