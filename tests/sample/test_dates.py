"""The sample is possible in time: money is decided before its year begins, and what is over is over."""

import pytest
from django.utils import timezone

from figures.dates import london_day
from grants.days_at_risk import days_at_risk
from grants.models import ClosedYear, Grant
from sample.loading import load


@pytest.mark.committed
def test_no_money_of_the_sample_is_accepted_after_its_year_began() -> None:
    now = timezone.now()
    load(password="trial", at=now, tell=lambda line: None)
    accepted = Grant.objects.filter(tranches__accepted__gt=0).distinct()
    rows = days_at_risk(accepted, london_day(now))
    assert len(rows) >= 4
    assert {row.grant.title: row.until_decided for row in rows if row.until_decided} == {}
    assert Grant.objects.filter(tranches__actuals__isnull=False).distinct().count() == 2
    assert ClosedYear.objects.count() <= 1
