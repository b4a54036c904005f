"""What a body in Wales gives out in both languages: letters of alerts, the calendar, the pack of a meeting."""

import io
import subprocess
from datetime import UTC, datetime
from html import unescape

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from icalendar import Calendar

from book.models import Subscriber
from mail.models import Letter
from operations.actions.alerts import notify_subscribers
from profiles import current

pytestmark = [
    pytest.mark.skipif("cy" not in current().body.languages, reason="this body lists English alone"),
    pytest.mark.committed(owner=True),
]


@pytest.fixture(autouse=True)
def empty_register(transactional_db: None) -> None:
    """A register with the body's profile, and nothing published."""
    call_command("load_profile", stdout=io.StringIO())


def test_the_letter_that_asks_to_confirm_is_in_both_languages_with_links_in_each() -> None:
    asked = Client().post("/cy/alerts/", {"email": "darllenydd@example.org", "often": "daily"})
    assert asked.headers["Location"] == "/cy/alerts/asked/"
    assert notify_subscribers(at=datetime.now(UTC)) == 1
    letter, subscriber = Letter.objects.get(to="darllenydd@example.org"), Subscriber.objects.get()
    welsh, english = letter.body.split("--------")
    names = {language: current().body.name_on(language=language).name for language in ("cy", "en")}
    assert letter.subject == (
        f"Cadarnhewch eich bod am gael rhybuddion gan {names['cy']} / Confirm that you want alerts from {names['en']}"
    )
    assert welsh.startswith("English follows below.")
    assert f"yng nghofrestr penderfyniadau {names['cy']}, unwaith y dydd: pob penderfyniad." in welsh
    assert f"{settings.REGISTER_ADDRESS}/cy/alerts/confirm/" in welsh
    assert f"{settings.REGISTER_ADDRESS}/cy/alerts/leave/{subscriber.secret}/" in welsh
    assert f"asked to be told of all decisions in the register of decisions of {names['en']}, once a day." in english
    assert f"{settings.REGISTER_ADDRESS}/alerts/leave/{subscriber.secret}/" in english
    assert letter.unsubscribe == f"{settings.REGISTER_ADDRESS}/alerts/leave/{subscriber.secret}/"


def test_the_calendar_has_its_fixed_words_in_both_languages() -> None:
    calendar = Calendar.from_ical(Client().get("/calendar.ics").content)
    english, welsh = (current().body.name_on(language=language).name for language in ("en", "cy"))
    assert calendar["X-WR-CALNAME"] == f"Decisions of {english} / Penderfyniadau {welsh}"


def test_the_pack_of_a_meeting_is_drawn_in_the_language_that_is_asked_for() -> None:
    public = Client()
    for language, expected in {
        "cy": ("Newydd ers 1 Medi 2026", "Pecyn ar gyfer cyfarfod", "Ni ddaeth dim i’r gofrestr ers hynny."),
        "": ("New since 1 September 2026", "Pack for a meeting", "Nothing came into the register since then."),
        "fr": ("New since 1 September 2026",),
    }.items():
        paper = b"".join(public.get(f"/panel-pack.pdf?since=2026-09-01&language={language}"))
        run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True)
        text = " ".join(run.stdout.decode().split()).replace("'", "’")
        for words in expected:
            assert words.casefold() in text.casefold(), (language, words)


def test_the_page_about_the_interface_for_programs_is_in_welsh_and_the_interface_has_one_address() -> None:
    public = Client()
    page = unescape(public.get("/cy/api/v1/docs/").content.decode())
    assert '<h1 class="govuk-heading-l">Rhyngwyneb ar gyfer rhaglenni (API)</h1>' in page
    assert '<main class="govuk-main-wrapper " id="main-content">' in page
    assert 'hreflang="en" href="' + settings.REGISTER_ADDRESS + '/api/v1/docs/"' in page
    assert "600 o geisiadau y funud o un lle" in page
    assert public.get("/cy/api/v1/decisions/").status_code == 404
