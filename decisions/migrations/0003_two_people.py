"""What one person must not do alone to a paper; proposals are kept by accounts from now on."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file

#: What waited, or was settled, under the old table; written as the owner, past the rule that a proposal begins open.
MOVE = """
ALTER TABLE accounts_proposal DISABLE TRIGGER proposal_guarded;
INSERT INTO accounts_proposal (verb, subject, target, sentence, arguments, reason, proposed_by_id, proposed_at,
        lapses_at, confirmed_by_id, confirmed_at, confirmed_how, dropped_at)
    SELECT CASE p.kind WHEN 'release' THEN 'decision.release' ELSE 'publication.expunge' END,
        CASE p.kind WHEN 'release' THEN 'decision:' || d.id ELSE 'entry:' || d.reference_key END,
        CASE p.kind WHEN 'release' THEN 'item ' ELSE 'entry ' END || p.number,
        CASE p.kind WHEN 'release' THEN 'Release item ' || p.number || ' of Part 2.'
            ELSE 'Remove the content of entry ' || p.number || ', by order of law.' END,
        jsonb_build_object('key', d.reference_key, CASE p.kind WHEN 'release' THEN 'number' ELSE 'entry' END, p.number),
        p.reason, p.proposed_by_id, p.proposed_at, p.proposed_at + interval '14 days', p.agreed_by_id, p.agreed_at,
        CASE WHEN p.agreed_by_id IS NULL THEN '' ELSE 'not_kept' END,
        -- What waits is proposed anew, under the new rules.
        CASE WHEN p.agreed_by_id IS NULL THEN coalesce(p.dropped_at, now()) END
    FROM decisions_proposal p JOIN decisions_decision d ON d.id = p.decision_id;
ALTER TABLE accounts_proposal ENABLE ALWAYS TRIGGER proposal_guarded;
"""


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [
        ("decisions", "0002_rules"),
        ("accounts", "0004_two_people"),
        ("book", "0005_two_people"),
        ("grants", "0003_locked_sums"),
        ("audit", "0004_words_rules"),
    ]

    operations = [
        migrations.RunSQL(MOVE),
        migrations.RunSQL(
            "DROP TRIGGER proposal_guarded ON decisions_proposal; DROP FUNCTION decisions_guard_proposal()"
        ),
        migrations.DeleteModel("Proposal"),
        migrations.RunSQL(sql_file(__file__, "two_people")),
        migrations.RunSQL(sql_file(__file__, "authorship")),
        RunRoleSQL(
            "REVOKE EXECUTE ON FUNCTION decisions_expunge_paper(decisions_decision), "
            "decisions_expunge_proposals(text[], text, text) FROM PUBLIC, :desk; "
            "GRANT EXECUTE ON FUNCTION decisions_expunge_agreed(bigint) TO :desk",
            migrations.RunSQL.noop,
        ),
    ]
