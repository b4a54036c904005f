"""Promise: a changed profile is put in force when two administrators have agreed to it, and the history says so."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Proposal
from accounts.proposals.actions import confirm
from audit.models import Event
from components.refusals import NotAllowed, Refused
from decisions.actions.profile_loading import propose_profile
from decisions.models import LoadedProfile
from profiles import Profile, current, parse
from tests.people import PROOF, People
from tests.profile import active

pytestmark = pytest.mark.committed(owner=True)


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Profile:
    """The file of the installation differs from what is in force: no chief executive endorses any more."""
    profile = parse(current().source.replace('action = "accept_offer"\n', 'action = "accept_offer"\nlimit = 1\n', 1))
    active.use(monkeypatch, profile)
    return profile


def load(**options: bool) -> str:
    output = io.StringIO()
    call_command("load_profile", stdout=output, **options)
    return output.getvalue()


def test_whoever_migrates_does_not_change_the_profile_alone(people: People, changed: Profile) -> None:
    before = LoadedProfile.objects.get().digest
    with pytest.raises(CommandError, match="two administrators have not agreed"):
        load()
    proposal = propose_profile(profile=changed, by=people.ada, at=timezone.now())
    with pytest.raises(CommandError, match="two administrators have not agreed"):
        load()
    with pytest.raises(NotAllowed, match="proposed this yourself"):
        confirm(proposal=proposal, proof=PROOF, by=people.ada, at=timezone.now())
    with pytest.raises(NotAllowed):
        confirm(proposal=proposal, proof=PROOF, by=people.dev, at=timezone.now())
    assert LoadedProfile.objects.order_by("loaded_at").last().digest == before  # type: ignore[union-attr]
    confirm(proposal=proposal, proof=PROOF, by=people.amir, at=timezone.now())
    assert "is in force" in load()
    assert LoadedProfile.objects.filter(digest=changed.digest).exists()
    sentence = Event.objects.get(verb="load profile").sentence
    assert sentence.endswith(f"as {people.ada.name} proposed and {people.amir.name} confirmed.")
    with pytest.raises(Refused, match="in force already"):
        propose_profile(profile=changed, by=people.ada, at=timezone.now())


def test_an_agreement_serves_for_one_change(people: People, changed: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = propose_profile(profile=changed, by=people.ada, at=timezone.now())
    confirm(proposal=proposal, proof=PROOF, by=people.amir, at=timezone.now())
    load()
    older = parse(LoadedProfile.objects.order_by("loaded_at").first().source)  # type: ignore[union-attr]
    active.use(monkeypatch, older)
    with pytest.raises(CommandError, match="two administrators have not agreed"):
        load()


def test_a_trial_loads_it_alone_and_the_history_says_so(people: People, changed: Profile) -> None:
    with override_settings(PRODUCTION=True), pytest.raises(CommandError, match="Only a trial"):
        load(trial=True)
    load(trial=True)
    assert "without two administrators, for a trial" in Event.objects.get(verb="load profile").sentence


def as_(person: Person) -> Client:
    person.set_password("horse lamp river nine")
    person.save(update_fields=["password"])
    client = Client()
    client.force_login(person)
    return client


def test_the_page_shows_what_changes_and_both_prove_who_they_are(people: People, changed: Profile) -> None:
    page, proved = reverse("desk:body_profile"), {"password": "horse lamp river nine"}
    ada, amir = as_(people.ada), as_(people.amir)
    assert "+limit = 1" in ada.get(page).content.decode()
    assert ada.post(page, {}).status_code == 422
    assert ada.post(page, proved).status_code == 302
    confirming = reverse("proposal_page", args=[Proposal.objects.latest("pk").pk])
    assert "+limit = 1" in amir.get(confirming).content.decode()
    assert amir.post(confirming, {}).status_code == 422
    assert amir.post(confirming, proved).status_code == 302
    assert "Two administrators have agreed to it." in ada.get(page).content.decode()
