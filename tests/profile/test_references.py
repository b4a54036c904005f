"""References of thirteen bodies as patterns: each is read, written back, sorted; what is not one is refused."""

from dataclasses import replace
from datetime import date

import pytest

from figures.prose import find_references, find_years
from figures.references import Reference
from profiles import Profile, Series, current
from profiles.references import Term
from tests.profile.active import use

#: Body, patterns with their counters, and references that its pages print.
BODIES: dict[str, tuple[list[Series], list[str]]] = {
    "Kent": ([Series("OPCCD", "OPCC.D.{number:3}.{yy}", "calendar_year")], ["OPCC.D.036.25"]),
    "Warwickshire": ([Series("WPCC", "WPCC{term}-{number:4}", "term")], ["WPCC4-0059"]),
    "Essex": ([Series("DEC", "{number:3}-{yy}", "calendar_year")], ["031-24"]),
    "Surrey": (
        [Series("FY", "{number}/{financial_year}", "financial_year"), Series("CY", "{number}/{year}", "calendar_year")],
        ["19/2025-26", "24/2024"],
    ),
    "Lancashire": ([Series("DEC", "{year}/{number}", "calendar_year")], ["2024/22"]),
    "Cleveland": ([Series("DEC", "{financial_year:/} – {number:4}", "financial_year")], ["2023/24 – 0043"]),
    "Bedfordshire": ([Series("PCCD", "PCC/D/{number}")], ["PCC/D/137"]),
    "Derbyshire": ([Series("DEC", "{number}/{yy}", "calendar_year")], ["33/16"]),
    "Nottinghamshire": ([Series("DEC", "{year}.{number:3}", "calendar_year")], ["2015.068"]),
    "Hampshire": (
        [Series("DEC", "{number:6}"), Series("PCCML", "PCCML-{number:6}-{year}", "calendar_year")],
        ["000797", "PCCML-000485-2019"],
    ),
    "York and North Yorkshire": (
        [Series("DN", "DN {number:2}/YNYCA/M/{year}", "calendar_year")],
        ["DN 01/YNYCA/M/2024"],
    ),
    "Cambridgeshire": ([Series("CPCC", "CPCC {year}-{number:3}", "calendar_year")], ["CPCC 2015-025"]),
    "West Mercia": ([Series("PCCD", "PCC/D/{year}/{number:3}", "calendar_year")], ["PCC/D/2026/017"]),
    "London": (
        [Series("PCD", "PCD {number}"), Series("DMPCD", "DMPCD {year} {number}", "calendar_year")],
        ["PCD 510", "DMPCD 2014 110"],
    ),
}
WRITTEN = [(body, reference) for body, (_, references) in BODIES.items() for reference in references]


def profile_of(body: str) -> Profile:
    """MOPAC's profile with another body's references."""
    series, examples = BODIES[body]
    terms = (Term(3, date(2016, 5, 12)), Term(4, date(2021, 5, 13)))
    references = replace(
        current().references, series=tuple(series), example=examples[0], other_series=False, terms=terms
    )
    return replace(current(), references=references)


@pytest.mark.parametrize(("body", "written"), WRITTEN)
def test_a_reference_is_read_and_written_back(body: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, profile_of(body))
    reference = Reference.parse(written)
    assert str(reference) == written
    assert Reference.parse(f"  {written.lower()} ") == reference
    assert Reference.parse(reference.slug) == reference
    assert "/" not in reference.slug
    assert " " not in reference.slug
    assert len(reference.key) <= 40


@pytest.mark.parametrize(("body", "written"), WRITTEN)
def test_a_reference_with_any_character_changed_is_refused(
    body: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, profile_of(body))
    letters = [n for n, sign in enumerate(written) if sign.isalpha()]
    mutations = [f"X{written}", f"{written}Z", f"{written}/5", f"1 {written}", "", "no reference"]
    mutations += [written[:n] + written[n + 1 :] for n in letters]
    mutations += [written.replace(digits, "x") for digits in {sign for sign in written if sign.isdigit()}]
    for mutation in mutations:
        with pytest.raises(ValueError, match=r"^Enter a reference such as "):
            Reference.parse(mutation)


@pytest.mark.parametrize(
    ("body", "written"),
    [("Surrey", "19/2025-27"), ("Surrey", "0/2024"), ("Cleveland", "2023/25 – 0043"), ("Lancashire", "1824/22"),
     ("West Mercia", "PCC/D/26/017"), ("West Mercia", "PCC/D/2026/000")],
)  # fmt: skip
def test_years_that_do_not_follow_and_number_nought_are_refused(
    body: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, profile_of(body))
    with pytest.raises(ValueError, match=r"^Enter a reference such as "):
        Reference.parse(written)


def test_references_sort_by_what_they_are_counted_within_first(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, profile_of("Lancashire"))
    written = ["2024/100", "2023/7", "2024/22", "2022/300"]
    assert [str(r) for r in sorted(map(Reference.parse, written))] == ["2022/300", "2023/7", "2024/22", "2024/100"]


@pytest.mark.parametrize(
    ("body", "day", "expected"),
    [
        ("Bedfordshire", date(2026, 3, 31), "PCC/D/9"),
        ("Cleveland", date(2026, 3, 31), "2025/26 – 0009"),
        ("Cleveland", date(2026, 4, 1), "2026/27 – 0009"),
        ("West Mercia", date(2026, 12, 31), "PCC/D/2026/009"),
        ("West Mercia", date(2027, 1, 1), "PCC/D/2027/009"),
        ("Warwickshire", date(2021, 5, 12), "WPCC3-0009"),
        ("Warwickshire", date(2021, 5, 13), "WPCC4-0009"),
    ],
)
def test_numbers_begin_again_when_the_counter_says(
    body: str, day: date, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, profile_of(body))
    series, period = Reference.next_series(day)
    assert str(Reference(series.code, 9, period)) == expected


def test_a_series_takes_over_from_the_day_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (
        Series("OLD", "OLD {number}", ends=date(2026, 5, 6)),
        Series("NEW", "NEW {number}", begins=date(2026, 5, 7)),
    )
    references = replace(current().references, series=(old, new), example="NEW 1")
    use(monkeypatch, replace(current(), references=references))
    assert Reference.next_series(date(2026, 5, 6))[0].code == "OLD"
    assert Reference.next_series(date(2026, 5, 7))[0].code == "NEW"


def test_references_are_found_in_prose_and_their_years_are_no_financial_years(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, profile_of("Surrey"))
    text = "This follows 19/2025-26 and 24/2024; the money is for 2026/27."
    assert [str(reference.value) for reference in find_references(text)] == ["19/2025-26", "24/2024"]
    assert [str(year.value) for year in find_years(text)] == ["2026/27"]
    use(monkeypatch, profile_of("West Mercia"))
    assert [str(r.value) for r in find_references("See PCC/D/2026/017, and PCC/D/2025/3.")] == [
        "PCC/D/2026/017",
        "PCC/D/2025/003",
    ]
