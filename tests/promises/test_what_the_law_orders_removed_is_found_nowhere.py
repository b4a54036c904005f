"""Expunging by inventory: the named entry and no other, every column that can hold its words, and the dump as well."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.test import Client

from book.actions.propose import propose_correction
from book.models import Entry
from components.clock import held_at
from decisions import actions
from decisions.inventory import HELD, KEPT
from decisions.models import Decision
from grants.models import Grant
from intake.actions.catalogue import settle_fault
from intake.actions.correct_reading import correct_reading
from intake.actions.import_published import Original
from intake.actions.uploads import enter_upload
from intake.catalogue.archive import import_archive
from intake.models import CatalogueFault, Upload
from intake.reading.client import Reading
from part2.actions import ExemptionFacts, ItemFacts, save_part_2
from publishing.actions.release import propose_expunging
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.grants.agreeing import add_letter
from tests.intake.importing.test_catalogue import page
from tests.people import People, confirmed

pytestmark = pytest.mark.django_db
LATER = AT + 6 * HOUR
WORD = "Oddname"
OURS = ("accounts", "audit", "mail", "book", "grants", "decisions", "intake")
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField, SearchVectorField)


def columns_that_hold(word: str) -> set[str]:
    """Every column that the desk can read in which the word stands, in text or in bytes."""
    columns = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', table_schema, table_name), column_name FROM information_schema.columns "
            "WHERE table_schema IN ('public', 'book') AND has_table_privilege("
            "format('%I.%I', table_schema, table_name), 'SELECT') AND data_type IN "
            "('text', 'character varying', 'jsonb', 'bytea', 'tsvector', 'ARRAY')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM {table} WHERE "{column}"::text ILIKE %s OR "{column}"::text LIKE %s)',
                [f"%{word}%", f"%{word.encode().hex()}%"],
            )
            if cursor.fetchone() == (True,):
                columns.add(f"{table}.{column}")
    return columns


def expunge(people: People, number: int) -> None:
    """Dev proposes, Ada confirms."""
    proposal = propose_expunging(number=number, reason="Court order of 3 May.", by=people.dev, at=LATER)
    confirmed(proposal, by=people.ada, at=LATER)


def named(text: str) -> str:
    return f"{text} {WORD}"


def published_everywhere(people: People) -> Decision:
    """A published decision with the word in all that people write of it."""
    grant = papers.home_office_grant(people, title=named("Team"))
    values = papers.parts(grant)
    add_letter(grant, people.fatima, title=named("Letter"), file_name=f"{WORD}.txt", data=named("Dear").encode())
    changes: dict[str, Any] = {key: {"text": named("Text.")} for key, part in values.items() if list(part) == ["text"]}
    changes["summary"] = {"title": named("Title"), "executive_summary": named("Summary."), "marking": named("OFFICIAL")}
    changes["recommendations"] = {"rows": [values["recommendations"]["rows"][0] | {"text": named("Accept it.")}]}
    changes["report"] = values["report"] | {"author": named("Author"), "executive_summary": named("Summary.")}
    changes["time"] = values["time"] | {"needed_why": named("Soon.")}
    rows = [row | {"consulted": named("Legal")} for row in values["declarations"]["rows"]]
    changes["declarations"] = {"rows": rows}
    changes["part_2"] = papers.STATED | {"part_2_reasons": named("Law enforcement")}
    paper = papers.draft(people, grant=grant, **{key.replace("-", "_"): value for key, value in changes.items()})
    save_part_2(
        decision=paper,
        items=[
            ItemFacts(title=named("Item"), text=named("Secret words.")),
            ItemFacts(title="File", file_name=f"{WORD}.txt", file_data=named("Plain text.").encode()),
        ],
        exemptions=[ExemptionFacts(section="31", reason=named("Crime."), balance=named("Interest."))],
        by=people.fatima,
        at=AT,
    )
    paper.refresh_from_db()
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    actions.check(decision=paper, seen=paper.version, note=named("Read."), by=people.dev, at=AT + 2 * HOUR)
    actions.endorse(**papers.signing(paper), note=named("Good."), by=people.clare, at=AT + 3 * HOUR)
    interests = named("A cousin is")
    actions.approve(**papers.signing(paper), interests=interests, by=people.kaya, at=AT + 4 * HOUR)
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=AT + 5 * HOUR)
    return Decision.objects.get(pk=paper.pk)


def test_a_word_planted_in_all_that_people_write_is_found_nowhere_after(people: People) -> None:
    paper = published_everywhere(people)
    inventory = {f"{table}.{column}" for table, columns in HELD.items() for column in columns}
    before = columns_that_hold(WORD)
    assert before - inventory == set(), "words of a paper stand where the inventory does not say so"
    assert len(before) > 30, sorted(before)
    entry = Entry.objects.using("default").get(key=paper.reference_key, kind="decision")
    expunge(people, entry.number)
    assert columns_that_hold(WORD) == set()
    assert Entry.objects.using("default").get(number=entry.number).leaf_hash == entry.leaf_hash


def test_what_the_catalogue_says_of_a_paper_goes_with_it(people: People) -> None:
    text = page(902).replace("Lamps for the way home", named("Lamps")).encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr(f"{WORD}/pcd-902.txt", text.replace(b"Total\t\xc2\xa360,000", b"Total\t\xc2\xa360,000.05"))
    import_archive(name="papers.zip", data=archive.getvalue(), by=people.dev, at=LATER)
    upload = Upload.objects.get()
    facts = {"title": named("Lights"), "decided_by": "Sophie Linden", "reference": "PCD 902"}
    correct_reading(upload=upload, facts=facts, by=people.dora, at=LATER)
    fault = CatalogueFault.objects.first()
    assert fault is not None
    settle_fault(fault=fault, note=named("Mended by"), by=people.dev, at=LATER)
    reading = Reading.from_json(upload.reading or {})
    reading.paper.warnings.clear()
    original = Original(reading.paper, upload.name, bytes(upload.data), reading=reading.as_json())
    enter_upload(original=original, upload=upload, by=people.dev, at=LATER)
    assert {"public.intake_cataloguefile.path", "public.intake_readingcorrection.after"} <= columns_that_hold(WORD)
    expunge(people, Entry.objects.using("default").get(kind="decision").number)
    assert columns_that_hold(WORD) == set()


def test_the_pages_of_an_expunged_paper_say_so_and_answer(people: People) -> None:
    paper = published_everywhere(people)
    expunge(people, Entry.objects.using("default").get(kind="decision").number)
    client = Client()
    client.force_login(people.dev)
    with held_at(LATER):
        page = client.get(f"/desk/decisions/{paper.pk}/")
        assert page.status_code == 200
        assert "removed by order of law" in page.content.decode()
        for path in ("paper/", "agreements/", "publication/", "part-2/", "leaks/"):
            answer = client.get(f"/desk/decisions/{paper.pk}/{path}")
            assert (answer.status_code, WORD in answer.content.decode()) == (200, False), path
        for path in ("preview.pdf", "decision.pdf"):
            assert client.get(f"/desk/decisions/{paper.pk}/{path}").status_code == 404, path
        agreements = client.get(f"/desk/decisions/{paper.pk}/agreements/").content.decode()
    assert "cannot reach backups made before" in agreements


def test_expunging_a_correction_takes_the_correction_and_leaves_the_decision(people: People) -> None:
    paper = papers.published(people)
    words = f"The witness is not {WORD}."
    assert paper.reference is not None
    correction = propose_correction(reference=paper.reference, text=words, by=people.dev, at=LATER)
    confirmed(correction, by=people.dora, at=LATER)
    before = Decision.objects.values().get(pk=paper.pk)
    expunge(people, Entry.objects.using("default").get(kind="correction").number)
    assert columns_that_hold(WORD) == set()
    assert Decision.objects.values().get(pk=paper.pk) == before
    assert bytes(paper.sealed_paper.pdf).startswith(b"%PDF")
    entry = Entry.objects.using("default").get(kind="decision")
    assert bytes(entry.payload or b"") == bytes(before["part1"] or b"")


def test_a_grant_that_another_paper_names_keeps_its_words_for_that_one(people: People) -> None:
    first = papers.published(people)
    grant = first.decision_grants.get().grant
    papers.draft(people, grant=grant, recommendations={"rows": []}, at=AT + 6 * HOUR)
    expunge(people, Entry.objects.using("default").get(kind="decision").number)
    assert Grant.objects.get(pk=grant.pk).title == "Online team"


def test_every_column_of_text_is_in_the_inventory() -> None:
    missing = []
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        table = model._meta.db_table.replace('"', "")
        table = table if "." in table else f"public.{table}"
        known = {*HELD.get(table, ()), *KEPT.get(table, ())}
        columns = [field.column for field in model._meta.concrete_fields if isinstance(field, TEXTS)]
        missing += [f"{table}.{column}" for column in columns if column not in known]
    assert missing == [], "say in decisions/inventory.py whether these can hold the words of a paper"


def test_the_history_of_an_expunged_paper_still_proves_itself(people: People) -> None:
    from audit.models import Event, Head
    from audit.verifying import verify

    paper = published_everywhere(people)
    expunge(people, Entry.objects.using("default").get(kind="decision").number)
    report = verify(Event.objects.order_by("number"), Head.objects.first())
    assert (report.problem, report.count > 10) == ("", True)
    began = Event.objects.get(verb="decision.begin", subject=paper.subject)
    assert "words_sha256" in began.details
    assert date(2018, 11, 20) == began.at.date()
