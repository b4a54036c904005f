"""What one person must not do alone, held by the database."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [("accounts", "0003_proposals"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        # Whoever has a factor already has had their first enrolment.
        migrations.RunSQL(
            "UPDATE accounts_person SET factor_since = now() WHERE id IN (SELECT user_id FROM mfa_authenticator)"
        ),
        migrations.RunSQL(sql_file(__file__, "proposals")),
        RunRoleSQL("REVOKE INSERT, UPDATE, DELETE ON accounts_proposal_rule FROM :desk", migrations.RunSQL.noop),
    ]
