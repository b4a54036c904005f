"""What every profile must be, whatever the body wishes: no file can switch these off.

Nobody decides what they wrote, one person gives no two signatures, at least one signature decides.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from zoneinfo import ZoneInfo, available_timezones

from profiles.brand import problem_of
from profiles.model import BLANK, Appointment, FurtherPart, Power, Profile, Section, Series, Step
from profiles.toml_reader import TomlReader

_ORDER = ("draft", "submitted", "checked", "endorsed")
#: Steps that put a signature on the paper.
SIGNING = frozenset({"endorse", "approve", "refuse"})
_NEEDED = ("submit", "approve", "refuse", "send_back", "withdraw", "publish")
_LEADS = {"approve": "approved", "refuse": "refused", "send_back": "draft", "withdraw": "withdrawn", "publish": ""}
#: Abilities that somebody must have, or a part of the work can be done by nobody.
_NEEDED_ABILITIES = ("write", "grants", "publish", "read_part_2", "expunge")
#: What the program has words in (locale/), by its name in English; languages/addresses.py has its own for each.
LANGUAGES = {"en": "English", "cy": "Welsh"}
_NEEDED_TEXTS = ("public_access", "deferral", "part_2", "interests", "declarations")


def check(profile: Profile, reader: TomlReader) -> None:
    """Raise ProfileError for the first rule that the profile breaks."""
    _check_body(profile, reader)
    _check_references(profile, reader)
    _check_offices(profile, reader)
    _check_steps(profile, reader)
    _check_texts(profile, reader)
    _check_powers(profile, reader)
    _check_drafts(profile, reader)
    _check_brand(profile, reader)
    _check_choices(profile, reader)


def _check_drafts(profile: Profile, reader: TomlReader) -> None:
    """Each kind of draft has texts for parts that the body has, and each text something to fill in."""
    keys = [draft.key for draft in profile.drafts]
    parts = {"summary", *(section.kind for section in profile.form), *(f"report-{s.kind}" for s in profile.report)}
    for n, draft in enumerate(profile.drafts):
        if keys.count(draft.key) > 1:
            raise reader.error(("drafts", n, "key"), f"there are two kinds of draft “{draft.key}”.")
        for part, text in draft.texts.items():
            if part not in parts:
                raise reader.error(("drafts", n, "texts"), f"papers of the body have no part “{part}”.")
            if not BLANK.search(text):
                raise reader.error(
                    ("drafts", n, "texts"),
                    f"the text of “{part}” has nothing in square brackets: it could be left as it is unnoticed.",
                )


def _check_choices(profile: Profile, reader: TomlReader) -> None:
    """Kinds and classes have keys of their own; what officers decide has a kind that the program gives."""
    for name, choices in (("kinds", profile.kinds), ("classes", profile.classes)):
        keys = [row.key for row in choices]
        for n, row in enumerate(choices):
            if keys.count(row.key) > 1:
                raise reader.error((name, n, "key"), f"“{row.key}” stands twice.")
            if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", row.key) or row.key == "delegated":
                raise reader.error((name, n, "key"), "a key is small letters, figures and _, and not “delegated”.")


def _check_brand(profile: Profile, reader: TomlReader) -> None:
    """Both colours are legible where they are used; the emblem lies beside the profile."""
    if profile.brand is None:
        return
    if problem := problem_of(profile.brand.colour, profile.brand.accent):
        raise reader.error(("brand", problem[0]), problem[1])
    if profile.brand.shapes:
        raise reader.error(("brand", "shapes"), "this key is not for the file.")


def _check_powers(profile: Profile, reader: TomlReader) -> None:
    tables: dict[str, Sequence[Power | Appointment]] = {"powers": profile.powers, "appointments": profile.appointments}
    for key, rows in tables.items():
        for n, row in enumerate(rows):
            if row.office not in profile.offices:
                raise reader.error((key, n, "office"), f"the body has no office {row.office}.")
            if row.begins and row.ends and row.ends < row.begins:
                raise reader.error((key, n, "ends"), "it ends before it begins.")


def _check_body(profile: Profile, reader: TomlReader) -> None:
    body = profile.body
    if not any(name.language == "en" for name in body.names):
        raise reader.error(("body", "names"), 'the body needs a name in English (language = "en").')
    _check_languages(profile, reader)
    _check_kinds(profile, reader)
    if body.time_zone not in available_timezones():
        raise reader.error(
            ("body", "time_zone"), f"{body.time_zone} is no time zone, such as {ZoneInfo('Europe/London')}."
        )


def _check_languages(profile: Profile, reader: TomlReader) -> None:
    """English first, which every page has; of the others those that the program has words in."""
    languages = profile.body.languages
    if languages[:1] != ("en",):
        raise reader.error(("body", "languages"), 'the first is "en": the program is whole in English alone.')
    for language in languages:
        if language not in LANGUAGES:
            raise reader.error(
                ("body", "languages"), f"the program has no words in {language!r}, only in {', '.join(LANGUAGES)}."
            )
        if languages.count(language) > 1:
            raise reader.error(("body", "languages"), f"{language!r} stands here twice.")
    for language in profile.translations:
        if language not in languages[1:]:
            raise reader.error(("translations", language), f"{language!r} is none of the body's further languages.")
    for n, name in enumerate(profile.body.names):
        if name.language not in languages:
            raise reader.error(("body", "names", n, "language"), f"{name.language!r} is none of the body's languages.")


def _check_kinds(profile: Profile, reader: TomlReader) -> None:
    """Sections and parts that belong to papers of some kinds name kinds of the body; no part stands twice."""
    known_kinds = {kind.key for kind in profile.kinds}
    tables: dict[str, tuple[Section | FurtherPart, ...]] = {
        "form": profile.form,
        "report": profile.report,
        "parts": profile.parts,
    }
    for key, rows in tables.items():
        for n, row in enumerate(rows):
            for kind in row.kinds:
                if kind not in known_kinds:
                    raise reader.error((key, n, "kinds"), f"the body has no kind of decision {kind!r} in [[kinds]].")
    names: list[str] = [part.name for part in profile.parts]
    for n, name in enumerate(names):
        if name in names[:n]:
            raise reader.error(("parts", n, "name"), f"{name!r} stands here twice.")


def _check_references(profile: Profile, reader: TomlReader) -> None:
    references = profile.references
    if not references.series:
        raise reader.error(("references", "series"), "there is no series: papers need numbers.")
    if all(series.delegated for series in references.series):
        raise reader.error(("references", "series"), "every series is for delegated decisions: papers need one too.")
    for n, series in enumerate(references.series):
        _check_series(profile, series, reader, n)
    for first, second in combinations(references.series, 2):
        if first.code == second.code:
            raise reader.error(("references", "series"), f"two series have the code {first.code}.")
    _check_apart(profile, reader)
    if not any(series.compiled.read(references.example) for series in references.series):
        raise reader.error(("references", "example"), f"{references.example} is a reference of none of the series.")


def _check_series(profile: Profile, series: Series, reader: TomlReader, n: int) -> None:
    path = ("references", "series", n)
    if not re.fullmatch(r"[A-Z]{2,8}", series.code):
        raise reader.error((*path, "code"), "a code is two to eight capital letters.")
    try:
        pattern = series.compiled
    except ValueError as error:
        raise reader.error((*path, "pattern"), str(error)) from None
    allowed_parts = {
        "financial_year": {"financial_year", "yy", "year"},
        "calendar_year": {"year", "yy"},
        "term": {"term"},
    }
    if series.counter == "never":
        return
    if pattern.period not in allowed_parts[series.counter]:
        names = " or ".join(f"{{{name}}}" for name in sorted(allowed_parts[series.counter]))
        raise reader.error(
            (*path, "pattern"),
            f"numbers that begin again by {series.counter} need {names} in the pattern, or two are alike.",
        )
    if series.counter == "term" and not profile.references.terms:
        raise reader.error((*path, "counter"), "a counter by term needs [[references.terms]].")


def _check_apart(profile: Profile, reader: TomlReader) -> None:
    """A reference of one series is read as that series and comes back as it was written."""
    for n, series in enumerate(profile.references.series):
        for number in (1, 7, 24, 110, 2026, 4110):
            for period in _periods(series):
                reference = series.compiled.write(number, period)
                readings = [
                    other_series.code
                    for other_series in profile.references.series
                    if other_series.compiled.read(reference) is not None
                ]
                if readings != [series.code] or series.compiled.read(reference) != (number, period):
                    meanings = ", ".join(readings) or "nothing"
                    raise reader.error(
                        ("references", "series", n, "pattern"), f"{reference} can be read as {meanings}."
                    )


def _periods(series: Series) -> Iterator[int | None]:
    if not series.compiled.period:
        yield None
    else:
        yield from (1, 4) if series.compiled.period == "term" else (2008, 2019, 2025)


def _check_offices(profile: Profile, reader: TomlReader) -> None:
    for key in ("originator", "decider", "auditor", "administrator"):
        if key not in profile.offices:
            raise reader.error(("offices", key), "every body has this office.")
    for ability in _NEEDED_ABILITIES:
        if not profile.with_ability(ability):
            raise reader.error(("offices",), f"no office has the ability {ability}.")
    for key, office in profile.offices.items():
        if "history" in office.abilities and "publish" not in office.abilities:
            raise reader.error(
                ("offices", key, "abilities"),
                "what is entered as decided is published by whoever enters it: history needs publish.",
            )
    if profile.offices["auditor"].abilities:
        raise reader.error(("offices", "auditor", "abilities"), "an auditor has no hand in what is audited.")


def _check_steps(profile: Profile, reader: TomlReader) -> None:
    names: list[str] = [step.name for step in profile.steps]
    for needed in _NEEDED:
        if names.count(needed) != 1:
            raise reader.error(("steps",), f"there must be one step “{needed}”.")
    for n, step in enumerate(profile.steps):
        if names.count(step.name) > 1:
            raise reader.error(("steps", n, "name"), f"there are two steps “{step.name}”.")
        _check_step(profile, step, reader, n)
    _check_way(profile, reader)
    _check_urgent(profile, reader)
    _check_other_names(profile, reader)


def _check_other_names(profile: Profile, reader: TomlReader) -> None:
    """Another name belongs to one usual name, and is none itself."""
    seen = {name.casefold() for name in profile.other_names}
    for name, other_names in profile.other_names.items():
        for other_name in other_names:
            if other_name.casefold() in seen:
                raise reader.error(
                    ("other_names", name), f"“{other_name}” stands here twice: a name means one body or fund."
                )
            seen.add(other_name.casefold())


def _check_urgent(profile: Profile, reader: TomlReader) -> None:
    """Urgent papers skip steps that the body has, never a decider's signature, and say which."""
    for skipped in profile.urgent.skips:
        if profile.step(skipped) is None:
            raise reader.error(("urgent", "skips"), f"the body has no step “{skipped}” that could be skipped.")
    if profile.urgent.skips and not profile.urgent.says.strip():
        raise reader.error(("urgent", "says"), "write how the paper says which steps were skipped.")


