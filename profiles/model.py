"""The shape of a profile: what may differ from body to body, as frozen values."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, cast

from profiles.references import Pattern, Term

OfficeKey = Literal[
    "originator", "adviser", "checker", "endorser", "decider", "chief_finance_officer", "monitoring_officer",
    "chief_constable", "publisher", "auditor", "administrator",
]  # fmt: skip
Ability = Literal[
    "write", "import", "grants", "outcomes", "publish", "postpone", "overrule", "history", "expunge", "read_part_2",
    "certify",
]  # fmt: skip
StepName = Literal["submit", "check", "endorse", "approve", "refuse", "record_ink", "send_back", "withdraw", "publish"]
StatusName = Literal["draft", "submitted", "checked", "endorsed", "approved", "refused", "withdrawn"]
Counter = Literal["never", "financial_year", "calendar_year", "term"]
Comment = Literal["none", "optional", "required"]
#: What is to be filled in of a text that a draft begins with.
BLANK = re.compile(r"\[[^\[\]\n]{3,200}\]")


@dataclass(frozen=True)
class Name:
    """The body's name in one language from a day on."""

    name: str
    short_name: str
    language: str = "en"
    begins: date | None = None


@dataclass(frozen=True)
class Neighbour:
    """A body that came before or comes after this one."""

    name: str
    on: date | None = None
    address: str = ""


@dataclass(frozen=True)
class Area:
    """Where the grants of the body benefit people, in 360Giving's words."""

    name: str
    code: str
    kind: str


@dataclass(frozen=True)
class Body:
    """Whose register this is. `place` stands in the seal; `home` is how 360Giving and the search examples call it."""

    names: tuple[Name, ...]
    force: str
    force_short_name: str
    place: str
    area: Area
    time_zone: str = "Europe/London"
    languages: tuple[str, ...] = ("en",)
    contact: str = ""
    giving_prefix: str = "360G-prefix"
    predecessor: Neighbour | None = None
    successor: Neighbour | None = None

    def other_language(self, language: str) -> str:
        """The body's other language than the one given; "" where it has one only."""
        return next((candidate for candidate in self.languages if candidate != language), "")

    def name_on(self, day: date | None = None, language: str = "en") -> Name:
        """The name in force on a day, or the latest; in another language the English one where it has none."""
        names = [n for n in self.names if n.language == language] or [n for n in self.names if n.language == "en"]
        names_begun = [n for n in names if day is None or n.begins is None or n.begins <= day]
        return max(names_begun or names[:1], key=lambda n: n.begins or date.min)


@dataclass(frozen=True)
class Series:
    """One series of references: its pattern, when its numbers begin again, and from when until when it is used."""

    code: str
    pattern: str
    counter: Counter = "never"
    first: int = 1
    begins: date | None = None
    ends: date | None = None
    #: Whether it numbers what officers decide under delegation, and no papers.
    delegated: bool = False

    @cached_property
    def compiled(self) -> Pattern:
        """The pattern, ready to read and write references."""
        return Pattern(self.pattern)

    def covers(self, day: date) -> bool:
        """Whether papers of a day take numbers of this series."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class References:
    """Every series, the example that pages show, and whether links may name decisions of any other series."""

    example: str
    series: tuple[Series, ...]
    other_series: bool = False
    terms: tuple[Term, ...] = ()

    def of_code(self, code: str) -> Series | None:
        """The series with a code."""
        return next((series for series in self.series if series.code == code), None)

    def on(self, day: date) -> Series:
        """The series from which a paper of a day takes its number: the first that covers the day."""
        papers = [series for series in self.series if not series.delegated]
        return next((series for series in papers if series.covers(day)), papers[0])

    def delegated_on(self, day: date) -> Series | None:
        """The series from which an officer's decision under delegation takes its number; None where there is none."""
        return next((series for series in self.series if series.delegated and series.covers(day)), None)

    def period(self, series: Series, day: date) -> int | None:
        """What a number of the series is counted within: a year, the year a financial year begins in, a term."""
        if series.counter == "calendar_year":
            return day.year
        if series.counter == "financial_year":
            return day.year if (day.month, day.day) >= (4, 1) else day.year - 1
        if series.counter == "term":
            begun_terms = [term.number for term in self.terms if term.begins <= day]
            return begun_terms[-1] if begun_terms else self.terms[0].number
        return None


