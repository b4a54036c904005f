"""The sample of another body goes its whole way in the body's own words, and nothing names what only MOPAC has.

Its own references, offices and signatories stand on the papers; no page, letter, PDF, feed or data file has a name
that MOPAC's profile alone defines. `make test` reads one page of each address pattern as everybody; `make nightly`
every page that links lead to. MOPAC's own story is told in tests/journeys/ and tests/sample/.
"""

import io
import json
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.models import Person
from accounts.offices import Office
from audit.models import Event
from book.models import PublishedDecision
from decisions.models import Decision, SealedPaper, Status
from languages.addresses import split_language
from mail.models import Letter
from profiles import Profile, current, load
from profiles.reading import DEFAULT, ROOT
from sample.loading import load as load_sample

#: More pages than the sample has; a crawl that reaches it would go on for ever.
MOST = 1500
HREF = re.compile(r"""(?:href|src|action)=["']([^"'#]+)""")
TIME_ZONE = "Europe/London"
#: Keys of offices, the same for every body, of which some labels are the words.
NEUTRAL_KEYS = re.compile("|".join(office.value for office in Office if "_" in office.value))
#: Tokens, keys and digests, in which chance may write any short name: long, without a gap, with a figure.
SECRET = re.compile(r"(?<![\w+/=-])(?=[\w+/=-]*\d)[\w+/=-]{40,}")
#: The schema of the published format `part1/1`, which has a key of its own for who decides and is frozen.
FROZEN_KEY = '"deputy_mayor"'
FROZEN_FILES = ("/open-data/decision.schema.json", "/open-data/entry.schema.json")
#: The title of a paper of the sample of a body that lists Welsh, in both languages.
IN_WELSH = "Llwybrau cerdded mwy diogel ar ôl iddi dywyllu: derbyn cyllid gan y Swyddfa Gartref"
IN_ENGLISH = "Safer walking routes after dark: acceptance of Home Office funding"


def names_of(profile: Profile) -> set[str]:
    """The names, office labels, reference prefixes and places that a profile defines."""
    body, words = profile.body, profile.words
    names = {name for row in body.names for name in (row.name, row.short_name)}
    names |= {body.force, body.force_short_name, body.place, body.area.name, words.paper_kind}
    names |= {label for office in profile.offices.values() for label in (office.label, office.called)}
    names |= {series.code for series in profile.references.series}
    names |= {*profile.reading.decider_names, *profile.reading.title_tails, *profile.reading.own_names}
    names.add(profile.reading.other_owner)
    return {name.removeprefix("The ").removeprefix("the ") for name in names if len(name) > 1}


