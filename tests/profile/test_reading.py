"""A profile's file is read whole or refused in one sentence that names file, line and key."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from profiles import ProfileError, current, load, parse
from profiles.diagram import steps_as_svg, steps_as_text
from profiles.reading import DEFAULT, ROOT

TEXT = (ROOT / DEFAULT).read_text()


def refused(text: str) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        parse(text, "body.toml")
    return caught.value


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('label = "Adviser"', 'label = 7', "offices.adviser.label", "7 stands where text belongs."),
        ('label = "Adviser"', 'lable = "Adviser"', "offices.adviser.lable", "there is no such key here."),
        ("[offices.adviser]", "[offices.shaman]", "offices.shaman", "'shaman' is none of"),
        (
            'abilities = ["postpone", "read_part_2"]',
            'abilities = ["fly"]',
            "offices.decider.abilities[1]",
            "'fly' is none of",
        ),
        (
            'example = "PCD 510"',
            'example = "ABC 5"',
            "references.example",
            "ABC 5 is a reference of none of the series.",
        ),
        ('pattern = "PCD {number}"', 'pattern = "PCD"', "references.series[1].pattern", "a pattern has {number} once."),
        (
            'pattern = "DMPCD {year} {number}"',
            'pattern = "DMPCD {number}"',
            "references.series[2].pattern",
            "need {year}",
        ),
        ('place = "London"', "", "body.place", "this key is missing."),
        ('time_zone = "Europe/London"', 'time_zone = "Europe/Londres"', "body.time_zone", "is no time zone"),
        ('languages = ["en"]', 'languages = ["en", "fr"]', "body.languages", "the program has no words in 'fr'"),
        ('languages = ["en"]', 'languages = ["cy", "en"]', "body.languages", 'the first is "en"'),
        ('languages = ["en"]', 'languages = ["en", "cy", "cy"]', "body.languages", "'cy' stands here twice."),
        ("[texts.interests]", "[texts.interest]", "texts.interests", "this standing text is missing."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_key(old: str, new: str, key: str, words: str) -> None:
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    error = refused(text)
    assert error.key == key
    assert words in error.problem
    assert error.line is not None
    assert str(error).startswith(f"body.toml, line {error.line}: {key}: ")
    if new and key != "texts.interests":
        assert error.line == line_of(text, new)


STEP = r'(name = "{name}".*?){flag} = true\n'


@pytest.mark.parametrize("name", ["endorse", "approve", "refuse"])
@pytest.mark.parametrize("flag", ["signs", "independent", "apart"])
def test_no_profile_lets_somebody_sign_what_they_wrote_or_sign_twice_or_without_proof(name: str, flag: str) -> None:
    text = re.sub(STEP.format(name=name, flag=flag), r"\1", TEXT, count=1, flags=re.DOTALL)
    assert text != TEXT
    assert "signs, independent and apart must be true" in refused(text).problem


def test_no_profile_lets_a_paper_be_decided_without_a_decision() -> None:
    without = re.sub(r'\[\[steps\]\]\nname = "approve".*?(?=\[\[steps\]\])', "", TEXT, flags=re.DOTALL)
    assert "there must be one step “approve”" in refused(without).problem
    by_staff = TEXT.replace(
        'moves = [{ at = "endorsed", by = ["decider"] }]', 'moves = [{ at = "endorsed", by = ["checker"] }]'
    )
    assert "the decider decides" in refused(by_staff).problem
    short = TEXT.replace(
        'moves = [{ at = "draft", by = ["originator"] }]\nto = "submitted"',
        'moves = [{ at = "draft", by = ["originator"] }]\nto = "approved"',
    )
    assert "must lead on" in refused(short).problem


def test_an_auditor_takes_no_step_and_one_office_does_not_sign_twice() -> None:
    auditor = TEXT.replace('{ at = "submitted", by = ["checker"] }]\nto', '{ at = "submitted", by = ["auditor"] }]\nto')
    assert "takes no step" in refused(auditor).problem
    twice = TEXT.replace('by = ["endorser"] }]\nto', 'by = ["endorser", "endorser"] }]\nto')
    assert "one person gives no two signatures" in refused(twice).problem


def test_who_enters_what_was_decided_may_publish_it() -> None:
    text = (ROOT / "bodies" / "commissioner.toml").read_text()
    assert '"publish", "overrule", "history"' in text
    error = refused(text.replace('"publish", "overrule", "history"', '"overrule", "history"'))
    assert error.key == "offices.checker.abilities"
    assert "history needs publish" in error.problem


def test_two_series_that_cannot_be_told_apart_are_refused() -> None:
    alike = TEXT.replace('pattern = "DMPCD {year} {number}"\ncounter = "calendar_year"', 'pattern = "PCD-{number}"')
    assert "can be read as PCD, DMPCD" in refused(alike).problem


def test_what_is_not_toml_says_so() -> None:
    assert str(refused("format = ")).startswith("body.toml: this is not TOML: ")


def test_the_profile_says_what_the_code_said_before() -> None:
    profile = current()
    assert profile.body.name_on().short_name == "MOPAC"
    assert profile.who_may("grants") == "Finance officer or DMPC staff"
    assert [section.kind for section in profile.form][:2] == ["introduction", "issues"]


def test_steps_are_drawn_with_who_takes_them() -> None:
    joint = load(ROOT / "bodies" / "combined_authority.toml")
    assert "Portfolio holder for policing, then Chief Constable (each signs)" in steps_as_text(joint)
    assert steps_as_svg(joint).count("<rect") == 4


def test_check_profile_draws_steps_and_a_sample_paper_of_another_body(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("check_profile", str(ROOT / "bodies" / "commissioner.toml"), into=str(tmp_path), stdout=out)
    assert "Chief finance officer, then Chief executive and monitoring officer (each signs)" in out.getvalue()
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert "Police and Crime Commissioner for West Mercia" in (tmp_path / "steps.svg").read_text()


def test_check_profile_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "body.toml").write_text(TEXT.replace('place = "London"\n', ""))
    with pytest.raises(CommandError, match=r"body\.toml, line \d+: body\.place: this key is missing"):
        call_command("check_profile", str(tmp_path / "body.toml"))


def test_check_profile_names_what_was_left_of_the_profile_it_was_copied_from(tmp_path: Path) -> None:
    text = (ROOT / "bodies" / "commissioner.toml").read_text().replace("brand/", f"{ROOT}/bodies/brand/")
    copied = text.index("[references]")
    text = text[:copied].replace("West Mercia", "Kent").replace("E23000016", "E23000032") + text[copied:]
    text = text.replace("Gorllewin Mersia", "Caint")
    (tmp_path / "kent.toml").write_text(text)
    out = io.StringIO()
    call_command("check_profile", str(tmp_path / "kent.toml"), stdout=out)
    lines = out.getvalue().splitlines()
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("own_names"))
    whose = "is of the profile of Police and Crime Commissioner for West Mercia."
    assert f"  line {line}: “West Mercia” {whose}" in lines
    out = io.StringIO()
    call_command("check_profile", str(ROOT / "bodies" / "commissioner.toml"), stdout=out)
    assert "is of the profile of" not in out.getvalue()