@dataclass(frozen=True)
class Office:
    """An office of the body: its label, what a sentence calls it, what its holders may do besides steps.

    `statement` is the standing text under which it signs; `comment` whether it writes one beside its signature.
    `may_be_lent`: its holder may have somebody stand in. `says`: what the paper prints above its signature.
    """

    label: str
    called: str = ""
    abilities: tuple[Ability, ...] = ()
    statement: str = ""
    comment: Comment = "optional"
    says: str = ""
    may_be_lent: bool = True

    @property
    def in_a_sentence(self) -> str:
        """The Deputy Mayor; DMPC staff: as the subject of a sentence, with a capital."""
        return self.called or f"The {self.label[:1].lower()}{self.label[1:]}"


@dataclass(frozen=True)
class Move:
    """From where a step may be taken, and by which offices: where it signs, by each of them in this order."""

    at: StatusName
    by: tuple[OfficeKey, ...]


@dataclass(frozen=True)
class Step:
    """One step of a paper; see decisions/workflow.py for what the flags mean."""

    name: StepName
    label: str
    verb: str
    moves: tuple[Move, ...]
    to: Literal["", "submitted", "checked", "endorsed", "approved", "refused", "draft", "withdrawn"] = ""
    signs: bool = False
    independent: bool = False
    apart: bool = False
    warning: bool = False
    hint: str = ""
    #: What comes next, said when it has been taken.
    after: str = ""
    #: "be checked": what whoever comes next is asked by letter; belongs to the step that they take.
    asked: str = ""
    note_label: str = ""


@dataclass(frozen=True)
class Section:
    """A section: `heading` as the paper prints it, `label` as the desk calls it, `hint` what belongs into it.

    `kinds` are the kinds of decision whose papers have it; every paper where none is named.
    """

    kind: str
    heading: str
    label: str = ""
    required: bool = False
    hint: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class FurtherPart:
    """A part that not every body's form has: dates of receipt and effect, or rows of what was weighed.

    `kinds` are the kinds of decision whose papers have it; every paper where none is named.
    """

    name: Literal["dates", "options", "stakeholders", "risks"]
    label: str = ""
    required: bool = False
    hint: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declaration:
    """One of the originating officer's declarations."""

    kind: Literal["financial", "legal", "equalities", "commercial", "privacy", "head_of_service"]
    label: str


@dataclass(frozen=True)
class Text:
    """A standing text that the profile ships; administrators change it by a dated one of their own."""

    text: str
    heading: str = ""


@dataclass(frozen=True)
class Power:
    """A power that recommendations rely on: who holds it for what, up to how much, from when, resting on what."""

    action: str
    citation: str
    office: OfficeKey = "decider"
    limit: int | None = None
    begins: date | None = None
    ends: date | None = None
    rests_on: str = ""
    consults: tuple[OfficeKey, ...] = ()


@dataclass(frozen=True)
class Appointment:
    """What puts holders into an office, for the chain of authority: the decision, and the law under which it was."""

    office: OfficeKey
    decision: str = ""
    under: str = ""
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Choice:
    """A value and its label, for kinds of decision and classes of significance."""

    key: str
    label: str


@dataclass(frozen=True)
class Draft:
    """How a draft of a kind may begin: texts by the section, with what is to be filled in in square brackets."""

    key: str
    label: str
    texts: dict[str, str]

    def blanks(self) -> frozenset[str]:
        """What has to be filled in, brackets included."""
        return frozenset(blank for text in self.texts.values() for blank in BLANK.findall(text))


