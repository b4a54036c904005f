"""Invented Part 1s of forty bodies over a dozen years: money, threads, late ones, deferred ones, a few refused."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from benchmarks.synthetic_book.words import SUBJECTS, Vocabulary
from book.part1.v1 import (
    Action,
    Body,
    Deferral,
    Grant,
    ImpactAssessment,
    Link,
    LinkKind,
    Origin,
    Paragraph,
    Part1,
    Part2,
    Recommendation,
    Report,
    Section,
    SectionKind,
    Tranche,
)
from figures.references import Reference
from figures.years import FinancialYear

_SECTIONS: tuple[tuple[SectionKind, str], ...] = (
    ("introduction", "Introduction and background"),
    ("issues", "Issues for consideration"),
    ("financial", "Financial comments"),
    ("legal", "Legal comments"),
    ("privacy", "GDPR and data privacy"),
    ("equality", "Equality comments"),
    ("background", "Background papers"),
)
_KINDS: tuple[LinkKind, ...] = ("continues", "continues", "continues", "amends", "replaces", "revokes")
_NO_PART_2 = Part2(False, "", "", (), "", ())
_MAKERS: tuple[tuple[Action, str], ...] = (("accept_offer", "offered"), ("approve_bid", "bid"), ("award", "accepted"))


@dataclass(frozen=True, slots=True)
class InventedPaper:
    """An invented paper: its content and what later papers need to know of it."""

    part1: Part1
    reference: Reference
    decided_on: date | None
    subject: str


class PaperMaker:
    """Makes papers in the order of their days; the same seed makes the same papers."""

    def __init__(self, seed: int, count: int) -> None:
        self.random = Random(seed)  # noqa: S311 - invented papers, no secret
        self.vocabulary = Vocabulary(self.random)
        self.first_on, self.count = date(2013, 4, 2), count
        self.bodies = [self._body(n) for n in range(40)]
        self.funders = [Body("GB-GOR-D16", "Home Office"), Body("GB-GOR-D18", "Ministry of Justice")]
        self.funders += [Body(f"ORG-{n:04}", f"{self.vocabulary.places[n]} Council") for n in range(58)]
        self.funds = {funder.id: self._funds(funder, n) for n, funder in enumerate(self.funders)}
        self.deciders = {series: [self.vocabulary.person() for _ in range(3)] for series, _ in self.bodies}
        self.numbers = dict.fromkeys((series for series, _ in self.bodies), 0)
        self.recent: dict[str, list[InventedPaper]] = {series: [] for series, _ in self.bodies}

    def make(self, place: int) -> InventedPaper:
        """The paper at a place (0 to count - 1) of the order."""
        series, body = self.bodies[int(len(self.bodies) * self.random.random() ** 1.5)]
        self.numbers[series] += 1
        reference = Reference(series, self.numbers[series])
        day = self.first_on + timedelta(days=place * 4900 // self.count)
        earlier = self._earlier(series)
        subject = earlier.subject if earlier else self.vocabulary.subject()
        part1 = self._paper(reference, body, day, earlier, subject)
        paper = InventedPaper(part1, reference, part1.decided_on, subject)
        self.recent[series] = [*self.recent[series][-40:], paper]
        return paper

    def _paper(self, reference: Reference, body: str, day: date, earlier: InventedPaper | None, subject: str) -> Part1:
        roll, words = self.random, self.vocabulary
        grant, tranches, lines = self._money(reference, body, day, earlier, subject)
        imported, deferred = roll.random() < 0.3, roll.random() < 0.03
        links = (Link(roll.choice(_KINDS), str(earlier.reference)),) if earlier else ()
        title = words.title(subject)
        if earlier:
            title = f"Further funding: {earlier.part1.title.removeprefix('Further funding: ')}"
        return Part1(
            schema="part1/1",
            reference=str(reference),
            title=title,
            body=body,
            marking="OFFICIAL",
            executive_summary=f"{words.paragraph(subject)} {words.paragraph(subject)}",
            recommendations=lines,
            grants=(grant,),
            tranches=tranches,
            sections=self._sections(subject),
            report=self._report(day) if roll.random() < 0.6 else None,
            declarations=(),
            impact_assessment=ImpactAssessment("not_stated", "", None),
            deferral=Deferral(deferred, "An operation was under way." if deferred else "", None),
            part_2=replace(_NO_PART_2, exists=True, review="2030") if roll.random() < 0.2 else _NO_PART_2,
            links=links,
            refers_to=tuple(link.reference for link in links),
            statements=(),
            explanations=(),
            outcome="refused" if roll.random() < 0.01 else "approved",
            decided_on=None if imported and roll.random() < 0.05 else day,
            decided_by=roll.choice(self.deciders[reference.series]),
            signatures=(),
            origin=Origin(imported, imported, "", "", ""),
        )

    def _money(
        self, reference: Reference, body: str, day: date, earlier: InventedPaper | None, subject: str
    ) -> tuple[Grant, tuple[Tranche, ...], tuple[Recommendation, ...]]:
        roll = self.random
        action, kind = roll.choice(_MAKERS)
        if earlier:
            grant = earlier.part1.grants[0]
            fund = earlier.part1.tranches[0].fund
        else:
            funder = self.funders[int(len(self.funders) * roll.random() ** 4)]
            grant = Grant(
                id=f"{reference.slug}-G",
                title=f"{subject.capitalize()}, {reference.series} {self.numbers[reference.series]}",
                purpose=self.vocabulary.sentences[subject][0],
                funder=funder,
                recipient=Body(f"ORG-{reference.series}", body),
                recipient_unit="",
                direction="received",
                route="offer",
                carry_over="not_stated",
            )
            fund = roll.choice(self.funds[funder.id])
        year, amount = FinancialYear.of(day).start, Decimal(int(10 ** roll.uniform(3.7, 6.8))).quantize(Decimal("0.01"))
        tranches = []
        for offset in range(roll.choice((1, 1, 1, 2, 2, 3))):
            money = {"bid": None, "offered": None, "accepted": None, "as_stated": None} | {kind: amount}
            tranches.append(Tranche(grant.id, str(FinancialYear(year + offset)), fund, fund.name, **money))
        line = Recommendation(
            1, f"Approve {action.replace('_', ' ')}.", action, grant.id, amount * len(tranches), True, "4.8"
        )
        return grant, tuple(tranches), (line,)

    def _sections(self, subject: str) -> tuple[Section, ...]:
        words = self.vocabulary
        return tuple(
            Section(
                "form", kind, str(n), heading, tuple(Paragraph(f"{n}.{m}", words.paragraph(subject)) for m in (1, 2))
            )
            for n, (kind, heading) in enumerate(_SECTIONS, 1)
        )

    def _report(self, day: date) -> Report:
        needed_by = day + timedelta(days=self.random.randint(-6, 40))
        return Report(
            "", "Investment Board", day, self.vocabulary.person(), "", "", "", "OFFICIAL", "", (), needed_by, "", ()
        )

    def _earlier(self, series: str) -> InventedPaper | None:
        papers = self.recent[series]
        return self.random.choice(papers) if papers and self.random.random() < 0.25 else None

    def _body(self, number: int) -> tuple[str, str]:
        if number == 0:
            return "PCD", "Mayor’s Office for Policing and Crime"
        letters = "".join(self.random.choices("ABCDEFGHKLMNPRSTW", k=2)) + "CDEFGHKLMNPRSTWXYZABVJOQUI"[number % 25]
        return (
            f"{letters}D{'X' * (number // 25)}",
            f"Police and Crime Commissioner for {self.vocabulary.places[number]}",
        )

    def _funds(self, funder: Body, place: int) -> list[Body]:
        names = self.random.sample(SUBJECTS, 4)
        return [Body(f"F-{place:03}-{n}", f"{name.capitalize()} fund of {funder.name}") for n, name in enumerate(names)]
