"""The list of grants for downloading: what each is, where it is in its life, its money over all years."""

from collections.abc import Iterable
from datetime import date

from components.downloads import Table
from grants.life import lives_of
from grants.meter import meters_of
from grants.models import Grant, Totals

COLUMNS = (
    "grant", "title", "funder", "recipient", "unit", "direction", "route", "stage", "next", "continues", "bid",
    "offered", "allowed", "accepted",
)  # fmt: skip
AMOUNTS = frozenset({"bid", "offered", "allowed", "accepted"})


def grant_table(grants: Iterable[Grant], day: date) -> Table:
    """One row a grant, as it is on a day; `grants` with their funder, recipient and tranches."""
    grants = list(grants)
    lives, meters = lives_of(grants, day), meters_of(grants)
    rows = []
    for grant in grants:
        sums, life = Totals(list(grant.tranches.all())).overall(), lives[grant.pk]
        rows.append([
            grant.code, grant.title, grant.funder.name, grant.recipient.name, grant.recipient_unit,
            grant.get_direction_display(), grant.get_route_display(), life.state.label, life.next_words,
            grant.continues.code if grant.continues else "", sums["bid"], sums["offered"], meters[grant.pk].allowed,
            sums["accepted"],
        ])  # fmt: skip
    return Table("grants", "Grants", COLUMNS, rows, AMOUNTS)