def _check_step(profile: Profile, step: Step, reader: TomlReader, n: int) -> None:
    _check_who(profile, step, reader, n)
    _check_flags(step, reader, n)
    _check_where(step, reader, n)


def _check_who(profile: Profile, step: Step, reader: TomlReader, n: int) -> None:
    """The offices that take the step are the body's, and none of them signs twice."""
    path = ("steps", n, "moves")
    for office in (office for move in step.moves for office in move.by):
        if office not in profile.offices:
            raise reader.error(path, f"the body has no office {office}.")
        if office in {"auditor", "administrator"}:
            raise reader.error(path, f"the office {office} takes no step of a paper.")
    if any(len(set(move.by)) != len(move.by) for move in step.moves):
        raise reader.error(path, "one office stands twice: one person gives no two signatures.")


def _check_flags(step: Step, reader: TomlReader, n: int) -> None:
    """Who signs proves who they are, wrote none of the paper and signs once."""
    if step.name in SIGNING and not (step.signs and step.independent and step.apart):
        raise reader.error(
            ("steps", n, "signs"),
            "whoever signs proves who they are, wrote none of the paper and signs once: signs, independent and apart "
            "must be true.",
        )
    if step.name not in SIGNING and step.signs:
        raise reader.error(("steps", n, "signs"), f"the step “{step.name}” puts no signature on the paper.")
    if step.name in {"check", "record_ink"} and not (step.independent and step.apart):
        raise reader.error(
            ("steps", n, "independent"),
            "nobody checks or records what they wrote or signed: independent and apart must be true.",
        )


