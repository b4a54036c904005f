"""A sample paper of a body, drawn as a draft: what its sections, statements and words look like on the sheet."""

from dataclasses import replace
from typing import get_args

from book.paper import draw
from book.part1 import Label, newest
from book.part1 import v1 as part1
from decisions.composing import STATEMENT_KEYS
from figures.references import Reference
from profiles import Profile, Section

#: The sample is written in the older, smaller format and shown in the newest, where any kind of section can stand.
_KINDS = frozenset(get_args(part1.SectionKind))
_TEXT = "This is where the text of the section stands. It is written at the desk and numbered by the program."


def draw_sample(profile: Profile) -> bytes:
    """The PDF of a draft that says in each place what belongs there. `profile` is the one in use."""
    declared: dict[str, str] = {row.kind: row.label for row in profile.declarations}
    paper = newest(_part1(profile))
    labelled = tuple(replace(row, kind=Label(row.kind.key, declared[row.kind.key])) for row in paper.declarations)
    return draw(replace(paper, declarations=labelled), draft=True).pdf


def _part1(profile: Profile) -> part1.Part1:
    numbered = [_section(section, "form", f"{n}.") for n, section in enumerate(profile.form, 1)]
    report = [_section(section, "report", "") for section in profile.report]
    return part1.Part1(
        schema="part1/1",
        reference=str(Reference.parse(profile.references.example)),
        title="Sample paper: acceptance of a grant",
        body=profile.body.name_on().name,
        marking=profile.markings[0] if profile.markings else "",
        executive_summary="What is asked for and why, for a reader who reads nothing else.",
        recommendations=(part1.Recommendation(1, "accept the grant.", "other", None, None, False, ""),),
        grants=(),
        tranches=(),
        sections=(*numbered, *report),
        report=None,
        declarations=tuple(
            part1.Declaration(
                row.kind, profile.texts[f"declaration_{row.kind}"].text, "not_applicable", "", "", None, "The author"
            )
            for row in profile.declarations
        ),
        impact_assessment=part1.ImpactAssessment("not_stated", "", None),
        deferral=part1.Deferral(False, "", None),
        part_2=part1.Part2(False, "", "", (), "", ()),
        links=(),
        refers_to=(),
        statements=tuple(
            part1.Statement(key, profile.texts[key].heading, profile.texts[key].text)
            for key in STATEMENT_KEYS
            if key in profile.texts
        ),
        explanations=(),
        outcome=None,
        decided_on=None,
        decided_by="",
        signatures=(),
        origin=part1.Origin(imported=False, transcript=False, source_name="", source_sha256="", note=""),
    )


def _section(section: Section, document: str, number: str) -> part1.Section:
    return part1.Section(
        document="form" if document == "form" else "report",
        kind=section.kind if section.kind in _KINDS else "other",  # type: ignore[arg-type]
        number=number,
        heading=section.heading,
        paragraphs=(part1.Paragraph(f"{number}1." if number else "1.", section.hint or _TEXT),),
    )
