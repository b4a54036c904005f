"""Words that staff publish beside the papers: compared with every Part 2 that is still confidential."""

from django.db.models import Q

from components.refusals import Refused
from decisions.leaks import confidential_texts, known_runs, runs_of, words_of
from decisions.models import Decision, StandingText
from figures.text import is_mixed

#: Letters of a run that are looked for without regard to where its words are parted; a shorter one could be by chance.
_LONG_ENOUGH = 16


def check_public_words(*texts: str) -> None:
    """Raise Refused when a text holds what stands in a Part 2 and nowhere in public, without repeating it.

    Raises:
        Refused: also for a word with letters of several alphabets, which reads like one that it is not.
        Leaking: a file of a Part 2 cannot be read, so that nothing can be promised.
    """
    words = words_of(" ".join(texts))
    for word in filter(is_mixed, words):
        raise Refused(f"“{word}” has letters of several alphabets, which look alike. Write it in one of them.")
    public, letters = f" {' '.join(words)} ", "".join(words)
    unreleased = Q(part_2_items__isnull=False, part_2_items__released_at=None)
    only_grounds = Q(part_2_items__isnull=True, exemptions__isnull=False)
    for decision in Decision.objects.filter(unreleased | only_grounds).distinct():
        texts_of_it = confidential_texts(decision)
        runs = {run for text in texts_of_it for run in runs_of(text) if _stands_in(run, public, letters)}
        if runs and runs - known_runs(runs, StandingText.objects.all()):
            raise Refused(
                f"These words stand in the confidential Part 2 of {decision.reference_words}. Leave them out: this is "
                "public at once."
            )


def _stands_in(run: str, public: str, letters: str) -> bool:
    """Whether a run stands in the words, or, if it is long, in their letters however they are parted."""
    closed = run.replace(" ", "")
    return f" {run} " in public or (len(closed) >= _LONG_ENOUGH and closed in letters)
