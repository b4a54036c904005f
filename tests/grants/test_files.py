"""Files of a grant: what is what it claims to be is kept as it came, and whoever may see the grant may open it."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from components.refusals import NotAllowed, NotOpen, Refused
from grants import actions
from grants.models import GrantFile
from tests.grants.agreeing import ACCEPTED, LETTER, add_condition, add_letter, agree
from tests.grants.making import enter_spend, make_grant
from tests.people import People
from tests.promises.guards import constraint, let_through_without, refused, trigger
from tests.queries import CountingClient


def signed_in(person: Any) -> CountingClient:
    client = CountingClient()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_fatima_adds_agreement_consent_evidence_and_an_invoice_and_the_auditor_opens_each(people: People):
    grant = make_grant(people.fatima)
    consent: dict[str, Any] = {"carry_over": "with_consent", "consent_on": ACCEPTED, "consent": "Letter of 21 November"}
    agreement = agree(grant, people.fatima, **consent)
    term = add_condition(grant, people.fatima)
    actions.meet_term(term=term, met_on=ACCEPTED, evidence="The report.", by=people.fatima, at=agreement.recorded_at)
    entry = enter_spend(people.fatima, grant, Decimal(12), at=agreement.recorded_at)
    client = signed_in(people.fatima)
    shown = {
        f"agreement-{agreement.pk}": "Agreement as signed", f"consent-{agreement.pk}": "Consent letter",
        f"term-{term.pk}": "Evaluation report", "actual": "Invoice 12",
    }  # fmt: skip
    for number, (about, title) in enumerate(shown.items()):
        upload = SimpleUploadedFile(f"file-{number}.pdf", LETTER + str(number).encode())
        sent = {"about": about, "title": title, "entry": entry.number, "upload": upload}
        assert client.post(reverse("grant_file_add", args=[grant.pk]), sent).status_code == 302, about
    grant_page = client.get(reverse("grant_page", args=[grant.pk])).content.decode()
    for title in list(shown.values())[:3]:
        assert title in grant_page
    assert "1 file<" in client.get(reverse("actual_list", args=[grant.pk])).content.decode()
    auditor = signed_in(people.olu)
    page = auditor.get(reverse("grant_file_list", args=[grant.pk])).content.decode()
    for file in GrantFile.objects.all():
        address = reverse("grant_file", args=[grant.pk, file.pk])
        assert address in page
        assert file.sha256 in page
        answer = auditor.get(address)
        assert answer.content == bytes(file.data)
        assert answer["Content-Disposition"].startswith("attachment")
    assert auditor.get(reverse("grant_file_add", args=[grant.pk])).status_code == 403
    other = make_grant(people.fatima, title="Another")
    assert auditor.get(reverse("grant_file", args=[other.pk, file.pk])).status_code == 404
    assert signed_in(people.sam).get(address).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("letter.exe", LETTER, "is not a PDF"), ("letter.pdf", b"<html>", "is not a PDF"),
        ("picture.png", LETTER, "is not a PDF"), ("letter.pdf", b"", "is empty"),
        ("letter.pdf", LETTER + b" " * 20 * 1024 * 1024, "is larger than 20 MB"),
        ("../../letter.pdf", LETTER, "stands there already"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_claims_or_is_there_already_is_not_kept(
    people: People, name: str, data: bytes, sentence: str
):
    grant = make_grant(people.fatima)
    add_letter(grant, people.fatima)
    with pytest.raises(Refused, match=sentence) as caught:
        add_letter(grant, people.fatima, file_name=name, data=data)
    assert (sentence == "stands there already") == isinstance(caught.value, NotOpen)
    assert GrantFile.objects.count() == 1


@pytest.mark.django_db
def test_nobody_without_the_office_adds_a_file_nor_one_that_shows_another_grant_s(people: People):
    grant, other = make_grant(people.fatima), make_grant(people.fatima, title="Another")
    agreement = agree(other, people.fatima)
    with pytest.raises(NotAllowed):
        add_letter(grant, people.olu)
    with pytest.raises(Refused, match="belongs to another grant"):
        add_letter(grant, people.fatima, about="agreement", agreement=agreement)
    client = signed_in(people.fatima)
    sent = {"about": "actual", "entry": "E-999", "upload": SimpleUploadedFile("a.pdf", LETTER)}
    answer = client.post(reverse("grant_file_add", args=[grant.pk]), sent)
    assert answer.status_code == 422
    assert f"Enter the number of an entry of {grant.code}" in answer.content.decode()


@pytest.mark.committed
def test_raw_sql_changes_and_removes_no_file_and_no_digest_lies(people: People, sql: Any):
    add_letter(make_grant(people.fatima), people.fatima)
    guard = trigger("grants_grantfile", "grant_file_is_kept")
    for attack in ("UPDATE grants_grantfile SET data = ''", "DELETE FROM grants_grantfile"):
        refused(sql, attack, "a file of a grant is kept")
        let_through_without(sql, guard, attack)
    columns = "grant_id, about, title, file_name, media_type, size, sha256, added_by_id, added_at"
    lie = (
        f"INSERT INTO grants_grantfile ({columns}, data) SELECT grant_id, about, 'x', 'x', media_type, 1, "
        "repeat('0', 64), added_by_id, added_at, 'x'::bytea FROM grants_grantfile LIMIT 1"
    )
    refused(sql, lie, "grant_file_is_its_digest")
    let_through_without(sql, constraint("grants_grantfile", "grant_file_is_its_digest"), lie)