def _check_where(step: Step, reader: TomlReader, n: int) -> None:
    """The step leads where its name says: on, to a decision, back or out."""
    expected_status = "approved" if step.name == "record_ink" else _LEADS.get(step.name)
    if expected_status is not None and step.to != expected_status:
        raise reader.error(("steps", n, "to"), f"the step “{step.name}” leads to “{expected_status}”.")
    if expected_status is not None:
        return
    for move in step.moves:
        if step.to not in _ORDER or move.at not in _ORDER or _ORDER.index(step.to) <= _ORDER.index(move.at):
            raise reader.error(("steps", n, "to"), f"the step “{step.name}” must lead on from “{move.at}”.")


def _check_way(profile: Profile, reader: TomlReader) -> None:
    """A draft can come to be decided, and every deciding office is the decider or joins it."""
    approve, refuse = profile.step("approve"), profile.step("refuse")
    assert approve is not None  # checked before
    assert refuse is not None
    if {(m.at, m.by) for m in approve.moves} != {(m.at, m.by) for m in refuse.moves} or len(approve.moves) != 1:
        raise reader.error(("steps",), "approve and refuse are taken by the same offices from the same one place.")
    if not approve.moves[0].by or approve.moves[0].by[0] != "decider":
        raise reader.error(("steps",), "the decider decides, first where it is one of several.")
    if len(approve.moves[0].by) > 1 and profile.step("record_ink"):
        raise reader.error(("steps",), "where several decide together, each signs here: there is no step record_ink.")
    place, seen = "draft", {"draft"}
    while place != approve.moves[0].at:
        forward = [
            s for s in profile.steps if s.name in {"submit", "check", "endorse"} and any(m.at == place for m in s.moves)
        ]
        if len(forward) != 1:
            raise reader.error(
                ("steps",), f"from “{place}” one step must lead on towards the decision, not {len(forward)}."
            )
        place = forward[0].to
        if place in seen:
            raise reader.error(("steps",), f"the steps lead back to “{place}”.")
        seen.add(place)


def _check_texts(profile: Profile, reader: TomlReader) -> None:
    needed_keys = {*_NEEDED_TEXTS, *(f"declaration_{d.kind}" for d in profile.declarations)}
    needed_keys |= {office.statement for office in profile.offices.values() if office.statement}
    for key in sorted(needed_keys - set(profile.texts)):
        raise reader.error(("texts", key), "this standing text is missing.")