@dataclass(frozen=True)
class Words:
    """The words of the paper and the site that are the body's own."""

    paper_kind: str
    recommended: str
    recommended_example: str
    decision_heading: str
    signed_heading: str
    facts_hint: str
    part_2_readers: str
    expected_report_title: str = ""
    search_example: str = "online crime"
    privacy: str = ""
    licence: str = "Open Government Licence v3.0"


@dataclass(frozen=True)
class Reading:
    """What the readers of existing papers look for: names of the body and of who decides, and of other bodies."""

    own_names: tuple[str, ...]
    decider_names: tuple[str, ...]
    endorser_names: tuple[str, ...] = ()
    title_tails: tuple[str, ...] = ()
    other_bodies: tuple[str, ...] = ()
    other_series: tuple[str, ...] = ()
    other_owner: str = ""
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SignIn:
    """How the body's people sign in: with passwords or without, and which office a group of its provider suggests."""

    passwords: bool = True
    groups: dict[str, OfficeKey] = field(default_factory=dict)


@dataclass(frozen=True)
class Urgent:
    """The shorter route of urgent papers: the steps that they skip, and how the paper says so."""

    skips: tuple[Literal["check", "endorse"], ...] = ()
    says: str = ""


@dataclass(frozen=True)
class Brand:
    """The body's emblem and colours, in the header of the public site and on its papers.

    `emblem` names an SVG file, from the profile's folder on; `shapes` is what was read of it. White stands on `colour`,
    and `accent` does.
    """

    colour: str
    accent: str
    emblem: str = ""
    shapes: str = field(default="", metadata={"from_file": False})


@dataclass(frozen=True, eq=False)
class Profile:
    """All of a body's profile. Compared by identity: two files are two profiles."""

    format: Literal[1]
    body: Body
    references: References
    offices: dict[OfficeKey, Office]
    steps: tuple[Step, ...]
    form: tuple[Section, ...]
    declarations: tuple[Declaration, ...]
    texts: dict[str, Text]
    words: Words
    reading: Reading
    report: tuple[Section, ...] = ()
    powers: tuple[Power, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    markings: tuple[str, ...] = ("OFFICIAL", "OFFICIAL-SENSITIVE")
    #: Whether a declaration that is confirmed must name who was consulted and when, or is a tick alone.
    declarations_by: Literal["names", "ticks"] = "names"
    parts: tuple[FurtherPart, ...] = ()
    kinds: tuple[Choice, ...] = ()
    classes: tuple[Choice, ...] = ()
    drafts: tuple[Draft, ...] = ()
    #: Other names of bodies and funds, by their usual name; administrators add and take back at the desk.
    other_names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sign_in: SignIn = field(default_factory=SignIn)
    #: Without it there is no shorter route.
    urgent: Urgent = field(default_factory=Urgent)
    #: Without it the site and its papers look as the program's own.
    brand: Brand | None = None
    #: Headings, labels and texts of this file in the body's other languages: by language, then by the English.
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    #: SHA-256 of the file, and its text; set by the reader, never in the file.
    digest: str = field(default="", metadata={"from_file": False})
    source: str = field(default="", repr=False, metadata={"from_file": False})

    def office(self, key: str) -> Office:
        """The office with a key. Raises KeyError for one that the body does not have."""
        return self.offices[cast("OfficeKey", key)]

    def in_language(self, text: str, language: str) -> str:
        """A heading, label or text of the profile in a language; as it stands where it has no translation."""
        return self.translations.get(language, {}).get(text, text)

    def with_ability(self, ability: str) -> tuple[str, ...]:
        """The offices whose holders have an ability, in the file's order."""
        return tuple(key for key, office in self.offices.items() if ability in office.abilities)

    def who_may(self, ability: str) -> str:
        """The labels of the offices with an ability, for a sentence: "Finance officer or DMPC staff"."""
        labels = [self.offices[key].label for key in self.offices if ability in self.offices[key].abilities]
        return " or ".join([", ".join(labels[:-1]), labels[-1]]) if len(labels) > 1 else "".join(labels)

    def step(self, name: str) -> Step | None:
        """The step with a name, where the body has it."""
        return next((step for step in self.steps if step.name == name), None)