def foreign_names() -> re.Pattern[str]:
    """What MOPAC's profile defines and the one in use does not, whole words in any case."""
    own = current().source.casefold()
    foreign = {name for name in names_of(load(ROOT / DEFAULT)) if name.casefold() not in own}
    assert {"MOPAC", "DMPC", "London", "PCD"} <= foreign
    plain = "|".join(re.escape(name) for name in sorted(foreign, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:{plain})(?![A-Za-z])".replace(r"\ ", r"[\s_-]+"), re.IGNORECASE)


def foreign_words(text: str, names: re.Pattern[str]) -> list[str]:
    """Each foreign name with the words around it."""
    plain = NEUTRAL_KEYS.sub("", SECRET.sub("", unescape(text))).replace(TIME_ZONE, "").replace(FROZEN_KEY, "")
    return [plain[max(0, m.start() - 60) : m.end() + 40].replace("\n", " ") for m in names.finditer(plain)]


def text_of(content: bytes, tmp_path: Path) -> str:
    """The text of an answer; of a PDF its words and, uncompressed, its data."""
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", "replace")
    (tmp_path / "paper.pdf").write_bytes(content)
    run = subprocess.run(["pdftotext", str(tmp_path / "paper.pdf"), "-"], capture_output=True, text=True, check=True)
    about = subprocess.run(["pdfsig", "-nocert", str(tmp_path / "paper.pdf")], capture_output=True, text=True)
    return run.stdout + about.stdout.replace(str(tmp_path), "")


def pattern_of(address: str) -> str:
    """The pattern that an address belongs to; with another parameter it is another one."""
    asked, query, _ = address.partition("?")
    language, path = split_language(asked)
    try:
        return f"{language} {resolve(path).route}?{query.partition('=')[0]}"
    except Resolver404:
        return address


def pages(client: Client, start: str, below: str = "/", *, whole: bool = True) -> Iterator[tuple[str, bytes]]:
    """Every answer at addresses `below` one that can be reached by links from `start`, once.

    Unless `whole`, of each address pattern only the address that is met first.
    """
    waiting, seen, patterns = [start], {start}, set[str]()
    while waiting:
        address = waiting.pop(0)
        if not whole and pattern_of(address) in patterns:
            continue
        patterns.add(pattern_of(address))
        response = client.get(address, follow=True)
        content = b"".join(response)
        yield address, content
        if "html" not in response.headers.get("Content-Type", ""):
            continue
        for link in HREF.findall(content.decode("utf-8", "replace")):
            parts = urlsplit(urljoin(f"http://testserver{address}", unescape(link)))
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if not target.startswith(below):
                continue
            if parts.netloc not in {"testserver", "127.0.0.1:8000"} or _is_left_out(target) or target in seen:
                continue
            seen.add(target)
            waiting.append(target)
        assert len(seen) < MOST, sorted(seen)[-20:]


def _is_left_out(target: str) -> bool:
    """Files of the design system, signing out, and the same list sorted and filtered in every way."""
    return target.startswith(("/static/", "/account/logout", *FROZEN_FILES)) or target.count("=") > 1


def foreign_in(
    client: Client, start: str, tmp_path: Path, below: str = "/", *, whole: bool = True
) -> dict[str, list[str]]:
    """The foreign names on every page that can be reached, by address."""
    names, hits = foreign_names(), {}
    for address, content in pages(client, start, below, whole=whole):
        if here := foreign_words(text_of(content, tmp_path), names):
            hits[address] = here
    return hits


pytestmark = [
    pytest.mark.skipif(current() == load(ROOT / DEFAULT), reason="this is the body whose words others must not show"),
    pytest.mark.django_db(databases=["default", "book", "worker"]),
]


@pytest.fixture(scope="module")
def sample(committed_module: None) -> dict[str, Person]:
    """The people of the sample that fits the body, with all that they did."""
    call_command("load_profile", stdout=io.StringIO())
    people = load_sample(password="trial", at=timezone.now(), report=lambda line: None)
    connections["owner"].close()
    return people


@pytest.mark.usefixtures("sample")
def test_papers_go_from_draft_to_the_register_by_the_bodys_own_steps(tmp_path: Path) -> None:
    profile = current()
    approve, endorse = profile.step("approve"), profile.step("endorse")
    assert approve is not None
    expected = [key for step in (endorse, approve) if step for move in step.moves for key in move.by]
    decided = list(Decision.objects.filter(status=Status.APPROVED, imported=False))
    assert decided
    for paper in decided:
        assert list(paper.signatures.order_by("pk").values_list("office", flat=True)) == expected
        assert paper.profile_id == profile.digest
        assert paper.signatures.values("person").distinct().count() == len(expected)
    series = profile.references.on(timezone.localdate())
    own = [paper.reference for paper in decided if paper.reference]
    assert {reference.series for reference in own} == {series.code}
    assert all(series.compiled.read(str(reference)) for reference in own)
    _check_published(tmp_path)


def _check_published(tmp_path: Path) -> None:
    """One decision in public: page, data and paper say who decided, in the body's words."""
    code = current().references.on(timezone.localdate()).code
    approved = PublishedDecision.objects.using("book").filter(outcome="approved", series=code)
    decision = approved.order_by("number").last()
    assert decision is not None
    slug = decision.slug
    decider = current().offices["decider"]
    data = json.loads(Client().get(f"/decisions/{slug}.json").content)
    assert data["body"] == current().body.name_on().name
    assert [s["step"] for s in data["signatures"]].count("approved") >= 1
    assert {"key": "decider", "label": decider.label} in [s["office"] for s in data["signatures"]]
    assert data["profile"] == current().digest
    if current().kinds:
        assert data["kind"] == {"key": current().kinds[0].key, "label": current().kinds[0].label}
    answer = Client().get(f"/decisions/{slug}/decision.pdf")
    (tmp_path / "paper.pdf").write_bytes(b"".join(answer))
    run = subprocess.run(["pdftotext", "-layout", str(tmp_path / "paper.pdf"), "-"], capture_output=True, text=True)
    # Letters of the headings stand apart, and long ones are broken: spaces say nothing here.
    plain = "".join(run.stdout.split()).casefold()
    for expected in (current().body.name_on().name, str(decision.reference), decider.label):
        assert "".join(expected.split()).casefold() in plain, expected


@pytest.mark.skipif("cy" not in current().body.languages, reason="this body lists English alone")
@pytest.mark.usefixtures("sample")
def test_a_title_written_in_welsh_stands_beside_the_english_everywhere(tmp_path: Path) -> None:
    decision = PublishedDecision.objects.using("book").get(title=IN_ENGLISH)
    page, public = f"/decisions/{decision.slug}/", Client()
    data = json.loads(public.get(f"/decisions/{decision.slug}.json").content)
    assert data["language"] == "en-GB"
    assert data["title_translations"] == [{"language": "cy", "text": IN_WELSH}]
    assert data["recommendations"][0]["translations"][0]["language"] == "cy"
    english, welsh = public.get(page).content.decode(), public.get(f"/cy{page}").content.decode()
    assert f'<h1 class="govuk-heading-l">{IN_ENGLISH}</h1>' in english
    assert f'<p class="govuk-heading-m" lang="cy">{IN_WELSH}</p>' in english
    assert f'<h1 class="govuk-heading-l">{IN_WELSH}</h1>' in welsh
    assert f'<p class="govuk-heading-m" lang="en-GB">{IN_ENGLISH}</p>' in welsh
    assert f">{IN_WELSH}</a>" in public.get("/cy/decisions/").content.decode()
    assert f">{IN_ENGLISH}</a>" in public.get("/decisions/").content.decode()
    assert IN_ENGLISH in public.get("/decisions/?q=dywyllu").content.decode()
    (tmp_path / "paper.pdf").write_bytes(b"".join(public.get(f"{page}decision.pdf")))
    text = subprocess.run(["pdftotext", str(tmp_path / "paper.pdf"), "-"], capture_output=True, text=True).stdout
    for word in ("dywyllu", "dŵr", "tŷ", "Derbyn cynnig"):
        assert word in text


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(False, id="one page of each kind"),
        pytest.param(True, id="every page", marks=pytest.mark.nightly),
    ],
)
def test_no_page_letter_or_file_names_another_body(sample: dict[str, Person], tmp_path: Path, whole: bool) -> None:
    problems = foreign_in(Client(), "/", tmp_path, whole=whole)
    for start in ("/api/schema/", "/robots.txt", "/no-such-page", "/decisions/no-reference", "/account/login/"):
        problems |= foreign_in(Client(), start, tmp_path, below=start)
    for key, person in sample.items():
        client = Client()
        client.force_login(person)
        problems |= {
            f"{key}: {address}": hits
            for address, hits in foreign_in(client, "/desk/", tmp_path, below="/desk/", whole=whole).items()
        }
    names = foreign_names()
    letters = [f"{letter.subject} {letter.body}" for letter in Letter.objects.all()]
    history = [event.sentence for event in Event.objects.all()]
    papers = [text_of(bytes(paper.pdf), tmp_path) for paper in SealedPaper.objects.all()]
    assert len(letters) > 4
    assert len(history) > 40
    assert len(papers) >= 4
    for place, texts in {"letters": letters, "history": history, "papers": papers}.items():
        if hits := [hit for text in texts for hit in foreign_words(text, names)]:
            problems[place] = hits
    assert problems == {}
