"""Take each guard of the program away, in a copy, and see that the test of its promise fails.

    python -m tests.promises.mutations [word …]

Guards in the database are taken away inside their own tests (`let_through_without`); these are the guards in Python.
Each row: the file, the text that guards, what stands there without it, and the test that must then fail.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = "tests/promises"

MUTATIONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "decisions/actions/transition.py",
        "select_for_update().get(pk=decision.pk)",
        "get(pk=decision.pk)",
        f"{HERE}/test_races.py::test_two_checks_at_once_are_one",
    ),
    (
        "decisions/actions/submit.py",
        "Numbering.objects.select_for_update()",
        "Numbering.objects",
        f"{HERE}/test_races.py::test_twenty_submissions_at_once_get_twenty_numbers_without_a_gap",
    ),
    (
        "decisions/workflow.py",
        "if step.independent and person.pk in authors_of(decision):",
        "if False:",
        f"{HERE}/test_any_order_of_steps.py",
    ),
    (
        "decisions/workflow.py",
        "if step.apart and (earlier := _earlier_move(decision, person)):",
        "if earlier := None:",
        f"{HERE}/test_any_order_of_steps.py",
    ),
    (
        "decisions/workflow.py",
        "if not person.offices_on(day) & set(offices):",
        "if False:",
        f"{HERE}/test_any_order_of_steps.py",
    ),
    (
        "decisions/actions/transition.py",
        "    with transaction.atomic():\n        paper",
        "    if True:\n        paper",
        f"{HERE}/test_faults.py::test_an_approval_that_is_killed_at_any_point_has_not_happened_and_can_be_taken_again",
    ),
    (
        "decisions/authorship.py",
        '            _events(paper, grants).order_by().values_list("actor_id"),\n',
        "",
        f"{HERE}/test_who_wrote_a_paper_is_derived_from_facts.py",
    ),
    (
        "accounts/proposals/actions.py",
        "    if locked.proposed_by_id == by.pk:",
        "    if False:",
        f"{HERE}/test_two_people_agree_before_anything_is_released_or_removed.py",
    ),
    (
        "accounts/proposals/actions.py",
        "    check_not_cooling(by, at)\n",
        "",
        f"{HERE}/test_nobody_acts_alone_for_another.py::test_nobody_confirms_in_their_own_cooling_time",
    ),
    (
        "accounts/stepup.py",
        "        check_not_cooling(person, at)\n",
        "        pass\n",
        f"{HERE}/test_nobody_signs_without_proving_who_they_are.py",
    ),
    (
        "accounts/stepup.py",
        "check_evidence(evidence, signing.digest, signing.challenge(person))",
        "check_evidence(evidence, signed.digest)",
        "tests/accounts/test_passkeys.py",
    ),
    (
        "accounts/actions/people.py",
        '        start_cooling(person, at)\n    sentence = f"changed the account',
        '    sentence = f"changed the account',
        f"{HERE}/test_nobody_acts_alone_for_another.py",
    ),
    (
        "decisions/scans.py",
        "    if min(smallest) < least[0] or max(smallest) < least[1]:",
        "    if False:",
        "tests/decisions/desk/test_steps.py::test_a_dot_is_no_scan_of_a_page",
    ),
    (
        "decisions/confidentiality.py",
        '    if offices & offices_that_may("read_part_2") or',
        "    if offices or",
        f"{HERE}/test_part_2_stays_confidential.py::"
        "test_colleagues_without_the_need_to_know_see_nothing_of_it_at_the_desk",
    ),
    (
        "part2/reader_actions.py",
        "    if by in authors_of_part_2(decision):",
        "    if True:",
        f"{HERE}/test_a_part_2_is_shown_by_its_authors_or_by_two.py",
    ),
    (
        "part2/views.py",
        '    if not (request.method == "POST" and context["writes"] and "items-TOTAL_FORMS" in request.POST):',
        '    if request.method != "POST":',
        f"{HERE}/test_a_part_2_is_shown_by_its_authors_or_by_two.py",
    ),
    (
        "intake/actions/enter_history.py",
        "        if digest_of_reading(original) != digest:",
        "        if False:",
        "tests/intake/desk/test_historic.py::test_what_is_put_right_after_the_proposal_is_proposed_again",
    ),
    (
        "publishing/actions/publish_outcome.py",
        "            if event.actor_id == by.pk:",
        "            if False:",
        "tests/publishing/test_publication.py::test_nobody_publishes_an_outcome_with_sums_that_they_entered_themselves",
    ),
    (
        "intake/bulk_import/store.py",
        "enter_history.propose_entering(uploads=uploads, by=self.person, at=at)",
        "[enter_history.enter_upload(original=enter_history.original_of(upload), upload=upload, by=self.person, at=at) "
        "for upload in uploads]",
        "tests/intake/importing/test_command.py::"
        "test_what_dev_proposes_from_a_folder_is_published_when_dora_confirms_and_may_be_run_again",
    ),
    (
        "accounts/actions/people.py",
        "    if after == before:\n",
        "    Person.objects.filter(pk=person.pk).update(job_title=job_title)\n    if after == before:\n",
        f"{HERE}/test_nobody_acts_alone_for_another.py::"
        "test_a_job_title_which_papers_print_is_changed_by_two_administrators",
    ),
    (
        "decisions/actions/record_ink.py",
        "    _check_power(paper, outcome, on)\n",
        "",
        "tests/decisions/test_powers.py::test_an_approval_in_ink_beyond_the_power_is_neither_proposed_nor_confirmed",
    ),
    (
        "decisions/actions/sign.py",
        "        check_power(paper, together, rulings_of(paper, step_name), day)",
        "        pass",
        "tests/decisions/test_powers.py",
    ),
    (
        "decisions/actions/profile_loading.py",
        "    if proposal is None and not trial:",
        "    if False:",
        f"{HERE}/test_a_changed_profile_is_agreed_by_two.py",
    ),
    (
        "decisions/actions/profile_loading.py",
        "arguments__digest=profile.digest, confirmed_at__gt=loaded.loaded_at",
        "arguments__digest=profile.digest",
        f"{HERE}/test_a_changed_profile_is_agreed_by_two.py::test_an_agreement_serves_for_one_change",
    ),
    (
        "decisions/actions/verify_signatures.py",
        "    if not is_known_passkey(row.person_id, block.evidence.public_key, at):",
        "    if False:",
        f"{HERE}/test_what_passkeys_signed_is_verified_before_it_is_published.py::"
        "test_a_signature_that_the_desks_role_forged_waits_and_the_administrators_are_told",
    ),
    (
        "decisions/actions/verify_signatures.py",
        '        elif row.how != "ink" and compulsory:',
        "        elif False:",
        f"{HERE}/test_what_passkeys_signed_is_verified_before_it_is_published.py::"
        "test_where_passkeys_are_compulsory_a_password_is_not_enough",
    ),
    (
        "decisions/actions/verify_signatures.py",
        "    if waiting.projection != json.loads(json.dumps(project(part1))):",
        "    if False:",
        f"{HERE}/test_what_passkeys_signed_is_verified_before_it_is_published.py::"
        "test_lists_and_totals_that_say_something_else_than_part_1_wait",
    ),
    (
        "accounts/proposals/actions.py",
        "    _check_office(rule, locked, by, at, confirming=True)\n    check_not_cooling",
        "    check_not_cooling",
        f"{HERE}/test_two_people_agree_before_anything_is_released_or_removed.py",
    ),
    (
        "decisions/leaks.py",
        "    if leaks:\n        problems",
        "    if False:\n        problems",
        "tests/promises/test_text_of_part_2_stays_out_of_what_is_public.py",
    ),
    (
        "accounts/actions/one_time_codes.py",
        "            use_assertion(client_data=",
        "            dict(client_data=",
        f"{HERE}/test_nobody_signs_in_as_another.py::"
        "test_a_code_serves_once_for_as_long_as_it_is_right_to_sign_in_and_as_a_proof",
    ),
    (
        "accounts/actions/people.py",
        "    if not email.isascii() or '\"' in email:",
        "    if False:",
        f"{HERE}/test_nobody_passes_for_another.py",
    ),
    (
        "accounts/actions/people.py",
        "    if not is_name(name):",
        "    if False:",
        f"{HERE}/test_nobody_passes_for_another.py",
    ),
    (
        "accounts/verbs.py",
        "for somebody in (person, *_called_alike(person, proposal))]",
        "for somebody in (person,)]",
        f"{HERE}/test_nobody_passes_for_another.py",
    ),
    (
        "accounts/verbs.py",
        "        check=_check_no_maker,\n",
        "",
        f"{HERE}/test_nobody_passes_for_another.py",
    ),
    (
        "accounts/proposals/actions.py",
        "        sentence=one_line(sentence),",
        "        sentence=sentence,",
        f"{HERE}/test_nobody_passes_for_another.py",
    ),
    (
        "wording/verbs.py",
        "        texts=_new_text,\n",
        "",
        f"{HERE}/test_nobody_passes_for_another.py",
    ),
    (
        "wording/actions.py",
        "    if power.until_on and until_on >= power.until_on:",
        "    if False:",
        f"{HERE}/test_nobody_passes_for_another.py",
    ),
    (
        "accounts/single_sign_on.py",
        'address_from = information if information.get("email") else token',
        "address_from = claims",
        "tests/accounts/test_single_sign_on.py::"
        "test_what_was_verified_is_the_address_it_stands_beside_letter_for_letter",
    ),
    (
        "accounts/single_sign_on.py",
        " if claims.address.isascii() else None",
        "",
        "tests/accounts/test_single_sign_on.py::"
        "test_what_was_verified_is_the_address_it_stands_beside_letter_for_letter",
    ),
    (
        "book/actions/other_names.py",
        'KEEPERS = offices_that_may("publish")',
        'KEEPERS = offices_that_may("publish") | {"administrator"}',
        "tests/register/test_other_names.py::test_only_those_who_publish_keep_names",
    ),
    (
        "publishing/forms/fund_names.py",
        "class MergeFundsForm(StepUpForm):",
        "class MergeFundsForm(StepUpForm):\n    clean = forms.Form.clean\n",
        "tests/publishing/test_fund_names.py",
    ),
    (
        "publishing/views/publication.py",
        '        if name != "cancel":',
        "        if False:",
        f"{HERE}/test_one_of_dmpc_staff_alone.py::test_no_words_of_part_2_are_published_beside_a_decision",
    ),
    (
        "publishing/actions/publish_outcome.py",
        "for place in before | after if",
        "for place in after if",
        "tests/publishing/test_publication.py::"
        "test_nobody_publishes_an_outcome_without_a_year_that_they_took_out_themselves",
    ),
    (
        "publishing/actions/publish_outcome.py",
        ".exclude(recorded_by=by).exists()",
        ".exists()",
        "tests/journeys/test_bids.py::test_nobody_publishes_that_a_bid_was_lost_unless_somebody_else_recorded_it",
    ),
    (
        "decisions/actions/publish.py",
        "[moment for (moment,) in cursor.fetchall()]",
        "[]",
        f"{HERE}/test_one_of_dmpc_staff_alone.py::"
        "test_what_was_postponed_stays_postponed_when_it_is_cancelled_and_authorised_anew",
    ),
    (
        "decisions/verbs.py",
        "        texts=_words_to_pass,\n",
        "",
        f"{HERE}/test_text_of_part_2_stays_out_of_what_is_public.py::"
        "test_whoever_confirms_that_words_pass_reads_them_and_the_look_is_noted",
    ),
    (
        "decisions/verbs.py",
        "        texts=_recorded,\n",
        "",
        f"{HERE}/test_one_of_dmpc_staff_alone.py::test_who_decides_reads_all_that_is_recorded_as_theirs_in_ink",
    ),
    (
        "wording/actions.py",
        "    _check_ends_sooner(power, until_on)\n    power.until_on = until_on\n",
        "    power.until_on = until_on\n",
        f"{HERE}/test_nobody_passes_for_another.py::"
        "test_an_end_that_is_confirmed_when_the_power_has_ended_does_not_bring_it_back",
    ),
    (
        "accounts/verbs.py",
        "check=_check_no_maker,",
        "",
        f"{HERE}/test_nobody_passes_for_another.py::"
        "test_whoever_made_an_account_does_not_confirm_alone_that_an_office_is_lent_to_it",
    ),
    (
        "publishing/public_words.py",
        "filter(unreleased | only_grounds)",
        "filter(unreleased)",
        f"{HERE}/test_one_of_dmpc_staff_alone.py::"
        "test_the_grounds_of_a_part_2_that_holds_nothing_else_are_not_published",
    ),
)


def fails_without(number: int) -> bool:
    """Whether the promise's test fails in a copy of the tree without the guard."""
    file, guard, without, test = MUTATIONS[number]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        for built in ("static/built", "documents/fonts_built", "node_modules"):
            if (ROOT / built).exists():
                (copy / built).parent.mkdir(parents=True, exist_ok=True)
                (copy / built).symlink_to(ROOT / built)
        text = (copy / file).read_text()
        if text.count(guard) != 1:
            raise SystemExit(f"{file} no longer holds “{guard}” once: put this row right.")
        (copy / file).write_text(text.replace(guard, without))
        words = [sys.executable, "-m", "pytest", test, "-q", "-x", "-p", "no:cacheprovider"]
        done = subprocess.run(words, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f"The test could not be run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.returncode == 1


def main() -> None:
    """Try every row, or those whose file or test holds one of the words given."""
    survived = 0
    for number, (file, _, _, test) in enumerate(MUTATIONS):
        if sys.argv[1:] and not any(word in f"{file} {test}" for word in sys.argv[1:]):
            continue
        failed = fails_without(number)
        survived += not failed
        print(f"{'the test fails, as it must' if failed else 'NOTHING NOTICED':<28} {file}: {test}", flush=True)
    sys.exit(1 if survived else 0)


if __name__ == "__main__":
    main()
