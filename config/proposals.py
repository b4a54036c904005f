"""Which changes need two people: every app's verbs, put into the one table of accounts/proposals."""

from accounts.office_use import register as register_use
from accounts.open_work import register as register_work
from accounts.proposals.registry import register
from accounts.verbs import VERBS as OF_PEOPLE
from book.verbs import VERBS as OF_THE_BOOK
from decisions.office_use import last_use
from decisions.open_papers import open_papers
from decisions.verbs import VERBS as OF_PAPERS
from delegated.verbs import VERBS as OF_DELEGATED
from intake.verbs import VERBS as OF_HISTORY
from paper_lists.open_grants import open_grants
from part2.verbs import VERBS as OF_PART_2
from publishing.verbs import VERBS as OF_PUBLISHING
from rulings.verbs import VERBS as OF_RULINGS
from wording.verbs import VERBS as OF_WORDING


def register_all() -> None:
    """Fill the table, when the program starts."""
    register(
        [
            *OF_PEOPLE,
            *OF_THE_BOOK,
            *OF_PAPERS,
            *OF_HISTORY,
            *OF_DELEGATED,
            *OF_PART_2,
            *OF_PUBLISHING,
            *OF_RULINGS,
            *OF_WORDING,
        ]
    )
    register_use(last_use)
    register_work(open_papers)
    register_work(open_grants)
