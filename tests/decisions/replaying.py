"""A paper of a register that held nobody but the people: made by the actions once, afterwards by the SQL they sent."""

from collections.abc import Callable, Hashable

from django.conf import settings
from django.db.models import Count, Max

from accounts.models import Holding, Person, Proposal
from audit.models import Event
from decisions.models import Decision, LoadedProfile, Numbering
from grants.models import Fund, Grant, Organisation
from mail.models import Letter
from profiles import current
from tests.database.replays import Replay, are_empty, recorded

#: Empty until the first grant, paper or letter of a test.
_TABLES = (Decision, Numbering, Grant, Fund, Organisation, Letter)
#: What was written for each state of the paper, out of what, kept for the next test of this process.
_replays: dict[Hashable, Replay] = {}


def again(state: str, make: Callable[[], Decision]) -> Decision:
    """The paper in this state: by `make`, or as `make` wrote it in an earlier test that began with the same."""
    if not are_empty(_TABLES):
        return make()
    key = (state, _what_there_is())
    if replay := _replays.get(key):
        replay.run()
    else:
        _replays[key] = recorded(make)
    return Decision.objects.get()


def _what_there_is() -> Hashable:
    """All that goes into the paper: people, offices, how many things were done, the profile, the settings."""
    return (
        tuple(Person.objects.order_by("pk").values_list("pk", "name", "email", "job_title", "is_active", "is_trial")),
        tuple(Holding.objects.order_by("pk").values_list()),
        tuple(Event.objects.aggregate(Count("pk"), Max("pk")).values()),
        Proposal.objects.count(),
        current().digest,
        LoadedProfile.objects.order_by("loaded_at").values_list("pk", flat=True).last(),
        settings.REGISTER_ADDRESS,
    )
