"""Confirms, as the other of two people, the earlier decisions that were proposed: `register-manage shell < FILE`."""

from django.utils import timezone

from accounts.models import Person, Proposal
from accounts.proof import Proof
from accounts.proposals.actions import confirm

dora = Person.objects.get(email="dora@example.org")
for proposal in Proposal.objects.filter(verb="history.enter", confirmed_at=None):
    confirm(proposal=proposal, proof=Proof("password"), by=dora, at=timezone.now())
