"""Dev goes through the back catalogue at the desk: adds files, puts readings right, enters, settles faults."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.models import Proposal
from audit.models import Event
from components.refusals import NotAllowed
from decisions.models import Decision
from intake.actions.catalogue import settle_fault
from intake.models import CatalogueFault, CatalogueFile, ReadingCorrection, Upload
from tests.decisions.desk.conftest import NOW, As
from tests.intake.importing.test_catalogue import page
from tests.people import People, confirmed

pytestmark = pytest.mark.django_db


def archive(**texts: str) -> SimpleUploadedFile:
    """A zip of text files, by name without its ending."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bundle:
        for name, text in texts.items():
            bundle.writestr(f"saved/{name}.txt", text)
    return SimpleUploadedFile("catalogue.zip", stream.getvalue())


def added(client: Client, **texts: str) -> Any:
    return client.post("/desk/catalogue/", {"archive": archive(**texts)}, follow=True)


WITHOUT_DAY = page(902, day="").replace("Date signed: \n", "")


def entered(people: People) -> list[str]:
    """Dora confirms what Dev proposed; the references that are entered then."""
    confirmed(Proposal.objects.get(verb="history.enter", confirmed_at=None), by=people.dora, at=NOW)
    return [str(paper.reference) for paper in Decision.objects.order_by("pk")]


def test_what_is_whole_waits_for_two_people_and_the_rest_with_its_reason(people: People, signed_in: As):
    client = signed_in(people.dev)
    answer = added(client, a=page(901), b=WITHOUT_DAY, c=page(903, total="£60,000.05"), d="A letter about lamps.")
    shown = answer.content.decode()
    assert "4 files are read." in shown
    states = {file.path: file.state for file in CatalogueFile.objects.all()}
    assert sorted(states.values()) == ["refused", "waits", "waits", "waits"]
    assert not Decision.objects.exists(), "one person alone publishes nothing"
    page_of_whole = "/desk/catalogue/waiting/read-whole/"
    assert "It was read whole" in client.get(page_of_whole).content.decode()
    client.post(page_of_whole, {"compared": "on"})
    assert client.post(page_of_whole, {"compared": "on"}).status_code == 422, "the same waits already"
    with pytest.raises(NotAllowed, match="proposed this yourself"):
        confirmed(Proposal.objects.get(verb="history.enter"), by=people.dev, at=NOW)
    assert entered(people) == ["PCD 901"]
    assert CatalogueFault.objects.filter(check_code="sum-differs").get().reference == "PCD 903"
    for address in ("files/?state=waits", "faults/", "faults/?check=sum-differs", "files.csv", "faults.csv"):
        assert client.get(f"/desk/catalogue/{address}").status_code == 200, address
    assert "£60,000.05" in client.get("/desk/catalogue/faults.csv").content.decode()


def test_another_of_dmpc_staff_puts_a_reading_right_and_enters_the_paper(people: People, signed_in: As):
    added(signed_in(people.dev), b=WITHOUT_DAY)
    dora = signed_in(people.dora)
    read = dora.get("/desk/catalogue/next/", follow=True)
    upload = Upload.objects.get()
    assert read.request["PATH_INFO"] == f"/desk/import/{upload.pk}/"
    at = f"/desk/import/{upload.pk}/correct/"
    assert "Lamps for the way home" in dora.get(at).content.decode()
    form = {"reference": "pcd 902", "title": "Lamps for the way home", "decided_by": "Sophie Linden"}
    day = {"decided_on_day": "14", "decided_on_month": "3", "decided_on_year": "2019"}
    summary = {"executive_summary": "This paper is about lamps on the way home from stations."}
    assert dora.post(at, {**form, **summary, "decided_on_day": "31", "decided_on_month": "2"}).status_code == 422
    shown = dora.post(at, {**form, **summary, **day}, follow=True).content.decode()
    assert "14 March 2019" in shown
    corrected = {row.fact: (row.after, row.by) for row in ReadingCorrection.objects.all()}
    assert corrected["decided_on"] == ("2019-03-14", people.dora)
    reason = CatalogueFile.objects.get().reason
    waiting = f"/desk/catalogue/waiting/{reason}/"
    assert dora.post(waiting).status_code == 422
    dora.post(waiting, {"compared": "on"})
    assert Decision.objects.count() == 0
    confirmed(Proposal.objects.get(verb="history.enter"), by=people.dev, at=NOW)
    paper = Decision.objects.get()
    assert (str(paper.reference), paper.title) == ("PCD 902", "Lamps for the way home")
    assert str(paper.decided_on) == "2019-03-14"


def test_the_queue_is_gone_through_paper_by_paper_each_with_its_original(people: People, signed_in: As):
    client = signed_in(people.dev)
    added(client, b=WITHOUT_DAY, c=page(903, total="£60,000.05"))
    first, second = Upload.objects.order_by("pk")
    at = f"/desk/import/{first.pk}/correct/"
    shown = client.get(at).content.decode()
    assert f"/desk/import/{first.pk}/file/" in shown
    assert "Save and go on to the next paper" in shown
    form = {"reference": "PCD 902", "title": "Lamps", "decided_by": "", "executive_summary": "", "then": "next"}
    assert client.post(at, form, follow=True).request["PATH_INFO"] == f"/desk/import/{second.pk}/"
    file = client.get(f"/desk/import/{first.pk}/file/")
    assert file.content == bytes(first.data)
    assert (file["Content-Disposition"].partition(";")[0], file["X-Content-Type-Options"]) == ("attachment", "nosniff")
    assert signed_in(people.fatima).get(f"/desk/import/{first.pk}/file/").status_code == 404


def test_a_later_import_overwrites_no_correction_and_reopens_no_settled_fault(people: People, signed_in: As):
    client = signed_in(people.dev)
    files = {"c": page(903, total="£60,000.05")}
    added(client, **files)
    fault = CatalogueFault.objects.get(check_code="sum-differs")
    client.post(f"/desk/catalogue/faults/{fault.pk}/", {"note": "The published page is being mended."})
    upload = Upload.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_readingcorrection (upload_id, fact, before, after, by_id, at) VALUES (%s, 'title', "
            "'Lamps', 'Lights', %s, now())",
            [upload.pk, people.dora.pk],
        )
    added(client, **files)
    assert Upload.objects.get().corrections.get().after == "Lights"
    fault.refresh_from_db()
    assert (fault.settled_by, fault.settled_note) == (people.dev, "The published page is being mended.")
    assert CatalogueFault.objects.filter(check_code="sum-differs").count() == 1
    with pytest.raises(Exception, match="settled this already"):
        settle_fault(fault=fault, note="Again.", by=people.dora, at=NOW)


def test_a_fault_that_is_mended_goes_with_the_next_import(people: People, signed_in: As):
    client = signed_in(people.dev)
    added(client, c=page(903, total="£60,000.05"))
    added(client, c=page(903))
    assert CatalogueFault.objects.filter(check_code="sum-differs").count() == 0
    assert CatalogueFile.objects.get().reason == "read-whole"


def test_a_finance_officer_opens_neither_the_catalogue_nor_anothers_upload(people: People, signed_in: As):
    added(signed_in(people.dev), b=WITHOUT_DAY)
    fatima = signed_in(people.fatima)
    assert fatima.get("/desk/catalogue/").status_code == 403
    assert fatima.get(f"/desk/import/{Upload.objects.get().pk}/").status_code == 404
    assert fatima.get(f"/desk/import/{Upload.objects.get().pk}/correct/").status_code == 404


def test_what_is_no_archive_is_said(people: People, signed_in: As):
    sent = {"archive": SimpleUploadedFile("paper.txt", page(901).encode())}
    answer = signed_in(people.dev).post("/desk/catalogue/", sent)
    assert answer.status_code == 422
    assert "paper.txt is no zip of papers" in answer.content.decode()
    assert not Event.objects.filter(verb="catalogue.import").exists()
